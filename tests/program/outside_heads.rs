//! A record that was cut, written anew, rolled back or forked together with everything beside it: an account that was
//! told a head notices, and so do `verify --heads` and `backup`.

use crate::support::house::House;
use crate::support::owner::*;
use crate::support::study::draft;
use crate::support::visit;
use coreset::domain::record::event::Event;
use coreset::domain::record::heads::ToldHead;
use coreset::domain::record::user::Role;
use coreset::domain::rules::Refusal;
use coreset::protocol::messages::{HeadStatus, Hello, OwnHead, Reply, Request};
use coreset::server::limits::Limits;
use coreset::server::owner::Owner;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A study, and an account that keeps heads outside of it.
struct Place(tempfile::TempDir);

struct Said {
    code: i32,
    all: String,
}

impl Said {
    #[track_caller]
    fn must(&self, code: i32, parts: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}", self.all);
        for part in parts {
            assert!(self.all.contains(part), "{part:?} is not in: {}", self.all);
        }
        self
    }
}

impl Place {
    /// With so many users on the list.
    fn with(users: &[&str]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        users.iter().for_each(|user| {
            place.add(user).must(0, &[]);
        });
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command on the study as the account that was told its heads.
    fn run(&self, args: &[&str]) -> Said {
        self.run_as("state", args)
    }

    /// The same as an account whose heads lie elsewhere.
    fn run_as(&self, state: &str, args: &[&str]) -> Said {
        let out = Command::new(visit::PROGRAM)
            .args(args)
            .env("XDG_STATE_HOME", self.path(state))
            .env("CORESET_STUDY", self.path("study"))
            .env("CORESET_UNTIL_IDLE", "0")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        if self.path("study/owner.lock").exists() {
            visit::wait_until_closed(&self.path("study"));
        }
        Said {
            code: out.status.code().unwrap(),
            all: String::from_utf8([out.stdout, out.stderr].concat()).unwrap(),
        }
    }

    fn add(&self, user: &str) -> Said {
        self.run(&["user", "add", user, "--name", user, "--role", "manager"])
    }

    /// Keeps a copy of the whole study, sled and heads too.
    fn copy(&self, to: &str) {
        let done = Command::new("cp")
            .arg("-a")
            .args([self.path("study"), self.path(to)])
            .status();
        assert!(done.unwrap().success());
    }

    /// Puts a copy in the place of the study.
    fn put_back(&self, from: &str) {
        fs::remove_dir_all(self.path("study")).unwrap();
        fs::rename(self.path(from), self.path("study")).unwrap();
    }

    /// Checks that the account is told, can read, saves nothing, and saves again once a manager has accepted it.
    fn is_told_and_lifted(&self, seq: u64) {
        let missing = format!("entry {seq} is stored");
        self.add("eva")
            .must(1, &["Not saved", &missing, "coreset head accept"]);
        self.run(&["status"]).must(0, &[]);
        let trail = self.run_as("other", &["audit"]);
        let told = trail
            .all
            .lines()
            .filter(|line| line.contains("head missing"));
        assert_eq!(told.count(), 1, "once an hour: {}", trail.all);
        let number = seq.to_string();
        self.run(&["head", "list"])
            .must(0, &["entry ", &number, "told to"]);
        self.run(&["head", "accept", "99", "--reason", "x"])
            .must(1, &["no account misses entry 99"]);
        let accept = |reason| ["head", "accept", &number, "--reason", reason].map(str::to_owned);
        let blank = accept(" ");
        let words: Vec<&str> = blank.iter().map(String::as_str).collect();
        self.run(&words).must(1, &["say why"]);
        let given = accept("the disk was exchanged");
        let words: Vec<&str> = given.iter().map(String::as_str).collect();
        self.run(&words).must(0, &["can save again"]);
        self.add("eva").must(0, &[]);
        self.run(&["verify"])
            .must(0, &["with itself and with 1 outside head, the newest of "]);
        self.run_as("other", &["audit"])
            .must(0, &["head accepted", "the disk was exchanged"]);
    }
}

#[test]
fn a_record_cut_with_its_heads_and_sled_is_named_by_verify_and_by_the_account() {
    let place = Place::with(&["anna", "ben"]);
    place.copy("older");
    place.add("carl").must(0, &[]);
    place.run(&["verify"]).must(0, &["with 1 outside head"]);
    place.put_back("older");
    let cut = place.run(&["verify"]);
    cut.must(4, &["its end was cut", "coreset/heads"]);
    // Opening it would bring back nothing.
    cut.must(4, &["coreset restore", "coreset head accept SEQ"]);
    assert!(!cut.all.contains("opening the study"), "{}", cut.all);
    // Nothing inside of it shows that.
    place
        .run_as("other", &["verify"])
        .must(0, &["no outside head was compared"]);
    place.is_told_and_lifted(user_entry(3));
}

#[test]
fn a_head_behind_the_place_where_the_chain_breaks_is_not_called_cut() {
    let place = Place::with(&["anna", "ben", "carl"]);
    let journal = place.path("study/journal/000001.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, text.replacen("ben", "bob", 1)).unwrap();
    let broken = place.run(&["verify"]);
    broken.must(4, &["The chain breaks after entry", "was not compared"]);
    broken.must(4, &["opening the study repairs"]);
    assert!(!broken.all.contains("its end was cut"), "{}", broken.all);
}

#[test]
fn a_record_that_is_not_the_one_of_its_sled_is_named_by_verify_alone() {
    let place = Place::with(&["anna", "ben"]);
    place.copy("older");
    place.add("carl").must(0, &[]);
    place.copy("newer");
    let alone = || place.run_as("other", &["verify"]);
    let put = |from: &str, what: &str| {
        let to = place.path("study").join(what);
        match to.is_dir() {
            true => fs::remove_dir_all(&to).unwrap(),
            false => fs::remove_file(&to).unwrap(),
        }
        let copied = Command::new("cp")
            .arg("-a")
            .args([place.path(from).join(what), to])
            .status();
        assert!(copied.unwrap().success());
    };
    alone().must(0, &["no outside head was compared"]);
    // Cut, and the heads with it: only sled knows more.
    for what in ["journal", "head.a", "head.b"] {
        put("older", what);
    }
    alone().must(4, &["the index in sled/ holds entry", "its end was cut"]);
    place.put_back("newer");
    // One that lags behind is brought up to date; one of another record is named.
    place.copy("again");
    put("older", "sled");
    alone().must(0, &["no outside head was compared"]);
    let other = Place::with(&["anna", "bob"]);
    other.copy("copy");
    fs::rename(other.path("copy"), place.path("foreign")).unwrap();
    put("foreign", "sled");
    alone().must(
        4,
        &["is not the one that the index in sled/ was built from"],
    );
    // One that cannot be read is said.
    fs::write(place.path("study/sled/db"), "damaged").unwrap();
    alone().must(0, &["cannot be read, so the record was not compared"]);
}

#[test]
fn a_history_written_anew_is_named_by_verify_by_heads_and_by_backup() {
    let place = Place::with(&["anna", "ben", "carl"]);
    let (backup, heads) = (place.path("backup"), place.path("backup.heads"));
    let backup = backup.to_str().unwrap();
    place.run(&["backup", backup]).must(0, &["backup.heads"]);
    let text = fs::read_to_string(&heads).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let heads = heads.to_str().unwrap();
    let verify = ["verify", "--heads", heads];
    place
        .run_as("other", &verify)
        .must(0, &["with itself and with 1 outside head, the newest of "]);
    // As long as the other, whole in itself, and of the same day.
    let forged = Place::with(&["anna", "bob", "carl", "dora"]);
    forged.copy("copy");
    fs::rename(forged.path("copy"), place.path("forged")).unwrap();
    place.put_back("forged");
    place
        .run_as("other", &["verify"])
        .must(0, &["no outside head was compared"]);
    place.run_as("other", &verify).must(
        4,
        &[
            // The last entry of the backup is the stop of the server.
            &format!("Entry {} is not the one", user_entry(3) + 1),
            "written anew",
        ],
    );
    // The account was told that of its backup, too, after the stop of one server and the start of the next, to which the
    // command came in.
    let after = user_entry(3) + 4;
    place
        .run(&["verify"])
        .must(4, &[&format!("Entry {after} is not the one")]);
    place
        .run(&["backup", backup])
        .must(3, &["another study", "Nothing was changed"]);
    place.is_told_and_lifted(after);
}

#[test]
fn a_fork_of_an_older_copy_is_named_by_verify_and_by_backup() {
    let place = Place::with(&["anna", "ben"]);
    place.copy("older");
    place.add("carl").must(0, &[]);
    let backup = place.path("backup");
    let backup = backup.to_str().unwrap();
    place.run(&["backup", backup]).must(0, &[]);
    place.put_back("older");
    for user in ["xaver", "yves", "zoe"] {
        let args = ["user", "add", user, "--name", user, "--role", "manager"];
        place.run_as("other", &args).must(0, &[]);
    }
    // The account was told the entry of its backup, which stands after that of carl, a stop, a start and a login.
    let after = user_entry(3) + 4;
    place
        .run(&["verify"])
        .must(4, &[&format!("Entry {after} is not the one")]);
    let apart = format!("went apart: entry {} is not the same", user_entry(3) + 1);
    place
        .run_as("other", &["backup", backup])
        .must(3, &[&apart]);
    place.is_told_and_lifted(after);
}

#[test]
fn a_restore_says_so_itself_and_stops_nobody() {
    let place = Place::with(&["anna", "ben"]);
    let backup = place.path("backup");
    let backup = backup.to_str().unwrap();
    place.run(&["backup", backup]).must(0, &[]);
    place.add("carl").must(0, &[]);
    let restored = place.path("restored");
    place
        .run(&["restore", backup, restored.to_str().unwrap()])
        .must(0, &["are not stopped"]);
    place.put_back("restored");
    place.run(&["verify"]).must(4, &[]);
    place.add("dora").must(0, &[]);
    place.run(&["verify"]).must(0, &["with 1 outside head"]);
    place.run(&["audit"]).must(
        0,
        &[
            "restored",
            &format!("from a backup of {} entries", user_entry(2) + 1),
        ],
    );
}

#[test]
fn heads_inside_the_study_prove_nothing_and_a_home_that_cannot_be_written_keeps_nobody_out() {
    let place = Place::with(&["anna"]);
    let inside = place.path("study/heads");
    fs::copy(place.path("state/coreset/heads"), &inside).unwrap();
    place
        .run(&["verify", "--heads", inside.to_str().unwrap()])
        .must(2, &["is inside the study directory"]);
    fs::write(place.path("file"), "no directory").unwrap();
    let args = ["user", "add", "ben", "--name", "ben", "--role", "manager"];
    place.run_as("file", &args).must(0, &[]);
    place
        .run_as("file", &["verify"])
        .must(0, &["this account keeps no head"]);
}

/// The entry with which the user of this number was added to a study that the program opened: a server starts and stops
/// for each, and the first one has the entry that the command came in.
fn user_entry(number: u64) -> u64 {
    visit::opening_entries() + 3 * number
}

fn told(seq: u64, digit: &str) -> ToldHead {
    ToldHead {
        seq,
        hash: digit.repeat(64),
        at: chrono::Local::now().fixed_offset(),
        proof: None,
    }
}

fn knows(user: &str, head: ToldHead) -> Hello {
    Hello {
        head: Some(head),
        ..hello(user, true)
    }
}

/// Waits for the next word about heads.
fn heads(sitter: &Sitter<'_>) -> HeadStatus {
    loop {
        if let Reply::Heads(status) = sitter.hear() {
            return *status;
        }
    }
}

fn refusal(sitter: &Sitter<'_>, events: Vec<Event>) -> Refusal {
    assert!(sitter.owner.ask(sitter.seat, sitter.append(events)));
    loop {
        if let Reply::Refused { refusal, .. } = sitter.hear() {
            return refusal;
        }
    }
}

fn missing_in(dir: &Path) -> usize {
    let text = fs::read_to_string(dir.join("journal/000001.jsonl")).unwrap();
    text.matches(r#""kind":"head-missing""#).count()
}

#[test]
fn who_was_told_more_than_the_record_holds_saves_nothing_and_all_others_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![add("pt", &[Role::Assessor]), enrol("01-001")]);
    let head = match manager.ask(Request::Head) {
        Reply::Head(head) => head,
        other => panic!("{other:?}"),
    };
    let holds = ToldHead {
        seq: head.seq,
        hash: head.hash.clone(),
        at: head.at.unwrap(),
        proof: None,
    };
    let same = try_sit(&owner, account("pt"), knows("pt", holds.clone())).unwrap();
    assert_eq!(same.welcome.heads.own, OwnHead::Held);
    assert_eq!(same.welcome.heads.missing, []);
    // Another entry there, and one behind the end.
    let beyond = told(head.seq + 40, "b");
    let pt = try_sit(&owner, account("pt"), knows("pt", beyond.clone())).unwrap();
    assert_eq!(pt.welcome.heads.own, OwnHead::Missing { seq: beyond.seq });
    let other = told(2, "c");
    let again = try_sit(&owner, account("pt"), knows("pt", other)).unwrap();
    assert_eq!(again.welcome.heads.own, OwnHead::Missing { seq: 2 });
    for told in [&manager, &same] {
        let status = heads(told);
        assert_eq!(status.own, OwnHead::Held);
        assert_eq!(status.missing.len(), 1);
        assert_eq!(status.missing[0].seq, beyond.seq);
    }
    let why = refusal(&pt, vec![answer("01-001", "vas", 12)]);
    assert_eq!(why, Refusal::HeadMissing { seq: beyond.seq });
    assert!(!why.is_lasting(), "it is kept and sent again");
    assert_eq!(missing_in(dir.path()), 1, "one a user and hour");
    // Nobody but the program says that a head is missing, and nobody accepts one that is not.
    let hash = beyond.hash.clone();
    let forged = Event::HeadMissing {
        user: "pt".to_owned(),
        seq: 1,
        hash: hash.clone(),
        proven: true,
    };
    assert!(matches!(
        refusal(&manager, vec![forged]),
        Refusal::NotAllowed { .. }
    ));
    let accept = |seq, reason: &str| Event::HeadAccepted {
        seq,
        hash: hash.clone(),
        reason: reason.to_owned(),
    };
    assert_eq!(
        refusal(&manager, vec![accept(7, "x")]),
        Refusal::NoSuchHead { seq: 7 }
    );
    let blank = refusal(&manager, vec![accept(beyond.seq, " \t")]);
    assert_eq!(blank, Refusal::AcceptedWithoutReason);
    assert!(matches!(
        refusal(&pt, vec![accept(beyond.seq, "mine")]),
        Refusal::NotAllowed { .. }
    ));
    manager.save(vec![accept(beyond.seq, "an older copy was put back")]);
    for told in [&pt, &again] {
        let status = heads(told);
        assert!(matches!(status.own, OwnHead::Accepted { .. }), "{status:?}");
        assert_eq!(status.missing, []);
        told.read("01-001");
    }
    pt.save(vec![answer("01-001", "vas", 12)]);
}

#[test]
fn a_head_that_makes_no_sense_is_none_and_keeps_nobody_out() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    sit(&owner, own_account("mk"));
    for (number, head) in [
        told(0, "a"),
        told(9, "x"),
        ToldHead {
            hash: "ab".to_owned(),
            ..told(9, "a")
        },
        ToldHead {
            proof: Some("words".to_owned()),
            ..told(9, "a")
        },
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("01-00{}", number + 1);
        let mk = try_sit(&owner, own_account("mk"), knows("mk", head)).unwrap();
        assert_eq!(mk.welcome.heads.own, OwnHead::Held);
        mk.save(vec![enrol(&id)]);
    }
    assert_eq!(missing_in(dir.path()), 0);
}

