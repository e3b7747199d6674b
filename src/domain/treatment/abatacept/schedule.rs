//! The days of the doses, counted from the first one, and how what was given departs from the plan.
//!
//! Every row of the log stands for one planned dose, given or left out; a dose that came late does
//! not move the ones after it.

use super::dose::DoseRule;
use crate::domain::base::ratio::{Exact, RatioError};
use chrono::{Days, NaiveDate};

/// How the drug is given in a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regimen {
    /// The dose.
    pub rule: DoseRule,
    /// Days of the first doses, rising from 0, the day of the first one.
    pub days: Vec<u32>,
    /// Days between the doses after the last of those; none when there are no more.
    pub then_every: Option<u32>,
    /// Last planned day, where the study names one.
    pub last_day: Option<u32>,
    /// Days that a dose may be early.
    pub early: u32,
    /// Days that a dose may be late.
    pub late: u32,
}

impl Regimen {
    /// Returns the day of a planned dose, counted from the first one; doses count from 0. None after
    /// the last one.
    pub fn day(&self, dose: usize) -> Option<u32> {
        let day = match self.days.get(dose) {
            Some(day) => *day,
            None => {
                let last = self.days.last().copied().unwrap_or(0);
                let beyond = dose.checked_sub(self.days.len())?.checked_add(1)?;
                let beyond = u32::try_from(beyond).ok()?;
                last.checked_add(self.then_every?.checked_mul(beyond)?)?
            }
        };
        self.last_day.is_none_or(|last| day <= last).then_some(day)
    }
}

/// What became of a planned dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It was given whole.
    Whole,
    /// The infusion was interrupted; the amount is what was given in the end.
    Interrupted,
    /// It was left out.
    LeftOut,
}

/// A row of the log of doses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Infusion {
    /// Planned dose that it stands for, from 0.
    pub dose: usize,
    /// Day on which it was given or, when left out, should have been; none while not entered.
    pub on: Option<NaiveDate>,
    /// Weight that it went by, kg.
    pub kg: Option<Exact>,
    /// mg given; none while not entered.
    pub mg: Option<Exact>,
    /// What became of it.
    pub given: Given,
}

/// The next dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Planned dose, from 0.
    pub dose: usize,
    /// Planned day.
    pub on: NaiveDate,
    /// First day of its window.
    pub from: NaiveDate,
    /// Last day of its window.
    pub to: NaiveDate,
}

impl Due {
    /// Returns the days that it is over its window on a day; 0 while it is not.
    pub fn overdue(&self, today: NaiveDate) -> i64 {
        (today - self.to).num_days().max(0)
    }
}

/// Returns the planned dose of a number in a participant's calendar; none before the first dose was
/// given, or after the last planned one.
fn due(regimen: &Regimen, infusions: &[Infusion], dose: usize) -> Option<Due> {
    let first = infusions
        .iter()
        .filter(|row| row.dose == 0 && row.given != Given::LeftOut)
        .find_map(|row| row.on)?;
    let on = first.checked_add_days(Days::new(regimen.day(dose)?.into()))?;
    Some(Due {
        dose,
        on,
        from: on.checked_sub_days(Days::new(regimen.early.into()))?,
        to: on.checked_add_days(Days::new(regimen.late.into()))?,
    })
}

/// Returns the dose after the last one that was given or left out; none before the first dose was
/// given, or when no more are planned.
pub fn next_due(regimen: &Regimen, infusions: &[Infusion]) -> Option<Due> {
    let last = infusions.iter().map(|row| row.dose).max()?;
    due(regimen, infusions, last.checked_add(1)?)
}

/// Where a dose departs from the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// Another dose than planned was given, mg.
    Dose {
        /// Planned.
        planned: Exact,
        /// Given.
        given: Exact,
    },
    /// It was given so many days before its window.
    Early(i64),
    /// It was given so many days after its window.
    Late(i64),
    /// The infusion was interrupted.
    Interrupted,
    /// It was left out.
    LeftOut,
    /// No row stands for this planned dose, though one stands for a later one.
    NoRow,
}

