//! Names for the outside: what REDCap, ODM, SDTM and LOINC call the forms, fields and scores of a study.
//!
//! `names.toml` beside each form that comes with the program holds them for every version of the form; names are no part of
//! a version and change no hash. A form of a site's own, and a field that only a site has, get theirs by a rule (`derive`).
//! Must not know how a format is written.

mod derive;
mod keys;
pub mod oids;
pub mod read;
pub mod redcap;
pub mod rule;
pub mod scores;

use crate::domain::base::data::{DataError, DataFile};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::forms::engine::instrument::Instrument;
use derive::Taken;
use std::collections::BTreeMap;

/// The names of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormNames {
    /// Name in REDCap, at most 26 characters.
    pub redcap: String,
    /// Part of the OIDs in ODM that stands for the form, as the functions of [`oids`] take it.
    pub oid: String,
    /// Domain of SDTM of its fields, unless a field has its own.
    pub domain: String,
    /// Category of SDTM of its tests.
    pub category: Option<String>,
    fields: BTreeMap<FieldId, FieldNames>,
}

impl FormNames {
    /// Returns the names of a field of any version of the form.
    pub fn field(&self, field: &FieldId) -> Option<&FieldNames> {
        self.fields.get(field)
    }

    /// Returns all fields that are named, in the order of their ids.
    pub fn fields(&self) -> impl Iterator<Item = (&FieldId, &FieldNames)> {
        self.fields.iter()
    }
}

/// The names of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// Name in REDCap and CSV, at most 20 characters, unique in the study. No name ends as a column beside it does.
    pub redcap: String,
    /// OID of its item in ODM.
    pub oid: String,
    /// Domain of SDTM.
    pub domain: String,
    /// Category of SDTM.
    pub category: Option<String>,
    /// Test code of SDTM, at most 8 characters, if it is the result of a test.
    pub testcd: Option<String>,
    /// Name of that test, at most 40 characters.
    pub test: Option<String>,
    /// Whether the code is our own, since CDISC has published none.
    pub own: bool,
    /// Variable of SDTM that the answer goes into, where it is no result of a test.
    pub variable: Option<String>,
    /// Code of LOINC, of the stored unit.
    pub loinc: Option<String>,
    /// What tells the test from others with its code: variables of SDTM without the letters of the domain, such as `LOC`,
    /// and their values.
    pub qualifiers: Vec<(String, String)>,
}

/// The names of all forms of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyNames {
    forms: BTreeMap<FormId, FormNames>,
}

impl StudyNames {
    /// Returns the names of these forms, given version by version, the oldest first: whatever a later version adds, a name
    /// stays what it was. `shipped` are the files of names that come with the program, `own` those of a site's own forms.
    ///
    /// # Errors
    /// A mistake in a file of names, a second one of a form, or a name that another form, field or score has.
    pub fn of<'a>(
        shipped: &[DataFile<'_>],
        own: &[DataFile<'_>],
        forms: impl IntoIterator<Item = &'a Instrument>,
    ) -> Result<Self, DataError> {
        let mut known = BTreeMap::new();
        let mut taken = Taken::default();
        // Names of forms that the study leaves out are taken too: it may take such a form in later.
        for file in shipped {
            let (form, names) = read::names(file.name, file.text)?;
            taken.form(&names);
            known.insert(form, names);
        }
        for score in scores::all()? {
            taken.score(&score.names.redcap);
        }
        for file in own {
            let (form, names) = read::names(file.name, file.text)?;
            if known.contains_key(&form) {
                let message =
                    format!("the form \"{form}\" has its names already; take this file away");
                return Err(mistake(file, form.as_str(), message));
            }
            if let Some(name) = taken.clash(&names) {
                let message = format!(
                    "another form, field or score has the name \"{name}\" too; write another one"
                );
                return Err(mistake(file, name, message));
            }
            taken.form(&names);
            known.insert(form, names);
        }
        let mut named = BTreeMap::new();
        for form in forms {
            let names = named.entry(form.id.clone()).or_insert_with(|| {
                known
                    .remove(&form.id)
                    .unwrap_or_else(|| derive::form(form, &mut taken))
            });
            derive::fields(form, names, &mut taken);
        }
        Ok(Self { forms: named })
    }

    /// Returns the names of a form; of a row of a log by the id of the log.
    pub fn form(&self, form: &FormId) -> Option<&FormNames> {
        self.forms.get(form)
    }

    /// Returns all forms, in the order of their ids.
    pub fn forms(&self) -> impl Iterator<Item = (&FormId, &FormNames)> {
        self.forms.iter()
    }
}

/// Returns a mistake where a text stands in a file in quotes.
fn mistake(file: &DataFile<'_>, text: &str, message: String) -> DataError {
    let quoted = format!("\"{text}\"");
    let mut lines = (1..).zip(file.text.lines());
    let place =
        lines.find_map(|(line, own)| Some((line, own.split_once(&quoted)?.0.chars().count() + 1)));
    let (line, column) = place.unwrap_or((1, 1));
    DataError {
        file: file.name.to_owned(),
        line,
        column,
        message,
        nearest: None,
    }
}

#[cfg(test)]
mod tests;
