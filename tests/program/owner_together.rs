//! Several seats at one owner: who may come in and do what, who hears of what, and that nothing is
//! overwritten unseen.

use crate::support::owner::*;
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FormId, ParticipantId, VisitId};
use coreset::domain::forms::engine::instrument::FieldKind;
use coreset::domain::forms::engine::progress;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::session::FormCells;
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use coreset::protocol::messages::{Append, Location, Presence, Reply, Request};
use coreset::server::owner::Owner;
use coreset::text::DEFAULT;

/// A study with its manager `mk`, who enters too, and users `pt`, `md` and `cra`.
fn clinic(dir: &std::path::Path) -> Owner {
    let owner = Owner::start(open(dir)).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![
        add("pt", &[Role::Assessor]),
        add("md", &[Role::Investigator]),
        add("cra", &[Role::Monitor]),
    ]);
    manager.save(vec![enrol("01-001"), enrol("01-002")]);
    let seat = manager.seat;
    owner.leave(seat);
    owner
}

fn location(form: Option<&str>) -> Option<Location> {
    Some(Location {
        participant: ParticipantId::new("01-001"),
        visit: Some(VisitId::new("baseline")),
        form: form.map(FormId::new),
    })
}

#[test]
fn who_begins_a_study_of_their_own_is_its_first_user_and_nobody_else_comes_in() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let stranger = account("eve");
    let refused = try_sit(&owner, stranger.clone(), hello("eve", true)).err();
    let refused = refused.unwrap();
    assert!(
        refused.contains("coreset user add eve --role assessor"),
        "{refused}"
    );
    let own = sit(&owner, own_account("mk"));
    assert_eq!(
        own.welcome.roles,
        [Role::Assessor, Role::Investigator, Role::Manager]
    );
    assert_eq!(own.welcome.who.role, "assessor");
    assert_eq!(own.welcome.who.name, "mk of the house");
    // Now that there is a list, the account alone opens no screens.
    let other = own_account("other");
    assert!(try_sit(&owner, other.clone(), hello("other", true)).is_err());
    // But it may keep the list.
    let keeper = try_sit(&owner, other, hello("other", false)).unwrap();
    keeper.save(vec![add("eve", &[Role::Monitor])]);
    assert!(
        keeper
            .refused(vec![enrol("01-001")])
            .contains("your role, manager, does not allow this")
    );
    assert!(try_sit(&owner, stranger, hello("eve", true)).is_ok());
}

#[test]
fn entries_carry_who_the_kernel_and_the_list_say_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let pt = sit(&owner, account("pt"));
    let Reply::Appended { entries, .. } = pt.ask(pt.append(vec![answer("01-001", "vas", 47)]))
    else {
        panic!("not saved");
    };
    let by = &entries[0].draft.by;
    assert_eq!(
        [&by.user, &by.name, &by.role, &by.from],
        ["pt", "PT. Example", "assessor", "10.0.0.7"]
    );
    // A name that is not one's own is no name for requests.
    let refused = try_sit(&owner, account("pt"), hello("md", true)).err();
    assert!(refused.unwrap().contains("does not name itself after pt"));
    let foreign = Request::Append(Append {
        request: "md-1-1-1".to_owned(),
        seen: u64::MAX,
        events: vec![answer("01-001", "vas", 48)],
        ..Append::default()
    });
    assert!(matches!(
        pt.ask(foreign),
        Reply::Refused { refusal, .. } if refusal.is_lasting()
    ));
}

#[test]
fn roles_say_who_writes_what() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let monitor = sit(&owner, account("cra"));
    let vas = || vec![answer("01-001", "vas", 47)];
    assert!(monitor.refused(vas()).contains("reads only"));
    assert!(
        monitor
            .refused(vec![add("x", &[Role::Manager])])
            .contains("reads only")
    );
    assert!(monitor.read("01-001").sessions.is_empty());
    let md = sit(&owner, account("md"));
    md.save(vas());
    assert!(
        md.refused(vec![add("x", &[Role::Manager])])
            .contains("your role, investigator")
    );
    // What only the owner writes, nobody else does.
    let opened = Event::StudyOpened {
        protocol: "x".to_owned(),
        protocol_hash: String::new(),
        demo: false,
    };
    let set = Event::PassphraseSet {
        user: "md".to_owned(),
        proof: "0".repeat(64),
    };
    for event in [opened, set] {
        md.refused(vec![event]);
    }
    // All or none: one event that is not allowed takes the others with it.
    let before = md.read("01-002");
    md.refused(vec![
        answer("01-002", "vas", 1),
        add("x", &[Role::Assessor]),
    ]);
    assert_eq!(md.read("01-002"), before);
}

