//! The finder called from anywhere: what was open waits, and a participant's timeline is three keys away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

#[path = "support/bedside.rs"]
mod bedside;

use bedside::{Bedside, Owner, at, study};
use coreset::app::layer::Layer;
use coreset::demo;
use coreset::domain::event::PromptOutcome;
use coreset::domain::find::filter::Filter;
use coreset::domain::user::Role;
use coreset::input::action::Action;
use coreset::ui::look::Look;
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
    let record = bedside.model().record.as_ref().unwrap();
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
        "1 field of MMT-8 held text that was not accepted; it waits there, marked."
    );
    // The same way back, from there.
    bedside.keys("ctrl-f 1 enter 1 4");
    assert_eq!(opened(&bedside), "01-001");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("mmt8 deltoid.l", "1")
    );
    bedside.assert_settled();
}

#[test]
fn an_enrolment_waits_too() {
    let mut bedside = site();
    bedside.keys("ctrl-n type:02007 type:AB");
    there_and_back(&mut bedside);
    bedside.keys("ctrl-f 2 enter");
    assert_eq!(opened(&bedside), "01-002");
    bedside.keys("esc ctrl-n");
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
    bedside.keys("type:XI enter 5 6 9 . 9");
    assert_eq!(bedside.top(), "picker");
    there_and_back(&mut bedside);
    let prompts = bedside.prompts().len();
    bedside.keys("ctrl-f 2 enter");
    assert_eq!(opened(&bedside), "99-002");
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
    again.must_show("with \"1\" typed");
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
fn the_question_whether_to_go_on_is_answered_first() {
    let mut bedside = site();
    bedside.keys("enter 1 4 8 1");
    let mut again = bedside.restarted();
    again.keys("ctrl-f");
    assert_eq!(again.top(), "picker");
    again.keys("1");
    assert_eq!(again.text(), "1");
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
