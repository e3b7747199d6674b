//! What is remembered of a laboratory: its limits of normal in their units, as entered with the last results of any form
//! that names one. A fact, not a result: it may be carried to the next participant.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::record::participant::Sex;
use crate::domain::record::session::{FormCells, ParticipantRecord, Session};
use crate::domain::study::Study;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Field of a form with results that names the laboratory.
pub const NAME: &str = "laboratory";

/// A laboratory as it was at one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laboratory {
    /// Its name as entered.
    pub name: String,
    /// Day of the visit.
    pub date: NaiveDate,
    /// Limits of normal with their units, by their fields.
    pub limits: Vec<(FieldId, Answer)>,
}

impl Laboratory {
    /// Reads the laboratories of a session, with the form of each; none of a form in which no name was entered.
    pub fn of(study: &Study, session: &Session) -> Vec<(FormId, Self)> {
        let study = study.of(session);
        let forms = session.forms.iter();
        let named = forms.filter_map(|(id, cells)| {
            let found = Self::of_form(study.form(id.as_str())?, cells, session.date)?;
            Some((id.clone(), found))
        });
        named.collect()
    }

    fn of_form(form: &Instrument, cells: &FormCells, date: NaiveDate) -> Option<Self> {
        let answer = |field: &str| cells.get(field)?.answer.as_ref();
        let limits = form
            .fields()
            .filter(|field| is_limit(field))
            .filter_map(|field| {
                let limit = answer(field.id.as_str()).filter(|answer| answer.value().is_some())?;
                Some((field.id.clone(), limit.clone()))
            });
        Some(Self {
            name: answer(NAME)?.as_text()?.to_owned(),
            date,
            limits: limits.collect(),
        })
    }

    /// Returns the laboratories of a participant: of each form that of the latest session that has one.
    pub fn latest(study: &Study, record: &ParticipantRecord) -> Vec<Self> {
        let mut latest: BTreeMap<FormId, Self> = BTreeMap::new();
        let sessions = record.visits().filter(|session| session.day().is_some());
        for (form, laboratory) in sessions.flat_map(|session| Self::of(study, session)) {
            let known = latest.get(&form);
            if known.is_none_or(|known| known.date <= laboratory.date) {
                latest.insert(form, laboratory);
            }
        }
        latest.into_values().collect()
    }

    /// Returns whether this is the laboratory of that name.
    pub fn is(&self, name: &str) -> bool {
        is_same_name(&self.name, name)
    }

    /// Returns the limit of normal in a field, in a unit.
    pub fn limit(&self, field: &str, unit: &str) -> Option<&Answer> {
        let mut limits = self.limits.iter();
        let found =
            limits.find(|(known, limit)| known.as_str() == field && limit.unit() == Some(unit));
        found.map(|(_, limit)| limit)
    }
}

/// Returns whether a field is a limit of normal.
fn is_limit(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Lab { is_limit: true, .. })
}

/// The laboratories that a study knows, with the newest limit of each result in each unit. Limits may depend on sex.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laboratories(BTreeMap<Named, BTreeMap<InUnit, Limit>>);

/// A laboratory for one sex.
type Named = (Sex, String);

/// The field of a limit, and its unit.
type InUnit = (FieldId, String);

/// A limit, and the day of the results that it came with.
type Limit = (NaiveDate, Answer);

impl Laboratories {
    /// Takes in a laboratory of a participant's latest results.
    pub fn take(&mut self, sex: Sex, laboratory: &Laboratory) {
        let known = self.0.entry((sex, laboratory.name.clone())).or_default();
        for (field, limit) in &laboratory.limits {
            let unit = limit.unit().unwrap_or_default().to_owned();
            let key = (field.clone(), unit);
            let newer = known
                .get(&key)
                .is_none_or(|(date, _)| *date <= laboratory.date);
            if newer {
                known.insert(key, (laboratory.date, limit.clone()));
            }
        }
    }

    /// Returns the laboratories as they are known for one sex; those with limits of several days once for each day.
    pub fn of(&self, sex: Sex) -> Vec<Laboratory> {
        let mut all: Vec<Laboratory> = Vec::new();
        for ((_, name), limits) in self.0.iter().filter(|((own, _), _)| *own == sex) {
            let mut days: BTreeMap<NaiveDate, Vec<(FieldId, Answer)>> = BTreeMap::new();
            for ((field, _), (date, limit)) in limits {
                let day = days.entry(*date).or_default();
                day.push((field.clone(), limit.clone()));
            }
            all.extend(days.into_iter().map(|(date, limits)| Laboratory {
                name: name.clone(),
                date,
                limits,
            }));
        }
        all.sort_by_key(|laboratory| std::cmp::Reverse(laboratory.date));
        all
    }
}

/// Returns whether two names are of one laboratory.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::number;

    fn laboratory(day: &str, ck: &str) -> Laboratory {
        Laboratory {
            name: "Central".to_owned(),
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
            [other.clone(), laboratory("2026-03-02", "170")]
        );
        // In another unit it is another limit, and both are known.
        let mut in_katal = laboratory("2026-03-02", "2.8");
        in_katal.limits[0].1 = Answer::number("2.8".parse().unwrap(), Some("ukat/L"));
        known.take(Sex::Female, &in_katal);
        let both = &known.of(Sex::Female)[1];
        assert_eq!(both.limits.len(), 2);
        let limit = |unit: &str| both.limit("ck-uln", unit).and_then(Answer::as_number);
        assert_eq!(limit("ukat/L"), "2.8".parse().ok());
        assert_eq!(limit("mg/dL"), None);
        let mut known = Laboratories::default();
        known.take(Sex::Female, &other);
        // A limit that was corrected on its day.
        known.take(Sex::Female, &laboratory("2026-03-02", "171"));
        assert_eq!(known.of(Sex::Female)[1], laboratory("2026-03-02", "171"));
    }
}
