//! Whatever a connection brings: the opening, frames, and the messages in them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = coreset::protocol::check_invariants(bytes) {
        panic!("{fault}");
    }
});
