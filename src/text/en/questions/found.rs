//! What the rules find in a record, and its line in a report.

use super::about::question;
use crate::domain::base::ids::FormId;
use crate::domain::study::fit::UnfitFact;
use crate::domain::views::recheck::{Finding, Found};
use crate::text::English;
use crate::text::en::kept;
use crate::text::entries::Entries as _;
use crate::text::facts::Facts as _;
use crate::text::questions::Questions as _;
use crate::text::typing::Typing as _;

/// Says what a rule found.
pub(super) fn found(found: &Found) -> String {
    match found {
        Found::UnknownVisit => "The study has no such visit.".to_owned(),
        Found::UnknownForm => "The study has no such form.".to_owned(),
        Found::UnknownField => "The form has no such field.".to_owned(),
        Found::SignatureVoid { name } => format!(
            "The visit was changed after {name} signed it, so the signature is void: sign again."
        ),
        Found::NothingEntered { required } => {
            format!("Nothing is entered; {required} fields are required.")
        }
        Found::Empty { label } => format!("\"{label}\" is empty and has no reason."),
        Found::UnknownReason { reason } => {
            format!("The missing reason \"{reason}\" is not one of this field.")
        }
        Found::ReasonWithoutWords { label } => {
            format!("The missing reason \"{label}\" needs words.")
        }
        Found::Refused(refusal) => English.refused_text(refusal),
        Found::NoAnswer { shown } => format!("\"{shown}\" is no answer of this field."),
        Found::UnknownUnit { shown } => format!(
            "\"{shown}\" has a unit that this field does not have: answer it again, or clear it."
        ),
        Found::WasUnfit { shown } => format!(
            "\"{shown}\" was no answer of this field when it was stored, and does not count: answer it again, or clear it."
        ),
        Found::OutOfOrder(wrong) => English.out_of_order(wrong),
        Found::UnfitDay { day } => format!(
            "The visit is said to be held on {day}, which is in the future or before the birth, so nothing is computed with that day."
        ),
        Found::UnfitFact(fact) => unfit_fact(*fact),
        Found::NotAsked { label } => format!(
            "\"{label}\" is answered and no longer asked, so the answer does not count: correct the answer that hides it if that is not meant."
        ),
        Found::AfterShown { label } => format!(
            "\"{label}\" was entered after earlier scores were shown: tell whoever analyses the study."
        ),
        Found::Asked(about) => question(about),
        Found::AskedBefore => "Asked about when it was entered.".to_owned(),
        Found::Query {
            id,
            asked_by,
            state,
            question,
        } => format!(
            "Query #{id} by {asked_by} is {}: {question}",
            English.query_state(*state)
        ),
        Found::KeptDiffers(difference) => kept::difference(difference),
        Found::Hidden => "hidden, not checked".to_owned(),
        Found::SeriousUnseen { in_error: false } => {
            "The event is serious, and no investigator has said that they saw it.".to_owned()
        }
        Found::SeriousUnseen { in_error: true } => {
            "The event is serious, was entered in error, and no investigator has said that they saw it."
                .to_owned()
        }
        Found::Eligibility(reason) => English.reason(reason),
    }
}

/// Says which fact of the enrolment cannot be.
fn unfit_fact(fact: UnfitFact) -> String {
    match fact {
        UnfitFact::BirthYear(year) => format!(
            "The year of birth {year} is before 1900 or after the enrolment, so nothing is computed with it."
        ),
        UnfitFact::Weight(kg) => format!(
            "The weight of {kg} kg at enrolment is outside the limits of its field, so nothing is computed with it."
        ),
        UnfitFact::Day(day) => {
            format!("The day of enrolment {day} is before 1900, so nothing is computed with it.")
        }
    }
}

/// Returns the line of a finding, with what was found and why it was kept.
pub(super) fn line(finding: &Finding, found: &str, kept: Option<&str>) -> String {
    let form = finding.form.as_ref().map_or("-", FormId::as_str);
    let field = finding.field.as_ref().map_or("-", |field| field.as_str());
    let (who, visit, rule) = (&finding.participant, &finding.visit, &finding.rule);
    let kept = kept.map_or_else(String::new, |reason| format!(" Kept: {reason}."));
    format!("{who} {visit} {form} {field}  {rule}: {found}{kept}")
}
