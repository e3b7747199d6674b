//! Changes by key: forms left complete, reasons for what is changed afterwards, locked forms, the history of a
//! field, and late entry.

use crate::support::bedside;
use crate::support::bedside::{Bedside, at};
use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime};
use coreset::domain::base::ids::{FormId, VisitId};
use coreset::domain::record::entry::Draft;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::Request;
use coreset::screens::effect::Msg;

/// How many times a form was said to be complete.
fn completed(bedside: &Bedside, form: &str) -> usize {
    let is =
        |event: &&Event| matches!(event, Event::Completed { form: id, .. } if id.as_str() == form);
    bedside.events().into_iter().filter(is).count()
}

/// How many times a form was said to be left without being complete for the first time.
fn left(bedside: &Bedside, form: &str) -> usize {
    let is =
        |event: &&Event| matches!(event, Event::FormLeft { form: id, .. } if id.as_str() == form);
    bedside.events().into_iter().filter(is).count()
}

/// The newest change of an answer: what is recorded along with it has no reason of its own.
fn last_change(bedside: &Bedside) -> &Draft {
    let mut newest = bedside.owner.entries.iter().rev();
    let change = newest.find(|entry| !entry.draft.event.answers().is_empty());
    &change.unwrap().draft
}

/// The newest entry.
fn last(bedside: &Bedside) -> &Draft {
    &bedside.owner.entries.last().unwrap().draft
}

/// The physician global at baseline, answered, left complete and opened again on its first field.
fn done() -> Bedside {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 esc 6");
    assert_eq!(bedside.here(), "phga vas");
    bedside
}

#[test]
fn a_form_left_with_nothing_required_empty_is_complete_from_then_on_once() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter esc");
    assert_eq!(completed(&bedside, "phga"), 0, "the category is empty");
    assert_eq!(left(&bedside, "phga"), 1, "but it was left");
    // A first answer asks nothing there; a change does, although the form was never complete.
    bedside.keys("6 2");
    assert_eq!(bedside.top(), "form");
    assert_eq!(completed(&bedside, "phga"), 0, "it was not left yet");
    bedside.keys("home 5.1 enter enter 1");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.1");
    bedside.keys("esc");
    assert_eq!(
        (completed(&bedside, "phga"), left(&bedside, "phga")),
        (1, 1)
    );
    let session = bedside.record("01-001").session("baseline").unwrap();
    assert!(session.completed.contains_key("phga"));
    bedside.keys("6 esc 6 end enter");
    assert_eq!(completed(&bedside, "phga"), 1, "once");
    bedside.assert_settled();
}

#[test]
fn the_next_form_and_going_to_another_one_leave_a_form_as_well() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 enter");
    assert_eq!(bedside.here(), "enzymes laboratory");
    assert_eq!(completed(&bedside, "phga"), 1);
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2 f6 type:deltoid enter");
    assert_eq!(bedside.form().form.as_str(), "mmt8");
    assert_eq!(completed(&bedside, "phga"), 1);
}

#[test]
fn a_reader_completes_nothing() {
    let owner = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=4.7 likert=2",
        );
    });
    let owner = owner.owner;
    let roles = [Role::Monitor];
    let mut bedside = Bedside::start_as("default", owner, None, "cra-1", bedside::who(), &roles);
    bedside.keys("enter 1 6 esc");
    assert_eq!(bedside.top(), "visit");
    assert_eq!(completed(&bedside, "phga"), 0);
}

#[test]
fn a_change_of_a_complete_form_asks_for_a_reason_and_keeps_it() {
    let mut bedside = done();
    let before = bedside.count();
    bedside.keys("5.1 enter");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("Physician global VAS 4.7 -> 5.1. Why?");
    assert_eq!(bedside.count(), before, "nothing is sent before the reason");
    // A digit typed ahead is no reason.
    bedside.keys("1");
    assert_eq!((bedside.top(), bedside.count()), ("picker", before));
    bedside.keys("enter enter");
    for words in ["1 typing error", "6 query answered", "7 other, in words"] {
        bedside.must_show(words);
    }
    bedside.keys("2");
    assert_eq!(bedside.here(), "phga likert");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.1");
    let draft = last(&bedside);
    assert_eq!(
        draft.reason.as_deref(),
        Some("read from the wrong line or source")
    );
    assert!(matches!(
        draft.event,
        Event::Answered {
            origin: Origin::Typed,
            ..
        }
    ));
    bedside.assert_settled();
}

