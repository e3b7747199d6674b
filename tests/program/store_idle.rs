//! An idle study wakes nobody: sled's own threads may be an hour late to look for work.
#![cfg(target_os = "linux")]

use crate::support::own_process;
use crate::support::study::*;
use std::fs;

/// Slack in nanoseconds of the timers of each thread that sled has started.
fn slacks() -> Vec<u64> {
    fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| {
            let task = task.unwrap();
            let name = fs::read_to_string(task.path().join("comm")).ok()?;
            let id = task.file_name();
            let slack = format!("/proc/{}/timerslack_ns", id.to_str().unwrap());
            name.starts_with("sled-io")
                .then(|| fs::read_to_string(slack).unwrap().trim().parse().unwrap())
        })
        .collect()
}

#[test]
fn the_threads_of_sled_do_not_look_for_work_once_a_second() {
    if own_process::instead("store_idle::the_threads_of_sled_do_not_look_for_work_once_a_second") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let own = rustix::thread::current_timer_slack().unwrap();
    let mut store = open(&dir.path().join("study"));
    fill(&mut store, "01-001", 30);
    store.checkpoint().unwrap();
    let slacks = slacks();
    assert!(!slacks.is_empty());
    let hour = 3_600_000_000_000;
    assert!(slacks.iter().all(|slack| *slack == hour), "{slacks:?}");
    assert_eq!(rustix::thread::current_timer_slack().unwrap(), own);
}
