//! The text of a result as what is stored: a number, a number below a limit, a reason why there is none. Must not round, and
//! must not take a text for something that the map does not state.

use super::map::{LabMap, Rule, Test};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::typing::factor;
use crate::domain::treatment::units::Quantity;
use crate::text::imports::ImportWrong;
use rust_decimal::Decimal;

/// What a result is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Number(Decimal),
    /// It is below this number.
    Below(Decimal),
    /// An option of a choice.
    Code(String),
    /// There is none, for a reason, with words.
    Missing(String, Option<String>),
    /// Nothing is stored.
    LeftOut,
}

/// Returns what a text is by the map.
pub(super) fn taken(map: &LabMap, test: &Test, text: &str) -> Result<Taken, ImportWrong> {
    let rules = &map.rules;
    let by = |rule: Option<&Rule>, below: Option<Decimal>| match (rule, below) {
        (Some(Rule::Limit), Some(number)) => Ok(Taken::Below(number)),
        (Some(Rule::LeaveOut), _) => Ok(Taken::LeftOut),
        (Some(Rule::Missing { reason, words }), _) => {
            let said = (!text.is_empty()).then(|| text.to_owned());
            Ok(Taken::Missing(reason.clone(), words.clone().or(said)))
        }
        (Some(Rule::Limit) | None, _) => {
            let text = text.to_owned();
            Err(ImportWrong::NoRule { text })
        }
    };
    if let Some(rule) = rules.words.get(text) {
        return by(Some(rule), None);
    }
    if text.is_empty() {
        return by(rules.blank.as_ref(), None);
    }
    if let Some(code) = test.values.get(text) {
        return Ok(Taken::Code(code.clone()));
    }
    if !test.values.is_empty() {
        let text = text.to_owned();
        return Err(ImportWrong::UnknownText { text });
    }
    let behind = |sign: char| {
        let rest = text.strip_prefix(sign)?.trim_start();
        number(map.decimal_mark, rest)
    };
    if let Some(limit) = behind('<') {
        return by(rules.below.as_ref(), Some(limit));
    }
    if behind('>').is_some() {
        return by(rules.above.as_ref(), None);
    }
    match number(map.decimal_mark, text) {
        Some(number) => Ok(Taken::Number(number)),
        None => by(None, None),
    }
}

/// Returns the number of a text of digits with at most one decimal mark between them; nothing else is one.
pub(super) fn number(mark: char, text: &str) -> Option<Decimal> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let plain = match text.split_once(mark) {
        Some((whole, fraction)) => {
            let is_number = digits(whole) && digits(fraction);
            is_number.then(|| format!("{whole}.{fraction}"))?
        }
        None => digits(text).then(|| text.to_owned())?,
    };
    Decimal::from_str_exact(&plain).ok()
}

/// Returns a number in another unit of a quantity; `None` where it is not an exact decimal there, or the quantity is not
/// given in one of the units.
pub(super) fn converted(
    quantity: Quantity,
    number: Decimal,
    from: &str,
    to: &str,
) -> Option<Decimal> {
    if from == to {
        return Some(number);
    }
    let factor = |unit| factor(quantity, unit)?.exact().ok();
    let exact = Exact::from_decimal(number).times(factor(from)?).ok()?;
    let exact = exact.over(factor(to)?).ok()?;
    let decimal = exact.to_decimal()?;
    (Exact::from_decimal(decimal) == exact).then(|| decimal.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::decimal;
    use proptest::prelude::*;

    #[test]
    fn only_digits_with_the_stated_mark_are_a_number() {
        assert_eq!(number(',', "12,50"), Some(decimal("12.50")));
        assert_eq!(number('.', "007"), Some(decimal("7")));
        for (mark, text) in [
            (',', "12.5"),
            ('.', "12,5"),
            ('.', "1.234.5"),
            ('.', "1 234"),
            ('.', "-3"),
            ('.', "+3"),
            ('.', "1e3"),
            ('.', ".5"),
            ('.', "5."),
            ('.', ""),
            ('.', "NaN"),
            ('.', "\u{661}"),
            ('.', "99999999999999999999999999999999"),
        ] {
            assert_eq!(number(mark, text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_is_converted_by_the_factors_of_the_forms_and_never_rounded() {
        let enzyme =
            |number, from, to| converted(Quantity::EnzymeActivity, decimal(number), from, to);
        assert_eq!(enzyme("2.5", "ukat/L", "U/L"), Some(decimal("150")));
        assert_eq!(enzyme("150", "U/L", "ukat/L"), Some(decimal("2.5")));
        assert_eq!(enzyme("100", "U/L", "ukat/L"), None);
        assert_eq!(enzyme("1", "mg/L", "U/L"), None);
        let of = |quantity, number, from, to| converted(quantity, decimal(number), from, to);
        assert_eq!(
            of(Quantity::Creatinine, "1.1", "mg/dL", "umol/L"),
            Some(decimal("97.24"))
        );
        assert_eq!(of(Quantity::Glucose, "90", "mg/dL", "mmol/L"), None);
        assert_eq!(
            of(Quantity::Haemoglobin, "8.1", "mmol/L", "g/L"),
            Some(decimal("130.52745"))
        );
    }

    proptest! {
        #[test]
        fn what_is_converted_there_and_back_is_the_same_number(units in 0_u32..3_000_000, scale in 0_u32..4) {
            let number = Decimal::new(i64::from(units), scale);
            let there = converted(Quantity::EnzymeActivity, number, "ukat/L", "U/L").unwrap();
            prop_assert_eq!(there, number * Decimal::from(60));
            let back = converted(Quantity::EnzymeActivity, there, "U/L", "ukat/L");
            prop_assert_eq!(back, Some(number.normalize()));
        }
    }
}
