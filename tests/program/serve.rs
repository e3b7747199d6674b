//! The server as a process: started by hand and by its clients, ended by signals and by itself.

use crate::support::pty::{LIMIT, Pty};
use crate::support::visit::opening_entries;
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::link::start::{NotStarted, SOCKET, Starter};
use coreset::link::{LinkError, Remote};
use coreset::protocol;
use coreset::protocol::messages::{Append, Client, Hello, Reply, Request, Welcome};
use coreset::server;
use coreset::text::DEFAULT;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FlockOperation, flock};
use rustix::net::sockopt::socket_peercred;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};
use std::io::{BufRead as _, BufReader};
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

/// A server that listens now, and its end.
struct Server {
    pid: Pid,
    ended: OwnedFd,
}

impl Server {
    /// Returns the one behind a socket, as the kernel says.
    fn at(socket: &Path) -> Self {
        let stream = protocol::connect(socket).unwrap();
        let pid = socket_peercred(&stream).unwrap().pid;
        let ended = pidfd_open(pid, PidfdFlags::empty()).unwrap();
        Self { pid, ended }
    }

    fn has_ended_in(&self, time: Duration) -> bool {
        let mut fds = [PollFd::new(&self.ended, PollFlags::IN)];
        let time = Timespec {
            tv_sec: time.as_secs().try_into().unwrap(),
            tv_nsec: time.subsec_nanos().into(),
        };
        poll(&mut fds, Some(&time)).unwrap() == 1
    }

    fn must_end(&self) {
        assert!(self.has_ended_in(LIMIT), "the server does not end");
    }
}

fn starter(dir: &Path, until_idle: u64) -> Starter {
    Starter::new(PathBuf::from(PROGRAM), dir, until_idle, Box::new(|_, _| {}))
}

pub(crate) fn hello(number: usize) -> Hello {
    Hello {
        client: format!(
            "{}-{}-{number}",
            server::peer::this_process().user,
            std::process::id()
        ),
        from: "a test".to_owned(),
        head: None,
        command: match number {
            0 => String::new(),
            _ => "other".to_owned(),
        },
    }
}

pub(crate) type Seat = (Remote, Welcome, Receiver<Reply>);

pub(crate) fn connect(dir: &Path, until_idle: u64, number: usize) -> Result<Seat, LinkError> {
    let (sender, replies) = mpsc::channel();
    let put = Box::new(move |reply| {
        let _ = sender.send(reply);
    });
    let mut starter = starter(dir, until_idle);
    let (remote, welcome) = Remote::connect(hello(number), put, Box::new(move || starter.reach()))?;
    Ok((remote, welcome, replies))
}

/// Returns the log of the servers that ran in the background.
fn log(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("serve.log")).unwrap_or_default()
}

/// Verifies the record once the server that was just ended lets go of it.
pub(crate) fn must_be_sound(dir: &Path) -> u64 {
    let report = server::verify(dir).unwrap();
    assert!(report.is_sound(), "{:?}", report.findings);
    report.entries
}

/// A server in the foreground; killed when it outlives its test.
pub(crate) struct Foreground(pub(crate) Child);

impl Drop for Foreground {
    fn drop(&mut self) {
        if let Ok(None) = self.0.try_wait() {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

impl Foreground {
    /// Waits for the line with which it says that it is ready.
    pub(crate) fn ready(&mut self) -> String {
        let mut line = String::new();
        let mut out = BufReader::new(self.0.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        line
    }

    /// Ends it and returns its exit code.
    pub(crate) fn end(&mut self, signal: Signal) -> Option<i32> {
        kill_process(Pid::from_child(&self.0), signal).unwrap();
        self.0.wait().unwrap().code()
    }
}

pub(crate) fn serve(dir: &Path, more: &[&str]) -> Foreground {
    serve_with(dir, more, &[])
}

fn serve_with(dir: &Path, more: &[&str], env: &[(&str, &str)]) -> Foreground {
    let child = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .envs(env.iter().copied())
        .arg("serve")
        .arg("--study")
        .arg(dir)
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    Foreground(child.unwrap())
}

#[test]
fn of_twenty_that_start_at_once_one_owns_the_study_and_all_are_connected() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let start = Arc::new(Barrier::new(20));
    let threads: Vec<_> = (0..20)
        .map(|number| {
            let (dir, start) = (dir.clone(), Arc::clone(&start));
            std::thread::spawn(move || {
                start.wait();
                connect(&dir, 1, number).unwrap()
            })
        })
        .collect();
    let seats: Vec<Seat> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    for (remote, _, replies) in &seats {
        remote.send(Request::Users);
        let reply = replies.recv_timeout(LIMIT).unwrap();
        assert!(matches!(reply, Reply::Users(_)), "{reply:?}");
    }
    let server = Server::at(&dir.join(SOCKET));
    assert_eq!(log(&dir).matches(" serves ").count(), 1, "{}", log(&dir));
    assert!(
        !server.has_ended_in(Duration::from_millis(1500)),
        "it is in use"
    );
    drop(seats);
    server.must_end();
    assert!(log(&dir).contains("nobody uses it"), "{}", log(&dir));
    assert!(!dir.join(SOCKET).exists());
    // The study was opened, the server started, its first user added, the one with screens came in, so did the commands,
    // which are told once an hour, the one with screens went out, and the server stopped. The hour may end meanwhile.
    let more = must_be_sound(&dir) - opening_entries();
    assert!((6..=7).contains(&more), "{more}");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&dir), mode(&dir.join("serve.log"))), (0o700, 0o600));
}

