//! The logs by key: medications, infusions, adverse events, and the line of a visit that brings events up.

use crate::support::bedside::{Bedside, DAY, Owner, participant, study, who};
use crate::support::earlier::version_1;
use coreset::domain::base::answer::Answer;
use coreset::domain::course;
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::rows;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ContentFault, Refusal};
use coreset::protocol::messages::Reply;
use coreset::screens::look::Look;
use coreset::screens::review::state::Line;
use coreset::screens::stack::Layer;
use std::sync::Arc;

const BASELINE: char = '1';
const MEDICATION: char = '6';
const ABATACEPT: char = '7';
const EVENTS: char = '8';

/// A participant of 62.5 kg, enrolled today in the study that is shipped, on the visits.
fn sitting_as(roles: &[Role], fill: impl FnOnce(&mut Owner)) -> Bedside {
    let mut owner = Owner::new(Arc::new(study()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    fill(&mut owner);
    let mut bedside = Bedside::start_as("default", owner, None, "mk-1", who(), roles);
    bedside.keys("enter").deliver_all();
    bedside
}

fn sitting(fill: impl FnOnce(&mut Owner)) -> Bedside {
    sitting_as(&[Role::Assessor], fill)
}

fn row(owner: &mut Owner, id: &str, answers: &str) {
    owner.fill("01-001", SESSION, DAY, id, answers);
}

/// The row under the cursor of the log on top.
fn cursor(bedside: &Bedside) -> u32 {
    let Some(Layer::Log(state)) = bedside.model().layers.last() else {
        panic!("{} is no log", bedside.top());
    };
    let lines = bedside.model().shared.log_lines(&state.form);
    lines[state.cursor(&lines)].number
}

fn open(bedside: &mut Bedside, line: char) -> &mut Bedside {
    bedside.type_text(&line.to_string())
}

#[test]
fn a_medication_is_typed_and_the_log_comes_back() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, MEDICATION);
    assert_eq!(bedside.top(), "log");
    bedside.must_show("There is no row yet: Enter or Ctrl-N begins the first one.");
    bedside.keys("enter");
    assert_eq!(bedside.here(), "medication#1 class");
    // Left with nothing typed it was never there.
    bedside.keys("esc").deliver_all();
    assert_eq!(bedside.top(), "log");
    assert!(bedside.record("01-001").session(SESSION).is_none());

    bedside.keys("ctrl-n 1 1");
    bedside.keys("type:15 enter 1 1 1 0");
    assert_eq!(bedside.here(), "medication#1 start");
    bedside.must_show("15 mg of prednisone a day,");
    bedside.must_show("0.24 mg/kg (62.5 kg on");
    bedside.keys("type:2026-01 enter 1 type:myositis enter");
    bedside.deliver_all();
    assert_eq!(bedside.here(), "medication#1 end");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "log");
    assert_eq!(cursor(&bedside), 1);
    assert_eq!(bedside.notice(), "Row 1 is complete.");
    bedside.must_show("Glucocorticoid now 15 mg/d prednisone = 0.24 mg/kg");
    assert_eq!(bedside.stored(SESSION, "medication#1", "start"), "2026-01");
    bedside.keys("esc");
    bedside.must_show("1, 1 ongoing; now 15 mg/d prednisone");
}

#[test]
fn a_forbidden_drug_is_asked_about_and_marked() {
    let mut bedside = sitting(|owner| {
        row(
            owner,
            "abatacept#1",
            "number=1 date=2026-03-02 weight=62 state=whole given=750",
        );
    });
    open(&mut bedside, MEDICATION).keys("ctrl-n 3 type:Tofacitinib enter");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("A JAK inhibitor with abatacept is not advised.");
    bedside.keys("enter 4").deliver_all();
    let asked = bedside.prompts().pop().unwrap();
    assert_eq!(
        (asked.1.as_str(), asked.3),
        ("forbidden-drug", PromptOutcome::Kept)
    );
    bedside
        .keys("type:5 enter 1 2 1 t enter 1")
        .deliver_all()
        .keys("esc");
    bedside.must_show("Tofacitinib");
    bedside.must_show("forbidden");
    bedside.must_show("! A JAK inhibitor with abatacept is not advised.");
}

#[test]
fn a_weight_in_another_tier_is_asked_about_at_an_infusion() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, ABATACEPT).keys("ctrl-n type:1 enter t enter type:58.5 enter");
    assert_eq!(bedside.top(), "picker");
    let asked = &bedside.picker().text[0];
    assert_eq!(
        asked,
        "58.5 kg is in another dose tier than 62.5 kg on 2026-03-02: 500 mg instead of 750 mg."
    );
    bedside.keys("enter 4").deliver_all();
    let kept = bedside.prompts().pop().unwrap();
    assert_eq!(
        (kept.1.as_str(), kept.3),
        ("weight-tier", PromptOutcome::Kept)
    );
    assert_eq!(bedside.here(), "abatacept#1 planned");
    bedside.must_show("Planned 500 mg for 58.5 kg");
    // The dose of the other tier is asked about as well.
    bedside.keys("type:750 enter");
    assert_eq!(
        bedside.picker().text[0],
        "The dose for 58.5 kg is 500 mg, not 750 mg."
    );
    bedside.keys("backspace delete type:500 enter");
    bedside.keys("1 type:A12 enter type:0930 enter type:1000 enter type:500 enter");
    bedside.deliver_all();
    bedside.must_show("Given 500 mg in 30 minutes.");
    bedside.keys("esc");
    bedside.must_show("1 given of 5 planned until Week 12.");
    bedside.must_show("Infusion 2 is due on 2026-03-16 (13 Mar to 23 Mar).");

    // The weight of the next one, in the same tier, is asked about by nobody.
    let before = bedside.prompts().len();
    bedside
        .keys("ctrl-n type:2 enter t enter type:59.9 enter")
        .deliver_all();
    assert_eq!(bedside.here(), "abatacept#2 planned");
    assert_eq!(bedside.prompts().len(), before);
}

