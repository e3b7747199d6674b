//! The server killed again and again under clients that type: what was acknowledged is there, exactly once.
//!
//! CORESET_SOCKET_ROUNDS sets the number of kills (8; the long run is 50), CORESET_SOCKET_CLIENTS the number
//! of clients (16; the long run is 64), CORESET_SOCKET_SAVES after how many saves each kill comes (400).

use crate::support::load::Typist;
use crate::support::visit::opening_entries;
use coreset::server::verify;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(60);

fn setting(name: &str, default: usize) -> usize {
    let given = std::env::var(name).ok();
    given.map_or(default, |text| text.parse().unwrap())
}

/// Starts a server and waits until it takes clients.
fn serve(dir: &Path) -> Child {
    let mut server = Command::new(env!("CARGO_BIN_EXE_coreset"))
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
    seen.recv_timeout(LONG).expect("the server gets ready");
    server
}

/// Returns the entry of each request of the journal after the opening, which is one request of many entries; none
/// stands there twice.
fn journal(dir: &Path) -> HashMap<String, u64> {
    let opening = opening_entries();
    let mut found = HashMap::new();
    let mut files: Vec<_> = std::fs::read_dir(dir.join("journal"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let request = entry["request"].as_str().unwrap().to_owned();
            let seq = entry["seq"].as_u64().unwrap();
            if seq <= opening {
                assert_eq!(request, "study-opened", "{line}");
                continue;
            }
            assert_ne!(request, "study-opened", "twice: {line}");
            assert_eq!(found.insert(request, seq), None, "twice: {line}");
        }
    }
    found
}

#[test]
fn what_was_acknowledged_outlives_every_kill_of_the_server_exactly_once() {
    let rounds = setting("CORESET_SOCKET_ROUNDS", 8);
    let clients = setting("CORESET_SOCKET_CLIENTS", 16);
    let between = setting("CORESET_SOCKET_SAVES", 400);
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("socket");
    let mut server = serve(dir.path());
    // The first one begins the study, so that the others are known.
    let first = Typist::sit(&socket, 998);
    let over = AtomicBool::new(false);
    let (saved, saves) = mpsc::channel();
    let typists: Vec<Typist> = std::thread::scope(|scope| {
        let (socket, over) = (&socket, &over);
        let typing: Vec<_> = (0..clients)
            .map(|number| {
                let saved = saved.clone();
                scope.spawn(move || {
                    let mut typist = Typist::sit(socket, number);
                    let mut field = 0;
                    while !over.load(Ordering::Relaxed) {
                        typist.type_field(field);
                        saved.send(()).unwrap();
                        field += 1;
                    }
                    typist
                })
            })
            .collect();
        for _ in 0..rounds {
            for _ in 0..between {
                saves.recv_timeout(LONG).expect("the clients go on");
            }
            server.kill().unwrap();
            server.wait().unwrap();
            server = serve(dir.path());
        }
        over.store(true, Ordering::Relaxed);
        typing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    drop(first);
    let ended = Command::new("kill").arg(server.id().to_string()).status();
    assert!(ended.unwrap().success());
    assert!(server.wait().unwrap().success());
    let report = verify(dir.path()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    let journal = journal(dir.path());
    let (mut saved, mut lost) = (0, 0);
    for typist in &typists {
        lost += typist.lost;
        for one in &typist.saved {
            saved += 1;
            assert_eq!(journal.get(&one.request), Some(&one.seq), "{one:?}");
        }
    }
    assert!(lost as usize >= rounds, "the kills reached nobody");
    println!(
        "{rounds} kills, {clients} clients, {saved} saves acknowledged, {lost} connections lost, none missing or double"
    );
}
