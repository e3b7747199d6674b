//! The locked screen: what it hides, what it keeps, and how it opens.

use crate::support::bedside;
use crate::support::bedside::Bedside;
use coreset::domain::base::ids::FieldId;
use coreset::domain::record::user::Role;
use coreset::domain::rules::Refusal;
use coreset::input::action::{Action, Context};
use coreset::input::keymap::Keymap;
use coreset::protocol::messages::Request;
use coreset::screens::effect::{Effect, Msg};
use coreset::screens::screen_lock::state::EndedLocked;
use std::time::Duration;

const WORDS: &str = "rather_long_words";

/// A form with something half typed, of a user who has a passphrase.
fn at_form() -> Bedside {
    let mut bedside = Bedside::after(|owner| {
        let words = WORDS.replace('_', " ");
        owner.passphrases.insert("mk".to_owned(), words);
    });
    bedside.app.model.shared.account.passphrase = true;
    bedside.keys("enter 1 4 8 7 1");
    bedside
}

fn is_locked(bedside: &Bedside) -> bool {
    bedside.model().shared.lock.locked.is_some()
}

/// Everything that could show or keep what was typed at the lock.
fn traces(bedside: &Bedside) -> String {
    format!(
        "{:?} {:?} {:?} {}",
        bedside.app,
        bedside.place,
        bedside.mail,
        bedside.screen()
    )
}

#[test]
fn a_locked_screen_shows_nothing_of_the_study_and_keeps_the_form() {
    let mut bedside = at_form();
    let (before, place) = (bedside.screen(), bedside.place.clone());
    bedside.tell(Msg::Idle);
    assert!(is_locked(&bedside));
    let screen = bedside.screen();
    for hidden in ["01-001", "AB", "MMT", "Deltoid", "Baseline", "NCT", "saved"] {
        assert!(!screen.contains(hidden), "{hidden}:\n{screen}");
    }
    assert!(screen.contains("locked for M. Kern"), "{screen}");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert!(!is_locked(&bedside));
    assert_eq!(bedside.screen(), before);
    assert_eq!(bedside.place, place);
    bedside.keys("0");
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.r"), "10");
    bedside.assert_settled();
}

#[test]
fn a_passphrase_is_in_nothing_that_is_shown_or_kept() {
    let mut bedside = at_form();
    bedside.tell(Msg::Idle).keys(&format!("type:{WORDS}"));
    let words = WORDS.replace('_', " ");
    assert!(!traces(&bedside).contains(&words));
    assert_eq!(bedside.screen().matches('•').count(), words.chars().count());
    bedside.holds = true;
    bedside.keys("enter");
    assert!(matches!(bedside.mail.back(), Some(Request::Unlock(_))));
    assert!(!traces(&bedside).contains(&words));
    // Typed again from impatience: it goes nowhere, least of all into the form.
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.mail.len(), 1);
    bedside.holds = false;
    bedside.deliver_all();
    assert!(!is_locked(&bedside));
    assert_eq!(bedside.text(), "1");
    assert!(!traces(&bedside).contains(&words));
}

#[test]
fn a_wrong_one_says_so_and_the_next_try_begins_anew() {
    let mut bedside = at_form();
    bedside.tell(Msg::Idle).keys("type:wrong enter");
    bedside.must_show("! That is wrong; 4 tries are left.");
    assert!(!bedside.screen().contains('•'));
    bedside.keys(&format!("type:x backspace type:{WORDS} enter"));
    assert!(!is_locked(&bedside));
}

#[test]
fn keys_at_the_lock_do_nothing_beneath() {
    let mut bedside = at_form();
    let count = bedside.count();
    bedside.tell(Msg::Idle);
    bedside.keys("esc F1 ctrl-g ctrl-n F9 ctrl-u down up tab ctrl-d delete");
    bedside.paste("10");
    bedside.keys("ctrl-u");
    assert!(is_locked(&bedside));
    bedside.keys(&format!("type:{WORDS} enter"));
    assert_eq!(bedside.here(), "mmt8 biceps.r");
    assert_eq!(bedside.text(), "1");
    assert_eq!(bedside.count(), count);
}

