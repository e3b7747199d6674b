//! What journals of earlier versions may hold, texts of any length, is still read: through the owner and its socket.

use crate::support::house::*;
use crate::support::owner;
use crate::support::owner::{enrol, note, open, place};
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath};
use coreset::domain::record::query::Step;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::views::find::filter::Filter;
use coreset::protocol;
use coreset::protocol::messages::{Reply, Request};
use coreset::protocol::{FRAME_LIMIT, Frames};
use coreset::server::limits::Limits;
use proptest::prelude::*;
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

/// Bytes of a text as a client of an earlier version could send it.
const LONG: usize = 950_000;
const WHO: &str = "01-001";

/// Returns a text of so many bytes that differs from all others.
fn text(number: usize, length: usize) -> String {
    let words = format!("text {number} ");
    words.chars().cycle().take(length).collect()
}

fn query(field: &str, text: String) -> Event {
    Event::Queried {
        place: place(WHO, "phga", field),
        query: 0,
        step: Step::Open,
        text,
    }
}

/// Stores events as an earlier version did, which set no limit: each under a request of its own.
fn store(study: &Path, events: impl IntoIterator<Item = Event>) {
    let mut opened = open(study);
    for (number, event) in events.into_iter().enumerate() {
        opened
            .append(&format!("early-{number}"), vec![event])
            .unwrap();
    }
}

/// Twenty-two texts: half of them notes on as many fields, the other half queries on one.
fn early() -> Vec<Event> {
    let texts = (0..11).flat_map(|number| {
        [
            note(WHO, &format!("field-{number}"), &text(number, LONG)),
            query("vas", text(100 + number, LONG)),
        ]
    });
    [enrol(WHO)].into_iter().chain(texts).collect()
}

/// A study that an earlier version kept, served.
fn served(events: impl IntoIterator<Item = Event>, limits: Limits) -> House {
    let dir = tempfile::tempdir().unwrap();
    store(&dir.path().join("study"), events);
    let path = dir.path().join("socket");
    House::at(dir, path, limits)
}

/// Reads the whole trail part by part; returns the entries and how many parts there were.
fn trail(guest: &Guest, who: Option<&str>) -> (Vec<Entry>, usize) {
    let (mut all, mut parts) = (Vec::new(), 0);
    let mut after = Some(0);
    while let Some(from) = after {
        guest.send(Request::Trail {
            participant: who.map(Into::into),
            after: from,
        });
        match guest.answer() {
            Reply::Trail { entries, next } => {
                all.extend(entries);
                after = next;
            }
            other => panic!("{}", short(&other)),
        }
        parts += 1;
    }
    (all, parts)
}

/// Nobody reads 20 MB of a failed test.
fn short(reply: &Reply) -> String {
    format!("{reply:?}").chars().take(300).collect()
}

fn record(guest: &Guest) -> ParticipantRecord {
    guest.send(Request::Record(WHO.into()));
    match guest.answer() {
        Reply::Record {
            record: Some(record),
            ..
        } => *record,
        other => panic!("{}", short(&other)),
    }
}

fn must_hold_all(record: &ParticipantRecord) {
    let cells = &record.sessions["baseline"].forms["phga"];
    for number in 0..11 {
        let cell = &cells[format!("field-{number}").as_str()];
        assert!(cell.note.as_deref() == Some(&text(number, LONG)));
        let asked = &cells["vas"].queries[number].question;
        assert!(*asked == text(100 + number, LONG));
    }
}

