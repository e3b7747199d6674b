//! Why it cannot be so that somebody takes part as it is said, in English.

use super::{plain, quoted};
use crate::domain::rules::MOST_ATTEMPTS;
use crate::domain::rules::StatusFault;
use crate::text::en::English;
use crate::text::facts::Facts as _;

/// Says what is not so, and what to do.
pub(super) fn fault(fault: &StatusFault) -> String {
    match fault {
        StatusFault::Same => {
            "Not saved: that is said of this participant already. Nothing is to be done.".to_owned()
        }
        StatusFault::BeforeEnrolment { day, enrolled } => {
            format!("Not saved: {day} is before the enrolment on {enrolled}. Look at the day.")
        }
        StatusFault::BeforeVisit { day, visit, held } => format!(
            "Not saved: {visit} was held on {held}, after {day}. Look at the day, and at that of the visit."
        ),
        StatusFault::AfterBaseline { visit } => format!(
            "Not saved: {visit} was begun, so that the screening is over. Say that the participant withdrew, or another end."
        ),
        StatusFault::AfterDose => {
            "Not saved: a dose of the study drug was given, so that the screening is over. Say that the participant withdrew, or another end.".to_owned()
        }
        StatusFault::SaidSince => {
            "Not saved: somebody else said how the participant takes part meanwhile. Look at it again.".to_owned()
        }
        StatusFault::OfMistake => {
            "Not saved: the participant was enrolled by mistake. If that is wrong, an investigator says first that they take part.".to_owned()
        }
        StatusFault::EnrolledByMistake => {
            "Not saved: this participant was enrolled by mistake, so that nothing more is stored. If that is wrong, an investigator says that they take part.".to_owned()
        }
        StatusFault::NoCriterion { field } => format!(
            "Not saved: the form of eligibility has no criterion {}. Choose one of its criteria.",
            plain(field)
        ),
        StatusFault::NoEvent { event } => format!(
            "Not saved: the log of adverse events has no row {} that counts. Enter the event first, or leave it out.",
            plain(event)
        ),
        StatusFault::WithoutWords => {
            "Not saved: this needs words. Say in a few words what happened.".to_owned()
        }
        StatusFault::AfterDeath { died } => format!(
            "Not saved: the participant died on {died}. If that is wrong, say first that they take part."
        ),
        StatusFault::DiedBeforeConsent {
            died,
            version,
            renewed,
        } => format!(
            "Not saved: {} was consented to on {renewed}, after {died}. Look at both days; one of them is wrong.",
            quoted(version)
        ),
        StatusFault::ConsentAfterDeath { day, died } => format!(
            "Not saved: the participant died on {died}, before {day}. Look at both days; one of them is wrong."
        ),
        StatusFault::OutcomeNotHeld { visit } => format!(
            "Not saved: {visit} was not begun, so that the trial was not completed. Enter that visit first, or say how it ended."
        ),
        StatusFault::OutcomeOfCompleted { visit } => format!(
            "Not saved: the trial is said to be completed, which it is not without {visit}. Say first that the participant takes part."
        ),
        StatusFault::Attempts { attempts } => {
            format!("Not saved: {attempts} attempts cannot be. Enter 1 to {MOST_ATTEMPTS}.")
        }
        StatusFault::VisitAfterEnd { day, since, status } => format!(
            "Not saved: no visit comes on {day}, since the participation ended on {since} ({}). If the participant takes part again, say so first.",
            English.status_name(*status)
        ),
    }
}
