//! The server's log for administrators: one line for each thing that it did, with the time.
//!
//! Must never contain anything of an answer. A log that cannot be written stops nothing.

use crate::domain::base::shown::shown_line;
use crate::protocol::mutex::lock;
use chrono::Local;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Where lines go.
#[derive(Debug)]
pub struct Log(Mutex<To>);

#[derive(Debug)]
enum To {
    Errors,
    File(Bounded),
}

/// A file that is set aside when it is full; the one set aside before goes.
#[derive(Debug)]
struct Bounded {
    path: PathBuf,
    file: File,
    len: u64,
    limit: u64,
}

impl Log {
    /// Returns a log on the standard error, which systemd keeps in its journal.
    pub fn errors() -> Self {
        Self(Mutex::new(To::Errors))
    }

    /// Returns a log in a file of at most `limit` bytes, readable by its owner alone; a full one is kept as `NAME.old`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn file(path: &Path, limit: u64) -> io::Result<Self> {
        let file = open(path)?;
        let len = file.metadata()?.len();
        let path = path.to_owned();
        Ok(Self(Mutex::new(To::File(Bounded {
            path,
            file,
            len,
            limit,
        }))))
    }

    /// Writes a line; what nobody could see in it stands as an escape.
    pub fn line(&self, text: &str) {
        let time = Local::now().format("%Y-%m-%dT%H:%M:%S%.3f%:z");
        let text = shown_line(text);
        let line = format!("{time} {text}\n");
        let mut to = lock(&self.0);
        // There is nobody to report this to.
        let _ = match &mut *to {
            To::Errors => io::stderr().write_all(line.as_bytes()),
            To::File(file) => file.write(line.as_bytes()),
        };
    }
}

impl Bounded {
    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        let more = line.len() as u64;
        if self.len > 0 && self.len.saturating_add(more) > self.limit {
            let mut old = self.path.clone().into_os_string();
            old.push(".old");
            fs::rename(&self.path, old)?;
            self.file = open(&self.path)?;
            self.len = 0;
        }
        self.file.write_all(line)?;
        self.len += more;
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_time_and_no_sign_that_controls() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        Log::file(&path, 1000).unwrap().line("one\u{1b}[2J\ntwo");
        let text = fs::read_to_string(path).unwrap();
        let (time, rest) = text.split_once(' ').unwrap();
        assert!(chrono::DateTime::parse_from_rfc3339(time).is_ok(), "{time}");
        assert_eq!(rest, "one\\u{1b}[2J↵two\n");
    }

    #[test]
    fn a_file_keeps_its_bound_and_the_newest_lines() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log");
        let log = Log::file(&path, 400).unwrap();
        (0..100).for_each(|n| log.line(&format!("line {n}")));
        let (new, old) = (fs::read(&path).unwrap(), dir.path().join("log.old"));
        assert!(new.len() <= 400 && fs::read(old).unwrap().len() <= 400);
        assert!(String::from_utf8(new).unwrap().ends_with(" line 99\n"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
