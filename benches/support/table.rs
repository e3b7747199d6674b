//! The lines that the benches print: name, measured, budget, and how much of the budget is used.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each bench uses a part"
)]

use std::time::Duration;

/// Returns a line of this process's status in megabytes.
pub fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let words = line.unwrap_or_default().trim_start_matches(':');
    let kilobytes = words.split_whitespace().next().unwrap_or_default();
    kilobytes.parse().unwrap_or(0.0) / 1024.0
}

/// Returns how many seconds this thread was on a processor: other work on the machine does not count.
pub fn on_processor() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().unwrap_or_default();
    nanoseconds.parse().unwrap_or(0.0) / 1e9
}

/// Prints a line where less is better.
pub fn at_most(name: &str, measured: f64, budget: f64, unit: &str) {
    line(name, measured, budget, unit, measured / budget);
}

/// Prints a line where more is better.
pub fn at_least(name: &str, measured: f64, budget: f64, unit: &str) {
    line(name, measured, budget, unit, budget / measured);
}

/// Prints a line that has no budget.
pub fn plain(name: &str, measured: f64, unit: &str) {
    println!("{name:<58} {measured:>12.3} {unit}");
}

fn line(name: &str, measured: f64, budget: f64, unit: &str, ratio: f64) {
    let verdict = if ratio <= 1.0 { "" } else { "  OVER" };
    println!("{name:<58} {measured:>12.3} {budget:>12.3} {unit:<6} {ratio:>6.2}{verdict}");
}

/// Returns the middle one, in microseconds.
pub fn median_us(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    middle.as_secs_f64() * 1e6
}

/// Returns the one that 99 of 100 do not exceed, in microseconds.
pub fn p99_us(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let place = (times.len() * 99 / 100).min(times.len().saturating_sub(1));
    times.get(place).copied().unwrap_or_default().as_secs_f64() * 1e6
}
