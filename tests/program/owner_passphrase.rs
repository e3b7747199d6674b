//! Passphrases at the owner: set, asked for, wrong ones counted in the record and then refused, taken away.

use crate::support::owner::*;
use coreset::domain::record::event::Event;
use coreset::domain::record::place::Scope;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Passphrase, Reply, Request, Verdict};
use coreset::server::owner::Owner;
use coreset::text::DEFAULT;

fn words(text: &str) -> Passphrase {
    Passphrase(text.to_owned())
}

fn verdict(reply: Reply) -> Verdict {
    match reply {
        Reply::Passphrase(verdict) => verdict,
        other => panic!("{other:?}"),
    }
}

fn set(sitter: &Sitter<'_>, old: Option<&str>, new: &str) -> Verdict {
    let request = Request::SetPassphrase {
        old: old.map(words),
        new: words(new),
    };
    verdict(sitter.ask(request))
}

fn unlock(sitter: &Sitter<'_>, given: &str) -> Verdict {
    verdict(sitter.ask(Request::Unlock(words(given))))
}

fn kinds(dir: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let kind = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let event = &entry["event"];
        let by = entry["user"].as_str().unwrap();
        format!("{by} {}", event["kind"].as_str().unwrap())
    };
    text.lines().map(kind).collect()
}

#[test]
fn a_passphrase_is_set_asked_for_and_changed() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let own = sit(&owner, own_account("mk"));
    assert!(!own.welcome.passphrase);
    assert!(matches!(unlock(&own, "correct horse"), Verdict::Unfit(_)));
    assert!(matches!(set(&own, None, "short"), Verdict::Unfit(_)));
    assert_eq!(set(&own, None, "correct horse"), Verdict::Right);
    assert_eq!(unlock(&own, "correct horse"), Verdict::Right);
    assert!(matches!(unlock(&own, "correct house"), Verdict::Wrong(_)));
    // Who knows the old one changes it.
    assert!(matches!(
        set(&own, Some("correct house"), "battery staple"),
        Verdict::Wrong(_)
    ));
    assert_eq!(
        set(&own, Some("correct horse"), "battery staple"),
        Verdict::Right
    );
    assert_eq!(unlock(&own, "battery staple"), Verdict::Right);
    assert!(matches!(unlock(&own, "correct horse"), Verdict::Wrong(_)));
    drop(owner);
    // It outlives the owner, and the words are nowhere.
    let owner = Owner::start(open(dir.path())).unwrap();
    let own = sit(&owner, own_account("mk"));
    assert!(own.welcome.passphrase);
    assert_eq!(unlock(&own, "battery staple"), Verdict::Right);
    drop(owner);
    let journal = std::fs::read_to_string(dir.path().join("journal/000001.jsonl")).unwrap();
    assert!(!journal.contains("staple") && !journal.contains("argon2"));
    assert_eq!(
        &kinds(dir.path())[2..],
        [
            "coreset user-added",
            "mk came-in",
            "mk passphrase-set",
            "mk passphrase-right",
            "mk passphrase-wrong",
            "mk passphrase-wrong",
            "mk passphrase-set",
            "mk passphrase-right",
            "mk passphrase-wrong",
            "mk went-out",
            "coreset server-stopped",
            "coreset server-started",
            "mk came-in",
            "mk passphrase-right",
            "mk went-out",
            "coreset server-stopped",
        ]
    );
}

#[test]
fn too_many_wrong_ones_are_refused_and_a_manager_takes_the_passphrase_away() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![add("pt", &[Role::Assessor])]);
    let pt = sit(&owner, account("pt"));
    assert_eq!(set(&pt, None, "correct horse"), Verdict::Right);
    for _ in 0..5 {
        assert!(matches!(
            unlock(&pt, "guess after guess"),
            Verdict::Wrong(_)
        ));
    }
    // Not even the right one is looked at now, here or at another terminal or after a new start.
    let refused = |verdict: Verdict| match verdict {
        Verdict::Wrong(why) => {
            let why = DEFAULT.refusal(&why);
            assert!(why.contains("15 minutes"), "{why}");
        }
        other => panic!("{other:?}"),
    };
    refused(unlock(&pt, "correct horse"));
    refused(unlock(&sit(&owner, account("pt")), "correct horse"));
    drop(owner);
    let wrong = |kinds: &[String]| {
        let wrong = kinds.iter().filter(|kind| *kind == "pt passphrase-wrong");
        wrong.count()
    };
    assert_eq!(wrong(&kinds(dir.path())), 5);
    // The tries during the pause are one sum.
    let journal = std::fs::read_to_string(dir.path().join("journal/000001.jsonl")).unwrap();
    let sums = journal.lines().filter(|line| line.contains("\"refused\""));
    let paused: Vec<&str> = sums.filter(|line| line.contains("\"paused\"")).collect();
    assert!(
        paused.len() == 1 && paused[0].contains("\"count\":2"),
        "{paused:?}"
    );
    let owner = Owner::start(open(dir.path())).unwrap();
    let pt = sit(&owner, account("pt"));
    refused(unlock(&pt, "correct horse"));
    // The user cannot help themselves; a manager can.
    let clear = || Event::PassphraseCleared {
        user: "pt".to_owned(),
    };
    pt.refused(vec![clear()]);
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![clear()]);
    assert_eq!(set(&pt, None, "battery staple"), Verdict::Right);
    assert_eq!(unlock(&pt, "battery staple"), Verdict::Right);
}

