//! What is left of a damaged record: every line that is whole in itself, wherever it stands, and the choice among them.
//!
//! Changes nothing: sled is opened on a copy of its files.

use super::RecoverReport;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::{JOURNAL, SLED};
use crate::store::index;
use crate::store::index::Tables;
use crate::store::journal::line;
use crate::store::journal::line::{Hex, Tip};
use crate::store::journal::walk;
use crate::store::journal::walk::Lines;
use crate::text::store::{Unread, Unsound};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Entries that are reported by number at the most, each with what is known of it.
const MOST: usize = 1000;

/// A line that is whole in itself.
pub(super) struct Candidate {
    /// Its own hash.
    pub(super) hash: Hex,
    /// The hash that it names as the one before.
    pub(super) prev: Hex,
    /// Its bytes, without the newline.
    pub(super) bytes: Vec<u8>,
    /// Which source it is from; 0 is the journal.
    pub(super) source: usize,
}

/// Everything that was found.
#[derive(Default)]
pub(super) struct Found {
    candidates: BTreeMap<u64, Vec<Candidate>>,
    /// Names of the sources.
    pub(super) sources: Vec<String>,
    /// Numbers that broken lines still carry, with the participant where that can be read.
    broken: BTreeMap<u64, Option<String>>,
    unread: Vec<Unread>,
    /// A broken line still says that the study is a demo.
    pub(super) demo: bool,
}

impl Found {
    /// Reads the journal, and those that were set aside or not finished.
    pub(super) fn journals(&mut self, dir: &Path) -> Result<(), StoreError> {
        for (name, path) in beside(dir, JOURNAL)? {
            let source = self.source(name);
            let mut read = || {
                let segments = walk::segments(&path)?;
                let mut lines = Lines::from(&segments, 0);
                while let Some(piece) = lines.next()? {
                    self.take(piece.bytes, source);
                }
                Ok(())
            };
            let read: std::io::Result<()> = read();
            if let Err(error) = read {
                self.unread(path, error.to_string());
            }
        }
        Ok(())
    }

    fn unread(&mut self, path: PathBuf, why: impl Into<Unsound>) {
        let why = why.into();
        self.unread.push(Unread { path, why });
    }

    /// Reads sled's copies of the entries, each from a copy of its files.
    pub(super) fn sleds(&mut self, dir: &Path, acknowledged: u64) -> Result<(), StoreError> {
        for (name, path) in beside(dir, SLED)? {
            let source = self.source(name);
            let (tables, _copy) = match Tables::open_copy(&path, 4 << 20) {
                Ok((Ok(tables), copy)) => (tables, copy),
                Ok((Err(fault), _)) => {
                    self.unread(path, fault.why);
                    continue;
                }
                Err(error) => {
                    self.unread(path, error.to_string());
                    continue;
                }
            };
            let known = self.candidates.keys().next_back().copied().unwrap_or(0);
            let last = known.max(acknowledged).max(tables.mark.tip.seq);
            let mut failed = None;
            for seq in 1..=last {
                match tables.line(seq) {
                    Ok(Some(bytes)) => self.take(&bytes, source),
                    Ok(None) => {}
                    Err(fault) => {
                        failed.get_or_insert(fault);
                    }
                }
            }
            if let Some(fault) = failed {
                self.unread(path, fault.why);
            }
            // Closing a damaged one may panic or take long.
            index::let_go(Some(tables));
        }
        Ok(())
    }

    fn source(&mut self, name: String) -> usize {
        self.sources.push(name);
        self.sources.len() - 1
    }

    /// Takes a line, if it is one.
    fn take(&mut self, bytes: &[u8], source: usize) {
        let Some(seal) = line::check(bytes) else {
            let first = line::kind(bytes).is_some_and(|kind| kind == b"study-opened");
            self.demo |= first && has(bytes, b",\"demo\":true}");
            if let Some(seq) = claimed(bytes) {
                let about = quoted(bytes, b"\"participant\":\"");
                self.broken.entry(seq).or_insert(about);
            }
            return;
        };
        let known = self.candidates.entry(seal.tip.seq).or_default();
        if known.iter().all(|known| known.hash != seal.tip.hash) {
            known.push(Candidate {
                hash: seal.tip.hash,
                prev: seal.prev,
                bytes: bytes.to_vec(),
                source,
            });
        }
    }

    /// Chooses the true line of each entry, from the newest to the oldest: each one proves the one before it.
    pub(super) fn choose(&self, newest: Option<Tip>) -> (BTreeMap<u64, &Candidate>, RecoverReport) {
        let known = self.candidates.keys().next_back().copied().unwrap_or(0);
        let last = known.max(newest.map_or(0, |tip| tip.seq));
        let mut chosen: BTreeMap<u64, &Candidate> = BTreeMap::new();
        let mut report = RecoverReport {
            entries: last,
            open_end: newest.is_none(),
            unread: self.unread.clone(),
            ..RecoverReport::default()
        };
        let mut wanted: Option<Hex> = None;
        for seq in (1..=last).rev() {
            if let Some(head) = newest.filter(|head| head.seq == seq) {
                wanted = Some(head.hash);
            }
            let all = self.candidates.get(&seq).map_or(&[][..], Vec::as_slice);
            let goes_on = |one: &&Candidate| {
                let before = self.candidates.get(&(seq - 1));
                before.is_some_and(|before| before.iter().any(|other| other.hash == one.prev))
            };
            let one = match wanted {
                Some(hash) => all.iter().find(|one| one.hash == hash),
                None => all.iter().find(goes_on).or_else(|| all.first()),
            };
            wanted = one.map(|one| one.prev);
            match one {
                Some(one) => {
                    chosen.insert(seq, one);
                }
                None => report.lost.push(seq),
            }
        }
        report.lost.reverse();
        report.rescued = chosen.len() as u64;
        let copies = chosen.values().filter(|one| one.source > 0);
        report.from_copies = copies.count() as u64;
        for seq in report.lost.iter().take(MOST) {
            if let Some(Some(who)) = self.broken.get(seq) {
                report.about.insert(*seq, who.clone());
            }
        }
        (chosen, report)
    }
}

/// Returns a directory of the study and those beside it that were set aside or not finished, the first one first.
fn beside(dir: &Path, name: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let items = std::fs::read_dir(dir).map_err(|error| StoreError::io(Action::Read, dir, error))?;
    let mut found = Vec::new();
    for item in items {
        let item = item.map_err(|error| StoreError::io(Action::Read, dir, error))?;
        let own = item.file_name().to_string_lossy().into_owned();
        let rest = own.strip_prefix(name);
        let other = |rest: &str| rest == ".new" || rest.starts_with(".bad-");
        if item.path().is_dir() && rest.is_some_and(|rest| rest.is_empty() || other(rest)) {
            found.push((own, item.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// Returns whether some words stand in a line.
fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

/// Returns the number that a broken line still carries at its front.
fn claimed(bytes: &[u8]) -> Option<u64> {
    let rest = bytes.strip_prefix(b"{\"seq\":")?;
    let end = rest.iter().position(|byte| *byte == b',')?;
    std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
}

/// Returns the plain text behind some words, up to its closing quotes.
fn quoted(bytes: &[u8], words: &[u8]) -> Option<String> {
    let at = bytes.windows(words.len()).position(|part| part == words)?;
    let rest = bytes.get(at + words.len()..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    let text = std::str::from_utf8(rest.get(..end)?).ok()?;
    (!text.contains(char::is_control)).then(|| text.to_owned())
}
