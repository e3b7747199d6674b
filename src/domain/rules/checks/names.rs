//! The names of the checks, and at which fields each may ask. Must not judge an answer.

pub use super::asked::NOT_ENTERED;

use super::{amyopathic, asked, diagnosis, logs, special, twice, usual_dose, weights};
use crate::domain::base::ids::FormId;
use crate::domain::course::{self, ABATACEPT, ADVERSE_EVENT, EVENTS_ASKED, MEDICATION};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Measure};
use crate::domain::forms::engine::progress;
use crate::domain::forms::{enzymes, mdaat};
use crate::domain::record::event::PromptOutcome;
use crate::domain::study::Study;

/// A value that the field does not take.
pub const HARD_LIMIT: &str = "hard-limit";
/// An answer that was chosen over that of somebody else.
pub const CONFLICT: &str = "conflict";
/// A number that can be read in two ways.
pub const TWO_READINGS: &str = "two-readings";
/// An answer that makes others in its form no longer asked.
pub const HIDES_ANSWERS: &str = "hides-answers";

/// A participant who is enrolled with the initials, the year of birth and the sex of another one.
pub const SAME_PERSON: &str = "same-person";
/// The field of the form of enrolment at which that is asked.
pub const SAME_PERSON_FIELD: &str = "initials";

/// The checks whose answers are told in words, and not by a reason of the study.
pub const IN_WORDS: [&str; 3] = [CONFLICT, TWO_READINGS, HIDES_ANSWERS];

/// Returns whether a value that was kept against a check is marked as unusual: not where the check asked how something was
/// meant, or about the change that was made, and nothing of it is left to be mended.
pub fn marks_value(rule: &str) -> bool {
    !IN_WORDS.contains(&rule)
}

/// Returns whether a check holds an answer against an earlier visit, whose answers may be withheld from who looks at this one.
pub(super) fn looks_back(rule: &str) -> bool {
    matches!(
        rule,
        "jump" | "haq-di" | "mmt-total" | "M1" | "M2" | "never-affected"
    ) || enzymes::checks::RULES.contains(&rule)
}

/// Returns whether a check of this name may ask at a field, and come to this end.
pub fn may_ask(
    study: &Study,
    form: &FormId,
    field: &Field,
    rule: &str,
    outcome: PromptOutcome,
) -> bool {
    let Some(instrument) = study.form(form.as_str()) else {
        return false;
    };
    match rule {
        HARD_LIMIT => outcome == PromptOutcome::Refused,
        _ if outcome == PromptOutcome::Refused => false,
        CONFLICT => outcome == PromptOutcome::Kept,
        TWO_READINGS => is_numeric(&field.kind),
        HIDES_ANSWERS => progress::decides(instrument, &field.id),
        "soft-range" => match &field.kind {
            FieldKind::Number {
                soft_min, soft_max, ..
            } => soft_min.is_some() || soft_max.is_some(),
            kind => matches!(kind, FieldKind::Lab { .. }),
        },
        "jump" => is_numeric(&field.kind) || matches!(field.kind, FieldKind::Choice { .. }),
        "before-birth" => matches!(field.kind, FieldKind::Date | FieldKind::PartialDate { .. }),
        "M9" => instrument.measure == Some(Measure::Phga) || instrument.is_scored_by(mdaat::SCORER),
        _ if enzymes::checks::RULES.contains(&rule) => {
            let is_lab = |field: &Field| matches!(field.kind, FieldKind::Lab { .. });
            instrument.fields().any(is_lab)
        }
        weights::RULE | weights::LAST => weights::asks(instrument, field, rule),
        usual_dose::RULE => usual_dose::asks(study, instrument, &field.id),
        amyopathic::RULE => amyopathic::asks_in(study, instrument),
        twice::TWICE => field.same_quantity.is_some(),
        twice::DENIED => field.denies_raised.is_some() || field.same_quantity.is_some(),
        _ if in_log(study, instrument, rule) => true,
        _ => instrument
            .scoring
            .is_some_and(|scorer| scorer.rules().contains(&rule)),
    }
}

fn is_numeric(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Vas { .. } | FieldKind::Number { .. } | FieldKind::Lab { .. } => true,
        FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => false,
    }
}

/// Returns whether a check of the logs, of eligibility or of the dose asks in a form.
fn in_log(study: &Study, instrument: &Instrument, rule: &str) -> bool {
    let id = instrument.id.as_str();
    match rule {
        "weight-tier" => id == ABATACEPT || course::dose_form(study) == Some(&instrument.id),
        "planned-dose" | "given-dose" | "infusion-time" | "dose-after-end" => id == ABATACEPT,
        "forbidden-drug" | "medication-dates" => id == MEDICATION || is_eligibility(study, id),
        "eligibility-dates" | diagnosis::RULE => is_eligibility(study, id),
        "adverse-dates" | "contradiction" | "serious-criterion" | special::RULE => {
            id == ADVERSE_EVENT
        }
        logs::DOSE => id == MEDICATION || course::dose_form(study) == Some(&instrument.id),
        NOT_ENTERED => id == EVENTS_ASKED,
        asked::RULE => id == ADVERSE_EVENT || id == EVENTS_ASKED,
        logs::ACTION => id == ADVERSE_EVENT || id == ABATACEPT,
        _ => false,
    }
}

fn is_eligibility(study: &Study, id: &str) -> bool {
    study
        .eligibility()
        .is_some_and(|form| form.id.as_str() == id)
}
