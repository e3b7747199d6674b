//! `coreset recover`: copies the intact entries of a damaged record into a new study, and lists those that are lost.

use super::failure::{DAMAGED, Failure, say};
use super::open::{program, progress_of, prove, store_failure};
use super::restore::still_unfinished;
use crate::domain::base::shown::shown_line;
use crate::server::{self, Options, RecoverReport, VerifyReport};
use crate::study_directory;
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Options of `coreset recover`.
#[derive(Args, Debug)]
#[command(
    after_help = "For a record that no longer opens and has no good backup. Try in this order:\n  coreset --study DIR             opening repairs what the second copy of an entry can prove\n  coreset restore BACKUP NEW      the newest backup, when nothing was entered since\n  coreset recover DIR OUT         what is left\n\nDIR is only read. OUT gets a record of its own: its first entry says that it was recovered, of what, and what is lost; every other entry keeps its time, its user and its words, and recovered.jsonl its number and hash of then. `coreset verify --study OUT` passes, and says so. Ask for the lost entries again, as late entries.\n\nExit codes: 0 nothing is lost, 1 or 3 it could not be done, 4 something is lost and is named."
)]
pub struct RecoverOptions {
    /// Directory of the damaged study
    dir: PathBuf,
    /// Directory of the new study; empty, or not there yet
    out: PathBuf,
}

/// Rescues what is left, and names what is not.
///
/// # Errors
/// When nothing could be rescued, or something is lost.
pub fn run(options: &RecoverOptions) -> Result<(), Failure> {
    let RecoverOptions { dir, out } = options;
    let own = Options {
        create: false,
        ..Options::default()
    };
    // What keeps a directory from being read is told by the recovery.
    let files = match dir.is_dir() {
        true => study_directory::study_files(dir),
        false => Ok(Vec::new()),
    };
    let files = files.map_err(|error| {
        Failure::new(error.to_string())
            .hint("nothing was made; move the file elsewhere and recover again")
    })?;
    let recovering = server::begin_recovery(
        dir,
        out,
        &study_directory::inside(dir, files),
        &program(),
        &own.program,
        &own.clock,
        &mut progress_of("Rescuing"),
    );
    let recovering = recovering.map_err(|error| store_failure(&error))?;
    if recovering.anew {
        let words = format!(
            "an earlier recovery to {} was broken off; what it had left was removed, and this one began anew\n",
            out.display()
        );
        say(words.as_bytes())?;
    }
    let (changed, verified) =
        prove_rescued(out, own).map_err(|failure| failure.hint(still_unfinished(out)))?;
    let report = recovering.done().map_err(|error| store_failure(&error))?;
    say(in_words(&report, out).as_bytes())?;
    say(format!("head   {}@{}\n", verified.head, verified.entries).as_bytes())?;
    if let Some(changed) = changed {
        say(format!("{}\n", not_yet(&changed)).as_bytes())?;
    }
    if report.lost.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("lost: {}", report.lost_in_words()))
        .hint("keep the damaged directory; look for these entries in older backups and on paper")
        .code(DAMAGED))
}

/// Returns what keeps a record that is whole from being opened.
pub(super) fn not_yet(changed: &Failure) -> String {
    format!(
        "It does not open yet. {} {}",
        changed.message,
        changed.hints.join(" ")
    )
}

/// Proves what was rescued; returns what keeps it from being opened.
fn prove_rescued(out: &Path, options: Options) -> Result<(Option<Failure>, VerifyReport), Failure> {
    let changed = prove(out, options)?;
    let verified = server::verify_unfinished(out, &mut progress_of("Verifying"));
    let verified = verified.map_err(|error| store_failure(&error))?;
    match verified.is_sound() {
        true => Ok((changed, verified)),
        false => Err(Failure::new(verified.findings.join(" ")).code(DAMAGED)),
    }
}

fn in_words(report: &RecoverReport, out: &Path) -> String {
    let mut text = format!(
        "recovered {} of {} entries to {}, {} of them from copies\n",
        report.rescued,
        report.entries,
        shown_line(&out.to_string_lossy()),
        report.from_copies
    );
    for unread in &report.unread {
        let unread = unread.to_string();
        let _ = writeln!(text, "not readable: {}", shown_line(&unread));
    }
    for (seq, who) in &report.about {
        let who = who.to_string();
        let _ = writeln!(
            text,
            "lost: entry {seq}, about participant {}",
            shown_line(&who)
        );
    }
    if !report.not_enrolled.is_empty() {
        let who: Vec<&str> = report.not_enrolled.iter().map(String::as_str).collect();
        let _ = writeln!(
            text,
            "the enrolment of {} is lost: their other entries are in the new journal, but no screen shows them",
            shown_line(&who.join(", "))
        );
    }
    if report.unopened > 0 {
        let _ = writeln!(
            text,
            "queries whose question is lost: {}; their later steps are in the new journal, but no screen shows them",
            report.unopened
        );
    }
    if report.open_end {
        text += "both head slots are lost: whether there was more at the end cannot be told\n";
    }
    text
}
