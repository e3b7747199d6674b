//! Describes line by line what is wrong in a journal after the point where its chain breaks.
//!
//! Reads and names; what can be put right, and how, is the business of the repair.

use super::line::{self, Seal, Tip};
use super::stretches::stretches;
use super::walk::{self, LinePosition, Lines, Walk, segment_name};
use crate::store::file_names::JOURNAL;
use crate::text::store::{Flaw, Spot};
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

/// Most findings that are listed one by one.
const MOST: usize = 20;

/// Returns what is wrong with each line from the first fault on. `acknowledged` is the newest entry that is known to
/// have been there.
pub(in crate::store) fn diagnose(
    segments: &[(u32, PathBuf)],
    walk: &Walk,
    acknowledged: u64,
) -> io::Result<Vec<Flaw>> {
    let Some(fault) = walk.fault else {
        return Ok(Vec::new());
    };
    let mut found = Diagnosis {
        segments,
        whole: walk::survivors(segments, fault.segment)?,
        before: walk.tip,
        broken: Vec::new(),
        findings: Vec::new(),
    };
    let mut lines = Lines::from(segments, fault.segment);
    while let Some(piece) = lines.next()? {
        let position = piece.position;
        if position.segment == fault.segment && position.offset < fault.offset {
            continue;
        }
        match line::check(piece.bytes) {
            // A line without its end is whole only when what follows says so.
            Some(seal) if position.ended => found.whole_line(&seal, &position),
            _ => found.broken.push(position),
        }
    }
    found.end(acknowledged);
    let more = found.findings.len().saturating_sub(MOST);
    found.findings.truncate(MOST);
    if more > 0 {
        found.findings.push(Flaw::More { places: more });
    }
    Ok(found.findings)
}

/// Returns where a line stands.
pub(in crate::store) fn place(segments: &[(u32, PathBuf)], position: &LinePosition) -> Spot {
    let number = segments
        .get(position.segment)
        .map_or(0, |(number, _)| *number);
    Spot {
        line: position.line,
        file: format!("{JOURNAL}/{}", segment_name(number)),
    }
}

struct Diagnosis<'a> {
    segments: &'a [(u32, PathBuf)],
    /// Where the lines stand that are whole in themselves.
    whole: HashMap<u64, LinePosition>,
    /// The newest whole line so far.
    before: Tip,
    /// Lines since then that are not whole.
    broken: Vec<LinePosition>,
    findings: Vec<Flaw>,
}

impl Diagnosis<'_> {
    fn whole_line(&mut self, seal: &Seal, position: &LinePosition) {
        let at = place(self.segments, position);
        let (seq, next) = (seal.tip.seq, self.before.seq + 1);
        let broken = self.tell_broken(next, seq);
        if seq < next {
            let before = self.before.seq;
            self.findings.push(Flaw::StandsAfter { seq, at, before });
            return;
        }
        if seq > next && !broken {
            let moved: Vec<u64> = self.between(next, seq, true);
            let gone: Vec<u64> = self.between(next, seq, false);
            if !moved.is_empty() {
                let (at, moved) = (at.clone(), stretches(&moved));
                self.findings.push(Flaw::StandsBefore { seq, at, moved });
            }
            if !gone.is_empty() {
                let gone = stretches(&gone);
                self.findings.push(Flaw::Removed { gone, seq, at });
            }
        } else if seq == next && seal.prev != self.before.hash {
            let before = self.before.seq;
            self.findings.push(Flaw::NotGoingOn { seq, at, before });
        }
        self.before = seal.tip;
    }

    /// Returns which numbers from `from` to before `to` stand elsewhere, or stand nowhere.
    fn between(&self, from: u64, to: u64, elsewhere: bool) -> Vec<u64> {
        let known = |seq: &u64| self.whole.contains_key(seq) == elsewhere;
        // A number is only as good as the hash over it, but a forged one must not take for ever.
        (from..to.min(from.saturating_add(1 << 24)))
            .filter(known)
            .collect()
    }

    /// Tells the lines that are not whole, which stand where the entries from `next` to before `until` should;
    /// returns whether there were any.
    fn tell_broken(&mut self, next: u64, until: u64) -> bool {
        let (Some(first), Some(last)) = (self.broken.first(), self.broken.last()) else {
            return false;
        };
        let (first, last) = (place(self.segments, first), place(self.segments, last));
        let entries = stretches(&self.between(next, until, false));
        let last = (first != last).then_some(last);
        self.findings.push(Flaw::Broken {
            first,
            last,
            entries,
        });
        self.broken.clear();
        true
    }

    /// Tells what is left at the end.
    fn end(&mut self, acknowledged: u64) {
        let next = self.before.seq + 1;
        // What was broken off after the last acknowledged entry may be anything.
        self.tell_broken(next, (acknowledged + 1).max(next + 1));
    }
}
