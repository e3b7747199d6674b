//! The boot of this host: its id and how long ago it was.

use crate::domain::record::server_run::BootClock;
use rustix::time::{ClockId, clock_gettime};
use std::fs;

/// Where the kernel gives the id of the boot.
const ID: &str = "/proc/sys/kernel/random/boot_id";

/// Returns the boot of this host; `None` where the kernel gives no id.
pub(super) fn this_boot() -> Option<BootClock> {
    let id = fs::read_to_string(ID).ok()?.trim().to_owned();
    let time = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanos = u64::try_from(time.tv_nsec).ok()?;
    let up = seconds.checked_mul(1000)?.checked_add(nanos / 1_000_000)?;
    (!id.is_empty()).then_some(BootClock { id, up })
}
