//! Files of a closed study cut, flipped, zeroed and deleted, one and several at once: all is there, or it is refused
//! by name, also where nothing is left that could prove where the record ended.
//!
//! CORESET_DAMAGE_TRIALS sets the number of trials (150; the long run is 500).

use crate::support::study::*;
use coreset::store::{ErrorKind, Options, Store, recover, verify};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Which part of the study a file is.
fn part(study: &Path, path: &Path) -> &'static str {
    let name = path.strip_prefix(study).unwrap().to_str().unwrap();
    match name.split(['/', '.']).next().unwrap() {
        "journal" => "journal",
        "sled" => "sled",
        "head" => "head",
        other => panic!("{other}"),
    }
}

fn damage(path: &Path, rng: &mut StdRng) -> &'static str {
    let mut bytes = std::fs::read(path).unwrap();
    // sled's file is mostly empty space; what is used is what matters.
    let used = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    let how = match rng.random_range(0..10) {
        0..=2 => "cut",
        3..=6 => "flip",
        7..=8 => "zero",
        _ => "delete",
    };
    match how {
        "delete" => {
            std::fs::remove_file(path).unwrap();
            return how;
        }
        _ if used == 0 => return "none",
        "cut" => {
            let mut at = rng.random_range(0..used);
            if rng.random()
                && let Some(line) = bytes[..at].iter().rposition(|byte| *byte == b'\n')
            {
                // Between two lines nothing looks torn.
                at = line + 1;
            }
            bytes.truncate(at);
        }
        "flip" => bytes[rng.random_range(0..used)] ^= 1 << rng.random_range(0..8),
        _ => {
            let at = rng.random_range(0..used);
            let end = used.min(at + rng.random_range(1..4096));
            bytes[at..end].fill(0);
        }
    }
    std::fs::write(path, bytes).unwrap();
    how
}

#[test]
fn damaged_files_are_repaired_or_refused_by_name_and_never_silently_short() {
    let trials: u64 = match std::env::var("CORESET_DAMAGE_TRIALS") {
        Ok(count) => count.parse().unwrap(),
        Err(_) => 150,
    };
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let small = Options {
        segment_bytes: 12_000,
        ..options()
    };
    let (mut store, _) = Store::open(&base, small, projection(), &mut |_, _| {}).unwrap();
    fill(&mut store, "01-001", 40);
    fill(&mut store, "01-002", 40);
    let expected = everything(&mut store);
    drop(store);
    let all = verify(&base).unwrap().entries;
    let head = verify(&base).unwrap().head;
    // A second opening writes sled's snapshot, so that both states are tried.
    let reopened = work.path().join("reopened");
    copy(&base, &reopened);
    drop(open(&reopened));
    let mut outcomes: BTreeMap<&str, u32> = BTreeMap::new();
    for trial in 0..trials {
        let mut rng = StdRng::seed_from_u64(trial);
        let study = work.path().join("study");
        copy(if rng.random() { &base } else { &reopened }, &study);
        let count = match trial % 2 {
            0 => 1,
            _ => rng.random_range(2..=5),
        };
        let mut done = Vec::new();
        for _ in 0..count {
            let wanted = ["journal", "sled", "head"][rng.random_range(0..3)];
            let fit: Vec<PathBuf> = ["journal", "sled", "head.a", "head.b"]
                .iter()
                .map(|name| study.join(name))
                .filter(|path| path.exists())
                .flat_map(|path| {
                    if path.is_dir() {
                        files(&path)
                    } else {
                        vec![path]
                    }
                })
                .filter(|path| part(&study, path) == wanted)
                .collect();
            if fit.is_empty() {
                continue;
            }
            let path = &fit[rng.random_range(0..fit.len())];
            done.push((damage(path, &mut rng), path.clone()));
        }
        let before = verify(&study);
        let outcome = match try_open(&study) {
            Ok((mut store, report)) if store.last() == all => {
                assert_eq!(everything(&mut store), expected, "trial {trial}: {done:?}");
                drop(store);
                let after = verify(&study).unwrap();
                assert!(after.is_sound(), "trial {trial}: {after:?}");
                assert_eq!(after.head, head, "trial {trial}");
                match report.findings.is_empty() {
                    true => "whole",
                    false => "repaired, and said so",
                }
            }
            Ok((store, report)) => panic!(
                "trial {trial}, silently short: {} of {all} after {done:?}: {report:?}",
                store.last()
            ),
            Err(error) => {
                let text = error.to_string();
                assert_eq!(
                    error.kind(),
                    ErrorKind::Damage,
                    "trial {trial}: {done:?}: {text}"
                );
                assert!(text.contains("entr"), "trial {trial}: {text}");
                assert!(!before.unwrap().is_sound(), "trial {trial}: {done:?}");
                rescue(&study, &work.path().join("out"), all, trial);
                "refused by name"
            }
        };
        *outcomes.entry(outcome).or_default() += 1;
        std::fs::remove_dir_all(&study).unwrap();
    }
    println!("{trials} trials: {outcomes:?}");
    assert!(outcomes["refused by name"] > 0 && outcomes["repaired, and said so"] > 0);
}

/// What is refused can still be rescued in part: every entry is either in the new record or named as lost.
fn rescue(study: &Path, out: &Path, all: u64, trial: u64) {
    let who = draft(coreset::domain::record::event::Event::UserEnabled {
        user: String::new(),
    })
    .by;
    let clock = options().clock;
    match recover(study, out, &who, "t", &clock, &mut |_, _| {}) {
        Ok(report) => {
            assert_eq!(
                report.rescued + report.lost.len() as u64,
                report.entries,
                "trial {trial}"
            );
            assert!(
                report.entries == all || report.open_end,
                "trial {trial}: {report:?}"
            );
            assert!(verify(out).unwrap().is_sound(), "trial {trial}");
            std::fs::remove_dir_all(out).unwrap();
        }
        Err(error) => assert!(
            error.to_string().contains("Not one entry"),
            "trial {trial}: {error}"
        ),
    }
}
