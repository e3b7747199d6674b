//! The chain of hashes, and the form in which the record is kept.

use super::scratch::{Scratch, global, read, write};
use super::{Check, Seen, require};
use crate::domain::record::event::Event;
use crate::server::verify;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-50",
        points: &[7],
        what: "The whole journal verifies, and its head is the hash of the newest receipt",
        run: verifies,
    },
    Check {
        id: "CS-51",
        points: &[7],
        what: "One changed byte is found, wherever it stands",
        run: changed_byte,
    },
    Check {
        id: "CS-52",
        points: &[7],
        what: "A removed entry and two entries in each other's place are found",
        run: removed,
    },
    Check {
        id: "CS-53",
        points: &[7],
        what: "A cut tail is found",
        run: cut,
    },
    Check {
        id: "CS-54",
        points: &[20],
        what: "The journal alone gives every visit again",
        run: rebuilt,
    },
    Check {
        id: "CS-55",
        points: &[19, 20, 23, 25],
        what: "Each line of the journal is JSON with number, time, version of the program and hash",
        run: open_form,
    },
    Check {
        id: "CS-56",
        points: &[23, 25],
        what: "The first entry names the protocol with its hash, and synthetic data as such",
        run: first_entry,
    },
];

/// Places of the journal at which a byte is changed.
const PLACES: usize = 60;

fn verifies() -> Seen {
    let mut scratch = Scratch::with_people()?;
    let head = {
        let site = scratch.connect("site")?;
        let stored = site.save(vec![Event::Copied {
            what: "audit".to_owned(),
            participant: None,
        }])?;
        stored.last().map(|entry| entry.hash.clone())
    };
    let head = head.ok_or("no entry came back")?;
    scratch.close();
    let report = verify(&scratch.path()).map_err(|error| error.to_string())?;
    let journal = String::from_utf8_lossy(&read(&scratch.journal())?).into_owned();
    // After it only, whoever asked went out.
    let after = journal.split_once(&format!(r#""hash":"{head}""#));
    let follows = after.is_some_and(|(_, rest)| rest.contains(&format!(r#""prev":"{head}""#)));
    require(
        report.is_sound() && follows,
        format!(
            "{} entries in an unbroken chain, head {}",
            report.entries, report.head
        ),
    )
}

/// Returns whether the journal is found to be unsound with these bytes in its place.
fn found(scratch: &Scratch, bytes: &[u8]) -> Result<bool, String> {
    write(&scratch.journal(), bytes)?;
    // A journal that cannot even be read is no sound one.
    Ok(verify(&scratch.path()).map_or(true, |report| !report.is_sound()))
}

fn closed() -> Result<(Scratch, Vec<u8>), String> {
    let mut scratch = Scratch::with_people()?;
    scratch.close();
    let journal = read(&scratch.journal())?;
    match found(&scratch, &journal)? {
        false => Ok((scratch, journal)),
        true => Err("the journal is not sound before anything is done to it".to_owned()),
    }
}

fn changed_byte() -> Seen {
    let (scratch, journal) = closed()?;
    let step = (journal.len() / PLACES).max(1);
    let mut tried = 0;
    for place in (0..journal.len()).step_by(step) {
        let mut changed = journal.clone();
        if let Some(byte) = changed.get_mut(place) {
            *byte ^= 1;
        }
        if !found(&scratch, &changed)? {
            return Err(format!("byte {place} was changed and is not found"));
        }
        tried += 1;
    }
    Ok(format!(
        "{tried} of {tried} places of {} bytes",
        journal.len()
    ))
}

fn lines(journal: &[u8]) -> Vec<Vec<u8>> {
    journal
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect()
}

fn removed() -> Seen {
    let (scratch, journal) = closed()?;
    let lines = lines(&journal);
    let middle = lines.len() / 2;
    let mut without = lines.clone();
    without.remove(middle);
    let mut swapped = lines;
    swapped.swap(middle, middle + 1);
    let seen = (
        found(&scratch, &without.concat())?,
        found(&scratch, &swapped.concat())?,
    );
    require(
        seen == (true, true),
        format!(
            "entry {} removed: found {}; swapped with the next: found {}",
            middle + 1,
            seen.0,
            seen.1
        ),
    )
}

fn cut() -> Seen {
    let (scratch, journal) = closed()?;
    let mut lines = lines(&journal);
    lines.pop();
    let one = found(&scratch, &lines.concat())?;
    lines.truncate(lines.len() / 2);
    let half = found(&scratch, &lines.concat())?;
    require(
        one && half,
        format!("the last entry cut: found {one}; the last half cut: found {half}"),
    )
}

fn rebuilt() -> Seen {
    let mut scratch = Scratch::with_people()?;
    let (who, visit) = scratch.complete_visit()?;
    let before = scratch.connect("site")?.record(&who)?;
    scratch.close();
    std::fs::remove_dir_all(scratch.path().join("sled")).map_err(|error| error.to_string())?;
    scratch.restart()?;
    let after = scratch.connect("site")?.record(&who)?;
    let field = global(&who, &visit);
    require(
        before == after,
        format!(
            "{who}: {} visits as before, {} too",
            after.sessions.len(),
            field.field
        ),
    )
}

fn open_form() -> Seen {
    let (_scratch, journal) = closed()?;
    let lines = lines(&journal);
    for (line, number) in lines.iter().zip(1_u64..) {
        let entry: serde_json::Value =
            serde_json::from_slice(line).map_err(|error| format!("line {number}: {error}"))?;
        let text = |key: &str| entry.get(key).and_then(serde_json::Value::as_str);
        let whole = entry.get("seq").and_then(serde_json::Value::as_u64) == Some(number)
            && text("recorded_at")
                .is_some_and(|at| chrono::DateTime::parse_from_rfc3339(at).is_ok())
            && text("program").is_some_and(|program| program.ends_with(env!("CARGO_PKG_VERSION")))
            && text("hash").is_some_and(|hash| hash.len() == 64);
        if !whole {
            return Err(format!("line {number} lacks one of them"));
        }
    }
    Ok(format!(
        "{} lines, coreset {}",
        lines.len(),
        env!("CARGO_PKG_VERSION")
    ))
}

fn first_entry() -> Seen {
    let scratch = Scratch::new()?;
    let trail = scratch.connect("site")?.trail()?;
    match trail.into_iter().next().map(|entry| entry.draft.event) {
        Some(Event::StudyOpened {
            protocol,
            protocol_hash,
            demo,
        }) => require(
            demo && protocol == scratch.study.protocol.id && protocol_hash == scratch.study.hash,
            format!("{protocol}, {protocol_hash}, synthetic: {demo}"),
        ),
        other => Err(format!("it is {other:?}")),
    }
}
