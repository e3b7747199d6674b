//! Two terminals at one owner: what one saves, the other sees, and nothing is overwritten unseen.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use coreset::domain::base::ids::FieldId;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::user::Role;
use coreset::protocol::messages::Request;
use coreset::screens::effect::Msg;

/// The first terminal, M. Kern's.
const KERN: usize = 1;

/// Two terminals: M. Kern's with a form of the baseline visit open, and A. Physio's on the list.
fn two(form: &str) -> (Bedside, usize) {
    let mut bedside = Bedside::after(|_| ());
    assert_eq!(bedside.seat, KERN);
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(KERN).keys(&format!("enter 1 {form}"));
    (bedside, physio)
}

/// A. Physio types a script at the baseline visit.
fn other(bedside: &mut Bedside, physio: usize, script: &str) {
    bedside.sit(physio);
    if bedside.top() == "participants" {
        bedside.keys("enter 1");
    }
    bedside.keys(script);
    bedside.sit(KERN);
}

fn conflicts(bedside: &Bedside) -> Vec<(String, String, PromptOutcome, Option<String>)> {
    let prompts = bedside.prompts().into_iter();
    prompts
        .filter(|prompt| prompt.1 == "conflict")
        .map(|(field, _, value, outcome, reason)| (field, value, outcome, reason))
        .collect()
}

#[test]
fn what_another_saves_appears_and_moves_nothing() {
    let (mut bedside, physio) = two("4");
    bedside.keys("8 7 1");
    let before = (bedside.here(), bedside.layers());
    other(&mut bedside, physio, "4 page-down down down 5");
    assert_eq!((bedside.here(), bedside.layers()), before);
    assert_eq!(bedside.text(), "1");
    let saved = bedside.owner.entries.last().unwrap().draft.event.fields()[0].clone();
    assert_ne!(saved.field, bedside.form().focus);
    assert_eq!(bedside.shows(saved.field.as_str()), "5");
    bedside.must_show(" 5 ");
    bedside.keys("0");
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.r"), "10");
    bedside.assert_settled();
}

#[test]
fn the_verdict_follows_what_another_saves() {
    let (mut bedside, physio) = two("4");
    let set = |bedside: &Bedside| bedside.model().shared.open.sets.get("baseline").cloned();
    bedside.keys("8");
    let before = set(&bedside).unwrap();
    other(&mut bedside, physio, "6 4.7 enter");
    assert_ne!(set(&bedside).unwrap().phga, before.phga);
}

#[test]
fn text_begun_before_another_saved_asks_which_one_stays() {
    let (mut bedside, physio) = two("6");
    bedside.keys("4");
    other(&mut bedside, physio, "6 7.1 enter");
    assert_eq!(bedside.text(), "4", "what is typed stays");
    assert_eq!(bedside.top(), "form", "nothing pops up");
    let quietly = "A. Physio saved 7.1 at 09:00; yours is not.";
    bedside.must_show(quietly);
    // Digits typed ahead answer nothing.
    bedside.keys(". 5 enter 2 1");
    assert_eq!(bedside.top(), "picker");
    assert_eq!(bedside.picker().title, "Physician global VAS: which stays?");
    assert_eq!(bedside.picker().text, ["A. Physio saved 7.1 at 09:00."]);
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "7.1");
    // Esc leaves the text in its field, marked, and leaving the field asks nothing.
    bedside.keys("esc");
    assert_eq!(bedside.waits(), "4.5");
    bedside.keys("down up");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "7.1");
    assert_eq!(bedside.waits(), "4.5");
    // Theirs.
    bedside.keys("enter enter down enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "7.1");
    assert_eq!(bedside.shows("vas"), "7.1");
    assert_eq!(conflicts(&bedside), []);
    assert!(bedside.form().unfinished.is_empty());
}

#[test]
fn the_own_answer_is_saved_over_the_others_only_when_chosen_and_that_is_recorded() {
    let (mut bedside, physio) = two("6");
    bedside.keys("4");
    other(&mut bedside, physio, "6 7.1 enter");
    bedside.keys(". 5 enter enter down down enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.5");
    let reason = "instead of what A. Physio saved 7.1 at 09:00".to_owned();
    assert_eq!(
        conflicts(&bedside),
        [(
            "vas".to_owned(),
            "4.5".to_owned(),
            PromptOutcome::Kept,
            Some(reason)
        )]
    );
    // It is seen there, and may be changed there without a question: it was seen.
    bedside.sit(physio).keys("up");
    assert_eq!(bedside.shows("vas"), "4.5");
    bedside.keys("6 . 0 enter");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "6.0");
    bedside.assert_settled();
}

