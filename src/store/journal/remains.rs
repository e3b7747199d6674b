//! What stands behind the last proven entry of a journal: a save that was broken off, or bytes that somebody or something
//! put there.
//!
//! Reads and names; whether it may be cut is the business of the opening.

use super::line::{self, Hex};
use super::walk::{self, LinePosition, Lines, Walk, segment_name};
use crate::store::file_names::JOURNAL;
use crate::text::store::{Remains, RemainsKind as Kind};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// How every entry begins.
const BEGIN: &[u8] = br#"{"seq":"#;

/// Looks at what stands behind the last entry that ends a request; `None` when that is the end.
pub(in crate::store) fn look(
    segments: &[(u32, PathBuf)],
    walk: &Walk,
) -> io::Result<Option<Remains>> {
    let start = walk.whole_end;
    let mut found = Remains {
        kind: Kind::Torn,
        bytes: 0,
        files: Vec::new(),
    };
    let mut kinds = Vec::new();
    let mut tip = walk.whole;
    // Entries that claim to be of this record, until they are found in it.
    let mut again: BTreeMap<u64, Hex> = BTreeMap::new();
    let mut lines = Lines::from(segments, start.segment);
    while let Some(piece) = lines.next()? {
        let at = piece.position;
        if at.segment == start.segment && at.offset < start.offset {
            continue;
        }
        found.bytes += at.len as u64 + u64::from(at.ended);
        note_file(&mut found, segments, &at);
        let kind = match line::check(piece.bytes) {
            Some(seal) if seal.tip.seq <= walk.whole.seq => {
                let twice = again.insert(seal.tip.seq, seal.tip.hash);
                match twice.is_none_or(|hash| hash == seal.tip.hash) {
                    true => Kind::Copied,
                    false => Kind::Foreign,
                }
            }
            // Also what an owner has written since the walk goes on from there.
            Some(seal) if seal.follows(&tip) => {
                tip = seal.tip;
                Kind::Torn
            }
            Some(_) => Kind::Foreign,
            None => broken(piece.bytes),
        };
        if kinds.last() != Some(&kind) {
            kinds.push(kind);
        }
    }
    if found.bytes == 0 {
        return Ok(None);
    }
    if !again.is_empty() {
        walk::walk_until(segments, walk.whole.seq, &[], |seal, _| {
            if again.get(&seal.tip.seq) == Some(&seal.tip.hash) {
                again.remove(&seal.tip.seq);
            }
        })?;
    }
    found.kind = match kinds.as_slice() {
        [Kind::Copied] if again.is_empty() => Kind::Copied,
        // A copy that ends in the middle of an entry.
        [Kind::Copied, Kind::Torn] if again.is_empty() => Kind::Copied,
        [kind @ (Kind::Torn | Kind::Zeros)] => *kind,
        [Kind::Torn, Kind::Zeros] => Kind::Torn,
        _ => Kind::Foreign,
    };
    Ok(Some(found))
}

fn note_file(found: &mut Remains, segments: &[(u32, PathBuf)], at: &LinePosition) {
    let Some((number, _)) = segments.get(at.segment) else {
        return;
    };
    let name = format!("{JOURNAL}/{}", segment_name(*number));
    if found.files.last() != Some(&name) {
        found.files.push(name);
    }
}

/// Returns what a line is that is not whole.
fn broken(bytes: &[u8]) -> Kind {
    if bytes.starts_with(BEGIN) || (!bytes.is_empty() && BEGIN.starts_with(bytes)) {
        return Kind::Torn;
    }
    match !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0) {
        true => Kind::Zeros,
        false => Kind::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft, Entry};
    use crate::domain::record::event::Event;
    use crate::store::journal::line::Tip;

    /// Lines of a record, the last one of a request with one entry more to come.
    fn lines(user: &str, count: u64) -> Vec<Vec<u8>> {
        let mut tip = Tip::START;
        let mut made = Vec::new();
        for seq in 1..=count {
            let by = Assessor {
                user: user.to_owned(),
                name: String::new(),
                role: String::new(),
                from: String::new(),
            };
            let event = Event::UserEnabled {
                user: user.to_owned(),
            };
            let at = chrono::DateTime::parse_from_rfc3339("2025-03-01T09:00:00Z").unwrap();
            let mut entry = Entry::preview(Draft::new(by, event), at);
            entry.seq = seq;
            let (line, next) = line::seal(&mut entry, u64::from(seq == count), &tip).unwrap();
            tip = next;
            made.push(line);
        }
        made
    }

    fn found(files: &[Vec<u8>]) -> Option<Remains> {
        let dir = tempfile::tempdir().unwrap();
        let mut segments = Vec::new();
        for (number, bytes) in (1..).zip(files) {
            let path = dir.path().join(segment_name(number));
            std::fs::write(&path, bytes).unwrap();
            segments.push((number, path));
        }
        let walk = walk::walk(&segments, &[], |_, _| {}).unwrap();
        look(&segments, &walk).unwrap()
    }

    #[test]
    fn each_kind_of_remains_is_called_what_it_is() {
        let own = lines("a", 5);
        let whole = own[..4].concat();
        let other = lines("b", 3);
        let with = |more: &[u8]| [&whole, more].concat();
        assert_eq!(found(std::slice::from_ref(&whole)), None);
        for (more, kind) in [
            (&own[4][..], Kind::Torn),
            (&own[4][..1], Kind::Torn),
            (&own[4][..40], Kind::Torn),
            (&[&own[4][..40], &[0; 9]].concat(), Kind::Torn),
            (&[&own[4][..], &own[4][..40]].concat(), Kind::Torn),
            (&[0; 300], Kind::Zeros),
            (&own[1], Kind::Copied),
            (&own[..3].concat(), Kind::Copied),
            (&[&own[1][..], &own[2][..30]].concat(), Kind::Copied),
            (&other[0], Kind::Foreign),
            (&[&own[1][..], &other[1][..]].concat(), Kind::Foreign),
            (&[&own[1][..], b"x\n"].concat(), Kind::Foreign),
            (b"\n", Kind::Foreign),
            (b"x", Kind::Foreign),
            (b"\xff\xfe{\"seq\":5,", Kind::Foreign),
        ] {
            let remains = found(&[with(more)]).unwrap();
            assert_eq!(remains.kind, kind, "{remains:?}");
            assert_eq!(remains.bytes, more.len() as u64);
            assert_eq!(remains.files, ["journal/000001.jsonl"]);
            // The same in a file of its own.
            let remains = found(&[whole.clone(), more.to_vec()]).unwrap();
            assert_eq!(remains.kind, kind, "{remains:?}");
            assert_eq!(remains.files, ["journal/000002.jsonl"]);
        }
    }
}
