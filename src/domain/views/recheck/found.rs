//! What the rules can find in a record. Only the names of it; finding it is the business of the module above.

use super::kept::{Differing, KeptDifference};
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::course::eligibility::Reason;
use crate::domain::forms::engine::typing;
use crate::domain::record::query::State;
use crate::domain::rules::checks::About;
use crate::domain::study::fit::UnfitFact;
use crate::domain::study::schedule::OutOfOrder;
use chrono::NaiveDate;

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The study has no such visit.
    UnknownVisit,
    /// The study has no such form.
    UnknownForm,
    /// The form has no such field.
    UnknownField,
    /// The visit was changed after it was signed.
    SignatureVoid {
        /// Name of the last one who signed it.
        name: String,
    },
    /// A form in which nothing is entered.
    NothingEntered {
        /// Its required fields.
        required: usize,
    },
    /// A form that is not checked, since the user does not see its scores yet; no fault.
    Hidden,
    /// A required field that is empty and has no reason.
    Empty {
        /// Label of the field.
        label: String,
    },
    /// A missing reason that the field does not allow.
    UnknownReason {
        /// Its code.
        reason: String,
    },
    /// A missing reason that needs words and has none.
    ReasonWithoutWords {
        /// Label of the reason.
        label: String,
    },
    /// An answer that the field would refuse today.
    Refused(typing::Refusal),
    /// An answer that is none of its field.
    NoAnswer {
        /// The answer as a field shows it.
        shown: String,
    },
    /// A value in a unit that its field does not have.
    UnknownUnit {
        /// The value with its unit.
        shown: String,
    },
    /// An answer that was none of its field when it was stored, such as a date in the future that has passed since.
    WasUnfit {
        /// The answer as a field shows it.
        shown: String,
    },
    /// The day of a visit is in the future, or before the birth.
    UnfitDay {
        /// The day.
        day: NaiveDate,
    },
    /// A visit was held before one that comes before it in the schedule.
    OutOfOrder(OutOfOrder),
    /// A fact of the enrolment that cannot be.
    UnfitFact(UnfitFact),
    /// An answer that another one in the form hides, so that it does not count.
    NotAsked {
        /// Label of its field.
        label: String,
    },
    /// An answer that was entered after its form had shown earlier scores that were hidden until then; nothing can be
    /// done about it.
    AfterShown {
        /// Label of its field.
        label: String,
    },
    /// What a check asks about.
    Asked(About),
    /// What a check asked about when it was entered, and would not ask about today.
    AskedBefore,
    /// A query that is not closed.
    Query {
        /// Its number.
        id: u64,
        /// Name of who asked.
        asked_by: String,
        /// Where it stands.
        state: State,
        /// What was asked.
        question: String,
    },
    /// A score or a verdict that was kept is not what the rules give now for the same answers.
    KeptDiffers(Box<KeptDifference>),
    /// A serious event that no investigator has said to have seen.
    SeriousUnseen {
        /// Whether its row was entered in error.
        in_error: bool,
    },
    /// A visit was begun, and this sentence says what keeps the participant out of the study.
    Eligibility(Reason),
}

impl Found {
    /// Returns whether it says something of a verdict, which tells of several forms.
    pub fn is_of_verdict(&self) -> bool {
        match self {
            Self::KeptDiffers(difference) => match difference.differing {
                Differing::Score { .. } => false,
                Differing::Imacs { .. }
                | Differing::Registered { .. }
                | Differing::Total { .. } => true,
            },
            Self::UnknownVisit
            | Self::UnknownForm
            | Self::UnknownField
            | Self::SignatureVoid { .. }
            | Self::NothingEntered { .. }
            | Self::Hidden
            | Self::Empty { .. }
            | Self::UnknownReason { .. }
            | Self::ReasonWithoutWords { .. }
            | Self::Refused(_)
            | Self::NoAnswer { .. }
            | Self::UnknownUnit { .. }
            | Self::WasUnfit { .. }
            | Self::UnfitDay { .. }
            | Self::OutOfOrder(_)
            | Self::UnfitFact(_)
            | Self::NotAsked { .. }
            | Self::AfterShown { .. }
            | Self::Asked(_)
            | Self::AskedBefore
            | Self::Query { .. }
            | Self::SeriousUnseen { .. }
            | Self::Eligibility(_) => false,
        }
    }
}

/// One thing that a rule found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit; `log` for what is kept beside the visits.
    pub visit: VisitId,
    /// The form; `None` for what is about the whole visit.
    pub form: Option<FormId>,
    /// The field; `None` for what is about the whole form.
    pub field: Option<FieldId>,
    /// Name of the rule, such as `required`, `soft-range` or `M3`.
    pub rule: String,
    /// What was found.
    pub found: Found,
    /// The reason with which an assessor kept it; such a one is settled.
    pub kept: Option<String>,
}
