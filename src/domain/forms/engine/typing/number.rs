//! Numbers as they are typed: visual analogue scales, numbers with limits, laboratory results.
//!
//! A number is full when no further digit could give another legal number; it never rounds. One mark is a decimal
//! mark; where it could as well stand between thousands, [`super::two_readings`] says so and somebody is asked.

use super::{Refusal, Typed};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::treatment::units::{Factor, Quantity, Unit};
use rust_decimal::{Decimal, RoundingStrategy};

/// Most decimals of a laboratory result (site default).
pub const LAB_DECIMALS: u32 = 3;

/// Decimals of a visual analogue scale, cm (one millimetre).
const VAS_DECIMALS: u32 = 1;

/// Longest text of a number; more digits than an exact decimal holds are refused before this.
const MAX_CHARS: usize = 28;

/// Returns whether a unit is the microkatal per litre, in any of its usual spellings.
pub fn is_microkatal(unit: &str) -> bool {
    let unit = unit.to_lowercase();
    // Micro sign, Greek mu, and their plain substitute.
    ["\u{b5}kat", "\u{3bc}kat", "ukat", "microkat"]
        .iter()
        .any(|spelling| unit.starts_with(spelling))
}

/// Returns the factor from the unit of a code to that of a field's limits; none where the quantity is not given in it.
pub fn factor(quantity: Quantity, unit: &str) -> Option<Factor> {
    if is_microkatal(unit) {
        quantity.factor(Unit::MicrokatalsPerLitre)
    } else {
        quantity.factor_of(unit)
    }
}

/// Returns a laboratory value in the unit of its field's limits; none when it is too large for an exact decimal, and where
/// the quantity is not given in its unit. A value that no decimal is, such as one third, is the nearest of 28 places.
pub fn in_unit_of_limits(
    quantity: Quantity,
    value: Decimal,
    unit: Option<&str>,
) -> Option<Decimal> {
    let factor = factor(quantity, unit?)?.exact().ok()?;
    let converted = Exact::from_decimal(value).times(factor).ok()?;
    converted.to_decimal()
}

/// Returns a limit in the unit of a code, as a decimal that can be typed.
pub fn limit_in_unit(
    quantity: Quantity,
    limit: Decimal,
    unit: &str,
    rounding: RoundingStrategy,
) -> Option<Decimal> {
    let factor = factor(quantity, unit)?.exact().ok()?;
    let converted = Exact::from_decimal(limit).over(factor).ok()?.to_decimal()?;
    Some(converted.round_dp_with_strategy(LAB_DECIMALS, rounding))
}

/// Returns the character that a key adds to a number; `below` allows `<` in front.
pub(super) fn inserts(text: &str, c: char, below: bool) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '.' | ',' => (!text.contains(['.', ','])).then_some('.'),
        '<' => (below && text.is_empty()).then_some('<'),
        _ => None,
    }
}

/// Returns a number without the mark that stands where one between thousands would: `2.468` as `2468`, with its `<`.
/// Nobody writes thousands after a zero (`0.468`) or after more than three digits (`1234.567`).
pub(super) fn without_thousands(text: &str) -> Option<String> {
    let (sign, number) = match text.strip_prefix('<') {
        Some(number) => ("<", number),
        None => ("", text),
    };
    let (before, after) = number.split_once(['.', ','])?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = (1..=3).contains(&before.len()) && !before.starts_with('0') && after.len() == 3;
    (grouped && digits(before) && digits(after)).then(|| format!("{sign}{before}{after}"))
}

/// Legal numbers: from `min` to `max` in a unit, with at most `decimals` decimals.
struct Legal<'a> {
    min: Decimal,
    max: Decimal,
    decimals: u32,
    unit: Option<&'a str>,
}

/// How the text of a number ended.
enum Parsed {
    /// Not finished: `4.`, or a number below the smallest that can still grow.
    Partial,
    /// A legal number; whether it can grow into another one.
    Number { value: Decimal, grows: bool },
}

