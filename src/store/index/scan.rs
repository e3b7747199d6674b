//! Reading many pages of sled without holding many.
//!
//! sled's cache counts a page only when 64 accesses have gathered in its part of the cache, and an
//! iterator makes one access a page: a long scan would hold up to 16,384 pages beyond the limit, some
//! 200 MB. Asking for each key again makes the accesses that let the cache see what it holds.

/// The keys and values of a tree, in order.
pub(in crate::store) struct Scan {
    tree: sled::Tree,
    iter: sled::Iter,
}

impl Scan {
    /// Starts at a key.
    pub(in crate::store) fn from_key(tree: &sled::Tree, key: &[u8]) -> Self {
        Self {
            tree: tree.clone(),
            iter: tree.range(key.to_vec()..),
        }
    }

    /// Reads the keys that begin so.
    pub(in crate::store) fn prefix(tree: &sled::Tree, start: &[u8]) -> Self {
        Self {
            tree: tree.clone(),
            iter: tree.scan_prefix(start),
        }
    }
}

impl Iterator for Scan {
    type Item = sled::Result<(sled::IVec, sled::IVec)>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.iter.next()?;
        let again = match &item {
            Ok((key, _)) => self.tree.contains_key(key),
            Err(_) => Ok(true),
        };
        Some(again.and(item))
    }
}
