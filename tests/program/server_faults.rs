//! Faults of the machine that pass: what was acknowledged is stored, what is refused says why, and the same server
//! goes on.

use crate::serve::{Foreground, connect, hello, must_be_sound, serve};
use crate::support::disk::{Disk, fill_up, make_room};
use crate::support::owner::add;
use crate::support::pty::{LIMIT, Pty};
use crate::support::visit::PROGRAM;
use chrono::TimeDelta;
use coreset::domain::record::user::Role;
use coreset::link::Remote;
use coreset::link::start::SOCKET;
use coreset::protocol::messages::{Append, Client as _, Reply, Request};
use coreset::server::Options;
use coreset::server::owner::Owner;
use coreset::text::{English, Language as _};
use rustix::process::{
    Pid, Resource, Rlimit, Signal, WaitId, WaitIdOptions, kill_process, prlimit, waitid,
};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Receiver;
use std::time::Instant;

/// A terminal at which a manager adds one user after another.
struct Terminal {
    remote: Remote,
    replies: Receiver<Reply>,
    number: usize,
    sent: usize,
    /// The newest entry that it was told is stored.
    stored: u64,
    acknowledged: usize,
}

impl Terminal {
    fn at(dir: &Path, number: usize) -> Self {
        let (remote, _, replies) = connect(dir, 600, number).unwrap();
        Self {
            remote,
            replies,
            number,
            sent: 0,
            stored: 0,
            acknowledged: 0,
        }
    }

    fn send(&mut self) {
        self.sent += 1;
        self.remote.send(Request::Append(Append {
            request: format!("{}-{}", hello(self.number).client, self.sent),
            events: vec![add(
                &format!("u{}.{}", self.number, self.sent),
                &[Role::Monitor],
            )],
            ..Append::default()
        }));
    }

    /// Waits for the answer to what was sent; returns why it was refused, where it was.
    fn answered(&mut self) -> Result<(), String> {
        loop {
            match self.replies.recv_timeout(LIMIT).unwrap() {
                Reply::Appended { receipt, .. } => {
                    self.acknowledged += 1;
                    self.stored = receipt.last;
                    return Ok(());
                }
                Reply::Refused { refusal, .. } => return Err(English.refusal(&refusal)),
                news if news.is_news() => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn save(&mut self) -> Result<(), String> {
        self.send();
        self.answered()
    }

    /// Saves until the server takes entries again.
    fn save_again(&mut self) {
        let until = Instant::now() + LIMIT;
        while let Err(why) = self.save() {
            assert!(Instant::now() < until, "{why}");
            std::thread::yield_now();
        }
    }
}

/// A study in a directory, and its server.
fn served(dir: &Path) -> (Foreground, Pid) {
    let mut server = serve(dir, &[]);
    server.ready();
    let pid = Pid::from_child(&server.0);
    (server, pid)
}

fn end(mut server: Foreground, dir: &Path, terminals: Vec<Terminal>) {
    let stored = terminals.iter().map(|terminal| terminal.stored).max();
    let acknowledged: usize = terminals.iter().map(|terminal| terminal.acknowledged).sum();
    drop(terminals);
    assert_eq!(server.end(Signal::TERM), Some(0));
    assert!(must_be_sound(dir) >= stored.unwrap());
    let listed = Command::new(env!("CARGO_BIN_EXE_coreset"))
        .args(["user", "list", "--study"])
        .arg(dir)
        .env("CORESET_UNTIL_IDLE", "0")
        .output()
        .unwrap();
    let why = String::from_utf8_lossy(&listed.stderr).into_owned();
    assert!(listed.status.success(), "{why}");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let added = listed.lines().filter(|line| line.starts_with('u')).count();
    assert!(added >= acknowledged, "{added} of {acknowledged} added");
}

/// The number below which a process holds each descriptor for good: files that it opens for a moment come and go.
fn first_that_is_free(pid: Pid) -> u64 {
    let open = || -> BTreeSet<u64> {
        let all = std::fs::read_dir(format!("/proc/{}/fd", pid.as_raw_nonzero())).unwrap();
        all.map(|one| one.unwrap().file_name().to_str().unwrap().parse().unwrap())
            .collect()
    };
    let mut held = open();
    for _ in 0..200 {
        held = held.intersection(&open()).copied().collect();
        std::thread::yield_now();
    }
    (0..).find(|number| !held.contains(number)).unwrap()
}

/// Asks for the state of the study; returns what it says first on its standard error.
fn ask(dir: &Path) -> (Child, String) {
    let mut asked = Command::new(env!("CARGO_BIN_EXE_coreset"))
        .arg("status")
        .arg("--socket")
        .arg(dir.join(SOCKET))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut errors = BufReader::new(asked.stderr.take().unwrap());
    errors.read_line(&mut line).unwrap();
    (asked, line)
}

#[test]
fn a_server_that_is_stopped_for_a_while_is_waited_for_with_a_word() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let (server, pid) = served(&dir);
    let args = ["--study", dir.to_str().unwrap()];
    let mut screens = Pty::start(Path::new(PROGRAM), &args, &[], (80, 24));
    screens.wait_for_text("Set your passphrase");
    let mut terminal = Terminal::at(&dir, 1);
    terminal.save().unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    // Its threads stop one after the other.
    waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED).unwrap();
    screens.send(b"several words\rseveral words\r");
    terminal.send();
    let (mut asked, said) = ask(&dir);
    assert!(
        said.starts_with("Waiting for the study's server."),
        "{said}"
    );
    // Nothing is said to be saved.
    while let Ok(reply) = terminal.replies.try_recv() {
        assert!(reply.is_news(), "{reply:?}");
    }
    screens.wait_for_text("NO ANSWER");
    screens.wait_for_text("The study's server does not answer.");
    kill_process(pid, Signal::CONT).unwrap();
    screens.wait_for_text("The passphrase is set.");
    assert!(!screens.text().contains("NO ANSWER"), "{}", screens.text());
    screens.send(b"\x18");
    assert_eq!(screens.exit_code(), 0);
    terminal.answered().unwrap();
    assert!(asked.wait().unwrap().success());
    terminal.save().unwrap();
    end(server, &dir, vec![terminal]);
}

#[test]
fn a_server_whose_clock_went_back_over_a_restart_says_so_before_it_saves() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    // The server before ran an hour ahead.
    let ahead = || chrono::Local::now().fixed_offset() + TimeDelta::hours(1);
    let options = Options {
        clock: Box::new(ahead),
        ..Options::default()
    };
    let opened = coreset::cli::open::open(&dir, false, options).unwrap();
    drop(Owner::start(opened).unwrap());
    let (server, _) = served(&dir);
    let mut terminal = Terminal::at(&dir, 1);
    terminal.save().unwrap();
    let journal = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let place = |part: &str| journal.lines().position(|line| line.contains(part));
    let (moved, added) = (place("\"clock-moved\""), place("\"u1.1\""));
    assert!(moved.is_some() && moved < added, "{journal}");
    end(server, &dir, vec![terminal]);
}

