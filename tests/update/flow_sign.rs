//! A visit reviewed, signed, changed and locked, with the keys of the screens.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use crate::support::signer::*;
use coreset::domain::record::event::{Event, FieldPath, PromptOutcome};
use coreset::domain::record::query::Step;
use coreset::domain::record::signature;
use coreset::domain::record::signature::Meaning;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::Request;
use coreset::screens::effect::Msg;
use coreset::text::DEFAULT;
use proptest::prelude::*;

fn place(form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: WHO.into(),
        visit: VISIT.into(),
        form: form.into(),
        field: field.into(),
    }
}

fn mark(bedside: &Bedside) -> &'static str {
    let mark = signature::mark(&WHO.into(), session(bedside));
    mark.map_or("", |mark| DEFAULT.signed_mark(mark))
}

/// Somebody else changes an answer of the visit, for a reason.
fn changed_elsewhere(bedside: &mut Bedside, text: &str) {
    let (answer, origin) = (
        coreset::domain::base::answer::Answer::number(text.parse().unwrap(), None),
        coreset::domain::record::event::Origin::Typed,
    );
    let place = place("phga", "vas");
    bedside.owner.store_for(
        "misread",
        vec![Event::Answered {
            place,
            answer,
            origin,
        }],
    );
    bedside.spread();
}

#[test]
fn every_open_point_is_a_link_and_leaving_its_form_comes_back() {
    let mut owner = owner();
    let query = Event::Queried {
        place: place("mmt8", "deltoid.r"),
        query: 0,
        step: Step::Open,
        text: "Both arms?".to_owned(),
    };
    owner.store("query-1".to_owned(), vec![query]);
    let mut bedside = at_visit(owner, "md", Role::Investigator);
    // A required field is emptied, and text is left in another.
    bedside.keys("6 delete 8 . esc f10");
    let lines = links(&bedside);
    let open: Vec<&String> = lines.iter().filter(|line| line.starts_with("! ")).collect();
    assert_eq!(
        open[0],
        "! Physician global Physician global VAS: not accepted: \"8.\""
    );
    for part in [
        "MMT-8 Deltoid, right: query, new: Both arms?",
        "Physician global Physician global VAS: empty",
        "HAQ-DI : complete, but never left",
    ] {
        assert!(
            open.iter().any(|line| line.contains(part)),
            "{part}: {open:#?}"
        );
    }
    for (words, here) in [
        ("not accepted", "phga vas"),
        ("Both arms?", "mmt8 deltoid.r"),
        ("VAS: empty", "phga vas"),
        ("HAQ-DI : complete", "haq end"),
    ] {
        to(&mut bedside, words);
        bedside.keys("enter");
        assert_eq!(bedside.here(), here);
        bedside.keys("esc");
        assert_eq!(bedside.top(), "review");
    }
    // Nothing is signed before that is done.
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "review");
    assert!(
        bedside.notice().contains("3 points are still open"),
        "{}",
        bedside.notice()
    );
    bedside.keys("esc");
    assert_eq!(bedside.top(), "visit");
    // The same review from the list of visits.
    bedside.keys("esc ctrl-y");
    assert_eq!(bedside.layers(), ["participants", "participant", "review"]);
    to(&mut bedside, "VAS: empty");
    bedside.keys("enter");
    assert_eq!(bedside.waits(), "8.");
    bedside.keys("delete esc");
    assert_eq!(bedside.top(), "review");
    bedside.must_not_show("not accepted");
    bedside.assert_settled();
}

#[test]
fn what_was_decided_is_shown_and_is_not_open() {
    let mut bedside = investigator();
    // A value kept against a check, and a missing one, each with its reason.
    bedside.keys("6 9 . 9 enter enter 1 . enter 1 esc f10");
    let lines = links(&bedside);
    let seen: Vec<&String> = lines.iter().filter(|line| line.starts_with("  ")).collect();
    assert!(
        seen.iter()
            .any(|line| line.contains("VAS: kept, far from the last visit")),
        "{lines:#?}"
    );
    assert!(
        seen.iter().any(|line| line.contains("category: missing: ")),
        "{lines:#?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains("empty")),
        "{lines:#?}"
    );
}

