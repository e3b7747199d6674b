//! Handles requests with a passphrase: another thread compares it, since hashing is slow, and the outcome is recorded here.

use super::{Command, ConnectionId, Work, now};
use crate::domain::record::entry::Assessor;
use crate::domain::record::event::Event;
use crate::domain::rules::{PassphraseFault, Proof, Refusal};
use crate::protocol::messages::{Passphrase, Reply, Sign, Verdict};
use crate::server::passphrase::{Checked, Outcome};
use std::time::Instant;

/// What a request does with a passphrase.
pub(super) enum Wish {
    /// Whether it is the user's.
    Unlock(Passphrase),
    /// That it be the user's from now on.
    Set {
        old: Option<Passphrase>,
        new: Passphrase,
    },
    /// Whether it is the user's, and then to sign with it.
    Sign(Sign),
}

/// What a passphrase was given for that was compared, with what of it is needed when it was right.
pub(super) enum Given {
    /// To prove who it is, for a lock among others, whose words must not hold it.
    Proof(Passphrase),
    /// To set another one.
    Setting,
    /// To sign.
    Signing(Box<Sign>),
}

impl Work {
    /// Has a passphrase compared or set; the reply comes when that is done.
    pub(super) fn passphrase(&mut self, connection: ConnectionId, wish: Wish) {
        let found = self.connections.get(connection).and_then(|place| {
            let user = self.store.users().get(&place.who.user)?.clone();
            let by = user.acting(user.main_role(), &place.who.from);
            Some((user, by))
        });
        let Some((user, by)) = found else {
            let unlisted = Refusal::Passphrase {
                fault: PassphraseFault::NotListed,
            };
            if let Wish::Sign(sign) = wish {
                return self.not_signed(connection, sign.request, unlisted);
            }
            let verdict = Verdict::Unfit(unlisted);
            return self
                .connections
                .reply(connection, Reply::Passphrase(verdict));
        };
        if let (Wish::Set { .. }, Err(refusal)) = (&wish, self.check_may_save(connection, &[])) {
            let verdict = Verdict::Unfit(refusal);
            return self
                .connections
                .reply(connection, Reply::Passphrase(verdict));
        }
        let commands = self.commands.clone();
        let done = |given| {
            Box::new(move |checked| {
                // The send fails when the owner has ended, and then no client waits.
                let _ = commands.send(Command::Checked {
                    connection,
                    by,
                    checked,
                    given,
                });
            })
        };
        match wish {
            Wish::Unlock(words) => {
                let done = done(Given::Proof(words.clone()));
                self.passphrases.check(&user, words, now(), done);
            }
            Wish::Set { old, new } => {
                let done = done(Given::Setting);
                self.passphrases.set(&user, old, new, now(), done);
            }
            Wish::Sign(sign) => {
                let words = sign.passphrase.clone();
                let done = done(Given::Signing(Box::new(sign)));
                self.passphrases.check(&user, words, now(), done);
            }
        }
    }

    /// Records what came of a passphrase, and says so.
    pub(super) fn checked(
        &mut self,
        connection: ConnectionId,
        by: Assessor,
        checked: Checked,
        given: Given,
    ) {
        let user = checked.user.clone();
        let (sign, proof) = match given {
            Given::Proof(words) => (None, Some(Proof::of(&words.0))),
            Given::Setting => (None, None),
            Given::Signing(sign) => (Some(sign), None),
        };
        if let (Outcome::Right, Some(sign)) = (&checked.outcome, &sign) {
            let sign = Sign::clone(sign);
            return self.sign(connection, &by, sign);
        }
        let verdict = match &checked.outcome {
            Outcome::Right => {
                let recorded = self.recorded(by, Event::PassphraseRight { user });
                if let (Ok(()), Some(place)) = (&recorded, self.connections.get_mut(connection)) {
                    place.proved = proof.map(|proof| (Instant::now(), proof));
                }
                recorded.map_or_else(Verdict::Unfit, |()| Verdict::Right)
            }
            // It stays wrong when it cannot be written down.
            Outcome::Wrong(fault) => match self.recorded(by, Event::PassphraseWrong { user }) {
                Ok(()) => Verdict::Wrong(refusal(fault)),
                Err(error) => Verdict::Wrong(error),
            },
            Outcome::Set { proof } => {
                let proof = proof.clone();
                match self.recorded_all(by, vec![Event::PassphraseSet { user, proof }]) {
                    Ok(entries) => {
                        self.tell_user(connection, &entries);
                        Verdict::Right
                    }
                    Err(why) => Verdict::Unfit(why),
                }
            }
            Outcome::Refused(fault) => {
                let refusal = refusal(fault);
                if sign.is_none() {
                    self.request_refused(connection, "passphrase", &refusal);
                }
                Verdict::Wrong(refusal)
            }
            Outcome::Unfit(fault) => Verdict::Unfit(refusal(fault)),
        };
        // Until here no other try of this user is counted.
        drop(checked);
        if let Some(sign) = sign {
            let refusal = match verdict {
                Verdict::Wrong(why) | Verdict::Unfit(why) => {
                    Refusal::NotSigned { why: Box::new(why) }
                }
                Verdict::Right => Refusal::SignAgain,
            };
            return self.not_signed(connection, sign.request, refusal);
        }
        self.connections
            .reply(connection, Reply::Passphrase(verdict));
    }
}

fn refusal(fault: &PassphraseFault) -> Refusal {
    Refusal::Passphrase {
        fault: fault.clone(),
    }
}
