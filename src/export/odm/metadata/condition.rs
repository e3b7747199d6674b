//! When a field is not asked: conditions, by the OIDs of what they read.
//!
//! ODM has no language of conditions; the context `coreset` says that this is ours: `=`, `!=`, `and`, `or`, `not`,
//! `missing(item)`, `<` and `>` between numbers that are both known, in one unit, and `StudyEventOID` for the visit.

use super::super::xml::{Xml, with};
use super::translated;
use crate::domain::forms::engine::instrument::{Against, Comparison, Field, Instrument};
use crate::domain::forms::names::{FormNames, StudyNames, oids};
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use std::io::Write;

/// When a field is not asked.
pub(super) struct Unasked {
    pub(super) oid: String,
    text: String,
}

/// Returns when a field is not asked; `None` of one that always is.
pub(super) fn of(
    (study, names): (&Study, &StudyNames),
    known: &FormNames,
    field: &Field,
) -> Option<Unasked> {
    let item = |field: &str| oids::item(&known.oid, field);
    let mut asked: Vec<String> = Vec::new();
    if let Some(condition) = &field.visible_when {
        let other = item(condition.field.as_str());
        let codes = condition.is.iter();
        let mut any: Vec<String> = codes.map(|code| format!("{other} = '{code}'")).collect();
        if let Some(compared) = &condition.compared {
            let sign = match compared {
                Comparison::Below(_) => '<',
                Comparison::Above(_) => '>',
            };
            let with = match compared.against() {
                Against::Number(number) => number.to_string(),
                Against::Field(own) => item(own.as_str()),
            };
            any.push(format!("{other} {sign} {with}"));
        }
        if condition.missing {
            any.push(format!("missing({other})"));
        }
        asked.push(format!("({})", any.join(" or ")));
    }
    if field.at_baseline {
        let baseline = oids::study_event(study.protocol.baseline.as_str());
        asked.push(format!("StudyEventOID = '{baseline}'"));
    }
    if !field.for_sex.is_empty() {
        let enrolment = names.form(&study.enrolment.id);
        let sex = oids::item(enrolment.map_or("", |own| &own.oid), "sex");
        let any = field.for_sex.iter();
        let any: Vec<String> = any.map(|own| format!("{sex} = '{}'", own.key())).collect();
        asked.push(format!("({})", any.join(" or ")));
    }
    if field
        .scale
        .is_some_and(|scale| scale != study.protocol.scoring.mmt_max)
    {
        asked.push(match &field.stands_in_for {
            Some(other) => format!("missing({})", item(other.as_str())),
            None => "false".to_owned(),
        });
    }
    let name = known.field(&field.id).map(|names| names.oid.as_str())?;
    (!asked.is_empty()).then(|| Unasked {
        oid: format!("CD.{}", name.trim_start_matches("I.")),
        text: format!("not ({})", asked.join(" and ")),
    })
}

/// Writes the conditions of a form.
pub(super) fn write<W: Write>(
    at: (&Study, &StudyNames),
    form: &Instrument,
    known: &FormNames,
    xml: &mut Xml<W>,
) -> Result<(), Fault> {
    for field in form.fields() {
        let Some(condition) = of(at, known, field) else {
            continue;
        };
        xml.open(
            "ConditionDef",
            &[
                with("OID", condition.oid.as_str()),
                with("Name", condition.oid.as_str()),
            ],
        )?;
        xml.open("Description", &[])?;
        translated(xml, &condition.text)?;
        xml.close()?;
        xml.text(
            "FormalExpression",
            &[with("Context", "coreset")],
            &condition.text,
        )?;
        xml.close()?;
    }
    Ok(())
}