#[test]
fn the_same_answer_is_no_question() {
    let (mut bedside, physio) = two("6");
    bedside.keys("4");
    other(&mut bedside, physio, "6 4.5 enter");
    bedside.keys(". 5 enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.5");
    assert_eq!(conflicts(&bedside), []);
}

#[test]
fn text_begun_after_another_saved_is_no_question() {
    let (mut bedside, physio) = two("6");
    bedside.keys("4 backspace");
    other(&mut bedside, physio, "6 7.1 enter");
    bedside.keys("4 . 5 enter");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.5");
}

#[test]
fn a_reason_chosen_while_another_saved_asks_which_one_stays() {
    let (mut bedside, physio) = two("4");
    bedside.keys(". enter");
    assert_eq!(bedside.top(), "picker");
    other(&mut bedside, physio, "4 7");
    assert_eq!(bedside.top(), "picker", "the open question stays");
    let key = bedside.picker().lines[0].key.to_string();
    bedside.keys(&key);
    assert_eq!(bedside.picker().title, "Deltoid, right: which stays?");
    bedside.keys("enter down enter");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "7");
}

#[test]
fn whoever_is_second_in_a_race_gets_the_text_back_and_goes_on_typing() {
    let (mut bedside, physio) = two("4");
    bedside.holds = true;
    bedside.keys("8 1");
    other(&mut bedside, physio, "4 7");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
    assert_eq!(bedside.text(), "1");
    assert_eq!(
        bedside.notice(),
        "Deltoid, right: A. Physio saved 7 at 09:00 first; your 8 waits in the field."
    );
    assert_eq!(bedside.shows("deltoid.r"), "7");
    assert_eq!(bedside.form().unfinished[&FieldId::from("deltoid.r")], "8");
    assert!(!bedside.model().shared.saving.waits());
    // What nobody contested goes on.
    bedside.keys("0");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "7");
    // Back in the field, the question is asked there.
    bedside.keys("home enter");
    assert_eq!(bedside.text(), "8");
    bedside.keys("enter");
    assert_eq!(bedside.picker().text, ["A. Physio saved 7 at 09:00."]);
    bedside.keys("enter down down enter");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "8");
    assert!(bedside.form().unfinished.is_empty());
    bedside.assert_settled();
}

#[test]
fn text_that_lost_a_race_waits_in_a_form_that_was_closed() {
    let (mut bedside, physio) = two("4");
    bedside.holds = true;
    bedside.keys("8 esc");
    assert_eq!(bedside.top(), "visit");
    other(&mut bedside, physio, "4 7");
    bedside.holds = false;
    bedside.deliver_all();
    assert!(
        bedside.notice().ends_with("your 8 waits in the field."),
        "{}",
        bedside.notice()
    );
    bedside.keys("4 home enter enter");
    assert_eq!(bedside.picker().text, ["A. Physio saved 7 at 09:00."]);
}

#[test]
fn the_rest_of_a_section_is_absent_without_what_another_filled() {
    let (mut bedside, physio) = two("2");
    bedside.keys("page-down");
    bedside.holds = true;
    bedside.keys("F9 1");
    let asked = bedside.sent.last().unwrap().1.iter();
    let fields: Vec<String> = asked
        .flat_map(Event::fields)
        .map(|p| p.field.to_string())
        .collect();
    other(&mut bedside, physio, "2 page-down 1");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(
        bedside.notice(),
        "1 field is left as A. Physio saved it first."
    );
    let theirs: Vec<&String> = fields
        .iter()
        .filter(|field| bedside.origin("baseline", "haq", field) != Some(Origin::Bulk))
        .collect();
    assert_eq!(theirs.len(), 1, "{fields:?}");
    assert_eq!(
        bedside.cell("baseline", "haq", theirs[0]).unwrap().by,
        "physio"
    );
    bedside.assert_settled();
}

#[test]
fn what_another_changed_since_is_not_taken_back() {
    let (mut bedside, physio) = two("4");
    bedside.keys("8 7");
    other(&mut bedside, physio, "4 home 6");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "6");
    bedside.keys("ctrl-u");
    assert_eq!(bedside.shows("deltoid.l"), "");
    bedside.keys("ctrl-u");
    assert_eq!(
        bedside.notice(),
        "Deltoid, right: A. Physio saved 6 at 09:00 since; that was not taken back."
    );
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "6");
    bedside.keys("ctrl-u");
    assert_eq!(
        bedside.notice(),
        "Nothing was changed since this form was opened."
    );
}

