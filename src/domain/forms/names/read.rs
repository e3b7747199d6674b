//! The reader of files of names: text to names, or the first mistake with its place and what to write.

use super::{FieldNames, FormNames, keys, rule};
use crate::domain::base::data::{DataError, FileOrigin, Item, Source, Table};
use crate::domain::base::ids::{FieldId, FormId};
use std::collections::BTreeMap;

/// Reads the names of a form; `file` is its name in messages.
///
/// # Errors
/// The first mistake, with line and column.
pub fn names(file: &str, text: &str) -> Result<(FormId, FormNames), DataError> {
    let source = Source::new(file, text, FileOrigin::New);
    let tree = source.read()?;
    let root = Table::root(source, &tree, &keys::FORM)?;
    let domain = fitting(&root.need("domain")?, rule::domain)?;
    let mut names = FormNames {
        redcap: fitting(&root.need("redcap")?, rule::form)?,
        oid: fitting(&root.need("oid")?, rule::oid)?,
        domain,
        category: line(&root, "category")?,
        fields: BTreeMap::new(),
    };
    let mut taken = Taken::default();
    for (item, _) in root.need("field")?.table()?.items() {
        let field = field(&item, &names)?;
        taken.take(&item, &field)?;
        names.fields.insert(FieldId::new(item.key()), field);
    }
    Ok((FormId::new(root.need("form")?.name()?), names))
}

/// What the fields before have taken of a form's names.
#[derive(Default)]
struct Taken {
    redcap: BTreeMap<String, String>,
    tests: BTreeMap<Test, String>,
}

/// What tells a test from the others of a form: its domain, its code and its qualifiers.
type Test = (String, String, Vec<(String, String)>);

impl Taken {
    fn take(&mut self, item: &Item<'_>, names: &FieldNames) -> Result<(), DataError> {
        let id = item.key().to_owned();
        if let Some(other) = self.redcap.insert(names.redcap.clone(), id.clone()) {
            return Err(item.error(format!(
                "the field \"{other}\" has the name \"{}\" too; write another one",
                names.redcap
            )));
        }
        let Some(code) = &names.testcd else {
            return Ok(());
        };
        let test = (names.domain.clone(), code.clone(), names.qualifiers.clone());
        match self.tests.insert(test, id) {
            None => Ok(()),
            Some(other) => Err(item.error(format!(
                "the field \"{other}\" has the test code \"{code}\" too; write another one, or `qualifiers` that tell them apart"
            ))),
        }
    }
}

fn field(item: &Item<'_>, form: &FormNames) -> Result<FieldNames, DataError> {
    let table = item.table()?;
    let domain = match table.get("domain") {
        Some(item) => fitting(&item, rule::domain)?,
        None => form.domain.clone(),
    };
    let category = match line(&table, "category")? {
        // The category of the form is about tests of its own domain.
        None if domain == form.domain => form.category.clone(),
        own => own,
    };
    let mut qualifiers = Vec::new();
    if let Some(item) = table.get("qualifiers") {
        for (item, _) in item.table()?.items() {
            fits(&item, item.key(), rule::code)?;
            qualifiers.push((item.key().to_owned(), item.line()?.to_owned()));
        }
    }
    Ok(FieldNames {
        redcap: fitting(&table.need("redcap")?, rule::field)?,
        oid: super::oids::item(&form.oid, item.key()),
        domain,
        category,
        variable: fitting_of(&table, "variable", rule::code)?,
        qualifiers,
        ..tested(&table)?
    })
}

/// Reads what fields and scores have alike: the code and the name of a test, whose code it is, and that of LOINC.
pub(super) fn tested(table: &Table<'_>) -> Result<FieldNames, DataError> {
    let testcd = fitting_of(table, "testcd", rule::code)?;
    let test = line(table, "test")?;
    if testcd.is_some() != test.is_some() {
        return Err(table.error("write `testcd` and `test` together, or neither of them"));
    }
    Ok(FieldNames {
        testcd,
        test,
        own: match table.get("own") {
            Some(item) => item.bool()?,
            None => false,
        },
        loinc: fitting_of(table, "loinc", rule::loinc)?,
        ..FieldNames::default()
    })
}

fn line(table: &Table<'_>, key: &str) -> Result<Option<String>, DataError> {
    let line = table.get(key).map(|item| item.line().map(str::to_owned));
    line.transpose()
}

fn fitting_of(
    table: &Table<'_>,
    key: &str,
    rule: fn(&str) -> Result<(), rule::Fault>,
) -> Result<Option<String>, DataError> {
    table.get(key).map(|item| fitting(&item, rule)).transpose()
}

/// Returns a name that its rule lets be.
pub(super) fn fitting(
    item: &Item<'_>,
    rule: fn(&str) -> Result<(), rule::Fault>,
) -> Result<String, DataError> {
    let name = item.line()?;
    fits(item, name, rule)?;
    Ok(name.to_owned())
}

fn fits(
    item: &Item<'_>,
    name: &str,
    rule: fn(&str) -> Result<(), rule::Fault>,
) -> Result<(), DataError> {
    rule(name)
        .map_err(|fault| item.error(format!("\"{name}\" cannot be `{}`: {fault}", item.key())))
}
