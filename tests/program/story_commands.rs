//! `coreset timeline` and `coreset status`, with the real program and server.

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

fn run(dir: &Path, args: &[&str], env: &[(&str, &str)]) -> Output {
    Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .args(["--study", dir.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "2")
        .env("LC_ALL", "C.UTF-8")
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(output: &Output) -> &str {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

fn json(output: &Output) -> Value {
    serde_json::from_str(text(output)).unwrap()
}

/// Every number that is no count is text.
fn no_floats(value: &Value) {
    match value {
        Value::Number(number) => assert!(!number.is_f64(), "{number}"),
        Value::Array(values) => values.iter().for_each(no_floats),
        Value::Object(fields) => fields.values().for_each(no_floats),
        _ => {}
    }
}

#[test]
fn the_story_and_the_study_are_printed_as_text_and_as_json() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("study");
    let made = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["demo", "--only-make", "--seed", "7", "--dir"])
        .arg(&dir)
        .output()
        .unwrap();
    text(&made);

    let told = run(&dir, &["timeline", "99-011"], &[]);
    let told = text(&told);
    assert!(told.starts_with(" 99-011 XK, "), "{told}");
    for part in [
        "Physician VAS",
        "Registered",
        "Pain",
        "Week 12: ",
        "(differs)",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert!(
        told.lines().all(|line| line.chars().count() <= 80),
        "{told}"
    );
    let ascii = run(&dir, &["timeline", "99-011"], &[("LC_ALL", "C")]);
    assert!(text(&ascii).is_ascii());

    let story = json(&run(&dir, &["timeline", "99-011", "--json"], &[]));
    no_floats(&story);
    assert_eq!(story["visits"].as_array().unwrap().len(), 5);
    let week_12 = &story["visits"][4]["verdict"];
    // Three measures better by exactly a fifth.
    assert_eq!(
        (&week_12["imacs"], &week_12["registered"]),
        (&"met".into(), &"not-met".into())
    );
    let phga = &story["measures"][0];
    assert_eq!(phga["measure"], "phga");
    assert_eq!(phga["change"]["improvement_percent"], "20");
    assert_eq!(phga["last"]["visit"], "week-12");
    let kinds: Vec<&str> = story["lanes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lane| lane["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"glucocorticoid"), "{kinds:?}");

    let status = run(&dir, &["status"], &[]);
    let status = text(&status);
    for part in [
        "14 of 20 enrolled",
        "99-014",
        "IMACS improvement",
        "grade 1-5",
    ] {
        assert!(status.contains(part), "{part} is not in:\n{status}");
    }
    let study = json(&run(&dir, &["status", "--json"], &[]));
    no_floats(&study);
    assert_eq!(
        (&study["enrolled"], &study["target"]),
        (&14.into(), &20.into())
    );
    let imacs = &study["responders"][0];
    assert_eq!(
        (&imacs["verdict"], &imacs["of"]),
        (&"imacs".into(), &6.into())
    );
    assert!(imacs["interval_95"][0].is_string());
    let states = &study["participants"][5]["visits"];
    assert!(
        states
            .as_array()
            .unwrap()
            .iter()
            .any(|visit| visit["standing"] == "overdue")
    );

    // What an assessor may ask of sshd is the same.
    let asked = [("SSH_ORIGINAL_COMMAND", "timeline 99-011 --json")];
    assert_eq!(json(&run(&dir, &["login"], &asked)), story);

    let nobody = run(&dir, &["timeline", "99-\u{7}911"], &[]);
    let said = String::from_utf8(nobody.stderr).unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert!(said.contains("no participant 99-\\u{7}911"), "{said}");
}

#[test]
fn the_demo_holds_what_every_screen_has_to_show() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("study");
    let made = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["demo", "--only-make", "--seed", "7", "--dir"])
        .arg(&dir)
        .output()
        .unwrap();
    text(&made);
    let trail = run(&dir, &["audit", "--format", "json"], &[]);
    let trail: Vec<Value> = text(&trail)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |kind: &str| -> Vec<&Value> {
        let all = trail.iter().filter(|entry| entry["event"]["kind"] == kind);
        all.collect()
    };
    let steps: Vec<&Value> = of("queried").iter().map(|q| &q["event"]["step"]).collect();
    assert_eq!(steps, ["open", "open", "answer", "close"]);
    // One of the two was changed afterwards: it no longer counts.
    assert_eq!(of("signed").len(), 2);
    let printed = run(&dir, &["sheet", "99-010", "week-12"], &[]);
    assert!(text(&printed).contains("VOID"), "{}", text(&printed));
    let printed = run(&dir, &["sheet", "99-009", "week-12"], &[]);
    assert!(!text(&printed).contains("VOID"), "{}", text(&printed));
    assert!(
        of("prompted")
            .iter()
            .any(|asked| asked["event"]["outcome"] == "kept")
    );
    assert!(trail.iter().any(|entry| entry["late"].is_string()));
    // Every form that was filled was left, nearly all of them complete.
    let filled: std::collections::BTreeSet<String> = of("filled")
        .iter()
        .filter(|entry| entry["event"]["visit"] != "log")
        .map(|entry| {
            let event = &entry["event"];
            format!(
                "{} {} {}",
                event["participant"], event["visit"], event["form"]
            )
        })
        .collect();
    assert_eq!(of("completed").len() + of("form-left").len(), filled.len());
    let verified = run(&dir, &["verify"], &[]);
    assert!(text(&verified).contains("2 signatures computed again"));
    let checked = run(&dir, &["check", "--format", "json"], &[]);
    let checked = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(!checked.contains("never left"), "{checked}");
}
