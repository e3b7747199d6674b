//! The finder called from anywhere: what was open waits, and a participant's timeline is three keys away.

use crate::support::bedside;
use crate::support::bedside::{Bedside, Owner, at, study};
use coreset::domain::record::event::{Event, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::user::Role;
use coreset::domain::views::find::filter::Filter;
use coreset::input::action::Action;
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::Reply;
use coreset::screens::effect::Msg;
use coreset::screens::look::Look;
use coreset::screens::picker::state::Pick;
use coreset::screens::stack::Layer;
use coreset::screens::workspace::resume_point::ResumePoint;
use coreset::tools::demo;
use std::sync::Arc;

const TODAY: &str = "2026-03-02";

/// Five participants of one site.
fn site() -> Bedside {
    let ids = ["01-001", "01-002", "01-003", "01-004", "01-005"];
    Bedside::with("default", study(), &ids)
}

/// Fourteen synthetic participants, 99-001 XA to 99-014 XN, in every state.
fn demo() -> Bedside {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    for (number, events) in demo::participants(&study, 14, at(TODAY).date_naive(), 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    Bedside::start("default", owner, None, "mk-1")
}

fn opened(bedside: &Bedside) -> &str {
    let record = bedside.model().shared.open.record.as_ref().unwrap();
    record.participant.id.as_str()
}

fn searched(bedside: &Bedside) -> (&str, Filter) {
    let list = bedside.model().list().unwrap();
    (list.line.text(), list.filter)
}

/// Calls the finder and goes back; the screen must be the one before.
#[track_caller]
fn there_and_back(bedside: &mut Bedside) {
    let (screen, layers) = (bedside.screen(), bedside.layers());
    bedside.act(Action::Find);
    assert_eq!(bedside.top(), "finder");
    bedside.must_show("Find:");
    bedside.keys("type:ab down esc esc");
    assert_eq!(bedside.layers(), layers);
    // A notice is gone with the next key, as ever: the line above the last one.
    let body = |screen: &str| screen.lines().take(22).collect::<Vec<_>>().join("\n");
    assert_eq!(body(&bedside.screen()), body(&screen));
}

#[test]
fn half_typed_text_is_in_its_field_on_the_way_back() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "1")
    );
    let before = bedside.count();
    there_and_back(&mut bedside);
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "1")
    );
    assert_eq!(bedside.count(), before, "nothing was stored");
    bedside.keys("0");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    bedside.assert_settled();
}

#[test]
fn every_screen_is_there_again() {
    let mut bedside = demo();
    for script in [
        "type:XI enter",
        "5",
        "4",
        "4",
        "F4",
        "esc F3",
        "down space",
        "esc esc ctrl-n type:sore",
        "esc F6 type:glut",
        "esc F1",
        "esc .  enter",
        "esc esc esc esc F7",
        "down down",
    ] {
        bedside.keys(script);
        there_and_back(&mut bedside);
    }
}

#[test]
fn the_finder_has_nobody_else_in_its_header() {
    let mut bedside = demo();
    bedside.keys("type:XI enter 5 4");
    assert!(bedside.screen().lines().next().unwrap().contains("99-009"));
    bedside.act(Action::Find);
    let header = bedside.screen().lines().next().unwrap().to_owned();
    assert!(
        header.contains("NCT04946669  Find") && !header.contains("99-009"),
        "{header}"
    );
    assert!(!header.contains("Week"), "{header}");
}

#[test]
fn opening_somebody_leaves_the_text_waiting_where_it_was() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1 ctrl-f 3 enter");
    assert_eq!(bedside.layers(), ["participants", "participant"]);
    assert_eq!(opened(&bedside), "01-003");
    assert_eq!(
        bedside.notice(),
        "One step back is 01-001 AB, Baseline, MMT-8."
    );
    // Whoever opens a visit there has left the form.
    bedside.keys("1");
    assert_eq!(bedside.layers(), ["participants", "participant", "visit"]);
    assert_eq!(opened(&bedside), "01-003");
    assert_eq!(
        bedside.notice(),
        "01-001: 1 in MMT-8 is not stored, Enter was missing: it waits there, marked."
    );
    bedside.keys("esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    // The same way back, from there.
    bedside.keys("ctrl-f 1 enter 1 4");
    assert_eq!(opened(&bedside), "01-001");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("mmt8 deltoid.l", "1")
    );
    bedside.assert_settled();
}

#[test]
fn an_enrolment_waits_too() {
    let mut bedside = site();
    bedside.keys("ctrl-n type:02007 enter type:AB");
    there_and_back(&mut bedside);
    bedside.keys("ctrl-f 2 enter");
    assert_eq!(opened(&bedside), "01-002");
    bedside.keys("1 esc esc ctrl-n");
    assert_eq!(bedside.shows("id"), "02-007");
    // From the finder over it, the key that enrols goes on with it as well.
    bedside.keys("ctrl-f ctrl-n");
    assert_eq!(bedside.layers(), ["participants", "form"]);
    assert_eq!(bedside.shows("id"), "02-007");
}

