//! Points of a trustworthy record that signatures, locks and the sheet fulfil, each by its number.

use crate::support::owner::{
    account, enrol, open_as_it_comes, open_with, options, own_account, sit,
};
use crate::support::signer;
use crate::support::signing;
use crate::support::signing::{
    change, clinic, content, locked, rated, refusal, set_passphrase, sign, taken, trail, vas,
};
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::signature;
use coreset::domain::record::signature::Meaning;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Reply, Request};
use coreset::screens::effect::Msg;
use coreset::server::verify_against;
use coreset::text::DEFAULT;

/// The head is printed on the signature sheet: a journal whose tail was cut has no such entry any more.
#[test]
fn point_07_the_head_is_printed_so_that_a_cut_tail_shows() {
    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let md = sit(&study, account("md"));
    let Reply::Head(head) = md.ask(Request::Head) else {
        panic!("no head");
    };
    drop(study);
    let segment = dir.path().join("journal/000001.jsonl");
    let journal = std::fs::read_to_string(&segment).unwrap();
    let before = head.seq as usize - 1;
    let printed = journal.lines().nth(before).unwrap();
    assert!(printed.contains(&head.hash), "{printed}");
    // Whoever cuts the tail and takes away all else that knows of it leaves a chain that is whole in itself.
    let cut: String = journal.split_inclusive('\n').take(before).collect();
    std::fs::write(&segment, cut).unwrap();
    std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
    for slot in ["head.a", "head.b"] {
        std::fs::remove_file(dir.path().join(slot)).unwrap();
    }
    // The head on paper tells: so many entries, and one of this hash, are not there.
    let cut = verify_against(dir.path(), Some(&head.hash), &mut |_, _| {}).unwrap();
    assert_eq!((cut.anchor, cut.entries), (None, head.seq - 1));
    // Nothing else proves where it ends, and so it is not opened as if that were all.
    let refused = open_with(dir.path(), options()).err().unwrap();
    assert!(
        refused.to_string().starts_with("Nothing proves where"),
        "{refused}"
    );

    let mut bedside = signer::investigator();
    bedside.keys("f10");
    signer::sign(&mut bedside);
    let sheet = signer::sheet(&bedside, true);
    let entries = bedside.count();
    assert!(
        sheet.contains(&format!("Head            {entries:064}")),
        "{sheet}"
    );
    assert!(
        sheet.contains(&format!("Entries         {entries}, ")),
        "{sheet}"
    );
}

/// Steps come in their order: no visit before eligibility, no signature before the visit is complete.
#[test]
fn point_12_steps_come_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let study = coreset::server::owner::Owner::start(open_as_it_comes(dir.path())).unwrap();
    let own = sit(&study, own_account("mk"));
    own.save(vec![enrol("01-001")]);
    let begin = Event::SessionBegun {
        participant: "01-001".into(),
        visit: "baseline".into(),
        date: chrono::Local::now().date_naive(),
    };
    let why = own.refused(vec![begin]);
    assert!(why.contains("cannot begin yet"), "{why}");

    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let md = sit(&study, account("md"));
    set_passphrase(&md);
    md.read(signing::WHO);
    md.save(vec![Event::Cleared {
        place: signing::at_visit("phga", "vas"),
        origin: coreset::domain::record::event::Origin::Typed,
    }]);
    let why = refusal(sign(&md, "md", &content(&md), signing::WORDS));
    assert!(why.contains("is not complete"), "{why}");
}

/// A signature shows printed name, date and time, and meaning: on the screen and on paper.
#[test]
fn point_13_a_signature_shows_name_time_and_meaning() {
    let mut bedside = signer::investigator();
    bedside.keys("f10");
    signer::sign(&mut bedside);
    bedside
        .must_show("Signed 2026-03-02 09:00 +01:00 by MD. Example (md), investigator: approved.");
    let sheet = signer::sheet(&bedside, false);
    for part in [
        "Printed name    MD. Example",
        "Login           md",
        "Role            investigator",
        "Meaning         approved: I answer for them",
        "Signed at       2026-03-02 09:00 +01:00",
    ] {
        assert!(sheet.contains(part), "{part}:\n{sheet}");
    }
    let words = Meaning::ALL.map(|meaning| DEFAULT.signed_as(meaning));
    assert_eq!(words, ["assessed", "reviewed", "approved"]);
}

