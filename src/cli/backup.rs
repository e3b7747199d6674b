//! `coreset backup`: copies the record to another disk, also while it is being written, and has the study record it.

use super::StudyOption;
use super::connect::{CommandClient, ServerAddress, check_exists, server_address};
use super::failure::{CLOSED, Failure, say};
use super::open::{load_study, own_study_dir, progress_of, store_failure};
use super::outside_heads;
use crate::domain::base::shown::shown_line;
use crate::domain::record::entry::PROGRAM;
use crate::domain::record::event::Event;
use crate::server::{self, About, BackupReport};
use crate::study_directory;
use crate::text::DEFAULT;
use crate::text::commands::copies::BackedUp;
use crate::text::commands::reach::LongWork;
use clap::Args;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Options of `coreset backup`.
#[derive(Args, Debug)]
#[command(
    after_help = "Run it as the account that owns the study's files. Where systemd serves the study, name both places:\n  sudo -u coreset coreset backup /mnt/backup --study /var/lib/coreset --socket /run/coreset/socket\n\nThe terminals go on meanwhile. The copy ends at an acknowledged entry, is read again and proven, and its manifest, backup.json, is written last: a backup broken off leaves the one before as it was. Closed files of the journal that DIR has already are not copied again. The study records each backup.\n\nThe head that it prints is appended to DIR.heads, beside the backup. Keep a copy away from this machine: `coreset verify --heads FILE` proves later that the record still holds every head in it. A backup is worth what its restore is: test it with `coreset restore --test DIR`.\n\nNot in the backup: the passphrases. After a restore `coreset user reset USER` lets each set a new one.\n\nExit codes: 0 done, 1 the backup is whole but the study could not record it, 3 a directory is not fit or no server was reached, 4 the record is damaged."
)]
pub struct BackupOptions {
    /// Directory of the backup, on another disk; made when it is not there, brought up to date when it is
    dir: PathBuf,
}

/// Makes a backup, prints its head, and tells the study's server.
///
/// # Errors
/// When the study cannot be read or is damaged, when the directory cannot take a backup, or when the study could not record it.
pub fn run(option: &StudyOption, options: &BackupOptions) -> Result<(), Failure> {
    let dir = own_study_dir(option)?;
    check_exists(&dir)?;
    let (study, files) = load_study(&dir)?;
    let files = study_directory::inside(&dir, files);
    let about = About {
        protocol_hash: study.hash,
        files: &files,
        program: PROGRAM.to_owned(),
        clock: Box::new(|| chrono::Local::now().fixed_offset()),
    };
    let done = server::backup(
        &dir,
        &options.dir,
        &about,
        &mut progress_of(LongWork::BackingUp),
    );
    let report = done.map_err(|error| store_failure(&error))?;
    say(in_words(&report, &options.dir).as_bytes())?;
    say(keep_head(&report, &options.dir, &dir).as_bytes())?;
    let event = Event::BackedUp {
        head: report.manifest.head.clone(),
        entries: report.manifest.entries,
    };
    record_event(option, event).map_err(|failure| {
        let message = DEFAULT.backup_not_recorded(&failure.message);
        Failure { message, ..failure }
    })
}

/// Appends the head to the file beside the backup; returns what came of it as a line.
fn keep_head(report: &BackupReport, backup: &Path, study: &Path) -> String {
    let manifest = &report.manifest;
    let head = (manifest.entries, manifest.head.as_str());
    let source = format!("backup of {}", shown_line(&study.to_string_lossy()));
    let kept = outside_heads::beside(backup).and_then(|file| {
        outside_heads::append(&file, head, manifest.at, &source)?;
        Ok(file)
    });
    match kept {
        Ok(file) => DEFAULT.head_kept(&file),
        Err(error) => DEFAULT.head_not_kept(&error.to_string()),
    }
}

/// Has the study record something about its backups.
///
/// # Errors
/// When its server is not reached, or does not take it.
pub(super) fn record_event(option: &StudyOption, event: Event) -> Result<(), Failure> {
    if let ServerAddress::Study(dir) = server_address(option)?
        && let Ok(meta) = dir.metadata()
        && meta.uid() != rustix::process::geteuid().as_raw()
    {
        // A server started by another account would leave files in the study that its own could not write.
        return Err(Failure::from(DEFAULT.foreign_files()).code(CLOSED));
    }
    CommandClient::new(option)?.append(vec![event])
}

fn in_words(report: &BackupReport, dir: &Path) -> String {
    let manifest = &report.manifest;
    DEFAULT.backed_up(&BackedUp {
        dir,
        entries: manifest.entries,
        before: report.before,
        copied: report.copied,
        kept: report.kept,
        bytes: report.bytes,
        at: manifest.at,
        head: &manifest.head,
    })
}
