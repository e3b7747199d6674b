//! The commands for users and passphrases, and the one for sshd, with the real program and server.

use crate::support::pty::Pty;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_coreset");
/// Long enough for the commands of one test to meet one server.
const IDLE: &str = "2";

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn must(&self, code: i32, part: &str) {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, code, "{all}");
        assert!(all.contains(part), "{part:?} is not in: {all}");
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A study directory, and commands on it.
struct Study(tempfile::TempDir);

impl Study {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn dir(&self) -> String {
        self.0.path().join("study").to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str], env: &[(&str, &str)], input: &str) -> Said {
        let mut child = Command::new(PROGRAM)
            .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .args(args)
            .args(["--study", &self.dir()])
            .env("CORESET_UNTIL_IDLE", IDLE)
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that is refused reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap().into()
    }

    fn user(&self, args: &[&str]) -> Said {
        self.run(&[&["user"], args].concat(), &[], "")
    }

    /// Runs what an SSH client asks for.
    fn login(&self, asked: &str, input: &str) -> Said {
        self.run(&["login"], &[("SSH_ORIGINAL_COMMAND", asked)], input)
    }
}

/// Returns the login name of who runs this.
fn me() -> String {
    coreset::server::peer::this_process().user
}

#[test]
fn users_are_added_changed_and_listed_and_each_change_is_an_entry() {
    let study = Study::new();
    study.user(&["list"]).must(3, "There is no study in");
    study
        .user(&[
            "add",
            "anna",
            "--name",
            "Anna Berg",
            "--role",
            "manager",
            "assessor",
        ])
        .must(0, "anna (Anna Berg) is in the study: assessor, manager.");
    study
        .user(&["add", "boris", "--role", "monitor"])
        .must(0, "boris (boris) is in the study: monitor.");
    study
        .user(&["add", "anna", "--role", "monitor"])
        .must(1, "on the list already");
    study
        .user(&["role", "boris", "investigator"])
        .must(0, "now: investigator.");
    study
        .user(&["name", "boris", " Boris Lang", "--reason", "misspelt"])
        .must(0, "boris is printed as Boris Lang from now on.");
    study
        .user(&["name", "boris", "anna BERG", "--reason", "misspelt"])
        .must(1, "anna is printed as");
    study
        .user(&["name", "boris", "B. Lang"])
        .must(2, "--reason");
    study.user(&["disable", "boris"]).must(0, "is disabled");
    let list = study.user(&["list"]);
    list.must(0, "anna   Anna Berg   assessor, manager  active    none\n");
    list.must(0, "boris  Boris Lang  investigator       disabled  none\n");
    study.user(&["enable", "boris"]).must(0, "is enabled");
    study.user(&["reset", "boris"]).must(0, "no passphrase now");
    study
        .user(&["disable", "nobody-here"])
        .must(1, "not on the list");
    study
        .user(&["add", "a b", "--role", "monitor"])
        .must(1, "is no login name");
    study
        .user(&["add", "carl", "--role", "doctor"])
        .must(2, "doctor");
    let json = study.user(&["list", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(rows[0]["user"], "anna");
    assert_eq!(rows[0]["roles"], serde_json::json!(["assessor", "manager"]));
    assert_eq!(rows[1]["active"], true);
    assert_eq!(rows[1]["passphrase"], false);
    let journal = Path::new(&study.dir()).join("journal/000001.jsonl");
    let journal = std::fs::read_to_string(journal).unwrap();
    for change in [
        "user-added",
        "user-named",
        "user-roles",
        "user-disabled",
        "user-enabled",
        "passphrase-cleared",
    ] {
        assert!(journal.contains(change), "{change}: {journal}");
    }
}

#[test]
fn what_is_printed_is_an_entry_first_and_what_only_reads_the_files_writes_none() {
    let study = Study::new();
    let me = me();
    study
        .user(&["add", &me, "--role", "manager"])
        .must(0, "is in the study");
    for args in [["check"], ["status"], ["audit"], ["check"]] {
        study.run(&args, &[], "").must(0, "");
    }
    study
        .run(&["timeline", "01-001"], &[], "")
        .must(1, "01-001");
    let journal = || {
        let path = Path::new(&study.dir()).join("journal/000001.jsonl");
        std::fs::read_to_string(path).unwrap()
    };
    let entries: Vec<serde_json::Value> = journal()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<String> = entries
        .iter()
        .filter(|entry| entry["user"] == me.as_str() && entry["role"] != "program")
        .map(|entry| {
            let event = &entry["event"];
            let what = [&event["command"], &event["what"]];
            let what = what.iter().find_map(|what| what.as_str());
            format!(
                "{} {}",
                event["kind"].as_str().unwrap(),
                what.unwrap_or("-")
            )
        })
        .collect();
    let expected = [
        "came-in user",
        "user-added -",
        "came-in check",
        "copied check",
        "came-in status",
        "came-in audit",
        "copied audit",
        "copied check",
        "came-in timeline",
    ];
    assert_eq!(told, expected);
    study.run(&["forms"], &[], "").must(0, "mmt8");
    study.run(&["verify"], &[], "").must(0, "");
    assert_eq!(journal().lines().count(), entries.len());
}

#[test]
fn a_user_whom_the_host_does_not_know_is_added_with_a_warning() {
    let study = Study::new();
    let said = study.user(&["add", "no-such-account", "--role", "monitor"]);
    said.must(0, "is in the study: monitor.");
    assert_eq!(
        said.err,
        "coreset: this host has no account no-such-account yet\n"
    );
    let said = study.user(&["add", "root", "--role", "monitor"]);
    said.must(0, "is in the study: monitor.");
    assert_eq!(said.err, "");
}

#[test]
fn a_command_that_reads_makes_no_study_of_a_mistyped_path() {
    let study = Study::new();
    let copy = study.0.path().join("copy");
    let copy = copy.to_str().unwrap();
    for args in [
        &["audit"][..],
        &["check"],
        &["status"],
        &["timeline", "99-011"],
        &["sheet", "99-011", "week-12"],
        &["backup", copy],
        &["user", "list"],
        &["user", "history"],
        &["user", "disable", "anna"],
    ] {
        let said = study.run(args, &[], "");
        said.must(3, &format!("There is no study in {}.", study.dir()));
        assert!(said.err.contains("--study DIR"), "{args:?}: {}", said.err);
        assert!(!Path::new(&study.dir()).exists(), "{args:?}");
    }
    // Nor in a directory of something else.
    std::fs::create_dir(study.dir()).unwrap();
    study
        .run(&["audit"], &[], "")
        .must(3, "There is no study in");
    assert_eq!(std::fs::read_dir(study.dir()).unwrap().count(), 0);
}

#[test]
fn who_is_not_on_the_list_is_refused_with_what_the_manager_types() {
    let study = Study::new();
    study
        .user(&["add", "anna", "--role", "manager"])
        .must(0, "anna");
    let dir = study.dir();
    let mut pty = Pty::start(Path::new(PROGRAM), &["--study", &dir], &[], (80, 24));
    assert_eq!(pty.exit_code(), 3, "{}", pty.text());
    let flat: String = pty.text().split_whitespace().collect();
    let typed = format!("coreset user add {} --role assessor", me()).replace(' ', "");
    assert!(flat.contains(&typed), "{}", pty.text());
    assert_eq!(flat.matches("coresetuseradd").count(), 1, "{}", pty.text());
}

#[test]
fn a_passphrase_is_set_changed_and_cleared() {
    let study = Study::new();
    let me = me();
    let set = |input: &str| study.run(&["passwd"], &[], input);
    set("correct horse\ncorrect horse\n").must(1, "not on the list");
    study.user(&["add", &me, "--role", "manager"]).must(0, &me);
    set("correct horse\ncorrect hearse\n").must(1, "differ");
    set("short\nshort\n").must(1, "at least 8 characters");
    let like_me = format!("horse {me} horse\n").repeat(2);
    set(&like_me).must(1, "does not hold your login name");
    set("").must(1, "nothing was changed");
    set("correct horse\ncorrect horse\n").must(0, "The passphrase is set.");
    study.user(&["list"]).must(0, "set\n");
    set("wrong\nbattery staple\nbattery staple\n").must(1, "4 more tries");
    study.user(&["list"]).must(0, "set, 1 wrong\n");
    set("battery staple\nbattery staple\n").must(1, "ended before");
    set("correct horse\nbattery staple\nbattery staple\n").must(0, "is set.");
    study.user(&["reset", &me]).must(0, "no passphrase now");
    set("\npaper clip box\npaper clip box\n").must(0, "is set.");
    let stored = Path::new(&study.dir()).join("passphrases");
    let stored = std::fs::read_to_string(stored).unwrap();
    assert!(
        stored.contains("$argon2id$") && !stored.contains("paper"),
        "{stored}"
    );
}

#[test]
fn a_terminal_shows_nothing_of_a_passphrase() {
    let study = Study::new();
    study
        .user(&["add", &me(), "--role", "assessor"])
        .must(0, &me());
    let dir = study.dir();
    let env = [("CORESET_UNTIL_IDLE", IDLE)];
    for (old, new) in [
        (None, "correct horse"),
        (Some("correct horse"), "battery staple"),
    ] {
        let args = ["passwd", "--study", &dir];
        let mut pty = Pty::start(Path::new(PROGRAM), &args, &env, (80, 24));
        if let Some(old) = old {
            pty.wait_for_text("at least 8 characters, without your login name");
            pty.wait_for_text("Passphrase until now:");
            pty.send(format!("{old}\n").as_bytes());
        }
        pty.wait_for_text("New passphrase:");
        pty.send(format!("{new}\n").as_bytes());
        pty.wait_for_text("New passphrase again:");
        pty.send(format!("{new}\n").as_bytes());
        pty.wait_for_text("The passphrase is set.");
        assert_eq!(pty.exit_code(), 0);
        assert_eq!(pty.line_mode_changes(), "");
        for part in ["correct", "battery", "staple"] {
            assert!(!pty.text().contains(part), "{}", pty.text());
        }
    }
    // Interrupted, the terminal shows again what is typed.
    let mut pty = Pty::start(
        Path::new(PROGRAM),
        &["passwd", "--study", &dir],
        &env,
        (80, 24),
    );
    pty.wait_for_text("Passphrase until now:");
    assert_ne!(pty.line_mode_changes(), "");
    pty.send(b"\x03");
    assert_eq!(pty.exit_code(), 130);
    assert_eq!(pty.line_mode_changes(), "");
}

#[test]
fn an_ssh_client_gets_few_commands_and_no_shell() {
    let study = Study::new();
    study
        .login("user add anna --name 'Anna Berg' --role manager", "")
        .must(0, "Anna Berg");
    study.login("coreset user list", "").must(0, "Anna Berg");
    study.login("score", "").must(0, "");
    study
        .login("--version", "")
        .must(0, concat!("coreset ", env!("CARGO_PKG_VERSION")));
    study.login("", "").must(1, "ssh -t");
    let file = study.0.path().join("cases.jsonl");
    std::fs::write(&file, "{}\n").unwrap();
    let file = file.to_str().unwrap();
    for asked in [
        "sh",
        "sh -c id",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
        "rsync --server . /",
        "score; id",
        "score $(id)",
        "score `id`",
        "score | sh",
        "PATH=/tmp score",
        "serve",
        "verify",
        "demo --dir /tmp/x --only-make",
        "keys --check /etc/passwd",
        "user list --study /tmp/x",
        "user list --socket /tmp/x",
        "--keymap /etc/passwd",
        &format!("score {file}"),
    ] {
        let said = study.login(asked, "");
        said.must(2, "This account runs coreset only");
        assert_eq!(said.err.lines().count(), 1, "{asked}: {}", said.err);
        assert_eq!(said.out, "", "{asked}");
    }
    // What the client sends in its environment names no study and no keys.
    let elsewhere = study.0.path().join("elsewhere");
    let sent = elsewhere.to_str().unwrap();
    let env = [
        ("SSH_ORIGINAL_COMMAND", "user list"),
        ("CORESET_STUDY", sent),
        ("CORESET_SOCKET", sent),
        ("CORESET_KEYMAP", sent),
    ];
    study.run(&["login"], &env, "").must(0, "Anna Berg");
    let alone = Command::new(PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .arg("login")
        .envs(env)
        .output()
        .unwrap();
    Said::from(alone).must(2, "from its own arguments alone");
    assert!(!elsewhere.exists());
}