/// A signature is bound to its content: a change voids it, which is said, and it is signed again.
#[test]
fn point_14_a_change_voids_a_signature_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let md = sit(&study, account("md"));
    set_passphrase(&md);
    taken(sign(&md, "md", &content(&md), signing::WORDS));
    md.read(signing::WHO);
    change(&md, 72, "misread");
    let record = md.read(signing::WHO);
    let session = record.session(signing::VISIT).unwrap();
    let words = DEFAULT.signature(&session.signatures[0], false);
    assert!(
        words.starts_with("VOID: signed") && words.contains("sign again"),
        "{words}"
    );
    assert!(!signature::is_signed(&record.participant.id, session));
    // The checks ask about the new value beside the others, and are answered first.
    let why = refusal(sign(&md, "md", &content(&md), signing::WORDS));
    assert!(
        why.contains("questions of the checks are not answered"),
        "{why}"
    );
    signing::settle(&md);
    taken(sign(&md, "md", &content(&md), signing::WORDS));
    let record = md.read(signing::WHO);
    let session = record.session(signing::VISIT).unwrap();
    assert!(signature::is_signed(&record.participant.id, session));
}

/// Whoever signs is known by the account, and gives the passphrase for every signature.
#[test]
fn point_15_each_signature_needs_account_and_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let md = sit(&study, account("md"));
    set_passphrase(&md);
    let own = content(&md);
    // No event alone is a signature.
    let event = Event::Signed {
        participant: signing::WHO.into(),
        visit: signing::VISIT.into(),
        meaning: Meaning::Approved,
        content: own.clone(),
        kept: None,
    };
    assert!(md.refused(vec![event]).contains("does not allow this"));
    taken(sign(&md, "md", &own, signing::WORDS));
    // The one just given is not enough for the next one.
    let why = refusal(sign(&md, "md", &own, ""));
    assert!(why.contains("Wrong passphrase"), "{why}");
    let entries = trail(&md);
    let signed = entries
        .iter()
        .rposition(|entry| matches!(entry.draft.event, Event::Signed { .. }));
    let before = &entries[signed.unwrap() - 1].draft;
    assert!(matches!(&before.event, Event::PassphraseRight { user } if user == "md"));
    assert_eq!(before.by.user, "md");
}

/// Tries are limited and recorded; a manager takes a passphrase away; one is never in the record.
#[test]
fn point_16_passphrases_are_limited_recorded_and_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let (md, ma) = (sit(&study, account("md")), sit(&study, account("ma")));
    set_passphrase(&md);
    let own = content(&md);
    for _ in 0..5 {
        refusal(sign(&md, "md", &own, "a wrong guess"));
    }
    let why = refusal(sign(&md, "md", &own, signing::WORDS));
    assert!(why.contains("too many wrong passphrases"), "{why}");
    let user = "md".to_owned();
    ma.save(vec![Event::PassphraseCleared { user }]);
    let why = refusal(sign(&md, "md", &own, signing::WORDS));
    assert!(why.contains("No passphrase is set"), "{why}");
    let entries = trail(&md);
    let wrong = |event: &Event| matches!(event, Event::PassphraseWrong { .. });
    assert_eq!(
        entries
            .iter()
            .filter(|entry| wrong(&entry.draft.event))
            .count(),
        5
    );
    let text = serde_json::to_string(&entries).unwrap();
    assert!(!text.contains("wrong guess") && !text.contains(signing::WORDS));
}

/// The screen locks after a time without a key, over what is half typed.
#[test]
fn point_18_the_idle_lock_keeps_the_draft() {
    let mut bedside = signer::at_visit(signer::owner(), "pt", Role::Assessor);
    bedside.keys("6 7 .");
    bedside.tell(Msg::Idle);
    bedside.must_not_show(signer::WHO);
    bedside.keys(&format!("type:{} enter", signer::WORDS));
    assert_eq!(
        (bedside.here().as_str(), bedside.text()),
        ("phga vas", "7.")
    );
}

/// Edit rights are withdrawn from a form, a visit, a participant and the study, and given back with a reason.
#[test]
fn point_26_locks_withdraw_edit_rights_at_four_levels() {
    let dir = tempfile::tempdir().unwrap();
    let study = clinic(dir.path());
    let (pt, ma) = (sit(&study, account("pt")), sit(&study, account("ma")));
    pt.read(signing::WHO);
    let (who, visit) = (signing::WHO.into(), signing::VISIT.into());
    let scopes = [
        Scope::form(&who, &visit, &"phga".into()),
        Scope::visit(&who, &visit),
        Scope::participant(&who),
        Scope::study(),
    ];
    for scope in &scopes {
        ma.save(vec![locked(scope, "before unblinding")]);
        let why = pt.refused(vec![vas(20)]);
        assert!(why.contains("before unblinding"), "{why}");
        assert!(
            ma.refused(vec![signing::unlocked(scope, "")])
                .contains("say why")
        );
        ma.save(vec![signing::unlocked(scope, "one more query")]);
    }
    pt.save(rated(20));
    let unlocked = trail(&pt).into_iter().filter(|entry| {
        matches!(&entry.draft.event, Event::Unlocked { reason, .. } if reason == "one more query")
    });
    assert_eq!(unlocked.count(), 4);
}
