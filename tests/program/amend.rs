//! A study that has begun is amended: what waits, who accepts it, and what stays as it was.

use crate::support::owner::{self, Sitter, account, add, own_account, sit};
use crate::support::signing;
use crate::support::visit;
use chrono::{Days, Local, NaiveDate};
use coreset::cli::open::{load_study, open};
use coreset::domain::base::answer::Answer;
use coreset::domain::forms::table::FORMS;
use coreset::domain::record::amendment::Acceptance;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::own_file::OwnFile;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::{STUDY, embedded_study};
use coreset::protocol::messages::{Amend, Amendment, Append, Reply, Request};
use coreset::server;
use coreset::server::owner::Owner;
use coreset::text::store::Opening;
use coreset::text::{DEFAULT, English, Language as _};
use rustix::process::{Pid, Signal, kill_process};
use signing::{VISIT, WHO};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Instant;

/// An edit of the study file or of the form that holds the text.
type Edit = (&'static str, &'static str, &'static str);

/// One edit for each part of a study and its forms.
const PARTS: &[Edit] = &[
    ("scale", "mmt-max = 150", "mmt-max = 80"),
    (
        "schedule",
        "day = 84\nearly = 7\nlate = 7",
        "day = 84\nearly = 7\nlate = 14",
    ),
    (
        "label",
        "label = \"with much difficulty\"",
        "label = \"with great difficulty\"",
    ),
    (
        "order of options",
        "    { code = \"1\", label = \"mild\" },\n    { code = \"2\", label = \"moderate\" },\n    { code = \"3\", label = \"severe\" },\n    { code = \"4\", label = \"extremely severe\" },",
        "    { code = \"2\", label = \"moderate\" },\n    { code = \"1\", label = \"mild\" },\n    { code = \"3\", label = \"severe\" },\n    { code = \"4\", label = \"extremely severe\" },",
    ),
    (
        "code of an option",
        "{ code = \"4\", label = \"extremely severe\" }",
        "{ code = \"5\", label = \"extremely severe\" }",
    ),
    (
        "limit",
        "soft-max = 160\nhelp = \"\"\"\nWeight at enrolment",
        "soft-max = 150.5\nhelp = \"\"\"\nWeight at enrolment",
    ),
    ("rule of the verdict", "target = 20", "target = 21"),
    (
        "hidden parts",
        "[safekeeping]",
        "[audit-hidden]\nmonitor = [\"phga\"]\n\n[safekeeping]",
    ),
    (
        "rule of passphrases",
        "passphrase-least-length = 8",
        "passphrase-least-length = 12",
    ),
];

fn put(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Puts the files that an edit changes into the directory, once where the text stands in several forms.
fn edit(dir: &Path, (what, old, new): Edit) {
    if STUDY.text.contains(old) {
        return put(dir, "study.toml", &STUDY.text.replacen(old, new, 1));
    }
    let form = FORMS.iter().find(|form| form.text.contains(old));
    let form = form.unwrap_or_else(|| panic!("{what}: no file says {old}"));
    let name = format!("instruments/{}", form.name);
    put(dir, &name, &form.text.replacen(old, new, 1));
}

/// Puts another scale of the muscle test into the directory.
fn rescale(dir: &Path) {
    edit(dir, PARTS[0]);
}

/// The same with another rule of the verdict besides.
fn retarget(dir: &Path) {
    let text = STUDY.text.replacen("mmt-max = 150", "mmt-max = 80", 1);
    put(
        dir,
        "study.toml",
        &text.replacen("target = 20", "target = 21", 1),
    );
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn me() -> String {
    server::peer::this_process().user
}

fn served(dir: &Path) -> Owner {
    Owner::start(open(dir, false, owner::options()).unwrap()).unwrap()
}

/// A study that is read from files, with users of every role and a participant whose last visit is signed.
fn begun(dir: &Path) {
    let server = served(dir);
    let own = sit(&server, own_account(&me()));
    own.save(vec![
        add("pt", &[Role::Assessor]),
        add("md", &[Role::Assessor, Role::Investigator]),
        add("cra", &[Role::Monitor]),
        add("ma", &[Role::Manager]),
    ]);
    let study = embedded_study().unwrap();
    let all = coreset::tools::demo::participants(&study, 14, today(), 7);
    let who = |events: &Vec<Event>| events[0].participant().is_some_and(|id| id.as_str() == WHO);
    let events = all.into_iter().find(who).unwrap();
    own.save(events.into_iter().map(signing::as_typed).collect());
    let md = sit(&server, account("md"));
    signing::set_passphrase(&md);
    let content = signing::content(&md);
    signing::taken(signing::sign(&md, "md", &content, signing::WORDS));
    assert!(server.finish(owner::LONG));
}

fn looked(sitter: &Sitter<'_>) -> Option<Amendment> {
    match sitter.ask(Request::Amendment) {
        Reply::Amendment(waits) => waits.map(|waits| *waits),
        other => panic!("{other:?}"),
    }
}

fn wish(sitter: &Sitter<'_>, content: &str, from: NaiveDate, reason: &str) -> Request {
    let Request::Append(Append { request, .. }) = sitter.append(Vec::new()) else {
        panic!("no append");
    };
    Request::Amend(Amend {
        request,
        content: content.to_owned(),
        acceptance: Acceptance {
            from,
            reconsent: false,
            reason: reason.to_owned(),
        },
        past: false,
    })
}

/// The same of a user who was asked about a day in the past.
fn accept_past(sitter: &Sitter<'_>, content: &str, from: NaiveDate, reason: &str) -> Reply {
    let Request::Amend(amend) = wish(sitter, content, from, reason) else {
        panic!("no amendment");
    };
    sitter.ask(Request::Amend(Amend {
        past: true,
        ..amend
    }))
}

fn accept(sitter: &Sitter<'_>, content: &str, from: NaiveDate, reason: &str) -> Reply {
    sitter.ask(wish(sitter, content, from, reason))
}

fn why(reply: Reply) -> String {
    match reply {
        Reply::Refused { refusal, .. } => English.refusal(&refusal),
        other => panic!("{other:?}"),
    }
}

fn entries(dir: &Path) -> Vec<Entry> {
    let text = fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let lines = text.lines().map(serde_json::from_str::<Entry>);
    lines.map(Result::unwrap).collect()
}

/// The versions that the record names, each of which has its files in entries before it.
fn versions(dir: &Path) -> Vec<(u32, Option<Acceptance>)> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    let mut versions = Vec::new();
    for entry in entries(dir) {
        match entry.draft.event {
            Event::FileKept { hash, text, .. } => {
                assert_eq!(entry.draft.by.role, "program");
                kept.entry(hash).or_default().push_str(&text);
            }
            Event::Amended {
                version,
                files,
                accepted,
                ..
            } => {
                for file in files {
                    let text = &kept[&file.hash];
                    assert_eq!(OwnFile::new("", None, text).hash, file.hash);
                }
                versions.push((version, accepted));
            }
            _ => {}
        }
    }
    versions
}

#[test]
fn an_amendment_takes_a_manager_or_an_investigator_a_reason_and_a_fit_day() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let server = served(dir);
    let md = sit(&server, account("md"));
    assert_eq!(looked(&md), None);
    let nothing = why(accept(&md, &"0".repeat(64), today(), "approved"));
    assert!(nothing.contains("nothing to accept"), "{nothing}");
    rescale(dir);
    let count = || {
        let kept = entries(dir).into_iter();
        kept.filter(|entry| matches!(entry.draft.event, Event::FileKept { .. }))
            .count()
    };
    let before = count();
    for user in ["pt", "cra"] {
        let sitter = sit(&server, account(user));
        let waits = looked(&sitter).unwrap();
        let said = why(accept(&sitter, &waits.content, today(), "approved"));
        assert!(
            said.contains("does not allow this") || said.contains("role"),
            "{user}: {said}"
        );
    }
    let waits = looked(&md).unwrap();
    assert_eq!((waits.number, waits.signed), (2, 1));
    assert!(waits.sessions >= 2, "{waits:?}");
    for (content, from, reason, words) in [
        (waits.content.as_str(), today(), " ", "needs a reason"),
        (
            waits.content.as_str(),
            today() + Days::new(367),
            "approved",
            "at the latest",
        ),
        (
            &"0".repeat(64),
            today(),
            "approved",
            "look at the difference again",
        ),
    ] {
        let said = why(accept(&md, content, from, reason));
        assert!(said.contains(words), "{words:?} is not in: {said}");
    }
    assert_eq!(versions(dir), [(1, None)]);
    assert_eq!(count(), before);
    let done = accept(&md, &waits.content, today(), "approved");
    assert!(matches!(done, Reply::Appended { .. }), "{done:?}");
    let own = entries(dir).into_iter().next_back().unwrap().draft;
    assert_eq!(
        (own.by.user.as_str(), own.by.role.as_str()),
        ("md", "investigator")
    );
    assert_eq!(count(), before + 1);

    // The next one may hold from an earlier day, as where the day of the last one was a mistake; a manager accepts it.
    retarget(dir);
    let ma = sit(&server, account("ma"));
    let waits = looked(&ma).unwrap();
    assert_eq!(waits.number, 3);
    let early = today() - Days::new(1);
    for (day, begun) in [
        (early, "No visit of that day or later was begun."),
        (
            today() - Days::new(3650),
            "begun and stay under their version.",
        ),
    ] {
        let said = why(accept(&ma, &waits.content, day, "approved again"));
        assert!(said.contains("lies in the past. "), "{said}");
        assert!(said.contains(begun), "{said}");
    }
    let done = accept_past(&ma, &waits.content, early, "approved again");
    assert!(matches!(done, Reply::Appended { .. }), "{done:?}");
    assert_eq!(looked(&ma), None);
    let own = entries(dir).into_iter().next_back().unwrap().draft;
    assert_eq!(
        (own.by.user.as_str(), own.by.role.as_str()),
        ("ma", "manager")
    );
    assert!(server.finish(owner::LONG));
    let numbers: Vec<u32> = versions(dir).iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_terminal_is_told_and_goes_on_and_who_comes_later_gets_every_version() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let server = served(dir);
    let pt = sit(&server, account("pt"));
    let first = pt.welcome.study.study(|| embedded_study().ok()).unwrap();
    assert_eq!((first.number, first.earlier.len()), (1, 0));
    rescale(dir);
    // Nobody is disturbed by a file.
    pt.save(vec![owner::enrol("01-001")]);
    let ma = sit(&server, account("ma"));
    let waits = looked(&ma).unwrap();
    accept(&ma, &waits.content, today(), "approved");
    let sent = loop {
        if let Reply::Amended(sent) = pt.hear() {
            break sent;
        }
    };
    let own = load_study(dir).unwrap().0.hash;
    assert_eq!((sent.version, sent.amendment_waits), (2, false));
    assert_eq!(sent.protocol_hash, own);
    pt.save(vec![owner::enrol("01-002")]);
    let both = |study: coreset::domain::study::Study| {
        let earlier: Vec<(u32, String)> = study
            .earlier
            .iter()
            .map(|earlier| (earlier.study.number, earlier.study.hash.clone()))
            .collect();
        assert_eq!((study.number, &study.hash), (2, &own));
        assert_eq!(earlier, [(1, first.hash.clone())]);
        let from = study.earlier[0].next_from;
        assert_eq!(from, Some(today()));
        assert_eq!(study.version(1).unwrap().hash, first.hash);
    };
    both(sent.study(|| embedded_study().ok()).unwrap());
    let later = sit(&server, account("cra"));
    both(later.welcome.study.study(|| embedded_study().ok()).unwrap());
    assert!(
        later.welcome.findings.is_empty(),
        "{:?}",
        later.welcome.findings
    );
    assert!(server.finish(owner::LONG));
    drop(server);

    let opened = open(dir, false, owner::options()).unwrap();
    assert_eq!(opened.report.findings, []);
    both(coreset::domain::study::Study::clone(&opened.study));
    let server = Owner::start(opened).unwrap();
    let again = sit(&server, account("pt"));
    both(again.welcome.study.study(|| embedded_study().ok()).unwrap());
    assert!(server.finish(owner::LONG));
}

#[test]
fn of_two_who_accept_at_once_one_is_refused_and_nobody_accepts_what_they_did_not_see() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let server = served(dir);
    let (ma, md) = (sit(&server, account("ma")), sit(&server, account("md")));
    rescale(dir);
    let seen = looked(&ma).unwrap();
    retarget(dir);
    let other = looked(&md).unwrap();
    assert_ne!(seen.content, other.content);
    let said = why(accept(&ma, &seen.content, today(), "approved"));
    assert!(said.contains("look at the difference again"), "{said}");
    let seen = looked(&ma).unwrap();
    assert_eq!(seen, other);
    // Both have seen the same; the owner takes one after the other.
    let request = wish(&md, &other.content, today(), "approved");
    let first = signing::taken(md.ask(request.clone())).0;
    // Who did not hear the answer and asks again is told the same, under a request of their own alone.
    assert_eq!(signing::taken(md.ask(request.clone())).0, first);
    assert!(matches!(ma.ask(request), Reply::Refused { .. }));
    let said = why(accept(&ma, &seen.content, today(), "approved"));
    assert!(said.contains("nothing to accept"), "{said}");
    assert!(server.finish(owner::LONG));
    assert_eq!(versions(dir).len(), 2);
}

