//! Wrong input and bad places, with the real program: the message, the exit code, and nothing lost.

use crate::support::pty::Pty;
use crate::support::visit;
use coreset::domain::record::entry::JOURNAL_VERSION;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const COMMANDS: [&str; 13] = [
    "demo",
    "score",
    "verify",
    "backup",
    "restore",
    "recover",
    "serve",
    "user",
    "passwd",
    "login",
    "keys",
    "completions",
    "man",
];

/// What a command said and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
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

impl Said {
    /// Fails unless it ended with this code and these parts in its complaint.
    fn must(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        for part in parts {
            assert!(self.err.contains(part), "{part:?} is not in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

fn run(args: &[&str]) -> Said {
    Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap()
        .into()
}

/// Returns every file below a directory with what it holds.
fn tree(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for item in std::fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
            files.insert(path, Vec::new());
        } else {
            files.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    files
}

/// Makes a study with one participant; returns its directory.
fn study_in(data: &Path) -> PathBuf {
    let mut pty = visit::start(data);
    visit::enrol(&mut pty);
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    let study = data.join("coreset/NCT04946669");
    visit::wait_until_closed(&study);
    study
}

/// Starts the screens on a study directory and returns what was said before the end.
fn refused(args: &[&str], env: &[(&str, &str)]) -> (i32, String) {
    let env = [env, &[visit::AT_ONCE]].concat();
    let mut pty = Pty::start(Path::new(visit::PROGRAM), args, &env, (80, 24));
    let code = pty.exit_code();
    assert_eq!(pty.leftovers(), [""; 0]);
    assert_eq!(pty.line_mode_changes(), "");
    (code, pty.text().replace('\n', " "))
}

#[test]
fn a_wrong_keymap_is_named_by_line_column_and_nearest_name() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keys.toml");
    let name = file.to_str().unwrap();
    for (text, parts) in [
        (
            "[form]\nnext = [\"entr\"]\n",
            [":2:9:", "\"entr\"", "did you mean \"enter\"?"],
        ),
        (
            "[form]\nnxt = [\"enter\"]\n",
            [":2:1:", "\"nxt\"", "did you mean \"next\"?"],
        ),
        (
            "[frm]\nnext = [\"enter\"]\n",
            [":1:", "frm", "did you mean"],
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        run(&["keys", "--check", name]).must(1, &parts);
        run(&["keys", "--keymap", name]).must(1, &parts);
        run(&["keys", "--keymap", name]).must(1, &["coreset keys --check FILE"]);
        let (code, said) = refused(&["--keymap", name], &[]);
        assert_eq!(code, 1);
        assert!(said.contains(parts[0]), "{said}");
    }
    run(&["keys", "--keymap", "dvorak"]).must(1, &["dvorak", "default, vi, emacs, numpad"]);
    run(&["keys", "--check", "/nowhere/keys.toml"])
        .must(1, &["/nowhere/keys.toml", "check the path"]);
}

#[test]
fn a_broken_form_or_study_file_is_named_and_nothing_is_made() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path();
    let name = dir.to_str().unwrap();
    let form = dir.join("instruments/haq.toml");
    let study = dir.join("study.toml");
    std::fs::create_dir(dir.join("instruments")).unwrap();
    for (file, text, parts) in [
        (
            &form,
            "id = \"haq\"\ntitel = \"x\"\n",
            [":2:1:", "`titel`", "did you mean \"title\"?"],
        ),
        (
            &form,
            "id = \"haq\"\ntitle = \n",
            [":2:", "haq.toml", "nothing was changed"],
        ),
        (
            &study,
            "id = \"X\"\ntitle = \"t\"\n",
            [":1:1:", "study.toml", "is missing"],
        ),
    ] {
        std::fs::write(file, text).unwrap();
        let before = tree(dir);
        let (code, said) = refused(&["--study", name], &[]);
        assert_eq!(code, 1, "{said}");
        for part in parts {
            // The screen breaks a long line anywhere.
            let flat = |text: &str| text.replace(' ', "");
            assert!(flat(&said).contains(&flat(part)), "{part:?}: {said}");
        }
        run(&["demo", "--dir", name, "--only-make"]).must(1, &parts);
        assert_eq!(tree(dir), before);
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_study_of_a_newer_program_is_left_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    let newer = format!("coreset study, format {}\n", JOURNAL_VERSION + 1);
    std::fs::write(study.join("format"), newer).unwrap();
    let mut before = tree(&study);
    let (code, said) = refused(&[], &[("XDG_DATA_HOME", data.path().to_str().unwrap())]);
    assert_eq!(code, 3, "{said}");
    // The screen breaks the long line inside a word.
    let flat = said.replace(' ', "");
    assert!(flat.contains("madebyanewercoreset"), "{said}");
    assert!(said.contains("Use the newer coreset"), "{said}");
    run(&["verify", "--study", study.to_str().unwrap()]).must(3, &["newer coreset"]);
    let mut after = tree(&study);
    // The lock says who came last, and is no part of the record.
    before.remove(&study.join("owner.lock"));
    after.remove(&study.join("owner.lock"));
    assert_eq!(after, before);
}

#[test]
fn a_second_terminal_sees_the_same_study_and_it_is_verified_beside_both() {
    let data = tempfile::tempdir().unwrap();
    let mut first = visit::start(data.path());
    visit::enrol(&mut first);
    let study = data.path().join("coreset/NCT04946669");
    let dir = study.to_str().unwrap();
    let mut second = visit::start_with(Path::new("/nonexistent"), &["--study", dir], &[]);
    second.wait_for_text("01-003");
    let verified = || {
        let said = run(&["verify", "--study", dir]);
        said.must(0, &[]);
        assert!(said.out.contains("every entry fits those"), "{}", said.out);
    };
    verified();
    first.send(b"\x18");
    assert_eq!(first.exit_code(), 0);
    // The server goes on for the second one.
    second.send(b"\r");
    second.wait_for_text("Baseline");
    verified();
    second.send(b"\x18");
    assert_eq!(second.exit_code(), 0);
    visit::wait_until_closed(&study);
    verified();
}

#[test]
fn a_place_that_is_no_terminal_is_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let home = data.path().to_str().unwrap();
    run(&[]).must(1, &["the input is not a terminal", "ssh -t"]);
    run(&["demo"]).must(1, &["the input is not a terminal"]);
    for (term, words) in [
        ("dumb", "cannot move its cursor"),
        ("", "does not say what it is"),
    ] {
        let (code, said) = refused(&[], &[("TERM", term), ("XDG_DATA_HOME", home)]);
        assert_eq!(code, 1, "{said}");
        assert!(
            said.contains(words) && said.contains("TERM=xterm"),
            "{said}"
        );
    }
    let (code, said) = refused(&["--color", "none"], &[("XDG_DATA_HOME", home)]);
    assert_eq!(code, 1);
    assert!(said.contains("auto, off, 16 or 256"), "{said}");
    assert_eq!(
        tree(data.path()),
        BTreeMap::new(),
        "nothing is made on the way"
    );
}

#[test]
fn wrong_words_on_the_command_line_get_the_nearest_right_one() {
    run(&["--keymp", "vi"]).must(2, &["--keymp", "'--keymap'"]);
    run(&["dmeo"]).must(2, &["dmeo", "'demo'"]);
    run(&["demo", "--participants", "0"]).must(2, &["0 is not in 1..=20000"]);
    run(&["demo", "--participants", "many"]).must(2, &["'many'", "--participants"]);
    run(&["completions", "tcsh"]).must(2, &["bash", "zsh", "fish"]);
    run(&["demo", "--only-make"]).must(2, &["--dir"]);
    run(&["verify", "--study", "/nowhere"])
        .must(3, &["There is no study in /nowhere", "Check the path"]);
}

#[test]
fn a_bad_line_of_a_batch_stands_in_its_place_and_the_others_are_scored() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("cases.jsonl");
    let answers: Vec<String> = (1..=36).map(|n| format!("\"{n}\": \"1\"")).collect();
    let good = |id: &str| {
        format!(
            "{{\"id\": \"{id}\", \"instrument\": \"rand36\", \"answers\": {{{}}}}}",
            answers.join(", ")
        )
    };
    let text = format!("{}\nnot json\n{}\n", good("a"), good("b"));
    std::fs::write(&file, &text).unwrap();
    let said = run(&["score", file.to_str().unwrap()]);
    said.must(1, &["1 line could not be scored"]);
    let lines: Vec<serde_json::Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1]["error"].is_string(), "{}", lines[1]);
    for (line, id) in [(&lines[0], "a"), (&lines[2], "b")] {
        assert_eq!(line["id"], id);
        assert!(line["error"].is_null(), "{line}");
    }
    let mut child = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .arg("score")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let piped = Said::from(child.wait_with_output().unwrap());
    assert_eq!((piped.code, piped.out), (1, said.out));
    let missing = dir.path().join("none.jsonl");
    run(&["score", missing.to_str().unwrap()]).must(1, &["cannot read", "none.jsonl"]);
    run(&["score", dir.path().to_str().unwrap()]).must(1, &["directory"]);
}

