//! A study whose journal holds what nobody can see, as earlier versions stored it: every command of the real program, and
//! each sentence that repeats what was typed or what a file holds.

use crate::support::owner;
use crate::support::visit;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::participant::Participant;
use coreset::domain::record::query::Step;
use coreset::domain::record::user::Role;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WHO: &str = "01-001";

fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
        || matches!(
            c,
            '\u{61c}' | '\u{2060}' | '\u{feff}' | '\u{2028}' | '\u{2029}'
        )
}

/// Returns a text with each of them; a line of its own would be `FORGED`.
fn hostile() -> String {
    let all = (1..=0x10_ffff).filter_map(char::from_u32);
    let each: String = all.filter(|c| is_forbidden(*c)).collect();
    format!("xx{each}\nFORGED\u{c}FORGED\r\nFORGED\u{1b}[2J\u{202e}y")
}

/// A name as it could be stored: without control characters, which the store refuses in names.
const SHORT: &str = "x\u{202e}\u{200b}y";

fn prepare(study: &Path) {
    let text = hostile();
    let answered = |form: &str, field: &str, answer: Answer| Event::Answered {
        place: owner::place(WHO, form, field),
        answer,
        origin: Origin::Typed,
    };
    let mut strange = owner::enrol(WHO);
    if let Event::Enrolled { participant } = &mut strange {
        *participant = Participant {
            id: SHORT.into(),
            initials: SHORT.to_owned(),
            ..participant.clone()
        };
    }
    let events = [
        owner::enrol(WHO),
        strange,
        answered("phga", "vas", Answer::text(&text)),
        answered(
            "ptga",
            "vas",
            Answer::Missing {
                reason: "other".to_owned(),
                text: Some(text.clone()),
            },
        ),
        answered("phga", SHORT, Answer::text("=1+1")),
        owner::note(WHO, "vas", &text),
        Event::Queried {
            place: owner::place(WHO, "phga", "vas"),
            query: 0,
            step: Step::Open,
            text: text.clone(),
        },
        Event::UserAdded {
            user: SHORT.to_owned(),
            name: text.clone(),
            roles: vec![Role::Assessor],
        },
        Event::Copied {
            what: text,
            participant: Some(WHO.into()),
        },
    ];
    let mut opened = owner::open(study);
    for (number, event) in events.into_iter().enumerate() {
        opened
            .append(&format!("early-{number}"), vec![event])
            .unwrap();
    }
}

/// Runs the program and checks both streams; returns them together.
fn run(args: &[&OsStr], input: &[u8], env: &[(&str, &str)], csv: bool) -> String {
    let mut child = Command::new(visit::PROGRAM)
        .args(args)
        .current_dir(std::env::temp_dir())
        .env("CORESET_UNTIL_IDLE", "2")
        .env("LC_ALL", "C.UTF-8")
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing may have ended.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some(), "{args:?}: {output:?}");
    let out = String::from_utf8(output.stdout).unwrap();
    let out = if csv { out.replace("\r\n", "\n") } else { out };
    let all = out + &String::from_utf8(output.stderr).unwrap();
    assert!(!all.is_empty(), "{args:?}");
    let start = |at: usize| all[at..].chars().take(60).collect::<String>();
    for (at, c) in all.char_indices() {
        let page = c == '\n' || c == '\u{c}' && all[..at].ends_with('\n');
        assert!(page || !is_forbidden(c), "{args:?} {c:?}: {:?}", start(at));
    }
    let mut lines = all.split(['\n', '\u{c}']);
    assert!(
        !lines.any(|line| line.trim_start().starts_with("FORGED")),
        "{args:?}"
    );
    all
}

