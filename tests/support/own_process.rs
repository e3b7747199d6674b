//! A test of what the threads of its process do, run again in a process without the threads of other tests.
#![allow(clippy::expect_used)] // a test that cannot go on has failed

use std::process::Command;

const SET: &str = "CORESET_TEST_OWN_PROCESS";

/// Runs a test, named with its module, again in a process of its own; returns whether that was done here and passed.
pub(crate) fn instead(test: &str) -> bool {
    if std::env::var_os(SET).is_some() {
        return false;
    }
    let exe = std::env::current_exe().expect("a test knows its binary");
    let output = Command::new(exe)
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(SET, "1")
        .output()
        .expect("a test can be run again");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(said.contains("1 passed"), "{test} is no test: {said}");
    true
}