#[test]
fn a_weight_in_another_tier_is_asked_about_at_a_visit() {
    let mut bedside = sitting(|owner| {
        row(
            owner,
            "abatacept#1",
            "number=1 date=2026-03-01 weight=99.5 state=whole given=750",
        );
    });
    open(&mut bedside, BASELINE).type_text("8");
    assert_eq!(bedside.here(), "glucocorticoid taken");
    bedside.keys("F6 type:weight enter type:100.1 enter");
    // The weight of enrolment is of a later day than the infusion.
    let asked =
        "100.1 kg is in another dose tier than 62.5 kg on 2026-03-02: 1000 mg instead of 750 mg.";
    let asks: Vec<&str> = bedside.picker().text.iter().map(String::as_str).collect();
    assert!(asks.contains(&asked), "{asks:?}");
}

/// Types a serious event of yesterday that the site has known since then, 16:00.
fn serious(bedside: &mut Bedside) {
    open(bedside, EVENTS).keys("ctrl-n type:pneumonia enter 3 type:t-1 enter enter 1");
    assert_eq!(bedside.here(), "adverse-event#1 serious");
    bedside.keys("1 0 0 1 0 0 0 type:t-1 enter type:1600 enter");
    bedside.keys("0 0 0 0 5 3 1").deliver_all();
}

#[test]
fn a_serious_event_runs_its_clock_until_an_investigator_sees_it() {
    let mut bedside = sitting(|owner| {
        row(
            owner,
            "abatacept#1",
            "number=1 date=2026-02-18 weight=62 state=whole given=750 start=09:00",
        );
    });
    serious(&mut bedside);
    assert_eq!(bedside.here(), "adverse-event#1 seen");
    bedside.must_show("it by 2026-03-02 16:00: 7 h");
    // An assessor does not say that it was seen.
    bedside.keys("t enter");
    assert!(
        bedside.notice().contains("investigator only"),
        "{}",
        bedside.notice()
    );
    bedside.keys("esc");
    bedside.must_show("1 serious not seen, 7 h left; 1 event, 1 ongoing");
    bedside.must_show("Grade 3, severe: hospital, or limits self-care.");
    bedside.must_show("Serious: hospital, or a longer stay there.");
    bedside.must_show("11 d after infusion 1 (2026-02-18).");
    bedside.keys("esc");
    bedside.must_show("1 serious not seen, 7 h left");
    bedside.today("2026-03-04");
    bedside.must_show("1 serious not seen, OVERDUE 41 h");

    let mut bedside = sitting_as(&[Role::Investigator], |_| {});
    serious(&mut bedside);
    bedside.keys("t enter").deliver_all().keys("esc");
    bedside.must_show("Seen by an investigator on 2026-03-02.");
    bedside.must_not_show("not seen");
}

#[test]
fn what_contradicts_in_an_event_is_asked_when_it_is_typed() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, EVENTS)
        .keys("ctrl-n type:fever enter 4 type:t-2 enter enter 0 type:t-5 enter");
    assert_eq!(
        bedside.picker().text,
        ["The event ends before it began: check both dates."]
    );
    bedside.keys("backspace delete t enter 0");
    assert_eq!(bedside.here(), "adverse-event#1 serious");
    assert_eq!(
        bedside.picker().text,
        [
            "An event of grade 4 or 5 or with a fatal outcome is serious: check grade and seriousness."
        ]
    );
    // The digit brought the question up, so that the Enter from habit opens nothing.
    bedside.keys("enter enter 4").deliver_all();
    let rules: Vec<(String, PromptOutcome)> =
        bedside.prompts().into_iter().map(|p| (p.1, p.3)).collect();
    assert_eq!(
        rules,
        [
            ("adverse-dates".to_owned(), PromptOutcome::Corrected),
            ("contradiction".to_owned(), PromptOutcome::Kept)
        ]
    );
    // It stays marked until it is put right.
    bedside.keys("esc");
    bedside.must_show("check");
    bedside.must_show("! An event of grade 4 or 5");
}

#[test]
fn a_criterion_answered_before_is_not_forgotten_when_it_is_not_serious_any_more() {
    let mut bedside = sitting(|owner| {
        row(
            owner,
            "adverse-event#1",
            "term=fall grade=2 onset=2026-03-01 ongoing=y serious=y hospital=y",
        );
    });
    open(&mut bedside, EVENTS).keys("enter F6 type:serious enter 0");
    assert_eq!(
        bedside.picker().text,
        ["A criterion of seriousness was answered with yes before: an event with one is serious."]
    );
}

/// Two rows of the same rash.
fn twice(owner: &mut Owner) {
    for number in 1..=2 {
        row(
            owner,
            &format!("adverse-event#{number}"),
            "term=rash grade=1 onset=2026-02 ongoing=y serious=n",
        );
    }
}

/// Why a row was entered in error, as the record says it.
fn why(bedside: &Bedside, number: u32) -> Option<String> {
    let rows = rows::rows(bedside.record("01-001"), "adverse-event");
    let row = rows.iter().find(|row| row.number == number).unwrap();
    row.why_in_error()
        .map(str::to_owned)
        .filter(|_| row.is_in_error())
}

