//! The form of one line of the journal, and the chain that ties it to the line before.
//!
//! A line is an entry as JSON with `prev` and `hash` as its last two members; `hash` is BLAKE3 over
//! every byte before `,"hash":"`. A line of a request with more lines to come carries `"more":N`
//! just before `prev`. All of it is checked on the raw bytes: nothing here parses JSON to trust it.

use crate::domain::record::entry::Entry;

/// A hash as it stands in a line: 64 hexadecimal digits.
pub(in crate::store) type Hex = [u8; 64];

/// What the first entry names as the hash before it.
pub(in crate::store) const ZERO: Hex = [b'0'; 64];

const PREV: &[u8] = br#","prev":""#;
const HASH: &[u8] = br#","hash":""#;
const MORE: &[u8] = br#","more":"#;
const SEQ: &[u8] = br#"{"seq":"#;
const END: &[u8] = br#""}"#;
const EVENT: &[u8] = br#","event":"#;
const KIND: &[u8] = br#"{"kind":""#;

/// An entry's number and hash: where a chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Tip {
    /// Number of the entry; 0 before the first.
    pub(in crate::store) seq: u64,
    /// Its hash.
    pub(in crate::store) hash: Hex,
}

impl Tip {
    /// Where an empty journal stands.
    pub(in crate::store) const START: Self = Self { seq: 0, hash: ZERO };

    /// Returns the hash as text.
    pub(in crate::store) fn text(&self) -> String {
        text(&self.hash)
    }
}

/// What a line says of itself, once its own hash has been found right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) struct Seal {
    /// Number and hash.
    pub(in crate::store) tip: Tip,
    /// Hash of the line before.
    pub(in crate::store) prev: Hex,
    /// Lines of the same request still to come.
    pub(in crate::store) more: u64,
}

impl Seal {
    /// Returns whether this line follows directly on `before`.
    pub(in crate::store) fn follows(&self, before: &Tip) -> bool {
        self.tip.seq == before.seq.wrapping_add(1) && self.prev == before.hash
    }
}

/// Returns a hash as text.
pub(in crate::store) fn text(hash: &Hex) -> String {
    String::from_utf8_lossy(hash).into_owned()
}

/// Gives an entry its place after `before` and returns its line, newline included.
pub(in crate::store) fn seal(
    entry: &mut Entry,
    more: u64,
    before: &Tip,
) -> Result<(Vec<u8>, Tip), serde_json::Error> {
    entry.more = more;
    entry.prev = before.text();
    entry.hash = String::new();
    let mut line = serde_json::to_vec(entry)?;
    line.truncate(line.len().saturating_sub(HASH.len() + END.len()));
    let hash = digest(&line);
    entry.hash = text(&hash);
    line.extend_from_slice(HASH);
    line.extend_from_slice(&hash);
    line.extend_from_slice(END);
    line.push(b'\n');
    let tip = Tip {
        seq: entry.seq,
        hash,
    };
    Ok((line, tip))
}

/// Returns what a line (without its newline) says of itself, or `None` when its bytes are not those that were hashed.
pub(in crate::store) fn check(line: &[u8]) -> Option<Seal> {
    let rest = line.strip_suffix(END)?;
    let (rest, hash) = rest.split_last_chunk::<64>()?;
    let body = rest.strip_suffix(HASH)?;
    if digest(body) != *hash {
        return None;
    }
    let rest = body.strip_suffix(b"\"")?;
    let (rest, prev) = rest.split_last_chunk::<64>()?;
    let head = rest.strip_suffix(PREV)?;
    let seq = number(head.strip_prefix(SEQ)?, b',')?;
    Some(Seal {
        tip: Tip { seq, hash: *hash },
        prev: *prev,
        more: more(head)?,
    })
}

/// Reads the `more` member at the end of what comes before `prev`; an event always ends with `}`.
fn more(head: &[u8]) -> Option<u64> {
    if head.ends_with(b"}") {
        return Some(0);
    }
    let start = head.iter().rposition(|byte| *byte == b',')?;
    let member = head.get(start..)?.strip_prefix(MORE)?;
    std::str::from_utf8(member).ok()?.parse().ok()
}

fn number(text: &[u8], stop: u8) -> Option<u64> {
    let end = text.iter().position(|byte| *byte == stop)?;
    std::str::from_utf8(text.get(..end)?).ok()?.parse().ok()
}

/// Returns BLAKE3 of some bytes as hexadecimal digits.
pub(in crate::store) fn digest(bytes: &[u8]) -> Hex {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let mut hex = ZERO;
    for (pair, byte) in hex.chunks_exact_mut(2).zip(blake3::hash(bytes).as_bytes()) {
        for (place, nibble) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *place = DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        }
    }
    hex
}

