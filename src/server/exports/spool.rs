//! The files of an export while it runs: beside the directory that they are for, or in one of the system's for an archive.
//! They take their place when all are whole; dropped before, nothing of them stays.

use crate::export::Format;
use crate::export::exporter::{Context, Remark};
use crate::export::files::{Files, Scratch};
use crate::export::manifest::{self, Listed, Made};
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::TempDir;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;

/// The files of an export that is being written.
pub struct Spool {
    dir: TempDir,
    /// The directory whose place they take.
    target: Option<PathBuf>,
    written: Rc<RefCell<Vec<Listed>>>,
    failed: Rc<RefCell<Option<io::Error>>>,
}

impl Spool {
    /// Begins without a file; `target` is the directory that they are for, and what the files are in until then has a
    /// name that begins with `prefix`.
    ///
    /// # Errors
    /// When the system makes no directory.
    pub fn begin(target: Option<&Path>, prefix: &str) -> io::Result<Self> {
        let target = target.map(std::path::absolute).transpose()?;
        let mut dir = tempfile::Builder::new();
        // For this process alone while it is written.
        dir.prefix(prefix)
            .permissions(Permissions::from_mode(0o700));
        let dir = match &target {
            None => dir.tempdir()?,
            Some(target) => {
                let beside = target.parent().unwrap_or(Path::new("/"));
                fs::create_dir_all(beside)?;
                dir.tempdir_in(beside)?
            }
        };
        Ok(Self {
            dir,
            target,
            written: Rc::default(),
            failed: Rc::default(),
        })
    }

    /// Returns the files that were written, in the order of their names.
    ///
    /// # Errors
    /// When one of them could not be written to its end.
    pub fn files(&self) -> io::Result<Vec<Listed>> {
        if let Some(error) = self.failed.borrow_mut().take() {
            return Err(error);
        }
        let mut files = self.written.borrow().clone();
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }

    /// Writes the manifest of all files, as the last one; returns the files that it lists.
    ///
    /// # Errors
    /// When one of them could not be written to its end.
    pub fn seal(
        &mut self,
        context: &Context,
        made: &Made,
        remarks: &[(Format, Vec<Remark>)],
    ) -> io::Result<Vec<Listed>> {
        let files = self.files()?;
        let manifest = manifest::text(context, made, remarks, &files);
        let mut file = self.create(manifest::FILE)?;
        file.write_all(manifest.as_bytes())?;
        drop(file);
        self.files()?;
        Ok(files)
    }

    /// Returns where a file stands now.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Puts the files in the place of the directory that they are for, with these permissions.
    ///
    /// # Errors
    /// When something that is not empty stands there, or the system refuses.
    pub fn keep(self, mode: u32) -> io::Result<()> {
        let Self { dir, target, .. } = self;
        let Some(target) = target else {
            return Ok(());
        };
        fs::set_permissions(dir.path(), Permissions::from_mode(mode))?;
        File::open(dir.path())?.sync_all()?;
        fs::rename(dir.path(), &target)?;
        // It has another name now.
        let _ = dir.keep();
        if let Some(beside) = target.parent() {
            File::open(beside)?.sync_all()?;
        }
        Ok(())
    }
}

impl Files for Spool {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let path = self.path(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Box::new(Part {
            name: name.to_owned(),
            out: BufWriter::with_capacity(BUFFER, file),
            bytes: 0,
            blake3: blake3::Hasher::new(),
            sha256: Sha256::new(),
            written: Rc::clone(&self.written),
            failed: Rc::clone(&self.failed),
        }))
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(tempfile::tempfile_in(self.dir.path())?))
    }
}

/// A file while it is written, with its hashes.
struct Part {
    name: String,
    out: BufWriter<File>,
    bytes: u64,
    blake3: blake3::Hasher,
    sha256: Sha256,
    written: Rc<RefCell<Vec<Listed>>>,
    failed: Rc<RefCell<Option<io::Error>>>,
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        let bytes = bytes.get(..taken).unwrap_or(bytes);
        self.bytes += taken as u64;
        self.blake3.update(bytes);
        self.sha256.update(bytes);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let kept = self
            .out
            .flush()
            .and_then(|()| self.out.get_ref().sync_all());
        if let Err(error) = kept {
            self.failed.borrow_mut().get_or_insert(error);
        }
        let mut sha256 = String::new();
        for byte in self.sha256.clone().finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        self.written.borrow_mut().push(Listed {
            name: std::mem::take(&mut self.name),
            bytes: self.bytes,
            blake3: self.blake3.finalize().to_hex().to_string(),
            sha256,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn nobody_else_enters_it_while_it_is_written_and_as_said_later() {
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("out");
        let mut spool = Spool::begin(Some(&target), ".beside-").unwrap();
        spool.create("a/b.csv").unwrap().write_all(b"1").unwrap();
        assert_eq!(mode(spool.dir.path()), 0o700);
        assert_eq!(spool.files().unwrap().len(), 1);
        spool.keep(0o750).unwrap();
        assert_eq!(mode(&target), 0o750);
        assert_eq!(fs::read(target.join("a/b.csv")).unwrap(), b"1");
        let spool = Spool::begin(None, ".beside-").unwrap();
        assert_eq!(mode(spool.dir.path()), 0o700);
    }

    #[test]
    fn what_is_not_kept_is_gone_and_what_stands_there_is_not_written_over() {
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("out");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("old"), "old").unwrap();
        for keeps in [false, true] {
            let mut spool = Spool::begin(Some(&target), ".beside-").unwrap();
            spool.create("new").unwrap();
            match keeps {
                true => assert!(spool.keep(0o700).is_err()),
                false => drop(spool),
            }
            assert_eq!(fs::read_dir(around.path()).unwrap().count(), 1);
            assert_eq!(fs::read_dir(&target).unwrap().count(), 1);
        }
    }
}
