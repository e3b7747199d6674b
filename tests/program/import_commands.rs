//! `coreset import redcap`, with the real program and server: what is the same, what differs, and files that are refused.

use crate::support::command::{demo, done, run, said};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Makes a study of synthetic participants and its project of REDCap, and lets who runs this export and import.
fn exported(dir: &Path) -> (PathBuf, PathBuf) {
    let (study, project) = (dir.join("study"), dir.join("project"));
    demo(&study, "9");
    let user = rustix::process::getuid().as_raw().to_string();
    let name = Command::new("id").args(["-un", &user]).output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap().trim().to_owned();
    let roles = [
        "--role",
        "manager",
        "--role",
        "investigator",
        "--role",
        "assessor",
    ];
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

// The file of a laboratory.

const HEAD: &str = "Patient;Date;Time;Test;Result;Unit;Low;High\r\n";

/// Begins the baseline visit of somebody in whom nothing is entered yet, and writes a map; returns their id, day and time of a
/// sample of this moment as the laboratory writes them, and the map. The visit is of today: a fixed time of the day would be
/// still to come at other times.
fn with_visit(dir: &Path, study: &Path, project: &Path) -> (String, String, PathBuf) {
    let mut rows = csv::Reader::from_path(project.join("data.csv")).unwrap();
    let headings = rows.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|own| own == name).unwrap();
    let (event, day) = (at("redcap_event_name"), at("enr_date"));
    let all: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let has_visit = |who: &str| {
        all.iter()
            .any(|row| &row[0] == who && &row[event] == "baseline_arm_1")
    };
    let person = all
        .iter()
        .find(|row| &row[event] == "enrolment_arm_1" && !has_visit(&row[0]))
        .unwrap();
    let (who, day) = (person[0].to_owned(), person[day].to_owned());
    let text = format!("record_id,redcap_event_name,visit_at\n{who},baseline_arm_1,{day}\n");
    let begun = fed(study, &["import", "redcap", "-"], &text);
    done(&begun);
    assert!(said(&begun).contains("1 visits begun"), "{}", said(&begun));
    let example = run(study, &["import", "lab", "--example"]);
    done(&example);
    let text = String::from_utf8(example.stdout).unwrap();
    let map = dir.join("lab.toml");
    fs::write(&map, text.replace("\"01\"", "\"99\"")).unwrap();
    let now = chrono::Local::now();
    assert_eq!(day, now.date_naive().to_string());
    let taken = now.with_timezone(&chrono_tz::Europe::Berlin);
    (who, taken.format("%d.%m.%Y;%H:%M").to_string(), map)
}

/// Runs it with a text on its standard input.
fn fed(study: &Path, args: &[&str], text: &str) -> Output {
    fed_to(crate::support::command::command(study, args), text)
}

fn fed_to(mut command: Command, text: &str) -> Output {
    let piped = std::process::Stdio::piped;
    let command = command.stdin(piped()).stdout(piped()).stderr(piped());
    let mut child = command.spawn().unwrap();
    // Who is refused reads nothing.
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().unwrap()
}

/// Returns what an SSH client gets whose command `login` runs.
fn over_ssh(study: &Path, asked: &str, text: &str) -> Output {
    let mut command = crate::support::command::command(study, &["login"]);
    command.env("SSH_ORIGINAL_COMMAND", asked);
    fed_to(command, text)
}

#[test]
fn a_file_of_a_laboratory_is_tried_then_stored_once_and_a_difference_becomes_one_query() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let (who, taken, map) = with_visit(dir.path(), &study, &project);
    let file = dir.path().join("results.csv");
    let text = |ck: &str| {
        format!(
            "{HEAD}{who};{taken};CK;{ck};IU/L;;190\r\n{who};{taken};HB;13,1;g/dl;12;16\r\n99-998;{taken};CK;5;U/L;;\r\n"
        )
    };
    fs::write(&file, text("250,5")).unwrap();
    let lab = |more: &[&str]| {
        let (file, map) = (file.to_str().unwrap(), map.to_str().unwrap());
        let output = run(
            &study,
            &[&["import", "lab", file, "--map", map], more].concat(),
        );
        done(&output);
        said(&output)
    };
    let before = head(&study);
    let dry = lab(&["--dry-run"]);
    assert!(
        dry.contains(&format!("2,{who},baseline,enzymes,ck,,250.5 U/L,new,")),
        "{dry}"
    );
    assert!(
        dry.contains("4,99-998,,enzymes,ck,,5 U/L,waits,nobody is enrolled"),
        "{dry}"
    );
    assert_eq!(head(&study), before);
    let stored = lab(&[]);
    assert!(
        stored.contains("stored.") && stored.contains("1 waiting"),
        "{stored}"
    );
    assert!(
        stored.contains("4,99-998") && !stored.contains("\n2,"),
        "{stored}"
    );
    let trail = run(&study, &["audit", "--format", "json"]);
    let hash = blake3::hash(text("250,5").as_bytes()).to_hex().to_string();
    let trail = said(&trail);
    let of_file: Vec<&str> = trail.lines().filter(|line| line.contains(&hash)).collect();
    assert_eq!(of_file.len(), 2, "{trail}");
    assert!(of_file[0].contains("\"line\":2") && of_file[1].contains("\"line\":3"));
    let after = head(&study);
    assert!(lab(&[]).contains("nothing to store"));
    assert_eq!(head(&study), after);
    fs::write(&file, text("251")).unwrap();
    assert!(lab(&[]).contains("1 differing (1 queries)"));
    assert_eq!(head(&study), after + 1);
    assert!(lab(&[]).contains("nothing to store"));
    assert_eq!(head(&study), after + 1);
}