#[test]
fn a_row_in_error_stays_and_counts_no_more() {
    let mut bedside = sitting(twice);
    open(&mut bedside, EVENTS).keys("down delete");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(
        bedside.picker().text[0],
        "Adverse event 2, rash: why is it an error? It then counts nowhere."
    );
    // No digit chooses, and no Enter without a line.
    let count = bedside.count();
    bedside.keys("1 2 enter").deliver_all();
    assert_eq!((bedside.top(), bedside.count()), ("picker", count));
    bedside.keys("down enter").deliver_all();
    assert_eq!((bedside.top(), cursor(&bedside)), ("log", 2));
    assert_eq!(
        bedside.notice(),
        "Row 2 is marked as entered in error; it counts nowhere."
    );
    bedside.must_show("in error");
    bedside.must_show("Entered in error: typing error. It counts nowhere.");
    bedside.must_show("1 event, 1 ongoing");
    assert_eq!(course::events(bedside.record("01-001")).len(), 1);
    assert_eq!(
        rows::rows(bedside.record("01-001"), "adverse-event").len(),
        2
    );
    // What goes on is first, whatever was entered before it.
    bedside.keys("home");
    assert_eq!(cursor(&bedside), 1);
}

#[test]
fn a_row_that_was_no_error_counts_again_with_a_reason() {
    let mut bedside = sitting(twice);
    open(&mut bedside, EVENTS)
        .keys("down delete down enter")
        .deliver_all();
    assert_eq!(why(&bedside, 2).as_deref(), Some("typing error"));
    bedside.keys("delete");
    assert_eq!(
        bedside.picker().text[0],
        "Adverse event 2, rash: why is it no error after all? It then counts again."
    );
    // Left as it is, it stays an error.
    bedside.keys("0").deliver_all();
    assert_eq!((bedside.top(), why(&bedside, 2).is_some()), ("log", true));
    bedside
        .keys("delete end up enter type:two_rashes enter")
        .deliver_all();
    assert_eq!(bedside.notice(), "Row 2 counts again.");
    assert_eq!(why(&bedside, 2), None);
    assert_eq!(course::events(bedside.record("01-001")).len(), 2);
    let cell = bedside.cell(SESSION, "adverse-event#2", rows::IN_ERROR);
    let said = cell.unwrap().reason.as_deref();
    assert_eq!(said, Some("other: two rashes"));
}

#[test]
fn the_action_of_a_row_says_which_way_it_goes_and_its_reason_of_which_row_it_was() {
    let mut bedside = sitting(|owner| {
        twice(owner);
        row(owner, "adverse-event#3", "term=fall grade=1 onset=2026-02");
    });
    open(&mut bedside, EVENTS).keys("down");
    bedside.must_show("Del in error");
    bedside.keys("delete down enter").deliver_all();
    assert_eq!(cursor(&bedside), 2);
    bedside.must_show("Del counts again");
    bedside.keys("home");
    bedside.must_show("Del in error");
    // The same inside the row.
    bedside.keys("enter");
    bedside.must_show("F7 in error");
    bedside.keys("esc down enter");
    let in_error = bedside.here().starts_with("adverse-event#2");
    assert!(in_error, "{}", bedside.here());
    bedside.must_show("F7 counts again");
    bedside.keys("esc delete down enter").deliver_all();
    bedside.must_show("Del in error");
    // The list of all that was said tells the rows apart.
    bedside.keys("home delete down enter").deliver_all();
    bedside.keys("f9");
    let wide = bedside.screen_of(120, 40, Look::FULL);
    for line in [
        "Adverse event 2, rash, entered in error taken back: typing error",
        "Adverse event 1, rash, marked as entered in error: typing error",
    ] {
        assert!(wide.contains(line), "{line}:\n{wide}");
    }
}