#[test]
fn a_reason_in_words_is_kept_as_it_was_written() {
    let mut bedside = done();
    bedside.keys("5.1 enter enter 7");
    assert_eq!(bedside.top(), "note");
    bedside.keys("enter");
    assert_eq!(bedside.notice(), "This reason needs words.");
    bedside.keys("type:the_line_is_99_mm enter");
    assert_eq!(
        last(&bedside).reason.as_deref(),
        Some("other: the line is 99 mm")
    );
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.1");
}

#[test]
fn no_keep_the_old_value_leaves_no_draft_in_the_field() {
    // By its digit, or by its line.
    for script in ["5.1 enter enter 0", "5.1 enter enter end enter"] {
        let mut bedside = done();
        let before = bedside.count();
        bedside.keys(script);
        assert_eq!(bedside.here(), "phga vas", "{script}");
        assert_eq!((bedside.waits(), bedside.count()), ("", before), "{script}");
        assert_eq!(bedside.shows("vas"), "4.7", "{script}");
    }
}

#[test]
fn a_line_chosen_by_an_arrow_does_what_it_says_at_the_first_enter() {
    let mut bedside = done();
    // A key that the question does not take; the Enter long after it opens the list, the next one follows at once.
    bedside.keys("5.1 enter 8");
    let later = bedside.model().shared.now + chrono::TimeDelta::seconds(6);
    bedside.tell(Msg::Now(later));
    bedside.keys("enter end");
    assert!(bedside.picker().armed);
    bedside.keys("enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.shows("vas"), "4.7");
}

#[test]
fn going_back_keeps_the_old_value_and_the_text_in_its_field() {
    for script in [
        "5.1 enter esc",
        "5.1 enter enter esc",
        "5.1 enter enter 7 esc",
    ] {
        let mut bedside = done();
        let before = bedside.count();
        bedside.keys(script);
        assert_eq!(bedside.here(), "phga vas", "{script}");
        assert_eq!(
            (bedside.waits(), bedside.count()),
            ("5.1", before),
            "{script}"
        );
        assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
        let said = "Not changed. Your text waits in the field, not saved.";
        assert_eq!(bedside.notice(), said, "{script}");
        // Leaving the field does not ask again; the text waits there.
        bedside.keys("page-down");
        assert_eq!(
            (bedside.here().as_str(), bedside.count()),
            ("phga end", before)
        );
        bedside.keys("esc");
        assert!(
            bedside
                .notice()
                .contains("1 field of Physician global held text"),
            "{}",
            bedside.notice()
        );
        bedside.keys("6 home");
        assert_eq!(bedside.waits(), "5.1");
    }
}

#[test]
fn saying_the_same_again_asks_nothing_and_writes_nothing() {
    let mut bedside = done();
    let before = bedside.count();
    bedside.keys("4.7 enter 2");
    assert_eq!(
        (bedside.here().as_str(), bedside.count()),
        ("phga end", before)
    );
    bedside.keys("home . enter 1 1");
    assert_eq!(last(&bedside).reason.as_deref(), Some("typing error"));
    let before = bedside.count();
    bedside.keys("home . enter 1");
    assert_eq!(
        (bedside.top(), bedside.count()),
        ("form", before),
        "the same missing reason"
    );
}

#[test]
fn one_reason_keeps_an_unusual_value_and_says_why_it_is_changed() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=2.0 likert=2",
        );
    });
    bedside
        .today("2026-03-16")
        .keys("enter 2 2 3.0 enter 2 esc 2 home 9.9 enter");
    assert_eq!(bedside.top(), "picker");
    bedside.must_show("3.0 -> 9.9. Why?");
    bedside.must_show("One reason serves");
    bedside.keys("enter enter 5");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("week-2", "phga", "vas"), "9.9");
    let kept = bedside.prompts();
    assert!(kept.iter().any(|(_, _, _, outcome, reason)| {
        *outcome == PromptOutcome::Kept && reason.as_deref() == Some("clinical")
    }));
    assert_eq!(
        last_change(&bedside).reason.as_deref(),
        Some("real change, seen by the assessor")
    );
    // Words of one's own serve for both as well; a change that is not unusual asks as before.
    bedside.keys("home 9.8 enter enter enter 6");
    bedside.keys("t h e space p a t i e n t enter");
    assert_eq!(bedside.stored("week-2", "phga", "vas"), "9.8");
    assert_eq!(
        last_change(&bedside).reason.as_deref(),
        Some("other: the patient")
    );
    bedside.keys("home 3.1 enter");
    bedside.must_show("9.8 -> 3.1. Why?");
    bedside.must_not_show("One reason serves");
}

