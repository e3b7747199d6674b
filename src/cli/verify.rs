//! `coreset verify`: reads the whole record and says whether every entry is as it was written.

use super::StudyOption;
use super::failure::{DAMAGED, Failure, say};
use super::open::{store_failure, study_dir};
use crate::library;
use crate::server::{self, VerifyReport};
use clap::Args;

/// Options of `coreset verify`.
#[derive(Args, Debug)]
pub struct VerifyOptions {
    /// The newest hash as printed elsewhere; the record must end with it
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

/// Verifies the record and prints what was read.
///
/// # Errors
/// When the record is damaged, ends elsewhere than it should, or cannot be read.
pub fn run(option: &StudyOption, options: &VerifyOptions) -> Result<(), Failure> {
    let study = library::embedded_study().map_err(|error| Failure::new(error.to_string()))?;
    let dir = study_dir(option, &study.protocol.id)?;
    let report = server::verify(&dir).map_err(|error| store_failure(&error))?;
    say(in_words(&report).as_bytes())?;
    if !report.is_sound() {
        return Err(Failure::new("the record is not sound")
            .hint("opening the study repairs what its second copy can prove")
            .code(DAMAGED));
    }
    match &options.head {
        Some(head) if !report.head.eq_ignore_ascii_case(head) => {
            Err(Failure::new("the record does not end with this hash").code(DAMAGED))
        }
        _ => Ok(()),
    }
}

/// Returns what was read: how many entries, from when to when, and the hash to write down.
fn in_words(report: &VerifyReport) -> String {
    let mut lines = vec![format!(
        "{} entries read in {} journal files",
        report.entries, report.segments
    )];
    if let (Some(first), Some(last)) = (report.first_at, report.last_at) {
        lines.push(format!("first  {}", first.to_rfc3339()));
        lines.push(format!("last   {}", last.to_rfc3339()));
    }
    lines.push(format!("head   {}", report.head));
    for seq in &report.clock_steps {
        lines.push(format!(
            "entry {seq} is stored at an earlier time than the one before: the clock was put back"
        ));
    }
    for finding in &report.findings {
        lines.push(format!("! {finding}"));
    }
    if report.is_sound() {
        lines.push("every entry is as it was written".to_owned());
    }
    lines.join("\n") + "\n"
}