#[test]
fn a_file_with_a_mistake_is_told_and_disturbs_nobody_also_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let server = served(dir);
    let ma = sit(&server, account("ma"));
    let hash = ma.welcome.study.protocol_hash.clone();
    put(dir, "study.toml", "id = \"NCT04946669\"\nthis is no TOML\n");
    let Reply::Failed(refusal) = ma.ask(Request::Amendment) else {
        panic!("no failure");
    };
    let said = English.refusal(&refusal);
    assert!(said.contains("study.toml:2:"), "{said}");
    sit(&server, account("pt")).save(vec![owner::enrol("01-001")]);
    assert!(server.finish(owner::LONG));
    drop(server);

    let count = entries(dir).len();
    let opened = open(dir, false, owner::options()).unwrap();
    let found: Vec<String> = opened
        .report
        .findings
        .iter()
        .map(|found| DEFAULT.opening(found))
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    for word in [
        "goes on with version 1 of its record",
        "study.toml:2:",
        "Correct the file",
    ] {
        assert!(found[0].contains(word), "{word:?} is not in: {found:?}");
    }
    assert_eq!((&opened.study.hash, opened.study.number), (&hash, 1));
    let server = Owner::start(opened).unwrap();
    let pt = sit(&server, account("pt"));
    assert_eq!(pt.welcome.study.protocol_hash, hash);
    assert_eq!(pt.welcome.findings.len(), 1);
    pt.save(vec![owner::enrol("01-002")]);
    // Corrected, it can be accepted without a restart.
    rescale(dir);
    let ma = sit(&server, account("ma"));
    let waits = looked(&ma).unwrap();
    let done = accept(&ma, &waits.content, today(), "approved");
    assert!(matches!(done, Reply::Appended { .. }), "{done:?}");
    assert!(sit(&server, account("cra")).welcome.findings.is_empty());
    assert!(server.finish(owner::LONG));
    assert!(entries(dir).len() > count);
    assert_eq!(versions(dir).len(), 2);
}