#[test]
fn a_signature_needs_a_meaning_and_the_passphrase_and_shows_everywhere() {
    let mut bedside = investigator();
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    let count = bedside.count();
    // Enter opens, and signs nothing however often it is pressed.
    bedside.keys("enter enter enter enter");
    assert_eq!((bedside.top(), bedside.count()), ("sign", count));
    let content = signature::content(&WHO.into(), session(&bedside));
    for part in [
        "99-009 XI",
        "Week 12, held on 2026-02-25",
        "241 in 11 forms",
        &content[..16],
        "MD. Example (md), investigator",
    ] {
        bedside.must_show(part);
    }
    bedside.keys("4");
    assert_eq!(bedside.notice(), "Press 1, 2 or 3.");
    bedside.keys("3 enter");
    bedside.must_show("approved: I answer for them");
    assert_eq!(bedside.count(), count);
    bedside.keys("type:wrong_words");
    bedside.must_show("•••••••••••");
    bedside.must_not_show("wrong words");
    bedside.keys("enter");
    bedside.must_show("Not signed. This is not your passphrase.");
    bedside.must_not_show("•");
    bedside.keys(&format!("type:{WORDS}x backspace enter"));
    assert_eq!(bedside.top(), "review");
    assert_eq!(bedside.notice(), "Signed by MD. Example: approved.");
    bedside
        .must_show("Signed 2026-03-02 09:00 +01:00 by MD. Example (md), investigator: approved.");
    assert_eq!(mark(&bedside), "signed");
    assert_eq!(session(&bedside).signatures[0].meaning, Meaning::Approved);
    let visits = bedside.summary(WHO).visits;
    assert!(
        visits
            .iter()
            .any(|visit| visit.visit.as_str() == VISIT && visit.signed)
    );
    bedside.keys("esc");
    bedside.must_show("Signed 2026-03-02, MD. Example: approv");
    bedside.keys("esc");
    bedside.must_show("11/11 signed");
    bedside.assert_settled();
    let traces = format!("{:?} {:?} {:?}", bedside.app, bedside.place, bedside.sent);
    assert!(!traces.contains("correct horse") && !traces.contains("wrong words"));
}

#[test]
fn a_change_voids_the_signature_for_all_to_see_and_another_one_stands() {
    let mut bedside = investigator();
    bedside.keys("f10");
    sign(&mut bedside);
    bedside.today("2026-03-03");
    changed_elsewhere(&mut bedside, "1.3");
    assert_eq!(mark(&bedside), "VOID");
    bedside.must_show("VOID: signed 2026-03-02 09:00 +01:00 by MD. Example (md), investigator:");
    bedside.must_show("The visit changed at 2026-03-03 09:00 +01:00: sign again.");
    bedside.keys("esc");
    bedside.must_show("Signature VOID, MD. Example: sign again");
    bedside.keys("esc");
    bedside.must_show("11/11 VOID");
    assert!(
        bedside
            .summary(WHO)
            .visits
            .iter()
            .all(|visit| !visit.signed)
    );
    bedside.keys("f10");
    sign(&mut bedside);
    assert_eq!(mark(&bedside), "signed");
    bedside.must_show("Signed 2026-03-03 09:00 +01:00");
    bedside.must_show("VOID: signed 2026-03-02");
    // Put back, neither stands: what was signed was changed.
    changed_elsewhere(&mut bedside, "1.1");
    bedside.must_show("VOID: signed 2026-03-02");
    assert_eq!(mark(&bedside), "VOID");
    bedside.assert_settled();
}

#[test]
fn what_changes_or_is_not_stored_while_signing_is_looked_at_again() {
    let mut bedside = investigator();
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.keys(&format!("enter 2 type:{WORDS}"));
    changed_elsewhere(&mut bedside, "1.4");
    bedside.keys("enter");
    bedside.must_show("The visit changed while you were signing.");
    assert_eq!(mark(&bedside), "");
    bedside.keys("esc esc");
    assert_eq!(bedside.top(), "review");
    // What is on its way is waited for.
    bedside.keys("esc 6");
    bedside.holds = true;
    bedside.keys("2 . 1 enter enter esc f10");
    if bedside.top() != "review" {
        panic!("{}", bedside.screen());
    }
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter");
    assert!(
        bedside.notice().contains("Not everything is saved yet"),
        "{}",
        bedside.notice()
    );
    bedside.holds = false;
    bedside.deliver_all();
}

#[test]
fn a_connection_lost_while_signing_signs_once() {
    let mut bedside = investigator();
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.holds = true;
    bedside.keys(&format!("enter 3 type:{WORDS} enter"));
    bedside.must_show("is checking it");
    // Keys do nothing meanwhile: they may be a passphrase.
    bedside.keys("type:abc");
    bedside.must_not_show("•");
    bedside.lose_replies();
    bedside.holds = false;
    bedside.must_show("There is no connection.");
    bedside.keys(&format!("type:{WORDS} enter"));
    bedside.must_show("There is no connection.");
    bedside.back();
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.top(), "review", "{}", bedside.screen());
    assert_eq!(session(&bedside).signatures.len(), 1);
    bedside.assert_settled();
}

