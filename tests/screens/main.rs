//! Every screen as text, at 80x24, 120x40 and 60x20, in colour and in ASCII. Review them by reading.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support"]
mod support {
    pub(crate) mod bedside;
    pub(crate) mod narrative;
    pub(crate) mod signer;
}

use crate::support::signer;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::user::Role;
use coreset::domain::study::version::change::{Change, Part, Step, What};
use coreset::domain::study::version::value::Value;
use coreset::domain::views::find::filter::Filter;
use coreset::protocol::messages::{Amendment, ExportEnd, Placed, Reply};
use coreset::screens::effect::Msg;
use coreset::screens::look::{Glyphs, Look};
use coreset::screens::view;
use coreset::text::glossary::Term;
use coreset::text::{English, Language as _};
use coreset::tools::demo;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use rust_decimal::Decimal;
use std::fmt::Write as _;
use std::sync::Arc;
use support::bedside::{Bedside, DAY, Owner, at, study};
use support::narrative::with_narrative;

const TODAY: &str = "2026-03-02";
const ASCII: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// Opens the list of fourteen synthetic participants, always the same ones.
fn demo() -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    for (number, events) in demo::participants(&study, 14, at(TODAY).date_naive(), 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.app.model.shared.demo = true;
    bedside
}

/// Draws the screen and returns its text with the cursor's place below.
fn text(bedside: &Bedside, columns: u16, rows: u16, look: Look) -> String {
    let (buffer, cursor) = draw(bedside, columns, rows, look);
    let mut out = String::new();
    for row in buffer.content().chunks(usize::from(columns)) {
        let line: String = row.iter().map(Cell::symbol).collect();
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    writeln!(out, "cursor {cursor}").unwrap();
    out
}

fn draw(bedside: &Bedside, columns: u16, rows: u16, look: Look) -> (Buffer, String) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal
        .draw(|frame| view::view(bedside.model(), &look, frame))
        .unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    (
        terminal.backend().buffer().clone(),
        format!("{},{}", cursor.x, cursor.y),
    )
}

/// Returns what is coloured or emphasised, a stretch a line.
fn styles(bedside: &Bedside) -> String {
    let (buffer, _) = draw(bedside, 80, 24, Look::FULL);
    let mut out = String::new();
    for (y, row) in buffer.content().chunks(80).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let style = row[x].style();
            let end = (x..row.len())
                .find(|i| row[*i].style() != style)
                .unwrap_or(row.len());
            let words: String = row[x..end].iter().map(Cell::symbol).collect();
            let plain = row[x].modifier.is_empty() && row[x].fg == ratatui::style::Color::Reset;
            if !plain && !words.trim().is_empty() {
                writeln!(
                    out,
                    "{y:>2},{x:<2} {:?} {:?} {}",
                    row[x].fg,
                    row[x].modifier,
                    words.trim()
                )
                .unwrap();
            }
            x = end;
        }
    }
    out
}

/// Pins a screen in every form.
fn pin(name: &str, bedside: &Bedside) {
    let ascii = text(bedside, 80, 24, ASCII);
    assert!(ascii.is_ascii(), "{name} sends more than ASCII:\n{ascii}");
    let all = format!(
        "80x24\n{}\n80x24 in ASCII\n{ascii}\n120x40\n{}\n60x20\n{}\nStyles at 80x24\n{}",
        text(bedside, 80, 24, Look::FULL),
        text(bedside, 120, 40, Look::FULL),
        text(bedside, 60, 20, Look::FULL),
        styles(bedside)
    );
    insta::assert_snapshot!(name, all);
}

/// Opens a participant by initials.
fn open(initials: &str) -> Bedside {
    let mut bedside = demo();
    bedside.keys(&format!("type:{initials} Enter"));
    bedside
}

/// Opens a form of a participant's visit by their places in the lists.
fn form(initials: &str, visit: char, form: char) -> Bedside {
    let mut bedside = open(initials);
    bedside.keys(&format!("{visit} {form}"));
    bedside
}

#[test]
fn participants() {
    pin("participants", &demo());
    let mut found = demo();
    found.keys("type:late");
    pin("participants-found", &found);
    let nobody = Bedside::new();
    pin("participants-none", &nobody);
}

/// The list with somebody for each filter but screening, which this study does not ask for.
fn filtered() -> Bedside {
    let mut bedside = demo();
    rows(&mut bedside, "99-009");
    let owner = &mut bedside.owner;
    let serious = "term=sepsis grade=4 onset=2026-02-20 ongoing=y serious=y hospital=y";
    owner.fill("99-011", "log", "2026-02-26", "adverse-event#5", serious);
    owner.fill("99-001", "baseline", "2026-03-01", "phga", "vas=4.1");
    // The list is read anew.
    bedside.keys("type:9 esc");
    bedside
}

