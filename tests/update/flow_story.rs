//! From the list to a participant's timeline, what its keys do, what it hides, and the study as a whole.

use crate::support::bedside::{Bedside, Owner, at, study};
use coreset::domain::record::user::Role;
use coreset::domain::views::overview::Standing;
use coreset::domain::views::timeline::Timing;
use coreset::input::action::Action;
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::{Reply, Request};
use coreset::screens::look::Look;
use coreset::screens::stack::Layer;
use coreset::screens::timeline::state::TimelineState;
use coreset::tools::demo;
use std::sync::Arc;

const TODAY: &str = "2026-03-02";

fn owner() -> Owner {
    let study = Arc::new(study());
    let mut owner = Owner::new(study.clone());
    for (number, events) in demo::participants(&study, 14, at(TODAY).date_naive(), 7).enumerate() {
        owner.store(format!("demo-{number}"), events);
    }
    owner
}

fn demo() -> Bedside {
    Bedside::start("default", owner(), None, "mk-1")
}

fn story(bedside: &Bedside) -> &TimelineState {
    bedside.model().timeline().expect("a timeline is open")
}

fn cursor(bedside: &Bedside) -> &str {
    let state = story(bedside);
    state.told.stops[state.cursor].planned.visit.as_str()
}

#[test]
fn three_keys_from_the_list_to_a_timeline() {
    let mut bedside = demo();
    // What finds the participant, Enter, and the key.
    bedside.keys("type:9 Enter F3");
    assert_eq!(bedside.keys, 3);
    assert_eq!(
        bedside.layers(),
        ["participants", "participant", "timeline"]
    );
    assert_eq!(story(&bedside).told.participant.id.as_str(), "99-009");
    assert_eq!(cursor(&bedside), "week-12");
    // The same key closes it; in the list it does both at once.
    bedside.keys("F3 Esc Esc");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.keys("type:9 Ctrl-P");
    assert_eq!(bedside.top(), "timeline");
}

#[test]
fn keys_that_come_before_the_record_wait_for_it() {
    let mut bedside = demo();
    bedside.keys("type:9");
    bedside.holds = true;
    bedside.keys("F3 home down");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.deliver_all();
    assert_eq!(bedside.top(), "timeline");
    assert_eq!((cursor(&bedside), story(&bedside).track), ("baseline", 1));
    // Giving up the wait gives up the timeline too.
    let mut bedside = demo();
    bedside.keys("type:9");
    bedside.holds = true;
    bedside.keys("F3 Esc");
    bedside.deliver_all();
    bedside.holds = false;
    bedside.keys("Enter");
    assert_eq!(bedside.top(), "participant");
}

#[test]
fn every_keymap_opens_the_timeline_from_everywhere_and_moves_on_it() {
    for keymap in Keymap::names() {
        let mut bedside = Bedside::start(keymap, owner(), None, "mk-1");
        bedside.keys("type:XI Enter");
        for way in ["", "5", "4"] {
            bedside.keys(way).act(Action::Timeline);
            assert_eq!(bedside.top(), "timeline", "{way:?} in {keymap}");
            bedside.act(Action::First);
            assert_eq!(cursor(&bedside), "baseline", "{keymap}");
            bedside
                .act(Action::Next)
                .act(Action::Next)
                .act(Action::Previous);
            assert_eq!(cursor(&bedside), "week-2", "{keymap}");
            bedside.act(Action::Last);
            bedside.act(Action::NextMeasure).act(Action::NextMeasure);
            bedside.act(Action::PreviousMeasure);
            assert_eq!(story(&bedside).track, 1, "{keymap}");
            bedside.act(Action::Chart);
            assert_eq!(bedside.top(), "chart", "{keymap}");
            bedside.act(Action::Chart).act(Action::Back);
            assert_ne!(bedside.top(), "timeline", "{keymap}");
        }
        assert_eq!(bedside.top(), "form", "{keymap}");
        bedside.act(Action::Change);
        assert_eq!(bedside.top(), "page", "{keymap}");
        bedside.act(Action::Timeline).act(Action::Back);
        assert_eq!(bedside.top(), "form", "{keymap}");
    }
}

