//! A command asks the server of the study for what an export or an import reads.

use crate::cli::connect::{CommandClient, unexpected_reply};
use crate::cli::failure::Failure;
use crate::export::Fault;
use crate::protocol::messages::{Reply, Request};
use crate::server::exports::source::Ask;
use crate::text::DEFAULT;

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Files(error) => Self::from(DEFAULT.export_not_written(&error.to_string())),
            Fault::Format(why) => Self::new(why),
        }
    }
}

impl Ask for CommandClient {
    type Error = Failure;

    fn send(&self, request: &Request) {
        self.send(request);
    }

    fn wait(&self, request: &Request) -> Result<Reply, Failure> {
        self.wait(request)
    }

    fn unexpected(reply: &Reply) -> Failure {
        unexpected_reply(reply)
    }
}
