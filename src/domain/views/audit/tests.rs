use super::*;
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::PromptOutcome;
use crate::domain::record::kept_scores::{
    FormScores, KeptForm, KeptJudgement, KeptScore, KeptTotal, KeptValue, KeptVerdict, KeptVisit,
    WhyOpen,
};
use crate::domain::record::query::Step;
use crate::domain::record::signature::Meaning;
use crate::domain::record::user::Role;
use crate::domain::sample::{number, study};

/// Takes out of an entry what is hidden in forms wherever they are.
fn hide(forms: &[FormId], entry: &mut Entry) {
    let hidden = Redaction {
        study: &study(),
        forms,
        withheld: &Hidden::default(),
    };
    redact(&hidden, entry);
}

fn entry(seq: u64, event: Event) -> Entry {
    let by = Assessor {
        user: "mk".to_owned(),
        name: "M. Kern".to_owned(),
        role: "assessor".to_owned(),
        from: "10.0.0.7".to_owned(),
    };
    Entry {
        seq,
        recorded_at: DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap(),
        program: String::new(),
        request: String::new(),
        draft: Draft::new(by, event),
        salt: None,
        more: 0,
        prev: String::new(),
        hash: "h".to_owned(),
    }
}

fn place(who: &str, form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: who.into(),
        visit: "baseline".into(),
        form: form.into(),
        field: field.into(),
    }
}

fn answered(who: &str, field: &str, answer: Answer) -> Event {
    Event::Answered {
        place: place(who, "mixed", field),
        answer,
        origin: Origin::Typed,
    }
}

#[test]
fn each_line_has_the_value_before_and_after_of_its_own_participant() {
    let mut teller = Teller::new();
    let mut tell = |event| {
        let line = teller.tell(&study(), &entry(1, event), &[]).remove(0);
        (line.action, line.old, line.new)
    };
    let (four, five, other) = (number("4.0"), number("5.0"), number("9.9"));
    assert_eq!(
        tell(answered("01-001", "vas", four.clone())),
        (Action::Entered, None, Some(four.clone()))
    );
    // Somebody else's first value is a first value.
    assert_eq!(
        tell(answered("01-002", "vas", other.clone())),
        (Action::Entered, None, Some(other))
    );
    assert_eq!(
        tell(answered("01-001", "vas", five.clone())),
        (Action::Changed, Some(four), Some(five.clone()))
    );
    let cleared = Event::Cleared {
        place: place("01-001", "mixed", "vas"),
        origin: Origin::Undone,
    };
    assert_eq!(tell(cleared.clone()), (Action::Cleared, Some(five), None));
    assert_eq!(tell(cleared), (Action::Cleared, None, None));
    let missing = Answer::missing("not-done");
    assert_eq!(
        tell(answered("01-001", "vas", missing.clone())),
        (Action::Entered, None, Some(missing))
    );
}

#[test]
fn a_form_taken_in_at_once_is_told_field_by_field() {
    let mut teller = Teller::new();
    let answers = vec![
        (FieldId::from("rash"), Answer::code("y")),
        ("vas".into(), number("2.0")),
    ];
    let filled = entry(
        1,
        Event::Filled {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "mixed".into(),
            answers: answers.clone(),
            origin: Origin::Generated,
        },
    );
    let lines = teller.tell(&study(), &filled, &[]);
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line.field.clone().unwrap(), line.new.clone().unwrap()))
        .collect();
    assert_eq!(seen, answers);
    assert!(
        lines
            .iter()
            .all(|line| line.origin == Some(Origin::Generated))
    );
    // What follows is a change of it.
    let next = teller.tell(
        &study(),
        &entry(2, answered("01-001", "vas", number("3.0"))),
        &[],
    );
    assert_eq!(next[0].old, Some(number("2.0")));
}

#[test]
fn a_line_holds_nothing_of_a_passphrase() {
    let mut teller = Teller::new();
    let proof = "c0ffee".to_owned();
    let user = "anna".to_owned();
    for event in [
        Event::PassphraseSet {
            user: user.clone(),
            proof,
        },
        Event::PassphraseCleared { user: user.clone() },
        Event::PassphraseWrong { user: user.clone() },
        Event::PassphraseRight { user },
    ] {
        let lines = teller.tell(&study(), &entry(1, event), &[]);
        assert!(lines[0].action.key().starts_with("passphrase-"));
        assert!(!format!("{lines:?}").contains("c0ffee"));
    }
}

#[test]
fn the_files_of_a_study_are_one_line_about_nobody() {
    let event = Event::FilesRecorded {
        protocol: "NCT1".to_owned(),
        protocol_hash: "ab".to_owned(),
        files: Vec::new(),
    };
    let lines = Teller::new().tell(&study(), &entry(2, event), &[]);
    assert_eq!((lines.len(), lines[0].action), (1, Action::FilesRecorded));
    assert_eq!(lines[0].participant, None);
}

