//! Entries that the owner writes by itself: its start and stop, refused logins and actions, logins of commands, readings of
//! the whole trail; and printed names that are corrected.

use crate::support::house::{House, wait};
use crate::support::owner::*;
use crate::support::study::copy;
use chrono::{DateTime, FixedOffset, TimeDelta};
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::Event;
use coreset::domain::record::lock::Scope;
use coreset::domain::record::refused::RefusedFor;
use coreset::domain::record::server_run::{Absence, BootClock, StopReason};
use coreset::domain::record::user::Role;
use coreset::domain::views::audit::Teller;
use coreset::protocol::messages::{Append, Hello, Reply, Request};
use coreset::server::Options;
use coreset::server::limits::Limits;
use coreset::server::owner::Owner;
use coreset::text::{DEFAULT, English, Language as _};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A host whose clocks are set by hand: seconds that each has gone on, and the boot.
#[derive(Clone)]
struct Host {
    wall: Arc<AtomicI64>,
    up: Arc<AtomicI64>,
    boot: Option<&'static str>,
}

impl Host {
    fn new() -> Self {
        Self {
            wall: Arc::default(),
            up: Arc::default(),
            boot: None,
        }
    }

    fn options(&self) -> Options {
        let (wall, up, boot) = (Arc::clone(&self.wall), Arc::clone(&self.up), self.boot);
        Options {
            clock: Box::new(move || at(wall.load(Ordering::SeqCst))),
            boot: Box::new(move || {
                let up = 1_000_000 + up.load(Ordering::SeqCst) * 1000;
                let id = boot?.to_owned();
                let up = u64::try_from(up).unwrap();
                Some(BootClock { id, up })
            }),
            ..options()
        }
    }

    fn start(&self, dir: &Path) -> Owner {
        Owner::start(open_with(dir, self.options()).unwrap()).unwrap()
    }

    /// Sets the clocks that many seconds after the first moment.
    fn set(&self, wall: i64, up: i64) {
        self.wall.store(wall, Ordering::SeqCst);
        self.up.store(up, Ordering::SeqCst);
    }
}

fn at(seconds: i64) -> DateTime<FixedOffset> {
    let start = DateTime::parse_from_rfc3339("2026-03-02T17:00:00+01:00").unwrap();
    start + TimeDelta::seconds(seconds)
}

/// Returns all entries, read by one who has a terminal.
fn trail(sitter: &Sitter<'_>) -> Vec<Entry> {
    let all = Request::Trail {
        participant: None,
        after: 0,
    };
    match sitter.ask(all) {
        Reply::Trail { entries, .. } => entries,
        other => panic!("{other:?}"),
    }
}

fn kinds(entries: &[Entry]) -> Vec<&'static str> {
    let kinds = entries.iter().map(|entry| entry.draft.event.kind());
    kinds.collect()
}

fn absences(entries: &[Entry]) -> Vec<Absence> {
    let (mut teller, study) = (Teller::new(), study());
    let lines = entries
        .iter()
        .flat_map(|entry| teller.tell(&study, entry, &[]));
    lines.filter_map(|line| line.absence).collect()
}

