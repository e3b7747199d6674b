//! What may be had of memory, looked at before the work begins: a program whose memory ends in the middle cannot say so.
//!
//! A need is what the program itself takes of the address space, which differs from one build to the next, and the measured
//! room for a study of some hundred participants. Nothing is looked at where nothing is limited (`ulimit -v`, `LimitAS` of
//! systemd).

use super::failure::{CLOSED, Failure};
use crate::text::DEFAULT;
use rustix::process::{Resource, getrlimit};
use std::env;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// MiB that a command which reads no study takes beside the program.
pub(super) const LITTLE: u64 = 12;
/// MiB that a client of a server takes beside the program, the screens among them.
pub(super) const CLIENT: u64 = 76;
/// MiB that the owner of a store takes beside the program.
pub(super) const OWNER: u64 = 172;

/// What the allocator of the C library reads when a program begins.
const ARENAS: &str = "MALLOC_ARENA_MAX";

/// Begins the program anew with one arena where its address space is limited: of each arena the allocator would take 64 MiB
/// of it, one for each thread, though hardly any of that is used.
pub(super) fn take_one_arena() {
    if limit().is_none() || env::var_os(ARENAS).is_some() {
        return;
    }
    let Ok(program) = env::current_exe() else {
        return;
    };
    let mut words = env::args_os();
    let mut again = Command::new(program);
    if let Some(name) = words.next() {
        again.arg0(name);
    }
    // It comes back only when it failed; then the program goes on as it is.
    let _ = again.args(words).env(ARENAS, "1").exec();
}

/// Checks that so many MiB may be had beside what the program takes already.
///
/// # Errors
/// When this process may have less.
pub(super) fn check_room(mebibytes: u64) -> Result<(), Failure> {
    room(limit(), taken(), mebibytes)
}

fn limit() -> Option<u64> {
    getrlimit(Resource::As).current
}

/// MiB of the address space that this process takes, rounded up; none where the system does not say it.
fn taken() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))
        .and_then(|size| size.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map_or(0, |kibibytes| kibibytes.div_ceil(1 << 10))
}

fn room(limit: Option<u64>, taken: u64, mebibytes: u64) -> Result<(), Failure> {
    let needed = taken + mebibytes;
    match limit {
        Some(limit) if limit < needed << 20 => {
            Err(Failure::from(DEFAULT.little_memory(limit >> 20, needed)).code(CLOSED))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_memory_is_said_with_what_is_needed() {
        assert_eq!(room(None, 20, OWNER), Ok(()));
        assert_eq!(room(Some(192 << 20), 20, OWNER), Ok(()));
        let failure = room(Some((192 << 20) - 1), 20, OWNER).unwrap_err();
        assert_eq!(failure.code, CLOSED);
        assert!(failure.message.contains("191 MiB") && failure.message.contains("192 MiB"));
        assert!(failure.hints[0].contains("ulimit -v 196608"), "{failure:?}");
    }

    #[test]
    fn what_the_program_takes_is_read_from_the_system() {
        assert!((1..1 << 20).contains(&taken()), "{}", taken());
    }
}
