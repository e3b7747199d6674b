//! `coreset audit`, `check`, `forms`, `qualify` and `user history`, with the real program and server.

use coreset::tools::qualify::checks;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn run(dir: &Path, args: &[&str], env: &[(&str, &str)]) -> Said {
    let output = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .args(["--study", dir.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "2")
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn done(dir: &Path, args: &[&str]) -> String {
    let said = run(dir, args, &[]);
    assert_eq!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
    said.out
}

/// A study of synthetic participants.
fn demo(data: &tempfile::TempDir) -> PathBuf {
    let dir = data.path().join("study");
    let made = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["demo", "--only-make", "--seed", "7", "--dir"])
        .arg(&dir)
        .status();
    assert!(made.unwrap().success());
    dir
}

/// Returns the rows of a CSV, by the names of its columns.
fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_trail_is_printed_in_three_forms_and_ends_with_the_head_that_verify_finds() {
    let data = tempfile::tempdir().unwrap();
    let dir = demo(&data);
    let text = done(&dir, &["audit", "--participant", "99-011"]);
    assert!(text.starts_with("Audit trail of NCT04946669"), "{text}");
    assert!(text.contains("99-011 enrolled: XK"), "{text}");
    assert!(text.contains("99-011 week-12 phga vas entered: "), "{text}");
    assert!(!text.contains("99-010"), "{text}");

    let field = [
        "audit",
        "--participant",
        "99-011",
        "--field",
        "week-12/phga/vas",
    ];
    let one = done(&dir, &field);
    assert_eq!(one.matches(" entered: ").count(), 1, "{one}");

    let all = rows(&done(&dir, &["audit", "--format", "csv"]));
    let seqs: Vec<u64> = all.iter().map(|row| row["seq"].parse().unwrap()).collect();
    assert!(seqs.is_sorted() && seqs[0] == 1, "{seqs:?}");
    let answer = all.iter().find(|row| row["action"] == "entered").unwrap();
    assert!(answer["recorded_at_utc"].ends_with('Z') && !answer["new"].is_empty());
    let head = all.last().unwrap();
    let copy = &all[all.len() - 2];
    assert_eq!(
        (head["action"].as_str(), copy["action"].as_str()),
        ("head", "copied")
    );
    assert_eq!((&head["hash"], &head["seq"]), (&copy["hash"], &copy["seq"]));

    // Nobody but these commands was there, which is told once an hour, and what each printed is an entry.
    let json = done(
        &dir,
        &["audit", "--format", "json", "--since", "2020-01-01"],
    );
    let lines: Vec<Value> = json
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let (head, entries) = lines.split_last().unwrap();
    let of = |kind: &str| {
        entries
            .iter()
            .filter(|e| e["event"]["kind"] == kind)
            .count()
    };
    assert_eq!((of("copied"), of("came-in"), of("enrolled")), (4, 1, 14));
    for (one, next) in entries.iter().zip(&entries[1..]) {
        assert_eq!(one["hash"], next["prev"]);
    }
    let none = done(
        &dir,
        &["audit", "--format", "json", "--until", "2020-01-01"],
    );
    assert_eq!(none.lines().count(), 1, "{none}");
    for (args, words) in [
        (["--user", "nobody-here"], "no user nobody-here"),
        (["--field", "week-12/phga/foo"], "no field foo"),
        (["--field", "week-13/phga/vas"], "did you mean week-12?"),
    ] {
        let said = run(&dir, &[&["audit"][..], &args].concat(), &[]);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{args:?}");
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
    }
    let said = run(&dir, &["audit", "--since", "yesterday"], &[]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("written 2026-03-02"), "{}", said.err);
    // Who is in the trail and not on the list is known.
    let by = entries[0]["user"].as_str().unwrap();
    let theirs = done(&dir, &["audit", "--format", "json", "--user", by]);
    assert!(theirs.lines().count() > 1, "{theirs}");

    let said = run(&dir, &["audit", "--participant", "77-777"], &[]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no participant 77-777"), "{}", said.err);
    let said = run(&dir, &["audit", "--field", "phga"], &[]);
    assert_eq!(said.code, 2, "{}", said.err);

    // The last that was printed is the head until somebody does something.
    assert_eq!(head["head"]["hash"], entries.last().unwrap()["hash"]);
    let last: Vec<Value> = theirs
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let hash = last.last().unwrap()["head"]["hash"].as_str().unwrap();
    let said = run(&dir, &["verify", "--head", hash], &[]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn the_check_finds_what_is_open_and_says_so_by_its_exit_code() {
    let data = tempfile::tempdir().unwrap();
    let dir = demo(&data);
    let said = run(&dir, &["check", "--json"], &[]);
    assert_eq!(said.code, 1, "{}", said.err);
    let found: Vec<Value> = said
        .out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let count = found
        .iter()
        .filter(|finding| finding["kept"].is_null())
        .count();
    assert!(
        said.err.contains(&format!("{count} findings")),
        "{}",
        said.err
    );
    // One of them has a form that is half entered.
    let half = |finding: &&Value| finding["rule"] == "required" && finding["field"].is_string();
    assert!(found.iter().filter(half).count() > 5, "{}", said.out);
    let text = run(&dir, &["check"], &[]).out;
    assert!(
        text.contains(&format!("14 participants checked: {count} found")),
        "{text}"
    );

    let empty = data.path().join("empty");
    done(&empty, &["user", "add", "anna", "--role", "assessor"]);
    assert_eq!(
        done(&empty, &["check"]),
        "0 participants checked: 0 found, 0 kept with a reason\n"
    );
}

#[test]
fn forms_are_printed_without_a_study_and_never_over_a_file() {
    let data = tempfile::tempdir().unwrap();
    let nowhere = data.path().join("nowhere");
    let list = done(&nowhere, &["forms"]);
    assert!(
        list.contains("mmt8") && list.contains("adverse-event"),
        "{list}"
    );
    let week = done(&nowhere, &["forms", "--print", "--visit", "week-2"]);
    // Three forms of measures, vital signs, laboratory, and whether adverse events were asked about.
    assert_eq!(week.split('\u{c}').count(), 6);
    assert!(
        week.contains("Visit: Week 2") && week.contains("Signature"),
        "{week}"
    );
    let all = done(&nowhere, &["forms", "--print"]);
    assert_eq!(all.split('\u{c}').count(), list.lines().count());
    let file = data.path().join("forms.txt");
    let out = ["forms", "--print", "phga", "--out", file.to_str().unwrap()];
    done(&nowhere, &out);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("Physician global")
    );
    let said = run(&nowhere, &out, &[]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("nothing is overwritten"), "{}", said.err);
    let said = run(&nowhere, &["forms", "--print", "mmt9"], &[]);
    assert_eq!(
        (said.code, said.err.contains("did you mean mmt8?")),
        (2, true)
    );
    assert!(!nowhere.exists(), "no study was made");
    // A study's own wording is what is printed.
    let own = data.path().join("own");
    std::fs::create_dir_all(own.join("instruments")).unwrap();
    let form = coreset::domain::forms::table::FORMS
        .iter()
        .find(|f| f.name == "phga.toml")
        .unwrap();
    let text = form
        .text
        .replace("Physician global VAS", "Global by the physician");
    std::fs::write(own.join("instruments/phga.toml"), text).unwrap();
    let printed = done(&own, &["forms", "--print", "phga"]);
    assert!(printed.contains("* Global by the physician"), "{printed}");
}

#[test]
fn the_dictionary_says_what_each_field_takes_and_what_it_is_called_outside() {
    let data = tempfile::tempdir().unwrap();
    let nowhere = data.path().join("nowhere");
    let study = coreset::domain::study::shipped::embedded_study().unwrap();
    let fields = |study: &coreset::domain::study::Study| {
        let forms = [&study.enrolment]
            .into_iter()
            .chain(study.instruments.values());
        forms.map(|form| form.fields().count()).sum::<usize>()
    };
    let scores = coreset::domain::forms::names::scores::all().unwrap().len();
    let csv = done(&nowhere, &["dictionary", "--csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), fields(&study) + scores);
    let cell = |row: &csv::StringRecord, head: &str| {
        let at = heads.iter().position(|known| known == head).unwrap();
        row.get(at).unwrap().to_owned()
    };
    let row = |form: &str, field: &str| {
        let is =
            |row: &&csv::StringRecord| cell(row, "form") == form && cell(row, "field") == field;
        rows.iter().find(is).unwrap()
    };
    for (form, field, head, value) in [
        ("haq", "item01", "testcd", "HAQ0101"),
        ("haq", "item01", "redcap", "haq_item01"),
        ("haq", "item01", "oid", "I.HAQ.ITEM01"),
        ("haq", "haq.standard", "kind", "score"),
        ("laboratory", "haemoglobin", "loinc", "718-7"),
        ("laboratory", "haemoglobin", "unit", "g/L"),
        (
            "laboratory",
            "haemoglobin",
            "unit_field",
            "unit.haemoglobin",
        ),
        ("laboratory", "haemoglobin", "soft_min", "60"),
        ("mmt8", "deltoid.r", "own", "true"),
        ("adverse-event", "end", "visible_when", "ongoing=n"),
        ("adverse-event", "end", "variable", "AEENDTC"),
    ] {
        assert_eq!(cell(row(form, field), head), value, "{form} {field} {head}");
    }
    assert!(cell(row("adverse-event", "serious"), "choices").contains("y=yes | n=no"));
    let json = done(&nowhere, &["dictionary", "--json", "--form", "phga"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["forms"].as_array().unwrap().len(), 1);
    let vas = &json["forms"][0]["sections"][0]["fields"][0];
    assert_eq!(
        (&vas["testcd"], &vas["own"]),
        (&"PHGAVAS".into(), &true.into())
    );
    let text = done(&nowhere, &["dictionary", "--form", "phga"]);
    assert!(
        text.contains("phga_vas") && text.contains("PHGAVAS (own)"),
        "{text}"
    );
    assert!(!text.contains("haq_item01"), "{text}");
    let said = run(&nowhere, &["dictionary", "--form", "mmt9"], &[]);
    assert_eq!(
        (said.code, said.err.contains("did you mean mmt8?")),
        (2, true)
    );
    assert!(!nowhere.exists(), "no study was made");
    // A field that a site adds is named by the rule, and leaves the other names.
    let own = data.path().join("own");
    std::fs::create_dir_all(own.join("instruments")).unwrap();
    let form = coreset::domain::forms::table::FORMS
        .iter()
        .find(|file| file.name == "phga.toml")
        .unwrap();
    let text = format!(
        "{}\n[[section.field]]\nid = \"site.unit\"\nlabel = \"L\"\nkind = \"text\"\nmax-length = 9\nhelp = \"H\"\n",
        form.text
    );
    std::fs::write(own.join("instruments/phga.toml"), text).unwrap();
    let text = done(&own, &["dictionary", "--form", "phga"]);
    assert!(
        text.contains("phga_vas") && text.contains("physicia_site_unit_2"),
        "{text}"
    );
}

#[test]
fn qualify_runs_every_check_and_leaves_nothing_behind() {
    let data = tempfile::tempdir().unwrap();
    let temp = data.path().join("temp");
    std::fs::create_dir(&temp).unwrap();
    let report = data.path().join("report.txt");
    let nowhere = data.path().join("nowhere");
    let said = run(
        &nowhere,
        &["qualify", "--out", report.to_str().unwrap()],
        &[("TMPDIR", temp.to_str().unwrap())],
    );
    let report = std::fs::read_to_string(report).unwrap();
    assert_eq!(said.code, 0, "{}{report}", said.err);
    for check in checks() {
        assert!(
            report.contains(&format!("pass  {}  ", check.id)),
            "{}: {report}",
            check.id
        );
    }
    let program = blake3::hash(&std::fs::read(PROGRAM).unwrap()).to_hex();
    assert!(report.contains(program.as_str()), "{report}");
    let study = coreset::domain::study::shipped::embedded_study().unwrap();
    assert!(
        report.contains(&study.hash) && report.contains("signature ____"),
        "{report}"
    );
    assert!(report.contains(" passed, 0 failed."), "{report}");
    assert_eq!(std::fs::read_dir(&temp).unwrap().count(), 0);
    assert!(!nowhere.exists(), "no study was made");
}

#[test]
fn a_study_that_lies_open_fails_the_qualification() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    std::fs::create_dir(&dir).unwrap();
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = run(&dir, &["qualify"], &[]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("FAIL  IQ-08") && said.out.contains("chmod 700"),
        "{}",
        said.out
    );
    assert!(said.err.contains("failed: IQ-08"), "{}", said.err);
}

#[test]
fn the_history_of_the_list_of_users_is_told() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    done(
        &dir,
        &[
            "user",
            "add",
            "anna",
            "--name",
            "Anna Berg",
            "--role",
            "assessor",
        ],
    );
    done(&dir, &["user", "role", "anna", "investigator"]);
    done(&dir, &["user", "disable", "anna"]);
    let told: Value = serde_json::from_str(&done(&dir, &["user", "history", "--json"])).unwrap();
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0]["roles"], serde_json::json!(["assessor"]));
    assert_eq!(told[0]["to"], told[1]["from"]);
    assert!(told[1]["to"].is_string() && told[1]["ended_by"].is_string());
    let text = done(&dir, &["user", "history"]);
    assert!(text.starts_with("USER  NAME       ROLES"), "{text}");
    assert_eq!(text.lines().count(), 3);
    assert!(text.lines().all(|line| !line.contains(" now")), "{text}");
}

#[test]
fn a_monitor_prints_the_trail_over_the_socket_without_what_the_study_hides() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().join("study");
    std::fs::create_dir(&dir).unwrap();
    let text = coreset::domain::study::shipped::STUDY.text.replacen(
        "target = 20\n",
        "target = 20\naudit-hidden = { monitor = [\"phga\", \"mdaat\"] }\n",
        1,
    );
    std::fs::write(dir.join("study.toml"), text).unwrap();
    let dir = demo(&data);
    let me = coreset::server::peer::this_process().user;
    let vas = |said: &str| -> Vec<String> {
        let rows = rows(said);
        let of = |form: &str, row: &std::collections::BTreeMap<String, String>| {
            row["form"] == form && row["action"] == "entered"
        };
        let phga = rows.iter().filter(|row| of("phga", row));
        assert!(
            rows.iter()
                .any(|row| of("ptga", row) && row["new"] != "hidden from role")
        );
        phga.map(|row| row["new"].clone()).collect()
    };
    let csv = ["audit", "--format", "csv"];
    // The keeper of the files is a manager, from whom nothing is hidden.
    let seen = vas(&done(&dir, &csv));
    assert!(seen.len() > 20 && seen.iter().all(|new| new != "hidden from role"));
    done(&dir, &["user", "add", &me, "--role", "monitor"]);
    let hidden = vas(&done(&dir, &csv));
    assert_eq!(hidden.len(), seen.len(), "that there are values is told");
    assert!(hidden.iter().all(|new| new == "hidden from role"));
    let text = done(&dir, &["audit"]);
    assert!(text.contains("hides from your role: phga, mdaat"), "{text}");
    let check = run(&dir, &["check"], &[]).out;
    let about = |line: &&str| line.contains(" phga ") || line.contains(" mdaat ");
    let mut lines = check.lines().filter(about).peekable();
    assert!(lines.peek().is_some(), "{check}");
    assert!(
        lines.all(|line| line.ends_with(": hidden-from-role")),
        "{check}"
    );
    let copies = rows(&done(&dir, &csv));
    let copies = copies.iter().filter(|row| row["action"] == "copied");
    let roles: Vec<&str> = copies.map(|row| row["role"].as_str()).collect();
    assert_eq!(
        roles,
        ["manager", "monitor", "monitor", "monitor", "monitor"]
    );
}

#[test]
fn whoever_has_the_printed_trail_can_compute_every_hash_again() {
    let data = tempfile::tempdir().unwrap();
    let dir = demo(&data);
    let json = done(&dir, &["audit", "--format", "json"]);
    let mut prev = "0".repeat(64);
    let (mut entries, mut parts) = (0, 0);
    for line in json.lines().filter(|line| !line.starts_with("{\"head\"")) {
        let (body, hash) = line.rsplit_once(",\"hash\":\"").unwrap();
        let hash = hash.strip_suffix("\"}").unwrap();
        assert_eq!(
            blake3::hash(body.as_bytes()).to_hex().as_str(),
            hash,
            "{line}"
        );
        let entry: Value = serde_json::from_str(line).unwrap();
        assert_eq!(entry["prev"], prev.as_str());
        prev = hash.to_owned();
        entries += 1;
        parts += u32::from(entry["more"].is_u64());
    }
    // The demo enrols its participants with requests of many entries.
    assert!(entries > 500 && parts > 100, "{parts} of {entries}");
    let journal = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let printed: Vec<&str> = json.lines().take(entries).collect();
    let stored: Vec<&str> = journal.lines().take(entries).collect();
    assert_eq!(printed, stored, "each line is the journal's own");
}
