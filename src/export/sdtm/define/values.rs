//! The tests of each dataset of findings: a list of their codes, and what the result of each of them is.

use super::{Xml, described, empty, item_oid, text, within};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::names::FieldNames;
use crate::domain::forms::names::scores::ScoreNames;
use crate::export::exporter::Context;
use crate::export::fields;
use crate::export::sdtm::findings::dataset_of;
use crate::export::sdtm::variable::{Dataset, Variable};
use std::collections::BTreeMap;
use std::io;

/// A test of a dataset.
pub(super) struct Test {
    name: String,
    /// Whether CDISC has no code for it.
    is_own: bool,
    /// Whether each of its results is a number.
    is_number: bool,
}

/// The tests of a study, by dataset and code.
pub(super) struct Tests(BTreeMap<&'static str, BTreeMap<String, Test>>);

impl Tests {
    pub(super) fn of(context: &Context, scores: &[ScoreNames]) -> Self {
        let mut tests = Self(BTreeMap::new());
        for (form, names) in context.names.forms() {
            for (field, names) in names.fields() {
                tests.add(names, is_number(context, form, field));
            }
        }
        for score in scores {
            tests.add(&score.names, false);
        }
        tests
    }

    fn add(&mut self, names: &FieldNames, is_number: bool) {
        let Some((code, dataset)) = names.testcd.as_ref().zip(of_test(names)) else {
            return;
        };
        let own = self.0.entry(dataset.name).or_default();
        let test = own.entry(code.clone()).or_insert_with(|| Test {
            name: names.test.clone().unwrap_or_default(),
            is_own: names.own,
            is_number,
        });
        test.is_number &= is_number;
    }

    fn of_dataset(&self, dataset: &Dataset) -> impl Iterator<Item = (&String, &Test)> {
        self.0.get(dataset.name).into_iter().flatten()
    }

    /// Returns the OID of the list of codes that a variable has; none of one that holds no code of a test.
    pub(super) fn list(&self, dataset: &Dataset, variable: &Variable) -> Option<String> {
        let is_code = variable.stem == "TESTCD" && self.of_dataset(dataset).next().is_some();
        is_code.then(|| format!("CL.{}TESTCD", dataset.name))
    }

    /// Returns the OID of the list of values that a variable has; none of one that is no result.
    pub(super) fn values(&self, dataset: &Dataset, variable: &Variable) -> Option<String> {
        let is_result = variable.stem == "STRESC" && self.of_dataset(dataset).next().is_some();
        is_result.then(|| format!("VL.{}.STRESC", dataset.name))
    }

    /// Writes which result is of which test.
    pub(super) fn write_values(&self, xml: &mut Xml<'_>, datasets: &[&Dataset]) -> io::Result<()> {
        for dataset in self.with_tests(datasets) {
            let oid = format!("VL.{}.STRESC", dataset.name);
            within(xml, "def:ValueListDef", &[("OID", &oid)], |xml| {
                for (number, (code, _)) in (1_usize..).zip(self.of_dataset(dataset)) {
                    let number = number.to_string();
                    let item = [
                        ("ItemOID", value_oid(dataset, code)),
                        ("OrderNumber", number),
                        ("Mandatory", "No".to_owned()),
                    ];
                    let item = item.each_ref().map(|(name, value)| (*name, value.as_str()));
                    within(xml, "ItemRef", &item, |xml| {
                        let clause = clause_oid(dataset, code);
                        empty(xml, "def:WhereClauseRef", &[("WhereClauseOID", &clause)])
                    })?;
                }
                Ok(())
            })?;
        }
        for dataset in self.with_tests(datasets) {
            let codes = dataset.variables.iter().find(|own| own.stem == "TESTCD");
            let Some(of) = codes.map(|variable| item_oid(dataset, variable)) else {
                continue;
            };
            for (code, _) in self.of_dataset(dataset) {
                let oid = clause_oid(dataset, code);
                within(xml, "def:WhereClauseDef", &[("OID", &oid)], |xml| {
                    let range = [
                        ("Comparator", "EQ"),
                        ("SoftHard", "Soft"),
                        ("def:ItemOID", of.as_str()),
                    ];
                    within(xml, "RangeCheck", &range, |xml| {
                        text(xml, "CheckValue", &[], code)
                    })
                })?;
            }
        }
        Ok(())
    }

    /// Writes what the result of each test is.
    pub(super) fn write_items(&self, xml: &mut Xml<'_>, datasets: &[&Dataset]) -> io::Result<()> {
        for dataset in self.with_tests(datasets) {
            for (code, test) in self.of_dataset(dataset) {
                let oid = value_oid(dataset, code);
                let mut head = vec![("OID", oid.as_str()), ("Name", code.as_str())];
                // A result of the laboratory can be below a limit, so that only others are numbers.
                match test.is_number {
                    true => head.extend([
                        ("DataType", "float"),
                        ("Length", "30"),
                        ("SignificantDigits", "10"),
                    ]),
                    false => head.extend([("DataType", "text"), ("Length", "2000")]),
                }
                within(xml, "ItemDef", &head, |xml| {
                    described(xml, "Description", &test.name)?;
                    let origin = [("Type", "Derived"), ("Source", "Sponsor")];
                    empty(xml, "def:Origin", &origin)
                })?;
            }
        }
        Ok(())
    }

    /// Writes the lists of codes; our own are marked as such.
    pub(super) fn write_lists(&self, xml: &mut Xml<'_>, datasets: &[&Dataset]) -> io::Result<()> {
        for dataset in self.with_tests(datasets) {
            let oid = format!("CL.{}TESTCD", dataset.name);
            let name = format!("Tests of {}", dataset.name);
            let head = [
                ("OID", oid.as_str()),
                ("Name", name.as_str()),
                ("DataType", "text"),
                ("def:StandardOID", "STD.2"),
            ];
            within(xml, "CodeList", &head, |xml| {
                for (code, test) in self.of_dataset(dataset) {
                    let mut item = vec![("CodedValue", code.as_str())];
                    item.extend(test.is_own.then_some(("def:ExtendedValue", "Yes")));
                    within(xml, "CodeListItem", &item, |xml| {
                        described(xml, "Decode", &test.name)
                    })?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn with_tests<'a>(&self, datasets: &[&'a Dataset]) -> Vec<&'a Dataset> {
        let has = |dataset: &&&'a Dataset| self.0.contains_key(dataset.name);
        datasets.iter().filter(has).copied().collect()
    }
}

/// Returns the dataset that a test stands in.
fn of_test(names: &FieldNames) -> Option<&'static Dataset> {
    match names.domain.as_str() {
        "IE" => crate::export::sdtm::tables::named("IE"),
        domain => dataset_of(domain),
    }
}

/// Returns whether every version of a field takes a number and no `<`.
fn is_number(context: &Context, form: &FormId, field: &FieldId) -> bool {
    let mut versions = fields::versions(&context.study, form, field);
    versions.all(|(_, _, field)| match field.kind {
        FieldKind::Vas { .. } | FieldKind::Number { .. } => true,
        FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => false,
    })
}

fn value_oid(dataset: &Dataset, code: &str) -> String {
    format!("IT.{}.STRESC.{code}", dataset.name)
}

fn clause_oid(dataset: &Dataset, code: &str) -> String {
    format!("WC.{}.{code}", dataset.name)
}