fn status(sitter: &Sitter<'_>) -> Option<Absence> {
    match sitter.ask(Request::Overview) {
        Reply::Overview(overview) => overview.absence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_states_its_start_and_its_stop_and_the_next_one_the_time_between() {
    let dir = tempfile::tempdir().unwrap();
    let host = Host::new();
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    assert_eq!(status(&mk), None);
    host.set(30, 0);
    assert!(owner.stop(StopReason::Told, LONG));
    host.set(46, 0);
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    let entries = trail(&mk);
    let expected = [
        "study-opened",
        "server-started",
        "user-added",
        "came-in",
        "went-out",
        "server-stopped",
        "server-started",
        "came-in",
        "trail-read",
    ];
    assert_eq!(kinds(&entries), expected);
    let why = StopReason::Told;
    assert_eq!(
        entries[5].draft.event,
        Event::ServerStopped { why, boot: None }
    );
    assert_eq!(entries[5].draft.by.user, "coreset");
    let absence = Absence {
        from: at(30),
        to: at(46),
        stopped: true,
    };
    assert_eq!(absences(&entries), [absence]);
    assert_eq!(status(&mk), Some(absence));
    let words = DEFAULT.no_server(&absence);
    assert_eq!(
        words,
        "no server from 2026-03-02 17:00:30 +01:00 to 2026-03-02 17:00:46 +01:00"
    );
}

#[test]
fn a_server_that_was_killed_leaves_no_stop_and_the_next_one_says_until_when_it_ran_at_least() {
    let dir = tempfile::tempdir().unwrap();
    let (killed, host) = (dir.path().join("killed"), Host::new());
    let owner = host.start(&dir.path().join("study"));
    let mk = sit(&owner, own_account("mk"));
    host.set(20, 0);
    mk.save(vec![Event::Copied {
        what: "audit".to_owned(),
        participant: None,
    }]);
    // What a server leaves on the disk that ends here.
    copy(&dir.path().join("study"), &killed);
    host.set(46, 0);
    let owner = host.start(&killed);
    let mk = sit(&owner, own_account("mk"));
    let entries = trail(&mk);
    let absence = Absence {
        from: at(20),
        to: at(46),
        stopped: false,
    };
    assert_eq!(absences(&entries), [absence]);
    assert_eq!(status(&mk), Some(absence));
    assert!(
        DEFAULT
            .no_server(&absence)
            .contains("ran until 2026-03-02 17:00:20 +01:00 at least")
    );
}

#[test]
fn a_start_compares_the_clock_with_the_boot_clock_while_the_same_boot_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut host = Host {
        boot: Some("a"),
        ..Host::new()
    };
    drop(host.start(dir.path()));
    // The night, with the clock as it should be.
    host.set(40_000, 40_010);
    drop(host.start(dir.path()));
    // An hour has passed, and the clock shows four.
    host.set(54_400, 43_610);
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    let moved = |entries: &[Entry]| {
        let events = entries.iter().map(|entry| entry.draft.event.clone());
        let moved = events.filter(|event| event.kind() == "clock-moved");
        moved.collect::<Vec<_>>()
    };
    let jump = Event::ClockMoved {
        expected: at(43_600),
        shown: at(54_400),
    };
    assert_eq!(moved(&trail(&mk)), std::slice::from_ref(&jump));
    drop(owner);
    // It was recorded, so that the next start does not find it again; after another boot nothing is known.
    drop(host.start(dir.path()));
    host.boot = Some("b");
    host.set(90_000, 0);
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    assert_eq!(moved(&trail(&mk)), [jump]);
}

/// Returns the sums of refusals in the trail: user, what, why, how often.
fn refused(entries: &[Entry]) -> Vec<(Option<String>, String, RefusedFor, u64)> {
    let sums = entries.iter().filter_map(|entry| match &entry.draft.event {
        Event::Refused {
            user,
            what,
            why,
            count,
            ..
        } => Some((user.clone(), what.clone(), *why, *count)),
        _ => None,
    });
    sums.collect()
}

fn sum(
    user: &str,
    what: &str,
    why: RefusedFor,
    count: u64,
) -> (Option<String>, String, RefusedFor, u64) {
    (Some(user.to_owned()), what.to_owned(), why, count)
}

#[test]
fn a_storm_of_refused_logins_is_one_entry_a_minute_for_each_user() {
    let dir = tempfile::tempdir().unwrap();
    let host = Host::new();
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    let knock = |user: &str| assert!(try_sit(&owner, account(user), hello(user, true)).is_err());
    (0..500).for_each(|_| knock("eve"));
    knock("mallory");
    assert_eq!(refused(&trail(&mk)), []);
    host.set(60, 0);
    let eve = sum("eve", "login", RefusedFor::NotListed, 500);
    let mallory = sum("mallory", "login", RefusedFor::NotListed, 1);
    assert_eq!(refused(&trail(&mk)), [eve.clone(), mallory.clone()]);
    // However many users there are, their sums have a bound.
    (0..300).for_each(|number| knock(&format!("user{number}")));
    host.set(120, 0);
    let later = refused(&trail(&mk)).split_off(2);
    assert_eq!(later.len(), 65);
    assert_eq!(later.iter().map(|(.., count)| count).sum::<u64>(), 300);
    let several = (None, "several".to_owned(), RefusedFor::Several, 236);
    assert!(later.contains(&several));
    // What waits at the end is recorded before the stop.
    knock("eve");
    drop(owner);
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    let entries = trail(&mk);
    assert_eq!(
        refused(&entries).last(),
        Some(&sum("eve", "login", RefusedFor::NotListed, 1))
    );
    let kinds = kinds(&entries);
    let stop = kinds.iter().position(|kind| *kind == "server-stopped");
    assert_eq!(kinds[stop.unwrap() - 1], "refused");
}

#[test]
fn only_what_a_user_may_not_do_is_summed_and_nothing_of_its_content_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let host = Host::new();
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![
        add("cra", &[Role::Monitor]),
        add("pt", &[Role::Assessor]),
        Event::Enrolled {
            participant: coreset::domain::record::participant::Participant {
                enrolled_on: at(0).date_naive(),
                ..participant("01-001")
            },
        },
    ]);
    let cra = sit(&owner, account("cra"));
    cra.refused(vec![note("01-001", "vas", "secret words")]);
    cra.refused(vec![note("01-001", "vas", "more of them")]);
    let pt = sit(&owner, account("pt"));
    pt.refused(vec![answer("01-001", "vas", 990)]);
    let foreign = Request::Append(Append {
        request: "mk-1-1".to_owned(),
        events: vec![likert("01-001", "2")],
        ..Append::default()
    });
    assert!(matches!(pt.ask(foreign), Reply::Refused { .. }));
    // Slips: nobody has this id, and the passphrase of a lock is not asked for; a lock wants a reason.
    pt.refused(vec![answer("01-999", "vas", 47)]);
    mk.refused(vec![Event::Locked {
        scope: Scope::study(),
        reason: " ".to_owned(),
    }]);
    mk.save(vec![Event::Locked {
        scope: Scope::study(),
        reason: "closed".to_owned(),
    }]);
    pt.refused(vec![answer("01-001", "vas", 47)]);
    host.set(60, 0);
    let entries = trail(&mk);
    let found = refused(&entries);
    let mut expected = vec![
        sum("cra", "noted", RefusedFor::Role, 2),
        sum("pt", "answered", RefusedFor::Lock, 1),
        sum("pt", "answered", RefusedFor::Forged, 2),
    ];
    expected.sort();
    assert_eq!(found, expected);
    let sums = entries.iter().filter(|e| e.draft.event.kind() == "refused");
    for entry in sums {
        assert_eq!(entry.draft.by.user, "coreset");
        let line = serde_json::to_string(entry).unwrap();
        assert!(
            !line.contains("secret") && !line.contains("01-001"),
            "{line}"
        );
    }
}

