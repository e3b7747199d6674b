//! The power goes while a study is written on an ext4 of its own: what was acknowledged is there afterwards.
//!
//! The file system is shut down without its log (`FS_IOC_SHUTDOWN`), so that all that was not taken to the disk is
//! gone, as with a plug that is pulled; a drive that lies about its own cache is not modelled. Plain sled, which
//! flushes but does not sync, is the control: the same harness must catch it. CORESET_POWER_ROUNDS sets the number
//! of cuts (5; the long run is 200). Skipped, with the reason printed, where nothing can be mounted.

use crate::support::study::*;
use coreset::store::verify;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const STORE: &str = "CORESET_TEST_CUT_STORE";
const ALONE: &str = "CORESET_TEST_CUT_ALONE";
const SLED: &str = "CORESET_TEST_CUT_SLED";
/// Cuts in a row on one file system: the journal and sled grow meanwhile.
const IN_A_ROW: usize = 12;

/// The writer's part: saves without end in a study. Does nothing when it is run as a test like any other.
#[test]
fn writer() {
    let Some(dir) = std::env::var_os(STORE) else {
        return;
    };
    let mut store = open(&PathBuf::from(dir));
    let mut out = std::io::stdout();
    if store.last() == 0 {
        store.append("enrol", vec![enrol("01-001")]).unwrap();
    }
    for _ in 0..1_000_000 {
        let next = store.last() + 1;
        let drafts = (0..1 + next % 3)
            .map(|field| {
                answer(
                    "01-001",
                    "w",
                    &format!("f{}", field + next % 40),
                    next as i64,
                )
            })
            .collect();
        // With the file system gone it ends here.
        let done = store.append(&format!("r{next}"), drafts).unwrap();
        writeln!(
            out,
            "acknowledged {} {}",
            done.receipt.last, done.receipt.hash
        )
        .unwrap();
        store.flush().unwrap();
    }
}

/// The same with plain sled, as its documentation has it.
#[test]
fn control() {
    let Some(dir) = std::env::var_os(SLED) else {
        return;
    };
    let db = sled::open(PathBuf::from(dir)).unwrap();
    let mut out = std::io::stdout();
    for number in db.len() as u64.. {
        let value = number.to_string().repeat(200);
        db.insert(number.to_be_bytes(), value.as_bytes()).unwrap();
        db.flush().unwrap();
        writeln!(out, "acknowledged {number} -").unwrap();
    }
}

/// A writer, ended with the test however that ends.
struct Writer(Child);

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An ext4 in a file, mounted.
struct Disk {
    work: tempfile::TempDir,
    mounted: bool,
}

impl Disk {
    /// Makes one; `Err` says why there can be none here.
    fn make() -> Result<Self, String> {
        let work = tempfile::tempdir().unwrap();
        let disk = Self {
            work,
            mounted: false,
        };
        std::fs::create_dir(disk.root()).unwrap();
        let file = std::fs::File::create(disk.image()).unwrap();
        file.set_len(96 << 20).unwrap();
        run("mkfs.ext4", &["-q", "-F", disk.image().to_str().unwrap()])?;
        Ok(disk)
    }

    fn image(&self) -> PathBuf {
        self.work.path().join("image")
    }

    fn root(&self) -> PathBuf {
        self.work.path().join("root")
    }

    fn mount(&mut self) -> Result<(), String> {
        let (image, root) = (self.image(), self.root());
        run(
            "mount",
            &[
                "-o",
                "loop",
                image.to_str().unwrap(),
                root.to_str().unwrap(),
            ],
        )?;
        self.mounted = true;
        Ok(())
    }

    /// Pulls the plug: nothing more gets to the disk, not even what the file system's own log holds.
    fn cut(&self) -> Result<(), String> {
        let script = "import fcntl, os, struct, sys\nfd = os.open(sys.argv[1], os.O_RDONLY)\nfcntl.ioctl(fd, 0x8004587D, struct.pack('I', 2))";
        run("python3", &["-c", script, self.root().to_str().unwrap()])
    }

    fn unmount(&mut self) -> Result<(), String> {
        run("umount", &[self.root().to_str().unwrap()])?;
        self.mounted = false;
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _ = Command::new("umount").arg("-l").arg(self.root()).status();
        }
    }
}

fn run(program: &str, args: &[&str]) -> Result<(), String> {
    let out = Command::new(program).args(args).output();
    let out = out.map_err(|error| format!("{program}: {error}"))?;
    match out.status.success() {
        true => Ok(()),
        false => Err(format!(
            "{program}: {}",
            String::from_utf8_lossy(&out.stderr).trim()
        )),
    }
}

/// Runs a test of this file again where nobody else sees its mounts: a copy of them elsewhere would keep a file system
/// alive that was shut down. Returns whether this is that place.
fn alone(test: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let out = Command::new("unshare")
        .arg("-m")
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(ALONE, "1")
        .output();
    match out {
        Ok(out) => {
            let (said, errors) = (
                String::from_utf8_lossy(&out.stdout),
                String::from_utf8_lossy(&out.stderr),
            );
            if errors.starts_with("unshare:") {
                println!("left out: {errors}");
            } else {
                println!("{said}");
                assert!(out.status.success(), "{errors}");
            }
        }
        Err(error) => println!("left out: unshare: {error}"),
    }
    false
}

/// Says why no power can be cut here.
fn cannot() -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("only root can mount".to_owned());
    }
    let try_it = || {
        let mut disk = Disk::make()?;
        disk.mount()?;
        let cut = disk.cut();
        disk.unmount()?;
        cut
    };
    try_it().err()
}

