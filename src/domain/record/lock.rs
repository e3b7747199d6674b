//! What is locked: nobody writes answers there until it is unlocked, with a reason.
//!
//! A lock holds for all that its part contains: a field is locked by its form, visit, participant or study. This module
//! knows what is locked, not who may lock: `user` knows that.

pub use super::place::{Part, Scope};

use super::entry::Entry;
use super::event::{LockChange, LockStep};
use crate::domain::base::ids::ParticipantId;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A lock that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Why.
    pub reason: String,
    /// Name of who locked it, as printed.
    pub name: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Number of the entry; 0 while it is not stored.
    pub seq: u64,
}

/// The locks that stand, by what they lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locks(BTreeMap<Scope, Lock>);

impl Locks {
    /// Takes a lock as stored.
    pub fn put(&mut self, scope: Scope, lock: Lock) {
        self.0.insert(scope, lock);
    }

    /// Returns the locks.
    pub fn iter(&self) -> impl Iterator<Item = (&Scope, &Lock)> {
        self.0.iter()
    }

    /// Returns the lock on exactly this part.
    pub fn on(&self, scope: &Scope) -> Option<&Lock> {
        self.0.get(scope)
    }

    /// Returns the widest lock that holds for a part.
    pub fn over(&self, part: &Scope) -> Option<(&Scope, &Lock)> {
        // In this order a part comes before the parts that it contains.
        self.0.iter().find(|(scope, _)| scope.covers(part))
    }

    /// Returns the locks that hold for a participant or for parts of theirs.
    pub fn of(&self, participant: &ParticipantId) -> Self {
        let theirs = |scope: &Scope| {
            scope.participant.is_none() || scope.participant.as_ref() == Some(participant)
        };
        let found = self.0.iter().filter(|(scope, _)| theirs(scope));
        Self(found.map(|(s, l)| (s.clone(), l.clone())).collect())
    }

    /// Applies an entry; returns the part whose lock it changed. Applying it again changes nothing.
    pub fn apply<'a>(&mut self, entry: &'a Entry) -> Option<&'a Scope> {
        let LockChange {
            step,
            scope,
            reason,
        } = entry.draft.event.lock_change()?;
        match step {
            LockStep::Lock => {
                let lock = Lock {
                    reason: reason.to_owned(),
                    name: entry.draft.by.name.clone(),
                    at: entry.recorded_at,
                    seq: entry.seq,
                };
                self.0.insert(scope.clone(), lock);
            }
            LockStep::Unlock => {
                self.0.remove(scope);
            }
        }
        Some(scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        Lock {
            reason: "cleaned".to_owned(),
            name: "M. Kern".to_owned(),
            at: DateTime::default(),
            seq: 7,
        }
    }

    #[test]
    fn a_part_is_locked_by_itself_and_by_what_it_lies_in() {
        let (who, visit, form) = ("01-001".into(), "week-12".into(), "mmt8".into());
        let parts = [
            Scope::study(),
            Scope::participant(&who),
            Scope::visit(&who, &visit),
            Scope::form(&who, &visit, &form),
        ];
        for (place, scope) in parts.iter().enumerate() {
            let mut locks = Locks::default();
            locks.put(scope.clone(), lock());
            for (other, part) in parts.iter().enumerate() {
                assert_eq!(
                    locks.over(part).is_some(),
                    other >= place,
                    "{scope:?} {part:?}"
                );
            }
            let elsewhere = Scope::visit(&"01-002".into(), &visit);
            assert_eq!(locks.over(&elsewhere).is_some(), place == 0);
        }
        let widths: Vec<_> = parts.iter().map(Scope::part).collect();
        assert_eq!(
            widths,
            [Part::Study, Part::Participant, Part::Visit, Part::Form]
        );
    }

    #[test]
    fn the_widest_lock_is_named() {
        let (who, visit) = ("01-001".into(), "week-12".into());
        let mut locks = Locks::default();
        locks.put(Scope::visit(&who, &visit), lock());
        locks.put(Scope::participant(&who), lock());
        let part = Scope::form(&who, &visit, &"mmt8".into());
        assert_eq!(locks.over(&part).unwrap().0, &Scope::participant(&who));
        assert_eq!(locks.of(&"01-002".into()), Locks::default());
        assert_eq!(locks.of(&who), locks);
    }
}
