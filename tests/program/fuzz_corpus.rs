//! The fuzzer's corpus, as it is and with deterministic damage, through the functions that the fuzzer calls.

use coreset::protocol;
use coreset::store;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::fs;
use std::path::{Path, PathBuf};

/// Damaged copies of each file.
const COPIES: u64 = 300;

fn corpus(name: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Does a few of the things that a fuzzer does.
fn damage(bytes: &mut Vec<u8>, random: &mut SmallRng) {
    for _ in 0..random.random_range(1..5) {
        let at = random.random_range(0..=bytes.len());
        let end = random.random_range(at..=bytes.len()).min(at + 64);
        match random.random_range(0..6) {
            0 if at < bytes.len() => bytes[at] = random.random(),
            1 if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let edges = [0, 1, 0x7f, 0x80, 0xff, b'"', b'\n', b'{', b'9'];
                bytes.insert(at, edges[random.random_range(0..edges.len())]);
            }
        }
    }
}

/// Returns what the function found in the files as they are.
fn run<T>(name: &str, probe: impl Fn(&[u8]) -> Result<T, String>) -> Vec<T> {
    let mut found = Vec::new();
    for (number, path) in corpus(name).iter().enumerate() {
        let bytes = fs::read(path).unwrap();
        let sound = probe(&bytes).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        found.push(sound);
        for copy in 0..COPIES {
            let mut random = SmallRng::seed_from_u64(copy << 16 | number as u64);
            let mut bytes = bytes.clone();
            damage(&mut bytes, &mut random);
            if let Err(fault) = probe(&bytes) {
                panic!("{}, copy {copy}: {fault}", path.display());
            }
        }
    }
    found
}

#[test]
fn frames() {
    let payloads = run("frames", protocol::check_invariants);
    // Requests and replies of all kinds are in it, whole.
    assert!(payloads.iter().sum::<usize>() >= 27, "{payloads:?}");
    assert!(payloads.contains(&0), "nothing in it is nonsense");
}

#[test]
fn journal() {
    let entries = run("journal", store::check_invariants);
    assert!(entries.iter().any(|count| *count >= 20), "{entries:?}");
    assert!(entries.contains(&0), "nothing in it is nonsense");
}