#[test]
fn a_row_in_error_is_left_and_never_completed() {
    let mut bedside = sitting(twice);
    open(&mut bedside, EVENTS).keys("down delete down enter");
    bedside.deliver_all();
    let count = bedside.count();
    // Required fields are blank, which it no longer owes.
    bedside.keys("enter end tab").deliver_all();
    assert!(bedside.form().at_end);
    bedside.must_show("End: in error");
    bedside.must_not_show("End: complete");
    bedside.keys("enter").deliver_all();
    let is_left = |event: &&Event| matches!(event, Event::FormLeft { .. });
    let is_completed = |event: &&Event| matches!(event, Event::Completed { .. });
    let row = rows::row_id("adverse-event", 2);
    let log = bedside.record("01-001").session(SESSION).unwrap();
    assert!(log.left.contains_key(&row) && !log.completed.contains_key(&row));
    assert_eq!(
        bedside
            .since(count)
            .into_iter()
            .filter(is_completed)
            .count(),
        0
    );
    assert_eq!(bedside.events().into_iter().filter(is_left).count(), 1);
    assert_eq!(
        bedside.notice(),
        "Row 2 is marked as entered in error; it counts nowhere."
    );
    bedside.assert_settled();

    // No client of another kind completes it either.
    let mut owner = Owner::new(Arc::new(study()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    twice(&mut owner);
    let wrong = vec![in_error(1, Answer::code("y"))];
    assert_eq!(refusal(owner.store_for("twice", wrong)), None);
    let completed = Event::Completed {
        participant: "01-001".into(),
        visit: SESSION.into(),
        form: rows::row_id("adverse-event", 1),
        kept: None,
    };
    let refused = refusal(owner.store("complete".to_owned(), vec![completed]));
    assert_eq!(refused, Some(Refusal::Incomplete));
}

#[test]
fn a_serious_event_that_nobody_saw_stays_in_sight_when_it_was_entered_in_error() {
    let shingles = "term=shingles grade=3 onset=2026-02-28 ongoing=y serious=y hospital=y \
                    aware-date=2026-03-01 aware-time=16:00";
    let fill = |owner: &mut Owner| row(owner, "adverse-event#1", shingles);
    let mut bedside = sitting_as(&[Role::Assessor, Role::Investigator], fill);
    open(&mut bedside, EVENTS).keys("delete down enter");
    bedside.deliver_all();
    bedside.must_show("not seen");
    bedside.must_show("1 serious not seen, 7 h left; no event counts");
    bedside.must_show("Entered in error: typing error. It counts nowhere.");
    bedside.must_show("it by 2026-03-02 16:00: 7 h");
    let story = bedside.summary("01-001").story;
    assert_eq!((story.serious_unseen, story.serious_open), (1, 1));
    assert_eq!(story.grades, [0; 5]);
    // An investigator sees it in the row as it is, and then it is gone.
    bedside
        .keys("enter F6 type:seen enter t enter")
        .deliver_all()
        .keys("esc");
    assert_eq!(
        bedside.stored(SESSION, "adverse-event#1", "seen"),
        "2026-03-02"
    );
    bedside.must_not_show("not seen");
    bedside.must_show("in error");
    assert_eq!(bedside.summary("01-001").story.serious_unseen, 0);
}

#[test]
fn a_row_is_marked_from_inside_and_its_open_word_waits() {
    for (keymap, key) in [
        ("default", "f7"),
        ("vi", "ctrl-b"),
        ("emacs", "ctrl-b"),
        ("numpad", "f7"),
    ] {
        let mut owner = Owner::new(Arc::new(study()));
        let participant = participant("01-001");
        owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
        twice(&mut owner);
        let mut bedside = Bedside::start(keymap, owner, None, "mk-1");
        bedside.keys("enter").deliver_all();
        open(&mut bedside, EVENTS).keys("enter F6 type:ended enter");
        bedside
            .keys("F6 type:began_on enter type:2026-01-")
            .keys(key);
        assert_eq!(bedside.top(), "picker", "{keymap}");
        bedside.keys("esc").deliver_all();
        let here = bedside.here().to_owned();
        assert_eq!(
            (here.as_str(), bedside.text()),
            ("adverse-event#1 onset", "2026-01-"),
            "{keymap}"
        );
        bedside.keys(key).keys("down down enter").deliver_all();
        assert_eq!((bedside.top(), bedside.text()), ("form", "2026-01-"));
        assert!(why(&bedside, 1).is_some(), "{keymap}");
        assert_eq!(
            bedside.stored(SESSION, "adverse-event#1", "onset"),
            "2026-02"
        );
    }
}

#[test]
fn the_last_field_of_a_row_leads_to_its_end_and_a_digit_there_voids_nothing() {
    for (line, log, answers, last) in [
        (
            MEDICATION,
            "medication#1",
            "class=other name=aspirin ongoing=y",
            "indication",
        ),
        (
            ABATACEPT,
            "abatacept#1",
            "number=1 date=2026-03-02 weight=62 planned=750 state=whole",
            "given",
        ),
        (
            EVENTS,
            "adverse-event#1",
            "term=rash grade=1 serious=n",
            "special",
        ),
    ] {
        let mut bedside = sitting(|owner| row(owner, log, answers));
        open(&mut bedside, line).keys("enter end").deliver_all();
        assert_eq!(bedside.here(), format!("{log} {last}"));
        bedside.keys("tab");
        assert!(bedside.form().at_end, "{log}");
        let count = bedside.count();
        bedside.keys("1 0").deliver_all();
        assert_eq!(bedside.count(), count, "{log}");
        // Going to a field does not lead there either.
        bedside.keys("F6 type:entered_in enter");
        assert!(!bedside.here().contains("error"), "{log}");
    }
}

/// Why an answer of a row is not stored; none where it is.
fn refusal(reply: Reply) -> Option<Refusal> {
    match reply {
        Reply::Appended { .. } => None,
        Reply::Refused { refusal, .. } => Some(refusal),
        other => panic!("{other:?}"),
    }
}

fn in_error(number: u32, answer: Answer) -> Event {
    Event::Answered {
        place: FieldPath {
            participant: "01-001".into(),
            visit: SESSION.into(),
            form: rows::row_id("adverse-event", number),
            field: rows::IN_ERROR.into(),
        },
        answer,
        origin: Origin::Typed,
    }
}

#[test]
fn the_owner_takes_a_row_out_and_puts_it_back_only_with_a_reason_and_only_where_something_stands() {
    let mut owner = Owner::new(Arc::new(study()));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    twice(&mut owner);
    // Never left, and the field is blank: nothing else there would need a reason.
    for code in ["y", "n", "y"] {
        let event = || vec![in_error(1, Answer::code(code))];
        let refused = refusal(owner.store(format!("none-{code}"), event()));
        assert_eq!(refused, Some(Refusal::ChangeWithoutReason));
        let blank = refusal(owner.store_for(" ", event()));
        assert_eq!(blank, Some(Refusal::ChangeWithoutReason));
        assert_eq!(refusal(owner.store_for("twice", event())), None);
    }
    let cleared = |owner: &mut Owner, reason: &str| {
        let Event::Answered { place, origin, .. } = in_error(1, Answer::code("y")) else {
            unreachable!()
        };
        refusal(owner.store_for(reason, vec![Event::Cleared { place, origin }]))
    };
    assert_eq!(cleared(&mut owner, ""), Some(Refusal::ChangeWithoutReason));
    assert_eq!(cleared(&mut owner, "no error"), None);
    let empty = owner.store_for("twice", vec![in_error(3, Answer::code("y"))]);
    let fault = ContentFault::EmptyRow {
        form: "Adverse event".to_owned(),
        row: 3,
    };
    assert_eq!(refusal(empty), Some(Refusal::Content { fault }));
}

#[test]
fn under_version_1_the_action_leads_to_the_field_of_the_row() {
    let mut study = version_1();
    study.protocol.eligibility = None;
    let mut owner = Owner::new(Arc::new(study));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    twice(&mut owner);
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter").deliver_all();
    open(&mut bedside, EVENTS).keys("down delete");
    assert_eq!(bedside.here(), "adverse-event#2 entered-in-error");
    bedside.keys("1 enter");
    assert_eq!(bedside.here(), "adverse-event#2 error-reason");
    bedside.keys("type:twice enter").deliver_all().keys("esc");
    bedside.must_show("Entered in error: twice. It counts nowhere.");
    assert_eq!(why(&bedside, 2).as_deref(), Some("twice"));
}

#[test]
fn the_checks_of_events_and_infusions_ask_the_same_under_both_versions() {
    for version in [version_1(), study()] {
        let mut study = version;
        study.protocol.eligibility = None;
        let mut owner = Owner::new(Arc::new(study));
        let participant = participant("01-001");
        owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
        let answers = "term=zoster grade=1 onset=2026-02 ongoing=y serious=n special=none";
        row(&mut owner, "adverse-event#1", answers);
        row(
            &mut owner,
            "abatacept#1",
            "number=1 date=2026-03-02 weight=62 planned=750 state=whole lot=A start=09:00",
        );
        let mut bedside = Bedside::start("default", owner, None, "mk-1");
        bedside.keys("enter").deliver_all();
        open(&mut bedside, EVENTS).keys("enter F6 type:special enter");
        bedside.must_show("! ");
        bedside.keys("enter");
        assert_eq!(bedside.top(), "picker");
        let asked = &bedside.picker().text[0];
        assert!(asked.contains("zoster"), "{asked}");
        bedside.keys("esc esc esc");
        open(&mut bedside, ABATACEPT).keys("enter F6 type:ended enter type:0905 enter");
        assert_eq!(bedside.top(), "picker");
        let asked = &bedside.picker().text[0];
        assert!(asked.contains("5 minutes"), "{asked}");
    }
}

#[test]
fn a_row_that_holds_nothing_is_no_error() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, EVENTS).keys("delete");
    assert_eq!(
        (bedside.top(), bedside.notice()),
        ("log", "There is no row yet.")
    );
    bedside.keys("enter f7");
    assert_eq!(bedside.here(), "adverse-event#1 term");
    assert!(bedside.notice().starts_with("Nothing was entered"));
}

