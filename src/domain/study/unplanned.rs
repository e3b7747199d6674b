//! Visits that no schedule plans: the one at an early end of the participation, and unscheduled ones.
//!
//! Every study has them, whatever its file says. They have no window, and stand among the visits by their day. Must not
//! decide when one may begin: the rules do.

use super::{Protocol, Study, Visit};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::session::{ParticipantRecord, Session};
use chrono::NaiveDate;

/// Id of the visit at an early end: it asks what the visit of the outcome asks.
pub const EARLY_END: &str = "early-termination";

/// The start of the id of an unscheduled visit; its number follows.
const UNSCHEDULED: &str = "unscheduled-";

/// Most unscheduled visits of a participant.
pub const MOST_UNSCHEDULED: u32 = 20;

/// Returns the visits that a protocol does not plan and every study has. A visit of the same id in the study file stays
/// what the file says it is.
pub fn visits(protocol: &Protocol) -> Vec<Visit> {
    let visit = |id: &str, label: String, forms: Vec<FormId>| Visit {
        id: id.into(),
        label,
        day: 0,
        early: 0,
        late: 0,
        forms,
    };
    let mut outcome = protocol.visits.iter();
    let outcome = outcome.find(|visit| visit.id == protocol.outcome);
    let outcome = outcome.map_or_else(Vec::new, |visit| visit.forms.clone());
    let early = visit(EARLY_END, "Early end".to_owned(), outcome);
    let forms = all_forms(protocol);
    let unscheduled = (1..=MOST_UNSCHEDULED).map(|number| {
        let id = format!("{UNSCHEDULED}{number}");
        visit(&id, format!("Unsched.{number}"), forms.clone())
    });
    let all = std::iter::once(early).chain(unscheduled);
    all.filter(|own| protocol.visits.iter().all(|planned| planned.id != own.id))
        .collect()
}

/// Returns every form that some visit asks, in bedside order: each visit's own order is kept.
fn all_forms(protocol: &Protocol) -> Vec<FormId> {
    let mut all: Vec<FormId> = Vec::new();
    for visit in &protocol.visits {
        let mut place = 0;
        for form in &visit.forms {
            match all.iter().position(|known| known == form) {
                Some(known) => place = known + 1,
                None => {
                    all.insert(place.min(all.len()), form.clone());
                    place += 1;
                }
            }
        }
    }
    all
}

/// Returns whether a visit is an unscheduled one.
pub fn is_unscheduled(visit: &VisitId) -> bool {
    let number = visit.as_str().strip_prefix(UNSCHEDULED);
    number.is_some_and(|number| {
        let known = number.parse().ok();
        known.is_some_and(|known: u32| {
            (1..=MOST_UNSCHEDULED).contains(&known) && known.to_string() == number
        })
    })
}

/// Returns the next unscheduled visit of a participant; none once there were [`MOST_UNSCHEDULED`]. One that was begun by
/// mistake does not give its place to another: text that waits somewhere would be taken for what belongs there.
pub fn next_unscheduled(study: &Study, record: &ParticipantRecord) -> Option<VisitId> {
    let mut ids = (1..=MOST_UNSCHEDULED).map(|number| format!("{UNSCHEDULED}{number}"));
    let is_new = |id: &str| record.session(id).is_none() && !record.voided.contains_key(id);
    let free = ids.find(|id| study.is_unplanned(id) && is_new(id));
    free.map(VisitId::new)
}

/// Where a visit of a participant stands among the others, in the order in which they are read: planned visits as the
/// schedule has them, others behind the last planned one that was held before their day, or behind the baseline visit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    planned: Option<usize>,
    unplanned: Option<(NaiveDate, usize)>,
}

impl Study {
    /// Returns whether no schedule plans a visit and every study has it.
    pub fn is_unplanned(&self, visit: &str) -> bool {
        self.unplanned.iter().any(|own| own.id.as_str() == visit)
    }

    /// Returns the place of a visit among those that no schedule plans.
    pub(super) fn unplanned_index(&self, visit: &str) -> Option<usize> {
        let mut own = self.unplanned.iter();
        own.position(|own| own.id.as_str() == visit)
    }

