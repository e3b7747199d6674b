//! The list of participants that the owner searches: a few words of each, never the records.

use crate::domain::base::ids::ParticipantId;
use crate::domain::record::participant::{Likeness, Participant, Sex};
use crate::domain::study::Study;
use crate::domain::study::laboratory::{Laboratories, Laboratory};
use crate::domain::study::withheld::Viewer;
use crate::domain::views::find::Finder;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::Summary;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Most ids in one reply.
const MOST_IDS: usize = 10_000;

/// The list.
pub(super) struct List {
    study: Arc<Study>,
    finder: Finder,
    /// The participants in the finder's order.
    rows: Vec<ParticipantId>,
    places: HashMap<ParticipantId, usize>,
    /// Who was enrolled, and when, by what another enrolment of the same person would have in common.
    alike: BTreeMap<Likeness, Vec<(ParticipantId, NaiveDate)>>,
    /// That of each row.
    likenesses: Vec<Likeness>,
    /// Whether the sex of somebody was corrected, so that the limits by sex are gathered anew.
    corrects_sex: bool,
    laboratories: Laboratories,
    /// The day for which the finder says who is due.
    today: NaiveDate,
}

/// The requested part of the list.
pub(super) enum Part {
    /// From the one with this place among those that match.
    From(usize),
    /// Around this participant.
    Around(ParticipantId),
}

/// A part of the list.
pub(super) struct Rows {
    /// Place of the first row among those that match.
    pub(super) from: usize,
    /// How many match.
    pub(super) matching: usize,
    /// The participants.
    pub(super) rows: Vec<ParticipantId>,
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
            alike: BTreeMap::new(),
            likenesses: Vec::new(),
            corrects_sex: false,
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
        if std::mem::take(&mut self.corrects_sex) {
            // The limits of somebody whose sex was corrected are those of the other one.
            self.laboratories = Laboratories::default();
            store.each_summary(&mut |summary| self.take(&summary))?;
        }
        if today != self.today {
            self.today = today;
            store.each_summary(&mut |summary| self.take(&summary))?;
        }
        Ok(())
    }

    /// Returns the ids after one in their order, as many as one reply takes.
    pub(super) fn ids(&self, after: Option<&ParticipantId>) -> Vec<ParticipantId> {
        let is_after = |id: &&ParticipantId| after.is_none_or(|after| *id > after);
        let mut ids: Vec<&ParticipantId> = self.rows.iter().filter(is_after).collect();
        if ids.len() > MOST_IDS {
            ids.select_nth_unstable(MOST_IDS);
            ids.truncate(MOST_IDS);
        }
        ids.sort_unstable();
        ids.into_iter().cloned().collect()
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
        let sex = self.likenesses.get(place).map(|known| known.sex);
        self.corrects_sex |= sex.is_some_and(|sex| sex != who.sex);
        self.take_likeness(place, who, summary.statuses.is_void());
        self.finder.set(place, &self.study, summary, self.today);
        if !self.corrects_sex {
            for laboratory in &summary.laboratories {
                self.laboratories.take(who.sex, laboratory);
            }
        }
    }

    /// Takes in whom a participant is like; a correction of the enrolment may have changed it. Nobody is like one who was
    /// enrolled by mistake, most often the same person under another id.
    fn take_likeness(&mut self, place: usize, who: &Participant, is_void: bool) {
        let likeness = who.likeness();
        let known = self.likenesses.get(place);
        if let Some(known) = known.filter(|known| is_void || **known != likeness)
            && let Some(alike) = self.alike.get_mut(known)
        {
            alike.retain(|(id, _)| *id != who.id);
        }
        let alike = self.alike.entry(likeness.clone()).or_default();
        match alike.iter_mut().find(|(id, _)| *id == who.id) {
            Some((_, enrolled_on)) => *enrolled_on = who.enrolled_on,
            None if is_void => {}
            None => alike.push((who.id.clone(), who.enrolled_on)),
        }
        match self.likenesses.get_mut(place) {
            Some(known) => *known = likeness,
            None => self.likenesses.push(likeness),
        }
    }

    /// Returns who is like somebody, with the days of their enrolment, in no order that matters.
    pub(super) fn alike(&self, likeness: &Likeness) -> &[(ParticipantId, NaiveDate)] {
        self.alike.get(likeness).map_or(&[], Vec::as_slice)
    }

    /// Returns how many participants there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many participants each filter lists.
    pub(super) fn counts(&self) -> Vec<(Filter, usize)> {
        self.finder.counts()
    }

    /// Returns a part of the participants of a filter that match for a user, best first: at most `count` of them.
    pub(super) fn find(
        &mut self,
        viewer: Viewer,
        query: &str,
        (filter, sort): (Filter, Sort),
        part: &Part,
        count: usize,
    ) -> Rows {
        let place = match part {
            Part::Around(who) => self.places.get(who).copied(),
            Part::From(_) => None,
        };
        let found = self.finder.matches_for(viewer, query, filter);
        let found = found.sorted_by(sort);
        let from = match part {
            Part::From(from) => *from,
            // Who does not match is in the middle of nothing.
            Part::Around(_) => place
                .and_then(|place| found.rank(place))
                .map_or(0, |rank| rank.saturating_sub(count / 2)),
        };
        let matching = found.len();
        let places = found.part(from, count).into_iter();
        let rows = &self.rows;
        Rows {
            from,
            matching,
            rows: places
                .filter_map(|place| rows.get(place).cloned())
                .collect(),
        }
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
