//! Which items stand, participant by participant: what decides whether a value is new, another one, or taken away.
//!
//! Keeps no value. The parts of keys are numbers, so that a large trail takes little room.

use super::super::tree::{Kind, Part, Place};
use crate::domain::base::ids::ParticipantId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Visit, form, item group and item by their numbers; 0 is none.
type Key = [u32; 4];

/// What stands.
#[derive(Default)]
pub(super) struct Standing {
    numbers: HashMap<Part, u32>,
    parts: Vec<Part>,
    people: BTreeMap<ParticipantId, BTreeSet<Key>>,
}

impl Standing {
    /// Takes that an item holds something from now on, or nothing; returns what is done with it by that.
    pub(super) fn step(
        &mut self,
        who: &ParticipantId,
        place: &Place,
        item: Part,
        holds: bool,
    ) -> Option<Kind> {
        let key = self.key(&place.iter().cloned().chain([item]).collect::<Vec<_>>());
        let own = self.people.entry(who.clone()).or_default();
        match (holds, own.contains(&key)) {
            (true, true) => Some(Kind::Update),
            (true, false) => {
                own.insert(key);
                Some(Kind::Insert)
            }
            (false, true) => {
                own.remove(&key);
                Some(Kind::Remove)
            }
            (false, false) => None,
        }
    }

    /// Takes that something is entered below a participant, a visit, a form or a group; returns whether that is new.
    pub(super) fn enter(&mut self, who: &ParticipantId, way: &[Part]) -> Kind {
        let key = self.key(way);
        match self.people.entry(who.clone()).or_default().insert(key) {
            true => Kind::Insert,
            false => Kind::Context,
        }
    }

    /// Takes away all items that stand at a visit, and returns them.
    pub(super) fn empty(&mut self, who: &ParticipantId, event: &Part) -> Vec<(Place, Part)> {
        let number = self.number(event);
        let Some(own) = self.people.get_mut(who) else {
            return Vec::new();
        };
        let items = own.range([number, 0, 0, 0]..[number + 1, 0, 0, 0]);
        let items: Vec<Key> = items.filter(|[.., item]| *item != 0).copied().collect();
        own.retain(|key| !items.contains(key));
        let part = |number: u32| self.parts.get(number as usize - 1).cloned();
        let found = items.into_iter().filter_map(|[event, form, group, item]| {
            Some(([part(event)?, part(form)?, part(group)?], part(item)?))
        });
        found.collect()
    }

    fn key(&mut self, way: &[Part]) -> Key {
        let mut key = Key::default();
        for (number, part) in key.iter_mut().zip(way) {
            *number = self.number(part);
        }
        key
    }

    fn number(&mut self, part: &Part) -> u32 {
        if let Some(number) = self.numbers.get(part) {
            return *number;
        }
        self.parts.push(part.clone());
        // As many parts as that are in no study.
        let number = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(part.clone(), number);
        number
    }
}