#[test]
fn a_command_is_told_once_a_user_command_and_hour_and_the_trail_once_a_user_and_hour() {
    let dir = tempfile::tempdir().unwrap();
    let host = Host::new();
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    let run = |command: &str| {
        let hello = Hello {
            command: command.to_owned(),
            ..hello("mk", false)
        };
        let seat = try_sit(&owner, own_account("mk"), hello).unwrap();
        assert!(matches!(seat.ask(Request::Users), Reply::Users(_)));
        owner.leave(seat.seat);
    };
    let commands = |entries: &[Entry]| {
        let said = entries.iter().filter_map(|entry| match &entry.draft.event {
            Event::LoggedIn {
                command: Some(command),
                ..
            } => Some(command.clone()),
            _ => None,
        });
        said.collect::<Vec<_>>()
    };
    for command in [
        "audit",
        "status",
        "audit",
        "status",
        "rm -rf",
        "\u{1b}[2J",
        "",
    ] {
        run(command);
    }
    let entries = trail(&mk);
    assert_eq!(commands(&entries), ["audit", "status", "other"]);
    trail(&mk);
    let read = |entries: &[Entry]| {
        kinds(entries)
            .iter()
            .filter(|kind| **kind == "trail-read")
            .count()
    };
    assert_eq!(read(&trail(&mk)), 1);
    drop(owner);
    // A new server knows what was told in this hour.
    let owner = host.start(dir.path());
    let mk = sit(&owner, own_account("mk"));
    assert_eq!(read(&trail(&mk)), 1);
    host.set(3_600, 0);
    assert_eq!(read(&trail(&mk)), 2);
    // Whoever has said that they print the trail has said that they read it.
    let pt = {
        mk.save(vec![add("pt", &[Role::Monitor])]);
        sit(&owner, account("pt"))
    };
    pt.save(vec![Event::Copied {
        what: "audit".to_owned(),
        participant: None,
    }]);
    assert_eq!(read(&trail(&pt)), 2);
}

