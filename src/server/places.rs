//! Keeps what each user's terminals want back at the next start: one small file for each user.
//!
//! The text is opaque here. Two slots are overwritten in turn, each with a number, a length and a checksum, so that a
//! write that was cut off leaves the older one. Nothing is synced: answers must never be kept only here.

use crate::text::store::BesideDamage;
use rustix::fs::{Mode, OFlags, open};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _};
use std::path::{Path, PathBuf};

/// Name of the directory of these files in a study directory.
const DIRECTORY: &str = "places";
/// First bytes of a slot; the digit is the version.
const MAGIC: &[u8; 8] = b"coreset1";
/// Magic, number of the write, length of the text, checksum of the three and the text.
const HEAD: usize = 8 + 8 + 4 + 16;
/// Bytes of a slot; the file has holes, so it takes what is written only.
const SLOT: usize = 1 << 16;
/// How often a file is looked at that may just be written.
const TRIES: u32 = 3;
/// Longest name of a file; the limit of the usual file systems is 255.
const LONGEST: usize = 120;

/// The places of a study's users.
#[derive(Debug)]
pub struct Places {
    dir: PathBuf,
    open: BTreeMap<String, Slots>,
}

impl Places {
    /// Returns the places of the study in a directory; nothing is read or made yet.
    pub fn new(study: &Path) -> Self {
        Self {
            dir: study.join(DIRECTORY),
            open: BTreeMap::new(),
        }
    }

    /// Keeps a text for a user in place of the one before; `None` forgets it.
    ///
    /// # Errors
    /// When the disk is full or fails, or the text is longer than a slot; the last text then stays.
    pub fn remember(&mut self, user: &str, text: Option<&str>) -> io::Result<()> {
        let path = self.dir.join(file_name(user));
        let Some(text) = text else {
            self.open.remove(user);
            return match std::fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        };
        if let Some(slots) = self.open.get_mut(user) {
            return slots.write(text.as_bytes());
        }
        // What is half typed is as private as the rest of the study.
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.dir)?;
        let mut slots = Slots::open(&path)?;
        slots.write(text.as_bytes())?;
        self.open.insert(user.to_owned(), slots);
        Ok(())
    }

    /// Returns the newest text of a user that was written whole, if there is one.
    pub fn recall(&self, user: &str) -> Option<String> {
        let path = self.dir.join(file_name(user));
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = File::from(open(&path, flags, Mode::empty()).ok()?);
        newest(&file).map(|(_, text)| text)
    }
}

/// Returns what is wrong with the files of places.
pub(super) fn damaged(study: &Path) -> Vec<BesideDamage> {
    let dir = study.join(DIRECTORY);
    let items = match std::fs::read_dir(&dir) {
        Ok(items) => items,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(_) => {
            return vec![BesideDamage::Places {
                dir: DIRECTORY.to_owned(),
            }];
        }
    };
    let mut names: Vec<PathBuf> = items.filter_map(|item| Some(item.ok()?.path())).collect();
    names.sort();
    let mut said = Vec::new();
    for path in names {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        said.extend(match look(&path) {
            State::Whole => None,
            State::Older => Some(BesideDamage::OlderPlace {
                file: format!("{DIRECTORY}/{name}"),
            }),
            State::Lost => Some(BesideDamage::LostPlace {
                file: format!("{DIRECTORY}/{name}"),
            }),
        });
    }
    said
}

/// How a file of places is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// As it was written.
    Whole,
    /// One slot is damaged, and the other one is used.
    Older,
    /// Nothing can be read.
    Lost,
}

fn look(path: &Path) -> State {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut state = State::Lost;
    // A terminal may be writing; it never takes long.
    for _ in 0..TRIES {
        let Ok(file) = open(path, flags, Mode::empty()).map(File::from) else {
            return State::Lost;
        };
        if !file.metadata().is_ok_and(|meta| meta.is_file()) {
            return State::Lost;
        }
        let slots = [0, 1].map(|slot| read(&file, slot).map(|(number, _)| number));
        state = match slots {
            [Some(_), Some(_)] => State::Whole,
            // The first write goes to the second slot.
            [None, Some(1)] if is_unwritten(&file) => State::Whole,
            [Some(_), None] | [None, Some(_)] => State::Older,
            [None, None] => State::Lost,
        };
        if state == State::Whole {
            break;
        }
    }
    state
}

