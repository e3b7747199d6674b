//! Words for the facts of an enrolment.

use crate::domain::record::enrolment_fact::{EnrolmentFact, FactChange};
use crate::domain::record::participant::{Diagnosis, Sex};

/// Names a fact.
pub(super) fn name(fact: &EnrolmentFact) -> &'static str {
    match fact {
        EnrolmentFact::Initials(_) => "initials",
        EnrolmentFact::BirthYear(_) => "year of birth",
        EnrolmentFact::Sex(_) => "sex",
        EnrolmentFact::Diagnosis(_) => "diagnosis",
        EnrolmentFact::Weight(_) => "weight at enrolment",
        EnrolmentFact::EnrolledOn(_) => "day of enrolment",
    }
}

/// Says a fact.
pub(super) fn value(fact: &EnrolmentFact) -> String {
    match fact {
        EnrolmentFact::Initials(initials) => initials.clone(),
        EnrolmentFact::BirthYear(year) => year.to_string(),
        EnrolmentFact::Sex(Sex::Female) => "female".to_owned(),
        EnrolmentFact::Sex(Sex::Male) => "male".to_owned(),
        EnrolmentFact::Diagnosis(Diagnosis::Dermatomyositis) => "dermatomyositis".to_owned(),
        EnrolmentFact::Diagnosis(Diagnosis::Amyopathic) => {
            "clinically amyopathic dermatomyositis".to_owned()
        }
        EnrolmentFact::Weight(kg) => format!("{kg} kg"),
        EnrolmentFact::EnrolledOn(day) => day.to_string(),
    }
}

/// Says what a correction changes.
pub(super) fn change(change: &FactChange) -> String {
    format!(
        "{}: {}, not {}",
        name(&change.after),
        value(&change.after),
        value(&change.before)
    )
}
