//! The reader of a condition: when a field is asked, by the fields before it.

use super::field::{codes, earlier, flag, known_code};
use crate::domain::base::data::{DataError, Item, Table};
use crate::domain::forms::engine::instrument::{
    Against, Comparison, Condition, Field, FieldKind, Instrument,
};

/// A key that compares a number, with the side and whether a field follows.
type Compares = (&'static str, fn(Against) -> Comparison, bool);

/// The keys that compare a number.
const COMPARISONS: [Compares; 4] = [
    ("below", Comparison::Below, false),
    ("above", Comparison::Above, false),
    ("below-field", Comparison::Below, true),
    ("above-field", Comparison::Above, true),
];

/// Reads when a field is asked; `form` has the fields before it.
pub(super) fn read(item: &Item<'_>, form: &Instrument) -> Result<Condition, DataError> {
    let table = item.table()?;
    let name = table.need("field")?;
    let parent = earlier(&name, form)?;
    let missing = flag(&table, "missing", false)?;
    let mut is = Vec::new();
    if let Some(list) = table.get("is") {
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
    let compared = comparison(&table, form, parent)?;
    if is.is_empty() && compared.is_none() && !missing {
        return Err(table.error(
            "a condition needs `is` with codes, a number to compare with, or `missing = true`",
        ));
    }
    Ok(Condition {
        field: parent.id.clone(),
        is,
        compared,
        missing,
    })
}

/// Reads what the number of the other field is compared with, by one key.
fn comparison(
    table: &Table<'_>,
    form: &Instrument,
    parent: &Field,
) -> Result<Option<Comparison>, DataError> {
    let mut found = None;
    for (key, side, is_field) in COMPARISONS {
        let Some(item) = table.get(key) else {
            continue;
        };
        if found.is_some() {
            return Err(item.error("a number is compared once: below or above, with one other"));
        }
        let against = if is_field {
            Against::Field(alike(&item, earlier(&item, form)?, parent)?.id.clone())
        } else if matches!(
            parent.kind,
            FieldKind::Number { .. } | FieldKind::Vas { .. }
        ) {
            Against::Number(item.decimal()?)
        } else {
            // A result has a unit of its own each time, and a number in a file has none.
            return Err(item.error(format!(
                "`{key}` needs a field of kind number or vas, and \"{}\" is none",
                parent.id
            )));
        };
        found = Some(side(against));
    }
    Ok(found)
}

/// Returns a field that a number is compared with, if it holds the same quantity in the same unit.
fn alike<'f>(item: &Item<'_>, other: &'f Field, parent: &Field) -> Result<&'f Field, DataError> {
    let is_alike = match (&parent.kind, &other.kind) {
        (FieldKind::Number { unit, .. }, FieldKind::Number { unit: own, .. }) => unit == own,
        (FieldKind::Vas { .. }, FieldKind::Vas { .. }) => true,
        (
            FieldKind::Lab {
                quantity,
                unit_field,
                ..
            },
            FieldKind::Lab {
                quantity: own,
                unit_field: chosen,
                ..
            },
        ) => quantity == own && unit_field == chosen,
        _ => false,
    };
    match is_alike {
        true => Ok(other),
        false => Err(item.error(format!(
            "\"{}\" and \"{}\" do not hold numbers of one quantity in one unit",
            parent.id, other.id
        ))),
    }
}