#[test]
fn a_value_that_goes_back_to_its_field_is_not_changed_and_asks_no_reason() {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=2.0 likert=2",
        );
    });
    bedside
        .today("2026-03-16")
        .keys("enter 2 2 3.0 enter 2 esc 2 home 9.9 enter enter enter 0");
    assert_eq!(bedside.stored("week-2", "phga", "vas"), "3.0");
    assert_eq!(bedside.top(), "form");
}

#[test]
fn erasing_missing_and_undo_ask_as_well() {
    let mut bedside = done();
    bedside.keys("delete");
    bedside.must_show("Physician global VAS 4.7 -> empty. Why?");
    bedside.keys("esc");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    bedside.keys("delete 4");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "");
    assert_eq!(
        last(&bedside).reason.as_deref(),
        Some("wrong participant or visit")
    );
    // What is taken back goes into a blank field.
    bedside.keys("ctrl-u");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    assert_eq!(
        bedside.origin("baseline", "phga", "vas"),
        Some(Origin::Undone)
    );
    assert_eq!(last(&bedside).reason, None);
    bedside.keys("5.1 enter down 1 ctrl-u");
    bedside.must_show("Physician global VAS 5.1 -> 4.7. Why?");
    // Said no: the change can still be taken back.
    bedside.keys("esc ctrl-u");
    bedside.must_show("The change before: typing error.");
    bedside.keys("enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    assert_eq!(last(&bedside).reason.as_deref(), Some("typing error"));
    bedside.keys("ctrl-d 1");
    bedside.must_show("Physician global VAS 4.7 -> not done. Why?");
    bedside.keys("3");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "not done");
    assert_eq!(
        last(&bedside).reason.as_deref(),
        Some("source document corrected")
    );
}

#[test]
fn rest_absent_goes_into_blank_fields_and_the_same_fact_is_no_change() {
    let mut bedside = Bedside::after(|owner| {
        let facts = "taken=y drug=prednisone dose=10 frequency=once-daily route=oral weight=60";
        owner.fill("01-001", "baseline", bedside::DAY, "glucocorticoid", facts);
    });
    bedside.today("2026-03-16").keys("enter 2 3");
    bedside.keys("1 1 10 enter 1 1 60 enter enter");
    assert_eq!(
        completed(&bedside, "glucocorticoid"),
        1,
        "{}",
        bedside.screen()
    );
    bedside.keys("3 home");
    let before = bedside.count();
    bedside.keys("=");
    assert_eq!(
        (bedside.top(), bedside.count()),
        ("form", before),
        "the same fact"
    );
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 2 2 2 1 1 1 0 1 1 2 f9 1 f9 1 1 2 2 1 1 0 1 1 2 1 1 0 0 0 1 f9 1 f9 1 4 enter 1 enter");
    assert_eq!(completed(&bedside, "haq"), 1);
    bedside.keys("esc 2 f6 type:bath_bar enter delete 1 f9 1");
    assert_eq!(bedside.top(), "form", "the field was blank");
    let draft = last(&bedside);
    assert!(
        matches!(
            draft.event,
            Event::Answered {
                origin: Origin::Bulk,
                ..
            }
        ),
        "{draft:?}"
    );
    assert_eq!(draft.reason, None);
}

