//! Opens a study directory for a command: finds the directory, loads the study's files, and names the user.

use super::StudyOption;
use super::failure::{CLOSED, DAMAGED, Failure};
use super::output::tell_progress;
use crate::domain::record::entry::Assessor;
use crate::domain::study::Study;
use crate::domain::study::named_files::{kept_study_from, study_from};
use crate::domain::study::parse::parse_protocol;
use crate::domain::study::shipped::{STUDY, embedded_study};
use crate::server::opening::{self, Loaded, Opened};
use crate::server::owner::Peer;
use crate::server::{self, ErrorKind, Options, StoreError, peer};
use crate::study_directory;
use crate::study_directory::LoadError;
use crate::text::DEFAULT;
use crate::text::commands::reach::LongWork;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of the program's own folder in the user's data directory.
const FOLDER: &str = "coreset";

/// Returns the directory of the study: the one asked for, or the default one of this user.
///
/// # Errors
/// When none is asked for and the user has no home.
pub fn study_dir(option: &StudyOption, study: &str) -> Result<PathBuf, Failure> {
    if let Some(dir) = &option.study {
        return Ok(dir.clone());
    }
    let from = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let data = from("XDG_DATA_HOME").or_else(|| Some(from("HOME")?.join(".local/share")));
    data.map(|data| data.join(FOLDER).join(study))
        .ok_or_else(|| DEFAULT.no_home().into())
}

/// Reads the protocol and forms of a study directory, and its own files; the built-in ones where it has none.
///
/// # Errors
/// When a file of it has a mistake, with line and column.
pub fn load_study(dir: &Path) -> Result<(Study, Files), Failure> {
    let files = match dir.exists() {
        true => study_directory::study_files(dir).map_err(|error| load_failure(&error))?,
        // The directory is made with the study's first entry.
        false => Files::new(),
    };
    let study = study_from(files.clone());
    let study = study.map_err(|error| load_failure(&LoadError::Data(error)))?;
    Ok((study, files))
}

/// A study's own files by name, with their texts.
pub type Files = Vec<(String, String)>;

/// Returns the directory of the study: the one asked for, or the default one of this user for the study that
/// comes with the program.
///
/// # Errors
/// When none is asked for and the user has no home.
pub fn own_study_dir(option: &StudyOption) -> Result<PathBuf, Failure> {
    // Only its registry number is needed, so its forms are not read.
    let built_in = parse_protocol(STUDY.name, STUDY.text);
    let built_in = built_in.map_err(|error| Failure::new(error.to_string()))?;
    study_dir(option, &built_in.id)
}

fn load_failure(error: &LoadError) -> Failure {
    Failure::new(error.to_string()).hint(DEFAULT.correct_study_file())
}

/// Opens a study directory for its owner, with progress on the standard error while a long record is read.
///
/// # Errors
/// When the directory is held by another program, damaged, read-only, full or newer than the program, or its files are
/// not those that its record names.
pub fn open(dir: &Path, demo: bool, options: Options) -> Result<Opened, Failure> {
    let loaded = load(dir)?;
    open_loaded(dir, loaded, demo, options, &mut progress())
}

/// Reads a study directory as its owner opens it: with a mistake in its files, a study that was begun may go on with those
/// that its record keeps.
///
/// # Errors
/// When a file of it has a mistake and no study was begun there.
pub fn load(dir: &Path) -> Result<Loaded, Failure> {
    let failure = match load_study(dir) {
        Ok(study) => return Ok(loaded(dir, study)),
        Err(failure) => failure,
    };
    match (server::is_study(dir), embedded_study()) {
        (Err(StoreError::NotAStudy { .. }), _) | (_, Err(_)) => Err(failure),
        (_, Ok(study)) => {
            let files = study_directory::study_files(dir).unwrap_or_default();
            let as_kept = kept_study_from(files.clone()).ok();
            let as_kept = as_kept.map(|study| loaded(dir, (study, files)));
            Ok(Loaded::unread(failure.message, Arc::new(study), as_kept))
        }
    }
}

