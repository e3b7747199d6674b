//! The writing end of the journal: a batch is one write and one sync, then it is acknowledged.
//!
//! Any error takes the file back to its old length and closes this writer for good: a sync that
//! failed may have dropped the pages it could not write, so it is never tried again.

use super::line::Tip;
use super::walk::segment_name;
use crate::store::home;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The open end of the journal.
#[derive(Debug)]
pub(in crate::store) struct Journal {
    dir: PathBuf,
    path: PathBuf,
    number: u32,
    file: File,
    len: u64,
    limit: u64,
    /// The last entry written.
    pub(in crate::store) tip: Tip,
}

impl Journal {
    /// Opens the last segment, which has been verified up to its end at `tip`; makes the first where there is none.
    pub(in crate::store) fn open(
        dir: &Path,
        number: u32,
        tip: Tip,
        limit: u64,
    ) -> io::Result<Self> {
        let path = dir.join(segment_name(number));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)?;
        let len = file.metadata()?.len();
        if len == 0 {
            file.sync_all()?;
            File::open(dir)?.sync_all()?;
        }
        Ok(Self {
            dir: dir.to_owned(),
            path,
            number,
            file,
            len,
            limit,
            tip,
        })
    }

    /// Writes a batch and takes it to the disk; returns whether it is the first one of a file. On an error nothing of
    /// it is left, as far as the system lets us.
    pub(in crate::store) fn append(&mut self, batch: &[u8], tip: Tip) -> io::Result<bool> {
        if self.len > 0 && self.len.saturating_add(batch.len() as u64) > self.limit {
            *self = Self::open(&self.dir, self.number + 1, self.tip, self.limit)?;
        }
        if self.file.metadata()?.len() != self.len {
            return Err(io::Error::other(
                "something else has written to the journal",
            ));
        }
        let written = self
            .file
            .write_all_at(batch, self.len)
            .and_then(|()| self.file.sync_data())
            .and_then(|()| self.is_named());
        if let Err(error) = written {
            // What this cannot undo is found and cut when the study is opened again.
            let _ = self.file.set_len(self.len);
            return Err(error);
        }
        let first = self.len == 0;
        self.len += batch.len() as u64;
        self.tip = tip;
        Ok(first)
    }

    /// Checks that the file has its name: one without it takes everything, and nobody would ever read it.
    fn is_named(&self) -> io::Result<()> {
        let own = self.file.metadata()?;
        let named = std::fs::metadata(&self.path)?;
        match (named.dev(), named.ino()) == (own.dev(), own.ino()) {
            true => Ok(()),
            false => Err(io::Error::other(
                "something else has taken the journal's place",
            )),
        }
    }
}

/// Writes a journal anew, in segments, into a directory that is not the journal yet.
pub(in crate::store) struct Rewrite {
    dir: PathBuf,
    number: u32,
    limit: u64,
    file: Option<io::BufWriter<File>>,
    len: u64,
}

impl Rewrite {
    /// Begins with a segment number.
    pub(in crate::store) fn begin(dir: &Path, number: u32, limit: u64) -> Self {
        Self {
            dir: dir.to_owned(),
            number,
            limit,
            file: None,
            len: 0,
        }
    }

    /// Writes one line, newline not included.
    pub(in crate::store) fn line(&mut self, line: &[u8]) -> io::Result<()> {
        use io::Write;
        if self.len > 0 && self.len + line.len() as u64 > self.limit {
            self.close()?;
            self.number += 1;
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let path = self.dir.join(segment_name(self.number));
                let file = OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(path)?;
                self.file.insert(io::BufWriter::new(file))
            }
        };
        file.write_all(line)?;
        file.write_all(b"\n")?;
        self.len += line.len() as u64 + 1;
        Ok(())
    }

    /// Takes everything to the disk.
    pub(in crate::store) fn close(&mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.into_inner()
                .map_err(io::IntoInnerError::into_error)?
                .sync_all()?;
        }
        self.len = 0;
        home::sync_dir(&self.dir).map_err(|error| io::Error::other(error.to_string()))
    }
}
