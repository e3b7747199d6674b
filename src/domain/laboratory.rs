//! What is remembered of a laboratory: its unit and its upper limits of normal, as entered with the
//! last results. A fact, not a result: it may be carried to the next participant.

use super::answer::Answer;
use super::ids::FieldId;
use super::instrument::{FieldKind, Scoring};
use super::session::{ParticipantRecord, Session};
use super::study::Study;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Field of an enzyme form that names the laboratory.
pub const NAME: &str = "laboratory";
/// Field of an enzyme form that says the unit of all results.
pub const UNIT: &str = "unit";

/// A laboratory as it was at one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laboratory {
    /// Its name as entered.
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// Day of the visit.
    pub date: NaiveDate,
    /// Upper limits of normal, by their fields.
    pub limits: Vec<(FieldId, Answer)>,
}

impl Laboratory {
    /// Reads the laboratory of a session; none where its name or unit was not entered.
    pub fn of(study: &Study, session: &Session) -> Option<Self> {
        let form = study
            .instruments
            .values()
            .find(|form| form.scoring == Scoring::Enzymes)?;
        let answer = |field: &str| session.answer(form.id.as_str(), field);
        let is_limit = |kind: &FieldKind| matches!(kind, FieldKind::Lab { is_limit: true, .. });
        let limits = form
            .fields()
            .filter(|field| is_limit(&field.kind))
            .filter_map(|field| {
                let limit = answer(field.id.as_str()).filter(|answer| answer.value().is_some())?;
                Some((field.id.clone(), limit.clone()))
            });
        Some(Self {
            name: answer(NAME)?.as_text()?.to_owned(),
            unit: answer(UNIT)?.as_code()?.to_owned(),
            date: session.date,
            limits: limits.collect(),
        })
    }

    /// Returns the laboratory of a participant's latest session that has one.
    pub fn latest(study: &Study, record: &ParticipantRecord) -> Option<Self> {
        let known = record
            .sessions
            .values()
            .filter_map(|session| Self::of(study, session));
        known.max_by_key(|laboratory| laboratory.date)
    }

    /// Returns whether this is the laboratory of that name, measuring in that unit.
    pub fn is(&self, name: &str, unit: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(name.trim()) && self.unit == unit
    }

    /// Returns the upper limit of normal in a field.
    pub fn limit(&self, field: &str) -> Option<&Answer> {
        self.limits
            .iter()
            .find(|(known, _)| known.as_str() == field)
            .map(|(_, limit)| limit)
    }
}
