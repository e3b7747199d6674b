//! Names of things, each in a type of its own so that a form cannot be passed for a field.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $type:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $type(String);

        impl $type {
            /// Wraps a name as it stands; whether it exists is for the study to say.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $type {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name!(
    /// A participant's study id, such as `01-003`; its form is the study's own.
    ParticipantId
);
name!(
    /// A planned visit of the schedule, such as `week-12`.
    VisitId
);
name!(
    /// An instrument used as a form, such as `mmt8`.
    FormId
);
name!(
    /// A field, unique within its form, such as `deltoid.r`.
    FieldId
);
