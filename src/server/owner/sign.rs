//! Signing a visit: the passphrase first, then what stands in the way, then the entry.
//!
//! The signature's hash is compared with the record as it stands at the moment of signing; nothing of what the
//! client says about the signer is believed.

use super::{ConnectionId, Work};
use crate::domain::record::entry::Assessor;
use crate::domain::rules::{Asker, Refusal, sign};
use crate::protocol::messages::{Reply, Sign};
use crate::store::Wanted;

impl Work {
    /// Signs for a user whose passphrase was right; says why not otherwise.
    pub(super) fn sign(&mut self, connection: ConnectionId, by: &Assessor, sign: Sign) {
        let request = sign.request.clone();
        match self.signed(connection, by, sign) {
            Ok(wanted) => self.append_for(connection, request, wanted),
            Err(refusal) => self.not_signed(connection, request, refusal),
        }
    }

    /// Refuses a signature.
    pub(super) fn not_signed(
        &mut self,
        connection: ConnectionId,
        request: String,
        refusal: Refusal,
    ) {
        self.request_refused(connection, "sign", &refusal);
        self.connections
            .reply(connection, Reply::Refused { request, refusal });
    }

    fn signed(
        &mut self,
        connection: ConnectionId,
        by: &Assessor,
        sign: Sign,
    ) -> Result<Wanted, Refusal> {
        let asker = Asker {
            from: by.from.clone(),
            ..self.asker(connection)?
        };
        self.check_may_save(connection, &[])?;
        let request = sign.request;
        let wish = sign::Wish {
            request: request.clone(),
            participant: sign.participant,
            visit: sign.visit,
            meaning: sign.meaning,
            content: sign.content,
        };
        Ok(Wanted {
            request,
            drafts: sign::admit(self, &asker, wish)?,
            seen: None,
        })
    }
}
