//! The files of an export while it runs: beside the directory that they are for, or in one of the system's for an archive.
//! They take their place when all are whole; dropped before, nothing of them stays.

use crate::cli::failure::{Failure, USAGE};
use crate::export::files::{Files, Scratch};
use crate::export::manifest::Listed;
use crate::text::DEFAULT;
use crate::text::exports::NotExported;
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::TempDir;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 1 << 16;

/// The files.
pub(super) struct Spool {
    dir: TempDir,
    /// The directory whose place they take.
    target: Option<PathBuf>,
    written: Rc<RefCell<Vec<Listed>>>,
    failed: Rc<RefCell<Option<io::Error>>>,
}

/// Checks that an export can take the place of a directory: there is none, or it is empty.
pub(super) fn check_new(dir: &Path) -> Result<(), Failure> {
    let is_free = match fs::read_dir(dir) {
        Ok(mut inside) => inside.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(_) => false,
    };
    match is_free {
        true => Ok(()),
        false => Err(Failure::from(DEFAULT.not_exported(&NotExported::Exists { dir })).code(USAGE)),
    }
}

impl Spool {
    /// Begins without a file; `target` is the directory that they are for.
    pub(super) fn begin(target: Option<&Path>) -> Result<Self, Failure> {
        let target = target.map(std::path::absolute).transpose()?;
        let mut dir = tempfile::Builder::new();
        dir.prefix(".coreset-export-");
        let dir = match &target {
            None => dir.tempdir(),
            Some(target) => {
                let beside = target.parent().unwrap_or(Path::new("/"));
                fs::create_dir_all(beside).and_then(|()| dir.tempdir_in(beside))
            }
        };
        let dir = dir.map_err(not_written)?;
        Ok(Self {
            dir,
            target,
            written: Rc::default(),
            failed: Rc::default(),
        })
    }

    /// Returns the files that were written, in the order of their names.
    pub(super) fn files(&self) -> Result<Vec<Listed>, Failure> {
        if let Some(error) = self.failed.borrow_mut().take() {
            return Err(not_written(error));
        }
        let mut files = self.written.borrow().clone();
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }

    /// Writes a whole file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut file = self.create(name).map_err(not_written)?;
        file.write_all(bytes).map_err(not_written)?;
        drop(file);
        self.files().map(|_| ())
    }

    /// Returns where a file stands now.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Puts the files in the place of the directory that they are for.
    pub(super) fn keep(self) -> Result<(), Failure> {
        let Self { dir, target, .. } = self;
        let Some(target) = target else {
            return Ok(());
        };
        use std::os::unix::fs::PermissionsExt as _;
        // What was beside it was for this process alone.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o750)).map_err(not_written)?;
        File::open(dir.path())
            .and_then(|own| own.sync_all())
            .map_err(not_written)?;
        fs::rename(dir.path(), &target).map_err(not_written)?;
        // It has another name now.
        let _ = dir.keep();
        if let Some(beside) = target.parent() {
            File::open(beside)
                .and_then(|own| own.sync_all())
                .map_err(not_written)?;
        }
        Ok(())
    }
}

fn not_written(error: io::Error) -> Failure {
    Failure::from(DEFAULT.export_not_written(&error.to_string()))
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
