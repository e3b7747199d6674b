//! What is remembered of a laboratory: its unit and its upper limits of normal, as entered with the
//! last results. A fact, not a result: it may be carried to the next participant.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::enzymes;
use crate::domain::record::participant::Sex;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        let study = study.of(session);
        let form = study
            .instruments
            .values()
            .find(|form| form.is_scored_by(enzymes::SCORER))?;
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
            .visits()
            .filter(|session| session.day().is_some())
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

/// The laboratories that a study knows, with the newest limit of each result. Limits may depend on sex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laboratories(BTreeMap<Named, BTreeMap<FieldId, Limit>>);

/// A laboratory for one sex: sex, name, code of the unit.
type Named = (Sex, String, String);

/// A limit, and the day of the results that it came with.
type Limit = (NaiveDate, Answer);

impl Laboratories {
    /// Takes in the laboratory of a participant's latest results.
    pub fn take(&mut self, sex: Sex, laboratory: &Laboratory) {
        let key = (sex, laboratory.name.clone(), laboratory.unit.clone());
        let known = self.0.entry(key).or_default();
        for (field, limit) in &laboratory.limits {
            let newer = known
                .get(field)
                .is_none_or(|(date, _)| *date <= laboratory.date);
            if newer {
                known.insert(field.clone(), (laboratory.date, limit.clone()));
            }
        }
    }

    /// Returns the laboratories as they are known for one sex; those with limits of several days once for each day.
    pub fn of(&self, sex: Sex) -> Vec<Laboratory> {
        let mut all: Vec<Laboratory> = Vec::new();
        for ((_, name, unit), limits) in self.0.iter().filter(|((own, _, _), _)| *own == sex) {
            let mut days: BTreeMap<NaiveDate, Vec<(FieldId, Answer)>> = BTreeMap::new();
            for (field, (date, limit)) in limits {
                let day = days.entry(*date).or_default();
                day.push((field.clone(), limit.clone()));
            }
            all.extend(days.into_iter().map(|(date, limits)| Laboratory {
                name: name.clone(),
                unit: unit.clone(),
                date,
                limits,
            }));
        }
        all.sort_by_key(|laboratory| std::cmp::Reverse(laboratory.date));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::number;

    fn laboratory(day: &str, ck: &str) -> Laboratory {
        Laboratory {
            name: "Central".to_owned(),
            unit: "u-l".to_owned(),
            date: day.parse().unwrap(),
            limits: vec![(FieldId::from("ck-uln"), number(ck))],
        }
    }

    #[test]
    fn the_newest_limit_is_known_for_each_sex() {
        let mut known = Laboratories::default();
        known.take(Sex::Female, &laboratory("2026-03-02", "170"));
        known.take(Sex::Female, &laboratory("2026-02-02", "160"));
        known.take(Sex::Male, &laboratory("2026-01-02", "200"));
        assert_eq!(known.of(Sex::Female), [laboratory("2026-03-02", "170")]);
        assert_eq!(known.of(Sex::Male), [laboratory("2026-01-02", "200")]);
        let mut other = laboratory("2026-04-02", "60");
        other.limits = vec![(FieldId::from("alt-uln"), number("60"))];
        known.take(Sex::Female, &other);
        assert_eq!(
            known.of(Sex::Female),
            [other, laboratory("2026-03-02", "170")]
        );
        // A limit that was corrected on its day.
        known.take(Sex::Female, &laboratory("2026-03-02", "171"));
        assert_eq!(known.of(Sex::Female)[1], laboratory("2026-03-02", "171"));
    }
}