#[test]
fn a_bad_file_of_a_laboratory_stores_nothing_and_says_what_is_wrong_and_where() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let (who, taken, map) = with_visit(dir.path(), &study, &project);
    let map = map.to_str().unwrap();
    let good = format!("{who};{taken};CK;250;IU/L;;\r\n");
    let before = head(&study);
    let refused = |bytes: &[u8], expected: &str| {
        let file = dir.path().join("bad.csv");
        fs::write(&file, bytes).unwrap();
        let args = ["import", "lab", file.to_str().unwrap(), "--map", map];
        let output = run(&study, &args);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(expected), "{said} does not say {expected}");
        assert_eq!(head(&study), before, "{said}");
        // A try says so too.
        let tried = run(&study, &[&args[..], &["--dry-run"]].concat());
        assert_eq!(tried.status.code(), Some(1), "{expected}");
    };
    let with = |row: &str| format!("{HEAD}{good}{row}\r\n").into_bytes();
    for (row, expected) in [
        (
            format!("01-001;{taken};HB;13;g/dl;;"),
            "column 1 (Patient): the participant is of another site, 01",
        ),
        (
            format!("{who};{taken};HB;13;g;;"),
            "refused,column 6 (Unit): the map does not say which unit `g` is",
        ),
        (
            format!("{who};31.02.2026;12:00;HB;13;g/dl;;"),
            "column 2 (Date): `31.02.2026 12:00` is not written",
        ),
        (
            format!("{who};{taken};HB;many;g/dl;;"),
            "column 5 (Result): `many` is not a number",
        ),
        (
            format!("{who};{taken};CK;250;IU/L;;"),
            "column 5 (Result): line 3 is for the same field",
        ),
    ] {
        refused(&with(&row), expected);
    }
    refused(b"", "bad.csv, line 1: the file is empty");
    refused(&with("x"), "line 3: there are 1 cells for 8 columns");
    refused(&with("x\0"), "line 3: byte 2 is 0");
    refused(
        &[&with("")[..], b"\xff"].concat(),
        "line 4: byte 1 is not UTF-8",
    );
    refused(
        format!("{HEAD}{good}{who};{}", &taken[..10]).as_bytes(),
        "line 3: the file ends in the middle",
    );
    refused(
        HEAD.replace("Test", "Code").as_bytes(),
        "line 1: the column Test is missing",
    );
    refused(
        HEAD.replace("Low", "High").as_bytes(),
        "line 1, column 8 (High): it stands there twice",
    );
    // A file of a gigabyte is not read to its end.
    let large = dir.path().join("large.csv");
    fs::File::create(&large).unwrap().set_len(1 << 30).unwrap();
    let output = run(
        &study,
        &["import", "lab", large.to_str().unwrap(), "--map", map],
    );
    assert!(
        said(&output).contains("the file has more than 16 MB"),
        "{}",
        said(&output)
    );
    // A key that is none, and a map that is not there.
    let text = fs::read_to_string(map).unwrap();
    let bad = dir.path().join("bad.toml");
    fs::write(&bad, text.replace("visit =", "vist =")).unwrap();
    let file = dir.path().join("good.csv");
    fs::write(&file, format!("{HEAD}{good}")).unwrap();
    let file = file.to_str().unwrap();
    let output = run(
        &study,
        &["import", "lab", file, "--map", bad.to_str().unwrap()],
    );
    assert!(
        said(&output).contains("bad.toml:8:1: `vist` is not a key"),
        "{}",
        said(&output)
    );
    let output = run(&study, &["import", "lab", file, "--map", "/nowhere.toml"]);
    assert!(said(&output).contains("/nowhere.toml"), "{}", said(&output));
    assert_eq!(head(&study), before);
    // The rest of a file of which a row is refused is taken in only where that is asked for.
    fs::write(file, with(&format!("{who};{taken};HB;many;g/dl;;"))).unwrap();
    let output = run(
        &study,
        &["import", "lab", file, "--map", map, "--skip-refused"],
    );
    done(&output);
    assert!(
        said(&output).contains("1 rows refused"),
        "{}",
        said(&output)
    );
    assert_eq!(head(&study), before + 1);
}

