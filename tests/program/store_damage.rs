//! Whatever is damaged between two opens: everything is there, or the missing entries are named.

use crate::support::study::*;
use coreset::store::{ErrorKind, StoreError, verify};
use coreset::text::DEFAULT;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::path::{Path, PathBuf};

const SEGMENT: &str = "journal/000001.jsonl";

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Returns the offsets at which the last `count` lines begin, then the length.
fn line_starts(bytes: &[u8], count: usize) -> Vec<usize> {
    let mut starts: Vec<usize> = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    starts.split_off(starts.len() - count - 1)
}

/// Cuts the journal at every byte of what was written after `base` was closed; `whole` says how many
/// entries must be there for a cut at an offset.
fn cut_everywhere(base: &Path, journal: &[u8], from: usize, whole: impl Fn(usize) -> u64) {
    let work = tempfile::tempdir().unwrap();
    let study = work.path().join("study");
    copy(base, &study);
    for cut in from..journal.len() {
        // sled and the heads are those of before: they know nothing of what is being cut.
        if cut == from || whole(cut) != whole(cut - 1) || cut % 97 == 0 {
            std::fs::remove_dir_all(&study).unwrap();
            copy(base, &study);
        } else {
            for head in ["head.a", "head.b"] {
                std::fs::copy(base.join(head), study.join(head)).unwrap();
            }
        }
        std::fs::write(study.join(SEGMENT), &journal[..cut]).unwrap();
        let (store, report) = try_open(&study).unwrap_or_else(|error| panic!("cut {cut}: {error}"));
        assert_eq!(store.last(), whole(cut), "cut at byte {cut}");
        assert_eq!(report.rebuilt, None, "cut at byte {cut}");
        drop(store);
        assert!(verify(&study).unwrap().is_sound(), "cut at byte {cut}");
        let kept = std::fs::read(study.join(SEGMENT)).unwrap();
        assert!(journal.starts_with(&kept));
    }
}

#[test]
fn a_tail_torn_at_any_byte_opens_to_the_whole_entries_before() {
    let work = tempfile::tempdir().unwrap();
    let (base, later) = (work.path().join("base"), work.path().join("later"));
    fill(&mut open(&base), "01-001", 2);
    copy(&base, &later);
    let mut store = open(&later);
    for number in 0..3 {
        let draft = answer("01-001", "w", "deltoid.r", number);
        store.append(&format!("t{number}"), vec![draft]).unwrap();
    }
    drop(store);
    let journal = std::fs::read(later.join(SEGMENT)).unwrap();
    let starts = line_starts(&journal, 3);
    let ends = &starts[1..];
    cut_everywhere(&base, &journal, starts[0], |cut| {
        3 + ends.iter().filter(|end| cut >= **end).count() as u64
    });
}

#[test]
fn a_torn_request_of_several_entries_is_cut_whole() {
    let work = tempfile::tempdir().unwrap();
    let (base, later) = (work.path().join("base"), work.path().join("later"));
    fill(&mut open(&base), "01-001", 2);
    copy(&base, &later);
    let mut store = open(&later);
    let drafts = ["a", "b"].map(|field| answer("01-001", "w", field, 1));
    store.append("both", drafts.to_vec()).unwrap();
    drop(store);
    let journal = std::fs::read(later.join(SEGMENT)).unwrap();
    let starts = line_starts(&journal, 2);
    cut_everywhere(&base, &journal, starts[0], |_| 3);
    // The request can be sent again and is then applied as a whole.
    let study = work.path().join("again");
    copy(&base, &study);
    std::fs::write(study.join(SEGMENT), &journal[..starts[1]]).unwrap();
    let mut store = open(&study);
    let done = store.append("both", drafts.to_vec()).unwrap();
    assert_eq!((done.receipt.first, done.receipt.last), (4, 5));
}

#[test]
fn a_damaged_sled_costs_nothing() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 40);
    fill(&mut store, "01-002", 40);
    let expected = everything(&mut store);
    drop(store);
    // A second open writes sled's snapshot, so that both states are tried.
    let reopened = work.path().join("reopened");
    copy(&base, &reopened);
    drop(open(&reopened));
    let mut rng = StdRng::seed_from_u64(7);
    let mut rebuilt = 0;
    for trial in 0..60 {
        let study = work.path().join(format!("trial-{trial}"));
        copy(if trial % 2 == 0 { &base } else { &reopened }, &study);
        let sled = files(&study.join("sled"));
        let path = &sled[rng.random_range(0..sled.len())];
        let mut bytes = std::fs::read(path).unwrap();
        // sled's file is mostly empty space; damage what is used.
        let used = bytes
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(1, |at| at + 1);
        match trial % 5 {
            0 => bytes.truncate(rng.random_range(0..used)),
            1 => {
                let at = rng.random_range(0..used);
                let end = bytes.len().min(at + 4096);
                if let Some(block) = bytes.get_mut(at..end) {
                    block.fill(0);
                }
            }
            _ => {
                if let Some(byte) = bytes.get_mut(rng.random_range(0..used)) {
                    *byte ^= 1 << rng.random_range(0..8);
                }
            }
        }
        if trial % 10 == 9 {
            std::fs::remove_file(path).unwrap();
        } else {
            std::fs::write(path, &bytes).unwrap();
        }
        let (mut store, report) =
            try_open(&study).unwrap_or_else(|error| panic!("trial {trial}: {error}"));
        rebuilt += usize::from(report.rebuilt.is_some());
        assert_eq!(
            everything(&mut store),
            expected,
            "trial {trial}, {}",
            path.display()
        );
        store.append("more", vec![enrol("01-003")]).unwrap();
        drop(store);
        assert_eq!(open(&study).participants().unwrap().len(), 3);
        std::fs::remove_dir_all(&study).unwrap();
    }
    assert!(
        rebuilt > 5,
        "the damage must have been felt: {rebuilt} rebuilt"
    );
}