/// Runs a writer until the cut; returns what it had acknowledged by then.
fn written_until_cut(
    part: &str,
    variable: &str,
    place: &Path,
    disk: &Disk,
    rng: &mut StdRng,
) -> BTreeMap<u64, String> {
    let child = Command::new(std::env::current_exe().unwrap())
        .args([part, "--exact", "--nocapture"])
        .env(variable, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut child = Writer(child);
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let mut acknowledged = BTreeMap::new();
    let wanted = rng.random_range(1..120);
    let mut take = |line: &str| {
        let words = line.split_once("acknowledged ");
        let words = words.and_then(|(_, rest)| rest.split_once(' '));
        if let Some((seq, hash)) = words
            && (hash == "-" || hash.len() == 64)
        {
            acknowledged.insert(seq.parse().unwrap(), hash.to_owned());
        }
    };
    for _ in 0..wanted {
        match lines.next() {
            Some(Ok(line)) => take(&line),
            _ => panic!("the writer ended by itself"),
        }
    }
    for _ in 0..rng.random_range(0..100_000) {
        std::hint::spin_loop();
    }
    // A sync under way while the file system is shut down may still be answered with success, which no plug that is
    // pulled can do; so the writer is frozen first, wherever it is.
    freeze(child.0.id());
    disk.cut().unwrap();
    child.0.kill().unwrap();
    // What it said until the cut was acknowledged, whenever it is read.
    for line in lines.map_while(Result::ok) {
        take(&line);
    }
    child.0.wait().unwrap();
    acknowledged
}

/// Stops every thread of a process, and waits until none runs.
fn freeze(pid: u32) {
    run("kill", &["-STOP", &pid.to_string()]).unwrap();
    let stopped = |task: std::io::Result<std::fs::DirEntry>| {
        let stat = std::fs::read_to_string(task.unwrap().path().join("stat")).unwrap_or_default();
        // The state stands behind the name in brackets.
        stat.rsplit_once(") ")
            .is_none_or(|(_, rest)| rest.starts_with('T'))
    };
    for _ in 0..5_000 {
        let mut tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        if tasks.all(stopped) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("the writer does not stop");
}

fn rounds() -> usize {
    match std::env::var("CORESET_POWER_ROUNDS") {
        Ok(count) => count.parse().unwrap(),
        Err(_) => 5,
    }
}

#[test]
fn no_acknowledged_entry_is_missing_after_a_power_cut() {
    if !alone("power_cut::no_acknowledged_entry_is_missing_after_a_power_cut") {
        return;
    }
    if let Some(why) = cannot() {
        println!("left out: {why}");
        return;
    }
    let mut rng = StdRng::seed_from_u64(5);
    let mut disk = Disk::make().unwrap();
    let (mut total, mut found) = (0, 0);
    let rounds = rounds();
    for round in 0..rounds {
        if round % IN_A_ROW == 0 && round > 0 {
            disk = Disk::make().unwrap();
        }
        disk.mount().unwrap();
        let study = disk.root().join("study");
        let acknowledged = written_until_cut("power_cut::writer", STORE, &study, &disk, &mut rng);
        disk.unmount().unwrap();
        disk.mount().unwrap();
        let (mut store, report) =
            try_open(&study).unwrap_or_else(|error| panic!("round {round}: {error}"));
        for (seq, hash) in &acknowledged {
            let entry = store.entry(*seq).unwrap();
            let last = acknowledged.keys().next_back();
            let entry = entry.unwrap_or_else(|| {
                panic!("round {round}: entry {seq} is missing; the last acknowledged is {last:?}")
            });
            assert_eq!(&entry.hash, hash, "round {round}: entry {seq}");
        }
        assert_eq!(everything(&mut store).1.len(), 1, "round {round}");
        total += acknowledged.len();
        found += report.findings.len();
        drop(store);
        assert!(verify(&study).unwrap().is_sound(), "round {round}");
        disk.unmount().unwrap();
    }
    println!(
        "{rounds} power cuts, {total} saves acknowledged, none missing; {found} things put right and told"
    );
}

#[test]
fn the_same_cuts_catch_a_store_that_does_not_sync() {
    if !alone("power_cut::the_same_cuts_catch_a_store_that_does_not_sync") {
        return;
    }
    if let Some(why) = cannot() {
        println!("left out: {why}");
        return;
    }
    let mut rng = StdRng::seed_from_u64(6);
    let (mut caught, mut total, mut lost) = (0, 0, 0);
    let rounds = rounds().min(20);
    for _ in 0..rounds {
        let mut disk = Disk::make().unwrap();
        disk.mount().unwrap();
        let place = disk.root().join("sled");
        let acknowledged = written_until_cut("power_cut::control", SLED, &place, &disk, &mut rng);
        disk.unmount().unwrap();
        disk.mount().unwrap();
        let left = catch_unwind(|| {
            let db = sled::open(&place).ok()?;
            let there = |number: &&u64| matches!(db.get(number.to_be_bytes()), Ok(Some(_)));
            Some(acknowledged.keys().filter(there).count())
        });
        let left = left.unwrap_or_default().unwrap_or(0);
        total += acknowledged.len();
        lost += acknowledged.len() - left;
        caught += usize::from(left < acknowledged.len());
        // sled's own threads hold its files for a moment.
        let mut tries = 0;
        while disk.unmount().is_err() && tries < 500 {
            tries += 1;
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    println!(
        "control: {caught} of {rounds} cuts caught, {lost} of {total} acknowledged writes lost"
    );
    assert!(caught > 0, "the harness does not catch what it must");
}