#[test]
fn replies_go_on_beneath() {
    let mut bedside = at_form();
    let kern = bedside.seat;
    bedside.keys("backspace");
    bedside.holds = true;
    bedside.keys("6 5");
    bedside.tell(Msg::Idle);
    let physio = bedside.joined_by("physio", "A. Physio", &[Role::Assessor]);
    bedside.sit(physio).keys("enter 1 4 9").sit(kern);
    bedside.holds = false;
    bedside.deliver_all();
    assert!(is_locked(&bedside));
    bedside.must_not_show("Physio");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert!(!bedside.model().shared.saving.waits());
    assert_eq!(bedside.form().unfinished[&FieldId::from("biceps.r")], "6");
    assert!(
        bedside.notice().contains("A. Physio saved 9"),
        "{}",
        bedside.notice()
    );
    assert_eq!(bedside.stored("baseline", "mmt8", "biceps.l"), "5");
    bedside.assert_settled();
}

#[test]
fn without_a_connection_it_stays_locked_and_says_why() {
    let mut bedside = at_form();
    bedside.tell(Msg::Idle);
    bedside.holds = true;
    bedside.keys(&format!("type:{WORDS} enter"));
    bedside.holds = false;
    bedside.lose();
    assert!(is_locked(&bedside));
    bedside.must_show("There is no connection");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert!(is_locked(&bedside));
    bedside.back();
    bedside.keys(&format!("ctrl-u type:{WORDS} enter"));
    assert!(!is_locked(&bedside));
}

#[test]
fn a_failure_leaves_it_locked() {
    let mut bedside = at_form();
    bedside.tell(Msg::Idle);
    bedside.holds = true;
    bedside.keys(&format!("type:{WORDS} enter"));
    bedside.mail.clear();
    let failed = coreset::protocol::messages::Reply::Failed(Refusal::in_words("The disk fails."));
    bedside.holds = false;
    bedside.tell(Msg::Reply(failed));
    assert!(is_locked(&bedside));
    bedside.must_show("! The disk fails.");
    bedside.keys(&format!("type:{WORDS} enter"));
    assert!(!is_locked(&bedside));
}

#[test]
fn without_a_passphrase_the_idle_lock_leaves_and_the_next_start_comes_back_to_the_field() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 8 1");
    bedside.tell(Msg::Idle);
    assert!(bedside.quit);
    let ended = bedside.model().shared.lock.ended;
    assert_eq!(ended, Some(EndedLocked::Idle));
    let mut again = bedside.restarted();
    again.keys("enter");
    assert_eq!(again.here(), "mmt8 deltoid.l");
    assert_eq!(again.waits(), "1");
    // A place where nothing is typed is kept as well.
    again.keys("backspace backspace").tell(Msg::Idle);
    assert!(again.quit);
    let effects = again.app.update(Msg::Idle);
    assert!(effects.contains(&Effect::Leave) && !effects.contains(&Effect::Quit));
}

#[test]
fn without_a_passphrase_what_is_not_saved_is_hidden_and_waited_for() {
    let mut bedside = Bedside::enrolled();
    bedside.keys("enter 1 4 8 7");
    bedside.lose();
    bedside.keys("6");
    bedside.tell(Msg::Idle);
    assert!(is_locked(&bedside) && !bedside.quit);
    bedside.must_show("so the program ends as soon as");
    for hidden in ["01-001", "MMT", "Deltoid", "Baseline"] {
        bedside.must_not_show(hidden);
    }
    bedside.keys("1 2 3");
    assert!(is_locked(&bedside) && !bedside.quit);
    // One warning, then it leaves; a reconnection saves before.
    bedside.keys("enter");
    bedside.must_show("What is not saved is lost if you leave now.");
    assert!(!bedside.quit);
    bedside.back();
    assert!(bedside.quit);
    assert_eq!(bedside.stored("baseline", "mmt8", "deltoid.l"), "7");
}

