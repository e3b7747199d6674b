//! The export from the study screen: chosen, seen going on, stopped, done, refused, lost.

use crate::support::bedside::Bedside;
use crate::support::signer;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::domain::rules::{ExportFault, Refusal};
use coreset::input::action::{Action, Context};
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::{ExportEnd, Placed, Reply, Request};
use coreset::screens::effect::Msg;
use coreset::screens::workspace::exporting::Exporting;

fn of(role: Role) -> Bedside {
    let who = signer::person("ma", "Ma. Example", role);
    Bedside::start_as("default", signer::owner(), None, "ma-1", who, &[role])
}

/// A manager at the study screen.
fn at_study() -> Bedside {
    let mut bedside = of(Role::Manager);
    bedside.keys("f7");
    bedside
}

/// The same, whose export of tables goes on; with the entry that stands for it.
fn going_on() -> (Bedside, u64) {
    let mut bedside = at_study();
    bedside.keys("# enter");
    let entry = bedside.count() as u64;
    (bedside, entry)
}

fn told(bedside: &mut Bedside, entry: u64, done: u64) {
    let reply = Reply::Exporting {
        entry,
        done,
        all: 300,
    };
    bedside.tell(Msg::Reply(reply));
}

fn ended(bedside: &mut Bedside, entry: u64, end: ExportEnd) {
    bedside.tell(Msg::Reply(Reply::Exported { entry, end }));
}

fn placed() -> ExportEnd {
    ExportEnd::Done(Placed {
        folder: "exports/csv-84-85".to_owned(),
        files: 31,
        bytes: 1_000_000,
        as_of: 84,
    })
}

#[test]
fn a_format_is_chosen_and_its_entry_stored_before_the_export_begins() {
    let mut bedside = at_study();
    bedside.keys("#");
    assert_eq!(bedside.picker().lines.len(), 8);
    bedside.must_show("SAS XPORT version 5");
    bedside.holds = true;
    bedside.keys("enter");
    assert!(bedside.owner.exports.is_empty());
    bedside.deliver();
    let stored = bedside.events().last().copied().cloned();
    let what = "export-csv".to_owned();
    assert_eq!(
        stored,
        Some(Event::Copied {
            what,
            participant: None
        })
    );
    bedside.holds = false;
    bedside.deliver_all();
    let entry = bedside.count() as u64;
    assert_eq!(bedside.owner.exports, [(bedside.seat, entry)]);
    bedside.must_show("Exporting csv: 0 %");
    bedside.assert_settled();
}

#[test]
fn how_far_it_is_stands_on_the_study_screen_which_can_be_read_meanwhile() {
    let (mut bedside, entry) = going_on();
    told(&mut bedside, entry, 102);
    bedside.must_show("Exporting csv: 34 %  ← stops it");
    // Another export's progress is not this one's.
    told(&mut bedside, entry + 1, 299);
    bedside.must_show("34 %");
    bedside.keys("f12");
    bedside.must_show("Since, criteria not met");
    bedside.keys("f12 enter");
    assert_eq!(bedside.top(), "participant");
    bedside.must_not_show("Exporting");
    told(&mut bedside, entry, 297);
    bedside.keys("esc");
    bedside.must_show("Exporting csv: 99 %");
    // One at a time.
    bedside.keys("#");
    assert_eq!(bedside.top(), "study");
    assert!(bedside.notice().contains("goes on"), "{}", bedside.notice());
}

#[test]
fn the_end_says_for_as_long_as_the_study_is_open_where_the_files_are() {
    let (mut bedside, entry) = going_on();
    ended(&mut bedside, entry, placed());
    for keys in ["down", "up", "f12 f12"] {
        bedside.keys(keys);
        bedside.must_show("Exported to exports/csv-84-85");
        bedside.must_show("31 files, as of entry");
    }
    // The key that stopped it leaves again.
    bedside.keys("esc");
    assert_eq!(bedside.top(), "participants");
    bedside.keys("f7");
    bedside.must_not_show("Exported");
}

#[test]
fn an_end_that_comes_while_something_else_is_open_is_said_there() {
    let (mut bedside, entry) = going_on();
    bedside.keys("enter");
    ended(&mut bedside, entry, placed());
    assert!(
        bedside.notice().contains("exports/csv-84-85"),
        "{}",
        bedside.notice()
    );
    bedside.keys("esc");
    bedside.must_show("31 files");
}

#[test]
fn the_way_back_stops_it_and_stays() {
    let (mut bedside, _) = going_on();
    bedside.must_show("stop the export");
    bedside.keys("esc");
    assert!(bedside.owner.exports.is_empty());
    assert_eq!(bedside.top(), "study");
    assert_eq!(bedside.model().shared.exporting, Exporting::Nothing);
    assert!(
        bedside.notice().contains("nothing of it was kept"),
        "{}",
        bedside.notice()
    );
    bedside.keys("esc");
    assert_eq!(bedside.top(), "participants");
}

