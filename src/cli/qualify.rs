//! `coreset qualify`: checks the installation against the requirements, and writes a dated report for signature.

mod installation;

use super::StudyOption;
use super::failure::{Failure, say};
use super::open::progress_of;
use super::output::write_new;
use crate::domain::base::shown::shown_line;
use crate::text::commands::qualify::{Part, Signer};
use crate::text::commands::reach::LongWork;
use crate::text::{DEFAULT, Language};
use crate::tools::qualify::{Seen, checks};
use chrono::{DateTime, FixedOffset, Local};
use clap::Args;
use std::path::PathBuf;

/// Options of `coreset qualify`.
#[derive(Args, Debug)]
#[command(
    after_help = "Installation: version, hash of the program, protocol and forms, system, permissions, file system, room, clock. Operation: every requirement by id on scratch studies in the temporary directory, which are removed; the study itself is only looked at. The numbers in brackets are the points of the table in docs/compliance.md. Exit code 0: all passed, 1: something failed."
)]
pub struct QualifyOptions {
    /// Write the report to this new file instead of the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// One line of the report, with what was seen.
struct Line {
    id: String,
    points: String,
    what: String,
    seen: Seen,
}

/// Columns of the report.
const COLUMNS: usize = 80;

/// Runs all checks and writes the report.
///
/// # Errors
/// When a check fails, or the report cannot be written.
pub fn run(option: &StudyOption, options: &QualifyOptions) -> Result<(), Failure> {
    let begun = Local::now().fixed_offset();
    let installed = installation::look(option)?;
    let checks = checks();
    let all = u64::try_from(checks.len()).unwrap_or(u64::MAX);
    let mut progress = progress_of(LongWork::Qualifying);
    let mut operation = Vec::new();
    for (check, done) in checks.iter().zip(1..) {
        operation.push(Line {
            id: check.id.to_owned(),
            points: points(check.points),
            what: check.what.to_owned(),
            seen: check.run(),
        });
        progress(done, all);
    }
    let report = report(begun, &installed, &operation, DEFAULT);
    match &options.out {
        Some(path) => write_new(path, &report)?,
        None => say(report.as_bytes())?,
    }
    let failed = installed
        .iter()
        .chain(&operation)
        .filter(|line| line.seen.is_err());
    let failed: Vec<&str> = failed.map(|line| line.id.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(DEFAULT.not_qualified(&failed).into())
}

fn points(points: &[u8]) -> String {
    let points: Vec<String> = points.iter().map(ToString::to_string).collect();
    points.join(", ")
}

fn report(
    begun: DateTime<FixedOffset>,
    installed: &[Line],
    operation: &[Line],
    language: &dyn Language,
) -> String {
    let mut text = language.qualification(env!("CARGO_PKG_VERSION"), &begun.to_rfc3339());
    text.push('\n');
    section(&mut text, Part::Installation, installed, language);
    section(&mut text, Part::Operation, operation, language);
    let all = installed.len() + operation.len();
    let passed = installed
        .iter()
        .chain(operation)
        .filter(|line| line.seen.is_ok())
        .count();
    text += &format!("\n{}\n", language.passed_in_all(passed, all));
    text += &format!("\n{}\n", language.for_the_site());
    for who in [Signer::Doer, Signer::Reviewer] {
        text += &format!("\n{}\n", language.sign_here(who));
    }
    text
}

fn section(text: &mut String, part: Part, lines: &[Line], language: &dyn Language) {
    let title = language.qualify_part(part);
    *text += &format!("\n{title}\n{}\n", "-".repeat(COLUMNS));
    for line in lines {
        let (Ok(seen) | Err(seen)) = &line.seen;
        let word = language.passed(line.seen.is_ok());
        let points = match line.points.as_str() {
            "" => String::new(),
            points => format!(" ({points})"),
        };
        wrap(
            text,
            &format!("{word}  {}  ", line.id),
            &format!("{}{points}", line.what),
        );
        wrap(text, language.seen(), seen);
    }
}

/// Adds words behind a beginning, wrapped under themselves; a word that is too long stands on a line of its own.
fn wrap(text: &mut String, head: &str, words: &str) {
    let indent = head.chars().count();
    let mut line = head.to_owned();
    let mut empty = true;
    for word in words.split_whitespace() {
        let word = shown_line(word);
        if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            *text += line.trim_end();
            text.push('\n');
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += &word;
        empty = false;
    }
    *text += line.trim_end();
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, seen: Seen) -> Line {
        Line {
            id: id.to_owned(),
            points: "3, 4".to_owned(),
            what: "It is so".to_owned(),
            seen,
        }
    }

    #[test]
    fn the_report_counts_and_names_what_failed_and_has_a_place_to_sign() {
        let begun = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
        let operation = [
            line("CS-01", Ok("as it should be".to_owned())),
            line("CS-02", Err("something \u{1b}[2Jelse ".repeat(9))),
        ];
        let text = report(begun, &[], &operation, DEFAULT);
        assert!(text.contains("Begun 2026-01-05T09:00:00+01:00"), "{text}");
        assert!(
            text.contains("pass  CS-01  It is so (3, 4)\n             seen: as it"),
            "{text}"
        );
        assert!(text.contains("FAIL  CS-02"), "{text}");
        assert!(text.contains("1 of 2 passed, 1 failed."), "{text}");
        assert!(text.contains("signature ____"), "{text}");
        assert!(!text.contains('\u{1b}'));
        assert!(
            text.lines().all(|line| line.chars().count() <= 84),
            "{text}"
        );
    }
}
