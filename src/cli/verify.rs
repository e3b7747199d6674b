//! `coreset verify`: reads the whole record, also while it is being written, and says whether every entry is unchanged.

use super::StudyOption;
use super::failure::{DAMAGED, Failure, USAGE, say};
use super::open::{own_study_dir, progress, store_failure};
use super::outside_heads;
use crate::domain::base::shown::shown_start;
use crate::link::heads::HeadFile;
use crate::server::{self, OutsideHead, VerifyReport};
use crate::text::DEFAULT;
use crate::text::commands::copies::{HeldHead, Helps, LostHead, Verified};
use crate::text::store::BesideDamage;
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Options of `coreset verify`.
#[derive(Args, Debug)]
#[command(
    after_help = "It reads the study's files and needs no server; with one at work it reads beside it and disturbs nobody. Run it as the account that owns the files:\n  sudo -u coreset coreset verify --study /var/lib/coreset\n\nA chain of hashes cannot see that its own end was cut. Write the head down, away from this machine (it is printed here and by `coreset backup`), and ask later whether the record still holds it:\n  coreset verify --head 9f2c...e1@1234\n`coreset backup` appends each head to a file beside the backup; copy that file away and give it with --heads FILE. The newest head that your account was told is compared too.\n\nExit codes: 0 sound, 3 the study cannot be read, 4 the record is damaged or does not hold a head."
)]
pub struct VerifyOptions {
    /// A head written down earlier: its hash, and with @N the number of its entry; the record must hold it
    #[arg(long, value_name = "HASH[@N]")]
    head: Option<String>,
    /// A file of heads kept outside of the study, a line each: number, hash, time, where from; may be given several times
    #[arg(long, value_name = "FILE")]
    heads: Vec<PathBuf>,
}

/// A head as it was written down.
struct Anchor {
    hash: String,
    number: Option<u64>,
}

/// Verifies the record and prints what was read.
///
/// # Errors
/// When the record is damaged, does not hold the head that was asked for, or cannot be read.
pub fn run(option: &StudyOption, options: &VerifyOptions) -> Result<(), Failure> {
    let anchor = options.head.as_deref().map(anchor).transpose()?;
    let dir = own_study_dir(option)?;
    let wanted = anchor.as_ref().map(|anchor| anchor.hash.as_str());
    let mut outside = Vec::new();
    for file in &options.heads {
        outside.extend(outside_heads::read(&dir, file)?);
    }
    let kept = account_heads(option, &dir);
    outside.extend(kept.iter().flatten().cloned());
    let report = server::verify_outside(&dir, wanted, &outside, &mut progress());
    let report = report.map_err(|error| store_failure(&error))?;
    if kept.is_none() {
        say(b"this account keeps no head: its home cannot be read or written\n")?;
    }
    let beside = server::beside::damaged(&dir, &report.users);
    say(in_words(&report, &beside).as_bytes())?;
    let held = anchor.map_or(Ok(String::new()), |anchor| holds(&report, &anchor));
    if let Ok(words) = &held {
        say(words.as_bytes())?;
    }
    if !report.is_sound() {
        let helps = report.findings.iter().map(Helps::against);
        let helps: BTreeSet<Helps> = helps.collect();
        let helps: Vec<Helps> = helps.into_iter().collect();
        return Err(Failure::from(DEFAULT.not_sound(&helps)).code(DAMAGED));
    }
    held.map(|_| ())
}

/// Returns the heads that this account was told of the study; `None` where it keeps none at all.
fn account_heads(option: &StudyOption, dir: &Path) -> Option<Vec<OutsideHead>> {
    let mut found = Vec::new();
    for path in std::iter::once(dir).chain(option.socket.as_deref()) {
        let file = HeadFile::of(&std::path::absolute(path).ok()?)?;
        file.prepare().ok()?;
        if let Some(head) = file.read().ok()? {
            found.push(OutsideHead {
                seq: head.seq,
                hash: head.hash,
                at: head.at,
                source: file.path().display().to_string(),
            });
        }
    }
    Some(found)
}

