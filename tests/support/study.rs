//! A small study to store: who, what, and a clock that ticks by itself.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use chrono::{DateTime, Duration, NaiveDate};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::record::entry::{Assessor, Draft};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::visit_summary::VisitSummary;
use coreset::domain::views::summary::Summary;
use coreset::store::{OpenReport, Options, Projection, Store, StoreError};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

/// Options for small studies on any disk; the clock starts on 1 March 2025 and gains a second each time.
pub fn options() -> Options {
    let start = DateTime::parse_from_rfc3339("2025-03-01T09:00:00.250+01:00").unwrap();
    let ticks = AtomicI64::new(0);
    Options {
        floor_bytes: 0,
        reserve_bytes: 4096,
        cache_bytes: 1 << 20,
        clock: Box::new(move || start + Duration::seconds(ticks.fetch_add(1, Ordering::Relaxed))),
        ..Options::default()
    }
}

/// Counts the answers of each visit.
pub fn summarise(record: &ParticipantRecord) -> Summary {
    let visits = record.visits().map(|session| VisitSummary {
        chosen: Vec::new(),
        visit: session.visit.clone(),
        date: session.date,
        unfit_date: false,
        earlier_days: Vec::new(),
        complete: session.forms.values().map(|cells| cells.len() as u16).sum(),
        forms: session.forms.len() as u16,
        ending: Vec::new(),
        answered: Vec::new(),
        entered: Vec::new(),
        signed: false,
        version: 0,
    });
    Summary {
        participant: record.participant.clone(),
        statuses: record.statuses.clone(),
        visits: visits.collect(),
        verdict: Default::default(),
        laboratories: Vec::new(),
        story: Default::default(),
        open_queries: 0,
        outcome: Default::default(),
        last_entry: record.last_entry(),
        unfit: Vec::new(),
    }
}

pub fn projection() -> Projection {
    Projection {
        summarise: Box::new(summarise),
        judge: Box::new(|_, _| {}),
    }
}

pub fn try_open(dir: &Path) -> Result<(Store, OpenReport), StoreError> {
    Store::open(dir, options(), projection(), &mut |_, _| {})
}

pub fn open(dir: &Path) -> Store {
    try_open(dir).unwrap().0
}

pub fn draft(event: Event) -> Draft {
    Draft::new(
        Assessor {
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "assessor".to_owned(),
            from: "tty1".to_owned(),
        },
        event,
    )
}

pub fn participant(id: &str) -> Participant {
    Participant {
        id: ParticipantId::new(id),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::new(625, 1),
        enrolled_on: NaiveDate::from_ymd_opt(2025, 2, 20).unwrap(),
    }
}

pub fn enrol(id: &str) -> Draft {
    draft(Event::Enrolled {
        participant: participant(id),
    })
}

pub fn place(id: &str, visit: &str, form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: ParticipantId::new(id),
        visit: VisitId::new(visit),
        form: FormId::new(form),
        field: FieldId::new(field),
    }
}

pub fn answer(id: &str, visit: &str, field: &str, value: i64) -> Draft {
    draft(Event::Answered {
        place: place(id, visit, "mmt8", field),
        answer: Answer::number(Decimal::new(value, 1), None),
        origin: Origin::Typed,
    })
}

/// Enrols one participant and saves `count` answers, a request each.
pub fn fill(store: &mut Store, id: &str, count: u64) {
    store
        .append(&format!("{id}-enrol"), vec![enrol(id)])
        .unwrap();
    for number in 0..count {
        let field = format!("muscle.{}", number % 14);
        let visit = format!("week-{}", number / 14);
        store
            .append(
                &format!("{id}-{number}"),
                vec![answer(id, &visit, &field, number as i64)],
            )
            .unwrap();
    }
}

/// Copies a closed study.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &target);
        } else {
            std::fs::copy(item.path(), target).unwrap();
        }
    }
}

/// Everything that can be read: all summaries, and all records of those participants.
pub fn everything(store: &mut Store) -> (Vec<Summary>, Vec<ParticipantRecord>) {
    let list = store.participants().unwrap();
    let records = list
        .iter()
        .map(|summary| store.record(&summary.participant.id).unwrap().unwrap())
        .collect();
    (list, records)
}