#[test]
fn a_note_and_a_question_wait_too() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 ctrl-n type:sore_arm ctrl-f 2 enter");
    assert_eq!(opened(&bedside), "01-002");
    bedside.keys("ctrl-f 1 enter 1 4 ctrl-n");
    let note = match bedside.model().layers.last() {
        Some(Layer::Note(note)) => note.line.text().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(note, "sore arm");
    // A value that is asked about is not kept by going away.
    let mut bedside = demo();
    bedside.keys("type:XI enter 5 6 9 . 9 enter");
    assert_eq!(bedside.top(), "picker");
    there_and_back(&mut bedside);
    let prompts = bedside.prompts().len();
    bedside.keys("ctrl-f 2 enter");
    assert_eq!(opened(&bedside), "99-002");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "picker");
    bedside.keys("ctrl-f 2 enter 1");
    let prompts = bedside.prompts().split_off(prompts);
    assert!(!prompts.is_empty());
    assert!(prompts.iter().all(|p| p.3 == PromptOutcome::Corrected));
    bedside.assert_settled();
}

#[test]
fn esc_clears_the_text_then_the_filter_then_goes_back() {
    let mut bedside = demo();
    bedside.keys("F5 type:99 enter");
    let before = opened(&bedside).to_owned();
    bedside.keys("ctrl-f");
    assert_eq!(searched(&bedside), ("", Filter::All), "it finds everybody");
    bedside.keys("F5 F5 type:99 esc");
    assert_eq!(searched(&bedside).0, "");
    assert_ne!(searched(&bedside).1, Filter::All);
    bedside.keys("esc");
    assert_eq!(searched(&bedside), ("", Filter::All));
    assert_eq!(bedside.top(), "finder");
    bedside.keys("esc");
    assert_eq!(bedside.top(), "participant");
    assert_eq!(opened(&bedside), before);
    // The list is still the one that was left.
    bedside.keys("esc");
    assert_eq!(searched(&bedside), ("99", Filter::DueThisWeek));
    bedside.keys("esc esc esc");
    assert_eq!(searched(&bedside), ("", Filter::All));
    assert_eq!(bedside.layers(), ["participants"]);
}

#[test]
fn what_others_save_meanwhile_is_there_on_the_way_back() {
    let mut bedside = site();
    let me = bedside.seat;
    bedside.keys("enter 1 4 8 ctrl-f");
    let other = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(other).keys("enter 1 4 7");
    bedside.sit(me).keys("esc");
    assert_eq!(bedside.shows("deltoid.l"), "7");
    bedside.assert_settled();
    // And what they save from now on is told again.
    bedside.sit(other).keys("6");
    bedside.sit(me).assert_settled();
}

#[test]
fn what_is_being_saved_goes_on_and_a_kill_forgets_nothing() {
    let mut bedside = site();
    bedside.keys("enter 1 4");
    bedside.holds = true;
    bedside.keys("8 1 ctrl-f");
    assert_eq!(bedside.top(), "finder");
    bedside.holds = false;
    bedside.deliver_all();
    bedside.assert_settled();
    let again = bedside.restarted();
    again.must_show("with \"1\" open");
}

#[test]
fn keys_typed_before_the_list_is_there_mean_its_rows_of_now() {
    let mut bedside = site();
    bedside.today("2026-03-05");
    bedside.keys("down down enter 1 4 8");
    bedside.holds = true;
    // Whoever was assessed last stands first, and not whoever stood first when the list was read.
    bedside.keys("ctrl-f enter 1 4");
    assert_eq!(bedside.top(), "finder");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(opened(&bedside), "01-003");
    assert_eq!(bedside.here(), "mmt8 deltoid.l");
}

#[test]
fn without_a_connection_one_stays_with_what_is_open() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1").lose();
    bedside.keys("ctrl-f");
    assert_eq!(bedside.top(), "form");
    assert_eq!(bedside.text(), "1");
    assert!(bedside.notice().starts_with("The participants cannot be"));
    bedside.back().keys("ctrl-f");
    assert_eq!(bedside.top(), "finder");
    // Lost while one looks for somebody: the way back needs nobody.
    bedside.lose().keys("esc");
    assert_eq!((bedside.top(), bedside.text()), ("form", "1"));
    bedside.back().assert_settled();
}

#[test]
fn the_finder_leaves_the_offer_to_go_on_waiting() {
    let mut again = left_with_a_draft();
    again.keys("ctrl-f");
    assert_eq!(again.layers(), ["participants"]);
    assert_waits(&again);
    again.restarted().must_show("with \"1\" open");
}

