//! The maps of laboratories that are kept beside the record, for clients that open no file.
//!
//! Must not read anything but a file of `imports/` in the directory of the study.

use super::{ConnectionId, Work};
use crate::domain::rules::Refusal;
use crate::domain::rules::who::may_import;
use crate::protocol::messages::Reply;
use crate::study_directory::import_map;

impl Work {
    /// Returns the text of a map, for those who may import.
    pub(super) fn import_map(&mut self, connection: ConnectionId, name: String) -> Reply {
        let user = match self.user_of(connection) {
            Ok(user) => user,
            Err(refusal) => return Reply::Failed(refusal),
        };
        if !may_import(&user.roles) {
            let refusal = Refusal::NotAllowed { roles: user.roles };
            self.request_refused(connection, "read", &refusal);
            return Reply::Failed(refusal);
        }
        match import_map(self.store.dir(), &name) {
            Ok(text) => Reply::ImportMap(text),
            Err(fault) => Reply::Failed(Refusal::NoMap { name, fault }),
        }
    }
}