#[test]
fn each_filter() {
    for (number, filter) in Filter::ALL.into_iter().enumerate().skip(1) {
        let mut listed = filtered();
        listed.keys(&format!("F6 {number}"));
        let word = filter.word().unwrap();
        pin(&format!("participants-{word}"), &listed);
    }
    let mut choose = filtered();
    choose.keys("F6 2 F6");
    pin("participants-filters", &choose);
    let mut typed = filtered();
    typed.keys("F5 type:xg");
    pin("participants-filter-typed", &typed);
}

#[test]
fn a_text_of_several_lines() {
    let mut written = Bedside::with("default", with_narrative(study()), &["01-001"]);
    written.keys("enter 1 6 4.7 enter 2");
    let lines = "Came with a rash on both hands since the weekend, no fever.\n\nHands: Gottron papules, \
                 wide nailfolds.\nNo dyspnoea; walks without help. Asked to come back in two weeks, or \
                 earlier when swallowing gets worse.\nPhoned the family doctor.";
    written.paste(lines).keys("up up left");
    pin("paragraph-written", &written);
    written.keys("enter up");
    pin("paragraph-stored", &written);
    written.keys("f8");
    pin("paragraph-history", &written);
}

#[test]
fn the_finder_over_a_form() {
    let mut over = form("XI", '5', '4');
    over.keys("Ctrl-F");
    pin("finder", &over);
    over.keys("type:3");
    pin("finder-typed", &over);
}

#[test]
fn a_participant_and_a_visit() {
    pin("participant-new", &open("XA"));
    pin("participant-done", &open("XI"));
    pin("participant-amyopathic", &open("XM"));
    let mut outside = open("XG");
    outside.keys("5");
    pin("visit-outside-window", &outside);
    let mut visit = open("XI");
    visit.keys("5");
    pin("visit-done", &visit);
}

#[test]
fn every_form_at_week_12() {
    for (number, name) in [
        ('1', "ptga"),
        ('2', "haq"),
        ('3', "rand36"),
        ('4', "mmt8"),
        ('5', "mdaat"),
        ('6', "phga"),
        ('7', "enzymes"),
        ('8', "glucocorticoid"),
    ] {
        pin(&format!("form-{name}"), &form("XI", '5', number));
    }
}

#[test]
fn a_form_from_its_first_field_to_its_end() {
    let mut empty = open("XA");
    empty.keys("1 4");
    pin("mmt8-empty", &empty);
    empty.keys("8 1");
    pin("mmt8-typing", &empty);
    let mut end = form("XI", '5', '4');
    end.keys("End Enter");
    pin("mmt8-end", &end);
}

#[test]
fn what_a_patient_answers_shows_no_scores() {
    let mut patient = open("XD");
    patient.keys("4 Enter 1 1");
    pin("patient-form", &patient);
}

#[test]
fn earlier_scores_that_are_hidden_until_the_visit_has_its_own() {
    // Week 8 of XH is due, so patient global and HAQ of the visits before it are hidden.
    let mut visit = open("XH");
    visit.keys("1 1");
    pin("hidden-form", &visit);
}

#[test]
fn pages() {
    let mut change = open("XK");
    change.keys("5 F4");
    pin("change", &change);
    change.keys("F1");
    pin("help-change", &change);
    let mut help = form("XI", '5', '4');
    help.keys("F1");
    pin("help-field", &help);
    let mut menu = form("XI", '5', '4');
    menu.keys("Ctrl-G");
    pin("menu", &menu);
}

#[test]
fn questions() {
    let mut missing = form("XI", '5', '4');
    missing.keys(". Enter");
    pin("missing", &missing);
    let mut keep = form("XI", '5', '6');
    keep.keys("9 . 9 Enter");
    pin("keep", &keep);
    let mut absent = open("XA");
    absent.keys("1 2 page-down F9");
    pin("rest-absent", &absent);
    let mut refused = open("XA");
    refused.keys("1 6 4 5 Enter");
    pin("refused", &refused);
    let mut note = form("XI", '5', '4');
    note.keys("Ctrl-N type:sore");
    pin("note", &note);
    let mut goto = form("XI", '5', '4');
    goto.keys("F6 type:glut");
    pin("go-to", &goto);
}

#[test]
fn enrolment() {
    let mut enrol = demo();
    enrol.keys("Ctrl-N type:01001 Enter type:AB Enter type:1970 Enter");
    pin("enrol", &enrol);
}

#[test]
fn going_on_where_it_was() {
    let mut typing = open("XA");
    typing.keys("1 4 8 1");
    let mut again = typing.restarted();
    pin("resume", &again);
    again.keys("Enter Enter");
    pin("old-draft", &again);
    // With text in other fields too.
    let mut typing = open("XA");
    typing.keys("1 6 4 . Esc 4 8 1");
    pin("resume-others", &typing.restarted());
}

#[test]
fn text_that_waits() {
    let mut typing = open("XA");
    typing.keys("1 6 4 . Esc 4 8 1 Esc Esc Esc Esc Ctrl-U");
    typing.keys(
        "type:XG Enter 5 Enter 1 6 Ctrl-N type:sore_knee_since_yesterday Esc Esc Esc Esc F11",
    );
    pin("drafts", &typing);
}

