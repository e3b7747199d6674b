//! Several clients at one socket: each gets its own replies, and what is wrong with one reaches no other.

use crate::support::house::*;
use crate::support::study;
use crate::support::study::enrol;
use coreset::domain::base::answer::Answer;
use coreset::domain::record::entry::Draft;
use coreset::domain::record::event::{Event, Origin};
use coreset::link::LinkError;
use coreset::protocol;
use coreset::protocol::messages::{Reply, Request};
use coreset::protocol::{Bounds, MAGIC, PROTOCOL};
use coreset::server::limits::Limits;
use coreset::server::{peer, verify};
use coreset::text::server::{Unreached, Unwelcome};
use coreset::text::{English, Language as _};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use rust_decimal::Decimal;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// An answer on the scale of a form, in millimetres; a scale has 100 of them.
fn typed(id: &str, form: &str, number: i64) -> Draft {
    let answer = Answer::number(Decimal::new(number % 101, 1), None);
    study::draft(Event::Answered {
        place: study::place(id, "baseline", form, "vas"),
        answer,
        origin: Origin::Typed,
    })
}

fn house() -> House {
    House::new(Limits::default())
}

/// Reads what the server still says, until it closes; a reset is a close too.
fn rest(stream: &mut UnixStream) -> Vec<u8> {
    let mut said = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return said,
            Ok(count) => said.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return said,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn each_client_gets_its_own_replies_in_order() {
    let house = house();
    let (one, two) = (house.guest("one"), house.guest("two"));
    let me = peer::this_process();
    assert_eq!(one.welcome.who.user, me.user);
    assert_eq!(one.welcome.who.from, "test");
    one.appended("one-e", vec![enrol("01-001")]);
    two.appended("two-e", vec![enrol("01-002")]);
    for number in 0..100 {
        one.append(&format!("a{number}"), vec![typed("01-001", "phga", number)]);
        two.append(&format!("a{number}"), vec![typed("01-002", "phga", number)]);
    }
    for guest in [&one, &two] {
        for number in 0..100 {
            match guest.answer() {
                Reply::Appended { receipt, .. } => {
                    assert_eq!(receipt.request, guest.request(&format!("a{number}")))
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert!(one.taken("01-002") && two.taken("01-001") && !two.taken("01-003"));
    assert_eq!(house.listener().clients(), 2);
    assert!(one.remote.finish(LONG));
    house.wait_clients(1);
}

#[test]
fn what_was_sent_before_the_end_is_applied() {
    let house = house();
    let one = house.guest("one");
    one.append("e", vec![enrol("01-001")]);
    for number in 0..500 {
        one.append(&format!("a{number}"), vec![typed("01-001", "phga", number)]);
    }
    assert!(one.remote.finish(LONG));
    one.append("late", vec![enrol("01-002")]);
    house.wait_clients(0);
    let one = house.guest("one");
    assert!(one.taken("01-001") && !one.taken("01-002"));
    // The same request again has the receipt of the first time.
    let again = one.appended("a499", vec![typed("01-001", "phga", 499)]);
    let next = one.appended("new", vec![typed("01-001", "ptga", 1)]);
    // Between them, who sent it was cut off, and came back.
    assert_eq!(next, again + 3);
}

struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn nonsense_of_many_kinds_disturbs_nobody() {
    let house = house();
    let worker = house.guest("worker");
    worker.appended("e", vec![enrol("01-001")]);
    let done = AtomicBool::new(false);
    let worker = std::thread::scope(|scope| {
        let working = scope.spawn(|| {
            let worker = worker;
            let mut number = 0;
            while !done.load(Ordering::SeqCst) {
                worker.appended(&format!("w{number}"), vec![typed("01-001", "phga", number)]);
                number += 1;
            }
            assert!(number > 0);
            worker
        });
        // Also when this fails.
        let over = Over(&done);
        let mut random = SmallRng::seed_from_u64(7);
        let hello = protocol::encode(&hello("bad")).unwrap();
        for round in 0..40 {
            let mut bytes = vec![0; random.random_range(1..20_000)];
            random.fill(&mut bytes[..]);
            let length = u32::try_from(random.random_range(1_usize << 20..1 << 31)).unwrap();
            let mut stream = house.raw();
            let kinds: [&[&[u8]]; 7] = [
                &[&bytes],
                &[b"GET / HTTP/1.1\r\n\r\n"],
                &[&protocol::opening(), &bytes],
                &[&protocol::opening(), &hello, &bytes],
                &[
                    &protocol::opening(),
                    &hello,
                    &(length + 1).to_le_bytes(),
                    &bytes,
                ],
                &[
                    &protocol::opening(),
                    &hello,
                    &9_u32.to_le_bytes(),
                    b"123456789",
                ],
                &[
                    &protocol::opening(),
                    &hello,
                    &protocol::encode(&append("cut", vec![enrol("01-009")])).unwrap()[..50],
                ],
            ];
            for piece in kinds[round % kinds.len()] {
                // It may have been thrown out in the middle.
                let _ = stream.write_all(piece);
            }
            let _ = stream.shutdown(std::net::Shutdown::Write);
            rest(&mut stream);
        }
        drop(over);
        working.join().unwrap()
    });
    house.wait_clients(1);
    assert!(!worker.taken("01-009"));
    let uid = peer::this_process().uid;
    for reason in [
        "does not begin as the protocol does",
        "is longer than the 1048576 that are allowed",
        "cannot be understood",
        "its last message is cut off",
    ] {
        let line = house.logged(reason);
        assert!(line.contains(&format!("uid {uid}")), "{line}");
    }
    let log = fs::read_to_string(&house.log).unwrap();
    assert!(
        !log.contains("01-0"),
        "no answer and no participant is logged"
    );
}

#[test]
fn a_first_message_is_short_and_comes_soon() {
    let soon = Duration::from_millis(50);
    let house = House::new(Limits {
        hello: soon,
        amid: soon,
        ..Limits::default()
    });
    let worker = house.guest("worker");
    let mut silent = house.raw();
    assert_eq!(rest(&mut silent), b"");
    house.logged("did not say who it is within 50ms");
    let mut slow = house.raw();
    slow.write_all(&MAGIC[..3]).unwrap();
    assert_eq!(rest(&mut slow), b"");
    let mut long = house.raw();
    long.write_all(&protocol::opening()).unwrap();
    long.write_all(&5000_u32.to_le_bytes()).unwrap();
    assert_eq!(rest(&mut long), b"");
    house.logged("5000 bytes is longer than the 4096");
    let mut half = house.raw_guest("half");
    half.write_all(&100_u32.to_le_bytes()).unwrap();
    assert_eq!(rest(&mut half), b"");
    house.logged("the rest of a message did not come within 50ms");
    // Who says nothing between messages may stay.
    assert!(!worker.taken("01-001"));
}

#[test]
fn another_version_gets_an_answer_that_it_can_read() {
    let house = house();
    let mut other = house.raw();
    // At once: the server hangs up as soon as it has read the version.
    let version = (PROTOCOL + 1).to_le_bytes();
    let said = [&MAGIC[..], &version, b"whatever that version says"].concat();
    other.write_all(&said).unwrap();
    let said = rest(&mut other);
    assert_eq!(said[..8], MAGIC);
    assert_eq!(said[8..10], PROTOCOL.to_le_bytes());
    let text = String::from_utf8(said[14..].to_vec()).unwrap();
    assert_eq!(said[10..14], (text.len() as u32).to_le_bytes());
    assert!(text.contains("leave and start coreset again"), "{text}");
    let newer = PROTOCOL + 1;
    house.logged(&format!("it speaks version {newer} of the protocol"));
}

/// A server of another version, for one connection.
fn foreign(path: &std::path::Path, said: &'static [u8]) -> std::thread::JoinHandle<()> {
    let listener = UnixListener::bind(path).unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(said).unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        rest(&mut stream);
    })
}

#[test]
fn a_server_of_another_version_or_kind_is_told_from_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    let refusal = |said| {
        let server = foreign(&path, said);
        let error = Guest::new(&path, "c").err().unwrap();
        server.join().unwrap();
        fs::remove_file(&path).unwrap();
        error
    };
    let newer = b"coreset\n\x09\x00\x0d\x00\x00\x00Take newer v9";
    assert!(matches!(refusal(newer), LinkError::Version(text) if text == "Take newer v9"));
    let terse = b"coreset\n\x09\x00";
    assert!(matches!(refusal(terse), LinkError::Version(text)
        if text.contains("version 9") && text.contains("start coreset again")));
    assert!(matches!(
        refusal(b"SSH-2.0-OpenSSH\r\n"),
        LinkError::Foreign(_)
    ));
    assert!(matches!(
        Guest::new(&path, "c").err().unwrap(),
        LinkError::Unreachable(_)
    ));
}

#[test]
fn a_client_that_does_not_read_what_it_is_told_is_cut_off() {
    let house = House::new(Limits {
        outbox: Bounds {
            frames: 64,
            bytes: 1 << 20,
        },
        ..Limits::default()
    });
    let worker = house.guest("worker");
    worker.appended("e", vec![enrol("01-001")]);
    // It is at a participant, so that it is told who else comes and goes, and reads nothing of it.
    let mut deaf = house.raw_guest("deaf");
    let location = Request::At(Some(coreset::protocol::messages::Location {
        participant: "01-001".into(),
        visit: None,
        form: None,
    }));
    deaf.write_all(&protocol::encode(&location).unwrap())
        .unwrap();
    worker.at("01-001");
    worker.wait_present(1);
    let mut number = 0;
    while house.listener().clients() == 2 {
        number += 1;
        assert!(number < 10_000, "it is still there");
        worker.send(Request::At(None));
        worker.at("01-001");
        worker.taken("01-001");
    }
    house.logged("it does not take what it is sent");
    assert!(worker.taken("01-001"));
    // What the system had taken for it can be read, then the end.
    rest(&mut deaf);
}

#[test]
fn a_client_that_asks_and_does_not_read_is_held_back() {
    let house = house();
    let worker = house.guest("worker");
    let mut eager = house.raw_guest("eager");
    let asked = "x".repeat(1000);
    let request = Request::Taken(asked.as_str().into());
    let request = protocol::encode(&request).unwrap();
    let most = 20_000;
    eager
        .set_write_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let mut sent = 0;
    while sent < most {
        match eager.write(&request[..]) {
            Ok(count) if count == request.len() => sent += 1,
            // The rest of a request that the system took in part, or nothing of the next.
            Ok(count) => {
                assert!(!worker.taken("01-001"));
                eager.set_write_timeout(None).unwrap();
                let rest = request[count..].to_vec();
                let mut writing = eager.try_clone().unwrap();
                let writing = std::thread::spawn(move || writing.write_all(&rest).unwrap());
                sent += 1;
                read_taken(&mut eager, sent, &asked);
                writing.join().unwrap();
                return;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(sent < most, "nothing held it back");
    assert!(!worker.taken("01-001"));
    read_taken(&mut eager, sent, &asked);
}

fn read_taken(stream: &mut UnixStream, count: usize, asked: &str) {
    for _ in 0..count {
        match protocol::decode(&payload(stream).unwrap()).unwrap() {
            Reply::Taken { id, taken: false } => assert_eq!(id.as_str(), asked),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_client_that_dies_frees_its_seat() {
    let house = house();
    let (stays, dies) = (house.guest("stays"), house.guest("dies"));
    stays.appended("e", vec![enrol("01-001")]);
    stays.at("01-001");
    stays.wait_present(0);
    dies.at("01-001");
    stays.wait_present(1);
    drop(dies);
    stays.wait_present(0);
    // One that sends without reading, and closes in the middle of it.
    let mut raw = house.raw_guest("raw");
    let location = Request::At(Some(coreset::protocol::messages::Location {
        participant: "01-001".into(),
        visit: None,
        form: None,
    }));
    for _ in 0..200 {
        raw.write_all(&protocol::encode(&location).unwrap())
            .unwrap();
    }
    stays.wait_present(1);
    drop(raw);
    stays.wait_present(0);
    house.wait_clients(1);
}

#[test]
fn a_flood_waits_for_its_answers_and_holds_up_nobody() {
    let house = house();
    let worker = house.guest("worker");
    let flood = house.guest("flood");
    worker.appended("e", vec![enrol("01-001")]);
    for number in 0..3000 {
        flood.send(Request::Taken(format!("x{number}").as_str().into()));
        flood.at("01-001");
        if number % 100 == 0 {
            worker.appended(&format!("w{number}"), vec![typed("01-001", "phga", number)]);
        }
    }
    for number in 0..3000 {
        match flood.answer() {
            Reply::Taken { id, taken } => {
                assert_eq!((id.as_str(), taken), (format!("x{number}").as_str(), false))
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(flood.taken("01-001"), "nothing of the server's own is seen");
}

#[test]
fn a_lost_owner_is_found_again_and_what_was_in_flight_is_applied_once() {
    let mut house = house();
    let one = house.guest("one");
    one.appended("one-1", vec![enrol("01-001")]);
    let first = one.appended("one-2", vec![typed("01-001", "phga", 1)]);
    house.listener = None;
    assert!(matches!(one.next(), Reply::Lost(Unreached::Lost)));
    one.append("dropped", vec![enrol("01-002")]);
    house.start_anew();
    let Reply::Back(welcome) = one.next() else {
        panic!("not back");
    };
    assert_eq!(welcome.who, one.welcome.who);
    // As the screens do: what had no answer, and here even what had one, is sent again.
    assert_eq!(
        one.appended("one-2", vec![typed("01-001", "phga", 1)]),
        first
    );
    assert!(one.taken("01-001") && !one.taken("01-002"));
    drop(one);
    house.listener = None;
    assert!(house.owner.finish(LONG));
    let report = verify(&house.dir.path().join("study")).unwrap();
    assert!(report.is_sound());
    // After it only: the client was cut off, came back and left, and the servers stopped, started and stopped.
    assert_eq!(report.entries, first + 6);
}

#[test]
fn a_server_of_another_version_in_its_place_is_told_of() {
    let mut house = house();
    let one = house.guest("one");
    house.listener = None;
    assert!(matches!(one.next(), Reply::Lost(_)));
    let server = foreign(
        &house.path,
        b"coreset\n\x09\x00\x0d\x00\x00\x00Take newer v9",
    );
    assert!(
        matches!(one.next(), Reply::Lost(Unreached::OtherVersion { sentence }) if sentence == "Take newer v9")
    );
    server.join().unwrap();
    fs::remove_file(&house.path).unwrap();
    house.listen();
    assert!(matches!(one.next(), Reply::Back(_)));
}

#[test]
fn what_is_to_be_remembered_is_sent_first_when_the_owner_is_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("socket");
    // A server that only writes down what it is sent.
    let serve = |listener: &UnixListener| {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let mut opening = [0; 10];
        stream.read_exact(&mut opening).unwrap();
        payload(&mut stream).unwrap();
        let welcome = coreset::protocol::messages::Welcome {
            program: String::new(),
            who: study::draft(enrol("x").event).by,
            roles: Vec::new(),
            demo: false,
            study: coreset::protocol::messages::SentStudy::default(),
            backup_status: None,
            place: None,
            passphrase: false,
            findings: Vec::new(),
            heads: coreset::protocol::messages::HeadStatus::default(),
        };
        let greeting = protocol::Greeting::Welcome(Box::new(welcome));
        stream.write_all(&protocol::opening()).unwrap();
        stream
            .write_all(&protocol::encode(&greeting).unwrap())
            .unwrap();
        stream
    };
    let listener = UnixListener::bind(&path).unwrap();
    let (guest, stream) = std::thread::scope(|scope| {
        let stream = scope.spawn(|| serve(&listener));
        (Guest::new(&path, "c").unwrap(), stream.join().unwrap())
    });
    drop(stream);
    assert!(matches!(guest.next(), Reply::Lost(_)));
    let remember = |text: &str| Request::Remember(Some(text.to_owned()));
    guest.send(remember("older"));
    guest.send(Request::Users);
    guest.send(remember("newest"));
    let mut stream = serve(&listener);
    assert!(matches!(guest.next(), Reply::Back(_)));
    guest.send(Request::Users);
    let first: Request = protocol::decode(&payload(&mut stream).unwrap()).unwrap();
    let second: Request = protocol::decode(&payload(&mut stream).unwrap()).unwrap();
    assert_eq!((first, second), (remember("newest"), Request::Users));
}

#[test]
fn a_socket_deep_in_long_directories_is_reached() {
    let dir = tempfile::tempdir().unwrap();
    let deep = dir.path().join("d".repeat(200)).join("e".repeat(200));
    fs::create_dir_all(&deep).unwrap();
    let house = House::at(dir, deep.join("socket"), Limits::default());
    assert!(!house.guest("one").taken("01-001"));
}

#[test]
fn stopping_answers_what_was_asked_and_removes_the_socket() {
    let house = house();
    let one = house.guest("one");
    one.append("e", vec![enrol("01-001")]);
    // Few enough to be on their way when the server stops.
    for number in 0..100 {
        one.append(&format!("a{number}"), vec![typed("01-001", "phga", number)]);
    }
    assert!(house.listener().stop(LONG));
    assert!(!house.path.exists());
    assert_eq!(house.listener().clients(), 0);
    let mut appended = 0;
    loop {
        match one.next() {
            Reply::Appended { .. } => appended += 1,
            Reply::Lost(_) => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(appended, 101);
    assert!(house.listener().stop(LONG), "a second time is harmless");
}

#[test]
fn a_server_that_ends_for_want_of_clients_sends_who_comes_then_to_the_next() {
    let house = house();
    let one = house.guest("one");
    std::thread::scope(|scope| {
        let empty = scope.spawn(|| house.listener().wait_empty(Duration::from_millis(5)));
        assert!(!one.taken("01-001") && !empty.is_finished());
        drop(one);
        assert!(empty.join().unwrap());
    });
    // It still listens; the second try finds the next server.
    let next = House::new(Limits::default());
    let (mut path, other) = (house.path.clone(), next.path.clone());
    let guest = Guest::reaching("two", move || {
        let stream = protocol::connect(&path);
        path.clone_from(&other);
        stream
    });
    let guest = guest.unwrap();
    assert!(!guest.taken("01-001"));
    assert_eq!(next.listener().clients() + house.listener().clients(), 1);
}

#[test]
fn more_connections_than_a_user_may_have_are_refused_with_a_sentence() {
    let house = House::new(Limits {
        per_user: 2,
        ..Limits::default()
    });
    let _one = house.guest("one");
    let two = house.guest("two");
    match Guest::new(&house.path, "three") {
        Err(LinkError::Refused(why)) => assert_eq!(why, Unwelcome::TooManyOfUser { most: 2 }),
        other => panic!("{:?}", other.err()),
    }
    house.logged("was refused: You have 2 connections");
    drop(two);
    house.wait_clients(1);
    house.guest("three");
}

#[test]
fn a_request_too_long_to_send_is_refused_at_once() {
    let house = house();
    let one = house.guest("one");
    one.appended("e", vec![enrol("01-001")]);
    one.append(
        "long",
        vec![study::draft(coreset::domain::record::event::Event::Noted {
            place: study::place("01-001", "baseline", "phga", "vas"),
            text: "x".repeat(protocol::REQUEST_LIMIT),
        })],
    );
    match one.answer() {
        Reply::Refused { request, refusal } => {
            let (reason, lasting) = (English.refusal(&refusal), refusal.is_lasting());
            assert_eq!((request, lasting), (one.request("long"), true));
            assert!(reason.contains("smaller parts"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
    assert!(one.taken("01-001"), "the connection goes on");
}