#[test]
fn clients_that_come_while_servers_end_are_all_served() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    drop(connect(&dir, 0, 0).unwrap());
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let dir = &dir;
            scope.spawn(move || {
                for round in 0..6 {
                    // Each server ends with its last client, so most of these meet one that is ending.
                    let (remote, ..) = connect(dir, 0, 1 + worker * 100 + round).unwrap();
                    drop(remote);
                }
            });
        }
    });
    if let Ok(stream) = protocol::connect(&dir.join(SOCKET)) {
        let pid = socket_peercred(&stream).unwrap().pid;
        let ended = pidfd_open(pid, PidfdFlags::empty()).unwrap();
        drop(stream);
        Server { pid, ended }.must_end();
    }
    // One that has closed its socket may still be writing that it stops; the study is its own until then.
    let lock = std::fs::File::open(dir.join("owner.lock")).unwrap();
    flock(&lock, FlockOperation::LockShared).unwrap();
    drop(lock);
    // As above, with the starts and stops of all those servers.
    must_be_sound(&dir);
    let journal = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let is_run = |line: &&str| line.contains("\"kind\":\"server-st");
    let runs = journal.lines().filter(is_run).count();
    let rest = journal.lines().count() - runs;
    assert!(runs >= 2 && runs % 2 == 0, "{runs}");
    let more = rest as u64 - opening_entries();
    assert!((4..=5).contains(&more), "{more}");
}

#[test]
fn the_server_outlives_the_hang_up_and_the_kill_of_the_client_that_started_it() {
    for kill in [false, true] {
        let data = tempfile::tempdir().unwrap();
        let dir = data.path().join("study");
        let args = ["--study", dir.to_str().unwrap()];
        let mut pty = Pty::start(Path::new(PROGRAM), &args, &[], (80, 24));
        pty.wait_for_text("Set your passphrase");
        let server = Server::at(&dir.join(SOCKET));
        if kill {
            pty.kill(Signal::KILL);
            assert_eq!(pty.exit_code(), 137);
        } else {
            pty.close();
            assert_eq!(pty.exit_code(), 129);
        }
        drop(pty);
        assert!(!server.has_ended_in(Duration::from_millis(300)));
        let (remote, welcome, _replies) = connect(&dir, 1, 1).unwrap();
        assert!(!welcome.demo);
        assert_eq!(Server::at(&dir.join(SOCKET)).pid, server.pid);
        drop(remote);
        kill_process(server.pid, Signal::TERM).unwrap();
        server.must_end();
        must_be_sound(&dir);
    }
}

#[test]
fn a_server_ends_when_its_study_is_taken_away() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let seat = connect(&dir, 600, 0).unwrap();
    let server = Server::at(&dir.join(SOCKET));
    std::fs::rename(&dir, data.path().join("elsewhere")).unwrap();
    server.must_end();
    // Its client is told, goes on trying, and makes no new study there.
    let lost = seat.2.recv_timeout(LIMIT).unwrap();
    assert!(matches!(lost, Reply::Lost(_)), "{lost:?}");
    let mut again = starter(&dir, 600);
    std::fs::rename(data.path().join("elsewhere"), &dir).unwrap();
    let back = seat.2.recv_timeout(LIMIT).unwrap();
    assert!(matches!(back, Reply::Back(_)), "{back:?}");
    drop(again.reach().unwrap());
    let server = Server::at(&dir.join(SOCKET));
    std::fs::rename(&dir, data.path().join("elsewhere")).unwrap();
    server.must_end();
    let why = again.reach().unwrap_err();
    assert!(why.to_string().contains("any more"), "{why}");
    assert!(!dir.exists());
    drop(seat);
    must_be_sound(&data.path().join("elsewhere"));
}