#[test]
fn a_look_at_somebody_else() {
    let mut typing = form("XI", '5', '4');
    typing.keys("1 Ctrl-F 3 Enter");
    pin("look", &typing);
    typing.keys("Esc");
    pin("look-back", &typing);
}

#[test]
fn not_saved() {
    let mut full = open("XA");
    full.keys("1 4");
    full.owner.refuses = Some("The disk is full. Free some space and go on typing.".to_owned());
    full.keys("8");
    pin("not-saved", &full);
}

/// Two terminals at one participant; the other one types a script there.
fn two(initials: &str, own: &str, other: &str) -> Bedside {
    let mut bedside = open(initials);
    bedside.keys(own);
    let seat = bedside.seat;
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside
        .sit(physio)
        .keys(&format!("type:{initials} Enter {other}"));
    bedside.sit(seat);
    bedside
}

#[test]
fn together() {
    pin("present-form", &two("XA", "1 4 8", "1 4"));
    pin("present-visit", &two("XI", "5", "5 4"));
    pin("present-participant", &two("XI", "", "5 4"));
    let mut which = two("XA", "1 6 4", "1 6 7.1 Enter");
    which.keys(". 5 Enter");
    pin("which-stays", &which);
    which.keys("Enter");
    pin("which-stays-choices", &which);
    let mut race = open("XA");
    race.keys("1 4");
    race.holds = true;
    race.keys("8");
    let seat = race.seat;
    let physio = race.joined_by("physio", "A. Physio", &[Role::Assessor]);
    race.sit(physio).keys("type:XA Enter 1 4 7").sit(seat);
    race.holds = false;
    race.deliver_all();
    pin("lost-race", &race);
}

#[test]
fn no_connection() {
    let mut lost = open("XA");
    lost.keys("1 4 8");
    lost.lose();
    pin("lost", &lost);
    lost.keys("7 6");
    pin("no-connection", &lost);
}

#[test]
fn locked() {
    // Without a passphrase the program ends, unless something is not saved yet.
    let mut locked = form("XI", '5', '4');
    locked.app.model.shared.demo = false;
    locked.lose();
    locked.keys("9");
    locked.tell(Msg::Idle);
    pin("locked-without-passphrase", &locked);
    let mut not_locked = form("XI", '5', '4');
    not_locked.keys("Ctrl-Space");
    pin("not-locked", &not_locked);
    let mut locked = form("XI", '5', '4');
    locked.app.model.shared.account.passphrase = true;
    locked
        .owner
        .passphrases
        .insert("mk".to_owned(), "right".to_owned());
    locked.tell(Msg::Idle).keys("type:wrong Enter type:half");
    pin("locked", &locked);
    locked.keys("Enter");
    pin("locked-wrong", &locked);
}