#[test]
fn a_user_who_is_disabled_is_out_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let pt = sit(&owner, account("pt"));
    pt.save(vec![answer("01-001", "vas", 47)]);
    let manager = sit(&owner, own_account("mk"));
    let pt_login = || "pt".to_owned();
    manager.save(vec![Event::UserDisabled { user: pt_login() }]);
    let Reply::Lost(why) = pt.hear() else {
        panic!("the connection goes on");
    };
    let why = DEFAULT.unreached(&why);
    assert!(why.contains("coreset user enable pt"), "{why}");
    // Nothing more is stored for it or sent to it.
    let stored = manager.read("01-001");
    assert!(owner.ask(pt.seat, pt.append(vec![answer("01-001", "vas", 48)])));
    assert!(owner.ask(pt.seat, Request::Record(ParticipantId::new("01-001"))));
    manager.save(vec![enrol("01-009")]);
    assert_eq!(manager.read("01-001"), stored);
    assert!(pt.replies.try_recv().is_err());
    let again = try_sit(&owner, account("pt"), hello("pt", true)).err();
    assert!(again.unwrap().contains("coreset user enable pt"));
    manager.save(vec![Event::UserEnabled { user: pt_login() }]);
    manager.save(vec![Event::UserRoles {
        user: pt_login(),
        roles: vec![Role::Monitor],
    }]);
    let pt = sit(&owner, account("pt"));
    assert!(
        pt.refused(vec![answer("01-001", "vas", 48)])
            .contains("reads only")
    );
    let Reply::Users(users) = manager.ask(Request::Users) else {
        panic!("no users");
    };
    let list: Vec<_> = users
        .iter()
        .map(|user| (user.user.as_str(), user.active))
        .collect();
    assert_eq!(
        list,
        [("cra", true), ("md", true), ("mk", true), ("pt", true)]
    );
}

#[test]
fn the_list_of_users_is_kept_whole() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let manager = sit(&owner, own_account("mk"));
    let none = Event::UserRoles {
        user: "pt".to_owned(),
        roles: Vec::new(),
    };
    let unknown = Event::UserDisabled {
        user: "nobody".to_owned(),
    };
    assert!(
        manager
            .refused(vec![add("pt", &[Role::Assessor])])
            .contains("already")
    );
    assert!(manager.refused(vec![none]).contains("needs a role"));
    assert!(manager.refused(vec![unknown]).contains("not on the list"));
    // It outlives the owner, and a rebuilding of what is read.
    drop(owner);
    let owner = Owner::start(open(dir.path())).unwrap();
    assert_eq!(
        sit(&owner, account("md")).welcome.roles,
        [Role::Investigator]
    );
    drop(owner);
    std::fs::remove_dir_all(dir.path().join("sled")).unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    assert_eq!(sit(&owner, account("cra")).welcome.roles, [Role::Monitor]);
}

/// A study whose ids end with a letter.
fn with_letters() -> Study {
    let letters = || "99-99A".to_owned();
    let mut study = study();
    study.protocol.participant_id = letters();
    let sections = study.enrolment.sections.iter_mut();
    let mut fields = sections.flat_map(|section| &mut section.fields);
    let id = fields.find(|field| field.id.as_str() == "id").unwrap();
    let FieldKind::Text { pattern, .. } = &mut id.kind else {
        panic!("{:?}", id.kind);
    };
    *pattern = Some(letters());
    study
}

