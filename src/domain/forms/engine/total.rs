//! The sum and the mean of a form: the two ways of scoring that any form can have.

use super::cells;
use super::instrument::{Field, FieldKind, Instrument};
use super::scorer::Scorer;
use crate::domain::base::ratio::Exact;
use crate::domain::record::session::FormCells;

/// Sum of the numeric codes and numbers, once all required fields are answered.
pub const SUM: &dyn Scorer = &Sum;
/// Mean of the numeric codes and numbers that are answered.
pub const MEAN: &dyn Scorer = &Mean;

struct Sum;
struct Mean;

impl Scorer for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    fn refuses(&self, form: &Instrument, field: &Field) -> Option<&'static str> {
        words_alone(form, field)
    }
}

impl Scorer for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn refuses(&self, form: &Instrument, field: &Field) -> Option<&'static str> {
        words_alone(form, field)
    }
}

/// Refuses a field that holds no number.
fn words_alone(form: &Instrument, field: &Field) -> Option<&'static str> {
    let fault = "a sum or mean takes numbers, scales, and choices whose codes are numbers";
    (!numeric(form, &field.kind)).then_some(fault)
}

/// Returns whether a sum or mean can take a field.
fn numeric(form: &Instrument, kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Vas { .. } | FieldKind::Number { .. } => true,
        FieldKind::Choice { options, .. } => form
            .option_sets
            .get(options)
            .into_iter()
            .flatten()
            .all(|choice| choice.code.parse::<rust_decimal::Decimal>().is_ok()),
        // Words beside the numbers are not counted.
        FieldKind::Text { .. } | FieldKind::Paragraph => true,
        FieldKind::Lab { .. }
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => false,
    }
}

/// Returns the numeric codes and numbers of a form that are answered.
fn numbers(instrument: &Instrument, cells: &FormCells) -> Vec<Exact> {
    let scored = instrument.fields().filter(|field| {
        cells::counts(instrument, cells, field)
            && matches!(
                field.kind,
                FieldKind::Choice { .. } | FieldKind::Number { .. } | FieldKind::Vas { .. }
            )
    });
    scored
        .filter_map(|field| {
            let answer = cells::answer(cells, field.id.as_str())?;
            match answer.as_code() {
                Some(code) => Exact::parse(code).ok(),
                None => answer.as_number().map(Exact::from_decimal),
            }
        })
        .collect()
}

fn total_of(numbers: &[Exact]) -> Option<Exact> {
    let mut all = numbers.iter();
    all.try_fold(Exact::ZERO, |sum, number| sum.plus(*number).ok())
}

/// The sum of a form, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SumScore {
    /// The sum.
    pub value: Option<Exact>,
    /// Required fields that are blank.
    pub open: usize,
    /// Whether a required field has a missing reason.
    pub missing: bool,
    /// Answers that are added.
    pub answers: usize,
}

/// Adds the numbers of a form.
pub fn sum(instrument: &Instrument, cells: &FormCells) -> SumScore {
    let open = cells::open_fields(instrument, cells);
    let numbers = numbers(instrument, cells);
    // A required field with a missing reason leaves no sum either: it would count as 0.
    let missing = instrument.fields().any(|field| {
        field.required
            && cells::counts(instrument, cells, field)
            && cells::answer(cells, field.id.as_str()).is_some_and(|a| a.missing_reason().is_some())
    });
    let complete = open == 0 && !missing && !numbers.is_empty();
    SumScore {
        value: complete.then(|| total_of(&numbers)).flatten(),
        open,
        missing,
        answers: numbers.len(),
    }
}

/// The mean of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanScore {
    /// The mean; none without an answer.
    pub value: Option<Exact>,
    /// Answers that it is the mean of.
    pub answers: usize,
}

/// Returns the mean of the numbers of a form.
pub fn mean(instrument: &Instrument, cells: &FormCells) -> MeanScore {
    let numbers = numbers(instrument, cells);
    let count = i128::try_from(numbers.len()).unwrap_or(i128::MAX);
    let value = total_of(&numbers)
        .filter(|_| !numbers.is_empty())
        .and_then(|total| total.over(Exact::fraction(count, 1).ok()?).ok());
    MeanScore {
        value,
        answers: numbers.len(),
    }
}