/// Keys from a place to the timeline of somebody, who must be the one on its header; their number.
fn to_timeline(bedside: &mut Bedside, keys: &str, id: &str) -> usize {
    let before = bedside.keys;
    bedside.keys(keys);
    assert_eq!(bedside.top(), "timeline", "{keys}");
    assert_eq!(opened(bedside), id);
    bedside.must_show(id);
    bedside.keys - before
}

#[test]
fn three_keys_lead_from_anywhere_to_a_timeline() {
    let places = [
        "",
        "type:XI enter",
        "type:XI enter 5",
        "type:XI enter 5 4",
        // Half typed.
        "type:XG enter 4 1 6 4",
        "type:XI F3",
        "type:XI F3 space",
        "type:XI enter 5 F4",
        "F7",
        "ctrl-n type:01001",
    ];
    for place in places {
        let at = |keys: &str, id: &str| {
            let mut bedside = demo();
            bedside.keys(place);
            to_timeline(&mut bedside, keys, id)
        };
        // Two keys, and the digits of the number; for one digit that makes three.
        assert_eq!(at("ctrl-f 3 ctrl-p", "99-003"), 3, "{place}");
        assert_eq!(at("ctrl-f type:11 ctrl-p", "99-011") - 2, 2, "{place}");
        // Whoever was seen last, and the one before.
        let mut order = demo();
        order.keys(place).keys("ctrl-f");
        let rows = &order.model().list().unwrap().found.as_ref().unwrap().rows;
        let id = |place: usize| rows[place].participant.id.to_string();
        assert_eq!(at("ctrl-f ctrl-p", &id(0)), 2, "{place}");
        assert_eq!(at("ctrl-f down ctrl-p", &id(1)), 3, "{place}");
    }
}

#[test]
fn every_keymap_has_the_way() {
    for keymap in ["default", "vi", "emacs", "numpad"] {
        let owner = demo().owner;
        let mut bedside = Bedside::start(keymap, owner, None, "mk-1");
        bedside.keys("type:99-009 enter 5 4");
        for place in ["form", "note", "picker", "page", "timeline"] {
            match place {
                "note" => bedside.act(Action::Note),
                "picker" => bedside.act(Action::Menu),
                "page" => bedside.act(Action::Change),
                "timeline" => bedside.act(Action::Timeline),
                _ => &mut bedside,
            };
            assert_eq!(bedside.top(), place, "{keymap}");
            bedside.act(Action::Find);
            assert_eq!(bedside.top(), "finder", "{keymap} from {place}");
            bedside.keys("3 esc esc");
            assert_eq!(bedside.top(), place, "{keymap}");
            if place != "form" {
                bedside.act(Action::Back);
            }
        }
        bedside.act(Action::Find).keys("3").act(Action::Timeline);
        assert_eq!(opened(&bedside), "99-003", "{keymap}");
        assert_eq!(bedside.top(), "timeline", "{keymap}");
    }
}

#[test]
fn the_hints_name_the_key_where_there_is_room() {
    let mut bedside = demo();
    for script in ["type:XI enter", "5", "F3", "esc esc esc esc F7"] {
        bedside.keys(script);
        let screen = bedside.screen_of(120, 24, Look::FULL);
        assert!(screen.contains("Ctrl-F find"), "{script}\n{screen}");
    }
}

// The offer to go on.

/// Started anew after `1` was left half typed in MMT-8 of 01-001; the offer is on the screen.
fn left_with_a_draft() -> Bedside {
    let mut bedside = Bedside::with(
        "default",
        study(),
        &["01-001", "01-010", "99-004", "99-040"],
    );
    bedside.keys("type:01-001 enter 1 4 8 1");
    let again = bedside.restarted();
    assert_eq!(again.picker().title, "Go on where you were?");
    again
}

/// Returns whether a place remembers the `1` of 01-001.
fn remembers(place: &ResumePoint) -> bool {
    let typed = place.text == "1"
        && place.field.as_deref() == Some("deltoid.l")
        && place.participant.as_deref() == Some("01-001");
    let draft = |draft: &coreset::screens::drafts::state::Draft| {
        draft.text == "1"
            && draft.place.field.as_str() == "deltoid.l"
            && draft.place.participant.as_str() == "01-001"
    };
    typed || place.drafts.iter().any(draft)
}

/// The draft is remembered, and stands in its field when the form is opened.
#[track_caller]
fn assert_waits(bedside: &Bedside) {
    assert!(
        remembers(bedside.place.as_ref().unwrap()),
        "{:?}",
        bedside.place
    );
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "");
}

