//! What an export reads, asked of the owner of a study: by a command over its connection, or by the server itself.
//!
//! Must not know how a request travels.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::session::ParticipantRecord;
use crate::export::Fault;
use crate::export::run::Source;
use crate::protocol::messages::{Reply, Request};

/// A way to the owner of a study.
pub trait Ask {
    /// Why there is no answer.
    type Error: From<Fault>;

    /// Asks, and does not wait for the answer.
    fn send(&self, request: &Request);

    /// Waits for the answer to the request that was sent last.
    ///
    /// # Errors
    /// When there is none.
    fn wait(&self, request: &Request) -> Result<Reply, Self::Error>;

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// When there is none.
    fn ask(&self, request: &Request) -> Result<Reply, Self::Error> {
        self.send(request);
        self.wait(request)
    }

    /// Asks for a record as it stood after an entry, and waits for it; `None` where nobody was enrolled under the id then.
    ///
    /// # Errors
    /// When there is no answer.
    fn record(
        &self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Self::Error> {
        self.send(&record_at(who, as_of));
        self.wait_for_record(who, as_of)
    }

    /// Waits for the record that was asked for.
    ///
    /// # Errors
    /// When there is no answer.
    fn wait_for_record(
        &self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Self::Error> {
        match self.wait(&record_at(who, as_of))? {
            Reply::Record { record, .. } => Ok(record),
            other => Err(Self::unexpected(&other)),
        }
    }

    /// Returns the failure for an answer that does not fit its request.
    fn unexpected(reply: &Reply) -> Self::Error;
}

impl<T: Ask> Source for T {
    type Error = T::Error;

    fn ids(&mut self, after: Option<&ParticipantId>) -> Result<Vec<ParticipantId>, Self::Error> {
        let after = after.cloned();
        match self.ask(&Request::Ids { after })? {
            Reply::Ids(ids) => Ok(ids),
            other => Err(T::unexpected(&other)),
        }
    }

    fn want(&mut self, who: &ParticipantId, as_of: u64) {
        self.send(&record_at(who, as_of));
    }

    fn wanted(
        &mut self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Self::Error> {
        self.wait_for_record(who, as_of)
    }

    fn entries(
        &mut self,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<(Vec<Entry>, Option<u64>), Self::Error> {
        let participant = participant.cloned();
        match self.ask(&Request::Trail { participant, after })? {
            Reply::Trail { entries, next } => Ok((entries, next)),
            other => Err(T::unexpected(&other)),
        }
    }
}

fn record_at(who: &ParticipantId, as_of: u64) -> Request {
    Request::RecordAt {
        participant: who.clone(),
        as_of,
    }
}