#[test]
fn a_note_is_not_written_over_one_that_was_not_seen() {
    let (mut bedside, physio) = two("4");
    let note = |bedside: &Bedside| {
        let cell = bedside.cell("baseline", "mmt8", "deltoid.r");
        cell.and_then(|cell| cell.note.clone()).unwrap_or_default()
    };
    bedside.keys("ctrl-n type:mine");
    other(&mut bedside, physio, "4 ctrl-n type:theirs enter");
    assert_eq!(bedside.top(), "note", "what is written goes on");
    bedside.keys("enter");
    assert_eq!(
        bedside.picker().text,
        ["A. Physio noted \"theirs\" at 09:00."]
    );
    bedside.keys("esc");
    assert_eq!(bedside.top(), "note");
    bedside.keys("enter enter down down enter");
    assert_eq!(note(&bedside), "mine");
    // The race.
    bedside.holds = true;
    bedside.keys("ctrl-n type:_again enter");
    other(&mut bedside, physio, "ctrl-n ctrl-u type:faster enter");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(note(&bedside), "faster");
    assert_eq!(
        bedside.notice(),
        "Deltoid, right: A. Physio noted \"faster\" at 09:00 first; your note is not saved: press the key for notes."
    );
    bedside.keys("ctrl-n enter enter down down enter");
    assert_eq!(note(&bedside), "mine again");
    bedside.assert_settled();
}

#[test]
fn own_answers_one_after_the_other_are_no_conflict() {
    let (mut bedside, _) = two("4");
    bedside.holds = true;
    bedside.keys("8 up 7 up 1");
    bedside.deliver();
    bedside.keys("0");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "10");
    bedside.assert_settled();
}

#[test]
fn everybody_sees_who_is_where() {
    let (mut bedside, physio) = two("4");
    assert!(!bedside.screen().contains("Physio"));
    other(&mut bedside, physio, "");
    bedside.keys("esc");
    bedside.must_show("● A. Physio, assessor");
    other(&mut bedside, physio, "4");
    bedside.must_show("● A. Physio, assessor: MMT-8");
    bedside.keys("4");
    bedside.must_show("● A. Physio, assessor is here");
    bedside.keys("esc esc");
    bedside.must_show("A. Physio, assessor: Baseline, MMT-8");
    // And so does the other.
    bedside.keys("1 4").sit(physio);
    bedside.must_show("● M. Kern, assessor is here");
    bedside.keys("esc esc esc").sit(KERN);
    bedside.must_not_show("Physio");
    assert_eq!(bedside.owner.seats[physio].location, None);
    // A terminal that is gone is nowhere.
    other(&mut bedside, physio, "4");
    bedside.owner.leave(physio);
    bedside.keys("8");
    bedside.must_not_show("Physio");
}

