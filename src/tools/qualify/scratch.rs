//! A study that is made for one check and thrown away after it, and the clients of its owner.

mod client;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::forms::phga;
use crate::domain::record::entry::{Assessor, Entry};
use crate::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use crate::domain::record::participant::Sex;
use crate::domain::record::session::Session;
use crate::domain::record::user::Role;
use crate::domain::rules::checks::RULE_VERSION;
use crate::domain::rules::order::is_complete;
use crate::domain::study::Study;
use crate::domain::study::named_files::{STUDY_FILE, study_from};
use crate::domain::study::shipped::embedded_study;
use crate::protocol::messages::Hello;
use crate::server::Options;
use crate::server::made::NotMade;
use crate::server::opening::{self, Loaded, Opened};
use crate::server::owner::{Owner, Peer};
use crate::study_directory;
use crate::text::DEFAULT;
use crate::tools::demo;
use chrono::Local;
pub(super) use client::ScratchClient;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self};
use std::time::Duration;
use tempfile::TempDir;

/// Longest wait for an answer of the owner.
const PATIENCE: Duration = Duration::from_secs(60);
/// Number from which the synthetic participants are drawn.
const SEED: u64 = 7;
/// How many of them there are: one of each state.
const PEOPLE: usize = 14;
/// Number of an account that owns nothing.
const OTHERS: u32 = 60_001;

/// Passphrase of whoever signs in a scratch study.
pub(super) const RIGHT: &str = "a long walk by the river";

/// A study in a temporary directory.
pub(super) struct Scratch {
    dir: TempDir,
    owner: Option<Owner>,
    /// The text of a study file of its own.
    file: Option<String>,
    /// The study that comes with the program.
    pub(super) study: Arc<Study>,
}

impl Scratch {
    /// Makes a study with no participant. Its first user is `site`, with all roles but monitor.
    pub(super) fn new() -> Result<Self, String> {
        Self::of(embedded_study().map_err(|error| error.to_string())?, 0)
    }

    /// Makes a study with synthetic participants in every state.
    pub(super) fn with_people() -> Result<Self, String> {
        let study = embedded_study().map_err(|error| error.to_string())?;
        Self::of(study, PEOPLE)
    }

    /// Makes a study of a changed protocol, with synthetic participants.
    pub(super) fn of(study: Study, people: usize) -> Result<Self, String> {
        Self::made(study, None, people)
    }

    fn made(study: Study, file: Option<String>, people: usize) -> Result<Self, String> {
        let dir = tempfile::Builder::new()
            .prefix("coreset-qualify-")
            .tempdir();
        let mut scratch = Self {
            dir: dir.map_err(|error| error.to_string())?,
            owner: None,
            file,
            study: Arc::new(study),
        };
        let mut opened = scratch.open()?;
        let today = Local::now().date_naive();
        for (number, events) in demo::participants(&scratch.study, people, today, SEED).enumerate()
        {
            let kept = opened.make(vec![(number, events)]);
            kept.map_err(|error| match error {
                NotMade::Refused(refusal) => DEFAULT.refusal(&refusal),
                NotMade::Store(error) => error.to_string(),
            })?;
        }
        scratch.start(opened)?;
        scratch.connect("site")?;
        Ok(scratch)
    }

    /// Makes a study of a file in its directory, which is none of synthetic participants: among these, the newest file counts.
    pub(super) fn of_file(text: &str) -> Result<Self, String> {
        let file = Some(text.to_owned());
        let named = [(STUDY_FILE.to_owned(), text.to_owned())];
        let study = study_from(named).map_err(|error| error.to_string())?;
        Self::made(study, file, 0)
    }

    /// Changes that file; its server sees it at the next start.
    pub(super) fn change_file(&mut self, text: &str) {
        self.file = Some(text.to_owned());
    }

    /// Returns the synthetic participants.
    pub(super) fn people(&self) -> Vec<ParticipantId> {
        let today = Local::now().date_naive();
        let people = demo::participants(&self.study, PEOPLE, today, SEED);
        let first = people.filter_map(|events| Some(events.first()?.participant()?.clone()));
        first.collect()
    }

    fn loaded(&self) -> Result<Loaded, String> {
        let Some(file) = &self.file else {
            return Ok(Loaded::plain(Arc::clone(&self.study)));
        };
        let path = self.path();
        let written = std::fs::create_dir_all(&path)
            .and_then(|()| std::fs::write(path.join(STUDY_FILE), file));
        written.map_err(|error| error.to_string())?;
        let files = study_directory::study_files(&path).map_err(|error| error.to_string())?;
        let study = study_from(files.clone()).map_err(|error| error.to_string())?;
        Ok(Loaded::read(&path, study, files))
    }

    fn open(&self) -> Result<Opened, String> {
        let options = Options {
            floor_bytes: 0,
            reserve_bytes: 4096,
            ..Options::default()
        };
        let program = Assessor {
            user: "coreset".to_owned(),
            name: "coreset".to_owned(),
            role: "program".to_owned(),
            from: "qualify".to_owned(),
        };
        let loaded = self.loaded()?;
        let opened = opening::open(
            &self.path(),
            loaded,
            self.file.is_none(),
            program,
            options,
            &mut |_, _| {},
        );
        opened.map_err(|error| error.to_string())
    }