#[test]
fn a_missing_head_with_the_proof_of_the_server_stops_everybody_until_it_is_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![add("pt", &[Role::Assessor]), enrol("01-001")]);
    let status = manager.welcome.heads.clone();
    let proof = status.head.unwrap().proof.unwrap();
    // Somebody else's proof proves nothing.
    let invented = ToldHead {
        proof: Some(proof),
        ..told(90, "b")
    };
    let pt = try_sit(&owner, account("pt"), knows("pt", invented)).unwrap();
    assert!(!pt.welcome.heads.missing[0].proven);
    manager.save(vec![enrol("01-002")]);
    owner.finish(LONG);
    drop((manager, pt));
    // The server's own, of an entry that is not in the copy that was put back with its key.
    let copied = tempfile::tempdir().unwrap();
    let copy = copied.path().join("study");
    let done = Command::new("cp")
        .arg("-a")
        .args([dir.path(), &copy])
        .status();
    assert!(done.unwrap().success());
    let ahead = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&ahead, own_account("mk"));
    assert!(mk.owner.ask(mk.seat, mk.append(vec![enrol("01-003")])));
    let head = loop {
        if let Reply::Appended { receipt, proof, .. } = mk.hear() {
            break ToldHead {
                seq: receipt.last,
                hash: receipt.hash,
                at: receipt.at,
                proof,
            };
        }
    };
    drop(mk);
    let owner = Owner::start(open(&copy)).unwrap();
    let manager = sit(&owner, own_account("mk"));
    manager.save(vec![enrol("01-004")]);
    let pt = try_sit(&owner, account("pt"), knows("pt", head.clone())).unwrap();
    assert!(pt.welcome.heads.missing.iter().any(|head| head.proven));
    let why = refusal(&manager, vec![enrol("01-005")]);
    let (user, seq) = ("pt".to_owned(), head.seq);
    assert_eq!(why, Refusal::HeadMissingForAll { user, seq });
    let accepted = Event::HeadAccepted {
        seq,
        hash: head.hash,
        reason: "an older copy was put back".to_owned(),
    };
    assert!(
        manager
            .owner
            .ask(manager.seat, manager.append(vec![accepted]))
    );
    while !matches!(manager.hear(), Reply::Appended { .. }) {}
    assert!(
        manager
            .owner
            .ask(manager.seat, manager.append(vec![enrol("01-005")]))
    );
    while !matches!(manager.hear(), Reply::Appended { .. }) {}
}