#[test]
fn over_the_socket_an_account_that_is_not_listed_fills_no_record() {
    let house = House::new(Limits::default());
    // The first user of the study is who runs the tests; a client that claims another name is refused.
    let one = house.guest("one");
    let forged = Hello {
        client: "nobody-1".to_owned(),
        ..crate::support::house::hello("two")
    };
    for _ in 0..50 {
        let mut stream = house.raw();
        stream.write_all(&coreset::protocol::opening()).unwrap();
        stream
            .write_all(&coreset::protocol::encode(&forged).unwrap())
            .unwrap();
        let mut rest = Vec::new();
        // The server says why and closes.
        let _ = stream.read_to_end(&mut rest);
    }
    wait(|| (house.owner.figures().entries() > 0).then_some(())).unwrap();
    drop(one);
    let dir = house.dir.path().join("study");
    assert!(house.owner.stop(StopReason::Told, LONG));
    let journal = std::fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    let lines: Vec<&str> = journal
        .lines()
        .filter(|line| line.contains("\"kind\":\"refused\""))
        .collect();
    assert_eq!(lines.len(), 1, "{journal}");
    assert!(lines[0].contains("\"count\":50"), "{}", lines[0]);
    assert!(lines[0].contains("\"why\":\"forged\""), "{}", lines[0]);
}

#[test]
fn a_printed_name_is_corrected_for_a_reason_and_what_was_stored_keeps_the_name_of_then() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![
        add("pt", &[Role::Assessor]),
        add("cra", &[Role::Monitor]),
        enrol("01-001"),
    ]);
    let pt = sit(&owner, account("pt"));
    pt.save(vec![note("01-001", "vas", "tired")]);
    let named = |name: &str| Event::UserNamed {
        user: "pt".to_owned(),
        name: name.to_owned(),
    };
    let because = |sitter: &Sitter<'_>, reason: &str, name: &str| {
        let Request::Append(append) = sitter.append(vec![named(name)]) else {
            panic!("no append");
        };
        sitter.ask(Request::Append(Append {
            reason: Some(reason.to_owned()),
            ..append
        }))
    };
    let why = |reply: Reply| match reply {
        Reply::Refused { refusal, .. } => English.refusal(&refusal),
        other => panic!("{other:?}"),
    };
    assert!(why(because(&mk, " ", "P. Trial")).contains("--reason"));
    assert!(why(because(&mk, "misspelt", " cra.  EXAMPLE")).contains("cra is printed as"));
    assert!(why(because(&mk, "misspelt", "PT. Example")).contains("already"));
    assert!(why(because(&pt, "misspelt", "P. Trial")).contains("role"));
    assert!(matches!(
        because(&mk, "misspelt", "P. Trial"),
        Reply::Appended { .. }
    ));
    pt.save(vec![note("01-001", "vas", "rested")]);
    let entries = trail(&mk);
    let names: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.draft.by.user == "pt")
        .map(|entry| entry.draft.by.name.as_str())
        .collect();
    assert_eq!(names, ["PT. Example", "PT. Example", "P. Trial"]);
    let entry = entries
        .iter()
        .find(|entry| entry.draft.event == named("P. Trial"))
        .unwrap();
    assert_eq!(entry.draft.reason.as_deref(), Some("misspelt"));
    assert_eq!(entry.draft.by.role, "manager");
    owner.leave(pt.seat);
    let entries = trail(&mk);
    let out = entries
        .iter()
        .find(|entry| entry.draft.event.kind() == "went-out");
    assert_eq!(out.unwrap().draft.by.name, "P. Trial");
}

#[test]
fn two_requests_that_are_stored_together_do_not_give_one_name_to_two_users() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let added = |user: String, name: String| Event::UserAdded {
        user,
        name,
        roles: vec![Role::Monitor],
    };
    // They wait together while the first ones are written.
    for number in 0..30 {
        let (one, other) = (format!("a{number}"), format!("b{number}"));
        for (user, name) in [
            (one, format!("N. {number}")),
            (other, format!(" n.  {number}")),
        ] {
            assert!(owner.ask(mk.seat, mk.append(vec![added(user, name)])));
        }
    }
    for number in 0..60 {
        let reply = loop {
            match mk.hear() {
                news if news.is_news() => {}
                reply => break reply,
            }
        };
        let is_stored = matches!(reply, Reply::Appended { .. });
        assert_eq!(is_stored, number % 2 == 0, "{number}: {reply:?}");
    }
}
