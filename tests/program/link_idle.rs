//! A connection on which nothing happens wakes nobody, on neither side.

use crate::support::house::*;
use crate::support::own_process;
use coreset::server::limits::Limits;
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// How often each thread of a connection has gone to sleep so far.
fn sleeps() -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for task in fs::read_dir("/proc/self/task").unwrap() {
        let task = task.unwrap().path();
        let name = fs::read_to_string(task.join("comm")).unwrap();
        let named = ["link", "link out", "client in", "client out", "listener"];
        if named.contains(&name.trim()) {
            let status = fs::read_to_string(task.join("status")).unwrap();
            let count = |line: &str| {
                line.strip_prefix("voluntary_ctxt_switches:")
                    .map(str::to_owned)
            };
            let count = status.lines().find_map(count).unwrap();
            let key = format!("{} {}", name.trim(), task.display());
            found.insert(key, count.trim().parse().unwrap());
        }
    }
    found
}

#[test]
fn an_idle_connection_wakes_nobody() {
    if own_process::instead("link_idle::an_idle_connection_wakes_nobody") {
        return;
    }
    let house = House::new(Limits::default());
    let guests = [house.guest("one"), house.guest("two")];
    for guest in &guests {
        assert!(!guest.taken("01-001"));
    }
    // Whoever has just been busy goes to sleep once more.
    let settled = wait(|| {
        let before = sleeps();
        std::thread::sleep(Duration::from_millis(50));
        (sleeps() == before).then_some(before)
    })
    .unwrap();
    assert_eq!(settled.len(), 9, "{settled:?}");
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(sleeps(), settled);
    for guest in &guests {
        assert!(!guest.taken("01-001"));
    }
    assert_ne!(sleeps(), settled, "what is counted counts");
}
