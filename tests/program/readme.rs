//! The README is short, and its test command is there. What all documents name is held against the program in
//! `tests/domain/docs.rs`.

use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn it_is_read_in_a_few_minutes() {
    let lines = readme().lines().count();
    assert!(lines <= 150, "{lines} lines: what is more belongs in docs/");
}

#[test]
fn its_test_command_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(readme().contains("tests/run"));
    assert!(root.join("tests/run").is_file());
}