#[test]
fn twenty_two_texts_of_950_kb_are_read_in_every_way() {
    let house = served(early(), Limits::default());
    let guest = house.guest("reader");
    // The trail, of all and of the participant: in parts of few entries, all of them there, in order.
    for who in [None, Some(WHO)] {
        let (entries, parts) = trail(&guest, who);
        let seqs: Vec<u64> = entries.iter().map(|entry| entry.seq).collect();
        assert!(seqs.is_sorted() && parts > 10, "{parts} parts: {seqs:?}");
        let stored = entries.into_iter().map(|entry| entry.draft.event);
        let texts: Vec<Event> = stored
            .filter(|event| event.participant().is_some())
            .collect();
        assert!(texts == early());
    }
    // The record as it stands, whatever it holds.
    must_hold_all(&record(&guest));
    // The history of one field: eleven queries.
    let vas: FieldPath = place(WHO, "phga", "vas");
    guest.send(Request::History(vas.clone()));
    match guest.answer() {
        Reply::History { place, entries } => {
            assert_eq!((place, entries.len()), (vas, 11));
        }
        other => panic!("{}", short(&other)),
    }
    // The queries of the study that are not closed: a list in which all of them stand in full.
    guest.send(Request::Queries);
    match guest.answer() {
        Reply::Queries(queries) => {
            let length: usize = queries.iter().map(|query| query.text.len()).sum();
            assert_eq!((queries.len(), length), (11, 11 * LONG));
        }
        other => panic!("{}", short(&other)),
    }
    guest.send(Request::Find {
        query: String::new(),
        filter: Filter::All,
        sort: coreset::domain::views::find::order::Sort::default(),
        from: 0,
        count: 100,
    });
    assert!(matches!(guest.answer(), Reply::Found(found) if found.rows.len() == 1));
}

#[test]
fn others_who_wrote_long_texts_first_are_told_of_in_full() {
    let study = owner::study();
    let form = study.form("haq").unwrap();
    let fields: Vec<&str> = form
        .fields()
        .map(|field| field.id.as_str())
        .take(18)
        .collect();
    let noted = |number: usize, text: &str| Event::Noted {
        place: place(WHO, "haq", fields[number]),
        text: text.to_owned(),
    };
    let notes = (0..18).map(|number| noted(number, &text(number, LONG)));
    let house = served([enrol(WHO)].into_iter().chain(notes), Limits::default());
    let guest = house.guest("late");
    // All notes at once, over those of others that this client never saw.
    let events = (0..18).map(|number| noted(number, "mine"));
    guest.send(Request::Append(coreset::protocol::messages::Append {
        request: guest.request("notes"),
        seen: 0,
        events: events.collect(),
        ..Default::default()
    }));
    match guest.answer() {
        Reply::Conflict { standing, .. } => {
            assert_eq!(standing.len(), 18);
            for (number, (_, entry)) in standing.iter().enumerate() {
                let Event::Noted { text: stored, .. } = &entry.draft.event else {
                    panic!("{:?}", entry.seq);
                };
                assert!(*stored == text(number, LONG));
            }
        }
        other => panic!("{}", short(&other)),
    }
}

#[test]
fn one_text_longer_than_a_frame_is_read() {
    let longest = 5 * FRAME_LIMIT + 12_345;
    let events = [
        enrol(WHO),
        note(WHO, "before", "short"),
        note(WHO, "long", &text(1, longest)),
        note(WHO, "after", "short again"),
    ];
    let house = served(events.clone(), Limits::default());
    let guest = house.guest("reader");
    let (entries, parts) = trail(&guest, Some(WHO));
    let stored: Vec<Event> = entries.into_iter().map(|entry| entry.draft.event).collect();
    assert!(stored == events && parts == 2, "{parts}");
    let cells = &record(&guest).sessions["baseline"].forms["phga"];
    assert_eq!(cells["long"].note.as_ref().unwrap().len(), longest);
}

fn raw_record(house: &House, name: &str) -> std::os::unix::net::UnixStream {
    let mut stream = house.raw_guest(name);
    let request = Request::Record(WHO.into());
    stream
        .write_all(&protocol::encode(&request).unwrap())
        .unwrap();
    stream
}

/// Reads the next reply in small pieces.
fn slowly(stream: &mut impl Read, frames: &mut Frames, mut each: impl FnMut()) -> Reply {
    let mut piece = vec![0; 48 << 10];
    loop {
        if let Some(payload) = frames.next_payload().unwrap() {
            return protocol::decode(payload).unwrap();
        }
        let count = stream.read(&mut piece).unwrap();
        assert!(count > 0, "cut off");
        frames.feed(&piece[..count]);
        each();
    }
}

