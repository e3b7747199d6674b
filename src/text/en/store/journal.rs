//! What is found in a journal, in English.

use crate::text::English;
use crate::text::store::{Aside, AsideKind, Flaw, Remains, RemainsKind, Remark, Spot, Store as _};

pub(super) fn flaw(flaw: &Flaw) -> String {
    match flaw {
        Flaw::NotTheHeld { seq, source, at } => format!(
            "Entry {seq} is not the one that {source} holds (told on {}): the record was written anew, or it is another study.",
            at.format("%Y-%m-%d %H:%M")
        ),
        Flaw::EndsBeforeHeld {
            end,
            source,
            seq,
            at,
        } => format!(
            "The record ends at entry {end}, but {source} holds entry {seq} (told on {}): its end was cut, or an older copy was put in its place.",
            at.format("%Y-%m-%d %H:%M")
        ),
        Flaw::HeldBeyondBreak {
            after,
            source,
            seq,
            at,
        } => format!(
            "Entry {seq}, which {source} holds (told on {}), was not compared: the chain breaks before it, after entry {after}.",
            at.format("%Y-%m-%d %H:%M")
        ),
        Flaw::OtherSignature { seq, name } => format!(
            "The signature of entry {seq}, by {name}, is of something else than the entries before it say: one of them was changed, or another program made the signature."
        ),
        Flaw::OtherIndex { seq } => format!(
            "Entry {seq} is not the one that the index in sled/ was built from: the record was written anew, or the index is of another study."
        ),
        Flaw::EndsBeforeIndex { end, seq } => format!(
            "The record ends at entry {end}, but the index in sled/ holds entry {seq}: its end was cut."
        ),
        Flaw::OtherBackup { seq, entries } => {
            format!("Entry {seq} names a backup whose last entry, {entries}, is another one here.")
        }
        Flaw::Misnumbered { file, expected } => format!("{file} stands where {expected} should."),
        Flaw::NotUnderstood { seq } => {
            format!("Entry {seq} is whole, but this program does not understand it.")
        }
        Flaw::ListChanged { list } => format!(
            "{list}, which says which recovered entry was which, is missing or was changed."
        ),
        Flaw::Torn { after } => torn(*after),
        Flaw::Breaks { after, byte, file } => {
            format!("The chain breaks after entry {after}, at byte {byte} of {file}.")
        }
        Flaw::NoHead => "Neither head slot can be read.".to_owned(),
        Flaw::Replaced { seq } => format!(
            "Entry {seq} is not the one that was acknowledged: it was changed and hashed again."
        ),
        Flaw::TailCut { ends, seq } => format!(
            "The tail was cut: the chain ends at entry {ends}, but entry {seq} was acknowledged."
        ),
        Flaw::EndsEarly { ends, seq } => {
            format!("The chain ends at entry {ends}, but entry {seq} was acknowledged.")
        }
        Flaw::StandsAfter { seq, at, before } => format!(
            "Entry {seq} stands at {}, after entry {before}: the order was changed.",
            spot(at)
        ),
        Flaw::StandsBefore { seq, at, moved } => format!(
            "Entry {seq} stands at {}, before {}: the order was changed.",
            spot(at),
            English.entry_numbers(moved)
        ),
        Flaw::Removed { gone, seq, at } => format!(
            "Removed: {} should stand before entry {seq} at {}.",
            English.entry_numbers(gone),
            spot(at)
        ),
        Flaw::NotGoingOn { seq, at, before } => format!(
            "Entry {seq} at {} does not go on from entry {before}: one of the two was changed and hashed again without those after it.",
            spot(at)
        ),
        Flaw::Broken {
            first,
            last,
            entries,
        } => broken(first, last.as_ref(), entries),
        Flaw::Remains { after, remains } => behind(*after, remains),
        Flaw::More { places } => format!("The same holds for {places} places more."),
    }
}

