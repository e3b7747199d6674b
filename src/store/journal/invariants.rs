//! What must hold for any bytes read as a journal, said once for the fuzzer and for the tests.

use super::line::{self, Seal, Tip};
use super::walk::{Lines, Walk, walk_lines};
use crate::domain::record::entry::Entry;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::Users;

/// Reads bytes as a journal and returns how many entries its unbroken chain has.
///
/// Lines that are entries but stand in no chain are put into one of their own, which must then be sound: no
/// chance would hit upon a right hash.
///
/// # Errors
/// What should hold and does not.
pub fn check_invariants(bytes: &[u8]) -> Result<u64, String> {
    let (walk, lines) = read(bytes)?;
    let length: u64 = lines.iter().map(|(_, line)| line.len() as u64 + 1).sum();
    let end = walk.fault.map_or(bytes.len() as u64, |fault| fault.offset);
    if length != end || walk.whole_end.offset > end {
        return Err(format!("the chain has {length} bytes and ends at {end}"));
    }
    for (seal, line) in &lines {
        if let Ok(entry) = line::parse(line) {
            agree(seal, &entry)?;
        }
    }
    let mut entries = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        entries.extend(line::parse(line).ok());
    }
    seal_anew(entries)?;
    Ok(walk.tip.seq)
}

/// A line of the chain and what it says of itself.
type Link = (Seal, Vec<u8>);

fn read(bytes: &[u8]) -> Result<(Walk, Vec<Link>), String> {
    let mut lines = Vec::new();
    let walk = walk_lines(Lines::of_bytes(bytes), u64::MAX, &[1], |seal, line| {
        lines.push((*seal, line.bytes.to_vec()));
    })
    .map_err(|error| error.to_string())?;
    if walk.tip.seq != lines.len() as u64 || walk.whole.seq > walk.tip.seq {
        return Err(format!(
            "{} lines are {} entries",
            lines.len(),
            walk.tip.seq
        ));
    }
    Ok((walk, lines))
}

/// Says whether an entry is what its line was checked to be.
fn agree(seal: &Seal, entry: &Entry) -> Result<(), String> {
    let sealed = (seal.tip.seq, line::text(&seal.prev), seal.tip.text());
    let read = (entry.seq, entry.prev.clone(), entry.hash.clone());
    if sealed == read {
        Ok(())
    } else {
        Err(format!("the line of {sealed:?} reads as {read:?}"))
    }
}

/// Chains entries, reads them back, and applies them as the store does.
fn seal_anew(mut entries: Vec<Entry>) -> Result<(), String> {
    let mut journal = Vec::new();
    let mut before = Tip::START;
    let mut left = entries.len() as u64;
    for entry in &mut entries {
        left -= 1;
        entry.seq = before.seq + 1;
        // All are one request, so that the count of lines to come is read too.
        let (line, tip) = line::seal(entry, left, &before).map_err(|error| error.to_string())?;
        journal.extend(line);
        before = tip;
    }
    let (walk, lines) = read(&journal)?;
    if walk.fault.is_some() || walk.whole != before || lines.len() != entries.len() {
        return Err(format!("what was sealed is broken at {:?}", walk.fault));
    }
    let mut users = Users::default();
    let mut record = None;
    for (entry, (_, line)) in entries.iter().zip(&lines) {
        match line::parse(line) {
            Ok(again) if again == *entry => {}
            other => return Err(format!("{entry:?} became {other:?}")),
        }
        users.apply(entry);
        if let Some(participant) = entry.draft.event.enrolled() {
            record.get_or_insert_with(|| ParticipantRecord::new(participant.clone()));
        }
        if let Some(record) = &mut record {
            record.apply(entry);
        }
    }
    Ok(())
}
