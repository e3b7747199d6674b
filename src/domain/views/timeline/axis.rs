//! The days that a story spans, and where a day or a value falls on so many steps. Whole numbers only.

use super::Stop;
use super::lane::Lane;
use crate::domain::base::ratio::Exact;
use crate::domain::record::participant::Participant;
use chrono::{Duration, NaiveDate};

/// Most days before enrolment that the axis begins, for something that began then; what began earlier enters from
/// its edge.
const BEFORE: i64 = 28;
/// Most days after the last visit that the axis goes on for what is still under way.
const AFTER: i64 = 84;

/// The days that a story spans; day 0 is the one of the baseline visit, held or planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Day 0.
    pub zero: NaiveDate,
    /// First day.
    pub from: NaiveDate,
    /// Last day, not before the first.
    pub to: NaiveDate,
}

impl Axis {
    /// Returns the number of a day; negative before day 0.
    pub fn day(&self, date: NaiveDate) -> i64 {
        (date - self.zero).num_days()
    }

    /// Returns how many days it spans, at least 1.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days().max(1)
    }

    /// Returns the step of a day among `steps` of equal length; a day off the axis is at its edge.
    pub fn step(&self, date: NaiveDate, steps: u16) -> u16 {
        let last = i64::from(steps.saturating_sub(1));
        let day = (date - self.from).num_days().clamp(0, self.days());
        let step = (2 * day * last + self.days()) / (2 * self.days());
        u16::try_from(step).unwrap_or(0)
    }

    /// Returns a step for each of some days, in their order, none twice as long as there is room.
    pub fn steps(&self, dates: &[NaiveDate], steps: u16) -> Vec<u16> {
        let mut places: Vec<u16> = dates.iter().map(|date| self.step(*date, steps)).collect();
        let mut least = 0;
        for place in &mut places {
            *place = (*place).max(least);
            least = place.saturating_add(1);
        }
        let mut most = steps.saturating_sub(1);
        for place in places.iter_mut().rev() {
            *place = (*place).min(most);
            most = place.saturating_sub(1);
        }
        places
    }
}

/// Returns the axis of a story: from enrolment, or a lane's first entry not long before it, to the last visit,
/// or to today while something is under way.
pub(super) fn span(
    zero: NaiveDate,
    who: &Participant,
    stops: &[Stop],
    lanes: &[Lane],
    today: NaiveDate,
) -> Axis {
    let dates = || stops.iter().map(Stop::date);
    let first = dates().fold(
        who.enrolled().map_or(zero, |day| day.min(zero)),
        NaiveDate::min,
    );
    let last = dates().fold(zero, NaiveDate::max);
    let spans = || lanes.iter().flat_map(|lane| &lane.spans);
    let reach = |from: NaiveDate, days| from.checked_add_signed(Duration::days(days));
    let earliest = reach(first, -BEFORE).unwrap_or(first);
    let latest = reach(last, AFTER).unwrap_or(last);
    let from = spans()
        .filter_map(|span| Some(span.from.as_ref()?.earliest))
        .filter(|from| *from >= earliest)
        .fold(first, NaiveDate::min);
    let to = spans()
        .map(|span| match (&span.to, &span.from) {
            (Some(to), _) => to.latest.min(today.max(last)),
            (None, Some(from)) if from.earliest > last => today,
            _ if last < today => today,
            _ => last,
        })
        .fold(last, NaiveDate::max);
    Axis {
        zero,
        from,
        to: to.min(latest).max(from),
    }
}

/// Returns the step of a value among `steps` from `low` to `high`; `None` where there is no range.
pub fn level(value: Exact, low: Exact, high: Exact, steps: u16) -> Option<u16> {
    let last = i64::from(steps.saturating_sub(1));
    let range = high.minus(low).ok().filter(|range| range.is_positive())?;
    let share = value.minus(low).ok()?.over(range).ok()?;
    let (top, bottom) = (share.numerator(), share.denominator());
    let doubled = top.checked_mul(2)?.checked_mul(i128::from(last))?;
    let step = doubled
        .checked_add(bottom)?
        .div_euclid(bottom.checked_mul(2)?);
    u16::try_from(step.clamp(0, i128::from(last))).ok()
}
