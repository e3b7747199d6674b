//! Text that is no answer yet, and the list of it.

use crate::domain::record::event;
use crate::text::screens::drafts::TypedFor;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// The list on the screen.
#[derive(Clone, Debug, Default)]
pub struct DraftsState {
    /// Line with the cursor.
    pub cursor: usize,
    /// All text that waits, the newest first.
    pub drafts: Vec<Draft>,
    /// The places of those whose field is known not to be asked any more.
    pub(crate) not_asked: BTreeSet<usize>,
    /// The places of those that were forgotten since the list was opened, the newest last.
    pub(crate) forgotten: Vec<usize>,
}

/// Text that was typed and is not stored, with the place that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The field; of a late entry the visit, of a lock the part that is locked: what lies below is empty.
    pub place: event::FieldPath,
    /// The text.
    pub text: String,
    /// The entry that stood in the field when it was begun; 0 for none.
    #[serde(default)]
    pub seen: u64,
    /// What it was typed for.
    #[serde(default, alias = "note", deserialize_with = "typed_for")]
    pub typed_for: TypedFor,
    /// Since when it stands so; `None` where an earlier program kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<FixedOffset>>,
}

/// Reads what a text was typed for; an earlier program wrote only whether it was a note.
fn typed_for<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TypedFor, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Known {
        Note(bool),
        TypedFor(TypedFor),
    }
    Ok(match Known::deserialize(deserializer)? {
        Known::Note(false) => TypedFor::Answer,
        Known::Note(true) => TypedFor::Note,
        Known::TypedFor(typed_for) => typed_for,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_an_earlier_program_kept_comes_back_as_a_note() {
        let place = r#"{"participant":"01-001","visit":"baseline","form":"phga","field":"vas"}"#;
        for (kept, typed_for) in [
            (r#","note":true"#, TypedFor::Note),
            (r#","note":false"#, TypedFor::Answer),
            ("", TypedFor::Answer),
        ] {
            let draft = format!(r#"{{"place":{place},"text":"sore"{kept}}}"#);
            let draft: Draft = serde_json::from_str(&draft).unwrap();
            assert_eq!(draft.typed_for, typed_for);
            let again = serde_json::to_string(&draft).unwrap();
            assert_eq!(serde_json::from_str::<Draft>(&again).unwrap(), draft);
        }
    }
}