/// Returns whether nothing was ever written to the first slot.
fn is_unwritten(file: &File) -> bool {
    let mut head = [0; HEAD];
    file.read_exact_at(&mut head, offset(0)).is_ok() && head == [0; HEAD]
}

/// Returns the name of a user's file: the login name where that is a plain one, else with every other
/// byte as `%` and two digits, so that no two users share a file and none leaves the directory.
fn file_name(user: &str) -> String {
    let mut name = String::new();
    for (at, byte) in user.bytes().enumerate() {
        let plain =
            byte.is_ascii_alphanumeric() || byte == b'_' || (at > 0 && b"-.".contains(&byte));
        if plain {
            name.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(name, "%{byte:02x}");
        }
    }
    if name.is_empty() || name.len() > LONGEST {
        // No escaped name has two of these in a row.
        return format!("%%{}", blake3::hash(user.as_bytes()).to_hex());
    }
    name
}

/// The file of one user.
#[derive(Debug)]
struct Slots {
    file: File,
    last: u64,
}

impl Slots {
    /// Opens the file, readable by its owner alone, and keeps what is in it; a link is not followed.
    fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let file = File::from(open(path, flags, Mode::RUSR | Mode::WUSR)?);
        let last = newest(&file).map_or(0, |(number, _)| number);
        Ok(Self { file, last })
    }

    /// Writes the text over the older slot.
    fn write(&mut self, text: &[u8]) -> io::Result<()> {
        let number = self.last.wrapping_add(1);
        let length = u32::try_from(text.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let mut slot = Vec::with_capacity(HEAD + text.len());
        slot.extend_from_slice(MAGIC);
        slot.extend_from_slice(&number.to_le_bytes());
        slot.extend_from_slice(&length.to_le_bytes());
        let sum = checksum(&slot, text);
        slot.extend_from_slice(&sum);
        slot.extend_from_slice(text);
        if slot.len() > SLOT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.file.write_all_at(&slot, offset(number))?;
        self.last = number;
        Ok(())
    }
}

fn offset(number: u64) -> u64 {
    (number % 2) * SLOT as u64
}

fn newest(file: &File) -> Option<(u64, String)> {
    [0, 1]
        .into_iter()
        .filter_map(|slot| read(file, slot))
        .max_by_key(|(number, _)| *number)
}

