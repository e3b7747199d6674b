//! The reader of one field: what all kinds share, then what its kind takes.
//!
//! Names of other fields are looked up among those that stand before it in the form, so that
//! conditions can never run in a circle.

use super::reasons;
use crate::domain::data::{DataError, Item, Marks, Table};
use crate::domain::ids::FieldId;
use crate::domain::instrument::{Condition, Field, FieldKind, Instrument, pattern};
use rust_decimal::Decimal;

const SHARED: &[&str] = &[
    "id",
    "label",
    "kind",
    "aliases",
    "help",
    "required",
    "fact",
    "absent",
    "missing",
    "visible-when",
    "at-baseline",
    "scale",
    "stands-in-for",
    "cdisc",
];

/// The kinds of fields with the keys that each takes besides the shared ones.
const KINDS: [(&str, &[&str]); 6] = [
    ("vas", &["low", "high", "jump"]),
    (
        "number",
        &[
            "unit",
            "decimals",
            "min",
            "max",
            "soft-min",
            "soft-max",
            "jump",
            "jump-percent",
        ],
    ),
    (
        "lab",
        &[
            "unit-field",
            "uln-field",
            "max",
            "soft-min",
            "soft-max",
            "is-limit",
        ],
    ),
    ("choice", &["options", "jump"]),
    ("text", &["max-length", "pattern"]),
    ("date", &[]),
];

/// Units of laboratory results; 1 microkat/L is exactly 60 U/L.
const LAB_UNITS: [&str; 2] = ["U/L", "ukat/L"];

/// Reads a field of a form whose earlier fields are already there.
pub(super) fn read(
    table: &Table<'_>,
    form: &Instrument,
    marks: &mut Marks,
) -> Result<Field, DataError> {
    let kind_item = table.need("kind")?;
    let own = kind_item.one_of(&KINDS)?;
    let kind_name = kind_item.text()?;
    table.only(&format!("a field of kind {kind_name}"), &[SHARED, own])?;

    let id = table.need("id")?;
    let name = id.name()?;
    if form.field(name).is_some() {
        return Err(id.error(format!("the field \"{name}\" stands twice in this form")));
    }
    marks.keep(format!("field.{name}"), &id);
    if let Some(item) = table.get("uln-field") {
        marks.keep(format!("uln.{name}"), &item);
    }
    let kind = match kind_name {
        "vas" => vas(table)?,
        "number" => number(table)?,
        "lab" => lab(table, form)?,
        "choice" => choice(table, form)?,
        "text" => text(table)?,
        _ => FieldKind::Date,
    };
    let field = Field {
        id: FieldId::new(name),
        label: table.need("label")?.line(40)?.to_owned(),
        aliases: match table.get("aliases") {
            Some(item) => aliases(&item)?,
            None => Vec::new(),
        },
        help: match table.get("help") {
            Some(item) => item.text()?.trim().to_owned(),
            None => String::new(),
        },
        required: flag(table, "required", true)?,
        fact: fact(table, &kind)?,
        absent: absent(table, &kind, form)?,
        missing: match table.get("missing") {
            Some(item) => Some(reasons(&item, &format!("reason.{name}"), marks)?),
            None => None,
        },
        visible_when: match table.get("visible-when") {
            Some(item) => Some(condition(&item, form)?),
            None => None,
        },
        at_baseline: flag(table, "at-baseline", false)?,
        scale: match table.get("scale") {
            Some(item) => Some(scale(&item)?),
            None => None,
        },
        stands_in_for: match table.get("stands-in-for") {
            Some(item) => Some(earlier(&item, form)?.id.clone()),
            None => None,
        },
        cdisc: match table.get("cdisc") {
            Some(item) => Some(item.line(8)?.to_owned()),
            None => None,
        },
        kind,
    };
    if let (Some(item), None) = (table.get("stands-in-for"), field.scale) {
        return Err(
            item.error("`stands-in-for` needs a `scale` on which the field is asked anyway")
        );
    }
    Ok(field)
}

fn flag(table: &Table<'_>, key: &str, otherwise: bool) -> Result<bool, DataError> {
    table.get(key).map_or(Ok(otherwise), |item| item.bool())
}

/// Reads the largest MMT-8 total of the studies that ask a field.
fn scale(item: &Item<'_>) -> Result<u32, DataError> {
    match item.whole(1_u32, 1000)? {
        scale @ (80 | 150) => Ok(scale),
        other => Err(item.error(format!("`scale` must be 80 or 150, not {other}"))),
    }
}

fn aliases(item: &Item<'_>) -> Result<Vec<String>, DataError> {
    let mut words = Vec::new();
    for (_, word) in item.names()? {
        words.push(word.line(40)?.to_owned());
    }
    Ok(words)
}

/// Reads whether the field is a fact; a rating or a result is judged anew and may not be repeated.
fn fact(table: &Table<'_>, kind: &FieldKind) -> Result<bool, DataError> {
    let fact = flag(table, "fact", false)?;
    let judged = match kind {
        FieldKind::Vas { .. } => true,
        FieldKind::Lab { is_limit, .. } => !is_limit,
        _ => false,
    };
    match table.get("fact") {
        Some(item) if fact && judged => {
            Err(item.error("a rating or a result is never a fact that may be repeated"))
        }
        _ => Ok(fact),
    }
}