#[test]
fn an_id_is_given_once_in_whatever_case() {
    let dir = tempfile::tempdir().unwrap();
    let mut opened = open_study(dir.path(), with_letters(), options()).unwrap();
    // Earlier versions stored an id as it came.
    opened.append("early", vec![enrol("01-00a")]).unwrap();
    let owner = Owner::start(opened).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let taken = |id: &str| match mk.ask(Request::Taken(ParticipantId::new(id))) {
        Reply::Taken { taken, .. } => taken,
        other => panic!("{other:?}"),
    };
    assert!(taken("01-00a") && taken("01-00A") && !taken("01-00B"));
    mk.save(vec![enrol("01-00B")]);
    assert!(taken("01-00B") && taken("01-00b"));
    for again in ["01-00a", "01-00A", "01-00B"] {
        assert!(mk.refused(vec![enrol(again)]).contains("enrolled already"));
    }
    // Nor twice in one request.
    let twice = mk.refused(vec![enrol("01-00C"), enrol("01-00C")]);
    assert!(twice.contains("enrolled already"), "{twice}");
    assert!(!taken("01-00C"));
}

#[test]
fn what_one_saves_the_others_at_the_participant_hear() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md, cra) = (
        sit(&owner, account("pt")),
        sit(&owner, account("md")),
        sit(&owner, account("cra")),
    );
    pt.read("01-001");
    md.read("01-001");
    cra.read("01-002");
    let list = sit(&owner, own_account("mk"));
    let saved = pt.save(vec![answer("01-001", "vas", 47)]);
    match md.hear() {
        Reply::Changed { entries, summary } => {
            assert_eq!((entries.len(), entries[0].seq), (1, saved));
            assert_eq!(entries[0].draft.by.user, "pt");
            assert_eq!(summary.unwrap().visits.len(), 1);
        }
        other => panic!("{other:?}"),
    }
    // Who looks at the list hears that a row has changed, and no answers.
    match list.hear() {
        Reply::Changed { entries, summary } => {
            assert!(entries.is_empty());
            assert_eq!(summary.unwrap().participant.id.as_str(), "01-001");
        }
        other => panic!("{other:?}"),
    }
    // Who is at another participant hears nothing; nor does the asker again.
    assert!(cra.replies.try_recv().is_err());
    assert!(pt.replies.try_recv().is_err());
    // A request that comes again is told to nobody again.
    let again = Request::Append(Append {
        request: format!("{}-1", pt.client),
        seen: 0,
        events: vec![answer("01-001", "vas", 47)],
        ..Append::default()
    });
    let Reply::Appended { receipt, .. } = pt.ask(again) else {
        panic!("not answered");
    };
    assert_eq!(receipt.last, saved);
    md.read("01-001");
    assert!(md.replies.try_recv().is_err());
}

#[test]
fn nothing_is_overwritten_unseen() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md) = (sit(&owner, account("pt")), sit(&owner, account("md")));
    pt.read("01-001");
    md.read("01-001");
    let first = pt.save(vec![answer("01-001", "vas", 47)]);
    // The other has not seen it.
    let Reply::Conflict { standing, request } =
        md.ask(md.append(vec![answer("01-001", "vas", 50), likert("01-001", "2")]))
    else {
        panic!("overwritten");
    };
    assert_eq!(request, format!("{}-1", md.client));
    let [(at, entry)] = standing.as_slice() else {
        panic!("{standing:?}");
    };
    assert_eq!((at, entry.seq), (&place("01-001", "phga", "vas"), first));
    assert_eq!(entry.draft.by.name, "PT. Example");
    let record = md.read("01-001");
    assert!(
        record
            .session("baseline")
            .unwrap()
            .answer("phga", "likert")
            .is_none()
    );
    // Having seen it, they may.
    let second = md.save(vec![answer("01-001", "vas", 50)]);
    // Another field is nobody's business.
    pt.save(vec![likert("01-001", "2")]);
    // What one wrote oneself, one has seen: several in a row before any receipt.
    md.save(vec![answer("01-001", "vas", 51)]);
    md.save(vec![Event::Cleared {
        place: place("01-001", "phga", "vas"),
        origin: coreset::domain::record::event::Origin::Typed,
    }]);
    // A blank that another made counts like a value.
    pt.seen.set(second);
    assert!(matches!(
        pt.ask(pt.append(vec![answer("01-001", "vas", 40)])),
        Reply::Conflict { .. }
    ));
}

