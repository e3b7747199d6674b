//! An owner on a small study in a directory, and seats at it.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::record::entry::Assessor;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::user::Role;
use coreset::domain::rules::needs_proof;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::embedded_study;
use coreset::protocol::messages::{Append, Hello, Passphrase, Reply, Request, Verdict, Welcome};
use coreset::server::opening::{self, Loaded, Opened};
use coreset::server::owner::{ConnectionId, Owner, Peer};
use coreset::server::{Options, StoreError};
use coreset::text::DEFAULT;
use coreset::text::{English, Language as _};
use rust_decimal::Decimal;
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// Longest wait for anything; nothing takes nearly as long.
pub const LONG: Duration = Duration::from_secs(60);

pub fn options() -> Options {
    Options {
        floor_bytes: 0,
        reserve_bytes: 4096,
        ..Options::default()
    }
}

pub fn program() -> Assessor {
    Assessor {
        user: "coreset".to_owned(),
        name: "coreset".to_owned(),
        role: "program".to_owned(),
        from: "local".to_owned(),
    }
}

/// The study that comes with the program, but that who may take part is not asked: a visit begins with its first answer.
pub fn study() -> Study {
    let mut study = embedded_study().unwrap();
    study.protocol.eligibility = None;
    study
}

pub fn open_with(dir: &Path, options: Options) -> Result<Opened, StoreError> {
    open_study(dir, study(), options)
}

pub fn open_study(dir: &Path, study: Study, options: Options) -> Result<Opened, StoreError> {
    let study = Loaded::plain(Arc::new(study));
    opening::open(dir, study, false, program(), options, &mut |_, _| {})
}

/// Opens the study as it comes, in which a visit waits for eligibility.
pub fn open_as_it_comes(dir: &Path) -> Opened {
    let study = Loaded::plain(Arc::new(embedded_study().unwrap()));
    opening::open(dir, study, false, program(), options(), &mut |_, _| {}).unwrap()
}

pub fn open(dir: &Path) -> Opened {
    open_with(dir, options()).unwrap()
}

/// The account that runs the tests, and so owns the files.
pub fn own_account(user: &str) -> Peer {
    Peer {
        uid: rustix::process::geteuid().as_raw(),
        user: user.to_owned(),
        name: format!("{user} of the house"),
    }
}

/// An account that owns nothing.
pub fn account(user: &str) -> Peer {
    Peer {
        uid: 60_001,
        user: user.to_owned(),
        name: user.to_owned(),
    }
}

pub fn hello(user: &str, screens: bool) -> Hello {
    static TERMINALS: AtomicU64 = AtomicU64::new(1);
    let terminal = TERMINALS.fetch_add(1, Ordering::Relaxed);
    Hello {
        // Another process may have left requests of its own in a study that is opened again.
        client: format!("{user}-{}-{terminal}", std::process::id()),
        from: "10.0.0.7".to_owned(),
        command: match screens {
            true => String::new(),
            false => "other".to_owned(),
        },
        head: None,
    }
}

/// One who sits there.
pub struct Sitter<'a> {
    pub owner: &'a Owner,
    pub seat: ConnectionId,
    pub welcome: Welcome,
    pub replies: Receiver<Reply>,
    pub client: String,
    number: Cell<u64>,
    /// The newest entry that was seen.
    pub seen: Cell<u64>,
}

pub fn try_sit<'a>(owner: &'a Owner, peer: Peer, hello: Hello) -> Result<Sitter<'a>, String> {
    let (sender, replies) = mpsc::channel();
    let client = hello.client.clone();
    let taker = Box::new(move |reply| {
        let _ = sender.send(reply);
    });
    let (seat, welcome) = owner
        .join(peer, hello, taker)
        .map_err(|why| DEFAULT.unwelcome(&why))?;
    Ok(Sitter {
        owner,
        seat,
        welcome,
        replies,
        client,
        number: Cell::new(0),
        seen: Cell::new(0),
    })
}

/// The passphrase of whoever sits here.
pub const WORDS: &str = "correct horse battery";

pub fn sit<'a>(owner: &'a Owner, peer: Peer) -> Sitter<'a> {
    let hello = hello(&peer.user, true);
    try_sit(owner, peer, hello).unwrap()
}

