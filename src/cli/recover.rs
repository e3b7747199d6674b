//! `coreset recover`: copies the intact entries of a damaged record into a new study, and lists those that are lost.

use super::failure::{DAMAGED, Failure, say};
use super::open::{program, progress_of, prove, store_failure};
use crate::server::{self, Options, RecoverReport, VerifyReport};
use crate::study_directory;
use crate::text::DEFAULT;
use crate::text::commands::copies::Recovered;
use crate::text::commands::reach::LongWork;
use crate::text::store::Work;
use clap::Args;
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
    let files =
        files.map_err(|error| Failure::new(error.to_string()).hint(DEFAULT.move_and_recover()))?;
    let recovering = server::begin_recovery(
        dir,
        out,
        &study_directory::inside(dir, files),
        &program(),
        &own.program,
        &own.clock,
        &mut progress_of(LongWork::Rescuing),
    );
    let recovering = recovering.map_err(|error| store_failure(&error))?;
    if recovering.anew {
        say((DEFAULT.begun_anew(Work::Recovery, out) + "\n").as_bytes())?;
    }
    let (changed, verified) =
        prove_rescued(out, own).map_err(|failure| failure.hint(DEFAULT.still_unfinished(out)))?;
    let report = recovering.done().map_err(|error| store_failure(&error))?;
    say(in_words(&report, out).as_bytes())?;
    let head = DEFAULT.head_line(&verified.head, verified.entries) + "\n";
    say(head.as_bytes())?;
    if let Some(changed) = changed {
        say(format!("{}\n", not_yet(&changed)).as_bytes())?;
    }
    if report.lost.is_empty() {
        return Ok(());
    }
    Err(Failure::from(DEFAULT.lost_entries(&report.lost_stretches())).code(DAMAGED))
}

/// Returns what keeps a record that is whole from being opened.
pub(super) fn not_yet(changed: &Failure) -> String {
    DEFAULT.opens_not_yet(&changed.message, &changed.hints)
}

/// Proves what was rescued; returns what keeps it from being opened.
fn prove_rescued(out: &Path, options: Options) -> Result<(Option<Failure>, VerifyReport), Failure> {
    let changed = prove(out, options)?;
    let verified = server::verify_unfinished(out, &mut progress_of(LongWork::Verifying));
    let verified = verified.map_err(|error| store_failure(&error))?;
    match verified.is_sound() {
        true => Ok((changed, verified)),
        false => {
            let flaws = verified.findings.iter().map(|flaw| DEFAULT.flaw(flaw));
            let flaws: Vec<String> = flaws.collect();
            Err(Failure::new(flaws.join(" ")).code(DAMAGED))
        }
    }
}

fn in_words(report: &RecoverReport, out: &Path) -> String {
    DEFAULT.recovered(&Recovered {
        out,
        entries: report.entries,
        rescued: report.rescued,
        from_copies: report.from_copies,
        unread: &report.unread,
        about: &report.about,
        not_enrolled: &report.not_enrolled,
        unopened: report.unopened,
        open_end: report.open_end,
    })
}
