//! What a field takes.

use super::number;
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use rust_decimal::Decimal;

/// What can be typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation<'a> {
    /// A place on a line: 0.0 to 10.0 cm in steps of 0.1.
    Scale {
        /// Words at 0.
        low: &'a str,
        /// Words at 10.
        high: &'a str,
    },
    /// A number.
    Number {
        /// Smallest possible value.
        min: Decimal,
        /// Largest possible value.
        max: Decimal,
        /// Its unit.
        unit: Option<&'a str>,
        /// Decimals allowed.
        decimals: u32,
    },
    /// A year that has begun.
    Year {
        /// The first possible one.
        min: Decimal,
    },
    /// A laboratory's limit of normal; smallest, largest possible value and unit, where the unit is known.
    Limit(Option<Within<'a>>),
    /// A laboratory result, possibly below quantification; the same.
    Result(Option<Within<'a>>),
    /// One of these options.
    Choice(&'a [Choice]),
    /// Any text on one line.
    Text {
        /// Characters that it may have.
        max_length: usize,
    },
    /// Text of several lines.
    Paragraph,
    /// Text of a form: `9` a digit, `A` a capital letter, `#` the check character, `|` between alternatives, anything else itself.
    Pattern(&'a str),
    /// A whole date.
    Date,
    /// A date, or a month or a year alone.
    PartialDate,
    /// A time of day.
    Time,
}

/// What a laboratory result must lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within<'a> {
    /// Smallest possible value.
    pub min: Decimal,
    /// Largest possible value.
    pub max: Decimal,
    /// The unit of both.
    pub unit: &'a str,
}

/// Returns what can be typed into a field; `unit` is the one chosen for a laboratory result, where one is.
pub fn expects<'a>(
    instrument: &'a Instrument,
    field: &'a Field,
    unit: Option<&'a str>,
) -> Expectation<'a> {
    match &field.kind {
        FieldKind::Vas { low, high, .. } => Expectation::Scale { low, high },
        FieldKind::Number {
            min, year: true, ..
        } => Expectation::Year { min: *min },
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            ..
        } => Expectation::Number {
            min: *min,
            max: *max,
            unit: unit.as_deref(),
            decimals: *decimals,
        },
        FieldKind::Lab {
            quantity,
            min,
            max,
            is_limit,
            ..
        } => {
            let within = unit.and_then(|unit| {
                let of = (*quantity, *is_limit);
                let (min, max) = number::lab_limits(of, (*min, *max), unit, false)?;
                Some(Within { min, max, unit })
            });
            match is_limit {
                true => Expectation::Limit(within),
                false => Expectation::Result(within),
            }
        }
        FieldKind::Choice { .. } => Expectation::Choice(instrument.choices(field)),
        FieldKind::Text {
            max_length,
            pattern: None,
        } => Expectation::Text {
            max_length: *max_length,
        },
        FieldKind::Text {
            pattern: Some(pattern),
            ..
        } => Expectation::Pattern(pattern),
        FieldKind::Paragraph => Expectation::Paragraph,
        FieldKind::PartialDate { .. } => Expectation::PartialDate,
        FieldKind::Time => Expectation::Time,
        FieldKind::Date => Expectation::Date,
    }
}
