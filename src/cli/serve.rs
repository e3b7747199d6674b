//! `coreset serve`: owns a study directory and serves its clients on a Unix socket.
//!
//! It runs in the foreground, under systemd, or in the background when the first client starts it; then it leaves the
//! session of that client, and ends some time after the last client has disconnected.

mod presence;

use super::StudyOption;
use super::failure::{CLOSED, DAMAGED, Failure, say};
use super::memory;
use super::open::{load, open_loaded, own_study_dir, store_failure};
use super::unit;
use crate::domain::record::server_run::StopReason;
use crate::link::start::{SOCKET, Word, still_there};
use crate::protocol::connect;
use crate::protocol::mutex::lock;
use crate::server::limits::Limits;
use crate::server::listener::Listener;
use crate::server::log::Log;
use crate::server::owner::{Owner, Told, Trouble};
use crate::server::socket::{OWN, Socket};
use crate::server::{self, Options};
use crate::text::DEFAULT;
use clap::Args;
use presence::Presence;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use rustix::process::setsid;
use rustix::stdio::{dup2_stderr, dup2_stdout, stdout};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, IsTerminal as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Options of `coreset serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeOptions {
    /// End when nobody has been connected for so long
    #[arg(long, value_name = "SECONDS")]
    until_idle: Option<u64>,
    /// Leave the session and the terminal of whoever starts it; its log is serve.log in the study directory
    #[arg(long, hide = true)]
    background: bool,
    /// Say that the study was run with the files that its directory holds, where a record of an earlier coreset does not list them
    #[arg(long)]
    record_files: bool,
    /// Make no study where there is none
    #[arg(long, hide = true)]
    existing: bool,
    /// Print the systemd unit files for this study and program, and end
    #[arg(long)]
    print_unit: bool,
}

/// Permissions of a socket outside the study directory: its group decides who may try.
const SHARED: u32 = 0o660;
/// Name of the log of a server in the background, and its most bytes; as much again is kept as `serve.log.old`.
const LOG: &str = "serve.log";
const LOG_BYTES: u64 = 1 << 20;
/// How long clients have to take their answers when the server ends.
const ANSWERS: Duration = Duration::from_millis(700);
/// How long the record may take to get to the disk then.
const DISK: Duration = Duration::from_secs(30);
/// How long the first client may take to come.
const FIRST: Duration = Duration::from_secs(5);
/// How often the turn to serve a study is asked for.
const PAUSE: Duration = Duration::from_millis(5);

/// Why a server ends.
enum End {
    Signal(i32),
    Idle,
    Gone,
    /// The record cannot be opened again after a fault, and why.
    Lost(String),
}

/// Serves a study until a signal, or until nobody uses it any more.
///
/// # Errors
/// When the study cannot be opened or the socket cannot be made.
pub fn run(study: &StudyOption, options: &ServeOptions) -> Result<(), Failure> {
    if options.print_unit {
        let text = unit::files(study.study.as_deref(), study.socket.as_deref())?;
        return say(text.as_bytes());
    }
    let done = serve(study, options);
    if let Err(failure) = &done
        && options.background
    {
        tell_starter(&Word::Failed(failure.clone().into()));
    }
    done
}

/// Tells the client that started this server in the background, which reads it as JSON and shows it itself.
fn tell_starter(word: &Word) {
    word.say(io::stdout());
}

fn serve(study: &StudyOption, options: &ServeOptions) -> Result<(), Failure> {
    // Here and not before, so that whoever started this in the background is told.
    memory::check_room(memory::OWNER)?;
    if options.background {
        // Fails only where it leads a session of its own already.
        let _ = setsid();
    }
    let signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let ready = Arc::new(AtomicBool::new(false));
    let (sender, ends) = mpsc::channel();
    heed(signals, Arc::clone(&ready), sender.clone())?;
    let dir = std::path::absolute(own_study_dir(study)?)?;
    let path = match &study.socket {
        Some(path) => std::path::absolute(path)?,
        None => dir.join(SOCKET),
    };
    if options.existing {
        still_there(&dir)?;
    }
    // A study file with a mistake is told before anything is made.
    let mut loaded = load(&dir)?;
    loaded.vouched = options.record_files;
    // Nothing is made where a study may not be, not even the directory.
    server::may_hold_study(&dir).map_err(|error| store_failure(&error))?;
    let turn = if options.background {
        match turn(&dir, &path)? {
            Turn::Own(turn) => turn,
            // Another server of the study was faster.
            Turn::Served => {
                tell_starter(&Word::Ready);
                return Ok(());
            }
        }
    } else {
        None
    };
    let background = options.background;
    let opened = open_loaded(
        &dir,
        loaded,
        false,
        Options {
            // A client that was connected once must not be given an empty study in the place of its own.
            create: !options.existing,
            ..Options::default()
        },
        &mut progress(background),
    )?;
    fs::set_permissions(&dir, Permissions::from_mode(0o700))?;
    if background {
        // Before anybody can be served, so that no moment is missed in which it is taken away.
        let presence = Presence::watch(&dir).map_err(|error| not_watched(&error))?;
        let ends = sender.clone();
        presence.tell(move || {
            // It may end for another reason already.
            let _ = ends.send(End::Gone);
        })?;
    }
    let log = Arc::new(if background {
        Log::file(&dir.join(LOG), LOG_BYTES)?
    } else {
        Log::errors()
    });
    note_faults(&log);
    let findings = opened.report.findings.clone();
    let told = tell_log(Arc::clone(&log), sender.clone());
    let owner = Arc::new(Owner::start_and_tell(opened, told)?);
    let socket = socket(study, &path)?;
    let listener = Listener::start(
        socket,
        Arc::clone(&owner),
        Arc::clone(&log),
        Limits::default(),
    );
    let listener = Arc::new(listener?);
    ready.store(true, Ordering::SeqCst);
    for finding in findings {
        log.line(&DEFAULT.opening(&finding));
    }
    if let Some(seconds) = options.until_idle {
        let listener = Arc::clone(&listener);
        let idle = move || {
            let time = Duration::from_secs(seconds);
            // Also a server that is to end soon after its last client gives the first one the time to come.
            listener.wait_first(FIRST.saturating_sub(time));
            if listener.wait_empty(time) {
                // Whoever waits for it may have ended otherwise.
                let _ = sender.send(End::Idle);
            }
        };
        thread::Builder::new().name("idle".to_owned()).spawn(idle)?;
    }
    let name = format!("coreset {}", env!("CARGO_PKG_VERSION"));
    log.line(&format!(
        "{name} serves {} at {}.",
        dir.display(),
        path.display()
    ));
    announce(&dir, &path, background)?;
    let end = ends.recv().unwrap_or(End::Gone);
    tell_systemd("STOPPING=1");
    log.line(&match &end {
        End::Signal(SIGINT) => "It ends: interrupted.".to_owned(),
        End::Signal(_) => "It ends: told to.".to_owned(),
        End::Idle => "It ends: nobody uses it.".to_owned(),
        End::Gone => "It ends: the study directory is not there any more.".to_owned(),
        End::Lost(why) => format!("It ends: the record cannot be opened again. {why}"),
    });
    listener.stop(ANSWERS);
    let why = match &end {
        End::Signal(_) => StopReason::Told,
        End::Idle => StopReason::Idle,
        End::Gone | End::Lost(_) => StopReason::Fault,
    };
    let finished = owner.stop(why, DISK);
    drop(turn);
    if let End::Lost(why) = end {
        return Err(Failure::new(why).code(DAMAGED));
    }
    if !finished {
        return Err(DEFAULT.disk_too_slow().into());
    }
    Ok(())
}

/// Returns what writes trouble with the store to the log, and ends the server where nothing mends it.
fn tell_log(log: Arc<Log>, ends: Sender<End>) -> Told {
    Box::new(move |trouble| match trouble {
        Trouble::Closed(why) => log.line(&format!(
            "The study was closed by a fault and is being opened again: {why}"
        )),
        Trouble::Mended(findings) => {
            log.line("The study was opened again.");
            for finding in findings {
                log.line(&DEFAULT.opening(&finding));
            }
        }
        Trouble::Lost(why) => {
            // It may be ending for another reason already.
            let _ = ends.send(End::Lost(why));
        }
    })
}

/// Passes signals on; before there is anything to end in order they end the process.
fn heed(mut signals: Signals, ready: Arc<AtomicBool>, ends: Sender<End>) -> io::Result<()> {
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                if !ready.load(Ordering::SeqCst) {
                    std::process::exit(128 + signal);
                }
                if ends.send(End::Signal(signal)).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Whose turn it is to serve a study.
enum Turn {
    /// This process's, until the file is closed; `None` where the system has no such locks.
    Own(Option<File>),
    /// A server takes clients already, or whoever wanted one is gone.
    Served,
}

/// Waits until no other server in the background is on its way for this study, or one takes clients.
///
/// The lock is on the directory itself, so that nothing is made in it before the study is known to be whole;
/// who owns the record is decided by `owner.lock` all the same.
fn turn(dir: &Path, socket: &Path) -> Result<Turn, Failure> {
    // What keeps the directory from being made is told when the study is opened.
    let _ = DirBuilder::new().recursive(true).mode(0o700).create(dir);
    let Ok(handle) = File::open(dir) else {
        return Ok(Turn::Own(None));
    };
    loop {
        match flock(&handle, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Turn::Own(Some(handle))),
            Err(rustix::io::Errno::WOULDBLOCK) => {}
            Err(_) => return Ok(Turn::Own(None)),
        }
        if connect(socket).is_ok() {
            return Ok(Turn::Served);
        }
        if !is_heard() {
            return Ok(Turn::Served);
        }
        thread::sleep(PAUSE);
    }
}

/// Returns whether whoever started this still reads what it says.
fn is_heard() -> bool {
    let out = stdout();
    let mut fds = [PollFd::new(&out, PollFlags::empty())];
    let _ = poll(&mut fds, Some(&Timespec::default()));
    !fds[0].revents().contains(PollFlags::ERR)
}

/// Says why the directory cannot be watched: the system's own words name a limit on open files that is not reached.
fn not_watched(error: &io::Error) -> Failure {
    let limit = match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::MFILE) => "fs.inotify.max_user_instances",
        Some(Errno::NOSPC) => "fs.inotify.max_user_watches",
        _ => return Failure::new(error.to_string()).code(CLOSED),
    };
    Failure::from(DEFAULT.not_watched(&error.to_string(), limit)).code(CLOSED)
}

fn socket(study: &StudyOption, path: &Path) -> Result<Socket, Failure> {
    if let Some(given) = Socket::inherited()? {
        return Ok(given);
    }
    let mode = if study.socket.is_some() { SHARED } else { OWN };
    Socket::bind(path, mode).map_err(|error| {
        let text = error.to_string();
        let text = match error.kind() {
            io::ErrorKind::AddrInUse => text,
            _ => DEFAULT.no_socket(path, &text),
        };
        Failure::new(text).hint(DEFAULT.name_socket()).code(CLOSED)
    })
}

/// Returns what tells how far the reading of a long record is: whoever started this, or whoever looks.
fn progress(background: bool) -> Box<dyn FnMut(u64, u64)> {
    if background {
        let mut last = None;
        return Box::new(move |done, total| {
            let percent = done.saturating_mul(100) / total.max(1);
            if last.replace(percent) != Some(percent) {
                tell_starter(&Word::Reading { done, total });
            }
        });
    }
    Box::new(super::open::progress())
}

/// Says that clients are taken, to whoever started it, and lets go of their streams.
fn announce(dir: &Path, path: &Path, background: bool) -> Result<(), Failure> {
    tell_systemd("READY=1");
    if !background {
        let text = DEFAULT.served(dir, path, io::stdin().is_terminal()) + "\n";
        return say(text.as_bytes());
    }
    tell_starter(&Word::Ready);
    let nothing = OpenOptions::new().write(true).open("/dev/null")?;
    dup2_stdout(&nothing).map_err(io::Error::from)?;
    dup2_stderr(&nothing).map_err(io::Error::from)?;
    // No mounted disk is held by a working directory.
    let _ = env::set_current_dir("/");
    Ok(())
}

/// Tells systemd, where it asked for it, with one datagram to the socket that it names.
fn tell_systemd(state: &str) {
    let Some(path) = env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    #[cfg(target_os = "linux")]
    if let Some(name) = path.to_str().and_then(|path| path.strip_prefix('@')) {
        use std::os::linux::net::SocketAddrExt as _;
        if let (Ok(socket), Ok(address)) = (
            UnixDatagram::unbound(),
            SocketAddr::from_abstract_name(name),
        ) {
            let _ = socket.send_to_addr(state.as_bytes(), &address);
        }
        return;
    }
    if let Ok(socket) = UnixDatagram::unbound() {
        // Nobody is left to be told that systemd does not listen.
        let _ = socket.send_to(state.as_bytes(), path);
    }
}

/// From now on a panic that nobody has foreseen is a line of the log, without its words, which may quote an answer.
fn note_faults(log: &Arc<Log>) {
    let log = Mutex::new(Arc::clone(log));
    std::panic::set_hook(Box::new(move |info| {
        if crate::server::is_guarded() {
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let thread = thread::current();
        let log = lock(&log);
        log.line(&format!(
            "A fault inside the program at {place}, thread {}.",
            thread.name().unwrap_or("-")
        ));
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_cannot_be_watched_names_the_limit_of_inotify_and_how_it_is_raised() {
        for (errno, limit) in [
            (Errno::MFILE, "fs.inotify.max_user_instances"),
            (Errno::NOSPC, "fs.inotify.max_user_watches"),
        ] {
            let failure = not_watched(&io::Error::from(errno));
            assert!(failure.message.contains("inotify"), "{failure:?}");
            let raised = format!("sysctl {limit}=");
            assert!(failure.hints[0].contains(&raised), "{failure:?}");
            assert_eq!(failure.code, CLOSED);
        }
        let other = not_watched(&io::Error::from(Errno::ACCESS));
        assert!(!other.message.contains("inotify"), "{other:?}");
    }
}
