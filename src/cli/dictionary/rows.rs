//! The rows of the dictionary, made from a study and its names.

use crate::domain::base::data::DataError;
use crate::domain::forms::engine::instrument::{Against, Comparison, Field, FieldKind, Instrument};
use crate::domain::forms::names::scores::ScoreNames;
use crate::domain::forms::names::{FieldNames, FormNames, StudyNames, oids, scores};
use crate::domain::study::Study;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

/// The dictionary of a study.
#[derive(Serialize)]
pub(super) struct Dictionary {
    study: String,
    version: String,
    missing_reasons: Vec<Choice>,
    pub(super) forms: Vec<FormRow>,
    pub(super) scores: Vec<ScoreRow>,
}

/// A form.
#[derive(Serialize)]
pub(super) struct FormRow {
    pub(super) form: String,
    pub(super) title: String,
    pub(super) redcap: String,
    pub(super) oid: String,
    pub(super) domain: String,
    pub(super) category: Option<String>,
    pub(super) missing: Vec<String>,
    pub(super) sections: Vec<SectionRow>,
}

/// A section of a form.
#[derive(Serialize)]
pub(super) struct SectionRow {
    pub(super) section: String,
    pub(super) title: String,
    pub(super) oid: String,
    pub(super) fields: Vec<FieldRow>,
}

/// A field.
#[derive(Serialize)]
pub(super) struct FieldRow {
    pub(super) field: String,
    pub(super) label: String,
    #[serde(flatten)]
    pub(super) takes: TakesRow,
    pub(super) required: bool,
    pub(super) missing: Vec<String>,
    pub(super) visible_when: Option<String>,
    #[serde(flatten)]
    pub(super) names: NamesRow,
}

/// What a field takes.
#[derive(Default, Serialize)]
pub(super) struct TakesRow {
    pub(super) kind: &'static str,
    pub(super) unit: Option<String>,
    pub(super) unit_field: Option<String>,
    pub(super) choices: Vec<Choice>,
    pub(super) code_list: Option<String>,
    pub(super) min: Option<Decimal>,
    pub(super) max: Option<Decimal>,
    pub(super) soft_min: Option<Decimal>,
    pub(super) soft_max: Option<Decimal>,
    pub(super) decimals: Option<u32>,
    pub(super) max_length: Option<usize>,
}

/// A code with what it means.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) code: String,
    pub(super) label: String,
}

/// The names of a field or a score.
#[derive(Default, Serialize)]
pub(super) struct NamesRow {
    pub(super) redcap: String,
    pub(super) oid: String,
    pub(super) domain: String,
    pub(super) category: Option<String>,
    pub(super) testcd: Option<String>,
    pub(super) test: Option<String>,
    pub(super) own: bool,
    pub(super) variable: Option<String>,
    pub(super) loinc: Option<String>,
    pub(super) qualifiers: BTreeMap<String, String>,
}

/// A score.
#[derive(Serialize)]
pub(super) struct ScoreRow {
    pub(super) score: String,
    pub(super) form: Option<String>,
    #[serde(flatten)]
    pub(super) names: NamesRow,
}

/// Returns the dictionary of these forms of a study, with their scores; the verdict's too where they are all of its forms.
pub(super) fn dictionary(study: &Study, forms: &[&Instrument]) -> Result<Dictionary, DataError> {
    let names: StudyNames = study.names()?;
    let shown = |score: &ScoreNames| match &score.form {
        Some(form) => forms.iter().any(|shown| shown.id == *form),
        None => forms.len() > 1,
    };
    let scores = scores::all()?.into_iter().filter(shown);
    let reasons = study.protocol.missing_reasons.iter();
    Ok(Dictionary {
        study: study.protocol.id.clone(),
        version: study.protocol.version.clone(),
        missing_reasons: reasons
            .map(|reason| Choice {
                code: reason.code.clone(),
                label: reason.label.clone(),
            })
            .collect(),
        forms: forms
            .iter()
            .filter_map(|form| Some(of_form(form, names.form(&form.id)?)))
            .collect(),
        scores: scores
            .map(|score| ScoreRow {
                score: score.id,
                form: score.form.map(|form| form.as_str().to_owned()),
                names: of_names(&score.names),
            })
            .collect(),
    })
}

