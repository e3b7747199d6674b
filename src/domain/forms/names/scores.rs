//! Names of what is computed: scores of forms, and the verdict.

use super::{FieldNames, keys, read, rule};
use crate::domain::base::data::{DataError, FileOrigin, Source, Table};
use crate::domain::base::ids::FormId;

/// Name of the file in messages, and its text.
const FILE: (&str, &str) = ("scores.toml", include_str!("scores.toml"));

/// Part of the OIDs in ODM that stands for all scores, as the one of a form does.
pub const OID: &str = "SCORE";

/// The names of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreNames {
    /// Id, such as `haq.standard`.
    pub id: String,
    /// Form that it is computed from; none of a verdict.
    pub form: Option<FormId>,
    /// Its names; it goes into no variable and has no qualifiers.
    pub names: FieldNames,
}

/// Returns the names of all scores, in the order of a visit, the verdict last.
///
/// # Errors
/// A mistake in the file that comes with the program, which the tests rule out.
pub fn all() -> Result<Vec<ScoreNames>, DataError> {
    let (file, text) = FILE;
    let source = Source::new(file, text, FileOrigin::New);
    let tree = source.read()?;
    let root = Table::root(source, &tree, &keys::SCORES)?;
    let mut scores = Vec::new();
    for (item, _) in root.need("score")?.table()?.items() {
        let table = item.table()?;
        let form = table.get("form").map(|item| item.name().map(FormId::new));
        scores.push(ScoreNames {
            id: item.key().to_owned(),
            form: form.transpose()?,
            names: FieldNames {
                redcap: read::fitting(&table.need("redcap")?, rule::field)?,
                oid: super::oids::item(OID, item.key()),
                domain: read::fitting(&table.need("domain")?, rule::domain)?,
                ..read::tested(&table)?
            },
        });
    }
    Ok(scores)
}
