//! When each visit of the schedule is due, and which one to open next.
//!
//! Every visit can be opened at any time: an early, late or missed one is labelled so, never
//! refused. The day is given; there is no clock here.

use super::ids::VisitId;
use super::participant::Participant;
use super::study::Study;
use super::summary::VisitSummary;
use chrono::{Duration, NaiveDate};

/// How a planned visit stands today.
///
/// A visit that was not begun is *missed* once a later visit was begun, or once its window has
/// closed and the next visit's window has opened. The baseline visit is missed only by a later
/// visit being begun, and until it is begun (or missed) all visits after it are *ahead*, since
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
    /// Not begun, and overtaken by a later visit or its window.
    Missed,
    /// Not begun, after another visit that is still to come.
    Ahead,
}

impl VisitState {
    /// Returns the word for the state on the screen and in the finder.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Open { .. } => "open",
            Self::Due => "due",
            Self::Early { .. } => "early",
            Self::Late { .. } => "late",
            Self::Missed => "missed",
            Self::Ahead => "ahead",
        }
    }

    /// Returns the day of the visit, if it was begun.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Done { date } | Self::Open { date } => Some(date),
            _ => None,
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
    /// Days from the target to the visit's own day, or to today while it is not begun; negative
    /// before the target.
    pub days: i64,
}

