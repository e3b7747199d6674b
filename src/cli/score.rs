//! `coreset score`: reads cases as JSON Lines and prints one result for each, with the same engine as the screens.

use super::failure::Failure;
use super::output::json_lines;
use crate::text::DEFAULT;
use crate::tools::batch;
use clap::Args;
use std::fs::File;
use std::io::{self, BufReader, Write as _};
use std::path::PathBuf;

/// Options of `coreset score`.
///
/// A case is `{"id", "population", "scale", "uln", "baseline", "followup"}` with decimal strings for
/// numbers; HAQ cases are `{"id", "instrument": "haq", "answers", "aids", "help"}`, RAND-36 cases
/// `{"id", "instrument": "rand36", "answers"}`. A line that cannot be scored gives `{"id", "error"}`
/// in its place; the rest is scored, and the exit code is 1. A line is UTF-8 of at most 64 KiB; no key may stand twice.
#[derive(Args, Debug)]
pub struct ScoreOptions {
    /// Files to read, one case a line; without any, the standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl ScoreOptions {
    /// Returns whether the cases come on the standard input.
    pub fn names_no_file(&self) -> bool {
        self.files.is_empty()
    }
}

/// Scores all cases in order.
///
/// # Errors
/// When a file cannot be read, the output cannot be written, or a line could not be scored.
pub fn run(options: &ScoreOptions) -> Result<(), Failure> {
    let mut output = json_lines();
    let mut bad = 0;
    if options.files.is_empty() {
        bad += batch::score_stream(io::stdin().lock(), &mut output)?;
    }
    for path in &options.files {
        let file = File::open(path)
            .map_err(|error| Failure::new(DEFAULT.file_not_read(path, &error.to_string())))?;
        bad += batch::score_stream(BufReader::with_capacity(1 << 16, file), &mut output)?;
    }
    output.flush()?;
    match bad {
        0 => Ok(()),
        bad => Err(Failure::new(DEFAULT.not_scored(bad))),
    }
}