#[test]
fn what_is_stopped_before_its_entry_is_stored_never_begins() {
    let mut bedside = at_study();
    bedside.holds = true;
    bedside.keys("# enter esc");
    bedside.holds = false;
    bedside.deliver_all();
    assert!(bedside.owner.exports.is_empty());
    assert_eq!(bedside.model().shared.exporting, Exporting::Nothing);
    bedside.assert_settled();
}

#[test]
fn an_entry_that_is_refused_begins_nothing_and_is_not_sent_again() {
    for lasting in [true, false] {
        let mut bedside = at_study();
        let reason = Some("The disk is full.".to_owned());
        match lasting {
            true => bedside.owner.refuses_for_good = reason,
            false => bedside.owner.refuses = reason,
        }
        bedside.keys("# 8");
        bedside.must_show("! The disk is full.");
        (bedside.owner.refuses, bedside.owner.refuses_for_good) = (None, None);
        let before = bedside.count();
        bedside.tell(Msg::Reply(Reply::Mended)).keys("down");
        assert_eq!(bedside.count(), before);
        assert!(bedside.owner.exports.is_empty());
        bedside.assert_settled();
    }
}

#[test]
fn a_lost_connection_ends_it_and_nothing_begins_by_itself_later() {
    let (mut bedside, _) = going_on();
    bedside.lose();
    bedside.must_show("The export was stopped when the connection was lost");
    bedside.keys("#");
    assert_eq!(bedside.top(), "study");
    bedside.owner.exports.clear();
    bedside.back();
    assert!(bedside.owner.exports.is_empty());

    // The same where the entry was on its way.
    let mut bedside = at_study();
    bedside.holds = true;
    bedside.keys("# enter").lose();
    bedside.holds = false;
    let before = bedside.count();
    bedside.back();
    assert_eq!(bedside.count(), before);
    assert!(bedside.owner.exports.is_empty());
    bedside.must_show("The export was stopped");
}

#[test]
fn who_may_not_export_is_told_so_by_the_screen_and_by_the_owner() {
    let mut bedside = of(Role::Assessor);
    bedside.keys("f7 #");
    assert_eq!(bedside.top(), "study");
    bedside.must_show("Investigators, managers and monitors export");
    for role in [Role::Investigator, Role::Monitor] {
        let mut bedside = of(role);
        bedside.keys("f7 # enter");
        assert_eq!(bedside.owner.exports.len(), 1, "{role:?}");
    }
    let mut bedside = at_study();
    bedside.keys("#");
    bedside.owner.give_roles(bedside.seat, &[Role::Assessor]);
    bedside.keys("enter");
    bedside.must_show("does not allow this");
    assert!(bedside.owner.exports.is_empty());
    bedside.assert_settled();
}

#[test]
fn why_there_are_no_files_stays_on_the_screen() {
    let (mut bedside, entry) = going_on();
    let why = "redcap is not written yet".to_owned();
    let fault = ExportFault::Format { why };
    ended(
        &mut bedside,
        entry,
        ExportEnd::Failed(Refusal::Export { fault }),
    );
    bedside.keys("down");
    bedside.must_show("! Not exported, and nothing was kept: redcap is not written yet.");
    // The owner may refuse the export itself.
    bedside.holds = true;
    bedside.keys("# enter").deliver();
    assert!(matches!(bedside.mail.front(), Some(Request::Export { .. })));
    bedside.mail.clear();
    let fault = ExportFault::NoData;
    bedside.tell(Msg::Reply(Reply::Failed(Refusal::Export { fault })));
    bedside.must_show("there are no data yet");
}

#[test]
fn leaving_waits_for_the_end_of_an_export_and_a_second_press_does_not() {
    let (mut bedside, entry) = going_on();
    bedside.keys("ctrl-x");
    assert!(!bedside.quit);
    told(&mut bedside, entry, 200);
    assert!(!bedside.quit);
    ended(&mut bedside, entry, placed());
    assert!(bedside.quit);

    let (mut bedside, _) = going_on();
    bedside.keys("ctrl-x ctrl-x");
    assert!(bedside.quit);

    let (mut bedside, entry) = going_on();
    bedside.keys("ctrl-x down");
    ended(&mut bedside, entry, placed());
    assert!(!bedside.quit);
}

#[test]
fn every_keymap_has_a_key_for_it_and_the_menu_too() {
    for name in Keymap::names() {
        let keymap = Keymap::builtin(name).unwrap();
        assert!(
            !keymap.keys(Context::List, Action::Export).is_empty(),
            "{name}"
        );
    }
    let mut bedside = at_study();
    bedside.keys("ctrl-g 1");
    assert_eq!(bedside.picker().lines.len(), 8);
}