impl PlannedVisit {
    /// Returns whether a day is in the window.
    pub fn covers(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// Returns the schedule of a participant, in its order. Days count from the baseline visit's own
/// date once it was begun, until then from the day the baseline is planned for (enrolment plus
/// the baseline's own `day`).
pub fn plan(
    study: &Study,
    participant: &Participant,
    visits: &[VisitSummary],
    today: NaiveDate,
) -> Vec<PlannedVisit> {
    let schedule = &study.protocol.visits;
    let begun = |id: &VisitId| visits.iter().find(|summary| summary.visit == *id);
    let baseline = &study.protocol.baseline;
    let baseline_place = schedule.iter().position(|visit| visit.id == *baseline);
    let baseline_target = schedule
        .iter()
        .find(|visit| visit.id == *baseline)
        .map_or(participant.enrolled_on, |visit| {
            shift(participant.enrolled_on, visit.day)
        });
    let anchor = begun(baseline).map_or(baseline_target, |summary| summary.date);

    let mut planned: Vec<PlannedVisit> = schedule
        .iter()
        .map(|visit| {
            let target = if visit.id == *baseline {
                baseline_target
            } else {
                shift(anchor, visit.day)
            };
            let summary = begun(&visit.id);
            let state = match summary {
                Some(s) if s.complete >= s.forms => VisitState::Done { date: s.date },
                Some(s) => VisitState::Open { date: s.date },
                None => VisitState::Due,
            };
            let day = summary.map_or(today, |s| s.date);
            PlannedVisit {
                visit: visit.id.clone(),
                target,
                from: shift(target, -visit.early.max(0)),
                to: shift(target, visit.late.max(0)),
                state,
                days: (day - target).num_days(),
            }
        })
        .collect();

    let last_begun = planned
        .iter()
        .rposition(|visit| visit.state.date().is_some());
    // Neither begun nor missed: whatever comes after it has no date of its own yet.
    let baseline_to_come = begun(baseline).is_none() && last_begun < baseline_place;
    let from: Vec<NaiveDate> = planned.iter().map(|visit| visit.from).collect();
    let mut still_to_come = false;
    for (place, visit) in planned.iter_mut().enumerate() {
        if visit.state.date().is_some() {
            continue;
        }
        let next_opened = from.get(place + 1).is_some_and(|from| *from <= today);
        let overtaken = last_begun.is_some_and(|last| last > place);
        visit.state = if overtaken {
            VisitState::Missed
        } else if (baseline_to_come && Some(place) > baseline_place)
            || (today < visit.from && still_to_come)
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
        still_to_come |= visit.state != VisitState::Missed;
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
mod tests {
    use super::*;
    use crate::domain::sample::{date, participant, study};
    use proptest::prelude::*;

    fn visit(id: &str, day: &str, complete: u16) -> VisitSummary {
        VisitSummary {
            visit: id.into(),
            date: date(day),
            complete,
            forms: 2,
        }
    }

    fn words(visits: &[VisitSummary], today: &str) -> Vec<&'static str> {
        plan(
            &study(),
            &participant("01-001", "2026-01-05"),
            visits,
            date(today),
        )
        .iter()
        .map(|planned| planned.state.word())
        .collect()
    }

    fn next(visits: &[VisitSummary], today: &str) -> Option<String> {
        let plan = plan(
            &study(),
            &participant("01-001", "2026-01-05"),
            visits,
            date(today),
        );
        next_visit(&plan, date(today)).map(|planned| planned.visit.as_str().to_owned())
    }

    #[test]
    fn everything_hangs_on_the_baseline_until_it_is_begun() {
        assert_eq!(
            words(&[], "2026-01-04"),
            ["early", "ahead", "ahead", "ahead"]
        );
        assert_eq!(words(&[], "2026-01-05"), ["due", "ahead", "ahead", "ahead"]);
        assert_eq!(words(&[], "2026-01-19"), ["due", "ahead", "ahead", "ahead"]);
        assert_eq!(
            words(&[], "2026-01-20"),
            ["late", "ahead", "ahead", "ahead"]
        );
        assert_eq!(
            words(&[], "2027-01-20"),
            ["late", "ahead", "ahead", "ahead"]
        );
        assert_eq!(next(&[], "2027-01-20").as_deref(), Some("baseline"));
    }

    #[test]
    fn dates_count_from_the_baselines_own_day() {
        let study = study();
        let who = participant("01-001", "2026-01-05");
        let done = [visit("baseline", "2026-01-12", 2)];
        let plan = plan(&study, &who, &done, date("2026-01-20"));
        assert_eq!(plan[0].target, date("2026-01-05"));
        assert_eq!(plan[0].days, 7);
        assert_eq!(plan[1].target, date("2026-01-26"));
        assert_eq!(plan[1].from, date("2026-01-23"));
        assert_eq!(plan[1].to, date("2026-01-29"));
        assert_eq!(plan[1].days, -6);
        assert_eq!(
            plan[1].state,
            VisitState::Early {
                opens: date("2026-01-23")
            }
        );
        assert_eq!(plan[2].state, VisitState::Ahead);
    }

    #[test]
    fn leap_days_and_month_ends_are_days_like_others() {
        let study = study();
        let target = |baseline: &str, place: usize| {
            let done = [visit("baseline", baseline, 2)];
            plan(
                &study,
                &participant("01-001", baseline),
                &done,
                date(baseline),
            )[place]
                .target
        };
        assert_eq!(target("2024-02-15", 1), date("2024-02-29"));
        assert_eq!(target("2024-02-16", 1), date("2024-03-01"));
        assert_eq!(target("2023-02-15", 1), date("2023-03-01"));
        assert_eq!(target("2024-02-29", 2), date("2024-03-28"));
        assert_eq!(target("2026-12-31", 1), date("2027-01-14"));
        assert_eq!(target("2026-01-31", 2), date("2026-02-28"));
        assert_eq!(target("2023-12-07", 3), date("2024-02-29"));
    }

    #[test]
    fn a_visit_goes_from_early_to_due_to_late_to_missed() {
        let done = [visit("baseline", "2026-01-05", 2)];
        // Week 2: 2026-01-16 to 22; week 4: 2026-01-30 to 02-05; week 12: 2026-03-23 to 04-06.
        for (today, expected) in [
            ("2026-01-15", ["done", "early", "ahead", "ahead"]),
            ("2026-01-16", ["done", "due", "ahead", "ahead"]),
            ("2026-01-22", ["done", "due", "ahead", "ahead"]),
            ("2026-01-23", ["done", "late", "ahead", "ahead"]),
            ("2026-01-29", ["done", "late", "ahead", "ahead"]),
            ("2026-01-30", ["done", "missed", "due", "ahead"]),
            ("2026-02-06", ["done", "missed", "late", "ahead"]),
            ("2026-03-23", ["done", "missed", "missed", "due"]),
            ("2026-04-07", ["done", "missed", "missed", "late"]),
            ("2028-04-07", ["done", "missed", "missed", "late"]),
        ] {
            assert_eq!(words(&done, today), expected, "{today}");
        }
    }

    #[test]
    fn a_later_visit_begun_makes_the_earlier_missed() {
        let visits = [
            visit("baseline", "2026-01-05", 2),
            visit("week-4", "2026-01-20", 1),
        ];
        assert_eq!(
            words(&visits, "2026-01-20"),
            ["done", "missed", "open", "early"]
        );
        assert_eq!(
            words(&visits[1..], "2026-01-20"),
            ["missed", "missed", "open", "early"]
        );
        assert_eq!(next(&visits, "2026-01-20").as_deref(), Some("week-4"));
    }

    #[test]
    fn the_next_visit_is_the_one_the_participant_came_for() {
        let open = [visit("baseline", "2026-01-05", 1)];
        assert_eq!(next(&open, "2026-01-05").as_deref(), Some("baseline"));
        // Week 2 is due; the baseline still lacks a form but its window has closed.
        let late_open = [visit("baseline", "2026-01-05", 1)];
        assert_eq!(next(&late_open, "2026-01-21").as_deref(), Some("week-2"));
        assert_eq!(next(&late_open, "2026-01-23").as_deref(), Some("week-2"));
        let two = [
            visit("baseline", "2026-01-05", 2),
            visit("week-2", "2026-01-19", 1),
        ];
        assert_eq!(next(&two, "2026-01-26").as_deref(), Some("week-2"));
        let done = [visit("baseline", "2026-01-05", 2)];
        assert_eq!(next(&done, "2026-01-06").as_deref(), Some("week-2"));
        let all = ["baseline", "week-2", "week-4", "week-12"].map(|v| visit(v, "2026-01-05", 2));
        assert_eq!(next(&all, "2026-06-01"), None);
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        let study = study();
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            let mut who = participant("01-001", "2026-01-05");
            who.enrolled_on = day;
            assert_eq!(plan(&study, &who, &[], day).len(), 4);
        }
    }

    fn rank(state: VisitState) -> u8 {
        match state {
            VisitState::Ahead => 0,
            VisitState::Early { .. } => 1,
            VisitState::Due => 2,
            VisitState::Late { .. } => 3,
            VisitState::Missed => 4,
            VisitState::Open { .. } | VisitState::Done { .. } => 5,
        }
    }

    proptest! {
        #[test]
        fn states_agree_with_windows_and_never_go_back(
            begun in proptest::collection::vec((any::<bool>(), 0_i64..120, 0_u16..3), 4),
            first in 0_i64..200,
            later in 0_i64..200,
        ) {
            let study = study();
            let who = participant("01-001", "2024-01-05");
            let visits: Vec<VisitSummary> = study
                .protocol
                .visits
                .iter()
                .zip(&begun)
                .filter(|(_, (begun, ..))| *begun)
                .map(|(visit, (_, day, complete))| VisitSummary {
                    visit: visit.id.clone(),
                    date: shift(who.enrolled_on, *day),
                    complete: *complete,
                    forms: 2,
                })
                .collect();
            let today = shift(who.enrolled_on, first);
            let before = plan(&study, &who, &visits, today);
            let after = plan(&study, &who, &visits, shift(today, later));
            prop_assert_eq!(before.len(), study.protocol.visits.len());
            for (now, then) in before.iter().zip(&after) {
                prop_assert!(now.from <= now.target && now.target <= now.to);
                prop_assert!(rank(now.state) <= rank(then.state), "{:?} {:?}", now, then);
                let was_begun = visits.iter().any(|v| v.visit == now.visit);
                prop_assert_eq!(now.state.date().is_some(), was_begun);
                if now.state == VisitState::Due {
                    prop_assert!(now.covers(today));
                }
                if let VisitState::Early { opens } = now.state {
                    prop_assert!(opens > today);
                }
                if let VisitState::Late { closed } = now.state {
                    prop_assert!(closed < today);
                }
            }
            let early = before.iter().filter(|v| matches!(v.state, VisitState::Early { .. }));
            prop_assert!(early.count() <= 1);
            // Whatever is neither done nor missed can be opened next.
            let left = before.iter().any(|v| rank(v.state) < 4 || matches!(v.state, VisitState::Open { .. }));
            prop_assert_eq!(next_visit(&before, today).is_some(), left);
        }
    }
}
