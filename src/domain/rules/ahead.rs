//! What the owner would say of a request about one participant: the same rules, asked of the record that a client has before
//! anything is sent.
//!
//! Nobody else is in this world, so that it can only judge what is about that participant. Must not promise anything: the
//! owner judges again, on the record as it is then.

use super::admit::{Append, Asker, admit};
use super::refusal::Refusal;
use super::world::{Unread, World};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::heads::Heads;
use crate::domain::record::imported::FileLine;
use crate::domain::record::lock::Locks;
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::{User, Users};
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use chrono::{DateTime, FixedOffset};

/// The client that asks; only its requests are judged here.
const CLIENT: &str = "ahead";

/// The record of one participant with what was taken so far.
#[derive(Debug)]
pub struct Ahead<'a> {
    study: &'a Study,
    record: ParticipantRecord,
    asker: Asker,
    users: Users,
    heads: Heads,
    now: DateTime<FixedOffset>,
    seen: u64,
}

impl<'a> Ahead<'a> {
    /// Begins with a record as it stood after the entry `seen`.
    pub fn of(
        study: &'a Study,
        record: &ParticipantRecord,
        user: &User,
        (now, seen): (DateTime<FixedOffset>, u64),
    ) -> Self {
        Self {
            study,
            record: record.clone(),
            asker: Asker {
                user: user.clone(),
                client: CLIENT.to_owned(),
                from: String::new(),
                proof: None,
            },
            users: Users::default(),
            heads: Heads::default(),
            now,
            seen,
        }
    }

    /// Judges what a file says, each event with its line, after all that was taken.
    ///
    /// # Errors
    /// Why the owner would store nothing of it.
    pub fn judge(&mut self, events: &[(Event, FileLine)]) -> Result<Vec<Draft>, Refusal> {
        let (events, imported) = events.iter().cloned().unzip();
        let append = Append {
            request: format!("{CLIENT}-1"),
            seen: self.seen,
            events,
            imported,
            ..Append::default()
        };
        let asker = self.asker.clone();
        admit(self, &asker, append)
    }

    /// Judges it, and takes it where it is admitted.
    ///
    /// # Errors
    /// As [`Self::judge`]; nothing of it is taken then.
    pub fn take(&mut self, events: &[(Event, FileLine)]) -> Result<(), Refusal> {
        for draft in self.judge(events)? {
            self.record.apply(&Entry::preview(draft, self.now));
        }
        Ok(())
    }
}

impl World for Ahead<'_> {
    fn study(&self) -> &Study {
        self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    fn users(&self) -> &Users {
        &self.users
    }

    fn locks(&self) -> &Locks {
        &self.record.locks
    }

    fn heads(&self) -> &Heads {
        &self.heads
    }

    fn program(&self) -> &str {
        ""
    }

    fn last(&self) -> u64 {
        self.seen
    }

    fn hash_of(&mut self, _: u64) -> Result<Option<String>, Unread> {
        Ok(None)
    }

    fn request_of(&mut self, _: u64) -> Result<Option<String>, Unread> {
        Ok(None)
    }

    fn is_demo(&self) -> bool {
        false
    }

    fn laboratories(&self, _: Sex) -> Vec<Laboratory> {
        Vec::new()
    }

    fn stood(&mut self, _: &FieldPath, _: &Answer) -> Result<bool, Unread> {
        Ok(false)
    }

    fn alike(&mut self, _: &Likeness) -> Result<Vec<Alike>, Unread> {
        Ok(Vec::new())
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        let is_own = self.record.participant.id == *who;
        Ok(is_own.then(|| look(self.study, &self.record)))
    }
}
