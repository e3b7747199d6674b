//! `coreset login` asks the server who this is before any command, and nothing runs or is explained without its answer.

use crate::support::house::House;
use coreset::protocol::{Greeting, encode, opening};
use coreset::server::limits::Limits;
use coreset::text::server::Unwelcome;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");
/// What an SSH client may ask for, of every kind.
const ASKED: [&str; 6] = [
    "--help",
    "score --help",
    "--version",
    "score",
    "user list",
    "sh",
];

fn login(socket: &Path, asked: &str, input: &str) -> Output {
    let mut command = Command::new(PROGRAM);
    command
        .args(["login", "--socket"])
        .arg(socket)
        .env("SSH_ORIGINAL_COMMAND", asked);
    run(command, input)
}

fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who is refused reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn a_server_that_is_away_ends_every_login_with_its_own_code() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("socket");
    for asked in ASKED {
        let said = login(&socket, asked, "{}\n");
        assert_eq!(said.status.code(), Some(69), "{asked}: {said:?}");
        assert!(said.stdout.is_empty(), "{asked}: {said:?}");
        let words = String::from_utf8(said.stderr).unwrap();
        assert!(words.contains("systemctl status coreset"), "{words}");
    }
}

#[test]
fn a_silent_server_ends_the_login_after_two_seconds() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("socket");
    let _silent = UnixListener::bind(&socket).unwrap();
    let begun = Instant::now();
    let said = login(&socket, "--help", "");
    let took = begun.elapsed();
    assert_eq!(said.status.code(), Some(69), "{said:?}");
    assert!(said.stdout.is_empty(), "{said:?}");
    let words = String::from_utf8(said.stderr).unwrap();
    assert!(words.contains("does not answer"), "{words}");
    // Two seconds and room for a busy machine; other commands wait for ten.
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn who_is_not_taken_in_is_told_so_in_the_words_of_the_server() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("socket");
    let listener = UnixListener::bind(&socket).unwrap();
    let refusals = [
        Unwelcome::AccessEnded {
            login: "boris".to_owned(),
        },
        Unwelcome::NotListed {
            login: "boris".to_owned(),
        },
    ];
    let count = refusals.len() * ASKED.len();
    let server = std::thread::spawn(move || {
        for why in refusals.iter().cycle().take(count) {
            let (mut client, _) = listener.accept().unwrap();
            let mut said = opening().to_vec();
            said.extend(encode(&Greeting::Refused(why.clone())).unwrap());
            client.write_all(&said).unwrap();
            // It hangs up itself; closing first could lose what was said.
            let _ = client.read_to_end(&mut Vec::new());
        }
    });
    for (turn, asked) in ASKED.iter().flat_map(|asked| [asked, asked]).enumerate() {
        let said = login(&socket, asked, "{}\n");
        assert_eq!(said.status.code(), Some(3), "{asked}: {said:?}");
        assert!(said.stdout.is_empty(), "{asked}: {said:?}");
        let words = String::from_utf8(said.stderr).unwrap();
        let part = ["The access of boris", "boris is not on the list"][turn % 2];
        assert!(words.contains(part), "{part} is not in: {words}");
    }
    server.join().unwrap();
}

#[test]
fn who_is_taken_in_gets_help_and_scores_and_is_not_logged_in_by_asking() {
    let house = House::new(Limits::default());
    let help = login(&house.path, "--help", "");
    assert!(help.status.success(), "{help:?}");
    assert!(String::from_utf8_lossy(&help.stdout).contains("Usage"));
    let scored = login(&house.path, "score", "not a case\n");
    assert_eq!(scored.status.code(), Some(1), "{scored:?}");
    let trail = login(&house.path, "audit --format json", "");
    let trail = String::from_utf8(trail.stdout).unwrap();
    assert!(trail.contains("study-opened"), "{trail}");
    assert!(!trail.contains("logged-in"), "{trail}");
}

#[test]
fn a_line_of_score_has_a_bound_with_and_without_a_server() {
    let house = House::new(Limits::default());
    let long = format!("{{\"note\":\"{}\"}}\n", "n".repeat(64 << 10));
    let mut alone = Command::new(PROGRAM);
    // No study, no home and no environment.
    alone.env_clear().arg("score");
    for said in [login(&house.path, "score", &long), run(alone, &long)] {
        assert_eq!(said.status.code(), Some(1), "{said:?}");
        let out = String::from_utf8(said.stdout).unwrap();
        assert!(
            out.contains(
                "line 1: the line is longer than 64 KiB; give each case a line of its own"
            ),
            "{out}"
        );
    }
}
