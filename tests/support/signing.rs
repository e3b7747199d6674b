//! A study with one participant whose last visit is complete, and users of every role. Include it beside `owner`.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use super::owner::{Sitter, add, open_with, options, own_account, sit};
use coreset::domain::base::answer::Answer;
use coreset::domain::record::entry::{Entry, Receipt};
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::signature;
use coreset::domain::record::signature::Meaning;
use coreset::domain::record::user::Role;
use coreset::domain::rules::checks::{RULE_VERSION, open_at};
use coreset::domain::study::shipped::embedded_study;
use coreset::protocol::messages::{Append, Passphrase, Reply, Request, Sign, Verdict};
use coreset::server::owner::Owner;
use coreset::text::{English, Language as _};
use coreset::tools::demo;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The participant.
pub const WHO: &str = "99-009";
/// The visit that is complete.
pub const VISIT: &str = "week-12";
pub use crate::support::owner::WORDS;

pub fn clinic(dir: &std::path::Path) -> Owner {
    let opened = open_with(dir, options()).unwrap();
    let study = Arc::clone(&opened.study);
    let owner = Owner::start(opened).unwrap();
    let own = sit(&owner, own_account("mk"));
    own.save(vec![
        add("pt", &[Role::Assessor]),
        add("md", &[Role::Assessor, Role::Investigator]),
        add("cra", &[Role::Monitor]),
        add("ma", &[Role::Manager]),
    ]);
    let today = chrono::Local::now().date_naive();
    let all = demo::participants(&study, 14, today, 7);
    let own_events = all.into_iter().find(|events| {
        matches!(events.first(), Some(Event::Enrolled { participant }) if participant.id.as_str() == WHO)
    });
    own.save(own_events.unwrap().into_iter().map(as_typed).collect());
    let seat = own.seat;
    owner.leave(seat);
    owner
}

/// Answers of the generator as they are typed: the study is no demo.
pub fn as_typed(mut event: Event) -> Event {
    if let Event::Filled { origin, .. } = &mut event {
        *origin = Origin::Typed;
    }
    event
}

pub fn find(query: &str) -> Request {
    Request::Find {
        filter: coreset::domain::views::find::filter::Filter::All,
        sort: coreset::domain::views::find::order::Sort::default(),
        query: query.to_owned(),
        from: 0,
        count: 10,
    }
}

pub fn set_passphrase(sitter: &Sitter<'_>) {
    let (old, new) = (None, Passphrase(WORDS.to_owned()));
    let set = sitter.ask(Request::SetPassphrase { old, new });
    assert_eq!(set, Reply::Passphrase(Verdict::Right));
}

/// What the visit says now.
pub fn content(sitter: &Sitter<'_>) -> String {
    let record = sitter.read(WHO);
    signature::content(&record.participant.id, record.session(VISIT).unwrap())
}

pub fn signature_request(sitter: &Sitter<'_>, content: &str, words: &str) -> Sign {
    let Request::Append(Append { request, .. }) = sitter.append(Vec::new()) else {
        panic!("no append");
    };
    Sign {
        request,
        participant: WHO.into(),
        visit: VISIT.into(),
        meaning: Meaning::Approved,
        content: content.to_owned(),
        passphrase: Passphrase(words.to_owned()),
    }
}

pub fn sign(sitter: &Sitter<'_>, user: &str, content: &str, words: &str) -> Reply {
    assert_eq!(sitter.welcome.who.user, user);
    sitter.ask(Request::Sign(signature_request(sitter, content, words)))
}

pub fn taken(reply: Reply) -> (Receipt, Vec<Entry>) {
    match reply {
        Reply::Appended {
            receipt, entries, ..
        } => (receipt, entries),
        other => panic!("{other:?}"),
    }
}

pub fn refusal(reply: Reply) -> String {
    match reply {
        Reply::Refused { refusal, .. } if refusal.is_lasting() => English.refusal(&refusal),
        other => panic!("{other:?}"),
    }
}

pub fn at_visit(form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: WHO.into(),
        visit: VISIT.into(),
        form: form.into(),
        field: field.into(),
    }
}

pub fn vas(tenths: i64) -> Event {
    Event::Answered {
        place: at_visit("phga", "vas"),
        answer: Answer::number(Decimal::new(tenths, 1), None),
        origin: Origin::Typed,
    }
}

/// Says why each answer of the visit stays that a check asks about.
pub fn settle(sitter: &Sitter<'_>) {
    let study = embedded_study().unwrap();
    let record = sitter.read(WHO);
    let visit = study.visit(VISIT).unwrap();
    let mut events = Vec::new();
    for form in &visit.forms {
        for (field, question) in open_at(&study, &record, &VISIT.into(), form) {
            events.push(kept(
                &at_visit(form.as_str(), field.as_str()),
                &question.rule,
            ));
        }
    }
    if !events.is_empty() {
        sitter.save(events);
    }
}

fn kept(place: &FieldPath, rule: &str) -> Event {
    Event::Prompted {
        place: place.clone(),
        rule: rule.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: String::new(),
        outcome: PromptOutcome::Kept,
        reason: Some("clinical".to_owned()),
    }
}

/// A rating with why it stays against what the checks ask about it.
pub fn rated(tenths: i64) -> Vec<Event> {
    let place = at_visit("phga", "vas");
    let kept = |rule: &str| kept(&place, rule);
    vec![vas(tenths), kept("likert-vas"), kept("jump")]
}

pub fn noted() -> Event {
    Event::Noted {
        place: at_visit("phga", "vas"),
        text: "looked tired".to_owned(),
    }
}

/// Changes an answer for a reason; returns the number of the entry.
pub fn change(sitter: &Sitter<'_>, tenths: i64, reason: &str) -> u64 {
    let Request::Append(append) = sitter.append(rated(tenths)) else {
        panic!("no append");
    };
    let reason = Some(reason.to_owned());
    let (_, entries) = taken(sitter.ask(Request::Append(Append { reason, ..append })));
    entries[0].seq
}

pub fn locked(scope: &Scope, reason: &str) -> Event {
    Event::Locked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    }
}

pub fn unlocked(scope: &Scope, reason: &str) -> Event {
    Event::Unlocked {
        scope: scope.clone(),
        reason: reason.to_owned(),
    }
}

/// All entries of the study.
pub fn trail(sitter: &Sitter<'_>) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let participant = None;
        let Reply::Trail { entries, next } = sitter.ask(Request::Trail { participant, after })
        else {
            panic!("no trail");
        };
        all.extend(entries);
        match next {
            Some(next) => after = next,
            None => return all,
        }
    }
}
