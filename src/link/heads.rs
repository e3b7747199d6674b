//! The file in which an account keeps the newest head that it was told of each study.
//!
//! It lies in the home of the account and never in the study: whoever owns the study's files cannot change it. Nothing
//! here may keep anybody out; where it cannot be written, that is said.

use crate::domain::record::heads::ToldHead;
use crate::protocol::mutex::{lock, wait, wait_for};
use chrono::{DateTime, SecondsFormat};
use rustix::fs::{FlockOperation, Mode, OFlags, flock, open};
use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Between two writes, at the least.
const PAUSE: Duration = Duration::from_secs(5);
/// How long another program may hold the file.
const LOCKED: Duration = Duration::from_millis(50);
/// Between two looks at a file that another program holds.
const LOOK: Duration = Duration::from_millis(5);
/// Longest file that is read: an account has few studies.
const LONGEST: u64 = 1 << 20;
/// Names of the file and of its folder, and of the file that is locked while it is written.
const FOLDER: &str = "coreset";
const NAME: &str = "heads";
const LOCK: &str = "heads.lock";
/// Before the proof in a line.
const PROOF: &str = "proof=";

/// A line of the file: a head, and of which study.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    head: ToldHead,
    study: String,
}

impl Line {
    /// Writes it as number, hash, time and study; a proof comes last.
    fn render(&self) -> String {
        let ToldHead {
            seq,
            hash,
            at,
            proof,
        } = &self.head;
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, false);
        let proof = proof.as_ref().map(|proof| format!(" {PROOF}{proof}"));
        format!(
            "{seq} {hash} {at} {}{}\n",
            self.study,
            proof.unwrap_or_default()
        )
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let seq = words.next()?.parse().ok()?;
        let hash = words.next()?.to_owned();
        let at = DateTime::parse_from_rfc3339(words.next()?).ok()?;
        let study = words.next()?.to_owned();
        let proof = words.next().and_then(|word| word.strip_prefix(PROOF));
        Some(Self {
            head: ToldHead {
                seq,
                hash,
                at,
                proof: proof.map(str::to_owned),
            },
            study,
        })
    }
}

/// Returns the path of a study or of its socket as one word of a line.
fn study_word(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut word = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'%' | 0..=b' ' | 0x7f.. => word.push_str(&format!("%{byte:02x}")),
            _ => word.push(char::from(*byte)),
        }
    }
    word
}

/// Where an account keeps its heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadFile {
    dir: PathBuf,
    study: PathBuf,
}

impl HeadFile {
    /// Returns the file of this account for a study directory or a socket; `None` without a home.
    pub fn of(study: &Path) -> Option<Self> {
        let from = |name: &str| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let state = from("XDG_STATE_HOME").or_else(|| Some(from("HOME")?.join(".local/state")))?;
        Some(Self::in_dir(state.join(FOLDER), study))
    }

    /// Returns the file in a directory.
    pub fn in_dir(dir: PathBuf, study: &Path) -> Self {
        Self {
            dir,
            study: study.to_owned(),
        }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> PathBuf {
        self.dir.join(NAME)
    }

    /// Returns the head that is kept of the study; `None` when there is none.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self) -> io::Result<Option<ToldHead>> {
        let lines = self.lines()?;
        let study = study_word(&self.study);
        let own = lines.into_iter().find(|line| line.study == study);
        Ok(own.map(|line| line.head))
    }

    fn lines(&self) -> io::Result<Vec<Line>> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = match open(self.path(), flags, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(error) if error == rustix::io::Errno::NOENT => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut text = Vec::new();
        file.take(LONGEST).read_to_end(&mut text)?;
        // A line that cannot be read is of another version, or nobody's.
        let text = String::from_utf8_lossy(&text);
        Ok(text.lines().filter_map(Line::parse).collect())
    }

    /// Checks that the file can be written; makes its directory.
    ///
    /// # Errors
    /// When it cannot.
    pub fn prepare(&self) -> io::Result<()> {
        self.lock_file().map(drop)
    }

    /// Keeps a head of the study, and the lines of the others. An older one than what another terminal has kept
    /// meanwhile is not kept, but `anew`.
    ///
    /// # Errors
    /// When it cannot be written; the file is then as it was.
    pub fn write(&self, head: &ToldHead, anew: bool) -> io::Result<()> {
        let _locked = self.locked()?;
        let mut lines = self.lines()?;
        // A study that is only being made has no path that can be followed to its end.
        let study = study_word(&self.study);
        let newer = |line: &Line| line.study == study && line.head.seq > head.seq;
        if !anew && lines.iter().any(newer) {
            return Ok(());
        }
        lines.retain(|line| line.study != study);
        lines.push(Line {
            head: head.clone(),
            study,
        });
        let text: String = lines.iter().map(Line::render).collect();
        let new = self.dir.join(format!("{NAME}.{}", std::process::id()));
        let written = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, self.path())
        };
        written().inspect_err(|_| {
            // What is left half written is nobody's head.
            let _ = fs::remove_file(&new);
        })
    }

    fn lock_file(&self) -> io::Result<File> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.dir)?;
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.dir.join(LOCK))
    }

    /// Takes the lock under which the file is written.
    fn locked(&self) -> io::Result<File> {
        let file = self.lock_file()?;
        let until = Instant::now() + LOCKED;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(file),
                Err(error) if Instant::now() >= until => return Err(error.into()),
                Err(_) => thread::sleep(LOOK),
            }
        }
    }
}

/// What waits to be written.
#[derive(Debug, Default)]
struct Waiting {
    head: Option<ToldHead>,
    anew: bool,
    over: bool,
    /// The thread has written all and ended.
    ended: bool,
}