#[test]
fn a_part_of_a_long_list() {
    let ids: Vec<String> = (1..=300).map(|n| format!("02-{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut long = Bedside::with("default", study(), &ids);
    long.keys("End page-up page-up");
    pin("list-window", &long);
    long.holds = true;
    long.keys("page-up page-up");
    pin("list-window-waits", &long);
}

#[test]
fn a_reader() {
    let mut bedside = demo();
    let monitor = bedside.joined_by("mona", "M. Onitor", &[Role::Monitor]);
    bedside.sit(monitor).keys("type:XI Enter 5 4 8");
    pin("reader", &bedside);
}

#[test]
fn too_small() {
    let bedside = demo();
    insta::assert_snapshot!("too-small", text(&bedside, 39, 11, Look::FULL));
}

/// Stores rows of the logs of a participant whose baseline was on 3 December.
fn rows(bedside: &mut Bedside, id: &str) {
    let days = ["2025-12-03", "2025-12-17", "2025-12-31", "2026-01-28"];
    for (number, day) in (1..).zip(days) {
        let row = format!("abatacept#{number}");
        let answers = format!("number={number} state=whole date={day} given=750 weight=71");
        bedside.owner.fill(id, "log", day, &row, &answers);
    }
    bedside.owner.fill(
        id,
        "log",
        "2026-02-25",
        "abatacept#5",
        "number=5 state=left-out date=2026-02-25",
    );
    for (number, answers) in (1..).zip([
        "class=glucocorticoid glucocorticoid=prednisone dose=30 unit=mg frequency=once-daily route=oral pulse=n start=2025-06 ongoing=n end=2025-12-28",
        "class=glucocorticoid glucocorticoid=prednisone dose=20 unit=mg frequency=once-daily route=oral pulse=n start=2025-12-29 ongoing=n end=2026-01-31",
        "class=glucocorticoid glucocorticoid=prednisone dose=12.5 unit=mg frequency=once-daily route=oral pulse=n start=2026-02-01 ongoing=y",
        "class=immunosuppressant immunosuppressant=methotrexate dose=15 unit=mg frequency=weekly route=oral start=2024 ongoing=y",
        "class=immunosuppressant immunosuppressant=azathioprine dose=100 unit=mg frequency=once-daily route=oral start=2025-11 ongoing=n end=2026-01-10",
        "class=other name=folic_acid dose=5 unit=mg frequency=weekly route=oral start=2024 ongoing=y",
    ]) {
        let row = format!("medication#{number}");
        bedside.owner.fill(id, "log", "2026-02-26", &row, answers);
    }
    for (number, answers) in (1..).zip([
        "term=headache grade=1 onset=2025-12-18 ongoing=n end=2025-12-19 serious=n",
        "term=herpes_zoster grade=2 onset=2026-01 ongoing=n end=2026-01-25 serious=n",
        "term=pneumonia grade=3 onset=2026-01-20 ongoing=n end=2026-02-03 serious=y hospital=y",
        "term=nausea grade=1 onset=2026-01-21 ongoing=y serious=n",
    ]) {
        let row = format!("adverse-event#{number}");
        bedside.owner.fill(id, "log", "2026-02-26", &row, answers);
    }
}

#[test]
fn a_participants_story() {
    let mut story = demo();
    rows(&mut story, "99-009");
    story.keys("type:XI Enter F3");
    pin("timeline-rows", &story);
    story.keys("page-down");
    pin("timeline-rows-below", &story);
    let mut story = open("XI");
    story.keys("F3");
    pin("timeline", &story);
    story.keys("down down space");
    pin("chart", &story);
    let mut worse = open("XL");
    worse.keys("F3 left");
    pin("timeline-worse", &worse);
    let mut low = beside("F3");
    insta::assert_snapshot!("timeline-low", text(&low, 40, 12, Look::FULL));
    low.keys("down down down down down");
    insta::assert_snapshot!("timeline-low-down", text(&low, 40, 12, Look::FULL));
    let mut amid = open("XG");
    amid.keys("F3");
    pin("timeline-amid", &amid);
    let mut hidden = form("XH", '4', '4');
    hidden.keys("F3");
    pin("timeline-hidden", &hidden);
    let mut patient = form("XH", '4', '1');
    patient.keys("F3");
    pin("timeline-patient", &patient);
}

/// Returns what a screen shows between the bar at the top and the two lines at the bottom.
fn body(bedside: &Bedside, columns: u16, rows: u16, look: Look) -> String {
    let (buffer, _) = draw(bedside, columns, rows, look);
    let lines = buffer.content().chunks(usize::from(columns));
    let lines = lines.skip(1).take(usize::from(rows) - 3);
    let text = lines.map(|row| row.iter().map(Cell::symbol).collect::<String>());
    text.collect::<Vec<_>>().join("\n")
}

/// Terms whose word is an everyday word too, which a screen may use as such.
const EVERYDAY: &[Term] = &[
    Term::Better,
    Term::Improved,
    Term::Worse,
    Term::Same,
    Term::OpenEnzyme,
    Term::Points,
    Term::Hidden,
    Term::Categories,
    Term::ShortVisit,
    Term::Day,
    Term::BaseBestLast,
    Term::NextVisit,
    Term::VisitState,
    Term::Forms,
    Term::Medians,
];

#[test]
fn every_sign_on_a_screen_is_explained_in_its_help() {
    let mut story = demo();
    rows(&mut story, "99-009");
    story.keys("type:XI Enter");
    let told = |mut bedside: Bedside, keys: &str| {
        bedside.keys(keys);
        bedside
    };
    let mut story_chart = open("XI");
    story_chart.keys("F3 down down space");
    let mut low = beside("F3");
    low.keys("down down");
    let screens = [
        ("list", filtered()),
        ("participant", open("XI")),
        ("visit", told(open("XI"), "5")),
        ("panel", form("XI", '5', '6')),
        ("panel of a questionnaire", form("XI", '5', '2')),
        ("panel of organ scales", form("XI", '5', '5')),
        ("panel, hidden", form("XH", '4', '4')),
        ("panel, worse", form("XL", '5', '4')),
        ("change", told(open("XK"), "5 F4")),
        ("change, worse", told(open("XL"), "4 F4")),
        ("timeline", told(story, "F3")),
        ("timeline, amid", told(open("XG"), "F3")),
        ("timeline, worse", told(open("XL"), "F3 left")),
        ("timeline, events", low),
        ("chart", story_chart),
        ("study", told(demo(), "F7")),
    ];
    for (name, mut bedside) in screens {
        for look in [Look::FULL, ASCII] {
            let sizes = [(80, 24), (120, 40), (60, 20)];
            let drawn = sizes.map(|(columns, rows)| body(&bedside, columns, rows, look));
            bedside.keys("F1");
            let help = body(&bedside, 200, 300, look);
            bedside.keys("Esc");
            let (_, explained) = help.split_once("What the signs mean").expect(name);
            let names: String = explained
                .lines()
                .filter_map(|line| line.get(..30))
                .collect();
            let all = drawn.concat();
            for sign in all.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()) {
                let known = match sign {
                    // Lines, the cursor, and text that was cut off.
                    '│' | '─' | '▸' | '…' | '┌' | '┐' | '└' | '┘' => true,
                    '\u{2581}'..='\u{2588}' => names.contains('\u{2581}') || names.contains(sign),
                    '\u{2800}'..='\u{28ff}' => names.contains('\u{2824}'),
                    sign => names.contains(sign),
                };
                assert!(known, "{sign} on {name} is not explained:\n{all}\n{help}");
            }
            for term in Term::ALL.iter().filter(|term| !EVERYDAY.contains(term)) {
                let words = English.word(*term).split(", ");
                let used = |word: &&str| !word.is_empty() && is_word_of(&all, word);
                if let Some(word) = words.into_iter().find(used) {
                    assert!(
                        names.contains(word),
                        "{word} on {name} is not explained:\n{all}\n{help}"
                    );
                }
            }
        }
    }
}

/// Returns whether a word or words stand in a text by themselves.
fn is_word_of(text: &str, word: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
    text.match_indices(word).any(|(at, _)| {
        apart(text[..at].chars().next_back()) && apart(text[at + word.len()..].chars().next())
    })
}

/// Opens the participant with the richest story, eligibility asked for, below the visits.
fn beside(keys: &str) -> Bedside {
    let study = Arc::new(coreset::domain::study::shipped::embedded_study().unwrap());
    let mut owner = Owner::new(study.clone());
    let mut all = demo::participants(&study, 14, at(TODAY).date_naive(), 7);
    owner.store("demo".to_owned(), all.nth(11).unwrap());
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.app.model.shared.demo = true;
    bedside.keys("type:XL Enter").keys(keys);
    bedside
}

#[test]
fn beside_the_visits() {
    pin("beside-participant", &beside(""));
    pin("beside-under-cursor", &beside("End Up"));
    pin("beside-eligibility", &beside("6"));
    pin("logs-picker", &beside("5 1 F8"));
    pin("log-medication", &beside("7"));
    pin("log-abatacept", &beside("8 down down"));
    pin("log-events", &beside("9 down"));
    pin("log-events-in-error", &beside("9 3 esc"));
    let mut empty = open("XA");
    empty.keys("8");
    pin("log-empty", &empty);
    pin("row-medication", &beside("7 1"));
    pin("row-abatacept", &beside("8 3"));
    pin("row-event", &beside("9 7"));
    pin("events-asked", &beside("5 b"));
    pin("row-in-error-question", &beside("9 down delete"));
    pin("row-event-typing", &beside("9 7 F6 type:outcome Enter"));
    pin(
        "row-tier-question",
        &beside("8 Ctrl-N type:6 Enter type:t Enter type:71 Enter"),
    );
    let low = beside("9 down");
    insta::assert_snapshot!("log-events-low", text(&low, 40, 12, Look::FULL));
    let low = beside("End Up");
    insta::assert_snapshot!("beside-participant-low", text(&low, 40, 12, Look::FULL));
}

#[test]
fn a_waiting_amendment() {
    let mut bedside = demo();
    let change = |part: Part, path: &[&str], what: What| Change {
        part,
        path: path
            .iter()
            .map(|key| Step::Key((*key).to_owned()))
            .collect(),
        what,
    };
    let number = |digits: &str| Value::Number(digits.to_owned());
    let visit = |id: &str| What::Removed(Value::Text(id.to_owned()));
    let mut changes = vec![
        change(
            Part::Study,
            &["mmt-max"],
            What::Changed {
                from: number("150"),
                to: number("80"),
            },
        ),
        change(Part::Visit("week-2".into()), &[], visit("Week 2")),
    ];
    for item in 1..=24 {
        let field = Part::Field {
            form: "haq".into(),
            field: format!("item{item:02}").as_str().into(),
        };
        let moved = What::Changed {
            from: number("3"),
            to: number("4"),
        };
        changes.push(change(field, &["hard-max"], moved));
    }
    bedside.owner.waits = Some(Amendment {
        number: 2,
        content: "c0ffee".to_owned(),
        changes,
        sessions: 41,
        signed: 3,
        rows: 12,
        refused: None,
    });
    bedside.app.model.shared.amendment_waits = true;
    bedside.app.model.shared.account.roles = vec![Role::Assessor, Role::Investigator];
    bedside.keys("f7 f7");
    let both = |bedside: &Bedside| {
        let [wide, narrow] = [(80, 24), (60, 20)].map(|(x, y)| text(bedside, x, y, Look::FULL));
        format!("{wide}\n{narrow}")
    };
    insta::assert_snapshot!("amendment", both(&bedside));
    bedside.keys("enter");
    bedside.paste("protocol 2.0, approved by the committee");
    bedside.keys("enter");
    insta::assert_snapshot!("amendment-accept", both(&bedside));
}

#[test]
fn the_deviations_of_a_participant() {
    let mut demo = demo();
    demo.keys("type:99-012 enter").deliver_all();
    demo.keys("end");
    pin("participant-deviations", &demo);
    demo.keys("enter");
    pin("deviations", &demo);
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    let mut all = demo::participants(&study, 14, at(TODAY).date_naive(), 7);
    owner.store("demo".to_owned(), all.nth(11).unwrap());
    let who = signer::person("md", "MD. Example", Role::Investigator);
    let roles = [Role::Investigator];
    let mut judge = Bedside::start_as("default", owner, None, "md-1", who, &roles);
    judge.keys("enter end enter").deliver_all();
    pin("deviations-investigator", &judge);
    judge.keys("f10 2");
    pin("judging", &judge);
}

#[test]
fn the_study() {
    let mut study = demo();
    study.keys("F7");
    pin("study", &study);
    study.keys("f12");
    pin("screening-log", &study);
}

#[test]
fn an_export_of_the_study() {
    let mut bedside = signer::at_visit(signer::owner(), "cra", Role::Monitor);
    bedside.keys("esc esc esc f7 #");
    pin("export-formats", &bedside);
    bedside.keys("enter");
    let entry = bedside.count() as u64;
    let (done, all) = (102, 300);
    bedside.tell(Msg::Reply(Reply::Exporting { entry, done, all }));
    pin("export-goes-on", &bedside);
    let end = ExportEnd::Done(Placed {
        folder: "exports/odm-archive-12345-12360".to_owned(),
        files: 31,
        bytes: 1_000_000,
        as_of: 12_345,
    });
    bedside.tell(Msg::Reply(Reply::Exported { entry, end }));
    pin("export-done", &bedside);
}

#[test]
fn a_visit_reviewed_signed_and_locked() {
    let mut open = signer::investigator();
    open.keys("6 delete 8 . esc f10");
    pin("review-open", &open);
    let mut bedside = signer::investigator();
    bedside.keys("f10");
    signer::to(&mut bedside, "Sign this visit");
    bedside.keys("enter");
    pin("sign-meaning", &bedside);
    bedside.keys("3 type:wrong enter type:half");
    pin("sign-passphrase", &bedside);
    bedside.keys(&format!("ctrl-u type:{} enter", signer::WORDS));
    pin("review-signed", &bedside);
    bedside.keys("esc");
    pin("visit-signed", &bedside);
    bedside.owner.store_for(
        "misread",
        vec![Event::Answered {
            place: FieldPath {
                participant: signer::WHO.into(),
                visit: signer::VISIT.into(),
                form: "phga".into(),
                field: "vas".into(),
            },
            answer: Answer::number(Decimal::new(15, 1), None),
            origin: Origin::Typed,
        }],
    );
    bedside.spread();
    pin("visit-void", &bedside);
    bedside.keys("esc");
    pin("participant-void", &bedside);
    bedside.keys("f10");
    pin("review-void", &bedside);
    signer::to(&mut bedside, "Lock this visit");
    bedside.keys("enter type:all_clean");
    pin("locking", &bedside);
    bedside.keys("enter type:corr");
    pin("locking-passphrase", &bedside);
    bedside.keys("enter");
    pin("locking-wrong", &bedside);
    bedside.keys(&format!(
        "esc type:_correct_horse enter type:{} enter",
        signer::WORDS
    ));
    pin("locking-reason-refused", &bedside);
    let proof = format!("enter type:{} enter", signer::WORDS);
    bedside.keys(&format!("type:all_clean {proof}"));
    pin("review-locked", &bedside);
    bedside.keys("esc");
    pin("participant-locked", &bedside);
    bedside.keys("5");
    pin("visit-locked", &bedside);
    bedside.keys("6 5");
    pin("form-locked", &bedside);
    bedside.keys(&format!("esc esc esc f7 f10 type:end_of_study {proof}"));
    pin("study-locked", &bedside);
    let mut reader = signer::at_visit(signer::owner(), "cra", Role::Monitor);
    reader.keys("f10 end");
    pin("review-reader", &reader);
}

#[test]
fn a_signature_sheet() {
    let mut bedside = signer::investigator();
    bedside.keys("f10");
    signer::sign(&mut bedside);
    insta::assert_snapshot!("sheet", signer::sheet(&bedside, true));
}

/// An answer that makes others not asked.
#[test]
fn answers_hidden_by_another() {
    let mut bedside = Bedside::after(|owner| {
        let answers = "con.02=2 con.02.weight=60.5 con.02.weight-before=66";
        owner.fill("01-001", "baseline", DAY, "mdaat", answers);
    });
    bedside.keys("enter 1 5 F6 type:weight_loss enter 0");
    pin("hides-answers", &bedside);
    insta::assert_snapshot!("hides-answers-60x20", bedside.screen_of(60, 20, Look::FULL));
}

/// The passphrase as the dialog of the start asks for it, then as the menu changes it.
#[test]
fn a_passphrase_set_and_changed() {
    let mut owner = open("XI").owner;
    owner.offers_passphrase = true;
    let mut bedside = Bedside::start("default", owner, None, "mk-9");
    pin("passphrase-offered", &bedside);
    insta::assert_snapshot!(
        "passphrase-offered-60x20",
        bedside.screen_of(60, 20, Look::FULL)
    );
    bedside.keys("type:long_enough enter type:long_enuff enter");
    pin("passphrase-differs", &bedside);
    bedside.keys("type:long_enough enter type:long_enough enter");
    pin("passphrase-set", &bedside);
    bedside.keys("Ctrl-G K");
    pin("passphrase-changed", &bedside);
}

/// The physician global of XI at week 12, left complete and opened again.
fn changing() -> Bedside {
    let mut bedside = form("XI", '5', '6');
    bedside.keys("esc 6");
    bedside
}

#[test]
fn a_change_of_a_complete_form() {
    let mut why = changing();
    why.keys("Home 1 . 4 Enter");
    pin("why", &why);
    why.keys("Enter");
    pin("why-reasons", &why);
    why.keys("7 type:the_line_is_99_mm");
    pin("why-words", &why);
    why.keys("Enter Home 1 . 5 Enter");
    pin("why-same", &why);
    why.keys("Down");
    pin("why-same-reasons", &why);
}

#[test]
fn the_history_of_a_field() {
    let mut history = changing();
    history.keys("Home 1 . 4 Enter Enter 1 Home 2 . 2 Enter Down 7");
    history.keys("type:the_line_on_the_sheet_was_printed_99_mm_long_and_was_measured_again_with_the_other_ruler Enter");
    history.keys("Home Ctrl-N type:measured_by_two_people Enter f8");
    pin("history", &history);
    let mut lost = changing();
    lost.lose();
    lost.keys("f8");
    pin("history-lost", &lost);
}

#[test]
fn late_entry() {
    let mut late = open("XG");
    late.keys("5 Enter 2");
    pin("late-day", &late);
    late.keys("type:2026-03 Enter");
    pin("late-day-refused", &late);
    late.keys("Ctrl-U type:t-1 Enter");
    pin("late-day-outside", &late);
    late.keys("Enter type:0930 Enter");
    pin("late-reason", &late);
    late.keys("2");
    pin("late-visit", &late);
    late.keys("1");
    pin("late-form", &late);
}

/// What the default font of the Linux console has beyond ASCII, as far as the screens may use it.
const CONSOLE: &str = "•○♦►◄▲▼↑↓→←·√■█▄▌▐▀░▒▓─│┌┐└┘├┤┬┴┼═║";

#[test]
fn on_the_console_every_screen_is_drawn_in_its_font() {
    let look = Look {
        colour: true,
        glyphs: Glyphs::Console,
    };
    let mut screens = vec![demo(), filtered()];
    for keys in [
        "1", "1 4", "1 7", "ctrl-g", "?", "f3", "f3 space", "f7", "f4", "4 4 f4",
    ] {
        let mut bedside = open("XI");
        bedside.keys(keys);
        screens.push(bedside);
    }
    let mut signs = String::new();
    for bedside in &screens {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let screen = text(bedside, columns, rows, look);
            for c in screen.chars().filter(|c| !c.is_ascii()) {
                assert!(CONSOLE.contains(c), "{c:?} in\n{screen}");
                signs.push(c);
            }
        }
    }
    // It is not plain ASCII either.
    assert!(signs.contains('─') && signs.contains('►') && signs.contains('√'));
}

