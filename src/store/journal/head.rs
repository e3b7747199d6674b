//! The two head slots: the newest acknowledged entry, outside the journal.
//!
//! A chain cannot see that its own tail was cut; these can. They are written in turn, after the
//! journal's sync, so that one of them is whole at any moment and neither is ever ahead of the disk.

use super::line::{self, Tip};
use crate::store::error::{Action, StoreError};
use crate::store::regular;
use chrono::{DateTime, FixedOffset, SecondsFormat};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

const NAMES: [&str; SLOTS] = ["head.a", "head.b"];

/// How many slots there are.
pub(in crate::store) const SLOTS: usize = 2;

/// How often the slots are read again while one of them is being written.
const TRIES: u32 = 3;

/// What a head slot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Head {
    /// The newest acknowledged entry.
    pub(in crate::store) tip: Tip,
    /// The newest entry that sled is known to have on the disk.
    pub(in crate::store) kept: u64,
    /// When it was acknowledged, RFC 3339.
    pub(in crate::store) at: String,
}

impl Head {
    fn render(&self) -> String {
        let body = format!(
            "coreset head seq={:020} kept={:020} hash={} at={}",
            self.tip.seq,
            self.kept,
            self.tip.text(),
            self.at
        );
        format!(
            "{body} check={}\n",
            line::text(&line::digest(body.as_bytes()))
        )
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let (body, check) = text.rsplit_once(" check=")?;
        if check.as_bytes() != line::digest(body.as_bytes()) {
            return None;
        }
        let mut words = body.strip_prefix("coreset head ")?.split(' ');
        let mut word = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        let seq = word("seq")?.parse().ok()?;
        let kept = word("kept")?.parse().ok()?;
        let hash = word("hash")?.as_bytes().try_into().ok()?;
        let at = word("at")?.to_owned();
        Some(Self {
            tip: Tip { seq, hash },
            kept,
            at,
        })
    }
}

/// Reads the slots that are whole.
pub(in crate::store) fn read(dir: &Path) -> Vec<Head> {
    NAMES
        .iter()
        .filter_map(|name| regular::read(&dir.join(name)).ok())
        .filter_map(|bytes| Head::read(&bytes))
        .collect()
}

/// The open slots.
#[derive(Debug)]
pub(in crate::store) struct Heads {
    slots: [(PathBuf, File); 2],
    turn: bool,
}

impl Heads {
    /// Opens both slots for writing; makes those that are not there.
    pub(in crate::store) fn open(dir: &Path) -> Result<Self, StoreError> {
        let open = |name: &str| {
            let path = dir.join(name);
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(&path)
                .map_err(|error| StoreError::io(Action::Write, &path, error))
                .map(|file| (path, file))
        };
        let [a, b] = NAMES;
        Ok(Self {
            slots: [open(a)?, open(b)?],
            turn: false,
        })
    }

    /// Writes the next slot; the next sync of anything, or [`Heads::sync`], takes it to the disk.
    pub(in crate::store) fn write(
        &mut self,
        tip: Tip,
        kept: u64,
        at: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, false);
        let bytes = Head { tip, kept, at }.render();
        let [a, b] = &self.slots;
        let (path, file) = if self.turn { b } else { a };
        self.turn = !self.turn;
        file.write_all_at(bytes.as_bytes(), 0)
            .and_then(|()| {
                // A damaged slot may be longer than a whole one.
                match file.metadata()?.len() == bytes.len() as u64 {
                    true => Ok(()),
                    false => file.set_len(bytes.len() as u64),
                }
            })
            .map_err(|error| StoreError::io(Action::Write, path, error))
    }

    /// Takes both slots to the disk.
    pub(in crate::store) fn sync(&self) -> Result<(), StoreError> {
        for (path, file) in &self.slots {
            file.sync_data()
                .map_err(|error| StoreError::io(Action::Sync, path, error))?;
        }
        Ok(())
    }
}

/// Reads the head slots; one may be in the middle of being written, but not for long.
pub(in crate::store) fn heads_of(dir: &Path) -> Vec<Head> {
    let mut heads = read(dir);
    for _ in 0..TRIES {
        if heads.len() == SLOTS {
            break;
        }
        heads = read(dir);
    }
    heads
}

/// Returns the newest entry that the head slots acknowledge.
pub(in crate::store) fn newest(heads: &[Head]) -> Option<Tip> {
    let newest = heads.iter().max_by_key(|head| head.tip.seq);
    newest.map(|head| head.tip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_reads_back_and_no_bit_of_it_can_change_unseen() {
        let head = Head {
            tip: Tip {
                seq: 42,
                hash: line::digest(b"x"),
            },
            kept: 40,
            at: "2025-03-01T09:00:00.000+01:00".to_owned(),
        };
        let bytes = head.render().into_bytes();
        assert_eq!(Head::read(&bytes), Some(head));
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 4;
            assert_eq!(Head::read(&bad), None, "byte {at}");
        }
    }

    #[test]
    fn slots_are_written_in_turn() {
        let dir = tempfile::tempdir().unwrap();
        let mut heads = Heads::open(dir.path()).unwrap();
        let at = DateTime::parse_from_rfc3339("2025-03-01T09:00:00Z").unwrap();
        for seq in 1..=3 {
            let hash = line::digest(&[seq]);
            let tip = Tip {
                seq: u64::from(seq),
                hash,
            };
            heads.write(tip, 0, at).unwrap();
        }
        let seqs: Vec<u64> = read(dir.path()).iter().map(|head| head.tip.seq).collect();
        assert_eq!(seqs, [3, 2]);
    }
}
