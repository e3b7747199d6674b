//! Whatever is changed in a closed record, `verify` finds it and names segment, line and entry.

use crate::support::study::*;
use coreset::store::{Options, Store, VerifyReport, verify, verify_against};
use coreset::text::DEFAULT;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::path::{Path, PathBuf};

const FIRST: &str = "journal/000001.jsonl";

/// A closed study in segments of about so many bytes.
fn study(dir: &Path, count: u64, segment_bytes: u64) -> PathBuf {
    let study = dir.join("study");
    let options = Options {
        segment_bytes,
        ..options()
    };
    let (mut store, _) = Store::open(&study, options, projection(), &mut |_, _| {}).unwrap();
    fill(&mut store, "01-001", count);
    drop(store);
    // What `verify` reads is all that is needed.
    std::fs::remove_dir_all(study.join("sled")).unwrap();
    assert!(verify(&study).unwrap().is_sound());
    study
}

fn segments(study: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(study.join("journal"))
        .unwrap()
        .map(|item| item.unwrap().path())
        .collect();
    found.sort();
    found
}

/// Gives a line the hash of its bytes, with `from` replaced by `to` in it.
fn hash_again(line: &str, from: &str, to: &str) -> String {
    assert!(line.contains(from), "{line}");
    let line = line.replacen(from, to, 1);
    let (body, _) = line.rsplit_once(",\"hash\":\"").unwrap();
    let hash = blake3::hash(body.as_bytes()).to_hex();
    format!("{body},\"hash\":\"{hash}\"}}")
}

fn hash_of(line: &str) -> &str {
    let (_, rest) = line.rsplit_once(",\"hash\":\"").unwrap();
    &rest[..64]
}

fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn write(path: &Path, lines: &[String]) {
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

/// Verifies, and fails unless all of the words are in the findings.
fn found(study: &Path, words: &[&str]) -> VerifyReport {
    let report = verify(study).unwrap();
    let all = told(&report);
    assert!(!report.is_sound(), "nothing was found: {words:?}");
    for word in words {
        assert!(all.contains(word), "{word:?} is not in: {all}");
    }
    report
}

/// Returns what is wrong in a record, a line each.
fn told(report: &VerifyReport) -> String {
    let flaws = report.findings.iter().map(|flaw| DEFAULT.flaw(flaw));
    flaws.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_changed_byte_of_a_closed_record_is_found_and_its_line_and_entry_named() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 8, 1200);
    let mut tried = 0;
    let mut before = 0;
    let files = segments(&study);
    assert!(files.len() > 2);
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let good = std::fs::read(&path).unwrap();
        let mut bad = good.clone();
        for at in 0..good.len() {
            bad[at] ^= 1 << (at % 8);
            std::fs::write(&path, &bad).unwrap();
            bad[at] = good[at];
            let line = 1 + good[..at].iter().filter(|byte| **byte == b'\n').count();
            let entry = before + line as u64;
            let report = verify(&study).unwrap();
            let all = told(&report);
            assert!(report.entries < entry, "{name} byte {at}: {all}");
            let places = [
                format!("Line {line} of journal/{name}"),
                format!("line {line} of journal/{name}"),
            ];
            assert!(
                places.iter().any(|place| all.contains(place)),
                "{name} byte {at}: {all}"
            );
            let entries = [format!("entry {entry}"), format!("entries {entry}")];
            assert!(
                entries.iter().any(|words| all.contains(words)),
                "{name} byte {at}, entry {entry}: {all}"
            );
            tried += 1;
        }
        std::fs::write(&path, &good).unwrap();
        before += good.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
    assert!(verify(&study).unwrap().is_sound());
    println!("{tried} bytes changed, all found and named");
}

