//! What the computations need of a form: the fields that they read, their kinds and codes.
//!
//! A study may replace a form, so the loader compares the replacement with what its scorer, or the reader of its rows,
//! needs.

use super::{FieldKind, Instrument};
use crate::domain::treatment::units::Quantity;

/// The codes of a yes or no.
pub const YES_NO: &[&str] = &["y", "n"];

/// The kind of field that a score reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A visual analogue scale.
    Vas,
    /// A number.
    Number,
    /// A laboratory result, or a limit of one.
    Lab {
        /// What is measured.
        quantity: Quantity,
        /// Whether it is the limit.
        limit: bool,
    },
    /// Text.
    Text,
    /// A choice with exactly these codes.
    Codes(&'static [&'static str]),
    /// A choice with some of these codes.
    Among(&'static [&'static str]),
    /// A choice.
    Choice,
    /// A date that is known whole.
    Date,
    /// A date that may be known in part.
    PartialDate,
    /// A time of day.
    Time,
}

impl Need {
    /// Returns what is wrong with a field of the form, if it is not what the score reads.
    pub fn fault(self, form: &Instrument, id: &str) -> Option<String> {
        let Some(field) = form.field(id) else {
            return Some(format!("it has no field \"{id}\""));
        };
        let fits = match (self, &field.kind) {
            (Self::Vas, FieldKind::Vas { .. })
            | (Self::Number, FieldKind::Number { .. })
            | (Self::Text, FieldKind::Text { .. })
            | (Self::Choice, FieldKind::Choice { .. })
            | (Self::Date, FieldKind::Date)
            | (Self::PartialDate, FieldKind::PartialDate { .. })
            | (Self::Time, FieldKind::Time) => true,
            (
                Self::Lab { quantity, limit },
                FieldKind::Lab {
                    quantity: measured,
                    is_limit,
                    ..
                },
            ) => quantity == *measured && limit == *is_limit,
            (Self::Codes(codes), FieldKind::Choice { .. }) => {
                let choices = form.choices(field);
                choices.len() == codes.len()
                    && choices.iter().all(|c| codes.contains(&c.code.as_str()))
            }
            (Self::Among(codes), FieldKind::Choice { .. }) => form
                .choices(field)
                .iter()
                .all(|c| codes.contains(&c.code.as_str())),
            _ => false,
        };
        (!fits).then(|| format!("its field \"{id}\" must be {}", self.words()))
    }

    fn words(self) -> String {
        match self {
            Self::Vas => "of kind vas".to_owned(),
            Self::Number => "of kind number".to_owned(),
            Self::Lab { quantity, limit } => {
                let limit = if limit { " with `is-limit = true`" } else { "" };
                let quantity = match quantity {
                    Quantity::EnzymeActivity => String::new(),
                    other => format!(" for the quantity {}", other.key()),
                };
                format!("of kind lab{limit}{quantity}")
            }
            Self::Text => "of kind text".to_owned(),
            Self::Choice => "of kind choice".to_owned(),
            Self::Date => "of kind date".to_owned(),
            Self::PartialDate => "of kind partial-date".to_owned(),
            Self::Time => "of kind time".to_owned(),
            Self::Codes(codes) => format!("a choice with the codes {}", codes.join(", ")),
            Self::Among(codes) => format!("a choice of codes among {}", codes.join(", ")),
        }
    }
}
