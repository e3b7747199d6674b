//! A terminal at a study that is made for one check: what it asks, stores and hears.

use super::{PATIENCE, RIGHT, kept};
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::signature::{Meaning, content};
use crate::domain::record::user::Role;
use crate::domain::rules::checks::open_at;
use crate::domain::rules::needs_proof;
use crate::domain::study::Study;
use crate::protocol::messages::{Append, Passphrase, Reply, Request, Sign, Verdict};
use crate::server::owner::{ConnectionId, Owner};
use crate::text::{English, Language as _};
use std::cell::Cell;
use std::sync::mpsc::Receiver;

/// A terminal at a scratch study.
pub(in crate::tools::qualify) struct ScratchClient<'a> {
    pub(super) owner: &'a Owner,
    pub(super) connection: ConnectionId,
    pub(super) replies: Receiver<Reply>,
    pub(super) client: String,
    pub(super) number: Cell<u64>,
    pub(super) seen: Cell<u64>,
    pub(in crate::tools::qualify) roles: Vec<Role>,
}

impl Drop for ScratchClient<'_> {
    fn drop(&mut self) {
        self.owner.leave(self.connection);
    }
}

impl ScratchClient<'_> {
    /// Asks, and waits for the answer.
    pub(in crate::tools::qualify) fn ask(&self, request: Request) -> Result<Reply, String> {
        if !self.owner.ask(self.connection, request) {
            return Err("the study is closed".to_owned());
        }
        loop {
            match self.replies.recv_timeout(PATIENCE) {
                Ok(news) if news.is_news() => {}
                Ok(reply) => return Ok(reply),
                Err(_) => return Err("the owner of the study does not answer".to_owned()),
            }
        }
    }

    /// Returns whether nothing more has come from the owner.
    pub(in crate::tools::qualify) fn hears_nothing(&self) -> bool {
        self.replies.try_recv().is_err()
    }

    fn request(&self) -> String {
        self.number.set(self.number.get() + 1);
        format!("{}-{}", self.client, self.number.get())
    }

    /// Asks for an append as it stands, under the next request id and with the newest entry that was seen.
    pub(in crate::tools::qualify) fn append(&self, append: Append) -> Result<Reply, String> {
        self.ask(Request::Append(Append {
            request: self.request(),
            seen: self.seen.get(),
            ..append
        }))
    }

    /// Appends, for a reason where one is given, and expects it to be stored.
    pub(in crate::tools::qualify) fn stored(&self, append: Append) -> Result<Vec<Entry>, String> {
        match self.append(append)? {
            Reply::Appended { entries, .. } => Ok(entries),
            Reply::Refused { refusal, .. } => {
                Err(format!("refused: {}", English.refusal(&refusal)))
            }
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Appends events and expects them to be stored.
    ///
    /// A lock needs the passphrase shortly before.
    pub(in crate::tools::qualify) fn save(&self, events: Vec<Event>) -> Result<Vec<Entry>, String> {
        if events.iter().any(needs_proof) {
            self.prove()?;
        }
        self.stored(Append {
            events,
            ..Append::default()
        })
    }

    /// Appends events and expects a refusal; returns its words.
    pub(in crate::tools::qualify) fn refused(&self, events: Vec<Event>) -> Result<String, String> {
        let append = Append {
            events,
            ..Append::default()
        };
        match self.append(append)? {
            Reply::Refused { refusal, .. } => Ok(English.refusal(&refusal)),
            Reply::Appended { .. } => Err("it was stored".to_owned()),
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Reads a record, and has seen it then.
    pub(in crate::tools::qualify) fn record(
        &self,
        who: &ParticipantId,
    ) -> Result<ParticipantRecord, String> {
        match self.ask(Request::Record(who.clone()))? {
            Reply::Record {
                record: Some(record),
                last,
                ..
            } => {
                self.seen.set(last);
                Ok(*record)
            }
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Returns all entries of the study.
    pub(in crate::tools::qualify) fn trail(&self) -> Result<Vec<Entry>, String> {
        let mut all = Vec::new();
        let mut after = Some(0);
        while let Some(from) = after {
            let part = Request::Trail {
                participant: None,
                after: from,
            };
            match self.ask(part)? {
                Reply::Trail { entries, next } => {
                    all.extend(entries);
                    after = next;
                }
                other => return Err(format!("answered with {other:?}")),
            }
        }
        Ok(all)
    }

    /// Returns the entries of a field's history.
    pub(in crate::tools::qualify) fn history(
        &self,
        place: &FieldPath,
    ) -> Result<Vec<Entry>, String> {
        match self.ask(Request::History(place.clone()))? {
            Reply::History { entries, .. } => Ok(entries),
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Sets the passphrase with which this user signs.
    pub(in crate::tools::qualify) fn set_passphrase(&self) -> Result<(), String> {
        let new = Passphrase(RIGHT.to_owned());
        match self.ask(Request::SetPassphrase { old: None, new })? {
            Reply::Passphrase(Verdict::Right) => Ok(()),
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Gives the passphrase, set first where there is none.
    fn prove(&self) -> Result<(), String> {
        let ask = || self.ask(Request::Unlock(Passphrase(RIGHT.to_owned())));
        let mut given = ask()?;
        if matches!(given, Reply::Passphrase(Verdict::Unfit(_))) {
            self.set_passphrase()?;
            given = ask()?;
        }
        match given {
            Reply::Passphrase(Verdict::Right) => Ok(()),
            other => Err(format!("answered with {other:?}")),
        }
    }

    /// Signs a visit as it stands.
    pub(in crate::tools::qualify) fn sign(
        &self,
        who: &ParticipantId,
        visit: &VisitId,
        passphrase: &str,
    ) -> Result<Reply, String> {
        let record = self.record(who)?;
        let session = record
            .session(visit.as_str())
            .ok_or("there is no such visit")?;
        self.sign_content(who, visit, content(who, session), passphrase)
    }

    /// Says why each answer of a visit stays that a check asks about; returns about how many.
    pub(in crate::tools::qualify) fn settle(
        &self,
        study: &Study,
        who: &ParticipantId,
        visit: &VisitId,
    ) -> Result<usize, String> {
        let record = self.record(who)?;
        let planned = study.visit(visit.as_str());
        let planned = planned.ok_or("there is no such visit")?;
        let mut events = Vec::new();
        for form in &planned.forms {
            let asked = open_at(study, &record, visit, form);
            events.extend(asked.into_iter().map(|(field, question)| {
                let place = FieldPath {
                    participant: who.clone(),
                    visit: visit.clone(),
                    form: form.clone(),
                    field,
                };
                kept(&place, &question.rule)
            }));
        }
        let count = events.len();
        if count > 0 {
            self.save(events)?;
        }
        Ok(count)
    }

    /// Signs a visit under the hash of what the signer says to have seen.
    pub(in crate::tools::qualify) fn sign_content(
        &self,
        who: &ParticipantId,
        visit: &VisitId,
        content: String,
        passphrase: &str,
    ) -> Result<Reply, String> {
        self.ask(Request::Sign(Sign {
            request: self.request(),
            participant: who.clone(),
            visit: visit.clone(),
            meaning: Meaning::Approved,
            content,
            passphrase: Passphrase(passphrase.to_owned()),
        }))
    }
}
