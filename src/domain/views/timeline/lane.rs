//! What is kept of a participant beside the visits, as spans of days: infusions, doses, drugs, adverse events.
//!
//! Days that are known in part stay so: a span keeps the earliest and the latest day that one can be.

use super::logs;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::course::{self, ABATACEPT, ADVERSE_EVENT, MEDICATION};
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use chrono::NaiveDate;

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKind {
    /// Infusions of the trial drug, one span each.
    Infusion,
    /// Doses of glucocorticoid in mg of prednisone a day, one after another.
    Glucocorticoid,
    /// One immunosuppressant or other drug.
    Drug,
    /// Adverse events.
    Event,
}

impl LaneKind {
    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Infusion => "infusion",
            Self::Glucocorticoid => "glucocorticoid",
            Self::Drug => "drug",
            Self::Event => "adverse-event",
        }
    }
}

/// A day, known whole, in part, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The earliest day that it can be.
    pub earliest: NaiveDate,
    /// The latest.
    pub latest: NaiveDate,
    /// As it was entered, such as a month; none when nothing is known of it.
    pub day: Option<PartialDate>,
}

impl Moment {
    /// Returns a day that is known.
    pub fn on(date: NaiveDate) -> Self {
        Self {
            earliest: date,
            latest: date,
            day: Some(PartialDate::from(date)),
        }
    }

    /// Returns whether the day is known whole.
    pub fn is_certain(&self) -> bool {
        self.earliest == self.latest
    }
}

/// What a lane is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaneName {
    /// Infusions of abatacept.
    Abatacept,
    /// Doses of glucocorticoid.
    Glucocorticoid,
    /// Pulses of glucocorticoid.
    Pulse,
    /// A drug, beginning with a capital letter.
    Drug(String),
    /// A drug whose name is not entered.
    NotNamed,
    /// Adverse events.
    Events,
}

/// What happened in a span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Nothing that is to be said.
    #[default]
    Nothing,
    /// An infusion: mg, where they are entered, and how it was given.
    Infusion(Option<Exact>, Given),
    /// A dose of glucocorticoid, mg of prednisone a day; none while it is not known.
    Daily(Option<Exact>),
    /// A dose of a drug.
    Drug {
        /// The dose each time with the code of its unit; the code is blank while not entered.
        dose: Option<(Exact, String)>,
        /// Code of the frequency.
        frequency: Option<String>,
    },
    /// An event by its name, as it was entered; blank while it is not.
    Event(String),
}

/// A stretch of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Its begin; `None` when nothing is known of it.
    pub from: Option<Moment>,
    /// Its end; `None` while it goes on.
    pub to: Option<Moment>,
    /// Dose in the unit of the lane.
    pub dose: Option<Exact>,
    /// CTCAE grade of an event, 1 to 5.
    pub grade: Option<u8>,
    /// Whether an event is serious.
    pub serious: bool,
    /// Whether something planned was not given.
    pub withheld: bool,
    /// What it is.
    pub what: What,
}

/// A row of spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What it holds.
    pub kind: LaneKind,
    /// What it is about.
    pub name: LaneName,
    /// Its spans, by their begin.
    pub spans: Vec<Span>,
    /// Number of the version that took away the log which it is read from.
    pub removed: Option<u32>,
}

/// Returns what is kept of a participant beside the visits. Where the log of medications has no course of a
/// glucocorticoid, the doses are those that the visits found.
pub fn lanes(study: &Study, record: &ParticipantRecord) -> Vec<Lane> {
    let session = VisitId::new(rows::SESSION);
    let of_log = |lanes: Vec<Lane>, log: &str| {
        let removed = study.place_removal(&session, &FormId::new(log));
        let removed = removed.map(|removal| removal.by);
        let marked = lanes.into_iter();
        marked.map(move |lane| Lane { removed, ..lane })
    };
    let from_log = logs::doses(study, record);
    let at_visits = match &from_log {
        Some(_) => None,
        None => doses_at_visits(study, record),
    };
    let infusions = logs::infusions(record).into_iter().collect();
    let doses = from_log.into_iter().collect();
    let drugs = logs::drugs(study, record).into_iter().collect();
    let events = logs::events(record).into_iter().collect();
    of_log(infusions, ABATACEPT)
        .chain(of_log(doses, MEDICATION))
        .chain(at_visits)
        .chain(of_log(drugs, MEDICATION))
        .chain(of_log(events, ADVERSE_EVENT))
        .collect()
}

/// Returns the lane of the glucocorticoid doses that the visits found, each until the next one; none when no visit
/// found any.
pub fn doses_at_visits(study: &Study, record: &ParticipantRecord) -> Option<Lane> {
    let mut found: Vec<(NaiveDate, Exact)> = Vec::new();
    for visit in &study.protocol.visits {
        let Some(session) = record.session(visit.id.as_str()) else {
            continue;
        };
        found.extend(course::dose_at(study, record, &visit.id).map(|dose| (session.date, dose)));
    }
    found.sort_by_key(|(date, _)| *date);
    found.dedup_by(|next, before| next.1 == before.1);
    let ends = found.iter().skip(1).map(|(date, _)| Some(*date));
    let ends: Vec<Option<NaiveDate>> = ends.chain([None]).collect();
    let spans: Vec<Span> = found
        .iter()
        .zip(ends)
        .map(|((date, dose), end)| Span {
            from: Some(Moment::on(*date)),
            to: end.map(Moment::on),
            dose: Some(*dose),
            what: What::Daily(Some(*dose)),
            ..Span::default()
        })
        .collect();
    (!spans.is_empty()).then_some(Lane {
        kind: LaneKind::Glucocorticoid,
        name: LaneName::Glucocorticoid,
        spans,
        removed: None,
    })
}
