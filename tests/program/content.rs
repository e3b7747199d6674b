//! A client of one's own sends bad events of every kind over the socket, in each role: none is stored.

use crate::support::bad_events::{WHO, bad, stored};
use crate::support::house::House;
use crate::support::owner::{Sitter, account, add, sit};
use coreset::domain::record::event::Event;
use coreset::domain::record::user::Role;
use coreset::domain::study::shipped::embedded_study;
use coreset::protocol;
use coreset::protocol::Frames;
use coreset::protocol::messages::{Append, Reply, Request};
use coreset::server::limits::Limits;
use coreset::server::peer;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

/// A connection that speaks by itself.
struct Raw {
    stream: UnixStream,
    frames: Frames,
    client: String,
    number: u64,
}

impl Raw {
    fn ask(&mut self, request: &Request) -> Reply {
        let bytes = protocol::encode(request).unwrap();
        self.stream.write_all(&bytes).unwrap();
        loop {
            let reply = self.next();
            if !reply.is_news() {
                return reply;
            }
        }
    }

    fn next(&mut self) -> Reply {
        let mut piece = vec![0; 48 << 10];
        loop {
            if let Some(payload) = self.frames.next_payload().unwrap() {
                return protocol::decode(payload).unwrap();
            }
            let count = self.stream.read(&mut piece).unwrap();
            assert!(count > 0, "cut off");
            self.frames.feed(&piece[..count]);
        }
    }

    fn send(&mut self, events: Vec<Event>) -> Reply {
        self.number += 1;
        self.ask(&Request::Append(Append {
            request: format!("{}-{}", self.client, self.number),
            seen: u64::MAX,
            events,
            ..Append::default()
        }))
    }
}

fn last(sitter: &Sitter<'_>) -> u64 {
    match sitter.ask(Request::Head) {
        Reply::Head(head) => head.seq,
        other => panic!("{other:?}"),
    }
}

#[test]
fn no_bad_event_is_stored_in_any_role_and_the_record_opens_afterwards() {
    let mut house = House::new(Limits::default());
    let mut study = embedded_study().unwrap();
    study.protocol.eligibility = None;
    let today = chrono::Local::now().date_naive();
    let mut raw = Raw {
        stream: house.raw_guest("raw"),
        frames: Frames::of_replies(),
        client: crate::support::house::client("raw"),
        number: 0,
    };
    let me = peer::this_process().user;
    let mut first = vec![
        add("boss", &[Role::Manager]),
        add("kern", &[Role::Assessor]),
    ];
    first.extend(stored(today));
    let reply = raw.send(first);
    assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
    let all = bad(&study, today);
    assert!(all.len() >= 500, "{}", all.len());
    for role in Role::ALL {
        let boss = sit(&house.owner, account("boss"));
        boss.save(vec![Event::UserRoles {
            user: me.clone(),
            roles: vec![role],
        }]);
        let before = last(&boss);
        for event in &all {
            let reply = raw.send(vec![event.clone()]);
            assert!(
                matches!(reply, Reply::Refused { .. }),
                "{role:?} {event:?}: {reply:?}"
            );
        }
        assert_eq!(last(&boss), before, "{role:?}");
        let seat = boss.seat;
        house.owner.leave(seat);
    }
    drop(raw);
    house.start_anew();
    let boss = sit(&house.owner, account("boss"));
    let record = boss.read(WHO);
    assert_eq!(record.visits().count(), 1);
}