#[test]
fn a_reason_goes_with_its_request_however_often_that_is_sent() {
    let mut bedside = done();
    bedside.holds = true;
    bedside.keys("5.1 enter enter 6");
    bedside.lose();
    bedside.holds = false;
    bedside.back();
    bedside.assert_settled();
    assert_eq!(last(&bedside).reason.as_deref(), Some("query answered"));
    // Refused for the moment, and sent again with the next change.
    bedside.owner.refuses = Some("The disk is full.".to_owned());
    bedside.keys("3 down down 1");
    bedside.owner.refuses = None;
    bedside.keys("home 5.2 enter down 3");
    bedside.assert_settled();
    let reasons = bedside.owner.entries.iter().rev().take(2);
    let reasons: Vec<_> = reasons
        .map(|entry| entry.draft.reason.as_deref().unwrap())
        .collect();
    assert_eq!(reasons, ["source document corrected", "typing error"]);
}

#[test]
fn the_other_one_s_answer_is_replaced_only_with_a_reason() {
    let mut bedside = done();
    let seat = bedside.seat;
    bedside.keys("6 .");
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("enter 1 6 home 5.0 enter enter 1");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "5.0");
    bedside.sit(seat).keys("2 enter enter");
    bedside.must_show("A. Physio saved 5.0");
    bedside.keys("down down enter");
    bedside.must_show("5.0 -> 6.2. Why?");
    bedside.keys("5");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "6.2");
    assert_eq!(
        last_change(&bedside).reason.as_deref(),
        Some("repeated measurement")
    );
}

#[test]
fn text_comes_back_when_somebody_else_left_the_form_complete_first() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 6 4.7 enter 2");
    let seat = bedside.seat;
    bedside.holds = true;
    bedside.keys("home 5.1 enter");
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("enter 1 6 esc");
    assert_eq!(completed(&bedside, "phga"), 1);
    bedside.sit(seat);
    bedside.holds = false;
    bedside.deliver_all();
    assert!(
        bedside.notice().contains("a change of it needs a reason"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
    assert_eq!(bedside.form().unfinished["vas"], "5.1");
    bedside.keys("home enter enter");
    bedside.must_show("4.7 -> 5.1. Why?");
}

fn lock(bedside: &mut Bedside, scope: Scope) {
    let seat = bedside.seat;
    let event = Event::Locked {
        scope,
        reason: "monitored".to_owned(),
    };
    bedside.owner.store("lock".to_owned(), vec![event]);
    bedside.sit(seat).spread();
}

#[test]
fn a_locked_form_says_who_locked_it_and_why_and_sends_nothing() {
    let mut bedside = done();
    let scope = Scope::form(
        &"01-001".into(),
        &VisitId::from("baseline"),
        &FormId::from("phga"),
    );
    bedside.keys("6 .");
    lock(&mut bedside, scope);
    let (before, sent) = (bedside.count(), bedside.sent.len());
    let said = "This form was locked by M. Kern on 2026-03-02: monitored.";
    for key in ["1", "delete", "ctrl-u", "ctrl-d", "ctrl-n", "left"] {
        bedside.keys(key);
        assert!(
            bedside.notice().starts_with(said),
            "{key}: {}",
            bedside.notice()
        );
        assert_eq!((bedside.top(), bedside.count()), ("form", before), "{key}");
    }
    // What was half typed waits, and nobody is held in the field.
    assert_eq!(bedside.text(), "6.");
    bedside.keys("enter");
    assert_eq!(bedside.here(), "phga likert");
    bedside.keys("esc");
    assert_eq!(bedside.sent.len(), sent);
    // Elsewhere work goes on.
    bedside.keys("4 8");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "8");
}

#[test]
fn the_history_of_a_field_opens_with_one_key_and_goes_back_to_it_as_it_was() {
    let mut bedside = done();
    bedside.keys("5.1 enter enter 1 up 6 .");
    bedside.keys("f8");
    assert_eq!(bedside.top(), "history");
    for words in [
        "History: 01-001 AB, Baseline, Physician global, Physician global VAS",
        "4.7 -> 5.1  (typed)",
        "Reason: typing error",
        "Form left complete",
        "4.7  (typed)",
        "stored 2026-03-02 09:00:00 +01:00 by M. Kern, assessor, from tty1",
    ] {
        bedside.must_show(words);
    }
    let screen = bedside.screen();
    let place = |words: &str| screen.find(words).unwrap();
    assert!(
        place("4.7 -> 5.1") < place("Form left complete"),
        "newest first"
    );
    bedside.keys("esc");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "6.")
    );
    bedside.keys("ctrl-v esc");
    assert_eq!(bedside.text(), "6.");
}

