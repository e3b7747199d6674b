//! When each visit of the schedule is due, and which one to open next.
//!
//! Every visit can be opened at any time: an early, late or missed one is labelled so, never
//! refused. The day is given; there is no clock here.

use crate::domain::base::ids::VisitId;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::version::removed::Listed;
use crate::domain::study::visit_summary::VisitSummary;
use crate::domain::study::{Protocol, Study, Visit};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

/// How a planned visit stands today.
///
/// A visit that was not begun is *missed* once its window has closed and a later visit was begun or
/// the next visit's window has opened. The baseline visit is missed only by a later visit being
/// begun, and until it is begun (or missed) all visits after it are *ahead*, since
/// their dates hang on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitState {
    /// All its forms are complete.
    Done {
        /// Its day.
        date: NaiveDate,
    },
    /// Begun, with a form that is not complete.
    Open {
        /// Its day.
        date: NaiveDate,
    },
    /// Not begun; today is in its window.
    Due,
    /// Not begun, and the next to come: its window opens on this day.
    Early {
        /// First day of its window.
        opens: NaiveDate,
    },
    /// Not begun; its window has closed, but no later one has opened.
    Late {
        /// Last day of its window.
        closed: NaiveDate,
    },
    /// Not begun, its window closed, and overtaken by a later visit or its window.
    Missed,
    /// Not begun, after another visit that is still to come.
    Ahead,
    /// Not begun, and not to come any more: the visits of the participant ended.
    Closed {
        /// The day after which no visit comes.
        since: NaiveDate,
    },
    /// Begun, and later taken out of the schedule.
    Removed {
        /// Its day.
        date: NaiveDate,
        /// Number of the version that took it out.
        by: u32,
    },
}

impl VisitState {
    /// Returns the word for the state in JSON and in the finder.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Open { .. } => "open",
            Self::Due => "due",
            Self::Early { .. } => "early",
            Self::Late { .. } => "late",
            Self::Missed => "missed",
            Self::Ahead => "ahead",
            Self::Closed { .. } => "closed",
            Self::Removed { .. } => "removed",
        }
    }

    /// Returns the day of the visit, if it was begun.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Done { date } | Self::Open { date } | Self::Removed { date, .. } => Some(date),
            Self::Due
            | Self::Early { .. }
            | Self::Late { .. }
            | Self::Missed
            | Self::Ahead
            | Self::Closed { .. } => None,
        }
    }

    /// Returns the number of the version that took it out of the schedule; `None` of one that is still in it.
    pub fn removed_by(self) -> Option<u32> {
        match self {
            Self::Removed { by, .. } => Some(by),
            Self::Done { .. }
            | Self::Open { .. }
            | Self::Due
            | Self::Early { .. }
            | Self::Late { .. }
            | Self::Missed
            | Self::Ahead
            | Self::Closed { .. } => None,
        }
    }
}

/// A visit of the schedule with its days for one participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedVisit {
    /// The visit.
    pub visit: VisitId,
    /// Day it is planned for.
    pub target: NaiveDate,
    /// First day of its window.
    pub from: NaiveDate,
    /// Last day of its window.
    pub to: NaiveDate,
    /// How it stands.
    pub state: VisitState,
    /// Whether the schedule plans it; one that it does not has no window, and its own day stands in.
    pub is_planned: bool,
    /// Whether target and window are known: the day from which they are counted is by the rules. Where they are not,
    /// today stands in.
    pub has_known_window: bool,
    /// Whether its own day, if it was begun, is by the rules.
    pub has_known_day: bool,
    /// Days from the target to the visit's own day, or to today while it is not begun; negative
    /// before the target, 0 where one of them is not known.
    pub days: i64,
}

impl PlannedVisit {
    /// Returns whether it is known how it lies to its window.
    pub fn is_known(&self) -> bool {
        self.has_known_window && self.has_known_day
    }

    /// Returns how many days a visit was held before its window (negative) or after it; 0 within, `None` where it was not
    /// begun or how it lies to its window is not known.
    pub fn days_outside(&self) -> Option<i64> {
        let held = self.state.date().filter(|_| self.is_known())?;
        let nearest = held.clamp(self.from, self.to);
        Some((held - nearest).num_days())
    }

    /// Returns whether a day is in the window.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.has_known_window && (self.from..=self.to).contains(&day)
    }
}

/// A day of a visit that does not lie in the order of the schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutOfOrder {
    /// Label of the visit.
    pub visit: String,
    /// Whether it would lie before the other one although it comes after it, else the other way round.
    pub before: bool,
    /// Label of the other visit.
    pub other: String,
    /// Day on which the other one was held.
    pub held: NaiveDate,
}