#[test]
fn a_mistake_is_refused_while_nobody_is_enrolled() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path();
    drop(open(dir, false, owner::options()).unwrap());
    let count = entries(dir).len();
    put(dir, "study.toml", "this is no TOML\n");
    let refused = open(dir, false, owner::options()).unwrap_err();
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.message.contains("study.toml:1:"), "{refused:?}");
    assert!(
        refused.hints.concat().contains("correct the file"),
        "{refused:?}"
    );
    assert_eq!(entries(dir).len(), count);
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    #[track_caller]
    fn must(&self, code: i32, words: &[&str]) -> &Self {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, code, "{all}");
        for word in words {
            assert!(all.contains(word), "{word:?} is not in: {all}");
        }
        self
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

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(visit::PROGRAM);
    command
        .env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .args(args)
        .args(["--study", dir.to_str().unwrap()])
        .env("CORESET_UNTIL_IDLE", "0")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(dir: &Path, args: &[&str]) -> Said {
    command(dir, args).output().unwrap().into()
}

/// A server in the foreground; killed when it outlives its test.
struct Foreground(Child);

impl Foreground {
    fn start(dir: &Path) -> Self {
        let mut server = command(dir, &["serve"]).spawn().unwrap();
        let lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let told = lines
            .map(Result::unwrap)
            .find(|line| line.contains("is served at"));
        assert!(told.is_some());
        Self(server)
    }

