//! `coreset restore`: restores a backup and proves that it is the same record; with `--test` removes the copy again.

use super::StudyOption;
use super::backup::record_event;
use super::failure::{DAMAGED, Failure, say};
use super::open::{open, progress_of, prove, store_failure};
use super::recover::not_yet;
use crate::domain::record::event::Event;
use crate::server::{self, Manifest, Options, Restored};
use crate::text::DEFAULT;
use crate::text::commands::copies;
use crate::text::commands::reach::LongWork;
use crate::text::store::Work;
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `coreset restore`.
#[derive(Args, Debug)]
#[command(
    after_help = "To bring a study back:\n  coreset restore /mnt/backup /srv/trial\n  coreset --study /srv/trial\n\nTo know that you could, every quarter, and let the study record it:\n  coreset restore --test /mnt/backup\nIt needs room for the whole record in $TMPDIR and removes it again. Add --study DIR, or --socket PATH, for a study that is not your own.\n\nEvery file is compared with the manifest, the sessions are built anew, the whole chain is verified, and its head must be the backup's. Nothing is ever written over a study. Until all of that is proven DIR is marked as unfinished and opens for nobody; after one that was broken off, the same command removes what it left and begins anew. The passphrases are not in a backup: a manager of the study lets each user set a new one with `coreset user reset USER`.\n\nExit codes: 0 the same record, 1 the study could not record the test, 3 a directory is not fit or no server was reached, 4 the backup is damaged."
)]
pub struct RestoreOptions {
    /// Restore to a temporary directory, verify, remove it, and have the study record that this was tested
    #[arg(long)]
    test: bool,
    /// Directory of the backup
    backup: PathBuf,
    /// Directory of the study; empty, or not there yet
    #[arg(required_unless_present = "test", conflicts_with = "test")]
    dir: Option<PathBuf>,
}

/// Restores a backup, or tests that it can be restored.
///
/// # Errors
/// When the backup is not whole, the directory is not empty, or what came out is not the record that went in.
pub fn run(option: &StudyOption, options: &RestoreOptions) -> Result<(), Failure> {
    if let Some(dir) = &options.dir {
        let own = Options {
            create: false,
            ..Options::default()
        };
        let (manifest, changed) = restore(&options.backup, dir, own)?;
        let words = in_words(false, &manifest);
        let opens = match changed {
            Some(changed) => not_yet(&changed),
            None => {
                record(dir, &manifest)?;
                format!(
                    "{}\n{}",
                    DEFAULT.restore_recorded(),
                    DEFAULT.opens_with(dir)
                )
            }
        };
        return say(format!("{words}{opens}\n").as_bytes());
    }
    let place = tempfile::tempdir()?;
    let own = Options {
        create: false,
        floor_bytes: 0,
        reserve_bytes: 0,
        ..Options::default()
    };
    let (manifest, changed) = restore(&options.backup, &place.path().join("study"), own)?;
    place.close()?;
    say(in_words(true, &manifest).as_bytes())?;
    if let Some(changed) = changed {
        // A backup whose study cannot be opened is not tested.
        return Err(Failure {
            message: not_yet(&changed),
            ..changed
        });
    }
    let event = Event::RestoreTested {
        head: manifest.head,
        entries: manifest.entries,
    };
    record_event(option, event).map_err(|failure| {
        let message = DEFAULT.restore_not_recorded(&failure.message);
        Failure { message, ..failure }
    })
}

/// Restores a backup and proves that the new study holds the same record, before it may be opened; returns what keeps it
/// from being opened all the same.
fn restore(
    backup: &Path,
    dir: &Path,
    options: Options,
) -> Result<(Manifest, Option<Failure>), Failure> {
    let restored = server::begin_restore(backup, dir, &mut progress_of(LongWork::Restoring));
    let restored = restored.map_err(|error| store_failure(&error))?;
    if restored.anew {
        say((DEFAULT.begun_anew(Work::Restore, dir) + "\n").as_bytes())?;
    }
    prove_restored(&restored, dir, options)
        .map_err(|failure| failure.hint(DEFAULT.still_unfinished(dir)))
        .and_then(|changed| {
            let manifest = restored.done().map_err(|error| store_failure(&error))?;
            Ok((manifest, changed))
        })
}

/// Proves what was restored; returns what keeps it from being opened.
fn prove_restored(
    restored: &Restored,
    dir: &Path,
    options: Options,
) -> Result<Option<Failure>, Failure> {
    // Builds the sessions; what cannot be opened is not restored.
    let changed = prove(dir, options)?;
    let report = server::verify_unfinished(dir, &mut progress_of(LongWork::Verifying));
    let report = report.map_err(|error| store_failure(&error))?;
    let manifest = &restored.manifest;
    if report.is_sound() && report.head == manifest.head && report.entries == manifest.entries {
        return Ok(changed);
    }
    let mut failure = Failure::new(DEFAULT.restored_another(
        (report.entries, &report.head),
        (manifest.entries, &manifest.head),
    ));
    for finding in report.findings {
        failure = failure.hint(DEFAULT.flaw(&finding));
    }
    Err(failure.code(DAMAGED))
}

/// Records in the restored study itself that it was restored, so that what accounts were told later is no alarm.
fn record(dir: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let own = Options {
        create: false,
        ..Options::default()
    };
    let event = Event::Restored {
        entries: manifest.entries,
        head: manifest.head.clone(),
    };
    let recorded = open(dir, false, own).and_then(|mut opened| {
        let request = format!("restored-{}", manifest.head);
        let appended = opened.append(&request, vec![event]);
        appended.map_err(|error| store_failure(&error))
    });
    recorded.map_err(|failure| {
        let told = DEFAULT.restore_not_in_record(&failure.message);
        let message = told.what;
        Failure { message, ..failure }.hint(told.hint)
    })
}

fn in_words(test: bool, manifest: &Manifest) -> String {
    DEFAULT.restored(&copies::Restored {
        test,
        entries: manifest.entries,
        head: &manifest.head,
        made_at: manifest.made_at,
    })
}