#[test]
fn without_the_owner_typing_goes_on_and_all_is_sent_once_when_it_is_back() {
    let (mut bedside, physio) = two("4");
    bedside.keys("8");
    bedside.holds = true;
    bedside.keys("7");
    bedside.holds = false;
    bedside.lose_replies();
    bedside.must_show("NO CONNECTION: 1 waiting");
    bedside.keys("6 5 1");
    bedside.must_show("NO CONNECTION: 3 waiting");
    other(&mut bedside, physio, "4 end up 9");
    let last = bedside.owner.entries.last().unwrap().draft.event.fields()[0]
        .field
        .to_string();
    assert_eq!(bedside.shows(&last), "");
    // Leaving warns.
    bedside.keys("ctrl-x");
    assert!(
        bedside.notice().starts_with("What is not saved is lost"),
        "{}",
        bedside.notice()
    );
    // Any other key stays.
    bedside.keys("right");
    bedside.back();
    assert!(!bedside.quit);
    assert!(
        bedside.notice().starts_with("Connected again"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.text(), "1", "what is typed stays");
    assert_eq!(bedside.shows(&last), "9", "what came meanwhile is read");
    for (field, answer) in [
        ("deltoid.r", "8"),
        ("deltoid.l", "7"),
        ("biceps.r", "6"),
        ("biceps.l", "5"),
    ] {
        assert_eq!(bedside.stored("baseline", "mmt8", field), answer);
        let times = bedside.events().into_iter().filter(|event| match event {
            Event::Answered { place, .. } => place.field.as_str() == field,
            _ => false,
        });
        assert_eq!(times.count(), 1, "{field} is stored once");
    }
    assert_eq!(
        bedside.owner.seats[KERN].location,
        bedside.model().location()
    );
    bedside.keys("0");
    bedside.assert_settled();
}

#[test]
fn what_another_saved_meanwhile_is_a_conflict_when_the_owner_is_back() {
    let (mut bedside, physio) = two("4");
    bedside.lose();
    bedside.keys("8 7");
    other(&mut bedside, physio, "4 6");
    bedside.back();
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.r"), "6");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
    assert_eq!(bedside.form().unfinished[&FieldId::from("deltoid.r")], "8");
    bedside.assert_settled();
}

#[test]
fn keys_that_wait_for_a_record_wait_for_the_owner_too() {
    let mut bedside = Bedside::enrolled();
    bedside.holds = true;
    bedside.keys("enter 1 4 8");
    bedside.holds = false;
    bedside.lose();
    bedside.keys("7");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.back();
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    bedside.assert_settled();
}

#[test]
fn a_finder_goes_on_when_the_owner_is_back() {
    let mut bedside = Bedside::with("default", bedside::study(), &["01-001", "01-002"]);
    bedside.lose();
    bedside.keys("type:2 enter 1");
    bedside.back();
    assert_eq!(bedside.layers(), ["participants", "participant", "visit"]);
    assert_eq!(
        bedside
            .model()
            .shared
            .open
            .record
            .as_ref()
            .unwrap()
            .participant
            .id
            .as_str(),
        "01-002"
    );
}

#[test]
fn a_reader_opens_everything_and_changes_nothing() {
    let mut bedside = Bedside::after(|_| ());
    let monitor = bedside.joined_by("mona", "M. Onitor", &[Role::Monitor, Role::Manager]);
    bedside.sit(monitor);
    let before = bedside.count();
    bedside.keys("ctrl-n");
    assert_eq!(
        bedside.notice(),
        "Your role, monitor and manager, reads only."
    );
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.keys("enter 1");
    for form in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        bedside.keys(form);
        for key in [
            "1",
            "4",
            ".",
            "enter",
            "F9",
            "ctrl-n",
            "ctrl-d",
            "delete",
            "ctrl-u",
            "=",
            "backspace",
            "left",
            "end",
            "enter",
            "enter",
        ] {
            bedside.keys(key);
            if bedside.top() == "picker" || bedside.top() == "note" {
                panic!("{key} opens {:?} in form {form}", bedside.layers());
            }
        }
        bedside.paste("3");
        while bedside.top() != "visit" {
            bedside.keys("esc");
        }
    }
    bedside.keys("4 7");
    assert_eq!(
        bedside.notice(),
        "Your role, monitor and manager, reads only."
    );
    assert_eq!(bedside.text(), "");
    assert_eq!(bedside.count(), before, "nothing was recorded");
    assert!(bedside.sent.is_empty());
}

#[test]
fn what_will_never_be_taken_is_dropped_and_the_screen_shows_what_stands() {
    let (mut bedside, _) = two("4");
    bedside.keys("8");
    bedside.owner.refuses_for_good = Some("Your role may not do this.".to_owned());
    bedside.keys("7");
    assert_eq!(bedside.notice(), "Your role may not do this.");
    assert!(!bedside.model().shared.saving.waits());
    assert_eq!(bedside.shows("deltoid.l"), "");
    assert_eq!(bedside.shows("deltoid.r"), "8");
    bedside.assert_settled();
    bedside.owner.refuses_for_good = None;
    bedside.keys("6");
    bedside.assert_settled();
    bedside.keys("ctrl-u ctrl-u ctrl-u");
    assert_eq!(bedside.shows("deltoid.r"), "");
    bedside.assert_settled();
}

const ENROL: &str = "type:02005 enter type:CD enter type:1966 enter type:f 1 type:71 enter";

