//! Clients that type a visit's worth of fields as fast as they are acknowledged, over a socket.
//!
//! A client that loses the server waits until it is back and sends again what had no answer, under the same
//! request id, as the screens do.
#![allow(dead_code, reason = "each test or bench uses a part")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::link::Remote;
use coreset::protocol;
use coreset::protocol::messages::{Append, Client as _, Hello, Reply, Request};
use coreset::server::peer;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// Longest wait for any answer, servers killed meanwhile included.
const LONG: Duration = Duration::from_secs(60);

/// What was acknowledged: request, number of its entry, and how long that took.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    pub(crate) request: String,
    pub(crate) seq: u64,
    pub(crate) time: Duration,
}

/// A client at the socket of a study.
pub(crate) struct Typist {
    remote: Remote,
    replies: Receiver<Reply>,
    name: String,
    participant: ParticipantId,
    number: u64,
    /// All that was acknowledged, oldest first.
    pub(crate) saved: Vec<Saved>,
    /// How often the server was lost.
    pub(crate) lost: u32,
}

impl Typist {
    /// Takes a seat and enrols a participant of its own.
    pub(crate) fn sit(socket: &Path, number: usize) -> Self {
        let login = peer::this_process().user;
        let name = format!("{login}-load{number}");
        let hello = Hello {
            client: name.clone(),
            from: "loopback".to_owned(),
            command: String::new(),
            head: None,
        };
        let (sender, replies) = mpsc::channel();
        let taker = Box::new(move |reply| {
            let _ = sender.send(reply);
        });
        let path = socket.to_owned();
        let reach = Box::new(move || protocol::connect(&path));
        let (remote, _) = Remote::connect(hello, taker, reach).unwrap();
        let mut typist = Self {
            remote,
            replies,
            name,
            participant: ParticipantId::new(format!("{:02}-{:03}", number / 999, number % 999 + 1)),
            number: 0,
            saved: Vec::new(),
            lost: 0,
        };
        typist.enrol();
        typist
    }

    fn enrol(&mut self) {
        let participant = Participant {
            id: self.participant.clone(),
            initials: "LO".to_owned(),
            birth_year: 1970,
            sex: Sex::Female,
            diagnosis: Diagnosis::Dermatomyositis,
            weight_kg: Decimal::new(700, 1),
            enrolled_on: chrono::Local::now().date_naive(),
        };
        self.save(vec![Event::Enrolled { participant }]);
        self.remote.send(Request::Record(self.participant.clone()));
        loop {
            match self.replies.recv_timeout(LONG).unwrap() {
                Reply::Record { .. } => return,
                Reply::Back(_) => self.remote.send(Request::Record(self.participant.clone())),
                _ => {}
            }
        }
    }

    /// Types one field and waits until it is acknowledged.
    pub(crate) fn type_field(&mut self, field: usize) {
        let place = FieldPath {
            participant: self.participant.clone(),
            // A visit would wait for eligibility.
            visit: VisitId::new("log"),
            form: FormId::new(format!("adverse-event#{}", field + 1)),
            field: FieldId::new("term"),
        };
        self.save(vec![Event::Answered {
            place,
            answer: Answer::text(&format!("term {field}")),
            origin: Origin::Typed,
        }]);
    }

    fn save(&mut self, events: Vec<Event>) {
        self.number += 1;
        let request = Request::Append(Append {
            request: format!("{}-{}", self.name, self.number),
            // All are alike, and whoever enrols one has seen nobody.
            seen: match events.iter().all(|event| event.enrolled().is_some()) {
                true => 0,
                false => u64::MAX,
            },
            events,
            ..Append::default()
        });
        let begun = Instant::now();
        self.remote.send(request.clone());
        loop {
            match self.replies.recv_timeout(LONG).unwrap() {
                Reply::Appended { receipt, .. } => {
                    assert_eq!(receipt.request, format!("{}-{}", self.name, self.number));
                    self.saved.push(Saved {
                        request: receipt.request,
                        seq: receipt.last,
                        time: begun.elapsed(),
                    });
                    return;
                }
                Reply::Lost(_) => self.lost += 1,
                Reply::Back(_) => self.remote.send(request.clone()),
                news if news.is_news() => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Has `clients` type `fields` each, all at once; returns what each got acknowledged.
pub(crate) fn run(socket: &Path, clients: usize, fields: usize) -> Vec<Typist> {
    std::thread::scope(|scope| {
        let typing: Vec<_> = (0..clients)
            .map(|number| {
                scope.spawn(move || {
                    let mut typist = Typist::sit(socket, number);
                    for field in 0..fields {
                        typist.type_field(field);
                    }
                    typist
                })
            })
            .collect();
        typing.into_iter().map(|one| one.join().unwrap()).collect()
    })
}