    fn kill(&mut self) {
        kill_process(Pid::from_child(&self.0), Signal::KILL).unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        if let Ok(None) = self.0.try_wait() {
            self.kill();
        }
    }
}

const ACCEPT: &[&str] = &["amend", "--accept", "--reason", "protocol 2.0"];

#[test]
fn the_command_shows_the_difference_and_puts_it_in_force_once() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let _server = Foreground::start(dir);
    run(dir, &["amend"]).must(0, &["Version 1 of the study is in force"]);
    run(dir, ACCEPT).must(1, &["nothing waits to be accepted"]);
    rescale(dir);
    let before = entries(dir);
    let shown = run(dir, &["amend"]);
    shown.must(
        0,
        &[
            "Version 2 against version 1, which is in force: 1 change\n",
            "study: mmt-max 150 becomes 80",
            "(1 signed)",
            "Nothing was written.",
        ],
    );
    for line in shown.out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let came = |entries: &[Entry]| {
        let kinds = entries.iter();
        let other = |entry: &&Entry| {
            !matches!(
                entry.draft.event,
                Event::LoggedIn { .. } | Event::LoggedOut { .. }
            )
        };
        kinds.filter(other).count()
    };
    assert_eq!(came(&entries(dir)), came(&before));
    // What is accepted is what was shown.
    let id_of = |shown: &str| {
        let words = shown.split("--accept ").nth(1).unwrap();
        words.split(' ').next().unwrap().to_owned()
    };
    let id = id_of(&shown.out);
    retarget(dir);
    let other = [&["amend", "--accept", id.as_str()], &ACCEPT[2..]].concat();
    run(dir, &other).must(1, &["2 changes", "look at the difference again"]);
    rescale(dir);
    // Words that are missing or wrong.
    run(dir, &["amend", "--accept"]).must(2, &["--reason"]);
    run(dir, &["amend", "--reason", "why"]).must(2, &["--accept"]);
    run(dir, &[ACCEPT, &["--from", "1 April"]].concat()).must(2, &["--from"]);
    run(dir, &["amend", "--accept", "--reason", " "]).must(1, &["needs a reason in words"]);
    let late = (today() + Days::new(400)).to_string();
    run(dir, &[ACCEPT, &["--from", &late]].concat()).must(1, &["at the latest"]);
    assert_eq!(versions(dir).len(), 1);
    let done = run(dir, &[other.as_slice(), &["--reconsent"]].concat());
    done.must(0, &["Version 2 of the study is in force."]);
    let [_, (2, Some(accepted))] = &versions(dir)[..] else {
        panic!("{:?}", versions(dir));
    };
    assert_eq!(
        (accepted.from, accepted.reconsent, accepted.reason.as_str()),
        (today(), true, "protocol 2.0")
    );
    let status = run(dir, &["status", "--json"]);
    status.must(0, &["\"consents_owed\": 1", "\"consent_owed\": {"]);
    run(dir, &["status"]).must(0, &["1 renewed consent owed"]);
    run(dir, &["amend"]).must(0, &["Version 2 of the study is in force"]);
    run(dir, ACCEPT).must(1, &["nothing waits to be accepted"]);
    put(dir, "study.toml", "this is no TOML\n");
    run(dir, &["amend"]).must(1, &["study.toml:1:"]);
    run(dir, &["status"]).must(0, &[]);
}