#[test]
fn a_client_that_reads_a_long_record_slowly_holds_up_nobody_and_gets_all_of_it() {
    let house = served(early(), Limits::default());
    let worker = house.guest("worker");
    let mut slow = raw_record(&house, "slow");
    // It has begun to come.
    let mut header = [0; 4];
    slow.read_exact(&mut header).unwrap();
    let mut frames = Frames::of_replies();
    frames.feed(&header);
    // Whatever others do meanwhile is answered at once, and told behind the record.
    let mut count = 0;
    let reply = slowly(&mut slow, &mut frames, || {
        if count < 40 {
            count += 1;
            let event = note(WHO, "likert", &format!("note {count}"));
            let draft = coreset::domain::record::entry::Draft::new(owner::program(), event);
            worker.appended(&format!("n{count}"), vec![draft]);
        }
    });
    match reply {
        Reply::Record {
            record: Some(record),
            ..
        } => must_hold_all(&record),
        other => panic!("{}", short(&other)),
    }
    assert_eq!(count, 40);
    let mut news = 0;
    while news < 40 {
        match slowly(&mut slow, &mut frames, || {}) {
            Reply::Changed { entries, .. } => news += entries.len(),
            other => panic!("{}", short(&other)),
        }
    }
    must_hold_all(&record(&worker));
}

#[test]
fn a_client_that_asks_for_a_long_record_and_takes_nothing_is_cut_off() {
    let house = served(
        early(),
        Limits {
            amid: Duration::from_millis(100),
            ..Limits::default()
        },
    );
    let worker = house.guest("worker");
    let silent = raw_record(&house, "silent");
    house.logged("it does not take what it is sent");
    house.wait_clients(1);
    must_hold_all(&record(&worker));
    drop(silent);
}

#[test]
fn a_client_that_asks_for_many_long_records_at_once_gets_each() {
    let house = served(early(), Limits::default());
    let guest = house.guest("eager");
    for _ in 0..5 {
        guest.send(Request::Record(WHO.into()));
        guest.send(Request::Taken(WHO.into()));
    }
    for _ in 0..5 {
        match guest.answer() {
            Reply::Record {
                record: Some(_), ..
            } => {}
            other => panic!("{}", short(&other)),
        }
        match guest.answer() {
            Reply::Taken { taken: true, .. } => {}
            other => panic!("{}", short(&other)),
        }
    }
}

fn lengths() -> impl Strategy<Value = Vec<usize>> {
    let length = prop_oneof![
        6 => 0_usize..300,
        3 => 1_000_usize..60_000,
        2 => 200_000_usize..900_000,
        1 => FRAME_LIMIT..2 * FRAME_LIMIT,
    ];
    prop::collection::vec(length, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn what_is_read_in_parts_is_what_was_stored(lengths in lengths()) {
        let texts = lengths.iter().enumerate();
        let notes = texts.map(|(number, length)| note(WHO, &format!("f{}", number % 7), &text(number, *length)));
        let events: Vec<Event> = [enrol(WHO)].into_iter().chain(notes).collect();
        let house = served(events.clone(), Limits::default());
        let guest = house.guest("reader");
        for who in [None, Some(WHO)] {
            let (entries, _) = trail(&guest, who);
            let mut left: VecDeque<&Event> = events.iter().collect();
            for entry in &entries {
                if entry.draft.event.participant().is_some() {
                    prop_assert!(left.pop_front() == Some(&entry.draft.event));
                }
            }
            prop_assert!(left.is_empty());
            // A part never holds much more than it has room for, beside one entry that fills it.
            for from in entries.iter().map(|entry| entry.seq).step_by(7) {
                guest.send(Request::Trail { participant: who.map(Into::into), after: from });
                let Reply::Trail { entries: part, .. } = guest.answer() else {
                    panic!("no trail");
                };
                let bytes: usize = part.iter().map(|entry| serde_json::to_vec(entry).unwrap().len()).sum();
                let last = part.last().map_or(0, |entry| serde_json::to_vec(entry).unwrap().len());
                prop_assert!(bytes - last < 768 << 10);
                prop_assert!(part.iter().all(|entry| entry.seq > from));
            }
        }
    }
}