impl Legal<'_> {
    fn parse(&self, text: &str) -> Result<Parsed, Refusal> {
        let text = text.replace(',', ".");
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text.as_str(), None),
        };
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !fraction.is_none_or(digits) {
            let whole = self.decimals == 0;
            return Err(Refusal::NotNumber { text, whole });
        }
        if text.len() > MAX_CHARS {
            return Err(self.above(text));
        }
        if fraction.is_some_and(|f| self.decimals == 0 || f.len() > self.decimals as usize) {
            return Err(self.many_decimals(text));
        }
        let unfinished = fraction == Some("");
        let number = format!(
            "{}{}",
            if whole.is_empty() { "0" } else { "" },
            text.trim_end_matches('.')
        );
        let Ok(value) = Decimal::from_str_exact(&number) else {
            return Err(self.above(text));
        };
        if value > self.max {
            return Err(self.above(text));
        }
        let grows = self.grows(value, whole, fraction);
        if unfinished && (grows || value >= self.min) {
            return Ok(Parsed::Partial);
        }
        match (value < self.min, grows) {
            (false, grows) => Ok(Parsed::Number { value, grows }),
            (true, true) => Ok(Parsed::Partial),
            (true, false) => Err(self.below(text)),
        }
    }

    /// Returns why a number with more decimals than there may be is refused: one that no fewer decimals bring between the
    /// limits is too small or too large.
    fn many_decimals(&self, text: String) -> Refusal {
        let thousands = without_thousands(&text)
            .filter(|whole| Decimal::from_str_exact(whole).is_ok_and(|n| self.holds(n)));
        let mut near = Vec::new();
        if let Ok(value) = Decimal::from_str_exact(text.trim_end_matches('.')) {
            let cut = |strategy| value.round_dp_with_strategy(self.decimals, strategy);
            near.push(cut(RoundingStrategy::ToZero));
            near.push(cut(RoundingStrategy::AwayFromZero));
            near.dedup();
            near.retain(|number| self.holds(*number));
            if near.is_empty() && thousands.is_none() {
                return match value < self.min {
                    true => self.below(text),
                    false => self.above(text),
                };
            }
        }
        Refusal::Decimals {
            text,
            allowed: self.decimals,
            thousands,
            near,
        }
    }

    /// Returns whether more keys could make another legal number of it.
    fn grows(&self, value: Decimal, whole: &str, fraction: Option<&str>) -> bool {
        let step = Decimal::try_new(1, self.decimals.min(MAX_CHARS as u32)).unwrap_or(Decimal::ONE);
        let places = fraction.map_or(0, str::len) as u32;
        if places < self.decimals {
            // Between this number and the next one of as many decimals, exclusive of both.
            let next = value + Decimal::try_new(1, places).unwrap_or(Decimal::ONE) - step;
            if value + step <= self.max && next >= self.min {
                return true;
            }
        }
        if fraction.is_some() || whole.is_empty() || self.max.is_zero() {
            return false;
        }
        let (mut low, mut high) = (value, value + Decimal::ONE);
        loop {
            let (Some(next_low), Some(next_high)) = (
                low.checked_mul(Decimal::TEN),
                high.checked_mul(Decimal::TEN),
            ) else {
                return false;
            };
            (low, high) = (next_low, next_high);
            if low > self.max {
                return false;
            }
            if high - step >= self.min {
                return true;
            }
        }
    }

    fn holds(&self, value: Decimal) -> bool {
        self.min <= value && value <= self.max
    }

    fn above(&self, text: String) -> Refusal {
        Refusal::TooLarge {
            text,
            max: self.max,
            unit: self.unit.map(str::to_owned),
        }
    }

    fn below(&self, text: String) -> Refusal {
        Refusal::TooSmall {
            text,
            min: self.min,
            unit: self.unit.map(str::to_owned),
        }
    }

    /// Returns why a number is refused as it stands although more keys could make a legal one of it: it is too small.
    fn unfinished(&self, text: &str) -> Option<Refusal> {
        let text = text.replace(',', ".");
        let value = Decimal::from_str_exact(&text).ok()?;
        (value < self.min).then(|| self.below(text))
    }
}

/// Returns what the text on a visual analogue scale means: 0.0-10.0 cm, one decimal.
pub(super) fn read_vas(text: &str) -> Typed {
    let legal = Legal {
        min: Decimal::ZERO,
        max: Decimal::TEN,
        decimals: VAS_DECIMALS,
        unit: None,
    };
    match legal.parse(text) {
        Ok(parsed) => answered(parsed, |value| Answer::number(value, None)),
        Err(_) if Decimal::from_str_exact(text).is_ok_and(|value| value > Decimal::TEN) => {
            // Two digits are most often millimetres on a paper line of 10 cm.
            let centimetres = match text.as_bytes() {
                [cm, mm] => Some(format!("{}.{}", *cm as char, *mm as char)),
                _ => None,
            };
            Typed::Wrong(Refusal::BeyondScale {
                text: text.to_owned(),
                centimetres,
            })
        }
        Err(refusal) => Typed::Wrong(refusal),
    }
}