/// When a server is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// Somebody came, who is about to accept.
    Grown,
    /// The files of the amendment are in the journal.
    Kept,
    /// The acceptance was told.
    Told,
}

#[test]
fn a_server_that_is_killed_has_an_amendment_with_its_files_or_not_at_all() {
    for moment in [Moment::Grown, Moment::Kept, Moment::Told] {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        begun(dir);
        let mut server = Foreground::start(dir);
        rescale(dir);
        let journal = || fs::read(dir.join("journal/000001.jsonl")).unwrap();
        let before = journal().len();
        let is_there = |word: &[u8]| {
            let new = journal().split_off(before);
            new.windows(word.len()).any(|part| part == word)
        };
        let mut accepting = command(dir, ACCEPT).spawn().unwrap();
        let begun = Instant::now();
        while begun.elapsed() < owner::LONG {
            let come = match moment {
                Moment::Grown => journal().len() > before,
                Moment::Kept => is_there(b"file-kept"),
                Moment::Told => accepting.try_wait().unwrap().is_some(),
            };
            if come {
                break;
            }
        }
        server.kill();
        // The command goes on with the server that it starts itself, and accepts once.
        let said = Said::from(accepting.wait_with_output().unwrap());
        said.must(0, &["Version 2 of the study is in force."]);
        visit::wait_until_closed(dir);
        let opened = open(dir, false, owner::options()).unwrap();
        assert_eq!((opened.study.number, opened.study.earlier.len()), (2, 1));
        // Summaries that were not all made anew are made at the next start.
        let findings = opened.report.findings.iter();
        let other = findings.filter(|found| !matches!(found, Opening::Rebuilt { .. }));
        assert_eq!(other.count(), 0, "{moment:?}: {:?}", opened.report.findings);
        drop(opened);
        assert_eq!(versions(dir).len(), 2, "{moment:?}");
        run(dir, &["verify"]).must(0, &[]);
    }
}

#[test]
fn a_terminal_on_the_screen_is_told_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let study = dir.path().join("study");
    begun(&study);
    let args = ["--study", study.to_str().unwrap()];
    let mut pty = visit::start_with(dir.path(), &args, &[]);
    pty.wait_for_text("1 of 1");
    rescale(&study);
    run(&study, ACCEPT).must(0, &["Version 2 of the study is in force."]);
    pty.wait_for_text("The study was amended (version 2).");
    pty.send(b"\r");
    pty.wait_for_text("enrolment on");
    pty.send(b"\x18");
    assert_eq!(pty.exit_code(), 0);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.path().is_dir() {
            copy(&item.path(), &target);
        } else if item.file_type().unwrap().is_file() {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

/// What the commands say of the signed visit: the sheet, the timeline, and what the rules find.
fn read(dir: &Path) -> BTreeMap<&'static str, String> {
    let sheet = run(dir, &["sheet", WHO, VISIT, "--text"]);
    sheet.must(0, &["MD. Example"]);
    let moving = ["Head ", "Entries ", "Printed ", "Page "];
    let still = sheet.out.lines().filter(|line| {
        !moving
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    });
    let sheet: String = still.map(|line| format!("{line}\n")).collect();
    let check = run(dir, &["check", "--json"]);
    BTreeMap::from([
        ("sheet", sheet),
        (
            "timeline",
            run(dir, &["timeline", WHO, "--json"])
                .must(0, &[])
                .out
                .clone(),
        ),
        ("check", format!("{}\n{}", check.code, check.out)),
        (
            "verify",
            run(dir, &["verify"]).must(0, &[]).code.to_string(),
        ),
    ])
}

