//! `coreset import redcap`, with the real program and server: what is the same, what differs, and files that are refused.

use crate::support::command::{demo, done, run, said};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Makes a study of synthetic participants and its project of REDCap, and lets who runs this export and import.
fn exported(dir: &Path) -> (PathBuf, PathBuf) {
    let (study, project) = (dir.join("study"), dir.join("project"));
    demo(&study, "9");
    let user = rustix::process::getuid().as_raw().to_string();
    let name = Command::new("id").args(["-un", &user]).output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap().trim().to_owned();
    let roles = ["--role", "manager", "--role", "investigator"];
    let add = [&["user", "add", &name, "--name", "S. Ynthetic"], &roles[..]].concat();
    let added = run(&study, &add);
    done(&added);
    let out = run(
        &study,
        &["export", "redcap", "--out", project.to_str().unwrap()],
    );
    done(&out);
    (study, project)
}

fn import(study: &Path, project: &Path, more: &[&str]) -> Output {
    let args = [&["import", "redcap", project.to_str().unwrap()], more].concat();
    run(study, &args)
}

/// Puts another text in the place of the first one that a test picks, in a column of the data.
fn change(project: &Path, column: &str, to: &str) {
    let path = project.join("data.csv");
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(&path)
        .unwrap();
    let mut rows: Vec<Vec<String>> = rows
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let at = rows[0].iter().position(|name| name == column).unwrap();
    let row = rows
        .iter_mut()
        .skip(1)
        .find(|row| !row[at].is_empty())
        .unwrap();
    assert_ne!(row[at], to);
    row[at] = to.to_owned();
    let terminator = csv::Terminator::CRLF;
    let mut out = csv::WriterBuilder::new()
        .terminator(terminator)
        .from_path(&path)
        .unwrap();
    for row in &rows {
        out.write_record(row).unwrap();
    }
    out.flush().unwrap();
}

fn head(study: &Path) -> usize {
    let trail = run(study, &["audit", "--format", "json"]);
    let trail = said(&trail);
    let data = |line: &&str| line.contains("\"kind\":\"queried\"") || line.contains("imported");
    trail.lines().filter(data).count()
}

#[test]
fn a_project_that_says_the_same_stores_nothing_and_a_difference_becomes_one_query() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let before = head(&study);
    let same = import(&study, &project, &[]);
    done(&same);
    assert!(said(&same).contains("nothing to store"), "{}", said(&same));
    assert_eq!(head(&study), before);

    change(&project, "vs_diastolic", "75");
    let dry = import(&study, &project, &["--dry-run"]);
    assert!(said(&dry).contains("1 differing"), "{}", said(&dry));
    assert_eq!(head(&study), before);
    let stored = import(&study, &project, &[]);
    done(&stored);
    // What was typed stands; somebody is asked, with the file and the line.
    assert_eq!(head(&study), before + 1);
    let again = import(&study, &project, &[]);
    assert!(
        said(&again).contains("nothing to store"),
        "{}",
        said(&again)
    );
    assert_eq!(head(&study), before + 1);
}

#[test]
fn a_file_with_a_mistake_stores_nothing_and_the_mistake_has_its_line_and_column() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let before = head(&study);
    let data = project.join("data.csv");
    let whole = fs::read(&data).unwrap();
    let refused = |expected: &[&str]| {
        let output = import(&study, &project, &[]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let said = said(&output);
        assert!(expected.iter().all(|word| said.contains(word)), "{said}");
    };
    change(&project, "vs_diastolic", "abc");
    refused(&["line", "column", "vs_diastolic", "`abc` is not a number"]);
    fs::write(&data, &whole[..whole.len() / 2]).unwrap();
    refused(&["data.csv"]);
    fs::write(&data, [&whole[..200], b"\xff\xfe", &whole[200..]].concat()).unwrap();
    refused(&["data.csv", "line 1"]);
    fs::remove_file(&data).unwrap();
    refused(&["data.csv"]);
    assert_eq!(head(&study), before);
}
