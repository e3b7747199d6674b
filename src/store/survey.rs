//! Looking at a study before it is opened: the journal and sled's copy of it, side by side.
//!
//! Changes nothing and decides nothing.

use super::error::StoreError;
use super::guard::Fault;
use super::head::Head;
use super::line::{self, Tip};
use super::log::Log;
use super::repair::JOURNAL;
use super::replay::Progress;
use super::tables::Tables;
use super::walk::{self, Walk};
use crate::domain::study_files::Recorded;
use std::path::{Path, PathBuf};

/// The journal as it is on the disk, and what sled has of it.
pub(super) struct Survey {
    /// The journal's files.
    pub(super) segments: Vec<(u32, PathBuf)>,
    /// How far its chain is unbroken.
    pub(super) walk: Walk,
    /// Newest entry that sled's copy proves to exist.
    pub(super) proven: u64,
    /// Why sled's copy is not that of this journal.
    pub(super) wrong: Option<String>,
    /// The lines that say with which files the study is run and whether anybody is enrolled.
    about_files: Vec<(u64, Vec<u8>)>,
}

/// Kinds of events by which [`Recorded`] changes; of the last, only the first one in a journal changes it.
const ABOUT_FILES: [&[u8]; 4] = [
    b"study-opened",
    b"files-recorded",
    b"recovered",
    b"enrolled",
];

impl Survey {
    /// Returns what the journal says about the study's files, as far as it is whole.
    pub(super) fn recorded(&self) -> Result<Recorded, StoreError> {
        let mut recorded = Recorded::default();
        for (seq, line) in &self.about_files {
            if *seq <= self.walk.whole.seq {
                let entry = line::parse(line)
                    .map_err(|source| StoreError::Unreadable { seq: *seq, source })?;
                recorded.apply(&entry);
            }
        }
        Ok(recorded)
    }
}

/// Walks along the journal and sled's copy of it, side by side; `progress` is told of a long one, in bytes.
pub(super) fn look(
    dir: &Path,
    heads: &[Head],
    sled: Result<&Tables, &Fault>,
    progress: Progress<'_>,
) -> Result<Survey, StoreError> {
    let journal = dir.join(JOURNAL);
    let unread = |error| StoreError::io("read", &journal, error);
    let segments = walk::segments(&journal).map_err(unread)?;
    let watch: Vec<u64> = heads.iter().map(|head| head.tip.seq).collect();
    let mut copy = Copy::start(sled);
    let mut pace = walk::Pace::of(&segments);
    let (mut about_files, mut enrolled) = (Vec::new(), false);
    let walk = walk::walk(&segments, &watch, |seal, bytes| {
        copy.compare(seal.tip, bytes);
        if let Some(kind) = line::kind(bytes).filter(|kind| ABOUT_FILES.contains(kind)) {
            let enrols = kind == b"enrolled";
            if !(enrols && enrolled) {
                about_files.push((seal.tip.seq, bytes.to_vec()));
            }
            enrolled |= enrols;
        }
        pace.step(bytes.len() as u64 + 1, progress);
    })
    .map_err(unread)?;
    pace.end(progress);
    for head in heads {
        let there = walk.watched.get(&head.tip.seq);
        if there.is_some_and(|hash| *hash != head.tip.hash) {
            return Err(StoreError::Replaced {
                dir: dir.to_owned(),
                seq: head.tip.seq,
            });
        }
    }
    let (proven, wrong) = copy.end(walk.tip, sled.ok());
    Ok(Survey {
        segments,
        walk,
        proven,
        wrong,
        about_files,
    })
}

/// sled's copy of the journal, while it is being compared.
struct Copy {
    log: Option<Log>,
    next: Option<(u64, Vec<u8>)>,
    last: Tip,
    wrong: Option<String>,
}

impl Copy {
    fn start(sled: Result<&Tables, &Fault>) -> Self {
        let mut copy = Self {
            log: None,
            next: None,
            last: Tip::START,
            wrong: None,
        };
        match sled.map(|tables| tables.log(0)) {
            Ok(Ok(log)) => copy.log = Some(log),
            Ok(Err(fault)) => copy.wrong = Some(fault.why),
            Err(fault) => copy.wrong = Some(fault.why.clone()),
        }
        copy.advance();
        copy
    }

    fn advance(&mut self) {
        self.next = match self.log.as_mut().map(Log::next) {
            Some(Ok(next)) => next,
            Some(Err(fault)) => {
                self.wrong.get_or_insert(fault.why);
                self.log = None;
                None
            }
            None => None,
        };
    }

    fn compare(&mut self, tip: Tip, bytes: &[u8]) {
        let Some((seq, line)) = &self.next else {
            return;
        };
        if *seq == tip.seq && line == bytes {
            self.last = tip;
            self.advance();
        } else {
            self.wrong
                .get_or_insert(format!("its copy of entry {} is another", tip.seq));
            self.log = None;
            self.next = None;
        }
    }

    /// Reads on beyond the journal, as far as the copy goes on from its end.
    fn end(mut self, end: Tip, tables: Option<&Tables>) -> (u64, Option<String>) {
        if self.wrong.is_none() && self.last == end {
            while let Some((_, line)) = &self.next {
                match line::check(line) {
                    Some(seal) if seal.follows(&self.last) => self.last = seal.tip,
                    _ => break,
                }
                self.advance();
            }
        }
        if self.next.is_some() {
            self.wrong
                .get_or_insert("its copy goes on where the journal does not".to_owned());
        }
        if tables.is_some_and(|tables| tables.mark.tip != self.last) {
            self.wrong.get_or_insert("its copy has gaps".to_owned());
        }
        (self.last.seq, self.wrong)
    }
}
