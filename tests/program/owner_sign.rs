//! Signatures and locks at the owner: who may, on what, how often, and what makes them void.

use crate::support::owner::*;
use crate::support::signing::*;
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::query::Step;
use coreset::domain::record::signature;
use coreset::domain::record::signature::{Mark, Meaning};
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Reply, Request};
use coreset::server::owner::Owner;
use coreset::server::verify;
use coreset::text::DEFAULT;

#[test]
fn an_investigator_signs_a_complete_visit_with_the_passphrase_once() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let md = sit(&owner, account("md"));
    assert!(refusal(sign(&md, "md", &content(&md), WORDS)).contains("No passphrase is set"));
    set_passphrase(&md);
    let own = content(&md);
    let request = signature_request(&md, &own, WORDS);
    let (receipt, entries) = taken(md.ask(Request::Sign(request.clone())));
    assert_eq!(entries.len(), 2, "the passphrase, and the signature");
    let signed = entries.last().unwrap();
    assert_eq!(
        (signed.draft.by.name.as_str(), signed.draft.by.role.as_str()),
        ("MD. Example", "investigator")
    );
    assert!(matches!(
        &signed.draft.event,
        Event::Signed { meaning: Meaning::Approved, content, .. } if *content == own
    ));
    // The scores of the visit are kept with it, and read back with the record.
    let session = md.read(WHO).session(VISIT).unwrap().clone();
    let [(seq, kept)] = session.kept.signed.as_slice() else {
        panic!("{:?}", session.kept);
    };
    assert_eq!(*seq, signed.seq);
    assert!(!kept.forms.is_empty() && kept.with.program.starts_with("coreset "));
    let mut event = signed.draft.event.clone();
    assert_eq!(event.scores_mut().forms.len(), kept.forms.len());
    // The same request again is the same signature.
    assert_eq!(taken(md.ask(Request::Sign(request))).0, receipt);
    let record = md.read(WHO);
    let session = record.session(VISIT).unwrap();
    assert_eq!(session.signatures.len(), 1);
    assert_eq!(signature::mark(&WHO.into(), session), Some(Mark::Signed));
    let Reply::Found(found) = md.ask(find(WHO)) else {
        panic!("no list");
    };
    let visits = &found.rows[0].visits;
    assert!(
        visits
            .iter()
            .any(|visit| visit.visit.as_str() == VISIT && visit.signed)
    );
}

#[test]
fn nobody_else_signs_and_an_investigator_only_what_is_complete_and_seen() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    for (user, part) in [
        ("pt", "only an investigator"),
        ("cra", "only an investigator"),
        ("ma", "only an investigator"),
    ] {
        let sitter = sit(&owner, account(user));
        set_passphrase(&sitter);
        let why = refusal(sign(&sitter, user, &content(&sitter), WORDS));
        assert!(why.contains(part), "{user}: {why}");
    }
    let md = sit(&owner, account("md"));
    set_passphrase(&md);
    let old = content(&md);
    // Another content than the one that stands.
    let why = refusal(sign(&md, "md", &"0".repeat(64), WORDS));
    assert!(why.contains("has changed since you looked"), "{why}");
    // A query that is not closed.
    let pt = sit(&owner, account("pt"));
    let asked = Event::Queried {
        place: at_visit("phga", "vas"),
        query: 0,
        step: Step::Open,
        text: "Really?".to_owned(),
    };
    let query = pt.save(vec![asked]);
    let why = refusal(sign(&md, "md", &old, WORDS));
    assert!(why.contains("1 query is not closed"), "{why}");
    let close = Event::Queried {
        place: at_visit("phga", "vas"),
        query,
        step: Step::Close,
        text: String::new(),
    };
    md.save(vec![close]);
    // A form that is not complete any more.
    pt.read(WHO);
    pt.save(vec![Event::Cleared {
        place: at_visit("phga", "vas"),
        origin: coreset::domain::record::event::Origin::Typed,
    }]);
    let why = refusal(sign(&md, "md", &content(&md), WORDS));
    assert!(why.contains("is not complete"), "{why}");
    pt.save(rated(31));
    settle(&pt);
    taken(sign(&md, "md", &content(&md), WORDS));
    // The request of another terminal gives nothing away.
    let mut foreign = signature_request(&md, &content(&md), WORDS);
    foreign.request = format!("{}-1", pt.client);
    let why = refusal(md.ask(Request::Sign(foreign)));
    assert!(why.contains("not named after this terminal"), "{why}");
}

#[test]
fn a_wrong_passphrase_is_recorded_and_too_many_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let md = sit(&owner, account("md"));
    set_passphrase(&md);
    let own = content(&md);
    let why = refusal(sign(&md, "md", &own, "guess after guess"));
    assert!(why.contains("4 more tries"), "{why}");
    for _ in 0..4 {
        refusal(sign(&md, "md", &own, "guess after guess"));
    }
    let why = refusal(sign(&md, "md", &own, WORDS));
    assert!(why.contains("too many wrong passphrases"), "{why}");
    let wrong = trail(&md).into_iter().filter(
        |entry| matches!(&entry.draft.event, Event::PassphraseWrong { user } if user == "md"),
    );
    assert_eq!(wrong.count(), 5);
    assert!(md.read(WHO).session(VISIT).unwrap().signatures.is_empty());
}