/// Writes the newest head to its file, on a thread of its own: a home that does not answer delays no receipt.
#[derive(Debug)]
pub(super) struct Keeper {
    file: HeadFile,
    shared: Arc<(Mutex<Waiting>, Condvar)>,
}

impl Keeper {
    /// Starts the thread; it sleeps while nothing waits.
    pub(super) fn start(file: HeadFile) -> io::Result<Self> {
        let shared: Arc<(Mutex<Waiting>, Condvar)> = Arc::default();
        let (writing, written) = (Arc::clone(&shared), file.clone());
        thread::Builder::new()
            .name("heads".to_owned())
            .stack_size(128 << 10)
            .spawn(move || run(&writing, &written))?;
        Ok(Self { file, shared })
    }

    /// Returns the head that is kept, where it can be read.
    pub(super) fn kept(&self) -> Option<ToldHead> {
        self.file.read().ok().flatten()
    }

    /// Has a head written soon.
    pub(super) fn keep(&self, head: ToldHead, anew: bool) {
        let (waiting, changed) = &*self.shared;
        let mut waiting = lock(waiting);
        waiting.head = Some(head);
        waiting.anew |= anew;
        changed.notify_all();
    }

    /// Writes what waits, for at most the time given, and ends.
    pub(super) fn finish(&self, timeout: Duration) {
        let until = Instant::now() + timeout;
        let (waiting, changed) = &*self.shared;
        let mut waiting = lock(waiting);
        waiting.over = true;
        changed.notify_all();
        while !waiting.ended && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            waiting = wait_for(changed, waiting, left);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (waiting, changed) = &*self.shared;
        lock(waiting).over = true;
        changed.notify_all();
    }
}

fn run((waiting, changed): &(Mutex<Waiting>, Condvar), file: &HeadFile) {
    let mut last: Option<Instant> = None;
    let mut state = lock(waiting);
    loop {
        let due = last.map(|last| last + PAUSE);
        let now = Instant::now();
        match (&state.head, due) {
            (None, _) if state.over => break,
            (None, _) => state = wait(changed, state),
            (Some(_), Some(due)) if !state.over && now < due => {
                state = wait_for(changed, state, due - now);
            }
            (Some(_), _) => {
                let (head, anew) = (state.head.take(), std::mem::take(&mut state.anew));
                drop(state);
                if let Some(head) = head {
                    // The next one is tried again; that it fails was said at the start.
                    let _ = file.write(&head, anew);
                }
                last = Some(Instant::now());
                state = lock(waiting);
            }
        }
    }
    state.ended = true;
    changed.notify_all();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn head(seq: u64, proof: Option<&str>) -> ToldHead {
        ToldHead {
            seq,
            hash: format!("{seq:064x}"),
            at: DateTime::parse_from_rfc3339("2026-03-02T10:00:00.125+01:00").unwrap(),
            proof: proof.map(str::to_owned),
        }
    }

    #[test]
    fn each_study_has_a_line_that_reads_back_and_only_the_account_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state/coreset");
        let files = ["/srv/trial", "/srv/a b%\u{e9}\n", "/run/coreset/socket"]
            .map(|study| HeadFile::in_dir(state.clone(), Path::new(study)));
        for (seq, file) in (1..).zip(&files) {
            assert_eq!(file.read().unwrap(), None);
            file.write(&head(seq, Some("ab")), false).unwrap();
        }
        for (seq, file) in (1..).zip(&files) {
            assert_eq!(file.read().unwrap(), Some(head(seq, Some("ab"))));
        }
        files[0].write(&head(9, None), false).unwrap();
        assert_eq!(files[0].read().unwrap(), Some(head(9, None)));
        let path = files[0].path();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&state)), (0o600, 0o700));
    }

    #[test]
    fn an_older_head_replaces_a_newer_one_only_when_it_is_told_to() {
        let dir = tempfile::tempdir().unwrap();
        let file = HeadFile::in_dir(dir.path().to_owned(), Path::new("/srv/trial"));
        file.write(&head(9, None), false).unwrap();
        file.write(&head(5, None), false).unwrap();
        assert_eq!(file.read().unwrap(), Some(head(9, None)));
        file.write(&head(5, None), true).unwrap();
        assert_eq!(file.read().unwrap(), Some(head(5, None)));
    }

    #[test]
    fn what_is_no_line_is_passed_over_and_a_file_that_cannot_be_made_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let file = HeadFile::in_dir(dir.path().to_owned(), Path::new("/srv/trial"));
        fs::write(file.path(), b"\xff\xfe\n7\n\nx y z w\n").unwrap();
        assert_eq!(file.read().unwrap(), None);
        file.write(&head(5, None), false).unwrap();
        assert_eq!(file.read().unwrap(), Some(head(5, None)));
        let blocked = dir.path().join("blocked");
        fs::write(&blocked, "a file, no directory").unwrap();
        let file = HeadFile::in_dir(blocked.join("coreset"), Path::new("/srv/trial"));
        assert!(file.prepare().is_err());
        assert!(file.write(&head(5, None), false).is_err());
    }

    #[test]
    fn the_keeper_writes_the_last_head_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let file = HeadFile::in_dir(dir.path().to_owned(), Path::new("/srv/trial"));
        let keeper = Keeper::start(file.clone()).unwrap();
        for seq in 1..=40 {
            keeper.keep(head(seq, None), false);
        }
        keeper.finish(Duration::from_secs(20));
        assert_eq!(file.read().unwrap(), Some(head(40, None)));
    }
}