#[test]
fn a_refused_enrolment_comes_back_with_its_answers() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("ctrl-n").keys(ENROL);
    while bedside.top() == "form" && !bedside.form().at_end {
        bedside.keys("enter");
    }
    bedside.keys("enter");
    assert_eq!(bedside.top(), "picker", "{}", bedside.notice());
    bedside.keys("enter");
    bedside.holds = true;
    bedside.keys("1 1 4 8");
    bedside.owner.refuses_for_good = Some("The study takes nobody any more.".to_owned());
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.layers(), ["participants", "form"]);
    assert_eq!(bedside.shows("id"), "02-005");
    assert_eq!(bedside.shows("initials"), "CD");
    assert_eq!(
        bedside.notice(),
        "The study takes nobody any more. 3 keys typed meanwhile did nothing."
    );
    assert_eq!(bedside.count(), 1);
    bedside.owner.refuses_for_good = None;
    bedside.keys("end enter enter");
    while bedside.top() == "form" {
        bedside.keys("enter");
    }
    bedside.keys("enter 1");
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    bedside.assert_settled();
}

#[test]
fn an_id_in_use_marks_its_field_and_disturbs_nothing() {
    let ids: Vec<String> = (1..=120).map(|n| format!("02-{n:03}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut bedside = Bedside::with("default", bedside::study(), &ids);
    bedside.holds = true;
    // Far down the list, so that only the owner knows.
    bedside.keys("ctrl-n type:02119 enter type:C");
    assert_eq!(bedside.here(), "enrolment initials");
    assert!(
        matches!(bedside.mail.back(), Some(Request::Taken(_))),
        "{:?}",
        bedside.mail
    );
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.here(), "enrolment initials");
    assert_eq!(bedside.text(), "C");
    assert_eq!(
        bedside.notice(),
        "02-119 is already enrolled; find it in the list of participants."
    );
    assert_eq!(bedside.form().unfinished[&FieldId::from("id")], "02-119");
    bedside.keys("up");
    assert_eq!(bedside.waits(), "02-119");
    assert!(
        bedside
            .form()
            .refusal
            .as_ref()
            .unwrap()
            .contains("already enrolled")
    );
}

#[test]
fn text_that_comes_back_after_a_restart_asks_about_what_was_saved_meanwhile() {
    let mut bedside = Bedside::after(|_| ());
    bedside.keys("enter 1 6 4");
    let mut place = bedside.place.clone();
    bedside
        .owner
        .fill("01-001", "baseline", bedside::DAY, "phga", "vas=7.1");
    let mut again = Bedside::start("default", bedside.owner, place.take(), "mk-2");
    again.keys("enter");
    assert_eq!(again.waits(), "4");
    again.keys("enter 1 . 5 enter");
    assert_eq!(again.top(), "picker");
    assert_eq!(again.picker().text, ["mk saved 7.1."]);
    // A note as well.
    again.keys("esc ctrl-n type:mine");
    place = again.place.clone();
    let noted = |place: coreset::domain::record::event::FieldPath| Event::Noted {
        place,
        text: "theirs".to_owned(),
    };
    let vas = again.owner.entries.last().unwrap().draft.event.fields()[0].clone();
    again.owner.store("other-9".to_owned(), vec![noted(vas)]);
    let mut again = Bedside::start("default", again.owner, place, "mk-3");
    again.keys("enter enter");
    assert_eq!(again.top(), "picker");
    assert_eq!(
        again.picker().title,
        "Note on Physician global VAS: which stays?"
    );
}

#[test]
fn a_silent_owner_is_said_until_it_speaks_and_typing_goes_on() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4");
    let patience = |bedside: &Bedside| bedside.model().shared.reply_patience();
    assert_eq!(patience(&bedside), None);
    bedside.holds = true;
    bedside.keys("8");
    assert_eq!(patience(&bedside), Some(std::time::Duration::from_secs(2)));
    bedside.tell(Msg::Silent);
    bedside.must_show("NO ANSWER: 1 waiting");
    bedside.must_show("The study's server does not answer.");
    bedside.keys("7");
    bedside.must_show("NO ANSWER: 2 waiting");
    bedside.holds = false;
    bedside.deliver_all();
    bedside.must_not_show("NO ANSWER");
    assert_eq!(patience(&bedside), None);
    // The sentence is not true any more when the answer comes.
    bedside.holds = true;
    bedside.keys("6").tell(Msg::Silent);
    bedside.holds = false;
    bedside.deliver_all();
    bedside.must_not_show("does not answer");
    // A connection that is lost is said instead.
    bedside.holds = true;
    bedside.keys("5").tell(Msg::Silent);
    bedside.lose();
    bedside.must_show("NO CONNECTION: 1 waiting");
    bedside.must_not_show("NO ANSWER");
    assert_eq!(patience(&bedside), None);
}
