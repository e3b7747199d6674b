//! Leaving at once: the store gets a moment to finish, the terminal is given back, the process ends.
//!
//! Used by signals, hang-ups and panics, from whichever thread sees them first. The normal end does
//! not come through here.

use super::mode::Mode;
use crate::domain::base::shown::shown_line;
use crate::protocol::mutex::lock;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// How long the store may take to finish.
pub const FINISH: Duration = Duration::from_millis(80);
/// Exit status after the terminal went away: as if SIGHUP (1) had been fatal.
pub const HUNG_UP: i32 = 129;
/// Exit status after a panic, as the standard library has it.
pub const PANICKED: i32 = 101;

type Finish = Box<dyn FnOnce() + Send>;

/// What must happen before the process may end.
pub struct Ending {
    mode: Mode,
    finish: Mutex<Option<Finish>>,
    leaving: AtomicBool,
}

impl Ending {
    /// Returns the ending for a terminal that has been taken, shared by all who may bring it about.
    pub fn new(mode: Mode, finish: Finish) -> Arc<Self> {
        Arc::new(Self {
            mode,
            finish: Mutex::new(Some(finish)),
            leaving: AtomicBool::new(false),
        })
    }

    /// Returns the terminal.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Gives the terminal back while the store finishes, and ends the process.
    pub fn leave(&self, code: i32) -> ! {
        self.prepare();
        exit(code)
    }

    /// Does all of leaving but the last step, once; a second caller waits for the first to end the process.
    fn prepare(&self) {
        if self.leaving.swap(true, Ordering::SeqCst) {
            thread::park_timeout(FINISH + FINISH);
            return;
        }
        let finish = lock(&self.finish).take();
        let (done, finished) = mpsc::channel();
        // On a thread of its own, because it may wait for a lock that this one holds.
        let started = finish.map(|finish| {
            thread::Builder::new().spawn(move || {
                finish();
                let _ = done.send(());
            })
        });
        self.mode.end();
        if let Some(Ok(_)) = started {
            let _ = finished.recv_timeout(FINISH);
        }
    }
}

/// From now on a panic on this thread ends the process with the terminal given back and a plain
/// message; a panic on another thread, which may be caught there, is only noted in the report.
pub fn on_panic(ending: &Arc<Ending>, report: Option<PathBuf>) {
    let ending = Arc::clone(ending);
    let screen = thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let noted = report.as_deref().filter(|path| note(path, info).is_ok());
        if thread::current().id() != screen {
            return;
        }
        ending.prepare();
        let mut text = format!(
            "coreset stopped because of a fault of its own ({}).\n\
             Every answer that was shown as saved is on the disk.\n\
             Start coreset again to go on where you were.\n",
            place(info)
        );
        if let Some(path) = noted {
            let path = path.to_string_lossy();
            let path = shown_line(&path);
            text += &format!("Give {path} to whoever looks after coreset.\n");
        }
        let _ = std::io::stderr().write_all(text.as_bytes());
        exit(PANICKED);
    }));
}

/// Panics are reported by the standard library again.
pub fn on_panic_no_more() {
    let _ = std::panic::take_hook();
}

fn place(info: &PanicHookInfo<'_>) -> String {
    info.location()
        .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()))
}

/// Appends when, where and in which version; the text only when it is fixed in the program, because
/// a composed one may quote an answer.
fn note(path: &Path, info: &PanicHookInfo<'_>) -> std::io::Result<()> {
    let fixed = info.payload().downcast_ref::<&str>().unwrap_or(&"-");
    let line = format!(
        "{} coreset {} thread {} at {}: {fixed}\n",
        chrono::Local::now().to_rfc3339(),
        env!("CARGO_PKG_VERSION"),
        thread::current().name().unwrap_or("-"),
        place(info),
    );
    if let Some(dir) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)?
        .write_all(line.as_bytes())
}