#[test]
fn a_note_is_not_overwritten_unseen_and_does_not_stand_in_the_way_of_an_answer() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md) = (sit(&owner, account("pt")), sit(&owner, account("md")));
    pt.read("01-001");
    md.read("01-001");
    pt.save(vec![note("01-001", "vas", "tired today")]);
    assert!(matches!(
        md.ask(md.append(vec![note("01-001", "vas", "in pain")])),
        Reply::Conflict { .. }
    ));
    md.save(vec![answer("01-001", "vas", 50)]);
    md.read("01-001");
    md.save(vec![note("01-001", "vas", "tired today, in pain")]);
}

/// The fields of all visits that are asked in a form that is still empty, each with a reason why it may be missing.
fn missable() -> impl Iterator<Item = (FieldPath, String)> {
    let study = study();
    let mut found = Vec::new();
    for visit in &study.protocol.visits {
        let setting = progress::Setting::of_nobody(visit.id == study.protocol.baseline);
        for form in visit.forms.iter().filter_map(|id| study.form(id.as_str())) {
            let empty = FormCells::new();
            let asked = form
                .fields()
                .filter(|field| progress::asked(study.scoring(), form, setting, &empty, field));
            found.extend(asked.filter_map(|field| {
                let place = FieldPath {
                    visit: visit.id.clone(),
                    ..place("01-001", form.id.as_str(), field.id.as_str())
                };
                Some((place, form.reasons(field).first()?.clone()))
            }));
        }
    }
    found.into_iter()
}

#[test]
fn of_two_that_come_together_the_second_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md) = (sit(&owner, account("pt")), sit(&owner, account("md")));
    pt.read("01-001");
    md.read("01-001");
    // Many pairs, so that some are of one batch whatever the threads do.
    let fields: Vec<(FieldPath, String)> = missable().take(200).collect();
    assert_eq!(fields.len(), 200);
    for (place, reason) in fields {
        let with = |words: &str| Event::Answered {
            place: place.clone(),
            answer: Answer::Missing {
                reason: reason.clone(),
                text: Some(words.to_owned()),
            },
            origin: Origin::Typed,
        };
        owner.ask(pt.seat, pt.append(vec![with("first")]));
        owner.ask(md.seat, md.append(vec![with("second")]));
    }
    let kinds = |replies: &std::sync::mpsc::Receiver<Reply>| {
        let (mut saved, mut told) = (0, 0);
        while saved + told < 200 {
            match replies.recv_timeout(LONG).unwrap() {
                Reply::Appended { .. } => saved += 1,
                Reply::Conflict { standing, .. } => {
                    assert_eq!(standing[0].1.draft.by.user, "pt");
                    told += 1;
                }
                Reply::Changed { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        (saved, told)
    };
    assert_eq!(kinds(&pt.replies), (200, 0));
    assert_eq!(kinds(&md.replies), (0, 200));
}

#[test]
fn who_is_where_is_told_to_those_at_the_same_participant() {
    let dir = tempfile::tempdir().unwrap();
    let owner = clinic(dir.path());
    let (pt, md) = (sit(&owner, account("pt")), sit(&owner, account("md")));
    let present = |sitter: &Sitter<'_>| match sitter.hear() {
        Reply::Present(present) => present,
        other => panic!("{other:?}"),
    };
    owner.ask(pt.seat, Request::At(location(Some("mmt8"))));
    assert!(present(&pt).is_empty());
    owner.ask(md.seat, Request::At(location(Some("phga"))));
    let there = Presence {
        user: "pt".to_owned(),
        name: "PT. Example".to_owned(),
        role: "assessor".to_owned(),
        location: location(Some("mmt8")).unwrap(),
    };
    assert_eq!(present(&md), [there]);
    assert_eq!(present(&pt)[0].location.form, Some(FormId::new("phga")));
    owner.ask(md.seat, Request::At(location(None)));
    assert_eq!(present(&pt)[0].location.form, None);
    present(&md);
    // Who goes elsewhere, or dies, is gone for the others.
    owner.ask(md.seat, Request::At(None));
    assert!(present(&pt).is_empty());
    owner.ask(md.seat, Request::At(location(None)));
    assert_eq!(present(&pt).len(), 1);
    owner.leave(md.seat);
    assert!(present(&pt).is_empty());
}
