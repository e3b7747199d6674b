//! Reading a whole journal to say whether it is sound. Changes nothing and needs no write access.

use super::error::StoreError;
use super::head;
use super::home;
use super::line::{self, Tip};
use super::repair::{JOURNAL, ranges};
use super::walk::{self, segment_name};
use chrono::{DateTime, FixedOffset};
use std::path::Path;

/// What a journal says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Entries in the unbroken chain from the first on.
    pub entries: u64,
    /// When the first entry was stored.
    pub first_at: Option<DateTime<FixedOffset>>,
    /// When the last entry of the chain was stored.
    pub last_at: Option<DateTime<FixedOffset>>,
    /// Hash of the last entry of the chain, in hex: the anchor to print on a signature sheet.
    pub head: String,
    /// Newest acknowledged entry that the head slots know of.
    pub acknowledged: Option<u64>,
    /// Files of the journal.
    pub segments: usize,
    /// What is wrong, as sentences; none when the journal is sound.
    pub findings: Vec<String>,
    /// Entries stored at an earlier time than the one before them: the clock was put back.
    pub clock_steps: Vec<u64>,
}

impl VerifyReport {
    /// Returns whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Verifies the journal in a directory: every line's own hash, the chain, the numbers and the heads.
///
/// # Errors
/// When there is no study, another process owns it, it was made by a newer program, or it cannot be read.
pub fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
    let journal = dir.join(JOURNAL);
    if !journal.is_dir() && home::format(dir)?.is_none() {
        return Err(StoreError::NotAStudy {
            dir: dir.to_owned(),
        });
    }
    let _lock = home::share(dir)?;
    home::format(dir)?;
    let heads = head::read(dir);
    let unread = |error| StoreError::io("read", &journal, error);
    let segments = walk::segments(&journal).map_err(unread)?;
    let mut report = VerifyReport {
        segments: segments.len(),
        acknowledged: heads.iter().map(|head| head.tip.seq).max(),
        ..VerifyReport::default()
    };
    for ((number, path), expected) in segments.iter().zip(1..) {
        if *number != expected {
            report.findings.push(format!(
                "{} stands where {} should.",
                path.display(),
                segment_name(expected)
            ));
            break;
        }
    }
    let watch: Vec<u64> = heads.iter().map(|head| head.tip.seq).collect();
    let mut unknown = None;
    let walk = walk::walk(&segments, &watch, |seal, bytes| {
        let at = line::parse(bytes).map(|entry| entry.recorded_at);
        let Ok(at) = at else {
            unknown.get_or_insert(seal.tip.seq);
            return;
        };
        report.first_at.get_or_insert(at);
        if report.last_at.is_some_and(|before| at < before) {
            report.clock_steps.push(seal.tip.seq);
        }
        report.last_at = Some(at);
    })
    .map_err(unread)?;
    report.entries = walk.tip.seq;
    report.head = walk.tip.text();
    if let Some(seq) = unknown {
        report.findings.push(format!(
            "Entry {seq} is whole, but this program does not understand it."
        ));
    }
    if let Some(spot) = walk.fault {
        let path = segments
            .get(spot.segment)
            .map(|(_, path)| path.display().to_string());
        report.findings.push(format!(
            "The chain breaks after entry {}, at byte {} of {}.",
            walk.tip.seq,
            spot.offset,
            path.unwrap_or_default()
        ));
        report
            .findings
            .extend(beyond(&segments, spot.segment, walk.tip).map_err(unread)?);
    } else if walk.whole != walk.tip {
        report.findings.push(format!(
            "The last request is not whole: it breaks off after entry {}.",
            walk.tip.seq
        ));
    }
    if heads.is_empty() {
        report
            .findings
            .push("Neither head slot can be read.".to_owned());
    }
    for head in &heads {
        match walk.watched.get(&head.tip.seq) {
            Some(hash) if *hash != head.tip.hash => report.findings.push(format!(
                "Entry {} is not the one that was acknowledged.",
                head.tip.seq
            )),
            None if head.tip.seq > walk.tip.seq => report.findings.push(format!(
                "The chain ends at entry {}, but entry {} was acknowledged.",
                walk.tip.seq, head.tip.seq
            )),
            _ => {}
        }
    }
    Ok(report)
}

/// Names the entries that are damaged or missing before the last whole line.
fn beyond(
    segments: &[(u32, std::path::PathBuf)],
    from: usize,
    tip: Tip,
) -> std::io::Result<Option<String>> {
    let found = walk::survivors(segments, from)?;
    let last = found.keys().copied().max().unwrap_or(0);
    let missing: Vec<u64> = (tip.seq + 1..last)
        .filter(|seq| !found.contains_key(seq))
        .collect();
    Ok((!missing.is_empty()).then(|| format!("Damaged or missing: {}.", ranges(&missing))))
}
