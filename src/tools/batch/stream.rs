//! All lines of a reader, scored on every processor and written in their order.
//!
//! Lines are read in parts of whole lines, so that memory is bounded by the number of threads and not by the file. Must not
//! know what a line means: that is for the rest of `batch`.

use super::{LINE, score_bytes};
use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Bytes of a part after which no line is added to it; a line may go beyond them by its own length.
const PART: usize = 128 << 10;

/// Parts that are read ahead for each thread.
const AHEAD: usize = 2;

/// Some lines that follow each other.
#[derive(Default)]
struct Part {
    /// The lines without their ends.
    text: Vec<u8>,
    /// Where each line ends in the text, and whether it is whole.
    lines: Vec<(usize, bool)>,
    /// Number of the first line, from 1.
    first: u64,
}

/// What came of a part.
struct Scored {
    text: String,
    bad: usize,
}

/// A part with where its result goes.
type Job = (Part, SyncSender<Scored>);

/// Scores all lines of a reader and returns how many could not be scored; blank lines are skipped, and so is one byte order
/// mark at the start.
///
/// A line of more than [`LINE`] bytes, one that is not UTF-8 and one that cannot be read are named by their numbers, and the
/// rest is scored. The results stand in the order of the lines, whichever processor scores them.
///
/// # Errors
/// When the reader or the writer fails.
pub fn score_stream(input: impl BufRead, output: impl Write) -> io::Result<usize> {
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    score_stream_on(threads, input, output)
}

/// The same on so many threads; the result does not depend on them.
///
/// # Errors
/// When the reader or the writer fails.
pub fn score_stream_on(
    threads: NonZeroUsize,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<usize> {
    let mut parts = Parts {
        input: &mut input,
        line: Vec::new(),
        next: 1,
    };
    let threads = threads.get();
    let bad = thread::scope(|scope| {
        let (jobs, taken) = sync_channel::<Job>(threads * AHEAD);
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..threads {
            let taken = Arc::clone(&taken);
            scope.spawn(move || work(&taken));
        }
        // Held by the threads alone, so that sending to none fails instead of waiting.
        drop(taken);
        let mut waiting: VecDeque<Receiver<Scored>> = VecDeque::new();
        let mut bad = 0;
        let mut write = |scored: &Receiver<Scored>| {
            let gone = |_| io::Error::other("a thread that scores has ended");
            let scored = scored.recv().map_err(gone)?;
            bad += scored.bad;
            output.write_all(scored.text.as_bytes())
        };
        while let Some(part) = parts.read()? {
            let (result, scored) = sync_channel(1);
            if jobs.send((part, result)).is_err() {
                break;
            }
            waiting.push_back(scored);
            if waiting.len() >= threads * AHEAD
                && let Some(first) = waiting.pop_front()
            {
                write(&first)?;
            }
        }
        for scored in &waiting {
            write(scored)?;
        }
        Ok::<_, io::Error>(bad)
    })?;
    output.flush()?;
    Ok(bad)
}

/// Scores parts until no more come.
fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((part, result)) = job else {
            return;
        };
        // Nobody waits for it where the writer has failed.
        if result.send(score(&part)).is_err() {
            return;
        }
    }
}

fn score(part: &Part) -> Scored {
    let mut scored = Scored {
        text: String::with_capacity(part.text.len() * 3),
        bad: 0,
    };
    let mut from = 0;
    for (number, (end, whole)) in (part.first..).zip(&part.lines) {
        let line = part.text.get(from..*end).unwrap_or_default();
        from = *end;
        let line = match number {
            1 => line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line),
            _ => line,
        };
        if *whole && line.trim_ascii().is_empty() {
            continue;
        }
        let start = scored.text.len();
        if let Err(error) = score_bytes(line, *whole, &mut scored.text) {
            scored.bad += 1;
            scored.text.truncate(start);
            scored.text.push_str(&error.at(number).to_line());
        }
        scored.text.push('\n');
    }
    scored
}

/// Reads parts one after the other.
struct Parts<'r, R> {
    input: &'r mut R,
    line: Vec<u8>,
    /// Number of the next line, from 1.
    next: u64,
}

impl<R: BufRead> Parts<'_, R> {
    /// Returns the next part; none at the end of the input.
    fn read(&mut self) -> io::Result<Option<Part>> {
        let mut part = Part {
            first: self.next,
            ..Part::default()
        };
        while part.text.len() < PART {
            let Some(whole) = read_line(self.input, &mut self.line)? else {
                break;
            };
            part.text.extend_from_slice(&self.line);
            part.lines.push((part.text.len(), whole));
            self.next += 1;
        }
        Ok((!part.lines.is_empty()).then_some(part))
    }
}

/// Reads a line without its end; none at the end of the input. Of one that is longer than [`LINE`] only the start is kept,
/// and it is said not to be whole.
fn read_line(input: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Option<bool>> {
    bytes.clear();
    let (mut any, mut whole) = (false, true);
    loop {
        let part = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            part => part?,
        };
        any |= !part.is_empty();
        let end = part.iter().position(|byte| *byte == b'\n');
        let (here, _) = part.split_at(end.unwrap_or(part.len()));
        // One more for the carriage return of some ends of lines.
        let room = (LINE + 1).saturating_sub(bytes.len());
        whole &= here.len() <= room;
        let (kept, _) = here.split_at(here.len().min(room));
        bytes.extend_from_slice(kept);
        let used = here.len() + usize::from(end.is_some());
        let over = end.is_some() || part.is_empty();
        input.consume(used);
        if over {
            break;
        }
    }
    if whole && bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(any.then_some(whole && bytes.len() <= LINE))
}
