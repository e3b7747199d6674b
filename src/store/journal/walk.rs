//! Reading a journal from its first line to its last, checking the chain on the raw bytes.
//!
//! It reads a line at a time, whatever the size of the journal, and changes nothing.

use super::line::{self, Hex, Seal, Tip};
use crate::store::regular;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct LinePosition {
    /// Which segment, counted from 0.
    pub(in crate::store) segment: usize,
    /// Which line of it, counted from 1.
    pub(in crate::store) line: u64,
    /// Its first byte.
    pub(in crate::store) offset: u64,
    /// Bytes without the newline.
    pub(in crate::store) len: usize,
    /// Whether the newline is there.
    pub(in crate::store) ended: bool,
}

/// Returns the name of a segment's file.
pub(in crate::store) fn segment_name(number: u32) -> String {
    format!("{number:06}.jsonl")
}

/// Returns the number of a segment by the name of its file.
pub(in crate::store) fn segment_number(name: &str) -> Option<u32> {
    name.strip_suffix(".jsonl")?.parse().ok()
}

/// Returns the segments of a journal in order, with their numbers.
pub(in crate::store) fn segments(journal: &Path) -> io::Result<Vec<(u32, PathBuf)>> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(journal)? {
        let path = item?.path();
        let number = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(segment_number);
        if let Some(number) = number {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

/// Where lines are read from.
enum Source<'a> {
    Files(&'a [(u32, PathBuf)]),
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    /// Opens a segment; `None` behind the last.
    fn open(&self, segment: usize) -> io::Result<Option<Box<dyn BufRead + 'a>>> {
        match self {
            Self::Bytes(bytes) if segment == 0 => Ok(Some(Box::new(*bytes))),
            Self::Bytes(_) => Ok(None),
            Self::Files(segments) => {
                let Some((_, path)) = segments.get(segment) else {
                    return Ok(None);
                };
                let file = BufReader::with_capacity(1 << 18, regular::open(path)?);
                Ok(Some(Box::new(file)))
            }
        }
    }
}

/// The lines of some segments, one after another.
pub(in crate::store) struct Lines<'a> {
    source: Source<'a>,
    segment: usize,
    reader: Option<Box<dyn BufRead + 'a>>,
    line: u64,
    offset: u64,
    buffer: Vec<u8>,
}

/// One line as it was read.
pub(in crate::store) struct Piece<'a> {
    /// Where.
    pub(in crate::store) position: LinePosition,
    /// Its bytes without the newline.
    pub(in crate::store) bytes: &'a [u8],
}

impl<'a> Lines<'a> {
    /// Starts at the first byte of a segment.
    pub(in crate::store) fn from(segments: &'a [(u32, PathBuf)], segment: usize) -> Self {
        Self::of(Source::Files(segments), segment)
    }

    /// Reads bytes as the only segment.
    pub(in crate::store) fn of_bytes(bytes: &'a [u8]) -> Self {
        Self::of(Source::Bytes(bytes), 0)
    }

    fn of(source: Source<'a>, segment: usize) -> Self {
        Self {
            source,
            segment,
            reader: None,
            line: 0,
            offset: 0,
            buffer: Vec::new(),
        }
    }

    /// Reads the next line; `None` at the end.
    pub(in crate::store) fn next(&mut self) -> io::Result<Option<Piece<'_>>> {
        loop {
            let reader = match &mut self.reader {
                Some(reader) => reader,
                None => {
                    let Some(reader) = self.source.open(self.segment)? else {
                        return Ok(None);
                    };
                    (self.line, self.offset) = (0, 0);
                    self.reader.insert(reader)
                }
            };
            self.buffer.clear();
            let read = reader.read_until(b'\n', &mut self.buffer)?;
            if read == 0 {
                self.reader = None;
                self.segment += 1;
                continue;
            }
            let ended = self.buffer.last() == Some(&b'\n');
            if ended {
                self.buffer.pop();
            }
            self.line += 1;
            let position = LinePosition {
                segment: self.segment,
                line: self.line,
                offset: self.offset,
                len: self.buffer.len(),
                ended,
            };
            self.offset += read as u64;
            return Ok(Some(Piece {
                position,
                bytes: &self.buffer,
            }));
        }
    }
}

/// What a walk along the journal found.
#[derive(Debug)]
pub(in crate::store) struct Walk {
    /// The last entry of the unbroken chain.
    pub(in crate::store) tip: Tip,
    /// The last entry of the chain that ends a request.
    pub(in crate::store) whole: Tip,
    /// Where the line after `whole` begins.
    pub(in crate::store) whole_end: LinePosition,
    /// The first line that is not as it must be, if there is one.
    pub(in crate::store) fault: Option<LinePosition>,
    /// Number of the first entry of each segment that was reached.
    pub(in crate::store) firsts: Vec<u64>,
    /// Hashes of the entries that were asked for.
    pub(in crate::store) watched: BTreeMap<u64, Hex>,
}

