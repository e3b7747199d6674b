//! Exports that the server writes for screens, which may belong to a program that opens no file: into `exports/` of the
//! directory of the study, beside the record.
//!
//! Must not know where the records come from, nor who may export: the owner has judged that.

pub mod source;
pub mod spool;

use crate::domain::base::ids::FormId;
use crate::domain::record::exports::Formats;
use crate::domain::record::user::User;
use crate::domain::rules::{ExportFault, Refusal};
use crate::domain::study::Study;
use crate::export::manifest::Made;
use crate::export::run::{Outcome, Source, Watch, run};
use crate::export::{AsOf, Context, Fault};
use crate::protocol::messages::{ExportEnd, Placed};
use crate::protocol::mutex::lock;
use spool::Spool;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The directory of the exports, below that of the study.
pub const FOLDER: &str = "exports";

/// How the directory of an export that is being written is named.
const BESIDE: &str = ".coreset-export-of-server-";

/// Bytes of the disk that are left to the record.
const LEFT_FREE: u64 = 64 << 20;

/// What is to be written.
pub(super) struct Job {
    /// The directory of the study.
    pub(super) dir: PathBuf,
    /// In which formats.
    pub(super) formats: Formats,
    /// The study in force.
    pub(super) study: Arc<Study>,
    /// The entry as of which the data are.
    pub(super) as_of: AsOf,
    /// Whether all participants are synthetic.
    pub(super) is_demo: bool,
    /// The users of the study.
    pub(super) users: Vec<User>,
    /// Forms that the roles of the user do not see.
    pub(super) hidden: Vec<FormId>,
    /// Who makes it, by the entry that says so.
    pub(super) made: Made,
    /// Is set when it is to stop.
    pub(super) stop: Arc<AtomicBool>,
    /// Whether what an earlier server left unfinished is removed by now.
    pub(super) tidied: Arc<Mutex<bool>>,
}

/// Why an export failed.
#[derive(Debug)]
pub(super) struct Broken(pub(super) Refusal);

impl From<ExportFault> for Broken {
    fn from(fault: ExportFault) -> Self {
        Self(Refusal::Export { fault })
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Files(error) => Self::from(error),
            Fault::Format(why) => Self::from(ExportFault::Format { why }),
        }
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::from(ExportFault::NotWritten {
            error: error.to_string(),
        })
    }
}

/// Says how far the export is, once for each percent, and stops it when it is to stop or the disk is nearly full.
struct Progress<'a> {
    job: &'a Job,
    tell: &'a mut dyn FnMut(u64, u64),
    told: Option<u64>,
    is_full: bool,
}

impl Watch for Progress<'_> {
    fn step(&mut self, done: u64, all: u64) -> bool {
        let percent = done.saturating_mul(100) / all.max(1);
        if self.told != Some(percent) {
            self.told = Some(percent);
            self.is_full = free(&self.job.dir).is_some_and(|free| free < LEFT_FREE);
            (self.tell)(done, all);
        }
        !self.is_full && !self.job.stop.load(Ordering::Relaxed)
    }
}

/// Writes an export, and tells how far it is.
pub(super) fn write(
    job: &Job,
    source: &mut impl Source<Error = Broken>,
    tell: &mut dyn FnMut(u64, u64),
) -> ExportEnd {
    match written(job, source, tell) {
        Ok(Some(placed)) => ExportEnd::Done(placed),
        // What breaks when it is to stop, broke by stopping.
        Ok(None) => ExportEnd::Stopped,
        Err(_) if job.stop.load(Ordering::Relaxed) => ExportEnd::Stopped,
        Err(Broken(why)) => ExportEnd::Failed(why),
    }
}

/// Writes an export; `None` where it was stopped.
fn written(
    job: &Job,
    source: &mut impl Source<Error = Broken>,
    tell: &mut dyn FnMut(u64, u64),
) -> Result<Option<Placed>, Broken> {
    let whole = Context::of(Arc::clone(&job.study), job.as_of.clone());
    let whole = whole.map_err(|error| ExportFault::Format {
        why: error.to_string(),
    })?;
    let context = Context {
        is_demo: job.is_demo,
        users: job.users.clone(),
        ..whole
    };
    let folder = format!(
        "{FOLDER}/{}-{}-{}",
        job.formats.key(),
        job.as_of.seq,
        job.made.entry
    );
    let mut spool = begin(job, &folder)?;
    let mut watch = Progress {
        job,
        tell,
        told: None,
        is_full: false,
    };
    let formats = job.formats.list();
    let outcome = run(
        &formats,
        &context,
        &job.hidden,
        source,
        &mut spool,
        &mut watch,
    )?;
    let remarks = match outcome {
        Outcome::Done(remarks) => remarks,
        Outcome::Stopped if watch.is_full => return Err(ExportFault::NoRoom.into()),
        Outcome::Stopped => return Ok(None),
    };
    let files = spool.seal(&context, &job.made, &remarks)?;
    if job.stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    // As the other directories of the study.
    spool.keep(0o700)?;
    Ok(Some(Placed {
        folder,
        files: files.len() + 1,
        bytes: files.iter().map(|file| file.bytes).sum(),
        as_of: job.as_of.seq,
    }))
}

/// Makes room for the files, and removes first what a server that was killed left unfinished.
fn begin(job: &Job, folder: &str) -> io::Result<Spool> {
    let exports = job.dir.join(FOLDER);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&exports)?;
    // Once: what begins from now on is of this server, which removes it itself.
    let mut tidied = lock(&job.tidied);
    if !*tidied {
        tidy(&exports)?;
        *tidied = true;
    }
    Spool::begin(Some(&job.dir.join(folder)), BESIDE)
}

fn tidy(exports: &Path) -> io::Result<()> {
    for item in fs::read_dir(exports)? {
        let item = item?;
        let name = item.file_name();
        if name.as_encoded_bytes().starts_with(BESIDE.as_bytes()) {
            fs::remove_dir_all(item.path())?;
        }
    }
    Ok(())
}

/// Returns the bytes that are free on the disk of a directory.
fn free(dir: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(dir).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
