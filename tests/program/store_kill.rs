//! A process killed at any moment has lost nothing that it had acknowledged.
//!
//! The test runs itself again as a child that saves without end and prints each number acknowledged.

use crate::support::study::*;
use coreset::store::verify;
use coreset::text::store::{Opening, RemainsKind};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const CHILD: &str = "CORESET_TEST_KILLED_CHILD";
const ROUNDS: usize = 40;

/// The child's part; does nothing when it is run as a test like any other.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let mut store = open(&PathBuf::from(dir));
    let mut out = std::io::stdout();
    if store.last() == 0 {
        store.append("enrol", vec![enrol("01-001")]).unwrap();
    }
    // Far more than any round lives to see.
    for _ in 0..1_000_000 {
        let next = store.last() + 1;
        let drafts = (0..1 + next % 3)
            .map(|field| answer("01-001", "week-0", &format!("f{field}"), next as i64))
            .collect();
        let done = store.append(&format!("r{next}"), drafts).unwrap();
        writeln!(
            out,
            "acknowledged {} {}",
            done.receipt.last, done.receipt.hash
        )
        .unwrap();
    }
}

#[test]
fn a_killed_process_has_lost_nothing_that_it_had_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let mut rng = StdRng::seed_from_u64(40);
    let mut acknowledged = 0_u64;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["store_kill::child", "--exact", "--nocapture"])
            .env(CHILD, &study)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed after so many answers and so many turns of an idle loop: at any point of the next save.
        let answers = rng.random_range(0..40);
        let mut proofs: Vec<(u64, String)> = Vec::new();
        let read = |line: &str| {
            let mut words = line
                .split_whitespace()
                .skip_while(|word| *word != "acknowledged");
            words.next()?;
            let seq = words.next()?.parse::<u64>().ok()?;
            let hash = words.next()?.to_owned();
            // A line cut short by the kill proves nothing.
            (hash.len() == 64).then_some((seq, hash))
        };
        while proofs.len() < answers {
            let Some(Ok(line)) = lines.next() else {
                panic!("round {round}: the child ended by itself");
            };
            proofs.extend(read(&line));
        }
        for _ in 0..rng.random_range(0..200_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        proofs.extend(lines.map_while(Result::ok).filter_map(|line| read(&line)));

        let journal =
            std::fs::read_to_string(study.join("journal/000001.jsonl")).unwrap_or_default();
        for (seq, hash) in &proofs {
            let line = journal.lines().nth(*seq as usize - 1).unwrap_or_default();
            assert!(
                line.ends_with(&format!("\"hash\":\"{hash}\"}}")),
                "round {round}: {seq}"
            );
        }
        let (mut store, report) = try_open(&study).unwrap();
        acknowledged = proofs.last().map_or(acknowledged, |(seq, _)| *seq);
        assert!(store.last() >= acknowledged, "round {round}");
        // A kill in the middle of a write leaves the beginning of a save that nobody was told of, and nothing else.
        let torn = report.findings.iter().filter(|finding| {
            matches!(finding, Opening::RemainsCut { remains, .. } if remains.kind == RemainsKind::Torn)
        });
        assert_eq!(report.kept.len(), torn.count(), "round {round}: {report:?}");
        assert_eq!(report.rebuilt, None, "round {round}: {report:?}");
        if store.last() > 1 {
            let (_, records) = everything(&mut store);
            let session = records[0].session("week-0").unwrap();
            assert_eq!(session.last_seq, store.last(), "round {round}");
        }
        drop(store);
        assert!(verify(&study).unwrap().is_sound(), "round {round}");
    }
    assert!(acknowledged > ROUNDS as u64);
}
