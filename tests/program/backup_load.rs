//! Backups taken while many clients type: each restores, verifies, and holds all that was acknowledged before it began.
//!
//! CORESET_BACKUP_ROUNDS sets the number of backups (3; the long run is 20), CORESET_BACKUP_CLIENTS the number of
//! clients (12; the long run is 64).

use crate::support::load::Typist;
use coreset::server::{manifest, verify, verify_against};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);
const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

fn setting(name: &str, default: usize) -> usize {
    let given = std::env::var(name).ok();
    given.map_or(default, |text| text.parse().unwrap())
}

/// A server, ended with the test however that ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lets the clients stop, also when the test fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Starts a server and waits until it takes clients.
fn serve(dir: &Path) -> Server {
    let mut server = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["serve", "--study"])
        .arg(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = server.stdout.take().unwrap();
    let (ready, seen) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if line.contains("is served at") {
                let _ = ready.send(());
            }
        }
    });
    let server = Server(server);
    seen.recv_timeout(LONG).expect("the server gets ready");
    server
}

fn run(command: &str, args: &[&Path], study: &Path) {
    let out = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .arg(command)
        .args(args)
        .arg("--study")
        .arg(study)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{command}: {said}");
}

fn lines(dir: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_backup_taken_under_load_restores_and_holds_all_that_was_acknowledged() {
    let rounds = setting("CORESET_BACKUP_ROUNDS", 3);
    let clients = setting("CORESET_BACKUP_CLIENTS", 12);
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("study");
    let socket = study.join("socket");
    let mut server = serve(&study);
    // The first one begins the study, so that the others are known.
    let first = Typist::sit(&socket, 998);
    let over = AtomicBool::new(false);
    let newest = AtomicU64::new(0);
    let (saved, saves) = mpsc::channel();
    let mut restored = Vec::new();
    std::thread::scope(|scope| {
        let (socket, over, newest) = (&socket, &over, &newest);
        for number in 0..clients {
            let saved = saved.clone();
            scope.spawn(move || {
                let mut typist = Typist::sit(socket, number);
                let mut field = 0;
                while !over.load(Ordering::Relaxed) {
                    typist.type_field(field);
                    let seq = typist.saved.last().unwrap().seq;
                    newest.fetch_max(seq, Ordering::SeqCst);
                    saved.send(()).unwrap();
                    field += 1;
                }
            });
        }
        let all = scope.spawn(move || {
            let stop = Stop(over);
            for round in 0..rounds {
                for _ in 0..200 {
                    saves.recv_timeout(LONG).expect("the clients go on");
                }
                // One backup is brought up to date again and again, the other is new each time.
                let to = match round % 2 {
                    0 => work.path().join("backup"),
                    _ => work.path().join(format!("backup-{round}")),
                };
                let before = newest.load(Ordering::SeqCst);
                run("backup", &[&to], &study);
                let made = manifest(&to).unwrap();
                assert!(made.entries >= before, "round {round}: {before}, {made:?}");
                let back = work.path().join(format!("restored-{round}"));
                run("restore", &[&to, &back], &study);
                let held = verify_against(&back, Some(&made.head), &mut |_, _| {});
                let report = held.unwrap();
                assert!(report.is_sound(), "round {round}: {report:?}");
                // Behind the backup's last entry stands that of the restore.
                assert_eq!(report.anchor, Some(made.entries), "round {round}");
                assert_eq!(report.entries, made.entries + 1, "round {round}");
                let live = verify(&study).unwrap();
                assert!(live.is_sound(), "round {round}: {live:?}");
                restored.push(back);
            }
            drop(stop);
            // The clients may still say that they saved.
            (work, study, restored, saves)
        });
        let (work, study, restored, _saves) = all.join().unwrap();
        drop(first);
        let ended = Command::new("kill").arg(server.0.id().to_string()).status();
        assert!(ended.unwrap().success());
        assert!(server.0.wait().unwrap().success());
        let record = lines(&study);
        let told = record
            .iter()
            .filter(|line| line.contains("\"kind\":\"backed-up\""))
            .count();
        assert_eq!(told, rounds, "the study knows of each");
        for back in &restored {
            let mut part = lines(back);
            let last = part.pop().unwrap();
            assert!(last.contains("\"kind\":\"restored\""), "{last}");
            assert!(part == record[..part.len()], "{}", back.display());
        }
        println!(
            "{rounds} backups under {clients} clients, {} entries at the end, all restored and verified",
            record.len()
        );
        drop(work);
    });
}