#[test]
fn enter_opens_the_visit_under_the_cursor_and_leads_back() {
    let mut bedside = demo();
    bedside.keys("type:XI Enter F3 left Enter");
    let layers = ["participants", "participant", "timeline", "visit"];
    assert_eq!(bedside.layers(), layers);
    assert_eq!(bedside.model().open_visit().unwrap().as_str(), "week-8");
    bedside.keys("Esc");
    assert_eq!((bedside.top(), cursor(&bedside)), ("timeline", "week-8"));
    // From the chart as well.
    bedside.keys("space right Enter");
    assert_eq!(bedside.layers(), layers);
    assert_eq!(bedside.model().open_visit().unwrap().as_str(), "week-12");
    // A visit that is still to come is asked about, as everywhere.
    let mut ahead = demo();
    ahead.keys("type:XD Enter F3 End Enter");
    assert_eq!(ahead.top(), "picker");
}

#[test]
fn half_typed_text_outlives_a_look_at_the_timeline_and_a_jump_to_another_visit() {
    let mut bedside = demo();
    bedside.keys("type:XH Enter 4 5 4 .");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "4.")
    );
    bedside.keys("F3");
    assert_eq!(cursor(&bedside), "week-8");
    bedside.keys("Enter");
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "4.")
    );
    bedside.keys("F3 Home Enter");
    assert_eq!(bedside.layers(), ["participants", "participant", "visit"]);
    assert_eq!(bedside.model().open_visit().unwrap().as_str(), "baseline");
    bedside.keys("Esc 4 5");
    assert_eq!(bedside.waits(), "4.");
    bedside.assert_settled();
}

#[test]
fn what_the_open_visit_hides_is_hidden_on_the_timeline_and_the_chart() {
    let mut bedside = demo();
    // Week 8 of XH is due: patient global and HAQ are seen once they are entered here.
    bedside.keys("type:XH Enter 4 4 F3 down");
    let screen = bedside.screen();
    assert_eq!(screen.matches("hidden until entered").count(), 2);
    assert!(!screen.contains("IMACS"), "{screen}");
    bedside.keys("space");
    assert!(bedside.screen().contains("Patient VAS is hidden"));
    bedside.keys("up");
    assert!(bedside.screen().contains("Physician VAS"));
    // A patient who answers sees no score at all.
    let mut patient = demo();
    patient.keys("type:XH Enter 4 1 F3");
    let screen = patient.screen();
    assert!(screen.contains("hidden while the patient answers"));
    for word in ["Physician", "MMT-8", "IMACS"] {
        assert!(!screen.contains(word), "{screen}");
    }
    // The same before the visit is opened, since its window is open.
    let mut open = demo();
    open.keys("type:XH Enter F3");
    assert_eq!(open.screen().matches("hidden until entered").count(), 2);
    // Who enters nothing sees all.
    let mut monitor = demo();
    let seat = monitor.joined_by("monitor", "M. Onitor", &[Role::Monitor]);
    monitor.sit(seat).keys("type:XH Enter F3");
    assert!(!monitor.screen().contains("hidden"));
}

#[test]
fn what_others_save_is_told_at_once_and_moves_no_cursor() {
    let mut bedside = demo();
    bedside.keys("type:XH Enter F3 left down");
    let seat = bedside.seat;
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("type:XH Enter 4 5 6 . 2 Enter");
    bedside.sit(seat);
    let state = story(&bedside);
    assert_eq!((state.cursor, state.track), (1, 1));
    let last = state.told.measures[0].last.unwrap();
    assert_eq!((last.place, last.value.to_string()), (3, "6.2".to_owned()));
    assert_eq!(state.told.stops[3].timing, Timing::Within);
}

#[test]
fn the_story_goes_on_with_the_day() {
    let mut bedside = demo();
    bedside.keys("type:XH Enter F3");
    assert_eq!(story(&bedside).told.stops[3].timing, Timing::Due);
    // The window of week 8 closes on 10 March; that of week 12 opens on 24 March.
    bedside.today("2026-03-12");
    assert_eq!(story(&bedside).told.stops[3].timing, Timing::Overdue(2));
    assert_eq!(story(&bedside).told.today.to_string(), "2026-03-12");
}

