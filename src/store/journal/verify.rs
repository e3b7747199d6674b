//! Reading a whole journal to say whether it is sound, also while its owner writes.
//!
//! Changes nothing, needs no write access and takes no lock: the head slots are read first, and the journal only ever
//! grows beyond what they acknowledge.

use super::diagnosis::diagnose;
use super::head::{Head, SLOTS, heads_of, newest};
use super::line::{self, Tip};
use super::place;
use super::remains;
use super::signatures::Signatures;
use super::told::{OutsideHead, RecordEnd, Told};
use super::walk::{self, Walk, segment_name};
use crate::domain::record::event::{Event, Recovery};
use crate::domain::record::user::Users;
use crate::store::checksum::sum;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::{JOURNAL, RECOVERED};
use crate::store::home;
use crate::store::options::Progress;
use crate::store::regular;
use crate::store::repair::evidence::Evidence;
use crate::text::store::{Flaw, Remark};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How often a journal is read again that was being opened or repaired under the reading.
const TRIES: u32 = 3;

/// What a journal says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Whole entries in the unbroken chain from the first on; while the owner writes, up to an acknowledged one.
    pub entries: u64,
    /// When the first entry was stored.
    pub first_at: Option<DateTime<FixedOffset>>,
    /// When the last of these entries was stored.
    pub last_at: Option<DateTime<FixedOffset>>,
    /// Hash of the last of these entries, in hex: the anchor to print on a signature sheet.
    pub head: String,
    /// Newest acknowledged entry that the head slots know of.
    pub acknowledged: Option<u64>,
    /// Files of the journal.
    pub segments: usize,
    /// What is wrong; nothing when the journal is sound.
    pub findings: Vec<Flaw>,
    /// What is no damage and still worth knowing, such as a save that was never acknowledged.
    pub notes: Vec<Remark>,
    /// Entries stored at an earlier time than the one before them: the clock was put back.
    pub clock_steps: Vec<u64>,
    /// Number of the entry that has the hash that was asked for.
    pub anchor: Option<u64>,
    /// How many signatures are of what was stored before them: their hashes were computed again.
    pub signatures: u64,
    /// The users as these entries leave them.
    pub users: Users,
    /// How many heads from outside the record holds.
    pub outside: usize,
    /// When the newest of them was stored.
    pub newest_outside: Option<DateTime<FixedOffset>>,
}

