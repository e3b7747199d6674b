//! How far the trees have come, and the sum over what they hold, stored with every change of them.
//!
//! Only how the mark is made up and read; what it is compared with is the business of the trees.

use super::guard::Fault;
use crate::store::journal::line::Tip;
use crate::text::store::Unsound;

/// Number of the form of what the trees hold; trees of another form are built anew from the journal.
const FORM: u32 = 15;

/// How far the trees have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Mark {
    /// The last entry applied.
    pub(in crate::store) tip: Tip,
    /// Sum over all that the trees but the log must hold: a thing missing or wrong changes it.
    pub(in crate::store) sum: u128,
}

impl Mark {
    /// Where empty trees stand.
    pub(in crate::store) const START: Self = Self {
        tip: Tip::START,
        sum: 0,
    };

    /// Returns the mark as it is stored.
    pub(in crate::store) fn write(&self) -> Vec<u8> {
        [
            FORM.to_be_bytes().as_slice(),
            &self.tip.seq.to_be_bytes(),
            &self.sum.to_be_bytes(),
            &self.tip.hash,
        ]
        .concat()
    }

    /// Reads a mark; a fault when the trees are of another form.
    pub(in crate::store) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let read = || {
            let (form, rest) = bytes.split_first_chunk::<4>()?;
            if u32::from_be_bytes(*form) != FORM {
                return None;
            }
            let (seq, rest) = rest.split_first_chunk::<8>()?;
            let (sum, hash) = rest.split_first_chunk::<16>()?;
            Some(Self {
                tip: Tip {
                    seq: u64::from_be_bytes(*seq),
                    hash: hash.try_into().ok()?,
                },
                sum: u128::from_be_bytes(*sum),
            })
        };
        read().ok_or_else(|| Fault::new(Unsound::OtherVersion))
    }
}

/// Returns what one thing in a tree, named by its number, adds to the sum.
pub(in crate::store) fn weight(tree: u8, key: &[u8], value: &[u8]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[tree]);
    hasher.update(&(key.len() as u64).to_le_bytes());
    hasher.update(key);
    hasher.update(value);
    let hash = hasher.finalize();
    hash.as_bytes()
        .first_chunk::<16>()
        .map_or(0, |bytes| u128::from_le_bytes(*bytes))
}
