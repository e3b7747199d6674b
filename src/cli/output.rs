//! The doors through which a command puts something out: text, JSON and tables on the standard output, sentences on the
//! standard error, reports in files. Each makes shown what nobody could see.
//!
//! Nothing else in `cli` writes to a stream; `tests/domain/outputs.rs` reads the sources and says so.

pub(super) mod table;

use super::failure::Failure;
use crate::domain::base::shown::{is_unseen, shown_json, shown_line, shown_lines};
use crate::text::DEFAULT;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

/// What stands in JSON in the place of what the user does not see yet.
pub const HIDDEN: &str = "hidden";

/// Writes text to the standard output; a reader that has read enough is no failure.
///
/// # Errors
/// When the output cannot be written for any other reason.
pub fn say(text: &[u8]) -> Result<(), Failure> {
    // What is no text is none of ours: its bytes become the sign for that.
    put(shown_lines(&String::from_utf8_lossy(text)).as_bytes())
}

/// Writes JSON, or several lines of it, to the standard output; what nobody could see is escaped as JSON escapes.
///
/// # Errors
/// When the output cannot be written.
pub fn say_json(json: &str) -> Result<(), Failure> {
    put(shown_json(json).as_bytes())
}

/// Writes a table that `table::csv_rows` made to the standard output.
///
/// # Errors
/// When the output cannot be written.
pub fn say_table(rows: &str) -> Result<(), Failure> {
    // Its cells hold nothing unseen; here only its line ends may.
    let lines = rows.split_inclusive("\r\n").map(|line| {
        let end = if line.ends_with("\r\n") { "\r\n" } else { "" };
        let cells = line.strip_suffix("\r\n").unwrap_or(line);
        shown_line(cells).into_owned() + end
    });
    put(lines.collect::<String>().as_bytes())
}

/// Writes a value to the standard output as JSON of several lines.
///
/// # Errors
/// When the output cannot be written.
pub fn say_value(value: &impl serde::Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value);
    say_json(&(json.map_err(|error| Failure::new(error.to_string()))? + "\n"))
}

fn put(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let written = output.write_all(bytes).and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes text to the standard error; whoever started this may be gone.
pub fn tell(text: &str) {
    let _ = io::stderr().write_all(shown_lines(text).as_bytes());
}

/// Writes how far something is over the line before, where somebody looks; with an end when it is over.
pub fn tell_progress(text: &str, over: bool) {
    if !io::stderr().is_terminal() {
        return;
    }
    let end = if over { "\n" } else { "" };
    let _ = write!(io::stderr(), "\r{}{end}", shown_lines(text));
}

/// Returns the standard error, for questions that are a part of the program.
pub(super) fn questions() -> Shown<io::Stderr> {
    Shown(io::stderr())
}

/// Returns the standard output for many lines of JSON.
pub(super) fn json_lines() -> JsonLines<BufWriter<io::StdoutLock<'static>>> {
    JsonLines(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
}

/// Returns the standard output for an archive, whose bytes are no text.
pub(super) fn archive() -> io::StdoutLock<'static> {
    io::stdout().lock()
}

/// Returns whether the standard output is a terminal, which takes text alone.
pub(super) fn is_for_text() -> bool {
    io::stdout().is_terminal()
}

/// A stream of text; each write is whole characters.
pub(super) struct Shown<W>(W);

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(shown_lines(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A stream of JSON; each write is whole lines.
pub(super) struct JsonLines<W>(W);

impl<W: Write> Write for JsonLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Without an early end the compiler looks at many bytes at once.
        let is_plain = |plain, byte: &u8| plain & matches!(byte, b' '..=b'~' | b'\n');
        if bytes.iter().fold(true, is_plain) {
            self.0.write_all(bytes)?;
        } else {
            let json = String::from_utf8_lossy(bytes);
            self.0.write_all(shown_json(&json).as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes a report to a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let made = OpenOptions::new().write(true).create_new(true).open(path);
    let written = made.and_then(|mut file| {
        file.write_all(shown_lines(text).as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| {
        let failure = Failure::new(DEFAULT.file_not_written(path, &error.to_string()));
        match error.kind() {
            io::ErrorKind::AlreadyExists => failure.hint(DEFAULT.name_new_file()),
            _ => failure,
        }
    })
}

/// Returns what is wrong with the command line, with the words of it shown.
pub(super) fn shown_usage(mut error: clap::Error) -> clap::Error {
    use clap::error::ContextValue;
    let words: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| {
            let shown = |text: &String| shown_line(text).into_owned();
            match value {
                ContextValue::String(text) if text.contains(is_unseen) => {
                    Some((kind, ContextValue::String(shown(text))))
                }
                ContextValue::Strings(all) if all.iter().any(|text| text.contains(is_unseen)) => {
                    Some((kind, ContextValue::Strings(all.iter().map(shown).collect())))
                }
                _ => None,
            }
        })
        .collect();
    for (kind, value) in words {
        error.insert(kind, value);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_of_json_stays_json_and_has_nothing_unseen() {
        let mut out = Vec::new();
        let mut lines = JsonLines(&mut out);
        lines.write_all(b"{\"a\":1}\n").unwrap();
        lines
            .write_all("{\"a\":\"\u{202e}\u{feff}\u{7f}\"}\n".as_bytes())
            .unwrap();
        lines.flush().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"a\":1}\n{\"a\":\"\\u202e\\ufeff\\u007f\"}\n"
        );
    }

    #[test]
    fn what_the_program_prints_of_itself_is_put_out_as_it_is() {
        let mut page = Vec::new();
        clap_mangen::Man::new(super::super::definitions())
            .render(&mut page)
            .unwrap();
        let mut texts = vec![page];
        for shell in <clap_complete::Shell as clap::ValueEnum>::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(
                *shell,
                &mut super::super::definitions(),
                "coreset",
                &mut script,
            );
            texts.push(script);
        }
        for text in texts {
            let text = String::from_utf8(text).unwrap();
            assert_eq!(shown_lines(&text), text);
        }
    }
}