impl VerifyReport {
    /// Returns whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Verifies the journal in the directory of a study, which [`is_study`] has looked at: every line's own hash, the chain, the
/// numbers, the heads, with those that were kept outside of the study, the hash of each signature, and how far sled has come
/// where no owner moves it.
///
/// # Errors
/// When it cannot be read.
pub(in crate::store) fn verify_with(
    dir: &Path,
    wanted: Option<&str>,
    outside: &[OutsideHead],
    sled: Option<Tip>,
    progress: Progress<'_>,
) -> Result<VerifyReport, StoreError> {
    verify_there(dir, wanted, (outside, sled), progress)
}

/// Verifies what was restored or recovered, while the mark of the work is still there.
///
/// # Errors
/// When there is no study, it was made by a newer program, or it cannot be read.
pub fn verify_unfinished(dir: &Path, progress: Progress<'_>) -> Result<VerifyReport, StoreError> {
    is_there(dir)?;
    verify_there(dir, None, (&[], None), progress)
}

fn verify_there(
    dir: &Path,
    wanted: Option<&str>,
    others: (&[OutsideHead], Option<Tip>),
    progress: Progress<'_>,
) -> Result<VerifyReport, StoreError> {
    let wanted = wanted.map(str::to_ascii_lowercase);
    let mut tries = 1;
    loop {
        let heads = heads_of(dir);
        let read = read(dir, &heads, wanted.as_deref(), others, progress);
        let doubtful = match &read {
            Ok(report) => !report.is_sound(),
            Err(error) => matches!(error, StoreError::Io { .. }),
        };
        // Only an owner that is at work changes the heads, and it may just have mended what was found.
        if doubtful && tries < TRIES && heads_of(dir) != heads {
            tries += 1;
            continue;
        }
        return read;
    }
}

/// Returns the last entry that can be relied upon: the end of the chain, or while an owner writes what it has
/// acknowledged of it.
pub(in crate::store) fn settled(dir: &Path, walk: &Walk, heads: &[Head]) -> Tip {
    if newest(heads).is_some_and(|head| head.seq >= walk.whole.seq) || !home::is_owned(dir) {
        return walk.whole;
    }
    // It may have acknowledged more since the reading began.
    match newest(&heads_of(dir)) {
        Some(head) if head.seq < walk.whole.seq => head,
        _ => walk.whole,
    }
}

/// Refuses a directory in which nothing shows a study, one of a newer program, and one to which a restore was broken
/// off.
///
/// # Errors
/// When it is so, or the directory cannot be read.
pub fn is_study(dir: &Path) -> Result<(), StoreError> {
    is_there(dir)?.finished()
}

/// Refuses the same, but for a directory to which a restore or a recovery was broken off; returns what is there.
fn is_there(dir: &Path) -> Result<Evidence, StoreError> {
    let found = Evidence::look(dir)?;
    found.right_kinds()?;
    home::format(dir)?;
    if found.is_none() && found.finished().is_ok() {
        return Err(StoreError::NotAStudy {
            dir: dir.to_owned(),
        });
    }
    Ok(found)
}

/// Refuses a directory in which no study may be opened or made, as far as that shows without reading the record.
///
/// # Errors
/// As for [`is_study`], but for one that holds nothing, which is only refused inside of another study.
pub fn may_hold_study(dir: &Path) -> Result<(), StoreError> {
    match is_study(dir) {
        Err(StoreError::NotAStudy { .. }) => home::refuse_inside(dir),
        other => other,
    }
}

/// Refuses a record without an entry, unless it is proven that it never had one.
///
/// # Errors
/// When a study was there, or one is only being made.
pub(in crate::store) fn has_entries(
    dir: &Path,
    walk: &Walk,
    heads: &[Head],
) -> Result<(), StoreError> {
    let acknowledged = heads.iter().any(|head| head.tip.seq > 0);
    if walk.tip.seq > 0 || walk.fault.is_some() || acknowledged {
        return Ok(());
    }
    let found = Evidence::look(dir)?;
    found.never_begun(heads)?;
    match found.is_being_made() {
        true => Err(StoreError::NotAStudy {
            dir: dir.to_owned(),
        }),
        false => Ok(()),
    }
}

fn read(
    dir: &Path,
    heads: &[Head],
    wanted: Option<&str>,
    (outside, sled): (&[OutsideHead], Option<Tip>),
    progress: Progress<'_>,
) -> Result<VerifyReport, StoreError> {
    let journal = dir.join(JOURNAL);
    let unread = |error| StoreError::io(Action::Read, &journal, error);
    let segments = place::segments(dir)?;
    let acknowledged = newest(heads).map(|tip| tip.seq);
    let mut report = VerifyReport {
        segments: segments.len(),
        acknowledged,
        findings: misnumbered(&segments),
        ..VerifyReport::default()
    };
    let watch: Vec<u64> = heads.iter().map(|head| head.tip.seq).collect();
    let mut unknown = None;
    let mut told = Told::of(outside, sled);
    let (mut before, mut recovered) = (None, None);
    // Times of the entries with which the record may turn out to end.
    let mut ends: BTreeMap<u64, DateTime<FixedOffset>> = BTreeMap::new();
    let mut pace = walk::Pace::of(&segments);
    let mut signatures = Signatures::of(&segments);
    let mut unread_again = None;
    let walk = walk::walk(&segments, &watch, |seal, piece| {
        let bytes = piece.bytes;
        pace.step(bytes.len() as u64 + 1, progress);
        if wanted.is_some_and(|wanted| wanted.as_bytes() == seal.tip.hash) {
            report.anchor = Some(seal.tip.seq);
        }
        told.pass(seal.tip);
        let Ok(mut entry) = line::parse(bytes) else {
            unknown.get_or_insert(seal.tip.seq);
            signatures.pass_unknown();
            return;
        };
        report.users.apply(&entry);
        told.backed_up(&entry);
        if let Err(error) = signatures.pass(&mut entry, piece.position) {
            unread_again.get_or_insert(error);
        }
        let at = entry.recorded_at;
        report.first_at.get_or_insert(at);
        if before.is_some_and(|before| at < before) {
            report.clock_steps.push(seal.tip.seq);
        }
        before = Some(at);
        if entry.draft.event.recovery().is_some() {
            // Those after it were stored long before.
            before = None;
            recovered = Some(entry.draft.event);
        }
        if acknowledged.is_none_or(|newest| seal.tip.seq < newest) {
            ends.clear();
        }
        ends.insert(seal.tip.seq, at);
    })
    .map_err(unread)?;
    if let Some(error) = unread_again {
        return Err(unread(error));
    }
    pace.end(progress);
    has_entries(dir, &walk, heads)?;
    let end = settled(dir, &walk, heads);
    report.entries = end.seq;
    report.head = end.text();
    report.last_at = ends.get(&end.seq).copied().or(before);
    if let Some(seq) = unknown {
        report.findings.push(Flaw::NotUnderstood { seq });
    }
    if let Some(recovery) = recovered.as_ref().and_then(Event::recovery) {
        say_recovered(&mut report, dir, &recovery);
    }
    // A slot that is lost may have acknowledged what stands torn at the end; one that an owner was writing is not lost.
    let unsure = heads.len() < SLOTS && heads_of(dir).len() < SLOTS;
    judge(&mut report, &segments, &walk, unsure).map_err(unread)?;
    compare(&mut report, heads, &walk);
    if unsure && heads.len() == 1 {
        report.notes.push(Remark::HeadLost);
    }
    let kept = Evidence::look(dir)?.kept_aside();
    if !kept.is_empty() {
        report.notes.push(Remark::KeptAside { kept });
    }
    let is_break = |flaw: &Flaw| matches!(flaw, Flaw::Breaks { .. });
    let end = match report.findings.iter().any(is_break) {
        true => RecordEnd::Break(walk.tip.seq),
        false if !report.findings.is_empty() => RecordEnd::Doubtful(walk.tip.seq),
        false => RecordEnd::Whole(walk.tip.seq),
    };
    let signatures = signatures.finish();
    report.signatures = signatures.good;
    report.findings.extend(signatures.findings);
    if signatures.not_compared > 0 {
        let count = signatures.not_compared;
        report.notes.push(Remark::SignaturesNotCompared { count });
    }
    let compared = told.finish(end);
    report.outside = compared.held;
    report.newest_outside = compared.newest;
    report.findings.extend(compared.findings);
    Ok(report)
}

/// Says that the record was rescued out of a damaged one, and proves the list of what was which.
fn say_recovered(report: &mut VerifyReport, dir: &Path, recovery: &Recovery<'_>) {
    let Recovery {
        entries,
        rescued,
        lost,
        list,
    } = recovery;
    report.notes.push(Remark::Recovered {
        rescued: *rescued,
        entries: *entries,
        lost: lost.to_vec(),
        list: RECOVERED,
    });
    let proven = regular::open(&dir.join(RECOVERED)).and_then(sum);
    if !proven.is_ok_and(|(_, hash)| hash == *list) {
        report.findings.push(Flaw::ListChanged { list: RECOVERED });
    }
}

/// Names a file that does not stand where its number says.
fn misnumbered(segments: &[(u32, PathBuf)]) -> Vec<Flaw> {
    let mut wrong = segments
        .iter()
        .zip(1..)
        .filter(|((number, _), expected)| number != expected);
    let first = wrong
        .next()
        .map(|((number, _), expected)| Flaw::Misnumbered {
            file: format!("{JOURNAL}/{}", segment_name(*number)),
            expected: segment_name(expected),
        });
    first.into_iter().collect()
}

/// Judges where the chain ends: at its end, in a save that was never acknowledged, or in damage.
fn judge(
    report: &mut VerifyReport,
    segments: &[(u32, PathBuf)],
    walk: &Walk,
    unsure: bool,
) -> std::io::Result<()> {
    let acknowledged = report.acknowledged;
    let whole = !unsure && acknowledged.is_some_and(|newest| newest <= walk.whole.seq);
    let Some(fault) = walk.fault else {
        if walk.whole != walk.tip {
            let after = walk.tip.seq;
            if whole {
                report.notes.push(Remark::Torn { after });
            } else {
                report.findings.push(Flaw::Torn { after });
            }
        }
        return Ok(());
    };
    let later = walk::survivors(segments, fault.segment)?;
    if whole && !later.keys().any(|seq| *seq > walk.tip.seq) {
        let Some(remains) = remains::look(segments, walk)? else {
            return Ok(());
        };
        let after = walk.whole.seq;
        match remains.kind.is_damage() {
            true => report.findings.push(Flaw::Remains { after, remains }),
            false => report.notes.push(Remark::Remains { after, remains }),
        }
        return Ok(());
    }
    let path = segments
        .get(fault.segment)
        .map(|(number, _)| segment_name(*number));
    report.findings.push(Flaw::Breaks {
        after: walk.tip.seq,
        byte: fault.offset,
        file: format!("{JOURNAL}/{}", path.unwrap_or_default()),
    });
    let known = acknowledged.unwrap_or(0);
    report.findings.extend(diagnose(segments, walk, known)?);
    Ok(())
}

/// Compares the chain with what the head slots acknowledge.
fn compare(report: &mut VerifyReport, heads: &[Head], walk: &Walk) {
    if heads.is_empty() {
        report.findings.push(Flaw::NoHead);
    }
    for head in heads {
        let seq = head.tip.seq;
        let finding = match walk.watched.get(&seq) {
            Some(hash) if *hash != head.tip.hash => Flaw::Replaced { seq },
            None if seq > walk.tip.seq && walk.fault.is_none() => Flaw::TailCut {
                ends: walk.tip.seq,
                seq,
            },
            None if seq > walk.tip.seq => Flaw::EndsEarly {
                ends: walk.tip.seq,
                seq,
            },
            _ => continue,
        };
        if !report.findings.contains(&finding) {
            report.findings.push(finding);
        }
    }
}
