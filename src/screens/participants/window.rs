//! The part of the list that is held: about three screens around the cursor, asked of the owner.
//!
//! Never all participants: ten thousand of them cost a terminal no more than twenty.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::Summary;
use crate::protocol::messages::{Found, Request};
use crate::screens::app::Effect;
use crate::screens::participants::update::ListState;
use crate::screens::replies::Asked;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Workspace};

/// Screens that are held.
const SCREENS: usize = 3;
/// Rows of the screen that are no participants.
const AROUND: u16 = 7;

impl ListState {
    /// Returns whether the rows held are those of what is searched.
    pub fn is_answered(&self) -> bool {
        self.found.as_ref().is_some_and(|found| self.is_of(found))
    }

    /// Returns whether a part of the list is of what is searched, in the order asked for.
    fn is_of(&self, found: &Found) -> bool {
        found.query == self.line.text() && found.filter == self.filter && found.sort == self.sort
    }

    /// Returns how many match.
    pub fn matching(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.matching)
    }

    /// Returns how many participants a filter lists, as far as was told.
    pub fn count(&self, filter: Filter) -> usize {
        let found = self.found.as_ref();
        let mut counts = found.into_iter().flat_map(|found| &found.counts);
        counts
            .find(|(known, _)| *known == filter)
            .map_or(0, |(_, count)| *count)
    }

    /// Returns how many participants there are.
    pub fn all(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.all)
    }

    /// Returns a row by its place among those that match, if it is held.
    pub fn row(&self, place: usize) -> Option<&Summary> {
        let found = self.found.as_ref()?;
        found.rows.get(place.checked_sub(found.from)?)
    }

    /// Goes to the first of those that match something new.
    pub(crate) fn search(&mut self) {
        self.cursor = 0;
        self.keep = None;
        self.failed = false;
    }

    /// Takes it that the owner has something newer; the cursor stays with this participant.
    pub(crate) fn is_old(&mut self, keep: Option<ParticipantId>) {
        self.old = true;
        self.keep = keep.or(self.keep.take());
    }

    /// Returns whether the rows that the screen may show are held.
    fn holds(&self, rows: usize) -> bool {
        let Some(found) = &self.found else {
            return false;
        };
        let from = self.cursor.saturating_sub(rows);
        let to = self.cursor.saturating_add(rows).min(found.matching);
        found.from <= from && found.from.saturating_add(found.rows.len()) >= to
    }
}

impl Workspace {
    /// Returns how many participants the screen shows at once.
    pub(crate) fn list_rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(AROUND)).max(1)
    }

    /// Returns whether a part of the list was asked for and is not there.
    pub(crate) fn is_finding(&self) -> bool {
        self.asked
            .iter()
            .any(|asked| matches!(asked, Asked::Find(..)))
    }

    /// Returns whether the newest question about the list is this query among these, in this order.
    fn finds(&self, query: &str, filter: Filter, sort: Sort) -> bool {
        let newest = self.asked.iter().rev().find_map(|asked| match asked {
            Asked::Find(query, filter, sort) => Some((query, filter, sort)),
            _ => None,
        });
        newest.is_some_and(|newest| newest == (&query.to_owned(), &filter, &sort))
    }
}

impl Model {
    /// Asks for what the list has to show and does not hold.
    pub(crate) fn ask_list(&mut self) -> Vec<Effect> {
        let rows = self.shared.list_rows();
        let covered = self.shared.record.is_some() || self.form().is_some();
        let visible = self.is_in_finder() || self.layers.len() == 1 || !covered;
        let Some(Layer::Participants(list)) = self.layers.first() else {
            return Vec::new();
        };
        let (query, filter, sort) = (list.line.text().to_owned(), list.filter, list.sort);
        let answered = list.is_answered();
        if !visible || list.failed || (self.shared.finds(&query, filter, sort) && !list.old) {
            return Vec::new();
        }
        let count = rows.saturating_mul(SCREENS);
        let from = list.cursor.saturating_sub(rows.saturating_add(rows / 2));
        // An owner that gave less than was asked for has no more.
        let same = list.got == Some((from, count));
        if answered && !list.old && (list.holds(rows) || same) {
            return Vec::new();
        }
        let keep = list.keep.clone().filter(|_| list.old && answered);
        let Some(Layer::Participants(list)) = self.layers.first_mut() else {
            return Vec::new();
        };
        list.old = false;
        list.wanted = (if keep.is_some() { usize::MAX } else { from }, count);
        let request = match keep {
            Some(who) => Request::FindNear {
                query: query.clone(),
                filter,
                sort,
                who,
                count,
            },
            None => Request::Find {
                query: query.clone(),
                filter,
                sort,
                from,
                count,
            },
        };
        self.shared
            .question(Asked::Find(query, filter, sort), request)
    }

    /// Takes a part of the list; an answer to what is not searched any more is nothing.
    pub(crate) fn found(&mut self, found: Found) {
        if self.shared.is_finding() {
            return;
        }
        let Some(Layer::Participants(list)) = self.layers.first_mut() else {
            return;
        };
        if !list.is_of(&found) {
            return;
        }
        let under = match list.is_answered() {
            true => list.row(list.cursor).map(|row| row.participant.id.clone()),
            false => None,
        };
        let keep = list.keep.take().or(under);
        let at = |who: &ParticipantId| {
            let place = found
                .rows
                .iter()
                .position(|row| row.participant.id == *who)?;
            Some(found.from.saturating_add(place))
        };
        let last = found.matching.saturating_sub(1);
        list.cursor = keep.as_ref().and_then(at).unwrap_or(list.cursor).min(last);
        list.got = Some(list.wanted);
        let first = !list.begun;
        list.begun = true;
        self.shared.listed = (found.rows.iter())
            .map(|row| row.participant.id.clone())
            .collect();
        list.found = Some(found);
        if first {
            self.offer_resume();
        }
    }

    /// Takes a participant's new summary into its row, which stays where it is.
    pub(crate) fn update_row(&mut self, summary: Summary) {
        self.study_is_old();
        self.queries_are_old();
        let under = self.selected().map(|row| row.participant.id.clone());
        let Some(Layer::Participants(list)) = self.layers.first_mut() else {
            return;
        };
        let rows = list.found.iter_mut().flat_map(|found| &mut found.rows);
        let id = &summary.participant.id;
        match rows.into_iter().find(|row| row.participant.id == *id) {
            Some(row) => *row = summary,
            // Nobody who was enrolled just now has a visit; others are on a part that is not held.
            None if summary.visits.is_empty() => list.is_old(under),
            None => {}
        }
    }
}