/// Goes through all fields of an open form and gives each to a check.
fn each_field(bedside: &mut Bedside, mut check: impl FnMut(&Bedside, &str)) {
    bedside.keys("home");
    for _ in 0..200 {
        let here = bedside.here();
        check(bedside, &here);
        bedside.keys("down");
        if bedside.top() != "form" || bedside.here() == here {
            return;
        }
    }
}

#[test]
fn the_options_of_a_choice_are_shown_whole() {
    let study = study();
    let mut lists = 0;
    for number in '1'..='8' {
        let mut bedside = form("XI", '5', number);
        let instrument = study.form(bedside.form().form.as_str()).unwrap();
        each_field(&mut bedside, |bedside, here| {
            let field = here.split_once(' ').unwrap().1;
            let Some(field) = instrument.field(field) else {
                return;
            };
            let choices = instrument.choices(field);
            lists += usize::from(!choices.is_empty());
            for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
                let screen = text(bedside, columns, rows, Look::FULL);
                for choice in choices {
                    let name = choice.label.split([':', '(']).next().unwrap().trim();
                    // At the least what tells it from the others.
                    let start = name.split(',').next().unwrap();
                    let alike = choices
                        .iter()
                        .filter(|other| other.label.starts_with(start));
                    let name = if alike.count() > 1 { name } else { start };
                    assert!(
                        screen.contains(name),
                        "{here}: {name:?} at {columns}x{rows} is not in\n{screen}"
                    );
                }
            }
        });
    }
    assert!(lists > 50, "{lists}");
}