#[test]
fn an_id_typed_at_the_offer_opens_that_participant_and_the_draft_waits() {
    for id in ["type:99-004", "type:99004", "type:4", "4"] {
        let mut again = left_with_a_draft();
        again.keys(&format!("{id} enter"));
        assert_eq!(opened(&again), "99-004", "{id}");
        assert_waits(&again);
        // It stands in its field, marked and closed, until it is opened and goes on.
        again.keys("esc esc type:01-001 enter 1");
        again.keys("4");
        assert_eq!(
            (again.here().as_str(), again.waits()),
            ("mmt8 deltoid.l", "1")
        );
        again.keys("left right 0");
        assert_eq!(again.stored("baseline", "mmt8", "deltoid.l"), "10");
        assert!(!remembers(again.place.as_ref().unwrap()));
    }
}

#[test]
fn a_draft_that_was_gone_on_with_and_erased_waits_nowhere() {
    let mut again = left_with_a_draft();
    again.keys("enter");
    assert_eq!(
        (again.here().as_str(), again.waits()),
        ("mmt8 deltoid.l", "1")
    );
    again.keys("delete");
    assert_eq!(again.waits(), "");
    assert!(!remembers(again.place.as_ref().unwrap()));
}

#[test]
fn pasted_text_at_the_offer_begins_a_search_and_answers_nothing() {
    let mut again = left_with_a_draft();
    again.paste("99-004\r1");
    assert_eq!(searched(&again).0, "99-004 1");
    again.keys("esc").paste("99-004").keys("enter");
    assert_eq!(opened(&again), "99-004");
    assert_waits(&again);
}

#[test]
fn esc_and_backspace_leave_the_draft_waiting_and_it_is_offered_again() {
    for key in ["esc", "ctrl-o", "backspace"] {
        let mut again = left_with_a_draft();
        again.keys(key);
        assert_eq!(again.layers(), ["participants"]);
        assert_eq!(
            again.notice(),
            "What you typed for 01-001 waits in its field, not saved."
        );
        assert_waits(&again);
        // Also after another participant was worked on, and through two more ends.
        again.keys("type:99-004 enter 1 4 8 1");
        let mut third = again.restarted();
        third.must_show("99-004 AB at Baseline: MMT-8, Deltoid, left, with \"1\" open.");
        third.must_show("Text waits in 1 other field too.");
        third.keys("enter enter 1 0 esc esc esc");
        assert_eq!(third.layers(), ["participants"]);
        let mut fourth = third.restarted();
        fourth.must_show("01-001 AB at Baseline: MMT-8, Deltoid, left, with \"1\" open.");
        fourth.keys("enter");
        assert_eq!(
            (fourth.here().as_str(), fourth.waits()),
            ("mmt8 deltoid.l", "1")
        );
    }
}

#[test]
fn only_enter_on_its_line_forgets_the_draft() {
    let mut again = left_with_a_draft();
    again.keys("down");
    let picker = again.picker();
    assert_eq!(picker.lines[picker.cursor.unwrap()].pick, Pick::Forget);
    again.keys("enter");
    assert_eq!(again.layers(), ["participants"]);
    assert!(!remembers(again.place.as_ref().unwrap()));
    again.keys("type:01-001 enter 1 4");
    assert_eq!(again.text(), "");
    // Going up again is going on.
    let mut again = left_with_a_draft();
    again.keys("down up enter");
    assert_eq!(again.waits(), "1");
}

#[test]
fn a_key_bound_to_a_character_does_not_act_on_the_offer() {
    let own = "inherit = \"default\"\n[picker]\nnext = [\"j\", \"+\"]\nopen = [\"x\", \"enter\"]\nback = [\"q\"]\n";
    let keymap = Keymap::parse("own.toml", own, &Keymap::builtin("default").unwrap()).unwrap();
    for key in ["j", "x", "q"] {
        let mut again = left_with_a_draft();
        again.app.model.shared.keymap = Arc::new(keymap.clone());
        again.keys(&format!("type:{key}"));
        assert_eq!(
            (again.layers(), searched(&again).0),
            (vec!["participants"], key)
        );
        assert_waits(&again);
    }
    // No id begins with a mark: it does nothing, and says what does.
    for key in ["+", "?", "/", "_"] {
        let mut again = left_with_a_draft();
        again.app.model.shared.keymap = Arc::new(keymap.clone());
        again.keys(&format!("type:{key}"));
        assert_eq!(again.picker().cursor, Some(0), "{key}");
        assert!(again.notice().starts_with("Enter goes on there;"));
    }
}

#[test]
fn keys_of_the_whole_program_stay_at_the_offer() {
    let mut again = left_with_a_draft();
    again.keys("f1");
    assert_eq!(again.top(), "page");
    again.keys("esc ctrl-l");
    assert_eq!(again.top(), "picker");
    again.keys("ctrl-x");
    assert!(again.quit);
    assert_waits(&again);
}

