//! The input of a line, as exact numbers, or what is wrong with it.

use super::super::number_text;
use super::{EnzymesInput, Raw, ScaleInput, Values, ValuesInput};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::enzymes::{ByEnzyme, Enzyme, Known};
use crate::domain::verdict::response::{ByMeasure, Scale};
use serde_json::value::RawValue;

pub(super) fn read_scale(input: &ScaleInput<'_>) -> Result<Scale, String> {
    let read = |name: &str, raw: Raw<'_>| {
        let raw = raw.ok_or_else(|| format!("`scale.{name}` is missing"))?;
        above_zero(raw, &["scale.", name])
    };
    Ok(Scale {
        vas_max: read("vas_max", input.vas_max)?,
        mmt_max: read("mmt_max", input.mmt_max)?,
        haq_max: read("haq_max", input.haq_max)?,
        extramuscular_max: read("extramuscular_max", input.extramuscular_max)?,
    })
}

pub(super) fn read_uln(input: Option<&EnzymesInput<'_>>) -> Result<ByEnzyme<Known>, String> {
    read_enzymes(input, |raw, enzyme| {
        above_zero(raw, &["uln.", enzyme.key()]).map(Known::Value)
    })
}

pub(super) fn read_enzymes(
    input: Option<&EnzymesInput<'_>>,
    read: impl Fn(&RawValue, Enzyme) -> Result<Known, String>,
) -> Result<ByEnzyme<Known>, String> {
    let mut failed = Ok(());
    let all = ByEnzyme::make(|enzyme| {
        let Some(raw) = input.and_then(|input| input.get(enzyme)) else {
            return Known::Gone;
        };
        if raw.get() == "null" {
            return Known::Blank;
        }
        match read(raw, enzyme) {
            Ok(known) => known,
            Err(error) => {
                failed = Err(error);
                Known::Gone
            }
        }
    });
    failed.map(|()| all)
}

pub(super) fn read_values(
    name: &str,
    input: &ValuesInput<'_>,
    scale: &Scale,
) -> Result<Values, String> {
    let mut failed = Ok(());
    let mut keep = |read: Result<Exact, String>| match read {
        Ok(value) => Some(value),
        Err(error) => {
            failed = Err(error);
            None
        }
    };
    let measures = ByMeasure::make(|measure| {
        let raw = input.get(measure)?;
        let read = not_negative(raw, &[name, ".", measure.key()]);
        let max = scale.max(measure);
        keep(read.and_then(|value| match max {
            Some(max) if value > max => Err(format!(
                "`{name}.{}` is {value}, above the scale's maximum of {max}",
                measure.key()
            )),
            _ => Ok(value),
        }))
    });
    failed?;
    let enzymes = read_enzymes(input.enzymes.as_ref(), |raw, enzyme| {
        result(raw, &[name, ".enzymes.", enzyme.key()])
    })?;
    Ok(Values { measures, enzymes })
}

/// Reads a result, which may be `"<800"`.
pub(super) fn result(raw: &RawValue, name: &[&str]) -> Result<Known, String> {
    let Some(limit) = number_text(raw).strip_prefix('<') else {
        return not_negative(raw, name).map(Known::Value);
    };
    let limit = read_number(limit.trim_start(), name)?;
    match limit.is_positive() {
        true => Ok(Known::Below(limit)),
        false => Err(format!(
            "`{}` is below {limit}; no result is",
            name.concat()
        )),
    }
}

pub(super) fn read_number(text: &str, name: &[&str]) -> Result<Exact, String> {
    Exact::parse(text).map_err(|error| format!("`{}`: {error}", name.concat()))
}

pub(super) fn not_negative(raw: &RawValue, name: &[&str]) -> Result<Exact, String> {
    let value = read_number(number_text(raw), name)?;
    if value.is_negative() {
        return Err(format!(
            "`{}` is {value}; it cannot be below 0",
            name.concat()
        ));
    }
    Ok(value)
}

pub(super) fn above_zero(raw: &RawValue, name: &[&str]) -> Result<Exact, String> {
    let value = not_negative(raw, name)?;
    if value.is_zero() {
        return Err(format!("`{}` is 0; it must be above 0", name.concat()));
    }
    Ok(value)
}
