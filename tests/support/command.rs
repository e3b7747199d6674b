//! The real program as a command, on a study of synthetic participants.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Returns the program with arguments, on a study whose server ends soon after it.
pub(crate) fn command(study: &Path, args: &[&str]) -> Command {
    let mut command = program(args);
    command
        .env("CORESET_UNTIL_IDLE", "2")
        .arg("--study")
        .arg(study);
    command
}

/// Runs it.
pub(crate) fn run(study: &Path, args: &[&str]) -> Output {
    command(study, args).output().unwrap()
}

/// Returns all that it said.
pub(crate) fn said(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    out + &String::from_utf8_lossy(&output.stderr)
}

/// Requires that it succeeded.
pub(crate) fn done(output: &Output) {
    assert!(output.status.success(), "{}", said(output));
}

/// Makes a study of so many synthetic participants, the same each time.
pub(crate) fn demo(study: &Path, count: &str) {
    let mut made = program(&[
        "demo",
        "--only-make",
        "--seed",
        "7",
        "--participants",
        count,
    ]);
    done(&made.arg("--dir").arg(study).output().unwrap());
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coreset"));
    command
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("LC_ALL", "C.UTF-8")
        .args(args)
        .stdin(Stdio::null());
    command
}
