//! Asks the server of the study for what an export reads.

use crate::cli::connect::{CommandClient, unexpected_reply};
use crate::cli::failure::Failure;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::session::ParticipantRecord;
use crate::export::Fault;
use crate::export::run::Source;
use crate::protocol::messages::{Reply, Request};
use crate::text::DEFAULT;

/// The server.
pub(super) struct Asked<'a>(pub(super) &'a CommandClient);

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Files(error) => Self::from(DEFAULT.export_not_written(&error.to_string())),
            Fault::Format(why) => Self::new(why),
        }
    }
}

impl Source for Asked<'_> {
    type Error = Failure;

    fn ids(&mut self, after: Option<&ParticipantId>) -> Result<Vec<ParticipantId>, Failure> {
        let after = after.cloned();
        match self.0.ask(&Request::Ids { after })? {
            Reply::Ids(ids) => Ok(ids),
            other => Err(unexpected_reply(&other)),
        }
    }

    fn record(
        &mut self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Failure> {
        let participant = who.clone();
        match self.0.ask(&Request::RecordAt { participant, as_of })? {
            Reply::Record { record, .. } => Ok(record),
            other => Err(unexpected_reply(&other)),
        }
    }

    fn entries(
        &mut self,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<(Vec<Entry>, Option<u64>), Failure> {
        let participant = participant.cloned();
        match self.0.ask(&Request::Trail { participant, after })? {
            Reply::Trail { entries, next } => Ok((entries, next)),
            other => Err(unexpected_reply(&other)),
        }
    }
}

/// Returns whether somebody was enrolled under an id when an entry was stored.
pub(super) fn is_known(
    asker: &CommandClient,
    who: &ParticipantId,
    as_of: u64,
) -> Result<bool, Failure> {
    Ok(Asked(asker).record(who, as_of)?.is_some())
}
