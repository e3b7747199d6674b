//! The facts of an enrolment, one by one: what a correction changes.

use super::participant::{Diagnosis, Participant, Sex};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A fact of an enrolment, as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrolmentFact {
    /// Initials.
    Initials(String),
    /// Year of birth.
    BirthYear(i32),
    /// Sex.
    Sex(Sex),
    /// Diagnosis.
    Diagnosis(Diagnosis),
    /// Weight at enrolment, kg.
    Weight(Decimal),
    /// Day of the enrolment.
    EnrolledOn(NaiveDate),
}

/// A fact before and after a correction; both are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// Before.
    pub before: EnrolmentFact,
    /// After.
    pub after: EnrolmentFact,
}

/// Returns the facts of somebody, in the order of the enrolment.
pub fn facts(of: &Participant) -> [EnrolmentFact; 6] {
    [
        EnrolmentFact::Initials(of.initials.clone()),
        EnrolmentFact::BirthYear(of.birth_year),
        EnrolmentFact::Sex(of.sex),
        EnrolmentFact::Diagnosis(of.diagnosis),
        EnrolmentFact::Weight(of.weight_kg),
        EnrolmentFact::EnrolledOn(of.enrolled_on),
    ]
}

impl EnrolmentFact {
    /// Puts the fact in place of the one that stood there.
    pub fn put(&self, of: &mut Participant) {
        match self {
            Self::Initials(initials) => of.initials.clone_from(initials),
            Self::BirthYear(year) => of.birth_year = *year,
            Self::Sex(sex) => of.sex = *sex,
            Self::Diagnosis(diagnosis) => of.diagnosis = *diagnosis,
            Self::Weight(kg) => of.weight_kg = *kg,
            Self::EnrolledOn(day) => of.enrolled_on = *day,
        }
    }
}

/// Returns what a correction changes.
pub fn changes(before: &Participant, after: &Participant) -> Vec<FactChange> {
    let pairs = facts(before).into_iter().zip(facts(after));
    let changed = pairs.filter(|(before, after)| before != after);
    changed
        .map(|(before, after)| FactChange { before, after })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{date, decimal, participant};

    #[test]
    fn each_fact_that_is_put_is_the_one_change() {
        let before = participant("01-001", "2026-01-05");
        for fact in [
            EnrolmentFact::Initials("CD".to_owned()),
            EnrolmentFact::BirthYear(1971),
            EnrolmentFact::Sex(Sex::Male),
            EnrolmentFact::Diagnosis(Diagnosis::Amyopathic),
            EnrolmentFact::Weight(decimal("70.5")),
            EnrolmentFact::EnrolledOn(date("2026-01-04")),
        ] {
            let mut after = before.clone();
            fact.put(&mut after);
            let found = changes(&before, &after);
            assert_eq!(found.len(), 1, "{fact:?}");
            assert_eq!(found[0].after, fact);
        }
        assert_eq!(changes(&before, &before), []);
    }
}