impl Sitter<'_> {
    /// Asks and returns the reply to it; news in between are thrown away.
    pub fn ask(&self, request: Request) -> Reply {
        assert!(self.owner.ask(self.seat, request));
        loop {
            let reply = self.replies.recv_timeout(LONG).unwrap();
            if !reply.is_news() {
                return reply;
            }
        }
    }

    /// Returns the next word of the owner.
    pub fn hear(&self) -> Reply {
        self.replies.recv_timeout(LONG).unwrap()
    }

    /// Returns an append under the next request id.
    pub fn append(&self, events: Vec<Event>) -> Request {
        self.number.set(self.number.get() + 1);
        Request::Append(Append {
            request: format!("{}-{}", self.client, self.number.get()),
            seen: self.seen.get(),
            events,
            ..Append::default()
        })
    }

    /// Gives the passphrase, set first where there is none, as screens do before a lock.
    pub fn prove(&self) {
        let words = || Passphrase(WORDS.to_owned());
        let mut given = self.ask(Request::Unlock(words()));
        if matches!(given, Reply::Passphrase(Verdict::Unfit(_))) {
            let (old, new) = (None, words());
            let set = self.ask(Request::SetPassphrase { old, new });
            assert_eq!(set, Reply::Passphrase(Verdict::Right));
            given = self.ask(Request::Unlock(words()));
        }
        assert_eq!(given, Reply::Passphrase(Verdict::Right));
    }

    /// Appends and expects it to be stored; returns the number of the last entry.
    pub fn save(&self, events: Vec<Event>) -> u64 {
        if events.iter().any(needs_proof) {
            self.prove();
        }
        match self.ask(self.append(events)) {
            Reply::Appended { receipt, .. } => receipt.last,
            other => panic!("{other:?}"),
        }
    }

    /// Appends changes for a reason and expects that it is saved.
    pub fn save_because(&self, reason: &str, events: Vec<Event>) {
        let Request::Append(append) = self.append(events) else {
            panic!("no append");
        };
        let reason = Some(reason.to_owned());
        match self.ask(Request::Append(Append { reason, ..append })) {
            Reply::Appended { .. } => {}
            other => panic!("{other:?}"),
        }
    }

    /// Appends and expects a refusal; returns its sentence.
    pub fn refused(&self, events: Vec<Event>) -> String {
        match self.ask(self.append(events)) {
            Reply::Refused { refusal, .. } if refusal.is_lasting() => English.refusal(&refusal),
            other => panic!("{other:?}"),
        }
    }

    /// Reads a record, and has seen it then.
    pub fn read(&self, id: &str) -> coreset::domain::record::session::ParticipantRecord {
        match self.ask(Request::Record(ParticipantId::new(id))) {
            Reply::Record {
                record: Some(record),
                last,
                ..
            } => {
                self.seen.set(last);
                *record
            }
            other => panic!("{other:?}"),
        }
    }
}

pub fn add(user: &str, roles: &[Role]) -> Event {
    Event::UserAdded {
        user: user.to_owned(),
        name: format!("{}. Example", user.to_uppercase()),
        roles: roles.to_vec(),
    }
}

pub fn participant(id: &str) -> Participant {
    Participant {
        id: ParticipantId::new(id),
        // Others are somebody else: all but 01-001 have letters of their own.
        initials: initials(id),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: Decimal::new(625, 1),
        enrolled_on: chrono::Local::now().date_naive(),
    }
}

fn initials(id: &str) -> String {
    let number: u32 = id
        .chars()
        .filter_map(|c| c.to_digit(10))
        .fold(0, |all, digit| (all * 10 + digit) % 625);
    let number = (number + 625 - 1001 % 625) % 625;
    let letter = |place: u32| char::from(b'A' + u8::try_from(place % 25).unwrap());
    [letter(number / 25), letter(number + 1)]
        .into_iter()
        .collect()
}

pub fn enrol(id: &str) -> Event {
    Event::Enrolled {
        participant: participant(id),
    }
}

pub fn place(id: &str, form: &str, field: &str) -> FieldPath {
    FieldPath {
        participant: ParticipantId::new(id),
        visit: VisitId::new("baseline"),
        form: FormId::new(form),
        field: FieldId::new(field),
    }
}

pub fn answer(id: &str, field: &str, tenths: i64) -> Event {
    Event::Answered {
        place: place(id, "phga", field),
        answer: Answer::number(Decimal::new(tenths, 1), None),
        origin: Origin::Typed,
    }
}

pub fn likert(id: &str, code: &str) -> Event {
    Event::Answered {
        place: place(id, "phga", "likert"),
        answer: Answer::code(code),
        origin: Origin::Typed,
    }
}

pub fn note(id: &str, field: &str, text: &str) -> Event {
    Event::Noted {
        place: place(id, "phga", field),
        text: text.to_owned(),
    }
}