fn words<'a>(words: &'a [&'a str]) -> Vec<&'a OsStr> {
    words.iter().map(OsStr::new).collect()
}

/// The commands that read a study, with `--json` and other forms.
const READERS: &[&[&str]] = &[
    &["audit"],
    &["audit", "--participant", WHO],
    &["audit", "--format", "csv"],
    &["audit", "--format", "json"],
    &["user", "list"],
    &["user", "list", "--json"],
    &["user", "history"],
    &["user", "history", "--json"],
    &["timeline", WHO],
    &["timeline", WHO, "--json"],
    &["timeline", SHORT],
    &["timeline", SHORT, "--json"],
    &["status"],
    &["status", "--json"],
    &["status", "--ascii"],
    &["check"],
    &["check", "--json"],
    &["sheet", WHO, "baseline"],
    &["sheet", WHO, "baseline", "--text"],
    &["sheet", WHO, "baseline", "--ascii"],
    &["forms"],
    &["dictionary"],
    &["dictionary", "--json"],
    &["verify"],
];

#[test]
fn no_command_puts_out_what_nobody_sees_of_an_old_journal() {
    let dir = tempfile::tempdir().unwrap();
    // The directory has such a name too.
    let study = dir.path().join("study\u{202e}\nFORGED\u{1b}[2J");
    prepare(&study);
    let at = [OsStr::new("--study"), study.as_os_str()];
    for reader in READERS {
        let csv = reader.contains(&"csv");
        let said = run(&[&words(reader)[..], &at].concat(), b"", &[], csv);
        let json = reader.contains(&"--json") || reader.contains(&"json");
        if json {
            let values = serde_json::Deserializer::from_str(&said).into_iter::<serde_json::Value>();
            // What was found is said behind it on the other stream.
            assert!(values.take_while(Result::is_ok).count() > 0, "{reader:?}");
        }
    }
    let said = run(&[&words(&["audit"])[..], &at].concat(), b"", &[], false);
    assert!(
        said.contains("\\u{202e}") && said.contains("↵FORGED"),
        "{said}"
    );
    let said = run(
        &[&words(&["audit", "--format", "csv"])[..], &at].concat(),
        b"",
        &[],
        true,
    );
    assert!(
        said.contains(",'=1+1,") || said.contains("=1+1\"\""),
        "{said}"
    );
    // The exact text is in the JSON.
    let said = run(
        &[&words(&["audit", "--format", "json"])[..], &at].concat(),
        b"",
        &[],
        false,
    );
    let note = said
        .lines()
        .find(|line| line.contains("\"noted\""))
        .unwrap();
    let note: serde_json::Value = serde_json::from_str(note).unwrap();
    assert!(
        note.to_string()
            .contains(&serde_json::Value::from(hostile()).to_string())
    );
    // Copies and what is said of them.
    let backup: PathBuf = dir.path().join("backup\u{202e}\nFORGED");
    let again = dir.path().join("again\u{202e}\nFORGED");
    run(
        &[&[OsStr::new("backup"), backup.as_os_str()][..], &at].concat(),
        b"",
        &[],
        false,
    );
    run(
        &[OsStr::new("restore"), backup.as_os_str(), again.as_os_str()],
        b"",
        &[],
        false,
    );
    let log = std::fs::read_to_string(study.join("serve.log")).unwrap();
    assert!(log.contains("\\u{202e}"), "{log}");
    assert!(!log.contains(|c| c != '\n' && is_forbidden(c)), "{log}");
}

#[test]
fn no_sentence_repeats_what_nobody_sees() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    prepare(&study);
    let odd = hostile();
    let odd = odd.as_str();
    let field = format!("{odd}/{odd}/{odd}");
    let at = ["--study", study.to_str().unwrap()];
    let commands: &[&[&str]] = &[
        &[odd],
        &["--keymap", odd],
        &["--color", odd],
        &["demo", "--seed", odd],
        &["score", odd],
        &["timeline", odd],
        &["status", odd],
        &["sheet", odd, "baseline"],
        &["sheet", WHO, odd],
        &["check", odd],
        &["forms", odd],
        &["dictionary", "--form", odd],
        &["forms", "--visit", odd],
        &["verify", "--head", odd],
        &["backup", odd],
        &["restore", odd, odd],
        &["recover", odd, odd],
        &["audit", "--participant", odd],
        &["audit", "--user", odd],
        &["audit", "--user", "nobody"],
        &["audit", "--field", &field],
        &["audit", "--format", odd],
        &["audit", "--since", odd],
        &["serve", "--until-idle", odd],
        &["serve", "--print-unit", "--socket", odd],
        &["user", "add", odd, "--role", "manager"],
        &["user", "add", "anna", "--name", odd, "--role", "manager"],
        &["user", "add", "anna", "--role", odd],
        &["user", "disable", odd],
        &["keys", "--check", odd],
        &["completions", odd],
        &["passwd", odd],
        &["man", odd],
    ];
    for command in commands {
        let bare = ["score", "demo", "recover", "keys", "completions", "man"];
        let at: &[&str] = if bare.contains(&command[0]) { &[] } else { &at };
        run(&[&words(command)[..], &words(at)].concat(), b"", &[], false);
    }
    run(&words(&["status", "--study", odd]), b"", &[], false);
    run(&words(&["status", "--socket", odd]), b"", &[], false);
    run(&words(&["status"]), b"", &[("CORESET_SOCKET", odd)], false);
    run(
        &words(&["status", "--help"]),
        b"",
        &[("CORESET_STUDY", odd)],
        false,
    );
    let login = ["login", at[0], at[1]];
    run(&words(&login), b"", &[("SSH_ORIGINAL_COMMAND", odd)], false);
    run(
        &words(&login),
        b"",
        &[("SSH_ORIGINAL_COMMAND", "score --\u{202e}")],
        false,
    );
    // What a file and the standard input hold.
    let keys = dir.path().join("keys.toml");
    std::fs::write(&keys, "[list]\n\"\u{202e}\u{7f}\" = \"\u{200b}\"\n").unwrap();
    run(
        &words(&["keys", "--check", keys.to_str().unwrap()]),
        b"",
        &[],
        false,
    );
    std::fs::write(
        study.join("study.toml"),
        "id = \"\u{202e}\"\n\"\u{202e}\" = 1\n",
    )
    .unwrap();
    run(
        &[&words(&["forms"])[..], &words(&at)].concat(),
        b"",
        &[],
        false,
    );
    let case = "{\"id\":\"\u{202e}\u{7f}\",\"instrument\":\"\u{202e}\u{feff}\"}\n{\"\u{202e}\":1,\"\u{202e}\":2}\n{\"id\":1,\"\u{200b}\":2}\n";
    let said = run(&words(&["score"]), case.as_bytes(), &[], false);
    assert!(
        said.starts_with("{\"id\":\"\\u202e\\u007f\",\"error\":\""),
        "{said}"
    );
}
