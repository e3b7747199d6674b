//! `kill -9` while somebody types: what was on the screen as saved is in the record, and the place
//! comes back with what was half typed. In half of the rounds the study's server is killed with its terminal.
//!
//! `CORESET_KILL_ROUNDS` sets the number of rounds, `CORESET_KILL_SEED` where they start.

use crate::support::pty;
use crate::support::pty::Pty;
use crate::support::visit;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::protocol;
use coreset::store::{Options, Projection, Store};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use rustix::net::sockopt::socket_peercred;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const FRAME_END: &[u8] = b"\x1b[?2026l";
const BACK: &[u8] = b"\x0f";
const HOME: &[u8] = b"\x1b[H";
const DELETE: &[u8] = b"\x1b[3~";
/// Ctrl-L draws the whole screen anew, which a terminal sees by this.
const REDRAW: &[u8] = b"\x0c";
const CLEARED: &[u8] = b"\x1b[2J";

/// Stands in the question why an answer is changed, and in the list of reasons below it.
const WHY: &str = "Reason for the change";
const REASON: &str = "1 typing error";

/// Forms that are typed into: number on the baseline visit, id, and how many of its fields. One field is left empty in
/// each, so that none is complete.
const FORMS: [(char, &str, usize); 6] = [
    ('1', "ptga", 2),
    ('2', "haq", 9),
    ('3', "rand36", 36),
    ('4', "mmt8", 15),
    ('6', "phga", 1),
    ('7', "enzymes", 12),
];

/// What the offer must say after a key; `None` where there is nothing to go back to.
type State = Option<String>;
/// Form, field, answer.
type Typed = (String, String, Answer);

/// Keys, what each leads to, and the answers that they make.
struct Typist {
    study: Study,
    rng: StdRng,
    /// Every answer that the record must hold, in its order.
    expected: Vec<Typed>,
    standing: BTreeMap<(String, String), Answer>,
}

/// One key press and the state that it leads to; any state of the form where it is not told.
struct Press {
    keys: Vec<u8>,
    to: Vec<State>,
    /// The answer that it completes.
    answer: Option<Typed>,
    /// Whether text stands in the field that going away would take as an answer.
    halfway: bool,
    /// Where the program is while it asks why: the answer is another one than stands there, and a form that was left
    /// asks about that.
    asked: State,
}

impl Press {
    fn to(keys: &[u8], to: Vec<State>) -> Self {
        Self {
            keys: keys.to_vec(),
            to,
            answer: None,
            halfway: false,
            asked: None,
        }
    }
}

impl Typist {
    fn new(seed: u64) -> Self {
        Self {
            study: embedded_study().unwrap(),
            rng: StdRng::seed_from_u64(seed),
            expected: Vec::new(),
            standing: BTreeMap::new(),
        }
    }

    fn offer(&self, form: &str, label: &str, text: &str) -> State {
        let title = &self.study.form(form).unwrap().title;
        let typed = if text.is_empty() {
            String::new()
        } else {
            format!(", with \"{text}\" open")
        };
        Some(format!("01-003 AB at Baseline: {title}, {label}{typed}."))
    }

