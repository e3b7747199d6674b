//! What of a study's files makes a version: all that a score, an answer, a limit, a rule or a label follows from.
//!
//! Made from the texts, so that it says the same whatever a later program makes of them. A key that is not written is
//! not there: its default belongs to the program.

use super::value::{Value, hash_count, hash_text};
use crate::domain::base::data::{DataError, DataFile};
use crate::domain::base::ids::FormId;
use crate::domain::study::assemble::{ENROLMENT, assemble};
use std::collections::BTreeMap;

/// What of a form file is no part of a version, by the path of its keys; nothing in the study file is left out.
///
/// These stand in the help alone, only help to find a field, or say of which field a change needs no reason: no answer and
/// no score follows from them.
const NOT_VERSIONED: &[&[&str]] = &[
    &["source"],
    &["section", "field", "help"],
    &["section", "field", "aliases"],
    &["section", "field", "follow-up"],
];

/// Name of the way in which content is hashed; another way gets another name.
const WAY: &str = "coreset-content-1";

/// The versioned content of a study file and of the forms that it uses, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The study file.
    pub(super) study: Value,
    /// The forms, by the ids in them.
    pub(super) forms: BTreeMap<FormId, Value>,
}

impl Content {
    /// Reads the content of a study file and of those forms that it uses: enrolment, forms of visits, logs and the
    /// form of eligibility. Names of files and the order of `forms` change nothing.
    ///
    /// # Errors
    /// The first mistake in any of the files, or between them.
    pub fn of(study: DataFile<'_>, forms: &[DataFile<'_>]) -> Result<Self, DataError> {
        let assembled = assemble(study, forms)?;
        let mut content = Self::of_used(study, forms)?;
        content
            .forms
            .retain(|id, _| id.as_str() == ENROLMENT || assembled.instruments.contains_key(id));
        Ok(content)
    }

    /// Reads the content of a study file and of the forms that it uses, no others, which were read as a study before:
    /// nothing is judged again.
    ///
    /// # Errors
    /// A file that is not TOML.
    pub fn of_used(study: DataFile<'_>, forms: &[DataFile<'_>]) -> Result<Self, DataError> {
        let mut read = BTreeMap::new();
        for file in forms {
            let mut form = Value::of_file(*file)?;
            let Some(id) = form.get("id").and_then(Value::as_text).map(FormId::new) else {
                continue;
            };
            NOT_VERSIONED.iter().for_each(|path| form.leave_out(path));
            read.insert(id, form);
        }
        Ok(Self {
            study: Value::of_file(study)?,
            forms: read,
        })
    }

    /// Returns the BLAKE3 of the content, 64 digits in hex. Contents that are equal, and no others, have the same.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hash_text(&mut hasher, 'w', WAY);
        self.study.hash_into(&mut hasher);
        hash_count(&mut hasher, 'f', self.forms.len());
        for (id, form) in &self.forms {
            hash_text(&mut hasher, 'i', id.as_str());
            form.hash_into(&mut hasher);
        }
        hasher.finalize().to_hex().to_string()
    }
}