#[test]
fn what_is_hidden_from_a_role_is_gone_and_who_and_when_stay() {
    let hidden: [FormId; 2] = ["mixed".into(), "adverse-event".into()];
    let secret = "SECRET";
    let events = [
        answered("01-001", "vas", Answer::text(secret)),
        Event::Filled {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "adverse-event#3".into(),
            answers: vec![("term".into(), Answer::text(secret))],
            origin: Origin::Typed,
        },
        Event::Prompted {
            place: place("01-001", "mixed", "vas"),
            rule: secret.to_owned(),
            rule_version: "1".to_owned(),
            value: secret.to_owned(),
            outcome: PromptOutcome::Kept,
            reason: Some(secret.to_owned()),
        },
        Event::Noted {
            place: place("01-001", "mixed", "vas"),
            text: secret.to_owned(),
        },
        Event::Queried {
            place: place("01-001", "mixed", "vas"),
            query: 0,
            step: Step::Open,
            text: secret.to_owned(),
        },
        Event::Cleared {
            place: place("01-001", "mixed", "vas"),
            origin: Origin::Typed,
        },
    ];
    for event in events {
        let mut before = entry(7, event);
        before.draft.reason = Some(secret.to_owned());
        before.draft.late = Some(secret.to_owned());
        before.salt = Some("5a".to_owned());
        let mut after = before.clone();
        hide(&hidden, &mut after);
        assert!(!format!("{after:?}").contains(secret), "{after:?}");
        assert_eq!(after.draft.by, before.draft.by);
        assert_eq!((after.seq, &after.hash), (before.seq, &before.hash));
        assert_eq!(after.salt, None);
        assert_eq!(
            after.draft.event.participant(),
            before.draft.event.participant()
        );
        // Other forms, and a study that hides none, are told whole.
        for forms in [&[FormId::from("phga")][..], &[]] {
            let mut same = before.clone();
            hide(forms, &mut same);
            assert_eq!(same, before);
        }
    }
}

#[test]
fn scores_that_were_kept_of_a_hidden_form_are_gone_and_those_of_others_stay() {
    let scores = |value: &str| FormScores {
        main: Some(KeptScore {
            name: "vas".to_owned(),
            value: KeptValue::Code(value.to_owned()),
        }),
        parts: vec![KeptScore {
            name: "part".to_owned(),
            value: KeptValue::Missing(value.to_owned()),
        }],
    };
    let verdict = || KeptVerdict {
        imacs: KeptJudgement::Met,
        registered: KeptJudgement::NotMet,
        total: KeptTotal::NotDecided(WhyOpen::Blank),
    };
    let completed = Event::Completed {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: "mixed".into(),
        kept: Some(Box::new(KeptForm {
            scores: scores("SECRET"),
            ..KeptForm::default()
        })),
    };
    let signed = Event::Signed {
        participant: "01-001".into(),
        visit: "baseline".into(),
        meaning: Meaning::Approved,
        content: "CONTENT".to_owned(),
        kept: Some(Box::new(KeptVisit {
            forms: [
                ("mixed".into(), scores("SECRET")),
                ("rand36".into(), scores("OPEN")),
            ]
            .into(),
            verdict: Some(verdict()),
            ..KeptVisit::default()
        })),
    };
    for (event, others) in [(completed, 0), (signed, 2)] {
        let before = Entry {
            salt: Some("5a".to_owned()),
            ..entry(7, event)
        };
        let mut after = before.clone();
        hide(&["mixed".into()], &mut after);
        let said = format!("{after:?}");
        assert!(!said.contains("SECRET") && said.contains(HIDDEN), "{said}");
        assert_eq!(after.salt, None);
        // Neither does the hash of what was signed tell of its answers.
        assert!(!said.contains("CONTENT"), "{said}");
        assert_eq!(said.matches("OPEN").count(), others, "{said}");
        assert_eq!(after.hash, before.hash);
        let mut same = before.clone();
        hide(&["adverse-event".into()], &mut same);
        assert_eq!(same, before);
        // A verdict tells of every form that it is read from.
        hide(&["haq".into()], &mut same);
        let told = match &same.draft.event {
            Event::Signed {
                kept: Some(kept), ..
            } => kept.verdict.clone(),
            _ => None,
        };
        assert_ne!(told, Some(verdict()));
        assert_eq!(told.is_some(), others > 0);
    }
}

#[test]
fn a_form_is_hidden_only_from_who_has_no_role_that_sees_it() {
    let mut study = study();
    let hide = [
        (Role::Monitor, vec!["mixed".into(), "phga".into()]),
        (Role::Manager, vec!["phga".into()]),
    ];
    study.protocol.audit_hidden = hide.into();
    let hidden = |roles: &[Role]| study.protocol.hidden_from(roles);
    assert_eq!(
        hidden(&[Role::Monitor]),
        [FormId::from("mixed"), "phga".into()]
    );
    assert_eq!(hidden(&[Role::Monitor, Role::Manager]), ["phga".into()]);
    assert_eq!(hidden(&[Role::Monitor, Role::Assessor]), []);
    assert_eq!(hidden(&[Role::Investigator]), []);
    assert_eq!(hidden(&[]), []);
}