/// Walks along the chain until its end or its first fault; `each` sees every good line.
pub(in crate::store) fn walk(
    segments: &[(u32, PathBuf)],
    watch: &[u64],
    each: impl FnMut(&Seal, &Piece<'_>),
) -> io::Result<Walk> {
    walk_until(segments, u64::MAX, watch, each)
}

/// The same, no further than to an entry.
pub(in crate::store) fn walk_until(
    segments: &[(u32, PathBuf)],
    until: u64,
    watch: &[u64],
    each: impl FnMut(&Seal, &Piece<'_>),
) -> io::Result<Walk> {
    walk_lines(Lines::from(segments, 0), until, watch, each)
}

/// Walks along the chain of lines that have a source already.
pub(in crate::store) fn walk_lines(
    mut lines: Lines<'_>,
    until: u64,
    watch: &[u64],
    mut each: impl FnMut(&Seal, &Piece<'_>),
) -> io::Result<Walk> {
    let start = LinePosition {
        segment: 0,
        line: 1,
        offset: 0,
        len: 0,
        ended: true,
    };
    let mut walk = Walk {
        tip: Tip::START,
        whole: Tip::START,
        whole_end: start,
        fault: None,
        firsts: Vec::new(),
        watched: BTreeMap::new(),
    };
    while let Some(piece) = lines.next()? {
        let seal = match line::check(piece.bytes) {
            Some(seal) if piece.position.ended && seal.follows(&walk.tip) => seal,
            _ => {
                walk.fault = Some(piece.position);
                break;
            }
        };
        while walk.firsts.len() <= piece.position.segment {
            walk.firsts.push(seal.tip.seq);
        }
        walk.tip = seal.tip;
        if seal.more == 0 {
            walk.whole = seal.tip;
            walk.whole_end = LinePosition {
                segment: piece.position.segment,
                line: piece.position.line + 1,
                offset: piece.position.offset + piece.position.len as u64 + 1,
                len: 0,
                ended: true,
            };
        }
        if watch.contains(&seal.tip.seq) {
            walk.watched.insert(seal.tip.seq, seal.tip.hash);
        }
        each(&seal, &piece);
        if seal.tip.seq >= until {
            break;
        }
    }
    Ok(walk)
}

/// Returns where the lines stand that are whole in themselves, from a segment on, by number.
pub(in crate::store) fn survivors(
    segments: &[(u32, PathBuf)],
    from: usize,
) -> io::Result<HashMap<u64, LinePosition>> {
    let mut found = HashMap::new();
    let mut lines = Lines::from(segments, from);
    while let Some(piece) = lines.next()? {
        if let Some(seal) = line::check(piece.bytes) {
            found.entry(seal.tip.seq).or_insert(piece.position);
        }
    }
    Ok(found)
}

/// Reads one line again.
pub(in crate::store) fn reread(
    segments: &[(u32, PathBuf)],
    position: &LinePosition,
) -> io::Result<Vec<u8>> {
    let (_, path) = segments
        .get(position.segment)
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut file = regular::open(path)?;
    file.seek(SeekFrom::Start(position.offset))?;
    let mut bytes = vec![0; position.len];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Tells how far a long reading of a journal is, in bytes.
pub(in crate::store) struct Pace {
    total: u64,
    done: u64,
    told: u64,
}

/// Bytes of the journal after which progress is told.
const STEP: u64 = 4 << 20;

impl Pace {
    /// Begins at the first byte of some segments.
    pub(in crate::store) fn of(segments: &[(u32, PathBuf)]) -> Self {
        let size = |(_, path): &(u32, PathBuf)| path.metadata().map_or(0, |meta| meta.len());
        Self {
            total: segments.iter().map(size).sum(),
            done: 0,
            told: 0,
        }
    }

    /// Takes it that so many bytes more were read.
    pub(in crate::store) fn step(&mut self, bytes: u64, progress: &mut dyn FnMut(u64, u64)) {
        self.done += bytes;
        if self.done - self.told >= STEP {
            self.told = self.done;
            progress(self.done.min(self.total), self.total);
        }
    }

    /// Takes it that all was read.
    pub(in crate::store) fn end(&mut self, progress: &mut dyn FnMut(u64, u64)) {
        if (1..self.total).contains(&self.told) {
            progress(self.total, self.total);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(total: u64, steps: &[u64]) -> Vec<(u64, u64)> {
        let mut pace = Pace {
            total,
            done: 0,
            told: 0,
        };
        let mut told = Vec::new();
        for bytes in steps {
            pace.step(*bytes, &mut |done, total| told.push((done, total)));
        }
        pace.end(&mut |done, total| told.push((done, total)));
        told
    }

    #[test]
    fn progress_is_told_after_each_step_and_once_at_the_end_of_a_long_journal() {
        let all = 2 * STEP + 10;
        assert_eq!(told(STEP - 1, &[STEP - 1]), []);
        assert_eq!(told(STEP, &[STEP]), [(STEP, STEP)]);
        assert_eq!(
            told(all, &[STEP - 1, 1, STEP - 1, 2, 9]),
            [(STEP, all), (2 * STEP + 1, all), (all, all)]
        );
        // More is read than the files had at first when the study is in use.
        assert_eq!(told(STEP, &[STEP + 5]), [(STEP, STEP)]);
    }
}