    /// From the list of forms: opens one, answers a run of its fields from the first on.
    fn form(&mut self) -> Vec<Press> {
        let (number, form, count) = match self.rng.random_range(0..12) {
            0..4 => FORMS[3],
            n @ 4..10 => FORMS[n - 4],
            _ => FORMS[5],
        };
        let fields: Vec<(String, String)> = self
            .study
            .form(form)
            .unwrap()
            .fields()
            .map(|field| (field.id.to_string(), field.label.clone()))
            .collect();
        let anywhere: Vec<State> = fields
            .iter()
            .map(|(_, label)| self.offer(form, label, ""))
            .collect();
        let first = vec![self.offer(form, &fields[0].1, "")];
        let mut presses = vec![Press::to(&[number as u8], anywhere), Press::to(HOME, first)];
        for at in 0..self.rng.random_range(1..=count) {
            let (id, label) = &fields[at];
            let (keys, answer) = self.answer(form, id);
            let mut text = String::new();
            for key in keys.chars() {
                text.push(key);
                let to = self.offer(form, label, &text);
                presses.push(Press {
                    halfway: true,
                    ..Press::to(&[key as u8], vec![to])
                });
            }
            // The last key moves on; at the end of a form the focus stays with the last field.
            let next = &fields[(at + 1).min(fields.len() - 1)].1;
            let to = vec![self.offer(form, next, "")];
            let asked = self.offer(form, label, text.trim_end());
            let place = (form.to_owned(), id.clone());
            let changes = self.standing.get(&place).is_some_and(|old| *old != answer);
            let last = presses.last_mut().unwrap();
            last.asked = asked.filter(|_| changes);
            last.to = to;
            last.halfway = false;
            last.answer = Some((form.to_owned(), id.clone(), answer));
        }
        presses
    }

    /// Notes that keys are on their way; the same answer again is no entry.
    fn sent(&mut self, press: &Press) {
        if let Some((form, field, answer)) = press.answer.clone() {
            let place = (form.clone(), field.clone());
            if self.standing.get(&place) != Some(&answer) {
                self.standing.insert(place, answer.clone());
                self.expected.push((form, field, answer));
            }
        }
    }

