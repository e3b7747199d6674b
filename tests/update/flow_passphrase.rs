//! The own passphrase: offered at the start, set and changed from the menu, and never among the words that are stored.

use crate::support::bedside::Bedside;
use crate::support::signer::*;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Reply, Request};
use coreset::screens::effect::Msg;
use coreset::screens::screen_lock::state::EndedLocked;

/// A start of a user who has no passphrase and is asked for one, perhaps with a place to go back to.
fn started(before: Option<Bedside>) -> Bedside {
    let before = before.unwrap_or_else(Bedside::enrolled);
    let (mut owner, place) = (before.owner, before.place);
    owner.offers_passphrase = true;
    Bedside::start("default", owner, place, "mk-2")
}

/// Everything that could show or keep what was typed.
fn traces(bedside: &Bedside) -> String {
    format!(
        "{:?} {:?} {:?} {}",
        bedside.app,
        bedside.place,
        bedside.mail,
        bedside.screen()
    )
}

/// The owner says to this terminal what another one, or a manager, did with the passphrase.
fn told(bedside: &mut Bedside, event: Event) {
    let request = format!("other-{}", bedside.count());
    bedside.owner.store_unjudged(&request, vec![event]);
    let entries = vec![bedside.owner.entries.last().unwrap().clone()];
    bedside.tell(Msg::Reply(Reply::Changed {
        entries,
        summary: None,
    }));
}

fn set(user: &str) -> Event {
    Event::PassphraseSet {
        user: user.to_owned(),
        proof: "0".repeat(64),
    }
}

#[test]
fn the_start_offers_to_set_one_and_esc_leaves_it_until_the_next_start() {
    let mut bedside = started(None);
    assert_eq!(bedside.top(), "passphrase");
    bedside.must_show("You have no passphrase yet.");
    bedside.must_show("ends after 10 min without a key");
    bedside.keys("type:half esc");
    assert_eq!(bedside.layers(), ["participants"]);
    // It is not asked again in this terminal, also after a lost connection.
    bedside.keys("enter 1 4").lose();
    bedside.back();
    bedside.keys("esc esc esc");
    assert_eq!(bedside.layers(), ["participants"]);
    let bedside = started(Some(bedside));
    assert_eq!(bedside.top(), "passphrase");
    // Who has one is not asked.
    let mut owner = bedside.owner;
    owner
        .passphrases
        .insert("mk".to_owned(), "long enough".to_owned());
    let bedside = Bedside::start("default", owner, None, "mk-3");
    assert_eq!(bedside.layers(), ["participants"]);
}

#[test]
fn the_question_where_to_go_on_comes_after_it() {
    for leave in ["esc", "type:long_enough enter type:long_enough enter"] {
        let mut before = Bedside::enrolled();
        before.keys("enter 1 4 8 1");
        let mut bedside = started(Some(before));
        assert_eq!(bedside.top(), "passphrase");
        bedside.keys(leave);
        assert_eq!(bedside.top(), "picker", "{leave}");
        bedside.keys("enter");
        assert_eq!(
            (bedside.here().as_str(), bedside.waits()),
            ("mmt8 deltoid.l", "1")
        );
    }
}

#[test]
fn one_is_set_only_when_it_is_typed_twice_and_does() {
    let mut bedside = started(None);
    bedside.keys("enter type:short enter");
    bedside.must_show("at least 8 characters");
    bedside.must_not_show("New passphrase again:");
    bedside.keys("type:long_enough enter type:long_enuff enter");
    bedside.must_show("The two differ.");
    bedside.keys("type:long_enough enter");
    bedside.must_show("New passphrase again:");
    assert!(!traces(&bedside).contains("long enough"));
    bedside.keys("type:long_enough");
    bedside.must_show("•••••••••••");
    bedside.keys("enter");
    assert_eq!(bedside.layers(), ["participants"]);
    assert_eq!(bedside.notice(), "The passphrase is set.");
    assert!(bedside.model().shared.account.passphrase);
    assert_eq!(bedside.owner.passphrases["mk"], "long enough");
    assert!(!traces(&bedside).contains("long enough"));
}