#[test]
fn an_id_typed_before_the_offer_is_there_opens_that_participant() {
    let mut before = Bedside::with("default", study(), &["01-001", "99-004", "99-040"]);
    before.keys("type:01-001 enter 1 4 8 1");
    let mut again = Bedside::start("default", before.owner, None, "mk-2");
    again.app.model.shared.opening.resume = before.place;
    if let Some(Layer::Participants(list)) = again.app.model.layers.first_mut() {
        *list = Default::default();
    }
    again.holds = true;
    again.keys("type:99-004 enter");
    again.holds = false;
    again.deliver_all();
    assert_eq!(opened(&again), "99-004");
    assert_waits(&again);
}

#[test]
fn giving_up_on_the_way_to_the_draft_keeps_it() {
    let mut again = left_with_a_draft();
    again.holds = true;
    again.keys("enter esc");
    again.holds = false;
    again.deliver_all();
    assert_eq!(again.layers(), ["participants"]);
    assert_waits(&again);
    // The same where the study cannot read the record.
    let mut again = left_with_a_draft();
    again.owner.fails = Some("The disk fails.".to_owned());
    again.keys("enter");
    assert_waits(&again);
    again.owner.fails = None;
    again.restarted().must_show("with \"1\" open");
}

#[test]
fn text_in_fields_that_were_left_comes_back_after_an_end() {
    // Two forms that were closed, a note, and then another participant.
    let mut bedside = site();
    bedside.keys("enter 1 6 4 . esc 4 1 ctrl-n type:sore ctrl-f 2 enter 1 4 8 1");
    assert_eq!(opened(&bedside), "01-002");
    let mut again = bedside.restarted();
    again.must_show("01-002 AB at Baseline: MMT-8, Deltoid, left, with \"1\" open.");
    // The note stands on a field that has a draft.
    again.must_show("Text waits in 2 other fields too.");
    again.keys("down enter type:01-001 enter 1 6");
    assert_eq!((again.here().as_str(), again.waits()), ("phga vas", "4."));
    again.keys("esc 4");
    assert_eq!(
        (again.here().as_str(), again.waits()),
        ("mmt8 deltoid.r", "1")
    );
    again.keys("ctrl-n");
    match again.model().layers.last() {
        Some(Layer::Note(note)) => assert_eq!(note.line.text(), "sore"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_enrolment_put_off_waits_for_the_key_that_enrols() {
    let mut bedside = site();
    bedside.keys("ctrl-n type:02007 enter type:AB enter 19");
    let mut again = bedside.restarted();
    again.keys("type:01-002 enter");
    assert_eq!(opened(&again), "01-002");
    let mut third = again.restarted();
    third.keys("esc ctrl-n");
    assert_eq!(third.shows("id"), "02-007");
    assert_eq!(
        (third.here().as_str(), third.waits()),
        ("enrolment birth-year", "19")
    );
}

#[test]
fn back_on_the_list_the_next_character_begins_another_search() {
    let ids = ["01-001", "01-003", "01-033", "01-013"];
    for way in ["esc", "ctrl-o"] {
        let mut bedside = Bedside::with("default", study(), &ids);
        bedside.keys("3 enter");
        assert_eq!(opened(&bedside), "01-003");
        bedside.keys(way);
        assert_eq!(bedside.top(), "participants");
        // Not the end of 33, nor of 31.
        bedside.keys("3 enter");
        assert_eq!(opened(&bedside), "01-003", "{way}");
        bedside.keys(way).keys("1 enter");
        assert_eq!(opened(&bedside), "01-001", "{way}");
    }
    // Whoever edits the line goes on with it.
    let mut bedside = Bedside::with("default", study(), &ids);
    bedside.keys("type:1 enter esc backspace type:33 enter");
    assert_eq!(opened(&bedside), "01-033");
}

// The exact one.

#[test]
fn what_enter_opens_is_named_beside_the_search_line() {
    let mut bedside = left_with_a_draft();
    bedside.keys("4");
    bedside.must_show("Enter opens 99-004 AB");
    bedside.keys("0");
    bedside.must_show("Enter opens 99-040 AB");
    bedside.holds = true;
    bedside.keys("backspace");
    bedside.must_not_show("Enter opens");
}

#[test]
fn a_line_lost_after_a_number_was_typed_opens_nobody_else() {
    // 01-030 is on top while nothing is typed, and is found loosely by 3.
    let mut bedside = Bedside::with("default", study(), &["01-003", "01-030"]);
    bedside.today("2026-03-05");
    bedside.keys("type:01-030 enter 1 4 8 esc esc esc esc");
    assert_eq!(
        bedside.model().selected().unwrap().participant.id.as_str(),
        "01-030"
    );
    bedside.holds = true;
    bedside.keys("3 enter").lose();
    bedside.holds = false;
    bedside.back().deliver_all();
    assert_eq!(opened(&bedside), "01-003");
    // The same where somebody is enrolled elsewhere in that moment.
    let mut bedside = Bedside::with("default", study(), &["01-003", "01-030"]);
    bedside.today("2026-03-05");
    bedside.keys("type:01-030 enter 1 4 8 esc esc esc esc");
    bedside.holds = true;
    bedside.keys("3");
    let enrolled = vec![Event::Enrolled {
        participant: bedside::participant("02-001"),
    }];
    bedside.owner.store("other-1".to_owned(), enrolled);
    let summary = Some(Box::new(bedside.summary("02-001")));
    bedside.tell(Msg::Reply(Reply::Changed {
        entries: Vec::new(),
        summary,
    }));
    bedside.keys("enter");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(opened(&bedside), "01-003");
}

#[test]
fn a_number_that_the_filter_does_not_list_is_nobody_else() {
    let mut bedside = Bedside::with("default", study(), &["01-030"]);
    let mut new = bedside::participant("01-003");
    new.enrolled_on = at("2026-03-24").date_naive();
    bedside.owner.now = at("2026-03-24");
    let enrolled = vec![Event::Enrolled { participant: new }];
    bedside.owner.store("other-1".to_owned(), enrolled);
    bedside.today("2026-03-25").keys("type:0 esc");
    let listed = |bedside: &Bedside| -> Vec<String> {
        let found = bedside.model().list().unwrap().found.as_ref().unwrap();
        let id = |row: &coreset::domain::views::summary::Summary| row.participant.id.to_string();
        found.rows.iter().map(id).collect()
    };
    for _ in Filter::ALL {
        if listed(&bedside) != ["01-030"] {
            bedside.keys("f5");
        }
    }
    assert_eq!(listed(&bedside), ["01-030"]);
    bedside.keys("3");
    assert_eq!(listed(&bedside), [""; 0]);
    bedside.keys("enter");
    assert!(bedside.model().shared.open.record.is_none());
    bedside.keys("0");
    assert_eq!(listed(&bedside), ["01-030"]);
}

// A look at somebody else.

/// The form, its field, the text and the place of the cursor in it.
fn standing(bedside: &Bedside) -> (Vec<&'static str>, String, String, String) {
    let id = opened(bedside).to_owned();
    let line = format!("{:?}", bedside.form().line);
    (bedside.layers(), id, bedside.here(), line)
}

#[test]
fn a_look_comes_back_to_the_same_form_field_and_text() {
    for look in [
        "ctrl-f 3 ctrl-p",
        "ctrl-f 3 enter",
        "ctrl-f 3 ctrl-p space",
        "ctrl-f 3 enter f3",
    ] {
        let mut bedside = site();
        bedside.keys("enter 1 6 type:4 . left");
        let (before, screen, count) = (standing(&bedside), bedside.screen(), bedside.count());
        bedside.keys(look);
        assert_eq!(opened(&bedside), "01-003", "{look}");
        let header = bedside.screen().lines().next().unwrap().to_owned();
        assert!(
            header.contains("01-003") && !header.contains("01-001"),
            "{header}"
        );
        assert!(!header.contains("Physician"), "{header}");
        // What is remembered is still the form.
        let place = bedside.place.clone().unwrap();
        assert_eq!(
            (place.text.as_str(), place.participant.as_deref()),
            ("4.", Some("01-001"))
        );
        let steps = match look {
            "ctrl-f 3 ctrl-p" | "ctrl-f 3 enter" => "esc",
            _ => "ctrl-o esc",
        };
        bedside.keys(steps);
        assert_eq!(standing(&bedside), before, "{look}");
        assert_eq!(
            bedside.notice(),
            "Back at 01-001 AB, Baseline, Physician global."
        );
        let body = |screen: &str| screen.lines().take(22).collect::<Vec<_>>().join("\n");
        assert_eq!(body(&bedside.screen()), body(&screen), "{look}");
        assert_eq!(bedside.count(), count, "nothing was stored");
        bedside.keys("right 7 enter");
        assert_eq!(bedside.stored("baseline", "phga", "vas"), "4.7");
        bedside.assert_settled();
    }
}

#[test]
fn a_jump_comes_back_by_its_own_key() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1");
    let before = standing(&bedside);
    for keys in [
        "f3 f3",
        "ctrl-f ctrl-f",
        "ctrl-f 3 ctrl-p ctrl-p",
        "ctrl-f 3 ctrl-p f3",
    ] {
        bedside.keys(keys);
        assert_eq!(standing(&bedside), before, "{keys}");
    }
    // With something typed the finder's key takes that away first, as Esc does.
    bedside.keys("ctrl-f 3 ctrl-f");
    assert_eq!((bedside.top(), searched(&bedside).0), ("finder", ""));
    bedside.keys("ctrl-f");
    assert_eq!(standing(&bedside), before);
}

#[test]
fn a_look_from_a_look_comes_back_step_by_step() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1");
    let before = standing(&bedside);
    bedside.keys("ctrl-f 2 ctrl-p ctrl-f 3 enter ctrl-f 4 ctrl-p");
    assert_eq!(opened(&bedside), "01-004");
    bedside.keys("esc");
    assert_eq!((opened(&bedside), bedside.top()), ("01-003", "participant"));
    bedside.keys("esc");
    assert_eq!((opened(&bedside), bedside.top()), ("01-002", "timeline"));
    bedside.keys("esc");
    assert_eq!(standing(&bedside), before);
    // However many looks there are, the form is beneath.
    for _ in 0..12 {
        bedside.keys("ctrl-f 2 ctrl-p ctrl-f 3 ctrl-p");
    }
    for _ in 0..9 {
        if bedside.top() == "timeline" {
            bedside.keys("esc");
        }
    }
    assert_eq!(standing(&bedside), before);
}

#[test]
fn esc_glued_to_the_next_key_types_into_the_form_that_came_back() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1 ctrl-f 3 ctrl-p alt-0");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    assert_eq!(opened(&bedside), "01-001");
    assert_eq!(searched(&bedside).0, "");
}