#[test]
fn a_byte_changed_at_any_of_a_thousand_places_of_a_large_record_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 400, 64 << 10);
    let files = segments(&study);
    let good: Vec<Vec<u8>> = files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let mut rng = StdRng::seed_from_u64(1_000);
    let places = match std::env::var("CORESET_TAMPER_PLACES") {
        Ok(count) => count.parse().unwrap(),
        Err(_) => 1_000,
    };
    for trial in 0..places {
        let file = rng.random_range(0..files.len());
        let at = rng.random_range(0..good[file].len());
        let mut bad = good[file].clone();
        bad[at] ^= rng.random_range(1..=255_u8);
        std::fs::write(&files[file], &bad).unwrap();
        let line = 1 + good[file][..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let name = files[file].file_name().unwrap().to_str().unwrap();
        let report = verify(&study).unwrap();
        let all = told(&report).to_lowercase();
        assert!(
            all.contains(&format!("line {line} of journal/{name}")),
            "trial {trial}, {name} byte {at}: {all}"
        );
        std::fs::write(&files[file], &good[file]).unwrap();
    }
    assert!(verify(&study).unwrap().is_sound());
    println!("{places} places changed, all found");
}

#[test]
fn an_entry_removed_anywhere_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 6, 1 << 20);
    let path = study.join(FIRST);
    let good = lines(&path);
    for gone in 0..good.len() - 1 {
        let mut bad = good.clone();
        bad.remove(gone);
        write(&path, &bad);
        let seq = gone + 1;
        let words = format!("Removed: entry {seq} should stand before entry {}", seq + 1);
        found(
            &study,
            &[&words, &format!("line {seq} of journal/000001.jsonl")],
        );
    }
    let mut bad = good.clone();
    bad.drain(2..4);
    write(&path, &bad);
    found(
        &study,
        &["Removed: entries 3 to 4 should stand before entry 5"],
    );
}

#[test]
fn a_segment_removed_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 12, 1200);
    let files = segments(&study);
    let gone = std::fs::read(&files[1]).unwrap();
    std::fs::remove_file(&files[1]).unwrap();
    found(
        &study,
        &[
            "000003.jsonl stands where 000002.jsonl should",
            "Removed: entr",
        ],
    );
    std::fs::write(&files[1], gone).unwrap();
    std::fs::remove_file(files.last().unwrap()).unwrap();
    found(&study, &["The tail was cut"]);
}

#[test]
fn entries_in_another_order_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 8, 1 << 20);
    let path = study.join(FIRST);
    let good = lines(&path);
    for first in 0..good.len() - 1 {
        let mut bad = good.clone();
        bad.swap(first, first + 1);
        write(&path, &bad);
        let (low, high) = (first + 1, first + 2);
        found(
            &study,
            &[
                &format!(
                    "Entry {high} stands at line {low} of journal/000001.jsonl, before entry {low}: the order was changed"
                ),
                &format!(
                    "Entry {low} stands at line {high} of journal/000001.jsonl, after entry {high}: the order was changed"
                ),
            ],
        );
    }
    let mut bad = good.clone();
    bad.swap(1, 6);
    write(&path, &bad);
    found(&study, &["the order was changed"]);
    // One that stands twice.
    let mut bad = good.clone();
    bad.insert(5, good[2].clone());
    write(&path, &bad);
    found(
        &study,
        &["Entry 3 stands at line 6 of journal/000001.jsonl, after entry 5"],
    );
}

#[test]
fn an_entry_hashed_again_without_those_after_it_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 6, 1 << 20);
    let path = study.join(FIRST);
    let good = lines(&path);
    for changed in 0..good.len() {
        let mut bad = good.clone();
        bad[changed] = hash_again(&good[changed], "M. Kern", "M. Kirn");
        write(&path, &bad);
        let seq = changed + 1;
        let words = match seq == good.len() {
            true => format!("Entry {seq} is not the one that was acknowledged"),
            false => format!(
                "Entry {} at line {} of journal/000001.jsonl does not go on from entry {seq}",
                seq + 1,
                seq + 1
            ),
        };
        found(&study, &[&words]);
    }
}

/// Writes the journal anew from an entry on, every hash right.
fn forge(good: &[String], from: usize) -> Vec<String> {
    let mut forged = good.to_vec();
    forged[from] = hash_again(&good[from], "M. Kern", "M. Kirn");
    for next in from + 1..good.len() {
        let (old, new) = (
            hash_of(&good[next - 1]).to_owned(),
            hash_of(&forged[next - 1]).to_owned(),
        );
        forged[next] = hash_again(&good[next], &old, &new);
    }
    forged
}