/// Returns the status, but for when there was no server.
fn status(dir: &Path) -> serde_json::Value {
    let said = run(dir, &["status", "--json"]);
    let mut status: serde_json::Value = serde_json::from_str(&said.must(0, &[]).out).unwrap();
    assert!(status["no_server"].take().is_object());
    status
}

/// A study that has begun, for copies.
fn base() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("base");
    begun(&dir);
    (place, dir)
}

fn same(before: &BTreeMap<&'static str, String>, after: &BTreeMap<&'static str, String>) -> String {
    let pairs = before.iter().zip(after.values());
    let differ = pairs.filter(|((_, before), after)| before != after);
    let lines = differ.map(|((name, before), after)| {
        let line = before.lines().zip(after.lines()).find(|(a, b)| a != b);
        format!("{name}: {:.400}", format!("{line:?}"))
    });
    lines.collect::<Vec<_>>().join("; ")
}

#[test]
fn no_edit_of_any_part_changes_anything_until_it_is_accepted() {
    let (place, base) = base();
    let dir = place.path().join("plain");
    copy(&base, &dir);
    let (before, stands) = (read(&dir), status(&dir));
    let hash = embedded_study().unwrap().hash;
    for (number, part) in PARTS.iter().enumerate() {
        let dir = place.path().join(format!("edit-{number}"));
        copy(&base, &dir);
        edit(&dir, *part);
        let opened = open(&dir, false, owner::options()).unwrap();
        assert_eq!(opened.study.hash, hash, "{}", part.0);
        drop(opened);
        assert_eq!(same(&before, &read(&dir)), "", "{}", part.0);
        assert_eq!(status(&dir), stands, "{}", part.0);
        assert_eq!(versions(&dir), [(1, None)], "{}", part.0);
    }
}