#[test]
fn a_burst_of_keys_looks_and_comes_back_as_one_after_the_other() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1");
    bedside.holds = true;
    bedside.keys("ctrl-f 3 ctrl-p f3 0");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    assert_eq!(opened(&bedside), "01-001");
}

#[test]
fn a_late_entry_goes_on_after_a_look() {
    let mut bedside = site();
    bedside.today("2026-03-05");
    bedside.keys("down enter");
    let who = opened(&bedside).to_owned();
    bedside.keys("1 ctrl-g");
    let lines = &bedside.picker().lines;
    let late = lines.iter().find(|l| l.pick == Pick::Do(Action::LateEntry));
    let key = late.unwrap().key;
    bedside.keys(&format!(
        "type:{key} type:2026-03-03 enter 0930 enter 1 4 8 1"
    ));
    let late = bedside.model().shared.open.late.clone();
    assert!(late.is_some(), "{}", bedside.screen());
    for look in ["ctrl-f 3 ctrl-p", "ctrl-f 1 enter"] {
        bedside.keys(look);
        assert_eq!(bedside.model().shared.open.late, None);
        bedside.must_not_show("Late entry");
        assert_eq!(bedside.place.as_ref().unwrap().late, late);
        bedside.keys("esc");
        assert_eq!(bedside.model().shared.open.late, late);
        bedside.must_show("Late entry: observed 2026-03-03 09:30");
    }
    bedside.keys("0");
    let entry = bedside.owner.entries.last().unwrap();
    assert_eq!(entry.draft.event.participant().unwrap().as_str(), who);
    assert!(entry.draft.late.is_some());
}

