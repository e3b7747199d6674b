//! The real program where the shell lets it have little memory: a sentence and an exit code, never an abort.

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

fn run(kibibytes: u32, study: &Path, words: &str) -> (i32, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("sh")
        .args([
            "-c",
            &format!("ulimit -v {kibibytes}; exec \"$0\" {words}"),
            PROGRAM,
        ])
        .env("CORESET_STUDY", study)
        .env("CORESET_UNTIL_IDLE", "2")
        .env_remove("MALLOC_ARENA_MAX")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let text = [stdout, stderr].concat();
    (
        status.code().unwrap_or(-1),
        String::from_utf8(text).unwrap(),
    )
}

/// MiB that the program says it needs for this, started with less: with the least at which it is loaded at all, since what
/// of the address space a build takes differs.
fn needed(study: &Path, words: &str) -> u32 {
    for mebibytes in 8..192 {
        let (code, said) = run(mebibytes << 10, study, words);
        let Some((_, needs)) = said.split_once("this needs ") else {
            // The system could not load the program, or hardly; nothing of it ran.
            assert_ne!(code, 0, "{mebibytes} MiB, {words}: {said}");
            continue;
        };
        assert_eq!(code, 3, "{mebibytes} MiB, {words}: {said}");
        assert!(said.contains("ulimit -v "), "{said}");
        return needs.split(' ').next().unwrap().parse().unwrap();
    }
    panic!("{words}: nothing is said of memory");
}

#[test]
fn too_little_memory_is_a_sentence_with_what_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    for words in [
        "score",
        "user list",
        "status",
        "serve",
        "demo --only-make --dir \"$CORESET_STUDY\"",
        "verify",
    ] {
        let needs = needed(&study, words);
        let short = (needs << 10) - 1;
        let (code, said) = run(short, &study, words);
        assert_eq!(code, 3, "{short} KiB, {words}: {said}");
        assert!(said.contains(&format!("this needs {needs} MiB")), "{said}");
        assert!(!study.exists());
    }
    // A server that a client starts has the limit of the client, and is heard.
    let needs = needed(&study, "serve");
    let (code, said) = run((needs << 10) - 1, &study, "user add anna --role manager");
    assert_eq!(code, 3, "{said}");
    assert!(said.contains(&format!("this needs {needs} MiB")), "{said}");
}

#[test]
fn with_what_is_said_to_be_needed_all_of_it_works() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let kibibytes = needed(&study, "serve") << 10;
    let (code, said) = run(
        kibibytes,
        &study,
        "demo --only-make --participants 20 --dir \"$CORESET_STUDY\"",
    );
    assert_eq!(code, 0, "{said}");
    for words in [
        "status",
        "audit",
        "timeline 99-001 --json",
        "user list",
        "verify",
    ] {
        let (code, said) = run(kibibytes, &study, words);
        assert_eq!(code, 0, "{words}: {said}");
    }
    let (code, said) = run(needed(&study, "score") << 10, &study, "score");
    assert_eq!((code, said.as_str()), (0, ""));
}