#[test]
fn the_menu_changes_it_anywhere_and_asks_for_the_one_until_now() {
    let mut bedside = investigator();
    bedside.keys("6 1 . ctrl-g K");
    assert_eq!(bedside.top(), "passphrase");
    bedside.must_show("Change your passphrase");
    let again = "type:battery_staple enter type:battery_staple enter";
    bedside.keys(&format!("type:wrong enter {again}"));
    bedside.must_show("! That is wrong; 4 tries are left.");
    bedside.must_show("Passphrase until now:");
    // One that does not do leaves the one until now as it was typed.
    bedside.keys(&format!(
        "type:{WORDS} enter type:short enter type:short enter"
    ));
    bedside.must_show("at least 8 characters");
    bedside.must_show("New passphrase:");
    bedside.keys(again);
    assert_eq!(bedside.owner.passphrases["md"], "battery staple");
    // What stood beneath stands there.
    assert_eq!((bedside.top(), bedside.text()), ("form", "1."));
    // A second dialog is not laid over the first.
    bedside.keys("ctrl-g K ctrl-g K");
    let dialogs = bedside.layers().into_iter();
    assert_eq!(dialogs.filter(|layer| *layer == "passphrase").count(), 1);
}

#[test]
fn a_lost_connection_says_that_it_may_not_be_set() {
    let mut bedside = started(None);
    bedside.holds = true;
    bedside.keys("type:long_enough enter type:long_enough enter");
    assert!(matches!(
        bedside.mail.back(),
        Some(Request::SetPassphrase { .. })
    ));
    bedside.must_show("The server is checking it.");
    // Typed from impatience: it goes nowhere.
    bedside.keys("type:abc enter");
    assert_eq!(bedside.mail.len(), 1);
    bedside.holds = false;
    bedside.lose();
    bedside.must_show("There is no connection, and it may not have been set.");
    bedside.keys("type:long_enough enter type:long_enough enter");
    bedside.must_show("There is no connection");
    bedside.back();
    bedside.keys("type:long_enough enter type:long_enough enter");
    assert_eq!(bedside.layers(), ["participants"]);
    assert_eq!(bedside.owner.passphrases["mk"], "long enough");
}

#[test]
fn one_that_another_terminal_sets_or_a_manager_takes_away_is_noticed() {
    let mut bedside = started(None);
    bedside.keys("type:half");
    told(&mut bedside, set("somebody"));
    assert!(!bedside.model().shared.account.passphrase);
    told(&mut bedside, set("mk"));
    assert!(bedside.model().shared.account.passphrase);
    bedside.must_show("set in another terminal");
    bedside.must_show("Passphrase until now:");
    bedside.must_not_show("•");
    bedside.keys("esc ctrl-space");
    assert!(bedside.model().shared.lock.locked.is_some());
    // Nothing opens that lock any more. What is typed of it must not reach the shell, so the end waits for Enter.
    bedside.keys("type:long_");
    let user = || "mk".to_owned();
    told(&mut bedside, Event::PassphraseCleared { user: user() });
    bedside.must_show("A manager has taken your passphrase away");
    bedside.keys("type:enough");
    assert!(!bedside.quit);
    bedside.must_not_show("•");
    // One that is set in another terminal opens it.
    told(&mut bedside, set("mk"));
    bedside.must_show("Type your passphrase");
    assert_eq!(bedside.model().shared.lock.ended, None);
    told(&mut bedside, Event::PassphraseCleared { user: user() });
    bedside.keys("enter");
    assert!(bedside.quit);
    let ended = bedside.model().shared.lock.ended;
    assert_eq!(ended, Some(EndedLocked::PassphraseTaken));
}

#[test]
fn a_signature_under_way_asks_for_the_one_that_was_set_meanwhile() {
    let mut owner = owner();
    owner.passphrases.clear();
    let mut bedside = at_visit(owner, "md", Role::Investigator);
    bedside.keys("f10");
    to(&mut bedside, "Sign this visit");
    bedside.keys("enter 1 type:half");
    bedside.must_show("You have no passphrase yet.");
    let words = WORDS.replace('_', " ");
    bedside.owner.passphrases.insert("md".to_owned(), words);
    told(&mut bedside, set("md"));
    bedside.must_show("Type your passphrase and press Enter to sign.");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!(session(&bedside).signatures.len(), 1);
}