#[test]
fn whoever_only_reads_looks_and_adds_nothing() {
    let mut bedside = sitting_as(&[Role::Monitor], |owner| {
        row(owner, "medication#1", "class=other name=aspirin");
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0");
    });
    let count = bedside.count();
    open(&mut bedside, MEDICATION).keys("ctrl-n");
    assert_eq!(bedside.top(), "log");
    assert!(
        bedside.notice().contains("reads only"),
        "{}",
        bedside.notice()
    );
    bedside.keys("enter");
    assert_eq!(
        bedside.here(),
        "medication#1 glucocorticoid".replace("glucocorticoid", "dose")
    );
    bedside.keys("esc esc down").type_text(&EVENTS.to_string());
    bedside.must_show("There is no row yet.");
    bedside.must_not_show("begins the first one");
    // Looking at what a visit asks about them answers nothing.
    bedside.keys("esc").type_text("1c").deliver_all();
    assert_eq!(bedside.here(), "events-asked asked");
    bedside.keys("0").deliver_all();
    assert_eq!(bedside.count(), count);
}

/// Opens the logs from a visit or a form, and the adverse events there.
const TO_EVENTS: &str = "F12 3";

#[test]
fn a_visit_asks_about_events_and_opening_their_log_answers_nothing() {
    let mut bedside = sitting(|owner| {
        row(
            owner,
            "adverse-event#1",
            "term=rash grade=1 onset=2026-02 ongoing=y serious=n",
        );
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0 likert=2");
    });
    open(&mut bedside, BASELINE);
    bedside.must_show("c  Adverse events      1 ongoing   0/1");
    let count = bedside.count();
    bedside.keys(TO_EVENTS);
    bedside.must_show("rash");
    bedside
        .keys("esc")
        .type_text("c")
        .keys(TO_EVENTS)
        .keys("esc")
        .deliver_all();
    assert_eq!(bedside.here(), "events-asked asked");
    assert_eq!(bedside.count(), count);
    bedside.keys("esc").deliver_all();
    assert_eq!(
        (bedside.summary("01-001").visits[0].forms, bedside.count()),
        (12, count)
    );
    // The visit waits for it, and so does the review.
    let review = bedside.model().shared.review_lines(&"baseline".into());
    let waits = |line: &&Line| format!("{line:?}").contains("events-asked");
    assert!(review.iter().any(|line| waits(&line)));
    bedside.type_text("c").keys("0").deliver_all();
    assert_eq!(bedside.here(), "events-asked end");
    assert_eq!(bedside.stored("baseline", "events-asked", "asked"), "none");
    bedside.keys("esc");
    bedside.must_show("c  Adverse events      1 ongoing   1/1");
    let review = bedside.model().shared.review_lines(&"baseline".into());
    assert!(!review.iter().any(|line| waits(&line)));
    bedside.assert_settled();
}

#[test]
fn a_visit_at_which_an_event_is_new_goes_on_in_the_log() {
    let mut bedside = sitting(|owner| {
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0 likert=2");
    });
    open(&mut bedside, BASELINE)
        .type_text("c")
        .keys("1")
        .deliver_all();
    bedside.must_show("Enter opens the log of adverse events; Up");
    bedside.must_not_show("next form");
    bedside.keys("enter").deliver_all();
    assert_eq!(
        bedside.layers(),
        ["participants", "participant", "visit", "log"]
    );
    bedside
        .keys("enter type:rash enter")
        .deliver_all()
        .keys("esc esc");
    assert_eq!(bedside.top(), "visit");
    assert_eq!(
        bedside.stored("baseline", "events-asked", "asked"),
        "entered"
    );
}