/// Reads a head as it was written down.
fn anchor(text: &str) -> Result<Anchor, Failure> {
    let (hash, number) = match text.trim().split_once('@') {
        Some((hash, number)) => (hash, Some(number)),
        None => (text.trim(), None),
    };
    let wrong = || {
        let given = shown_start(text);
        Failure::from(DEFAULT.no_head(&given)).code(USAGE)
    };
    if hash.len() != 64 || !hash.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    let number = number.map(|number| number.trim().parse().map_err(|_| wrong()));
    Ok(Anchor {
        hash: hash.to_ascii_lowercase(),
        number: number.transpose()?,
    })
}

/// Says how the record stands to a head that was written down.
fn holds(report: &VerifyReport, anchor: &Anchor) -> Result<String, Failure> {
    let gone = |lost| Err(Failure::from(DEFAULT.lost_head(lost)).code(DAMAGED));
    let held = match (report.anchor, anchor.number) {
        (Some(found), Some(number)) if found != number => {
            return gone(LostHead::Elsewhere { found, number });
        }
        (Some(found), _) => match report.entries.saturating_sub(found) {
            0 => HeldHead::Head,
            later => HeldHead::GoesOn { later },
        },
        (None, Some(number)) if number <= report.entries => {
            return gone(LostHead::Another { number });
        }
        (None, _) => return gone(LostHead::Gone),
    };
    Ok(DEFAULT.held_head(held) + "\n")
}

/// Returns what was read: how many entries, from when to when, and the head to write down.
fn in_words(report: &VerifyReport, beside: &[BesideDamage]) -> String {
    DEFAULT.verified(&Verified {
        entries: report.entries,
        segments: report.segments,
        times: report.first_at.zip(report.last_at).map(<[_; 2]>::from),
        head: &report.head,
        clock_steps: &report.clock_steps,
        notes: &report.notes,
        findings: &report.findings,
        signatures: report.signatures,
        beside,
        outside: report.newest_outside.map(|newest| (report.outside, newest)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(digit: &str) -> String {
        digit.repeat(64)
    }

    #[test]
    fn a_head_is_read_as_it_is_printed() {
        let read = anchor(&format!(" {}@12 ", hash("A"))).unwrap();
        assert_eq!((read.hash, read.number), (hash("a"), Some(12)));
        assert_eq!(anchor(&hash("0")).map(|read| read.number), Ok(None));
        for wrong in ["", "12", &hash("g"), &format!("{}@", hash("a")), "@3"] {
            assert_eq!(anchor(wrong).map(|_| ()).map_err(|f| f.code), Err(USAGE));
        }
    }

    #[test]
    fn the_record_says_how_it_stands_to_a_head() {
        let report = VerifyReport {
            entries: 10,
            anchor: Some(7),
            ..VerifyReport::default()
        };
        let at = |number| Anchor {
            hash: hash("a"),
            number,
        };
        let words = holds(&report, &at(Some(7)));
        assert_eq!(
            words,
            Ok("this record goes on from it: 3 entries later\n".to_owned())
        );
        let end = VerifyReport {
            anchor: Some(10),
            ..report.clone()
        };
        assert_eq!(
            holds(&end, &at(None)),
            Ok("this is the record's head\n".to_owned())
        );
        assert!(holds(&report, &at(Some(8))).is_err());
        let none = VerifyReport {
            anchor: None,
            ..report
        };
        for (number, words) in [
            (None, "the tail was cut"),
            (Some(11), "the tail was cut"),
            (Some(3), "written anew"),
        ] {
            let said = holds(&none, &at(number)).map_err(|failure| failure.message);
            assert!(
                matches!(&said, Err(text) if text.contains(words)),
                "{said:?}"
            );
        }
    }
}