#[test]
fn who_has_no_passphrase_sets_one_there() {
    let mut owner = owner();
    owner.passphrases.clear();
    let mut bedside = at_visit(owner, "md", Role::Investigator);
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter 1");
    bedside.must_show("You have no passphrase yet.");
    bedside.keys("type:short enter type:short enter");
    bedside.must_show("at least 8 characters");
    bedside.keys("type:long_enough enter type:long_enuff enter");
    bedside.must_show("The two differ.");
    bedside.keys("type:long_enough enter type:long_enough enter");
    bedside.must_show("Type your passphrase and press Enter to sign.");
    assert_eq!(mark(&bedside), "");
    bedside.keys("type:long_enough enter");
    assert_eq!((bedside.top(), mark(&bedside)), ("review", "signed"));
}

#[test]
fn the_screens_lock_wipes_what_is_typed_of_a_passphrase_and_keeps_the_rest() {
    let mut bedside = investigator();
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter 3 type:corr");
    bedside.must_show("••••");
    bedside.tell(Msg::Idle).keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.top(), "sign");
    bedside.must_show("approved: I answer for them");
    bedside.must_not_show("•");
    bedside.paste("correct horse\n");
    bedside.must_show("•••••••••••••");
    bedside.keys("enter");
    assert_eq!(mark(&bedside), "signed");
}

#[test]
fn who_may_not_sign_or_lock_is_told_who_may() {
    for role in [Role::Assessor, Role::Monitor] {
        let mut bedside = at_visit(owner(), "pt", role);
        bedside.keys("f10");
        bedside.keys("end");
        bedside.must_show("An investigator signs this visit.");
        bedside.must_show("An investigator or a manager locks and unlocks.");
        assert!(
            !links(&bedside)
                .iter()
                .any(|line| line.contains("this visit"))
        );
        bedside.keys("esc esc esc f7 f10");
        assert!(
            bedside.notice().contains("An investigator or a manager"),
            "{}",
            bedside.notice()
        );
        assert_eq!(bedside.top(), "study");
    }
    let mut manager = at_visit(owner(), "ma", Role::Manager);
    manager.keys("f10");
    manager.keys("end");
    manager.must_show("An investigator signs this visit.");
    to(&mut manager, "Lock this visit");
    manager.keys(&format!("enter type:cleaned enter type:{WORDS} enter"));
    manager.must_show("LOCKED (visit) by MA. Example on 2026-03-02: cleaned");
    manager.assert_settled();
}

#[test]
fn a_locked_part_says_so_and_takes_nothing_until_it_is_unlocked() {
    let mut bedside = investigator();
    for (line, word) in [
        ("Lock the form Physician global", "form"),
        ("Lock this visit", "visit"),
        ("Lock this participant", "participant"),
    ] {
        bedside.keys("f10");
        to(&mut bedside, line);
        bedside.keys("enter enter");
        assert_eq!(bedside.notice(), "Say why, then press Enter.");
        bedside.keys(&format!("type:all_clean enter type:{WORDS} enter esc"));
        let mark = format!("LOCKED ({word}) by MD. Example on 2026-03-02: all clean");
        bedside.must_show("locked");
        if word != "form" {
            bedside.must_show(&mark);
        }
        bedside.keys("6");
        bedside.must_show(&mark);
        let count = bedside.count();
        for keys in [
            "5", "delete", ". enter", "ctrl-d", "ctrl-n", "ctrl-u", "ctrl-r", "=",
        ] {
            bedside.keys(keys);
            assert_eq!((bedside.top(), bedside.count()), ("form", count), "{keys}");
            if keys.len() > 1 || keys == "5" {
                let words =
                    format!("This {word} was locked by MD. Example on 2026-03-02: all clean.");
                let told = bedside.notice().starts_with(&words);
                assert!(
                    told || matches!(keys, ". enter"),
                    "{keys}: {}",
                    bedside.notice()
                );
            }
        }
        bedside.keys("home");
        assert_eq!(bedside.here(), "phga vas");
        bedside.keys("esc f10");
        to(&mut bedside, &line.replace("Lock", "Unlock"));
        bedside.keys(&format!("enter type:a_slip enter type:{WORDS} enter esc"));
        bedside.must_not_show("LOCKED");
        bedside.must_not_show("locked");
    }
    bedside.keys("6 1 . 2 enter enter");
    assert_eq!(
        bedside.model().shared.open.record.as_ref().unwrap().locks,
        Default::default()
    );
    bedside.assert_settled();
}