/// Returns what the text of a number with limits means; `this_year` where it is a year, which none may be after.
pub(super) fn read_number(
    text: &str,
    unit: Option<&str>,
    decimals: u32,
    min: Decimal,
    max: Decimal,
    this_year: Option<i32>,
) -> Typed {
    let whole = this_year.and_then(|_| text.parse::<i32>().ok());
    if let (Some(year), Some(this_year)) = (whole, this_year)
        && year > this_year
    {
        return Typed::Wrong(Refusal::FutureYear {
            text: text.to_owned(),
            this_year,
        });
    }
    let legal = Legal {
        min,
        max,
        decimals,
        unit: unit.filter(|_| this_year.is_none()),
    };
    match legal.parse(text) {
        Ok(parsed) => answered(parsed, |value| Answer::number(value, unit)),
        Err(Refusal::NotNumber { text, .. }) if this_year.is_some() => {
            Typed::Wrong(Refusal::NotYear { text })
        }
        Err(refusal) => Typed::Wrong(refusal),
    }
}

/// Returns the limits of a laboratory result in a unit, for one that is reported as `below` a number or not; none where the
/// quantity is not given in it.
pub(super) fn lab_limits(
    (quantity, is_limit): (Quantity, bool),
    (min, max): (Decimal, Decimal),
    unit: &str,
    below: bool,
) -> Option<(Decimal, Decimal)> {
    let min = limit_in_unit(quantity, min, unit, RoundingStrategy::ToPositiveInfinity)?;
    let max = limit_in_unit(quantity, max, unit, RoundingStrategy::ToZero)?;
    let step = Decimal::try_new(1, LAB_DECIMALS).unwrap_or(Decimal::ONE);
    // Neither a limit of normal nor a limit of quantification can be 0.
    Some((if is_limit || below { step } else { min }, max))
}

/// Returns what the text of a laboratory result means; `limits` are in the unit of the limits of its quantity, the text in
/// `unit`.
pub(super) fn read_lab(
    text: &str,
    unit: Option<&str>,
    quantity: Quantity,
    limits: (Decimal, Decimal),
    is_limit: bool,
) -> Typed {
    // Without its unit a result cannot be corrected later.
    let Some(unit) = unit else {
        return Typed::Wrong(Refusal::NoUnit);
    };
    let (below, number) = match text.strip_prefix('<') {
        Some(_) if is_limit => {
            return Typed::Wrong(Refusal::LimitBelow);
        }
        Some(number) => (true, number),
        None => (false, text),
    };
    let Some((min, max)) = lab_limits((quantity, is_limit), limits, unit, below) else {
        return Typed::Wrong(Refusal::NoUnit);
    };
    if below && matches!(number, "" | "." | ",") {
        return Typed::Partial;
    }
    let legal = Legal {
        min,
        max,
        decimals: LAB_DECIMALS,
        unit: Some(unit),
    };
    match legal.parse(number) {
        Ok(parsed) => answered(parsed, |value| Answer::Value {
            value: if below {
                Value::Below(value)
            } else {
                Value::Number(value)
            },
            unit: Some(unit.to_owned()),
        }),
        Err(refusal) => Typed::Wrong(refusal),
    }
}

/// Returns why a number of a field is no answer as it stands although more keys could make one of it.
pub(super) fn unfinished(kind: &FieldKind, text: &str, unit: Option<&str>) -> Option<Refusal> {
    let (min, max, decimals, unit) = match kind {
        FieldKind::Number { year: true, .. } => {
            let year = text.to_owned();
            return Some(Refusal::NotYear { text: year });
        }
        FieldKind::Number {
            min,
            max,
            decimals,
            unit,
            ..
        } => (*min, *max, *decimals, unit.as_deref()),
        FieldKind::Lab {
            quantity,
            min,
            max,
            is_limit,
            ..
        } => {
            let (min, max) = lab_limits((*quantity, *is_limit), (*min, *max), unit?, false)?;
            (min, max, LAB_DECIMALS, unit)
        }
        FieldKind::Vas { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => return None,
    };
    let legal = Legal {
        min,
        max,
        decimals,
        unit,
    };
    legal.unfinished(text)
}

fn answered(parsed: Parsed, answer: impl FnOnce(Decimal) -> Answer) -> Typed {
    match parsed {
        Parsed::Partial => Typed::Partial,
        Parsed::Number { value, grows: true } => Typed::Ready(answer(value)),
        Parsed::Number {
            value,
            grows: false,
        } => Typed::Full(answer(value)),
    }
}