/// Returns which visit stands in the way of another one being held on a day: visits lie in the order of the schedule.
pub fn out_of_order(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    day: NaiveDate,
) -> Option<OutOfOrder> {
    in_the_way(study, record, visit, day).next()
}

/// Returns which visit that comes before another one was held after a day on which that one would be held.
pub fn before_earlier(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    day: NaiveDate,
) -> Option<OutOfOrder> {
    in_the_way(study, record, visit, day).find(|wrong| wrong.before)
}

/// Returns the visits that stand in the way of another one being held on a day.
fn in_the_way<'a>(
    study: &'a Study,
    record: &'a ParticipantRecord,
    visit: &'a VisitId,
    day: NaiveDate,
) -> impl Iterator<Item = OutOfOrder> + 'a {
    let label = |id: &VisitId| study.visit(id.as_str()).map(|visit| visit.label.clone());
    let place = study.visit_index(visit.as_str());
    let others = record.visits().filter(|session| session.visit != *visit);
    // What no schedule plans lies behind the baseline visit, and anywhere among the others.
    let baseline = study.visit_index(study.protocol.baseline.as_str());
    let last = study.protocol.visits.len();
    let place_of = move |id: &VisitId, other: Option<usize>| match study.visit_index(id.as_str()) {
        Some(place) => Some(place),
        None if study.is_unplanned(id.as_str()) && other == baseline => Some(last),
        None => None,
    };
    others.filter_map(move |session| {
        let other = study.visit_index(session.visit.as_str());
        let (place, other) = (place_of(visit, other)?, place_of(&session.visit, place)?);
        let held = session.day()?;
        let is_wrong = match other < place {
            true => held > day,
            false => held < day,
        };
        let wrong = || {
            Some(OutOfOrder {
                visit: label(visit)?,
                before: held > day,
                other: label(&session.visit)?,
                held,
            })
        };
        is_wrong.then(wrong).flatten()
    })
}

/// Returns the window of a visit that is not begun, where a day lies outside it; none within it, where it is not known, and of
/// what no schedule plans. The study is the version of that day.
pub fn outside_window(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    day: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let planned = study.visit(visit.as_str())?;
    if study.is_unplanned(visit.as_str()) || record.session(visit.as_str()).is_some() {
        return None;
    }
    let baseline = &study.protocol.baseline;
    let held = record.session(baseline.as_str());
    let held = held.map(|session| (session.date, session.unfit_date));
    let (target, anchor) = anchors(&study.protocol, &record.participant, held);
    let target = match visit == baseline {
        true => target?,
        false => shift(anchor?, planned.day),
    };
    let window = window(planned, target);
    (day < window.0 || day > window.1).then_some(window)
}

/// Returns the day for which the baseline visit of a version is planned, and the one from which days count: that on which it
/// was held, with whether that is not by the rules. None where what they follow from is not by the rules.
fn anchors(
    protocol: &Protocol,
    participant: &Participant,
    held: Option<(NaiveDate, bool)>,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let mut own = protocol.visits.iter();
    let own = own.find(|visit| visit.id == protocol.baseline);
    let after = own.map_or(0, |visit| visit.day);
    let target = participant
        .enrolled()
        .map(|enrolled| shift(enrolled, after));
    let anchor = match held {
        None => target,
        Some((date, is_unfit)) => (!is_unfit).then_some(date),
    };
    (target, anchor)
}

/// Returns the first and the last day of the window of a visit that is planned for a day.
fn window(visit: &Visit, target: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = shift(target, -visit.early.max(0));
    (from, shift(target, visit.late.max(0)))
}