#[test]
fn a_server_without_file_descriptors_saves_on_and_takes_who_waits_when_it_has_some() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    let (server, pid) = served(&dir);
    let mut terminal = Terminal::at(&dir, 1);
    terminal.save().unwrap();
    let none_left = Some(first_that_is_free(pid));
    let before = prlimit(
        Some(pid),
        Resource::Nofile,
        Rlimit {
            current: none_left,
            maximum: None,
        },
    );
    let before = match before {
        Ok(before) => before,
        // Without the right to raise the hard limit again, that one stays as it is.
        Err(_) => {
            let maximum = rustix::process::getrlimit(Resource::Nofile).maximum;
            prlimit(
                Some(pid),
                Resource::Nofile,
                Rlimit {
                    current: none_left,
                    maximum,
                },
            )
            .unwrap()
        }
    };
    let (mut asked, said) = ask(&dir);
    // Taken by the last descriptor, its user cannot be looked up; with one more, the record cannot be read.
    let is_true = [
        "Waiting for the study's server.",
        "cannot say now who you are",
        "no room",
        "It is opened again by itself",
    ];
    assert!(is_true.iter().any(|words| said.contains(words)), "{said}");
    // Each is stored, or refused with a sentence that says what is wrong.
    for _ in 0..20 {
        if let Err(why) = terminal.save() {
            assert!(why.contains("Not saved") || why.contains("again"), "{why}");
        }
    }
    prlimit(Some(pid), Resource::Nofile, before).unwrap();
    let waited = said.starts_with("Waiting");
    // Who waited may have been let in while the record could not be read yet.
    assert!(!asked.wait().unwrap().success() || waited, "{said}");
    terminal.save_again();
    let (mut again, said) = ask(&dir);
    assert!(again.wait().unwrap().success(), "{said}");
    end(server, &dir, vec![terminal]);
}

#[test]
fn a_server_on_a_full_disk_says_so_and_saves_on_when_there_is_room() {
    let Some(disk) = Disk::mount("160m") else {
        return;
    };
    let dir = disk.0.path().join("study");
    let filler = disk.0.path().join("filler");
    let (server, _) = served(&dir);
    let mut terminal = Terminal::at(&dir, 1);
    let mut other = Terminal::at(&dir, 2);
    for _ in 0..3 {
        terminal.save().unwrap();
        fill_up(&filler);
        let why = loop {
            match terminal.save() {
                Ok(()) => {}
                Err(why) => break why,
            }
        };
        assert!(why.contains("disk"), "{why}");
        // Reading goes on, and somebody new is let in.
        let status = Command::new(env!("CARGO_BIN_EXE_coreset"))
            .arg("status")
            .arg("--socket")
            .arg(dir.join(SOCKET))
            .output()
            .unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
        assert!(other.save().is_err());
        make_room(&filler);
        terminal.save_again();
        other.save_again();
    }
    end(server, &dir, vec![terminal, other]);
}
