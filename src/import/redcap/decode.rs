//! The cells of a field as an answer that the field takes, or what is wrong with them.

use super::columns::Part;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::text::says_nothing;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::names::redcap;
use crate::domain::study::Study;
use crate::domain::study::fit::{self, Misfit};
use crate::import::plan::takes;
use crate::text::imports::ImportWrong;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A field of a version of the study.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) study: &'a Study,
    pub(super) form: &'a Instrument,
    pub(super) field: &'a Field,
    pub(super) today: NaiveDate,
}

/// Returns the answer that cells say; `None` where they say nothing. A mistake comes with what of the field it is in.
pub(super) fn answer<'c>(
    target: Target<'_>,
    cell: impl Fn(&Part) -> &'c str,
    boxes: &[(&str, &str)],
) -> Result<Option<Answer>, (Part, ImportWrong)> {
    let (value, missing) = (cell(&Part::Value), cell(&Part::Missing));
    let ticked: Vec<&str> = boxes
        .iter()
        .filter(|(_, cell)| *cell == "1")
        .map(|(code, _)| *code)
        .collect();
    if let Some((code, text)) = boxes
        .iter()
        .find(|(_, cell)| !["", "0", "1"].contains(cell))
    {
        let code_of_cell = (*text).to_owned();
        let what = ImportWrong::UnknownCode { code: code_of_cell };
        return Err((Part::Box((*code).to_owned()), what));
    }
    let has_value = !value.is_empty() || !ticked.is_empty();
    if has_value && !missing.is_empty() {
        return Err((Part::Missing, ImportWrong::Both));
    }
    let (answer, part) = match ticked.as_slice() {
        [] if value.is_empty() && missing.is_empty() => return Ok(None),
        [] if value.is_empty() => {
            let reason = reason(target, missing).ok_or_else(|| {
                let code = missing.to_owned();
                (Part::Missing, ImportWrong::UnknownCode { code })
            })?;
            (said(reason, cell(&Part::Words)), Part::Missing)
        }
        [] => {
            let given = given(target, value, cell(&Part::Limit), cell(&Part::Unit));
            (given?, Part::Value)
        }
        [one] if value.is_empty() => (Answer::code(one), Part::Box((*one).to_owned())),
        [first, ..] => return Err((Part::Box((*first).to_owned()), ImportWrong::Both)),
    };
    if let Answer::Missing {
        text: Some(words), ..
    } = &answer
        && !words.trim().is_empty()
        && says_nothing(words)
    {
        let text = words.clone();
        return Err((Part::Words, ImportWrong::SaysNothing { text }));
    }
    let Target {
        study,
        form,
        field,
        today,
    } = target;
    match fit::check(study, form, field, &answer, today) {
        Ok(()) => Ok(Some(answer)),
        Err(Misfit::Value { value }) => {
            let what = ImportWrong::NotOfField {
                text: value,
                in_file: None,
                takes: takes(field, answer.unit()).map(Box::new),
            };
            Err((part, what))
        }
        Err(Misfit::Unit { unit }) => {
            let unit = unit.unwrap_or_default();
            Err((Part::Unit, ImportWrong::UnknownUnit { unit }))
        }
        Err(Misfit::Reason { reason }) => Err((part, ImportWrong::UnknownCode { code: reason })),
        Err(Misfit::NoWords { .. }) => Err((Part::Words, ImportWrong::NoWords)),
    }
}

/// Returns the missing reason of a code.
fn reason<'a>(target: Target<'a>, code: &str) -> Option<&'a String> {
    let mut reasons = target.form.reasons(target.field).iter();
    reasons.find(|reason| redcap::code(reason) == code)
}

fn said(reason: &str, words: &str) -> Answer {
    Answer::Missing {
        reason: reason.to_owned(),
        text: (!words.is_empty()).then(|| words.to_owned()),
    }
}

/// Returns a value; a code of a missing reason in its place says that there is none.
fn given(
    target: Target<'_>,
    text: &str,
    limit: &str,
    unit: &str,
) -> Result<Answer, (Part, ImportWrong)> {
    let Target { form, field, .. } = target;
    let own = || text.to_owned();
    let or_missing = |what: ImportWrong| match reason(target, text) {
        Some(reason) => Ok(said(reason, "")),
        None => Err((Part::Value, what)),
    };
    match &field.kind {
        FieldKind::Choice { .. } => {
            let mut choices = form.choices(field).iter();
            match choices.find(|choice| redcap::code(&choice.code) == text) {
                Some(choice) => Ok(Answer::code(&choice.code)),
                None => or_missing(ImportWrong::UnknownCode { code: own() }),
            }
        }
        FieldKind::Number { .. } | FieldKind::Vas { .. } | FieldKind::Lab { .. } => {
            let Ok(number) = Decimal::from_str_exact(text) else {
                return or_missing(ImportWrong::NotANumber { text: own() });
            };
            let value = match limit {
                "" => Value::Number(number),
                redcap::BELOW => Value::Below(number),
                other => {
                    let code = other.to_owned();
                    return Err((Part::Limit, ImportWrong::UnknownCode { code }));
                }
            };
            let unit = match unit {
                "" => field.own_unit(),
                unit => Some(unit),
            };
            let unit = unit.map(str::to_owned);
            Ok(Answer::Value { value, unit })
        }
        FieldKind::Date => match text.parse() {
            Ok(day) => Ok(Answer::Value {
                value: Value::Date(day),
                unit: None,
            }),
            Err(_) => or_missing(ImportWrong::NotADate { text: own() }),
        },
        FieldKind::PartialDate { .. } => match text.parse::<PartialDate>() {
            Ok(day) => Ok(Answer::text(&day.to_string())),
            Err(_) => or_missing(ImportWrong::NotADate { text: own() }),
        },
        FieldKind::Text { .. } | FieldKind::Paragraph | FieldKind::Time => Ok(Answer::text(text)),
    }
}