#[test]
fn a_history_is_read_when_the_connection_is_back_and_grows_while_it_is_seen() {
    let mut bedside = done();
    bedside.lose();
    bedside.keys("f8");
    bedside.must_show("There is no connection");
    bedside.back();
    bedside.must_show("4.7  (typed)");
    let seat = bedside.seat;
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("enter 1 6 home 5.0 enter enter 1");
    bedside.sit(seat);
    bedside.must_show("4.7 -> 5.0  (typed)");
    bedside.must_show("by A. Physio, assessor, from tty2");
    // Until the answer is there, the screen says so.
    bedside.keys("esc");
    bedside.holds = true;
    bedside.keys("f8");
    bedside.must_show("The history is being read");
    assert!(matches!(bedside.mail.back(), Some(Request::History(_))));
    bedside.deliver_all();
    bedside.must_not_show("being read");
}

/// At the participant, two weeks and more after week 2 was due.
fn late() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        owner.fill(
            "01-001",
            "baseline",
            bedside::DAY,
            "phga",
            "vas=4.7 likert=2",
        );
    });
    bedside.today("2026-03-30").keys("enter 2 enter");
    assert_eq!(bedside.top(), "picker");
    bedside
}

#[test]
fn a_missed_visit_is_entered_from_paper_with_the_time_it_was_observed_at() {
    let mut bedside = late();
    bedside.must_show("2 entered from paper: observed on another day");
    bedside.keys("2");
    for (typed, refusal) in [
        ("2026-03", "The whole day is needed"),
        ("2026-03-31", "in the future"),
        ("2026-03-01", "01-001 was enrolled on 2026-03-02"),
    ] {
        bedside.keys(&format!("type:{typed} enter"));
        bedside.must_show(refusal);
        bedside.keys("ctrl-u");
    }
    bedside.keys("type:2026-03-16 enter");
    bedside.keys("enter");
    bedside.must_show("Hours and minutes are needed");
    bedside.keys("type:0930 enter");
    bedside.must_show("Observed 2026-03-16 09:30. Why is it entered late?");
    bedside.keys("2");
    assert_eq!(bedside.top(), "visit");
    let banner = "Late entry: observed 2026-03-16 09:30, paper source";
    bedside.must_show(banner);
    bedside.keys("2");
    bedside.must_show(banner);
    bedside.keys("3.0 enter 2 esc");
    let session = bedside.record("01-001").session("week-2").unwrap();
    assert_eq!(session.date.to_string(), "2026-03-16");
    let observed = "2026-03-16T09:30:00+01:00";
    let entries = &bedside.owner.entries;
    let own = entries.iter().filter(|entry| entry.draft.late.is_some());
    let own: Vec<_> = own.collect();
    assert!(own.len() >= 4, "begun, two answers, complete");
    for entry in own {
        assert_eq!(entry.draft.observed_at.unwrap().to_rfc3339(), observed);
        assert_eq!(entry.draft.late.as_deref(), Some("paper source"));
        assert_eq!(
            entry.recorded_at,
            at("2026-03-30"),
            "stored when it was stored"
        );
    }
    bedside.assert_settled();
    // Until the visit is left.
    bedside.keys("esc");
    bedside.must_not_show(banner);
    bedside.keys("2 3 1");
    assert_eq!(last(&bedside).observed_at, None);
}

#[test]
fn a_late_entry_survives_the_program_with_its_half_typed_text() {
    let mut bedside = late();
    bedside.keys(
        "2 type:t-14 enter type:9:30 enter 3 type:the_network_was_down enter 2 3.0 enter esc 2 home 6 .",
    );
    let mut again = bedside.restarted();
    again.tell(Msg::Now(at("2026-03-30"))).keys("enter");
    assert_eq!(again.waits(), "6.");
    again.must_show("Late entry: observed 2026-03-16 09:30, other: the network was down");
    again.keys("enter 1 1");
    assert_eq!(
        last(&again).late.as_deref(),
        Some("other: the network was down")
    );
}