#[test]
fn what_was_begun_reads_as_it_did_once_any_part_is_amended() {
    let (place, base) = base();
    let dir = place.path().join("plain");
    copy(&base, &dir);
    let before = read(&dir);
    let mut differ = Vec::new();
    for (number, part) in PARTS.iter().enumerate() {
        let dir = place.path().join(format!("edit-{number}"));
        copy(&base, &dir);
        edit(&dir, *part);
        let server = served(&dir);
        let ma = sit(&server, account("ma"));
        let waits = looked(&ma).unwrap();
        let done = accept(&ma, &waits.content, today(), "approved");
        assert!(
            matches!(done, Reply::Appended { .. }),
            "{}: {done:?}",
            part.0
        );
        let session = ma.read(WHO).session(VISIT).unwrap().clone();
        assert_eq!(session.signatures.len(), 1, "{}", part.0);
        assert_eq!(session.signatures[0].voided, None, "{}", part.0);
        assert!(server.finish(owner::LONG));
        drop(server);
        let says = same(&before, &read(&dir));
        if !says.is_empty() {
            differ.push(format!("{}: {says}", part.0));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}

/// The study file without the visit of week 2, the log of adverse events and the form of eligibility.
fn reduced() -> String {
    let text = STUDY.text.replacen(", \"adverse-event\"]", "]", 1);
    let mut kept = String::new();
    for block in text.split_inclusive("\n\n") {
        let gone = block.contains("id = \"week-2\"") || block.contains("form = \"eligibility\"");
        let rest = block.lines().filter(|line| line.starts_with('#'));
        match gone {
            true => kept.extend(rest.map(|line| format!("{line}\n"))),
            false => kept.push_str(block),
        }
    }
    assert!(!kept.contains("id = \"week-2\"") && !kept.contains("form = \"eligibility\""));
    kept
}

fn amended(dir: &Path, text: &str) {
    put(dir, "study.toml", text);
    let server = served(dir);
    let ma = sit(&server, account("ma"));
    let waits = looked(&ma).unwrap();
    let done = accept(&ma, &waits.content, today(), "approved");
    assert!(matches!(done, Reply::Appended { .. }), "{done:?}");
    assert!(server.finish(owner::LONG));
}

/// One answer of a form that the record has.
fn answer_of(sitter: &Sitter<'_>, visit: &str, form: &str) -> (FieldPath, Answer) {
    let record = sitter.read(WHO);
    let cells = &record.session(visit).unwrap().forms[form];
    let (field, answer) = cells
        .iter()
        .find_map(|(field, cell)| Some((field.clone(), cell.answer.clone()?)))
        .unwrap();
    let place = FieldPath {
        participant: WHO.into(),
        visit: visit.into(),
        form: form.into(),
        field,
    };
    (place, answer)
}

fn typed(place: &FieldPath, answer: &Answer) -> Event {
    Event::Answered {
        place: place.clone(),
        answer: answer.clone(),
        origin: Origin::Typed,
    }
}

#[test]
fn what_an_amendment_removed_is_read_marked_and_not_answered() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let before = read(dir);
    amended(dir, &reduced());

    let server = served(dir);
    let pt = sit(&server, account("pt"));
    let study = pt.welcome.study.study(|| embedded_study().ok()).unwrap();
    assert!(study.visit("week-2").is_none() && study.eligibility().is_none());
    let record = pt.read(WHO);
    let row = record.session("log").unwrap().forms.keys();
    let row = row.filter(|id| id.as_str().starts_with("adverse-event#"));
    let row = row
        .map(|id| id.to_string())
        .next()
        .expect("an adverse event");
    for (visit, form) in [("week-2", "ptga"), ("log", "eligibility"), ("log", &row)] {
        let (place, answer) = answer_of(&pt, visit, form);
        let cleared = Event::Cleared {
            place: place.clone(),
            origin: Origin::Typed,
        };
        for event in [typed(&place, &answer), cleared] {
            let said = why(pt.ask(pt.append(vec![event])));
            assert!(
                said.contains("removed by amendment 2"),
                "{visit} {form}: {said}"
            );
        }
    }
    // A row of a log that was removed can still be marked as entered in error; a new one is not begun.
    let mark = |row: &str, field: &str, answer: Answer| {
        let place = FieldPath {
            participant: WHO.into(),
            visit: "log".into(),
            form: row.into(),
            field: field.into(),
        };
        Event::Answered {
            place,
            answer,
            origin: Origin::Typed,
        }
    };
    let wrong = vec![mark(&row, "entered-in-error", Answer::code("y"))];
    let said = why(pt.ask(pt.append(wrong.clone())));
    assert!(said.contains("needs a reason"), "{said}");
    pt.save_because("another participant", wrong);
    let new = mark("adverse-event#90", "term", Answer::text("rash"));
    let said = why(pt.ask(pt.append(vec![new])));
    assert!(said.contains("removed by amendment 2"), "{said}");
    // A visit that nobody had begun is gone.
    pt.save(vec![owner::enrol("01-001")]);
    let begin = Event::SessionBegun {
        participant: "01-001".into(),
        visit: "week-2".into(),
        date: today(),
    };
    let said = why(pt.ask(pt.append(vec![begin])));
    assert!(said.contains("removed by amendment 2"), "{said}");
    assert!(server.finish(owner::LONG));
    drop(server);

    let sheet = run(dir, &["sheet", WHO, "week-2", "--text"]);
    sheet.must(0, &["Removed by amendment 2", "Patient"]);
    let timeline = run(dir, &["timeline", WHO, "--json"]);
    let told: serde_json::Value = serde_json::from_str(&timeline.must(0, &[]).out).unwrap();
    let visits = told["visits"].as_array().unwrap();
    let ids: Vec<_> = visits
        .iter()
        .map(|visit| visit["visit"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["baseline", "week-2", "week-4", "week-8", "week-12"]);
    assert_eq!(visits[1]["state"], "removed");
    assert_eq!(visits[1]["removed_by_amendment"], 2);
    for lane in told["lanes"].as_array().unwrap() {
        let removed = lane["kind"] == "adverse-event";
        let by = lane.get("removed_by_amendment").and_then(|by| by.as_u64());
        assert_eq!(by, removed.then_some(2), "{lane}");
    }
    run(dir, &["timeline", WHO]).must(0, &["Week 2"]);
    let audit = run(
        dir,
        &["audit", "--participant", WHO, "--field", "week-2/ptga/vas"],
    );
    audit.must(0, &["week-2"]);
    // The visit that was signed reads as it did.
    assert_eq!(read(dir)["sheet"], before["sheet"]);
    run(dir, &["verify"]).must(0, &[]);
}

#[test]
fn another_baseline_or_outcome_changes_no_verdict_of_a_visit_that_was_held() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let verdicts = |dir: &Path| {
        let said = run(dir, &["timeline", WHO, "--json"]);
        let told: serde_json::Value = serde_json::from_str(&said.must(0, &[]).out).unwrap();
        let visits = told["visits"].as_array().unwrap().iter();
        visits
            .map(|visit| visit["verdict"].clone())
            .collect::<Vec<_>>()
    };
    let before = (verdicts(dir), read(dir)["sheet"].clone());
    let text = STUDY
        .text
        .replacen("baseline = \"baseline\"", "baseline = \"week-4\"", 1);
    let text = text.replacen("outcome = \"week-12\"", "outcome = \"week-8\"", 1);
    put(dir, "study.toml", &text);
    run(dir, &["amend"]).must(
        0,
        &[
            "study: baseline \"baseline\" becomes \"week-4\"",
            "study: outcome \"week-12\" becomes \"week-8\"",
        ],
    );
    amended(dir, &text);
    assert_eq!((verdicts(dir), read(dir)["sheet"].clone()), before);
    run(dir, &["check"]);
}

#[test]
fn only_another_study_or_a_form_of_ids_that_does_not_fit_is_refused_and_the_preview_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let with = |old: &str, new: &str| {
        let text = STUDY.text.replacen(old, new, 1);
        assert_ne!(text, STUDY.text);
        text
    };
    let ids = "participant-id = \"99-999\"\nparticipant-id-example = \"01-003\"";
    let other = "participant-id = \"A9-999\"\nparticipant-id-example = \"B1-003\"";
    for (text, words) in [
        (
            with("id = \"NCT04946669\"", "id = \"NCT1\""),
            "Put `id` back",
        ),
        (with(ids, other), "does not have the form A9-999"),
    ] {
        put(dir, "study.toml", &text);
        run(dir, &["amend"]).must(1, &[words]);
        run(dir, ACCEPT).must(1, &[words]);
        assert_eq!(versions(dir).len(), 1);
    }
    let wider = "participant-id = \"99-999|999-999\"\nparticipant-id-example = \"001-003\"";
    put(dir, "study.toml", &with(ids, wider));
    run(dir, &["amend"]).must(0, &["participant-id"]);
    run(dir, ACCEPT).must(0, &["Version 2 of the study is in force."]);
}