#[test]
fn a_record_rolled_back_under_a_live_client_is_named_when_it_comes_back() {
    let mut house = House::new(Limits::default());
    let guest = house.guest("c");
    guest.appended("1", vec![draft(enrol("01-001"))]);
    let (study, older) = (
        house.dir.path().join("study"),
        house.dir.path().join("older"),
    );
    house.listener = None;
    assert!(house.owner.finish(LONG));
    let done = Command::new("cp").arg("-a").args([&study, &older]).status();
    assert!(done.unwrap().success());
    house.start_anew();
    while !matches!(guest.next(), Reply::Back(_)) {}
    let saved = guest.appended("2", vec![draft(enrol("01-002"))]);
    house.listener = None;
    assert!(house.owner.finish(LONG));
    fs::remove_dir_all(&study).unwrap();
    fs::rename(&older, &study).unwrap();
    house.start_anew();
    let welcome = loop {
        if let Reply::Back(welcome) = guest.next() {
            break welcome;
        }
    };
    assert_eq!(welcome.heads.own, OwnHead::Missing { seq: saved });
    guest.append("3", vec![draft(enrol("01-003"))]);
    let refusal = loop {
        if let Reply::Refused { refusal, .. } = guest.next() {
            break refusal;
        }
    };
    assert_eq!(refusal, Refusal::HeadMissing { seq: saved });
    // It goes on saying so, also to the next server.
    house.start_anew();
    let welcome = loop {
        if let Reply::Back(welcome) = guest.next() {
            break welcome;
        }
    };
    assert_eq!(welcome.heads.own, OwnHead::Missing { seq: saved });
}
