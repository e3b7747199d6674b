//! What a passphrase must be, and where it must not stand. Must know no stored one: the server compares.

use super::passphrase_fault::PassphraseFault;
use zeroize::Zeroizing;

/// Most bytes of a passphrase, so that nobody has long texts hashed.
pub const LONGEST_PASSPHRASE: usize = 1024;

/// Fewest characters of a login name that no passphrase holds: a shorter one stands in many words by chance.
const SHORTEST_LOGIN: usize = 3;

/// Checks whether words may be the passphrase of who logs in so, in a study that asks for `least` characters.
///
/// # Errors
/// [`PassphraseFault::TooShort`], [`PassphraseFault::TooLong`] or [`PassphraseFault::LikeLogin`].
pub fn check_passphrase(words: &str, login: &str, least: usize) -> Result<(), PassphraseFault> {
    if words.chars().count() < least {
        return Err(PassphraseFault::TooShort { least });
    }
    if words.len() > LONGEST_PASSPHRASE {
        return Err(PassphraseFault::TooLong);
    }
    let holds_login = login.chars().count() >= SHORTEST_LOGIN && is_passphrase_in(login, words);
    match holds_login || is_passphrase_in(words, login) {
        true => Err(PassphraseFault::LikeLogin),
        false => Ok(()),
    }
}

/// Returns whether words hold a passphrase, however it is capitalised and without the blanks around it.
pub fn is_passphrase_in(passphrase: &str, words: &str) -> bool {
    let passphrase = Zeroizing::new(passphrase.trim().to_lowercase());
    let words = Zeroizing::new(words.to_lowercase());
    !passphrase.is_empty() && words.contains(passphrase.as_str())
}