#[test]
fn the_preview_counts_only_what_the_changes_are_about() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let server = served(dir);
    let md = sit(&server, account("md"));
    let record = md.read(WHO);
    let rows = |log: &str| {
        let forms = record.session("log").unwrap().forms.keys();
        let start = format!("{log}#");
        forms.filter(|id| id.as_str().starts_with(&start)).count()
    };
    assert!(rows("medication") > 0);
    for (form, sessions, signed, in_rows) in [
        // Asked at baseline and at week 12, which is signed.
        ("rand36", 2, 1, 0),
        ("haq", 4, 1, 0),
        ("ptga", 5, 1, 0),
        ("medication", 0, 0, rows("medication")),
    ] {
        let shipped = FORMS
            .iter()
            .find(|file| file.name == format!("{form}.toml"));
        let text = shipped.unwrap().text;
        let title = text
            .lines()
            .find(|line| line.starts_with("title = "))
            .unwrap();
        let other = text.replacen(title, "title = \"Other\"", 1);
        put(dir, &format!("instruments/{form}.toml"), &other);
        let waits = looked(&md).unwrap();
        assert_eq!(
            (waits.sessions, waits.signed, waits.rows, waits.refused),
            (sessions, signed, in_rows, None),
            "{form}"
        );
        fs::remove_file(dir.join(format!("instruments/{form}.toml"))).unwrap();
    }
    // What is about no visit touches none.
    put(
        dir,
        "study.toml",
        &STUDY.text.replacen("target = 20", "target = 21", 1),
    );
    let waits = looked(&md).unwrap();
    assert_eq!((waits.sessions, waits.signed, waits.rows), (0, 0, 0));
    assert!(server.finish(owner::LONG));
}

#[test]
fn a_field_that_was_removed_is_named_by_its_label_in_the_trail() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    begun(dir);
    let shipped = FORMS.iter().find(|file| file.name == "phga.toml").unwrap();
    let blocks: Vec<&str> = shipped.text.split("[[section.field]]").collect();
    let kept: Vec<&str> = blocks
        .iter()
        .copied()
        .filter(|block| !block.contains("id = \"likert\""))
        .collect();
    assert_eq!(kept.len() + 1, blocks.len());
    let text = kept.join("[[section.field]]");
    // No other field uses its options.
    let (before, rest) = text.split_once("[options]").unwrap();
    let (_, after) = rest.split_once("\n]\n").unwrap();
    put(dir, "instruments/phga.toml", &format!("{before}{after}"));
    let server = served(dir);
    let ma = sit(&server, account("ma"));
    let waits = looked(&ma).unwrap();
    accept(&ma, &waits.content, today(), "approved");
    assert!(server.finish(owner::LONG));
    drop(server);
    let audit = run(dir, &["audit", "--participant", WHO]);
    let line = audit.out.lines().find(|line| line.contains("phga likert"));
    let line = line.expect("an answer of the field");
    assert!(line.contains("removed by amendment 2"), "{line}");
    assert!(line.contains("Physician global category"), "{line}");
    let one = run(
        dir,
        &[
            "audit",
            "--field",
            "week-12/phga/likert",
            "--participant",
            WHO,
        ],
    );
    one.must(0, &["removed by amendment 2"]);
}