#[test]
fn the_other_terminals_of_a_user_are_told_what_became_of_the_passphrase_and_nobody_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![add("pt", &[Role::Assessor])]);
    let open = sit(&owner, account("pt"));
    let command = try_sit(&owner, account("pt"), hello("pt", false)).unwrap();
    let told = || match open.hear() {
        Reply::Changed {
            entries,
            summary: None,
        } => {
            let events = entries.iter().map(|entry| &entry.draft.event);
            let told = events.map(|event| (event.user().unwrap(), event.leaves_passphrase()));
            assert_eq!(told.clone().count(), 1);
            told.map(|(user, is_set)| (user.to_owned(), is_set)).next()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(set(&command, None, "correct horse"), Verdict::Right);
    assert_eq!(told(), Some(("pt".to_owned(), Some(true))));
    let user = "pt".to_owned();
    manager.save(vec![Event::PassphraseCleared { user }]);
    assert_eq!(told(), Some(("pt".to_owned(), Some(false))));
    // The next that each of the others hears is the answer to their own question.
    for sitter in [&manager, &command] {
        assert!(owner.ask(sitter.seat, Request::Users));
        assert!(matches!(sitter.hear(), Reply::Users(_)));
    }
}

#[test]
fn a_part_is_locked_and_unlocked_only_with_the_passphrase_of_a_moment_ago() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let own = sit(&owner, own_account("mk"));
    let (scope, reason) = (Scope::study(), "cleaned".to_owned());
    let lock = || {
        let (scope, reason) = (scope.clone(), reason.clone());
        vec![Event::Locked { scope, reason }]
    };
    let unlock_study = || {
        let (scope, reason) = (scope.clone(), reason.clone());
        vec![Event::Unlocked { scope, reason }]
    };
    let needs = "need your passphrase";
    assert!(own.refused(lock()).contains(needs));
    assert_eq!(set(&own, None, WORDS), Verdict::Right);
    assert!(own.refused(lock()).contains(needs), "it was set, not given");
    assert!(matches!(unlock(&own, "correct house"), Verdict::Wrong(_)));
    assert!(own.refused(lock()).contains(needs));
    // Another terminal of the same user has not given it.
    let other = sit(&owner, own_account("mk"));
    assert_eq!(unlock(&own, WORDS), Verdict::Right);
    assert!(other.refused(lock()).contains(needs));
    // Words that hold it are refused, and it still stands for other words.
    let told = Event::Locked {
        scope: scope.clone(),
        reason: format!("my passphrase is {WORDS}"),
    };
    let refused = own.refused(vec![told]);
    assert!(refused.contains("held your passphrase"), "{refused}");
    let Reply::Appended { .. } = own.ask(own.append(lock())) else {
        panic!("not locked");
    };
    let text = std::fs::read_to_string(dir.path().join("journal/000001.jsonl")).unwrap();
    assert!(!text.contains(WORDS));
    // The lock has used it up.
    assert!(own.refused(unlock_study()).contains(needs));
    assert_eq!(unlock(&own, WORDS), Verdict::Right);
    let again = own.append(unlock_study());
    let Reply::Appended { receipt, .. } = own.ask(again.clone()) else {
        panic!("not unlocked");
    };
    // A request that is sent again is answered with its receipt.
    let Reply::Appended { receipt: same, .. } = own.ask(again) else {
        panic!("refused");
    };
    assert_eq!(receipt, same);
}
