//! The list of participants as the owner answers it: asking for what is seen, and taking it.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::summary::Summary;
use crate::protocol::messages::{Found, Request};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;

impl Model {
    /// Lists the participants in an order; those who match what is typed better stay before the others.
    pub(crate) fn set_sort(&mut self, sort: Sort) -> Vec<Effect> {
        if let Some(list) = self.list_mut() {
            list.sort_by(sort);
        }
        Vec::new()
    }

    /// Lists the participants of a filter; what is typed is searched among them.
    pub(crate) fn set_filter(&mut self, filter: Filter) -> Vec<Effect> {
        if let Some(list) = self.list_mut() {
            list.filter = filter;
            list.search();
        }
        Vec::new()
    }
}

/// Screens that are held.
const SCREENS: usize = 3;

impl Model {
    /// Asks for what the list has to show and does not hold.
    pub(crate) fn ask_list(&mut self) -> Vec<Effect> {
        let rows = self.shared.list_rows();
        let covered = self.shared.open.record.is_some() || self.form().is_some();
        let visible = self.is_in_finder() || self.layers.len() == 1 || !covered;
        let Some(Layer::Participants(list)) = self.layers.first() else {
            return Vec::new();
        };
        let (query, filter, sort) = (list.line.text().to_owned(), list.filter, list.sort);
        let answered = list.is_answered();
        if !visible || list.failed || (self.shared.finds(&query, filter, sort) && !list.is_stale) {
            return Vec::new();
        }
        let count = rows.saturating_mul(SCREENS);
        let from = list.cursor.saturating_sub(rows.saturating_add(rows / 2));
        // If the owner sent fewer rows than were asked for, there are no more.
        let same = list.got == Some((from, count));
        if answered && !list.is_stale && (list.holds(rows) || same) {
            return Vec::new();
        }
        let keep = list.keep.clone().filter(|_| list.is_stale && answered);
        let Some(Layer::Participants(list)) = self.layers.first_mut() else {
            return Vec::new();
        };
        list.is_stale = false;
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
        self.shared.ids.listed = (found.rows.iter())
            .map(|row| row.participant.id.clone())
            .collect();
        list.found = Some(found);
        if first {
            self.offer_resume();
        }
    }

    /// Takes a participant's new summary into its row, which stays where it is.
    pub(crate) fn update_row(&mut self, summary: Summary) {
        self.become_stale();
        let under = self.selected().map(|row| row.participant.id.clone());
        let Some(Layer::Participants(list)) = self.layers.first_mut() else {
            return;
        };
        let rows = list.found.iter_mut().flat_map(|found| &mut found.rows);
        let id = &summary.participant.id;
        match rows.into_iter().find(|row| row.participant.id == *id) {
            Some(row) => *row = summary,
            // A summary without visits can be of a new participant; the rows of others are on a part that is not loaded.
            None if summary.visits.is_empty() => list.mark_stale(under),
            None => {}
        }
    }
}