pub(super) fn remark(remark: &Remark) -> String {
    match remark {
        Remark::Recovered {
            rescued,
            entries,
            lost,
            list,
        } => {
            let missing = match lost.is_empty() {
                true => "none is lost".to_owned(),
                false => format!("lost: {}", English.entry_numbers(lost)),
            };
            format!(
                "This record was recovered out of a damaged one: {rescued} of {entries} entries; {missing}. {list} has their numbers and hashes of then."
            )
        }
        Remark::Torn { after } => torn(*after) + " It was never acknowledged.",
        Remark::Remains { after, remains } => behind(*after, remains),
        Remark::SignaturesNotCompared { count } => {
            let signatures = match count {
                1 => "1 signature was".to_owned(),
                many => format!("{many} signatures were"),
            };
            format!(
                "{signatures} not compared with what was signed: an entry before may have changed it, which this program does not understand."
            )
        }
        Remark::IndexNotCompared => "The index in sled/ cannot be read, so the record was not compared with it; it is rebuilt when the study is opened.".to_owned(),
        Remark::HeadLost => {
            "One of the two head slots cannot be read; opening the study writes it again."
                .to_owned()
        }
        Remark::KeptAside { kept } => {
            let kept: Vec<String> = kept.iter().map(aside).collect();
            format!(
                "Set aside by earlier repairs and kept beside the record: {}.",
                kept.join(", ")
            )
        }
    }
}

/// Says what was cut off behind the last entry.
pub(super) fn cut(after: u64, remains: &Remains, kept: &str) -> String {
    match remains.kind {
        RemainsKind::Torn => format!(
            "The last save was broken off before it was acknowledged; its {} bytes were cut and are kept in {kept}.",
            remains.bytes
        ),
        RemainsKind::Zeros | RemainsKind::Copied | RemainsKind::Foreign => format!(
            "Behind entry {after}, the last one, stood {}: it was cut and is kept in {kept}.",
            standing(remains)
        ),
    }
}

fn behind(after: u64, remains: &Remains) -> String {
    format!(
        "After entry {after} stands {}. Opening the study keeps it aside.",
        standing(remains)
    )
}

fn standing(remains: &Remains) -> String {
    let what = bytes_of(remains.kind, remains.bytes);
    format!("{what}, in {}", remains.files.join(", "))
}

fn bytes_of(kind: RemainsKind, bytes: u64) -> String {
    match kind {
        RemainsKind::Torn => {
            format!("the beginning of a save that was never acknowledged, {bytes} bytes")
        }
        RemainsKind::Zeros => format!("{bytes} bytes of zero, as a cut of the power leaves them"),
        RemainsKind::Copied => format!("a copy of earlier entries, {bytes} bytes"),
        RemainsKind::Foreign => {
            format!("{bytes} foreign bytes, which are no part of the record")
        }
    }
}

fn aside(aside: &Aside) -> String {
    let Aside { name, what } = aside;
    match what {
        AsideKind::Remains { kind, bytes } => format!("{name} ({})", bytes_of(*kind, *bytes)),
        AsideKind::Journal => format!("{name} (a damaged journal)"),
        AsideKind::Sled => format!("{name} (a damaged index)"),
    }
}

fn torn(after: u64) -> String {
    format!("The last request is not whole: it breaks off after entry {after}.")
}

fn broken(first: &Spot, last: Option<&Spot>, entries: &[(u64, u64)]) -> String {
    let first = format!("Line {} of {}", first.line, first.file);
    let place = match last {
        None => format!("{first} is"),
        Some(last) => format!("{first} up to {} are", spot(last)),
    };
    match (entries.is_empty(), last.is_none()) {
        (true, true) => format!("{place} no entry, and belongs to none."),
        (true, false) => format!("{place} no entries, and belong to none."),
        (false, _) => format!(
            "{place} not as written: a byte was changed, added or lost in {}.",
            English.entry_numbers(entries)
        ),
    }
}

fn spot(spot: &Spot) -> String {
    format!("line {} of {}", spot.line, spot.file)
}