#[test]
fn of_a_list_that_is_too_long_those_that_begin_as_typed_are_shown() {
    let mut study = study();
    let form = study.instruments.get_mut("ptga").unwrap();
    let list = form.option_sets.get_mut("obtained").unwrap();
    let first = list[0].clone();
    for number in 0..60 {
        let mut more = first.clone();
        more.code = format!("way-{number:02}");
        more.key = None;
        more.label = format!("obtained in way {number:02} of many");
        list.push(more);
    }
    let mut owner = Owner::new(Arc::new(study.clone()));
    let events = demo::participants(&study, 1, at(TODAY).date_naive(), 7).next();
    owner.store("demo-0".to_owned(), events.unwrap());
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter 1 1");
    let mut seen = false;
    each_field(&mut bedside, |bedside, _| {
        let screen = text(bedside, 80, 24, Look::FULL);
        seen |= screen.contains(" below: type, → or ?");
    });
    assert!(seen);
}

#[test]
fn earlier_values_are_said_in_words_where_they_may_be_seen() {
    let bedside = form("XI", '5', '4');
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let screen = text(&bedside, columns, rows, Look::FULL);
        assert!(
            screen.contains("Week 8: 7 good-; Baseline: 6 fair+"),
            "{screen}"
        );
    }
    let mut help = form("XI", '5', '4');
    help.keys("?");
    help.must_show("Week 8: 7 good- (MRC 4-): slight to moderate; Baseline: 6 fair+ (MRC 3+)");
    // What the study hides until it is entered is not said below the fields either.
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            "2026-02-02",
            "ptga",
            "vas=4.1 likert=2",
        );
    });
    bedside.today(TODAY).keys("enter 3");
    if bedside.top() == "picker" {
        bedside.keys("1");
    }
    bedside.keys("1");
    assert_eq!(bedside.form().form.as_str(), "ptga", "{}", bedside.screen());
    for field in ["", "down"] {
        bedside.keys(field);
        let screen = text(&bedside, 80, 24, Look::FULL);
        let told = ["Baseline: ", "(4.1)", "(2"];
        assert!(told.iter().all(|told| !screen.contains(told)), "{screen}");
    }
}