fn read(file: &File, slot: u64) -> Option<(u64, String)> {
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
    Some((number, String::from_utf8(text).ok()?))
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

    #[test]
    fn the_last_text_comes_back_also_after_opening_again() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Places::new(dir.path()).recall("anna"), None);
        for n in 0..5 {
            let mut places = Places::new(dir.path());
            for text in ["long and then", "short", ""] {
                let wanted = format!("{text}{n}");
                places.remember("anna", Some(&wanted)).unwrap();
                assert_eq!(places.recall("anna"), Some(wanted));
            }
        }
        let path = dir.path().join("places/anna");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let mut places = Places::new(dir.path());
        assert_eq!(places.recall("anna").as_deref(), Some("4"));
        places.remember("anna", None).unwrap();
        assert!(!path.exists());
        // Forgetting what was never kept is no mistake, and the next text is kept again.
        places.remember("anna", None).unwrap();
        assert_eq!(places.recall("anna"), None);
        places.remember("anna", Some("again")).unwrap();
        assert_eq!(places.recall("anna").as_deref(), Some("again"));
    }

    #[test]
    fn each_user_has_a_file_in_the_directory_and_none_outside() {
        let dir = tempfile::tempdir().unwrap();
        let mut places = Places::new(dir.path());
        let long = "n".repeat(5000);
        let users = [
            "anna",
            "..",
            ".",
            "",
            "../passphrases",
            "/etc/passwd",
            "a/b",
            "a%2fb",
            "uid 1000",
            "-rf",
            "\u{e9}va",
            "nul\0",
            &long,
        ];
        for user in users {
            places.remember(user, Some(&format!("of {user}"))).unwrap();
        }
        for user in users {
            assert_eq!(places.recall(user), Some(format!("of {user}")), "{user:?}");
        }
        let count = |dir: &Path| std::fs::read_dir(dir).unwrap().count();
        assert_eq!(count(&dir.path().join("places")), users.len());
        assert_eq!(count(dir.path()), 1);
    }

    #[test]
    fn a_text_beyond_the_slot_leaves_the_last_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut places = Places::new(dir.path());
        places.remember("anna", Some("kept")).unwrap();
        assert!(places.remember("anna", Some(&"x".repeat(SLOT))).is_err());
        assert_eq!(places.recall("anna").as_deref(), Some("kept"));
    }

    #[test]
    fn a_damaged_file_is_told_and_one_as_it_was_written_is_not() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(damaged(dir.path()), Vec::new());
        let path = dir.path().join("places/anna");
        let mut places = Places::new(dir.path());
        for number in 1..5 {
            places.remember("anna", Some("12.5")).unwrap();
            assert_eq!(damaged(dir.path()), Vec::new(), "{number}");
        }
        let good = std::fs::read(&path).unwrap();
        let ends = [HEAD + 4, SLOT + HEAD + 4];
        for (at, byte) in good.iter().enumerate() {
            if *byte == 0 || at % 3 > 0 {
                continue;
            }
            let mut bad = good.clone();
            bad[at] ^= 1;
            std::fs::write(&path, &bad).unwrap();
            let said = damaged(dir.path());
            assert!(
                matches!(&said[..], [BesideDamage::OlderPlace { .. }]),
                "{at}: {said:?}"
            );
        }
        for cut in [0, 1, ends[0], SLOT, ends[1] - 1] {
            std::fs::write(&path, &good[..cut]).unwrap();
            assert_eq!(damaged(dir.path()).len(), 1, "cut at {cut}");
        }
        std::fs::write(&path, "x").unwrap();
        let said = damaged(dir.path());
        let file = "places/anna".to_owned();
        assert_eq!(said, [BesideDamage::LostPlace { file }]);
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(damaged(dir.path()).len(), 1);
        std::fs::remove_dir(&path).unwrap();
        std::fs::remove_dir(dir.path().join("places")).unwrap();
        std::fs::write(dir.path().join("places"), "x").unwrap();
        assert!(matches!(
            &damaged(dir.path())[..],
            [BesideDamage::Places { .. }]
        ));
    }

    #[test]
    fn a_link_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("target");
        std::fs::write(&target, "other").unwrap();
        std::fs::create_dir(dir.path().join("places")).unwrap();
        std::os::unix::fs::symlink(&target, dir.path().join("places/anna")).unwrap();
        let mut places = Places::new(dir.path());
        assert!(places.remember("anna", Some("text")).is_err());
        assert_eq!(places.recall("anna"), None);
        assert_eq!(std::fs::read(&target).unwrap(), b"other");
    }

    proptest! {
        #[test]
        fn a_write_cut_anywhere_leaves_the_older_text(cut in 0_usize..200, newer in "[a-z0-9 .]{0,80}") {
            let dir = tempfile::tempdir().unwrap();
            let mut places = Places::new(dir.path());
            places.remember("anna", Some("oldest, and rather longer than the others")).unwrap();
            places.remember("anna", Some("12.5")).unwrap();
            let path = dir.path().join("places/anna");
            let before = std::fs::read(&path).unwrap();
            places.remember("anna", Some(&newer)).unwrap();
            let after = std::fs::read(&path).unwrap();
            // The first `cut` bytes of the slot are new, the rest is as it was.
            let start = offset(3) as usize;
            let mut torn = before.clone();
            torn.resize(before.len().max(after.len()), 0);
            let end = (start + cut).min(after.len());
            torn[start..end].copy_from_slice(&after[start..end]);
            std::fs::write(&path, &torn).unwrap();
            let whole = torn[start..after.len()] == after[start..];
            let expected = if whole { newer } else { "12.5".to_owned() };
            prop_assert_eq!(places.recall("anna"), Some(expected));
        }
    }
}
