//! The small files beside the record, which the journal does not hold: passphrases and places.
//!
//! What is wrong with them is told; they are neither repaired nor removed here.

use super::{passphrase, places};
use crate::domain::record::user::Users;
use crate::text::store::BesideDamage;
use std::path::Path;

/// Returns what is wrong with the small files of a study, `users` is the list as the record has it.
pub fn damaged(dir: &Path, users: &Users) -> Vec<BesideDamage> {
    let mut said = passphrase::damaged(dir, users);
    said.extend(places::damaged(dir));
    said
}
