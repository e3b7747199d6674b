//! `datapackage.json`: the tables for programs, by the Frictionless Data Package 1.0 and its Table Schema.

use super::columns::PARTICIPANT;
use crate::export::exporter::{Context, Fault};
use crate::export::files::Files;
use crate::export::table::{Column, Kind, Table};
use serde_json::{Map, Value, json};
use std::io::Write as _;

/// Name of the file.
const FILE: &str = "datapackage.json";

/// Writes the description of tables, each with how many rows it has.
pub(super) fn write(
    context: &Context,
    tables: &[(Table, u64)],
    files: &mut dyn Files,
) -> Result<(), Fault> {
    let protocol = &context.study.protocol;
    let package = json!({
        "profile": "tabular-data-package",
        "name": name_of(&protocol.id),
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "created": context.as_of.at.to_rfc3339(),
        "synthetic": context.is_demo,
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&package);
    let text = text.map_err(|error| Fault::Format(error.to_string()))?;
    let mut file = files.create(FILE)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    Ok(file.flush()?)
}

/// Returns an id as the name of a package: small letters, digits, `-`, `_` and `.`.
fn name_of(id: &str) -> String {
    let legal = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '-' | '_' | '.') => c,
        _ => '-',
    };
    id.chars().map(legal).collect()
}

fn resource((table, rows): &(Table, u64)) -> Value {
    let mut schema = json!({
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": table.key,
    });
    let is_own = table.key.first().is_some_and(|key| key == PARTICIPANT) && table.key.len() == 1;
    let has_participant = table.columns.iter().any(|own| own.name == PARTICIPANT);
    if has_participant && !(is_own && table.name == "participants") {
        let reference = json!([{
            "fields": PARTICIPANT,
            "reference": { "resource": "participants", "fields": PARTICIPANT },
        }]);
        if let Value::Object(schema) = &mut schema {
            schema.insert("foreignKeys".to_owned(), reference);
        }
    }
    let mut resource = json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "title": table.label,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "rows": rows,
        "schema": schema,
    });
    if let (Some(oid), Value::Object(resource)) = (&table.oid, &mut resource) {
        resource.insert("formOID".to_owned(), json!(oid));
    }
    resource
}

fn field(column: &Column) -> Value {
    let mut field = Map::new();
    let mut put = |name: &str, value: Value| {
        field.insert(name.to_owned(), value);
    };
    put("name", json!(column.name));
    put("title", json!(column.label));
    let kind = match &column.kind {
        Kind::Text | Kind::Code(_) | Kind::PartialDay | Kind::Time => "string",
        Kind::Whole => "integer",
        Kind::Number => "number",
        Kind::Day => "date",
        Kind::Moment => "datetime",
    };
    put("type", json!(kind));
    if column.kind == Kind::Moment {
        put("format", json!("any"));
    }
    if let Some(oid) = &column.oid {
        put("itemOID", json!(oid));
    }
    if let Some(unit) = &column.unit {
        put("unit", json!(unit));
    }
    if let Some(oid) = &column.oid {
        put("itemOID", json!(oid));
    }
    let mut constraints = Map::new();
    let mut limit = |name: &str, value: Value| {
        constraints.insert(name.to_owned(), value);
    };
    if column.required {
        limit("required", json!(true));
    }
    if let Some(min) = column.min {
        limit("minimum", number(min));
    }
    if let Some(max) = column.max {
        limit("maximum", number(max));
    }
    match &column.kind {
        Kind::Code(codes) if !codes.is_empty() => {
            let enumerated: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
            limit("enum", json!(enumerated));
            let labels = codes.iter();
            let labels = labels.map(|(code, label)| json!({ "value": code, "label": label }));
            put("categories", labels.collect());
        }
        Kind::PartialDay => limit("pattern", json!(r"\d{4}(-\d{2}(-\d{2})?)?")),
        Kind::Time => limit("pattern", json!(r"\d{2}:\d{2}")),
        Kind::Text | Kind::Code(_) | Kind::Whole | Kind::Number | Kind::Day | Kind::Moment => {}
    }
    if !constraints.is_empty() {
        put("constraints", Value::Object(constraints));
    }
    Value::Object(field)
}

/// Returns an exact decimal as a number of JSON; as text where JSON has none.
fn number(number: rust_decimal::Decimal) -> Value {
    let text = number.normalize().to_string();
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