#[test]
fn lanes_scroll_no_further_than_their_last_row() {
    let mut bedside = demo();
    for number in 1..=12 {
        let row = format!("medication#{number}");
        let answers = format!(
            "class=other name=drug{number} dose=5 unit=mg frequency=weekly route=oral start=2026-01 ongoing=y"
        );
        bedside.owner.fill("99-009", "log", TODAY, &row, &answers);
    }
    bedside.keys("type:XI Enter F3");
    assert!(bedside.screen().contains("Drug1 "));
    assert!(!bedside.screen().contains("Drug12"));
    bedside.keys(&"page-down ".repeat(20));
    let screen = bedside.screen();
    assert!(
        screen.contains("Drug12") && screen.contains("rows above"),
        "{screen}"
    );
    bedside.keys(&"page-up ".repeat(20));
    assert!(bedside.screen().contains("Drug1 "));
    // Everything fits on a large screen.
    let large = bedside.screen_of(120, 45, Look::FULL);
    assert!(large.contains("Drug1 ") && large.contains("Drug12") && !large.contains("more rows"));
}

#[test]
fn a_narrow_screen_of_the_study_leaves_out_its_bar_and_not_what_is_overdue() {
    let mut bedside = demo();
    bedside.keys("F7");
    let line = |columns| {
        let screen = bedside.screen_of(columns, 20, Look::FULL);
        screen.lines().nth(1).unwrap_or_default().to_owned()
    };
    assert!(line(80).contains('█') && line(80).contains(" missed"));
    assert!(!line(60).contains('█') && line(60).contains(" missed"));
}

#[test]
fn the_study_opens_a_participant_and_is_read_anew_afterwards() {
    let mut bedside = demo();
    bedside.keys("F7");
    let overview =
        |bedside: &Bedside| match bedside.model().layers.iter().rev().find_map(
            |layer| match layer {
                Layer::Study(state) => Some(state.clone()),
                _ => None,
            },
        ) {
            Some(state) => (state.cursor, state.overview.unwrap()),
            None => panic!("no study is open"),
        };
    let (_, read) = overview(&bedside);
    assert_eq!((read.people.len(), read.target), (14, 20));
    let standing = |bedside: &Bedside| overview(bedside).1.people[7].cells[3].standing;
    assert_eq!(standing(&bedside), Standing::Due);
    bedside.keys("End up up up up up up Enter");
    assert_eq!(bedside.layers(), ["participants", "study", "participant"]);
    bedside.keys("4 5 6 . 2 Enter Esc Esc Esc");
    assert_eq!(bedside.layers(), ["participants", "study"]);
    assert_eq!(
        (overview(&bedside).0, standing(&bedside)),
        (7, Standing::Begun)
    );
    bedside.keys("F3");
    assert_eq!(
        bedside.layers(),
        ["participants", "study", "participant", "timeline"]
    );
    bedside.keys("Esc Esc Esc");
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.assert_settled();
}

#[test]
fn keys_wait_for_the_study_and_a_failure_is_said_once() {
    let mut bedside = demo();
    bedside.holds = true;
    bedside.keys("F7 down down Enter");
    assert_eq!(bedside.top(), "study");
    bedside.deliver_all();
    assert_eq!(bedside.top(), "participant");
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
        "99-003"
    );
    let mut bedside = demo();
    bedside.owner.fails = Some("The disk cannot be read.".to_owned());
    bedside.keys("F7");
    assert_eq!(bedside.notice(), "The disk cannot be read.");
    let asked = |bedside: &Bedside| bedside.mail.contains(&Request::Overview);
    assert!(!asked(&bedside));
    bedside.owner.fails = None;
    bedside.holds = true;
    bedside.keys("down");
    assert!(asked(&bedside));
    bedside.deliver_all();
    assert!(bedside.screen().contains("14 of 20 enrolled"));
}

#[test]
fn an_overview_that_nobody_waits_for_changes_nothing() {
    let mut bedside = demo();
    bedside.holds = true;
    bedside.keys("F7 Esc");
    assert_eq!(bedside.top(), "participants");
    bedside.deliver_all();
    assert_eq!(bedside.layers(), ["participants"]);
    bedside.tell(coreset::screens::effect::Msg::Reply(Reply::Lost(
        coreset::text::server::Unreached::Lost,
    )));
    assert_eq!(bedside.layers(), ["participants"]);
}
