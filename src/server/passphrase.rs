//! Passphrases: their stored forms beside the record, and whether the words given are the right ones.
//!
//! The record holds a proof of each stored form, never the form or the words; a form without its proof is
//! not used. What is tried is counted in the record by the owner; here is only what the count means.

mod file;
mod hashing;

pub use hashing::{fits, hash};

use crate::domain::record::user::{User, Users};
use crate::domain::rules::{PassphraseFault, PassphraseTrouble, check_passphrase};
use crate::domain::study::Terminal;
use crate::protocol::messages::Passphrase;
use crate::protocol::mutex::lock;
use crate::text::store::BesideDamage;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a passphrase must be, and what comes of wrong ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Fewest characters.
    pub least: usize,
    /// Wrong ones in a row before a pause.
    pub tries: u32,
    /// How long that pause is.
    pub pause: TimeDelta,
}

impl Rules {
    /// Returns the rules of a study.
    pub fn of(terminal: &Terminal) -> Self {
        Self {
            least: terminal.passphrase_least_length as usize,
            tries: terminal.passphrase_tries.max(1),
            pause: TimeDelta::minutes(terminal.passphrase_pause_minutes.into()),
        }
    }

    /// Returns until when no passphrase of the user is looked at.
    fn paused_until(
        &self,
        user: &User,
        now: DateTime<FixedOffset>,
    ) -> Option<DateTime<FixedOffset>> {
        let last = user.wrong_at?;
        // A clock that was put back keeps nobody out for longer than the pause.
        let still = (now - last).abs() < self.pause;
        let pauses = user.wrong > 0 && user.wrong.is_multiple_of(self.tries);
        (pauses && still).then(|| last + self.pause)
    }

    /// Returns what one more wrong passphrase comes to.
    fn after_wrong(&self, user: &User) -> PassphraseFault {
        match user.wrong.saturating_add(1) % self.tries {
            0 => PassphraseFault::WrongAgain {
                tries: self.tries,
                minutes: self.pause.num_minutes(),
                user: user.user.clone(),
            },
            used => PassphraseFault::Wrong {
                left: self.tries - used,
            },
        }
    }
}

/// What came of words that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They are the user's passphrase.
    Right,
    /// They are not, which is to be counted; says how many tries are left or how long to wait.
    Wrong(PassphraseFault),
    /// The new ones are stored, and hold once this proof is in the record.
    Set {
        /// BLAKE3 in hex of the stored form.
        proof: String,
    },
    /// They were not looked at, since there were too many wrong ones; says how long to wait.
    Refused(PassphraseFault),
    /// They cannot be compared or set, and why.
    Unfit(PassphraseFault),
}

/// An outcome, and the turn of its user: no other try of theirs is looked at before this is dropped, so
/// that it can be counted first.
#[derive(Debug)]
pub struct Checked {
    /// Login name.
    pub user: String,
    /// What came of it.
    pub outcome: Outcome,
    _turn: Option<Turn>,
}

/// Where an outcome goes; called once.
pub type Done = Box<dyn FnOnce(Checked) + Send>;

type Job = Box<dyn FnOnce() + Send>;
type Turns = Arc<Mutex<BTreeSet<String>>>;

/// The passphrases of a study. A thread of its own hashes, one at a time: each takes 19 MiB and tens of
/// milliseconds, for which the owner of the study does not wait.
pub struct Passphrases {
    dir: PathBuf,
    rules: Rules,
    turns: Turns,
    worker: Mutex<Option<Sender<Job>>>,
}

impl Passphrases {
    /// Returns the passphrases of the study in a directory; nothing is read or started yet.
    pub fn new(study: &Path, rules: Rules) -> Self {
        Self {
            dir: study.to_owned(),
            rules,
            turns: Turns::default(),
            worker: Mutex::new(None),
        }
    }

    /// Says whether these are the user's words. `done` is told on the worker's thread, or at once on the
    /// caller's when nothing needs hashing.
    pub fn check(&self, user: &User, given: Passphrase, now: DateTime<FixedOffset>, done: Done) {
        let rules = self.rules;
        self.work(user, now, done, move |dir, user| {
            let stored = stored(dir, user)?;
            Ok(if fits(&given, &stored) {
                Outcome::Right
            } else {
                Outcome::Wrong(rules.after_wrong(user))
            })
        });
    }

    /// Stores new words for a user, who must give the old ones where there are any; the old ones hold
    /// until the proof of the new ones is in the record. `done` is told as for a check.
    pub fn set(
        &self,
        user: &User,
        old: Option<Passphrase>,
        new: Passphrase,
        now: DateTime<FixedOffset>,
        done: Done,
    ) {
        let rules = self.rules;
        let set = user.passphrase.is_some() && old.is_none();
        let fault = match check_passphrase(&new.0, &user.user, rules.least) {
            Err(fault) => Some(Outcome::Unfit(fault)),
            Ok(()) if set => Some(Outcome::Refused(PassphraseFault::SetAlready)),
            Ok(()) => None,
        };
        if let Some(outcome) = fault {
            return done(Checked {
                user: user.user.clone(),
                outcome,
                _turn: None,
            });
        }
        self.work(user, now, done, move |dir, user| {
            if let Some(old) = old.filter(|_| user.passphrase.is_some())
                && !fits(&old, &stored(dir, user)?)
            {
                return Ok(Outcome::Wrong(rules.after_wrong(user)));
            }
            let form = hash(&new).map_err(unfit)?;
            let proof = proof_of(&form);
            file::put(dir, &user.user, user.passphrase.as_deref(), form).map_err(|error| {
                unfit(PassphraseTrouble::Unwritable {
                    error: error.to_string(),
                })
            })?;
            Ok(Outcome::Set { proof })
        });
    }

