//! What a field takes, in words for the assessor.

use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};

/// Returns what can be typed into a field, as the end of a sentence: "0.0 to 10.0 cm in steps of 0.1".
pub fn expects(instrument: &Instrument, field: &Field) -> String {
    match &field.kind {
        FieldKind::Vas { low, high, .. } => format!("0.0 {low}, 10.0 {high}; steps of 0.1 cm"),
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            ..
        } => {
            let unit = unit
                .as_ref()
                .map(|unit| format!(" {unit}"))
                .unwrap_or_default();
            let decimals = match decimals {
                0 => "a whole number".to_owned(),
                1 => "up to 1 decimal".to_owned(),
                more => format!("up to {more} decimals"),
            };
            format!(
                "{} to {}{unit}, {decimals}",
                min.normalize(),
                max.normalize()
            )
        }
        FieldKind::Lab { is_limit: true, .. } => {
            "the laboratory's upper limit of normal, above 0".to_owned()
        }
        FieldKind::Lab { .. } => {
            "the result as reported, with < when it is below quantification".to_owned()
        }
        FieldKind::Choice { .. } => {
            let codes: Vec<&str> = instrument
                .choices(field)
                .iter()
                .map(|choice| choice.code.as_str())
                .collect();
            match codes.split_last() {
                Some((last, [])) => (*last).to_owned(),
                Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
                None => "a code".to_owned(),
            }
        }
        FieldKind::Text {
            max_length,
            pattern: None,
        } => {
            format!("text of up to {max_length} characters")
        }
        FieldKind::Text {
            pattern: Some(pattern),
            ..
        } => format!("text of {}", super::free_text::form_words(pattern)),
        FieldKind::PartialDate { .. } => {
            "a date, year first: 2026-03-31, or what is known of it: 2026-03 or 2026; t for today, t-3 for three days ago"
                .to_owned()
        }
        FieldKind::Time => "a time of day like 14:30 or 1430, 24 hours".to_owned(),
        FieldKind::Date => "a date, year first: 2026-03-31; t for today, t-3 for three days ago".to_owned(),
    }
}