#[test]
fn what_changed_during_a_look_is_there_afterwards() {
    let mut bedside = site();
    let me = bedside.seat;
    bedside.keys("enter 1 4 8 1 ctrl-f 3 ctrl-p");
    // Somebody else answers the very field in which text waits.
    let other = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(other).keys("enter 1 4 7");
    bedside.sit(me).keys("esc");
    assert_eq!(
        (bedside.text(), bedside.shows("deltoid.l").as_str()),
        ("1", "7")
    );
    bedside.keys("0");
    assert_eq!(bedside.picker().title, "Deltoid, left: which stays?");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
    bedside.keys("esc");
    // And from now on what others save is told again.
    bedside.sit(other).keys("6");
    bedside.sit(me).assert_settled();
}

#[test]
fn another_field_saved_by_others_during_a_look_is_not_written_over_unseen() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 ctrl-f 3 ctrl-p");
    bedside
        .owner
        .fill("01-001", "baseline", TODAY, "mmt8", "deltoid.l=7");
    // Reading somebody else's record tells nothing of this one.
    bedside.keys("ctrl-f 2 ctrl-p esc");
    bedside.holds = true;
    bedside.keys("esc 6");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
}

#[test]
fn what_is_being_saved_arrives_during_a_look() {
    let mut bedside = site();
    bedside.keys("enter 1 4");
    bedside.holds = true;
    bedside.keys("8 1");
    bedside.keys("ctrl-f 3 ctrl-p");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!(opened(&bedside), "01-003");
    bedside.keys("esc");
    assert_eq!(bedside.shows("deltoid.r"), "8");
    bedside.keys("0");
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "10");
    bedside.assert_settled();
}

