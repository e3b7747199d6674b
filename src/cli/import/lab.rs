//! `coreset import lab`: the results of a laboratory.

use super::{INPUT, Import, StudyOption, bytes, wrong};
use crate::cli::connect::unexpected_reply;
use crate::cli::failure::Failure;
use crate::cli::output::say;
use crate::import::lab::{EXAMPLE, Lab, LabMap, MOST_BYTES};
use crate::protocol::messages::{Reply, Request};
use crate::study_directory::MAP;
use crate::text::DEFAULT;
use crate::text::imports::NotImported;
use chrono::{DateTime, Local, Utc};
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `coreset import lab`.
#[derive(Args, Debug)]
pub(super) struct LabOptions {
    /// File with the results, of at most 16 MB; `-` is the standard input
    #[arg(required_unless_present = "example", requires = "map")]
    file: Option<PathBuf>,
    /// How the file is read, in TOML; over SSH the name of a map in imports/ of the study directory
    #[arg(long)]
    map: Option<PathBuf>,
    /// Store nothing; list each result: line, place, old, new, verdict
    #[arg(long)]
    dry_run: bool,
    /// Take in the rest where rows are refused
    #[arg(long)]
    skip_refused: bool,
    /// Print a map to begin with
    #[arg(long, conflicts_with_all = ["file", "map", "dry_run", "skip_refused"])]
    example: bool,
}

impl LabOptions {
    pub(super) fn names_no_file(&self) -> bool {
        let mut files = self.file.iter();
        files.all(|file| file.as_os_str() == INPUT)
    }
}

pub(super) fn run(
    option: &StudyOption,
    options: &LabOptions,
    captive: bool,
) -> Result<(), Failure> {
    if options.example {
        return say(EXAMPLE.as_bytes());
    }
    let (Some(path), Some(name)) = (&options.file, &options.map) else {
        return Err(DEFAULT.not_imported(&NotImported::NoMap).into());
    };
    let own = match captive {
        true => None,
        false => Some(map_of(name)?),
    };
    let bytes = bytes(path, MOST_BYTES)?;
    let (mut import, study) = Import::begin(option, options.dry_run)?;
    let text = match own {
        Some(text) => text,
        None => kept_map(&import, name)?,
    };
    let map = LabMap::read(&name.display().to_string(), &text, &study);
    let map = map.map_err(|error| Failure::new(error.to_string()))?;
    let local = |moment: DateTime<Utc>| moment.with_timezone(&Local).naive_local();
    let file = Lab::read(&study, &map, &bytes, &local).map_err(|fault| wrong(path, &fault))?;
    import.told.left_out = file.left_out;
    for fault in &file.refused {
        import.refuse("", fault);
    }
    for who in file.participants() {
        let record = import.record(who)?;
        let plan = file.plan(who, record.as_deref(), &import.terms());
        import.take(who, plan);
    }
    import.finish(!options.skip_refused)
}

/// Returns the text of a map.
fn map_of(path: &Path) -> Result<String, Failure> {
    let bytes = bytes(path, MAP)?;
    if bytes.len() as u64 > MAP {
        let most = MAP;
        return Err(DEFAULT.not_imported(&NotImported::LargeMap { most }).into());
    }
    String::from_utf8(bytes).map_err(|error| {
        let error = error.to_string();
        let error = error.as_str();
        DEFAULT
            .not_imported(&NotImported::Unreadable { path, error })
            .into()
    })
}

/// Returns a map that is kept beside the record, which only its server reads.
fn kept_map(import: &Import, name: &Path) -> Result<String, Failure> {
    let name = name.display().to_string();
    match import.asker.ask(&Request::ImportMap(name))? {
        Reply::ImportMap(text) => Ok(text),
        other => Err(unexpected_reply(&other)),
    }
}
