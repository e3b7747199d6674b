//! What is locked: nobody writes answers there until it is unlocked, with a reason.
//!
//! Locks lie over each other: a field is locked by its form, visit, participant or study. Here is what is
//! locked, not who may do it: that is `user`.

use super::entry::Entry;
use super::event::{FieldPath, LockChange, LockStep};
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part of the study: all of it, a participant, a visit of theirs, or a form of that visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The participant; `None` for the whole study.
    pub participant: Option<ParticipantId>,
    /// The visit; `None` for all of the participant's.
    pub visit: Option<VisitId>,
    /// The form; `None` for all of the visit's.
    pub form: Option<FormId>,
}

impl Scope {
    /// Returns the whole study.
    pub fn study() -> Self {
        Self::default()
    }

    /// Returns one participant.
    pub fn participant(participant: &ParticipantId) -> Self {
        Self {
            participant: Some(participant.clone()),
            ..Self::default()
        }
    }

    /// Returns one visit.
    pub fn visit(participant: &ParticipantId, visit: &VisitId) -> Self {
        Self {
            visit: Some(visit.clone()),
            ..Self::participant(participant)
        }
    }

    /// Returns one form.
    pub fn form(participant: &ParticipantId, visit: &VisitId, form: &FormId) -> Self {
        Self {
            form: Some(form.clone()),
            ..Self::visit(participant, visit)
        }
    }

    /// Returns the form of a field.
    pub fn of(place: &FieldPath) -> Self {
        Self::form(&place.participant, &place.visit, &place.form)
    }

    /// Returns whether another part lies in this one, or is the same.
    pub fn covers(&self, other: &Self) -> bool {
        fn wide<T: PartialEq>(outer: Option<&T>, inner: Option<&T>) -> bool {
            outer.is_none() || outer == inner
        }
        wide(self.participant.as_ref(), other.participant.as_ref())
            && wide(self.visit.as_ref(), other.visit.as_ref())
            && wide(self.form.as_ref(), other.form.as_ref())
    }

    /// Returns how wide it is.
    pub fn part(&self) -> Part {
        match (&self.participant, &self.visit, &self.form) {
            (_, _, Some(_)) => Part::Form,
            (_, Some(_), None) => Part::Visit,
            (Some(_), None, None) => Part::Participant,
            (None, None, None) => Part::Study,
        }
    }
}

/// How wide a part of the study is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A form of a visit.
    Form,
    /// A visit.
    Visit,
    /// A participant.
    Participant,
    /// The whole study.
    Study,
}

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

    /// Returns the widest lock that lies over a part.
    pub fn over(&self, part: &Scope) -> Option<(&Scope, &Lock)> {
        // In this order a wider part stands before those in it.
        self.0.iter().find(|(scope, _)| scope.covers(part))
    }

    /// Returns the locks that lie over a participant or over parts of theirs.
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