/// Reads the code that "rest absent" sets; only a choice has codes.
fn absent(
    table: &Table<'_>,
    kind: &FieldKind,
    form: &Instrument,
) -> Result<Option<String>, DataError> {
    let Some(item) = table.get("absent") else {
        return Ok(None);
    };
    let FieldKind::Choice { options, .. } = kind else {
        return Err(item.error("`absent` belongs to a field of kind choice"));
    };
    let codes = codes(form, options);
    known_code(&item, &codes)?;
    Ok(Some(item.text()?.to_owned()))
}

fn codes<'a>(form: &'a Instrument, options: &str) -> Vec<&'a str> {
    let set = form.option_sets.get(options);
    set.into_iter()
        .flatten()
        .map(|choice| choice.code.as_str())
        .collect()
}

fn known_code(item: &Item<'_>, codes: &[&str]) -> Result<(), DataError> {
    let code = item.text()?;
    if codes.contains(&code) {
        return Ok(());
    }
    let message = format!(
        "\"{code}\" is none of the codes {} that can stand here",
        codes.join(", ")
    );
    Err(item.unknown(message, code, codes.iter().copied()))
}

/// Returns the field that an item names, one that stands before the item in the form.
fn earlier<'f>(item: &Item<'_>, form: &'f Instrument) -> Result<&'f Field, DataError> {
    let name = item.text()?;
    form.field(name).ok_or_else(|| {
        item.unknown(
            format!("no field before this one is named \"{name}\""),
            name,
            form.fields().map(|field| field.id.as_str()),
        )
    })
}

fn condition(item: &Item<'_>, form: &Instrument) -> Result<Condition, DataError> {
    let table = item.table()?;
    table.only("a condition", &[&["field", "is", "missing"]])?;
    let name = table.need("field")?;
    let parent = earlier(&name, form)?;
    let missing = flag(&table, "missing", false)?;
    let mut is = Vec::new();
    match table.get("is") {
        Some(list) => {
            let FieldKind::Choice { options, .. } = &parent.kind else {
                return Err(name.error(format!(
                    "`is` needs a field of kind choice, and \"{}\" is none",
                    parent.id
                )));
            };
            let codes = codes(form, options);
            list.list()?;
            for (code, item) in list.names()? {
                known_code(&item, &codes)?;
                is.push(code.to_owned());
            }
        }
        None if missing => {}
        None => return Err(table.error("a condition needs `is` with codes, or `missing = true`")),
    }
    Ok(Condition {
        field: parent.id.clone(),
        is,
        missing,
    })
}

/// Reads a number that must be above 0, such as a jump.
fn above_zero(table: &Table<'_>, key: &str) -> Result<Option<Decimal>, DataError> {
    let Some(item) = table.get(key) else {
        return Ok(None);
    };
    let number = item.decimal()?;
    if number > Decimal::ZERO {
        Ok(Some(number))
    } else {
        Err(item.error(format!("`{key}` must be above 0")))
    }
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
        low: table.need("low")?.line(40)?.to_owned(),
        high: table.need("high")?.line(40)?.to_owned(),
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
            Some(item) => Some(item.line(16)?.to_owned()),
            None => None,
        },
        decimals: table
            .get("decimals")
            .map_or(Ok(0), |item| item.whole(0_u32, 6))?,
        min,
        max,
        soft_min,
        soft_max,
        jump: above_zero(table, "jump")?,
        jump_percent: above_zero(table, "jump-percent")?,
    })
}

fn lab(table: &Table<'_>, form: &Instrument) -> Result<FieldKind, DataError> {
    let unit_item = table.need("unit-field")?;
    let unit_field = earlier(&unit_item, form)?;
    let units = form.choices(unit_field);
    if units.is_empty() || units.iter().any(|u| !LAB_UNITS.contains(&u.code.as_str())) {
        return Err(unit_item.error(format!(
            "`unit-field` must be a choice of the units {}",
            LAB_UNITS.join(", ")
        )));
    }
    let is_limit = flag(table, "is-limit", false)?;
    let uln_field = match table.get("uln-field") {
        None => None,
        Some(item) if is_limit => {
            return Err(item.error("an upper limit has no `uln-field` of its own"));
        }
        // The limit stands after its result on the form; the whole form is searched once it is read.
        Some(item) => Some(FieldId::new(item.name()?)),
    };
    let max = above_zero(table, "max")?.ok_or_else(|| table.error("`max` is missing here"))?;
    let soft_min = table.need("soft-min")?.decimal()?;
    let soft_max = table.need("soft-max")?.decimal()?;
    ascending(
        table,
        &[
            ("soft-min", Some(soft_min)),
            ("soft-max", Some(soft_max)),
            ("max", Some(max)),
        ],
    )?;
    Ok(FieldKind::Lab {
        unit_field: unit_field.id.clone(),
        uln_field,
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
    let max_length: u32 = table.need("max-length")?.whole(1, 2000)?;
    let max_length = usize::try_from(max_length).unwrap_or(2000);
    let pattern = match table.get("pattern") {
        None => None,
        Some(item) => {
            let form = item.line(80)?;
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
