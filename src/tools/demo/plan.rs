//! When a synthetic participant was enrolled and seen, so that today falls into the wanted state.
//!
//! Works for any schedule: what a short one cannot show becomes the nearest state that it can.

use super::draw::Draw;
use super::story::{Stage, Story};
use crate::domain::study::{Study, Visit};
use chrono::{NaiveDate, TimeDelta};

/// Days that the last visit of a schedule may lie back, where no later one limits them.
const AFTERWARDS: i64 = 60;

/// A session of the plan.
pub(super) struct Planned<'a> {
    /// The visit.
    pub(super) visit: &'a Visit,
    /// Its day.
    pub(super) date: NaiveDate,
    /// Only half of its forms are entered.
    pub(super) half: bool,
}

/// Enrolment and sessions of one participant.
pub(super) struct Plan<'a> {
    /// Day of enrolment.
    pub(super) enrolled_on: NaiveDate,
    /// Sessions in the order of the schedule.
    pub(super) sessions: Vec<Planned<'a>>,
}

/// Which visits are done, and how many days ago baseline was.
struct Progress {
    /// Days from baseline to today.
    today: i64,
    /// Visits after baseline that are done, counted from the first.
    done: usize,
    /// One of those that is not.
    skipped: Option<usize>,
}

impl<'a> Plan<'a> {
    /// Plans a participant's visits for a story.
    pub(super) fn of(story: Story, study: &'a Study, today: NaiveDate, draw: &mut Draw) -> Self {
        let visits = &study.protocol.visits;
        let base = study.visit_index(study.protocol.baseline.as_str());
        let (before, baseline, follow) = match base.and_then(|at| visits.split_at_checked(at)) {
            Some((before, [baseline, follow @ ..])) => (before, baseline, follow),
            _ => return Self::empty(today),
        };
        if story.stage() == Stage::Enrolled {
            return Self::empty(shift(today, -baseline.day));
        }
        let progress = progress(story.stage(), follow, draw);
        let start = shift(today, -progress.today);
        let waited = draw.between(0, baseline.late.clamp(0, 3));

        let mut sessions: Vec<Planned<'a>> = before
            .iter()
            .map(|visit| planned(visit, shift(start, visit.day.min(0))))
            .collect();
        sessions.push(Planned {
            visit: baseline,
            date: start,
            half: story.stage() == Stage::HalfBaseline,
        });
        let mut earliest = start;
        for (at, visit) in follow.iter().take(progress.done).enumerate() {
            if progress.skipped == Some(at) {
                continue;
            }
            let off = draw.between(-(visit.early / 2), visit.late / 2);
            let date = shift(start, visit.day + off).min(today).max(earliest);
            earliest = shift(date, 1).min(today);
            sessions.push(planned(visit, date));
        }
        let enrolled_on = sessions
            .iter()
            .map(|session| session.date)
            .fold(shift(start, -baseline.day - waited), NaiveDate::min);
        Self {
            enrolled_on,
            sessions,
        }
    }

    fn empty(enrolled_on: NaiveDate) -> Self {
        Self {
            enrolled_on,
            sessions: Vec::new(),
        }
    }
}

fn planned(visit: &Visit, date: NaiveDate) -> Planned<'_> {
    Planned {
        visit,
        date,
        half: false,
    }
}

/// Returns the day so many days later; the same day at the end of the calendar.
fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days)
        .and_then(|days| date.checked_add_signed(days))
        .unwrap_or(date)
}

/// Returns the last day on which the visit after this many is not yet open.
fn quiet_until(follow: &[Visit], done: usize, from: i64) -> i64 {
    follow.get(done).map_or(from + AFTERWARDS, |next| {
        (next.day - next.early - 1).max(from)
    })
}

fn progress(stage: Stage, follow: &[Visit], draw: &mut Draw) -> Progress {
    match stage {
        Stage::Enrolled | Stage::HalfBaseline => Progress {
            today: 0,
            done: 0,
            skipped: None,
        },
        Stage::After(done) => after(done, follow, draw),
        Stage::Overdue => overdue(follow, draw).unwrap_or_else(|| after(1, follow, draw)),
        Stage::Missed => {
            let done = follow.len().min(3);
            Progress {
                // The first visit after baseline is never skipped, so that change can be seen.
                skipped: done.checked_sub(2).filter(|_| done > 1),
                ..after(done, follow, draw)
            }
        }
        Stage::Early => early(follow, draw).unwrap_or_else(|| after(1, follow, draw)),
    }
}

/// So many visits are done, the next is not open.
fn after(done: usize, follow: &[Visit], draw: &mut Draw) -> Progress {
    let done = done.min(follow.len());
    let from = done
        .checked_sub(1)
        .and_then(|last| follow.get(last))
        .map_or(0, |visit| visit.day);
    Progress {
        today: draw.between(from, quiet_until(follow, done, from)),
        done,
        skipped: None,
    }
}

/// The window of one visit, the second if it can be, has closed and the next is not open.
fn overdue(follow: &[Visit], draw: &mut Draw) -> Option<Progress> {
    [1, 0].into_iter().chain(2..follow.len()).find_map(|at| {
        let visit = follow.get(at)?;
        let closed = visit.day + visit.late;
        let until = quiet_until(follow, at + 1, closed);
        (until > closed).then(|| Progress {
            today: draw.between(closed + 1, until.min(closed + 12)),
            done: at,
            skipped: None,
        })
    })
}

/// The window of one visit, the third if it can be, is open before its day.
fn early(follow: &[Visit], draw: &mut Draw) -> Option<Progress> {
    [2, 1, 0].into_iter().chain(3..follow.len()).find_map(|at| {
        let visit = follow.get(at).filter(|visit| visit.early > 0)?;
        Some(Progress {
            today: draw.between(visit.day - visit.early, visit.day - 1),
            done: at,
            skipped: None,
        })
    })
}
