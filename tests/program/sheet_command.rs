//! `coreset sheet`, with the real program and server.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .args(["--study", dir.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "2")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> (bool, String) {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// Returns the value that stands behind a name on the sheet.
fn value<'a>(sheet: &'a str, name: &str) -> &'a str {
    let line = sheet.lines().rfind(|line| line.starts_with(name));
    line.unwrap_or_else(|| panic!("no {name} in:\n{sheet}"))[name.len()..].trim()
}

#[test]
fn a_sheet_is_printed_with_the_head_of_the_record_and_is_an_entry_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    let made = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["demo", "--only-make", "--seed", "7", "--dir"])
        .arg(&dir)
        .output()
        .unwrap();
    assert!(said(&made).0, "{made:?}");

    let (done, sheet) = said(&run(&dir, &["sheet", "99-011", "week-12"]));
    assert!(done, "{sheet}");
    assert!(sheet.starts_with("Signature sheet\n"), "{sheet}");
    assert!(sheet.contains("DEMO"), "{sheet}");
    assert!(sheet.contains("Nobody has signed this visit."), "{sheet}");
    assert!(sheet.contains("page 1 of ") && sheet.contains('\u{c}'));
    // The head that it names is the newest line of the journal: that it was printed.
    let journal = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let newest = journal.lines().last().unwrap();
    let head = value(&sheet, "Head ");
    assert!(
        newest.contains(&format!("\"hash\":\"{head}\"")),
        "{newest}\n{head}"
    );
    assert!(newest.contains("\"kind\":\"copied\""), "{newest}");
    assert!(
        newest.contains("signature-sheet") && newest.contains("99-011"),
        "{newest}"
    );
    let entries = format!("{}, the newest of ", journal.lines().count());
    assert!(value(&sheet, "Entries ").starts_with(&entries), "{sheet}");

    let (done, text) = said(&run(&dir, &["sheet", "99-011", "Week 12", "--text"]));
    assert!(done && !text.contains('\u{c}'), "{text}");
    assert_eq!(value(&text, "Content "), value(&sheet, "Content "));
    assert_ne!(value(&text, "Head "), head);

    for (args, part) in [
        (
            ["sheet", "99-099", "week-12"],
            "there is no participant 99-099",
        ),
        (["sheet", "99-011", "week-99"], "the visits are baseline"),
        (["sheet", "99-001", "week-12"], "has not begun week-12"),
    ] {
        let (done, text) = said(&run(&dir, &args));
        assert!(!done && text.contains(part), "{part}: {text}");
    }
    let after = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    assert_eq!(after.lines().count(), journal.lines().count() + 1);
}
