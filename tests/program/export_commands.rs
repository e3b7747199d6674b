//! `coreset export`, with the real program and server: files in their place, one archive, as of an entry, stopped.

use crate::support::command::{command, demo, done, run, said};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Stdio;

fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|file| {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        (name, fs::read(file.path()).unwrap())
    });
    files.collect()
}

/// Everything but the manifest, which says who made it and when.
fn data(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    assert!(files.remove("manifest.json").is_some());
    files
}

fn manifest(files: &BTreeMap<String, Vec<u8>>) -> Value {
    serde_json::from_slice(&files["manifest.json"]).unwrap()
}

#[test]
fn an_export_is_whole_in_its_directory_and_the_same_as_an_archive_and_again() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "14");
    let out = dir.path().join("one");
    done(&run(
        &study,
        &["export", "csv", "--out", out.to_str().unwrap()],
    ));
    let one = files(&out);
    let told = manifest(&one);
    for file in told["files"].as_array().unwrap() {
        let bytes = &one[file["name"].as_str().unwrap()];
        assert_eq!(file["bytes"].as_u64().unwrap() as usize, bytes.len());
        assert_eq!(file["blake3"], blake3::hash(bytes).to_hex().to_string());
    }
    assert_eq!(told["files"].as_array().unwrap().len() + 1, one.len());

    // A directory that holds anything is never written over.
    let again = run(&study, &["export", "csv", "--out", out.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("not empty"), "{}", said(&again));
    assert_eq!(files(&out), one);

    // Nor is anything put into a study, where a backup would not take it along.
    let journal = study.join("journal/export");
    for inside in [study.clone(), journal.clone()] {
        let into = ["export", "csv", "--out", inside.to_str().unwrap()];
        let refused = run(&study, &into);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    assert!(!journal.exists());
    let later = run(&study, &["export", "csv", "--since", "99999"]);
    assert_eq!(later.status.code(), Some(1));
    assert!(said(&later).contains("no entry 99999"), "{}", said(&later));

    // Log-ins, prints and exports in between move nothing.
    done(&run(&study, &["timeline", "99-011"]));
    let archive = run(&study, &["export", "csv"]);
    done(&archive);
    let mut zip = zip::ZipArchive::new(Cursor::new(archive.stdout)).unwrap();
    let mut unpacked = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        unpacked.insert(file.name().unwrap().into_owned(), bytes);
    }
    assert_eq!(data(unpacked), data(one));

    // Each left an entry, before its first byte.
    let trail = run(&study, &["audit", "--format", "json"]);
    let trail = String::from_utf8(trail.stdout).unwrap();
    assert_eq!(trail.matches("export-csv").count(), 2);
    // Nothing else stands beside it.
    let beside = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(beside, 2);
}

#[test]
fn the_data_as_of_an_entry_are_those_that_were_exported_then() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "3");
    let export = |name: &str, more: &[&str]| {
        let out = dir.path().join(name);
        let args = [&["export", "csv", "--out", out.to_str().unwrap()], more].concat();
        done(&run(&study, &args));
        files(&out)
    };
    let before = export("before", &[]);
    let entry = manifest(&before)["as_of"]["entry"].as_u64().unwrap();
    let earlier = export("earlier", &["--as-of", &(entry / 2).to_string()]);
    assert_ne!(earlier["participants.csv"], before["participants.csv"]);
    let same = export("same", &["--as-of", &entry.to_string()]);
    assert_eq!(data(same), data(before));

    let refused = run(&study, &["export", "csv", "--as-of", "99999", "--out", "x"]);
    assert!(
        said(&refused).contains("no entry 99999"),
        "{}",
        said(&refused)
    );
    let refused = run(
        &study,
        &["export", "csv", "--visit", "week-99", "--out", "x"],
    );
    assert!(said(&refused).contains("week-12"), "{}", said(&refused));
    let refused = run(
        &study,
        &["export", "csv", "--participant", "01-999", "--out", "x"],
    );
    assert_eq!(refused.status.code(), Some(1));
    assert!(!Path::new("x").exists());
}

#[test]
fn users_of_later_change_no_byte_of_an_export_as_of_an_entry() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "3");
    let export = |format: &str, name: &str, more: &[&str]| {
        let out = dir.path().join(name);
        let args = [&["export", format, "--out", out.to_str().unwrap()], more].concat();
        done(&run(&study, &args));
        files(&out)
    };
    let before = ["odm", "odm-archive"].map(|format| export(format, format, &[]));
    let entry = manifest(&before[0])["as_of"]["entry"].as_u64().unwrap();
    let add = ["user", "add", "nobody-yet", "--name", "N. Yet"];
    let add = [&add[..], &["--role", "manager"]].concat();
    done(&run(&study, &add));
    // Now they are listed, under their names of now.
    let now = run(&study, &["user", "list"]);
    assert!(String::from_utf8_lossy(&now.stdout).contains("N. Yet"));
    let entry = entry.to_string();
    for (format, before) in ["odm", "odm-archive"].into_iter().zip(before) {
        let same = export(format, &format!("{format}-2"), &["--as-of", &entry]);
        assert_eq!(data(same), data(before), "{format}");
    }
}

#[test]
fn what_a_format_cannot_narrow_is_refused_by_name_and_not_given_whole() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "3");
    for (args, words) in [
        (
            &["report", "--visit", "week-12"][..],
            "--visit cannot narrow it",
        ),
        (&["report", "--since", "5"], "leave --since out"),
        (&["odm-archive", "--since", "5"], "from its beginning"),
        (
            &["all", "--since", "5"],
            "csv, redcap, odm, dataset-json, xpt",
        ),
        (&["all", "--visit", "week-12"], "odm-archive"),
    ] {
        let out = dir.path().join("out");
        let out = ["--out", out.to_str().unwrap()];
        let refused = run(&study, &[&["export"], args, &out].concat());
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(words), "{}", said(&refused));
        assert!(!dir.path().join("out").exists());
    }
    let out = dir.path().join("archive");
    let out = ["--out", out.to_str().unwrap()];
    let narrow = ["export", "odm-archive", "--visit", "week-2"];
    done(&run(&study, &[&narrow[..], &out].concat()));
}

#[test]
fn a_stopped_export_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    demo(&study, "300");
    let out = dir.path().join("out");
    let mut running = command(&study, &["export", "csv", "--out", out.to_str().unwrap()]);
    let mut running = running.stderr(Stdio::piped()).spawn().unwrap();
    // It has begun once its files stand beside the directory.
    let begun = || {
        let beside = fs::read_dir(dir.path()).unwrap();
        let names = beside.map(|file| file.unwrap().file_name().into_string().unwrap());
        names
            .into_iter()
            .any(|name| name.starts_with(".coreset-export-"))
    };
    while !begun() {
        assert_eq!(
            running.try_wait().unwrap(),
            None,
            "it ended before it was stopped"
        );
        std::thread::yield_now();
    }
    let pid = Pid::from_raw(i32::try_from(running.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    let output = running.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("nothing was kept"),
        "{}",
        said(&output)
    );
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