#[test]
fn a_lock_that_comes_while_somebody_types_holds_nobody_and_loses_no_text() {
    let mut bedside = at_visit(owner(), "pt", Role::Assessor);
    let pt = bedside.seat;
    bedside.keys("6 1 .");
    let ma = bedside.joined_by("ma", "MA. Example", &[Role::Manager]);
    bedside.sit(ma).keys(&format!(
        "f7 f10 type:end_of_study enter type:{WORDS} enter"
    ));
    bedside.must_show("LOCKED (study) by MA. Example on 2026-03-02: end of study");
    bedside.sit(pt);
    bedside.must_show("LOCKED (study) by MA. Example on 2026-03-02: end of study");
    let count = bedside.count();
    bedside.keys("5 enter");
    assert!(
        bedside
            .notice()
            .starts_with("This study was locked by MA. Example")
    );
    // Nobody is held in a field that takes nothing.
    assert_ne!(bedside.here(), "phga vas");
    assert_eq!(bedside.count(), count);
    // What was typed waits in its field.
    bedside.keys("up");
    assert_eq!(
        (bedside.here().as_str(), bedside.waits()),
        ("phga vas", "1.")
    );
    bedside.keys("esc esc");
    bedside.must_show("locked");
    bedside
        .sit(ma)
        .keys(&format!("f10 type:one_more_query enter type:{WORDS} enter"));
    bedside.must_not_show("LOCKED");
    bedside.sit(pt);
    bedside.must_not_show("locked");
    bedside.assert_settled();
}

#[test]
fn the_sheet_of_the_visit_has_all_that_was_signed() {
    let mut owner = owner();
    let kept = Event::Prompted {
        place: place("mmt8", "deltoid.r"),
        rule: "jump".to_owned(),
        rule_version: "1".to_owned(),
        value: "8".to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some("patient: by phone".to_owned()),
    };
    owner.store("kept-1".to_owned(), vec![kept]);
    let mut bedside = at_visit(owner, "md", Role::Investigator);
    bedside.keys("6 down . enter 1 esc 4 ctrl-n type:sore enter esc f10");
    sign(&mut bedside);
    bedside.today("2026-03-03");
    changed_elsewhere(&mut bedside, "1.3");
    sign(&mut bedside);
    let text = sheet(&bedside, true);
    let plain = sheet(&bedside, false);
    let content = signature::content(&WHO.into(), session(&bedside));
    let entries = bedside.count();
    for part in [
        "Participant     99-009 XI, male, born 1965, dermatomyositis",
        "Visit           Week 12, held on 2026-02-25",
        "note: sore",
        "kept against jump: confirmed with the patient: by phone",
        "missing: ",
        "IMACS improvement: ",
        "Printed name    MD. Example",
        "Login           md",
        "Role            investigator",
        "Meaning         approved: I answer for them",
        "Signed at       2026-03-02 09:00 +01:00",
        "State           VOID since the visit changed at 2026-03-03 09:00 +01:00",
        "State           It stands.",
        &format!("Content         {content}"),
        &format!("Head            {entries:064}"),
        &format!("Entries         {entries}, the newest of 2026-03-03 09:00 +01:00"),
    ] {
        assert!(
            text.contains(part) && plain.contains(part),
            "{part}:\n{plain}"
        );
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    // Every answer of the visit is there, under its label.
    let study = &bedside.owner.study;
    for (form, cells) in &session(&bedside).forms {
        let instrument = study.form(form.as_str()).unwrap();
        for field in cells.keys() {
            let label = &instrument.field(field.as_str()).unwrap().label;
            let first = label.split(' ').next().unwrap();
            assert!(plain.contains(first), "{label}");
        }
    }
    let pages = text.matches('\u{c}').count() + 1;
    assert!(pages > 2);
    for page in text.split('\u{c}') {
        let foot = page.trim_end().lines().last().unwrap();
        assert!(
            foot.contains(&content[..16]) && foot.contains(&format!("head {entries} ")),
            "{foot}"
        );
        assert!(foot.ends_with(&format!("of {pages}")), "{foot}");
    }
    assert!(!plain.contains('\u{c}'));
}

#[test]
fn no_request_of_a_signature_goes_out_unasked() {
    let mut bedside = investigator();
    bedside.holds = true;
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter 3 enter esc esc esc esc");
    assert!(
        !bedside
            .mail
            .iter()
            .any(|request| matches!(request, Request::Sign(_)))
    );
    bedside.deliver_all();
    assert_eq!(mark(&bedside), "");
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(24)
    })]

    #[test]
    fn no_keys_but_the_passphrase_sign(keys in prop::collection::vec(any::<prop::sample::Index>(), 0..120)) {
        let mut bedside = investigator();
        let all = bedside::all_keys(&bedside.model().shared.keymap.clone());
        bedside.keys("f10");
        to(&mut bedside, "Sign this visit");
        bedside.keys("enter");
        for key in &keys {
            bedside.key(all[key.index(all.len())]);
            for (columns, rows) in [(80, 24), (40, 12), (10, 3)] {
                bedside.screen_of(columns, rows, ASCII);
            }
            if bedside.quit {
                break;
            }
        }
        prop_assert_eq!(session(&bedside).signatures.len(), 0);
    }
}