#[test]
fn a_demo_never_goes_into_a_real_study() {
    let data = tempfile::tempdir().unwrap();
    // One with a participant, and one that waits for its first.
    let study = study_in(data.path());
    let other = data.path().join("other");
    let args = ["--study", other.to_str().unwrap()];
    let env = [visit::AT_ONCE];
    let mut pty = Pty::start(Path::new(visit::PROGRAM), &args, &env, (80, 24));
    pty.wait_for_text("Set your passphrase");
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    visit::wait_until_closed(&other);
    for study in [study, other] {
        let journal = tree(&study.join("journal"));
        let dir = study.to_str().unwrap();
        run(&["demo", "--dir", dir, "--only-make"]).must(
            1,
            &["holds a study that is no demo", "name an empty directory"],
        );
        assert_eq!(tree(&study.join("journal")), journal);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    for args in [&["keys"][..], &["man"], &["completions", "bash"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let out = Command::new(visit::PROGRAM)
            .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .args(args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{args:?}");
        assert_eq!(out.status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn help_version_completions_and_manual_tell_every_command() {
    let version = run(&["--version"]);
    assert_eq!(
        (version.code, version.out.trim()),
        (0, concat!("coreset ", env!("CARGO_PKG_VERSION")))
    );
    let all = run(&["--help"]);
    assert_eq!(all.code, 0);
    for (command, does) in COMMANDS.into_iter().zip([
        "synthetic participants",
        "JSON Lines",
        "whole record",
        "another disk",
        "empty directory",
        "damaged record",
        "several terminals",
        "users into the study",
        "passphrase",
        "sshd",
        "keys",
        "completion script",
        "manual page",
    ]) {
        assert!(all.out.contains(command), "{command}: {}", all.out);
        let help = run(&[command, "--help"]);
        assert_eq!(help.code, 0);
        let first = help.out.lines().next().unwrap();
        assert!(first.contains(does), "{command}: {first}");
        assert!(help.out.contains("--study <DIR>"), "{command}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.code, 0);
        for word in COMMANDS.iter().chain(&["keymap", "participants", "study"]) {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    let page = run(&["man"]);
    assert_eq!(page.code, 0);
    assert!(page.out.contains(".TH coreset"));
    for command in COMMANDS {
        assert!(
            page.out.contains(&format!("coreset\\-{command}(1)")),
            "{command}"
        );
    }
}

/// Options of `unshare` with which a file system can be mounted here, gone when the program ends.
fn mounts() -> Option<&'static str> {
    ["-m", "-rm"].into_iter().find(|how| {
        Command::new("unshare")
            .args([how, "sh", "-c", "mount -t tmpfs -o size=1m none /tmp"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

/// Starts the program in a place of its own where `mount` was done first.
fn start_mounted(how: &str, mount: &str, study: &Path) -> Pty {
    let script = format!("{mount} && exec \"$0\" --study \"$1\"");
    let args = [
        how,
        "sh",
        "-c",
        &script,
        visit::PROGRAM,
        study.to_str().unwrap(),
    ];
    let env = [visit::AT_ONCE];
    Pty::start(Path::new("/usr/bin/unshare"), &args, &env, (80, 24))
}

#[test]
fn a_read_only_place_is_refused_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    let before = tree(&study);
    if let Some(how) = mounts() {
        let dir = study.display();
        let mount = format!("mount --bind {dir} {dir} && mount -o remount,bind,ro {dir}");
        let mut pty = start_mounted(how, &mount, &study);
        assert_eq!(pty.exit_code(), 3, "{}", pty.text());
        let said = pty.text().replace('\n', " ");
        assert!(
            said.contains("read-only") && said.contains("Mount the disk for writing"),
            "{said}"
        );
    } else {
        println!("the read-only mount was left out: nothing can be mounted here");
    }
    // Root may write anywhere, so somebody else tries there.
    let root = rustix::process::getuid().is_root();
    std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let closed = data.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    let id = [
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--no-new-privs",
    ];
    let allowed = Command::new("setpriv")
        .args(id)
        .args([visit::PROGRAM, "--version"])
        .output()
        .is_ok_and(|out| out.status.success());
    let words = ["demo", "--only-make", "--dir"];
    let said: Said = if !root {
        run(&[&words[..], &[closed.to_str().unwrap()]].concat())
    } else if allowed {
        let mut command = Command::new("setpriv");
        command
            .args(id)
            .arg(visit::PROGRAM)
            .args(words)
            .arg(&closed);
        command.output().unwrap().into()
    } else {
        println!("the closed directory was left out: nobody else can run the program here");
        assert_eq!(tree(&study), before);
        return;
    };
    said.must(3, &["Not permitted to", "must belong to the user"]);
    assert_eq!(tree(&closed), BTreeMap::new());
    assert_eq!(tree(&study), before);
}

#[test]
fn a_full_disk_is_told_and_what_was_typed_is_saved_when_there_is_room() {
    let Some(how) = mounts() else {
        println!("left out: nothing can be mounted here");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("disk");
    std::fs::create_dir(&place).unwrap();
    let study = place.join("study");
    // Room for the reserve, and then for little more than what must stay free.
    let mount = format!("mount -t tmpfs -o size=96m none {}", place.display());
    let mut pty = start_mounted(how, &mount, &study);
    visit::put_off_passphrase(&mut pty);
    visit::enrol(&mut pty);
    visit::admit(&mut pty);
    pty.send(b"1");
    pty.wait_for_text("Not begun");
    let inside = PathBuf::from(format!("/proc/{}/root{}", pty.pid(), place.display()));
    let journal = || std::fs::read_to_string(inside.join("study/journal/000001.jsonl")).unwrap();
    // The form of eligibility was left complete, which is the newest entry.
    let left = |screen: &vt100::Screen| {
        let before = visit::saved(screen.contents().as_bytes());
        let last = journal().lines().count() as u64;
        before == Some(last) && journal().contains("\"kind\":\"completed\"")
    };
    pty.wait_for(left).unwrap();
    let before = visit::saved(pty.text().as_bytes()).unwrap();
    pty.send(b"15.0\r");
    // The visit is begun and the answer stored.
    pty.wait_for_text(&format!("saved #{} ", before + 2));
    let filler = inside.join("filler");
    std::fs::write(&filler, vec![1; 24 << 20]).unwrap();
    pty.send(b"2");
    pty.wait_for_text("Not saved");
    pty.send(b"1");
    pty.wait_for_text("End: complete");
    pty.wait_for_text("Not saved");
    let third = format!("saved #{} ", before + 3);
    assert!(!pty.text().contains(&third), "{}", pty.text());
    std::fs::remove_file(&filler).unwrap();
    // The next answer takes along those that wait.
    pty.send(b"\x7f3");
    pty.wait_for_text(&format!("saved #{} ", before + 5));
    let journal = journal();
    for (field, code) in [
        ("likert", "2"),
        ("obtained", "self-completed"),
        ("obtained", "interview"),
    ] {
        let stored = journal.lines().any(|line| {
            line.contains(&format!("\"field\":\"{field}\""))
                && line.contains(&format!("\"code\":\"{code}\""))
        });
        assert!(stored, "{field} {code}: {journal}");
    }
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
    // A disk that is too small from the start says so, too.
    let mount = format!("mount -t tmpfs -o size=32m none {}", place.display());
    let mut pty = start_mounted(how, &mount, &study);
    assert_eq!(pty.exit_code(), 3, "{}", pty.text());
    let said = pty.text().replace('\n', " ");
    assert!(
        said.contains("must stay free") && said.contains("Free room on the disk"),
        "{said}"
    );
}

/// Every way into a study that a person or a timer takes, with what its complaint says.
fn all_refuse(study: &Path, code: i32, parts: &[&str]) {
    let dir = study.to_str().unwrap();
    let out = study.with_file_name("out");
    let out = out.to_str().unwrap();
    let before = tree(study);
    for args in [
        vec!["verify", "--study", dir],
        vec!["status", "--study", dir],
        vec!["user", "list", "--study", dir],
        vec!["backup", out, "--study", dir],
        // Were it served, it would end by itself.
        vec!["serve", "--until-idle", "0", "--study", dir],
        vec!["demo", "--dir", dir, "--only-make"],
    ] {
        let said = run(&args);
        said.must(code, parts);
        assert_eq!(tree(study), before, "{args:?} wrote");
    }
    run(&["recover", dir, out]).must(code, &["coreset restore"]);
    let (ended, said) = refused(&["--study", dir], &[]);
    assert_eq!(ended, code, "{said}");
    // The screen breaks a long line anywhere.
    let flat = |text: &str| text.replace(' ', "");
    assert!(flat(&said).contains(&flat(parts[0])), "{said}");
    assert_eq!(tree(study), before);
    assert!(!Path::new(out).exists());
}

/// Has the owner of a study's files set a passphrase, and waits until its server has ended.
fn set_passphrase(study: &Path) {
    let mut child = Command::new(visit::PROGRAM)
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(["passwd", "--study", study.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let words = b"correct horse\ncorrect horse\n";
    child.stdin.take().unwrap().write_all(words).unwrap();
    assert!(child.wait().unwrap().success());
    visit::wait_until_closed(study);
}

/// A copy of a study in the state that `harm` makes of it.
fn harmed(study: &Path, name: &str, harm: impl Fn(&Path)) -> PathBuf {
    let bad = study.with_file_name(name);
    let copied = Command::new("cp").arg("-a").args([study, &bad]).status();
    assert!(copied.unwrap().success());
    harm(&bad);
    bad
}

#[test]
fn a_study_that_was_there_is_never_replaced_by_an_empty_one() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    set_passphrase(&study);
    let parts = ["A study was in", "coreset recover", "empty directory"];

    let lost = harmed(&study, "lost", |dir| {
        for name in ["journal/000001.jsonl", "sled/db"] {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
        for name in ["head.a", "head.b"] {
            std::fs::write(dir.join(name), "x\n").unwrap();
        }
    });
    all_refuse(&lost, 4, &parts);

    let small = harmed(&study, "small", |dir| {
        for name in ["journal", "sled"] {
            std::fs::remove_dir_all(dir.join(name)).unwrap();
        }
        for name in ["head.a", "head.b"] {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
    });
    all_refuse(&small, 4, &parts);

    // A restore that was killed as programs before the mark did it, and as this one does.
    let bare = study.with_file_name("bare");
    std::fs::create_dir_all(bare.join("journal")).unwrap();
    all_refuse(&bare, 4, &parts);
    std::fs::write(bare.join("unfinished.restore"), "").unwrap();
    all_refuse(&bare, 4, &["was broken off before it was done"]);
    let (b, to) = (study.with_file_name("b"), bare.to_str().unwrap());
    let (b, dir) = (b.to_str().unwrap(), study.to_str().unwrap());
    run(&["backup", b, "--study", dir]).must(0, &[]);
    run(&["restore", b, to]).must(0, &[]);
    run(&["restore", b, to]).must(3, &["is not empty"]);
    run(&["verify", "--study", to]).must(0, &[]);
}

#[test]
fn whatever_a_server_leaves_in_a_study_shows_alone_that_a_study_was_there() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    set_passphrase(&study);
    let mut names: Vec<String> = std::fs::read_dir(&study)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(
        names.contains(&"passphrases".to_owned()) && names.len() > 8,
        "{names:?}"
    );
    for left in &names {
        let alone = harmed(&study, "alone", |dir| {
            for name in names.iter().filter(|name| *name != left) {
                let path = dir.join(name);
                match path.is_dir() {
                    true => std::fs::remove_dir_all(path).unwrap(),
                    false => std::fs::remove_file(path).unwrap(),
                }
            }
        });
        // The lock is there before anything else, also in a study that is new.
        let code = if left == "owner.lock" { 3 } else { 4 };
        if left != "journal" {
            let said = run(&["verify", "--study", alone.to_str().unwrap()]);
            assert_eq!(said.code, code, "{left}: {}{}", said.out, said.err);
        }
        if code == 4 {
            let before = tree(&alone);
            let said = run(&[
                "serve",
                "--until-idle",
                "0",
                "--study",
                alone.to_str().unwrap(),
            ]);
            assert_eq!(said.code, 4, "{left}: {}", said.err);
            assert_eq!(tree(&alone), before, "{left}");
        }
        std::fs::remove_dir_all(&alone).unwrap();
    }
}

#[test]
fn a_client_that_comes_back_is_not_given_an_empty_study_in_the_place_of_its_own() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    let alone = harmed(&study, "alone", |dir| {
        for name in ["journal", "sled", "places"] {
            std::fs::remove_dir_all(dir.join(name)).unwrap();
        }
        let names = [
            "head.a",
            "head.b",
            "heads.key",
            "format",
            "ballast",
            "serve.log",
        ];
        for name in names {
            std::fs::remove_file(dir.join(name)).unwrap();
        }
    });
    let before = tree(&alone);
    run(&[
        "serve",
        "--existing",
        "--until-idle",
        "0",
        "--study",
        alone.to_str().unwrap(),
    ])
    .must(3, &["There is no study in"]);
    assert_eq!(tree(&alone), before);
}

#[test]
fn a_mistyped_path_inside_of_a_study_makes_no_study_there() {
    let data = tempfile::tempdir().unwrap();
    let study = study_in(data.path());
    let before = tree(&study);
    let inside = study.join("jornal");
    let dir = inside.to_str().unwrap();
    let (code, said) = refused(&["--study", dir], &[]);
    assert_eq!(code, 3, "{said}");
    assert!(said.replace(' ', "").contains("liesinsideof"), "{said}");
    run(&["serve", "--until-idle", "0", "--study", dir])
        .must(3, &["lies inside of", "Check the path"]);
    assert_eq!(tree(&study), before);
}
