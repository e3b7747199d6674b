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

#[test]
fn too_little_memory_is_a_sentence_with_what_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    for (kibibytes, words, needs) in [
        (30_000, "score", 32),
        (30_000, "user list", 96),
        (80_000, "status", 96),
        (30_000, "serve", 192),
        (150_000, "serve", 192),
        (100_000, "demo --only-make --dir \"$CORESET_STUDY\"", 192),
        (100_000, "verify", 192),
    ] {
        let (code, said) = run(kibibytes, &study, words);
        assert_eq!(code, 3, "{kibibytes} {words}: {said}");
        assert!(said.contains(&format!("this needs {needs} MiB")), "{said}");
        assert!(said.contains("ulimit -v "), "{said}");
        assert!(!study.exists());
    }
    // A server that a client starts has the limit of the client, and is heard.
    let (code, said) = run(150_000, &study, "user add anna --role manager");
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("this needs 192 MiB"), "{said}");
}

#[test]
fn with_what_is_said_to_be_needed_all_of_it_works() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let kibibytes = 192 << 10;
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
    let (code, said) = run(32 << 10, &study, "score");
    assert_eq!((code, said.as_str()), (0, ""));
}
