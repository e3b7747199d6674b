//! Decides whether a request may be appended: asks the rule book, and gives it the stored record to read. Must not write.

use super::{ConnectionId, Work};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::event::FieldPath;
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::Locks;
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::Users;
use crate::domain::rules::{Append, Asker, Refusal, Unread, World, admit, needs_proof};
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use crate::server::sentences::unread;
use crate::store::{Seen, StoreError, Wanted};
use chrono::{DateTime, FixedOffset};
use std::sync::Arc;

/// Returns an error of the store as why something is not stored.
pub(super) fn refusal(error: &StoreError) -> Refusal {
    unread(error).into()
}

impl World for Work {
    fn study(&self) -> &Study {
        &self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        self.store.now()
    }

    fn users(&self) -> &Users {
        self.store.users()
    }

    fn locks(&self) -> &Locks {
        self.store.locks()
    }

    fn heads(&self) -> &Heads {
        self.store.heads()
    }

    fn program(&self) -> &str {
        self.store.program()
    }

    fn last(&self) -> u64 {
        self.store.last()
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let entry = self.store.entry(seq).map_err(|error| unread(&error))?;
        Ok(entry.map(|entry| entry.hash))
    }

    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let entry = self.store.entry(seq).map_err(|error| unread(&error))?;
        Ok(entry.map(|entry| entry.request))
    }

    fn is_demo(&self) -> bool {
        self.demo
    }

    fn laboratories(&self, sex: Sex) -> Vec<Laboratory> {
        self.list.laboratories(sex)
    }

    fn stood(&mut self, place: &FieldPath, answer: &Answer) -> Result<bool, Unread> {
        let stood = self.stood_before(place, answer);
        stood.map_err(|error| unread(&error))
    }

    fn alike(&mut self, likeness: &Likeness) -> Result<Vec<Alike>, Unread> {
        Ok(self.alike_to(likeness))
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        let study = Arc::clone(&self.study);
        let found = self.store.consult(who, |record, _| look(&study, record));
        found.map_err(|error| unread(&error))
    }
}

impl Work {
    /// Returns the participants who are like somebody that is to be enrolled, in the order of their enrolment.
    pub(super) fn alike_to(&self, likeness: &Likeness) -> Vec<Alike> {
        let alike = self.list.alike(likeness).iter();
        let found = alike.filter_map(|(id, enrolled_on)| {
            Some(Alike {
                id: id.clone(),
                enrolled_on: *enrolled_on,
                seq: self.store.enrolled_by(id)?,
            })
        });
        let mut found: Vec<Alike> = found.collect();
        found.sort_by_key(|alike| alike.seq);
        found
    }

    /// Looks at who asks; returns what the store is to append, or why it is not asked to.
    pub(super) fn admit(
        &mut self,
        connection: ConnectionId,
        append: Append,
    ) -> Result<Wanted, Refusal> {
        let asker = self.asker(connection)?;
        let (request, last) = (append.request.clone(), append.seen);
        let known = self.store.is_known(&request);
        if known.map_err(|error| refusal(&error))? && asker.owns(&request) {
            // It is answered with its first receipt, whatever has been decided since.
            return Ok(Wanted {
                request,
                drafts: Vec::new(),
                seen: None,
            });
        }
        self.check_may_save(connection, &append.events)?;
        let drafts = admit(self, &asker, append)?;
        if let Some(place) = self.connections.get_mut(connection)
            && drafts.iter().any(|draft| needs_proof(&draft.event))
        {
            place.proved = None;
        }
        let client = asker.client;
        Ok(Wanted {
            request,
            drafts,
            seen: Some(Seen { last, client }),
        })
    }

    /// Returns the user of a connection as the one who asks, with the roles that the list of users says now.
    pub(super) fn asker(&self, connection: ConnectionId) -> Result<Asker, Refusal> {
        let user = self.user_of(connection)?;
        let place = self
            .connections
            .get(connection)
            .ok_or(Refusal::UnknownTerminal)?;
        Ok(Asker {
            user,
            client: place.client.clone(),
            from: place.who.from.clone(),
            proof: place.proof(),
        })
    }
}
