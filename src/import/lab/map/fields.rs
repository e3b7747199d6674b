//! The fields that a map names: those for facts of a sample, and those for results. Each is one that the study has and that can
//! take what goes there. Must not read a result.

use super::{Columns, Facts, ResultColumns, Test, chosen, distinct, optional};
use crate::domain::base::data::{DataError, Item, Table};
use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::factor;
use crate::domain::study::Study;
use crate::domain::study::laboratory::NAME;
use std::collections::BTreeMap;

pub(super) fn facts(
    item: &Item<'_>,
    study: &Study,
    has_laboratory: bool,
) -> Result<(FormId, Facts), DataError> {
    let table = item.table()?;
    let id = table.need("id")?;
    let name = id.text()?;
    let form = study
        .known_form(name)
        .ok_or_else(|| no_form(&id, name, study))?;
    let field = |key: &str, is_fit: fn(&Field) -> bool, wanted: &str| {
        let Some(item) = table.get(key) else {
            return Ok(None);
        };
        let name = item.text()?;
        let field = study
            .known_field(form.id.as_str(), name)
            .map(|(_, field)| field);
        let field = field.ok_or_else(|| no_field(&item, name, form))?;
        match is_fit(field) {
            true => Ok(Some(field.id.clone())),
            false => Err(item.error(format!("`{key}` must be a field for {wanted}"))),
        }
    };
    let laboratory = field(
        "laboratory",
        |field| matches!(field.kind, FieldKind::Text { .. }),
        "a text",
    )?;
    if let (Some(item), false) = (table.get("laboratory"), has_laboratory) {
        return Err(item.error(format!("`{NAME}` needs `{NAME}` at the top of the map")));
    }
    let facts = Facts {
        day: field("day", |field| field.kind == FieldKind::Date, "a date")?,
        time: field("time", |field| field.kind == FieldKind::Time, "a time")?,
        laboratory,
    };
    Ok((form.id.clone(), facts))
}

fn no_form(item: &Item<'_>, name: &str, study: &Study) -> DataError {
    let known: Vec<&str> = study.instruments.keys().map(FormId::as_str).collect();
    item.unknown(format!("no form is named \"{name}\""), name, known)
}

fn no_field(item: &Item<'_>, name: &str, form: &Instrument) -> DataError {
    let message = format!("the form {} has no field \"{name}\"", form.id);
    item.unknown(message, name, form.fields().map(|field| field.id.as_str()))
}

pub(super) fn test(
    item: &Item<'_>,
    study: &Study,
    columns: &Columns,
    units: &BTreeMap<String, String>,
) -> Result<Test, DataError> {
    let table = item.table()?;
    let place = table.need("field")?;
    let path = place.line()?;
    let (form, field) = path
        .split_once('/')
        .ok_or_else(|| place.error("`field` must be form and field, such as enzymes/ck"))?;
    let own = study
        .known_form(form)
        .ok_or_else(|| no_form(&place, form, study))?;
    let known = study.known_field(form, field);
    let (instrument, field) = known.ok_or_else(|| no_field(&place, field, own))?;
    let line = |key: &str| optional(&table, key);
    let is_each = columns.each.is_some();
    let (mine, others) = match is_each {
        true => (
            "code",
            &[
                "column",
                "unit-column",
                "lower-limit-column",
                "upper-limit-column",
            ][..],
        ),
        false => ("column", &["code"][..]),
    };
    let named = table.need(mine)?.line()?.to_owned();
    for key in others {
        if let Some(item) = table.get(key) {
            item.line()?;
            let message = match is_each {
                true => format!("`{key}` is for a map without a column `test`"),
                false => format!("`{key}` needs a column `test`"),
            };
            return Err(item.error(message));
        }
    }
    distinct(
        &table,
        &[
            "column",
            "unit-column",
            "lower-limit-column",
            "upper-limit-column",
        ],
    )?;
    let (code, columns_of) = match is_each {
        true => (Some(named.trim().to_owned()), None),
        false => (
            None,
            Some(ResultColumns {
                result: named,
                unit: line("unit-column")?,
                lower: line("lower-limit-column")?,
                upper: line("upper-limit-column")?,
            }),
        ),
    };
    let unit = match table.get("unit") {
        Some(item) => {
            let spelling = item.line()?;
            let known = units.get(spelling).ok_or_else(|| {
                let known = units.keys().map(String::as_str);
                item.unknown(format!("`[unit]` has no \"{spelling}\""), spelling, known)
            })?;
            Some(known.clone())
        }
        None => None,
    };
    let unit_column = match &columns_of {
        Some(own) => own.unit.is_some(),
        None => columns
            .each
            .as_ref()
            .is_some_and(|(_, own)| own.unit.is_some()),
    };
    let test = Test {
        form: instrument.id.clone(),
        field: field.id.clone(),
        code,
        columns: columns_of,
        unit,
        store: line("store")?,
        values: table
            .get("values")
            .map(|item| chosen(&item))
            .transpose()?
            .unwrap_or_default(),
    };
    fits(&table, &test, (instrument, field), unit_column)?;
    Ok(test)
}

/// Checks that a test has what its field needs, and nothing that it cannot have.
fn fits(
    table: &Table<'_>,
    test: &Test,
    (form, field): (&Instrument, &Field),
    unit_column: bool,
) -> Result<(), DataError> {
    let only = |key: &str, kind: &str| match table.get(key) {
        Some(item) => Err(item.error(format!("`{key}` is for {kind}"))),
        None => Ok(()),
    };
    let has_unit = || match (unit_column, &test.unit) {
        (false, None) => Err(table.error("`unit` is missing here: no column says it")),
        (true, Some(_)) => Err(table
            .need("unit")?
            .error("`unit` stands in a column already")),
        (true, None) | (false, Some(_)) => Ok(()),
    };
    match &field.kind {
        FieldKind::Lab {
            quantity,
            unit_field,
            is_limit: false,
            ..
        } => {
            only("values", "a field that is a choice")?;
            has_unit()?;
            let store = table.need("store")?;
            let code = store.line()?;
            let units = form.field(unit_field.as_str());
            let units = units.map_or(&[][..], |units| form.choices(units)).iter();
            let mut units = units.map(|unit| unit.code.as_str());
            match units.clone().any(|unit| unit == code) && factor(*quantity, code).is_some() {
                true => Ok(()),
                false => {
                    let known: Vec<&str> = units.by_ref().collect();
                    let message = format!("the field has no unit \"{code}\"");
                    Err(store.unknown(message, code, known))
                }
            }
        }
        FieldKind::Number { .. } => {
            only("values", "a field that is a choice")?;
            only("store", "a field with a choice of units")?;
            match field.own_unit() {
                Some(_) => has_unit(),
                None => Ok(()),
            }
        }
        FieldKind::Choice { .. } => {
            only("store", "a field with a choice of units")?;
            let values = table.need("values")?.table()?;
            for (item, _) in values.items() {
                let code = item.line()?;
                let known = || {
                    form.choices(field)
                        .iter()
                        .map(|choice| choice.code.as_str())
                };
                if !known().any(|known| known == code) {
                    let message = format!("the field has no option \"{code}\"");
                    return Err(item.unknown(message, code, known()));
                }
            }
            Ok(())
        }
        FieldKind::Lab { is_limit: true, .. }
        | FieldKind::Vas { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => Err(table
            .need("field")?
            .error("`field` must be a laboratory result, a number or a choice")),
    }
}
