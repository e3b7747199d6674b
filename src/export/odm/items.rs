//! Which items a field of a form is, and what an answer makes of them.
//!
//! A result below a limit is the limit, as a number, with the sign `<` in an item beside it: the typed item stays numeric.

use super::own;
use super::tree::{Annotation, Content, Part, Place};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::LAB_DECIMALS;
use crate::domain::forms::names::{StudyNames, oids};
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::export::fields;
use rust_decimal::Decimal;

/// Number of the annotation that says why there is no value.
const REASON: u64 = 1;
/// Number of the annotation with the note on a field.
pub(super) const NOTE: u64 = 2;
/// From this number on annotations are counted by entries.
pub(super) const ENTRIES: u64 = 10;

/// What stands behind the OID of an item for the one with the sign of a result below a limit.
const LIMIT: &str = ".LIMIT";

/// A field where it stands.
pub(super) struct Spot<'a> {
    pub(super) place: Place,
    pub(super) oid: String,
    pub(super) field: &'a Field,
    form: &'a Instrument,
}

/// What an item holds from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Datum {
    pub(super) content: Content,
    pub(super) unit: Option<String>,
    pub(super) why: Option<Annotation>,
}

impl Datum {
    /// Returns a value without a unit.
    pub(super) fn value(value: impl Into<String>) -> Self {
        Self {
            content: Content::Value(value.into()),
            unit: None,
            why: None,
        }
    }
}

/// Returns the OID of the item with the sign of a result below a limit, if the field has one.
pub(in crate::export) fn limit_of(oid: &str, kind: &FieldKind) -> Option<String> {
    match kind {
        FieldKind::Lab { is_limit, .. } => (!is_limit).then(|| format!("{oid}{LIMIT}")),
        FieldKind::Vas { .. }
        | FieldKind::Number { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => None,
    }
}

impl<'a> Spot<'a> {
    /// Returns where a field stands by a version of the study; `None` where the version does not have it.
    pub(super) fn of(
        version: &'a Study,
        names: &StudyNames,
        (event, id, field): (Part, &FormId, &FieldId),
    ) -> Option<Self> {
        let form = fields::form_of(version, id)?;
        let known = names.form(&form.id)?;
        let section = form.section_of(field.as_str())?;
        let row = rows::split(id.as_str()).map(|(_, row)| row.to_string());
        let part = |oid: String| Part {
            oid,
            repeat: row.clone(),
        };
        // Readers that know no key of a form tell the rows of a log by that of the group.
        let place = [
            event,
            part(oids::form(&known.oid)),
            part(oids::item_group(&known.oid, &section.id)),
        ];
        Some(Self {
            place,
            oid: known.field(field)?.oid.clone(),
            field: form.field(field.as_str())?,
            form,
        })
    }

    /// Returns each item of the field with what an answer makes of it, nothing where it then holds none; `None` for an
    /// answer that the items cannot hold.
    pub(super) fn items(
        &self,
        version: &Study,
        answer: Option<&Answer>,
    ) -> Option<Vec<(String, Option<Datum>)>> {
        let (main, is_below) = match answer {
            None => (None, false),
            Some(answer) => {
                let below = matches!(answer.value(), Some(Value::Below(_)));
                (Some(self.datum(version, answer)?), below)
            }
        };
        let beside = limit_of(&self.oid, &self.field.kind);
        let beside = beside.map(|oid| (oid, is_below.then(|| Datum::value("<"))));
        let main = std::iter::once((self.oid.clone(), main));
        Some(main.chain(beside).collect())
    }

    fn datum(&self, version: &Study, answer: &Answer) -> Option<Datum> {
        let (value, unit) = match answer {
            Answer::Value { value, unit } => (value, unit.as_deref()),
            Answer::Missing { reason, text } => {
                let is_known = version
                    .versions()
                    .any(|own| own.missing_reason(reason).is_some());
                return is_known.then(|| Datum {
                    content: Content::Null,
                    unit: None,
                    why: Some(Annotation {
                        number: REASON,
                        kind: None,
                        comment: text.clone().filter(|text| !text.is_empty()),
                        flag: Some((oids::MISSING, reason.clone())),
                    }),
                });
            }
        };
        let text = match (&self.field.kind, value) {
            (FieldKind::Vas { .. }, Value::Number(number)) => decimal(*number, 1)?,
            (FieldKind::Number { decimals, .. }, Value::Number(number)) => {
                decimal(*number, *decimals)?
            }
            (FieldKind::Lab { .. }, Value::Number(number) | Value::Below(number)) => {
                decimal(*number, LAB_DECIMALS)?
            }
            (FieldKind::Choice { .. }, Value::Code(code)) => self
                .form
                .choices(self.field)
                .iter()
                .find(|choice| choice.code == *code)
                .map(|choice| choice.code.clone())?,
            (
                FieldKind::Text { .. }
                | FieldKind::Paragraph
                | FieldKind::PartialDate { .. }
                | FieldKind::Time,
                Value::Text(text),
            ) => text.clone(),
            (FieldKind::Date | FieldKind::PartialDate { .. }, Value::Date(day)) => day.to_string(),
            (
                FieldKind::Vas { .. }
                | FieldKind::Number { .. }
                | FieldKind::Lab { .. }
                | FieldKind::Choice { .. }
                | FieldKind::Text { .. }
                | FieldKind::Paragraph
                | FieldKind::Date
                | FieldKind::PartialDate { .. }
                | FieldKind::Time,
                _,
            ) => return None,
        };
        Some(Datum {
            content: Content::Value(text),
            unit: unit.map(oids::unit),
            why: None,
        })
    }
}

/// Returns a number with at most so many decimals; `None` where it has more.
fn decimal(number: Decimal, decimals: u32) -> Option<String> {
    let fitting = match number.scale() <= decimals {
        true => number,
        false => number.normalize(),
    };
    (fitting.scale() <= decimals).then(|| fitting.to_string())
}

/// Returns the study event of a visit by its id.
pub(super) fn event(study: &Study, visit: &VisitId) -> Part {
    match visit.as_str() == rows::SESSION {
        true => own::beside(),
        false => own::event(study, visit),
    }
}

/// Returns a form, or a row of a log; `None` where nothing names it.
pub(super) fn form(names: &StudyNames, id: &FormId) -> Option<Part> {
    let known = names.form(&FormId::from(rows::form_of(id.as_str())))?;
    Some(Part {
        oid: oids::form(&known.oid),
        repeat: rows::split(id.as_str()).map(|(_, row)| row.to_string()),
    })
}

/// Returns what is stored as text, for an annotation.
pub(super) fn stored(field: &str, answer: &Answer) -> String {
    let answer = serde_json::to_string(answer).unwrap_or_default();
    format!("{field}: {answer}")
}
