//! An item: its type, length, question, units, ranges and code list.

use super::super::items::limit_of;
use super::super::own::{self, OwnGroup};
use super::super::xml::{Xml, maybe, with};
use super::translated;
use crate::domain::base::text::PARAGRAPH;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::LAB_DECIMALS;
use crate::domain::forms::names::{FormNames, oids};
use crate::export::exporter::Fault;
use rust_decimal::Decimal;
use std::io::Write;

/// Returns the units that a laboratory reports a result in.
pub(super) fn units<'a>(
    form: &'a Instrument,
    kind: &'a FieldKind,
) -> impl Iterator<Item = &'a str> {
    let field = match kind {
        FieldKind::Lab { unit_field, .. } => form.field(unit_field.as_str()),
        FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    };
    let choices = field.map_or(&[][..], |field| form.choices(field));
    choices.iter().map(|choice| choice.code.as_str())
}

/// Returns the name of the list of options of a field.
pub(super) fn options(field: &Field) -> Option<&str> {
    match &field.kind {
        FieldKind::Choice { options, .. } => Some(options),
        FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    }
}

/// What values an item takes.
struct Type {
    name: &'static str,
    length: Option<usize>,
    decimals: Option<u32>,
    ranges: Vec<Range>,
}

/// A limit: comparator, whether it is hard, value, and the unit of that.
type Range = (&'static str, bool, Decimal, Option<&'static str>);

impl Type {
    fn plain(name: &'static str, length: Option<usize>) -> Self {
        Self {
            name,
            length,
            decimals: None,
            ranges: Vec::new(),
        }
    }

    fn number(decimals: u32, (min, max): (Decimal, Decimal), ranges: Vec<Range>) -> Self {
        let whole = |number: Decimal| number.trunc().to_string().len();
        let length = whole(min).max(whole(max));
        match decimals {
            0 => Self {
                ranges,
                ..Self::plain("integer", Some(length))
            },
            // The point has a place too.
            more => Self {
                decimals: Some(more),
                ranges,
                ..Self::plain("float", Some(length + 1 + more as usize))
            },
        }
    }

    fn of(form: &Instrument, field: &Field) -> Self {
        match &field.kind {
            FieldKind::Vas { .. } => {
                let (min, max) = (Decimal::ZERO, Decimal::TEN);
                let ranges = vec![("GE", true, min, None), ("LE", true, max, None)];
                Self::number(1, (min, max), ranges)
            }
            FieldKind::Number {
                decimals,
                min,
                max,
                soft_min,
                soft_max,
                ..
            } => {
                let mut ranges = vec![("GE", true, *min, None), ("LE", true, *max, None)];
                ranges.extend(soft_min.map(|limit| ("GE", false, limit, None)));
                ranges.extend(soft_max.map(|limit| ("LE", false, limit, None)));
                Self::number(*decimals, (*min, *max), ranges)
            }
            FieldKind::Lab {
                quantity,
                min,
                max,
                soft_min,
                soft_max,
                ..
            } => {
                // Limits are in the stored unit, values in the unit beside them.
                let unit = Some(quantity.stored().code());
                let ranges = vec![
                    ("GE", true, *min, unit),
                    ("LE", true, *max, unit),
                    ("GE", false, *soft_min, unit),
                    ("LE", false, *soft_max, unit),
                ];
                let wide = Self::number(LAB_DECIMALS, (*min, *max), ranges);
                Self {
                    // In another unit a number may be longer.
                    length: wide.length.map(|length| length + 6),
                    ..wide
                }
            }
            FieldKind::Choice { .. } => {
                let codes = form.choices(field).iter();
                let longest = codes.map(|choice| choice.code.chars().count()).max();
                Self::plain("text", Some(longest.unwrap_or(1).max(1)))
            }
            FieldKind::Text { max_length, .. } => Self::plain("text", Some((*max_length).max(1))),
            FieldKind::Paragraph => Self::plain("text", Some(PARAGRAPH)),
            FieldKind::Date => Self::plain("date", None),
            FieldKind::PartialDate { .. } => Self::plain("partialDate", None),
            // It is known to the minute, and seconds are no more than an invention.
            FieldKind::Time => Self::plain("partialTime", None),
        }
    }
}

/// Writes the items of a field.
pub(super) fn write<W: Write>(
    form: &Instrument,
    known: &FormNames,
    field: &Field,
    oid: &str,
    xml: &mut Xml<W>,
) -> Result<(), Fault> {
    let own = Type::of(form, field);
    let length = own.length.map(|length| length.to_string());
    let decimals = own.decimals.map(|decimals| decimals.to_string());
    let name = field.id.as_str();
    xml.open(
        "ItemDef",
        &[
            with("OID", oid),
            with("Name", name),
            with("DataType", own.name),
            maybe("Length", length.as_deref()),
            maybe("SignificantDigits", decimals.as_deref()),
        ],
    )?;
    question(xml, &field.label)?;
    for unit in field.own_unit().into_iter().chain(units(form, &field.kind)) {
        unit_of(xml, unit)?;
    }
    for (comparator, is_hard, limit, unit) in own.ranges {
        xml.open(
            "RangeCheck",
            &[
                with("Comparator", comparator),
                with("SoftHard", if is_hard { "Hard" } else { "Soft" }),
            ],
        )?;
        xml.text("CheckValue", &[], &limit.to_string())?;
        if let Some(unit) = unit {
            unit_of(xml, unit)?;
        }
        xml.close()?;
    }
    if let Some(options) = options(field).filter(|_| !form.choices(field).is_empty()) {
        let list = oids::code_list(&known.oid, options);
        xml.leaf("CodeListRef", &[with("CodeListOID", list)])?;
    }
    xml.close()?;
    if let Some(limit) = limit_of(oid, &field.kind) {
        xml.open(
            "ItemDef",
            &[
                with("OID", limit),
                with("Name", format!("{name}.limit")),
                with("DataType", "text"),
                with("Length", "1"),
            ],
        )?;
        question(xml, &format!("{}: <", field.label))?;
        xml.close()?;
    }
    Ok(())
}

/// Writes the items of a group of the program's own.
pub(super) fn write_own<W: Write>(group: &OwnGroup, xml: &mut Xml<W>) -> Result<(), Fault> {
    for item in group.items {
        let length = (item.kind == "text").then(|| PARAGRAPH.to_string());
        xml.open(
            "ItemDef",
            &[
                with("OID", own::item_oid(group.form, group.id, item.id)),
                with("Name", item.name),
                with("DataType", item.kind),
                maybe("Length", length.as_deref()),
            ],
        )?;
        question(xml, item.name)?;
        if let Some(list) = item.list {
            xml.leaf("CodeListRef", &[with("CodeListOID", list)])?;
        }
        xml.close()?;
    }
    Ok(())
}

fn question<W: Write>(xml: &mut Xml<W>, text: &str) -> Result<(), Fault> {
    xml.open("Question", &[])?;
    translated(xml, text)?;
    xml.close()
}

fn unit_of<W: Write>(xml: &mut Xml<W>, unit: &str) -> Result<(), Fault> {
    xml.leaf(
        "MeasurementUnitRef",
        &[with("MeasurementUnitOID", oids::unit(unit))],
    )
}