#[test]
fn a_later_change_voids_a_signature_and_another_one_stands() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let md = sit(&owner, account("md"));
    set_passphrase(&md);
    taken(sign(&md, "md", &content(&md), WORDS));
    // A change asks for a reason now.
    md.read(WHO);
    let why = md.refused(vec![vas(72)]);
    assert!(why.contains("needs a reason"), "{why}");
    let seq = change(&md, 72, "misread");
    settle(&md);
    let record = md.read(WHO);
    let session = record.session(VISIT).unwrap();
    assert_eq!(signature::mark(&WHO.into(), session), Some(Mark::Void));
    assert_eq!(session.signatures[0].voided.as_ref().unwrap().seq, seq);
    let Reply::Found(found) = md.ask(find(WHO)) else {
        panic!("no list");
    };
    assert!(found.rows[0].visits.iter().all(|visit| !visit.signed));
    taken(sign(&md, "md", &content(&md), WORDS));
    let record = md.read(WHO);
    let session = record.session(VISIT).unwrap();
    let standing: Vec<u64> = signature::standing(&WHO.into(), session)
        .map(|signature| signature.seq)
        .collect();
    assert_eq!(standing, [session.signatures[1].seq]);
    // Computed again from the journal, each is of what stood there when it was given, the void one too.
    let report = verify(dir.path()).unwrap();
    assert_eq!((report.signatures, report.findings), (2, vec![]));
    drop(owner);
    // Read anew from the disk it is the same.
    let owner = Owner::start(open(dir.path())).unwrap();
    let md = sit(&owner, account("md"));
    assert_eq!(md.read(WHO), record);
}

#[test]
fn a_lock_keeps_answers_out_of_its_part_until_somebody_who_may_unlocks_it_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md, ma) = (
        sit(&owner, account("pt")),
        sit(&owner, account("md")),
        sit(&owner, account("ma")),
    );
    let cra = sit(&owner, account("cra"));
    pt.read(WHO);
    let (who, visit) = (WHO.into(), VISIT.into());
    let scopes = [
        Scope::form(&who, &visit, &"phga".into()),
        Scope::visit(&who, &visit),
        Scope::participant(&who),
        Scope::study(),
    ];
    for (tenths, scope) in (20..).zip(scopes) {
        let word = DEFAULT.part(scope.part());
        for (no, part) in [(&pt, "assessor"), (&cra, "reads only")] {
            let why = no.refused(vec![locked(&scope, "cleaned")]);
            assert!(why.contains(part), "{why}");
        }
        assert!(md.refused(vec![locked(&scope, " ")]).contains("say why"));
        ma.save(vec![locked(&scope, "cleaned")]);
        let why = pt.refused(vec![vas(tenths)]);
        assert!(
            why.contains(&format!("This {word} was locked by MA. Example")),
            "{why}"
        );
        assert!(why.contains("cleaned"), "{why}");
        // Notes and prompts are part of the form.
        assert!(pt.refused(vec![noted()]).contains("locked"));
        if word == "study" {
            let why = pt.refused(vec![enrol("01-009")]);
            assert!(why.contains("Not enrolled. This study was locked"), "{why}");
        }
        // What is locked already is not locked within.
        let inner = Scope::form(&who, &visit, &"phga".into());
        let why = md.refused(vec![locked(&inner, "twice")]);
        assert!(why.contains("Not locked"), "{why}");
        let why = pt.refused(vec![unlocked(&scope, "a slip")]);
        assert!(why.contains("assessor"), "{why}");
        assert!(md.refused(vec![unlocked(&scope, "")]).contains("say why"));
        md.save(vec![unlocked(&scope, "a slip")]);
        let why = md.refused(vec![unlocked(&scope, "again")]);
        assert!(why.contains("is not locked"), "{why}");
        pt.save(rated(tenths));
    }
    // What was locked cannot be signed.
    md.save(vec![locked(&Scope::participant(&who), "closed")]);
    let why = refusal(sign(&md, "md", &content(&md), WORDS));
    assert!(
        why.contains("participant was locked by MD. Example"),
        "{why}"
    );
}

#[test]
fn a_lock_on_the_study_is_told_to_every_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, ma) = (sit(&owner, account("pt")), sit(&owner, account("ma")));
    let cra = sit(&owner, account("cra"));
    let mut record = pt.read(WHO);
    let Reply::Found(_) = cra.ask(find("")) else {
        panic!("no list");
    };
    ma.save(vec![locked(&Scope::study(), "end of study")]);
    for sitter in [&pt, &cra] {
        let Reply::Changed { entries, summary } = sitter.hear() else {
            panic!("not told");
        };
        assert!(summary.is_none());
        assert_eq!(entries.len(), 1);
        record.apply(&entries[0]);
        assert!(record.locks.on(&Scope::study()).is_some());
    }
    let Reply::Overview(overview) = cra.ask(Request::Overview) else {
        panic!("no overview");
    };
    let lock = overview.locked.unwrap();
    assert_eq!(
        (lock.reason.as_str(), lock.name.as_str()),
        ("end of study", "MA. Example")
    );
    assert!(pt.read(WHO).locks.on(&Scope::study()).is_some());
    let roles = [Role::Investigator, Role::Manager];
    assert_eq!(
        coreset::domain::rules::who::allowed(&locked(&Scope::study(), "")),
        roles
    );
}

#[test]
fn the_head_is_the_newest_entry() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let md = sit(&owner, account("md"));
    let head = |sitter: &Sitter<'_>| match sitter.ask(Request::Head) {
        Reply::Head(head) => head,
        other => panic!("{other:?}"),
    };
    let last = trail(&md).pop().unwrap();
    let before = head(&md);
    assert_eq!(
        (before.seq, &before.hash, before.at),
        (last.seq, &last.hash, Some(last.recorded_at))
    );
    let copied = Event::Copied {
        what: "signature-sheet".to_owned(),
        participant: Some(WHO.into()),
    };
    let seq = md.save(vec![copied]);
    let after = head(&md);
    assert_eq!(after.seq, seq);
    assert_ne!(after.hash, before.hash);
}
