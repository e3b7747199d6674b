//! Connects to the server of a user's own study, and starts it in the background when there is none.
//!
//! Of several servers started at once, one gets the study; the others find its socket and end. Until it is ready a
//! server reports its state line by line, so that the client can show the server's failure as its own.

use crate::protocol::connect;
use crate::text::DEFAULT;
use crate::text::prints::Advice;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, BufRead as _, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Name of the socket in a study directory.
pub const SOCKET: &str = "socket";
/// What every study directory holds that was ever opened.
const LOCK: &str = "owner.lock";
/// How long servers are started again that had ended before they were reached, as where many come and go at once.
const TRY_FOR: Duration = Duration::from_secs(10);

/// What a server in the background says on its standard output until it is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// It reads the record.
    Reading {
        /// How far it is.
        done: u64,
        /// How far it has to go.
        total: u64,
    },
    /// The socket takes clients, its own or that of another server of the study.
    Ready,
    /// It cannot serve the study.
    Failed(NotStarted),
}

impl Word {
    /// Writes the word as a line; nobody may be listening any more.
    pub fn say(&self, mut to: impl Write) {
        if let Ok(mut line) = serde_json::to_string(self) {
            line.push('\n');
            let _ = to.write_all(line.as_bytes()).and_then(|()| to.flush());
        }
    }
}

/// Why a server was not started; an [`io::Error`] of [`Starter::reach`] holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotStarted {
    /// The sentence.
    pub message: String,
    /// What to do next, a line each.
    pub hints: Vec<String>,
    /// Exit code of the command that needed it.
    pub code: u8,
}

impl NotStarted {
    fn of(advice: Advice, code: u8) -> Self {
        Self {
            message: advice.what,
            hints: vec![advice.hint],
            code,
        }
    }
}

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotStarted {}

/// Called with the progress of reading a long record: how much is done, and of how much.
pub type Progress = Box<dyn FnMut(u64, u64) + Send>;

/// How the server of a study is started.
pub struct Starter {
    program: PathBuf,
    study: PathBuf,
    until_idle: u64,
    progress: Progress,
    started: Option<Child>,
    /// Whether the study was found once; from then on it must not be made again.
    reached: bool,
}

impl Starter {
    /// Returns what starts `program` for the study in a directory, to end `until_idle` seconds after its last client.
    pub fn new(program: PathBuf, study: &Path, until_idle: u64, progress: Progress) -> Self {
        Self {
            program,
            study: study.to_owned(),
            until_idle,
            progress,
            started: None,
            reached: false,
        }
    }

    /// Connects to the study's server, started first when there is none.
    ///
    /// # Errors
    /// With a [`NotStarted`] inside when the server says why it cannot serve the study.
    pub fn reach(&mut self) -> io::Result<UnixStream> {
        let socket = self.study.join(SOCKET);
        let begun = Instant::now();
        loop {
            match connect(&socket) {
                Ok(stream) => {
                    self.reached = true;
                    return Ok(stream);
                }
                Err(error) if begun.elapsed() > TRY_FOR => return Err(error),
                Err(_) => {}
            }
            if self.reached {
                still_there(&self.study).map_err(io::Error::other)?;
            }
            self.start()?;
        }
    }

    /// Starts a server and waits until it, or another one, takes clients.
    fn start(&mut self) -> io::Result<()> {
        if let Some(before) = &mut self.started {
            // It has ended, or the socket is not its own: either way nothing waits for it but this.
            let _ = before.try_wait();
        }
        let existing: &[&str] = if self.reached { &["--existing"] } else { &[] };
        let mut child = Command::new(&self.program)
            .args(["serve", "--background"])
            .args(existing)
            .arg("--until-idle")
            .arg(self.until_idle.to_string())
            .arg("--study")
            .arg(&self.study)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let lines = child.stdout.take().map(BufReader::new);
        for line in lines.into_iter().flat_map(BufReader::lines) {
            match serde_json::from_str(&line?) {
                Ok(Word::Reading { done, total }) => (self.progress)(done, total),
                Ok(Word::Ready) => {
                    self.started = Some(child);
                    return Ok(());
                }
                Ok(Word::Failed(why)) => {
                    let _ = child.wait();
                    return Err(io::Error::other(why));
                }
                Err(_) => break,
            }
        }
        let ended = child.wait()?;
        let advice = DEFAULT.ended_unready(&ended.to_string(), &self.study);
        Err(io::Error::other(NotStarted::of(advice, 1)))
    }
}

/// Checks that a study which was in a directory once is there still.
///
/// # Errors
/// When it is not there; it must not be made again, which would hide the loss.
pub fn still_there(study: &Path) -> Result<(), NotStarted> {
    if study.join(LOCK).exists() {
        return Ok(());
    }
    Err(NotStarted::of(DEFAULT.study_taken_away(study), 3))
}

impl fmt::Debug for Starter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Starter({})", self.study.display())
    }
}