#[test]
fn sled_of_another_study_is_set_aside() {
    let work = tempfile::tempdir().unwrap();
    let (one, two) = (work.path().join("one"), work.path().join("two"));
    fill(&mut open(&one), "01-001", 5);
    fill(&mut open(&two), "02-001", 20);
    std::fs::remove_dir_all(one.join("sled")).unwrap();
    copy(&two.join("sled"), &one.join("sled"));
    let (mut store, report) = try_open(&one).unwrap();
    assert!(report.rebuilt.is_some());
    assert!(report.kept[0].join("db").exists());
    let list = store.participants().unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].participant.id.as_str(), "01-001");
}

#[test]
fn a_damaged_journal_is_repaired_from_sled_and_refused_without_it() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 5);
    let expected = everything(&mut store);
    drop(store);
    let journal = std::fs::read(base.join(SEGMENT)).unwrap();
    let study = work.path().join("study");
    copy(&base, &study);
    let bare = work.path().join("bare");
    copy(&base, &bare);
    std::fs::remove_dir_all(bare.join("sled")).unwrap();
    for at in (0..journal.len()).step_by(7) {
        let mut bad = journal.clone();
        bad[at] ^= 1 << (at % 8);
        std::fs::write(study.join(SEGMENT), &bad).unwrap();
        let (mut store, report) =
            try_open(&study).unwrap_or_else(|error| panic!("byte {at}: {error}"));
        assert_eq!(everything(&mut store), expected, "byte {at}");
        drop(store);
        assert_eq!(
            std::fs::read(study.join(SEGMENT)).unwrap(),
            journal,
            "byte {at}"
        );
        let old = &report.kept[0];
        assert_eq!(std::fs::read(old.join("000001.jsonl")).unwrap(), bad);
        std::fs::remove_dir_all(old).unwrap();

        std::fs::write(bare.join(SEGMENT), &bad).unwrap();
        let line = 1 + journal[..at].iter().filter(|byte| **byte == b'\n').count();
        match try_open(&bare) {
            // Only the last newline can be damaged without a doubt about any entry.
            Ok((store, _)) => panic!("byte {at} opened with {} entries", store.last()),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Damage, "byte {at}: {error}");
                let text = error.to_string();
                assert!(text.contains(&line.to_string()), "byte {at}: {text}");
                assert!(error.hint().contains("backup"));
            }
        }
        assert_eq!(
            std::fs::read(bare.join(SEGMENT)).unwrap(),
            bad,
            "left as it was"
        );
        assert!(!verify(&bare).unwrap().is_sound());
    }
}

#[test]
fn a_journal_cut_below_the_head_is_noticed() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 6);
    let expected = everything(&mut store);
    drop(store);
    let journal = std::fs::read(base.join(SEGMENT)).unwrap();
    let starts = line_starts(&journal, 3);
    for (cut, ends) in [(starts[0], 4), (starts[2], 6), (starts[2] - 9, 5), (0, 0)] {
        let study = work.path().join(format!("with-{cut}"));
        copy(&base, &study);
        std::fs::write(study.join(SEGMENT), &journal[..cut]).unwrap();
        let (mut store, report) = try_open(&study).unwrap();
        assert_eq!(everything(&mut store), expected);
        assert_eq!(report.kept.len(), 1);
        drop(store);

        let study = work.path().join(format!("without-{cut}"));
        copy(&base, &study);
        std::fs::remove_dir_all(study.join("sled")).unwrap();
        std::fs::write(study.join(SEGMENT), &journal[..cut]).unwrap();
        match try_open(&study).unwrap_err() {
            StoreError::Short {
                ends: at,
                acknowledged,
                ..
            } => assert_eq!((at, acknowledged), (ends, 7)),
            StoreError::Damaged { entries, .. } => assert_eq!(entries, [(6, 7)]),
            error => panic!("cut {cut}: {error}"),
        }
        let report = verify(&study).unwrap();
        assert_eq!((report.entries, report.acknowledged), (ends, Some(7)));
        assert!(!report.is_sound());
    }
}

