//! Looking at a study before it is opened: the journal, and sled's copy of it beside it.
//!
//! Changes nothing and decides nothing.

use crate::domain::record::entry::Entry;
use crate::domain::record::server_run::LastClocks;
use crate::domain::study::version::recorded::Recorded;
use crate::store::error::{Action, StoreError};
use crate::store::index::Fault;
use crate::store::index::Log;
use crate::store::index::Tables;
use crate::store::journal::head::Head;
use crate::store::journal::line;
use crate::store::journal::line::Tip;
use crate::store::journal::place;
use crate::store::journal::walk;
use crate::store::journal::walk::{Lines, Walk};
use crate::store::options::Progress;
use crate::text::store::Unsound;
use std::path::{Path, PathBuf};

/// The journal as it is on the disk, and what sled has of it.
pub(in crate::store) struct Survey {
    /// The journal's files.
    pub(in crate::store) segments: Vec<(u32, PathBuf)>,
    /// How far its chain is unbroken.
    pub(in crate::store) walk: Walk,
    /// Newest entry that sled's copy proves to exist; 0 before it is compared.
    pub(in crate::store) proven: u64,
    /// Why sled's copy is not that of this journal.
    pub(in crate::store) wrong: Option<Unsound>,
    /// The lines that say with which files the study is run and whether anybody is enrolled.
    about_files: Vec<(u64, Vec<u8>)>,
    /// The lines that say what the clocks showed last, and how the host's moved since.
    about_clocks: Vec<(u64, Vec<u8>)>,
}

/// Kinds of events by which [`Recorded`] changes; of `enrolled`, only the first one in a journal changes it.
const ABOUT_FILES: [&[u8]; 6] = [
    b"study-opened",
    b"files-recorded",
    b"file-kept",
    b"amended",
    b"recovered",
    b"enrolled",
];

/// Kinds of events that state the clocks, each in the place of those before.
const STATE_CLOCKS: [&[u8]; 2] = [b"server-started", b"server-stopped"];
/// The kind of event that says how the host's clock moved.
const CLOCK_MOVED: &[u8] = b"clock-moved";

impl Survey {
    /// Returns what the journal says about the study's files, as far as it is whole.
    pub(in crate::store) fn recorded(&self) -> Result<Recorded, StoreError> {
        let mut recorded = Recorded::default();
        self.parse(&self.about_files, |entry| recorded.apply(entry))?;
        match recorded.large_part {
            Some(seq) => Err(self.large_part(seq)),
            None => Ok(recorded),
        }
    }

    /// Names the line of an entry whose part of a file is too large.
    fn large_part(&self, seq: u64) -> StoreError {
        let segments = self.segments.iter().zip(&self.walk.firsts);
        let mut before = segments.filter(|(_, first)| **first <= seq);
        let (file, first) = before.next_back().map_or((PathBuf::new(), seq), |found| {
            let ((_, file), first) = found;
            (file.clone(), *first)
        });
        // In an unbroken chain each line is an entry, in their order.
        let line = seq - first + 1;
        StoreError::LargePart { file, line, seq }
    }

    /// Returns the clocks as a server stated them last, as far as the journal is whole.
    pub(in crate::store) fn clocks(&self) -> Result<Option<LastClocks>, StoreError> {
        let mut clocks = None;
        self.parse(&self.about_clocks, |entry| {
            LastClocks::apply(&mut clocks, entry);
        })?;
        Ok(clocks)
    }

    fn parse(
        &self,
        lines: &[(u64, Vec<u8>)],
        mut apply: impl FnMut(&Entry),
    ) -> Result<(), StoreError> {
        for (seq, line) in lines {
            if *seq <= self.walk.whole.seq {
                let entry =
                    line::parse(line).map_err(|source| StoreError::unreadable(*seq, source))?;
                apply(&entry);
            }
        }
        Ok(())
    }
}

impl Survey {
    /// Walks along the journal; `progress` is called for a long one, with bytes.
    pub(in crate::store) fn of(
        dir: &Path,
        heads: &[Head],
        progress: Progress<'_>,
    ) -> Result<Self, StoreError> {
        let segments = place::segments(dir)?;
        let watch: Vec<u64> = heads.iter().map(|head| head.tip.seq).collect();
        let mut pace = walk::Pace::of(&segments);
        let (mut about_files, mut enrolled) = (Vec::new(), false);
        let mut about_clocks = Vec::new();
        let walk = walk::walk(&segments, &watch, |seal, piece| {
            let bytes = piece.bytes;
            let kind = line::kind(bytes);
            let states_clocks = kind.is_some_and(|kind| STATE_CLOCKS.contains(&kind));
            if states_clocks {
                about_clocks.clear();
            }
            if states_clocks || kind == Some(CLOCK_MOVED) {
                about_clocks.push((seal.tip.seq, bytes.to_vec()));
            }
            if let Some(kind) = kind.filter(|kind| ABOUT_FILES.contains(kind)) {
                let enrols = kind == b"enrolled";
                if !(enrols && enrolled) {
                    about_files.push((seal.tip.seq, bytes.to_vec()));
                }
                enrolled |= enrols;
            }
            pace.step(bytes.len() as u64 + 1, progress);
        });
        let walk = walk.map_err(|error| unread(dir, error))?;
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
        Ok(Self {
            segments,
            walk,
            proven: 0,
            wrong: None,
            about_files,
            about_clocks,
        })
    }

