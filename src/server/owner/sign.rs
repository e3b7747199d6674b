//! Signing a visit: the passphrase first, then what stands in the way, then the entry.
//!
//! The signature's hash is compared with the record as it stands at the moment of signing; nothing of what the
//! client says about the signer is believed.

use super::{SeatId, Work, sentence};
use crate::client::{Reply, Sign};
use crate::domain::entry::{Assessor, Draft, is_named_after};
use crate::domain::event::Event;
use crate::domain::fit;
use crate::domain::lock::{Locks, Scope};
use crate::domain::session::ParticipantRecord;
use crate::domain::user::SIGNS;
use crate::store::Wanted;
use std::sync::Arc;

impl Work {
    /// Signs for a user whose passphrase was right; says why not otherwise.
    pub(super) fn sign(&mut self, seat: SeatId, by: &Assessor, sign: Sign) {
        let request = sign.request.clone();
        match self.signed(seat, by, sign) {
            Ok(wanted) => self.append_for(seat, request, wanted),
            Err(reason) => self.not_signed(seat, request, reason),
        }
    }

    /// Refuses a signature.
    pub(super) fn not_signed(&self, seat: SeatId, request: String, reason: String) {
        let refused = Reply::Refused {
            request,
            reason,
            lasting: true,
        };
        self.seats.reply(seat, refused);
    }

    fn signed(&mut self, seat: SeatId, by: &Assessor, sign: Sign) -> Result<Wanted, String> {
        let user = self.user_of(seat)?;
        let client = self.seats.get(seat).map(|seat| seat.client.as_str());
        if !client.is_some_and(|client| is_named_after(&sign.request, client)) {
            return Err("Not signed: the request is not named after this terminal.".to_owned());
        }
        let role = user.roles.iter().find(|role| SIGNS.contains(role));
        let role = role.ok_or("Not signed: only an investigator signs a visit.")?;
        let study = Arc::clone(&self.study);
        let look = |record: &ParticipantRecord, locks: &Locks| {
            let scope = Scope::visit(&sign.participant, &sign.visit);
            if let Some(words) = fit::lock_over(locks, &scope) {
                return Err(vec![words]);
            }
            fit::may_sign(&study, record, &sign.visit, &sign.content)
        };
        let found = self.store.consult(&sign.participant, look);
        found
            .map_err(|error| sentence(&error))?
            .ok_or("Not signed: there is no such participant.")?
            .map_err(|open| format!("Not signed. {}", open.join(" ")))?;
        let by = user.acting(Some(*role), &by.from);
        let right = Event::PassphraseRight {
            user: user.user.clone(),
        };
        let signed = Event::Signed {
            participant: sign.participant,
            visit: sign.visit,
            meaning: sign.meaning,
            content: sign.content,
        };
        Ok(Wanted {
            request: sign.request,
            drafts: vec![Draft::new(by.clone(), right), Draft::new(by, signed)],
            seen: None,
        })
    }
}