fn of_form(form: &Instrument, names: &FormNames) -> FormRow {
    let sections = form.sections.iter().map(|section| SectionRow {
        section: section.id.clone(),
        title: section.title.clone(),
        oid: oids::item_group(&names.oid, &section.id),
        fields: section
            .fields
            .iter()
            .map(|field| FieldRow {
                field: field.id.as_str().to_owned(),
                label: field.label.clone(),
                takes: takes(form, field, names),
                required: field.required,
                missing: Vec::from(form.reasons(field)),
                visible_when: condition(field),
                names: names.field(&field.id).map(of_names).unwrap_or_default(),
            })
            .collect(),
    });
    FormRow {
        form: form.id.as_str().to_owned(),
        title: form.long_title.clone(),
        redcap: names.redcap.clone(),
        oid: oids::form(&names.oid),
        domain: names.domain.clone(),
        category: names.category.clone(),
        missing: form.missing.clone(),
        sections: sections.collect(),
    }
}

/// Returns when a field is asked, as `FIELD=CODE|CODE`, `FIELD<NUMBER` or `FIELD<FIELD`.
fn condition(field: &Field) -> Option<String> {
    let condition = field.visible_when.as_ref()?;
    let missing = condition.missing.then_some("(missing)");
    let codes = condition.is.iter().map(String::as_str).chain(missing);
    let codes: Vec<&str> = codes.collect();
    let compared = condition.compared.as_ref().map(|compared| {
        let sign = match compared {
            Comparison::Below(_) => '<',
            Comparison::Above(_) => '>',
        };
        let other = match compared.against() {
            Against::Number(number) => number.to_string(),
            Against::Field(other) => other.to_string(),
        };
        format!("{}{sign}{other}", condition.field)
    });
    let codes =
        Some(format!("{}={}", condition.field, codes.join("|"))).filter(|_| !codes.is_empty());
    let ways: Vec<String> = codes.into_iter().chain(compared).collect();
    Some(ways.join(" or "))
}

fn takes(form: &Instrument, field: &Field, names: &FormNames) -> TakesRow {
    let plain = |kind| TakesRow {
        kind,
        ..TakesRow::default()
    };
    match &field.kind {
        FieldKind::Vas { .. } => TakesRow {
            unit: Some("cm".to_owned()),
            min: Some(Decimal::ZERO),
            max: Some(Decimal::TEN),
            decimals: Some(1),
            ..plain("vas")
        },
        FieldKind::Number {
            unit,
            decimals,
            min,
            max,
            soft_min,
            soft_max,
            ..
        } => TakesRow {
            unit: unit.clone(),
            min: Some(*min),
            max: Some(*max),
            soft_min: *soft_min,
            soft_max: *soft_max,
            decimals: Some(*decimals),
            ..plain("number")
        },
        FieldKind::Lab {
            quantity,
            unit_field,
            min,
            max,
            soft_min,
            soft_max,
            ..
        } => TakesRow {
            unit: Some(quantity.stored().code().to_owned()),
            unit_field: Some(unit_field.as_str().to_owned()),
            min: Some(*min),
            max: Some(*max),
            soft_min: Some(*soft_min),
            soft_max: Some(*soft_max),
            ..plain("lab")
        },
        FieldKind::Choice { options, .. } => TakesRow {
            choices: form
                .choices(field)
                .iter()
                .map(|choice| Choice {
                    code: choice.code.clone(),
                    label: choice.label.clone(),
                })
                .collect(),
            code_list: Some(oids::code_list(&names.oid, options)),
            ..plain("choice")
        },
        FieldKind::Text { max_length, .. } => TakesRow {
            max_length: Some(*max_length),
            ..plain("text")
        },
        FieldKind::Paragraph => plain("paragraph"),
        FieldKind::Date => plain("date"),
        FieldKind::PartialDate { .. } => plain("partial-date"),
        FieldKind::Time => plain("time"),
    }
}

fn of_names(names: &FieldNames) -> NamesRow {
    NamesRow {
        redcap: names.redcap.clone(),
        oid: names.oid.clone(),
        domain: names.domain.clone(),
        category: names.category.clone(),
        testcd: names.testcd.clone(),
        test: names.test.clone(),
        own: names.own,
        variable: names.variable.clone(),
        loinc: names.loinc.clone(),
        qualifiers: names.qualifiers.iter().cloned().collect(),
    }
}
