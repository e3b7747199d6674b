//! The reader of what a field of one kind takes: limits, lists, lengths.
//!
//! Limits must ascend, and names must be those of fields or lists of the same form.

use super::field::{earlier, flag};
use crate::domain::base::data::{DataError, Table};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Choice, FieldKind, Instrument, pattern};
use crate::domain::treatment::units::Quantity;
use rust_decimal::Decimal;

/// Reads what a field of the kind of that name takes.
pub(super) fn read(
    table: &Table<'_>,
    name: &str,
    form: &Instrument,
) -> Result<FieldKind, DataError> {
    match name {
        "vas" => vas(table),
        "number" => number(table),
        "lab" => lab(table, form),
        "choice" => choice(table, form),
        "text" => text(table),
        "paragraph" => Ok(FieldKind::Paragraph),
        "partial-date" => Ok(FieldKind::PartialDate {
            future: flag(table, "future", false)?,
        }),
        "time" => Ok(FieldKind::Time),
        _ => Ok(FieldKind::Date),
    }
}

/// Reads a number that must be above 0, such as a jump.
fn above_zero(table: &Table<'_>, key: &str) -> Result<Option<Decimal>, DataError> {
    table.get(key).map(|item| item.positive()).transpose()
}

fn decimal(table: &Table<'_>, key: &str) -> Result<Option<Decimal>, DataError> {
    table.get(key).map(|item| item.decimal()).transpose()
}

/// Refuses a limit that is not at least the one below it.
fn ascending(table: &Table<'_>, limits: &[(&str, Option<Decimal>)]) -> Result<(), DataError> {
    let mut below: Option<(&str, Decimal)> = None;
    for (key, limit) in limits {
        let Some(limit) = *limit else { continue };
        if let (Some((lower, bound)), Some(item)) = (below, table.get(key))
            && limit < bound
        {
            return Err(item.error(format!("`{key}` {limit} is below `{lower}` {bound}")));
        }
        below = Some((key, limit));
    }
    Ok(())
}

fn vas(table: &Table<'_>) -> Result<FieldKind, DataError> {
    Ok(FieldKind::Vas {
        low: table.need("low")?.line()?.to_owned(),
        high: table.need("high")?.line()?.to_owned(),
        jump: above_zero(table, "jump")?,
    })
}

fn number(table: &Table<'_>) -> Result<FieldKind, DataError> {
    let (min, max) = (table.need("min")?.decimal()?, table.need("max")?.decimal()?);
    let soft_min = decimal(table, "soft-min")?;
    let soft_max = decimal(table, "soft-max")?;
    ascending(
        table,
        &[
            ("min", Some(min)),
            ("soft-min", soft_min),
            ("soft-max", soft_max),
            ("max", Some(max)),
        ],
    )?;
    Ok(FieldKind::Number {
        unit: match table.get("unit") {
            Some(item) => Some(item.line()?.to_owned()),
            None => None,
        },
        decimals: table.get("decimals").map_or(Ok(0), |item| item.whole())?,
        min,
        max,
        soft_min,
        soft_max,
        jump: above_zero(table, "jump")?,
        jump_percent: above_zero(table, "jump-percent")?,
        year: flag(table, "year", false)?,
    })
}

fn lab(table: &Table<'_>, form: &Instrument) -> Result<FieldKind, DataError> {
    let unit_item = table.need("unit-field")?;
    let unit_field = earlier(&unit_item, form)?;
    let quantity = match table.get("quantity") {
        Some(item) => item.one_of(&Quantity::ALL.map(|quantity| (quantity.key(), quantity)))?,
        None => Quantity::EnzymeActivity,
    };
    let units = form.choices(unit_field);
    let is_unit = |choice: &Choice| quantity.factor_of(&choice.code).is_some();
    if units.is_empty() || !units.iter().all(is_unit) {
        let known: Vec<&str> = quantity.units().map(|factor| factor.unit.code()).collect();
        return Err(unit_item.error(format!(
            "`unit-field` must be a choice of the units {}",
            known.join(", ")
        )));
    }
    let is_limit = flag(table, "is-limit", false)?;
    let limit_field = |key: &str| match table.get(key) {
        None => Ok(None),
        Some(item) if is_limit => Err(item.error(format!("a limit has no `{key}` of its own"))),
        // The limit stands after its result on the form; the whole form is searched once it is read.
        Some(item) => Ok(Some(FieldId::new(item.name()?))),
    };
    let lln_field = limit_field("lln-field")?;
    let uln_field = limit_field("uln-field")?;
    let max = above_zero(table, "max")?.ok_or_else(|| table.error("`max` is missing here"))?;
    let min = decimal(table, "min")?;
    let soft_min = table.need("soft-min")?.decimal()?;
    let soft_max = table.need("soft-max")?.decimal()?;
    ascending(
        table,
        &[
            ("min", min),
            ("soft-min", Some(soft_min)),
            ("soft-max", Some(soft_max)),
            ("max", Some(max)),
        ],
    )?;
    Ok(FieldKind::Lab {
        quantity,
        unit_field: unit_field.id.clone(),
        lln_field,
        uln_field,
        min: min.unwrap_or(Decimal::ZERO),
        max,
        soft_min,
        soft_max,
        is_limit,
    })
}

fn choice(table: &Table<'_>, form: &Instrument) -> Result<FieldKind, DataError> {
    let item = table.need("options")?;
    let options = item.text()?;
    let sets = &form.option_sets;
    let Some(choices) = sets.get(options) else {
        return Err(item.unknown(
            format!("this form has no options named \"{options}\""),
            options,
            sets.keys().map(String::as_str),
        ));
    };
    let jump = above_zero(table, "jump")?;
    let numeric = choices.iter().any(|c| c.code.parse::<Decimal>().is_ok());
    if let (Some(item), false) = (table.get("jump"), numeric) {
        return Err(item.error(format!(
            "`jump` needs numbers as codes, and `{options}` has none"
        )));
    }
    Ok(FieldKind::Choice {
        options: options.to_owned(),
        jump,
    })
}

fn text(table: &Table<'_>) -> Result<FieldKind, DataError> {
    let max_length: u32 = table.need("max-length")?.whole()?;
    let max_length = usize::try_from(max_length).unwrap_or(2000);
    let pattern = match table.get("pattern") {
        None => None,
        Some(item) => {
            let form = item.line()?;
            if !pattern::is_sound(form) {
                return Err(item.error(format!("`pattern` {}", pattern::UNSOUND)));
            }
            let length = pattern::longest(form);
            if length > max_length {
                return Err(item.error(format!(
                    "`pattern` asks for {length} characters, but `max-length` is {max_length}"
                )));
            }
            Some(form.to_owned())
        }
    };
    Ok(FieldKind::Text {
        max_length,
        pattern,
    })
}
