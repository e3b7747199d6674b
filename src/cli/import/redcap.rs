//! `coreset import redcap`: the data of a project of REDCap.

use super::{INPUT, Import, StudyOption, bytes, wrong};
use crate::cli::failure::Failure;
use crate::import::MOST_BYTES;
use crate::import::redcap::{FILE, Redcap};
use clap::Args;
use std::path::PathBuf;

/// Options of `coreset import redcap`.
#[derive(Args, Debug)]
pub(super) struct RedcapOptions {
    /// Directory with data.csv, of at most 64 MB; `-` takes data.csv from the standard input
    dir: PathBuf,
    /// Store nothing; list each cell: line, place, old, new, verdict
    #[arg(long)]
    dry_run: bool,
}

impl RedcapOptions {
    pub(super) fn names_no_file(&self) -> bool {
        self.dir.as_os_str() == INPUT
    }
}

pub(super) fn run(option: &StudyOption, options: &RedcapOptions) -> Result<(), Failure> {
    let path = match options.names_no_file() {
        true => options.dir.clone(),
        false => options.dir.join(FILE),
    };
    let bytes = bytes(&path, MOST_BYTES)?;
    let (mut import, study) = Import::begin(option, options.dry_run)?;
    let names = study.names();
    let names = names.map_err(|error| Failure::new(error.to_string()))?;
    let file = Redcap::read(&study, &names, &bytes).map_err(|fault| wrong(&path, &fault))?;
    for who in file.participants() {
        let record = import.record(who)?;
        let wrong = |fault| wrong(&path, &fault);
        let plan = file.plan(who, record.as_deref(), &import.terms());
        let plan = plan.map_err(wrong)?;
        if let Some(record) = &record {
            file.check(record, &plan, &import.terms()).map_err(wrong)?;
        }
        import.take(who, plan);
    }
    import.finish(true)
}
