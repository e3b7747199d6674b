//! All participants as the owner searches them: a few words of each, never their records.

use crate::domain::find::Finder;
use crate::domain::ids::ParticipantId;
use crate::domain::laboratory::{Laboratories, Laboratory};
use crate::domain::participant::Sex;
use crate::domain::study::Study;
use crate::domain::summary::Summary;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// The list.
pub(super) struct List {
    study: Arc<Study>,
    finder: Finder,
    /// The participants in the finder's order.
    rows: Vec<ParticipantId>,
    places: HashMap<ParticipantId, usize>,
    laboratories: Laboratories,
    /// The day for which the finder says who is due.
    today: NaiveDate,
}

impl List {
    /// Reads the list as it stands on a day.
    pub(super) fn read(
        study: Arc<Study>,
        store: &mut Store,
        today: NaiveDate,
    ) -> Result<Self, StoreError> {
        let mut list = Self {
            finder: Finder::new(&study, &[], today),
            study,
            rows: Vec::new(),
            places: HashMap::new(),
            laboratories: Laboratories::default(),
            today,
        };
        store.each_summary(&mut |summary| list.take(&summary))?;
        Ok(list)
    }

    /// Works out anew who is due when the day is another.
    pub(super) fn turn_to(
        &mut self,
        today: NaiveDate,
        store: &mut Store,
    ) -> Result<(), StoreError> {
        if today != self.today {
            self.today = today;
            store.each_summary(&mut |summary| self.take(&summary))?;
        }
        Ok(())
    }

    /// Takes a participant's new summary in.
    pub(super) fn take(&mut self, summary: &Summary) {
        let who = &summary.participant;
        let place = self.places.get(&who.id).copied();
        let place = place.unwrap_or(self.rows.len());
        if place == self.rows.len() {
            self.places.insert(who.id.clone(), place);
            self.rows.push(who.id.clone());
        }
        self.finder.set(place, &self.study, summary, self.today);
        if let Some(laboratory) = &summary.laboratory {
            self.laboratories.take(who.sex, laboratory);
        }
    }

    /// Returns how many participants there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the participants that match, best first.
    pub(super) fn find(&mut self, query: &str) -> Vec<ParticipantId> {
        let places = self.finder.find(query);
        let rows = &self.rows;
        let found = places.into_iter().filter_map(|place| rows.get(place));
        found.cloned().collect()
    }

    /// Returns whether a participant has this id, in whatever case.
    pub(super) fn is_taken(&self, id: &ParticipantId) -> bool {
        let same = |known: &ParticipantId| known.as_str().eq_ignore_ascii_case(id.as_str());
        self.rows.iter().any(same)
    }

    /// Returns the laboratories that the study knows, with the limits for one sex.
    pub(super) fn laboratories(&self, sex: Sex) -> Vec<Laboratory> {
        self.laboratories.of(sex)
    }
}
