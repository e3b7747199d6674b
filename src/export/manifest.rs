//! `manifest.json`: what an export holds, as of which entry, and the hashes of its files.
//!
//! It alone differs between two exports of the same data: it says who made it, and when.

use super::exporter::{Context, Remark};
use super::format::Format;
use serde_json::{Value, json};

/// Name of the file.
pub const FILE: &str = "manifest.json";

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name below the folder of the export.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// BLAKE3 over them, in hex.
    pub blake3: String,
    /// SHA-256 over them, in hex.
    pub sha256: String,
}

/// Who made an export, and when: the entry that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Login name.
    pub user: String,
    /// Name as printed.
    pub name: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Number of the entry.
    pub entry: u64,
    /// When it was stored.
    pub at: chrono::DateTime<chrono::FixedOffset>,
}

/// Returns the text of the manifest.
pub fn text(
    context: &Context,
    made: &Made,
    remarks: &[(Format, Vec<Remark>)],
    files: &[Listed],
) -> String {
    let study = &context.study;
    let selection = &context.selection;
    let value = json!({
        "study": {
            "id": study.protocol.id,
            "title": study.protocol.title,
            "version": study.number,
            "content": study.content,
            "synthetic": context.is_demo,
        },
        "program": context.program,
        "as_of": {
            "entry": context.as_of.seq,
            "hash": context.as_of.hash,
            "at": context.as_of.at.to_rfc3339(),
        },
        "made": {
            "user": made.user,
            "name": made.name,
            "roles": made.roles,
            "entry": made.entry,
            "at": made.at.to_rfc3339(),
        },
        "options": {
            "participant": selection.participant.as_ref().map(ToString::to_string),
            "visit": selection.visit.as_ref().map(ToString::to_string),
            "since_entry": selection.since,
            "excel": context.options.for_spreadsheet,
            "for_patient": context.options.for_patient,
        },
        "formats": remarks
            .iter()
            .map(|(format, remarks)| json!({
                "format": format.key(),
                "remarks": remarks.iter().map(remark).collect::<Vec<_>>(),
            }))
            .collect::<Vec<_>>(),
        "files": files
            .iter()
            .map(|file| json!({
                "name": file.name,
                "bytes": file.bytes,
                "blake3": file.blake3,
                "sha256": file.sha256,
            }))
            .collect::<Vec<_>>(),
    });
    // Made of texts and numbers alone, it is always JSON.
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

fn remark(remark: &Remark) -> Value {
    match remark {
        Remark::Hidden {
            participant,
            visit,
            form,
        } => json!({
            "what": "hidden-from-user",
            "participant": participant.as_str(),
            "visit": visit.as_str(),
            "form": form.as_str(),
        }),
        Remark::Replaced { file, count } => counted("characters-replaced", file, *count),
        Remark::Formulas { file, count } => counted("text-begins-as-a-formula", file, *count),
        Remark::LeftOut { file, count } => counted("answers-not-by-the-rules", file, *count),
        Remark::EnrolledByMistake { participant } => json!({
            "what": "enrolled-by-mistake",
            "participant": participant.as_str(),
        }),
        Remark::Cut { file, count } => counted("values-cut", file, *count),
    }
}

fn counted(what: &str, file: &str, count: u64) -> Value {
    json!({ "what": what, "file": file, "count": count })
}
