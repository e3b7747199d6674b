//! When a field is asked: what must hold of another field of its form. Data only; whether it holds is found out in
//! `engine::condition`.

use crate::domain::base::ids::FieldId;
use rust_decimal::Decimal;

/// "Field `field` has one of the codes `is`", or "its number is below, or above, another one"; with `missing = true` also
/// when it is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The other field, in the same form.
    pub field: FieldId,
    /// Its codes.
    pub is: Vec<String>,
    /// What its number is compared with.
    pub compared: Option<Comparison>,
    /// Whether a missing reason there also counts.
    pub missing: bool,
}

impl Condition {
    /// Returns the fields whose answers decide whether it holds.
    pub fn fields(&self) -> impl Iterator<Item = &FieldId> {
        let against = self.compared.as_ref().and_then(Comparison::field);
        std::iter::once(&self.field).chain(against)
    }
}

/// On which side of another number a number must lie; a number that is equal lies on neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is below.
    Below(Against),
    /// It is above.
    Above(Against),
}

impl Comparison {
    /// Returns what the number is held against.
    pub fn against(&self) -> &Against {
        match self {
            Self::Below(against) | Self::Above(against) => against,
        }
    }

    /// Returns the field that it is held against, if it is one.
    pub fn field(&self) -> Option<&FieldId> {
        match self.against() {
            Against::Field(field) => Some(field),
            Against::Number(_) => None,
        }
    }
}

/// What a number is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// A number, in the unit of the field.
    Number(Decimal),
    /// The number of another field, in the same form.
    Field(FieldId),
}