#[test]
fn a_visit_whose_event_was_never_entered_is_asked_about_when_one_comes_back_to_it() {
    let mut bedside = sitting(|owner| {
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0 likert=2");
    });
    open(&mut bedside, BASELINE).type_text("c").keys("1 enter");
    bedside.deliver_all();
    // The way into the log is not asked about; out of it again with nothing entered it stands in the review.
    assert_eq!(bedside.top(), "log");
    bedside.keys("esc").deliver_all();
    let open_points = |bedside: &Bedside| {
        let lines = bedside.model().shared.review_lines(&"baseline".into());
        let asked = |line: &&Line| format!("{line:?}").contains("EventNotEntered");
        lines.iter().filter(asked).count()
    };
    assert_eq!((bedside.top(), open_points(&bedside)), ("visit", 1));
    bedside.type_text("c").keys("end tab enter");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(
        bedside.picker().text[0],
        "At Baseline (2026-03-02) new or changed adverse events were said to be in the log, but nothing there \
         began, changed or ended since consent: check both."
    );
    // With an event in the log it is answered.
    bedside.keys("esc esc").deliver_all();
    bedside.keys("esc");
    open(&mut bedside, EVENTS)
        .keys("enter type:rash enter")
        .deliver_all();
    assert_eq!(open_points(&bedside), 0);
}

#[test]
fn none_new_beside_an_event_since_the_visit_before_is_asked_at_both() {
    let mut bedside = sitting(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            "2026-02-16",
            "phga",
            "vas=4.0 likert=2",
        );
        owner.fill("01-001", "week-2", DAY, "phga", "vas=4.0 likert=2");
        row(
            owner,
            "adverse-event#1",
            "term=rash grade=1 onset=2026-02-20 ongoing=y serious=n",
        );
    });
    let asked = "At Week 2 (2026-03-02) no adverse event was new since Baseline, but \"rash\" began on \
                 2026-02-20: check both.";
    bedside
        .type_text("2")
        .type_text("6")
        .keys("0")
        .deliver_all();
    assert_eq!(bedside.here(), "events-asked end");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.picker().text[0], asked);
    // It is asked at the event as well, until it is kept with a reason at the visit.
    let asked_in_log = |bedside: &Bedside| {
        let lines = bedside.model().shared.review_lines(&"week-2".into());
        lines.contains(&Line::Heading("Asked in the logs: 1".to_owned()))
    };
    assert!(asked_in_log(&bedside));
    bedside.keys("enter 5").deliver_all().keys("enter");
    assert_eq!(bedside.layers().len(), 3, "kept is kept");
    assert!(!asked_in_log(&bedside));
    bedside.keys("esc");
    open(&mut bedside, EVENTS).keys("enter F6 type:began_on enter");
    bedside.must_not_show("check both");
}

#[test]
fn that_the_log_was_shown_counts_only_where_no_form_asks_about_events() {
    for (study, stored) in [(version_1(), true), (study(), false)] {
        let mut study = study;
        study.protocol.eligibility = None;
        let mut owner = Owner::new(Arc::new(study));
        let participant = participant("01-001");
        owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0");
        let shown = Event::Shown {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "adverse-event".into(),
            withheld: false,
        };
        let reply = owner.store("shown".to_owned(), vec![shown]);
        assert_eq!(refusal(reply).is_none(), stored);
    }
}

fn sitting_under_version_1(fill: impl FnOnce(&mut Owner)) -> Bedside {
    let mut study = version_1();
    study.protocol.eligibility = None;
    let mut owner = Owner::new(Arc::new(study));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    fill(&mut owner);
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter").deliver_all();
    bedside
}

#[test]
fn under_version_1_a_visit_brings_the_events_up_once() {
    let mut bedside = sitting_under_version_1(|owner| {
        row(
            owner,
            "adverse-event#1",
            "term=rash grade=1 onset=2026-02 ongoing=y serious=n",
        );
    });
    open(&mut bedside, BASELINE);
    bedside.must_show("1 ongoing");
    // Before the visit is begun nothing can be recorded of it.
    let count = bedside.count();
    bedside.type_text("9").deliver_all().keys("esc");
    assert_eq!(bedside.count(), count);
    bedside
        .type_text("6")
        .keys("type:4.0 enter")
        .deliver_all()
        .keys("esc");
    assert_eq!(bedside.top(), "visit");
    let count = bedside.count();
    bedside.type_text("9").deliver_all();
    bedside.must_show("rash");
    assert!(matches!(
        bedside.since(count).as_slice(),
        [Event::Shown { visit, form, .. }]
            if visit.as_str() == "baseline" && form.as_str() == "adverse-event"
    ));
    bedside.keys("esc").type_text("9").keys("esc").deliver_all();
    assert_eq!(bedside.count(), count + 1);
    let summary = bedside.summary("01-001");
    assert_eq!(summary.visits[0].forms, 8);
    bedside.assert_settled();
}

#[test]
fn under_version_1_the_last_form_goes_on_to_the_events() {
    let mut bedside = sitting_under_version_1(|owner| {
        owner.fill("01-001", "baseline", DAY, "phga", "vas=4.0");
    });
    open(&mut bedside, BASELINE).type_text("8");
    bedside.keys("0").deliver_all().keys("end enter");
    // The weight is still to be entered; the end is the end.
    while bedside.top() == "form" {
        bedside.keys("enter");
    }
    assert_eq!(bedside.top(), "visit");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "log");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "visit");
}