/// Returns a study that was read from a directory as its owner opens it.
pub fn loaded(dir: &Path, (study, files): (Study, Files)) -> Loaded {
    Loaded::read(dir, study, files)
}

/// The same with the protocol and forms read before, telling how far the reading is in another way: done, and of how much.
///
/// # Errors
/// As for opening.
pub fn open_loaded(
    dir: &Path,
    loaded: Loaded,
    demo: bool,
    options: Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Opened, Failure> {
    let opened = opening::open(dir, loaded, demo, program(), options, progress);
    opened.map_err(|error| store_failure(&error))
}

/// Builds the sessions of a record that was restored or recovered, and writes no entry; returns what is wrong with the
/// files of its study, which keeps it from being opened later and not from being whole.
///
/// # Errors
/// As for opening, but for the files.
pub fn prove(dir: &Path, options: Options) -> Result<Option<Failure>, Failure> {
    let loaded = match load(dir) {
        Ok(loaded) => loaded,
        // Its record is whole all the same, as its chain proves.
        Err(failure) => return Ok(Some(failure)),
    };
    let options = Options {
        unfinished: true,
        ..options
    };
    match opening::prove(dir, &loaded, options, &mut progress()) {
        Ok(()) => Ok(None),
        Err(error) if error.kind() == ErrorKind::Files => Ok(Some(store_failure(&error))),
        Err(error) => Err(store_failure(&error)),
    }
}

/// Returns why the store could not be opened or written, with what to do next.
pub fn store_failure(error: &StoreError) -> Failure {
    let code = match error.kind() {
        ErrorKind::Damage => DAMAGED,
        _ => CLOSED,
    };
    let failure = Failure::new(DEFAULT.store_error(error)).hint(DEFAULT.store_hint(error));
    let failure = match error {
        StoreError::Busy { pid: Some(pid), .. } => failure.hint(DEFAULT.end_server(*pid)),
        // As where no study was begun.
        StoreError::FilesUnread { .. } => return failure,
        _ => failure,
    };
    failure.code(code)
}

/// Returns what shows how far a long reading is, where somebody looks; a short one shows nothing. Once it is
/// over nothing more is shown.
pub fn progress() -> impl FnMut(u64, u64) + Send + 'static {
    progress_of(LongWork::Reading)
}

/// The same for another long work.
pub fn progress_of(work: LongWork) -> impl FnMut(u64, u64) + Send + 'static {
    let what = DEFAULT.long_work(work);
    let mut shown = false;
    let mut over = false;
    move |done, total| {
        let under_way = done < total;
        if over || !(under_way || shown) {
            return;
        }
        shown = under_way;
        over = !under_way;
        let percent = done.saturating_mul(100) / total.max(1);
        tell_progress(&format!("{what}: {percent} %"), over);
    }
}

/// Returns who runs this process, as the system knows them.
pub fn peer() -> Peer {
    peer::this_process()
}

/// Returns the login name of who runs this process.
pub fn user_name() -> String {
    peer().user
}

/// Returns who the program itself is in the record.
pub fn program() -> Assessor {
    let Peer { user, name, .. } = peer();
    Assessor {
        user,
        name,
        role: "program".to_owned(),
        from: origin(),
    }
}

/// Returns where the user sits: the address of the SSH client, or the terminal.
pub fn origin() -> String {
    let ssh = env::var("SSH_CONNECTION").unwrap_or_default();
    match ssh.split_whitespace().next() {
        Some(address) => address.to_owned(),
        None => rustix::termios::ttyname(rustix::stdio::stdin(), Vec::new())
            .ok()
            .and_then(|name| name.into_string().ok())
            .unwrap_or_else(|| "local".to_owned()),
    }
}

/// Returns the failure for a directory that holds a real study.
pub fn no_demo(dir: &Path) -> Failure {
    DEFAULT.not_a_demo(dir).into()
}
