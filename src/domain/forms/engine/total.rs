//! The sum and the mean of a form: the two ways of scoring that any form can have.

use super::cells;
use super::instrument::{Field, FieldKind, Instrument};
use super::lines::FormScore;
use super::scorer::Scorer;
use super::scoring::ScoringRules;
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

    fn lines(&self, score: &mut FormScore, _: &ScoringRules, form: &Instrument, cells: &FormCells) {
        sum(score, form, cells);
    }
}

impl Scorer for Mean {
    fn name(&self) -> &'static str {
        "mean"
    }

    fn refuses(&self, form: &Instrument, field: &Field) -> Option<&'static str> {
        words_alone(form, field)
    }

    fn lines(&self, score: &mut FormScore, _: &ScoringRules, form: &Instrument, cells: &FormCells) {
        mean(score, form, cells);
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
        FieldKind::Text { .. } => true,
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

fn sum(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let open = cells::open_fields(instrument, cells);
    let numbers = numbers(instrument, cells);
    // A required field with a missing reason leaves no sum either: it would count as 0.
    let missing = instrument.fields().any(|field| {
        field.required
            && cells::counts(instrument, cells, field)
            && cells::answer(cells, field.id.as_str()).is_some_and(|a| a.missing_reason().is_some())
    });
    let complete = open == 0 && !missing && !numbers.is_empty();
    let value = complete.then(|| total_of(&numbers)).flatten();
    let note = if open > 0 {
        format!("{open} required fields are blank")
    } else if missing {
        "a required field is missing".to_owned()
    } else {
        format!("of {} answers", numbers.len())
    };
    score.line("Sum", value.map(|v| v.to_string()), note);
}

fn mean(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let numbers = numbers(instrument, cells);
    let count = i128::try_from(numbers.len()).unwrap_or(i128::MAX);
    let value = total_of(&numbers)
        .filter(|_| !numbers.is_empty())
        .and_then(|total| total.over(Exact::fraction(count, 1).ok()?).ok());
    let note = format!("of {count} answers");
    score.line("Mean", value.map(|v| v.rounded(2)), note);
}