    /// Keys and answer of a field, none that a check asks about; a key that goes on ends them.
    fn answer(&mut self, form: &str, field: &str) -> (String, Answer) {
        let rng = &mut self.rng;
        let number = |keys: String, unit: Option<&str>| {
            let amount = keys.parse().unwrap();
            (keys, Answer::number(amount, unit))
        };
        let key = |key: String, code: &str| (key, Answer::code(code));
        match (form, field) {
            (_, "vas") => {
                let (keys, answer) = number(format!("5.{}", rng.random_range(0..10)), None);
                (keys + "\r", answer)
            }
            (_, "likert") => key("2".to_owned(), "2"),
            // Right and left of a group stay within the difference that is not asked about.
            ("mmt8", muscle) => {
                let weak = ["deltoid", "wristext", "ankledf", "gmed"]
                    .iter()
                    .any(|group| muscle.starts_with(group));
                let range = if weak { 0..5 } else { 7..12 };
                match rng.random_range(range) {
                    1 => key("1\r".to_owned(), "1"),
                    4 => key("t".to_owned(), "T"),
                    10 => key("10".to_owned(), "10"),
                    11 => key("*".to_owned(), "10"),
                    grade => key(grade.to_string(), &grade.to_string()),
                }
            }
            ("haq", _) => {
                let code = rng.random_range(0..4).to_string();
                key(code.clone(), &code)
            }
            ("rand36", item) => {
                let field = self.study.form(form).unwrap().field(item).unwrap();
                let options = match &field.kind {
                    coreset::domain::forms::engine::instrument::FieldKind::Choice {
                        options,
                        ..
                    } => self.study.form(form).unwrap().option_sets[options].len(),
                    kind => panic!("{kind:?}"),
                };
                let code = rng.random_range(1..=options).to_string();
                key(code.clone(), &code)
            }
            ("enzymes", "laboratory") => {
                let name = format!("Lab{}", rng.random_range(0..100));
                (format!("{name}\r"), Answer::text(&name))
            }
            ("enzymes", "unit") => key("1".to_owned(), "U/L"),
            ("enzymes", "haemolysed") => key("0".to_owned(), "n"),
            ("enzymes", lab) => {
                let range = match lab {
                    "ck" => 300..3000,
                    "ck.uln" => 150..300,
                    "aldolase" => 6..20,
                    "aldolase.uln" => 6..9,
                    "ldh" => 250..900,
                    "ldh.uln" => 200..260,
                    "ast.uln" | "alt.uln" => 35..50,
                    _ => 40..300,
                };
                let (keys, answer) = number(rng.random_range(range).to_string(), Some("U/L"));
                (keys + "\r", answer)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Forgets the answers after the first `count`, which were never acknowledged.
    fn forget_from(&mut self, count: usize) {
        self.expected.truncate(count);
        self.standing = self
            .expected
            .iter()
            .map(|(form, field, answer)| ((form.clone(), field.clone()), answer.clone()))
            .collect();
    }
}

/// Returns the highest number that stood beside the word "saved" in a whole frame.
fn highest_saved(bytes: &[u8]) -> u64 {
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
    let mut highest = 0;
    let mut rest = bytes;
    while let Some(end) = rest
        .windows(FRAME_END.len())
        .position(|part| part == FRAME_END)
    {
        let (frame, after) = rest.split_at(end + FRAME_END.len());
        screen.process(frame);
        rest = after;
        let row = screen.screen().rows(0, 80).nth(22).unwrap_or_default();
        let number = row
            .split_once("saved #")
            .and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    highest
}

/// Returns what the box with a title says, its lines joined.
fn boxed(screen: &str, title: &str) -> Option<String> {
    let mut rows = screen.lines().skip_while(|row| !row.contains(title));
    let column = rows.next()?.chars().position(|c| c == '┌')?;
    let words: Vec<String> = rows
        .map(|row| row.chars().skip(column).collect::<String>())
        .take_while(|row| row.starts_with('│'))
        .map(|row| {
            row.trim_start_matches('│')
                .split('│')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .take_while(|row| !row.is_empty())
        .collect();
    Some(words.join(" "))
}

fn entries(study: &Path) -> Vec<Entry> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(study.join("journal"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
            lines.collect::<Vec<Entry>>()
        })
        .collect()
}

fn answered(entries: &[Entry]) -> Vec<Typed> {
    let opening = usize::try_from(visit::opening_entries()).unwrap();
    entries[opening..]
        .iter()
        .filter_map(|entry| match &entry.draft.event {
            // Eligibility was settled before the first visit.
            Event::Answered { place, .. } if place.visit.as_str() == SESSION => None,
            Event::Answered { place, answer, .. } => Some((
                place.form.to_string(),
                place.field.to_string(),
                answer.clone(),
            )),
            Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::UserAdded { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Enrolled { .. }
            | Event::StatusChanged { .. }
            | Event::EnrolmentCorrected { .. }
            | Event::SessionBegun { .. }
            | Event::SessionDated { .. }
            | Event::SessionVoided { .. }
            | Event::UnscheduledBegun { .. }
            | Event::FormMoved { .. }
            | Event::ConsentRenewed { .. }
            | Event::DeviationJudged { .. }
            | Event::Completed { .. }
            | Event::FormLeft { .. } => None,
            event => panic!("nobody typed this: {event:?}"),
        })
        .collect()
}

fn verify(study: &Path) -> (i32, String) {
    let out = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["verify", "--study"])
        .arg(study)
        .output()
        .unwrap();
    let text =
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.code().unwrap(), text)
}

fn open(study: &Path) -> Store {
    let projection = Projection {
        summarise: Box::new(|record| {
            coreset::domain::views::summary::summarise(&embedded_study().unwrap(), record, None)
        }),
        judge: Box::new(|_, _| {}),
    };
    Store::open(study, Options::default(), projection, &mut |_, _| {})
        .unwrap()
        .0
}

/// Deletes, cuts or flips something of sled, or leaves it; returns what was done.
fn damage(rng: &mut StdRng, sled: &Path) -> &'static str {
    let mut files = Vec::new();
    let mut folders = vec![sled.to_owned()];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    let file = &files[rng.random_range(0..files.len())];
    let mut bytes = std::fs::read(file).unwrap();
    match rng.random_range(0..4) {
        0 => {
            std::fs::remove_dir_all(sled).unwrap();
            "deleted"
        }
        1 => {
            bytes.truncate(rng.random_range(0..=bytes.len()));
            std::fs::write(file, bytes).unwrap();
            "cut"
        }
        2 if !bytes.is_empty() => {
            let at = rng.random_range(0..bytes.len());
            bytes[at] ^= 1 << rng.random_range(0..8);
            std::fs::write(file, bytes).unwrap();
            "flipped"
        }
        _ => "left",
    }
}

/// Starts again, and goes on where the offer says; returns what it said.
fn restart(data: &Path) -> (Pty, State) {
    let mut pty = visit::start(data);
    pty.wait_for_text("1 of 1");
    // The offer comes in the same frame as the list.
    let offer = boxed(&pty.text(), "Go on where you were?");
    let offer = offer.map(|words| {
        let (place, _) = words.split_once(" Esc, or the id").unwrap();
        place.to_owned()
    });
    let told = String::from_utf8_lossy(pty.bytes());
    assert!(!told.contains("panicked"), "{told}");
    (pty, offer)
}

/// Returns the process that serves the study, as the kernel says.
fn server_of(study: &Path) -> Pid {
    let stream = protocol::connect(&study.join("socket")).unwrap();
    socket_peercred(&stream).unwrap().pid
}

fn from_env(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |value| value.parse().unwrap())
}

#[test]
fn killed_at_any_moment_it_loses_nothing_that_was_saved() {
    let rounds = from_env("CORESET_KILL_ROUNDS", 40);
    let seed = from_env("CORESET_KILL_SEED", 20_260_103);
    let data = tempfile::tempdir().unwrap();
    let study = data.path().join("coreset/NCT04946669");
    let mut typist = Typist::new(seed);
    let mut pty = visit::start(data.path());
    visit::enrol(&mut pty);
    visit::admit(&mut pty);
    // Ended and started anew, so that no place in that form is remembered.
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    visit::wait_until_closed(&study);
    let mut pty = visit::start(data.path());
    pty.wait_for_text("1 of 1");
    pty.send(b"\r");
    pty.wait_for_text("enrolment on");
    pty.send(b"1");
    pty.wait_for_text("Not begun");
    let mut acknowledged = 0;
    let mut offers = 0;
    let mut halves = 0;
    let mut done: BTreeMap<&str, u64> = BTreeMap::new();
    let mut offered: State = None;
    for round in 0..rounds {
        // The list of forms is on the screen. So many keys are typed, with a look now and then.
        let mut may_be: BTreeSet<State> = BTreeSet::from([None]);
        // That the form offered last was left may be on its way to the server still.
        let mut was = BTreeSet::from([None, offered.take()]);
        let mut left = typist.rng.random_range(1..150);
        let mut exact;
        let mut halfway;
        'typing: loop {
            let presses = typist.form();
            for press in presses {
                pty.send(&press.keys);
                typist.sent(&press);
                if press.asked.is_some() && say_why(&mut pty) {
                    may_be.insert(press.asked.clone());
                }
                halfway = press.halfway;
                exact = false;
                may_be.extend(press.to.iter().cloned());
                left -= 1;
                let look = typist.rng.random_range(0..12) == 0 || left == 0;
                if look && let [Some(offer)] = press.to.as_slice() {
                    // What is drawn after this has seen every key before it.
                    let before = pty.bytes().len();
                    pty.send(REDRAW);
                    pty.wait_for_bytes(before, CLEARED);
                    wait_for_place(&mut pty, offer);
                    was.append(&mut may_be);
                    may_be = BTreeSet::from([Some(offer.clone())]);
                    exact = true;
                }
                if left == 0 {
                    break 'typing;
                }
            }
            pty.send(BACK);
            may_be.insert(None);
        }
        // Half of the rounds end in the middle of one more rush.
        if !halfway && typist.rng.random_range(0..2) == 0 {
            pty.send(BACK);
            may_be.insert(None);
            // Nobody looks for a question there, so that it ends before the key that brings one.
            let rush = typist.form();
            let asks = rush.iter().position(|press| press.asked.is_some());
            let until = asks.unwrap_or(rush.len());
            for press in rush.into_iter().take(until) {
                pty.send_blindly(&press.keys);
                typist.sent(&press);
                may_be.extend(press.to);
            }
            exact = false;
            for _ in 0..typist.rng.random_range(0..2_000_000_u32) {
                std::hint::spin_loop();
            }
        }
        let server = server_of(&study);
        pty.kill(Signal::KILL);
        if typist.rng.random_range(0..2) == 0 {
            // It ends with its last terminal, so it may be gone already. A place on its way is lost with it.
            let _ = kill_process(server, Signal::KILL);
            may_be.append(&mut was);
        }
        assert_eq!(pty.exit_code(), 137, "round {round}");
        visit::wait_until_closed(&study);
        let shown = highest_saved(pty.bytes());
        acknowledged = acknowledged.max(shown);

        let damaged = damage(&mut typist.rng, &study.join("sled"));
        *done.entry(damaged).or_default() += 1;
        let (code, report) = verify(&study);
        assert_eq!(code, 0, "round {round}, sled {damaged}: {report}");
        let entries = entries(&study);
        let last = entries.last().unwrap().seq;
        assert!(
            last >= acknowledged,
            "round {round}: {last} of {acknowledged}"
        );
        let found = answered(&entries);
        assert!(found.len() <= typist.expected.len(), "round {round}");
        for (n, (found, typed)) in found.iter().zip(&typist.expected).enumerate() {
            assert_eq!(found, typed, "round {round}, answer {n}");
        }
        typist.forget_from(found.len());
        if round % 2 == 0 {
            check_store(&study, last, &typist);
        }

        let (again, offer) = restart(data.path());
        pty = again;
        assert!(
            may_be.contains(&offer),
            "round {round}, exact: {exact}: {offer:?} is none of {may_be:#?}\n{}",
            pty.text()
        );
        match &offer {
            Some(offer) => {
                offers += 1;
                pty.send(b"\r");
                wait_for_place(&mut pty, offer);
                if offer.ends_with(" open.") {
                    halves += 1;
                    pty.send(DELETE);
                }
                pty.send(BACK);
            }
            None => {
                pty.send(b"\r");
                pty.wait_for_text("enrolment on");
                pty.send(b"1");
            }
        }
        pty.wait_for_text("Held on 2");
        offered = offer;
    }
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    visit::wait_until_closed(&study);
    let (code, report) = verify(&study);
    assert_eq!(code, 0, "{report}");
    check_store(&study, entries(&study).last().unwrap().seq, &typist);
    assert!(acknowledged > rounds && offers > rounds / 2 && halves > 0);
    println!(
        "{rounds} rounds, {} entries, {acknowledged} seen as saved, lost 0; {offers} offers, {halves} with text; sled {done:?}",
        entries(&study).len()
    );
}

/// Says why an answer is changed where that is asked; returns whether it was.
fn say_why(pty: &mut Pty) -> bool {
    let mut asked = false;
    for _ in 0..12 {
        let text = drawn_anew(pty);
        if !text.contains(WHY) {
            return asked;
        }
        asked = true;
        // A digit chooses nothing while nobody can have read the lines; an arrow and Enter choose what stands there.
        let is_chosen = text
            .lines()
            .any(|line| line.contains(REASON) && line.contains('▸'));
        let key = match text.contains(REASON) && !is_chosen {
            true => "\x1b[B",
            false => "\r",
        };
        pty.send(key.as_bytes());
    }
    panic!("it goes on asking:\n{}", pty.text());
}

/// Returns the screen once it shows what all keys so far have led to.
fn drawn_anew(pty: &mut Pty) -> String {
    let before = pty.bytes().len();
    pty.send(REDRAW);
    pty.wait_for_bytes(before, CLEARED);
    let mut windows = pty.bytes()[before..].windows(CLEARED.len());
    let cleared = windows.position(|window| window == CLEARED).unwrap();
    pty.wait_for_bytes(before + cleared, FRAME_END);
    pty.text()
}

/// Waits until the form on the screen has the focus on this field with this text.
fn wait_for_place(pty: &mut Pty, offer: &str) {
    let (_, place) = offer.split_once(": ").unwrap();
    let place = place.strip_suffix('.').unwrap();
    let (place, text) = match place.split_once(", with \"") {
        Some((place, rest)) => (place, rest.strip_suffix("\" open").unwrap()),
        None => (place, ""),
    };
    let (title, label) = place.split_once(", ").unwrap();
    let label: String = label.chars().take(20).collect();
    pty.wait_for(|screen| {
        let screen = pty::text(screen);
        let mut rows = screen.lines();
        let head = rows.next().unwrap_or_default();
        // Behind the last field the text is empty and the mark stands with the end of the form.
        let end = text.is_empty() && screen.contains("▸ End: ");
        head.contains(title)
            && (end
                || rows.any(|row| {
                    row.strip_prefix("▸ ").is_some_and(|row| {
                        row.starts_with(&label) && (text.is_empty() || row.contains(text))
                    })
                }))
    })
    .unwrap_or_else(|error| panic!("{offer}: {error}"));
}

/// Opens the store and compares every answer with what was typed last.
fn check_store(study: &Path, last: u64, typist: &Typist) {
    let mut store = open(study);
    assert_eq!(store.last(), last);
    let record = store
        .record(&ParticipantId::new("01-003"))
        .unwrap()
        .unwrap();
    let Some(session) = record.session("baseline") else {
        assert!(typist.expected.is_empty());
        return;
    };
    let stored: BTreeMap<(String, String), Answer> = session
        .forms
        .iter()
        .flat_map(|(form, cells)| {
            cells.iter().filter_map(|(field, cell)| {
                Some(((form.to_string(), field.to_string()), cell.answer.clone()?))
            })
        })
        .collect();
    assert_eq!(stored, typist.standing);
    assert!(
        stored
            .values()
            .all(|answer| !matches!(answer.value(), None | Some(Value::Date(_))))
    );
}

#[test]
fn a_torn_last_line_is_cut_and_told() {
    let data = tempfile::tempdir().unwrap();
    let study = data.path().join("coreset/NCT04946669");
    let mut pty = visit::start(data.path());
    visit::enrol(&mut pty);
    pty.kill(Signal::KILL);
    pty.exit_code();
    visit::wait_until_closed(&study);
    let before = entries(&study);
    // One more entry, begun and never acknowledged: the first 100 bytes of a line.
    let file = study.join("journal/000001.jsonl");
    let mut bytes = std::fs::read(&file).unwrap();
    let line = bytes.split(|byte| *byte == b'\n').nth(1).unwrap().to_vec();
    bytes.extend_from_slice(&line[..100]);
    std::fs::write(&file, &bytes).unwrap();
    let mut pty = visit::start(data.path());
    pty.wait_for_text("1 of 1");
    pty.wait_for_text("broken off before it was acknowledged");
    pty.send(b"\r");
    pty.wait_for_text("enrolment on");
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    visit::wait_until_closed(&study);
    let after = entries(&study);
    assert_eq!(after[..before.len()], before);
    // Nothing but that the server ran and somebody looked.
    let looked = |entry: &Entry| {
        matches!(
            entry.draft.event,
            Event::ServerStarted { .. }
                | Event::ServerStopped { .. }
                | Event::LoggedIn { .. }
                | Event::LoggedOut { .. }
        )
    };
    assert!(after[before.len()..].iter().all(looked), "{after:?}");
    let (code, report) = verify(&study);
    assert_eq!(code, 0, "{report}");
}
