//! The salt of an entry: random bytes that its hash covers, so that the hash alone does not say what the entry holds.

use super::error::{Action, StoreError};
use super::random::random;
use std::fmt::Write as _;
use std::path::Path;

/// Its bytes.
const LENGTH: usize = 16;

/// Returns a new salt, in hex.
///
/// # Errors
/// When the system has no random numbers.
pub(in crate::store) fn draw() -> Result<String, StoreError> {
    let source = Path::new("/dev/urandom");
    let salt = random().map_err(|error| StoreError::io(Action::Read, source, error.into()))?;
    Ok(hex(salt))
}

fn hex(bytes: [u8; LENGTH]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_salts_are_alike() {
        let (one, other) = (draw().unwrap(), draw().unwrap());
        assert_ne!(one, other);
        assert!(one.len() == 2 * LENGTH && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(hex([0x0a; LENGTH]), "0a".repeat(LENGTH));
    }
}
