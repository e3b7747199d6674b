//! Reading many pages of sled without holding many.
//!
//! sled's cache counts a page only when 64 accesses have gathered in its part of the cache, and an
//! iterator makes one access a page: a long scan would hold up to 16,384 pages beyond the limit, some
//! 200 MB. Asking for some keys again makes the accesses that let the cache see what it holds.

/// Of how many keys one is asked for again; a page holds up to 16.
const AGAIN: u32 = 4;

/// The keys and values of a tree, in order.
pub(super) struct Scan {
    tree: sled::Tree,
    iter: sled::Iter,
    count: u32,
}

impl Scan {
    /// Starts at a key.
    pub(super) fn from_key(tree: &sled::Tree, key: &[u8]) -> Self {
        Self::new(tree, tree.range(key.to_vec()..))
    }

    /// Reads the keys that begin so.
    pub(super) fn prefix(tree: &sled::Tree, start: &[u8]) -> Self {
        Self::new(tree, tree.scan_prefix(start))
    }

    fn new(tree: &sled::Tree, iter: sled::Iter) -> Self {
        Self {
            tree: tree.clone(),
            iter,
            count: 0,
        }
    }
}

impl Iterator for Scan {
    type Item = sled::Result<(sled::IVec, sled::IVec)>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.iter.next()?;
        self.count += 1;
        if let (AGAIN, Ok((key, _))) = (self.count, &item) {
            self.count = 0;
            if let Err(error) = self.tree.contains_key(key) {
                return Some(Err(error));
            }
        }
        Some(item)
    }
}