#[test]
fn a_visit_in_its_window_can_be_entered_late_too_and_esc_leaves_it_as_it_is() {
    let mut bedside = Bedside::enrolled();
    bedside.today("2026-03-05").keys("enter 1 ctrl-g O");
    assert_eq!(bedside.top(), "late");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "visit");
    bedside.must_not_show("Late entry");
    bedside.keys("ctrl-g O type:t enter type:23:59 enter");
    bedside.must_show("is in the future");
    bedside.keys("ctrl-u type:08:00 enter 1");
    assert_eq!(bedside.top(), "visit");
    bedside.must_show("Late entry: observed 2026-03-05 08:00, system was down");
    bedside.keys("6 4.7 enter");
    assert_eq!(last(&bedside).late.as_deref(), Some("system was down"));
    // From the participant's screen it opens the visit under the cursor.
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter home ctrl-g O type:t enter type:08:00 enter 2");
    assert_eq!(bedside.top(), "visit");
    bedside.must_show("Late entry: observed 2026-03-02 08:00, paper source");
}

#[test]
fn a_lock_is_told_whatever_else_the_key_that_leaves_a_field_would_say() {
    let mut bedside = done();
    bedside.keys("6");
    lock(&mut bedside, Scope::study());
    let before = bedside.count();
    // With nothing required empty, this key says so elsewhere.
    bedside.keys("f10");
    assert!(
        bedside
            .notice()
            .starts_with("This study was locked by M. Kern"),
        "{}",
        bedside.notice()
    );
    assert_eq!((bedside.waits(), bedside.count()), ("6", before));
}

/// Berlin in spring 2026: the clock goes from 02:00 to 03:00 on 29 March.
fn berlin(local: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
    let hour = |day: u32, hour: u32| {
        let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        day.and_hms_opt(hour, 0, 0).unwrap()
    };
    let east = |hours: i32| FixedOffset::east_opt(hours * 3600).unwrap();
    if *local < hour(29, 2) {
        MappedLocalTime::Single(east(1))
    } else if *local < hour(29, 3) {
        MappedLocalTime::None
    } else {
        MappedLocalTime::Single(east(2))
    }
}

#[test]
fn the_time_of_observation_goes_by_the_clock_of_its_own_day() {
    let now = DateTime::parse_from_rfc3339("2026-03-30T09:00:00+02:00").unwrap();
    for (day, time, observed) in [
        ("2026-03-16", "09:30", "2026-03-16T09:30:00+01:00"),
        ("2026-03-28", "23:59", "2026-03-28T23:59:00+01:00"),
        ("2026-03-29", "03:00", "2026-03-29T03:00:00+02:00"),
        ("2026-03-30", "08:59", "2026-03-30T08:59:00+02:00"),
    ] {
        let mut bedside = late();
        bedside.app.model.shared.zone = Some(berlin);
        bedside.owner.now = now;
        bedside.tell(Msg::Now(now));
        // A day outside the window of the visit is asked about.
        let outside = if day == "2026-03-16" { "" } else { "enter" };
        bedside.keys(&format!("2 type:{day} enter {outside} type:{time} enter"));
        bedside.must_show(&format!("Observed {day} {time}. Why is it entered late?"));
        let why = if outside.is_empty() {
            ""
        } else {
            "type:travel enter"
        };
        bedside.keys(&format!("2 2 3.0 enter {why} 2 esc"));
        let stored = last(&bedside).observed_at.unwrap();
        assert_eq!(stored.to_rfc3339(), observed);
        bedside.assert_settled();
    }
    let mut bedside = late();
    bedside.app.model.shared.zone = Some(berlin);
    bedside.tell(Msg::Now(now));
    bedside.keys("2 type:2026-03-29 enter enter type:02:30 enter");
    bedside.must_show("There was no 02:30 on 2026-03-29");
}