#[test]
fn signals_end_a_server_in_order_with_all_on_the_disk() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let data = tempfile::tempdir().unwrap();
        let dir = data.path().join("study");
        let mut child = serve(&dir, &[]);
        let line = child.ready();
        assert!(line.contains("is served at"), "{line}");
        assert!(line.contains(dir.join(SOCKET).to_str().unwrap()), "{line}");
        let (remote, _, replies) = connect(&dir, 600, 0).unwrap();
        remote.send(Request::Users);
        replies.recv_timeout(LIMIT).unwrap();
        // Before it is gone, so that it starts no other one.
        remote.finish(LIMIT);
        drop(remote);
        assert_eq!(child.end(signal), Some(0));
        assert!(!dir.join(SOCKET).exists());
        assert_eq!(must_be_sound(&dir), opening_entries() + 5);
    }
}

#[test]
fn a_socket_elsewhere_is_open_to_its_group_and_nothing_is_started_there() {
    let data = tempfile::tempdir().unwrap();
    let (dir, socket) = (data.path().join("study"), data.path().join("run.sock"));
    let at = ["--socket", socket.to_str().unwrap()];
    let list = |at: &[&str]| -> Output {
        let mut command = Command::new(PROGRAM);
        command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
        command.args(["user", "list"]).args(at).stdin(Stdio::null());
        command.output().unwrap()
    };
    let said = list(&at);
    assert_eq!(said.status.code(), Some(3));
    let text = String::from_utf8(said.stderr).unwrap();
    assert!(
        text.contains("cannot be reached") && text.contains("systemctl status"),
        "{text}"
    );
    assert!(!socket.exists());
    let mut child = serve(&dir, &at);
    child.ready();
    let mode = std::fs::symlink_metadata(&socket)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o660);
    assert!(list(&at).status.success());
    // A second server is told who has the study.
    let mut second = serve(&dir, &[]);
    assert_eq!(second.0.wait().unwrap().code(), Some(3));
    let text = std::io::read_to_string(second.0.stderr.take().unwrap()).unwrap();
    let holder = format!("(process {})", child.0.id());
    assert!(text.contains(&holder), "{text}");
    assert_eq!(child.end(Signal::TERM), Some(0));
    assert!(!socket.exists());
    must_be_sound(&dir);
}

#[test]
fn what_keeps_a_server_from_serving_is_told_to_the_client_that_started_it() {
    let data = tempfile::tempdir().unwrap();
    let told = |dir: &Path| match connect(dir, 0, 0) {
        Err(LinkError::Unreachable(why)) => {
            let own = why.get_ref().unwrap().downcast_ref::<NotStarted>();
            own.unwrap().clone()
        }
        other => panic!("{:?}", other.map(|_| ())),
    };
    let broken = data.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(broken.join("study.toml"), "id = 1\n").unwrap();
    let why = told(&broken);
    assert_eq!(why.code, 1);
    assert!(why.message.contains("study.toml:"), "{why:?}");
    assert_eq!(std::fs::read_dir(&broken).unwrap().count(), 1);

    let newer = data.path().join("newer");
    std::fs::create_dir(&newer).unwrap();
    std::fs::write(newer.join("format"), "coreset study, format 999\n").unwrap();
    let why = told(&newer);
    assert_eq!((why.code, why.hints.len()), (3, 1));
    assert!(why.message.contains("newer coreset"), "{why:?}");

    let damaged = data.path().join("damaged");
    drop(connect(&damaged, 0, 0).unwrap());
    // Verifying waits for nobody; the lock is free once the server has ended.
    let lock = std::fs::File::open(damaged.join("owner.lock")).unwrap();
    let begun = Instant::now();
    while rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockShared).is_err() {
        assert!(begun.elapsed() < LIMIT, "the server does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(lock);
    for part in ["journal", "sled"] {
        std::fs::remove_dir_all(damaged.join(part)).unwrap();
    }
    let why = told(&damaged);
    assert_eq!(why.code, 4, "{why:?}");
    assert!(why.message.contains("ends at entry 0"), "{why:?}");
    assert!(!damaged.join(SOCKET).exists());
}

#[test]
fn systemd_is_told_when_it_is_ready_and_when_it_ends() {
    let data = tempfile::tempdir().unwrap();
    let notify = data.path().join("notify");
    let socket = UnixDatagram::bind(&notify).unwrap();
    socket.set_read_timeout(Some(LIMIT)).unwrap();
    let told = || {
        let mut bytes = [0; 64];
        let count = socket.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..count].to_vec()).unwrap()
    };
    let dir = data.path().join("study");
    let mut child = serve_with(&dir, &[], &[("NOTIFY_SOCKET", notify.to_str().unwrap())]);
    assert_eq!(told(), "READY=1");
    drop(protocol::connect(&dir.join(SOCKET)).unwrap());
    assert_eq!(child.end(Signal::TERM), Some(0));
    assert_eq!(told(), "STOPPING=1");
}

