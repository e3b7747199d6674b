//! The last row names keys: each is bound, and does something where it is named.

use crate::support::bedside::{Bedside, Owner, all_keys, study};
use coreset::domain::record::user::Role;
use coreset::input::key::Key;
use coreset::input::keymap::Keymap;
use coreset::screens::look::{Glyphs, Look};
use coreset::screens::view;
use coreset::screens::workspace::notice::{Grade, Notice};
use coreset::text::DEFAULT;
use coreset::tools::demo;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::{Frame, Terminal};
use std::sync::Arc;

const ASCII: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// Opens the list of four synthetic participants, and presses keys from there.
fn at(role: Role, keys: &str) -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    let today = owner.now.date_naive();
    for (number, events) in demo::participants(&study, 4, today, 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    let who = crate::support::bedside::who();
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", who, &[role]);
    bedside.keys(keys);
    bedside
}

/// Returns the hints of the last row: the key, and the word behind it.
fn hints(bedside: &Bedside) -> Vec<(Key, String)> {
    let screen = bedside.screen_of(400, 40, ASCII);
    let last = screen.lines().last().unwrap_or_default().trim();
    let named = |text: &str| {
        let (key, word) = text.split_once(' ')?;
        let keymap = Keymap::builtin("default").unwrap();
        let mut keys = all_keys(&keymap).into_iter();
        let key = keys.find(|of| DEFAULT.key(of, true) == key)?;
        Some((key, word.to_owned()))
    };
    last.split("  ").filter_map(named).collect()
}

/// Returns what is seen, but for the last row, and where the cursor stands.
fn seen(bedside: &Bedside) -> (Vec<Cell>, Position) {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let draw = |frame: &mut Frame<'_>| view::view(bedside.model(), &ASCII, frame);
    terminal.draw(draw).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    let cells = terminal.backend().buffer().content();
    (cells[..80 * 23].to_vec(), cursor)
}

/// Every screen as it is when it was just opened: its name, and the keys that lead there.
pub(crate) const PLACES: &[(&str, &str)] = &[
    ("list", ""),
    ("list of nobody", "type:zzzz"),
    ("finder", "Enter Ctrl-F"),
    ("filters", "F6"),
    ("menu", "Ctrl-G"),
    ("help", "?"),
    ("study", "F7"),
    ("drafts", "F11"),
    ("queries", "F9"),
    ("enrolment", "Ctrl-N"),
    ("participant", "Enter"),
    ("participant's last log", "Enter End"),
    ("participant's queries", "Enter F9"),
    ("logs", "Enter F12"),
    ("a log", "Enter End Enter"),
    ("a row", "Enter End Enter Ctrl-N"),
    ("timeline", "Enter F3"),
    ("chart", "Enter F3 space"),
    ("visit", "Enter 1"),
    ("review", "Enter 1 F10"),
    ("change", "Enter 1 F4"),
    ("form", "Enter 1 1"),
    ("form at its end", "Enter 1 1 Ctrl-E"),
    ("form with absent", "Enter 1 2"),
    ("help of a field", "Enter 1 1 F1"),
    ("history", "Enter 1 1 F8"),
    ("go to", "Enter 1 1 F6"),
    ("missing", "Enter 1 1 Ctrl-D"),
    ("note", "Enter 1 1 Ctrl-N"),
];