#[test]
fn from_a_form_to_the_logs_and_back_to_half_a_word() {
    let mut bedside = sitting(|owner| {
        row(owner, "medication#1", "class=other name=aspirin");
    });
    open(&mut bedside, BASELINE).type_text("6").keys("type:4.");
    let (here, text) = (bedside.here(), bedside.text().to_owned());
    assert_eq!(text, "4.");
    bedside.keys("F12");
    bedside.must_show("Eligibility and logs");
    bedside.type_text("1").keys("ctrl-n 3 type:half");
    assert_eq!(bedside.here(), "medication#2 name");
    // Nothing but the class was accepted; the rest of the row waits with it.
    bedside.keys("esc esc").deliver_all();
    assert_eq!((bedside.here(), bedside.text()), (here, text.as_str()));
    bedside.keys("type:5 enter").deliver_all();
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.5");
    bedside.keys("F12 1 2");
    assert_eq!(bedside.here(), "medication#2 name");
}

#[test]
fn the_same_row_is_never_open_twice() {
    let mut bedside = sitting(|owner| {
        row(owner, "medication#1", "class=other name=aspirin");
    });
    open(&mut bedside, MEDICATION).keys("enter type:7");
    let (here, layers) = (bedside.here(), bedside.layers());
    bedside.keys("F12 1 1");
    assert_eq!((bedside.here(), bedside.layers()), (here, layers));
    assert_eq!(bedside.text(), "7");
}

#[test]
fn dates_are_typed_as_people_say_them() {
    for (typed, stored) in [
        ("t", "2026-03-02"),
        ("t-3", "2026-02-27"),
        ("-", "2026-03-01"),
        ("-10", "2026-02-20"),
        ("2024-UNK", "2024"),
        ("2024-03-unk", "2024-03"),
        ("2024-02-29", "2024-02-29"),
    ] {
        let mut bedside = sitting(|owner| {
            row(owner, "medication#1", "class=other name=aspirin");
        });
        open(&mut bedside, MEDICATION).keys("enter F6 type:taken_from enter");
        assert_eq!(bedside.here(), "medication#1 start");
        bedside.type_text(typed).keys("enter").deliver_all();
        let start = bedside.stored(SESSION, "medication#1", "start");
        assert_eq!(start, stored, "{typed}");
    }
    // What lies ahead has not begun.
    let mut bedside = sitting(|_| {});
    open(&mut bedside, EVENTS).keys("ctrl-n type:rash enter 2 type:+ enter");
    assert_eq!(bedside.here(), "adverse-event#1 onset");
    bedside.must_show("is in the future");
}

#[test]
fn a_row_that_somebody_else_begins_first_gets_another_number() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, EVENTS).keys("ctrl-n type:head");
    assert_eq!(bedside.here(), "adverse-event#1 term");
    let seat = bedside.seat;
    let other = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(other).keys("enter").deliver_all();
    open(&mut bedside, EVENTS)
        .keys("ctrl-n type:rash enter")
        .deliver_all();
    bedside.sit(seat).deliver_all();
    assert_eq!(bedside.here(), "adverse-event#2 term");
    assert_eq!(bedside.text(), "head");
    bedside.keys("type:ache enter").deliver_all();
    assert_eq!(bedside.stored(SESSION, "adverse-event#1", "term"), "rash");
    assert_eq!(
        bedside.stored(SESSION, "adverse-event#2", "term"),
        "headache"
    );
}

#[test]
fn a_row_left_half_typed_is_gone_back_to_in_its_log() {
    let mut bedside = sitting(|_| {});
    open(&mut bedside, EVENTS)
        .keys("ctrl-n type:rash enter")
        .deliver_all();
    bedside.keys("2 type:t-");
    let mut bedside = bedside.restarted();
    bedside.deliver_all().keys("enter").deliver_all();
    assert_eq!(bedside.here(), "adverse-event#1 onset");
    assert_eq!(bedside.waits(), "t-");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "log");
    assert_eq!(cursor(&bedside), 1);
}

#[test]
fn the_logs_do_not_uncover_what_a_visit_hides() {
    let mut bedside = sitting(|owner| {
        for visit in ["baseline", "week-2"] {
            owner.fill("01-001", visit, DAY, "ptga", "vas=4.0");
        }
    });
    bedside.type_text("2").type_text("1");
    let beneath = bedside.model().sight();
    bedside.keys("F12 3");
    assert_eq!(bedside.model().sight(), beneath);
    bedside.keys("ctrl-n");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.model().sight(), beneath);
}

#[test]
fn a_visit_opened_from_the_timeline_of_a_row_leaves_the_row_first() {
    let mut bedside = sitting(|owner| {
        row(owner, "medication#1", "class=other name=aspirin");
    });
    open(&mut bedside, MEDICATION).keys("enter type:7 F3 home enter");
    assert_eq!(bedside.layers(), ["participants", "participant", "visit"]);
    bedside.keys("esc").type_text("61");
    assert_eq!(bedside.here(), "medication#1 dose");
    assert_eq!(bedside.waits(), "7");
}

#[test]
fn the_logs_are_reached_in_every_keymap() {
    for (keymap, keys) in [
        ("default", "F12"),
        ("vi", "ctrl-g j"),
        ("numpad", "F12"),
        ("emacs", "ctrl-space j"),
    ] {
        let mut bedside = Bedside::with(keymap, study(), &["01-001"]);
        bedside.keys("enter 1 6").keys("type:4.");
        assert_eq!(bedside.top(), "form", "{keymap}");
        bedside.keys(keys).keys("1");
        assert_eq!(bedside.top(), "log", "{keymap}");
        // From one log to another, which takes its place.
        bedside.keys(keys).keys("3 esc");
        assert_eq!((bedside.top(), bedside.text()), ("form", "4."), "{keymap}");
    }
}

