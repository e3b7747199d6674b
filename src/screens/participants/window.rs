//! The part of the list that is held: about three screens around the cursor, asked of the owner.
//!
//! Never all participants: ten thousand of them cost a terminal no more than twenty.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::Summary;
use crate::protocol::messages::Found;
use crate::screens::participants::state::ListState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;

/// Rows of the screen that are no participants.
const AROUND: u16 = 7;

impl ListState {
    /// Returns whether the rows held are those of what is searched.
    pub fn is_answered(&self) -> bool {
        self.found.as_ref().is_some_and(|found| self.is_of(found))
    }

    /// Returns whether a part of the list is of what is searched, in the order asked for.
    pub(crate) fn is_of(&self, found: &Found) -> bool {
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

    /// Records that the owner has newer data; the cursor stays with this participant.
    pub(crate) fn mark_stale(&mut self, keep: Option<ParticipantId>) {
        self.is_stale = true;
        self.keep = keep.or(self.keep.take());
    }

    /// Returns whether the rows that the screen may show are held.
    pub(crate) fn holds(&self, rows: usize) -> bool {
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
        self.connection
            .asked
            .iter()
            .any(|asked| matches!(asked, Asked::Find(..)))
    }

    /// Returns whether the newest question about the list is this query among these, in this order.
    pub(crate) fn finds(&self, query: &str, filter: Filter, sort: Sort) -> bool {
        let newest = self
            .connection
            .asked
            .iter()
            .rev()
            .find_map(|asked| match asked {
                Asked::Find(query, filter, sort) => Some((query, filter, sort)),
                _ => None,
            });
        newest.is_some_and(|newest| newest == (&query.to_owned(), &filter, &sort))
    }
}
