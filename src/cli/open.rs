//! Opening a study directory for a command: where it is, what it is, who asks.

use super::StudyOption;
use super::failure::{CLOSED, DAMAGED, Failure};
use crate::domain::entry::{Assessor, Draft};
use crate::domain::event::Event;
use crate::domain::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::summary::{self, Summary};
use crate::domain::verdict;
use crate::library::{self, LoadError};
use crate::store::{ErrorKind, OpenReport, Options, Projection, Store, StoreError};
use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
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
        .ok_or_else(|| {
            Failure::new("there is no home directory to keep the study in")
                .hint("name a directory with --study DIR or CORESET_STUDY")
        })
}

/// Reads the protocol and forms of a study directory; the built-in ones where it has none of its own.
///
/// # Errors
/// When a file of it has a mistake, with line and column.
pub fn load_study(dir: &Path) -> Result<Study, Failure> {
    if !dir.exists() {
        // The directory is made with the study's first entry.
        return library::embedded_study().map_err(|error| Failure::new(error.to_string()));
    }
    library::load_study(dir).map_err(|error| load_failure(&error))
}

fn load_failure(error: &LoadError) -> Failure {
    Failure::new(error.to_string()).hint("nothing was changed; correct the file and start again")
}

/// Opens the store of a study directory, with progress on the standard error while a long record is read.
///
/// # Errors
/// When the directory is held by another program, damaged, read-only, full or newer than the program.
pub fn open_store(
    dir: &Path,
    study: &Arc<Study>,
    demo: bool,
    options: Options,
) -> Result<(Store, OpenReport), Failure> {
    let summarised = Arc::clone(study);
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&summarised, record)),
    };
    let (mut store, report) =
        Store::open(dir, options, projection, &mut progress()).map_err(|e| store_failure(&e))?;
    if store.last() == 0 {
        let event = Event::StudyOpened {
            protocol: study.protocol.id.clone(),
            protocol_hash: study.hash.clone(),
            demo,
        };
        let draft = Draft {
            by: program(),
            observed_at: None,
            event,
        };
        store
            .append("study-opened", vec![draft])
            .map_err(|error| store_failure(&error))?;
    }
    Ok((store, report))
}

/// Returns whether the study was made with synthetic participants only.
///
/// # Errors
/// When the store cannot be read.
pub fn is_demo(store: &mut Store) -> Result<bool, Failure> {
    let first = store.first().map_err(|error| store_failure(&error))?;
    let event = first.map(|entry| entry.draft.event);
    Ok(matches!(event, Some(Event::StudyOpened { demo: true, .. })))
}

/// Returns a participant's summary with the latest verdict.
pub fn summarise(study: &Study, record: &ParticipantRecord) -> Summary {
    summary::summarise(study, record, verdict::summary_verdict(study, record))
}

/// Returns why the store could not be opened or written, with what to do next.
pub fn store_failure(error: &StoreError) -> Failure {
    let code = match error.kind() {
        ErrorKind::Damage => DAMAGED,
        _ => CLOSED,
    };
    Failure::new(error.to_string())
        .hint(error.hint())
        .code(code)
}

/// Returns what shows how far a long reading is, where somebody looks; a short one shows nothing.
fn progress() -> impl FnMut(u64, u64) {
    let looked_at = io::stderr().is_terminal();
    let mut shown = false;
    move |done, total| {
        let under_way = done < total;
        if !looked_at || !(under_way || shown) {
            return;
        }
        shown = under_way;
        let percent = done.saturating_mul(100) / total.max(1);
        let end = if under_way { "" } else { "\n" };
        let _ = write!(io::stderr(), "\rReading the record: {percent} %{end}");
    }
}

/// Returns who is at the terminal, as the system knows it.
pub fn assessor() -> Assessor {
    let uid = rustix::process::getuid().as_raw();
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let known = passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        let user = parts.next()?;
        let own = parts.nth(1)?.parse() == Ok(uid);
        own.then(|| (user.to_owned(), parts.nth(1).unwrap_or_default().to_owned()))
    });
    let (user, gecos) = known.unwrap_or_else(|| (format!("uid {uid}"), String::new()));
    let name = gecos.split(',').next().unwrap_or_default().trim();
    let name = if name.is_empty() {
        user.clone()
    } else {
        name.to_owned()
    };
    Assessor {
        user,
        name,
        role: "assessor".to_owned(),
        from: origin(),
    }
}

/// Returns who the program itself is in the record.
pub fn program() -> Assessor {
    Assessor {
        role: "program".to_owned(),
        ..assessor()
    }
}

/// Returns where the user sits: the address of the SSH client, or the terminal.
fn origin() -> String {
    let ssh = env::var("SSH_CONNECTION").unwrap_or_default();
    match ssh.split_whitespace().next() {
        Some(address) => address.to_owned(),
        None => rustix::termios::ttyname(rustix::stdio::stdin(), Vec::new())
            .ok()
            .and_then(|name| name.into_string().ok())
            .unwrap_or_else(|| "local".to_owned()),
    }
}