#[test]
fn a_visit_locked_during_a_look_takes_nothing_afterwards() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1 ctrl-f 3 ctrl-p");
    let lock = Event::Locked {
        scope: Scope::visit(&"01-001".into(), &"baseline".into()),
        reason: "cleaned".to_owned(),
    };
    bedside.owner.store("other-1".to_owned(), vec![lock]);
    let count = bedside.count();
    bedside.keys("esc");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "1")
    );
    bedside.keys("0 enter");
    assert_eq!(bedside.count(), count);
    assert!(remembers(bedside.place.as_ref().unwrap()));
}

#[test]
fn a_line_lost_during_a_look_and_a_locked_screen_change_nothing() {
    let mut bedside = site();
    bedside
        .owner
        .passphrases
        .insert("mk".to_owned(), "right".to_owned());
    bedside.app.model.shared.account.passphrase = true;
    bedside.keys("enter 1 4 8 1");
    let before = standing(&bedside);
    bedside.keys("ctrl-f 3 ctrl-p").lose();
    bedside.keys("esc");
    assert_eq!(standing(&bedside), before);
    bedside.back().assert_settled();
    assert_eq!(standing(&bedside), before);
    // Lost and found again while one looks.
    bedside.keys("ctrl-f 3 ctrl-p").lose().back();
    assert_eq!(opened(&bedside), "01-003");
    bedside.tell(Msg::Idle).keys("type:right enter");
    assert!(bedside.model().shared.lock.locked.is_none());
    bedside.keys("esc");
    assert_eq!(standing(&bedside), before);
    bedside.assert_settled();
}

#[test]
fn killed_during_a_look_it_offers_the_form_that_was_left() {
    for look in ["ctrl-f 3 ctrl-p", "ctrl-f 3 enter", "ctrl-f"] {
        let mut bedside = site();
        bedside.keys("enter 1 4 8 1").keys(look);
        let mut again = bedside.restarted();
        again.must_show("01-001 AB at Baseline: MMT-8, Deltoid, left, with \"1\" open.");
        again.keys("enter");
        assert_eq!((opened(&again), again.waits()), ("01-001", "1"));
    }
}

#[test]
fn a_visit_opened_on_the_timeline_of_somebody_else_is_a_move() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1 ctrl-f 3 ctrl-p home enter");
    assert_eq!(opened(&bedside), "01-003");
    assert_eq!(
        bedside.layers(),
        ["participants", "participant", "timeline", "visit"]
    );
    bedside.keys("4 7");
    let place = bedside.place.clone().unwrap();
    assert!(remembers(&place));
    assert_eq!(place.participant.as_deref(), Some("01-003"));
    bedside.keys("esc esc esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    assert!(bedside.model().shared.open.record.is_none());
    bedside.keys("ctrl-p");
    assert_ne!(opened(&bedside), "");
    bedside.assert_settled();
}

#[test]
fn a_look_at_the_same_participant_shows_no_more_than_the_visit_does() {
    let mut bedside = demo();
    bedside.keys("type:XG enter 4 1 6 4");
    let (sight, text) = (bedside.model().sight(), bedside.text().to_owned());
    bedside.keys("f3");
    assert_eq!(bedside.model().sight(), sight);
    bedside.keys("f3 ctrl-f 7 ctrl-p");
    assert_eq!(opened(&bedside), "99-007");
    assert_eq!(bedside.model().sight(), sight);
    bedside.keys("esc");
    assert_eq!(bedside.text(), text);
}

#[test]
fn a_jump_to_a_query_at_another_visit_does_not_end_the_late_entry() {
    let mut bedside = site();
    bedside
        .owner
        .fill("01-001", "baseline", TODAY, "phga", "vas=7.1");
    let asked = Event::Queried {
        place: coreset::domain::record::event::FieldPath {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "phga".into(),
            field: "vas".into(),
        },
        query: 0,
        step: coreset::domain::record::query::Step::Open,
        text: "sure?".to_owned(),
    };
    bedside.owner.store("other-1".to_owned(), vec![asked]);
    bedside.today("2026-03-18");
    bedside.keys("type:01-001 enter 2 ctrl-g");
    let lines = &bedside.picker().lines;
    let late = lines.iter().find(|l| l.pick == Pick::Do(Action::LateEntry));
    let key = late.unwrap().key;
    bedside.keys(&format!("type:{key} type:2026-03-16 enter 0930 enter 1"));
    let late = bedside.model().shared.open.late.clone();
    assert!(late.is_some(), "{}", bedside.screen());
    let layers = bedside.layers();
    bedside.keys("f9 enter");
    assert_eq!(bedside.here(), "phga vas");
    bedside.must_not_show("Late entry");
    bedside.keys("esc esc esc");
    assert_eq!(bedside.layers(), layers);
    assert_eq!(bedside.model().shared.open.late, late);
    bedside.must_show("Late entry: observed 2026-03-16 09:30");
}