/// Returns the schedule of a participant, in its order; visits that were begun and later taken out of it keep their places.
/// Days count from the baseline visit's own date once it was begun, until then from the day the baseline is planned for
/// (enrolment plus the baseline's own `day`). Where the participation ended, a visit that was not begun is *missed* if its
/// window had closed before that day, else *closed*.
pub fn plan(
    study: &Study,
    (participant, statuses): (&Participant, &StatusHistory),
    visits: &[VisitSummary],
    today: NaiveDate,
) -> Vec<PlannedVisit> {
    let begun = |id: &VisitId| visits.iter().find(|summary| summary.visit == *id);
    let held: Vec<(&VisitId, NaiveDate)> = visits
        .iter()
        .map(|summary| (&summary.visit, summary.date))
        .collect();
    let schedule = study.visits_of(&held, today);
    let baseline = &study.protocol.baseline;
    let baseline_place = schedule
        .iter()
        .position(|listed| listed.visit.id == *baseline);

    let mut planned: Vec<PlannedVisit> = schedule
        .iter()
        .map(|Listed { visit, removed }| {
            let summary = begun(&visit.id);
            // The window of a visit that was begun is that of its version.
            let version = summary.and_then(|summary| study.version(summary.version));
            let own = version.and_then(|version| version.visit(visit.id.as_str()));
            let protocol = &version.filter(|_| own.is_some()).unwrap_or(study).protocol;
            let visit = own.unwrap_or(visit);
            let held = begun(&protocol.baseline).map(|summary| (summary.date, summary.unfit_date));
            let (planned, anchor) = anchors(protocol, participant, held);
            let target = match visit.id == protocol.baseline {
                true => planned,
                false => anchor.map(|anchor| shift(anchor, visit.day)),
            };
            let is_planned = !study.is_unplanned(visit.id.as_str());
            let target = target.filter(|_| is_planned);
            let has_known_window = target.is_some();
            // One that no schedule plans is held when it is.
            let target = match is_planned {
                true => target.unwrap_or(today),
                false => summary.map_or(today, |summary| summary.date),
            };
            let has_known_day = summary.is_none_or(|summary| !summary.unfit_date);
            let state = match (summary, removed) {
                (Some(s), Some(by)) => VisitState::Removed {
                    date: s.date,
                    by: *by,
                },
                (Some(s), None) if s.is_complete(today) => VisitState::Done { date: s.date },
                (Some(s), None) => VisitState::Open { date: s.date },
                (None, _) if has_known_window => VisitState::Due,
                (None, _) => VisitState::Ahead,
            };
            let is_known = has_known_window && has_known_day;
            let day = summary.map_or(today, |s| s.date);
            let (from, to) = window(visit, target);
            PlannedVisit {
                visit: visit.id.clone(),
                target,
                from,
                to,
                state,
                is_planned,
                has_known_window,
                has_known_day,
                days: if is_known {
                    (day - target).num_days()
                } else {
                    0
                },
            }
        })
        .collect();

    let last_begun = planned
        .iter()
        .rposition(|visit| visit.state.date().is_some());
    // The visit was neither begun nor missed, so no later visit has a date of its own yet.
    let baseline_to_come = begun(baseline).is_none() && last_begun < baseline_place;
    let from: Vec<NaiveDate> = planned.iter().map(|visit| visit.from).collect();
    let mut still_to_come = false;
    let ended = statuses.visits_end();
    for (place, visit) in planned.iter_mut().enumerate() {
        if visit.state.date().is_some() {
            continue;
        }
        if let Some(since) = ended {
            let is_missed = visit.has_known_window && visit.to < since && !baseline_to_come;
            visit.state = match is_missed {
                true => VisitState::Missed,
                false => VisitState::Closed { since },
            };
            continue;
        }
        if !visit.has_known_window {
            continue;
        }
        let next_opened = from.get(place + 1).is_some_and(|from| *from <= today);
        let passed = last_begun.is_some_and(|last| last > place);
        let overtaken = passed && (today > visit.to || baseline_place == Some(place));
        visit.state = if overtaken {
            VisitState::Missed
        } else if (baseline_to_come && Some(place) > baseline_place)
            || (today < visit.from && (still_to_come || passed))
        {
            VisitState::Ahead
        } else if today < visit.from {
            VisitState::Early { opens: visit.from }
        } else if today <= visit.to {
            VisitState::Due
        } else if next_opened && baseline_place != Some(place) {
            VisitState::Missed
        } else {
            VisitState::Late { closed: visit.to }
        };
        still_to_come |= visit.state != VisitState::Missed && !passed;
    }
    planned
}

/// Returns the visit to open today, if any is left: one that is under way today or within its
/// window, else the first due, else the late one, else the latest that is open, else the next to
/// come.
pub fn next_visit(plan: &[PlannedVisit], today: NaiveDate) -> Option<&PlannedVisit> {
    let under_way = plan.iter().rev().find(|visit| match visit.state {
        VisitState::Open { date } => date == today || visit.covers(today),
        _ => false,
    });
    let state = |wanted: fn(VisitState) -> bool| plan.iter().find(|visit| wanted(visit.state));
    under_way
        .or_else(|| state(|s| s == VisitState::Due))
        .or_else(|| state(|s| matches!(s, VisitState::Late { .. })))
        .or_else(|| {
            plan.iter()
                .rev()
                .find(|visit| matches!(visit.state, VisitState::Open { .. }))
        })
        .or_else(|| state(|s| matches!(s, VisitState::Early { .. })))
        .or_else(|| state(|s| s == VisitState::Ahead))
}

/// Days beyond the calendar's end stay at its end.
fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    let end = if days < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    };
    Duration::try_days(days)
        .and_then(|days| date.checked_add_signed(days))
        .unwrap_or(end)
}

#[cfg(test)]
mod tests;
