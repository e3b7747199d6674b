//! Whether the conditions of a field hold by what stands in its form: one rule for the cursor, for scores and for the
//! owner.
//!
//! A condition holds where that is known; what is not entered yet leaves it open, and the field is not asked. Must not
//! know a visit or a study.

use super::cells::answer;
use super::instrument::{Against, Comparison, Condition, Field, FieldKind, Instrument};
use super::typing::in_unit_of_limits;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::FieldId;
use crate::domain::record::session::FormCells;
use rust_decimal::Decimal;

/// Longest chain of conditions that is followed; of a longer one, or a ring, none holds.
pub(super) const MAX_CHAIN: usize = 8;

/// Returns whether the conditions of a field hold, those of the fields that they read included: one that is no longer
/// asked keeps its answer, which then decides nothing. `is_asked` says whether anything else keeps a field from being asked.
pub(super) fn hold(
    instrument: &Instrument,
    cells: &FormCells,
    field: &Field,
    is_asked: &dyn Fn(&Field) -> bool,
) -> bool {
    hold_within(instrument, cells, field, is_asked, MAX_CHAIN)
}

fn hold_within(
    instrument: &Instrument,
    cells: &FormCells,
    field: &Field,
    is_asked: &dyn Fn(&Field) -> bool,
    chain: usize,
) -> bool {
    let Some(chain) = chain.checked_sub(1) else {
        return false;
    };
    is_asked(field)
        && field.visible_when.as_ref().is_none_or(|condition| {
            is_met(instrument, cells, condition)
                && condition.fields().all(|other| {
                    let other = instrument.field(other.as_str());
                    other
                        .is_some_and(|other| hold_within(instrument, cells, other, is_asked, chain))
                })
        })
}

/// Returns whether a condition is known to be met.
fn is_met(instrument: &Instrument, cells: &FormCells, condition: &Condition) -> bool {
    match answer(cells, condition.field.as_str()) {
        Some(Answer::Missing { .. }) => condition.missing,
        Some(given) => {
            let has = |code: &str| condition.is.iter().any(|is| is == code);
            given.as_code().is_some_and(has)
                || condition.compared.as_ref().is_some_and(|compared| {
                    lies(instrument, cells, &condition.field, compared).unwrap_or(false)
                })
        }
        None => false,
    }
}

/// Returns whether the number of a field is known to lie where a comparison says; none where the two cannot be compared.
fn lies(
    instrument: &Instrument,
    cells: &FormCells,
    field: &FieldId,
    compared: &Comparison,
) -> Option<bool> {
    let own = Amount::of(instrument, cells, field)?;
    let other = match compared.against() {
        Against::Number(number) => Amount {
            number: *number,
            is_below: false,
            ..own
        },
        Against::Field(field) => Amount::of(instrument, cells, field)?,
    };
    if other.is_below {
        return None;
    }
    let (here, there) = own.in_one_unit(instrument, other, (field, compared.field()))?;
    Some(match compared {
        // All that is known of some results is that they are below their number.
        Comparison::Below(_) => here < there || (own.is_below && here == there),
        Comparison::Above(_) => !own.is_below && here > there,
    })
}

/// A number as it stands in a field.
#[derive(Clone, Copy)]
struct Amount<'a> {
    number: Decimal,
    unit: Option<&'a str>,
    /// Only that it is below the number is known.
    is_below: bool,
}

impl<'a> Amount<'a> {
    fn of(instrument: &Instrument, cells: &'a FormCells, field: &FieldId) -> Option<Self> {
        let given = answer(cells, field.as_str())?;
        instrument.field(field.as_str())?;
        Some(Self {
            number: given.as_number()?,
            unit: given.unit(),
            is_below: matches!(given.value(), Some(Value::Below(_))),
        })
    }

    /// Returns this number and another one in one unit: as they stand, or as the limits of their fields are given.
    fn in_one_unit(
        self,
        instrument: &Instrument,
        other: Self,
        (field, against): (&FieldId, Option<&FieldId>),
    ) -> Option<(Decimal, Decimal)> {
        if self.unit == other.unit || against.is_none() {
            return Some((self.number, other.number));
        }
        let converted =
            |field: &FieldId, amount: Self| match &instrument.field(field.as_str())?.kind {
                FieldKind::Lab { quantity, .. } => {
                    in_unit_of_limits(*quantity, amount.number, amount.unit)
                }
                FieldKind::Vas { .. }
                | FieldKind::Number { .. }
                | FieldKind::Choice { .. }
                | FieldKind::Text { .. }
                | FieldKind::Paragraph
                | FieldKind::Date
                | FieldKind::PartialDate { .. }
                | FieldKind::Time => Some(amount.number),
            };
        Some((converted(field, self)?, converted(against?, other)?))
    }
}

#[cfg(test)]
mod tests;
