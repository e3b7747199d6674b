//! Questions that are said to have been asked: by a check that asks at the field, and kept for a reason of the study.

use super::fault::ContentFault;
use crate::domain::forms::engine::instrument::Field;
use crate::domain::record::event::{FieldPath, PromptOutcome};
use crate::domain::record::rows;
use crate::domain::rules::checks::{self, names};
use crate::domain::study::{Reason, Study};

/// What is said of a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The check.
    pub(super) rule: &'a str,
    /// The version of the checks.
    pub(super) rule_version: &'a str,
    /// What came of it.
    pub(super) outcome: PromptOutcome,
    /// Why the value was kept.
    pub(super) reason: Option<&'a str>,
}

/// Checks that the question can have been asked.
pub(super) fn check(
    study: &Study,
    place: &FieldPath,
    field: &Field,
    asked: Asked<'_>,
) -> Result<(), ContentFault> {
    let exists = asked.rule_version == checks::RULE_VERSION
        && names::may_ask(study, &place.form, field, asked.rule, asked.outcome);
    if !exists {
        return Err(ContentFault::NoCheck {
            label: field.label.clone(),
            rule: asked.rule.to_owned(),
        });
    }
    let is_kept_well = match asked.outcome {
        PromptOutcome::Corrected | PromptOutcome::Refused => true,
        // The reason says which of two was chosen, or what no longer counts.
        PromptOutcome::Kept if names::IN_WORDS.contains(&asked.rule) => {
            asked.reason.is_some_and(|words| !words.trim().is_empty())
        }
        PromptOutcome::Kept => asked
            .reason
            .is_some_and(|reason| is_keep_reason(study, reason)),
    };
    match is_kept_well {
        true => Ok(()),
        false => Err(ContentFault::NoKeepReason {
            label: field.label.clone(),
        }),
    }
}

/// Checks that it is the question about an enrolment: whether it is the same person as another participant. It is asked
/// before anything of the new one is stored, and goes with the enrolment, or with a correction of it.
pub(super) fn check_of_enrolment(
    study: &Study,
    place: &FieldPath,
    asked: Asked<'_>,
    is_enrolled_before: bool,
) -> Result<(), ContentFault> {
    let exists = asked.rule_version == checks::RULE_VERSION
        && place.form == study.enrolment.id
        && asked.outcome == PromptOutcome::Kept
        && place.visit.as_str() == rows::SESSION
        && place.field.as_str() == names::SAME_PERSON_FIELD;
    let label = || place.field.to_string();
    match asked.reason {
        _ if !exists || is_enrolled_before => Err(ContentFault::NoCheck {
            label: label(),
            rule: asked.rule.to_owned(),
        }),
        Some(words) if !words.trim().is_empty() => Ok(()),
        Some(_) | None => Err(ContentFault::NoKeepReason { label: label() }),
    }
}

/// Returns whether a reason is a code of the study, with words behind it where it needs them.
fn is_keep_reason(study: &Study, reason: &str) -> bool {
    let is = |known: &Reason| match reason.strip_prefix(&known.code) {
        Some("") => !known.needs_text,
        Some(rest) => rest
            .strip_prefix(": ")
            .is_some_and(|words| !words.trim().is_empty()),
        None => false,
    };
    study.protocol.keep_reasons.iter().any(is)
}