#[test]
fn over_ssh_the_file_comes_on_the_input_and_the_map_from_the_study_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let (who, taken, map) = with_visit(dir.path(), &study, &project);
    let text = format!("{HEAD}{who};{taken};CK;250;IU/L;;\r\n");
    let asked = |command: &str| {
        let output = over_ssh(&study, command, &text);
        (output.status.code(), said(&output))
    };
    let before = head(&study);
    let (code, words) = asked("import lab - --map lab.toml");
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("There is no map lab.toml"), "{words}");
    fs::create_dir(study.join("imports")).unwrap();
    fs::copy(&map, study.join("imports/lab.toml")).unwrap();
    fs::copy(&map, study.join("outside.toml")).unwrap();
    for name in [
        "../outside.toml",
        "/etc/passwd",
        "./lab.toml",
        map.to_str().unwrap(),
        "-",
        ".lab.toml",
    ] {
        let (code, words) = asked(&format!("import lab - --map {name}"));
        assert_eq!(code, Some(1), "{words}");
        assert!(words.contains("is not the name of a map"), "{words}");
    }
    for command in [
        format!("import lab {} --map lab.toml", map.display()),
        "import redcap /tmp".to_owned(),
    ] {
        let (code, words) = asked(&command);
        assert_eq!(code, Some(2), "{words}");
        assert!(words.contains("on the standard input"), "{words}");
    }
    assert_eq!(head(&study), before);
    let (code, words) = asked("import lab - --map lab.toml --dry-run");
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("250 U/L,new"), "{words}");
    assert_eq!(head(&study), before);
    let (code, words) = asked("import lab - --map lab.toml");
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(head(&study), before + 1);
    let (_, words) = asked("import lab - --map lab.toml");
    assert!(words.contains("nothing to store"), "{words}");
    assert_eq!(head(&study), before + 1);
}

#[test]
fn who_is_neither_investigator_nor_manager_imports_nothing_and_reads_no_map() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let (who, taken, map) = with_visit(dir.path(), &study, &project);
    let user = rustix::process::getuid().as_raw().to_string();
    let name = Command::new("id").args(["-un", &user]).output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap().trim().to_owned();
    // Somebody must stay who manages the study.
    done(&run(
        &study,
        &[
            "user", "add", "other", "--name", "O. Ther", "--role", "manager",
        ],
    ));
    done(&run(&study, &["user", "role", &name, "assessor"]));
    let before = head(&study);
    let text = format!("{HEAD}{who};{taken};CK;250;IU/L;;\r\n");
    let args = ["import", "lab", "-", "--map", map.to_str().unwrap()];
    let own = fed(&study, &args, &text);
    let far = over_ssh(&study, "import lab - --map lab.toml", &text);
    for output in [own, far] {
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(said.contains("only investigators and managers"), "{said}");
    }
    assert_eq!(head(&study), before);
}

#[test]
fn a_manager_alone_takes_results_in_and_asks_about_what_differs_by_file_and_line() {
    let dir = tempfile::tempdir().unwrap();
    let (study, project) = exported(dir.path());
    let (who, taken, map) = with_visit(dir.path(), &study, &project);
    let user = rustix::process::getuid().as_raw().to_string();
    let name = Command::new("id").args(["-un", &user]).output().unwrap();
    let name = String::from_utf8(name.stdout).unwrap().trim().to_owned();
    done(&run(&study, &["user", "role", &name, "manager"]));
    let row = |ck: &str| format!("{HEAD}{who};{taken};CK;{ck};IU/L;;\r\n");
    let lab = |text: &str| {
        let output = fed(
            &study,
            &["import", "lab", "-", "--map", map.to_str().unwrap()],
            text,
        );
        done(&output);
        said(&output)
    };
    lab(&row("250"));
    let before = head(&study);
    assert!(lab(&row("260")).contains("(1 queries)"));
    assert_eq!(head(&study), before + 1);
    let trail = said(&run(&study, &["audit", "--format", "json"]));
    let query = trail
        .lines()
        .rfind(|line| line.contains("\"kind\":\"queried\""))
        .unwrap();
    let hash = blake3::hash(row("260").as_bytes()).to_hex().to_string();
    let text = said(&run(&study, &["audit"]));
    let from = format!("; from line 2 of a file, BLAKE3 {hash}");
    assert!(text.contains(&from), "{text}");
    assert!(
        query.contains(&hash) && query.contains("\"line\":2"),
        "{query}"
    );
}