    /// Has something done for a user whose turn it is.
    fn work(
        &self,
        user: &User,
        now: DateTime<FixedOffset>,
        done: Done,
        job: impl FnOnce(&Path, &User) -> Result<Outcome, Outcome> + Send + 'static,
    ) {
        let name = user.user.clone();
        let tell = move |outcome, turn| {
            done(Checked {
                user: name,
                outcome,
                _turn: turn,
            });
        };
        if let Some(until) = self.rules.paused_until(user, now) {
            let left = (until - now)
                .num_seconds()
                .clamp(1, i64::MAX)
                .saturating_add(59)
                / 60;
            let paused = PassphraseFault::Paused {
                minutes: left,
                user: user.user.clone(),
            };
            return tell(Outcome::Refused(paused), None);
        }
        let Some(turn) = Turn::take(&self.turns, &user.user) else {
            return tell(Outcome::Refused(PassphraseFault::Busy), None);
        };
        let (dir, user) = (self.dir.clone(), user.clone());
        let job = Box::new(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| job(&dir, &user)));
            let outcome = outcome.unwrap_or_else(|_| Err(unfit(PassphraseTrouble::Fault)));
            let (Ok(outcome) | Err(outcome)) = outcome;
            tell(outcome, Some(turn));
        });
        if let Err(job) = self.hand_over(job) {
            // Without a thread the caller waits; that is better than no answer.
            job();
        }
    }

    /// Gives a job to the worker, who is started first when this is the first one.
    fn hand_over(&self, job: Job) -> Result<(), Job> {
        let mut worker = lock(&self.worker);
        let sender = match worker.as_ref() {
            Some(sender) => sender,
            None => {
                let (sender, jobs) = mpsc::channel::<Job>();
                let started = thread::Builder::new()
                    .name("passphrases".to_owned())
                    .spawn(move || jobs.into_iter().for_each(|job| job()));
                if started.is_err() {
                    return Err(job);
                }
                worker.insert(sender)
            }
        };
        sender.send(job).map_err(|unsent| unsent.0)
    }
}

impl fmt::Debug for Passphrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrases")
    }
}

/// Returns the stored form of a user's passphrase whose proof is in the record.
fn stored(dir: &Path, user: &User) -> Result<String, Outcome> {
    let Some(proof) = &user.passphrase else {
        return Err(Outcome::Unfit(PassphraseFault::NotSet));
    };
    let forms = file::forms(dir, &user.user).map_err(|error| {
        unfit(PassphraseTrouble::Unreadable {
            error: error.to_string(),
        })
    })?;
    let own = forms.into_iter().find(|form| proof_of(form) == *proof);
    own.ok_or_else(|| {
        Outcome::Unfit(PassphraseFault::NotTheStored {
            user: user.user.clone(),
        })
    })
}

/// Returns what is wrong with the stored forms, `users` is the list as the record has it.
pub(super) fn damaged(dir: &Path, users: &Users) -> Vec<BesideDamage> {
    let set: Vec<(&str, &String)> = users
        .iter()
        .filter(|user| user.active)
        .filter_map(|user| Some((user.user.as_str(), user.passphrase.as_ref()?)))
        .collect();
    let forms = match file::all(dir) {
        Ok(forms) => forms,
        Err(_) => {
            return vec![BesideDamage::Passphrases {
                file: file::NAME.to_owned(),
            }];
        }
    };
    let lost: Vec<String> = set
        .iter()
        .filter(|(user, proof)| {
            let own = forms.get(*user).map_or(&[][..], Vec::as_slice);
            !own.iter().any(|form| proof_of(form) == **proof)
        })
        .map(|(user, _)| (*user).to_owned())
        .collect();
    if lost.is_empty() {
        return Vec::new();
    }
    vec![BesideDamage::Passphrase { users: lost }]
}

/// Returns what the record holds of a stored form.
fn proof_of(form: &str) -> String {
    blake3::hash(form.as_bytes()).to_hex().to_string()
}

fn unfit(trouble: PassphraseTrouble) -> Outcome {
    Outcome::Unfit(PassphraseFault::Trouble { trouble })
}

/// The turn of one user.
#[derive(Debug)]
struct Turn {
    turns: Turns,
    user: String,
}

impl Turn {
    fn take(turns: &Turns, user: &str) -> Option<Self> {
        let taken = lock(turns).insert(user.to_owned());
        taken.then(|| Self {
            turns: Arc::clone(turns),
            user: user.to_owned(),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        lock(&self.turns).remove(&self.user);
    }
}

#[cfg(test)]
mod tests;
