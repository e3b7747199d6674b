//! One field on paper: its label, when it is asked, help where that is short, and room for the answer.

use super::Page;
use super::lines::{Lines, wrapped};
use crate::domain::forms::engine::instrument::{Against, Comparison, Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::text::prints::{Compared, FormLine};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Room for a date.
pub(super) const DATE: &str = "____-__-__";
/// Room for a time of day.
pub(super) const TIME: &str = "__:__";
/// Lines for a text of several lines.
const PARAGRAPH_LINES: usize = 4;
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
    page: &Page<'_>,
    field: &Field,
    any_visit: bool,
    coded: &BTreeSet<String>,
) {
    let mark = if field.required { "* " } else { "  " };
    let mut label = format!("{}{}", field.label, when(page, field, any_visit));
    if !field.roles.is_empty() {
        label += &format!(" ({})", page.say(&FormLine::Roles(&field.roles)));
    }
    lines.add(mark, &label);
    let help = wrapped(&field.help, HELP_WIDTH);
    if help.len() <= HELP {
        for line in help {
            lines.put(format!("{INDENT}{line}"));
        }
    }
    room(lines, page, field, coded);
}

/// Returns when a field is asked, where that is not always.
fn when(page: &Page<'_>, field: &Field, any_visit: bool) -> String {
    let Page { study, form, .. } = *page;
    let mut when = Vec::new();
    if let Some(condition) = &field.visible_when {
        let other = form.field(condition.field.as_str());
        let label = other.map_or(condition.field.as_str(), |other| other.label.as_str());
        let is: Vec<&str> = condition
            .is
            .iter()
            .map(|code| ticked(form, other, code))
            .collect();
        let with = condition.compared.as_ref().map(|compared| {
            let (is_below, against) = match compared {
                Comparison::Below(against) => (true, against),
                Comparison::Above(against) => (false, against),
            };
            (is_below, compared_with(form, other, against))
        });
        let compared = with.as_ref().map(|(is_below, with)| match is_below {
            true => Compared::Below(with),
            false => Compared::Above(with),
        });
        when.push(page.say(&FormLine::OnlyIf {
            label,
            is: &is,
            compared,
            missing: condition.missing,
        }));
    }
    if field.at_baseline && any_visit {
        when.push(page.say(&FormLine::AtBaseline));
    }
    if !field.for_sex.is_empty() {
        when.push(page.say(&FormLine::ForSex(&field.for_sex)));
    }
    if field
        .scale
        .is_some_and(|scale| scale != study.protocol.scoring.mmt_max)
    {
        when.push(page.say(&FormLine::OtherSide));
    }
    if when.is_empty() {
        String::new()
    } else {
        format!(" ({})", when.join("; "))
    }
}

/// Returns what a number is compared with: the label of another field, or a number with the unit of its own.
fn compared_with(form: &Instrument, field: Option<&Field>, against: &Against) -> String {
    match against {
        Against::Number(number) => match field.and_then(Field::own_unit) {
            Some(unit) => format!("{number} {unit}"),
            None => number.to_string(),
        },
        Against::Field(other) => {
            let other_field = form.field(other.as_str());
            let label = other_field.map_or(other.as_str(), |other| other.label.as_str());
            format!("\"{label}\"")
        }
    }
}

/// Returns an option as its box names it: by its label where that begins with its code, else by its code.
fn ticked<'a>(form: &'a Instrument, field: Option<&Field>, code: &'a str) -> &'a str {
    let mut choices = field.map_or(&[][..], |field| form.choices(field)).iter();
    choices
        .find(|choice| choice.code == code && choice.label.starts_with(code))
        .map_or(code, |choice| choice.label.as_str())
}

fn room(lines: &mut Lines, page: &Page<'_>, field: &Field, coded: &BTreeSet<String>) {
    let form = page.form;
    let missing = missing(page, field);
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
            if *kind == FieldKind::Paragraph {
                // What is written by hand needs more than one line.
                for _ in 1..PARAGRAPH_LINES {
                    lines.put(format!("{INDENT}{}", space(kind)));
                }
            }
            lines.boxes(INDENT, &[vec![space(kind)], missing].concat());
            lines.add(INDENT, &format!("({})", limits(page, field)));
        }
    }
}

/// Returns the box for the digit of a reason, with the digits that may stand in it.
fn missing(page: &Page<'_>, field: &Field) -> Vec<String> {
    let Page { study, form, .. } = *page;
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
    vec![page.say(&FormLine::NoValue(&keys))]
}

fn space(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Vas { .. } => "____._ cm".to_owned(),
        FieldKind::Number { unit, .. } => {
            format!("____________ {}", unit.as_deref().unwrap_or_default())
        }
        FieldKind::Lab { .. } => "____________".to_owned(),
        FieldKind::Text { max_length, .. } => "_".repeat((*max_length).clamp(8, 60)),
        FieldKind::Paragraph => "_".repeat(60),
        FieldKind::Date | FieldKind::PartialDate { .. } => DATE.to_owned(),
        FieldKind::Time => TIME.to_owned(),
        FieldKind::Choice { .. } => String::new(),
    }
    .trim_end()
    .to_owned()
}

/// Returns what may be written, with what is usual.
fn limits(page: &Page<'_>, field: &Field) -> String {
    let expects = page
        .language
        .expectation(&typing::expects(page.form, field, None));
    match &field.kind {
        FieldKind::Number {
            soft_min, soft_max, ..
        } => {
            let text = |limit: &Option<Decimal>| limit.map(|limit| limit.to_string());
            page.say(&FormLine::Usual {
                expects: &expects,
                least: text(soft_min).as_deref(),
                most: text(soft_max).as_deref(),
                unit: "",
            })
        }
        FieldKind::Lab {
            quantity,
            soft_min,
            soft_max,
            ..
        } => page.say(&FormLine::Usual {
            expects: &expects,
            least: Some(&soft_min.to_string()),
            most: Some(&soft_max.to_string()),
            unit: &format!(" {}", quantity.stored().code()),
        }),
        FieldKind::Date => page.say(&FormLine::Day),
        FieldKind::PartialDate { .. } => page.say(&FormLine::PartialDay),
        FieldKind::Time => page.say(&FormLine::Clock),
        FieldKind::Vas { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Choice { .. } => expects,
    }
}