/// A study whose words are in double width: labels, options, visits, titles.
fn double_width() -> Bedside {
    let mut study = study();
    for form in study.instruments.values_mut() {
        form.title = format!("\u{8868}\u{683c}{}", form.title);
        for field in form
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.fields)
        {
            field.label = format!("{}\u{808c}\u{529b}\u{8a55}\u{4f30}", field.label);
        }
        for choice in form.option_sets.values_mut().flatten() {
            choice.label = format!("\u{9078}\u{9805}{}", choice.label);
        }
    }
    for visit in &mut study.protocol.visits {
        visit.label = format!("{}\u{8a2a}\u{8996}", visit.label);
    }
    let study = Arc::new(study);
    let mut owner = Owner::new(study.clone());
    for (number, events) in demo::participants(&study, 3, at(TODAY).date_naive(), 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    Bedside::start("default", owner, None, "mk-1")
}

#[test]
fn words_in_double_width_stand_in_their_columns() {
    let mut bedside = double_width();
    pin("double-width-list", &bedside);
    bedside.keys("enter");
    pin("double-width-participant", &bedside);
    bedside.keys("1");
    pin("double-width-visit", &bedside);
    bedside.keys("4");
    pin("double-width-form", &bedside);
}

/// A participant with all visits done, into whose record an earlier version of the program put what is not by the rules.
fn unfit() -> Bedside {
    let mut bedside = demo();
    let answered = |visit: &str, form: &str, field: &str, answer| Event::Answered {
        place: FieldPath {
            participant: "99-009".into(),
            visit: visit.into(),
            form: form.into(),
            field: field.into(),
        },
        answer,
        origin: Origin::Typed,
    };
    let number = |number: i64| Answer::number(number.into(), None);
    bedside.owner.store_unjudged(
        "old-1",
        vec![
            answered("week-12", "phga", "vas", number(99)),
            answered("week-12", "mmt8", "deltoid.r", Answer::code("12")),
            answered("log", "medication#1", "dose", number(-5)),
        ],
    );
    bedside.keys("type:XI enter");
    bedside
}

#[test]
fn what_is_not_by_the_rules() {
    let mut visit = unfit();
    visit.keys("5 6 home");
    pin("unfit-form", &visit);
    visit.keys("f8");
    pin("unfit-history", &visit);
    let mut change = unfit();
    change.keys("5 f4");
    pin("unfit-change", &change);
    let mut review = unfit();
    review.keys("5 f10");
    pin("unfit-review", &review);
    let mut story = unfit();
    story.keys("f3");
    pin("unfit-timeline", &story);
    let mut log = unfit();
    log.keys("6");
    pin("unfit-log", &log);
}
