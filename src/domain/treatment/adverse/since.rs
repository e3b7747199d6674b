//! How long after the last infusion an event began, in minutes; bounds where a time or a day is not known.

use crate::domain::base::bounds::Bounds;
use crate::domain::base::partial::PartialDate;
use chrono::{NaiveDateTime, NaiveTime};

/// A day with its time, as far as they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Day.
    pub on: PartialDate,
    /// Time of day, where it is known.
    pub at: Option<NaiveTime>,
}

impl Moment {
    /// Returns the first minute that it could be.
    fn earliest(&self) -> NaiveDateTime {
        self.on
            .earliest()
            .and_time(self.at.unwrap_or(NaiveTime::MIN))
    }

    /// Returns the last minute that it could be.
    fn latest(&self) -> NaiveDateTime {
        let last = NaiveTime::from_hms_opt(23, 59, 0);
        self.on
            .latest()
            .and_time(self.at.or(last).unwrap_or(NaiveTime::MIN))
    }
}

/// The time from the beginning of the last infusion to the beginning of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SinceInfusion {
    /// Minutes, 0 or more.
    pub minutes: Bounds<i64>,
    /// Place of the last infusion before the event; none where it could be one or another.
    pub infusion: Option<usize>,
    /// Whether an infusion came before the event for certain.
    pub certain: bool,
}

impl SinceInfusion {
    /// Returns whether the event began within so many minutes of an infusion, such as 60 for an acute
    /// reaction; `None` when what is unknown decides.
    pub fn within(&self, minutes: i64) -> Option<bool> {
        let within = self.minutes.above(minutes).map(|above| !above);
        within.filter(|within| self.certain || !within)
    }
}

/// Returns how long after the last infusion an event began; none when it began before all of them.
/// Infusions are the moments at which they began, in any order.
pub fn since_infusion(onset: Moment, infusions: &[Moment]) -> Option<SinceInfusion> {
    let (first, last) = (onset.earliest(), onset.latest());
    // One that began for certain before the event, or in the same minute.
    let before = |infusion: &Moment| infusion.latest() <= first;
    let perhaps = |infusion: &Moment| !before(infusion) && infusion.earliest() <= last;
    let minutes = |from: NaiveDateTime, to: NaiveDateTime| (to - from).num_minutes();

    let sure = || infusions.iter().enumerate().filter(|(_, i)| before(i));
    let unsure = || infusions.iter().filter(|i| perhaps(i));
    let newest = sure().max_by_key(|(_, i)| (i.earliest(), i.latest()));
    let nearest = sure().map(|(_, i)| i.latest()).max();
    let is_open = unsure().next().is_some();

    let longest = match newest {
        Some((_, infusion)) => minutes(infusion.earliest(), last),
        None => minutes(unsure().map(Moment::earliest).min()?, last),
    };
    let shortest = match nearest {
        Some(nearest) if !is_open => minutes(nearest, first),
        _ => 0,
    };
    // Another one that could be the newest leaves it open which one counts.
    let alone = |place: usize, infusion: &Moment| {
        !is_open && sure().all(|(other, i)| other == place || i.latest() <= infusion.earliest())
    };
    Some(SinceInfusion {
        minutes: Bounds::between(shortest, longest),
        infusion: newest
            .filter(|(place, infusion)| alone(*place, infusion))
            .map(|(place, _)| place),
        certain: newest.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `2024-03-09 14:30`, or a date alone.
    fn moment(text: &str) -> Moment {
        let (on, at) = text.split_once(' ').unwrap_or((text, ""));
        Moment {
            on: on.parse().unwrap(),
            at: NaiveTime::parse_from_str(at, "%H:%M").ok(),
        }
    }

    fn told(onset: &str, infusions: &[&str]) -> Option<(i64, i64, Option<usize>, bool)> {
        let infusions: Vec<Moment> = infusions.iter().map(|text| moment(text)).collect();
        let since = since_infusion(moment(onset), &infusions)?;
        Some((
            since.minutes.low,
            since.minutes.high,
            since.infusion,
            since.certain,
        ))
    }

    #[test]
    fn known_times_give_minutes_from_the_last_infusion() {
        let infusions = ["2024-02-15 09:00", "2024-02-29 09:00"];
        let exact = |minutes, place| Some((minutes, minutes, Some(place), true));
        assert_eq!(told("2024-02-29 09:40", &infusions), exact(40, 1));
        assert_eq!(told("2024-02-29 09:00", &infusions), exact(0, 1));
        assert_eq!(
            told("2024-02-29 08:59", &infusions),
            exact(14 * 1440 - 1, 0)
        );
        assert_eq!(told("2024-02-15 08:59", &infusions), None);
        assert_eq!(told("2024-02-15 08:59", &[]), None);
        assert_eq!(told("2024-03-01 09:00", &infusions), exact(1440, 1));
    }

    #[test]
    fn a_day_without_a_time_gives_bounds() {
        let infusions = ["2024-02-15 09:00", "2024-02-29 09:00"];
        assert_eq!(
            told("2024-03-01", &infusions),
            Some((15 * 60, 38 * 60 + 59, Some(1), true))
        );
        // On the day of the second infusion the event may have come before it.
        assert_eq!(
            told("2024-02-29", &infusions),
            Some((0, 14 * 1440 + 14 * 60 + 59, None, true))
        );
        assert_eq!(
            told("2024-02-15", &infusions[..1]),
            Some((0, 14 * 60 + 59, None, false))
        );
    }

    #[test]
    fn a_window_is_kept_missed_or_undecided() {
        let within = |onset: &str, infusions: &[&str], minutes: i64| {
            let infusions: Vec<Moment> = infusions.iter().map(|text| moment(text)).collect();
            since_infusion(moment(onset), &infusions)
                .unwrap()
                .within(minutes)
        };
        let one = ["2024-02-15 09:00"];
        assert_eq!(within("2024-02-15 10:00", &one, 60), Some(true));
        assert_eq!(within("2024-02-15 10:01", &one, 60), Some(false));
        assert_eq!(within("2024-02-16", &one, 1440), None);
        // The whole day is within 24 hours, but the event may have come first.
        assert_eq!(within("2024-02-15", &one, 1440), None);
        assert_eq!(within("2024-03", &one, 1440), Some(false));
    }
}
