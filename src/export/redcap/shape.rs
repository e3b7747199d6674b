//! What REDCap takes in a field, so that a value by any version of the study fits.
//!
//! Where the versions do not agree on what a field takes, REDCap takes any text.

use super::dictionary::Takes;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::names::redcap;
use crate::domain::study::Study;
use crate::export::fields;

/// What a field takes, without its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Whole,
    Number,
    Choice,
    Line,
    Lines,
    Day,
    PartialDay,
    Time,
}

impl Shape {
    /// Returns what a field takes in all versions.
    pub(super) fn of(study: &Study, form: &FormId, field: &FieldId) -> Self {
        let mut all = fields::versions(study, form, field).map(|(_, _, field)| one(field));
        let first = all.next().unwrap_or(Self::Line);
        all.fold(first, |known, own| match (known, own) {
            _ if known == own => known,
            (Self::Whole | Self::Number, Self::Whole | Self::Number) => Self::Number,
            (Self::Lines, _) | (_, Self::Lines) => Self::Lines,
            _ => Self::Line,
        })
    }

    /// Returns what REDCap takes.
    pub(super) fn takes(self, options: &[(String, String)]) -> Takes {
        match self {
            Self::Whole => Takes::Checked("integer"),
            Self::Number => Takes::Checked("number"),
            Self::Choice => Takes::Choice(coded(options)),
            Self::Line | Self::PartialDay => Takes::Line,
            Self::Lines => Takes::Lines,
            Self::Day => Takes::Checked("date_ymd"),
            Self::Time => Takes::Checked("time"),
        }
    }

    /// Returns whether its limits are those of a number.
    pub(super) fn has_bounds(self) -> bool {
        matches!(self, Self::Whole | Self::Number)
    }
}

fn one(field: &Field) -> Shape {
    match &field.kind {
        FieldKind::Number { decimals: 0, .. } => Shape::Whole,
        FieldKind::Number { .. } | FieldKind::Vas { .. } | FieldKind::Lab { .. } => Shape::Number,
        FieldKind::Choice { .. } => Shape::Choice,
        FieldKind::Text { .. } => Shape::Line,
        FieldKind::Paragraph => Shape::Lines,
        FieldKind::Date => Shape::Day,
        FieldKind::PartialDate { .. } => Shape::PartialDay,
        FieldKind::Time => Shape::Time,
    }
}

/// Returns options with the codes that REDCap takes.
pub(super) fn coded(options: &[(String, String)]) -> Vec<(String, String)> {
    let coded = options
        .iter()
        .map(|(code, label)| (redcap::code(code), label.clone()));
    coded.collect()
}

/// Returns what stands small below a field: its unit, or the ends of its scale.
pub(super) fn note(form: &Instrument, field: &Field) -> String {
    match &field.kind {
        FieldKind::Vas { low, high, .. } => format!("cm; 0 = {low}, 10 = {high}"),
        FieldKind::Number { unit, .. } => unit.clone().unwrap_or_default(),
        FieldKind::Lab { unit_field, .. } => {
            let unit = form.field(unit_field.as_str());
            unit.map_or_else(String::new, |unit| {
                format!("in the unit of \"{}\"", unit.label)
            })
        }
        FieldKind::PartialDate { .. } => "YYYY, YYYY-MM or YYYY-MM-DD".to_owned(),
        FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::Time => String::new(),
    }
}