#[test]
fn one_that_waits_for_its_turn_ends_with_whoever_started_it() {
    let data = tempfile::tempdir().unwrap();
    // Another one is on its way for this study, and never gets there.
    let turn = std::fs::File::open(data.path()).unwrap();
    flock(&turn, FlockOperation::LockExclusive).unwrap();
    let mut child = serve(data.path(), &["--background"]);
    let pid = Pid::from_child(&child.0);
    let ended = pidfd_open(pid, PidfdFlags::empty()).unwrap();
    let server = Server { pid, ended };
    assert!(!server.has_ended_in(Duration::from_millis(300)));
    drop(child.0.stdout.take());
    server.must_end();
    assert_eq!(std::fs::read_dir(data.path()).unwrap().count(), 0);
}

#[test]
fn the_unit_files_are_printed_for_this_program_and_study() {
    let out = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["serve", "--print-unit", "--study", "/srv/trial"])
        .output()
        .unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let start =
        format!("ExecStart={PROGRAM} serve --study /srv/trial --socket /run/coreset/socket\n");
    assert!(text.contains(&start), "{text}");
    for line in [
        "User=coreset",
        "SocketGroup=assessors",
        "SocketMode=0660",
        "Restart=on-failure",
        "Type=notify",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}");
    }
    assert!(!Path::new("/srv/trial").exists());
}

#[test]
fn a_socket_whose_file_was_removed_is_made_again_while_its_clients_stay() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let mut child = serve(&dir, &[]);
    child.ready();
    let (remote, _, replies) = connect(&dir, 600, 0).unwrap();
    let server = Server::at(&dir.join(SOCKET));
    for round in 1..=3 {
        std::fs::remove_file(dir.join(SOCKET)).unwrap();
        let until = Instant::now() + LIMIT;
        // Told by the kernel, so that another process can only wait for the name.
        while coreset::protocol::connect(&dir.join(SOCKET)).is_err() {
            assert!(Instant::now() < until, "round {round}");
            std::thread::yield_now();
        }
        assert!(!server.has_ended_in(Duration::ZERO));
        remote.send(Request::Users);
        let reply = replies.recv_timeout(LIMIT).unwrap();
        assert!(matches!(reply, Reply::Users(_)), "{reply:?}");
    }
    remote.finish(LIMIT);
    drop(remote);
    assert_eq!(child.end(Signal::TERM), Some(0));
}

#[test]
fn the_terminal_of_a_user_who_is_disabled_ends_with_the_reason_and_does_not_come_back() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let mut child = serve(&dir, &[]);
    child.ready();
    let (remote, welcome, replies) = connect(&dir, 600, 0).unwrap();
    let user = welcome.who.user;
    let steps = [
        Event::UserAdded {
            user: "other".to_owned(),
            name: "O. Ther".to_owned(),
            roles: vec![Role::Manager],
        },
        Event::UserDisabled { user },
    ];
    for (number, event) in steps.into_iter().enumerate() {
        remote.send(Request::Append(Append {
            request: format!("{}-{number}", hello(0).client),
            events: vec![event],
            ..Append::default()
        }));
        let reply = replies.recv_timeout(LIMIT).unwrap();
        assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    }
    // The owner's word, then the link's own, then what it is told at the door.
    let mut said = Vec::new();
    while said.len() < 2
        || !said
            .iter()
            .skip(1)
            .any(|why: &String| why.contains("user enable"))
    {
        match replies.recv_timeout(LIMIT).unwrap() {
            Reply::Lost(why) => said.push(DEFAULT.unreached(&why)),
            other => panic!("{other:?}"),
        }
    }
    assert!(said[0].contains("user enable"), "{said:?}");
    remote.finish(LIMIT);
    drop(remote);
    assert_eq!(child.end(Signal::TERM), Some(0));
}
