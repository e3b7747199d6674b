//! From words to what is stored of them, and back to whether they fit.
//!
//! Argon2id, version 19, with 19 MiB, 2 passes and 1 lane: what the crate `argon2` has by default and what
//! the OWASP Password Storage Cheat Sheet recommends. The parameters stand in each stored form, so that
//! others later do not make the older forms unreadable.

use crate::domain::rules::PassphraseTrouble;
use crate::protocol::messages::Passphrase;
use crate::store::random;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

/// Bytes of a salt, as RFC 9106 recommends.
const SALT: usize = 16;

/// Returns the stored form of a passphrase, salted anew each time: a PHC string of one line.
///
/// # Errors
/// When the system has no random numbers or no memory for it.
pub fn hash(words: &Passphrase) -> Result<String, PassphraseTrouble> {
    let not_hashed = |error: argon2::password_hash::Error| PassphraseTrouble::NotHashed {
        error: error.to_string(),
    };
    let salt: [u8; SALT] = random().map_err(|error| PassphraseTrouble::NoRandom {
        error: error.to_string(),
    })?;
    let salt = SaltString::encode_b64(&salt).map_err(not_hashed)?;
    Argon2::default()
        .hash_password(words.0.as_bytes(), &salt)
        .map(|form| form.to_string())
        .map_err(not_hashed)
}

/// Returns whether a passphrase is the one of a stored form; none fits a form that cannot be read.
pub fn fits(words: &Passphrase, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|form| {
        Argon2::default()
            .verify_password(words.0.as_bytes(), &form)
            .is_ok()
    })
}