    /// Returns the forms that a session asks: those that were chosen for it, else those of its visit.
    pub fn forms_of<'a>(&'a self, session: &'a Session) -> &'a [FormId] {
        match (&session.unscheduled, self.visit(session.visit.as_str())) {
            (Some(chosen), _) => &chosen.forms,
            (None, Some(visit)) => &visit.forms,
            (None, None) => &[],
        }
    }

    /// Returns the forms that a visit of a participant asks, begun or not.
    pub fn forms_at<'a>(&'a self, record: &'a ParticipantRecord, visit: &str) -> &'a [FormId] {
        self.forms_asked(record.session(visit), visit)
    }

    /// Returns the forms that a visit asks: of the session given those of [`Study::forms_of`], of one that is not begun all.
    pub fn forms_asked<'a>(&'a self, session: Option<&'a Session>, visit: &str) -> &'a [FormId] {
        match (session, self.visit(visit)) {
            (Some(session), _) => self.forms_of(session),
            (None, Some(visit)) => &visit.forms,
            (None, None) => &[],
        }
    }

    /// Returns where a visit of a participant stands among the others; `None` for a visit that the study does not have.
    pub fn rank(&self, record: &ParticipantRecord, visit: &str) -> Option<Rank> {
        if let Some(place) = self.visit_index(visit) {
            return Some(Rank {
                planned: Some(place),
                unplanned: None,
            });
        }
        let session = record.session(visit).filter(|_| self.is_unplanned(visit))?;
        // Of the same day it comes first: what is rated at the planned one is rated without having seen this.
        let baseline = &self.protocol.baseline;
        let held = record
            .visits()
            .filter(|other| other.date < session.date || other.visit == *baseline);
        let planned = held.filter_map(|other| self.visit_index(other.visit.as_str()));
        Some(Rank {
            planned: planned.max(),
            unplanned: Some((session.date, self.unplanned_index(visit)?)),
        })
    }

    /// Returns the sessions before a visit of a participant, the latest first.
    pub fn sessions_before<'a>(
        &self,
        record: &'a ParticipantRecord,
        visit: &str,
    ) -> Vec<&'a Session> {
        let Some(own) = self.rank(record, visit) else {
            return Vec::new();
        };
        let ranked = record
            .visits()
            .filter_map(|session| Some((self.rank(record, session.visit.as_str())?, session)));
        let mut before: Vec<(Rank, &Session)> = ranked.filter(|(rank, _)| *rank < own).collect();
        before.sort_by(|(a, _), (b, _)| b.cmp(a));
        before.into_iter().map(|(_, session)| session).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::study::shipped::embedded_study;

    #[test]
    fn the_early_end_asks_what_the_outcome_asks_and_an_unscheduled_visit_may_ask_all() {
        let study = embedded_study().unwrap();
        let forms = |id: &str| study.visit(id).unwrap().forms.clone();
        assert_eq!(forms(EARLY_END), forms(study.protocol.outcome.as_str()));
        let all = forms("unscheduled-20");
        for visit in &study.protocol.visits {
            let places = visit
                .forms
                .iter()
                .map(|form| all.iter().position(|of| of == form).unwrap());
            assert!(places.is_sorted(), "{}", visit.id);
        }
        assert_eq!(study.visit_index(EARLY_END), None);
        assert!(study.visit("unscheduled-21").is_none());
    }

    #[test]
    fn only_numbers_from_1_to_20_make_an_unscheduled_visit() {
        for (id, expected) in [
            ("unscheduled-1", true),
            ("unscheduled-20", true),
            ("unscheduled-0", false),
            ("unscheduled-21", false),
            ("unscheduled-01", false),
            ("unscheduled-+1", false),
            ("unscheduled-", false),
            ("week-2", false),
        ] {
            assert_eq!(is_unscheduled(&id.into()), expected, "{id}");
        }
    }

    #[test]
    fn the_label_of_every_visit_fits_its_column() {
        let study = embedded_study().unwrap();
        let labels = study
            .unplanned
            .iter()
            .map(|visit| visit.label.chars().count());
        assert!(labels.max().unwrap() <= 10);
    }
}
