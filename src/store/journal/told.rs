//! Compares a record, while it is read, with heads that were told or kept elsewhere: outside of the study, and in the
//! entries about backups.

use super::line::Tip;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::BackupChange;
use crate::text::store::Flaw;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

/// A head that was kept outside of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideHead {
    /// Number of the entry, 1 or more.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// When it was stored.
    pub at: DateTime<FixedOffset>,
    /// Where it was kept.
    pub source: String,
}

/// Where the reading of a record ended: its last entry that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordEnd {
    /// The record ends there, and nothing is wrong with it.
    Whole(u64),
    /// The record ends there, and something else is wrong that explains what sled has more.
    Doubtful(u64),
    /// The chain breaks behind it: what is beyond can be told nothing of.
    Break(u64),
}

/// First digits of a hash: enough to tell entries of one record apart.
type Front = [u8; 32];

/// What came of comparing a record with heads.
pub(super) struct Compared {
    /// How many heads from outside the record holds.
    pub(super) held: usize,
    /// When the newest of them was stored.
    pub(super) newest: Option<DateTime<FixedOffset>>,
    /// What the record does not hold.
    pub(super) findings: Vec<Flaw>,
}

/// Heads that somebody was told, compared while the record is read.
pub(super) struct Told<'a> {
    outside: BTreeMap<u64, Vec<&'a OutsideHead>>,
    held: usize,
    newest: Option<DateTime<FixedOffset>>,
    /// Of each entry so far, for the backups that later entries name.
    fronts: Vec<Front>,
    /// Last entry that was rescued out of a damaged record: such ones name backups by their old numbers.
    rescued: u64,
    /// The last entry that sled has.
    sled: Option<Tip>,
    findings: Vec<Flaw>,
}

impl<'a> Told<'a> {
    pub(super) fn of(outside: &'a [OutsideHead], sled: Option<Tip>) -> Self {
        let mut by_number: BTreeMap<u64, Vec<&OutsideHead>> = BTreeMap::new();
        for head in outside {
            by_number.entry(head.seq).or_default().push(head);
        }
        Self {
            outside: by_number,
            held: 0,
            newest: None,
            fronts: Vec::new(),
            rescued: 0,
            sled: sled.filter(|tip| tip.seq > 0),
            findings: Vec::new(),
        }
    }

    /// Compares an entry with what was told of it.
    pub(super) fn pass(&mut self, tip: Tip) {
        let (front, _) = tip
            .hash
            .split_first_chunk::<32>()
            .unwrap_or((&[0; 32], &[]));
        self.fronts.push(*front);
        if let Some(sled) = self.sled.take_if(|sled| sled.seq == tip.seq)
            && sled != tip
        {
            self.findings.push(Flaw::OtherIndex { seq: tip.seq });
        }
        for head in self.outside.remove(&tip.seq).unwrap_or_default() {
            if head.hash.as_bytes().eq_ignore_ascii_case(&tip.hash) {
                self.held += 1;
                self.newest = self.newest.max(Some(head.at));
            } else {
                self.findings.push(Flaw::NotTheHeld {
                    seq: head.seq,
                    source: head.source.clone(),
                    at: head.at,
                });
            }
        }
    }

    /// Compares an entry about a backup with the entry that it names.
    pub(super) fn backed_up(&mut self, entry: &Entry) {
        if let Some(recovery) = entry.draft.event.recovery() {
            self.rescued = entry.seq.saturating_add(recovery.rescued);
        }
        let Some(BackupChange { head, entries, .. }) = entry.draft.event.backup_change() else {
            return;
        };
        if entry.seq <= self.rescued {
            return;
        }
        let place = usize::try_from(entries)
            .ok()
            .and_then(|seq| seq.checked_sub(1));
        let front = place.and_then(|place| self.fronts.get(place));
        let same = |front: &Front| {
            let named = head.as_bytes().get(..front.len());
            named.is_some_and(|named| named.eq_ignore_ascii_case(front))
        };
        if !front.is_some_and(same) {
            self.findings.push(Flaw::OtherBackup {
                seq: entry.seq,
                entries,
            });
        }
    }

    /// Returns what came of it; `end` is where the reading of the record ended.
    pub(super) fn finish(mut self, end: RecordEnd) -> Compared {
        if let (Some(sled), RecordEnd::Whole(end)) = (self.sled, end) {
            self.findings
                .push(Flaw::EndsBeforeIndex { end, seq: sled.seq });
        }
        for head in self.outside.into_values().flatten() {
            let (seq, at) = (head.seq, head.at);
            let source = head.source.clone();
            self.findings.push(match end {
                RecordEnd::Whole(end) | RecordEnd::Doubtful(end) => Flaw::EndsBeforeHeld {
                    end,
                    source,
                    seq,
                    at,
                },
                RecordEnd::Break(after) => Flaw::HeldBeyondBreak {
                    after,
                    source,
                    seq,
                    at,
                },
            });
        }
        Compared {
            held: self.held,
            newest: self.newest,
            findings: self.findings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;
    use crate::store::journal::line;
    use proptest::prelude::*;

    /// Returns a chain with one entry for each word.
    fn chain(words: &[u8]) -> Vec<Tip> {
        let who = || "mk".to_owned();
        let by = Assessor {
            user: who(),
            name: who(),
            role: who(),
            from: who(),
        };
        let at = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
        let mut tip = Tip::START;
        let mut tips = Vec::new();
        for (seq, word) in (1..).zip(words) {
            let user = format!("user-{word}");
            let draft = Draft::new(by.clone(), Event::UserDisabled { user });
            let mut entry = Entry {
                seq,
                ..Entry::preview(draft, at)
            };
            (_, tip) = line::seal(&mut entry, 0, &tip).unwrap();
            tips.push(tip);
        }
        tips
    }

    proptest! {
        #[test]
        fn any_rewrite_of_the_past_is_found_by_any_head_after_it(
            words in prop::collection::vec(0_u8..4, 1..40),
            place in any::<prop::sample::Index>(),
            cut in any::<prop::sample::Index>(),
        ) {
            let (place, cut) = (place.index(words.len()), cut.index(words.len()));
            let was = chain(&words);
            let mut other = words.clone();
            other[place] += 4;
            let rewritten = chain(&other);
            let at = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
            for (place_of_head, told) in was.iter().enumerate() {
                let head = OutsideHead {
                    seq: told.seq,
                    hash: told.text(),
                    at,
                    source: "paper".to_owned(),
                };
                let compare = |chain: &[Tip]| {
                    let heads = [head.clone()];
                    let mut told = Told::of(&heads, None);
                    chain.iter().for_each(|tip| told.pass(*tip));
                    let compared = told.finish(RecordEnd::Whole(chain.len() as u64));
                    (compared.held, compared.findings.len())
                };
                prop_assert_eq!(compare(&was), (1, 0));
                let found = compare(&rewritten);
                prop_assert_eq!(found, if place_of_head < place { (1, 0) } else { (0, 1) });
                let found = compare(&was[..=cut]);
                prop_assert_eq!(found, if place_of_head <= cut { (1, 0) } else { (0, 1) });
            }
        }
    }
}
