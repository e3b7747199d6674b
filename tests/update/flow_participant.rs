//! The wrong participant: on every screen the line is dropped and the program started again, then an id is typed. The
//! participant that opens is the one typed, or none.
//!
//! `CORESET_PARTICIPANT_ROUNDS` and `CORESET_PARTICIPANT_SEED` set how many rounds, and the seed of the first one; what
//! fails names its round.

use crate::flow_hints::PLACES;
use crate::support::bedside::{Bedside, Owner, study, who};
use crate::support::signer::to;
use crate::words_anywhere::Draw;
use coreset::domain::record::user::Role;
use coreset::screens::workspace::resume_point::ResumePoint;

/// Ids that look alike: each is one of the others with a digit more, less, moved or taken twice.
const IDS: [&str; 20] = [
    "01-001", "01-002", "01-010", "01-011", "01-100", "01-101", "01-110", "01-111", "02-001",
    "02-002", "10-001", "10-010", "10-100", "10-101", "11-001", "11-010", "11-011", "11-101",
    "11-110", "11-111",
];

/// Keymaps in which the rounds are typed, one after the other.
const KEYMAPS: [&str; 4] = ["default", "vi", "emacs", "numpad"];

/// Screens on which something is half typed or asked, beside those of [`PLACES`].
const MORE: &[(&str, &str)] = &[
    ("half a grade", "Enter 1 4 8 1"),
    ("half a number", "Enter 1 6 1 0"),
    ("two drafts", "Enter 1 6 1 . Esc 4 8 1"),
    ("words of a note", "Enter 1 6 Ctrl-N type:01-011"),
    (
        "words of a query",
        "Enter 1 6 4 . 7 Enter Home F5 type:10-010",
    ),
    ("words why there is none", "Enter 1 6 Ctrl-D 9 type:11"),
    ("a question", "Enter 1 6 4 . 7 Enter Esc 6 5 . 1 Enter"),
    ("day of a late entry", "Enter 1 Ctrl-G O 0 1"),
    ("an enrolment begun", "Ctrl-N type:1100"),
    ("a search", "type:11"),
    ("a look at somebody else", "Enter 1 4 8 1 Ctrl-F 1 0 Enter"),
    ("a look at a timeline", "Enter 1 4 8 1 Ctrl-F 1 0 Ctrl-P"),
    ("help over a form", "Enter 1 4 8 1 Ctrl-K"),
];

fn setting(name: &str, otherwise: u64) -> u64 {
    let found = std::env::var(name).ok();
    found.map_or(otherwise, |text| text.parse().expect(name))
}

/// The program, started by an assessor or an investigator on what an owner has.
fn started(keymap: &str, owner: Owner, place: Option<ResumePoint>, role: Role) -> Bedside {
    Bedside::start_as(keymap, owner, place, "mk-1", who(), &[role])
}

/// Leaves the owner and the place that is remembered when the line is dropped there.
fn dropped(way: &str, somebody: &str) -> (Owner, Option<ResumePoint>) {
    let mut bedside = Bedside::with("default", study(), &IDS);
    if way.starts_with("Enter") {
        bedside.type_text(somebody);
    }
    bedside.keys(way);
    let place = bedside.place.clone();
    bedside.lose();
    (bedside.owner, place)
}

/// The same on the line for the reason of a lock.
fn dropped_at_a_lock(somebody: &str) -> (Owner, Option<ResumePoint>) {
    let mut owner = Bedside::with("default", study(), &IDS).owner;
    owner
        .passphrases
        .insert("mk".to_owned(), "correct horse".to_owned());
    owner.fill(
        somebody,
        "baseline",
        "2026-03-02",
        "phga",
        "vas=4.7 likert=2",
    );
    let mut bedside = started("default", owner, None, Role::Investigator);
    bedside.type_text(somebody).keys("enter 1 f10");
    to(&mut bedside, "Lock this visit");
    bedside.keys("enter").type_text("11-011");
    assert_eq!(bedside.top(), "locking");
    let place = bedside.place.clone();
    bedside.lose();
    (bedside.owner, place)
}

/// Types an id at whatever the program shows when it is started again; returns whom that opens.
fn typed(bedside: &mut Bedside, id: &str, draw: &mut Draw) -> Option<String> {
    let id = match draw.below(3) {
        0 => id.to_owned(),
        1 => id.replace('-', ""),
        _ => format!("{id} "),
    };
    bedside.holds = draw.below(2) == 0;
    match draw.below(2) {
        0 => _ = bedside.type_text(&id).keys("enter"),
        // All in one write, before any of it is drawn.
        _ => _ = bedside.burst(&format!("type:{} enter", id.trim())),
    }
    bedside.holds = false;
    bedside.deliver_all();
    let record = bedside.model().shared.open.record.as_ref();
    record.map(|record| record.participant.id.to_string())
}

#[test]
fn whoever_is_typed_after_a_lost_line_on_any_screen_is_opened_or_nobody() {
    let rounds = setting("CORESET_PARTICIPANT_ROUNDS", 1);
    let first = setting("CORESET_PARTICIPANT_SEED", 1);
    for seed in first..first + rounds {
        let mut draw = Draw(seed);
        let keymap = KEYMAPS[(seed % 4) as usize];
        for (place, way) in PLACES.iter().chain(MORE).chain(&[("a lock", "")]) {
            let somebody = IDS[draw.below(IDS.len())];
            let (mut owner, kept) = match *place {
                "a lock" => dropped_at_a_lock(somebody),
                _ => dropped(way, somebody),
            };
            let mut opened = 0;
            for id in IDS {
                let mut again = started(keymap, owner, kept.clone(), Role::Assessor);
                let count = again.count();
                let found = typed(&mut again, id, &mut draw);
                let told = format!("seed {seed}, {place} of {somebody}, {id}: {found:?}");
                assert!(found.as_deref().is_none_or(|found| found == id), "{told}");
                assert_eq!(again.count(), count, "{told}: something was stored");
                if found.is_some() {
                    let screen = again.screen();
                    assert!(
                        screen.lines().next().unwrap().contains(id),
                        "{told}\n{screen}"
                    );
                    opened += 1;
                }
                owner = again.owner;
            }
            // An id that finds nobody would show nothing.
            assert_eq!(opened, IDS.len(), "seed {seed}, {place} of {somebody}");
        }
    }
}
