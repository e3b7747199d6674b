//! Asks the server of the study for what an export reads.

use crate::cli::connect::{CommandClient, unexpected_reply};
use crate::cli::failure::Failure;
use crate::domain::base::ids::ParticipantId;
use crate::export::Fault;
use crate::export::run::Source;
use crate::protocol::messages::{Reply, Request};
use crate::server::exports::source::Ask;
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

impl Ask for Asked<'_> {
    type Error = Failure;

    fn send(&self, request: &Request) {
        self.0.send(request);
    }

    fn wait(&self, request: &Request) -> Result<Reply, Failure> {
        self.0.wait(request)
    }

    fn unexpected(reply: &Reply) -> Failure {
        unexpected_reply(reply)
    }
}

/// Returns whether somebody was enrolled under an id when an entry was stored.
pub(super) fn is_known(
    asker: &CommandClient,
    who: &ParticipantId,
    as_of: u64,
) -> Result<bool, Failure> {
    let mut asked = Asked(asker);
    asked.want(who, as_of);
    Ok(asked.wanted(who, as_of)?.is_some())
}
