//! Where the assessor was and what stood half typed, kept in a small file against a sudden end.
//!
//! Two slots are overwritten in turn, each with a number, a length and a checksum: an end in the
//! middle of a write leaves the older one. Nothing is synced; answers have their own, safer way.

use crate::app::Place;
use rustix::fs::{Mode, OFlags, open};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// First bytes of a slot; the digit is the version.
const MAGIC: &[u8; 8] = b"coreset1";
/// Magic, number of the write, length of the text, checksum of the three and the text.
const HEAD: usize = 8 + 8 + 4 + 16;
/// Bytes of a slot; the file has holes, so it takes what is written only.
const SLOT: usize = 1 << 16;

/// The file.
pub struct Recall {
    file: File,
    path: PathBuf,
    last: u64,
    /// Whether something stands half typed in the newest place.
    half: bool,
}

impl Recall {
    /// Opens the file, readable by its owner alone, and keeps what is in it.
    ///
    /// # Errors
    /// When it cannot be created or read, or is a link.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let file = File::from(open(path, flags, Mode::RUSR | Mode::WUSR)?);
        let (last, half) =
            newest(&file).map_or((0, false), |(number, place)| (number, is_half(&place)));
        Ok(Self {
            file,
            path: path.to_owned(),
            last,
            half,
        })
    }

    /// Writes the place over the older slot.
    ///
    /// # Errors
    /// When the disk is full or fails, or the text is longer than a slot; the last place then stays.
    pub fn remember(&mut self, place: &Place) -> io::Result<()> {
        let text = serde_json::to_vec(place)?;
        let number = self.last.wrapping_add(1);
        let length = u32::try_from(text.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let mut slot = Vec::with_capacity(HEAD + text.len());
        slot.extend_from_slice(MAGIC);
        slot.extend_from_slice(&number.to_le_bytes());
        slot.extend_from_slice(&length.to_le_bytes());
        let sum = checksum(&slot, &text);
        slot.extend_from_slice(&sum);
        slot.extend_from_slice(&text);
        if slot.len() > SLOT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.file.write_all_at(&slot, offset(number))?;
        self.last = number;
        self.half = is_half(place);
        Ok(())
    }

    /// Removes the file, unless something stands half typed: after a clean end there is nothing else to go back to.
    pub fn remove(self) {
        if !self.half {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Returns whether a place holds something that was typed and is in no record.
fn is_half(place: &Place) -> bool {
    !place.text.is_empty() || !place.enrolment.is_empty() || place.note.is_some()
}

/// Returns the newest place that was written whole, if there is one.
pub fn recall(path: &Path) -> Option<Place> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = File::from(open(path, flags, Mode::empty()).ok()?);
    newest(&file).map(|(_, place)| place)
}

fn offset(number: u64) -> u64 {
    (number % 2) * SLOT as u64
}

fn newest(file: &File) -> Option<(u64, Place)> {
    [0, 1]
        .into_iter()
        .filter_map(|slot| read(file, slot))
        .max_by_key(|(number, _)| *number)
}

fn read(file: &File, slot: u64) -> Option<(u64, Place)> {
    let mut head = [0; HEAD];
    file.read_exact_at(&mut head, offset(slot)).ok()?;
    let (kept, sum) = head.split_at(HEAD - 16);
    let (magic, numbers) = kept.split_at(MAGIC.len());
    let (number, length) = numbers.split_at(8);
    let number = u64::from_le_bytes(number.try_into().ok()?);
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    if magic != MAGIC || length > SLOT - HEAD {
        return None;
    }
    let mut text = vec![0; length];
    file.read_exact_at(&mut text, offset(slot) + HEAD as u64)
        .ok()?;
    if checksum(kept, &text) != sum {
        return None;
    }
    Some((number, serde_json::from_slice(&text).ok()?))
}

fn checksum(head: &[u8], text: &[u8]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head).update(text);
    let mut sum = [0; 16];
    hasher.finalize_xof().fill(&mut sum);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn place(text: &str) -> Place {
        Place {
            participant: Some("01-003".to_owned()),
            visit: Some("week-12".to_owned()),
            form: Some("mmt8".to_owned()),
            field: Some("deltoid.r".to_owned()),
            text: text.to_owned(),
            note: None,
            enrolment: Vec::new(),
        }
    }

    #[test]
    fn the_last_place_comes_back_also_after_opening_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("place");
        assert_eq!(recall(&path), None);
        for n in 0..5 {
            let mut file = Recall::open(&path).unwrap();
            for text in ["long and then", "short", ""] {
                let wanted = place(&format!("{text}{n}"));
                file.remember(&wanted).unwrap();
                assert_eq!(recall(&path), Some(wanted));
            }
        }
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        // What stands half typed outlives a clean end; a mere place does not.
        Recall::open(&path).unwrap().remove();
        assert_eq!(recall(&path), Some(place("4")));
        let mut file = Recall::open(&path).unwrap();
        file.remember(&place("")).unwrap();
        file.remove();
        assert_eq!(recall(&path), None);
        assert!(!path.exists());
    }

    #[test]
    fn a_text_beyond_the_slot_leaves_the_last_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("place");
        let mut file = Recall::open(&path).unwrap();
        file.remember(&place("kept")).unwrap();
        assert!(file.remember(&place(&"x".repeat(SLOT))).is_err());
        assert_eq!(recall(&path), Some(place("kept")));
    }

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (target, path) = (dir.path().join("target"), dir.path().join("place"));
        std::fs::write(&target, "other").unwrap();
        std::os::unix::fs::symlink(&target, &path).unwrap();
        assert!(Recall::open(&path).is_err());
        assert_eq!(std::fs::read(&target).unwrap(), b"other");
    }

    proptest! {
        #[test]
        fn a_write_cut_anywhere_leaves_the_older_place(cut in 0_usize..200, text in "[a-z0-9 .]{0,80}") {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("place");
            let mut file = Recall::open(&path).unwrap();
            file.remember(&place("oldest, and rather longer than the others")).unwrap();
            let older = place("12.5");
            file.remember(&older).unwrap();
            let before = std::fs::read(&path).unwrap();
            let newer = place(&text);
            file.remember(&newer).unwrap();
            let after = std::fs::read(&path).unwrap();
            // The first `cut` bytes of the slot are new, the rest is as it was.
            let start = offset(3) as usize;
            let mut torn = before.clone();
            torn.resize(before.len().max(after.len()), 0);
            let end = (start + cut).min(after.len());
            torn[start..end].copy_from_slice(&after[start..end]);
            std::fs::write(&path, &torn).unwrap();
            let whole = torn[start..after.len()] == after[start..];
            let expected = if whole { newer } else { older };
            prop_assert_eq!(recall(&path), Some(expected));
        }
    }
}