#[test]
fn a_key_that_is_named_does_something() {
    let mut faults = Vec::new();
    let mut pressed = 0;
    for role in [Role::Assessor, Role::Investigator, Role::Monitor] {
        for (place, way) in PLACES {
            let before = at(role, way);
            for (key, word) in hints(&before) {
                let mut after = at(role, way);
                after.key(key);
                pressed += 1;
                let name = DEFAULT.key(&key, true);
                let refused = after.model().shared.notice.as_ref();
                let refused = refused.filter(|notice| notice.grade != Grade::Info);
                if let Some(notice) = refused {
                    faults.push(format!("{role:?}, {place}: {name} {word}: {}", notice.text));
                }
                // What of the timeline is in sight is known to its drawing alone: a step there may show nothing new.
                let unseen = [("timeline", "next page"), ("chart", "next")];
                let known = !unseen.contains(&(*place, word.as_str()));
                let same =
                    known && seen(&before) == seen(&after) && before.count() == after.count();
                if same && word != "quit" {
                    faults.push(format!("{role:?}, {place}: {name} {word}: nothing changes"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(pressed > 300, "{pressed} keys were pressed");
}

#[test]
fn an_enrolment_offers_nothing_that_belongs_to_a_visit() {
    let bedside = at(Role::Assessor, "Ctrl-N");
    assert_eq!(bedside.top(), "form");
    let words: Vec<String> = hints(&bedside).into_iter().map(|(_, word)| word).collect();
    for word in [
        "missing",
        "note",
        "history",
        "change",
        "as last visit",
        "logs",
        "previous",
    ] {
        assert!(!words.iter().any(|named| named == word), "{word}");
    }
    for word in ["next", "back", "menu", "help", "go to field"] {
        assert!(words.iter().any(|named| named == word), "{word}");
    }
}

#[test]
fn sections_and_pages_are_told_apart() {
    let words = |way: &str| -> Vec<String> {
        let named = hints(&at(Role::Assessor, way));
        named.into_iter().map(|(_, word)| word).collect()
    };
    let help = words("?");
    assert!(help.contains(&"next page".to_owned()), "{help:?}");
    assert!(!help.contains(&"previous page".to_owned()), "{help:?}");
    let below = words("? page-down");
    assert!(below.contains(&"previous page".to_owned()), "{below:?}");
    let mut form = at(Role::Assessor, "Enter 1 1 F1");
    form.keys("End");
    let long = form.screen_of(80, 200, ASCII);
    assert!(long.contains("Go to the next section"), "{long}");
    assert!(!long.contains("Go to the next page"), "{long}");
}

/// Screens on which something is asked or typed, beside those of [`PLACES`].
const ASKED: &[(&str, &str)] = &[
    (
        "why a value is changed",
        "Enter 1 6 4 . 7 Enter Esc 6 5 . 1 Enter",
    ),
    ("reasons", "Enter 1 6 4 . 7 Enter Esc 6 5 . 1 Enter Enter"),
    ("words of a query", "Enter 1 6 4 . 7 Enter Home F5"),
    ("a menu made narrower", "Ctrl-G /"),
    ("help over a form", "Enter 1 1 Ctrl-K"),
    ("change", "Enter 1 1 F4"),
    ("own passphrase", "Ctrl-G K"),
    ("a participant looked up", "Enter 1 4 8 1 Ctrl-F 1 Enter"),
];

/// Returns the last row.
fn last_row(bedside: &Bedside, columns: u16, rows: u16) -> String {
    let screen = bedside.screen_of(columns, rows, ASCII);
    screen.lines().last().unwrap_or_default().to_owned()
}

/// Says what the last row lacks, of the way back and the help.
fn lacking(bedside: &Bedside, place: &str, row: &str) -> Option<&'static str> {
    let words: Vec<&str> = row.split_whitespace().collect();
    // There is nothing behind the list, and the help does not explain itself.
    let back = bedside.model().layers.len() < 2 || words.contains(&"back");
    let help = place.starts_with("help") || words.contains(&"help");
    match (back, help) {
        (true, true) => None,
        (false, _) => Some("back"),
        (true, false) => Some("help"),
    }
}

#[test]
fn the_way_back_and_the_help_are_named_however_narrow_the_screen_is() {
    let mut faults = Vec::new();
    for (place, way) in PLACES.iter().chain(ASKED) {
        let mut bedside = at(Role::Investigator, way);
        bedside.app.model.shared.notice = None;
        for keymap in Keymap::names() {
            bedside.app.model.shared.keymap = Arc::new(Keymap::builtin(keymap).unwrap());
            for columns in 40..=120 {
                let row = last_row(&bedside, columns, 24);
                if let Some(word) = lacking(&bedside, place, &row) {
                    faults.push(format!("{place}, {keymap}, {columns}: no {word} in {row}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_notice_leaves_the_keys_in_their_row_and_can_be_read_to_its_end() {
    let words: Vec<String> = (1..=80).map(|number| format!("word-{number}")).collect();
    for (place, way) in PLACES.iter().chain(ASKED) {
        let mut bedside = at(Role::Investigator, way);
        for (columns, rows) in [(40, 12), (60, 20), (80, 24), (120, 40)] {
            for many in [1, 8, 20, 80] {
                let said = words[..many].join(" ");
                bedside.app.model.shared.notice = Some(Notice::warn(said));
                let screen = bedside.screen_of(columns, rows, ASCII);
                let row = screen.lines().last().unwrap();
                assert_eq!(lacking(&bedside, place, row), None, "{place}:\n{screen}");
                let whole = screen.contains(&format!("word-{many} "));
                let goes_on = screen.contains("~ ") && screen.contains(" more ");
                assert!(whole || goes_on, "{place}:\n{screen}");
                let taken = screen.lines().filter(|line| line.contains("word-"));
                assert!(taken.count() <= usize::from(rows / 3), "{place}:\n{screen}");
            }
        }
    }
    let mut bedside = at(Role::Investigator, "Enter 1 1");
    bedside.app.model.shared.notice = Some(Notice::warn(words.join(" ")));
    let screen = bedside.screen_of(60, 20, ASCII);
    assert!(screen.contains("~ Ctrl-K more"), "{screen}");
    bedside.keys("Ctrl-K");
    let help = bedside.screen_of(60, 40, ASCII);
    assert!(
        words.iter().all(|word| help.contains(word.as_str())),
        "{help}"
    );
}