#[test]
fn segments_that_are_missing_come_back_from_sled() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let small = || coreset::store::Options {
        segment_bytes: 1500,
        ..options()
    };
    let open = |dir: &Path| {
        coreset::store::Store::open(dir, small(), projection(), &mut |_, _| {}).unwrap()
    };
    let (mut store, _) = open(&base);
    fill(&mut store, "01-001", 20);
    let expected = everything(&mut store);
    drop(store);
    let all = files(&base.join("journal"));
    assert!(all.len() > 4);
    for path in &all {
        let study = work.path().join("study");
        copy(&base, &study);
        let name = path.file_name().unwrap();
        std::fs::remove_file(study.join("journal").join(name)).unwrap();
        let (mut store, report) = open(&study);
        assert_eq!(everything(&mut store), expected, "{}", path.display());
        assert_eq!(report.kept.len(), 1);
        drop(store);
        assert!(verify(&study).unwrap().is_sound());
        std::fs::remove_dir_all(&study).unwrap();
    }
}

#[test]
fn one_damaged_head_or_two_change_nothing_and_are_told() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 6);
    let expected = everything(&mut store);
    drop(store);
    for heads in [vec!["head.a"], vec!["head.b"], vec!["head.a", "head.b"]] {
        let study = work.path().join(heads.join("-"));
        copy(&base, &study);
        for head in &heads {
            std::fs::write(
                study.join(head),
                "nonsense that is much longer than it should be ".repeat(9),
            )
            .unwrap();
        }
        let (mut store, report) = try_open(&study).unwrap();
        assert_eq!(everything(&mut store), expected);
        let words = match heads.len() {
            1 => "One of the two head slots was lost",
            _ => "Both head slots were lost",
        };
        assert_eq!(report.findings.len(), 1);
        assert!(
            DEFAULT.opening(&report.findings[0]).contains(words),
            "{report:?}"
        );
        drop(store);
        assert!(verify(&study).unwrap().is_sound());
    }
}

#[test]
fn an_end_that_nothing_proves_is_refused_also_when_the_chain_is_whole() {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 6);
    drop(store);
    let journal = std::fs::read(base.join(SEGMENT)).unwrap();
    let cut = line_starts(&journal, 2)[0];
    let mut older = open(&work.path().join("older"));
    fill(&mut older, "01-001", 2);
    drop(older);
    for sled in ["none", "behind"] {
        let study = work.path().join(sled);
        copy(&base, &study);
        std::fs::remove_dir_all(study.join("sled")).unwrap();
        if sled == "behind" {
            copy(&work.path().join("older/sled"), &study.join("sled"));
        }
        for head in ["head.a", "head.b"] {
            std::fs::remove_file(study.join(head)).unwrap();
        }
        std::fs::write(study.join(SEGMENT), &journal[..cut]).unwrap();
        let error = try_open(&study).unwrap_err();
        assert!(
            matches!(error, StoreError::Unproven { ends: 5, .. }),
            "{sled}: {error}"
        );
        assert_eq!(error.kind(), ErrorKind::Damage);
        assert!(error.hint().contains("coreset recover"), "{}", error.hint());
        assert_eq!(std::fs::read(study.join(SEGMENT)).unwrap(), &journal[..cut]);
    }
}

#[test]
fn a_journal_written_anew_with_other_words_is_refused() {
    let work = tempfile::tempdir().unwrap();
    let (one, two) = (work.path().join("one"), work.path().join("two"));
    fill(&mut open(&one), "01-001", 5);
    fill(&mut open(&two), "01-002", 5);
    std::fs::copy(two.join(SEGMENT), one.join(SEGMENT)).unwrap();
    let error = try_open(&one).unwrap_err();
    assert!(
        matches!(error, StoreError::Replaced { seq: 6, .. }),
        "{error}"
    );
}

/// With one head slot lost, the end that sled proves must be the very end of the file, to the byte.
#[test]
fn a_damaged_end_with_one_head_lost_is_repaired_to_the_byte() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("base");
    let mut store = open(&base);
    fill(&mut store, "01-001", 8);
    store.checkpoint().unwrap();
    let last = store.last();
    drop(store);
    let journal = std::fs::read(base.join(SEGMENT)).unwrap();
    for line in line_starts(&journal, 3).iter().take(3) {
        for head in ["head.a", "head.b"] {
            let study = dir.path().join("study");
            copy(&base, &study);
            let mut damaged = journal.clone();
            let byte = damaged.get_mut(line + 20).unwrap();
            *byte = if *byte == b'x' { b'y' } else { b'x' };
            std::fs::write(study.join(SEGMENT), &damaged).unwrap();
            std::fs::remove_file(study.join(head)).unwrap();
            let (store, _) = try_open(&study).unwrap_or_else(|error| panic!("{head}: {error}"));
            assert_eq!(store.last(), last);
            drop(store);
            assert_eq!(std::fs::read(study.join(SEGMENT)).unwrap(), journal);
            assert!(verify(&study).unwrap().is_sound());
            std::fs::remove_dir_all(&study).unwrap();
        }
    }
}
