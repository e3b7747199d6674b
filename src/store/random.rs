//! Random bytes of the system, for salts and keys.

use rustix::io::Errno;
use rustix::rand::{GetRandomFlags, getrandom};

/// Returns so many random bytes, at most 256.
///
/// # Errors
/// When the system has none.
pub fn random<const COUNT: usize>() -> Result<[u8; COUNT], Errno> {
    let mut bytes = [0; COUNT];
    loop {
        // So few bytes come all at once or not at all.
        match getrandom(&mut bytes, GetRandomFlags::empty()) {
            Ok(count) if count == COUNT => return Ok(bytes),
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
}