#[test]
fn a_record_written_anew_with_right_hashes_is_found_by_its_head_slots_and_by_a_head_kept_elsewhere()
{
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 6, 1 << 20);
    let head = verify(&study).unwrap().head;
    let path = study.join(FIRST);
    let good = lines(&path);
    write(&path, &forge(&good, 3));
    found(&study, &["Entry 7 is not the one that was acknowledged"]);
    let report = verify_against(&study, Some(&head), &mut |_, _| {}).unwrap();
    assert_eq!((report.entries, report.anchor), (7, None));
    assert_ne!(report.head, head);
}

#[test]
fn a_cut_tail_is_found_by_the_head_slots_and_by_a_head_kept_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 6, 1 << 20);
    let head = verify(&study).unwrap().head;
    let path = study.join(FIRST);
    let good = lines(&path);
    for left in 0..good.len() {
        std::fs::write(
            &path,
            good[..left].join("\n") + if left == 0 { "" } else { "\n" },
        )
        .unwrap();
        let words = format!(
            "The tail was cut: the chain ends at entry {left}, but entry {} was acknowledged",
            good.len()
        );
        found(&study, &[&words]);
    }
    // Within a line, too.
    let whole = good.join("\n");
    std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
    found(
        &study,
        &["The chain ends at entry 6, but entry 7 was acknowledged"],
    );
    // Whoever can cut the journal can put older head slots back, too.
    let older = dir.path().join("older");
    let mut store = open(&older);
    fill(&mut store, "01-001", 4);
    drop(store);
    for slot in ["head.a", "head.b"] {
        std::fs::copy(older.join(slot), study.join(slot)).unwrap();
    }
    std::fs::copy(older.join(FIRST), &path).unwrap();
    let report = verify_against(&study, Some(&head), &mut |_, _| {}).unwrap();
    assert!(report.is_sound(), "the slots agree: {report:?}");
    assert_eq!(report.anchor, None, "the head kept elsewhere does not");
}

#[test]
fn the_head_of_an_earlier_day_is_found_in_what_goes_on_from_it() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let mut store = open(&study);
    fill(&mut store, "01-001", 3);
    let early = verify(&study).unwrap();
    fill(&mut store, "01-002", 5);
    let head = early.head.to_uppercase();
    let report = verify_against(&study, Some(&head), &mut |_, _| {}).unwrap();
    assert_eq!((report.anchor, report.entries), (Some(4), 10));
}

#[test]
fn a_save_broken_off_after_the_last_acknowledged_entry_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    let study = study(dir.path(), 4, 1 << 20);
    let path = study.join(FIRST);
    let good = std::fs::read(&path).unwrap();
    let line = good.split(|byte| *byte == b'\n').nth(3).unwrap();
    for torn in [1, 40, line.len()] {
        let mut bytes = good.clone();
        bytes.extend_from_slice(&line[..torn]);
        std::fs::write(&path, bytes).unwrap();
        let report = verify(&study).unwrap();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!((report.entries, report.notes.len()), (5, 1), "{report:?}");
    }
}

#[test]
fn a_record_is_verified_while_it_is_being_written() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    let mut store = open(&study);
    fill(&mut store, "01-001", 1);
    let over = std::sync::atomic::AtomicBool::new(false);
    let order = std::sync::atomic::Ordering::SeqCst;
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut number = 0;
            while !over.load(order) {
                let drafts = (0..1 + number % 4)
                    .map(|field| answer("01-001", "w", &format!("f{field}"), number as i64))
                    .collect();
                store.append(&format!("r{number}"), drafts).unwrap();
                number += 1;
            }
            number
        });
        let mut last = verify(&study).unwrap();
        let mut grown = 0;
        while grown < 15 {
            let report = verify_against(&study, Some(&last.head), &mut |_, _| {}).unwrap();
            assert!(report.is_sound(), "{report:?}");
            assert_eq!(report.anchor, Some(last.entries), "{report:?}");
            grown += u32::from(report.entries > last.entries);
            assert!(!writing.is_finished(), "the writer ended by itself");
            last = report;
        }
        over.store(true, order);
        assert!(writing.join().unwrap() >= 15);
    });
}