/// Returns the departures from the plan with the planned dose of each, in the order of the doses.
/// What was not entered yet departs from nothing. Fails on too many digits.
pub fn deviations(
    regimen: &Regimen,
    infusions: &[Infusion],
) -> Result<Vec<(usize, Deviation)>, RatioError> {
    let mut found = Vec::new();
    let last = infusions.iter().map(|row| row.dose).max();
    for dose in last.into_iter().flat_map(|last| 0..=last) {
        let mut rows = infusions.iter().filter(|row| row.dose == dose).peekable();
        if rows.peek().is_none() {
            found.push((dose, Deviation::NoRow));
        }
        for row in rows {
            let window = due(regimen, infusions, dose);
            found.extend(of_row(regimen, row, window)?.map(|deviation| (dose, deviation)));
        }
    }
    Ok(found)
}

fn of_row(
    regimen: &Regimen,
    row: &Infusion,
    window: Option<Due>,
) -> Result<impl Iterator<Item = Deviation>, RatioError> {
    let left_out = row.given == Given::LeftOut;
    let planned = regimen.rule.planned(row.kg)?;
    let amount = planned
        .zip(row.mg)
        .filter(|(planned, given)| planned != given);
    let amount = amount.map(|(planned, given)| Deviation::Dose { planned, given });
    let time = row.on.zip(window).and_then(|(on, window)| {
        let (early, late) = ((window.from - on).num_days(), (on - window.to).num_days());
        match (early > 0, late > 0) {
            (true, _) => Some(Deviation::Early(early)),
            (_, true) => Some(Deviation::Late(late)),
            _ => None,
        }
    });
    let state = match row.given {
        Given::Whole => None,
        Given::Interrupted => Some(Deviation::Interrupted),
        Given::LeftOut => Some(Deviation::LeftOut),
    };
    let (amount, time) = if left_out {
        (None, None)
    } else {
        (amount, time)
    };
    Ok([state, amount, time].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn regimen() -> Regimen {
        Regimen {
            rule: DoseRule::Fixed(Exact::int(750)),
            days: vec![0, 14, 28],
            then_every: Some(28),
            last_day: Some(140),
            early: 3,
            late: 3,
        }
    }

    fn row(dose: usize, on: &str) -> Infusion {
        Infusion {
            dose,
            on: Some(day(on)),
            kg: None,
            mg: Some(Exact::int(750)),
            given: Given::Whole,
        }
    }

    #[test]
    fn the_schedule_goes_on_by_its_interval_to_its_last_day() {
        let days: Vec<_> = (0..9).map(|dose| regimen().day(dose)).collect();
        let expected = [0, 14, 28, 56, 84, 112, 140].map(Some);
        assert_eq!(days, [&expected[..], &[None, None]].concat());
        let once = Regimen {
            then_every: None,
            ..regimen()
        };
        assert_eq!(once.day(3), None);
        assert_eq!(once.day(usize::MAX), None);
    }

    #[test]
    fn the_next_dose_counts_from_the_first_one() {
        assert_eq!(next_due(&regimen(), &[]), None);
        let rows = [row(0, "2024-02-15"), row(1, "2024-03-05")];
        let next = next_due(&regimen(), &rows).unwrap();
        assert_eq!((next.dose, next.on), (2, day("2024-03-14")));
        assert_eq!((next.from, next.to), (day("2024-03-11"), day("2024-03-17")));
        assert_eq!(next.overdue(day("2024-03-17")), 0);
        assert_eq!(next.overdue(day("2024-03-19")), 2);
        assert_eq!(
            next_due(&regimen(), &[row(0, "2024-02-15"), row(6, "2024-07-04")]),
            None
        );
    }

    #[test]
    fn departures_are_named_and_what_is_open_is_not_one() {
        let mut rows = vec![
            row(0, "2024-02-15"),
            row(1, "2024-03-04"),
            row(3, "2024-04-01"),
        ];
        rows[0].given = Given::Interrupted;
        rows[0].mg = Some(Exact::int(500));
        rows.push(Infusion {
            dose: 4,
            on: None,
            kg: None,
            mg: None,
            given: Given::LeftOut,
        });
        rows.push(Infusion {
            dose: 5,
            on: None,
            kg: None,
            mg: None,
            given: Given::Whole,
        });
        let found = deviations(&regimen(), &rows).unwrap();
        assert_eq!(
            found,
            [
                (0, Deviation::Interrupted),
                (
                    0,
                    Deviation::Dose {
                        planned: Exact::int(750),
                        given: Exact::int(500)
                    }
                ),
                (1, Deviation::Late(1)),
                (2, Deviation::NoRow),
                (3, Deviation::Early(7)),
                (4, Deviation::LeftOut),
            ]
        );
    }
}