#[test]
fn without_a_passphrase_the_key_locks_nothing_and_says_how_to_set_one() {
    for name in Keymap::names() {
        let mut bedside = Bedside::with(name, bedside::study(), &["01-001"]);
        bedside.keys("enter 1 4");
        let keymap = Keymap::builtin(name).unwrap();
        let context = bedside.model().context();
        bedside.key(keymap.keys(context, Action::Lock)[0]);
        assert!(!is_locked(&bedside));
        let notice = bedside.notice().to_owned();
        assert!(notice.contains("the screen cannot be locked"), "{notice}");
        // The keys that it names lead to the dialog.
        let keys = notice.split("locked. ").nth(1).unwrap();
        let keys = keys.strip_suffix(" sets one.").unwrap();
        bedside.keys(keys);
        assert_eq!(bedside.top(), "passphrase", "{name}: {keys}");
        bedside.keys("type:long_enough enter type:long_enough enter");
        bedside.key(keymap.keys(context, Action::Lock)[0]);
        assert!(is_locked(&bedside), "{name}");
        bedside.keys("type:long_enough enter");
        assert!(!is_locked(&bedside), "{name}");
    }
}

#[test]
fn synthetic_participants_stay_on_the_screen_without_a_passphrase() {
    let mut bedside = Bedside::enrolled();
    bedside.app.model.shared.demo = true;
    bedside.tell(Msg::Idle);
    assert!(!is_locked(&bedside) && !bedside.quit);
}

#[test]
fn leaving_from_the_lock_warns_of_what_is_not_saved() {
    let mut bedside = at_form();
    bedside.holds = true;
    bedside.keys("0");
    bedside.holds = false;
    bedside.lose();
    bedside.tell(Msg::Idle).keys("ctrl-x");
    assert!(!bedside.quit);
    let screen = bedside.screen();
    assert!(
        screen.contains("What is not saved is lost if you leave now."),
        "{screen}"
    );
    bedside.keys("ctrl-x");
    assert!(bedside.quit);
}

#[test]
fn a_key_locks_in_every_keymap_and_place() {
    for name in Keymap::names() {
        let keymap = Keymap::builtin(name).unwrap();
        for start in ["", "enter", "enter 1", "enter 1 4"] {
            let mut bedside = Bedside::with(name, bedside::study(), &["01-001"]);
            bedside.app.model.shared.account.passphrase = true;
            bedside.keys(start);
            let key = keymap.keys(bedside.model().context(), Action::Lock)[0];
            bedside.key(key);
            assert!(is_locked(&bedside), "{name} at {start:?}");
        }
        assert!(
            !keymap.keys(Context::Global, Action::Lock).is_empty(),
            "{name}"
        );
    }
    // And the menu everywhere else.
    let mut bedside = at_form();
    bedside.keys("ctrl-g k");
    assert!(is_locked(&bedside));
}

#[test]
fn patience_is_the_studys_and_ends_with_the_lock() {
    let mut bedside = at_form();
    assert_eq!(bedside.model().shared.patience(), None);
    bedside.app.model.shared.lock.after = Some(Duration::from_secs(600));
    assert_eq!(
        bedside.model().shared.patience(),
        Some(Duration::from_secs(600))
    );
    bedside.tell(Msg::Idle);
    assert_eq!(bedside.model().shared.patience(), None);
}

#[test]
fn the_bottom_line_of_a_locked_screen_names_the_keys_that_act_there() {
    let bottom = |bedside: &Bedside| {
        let screen = bedside.screen();
        screen.lines().last().unwrap_or_default().trim().to_owned()
    };
    let mut bedside = at_form();
    bedside.tell(Msg::Idle);
    assert_eq!(bottom(&bedside), "Enter unlock  Ctrl-X quit");
    bedside.keys("type:half");
    assert_eq!(bottom(&bedside), "Enter unlock  Ctrl-O clear  Ctrl-X quit");
    bedside.keys("ctrl-o");
    assert_eq!(bottom(&bedside), "Enter unlock  Ctrl-X quit");
}