    /// Compares sled's copy with the lines of the unbroken chain.
    pub(in crate::store) fn compare(
        &mut self,
        dir: &Path,
        sled: Result<&Tables, &Fault>,
    ) -> Result<(), StoreError> {
        let mut copy = Copy::start(sled);
        let mut lines = Lines::from(&self.segments, 0);
        let mut seq = 0;
        // In an unbroken chain the lines are numbered as they stand.
        while copy.next.is_some()
            && seq < self.walk.tip.seq
            && let Some(piece) = lines.next().map_err(|error| unread(dir, error))?
        {
            seq += 1;
            copy.compare(seq, piece.bytes);
        }
        (self.proven, self.wrong) = copy.end(self.walk.tip, sled.ok());
        Ok(())
    }
}

fn unread(dir: &Path, error: std::io::Error) -> StoreError {
    StoreError::io(Action::Read, &place::standing(dir), error)
}

/// sled's copy of the journal, while it is being compared.
struct Copy {
    log: Option<Log>,
    next: Option<(u64, Vec<u8>)>,
    /// The last line that is the journal's too.
    last: Option<Vec<u8>>,
    wrong: Option<Unsound>,
}

impl Copy {
    fn start(sled: Result<&Tables, &Fault>) -> Self {
        let mut copy = Self {
            log: None,
            next: None,
            last: None,
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

    fn compare(&mut self, seq: u64, bytes: &[u8]) {
        match self.next.take() {
            Some((own, line)) if own == seq && line == bytes => {
                self.last = Some(line);
                self.advance();
            }
            _ => {
                self.wrong.get_or_insert(Unsound::OtherEntry { seq });
                self.log = None;
            }
        }
    }

    /// Reads on beyond the journal, as far as the copy goes on from its end.
    fn end(mut self, end: Tip, tables: Option<&Tables>) -> (u64, Option<Unsound>) {
        let last = self.last.take().and_then(|line| line::check(&line));
        let mut last = last.map_or(Tip::START, |seal| seal.tip);
        if self.wrong.is_none() && last == end {
            while let Some((_, line)) = &self.next {
                match line::check(line) {
                    Some(seal) if seal.follows(&last) => last = seal.tip,
                    _ => break,
                }
                self.advance();
            }
        }
        if self.next.is_some() {
            self.wrong.get_or_insert(Unsound::GoesOn);
        }
        if tables.is_some_and(|tables| tables.mark.tip != last) {
            self.wrong.get_or_insert(Unsound::Gaps);
        }
        (last.seq, self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;
    use crate::domain::study::version::kept::PART;
    use chrono::DateTime;

    #[test]
    fn a_part_of_a_file_that_is_larger_than_any_is_refused_with_its_file_and_line() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("journal")).unwrap();
        let by = Assessor {
            user: "coreset".to_owned(),
            name: "coreset".to_owned(),
            role: "program".to_owned(),
            from: "test".to_owned(),
        };
        let mut tip = Tip::START;
        let mut seq = 0;
        for (file, sizes) in [
            ("000001.jsonl", [PART, PART]),
            ("000002.jsonl", [PART, PART + 1]),
        ] {
            let mut text = Vec::new();
            for size in sizes {
                seq += 1;
                let event = Event::FileKept {
                    name: "study.toml".to_owned(),
                    hash: seq.to_string(),
                    part: 1,
                    parts: 1,
                    text: "x".repeat(size),
                };
                let draft = Draft::new(by.clone(), event);
                let mut entry = Entry {
                    seq,
                    ..Entry::preview(draft, DateTime::default())
                };
                let (line, next) = line::seal(&mut entry, 0, &tip).unwrap();
                text.extend(line);
                tip = next;
            }
            std::fs::write(dir.path().join("journal").join(file), text).unwrap();
        }
        let survey = Survey::of(dir.path(), &[], &mut |_, _| {}).unwrap();
        let error = survey.recorded().unwrap_err();
        let StoreError::LargePart { file, line, seq } = &error else {
            panic!("{error}");
        };
        assert_eq!((*line, *seq), (2, 4));
        assert!(file.ends_with("journal/000002.jsonl"), "{}", file.display());
        assert!(
            error.to_string().contains("000002.jsonl, line 2"),
            "{error}"
        );
    }
}