/// Returns the kind of a line's event, such as `enrolled`, without reading the rest.
pub(in crate::store) fn kind(line: &[u8]) -> Option<&[u8]> {
    // Within a string a quote has a backslash before it, so that this stands nowhere but where the event begins.
    let event = line.iter().enumerate().find_map(|(at, byte)| {
        let (before, from) = line.split_at_checked(at).filter(|_| *byte == b'{')?;
        before.ends_with(EVENT).then_some(from)
    })?;
    let kind = event.strip_prefix(KIND)?;
    kind.get(..kind.iter().position(|byte| *byte == b'"')?)
}

/// Reads the entry of a line that has been checked.
pub(in crate::store) fn parse(line: &[u8]) -> Result<Entry, serde_json::Error> {
    serde_json::from_slice(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;
    use chrono::DateTime;

    fn entry(seq: u64) -> Entry {
        Entry {
            seq,
            recorded_at: DateTime::parse_from_rfc3339("2025-03-01T09:00:00.250+01:00").unwrap(),
            program: "coreset 0.1.0".to_owned(),
            request: "a-1".to_owned(),
            draft: Draft::new(
                Assessor {
                    user: "mk".to_owned(),
                    name: "M. \"K\"\n".to_owned(),
                    role: "assessor".to_owned(),
                    from: "tty1".to_owned(),
                },
                Event::StudyOpened {
                    protocol: "p,\"more\":7".to_owned(),
                    protocol_hash: String::new(),
                    demo: true,
                },
            ),
            salt: None,
            more: 0,
            prev: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn a_line_is_the_entry_itself() {
        let mut first = entry(1);
        let (line, tip) = seal(&mut first, 0, &Tip::START).unwrap();
        let line = line.strip_suffix(b"\n").unwrap();
        assert_eq!(line, serde_json::to_vec(&first).unwrap());
        assert_eq!(parse(line).unwrap(), first);
        let seal = check(line).unwrap();
        assert_eq!((seal.tip, seal.prev, seal.more), (tip, ZERO, 0));
        let body = &line[..line.len() - 64 - 2 - 9];
        assert_eq!(first.hash, blake3::hash(body).to_hex().to_string());
    }

    #[test]
    fn the_hash_of_a_line_covers_its_salt() {
        let mut salted = entry(1);
        salted.salt = Some("5a".to_owned());
        let (line, tip) = seal(&mut salted, 0, &Tip::START).unwrap();
        let line = line.strip_suffix(b"\n").unwrap();
        assert_eq!(
            (check(line).unwrap().tip, parse(line).unwrap()),
            (tip, salted)
        );
        let (bare, other) = seal(&mut entry(1), 0, &Tip::START).unwrap();
        assert_ne!(tip.hash, other.hash);
        // A line of an earlier version says nothing of a salt, and is read and written as it was.
        assert!(!String::from_utf8(bare).unwrap().contains("salt"));
    }

    #[test]
    fn the_kind_of_a_line_is_that_of_its_event_whatever_its_texts_say() {
        let mut first = entry(1);
        first.draft.by.name = r#"","event":{"kind":"enrolled"}"#.to_owned();
        first.draft.reason = Some("{".to_owned());
        let (line, _) = seal(&mut first, 2, &Tip::START).unwrap();
        assert_eq!(kind(&line), Some(b"study-opened".as_slice()));
        for odd in [
            r#"{"seq":1"#,
            r#"{"event":{"kind":"x"}"#,
            r#"{,"event":{"kind":"x"#,
        ] {
            assert_eq!(kind(odd.as_bytes()), None, "{odd}");
        }
    }

    #[test]
    fn a_line_of_a_longer_request_says_how_many_follow() {
        let mut first = entry(1);
        let (line, tip) = seal(&mut first, 12, &Tip::START).unwrap();
        let line = line.strip_suffix(b"\n").unwrap();
        assert_eq!(check(line).unwrap().more, 12);
        assert_eq!(parse(line).unwrap(), first);
        let (next, _) = seal(&mut entry(2), 0, &tip).unwrap();
        let next = check(next.strip_suffix(b"\n").unwrap()).unwrap();
        assert!(next.follows(&tip));
        assert!(!next.follows(&Tip::START));
    }

    #[test]
    fn no_bit_of_a_line_can_change_unseen() {
        let (line, _) = seal(&mut entry(1), 3, &Tip::START).unwrap();
        let line = line.strip_suffix(b"\n").unwrap();
        for at in 0..line.len() {
            for bit in 0..8 {
                let mut bad = line.to_vec();
                bad[at] ^= 1 << bit;
                assert_eq!(check(&bad), None, "byte {at} bit {bit}");
            }
            assert_eq!(check(&line[..at]), None);
        }
    }
}
