//! Why the answers of a form are not moved. Must contain no sentences: `text` makes them.

use serde::{Deserialize, Serialize};

/// Why the answers of a form are not moved to another participant or visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move-fault", rename_all = "kebab-case")]
pub enum MoveFault {
    /// The request does not hold both sides of one move, and nothing else.
    Half,
    /// Both sides are the same.
    SamePlace,
    /// A row of a log, or a form beside the visits, is not moved.
    NotOfVisit,
    /// Nothing stands in the form.
    Nothing,
    /// What stands in the form is not what the user saw.
    ChangedSince,
    /// An answer is not by the rules, so that it would not be one there either.
    Unfit {
        /// Label of the field.
        label: String,
    },
    /// Something was entered in the form there.
    NotEmpty {
        /// Label of the visit.
        visit: String,
    },
    /// The form is another version there.
    OtherVersion {
        /// Number of the version of the study here.
        here: u32,
        /// Number of the version there.
        there: u32,
    },
    /// The user does not see the form until it is entered at this visit: whoever entered all of it can move it, and only
    /// there.
    Unseen {
        /// Label of the visit.
        visit: String,
    },
    /// A question that is answered here is not asked there.
    NotVisible {
        /// Label of the field.
        label: String,
    },
}

impl MoveFault {
    /// Returns whether the screens never send such content, whatever others store meanwhile.
    pub(in crate::domain::rules) fn is_forged(&self) -> bool {
        match self {
            Self::Half | Self::SamePlace | Self::NotOfVisit | Self::Nothing => true,
            Self::ChangedSince
            | Self::Unfit { .. }
            | Self::NotEmpty { .. }
            | Self::OtherVersion { .. }
            | Self::Unseen { .. }
            | Self::NotVisible { .. } => false,
        }
    }
}
