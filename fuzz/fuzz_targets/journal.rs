//! Whatever stands in a journal: its lines, their chain, and the entries.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(fault) = coreset::store::check_invariants(bytes) {
        panic!("{fault}");
    }
});
