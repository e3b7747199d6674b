//! The checksum of a file, as manifests and reports name it.

use std::io::Read;

/// Returns how many bytes there are to read, and BLAKE3 over them in hex.
pub(super) fn sum(mut from: impl Read) -> std::io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let bytes = std::io::copy(&mut from, &mut hasher)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}
