//! Reads the cells of a form into what the scorers take.
//!
//! A blank stays a blank and a missing reason stays a reason; neither becomes a number. Which fields an instrument
//! has is said in its own folder.

use super::condition;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::record::session::FormCells;

/// What is known of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Not entered, or not completely: it can still come.
    #[default]
    Blank,
    /// There is none and will be none, for this reason.
    Missing(String),
    /// There is none because the visit does not ask for it.
    NotAsked,
    /// There may be one, which the user does not see yet.
    Hidden,
    /// The value.
    Value(Exact),
    /// Only that the value is below this number, which is above 0.
    Below(Exact),
}

impl Reading {
    /// Returns the value, if its number is known; of a result that is below a limit it is not.
    pub fn value(&self) -> Option<Exact> {
        match self {
            Self::Value(value) => Some(*value),
            Self::Below(_) | Self::Blank | Self::Missing(_) | Self::NotAsked | Self::Hidden => None,
        }
    }

    /// Returns the value with its sign, if there is one.
    pub fn measured(&self) -> Option<Measured> {
        match self {
            Self::Value(value) => Some(Measured::At(*value)),
            Self::Below(limit) => Some(Measured::Below(*limit)),
            Self::Blank | Self::Missing(_) | Self::NotAsked | Self::Hidden => None,
        }
    }

    /// Returns whether there is no value since what is stored is not by the rules.
    pub fn is_unfit(&self) -> bool {
        matches!(self, Self::Missing(reason) if reason == NOT_BY_THE_RULES)
    }

    /// Turns a blank of a measure that the visit does not ask for into what it is.
    pub fn if_asked(self, asked: bool) -> Self {
        if self == Self::Blank && !asked {
            Self::NotAsked
        } else {
            self
        }
    }

    /// Returns whether a value is not known here and can still become known.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank | Self::Hidden)
    }
}

/// Returns the answer of a field.
pub fn answer<'a>(cells: &'a FormCells, field: &str) -> Option<&'a Answer> {
    cells.get(field)?.answer.as_ref()
}

/// Returns the code of a field, if it holds one.
pub fn code<'a>(cells: &'a FormCells, field: &str) -> Option<&'a str> {
    answer(cells, field)?.as_code()
}

/// Returns whether the option `y` is chosen.
pub fn yes(cells: &FormCells, field: &str) -> bool {
    code(cells, field) == Some("y")
}

/// Why there is no value where what is stored is not by the rules.
pub const NOT_BY_THE_RULES: &str = "not-by-the-rules";

/// Returns whether what is stored in a field is not by the rules.
pub fn is_unfit(cells: &FormCells, field: &str) -> bool {
    cells.get(field).is_some_and(|cell| cell.unfit.is_some())
}

/// Turns a blank into what it is where nothing that the form needs is blank but what is not by the rules.
pub fn or_unfit(reading: Reading, form: Option<&Instrument>, cells: &FormCells) -> Reading {
    let (Reading::Blank, Some(form)) = (&reading, form) else {
        return reading;
    };
    let fields = form.fields().map(|field| field.id.as_str());
    let mut blank = fields
        .filter(|field| asked_and_blank(form, cells, field))
        .peekable();
    let is_known = blank.peek().is_some() && blank.all(|field| is_unfit(cells, field));
    match is_known {
        true => Reading::Missing(NOT_BY_THE_RULES.to_owned()),
        false => reading,
    }
}

/// Reads a number as it stands.
pub fn number(cells: &FormCells, field: &str) -> Reading {
    match answer(cells, field) {
        None if is_unfit(cells, field) => Reading::Missing(NOT_BY_THE_RULES.to_owned()),
        None => Reading::Blank,
        Some(Answer::Missing { reason, .. }) => Reading::Missing(reason.clone()),
        Some(given) => match given.as_number().map(Exact::from_decimal) {
            Some(limit) if is_below(given) && limit.is_positive() => Reading::Below(limit),
            Some(number) => Reading::Value(number),
            None => Reading::Missing("not-a-number".to_owned()),
        },
    }
}

fn is_below(answer: &Answer) -> bool {
    matches!(answer.value(), Some(Value::Below(_)))
}

/// Returns whether the form has the field, asks for it now, and it holds nothing.
pub fn asked_and_blank(instrument: &Instrument, cells: &FormCells, field: &str) -> bool {
    let Some(definition) = instrument.field(field) else {
        return false;
    };
    definition.required && counts(instrument, cells, definition) && answer(cells, field).is_none()
}

/// Returns whether the conditions of a field hold: an answer that is no longer asked for counts in no score.
pub fn counts(instrument: &Instrument, cells: &FormCells, field: &Field) -> bool {
    condition::hold(instrument, cells, field, &|_| true)
}

/// Returns how many required fields of the form are blank.
pub fn open_fields(instrument: &Instrument, cells: &FormCells) -> usize {
    instrument
        .fields()
        .filter(|field| asked_and_blank(instrument, cells, field.id.as_str()))
        .count()
}

/// Returns the field of an item of `haq` or `rand36`, numbered from 1.
pub fn item_field(item: usize) -> String {
    format!("item{item:02}")
}
