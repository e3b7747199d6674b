//! `coreset score`: scores JSON Lines from files, or from the standard input when none is named.
//!
//! Knows no scoring: it opens what it is told and hands it to the batch scorer.

use crate::batch::score_stream;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Scores the files in order, `-` being the standard input, and returns how many lines could not be scored.
pub fn run(files: &[PathBuf], output: impl Write) -> io::Result<usize> {
    let mut output = BufWriter::with_capacity(1 << 16, output);
    let standard_input = [PathBuf::from("-")];
    let files = if files.is_empty() {
        &standard_input
    } else {
        files
    };
    let mut bad = 0;
    for file in files {
        bad += if file == Path::new("-") {
            score_stream(io::stdin().lock(), &mut output)?
        } else {
            let opened = File::open(file).map_err(|error| {
                let message = format!("cannot read {}: {error}", file.display());
                io::Error::new(error.kind(), message)
            })?;
            score_stream(BufReader::with_capacity(1 << 16, opened), &mut output)?
        };
    }
    output.flush()?;
    Ok(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_scored_in_order_and_bad_lines_counted() {
        let directory = tempfile::tempdir().unwrap();
        let (one, two) = (directory.path().join("1"), directory.path().join("2"));
        std::fs::write(
            &one,
            "{\"id\":\"a\",\"instrument\":\"rand36\",\"answers\":{}}\n",
        )
        .unwrap();
        std::fs::write(&two, "{\"id\":\"b\"}").unwrap();
        let mut output = Vec::new();
        assert_eq!(run(&[one, two], &mut output).unwrap(), 1);
        let output = String::from_utf8(output).unwrap();
        let ids: Vec<_> = output.lines().map(|line| &line[..9]).collect();
        assert_eq!(ids, ["{\"id\":\"a\"", "{\"id\":\"b\""]);
        let error = run(&[directory.path().join("none")], Vec::new()).unwrap_err();
        assert!(error.to_string().contains("none"));
    }
}