#[test]
fn eligibility_stands_first_and_says_where_it_is() {
    let mut owner = Owner::new(Arc::new(
        coreset::domain::study::shipped::embedded_study().unwrap(),
    ));
    let participant = participant("01-001");
    owner.store("enrol".to_owned(), vec![Event::Enrolled { participant }]);
    let mut bedside = Bedside::start("default", owner, None, "mk-1");
    bedside.keys("enter").deliver_all();
    bedside.must_show("6  Eligibility     21 criteria open");
    bedside.keys("6 0").deliver_all();
    bedside.must_show("fails: consent not given");
    bedside.keys("end enter enter");
    assert_eq!(bedside.top(), "participant");
    assert_eq!(bedside.notice(), "Eligibility: fails: consent not given.");
}

#[test]
fn a_question_that_stands_shows_with_its_field_and_is_asked_again_by_enter() {
    let row = "number=1 date=2026-03-02 weight=61 planned=500 state=left-out left-out-reason=wish";
    let mut bedside = sitting(|owner| {
        owner.fill("01-001", SESSION, DAY, "abatacept#1", row);
    });
    let asked = "The dose for 61 kg is 750 mg, not 500 mg.";
    open(&mut bedside, ABATACEPT).keys("enter tab tab tab");
    assert_eq!(bedside.here(), "abatacept#1 planned");
    bedside.must_show(&format!("! {asked}"));
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.picker().text[0], asked);
    // Kept with a reason it is asked no more, and the field is gone on from.
    bedside.keys("enter 4").deliver_all();
    let kept = bedside.prompts().pop().unwrap();
    assert_eq!(
        (kept.1.as_str(), kept.3),
        ("planned-dose", PromptOutcome::Kept)
    );
    assert_eq!(bedside.here(), "abatacept#1 state");
    bedside.keys("up");
    bedside.must_not_show(asked);
    bedside.keys("enter");
    assert_eq!(bedside.here(), "abatacept#1 state");
}

#[test]
fn the_review_of_a_visit_leads_to_what_is_asked_in_the_logs() {
    let row = "number=1 date=2026-03-02 weight=61 planned=500 state=left-out left-out-reason=wish";
    let mut bedside = sitting(|owner| {
        owner.fill("01-001", "baseline", DAY, "phga", "vas=5.0 likert=2");
        owner.fill("01-001", SESSION, DAY, "abatacept#1", row);
    });
    bedside.keys("1 ctrl-y");
    assert_eq!(bedside.top(), "review");
    let lines = bedside.model().shared.review_lines(&"baseline".into());
    let heading = Line::Heading("Asked in the logs: 1".to_owned());
    assert!(lines.contains(&heading));
    let links: Vec<_> = lines.iter().filter(|line| line.is_link()).collect();
    let at = links
        .iter()
        .position(|line| format!("{line:?}").contains("PlannedDose"));
    bedside.keys(&"down ".repeat(at.unwrap())).keys("enter");
    assert_eq!(bedside.here(), "abatacept#1 planned");
    bedside.must_show("! The dose for 61 kg is 750 mg, not 500 mg.");
}

#[test]
fn why_a_row_is_an_error_is_no_reason_of_a_change_in_the_row() {
    for leave in ["esc", "lose"] {
        let mut bedside = sitting(twice);
        let words = |bedside: &Bedside| match bedside.model().layers.last() {
            Some(Layer::Note(note)) => note.line.text().to_owned(),
            _ => panic!("no words are asked for at {}", bedside.top()),
        };
        // The row was changed and left, so that the next change asks why.
        open(&mut bedside, EVENTS).keys("down enter F6 type:what_happened enter");
        assert_eq!(bedside.here(), "adverse-event#2 term");
        bedside.keys("type:rash_on_the_arm enter esc").deliver_all();
        bedside.keys("delete end up enter").deliver_all();
        bedside.keys("type:dup_of_row");
        assert_eq!(words(&bedside), "dup of row", "{leave}");
        match leave {
            "esc" => _ = bedside.keys("esc"),
            _ => {
                bedside.lose();
                bedside = bedside.restarted();
                bedside.keys("enter").deliver_all();
                bedside.keys("esc");
                if bedside.top() != "log" {
                    open(&mut bedside, EVENTS);
                }
            }
        }
        let change = |bedside: &mut Bedside| {
            bedside.keys("home down enter F6 type:what_happened enter");
            assert_eq!(bedside.here(), "adverse-event#2 term");
            bedside.keys("type:burn enter enter").deliver_all();
            assert_eq!(bedside.picker().title, "Reason for the change");
            bedside.keys("end up enter").deliver_all();
        };
        change(&mut bedside);
        assert_eq!(words(&bedside), "", "{leave}");
        bedside.keys("esc delete esc").deliver_all();
        // The list of what waits names the question.
        bedside.keys("f11");
        bedside.must_show("reason for the change to");
        bedside.must_show("Entered in error");
        bedside.keys("esc delete end up enter").deliver_all();
        assert_eq!(words(&bedside), "dup of row", "{leave}");
        // A change that is stored takes no words of the other question away.
        bedside.keys("esc").deliver_all();
        change(&mut bedside);
        bedside.keys("type:seen_again enter esc").deliver_all();
        bedside.keys("delete end up enter").deliver_all();
        assert_eq!(words(&bedside), "dup of row", "{leave}");
        bedside.keys("enter").deliver_all();
        assert_eq!(why(&bedside, 2).as_deref(), Some("other: dup of row"));
        assert!(bedside.model().waiting().is_empty(), "{leave}");
    }
}