    fn start(&mut self, opened: Opened) -> Result<(), String> {
        self.owner = Some(Owner::start(opened).map_err(|error| error.to_string())?);
        Ok(())
    }

    /// Returns the study's directory.
    pub(super) fn path(&self) -> PathBuf {
        self.dir.path().join("study")
    }

    /// Returns the first file of the journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.path().join("journal/000001.jsonl")
    }

    /// Closes the study.
    pub(super) fn close(&mut self) {
        self.owner = None;
    }

    /// Closes the study and opens it again.
    pub(super) fn restart(&mut self) -> Result<(), String> {
        self.close();
        let opened = self.open()?;
        self.start(opened)
    }

    /// Connects a terminal with screens for the owner of the files, or, under another name, for somebody else.
    pub(super) fn connect(&self, user: &str) -> Result<ScratchClient<'_>, String> {
        let owner = self.owner.as_ref().ok_or("the study is closed")?;
        let own = rustix::process::geteuid().as_raw();
        let uid = if user == "site" { own } else { OTHERS };
        let peer = Peer {
            uid,
            user: user.to_owned(),
            name: format!("{user} (scratch)"),
        };
        let (sender, replies) = mpsc::channel();
        let take = Box::new(move |reply| {
            // A check that is over listens no more.
            let _ = sender.send(reply);
        });
        let number = self.number();
        let client = format!("{user}-{number}");
        let hello = Hello {
            client: client.clone(),
            from: "192.0.2.7".to_owned(),
            command: String::new(),
            head: None,
        };
        let (connection, welcome) = owner
            .join(peer, hello, take)
            .map_err(|why| DEFAULT.unwelcome(&why))?;
        Ok(ScratchClient {
            owner,
            connection,
            replies,
            client,
            number: Cell::new(0),
            seen: Cell::new(0),
            roles: welcome.roles,
        })
    }

    fn number(&self) -> u64 {
        use std::sync::atomic::{AtomicU64, Ordering};
        static CLIENTS: AtomicU64 = AtomicU64::new(1);
        CLIENTS.fetch_add(1, Ordering::Relaxed)
    }

    /// Lets a user in with a role, and returns their connection.
    pub(super) fn user(&self, user: &str, role: Role) -> Result<ScratchClient<'_>, String> {
        self.connect("site")?.save(vec![Event::UserAdded {
            user: user.to_owned(),
            name: format!("{user} (scratch)"),
            roles: vec![role],
        }])?;
        self.connect(user)
    }

    /// Returns the first participant who has a visit in which nothing is open, with that visit.
    pub(super) fn complete_visit(&self) -> Result<(ParticipantId, VisitId), String> {
        let connection = self.connect("site")?;
        let today = Local::now().date_naive();
        for events in demo::participants(&self.study, PEOPLE, today, SEED) {
            let Some(who) = events.first().and_then(|event| event.participant()) else {
                continue;
            };
            let record = connection.record(who)?;
            for visit in record.visits() {
                if self.is_complete(visit, record.participant.sex) {
                    return Ok((who.clone(), visit.visit.clone()));
                }
            }
        }
        Err("no synthetic participant has a complete visit".to_owned())
    }

    fn is_complete(&self, session: &Session, sex: Sex) -> bool {
        let planned = self.study.visit(session.visit.as_str());
        planned.is_some_and(|planned| {
            let mut forms = planned.forms.iter();
            forms.all(|form| is_complete(&self.study, Some(session), sex, &session.visit, form))
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.close();
    }
}

/// Returns whether an entry says that something of a user was refused.
pub(super) fn has_refusal(trail: &[Entry], user: &str) -> bool {
    let mut events = trail.iter().map(|entry| &entry.draft.event);
    events.any(|event| event.kind() == "refused" && event.user() == Some(user))
}

/// Returns a field of the physician's global assessment.
pub(super) fn global(who: &ParticipantId, visit: &VisitId) -> FieldPath {
    FieldPath {
        participant: who.clone(),
        visit: visit.clone(),
        form: FormId::new(phga::ID),
        field: "vas".into(),
    }
}

/// Returns the answer of a field with a number in tenths.
pub(super) fn answered(place: &FieldPath, tenths: i64) -> Event {
    Event::Answered {
        place: place.clone(),
        answer: Answer::number(rust_decimal::Decimal::new(tenths, 1), None),
        origin: Origin::Typed,
    }
}

/// Returns that a value was kept against a check, for a reason of the study.
pub(super) fn kept(place: &FieldPath, rule: &str) -> Event {
    Event::Prompted {
        place: place.clone(),
        rule: rule.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: String::new(),
        outcome: PromptOutcome::Kept,
        reason: Some("clinical".to_owned()),
    }
}

/// Returns the file's bytes.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| error.to_string())
}

/// Puts bytes in the place of a file's.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| error.to_string())
}