/// At the line for the reason to lock the visit.
fn locking() -> Bedside {
    let mut bedside = investigator();
    bedside.keys("f10");
    to(&mut bedside, "Lock this visit");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "locking");
    bedside
}

#[test]
fn a_lock_takes_the_reason_first_and_the_passphrase_last() {
    let mut bedside = locking();
    let count = bedside.count();
    bedside.keys("type:all_clean enter enter type:correct");
    bedside.must_show("all clean");
    bedside.must_show("•••••••");
    bedside.must_not_show("correct");
    bedside.keys("enter");
    bedside.must_show("! That is wrong; 4 tries are left.");
    assert_eq!((bedside.top(), bedside.count()), ("locking", count));
    // Esc goes back to the reason, which stands.
    bedside.keys("esc type:_again enter");
    bedside.paste("correct horse\n");
    bedside.keys("enter");
    assert_eq!(bedside.top(), "review");
    assert!(
        matches!(bedside.since(count)[..], [Event::Locked { reason, .. }] if reason == "all clean again")
    );
    bedside.assert_settled();
}

#[test]
fn a_reason_that_holds_the_passphrase_is_refused_before_anything_is_sent() {
    for reason in [
        "correct_horse",
        "_correct_horse_",
        "by_correct_horse,_done",
        "CORRECT_Horse",
    ] {
        let mut bedside = locking();
        let count = bedside.count();
        bedside.keys(&format!("type:{reason} enter"));
        bedside.holds = true;
        bedside.keys(&format!("type:{WORDS} enter"));
        assert!(bedside.mail.is_empty(), "{reason}");
        bedside.must_show("The reason held your passphrase");
        // It is neither repeated nor kept.
        let traces = traces(&bedside).to_lowercase();
        assert!(!traces.contains("correct horse"), "{reason}");
        bedside.holds = false;
        bedside.keys(&format!("type:all_clean enter type:{WORDS} enter"));
        assert_eq!(bedside.since(count).len(), 1, "{reason}");
    }
}

#[test]
fn a_lock_whose_passphrase_is_under_way_is_given_up_by_esc_and_by_a_lost_connection() {
    let mut bedside = locking();
    let count = bedside.count();
    bedside.keys("type:all_clean enter");
    bedside.holds = true;
    bedside.keys(&format!("type:{WORDS} enter"));
    assert!(matches!(bedside.mail.back(), Some(Request::Unlock(_))));
    bedside.keys("esc");
    bedside.holds = false;
    bedside.deliver_all();
    assert_eq!((bedside.top(), bedside.count()), ("review", count));
    bedside.keys("enter type:all_clean enter");
    bedside.holds = true;
    bedside.keys(&format!("type:{WORDS} enter"));
    bedside.holds = false;
    bedside.lose();
    bedside.must_show("! There is no connection, so that the passphrase cannot be");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.count(), count);
    bedside.back();
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!((bedside.top(), bedside.count()), ("review", count + 1));
}

#[test]
fn who_has_no_passphrase_sets_one_before_a_lock() {
    let mut owner = owner();
    owner.passphrases.clear();
    let mut bedside = at_visit(owner, "md", Role::Investigator);
    let count = bedside.count();
    bedside.keys("f10");
    to(&mut bedside, "Lock this visit");
    bedside.keys("enter");
    bedside.must_show("You lock and unlock with your passphrase");
    bedside.keys(&format!("type:{WORDS} enter type:{WORDS} enter"));
    assert_eq!(bedside.top(), "review");
    bedside.keys(&format!("enter type:all_clean enter type:{WORDS} enter"));
    assert_eq!(bedside.since(count).len(), 1);
}

#[test]
fn the_screens_lock_wipes_what_is_typed_of_a_passphrase_and_keeps_the_reason() {
    let mut bedside = locking();
    bedside.keys("type:all_clean enter type:corr");
    bedside.tell(Msg::Idle).keys(&format!("type:{WORDS} enter"));
    bedside.must_show("all clean");
    bedside.must_not_show("•");
    bedside.keys("esc esc ctrl-g K type:corr");
    bedside.must_show("••••");
    bedside.tell(Msg::Idle).keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.top(), "passphrase");
    bedside.must_not_show("•");
}
