//! A study with texts longer than are stored today, as an earlier version left it, with the real program and server:
//! every command that reads the record, and the history of a field on the screen.

use crate::support::owner;
use crate::support::visit;
use coreset::domain::record::event::Event;
use coreset::domain::record::query::Step;
use std::path::Path;
use std::process::{Command, Stdio};

const LONG: usize = 950_000;
const WHO: &str = "01-001";
const F8: &[u8] = b"\x1b[19~";

/// Half of the texts are notes, the other half queries on one field.
fn prepare(study: &Path) {
    let text = |number: usize| {
        let words = format!("text {number} ");
        words.chars().cycle().take(LONG).collect::<String>()
    };
    let texts = (0..11).flat_map(|number| {
        let query = Event::Queried {
            place: owner::place(WHO, "phga", "vas"),
            query: 0,
            step: Step::Open,
            text: text(100 + number),
        };
        [
            owner::note(WHO, &format!("field-{number}"), &text(number)),
            query,
        ]
    });
    let mut opened = owner::open(study);
    for (number, event) in [owner::enrol(WHO)].into_iter().chain(texts).enumerate() {
        let request = format!("early-{number}");
        opened.append(&request, vec![event]).unwrap();
    }
}

struct Said {
    code: i32,
    out: String,
    all: String,
}

fn run(study: &Path, args: &[&str]) -> Said {
    let output = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .args(["--study", study.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "2")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    Said {
        code: output.status.code().unwrap(),
        all: format!("{out}{}", String::from_utf8(output.stderr).unwrap()),
        out,
    }
}

fn done(study: &Path, args: &[&str]) -> String {
    let said = run(study, args);
    let start: String = said.all.chars().take(500).collect();
    assert_eq!(said.code, 0, "{args:?}: {start}");
    said.out
}

/// Returns how many of the texts stand in a print in full.
fn texts(print: &str) -> usize {
    let numbers = (0..11).chain(100..111);
    numbers
        .filter(|number| {
            let words = format!("text {number} ");
            print.matches(words.as_str()).count() >= LONG / words.len()
        })
        .count()
}

#[test]
fn every_command_reads_a_study_with_long_texts() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    prepare(&study);
    for format in ["text", "csv", "json"] {
        let trail = done(&study, &["audit", "--format", format]);
        assert_eq!(texts(&trail), 22, "{format}");
    }
    let trail = done(&study, &["audit", "--participant", WHO]);
    assert_eq!(texts(&trail), 22);
    let field = [
        "audit",
        "--participant",
        WHO,
        "--field",
        "baseline/phga/vas",
    ];
    assert_eq!(texts(&done(&study, &field)), 11);
    assert!(done(&study, &["timeline", WHO]).contains(WHO));
    done(&study, &["sheet", WHO, "baseline", "--text"]);
    done(&study, &["status"]);
    done(&study, &["user", "list"]);
    done(&study, &["user", "history"]);
    // It finds queries that are not closed and fields that are empty, and reads all of it.
    let checked = run(&study, &["check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("1 participants checked"));
    let verified = done(&study, &["verify"]);
    assert!(verified.contains("every entry fits those before it"));
    // Backed up, restored, and read there.
    let (backup, again) = (dir.path().join("backup"), dir.path().join("again"));
    done(&study, &["backup", backup.to_str().unwrap()]);
    let restored = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .arg("restore")
        .args([&backup, &again])
        .output()
        .unwrap();
    assert!(restored.status.success(), "{restored:?}");
    assert_eq!(texts(&done(&again, &["audit", "--participant", WHO])), 22);
    // Built anew from the journal alone.
    visit::wait_until_closed(&again);
    std::fs::remove_dir_all(again.join("sled")).unwrap();
    assert_eq!(texts(&done(&again, &["audit", "--participant", WHO])), 22);
    assert_eq!(run(&again, &["check"]).out, checked.out);
}

#[test]
fn the_screens_open_a_record_with_long_texts_and_tell_a_field_s_history() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    prepare(&study);
    let mut pty = visit::start_with(dir.path(), &["--study", study.to_str().unwrap()], &[]);
    pty.wait_for_text(WHO);
    for (keys, wanted) in [
        ("\r", "at enrolment on"),
        ("1", "Physician global"),
        ("6", "Physician global VAS"),
    ] {
        pty.send(keys.as_bytes());
        pty.wait_for_text(wanted);
    }
    pty.send(F8);
    pty.wait_for_text("Query opened: text 110");
    // The next ones are below, as far as anybody wants to go.
    pty.send(b"\x1b");
    pty.wait_for_text("Ctrl-D missing");
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
}
