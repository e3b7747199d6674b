//! One field on paper: its label, when it is asked, help where that is short, and room for the answer.

use super::lines::{Lines, wrapped};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::study::Study;
use crate::text::DEFAULT;
use std::collections::BTreeSet;

/// Room for a date.
pub(super) const DATE: &str = "____-__-__";
/// Room for a time of day.
pub(super) const TIME: &str = "__:__";
/// What stands before everything under a label.
const INDENT: &str = "    ";
/// Most lines of help that are printed.
const HELP: usize = 2;
/// Columns of help.
const HELP_WIDTH: usize = super::COLUMNS - INDENT.len();

/// Prints a field; `any_visit` when the page is for all visits, so that it must say what is asked at baseline only;
/// `coded` are the lists of options that are explained above.
pub(super) fn field(
    lines: &mut Lines,
    study: &Study,
    form: &Instrument,
    field: &Field,
    any_visit: bool,
    coded: &BTreeSet<String>,
) {
    let mark = if field.required { "* " } else { "  " };
    let mut label = format!("{}{}", field.label, when(study, form, field, any_visit));
    if !field.roles.is_empty() {
        let roles: Vec<&str> = field.roles.iter().map(|role| role.word()).collect();
        label += &format!(" (answered by: {})", roles.join(" or "));
    }
    lines.add(mark, &label);
    let help = wrapped(&field.help, HELP_WIDTH);
    if help.len() <= HELP {
        for line in help {
            lines.put(format!("{INDENT}{line}"));
        }
    }
    room(lines, study, form, field, coded);
}

/// Returns when a field is asked, where that is not always.
fn when(study: &Study, form: &Instrument, field: &Field, any_visit: bool) -> String {
    let mut when = Vec::new();
    if let Some(condition) = &field.visible_when {
        let other = form.field(condition.field.as_str());
        let label = other.map_or(condition.field.as_str(), |other| other.label.as_str());
        let missing = if condition.missing {
            ", or missing"
        } else {
            ""
        };
        let is: Vec<&str> = condition
            .is
            .iter()
            .map(|code| ticked(form, other, code))
            .collect();
        when.push(format!(
            "only if \"{label}\" is {}{missing}",
            is.join(" or ")
        ));
    }
    if field.at_baseline && any_visit {
        when.push("at baseline only".to_owned());
    }
    if field
        .scale
        .is_some_and(|scale| scale != study.protocol.scoring.mmt_max)
    {
        when.push("only where the other side cannot be tested".to_owned());
    }
    if when.is_empty() {
        String::new()
    } else {
        format!(" ({})", when.join("; "))
    }
}

/// Returns an option as its box names it: by its label where that begins with its code, else by its code.
fn ticked<'a>(form: &'a Instrument, field: Option<&Field>, code: &'a str) -> &'a str {
    let mut choices = field.map_or(&[][..], |field| form.choices(field)).iter();
    choices
        .find(|choice| choice.code == code && choice.label.starts_with(code))
        .map_or(code, |choice| choice.label.as_str())
}

fn room(
    lines: &mut Lines,
    study: &Study,
    form: &Instrument,
    field: &Field,
    coded: &BTreeSet<String>,
) {
    let missing = missing(study, form, field);
    match &field.kind {
        FieldKind::Choice { options, .. } => {
            let mut boxes: Vec<String> = form
                .choices(field)
                .iter()
                .map(|choice| match coded.contains(options) {
                    true => format!("[ ] {}", choice.code),
                    false => super::boxed(choice),
                })
                .collect();
            boxes.extend(missing);
            lines.boxes(INDENT, &boxes);
        }
        kind => {
            lines.boxes(INDENT, &[vec![space(kind)], missing].concat());
            lines.add(INDENT, &format!("({})", limits(form, field)));
        }
    }
}

/// Returns the box for the digit of a reason, with the digits that may stand in it.
fn missing(study: &Study, form: &Instrument, field: &Field) -> Vec<String> {
    let codes = form.reasons(field);
    let keys: Vec<String> = study
        .protocol
        .missing_reasons
        .iter()
        .filter(|reason| codes.contains(&reason.code))
        .map(|reason| reason.key.to_string())
        .collect();
    if keys.is_empty() {
        return Vec::new();
    }
    vec![format!("no value, reason ({}): [ ]", keys.join(" "))]
}

fn space(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Vas { .. } => "____._ cm".to_owned(),
        FieldKind::Number { unit, .. } => {
            format!("____________ {}", unit.as_deref().unwrap_or_default())
        }
        FieldKind::Lab { .. } => "____________".to_owned(),
        FieldKind::Text { max_length, .. } => "_".repeat((*max_length).clamp(8, 60)),
        FieldKind::Date | FieldKind::PartialDate { .. } => DATE.to_owned(),
        FieldKind::Time => TIME.to_owned(),
        FieldKind::Choice { .. } => String::new(),
    }
    .trim_end()
    .to_owned()
}

/// Returns what may be written, with what is usual.
fn limits(form: &Instrument, field: &Field) -> String {
    match &field.kind {
        FieldKind::Number {
            soft_min, soft_max, ..
        } => {
            let usual = match (soft_min, soft_max) {
                (Some(min), Some(max)) => format!("; usually {min} to {max}"),
                (Some(min), None) => format!("; usually {min} or more"),
                (None, Some(max)) => format!("; usually {max} or less"),
                (None, None) => String::new(),
            };
            format!("{}{usual}", expected(form, field))
        }
        FieldKind::Lab {
            soft_min, soft_max, ..
        } => format!(
            "{}; usually {soft_min} to {soft_max} U/L",
            expected(form, field)
        ),
        FieldKind::Date => "year, month, day".to_owned(),
        FieldKind::PartialDate { .. } => {
            "year, month, day; leave out the day, or day and month, when not known".to_owned()
        }
        FieldKind::Time => "24 hours".to_owned(),
        _ => expected(form, field),
    }
}

fn expected(form: &Instrument, field: &Field) -> String {
    DEFAULT.expectation(&typing::expects(form, field))
}
