//! Glucocorticoids over time, in mg of prednisone: the dose on a day, the mean, the sum, the change.
//!
//! A dose on alternate days counts as its daily mean on every day of the course, since nobody records
//! which days were the even ones. Pulses stand apart and are part of no maintenance dose.

use super::period::{End, Period};
use crate::domain::base::bounds::{Bounds, decided};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::treatment::equivalence::{Figure, Frequency, Table};
use chrono::NaiveDate;

/// How a drug is given, as far as prednisone equivalents ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// By mouth.
    Oral,
    /// By vein.
    Intravenous,
    /// Any other, such as on the skin or into a joint: it has no prednisone equivalent.
    Other,
}

impl Route {
    /// Returns the route of a code; the CDISC terms ORAL and INTRAVENOUS in any case, and `iv`.
    pub fn of(code: &str) -> Self {
        match code.to_ascii_lowercase().as_str() {
            "oral" => Self::Oral,
            "intravenous" | "iv" => Self::Intravenous,
            _ => Self::Other,
        }
    }
}

/// A row of glucocorticoid treatment. One that is neither oral nor intravenous adds to no sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Code of the drug in the table of factors.
    pub drug: Option<String>,
    /// By which figure of the drug the dose is converted.
    pub figure: Figure,
    /// Dose each time, mg of the drug itself, 0 or more.
    pub dose_mg: Option<Exact>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// How it is given.
    pub route: Route,
    /// First and last day.
    pub period: Period,
    /// Whether it was entered as a pulse; a single dose is one in any case.
    pub pulse: bool,
}

impl Course {
    /// Returns whether it is a pulse or a single dose, and so no part of the maintenance dose.
    pub fn is_pulse(&self) -> bool {
        self.pulse || self.frequency == Some(Frequency::Once)
    }

    /// Returns mg of prednisone a day on each day of the course; none when drug, dose or frequency is
    /// not known.
    fn daily(&self, table: &Table) -> Result<Option<Exact>, RatioError> {
        let drug = self.drug.as_deref();
        let factor = drug.and_then(|code| table.factor_by(code, self.figure));
        let (Some(factor), Some(dose), Some(frequency)) = (factor, self.dose_mg, self.frequency)
        else {
            return Ok(None);
        };
        let doses_a_day = match frequency {
            Frequency::Regular { doses, days } => {
                Exact::fraction(i128::from(doses), i128::from(days))?
            }
            Frequency::Once => Exact::int(1),
        };
        dose.times(doses_a_day)?.times(factor).map(Some)
    }

    /// Returns the days that count: a single dose has one, its first.
    fn days(&self) -> Period {
        match (self.frequency, self.period.start) {
            (Some(Frequency::Once), Some(start)) => Period::day(start),
            (Some(Frequency::Once), None) => Period {
                start: None,
                end: self.period.end,
            },
            _ => self.period,
        }
    }

    /// Returns how many of these days count; a single dose has at most one.
    fn days_within(&self, from: NaiveDate, to: NaiveDate) -> Bounds<i64> {
        let days = self.days().days_within(from, to);
        if self.frequency != Some(Frequency::Once) {
            return days;
        }
        // The start gives the day; an end alone says only that it was no later.
        let least = if self.period.start.is_some() {
            days.low.min(1)
        } else {
            0
        };
        Bounds::between(least, days.high.min(1))
    }
}

/// An amount in mg of prednisone, or mg a day, or mg a kg a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// What the courses of known dose make together.
    pub bounds: Bounds<Exact>,
    /// Courses that count or could count, but whose dose is not known.
    pub unknown: usize,
}

impl Amount {
    /// Returns an amount that is known.
    pub fn known(value: Exact) -> Self {
        Self {
            bounds: Bounds::known(value),
            unknown: 0,
        }
    }

    /// Returns the amount, if dates and doses leave no doubt.
    pub fn exact(&self) -> Option<Exact> {
        self.bounds.exact().filter(|_| self.unknown == 0)
    }

    /// Returns whether the amount is below a limit; `None` when what is unknown decides.
    pub fn below(&self, limit: Exact) -> Option<bool> {
        // A course of unknown dose can only raise the sum.
        let below = self.bounds.below(limit);
        below.filter(|below| !below || self.unknown == 0)
    }

    /// Returns the amount a kg of body weight; fails when the weight, in kg, is 0.
    pub fn per_kg(&self, weight_kg: Exact) -> Result<Self, RatioError> {
        self.map(|mg| mg.over(weight_kg))
    }

    fn map(
        &self,
        mut change: impl FnMut(Exact) -> Result<Exact, RatioError>,
    ) -> Result<Self, RatioError> {
        Ok(Self {
            bounds: Bounds::between(change(self.bounds.low)?, change(self.bounds.high)?),
            unknown: self.unknown,
        })
    }
}

/// Returns the maintenance dose on a day, mg of prednisone a day. Fails on too many digits.
pub fn dose_on(table: &Table, courses: &[Course], day: NaiveDate) -> Result<Amount, RatioError> {
    cumulative(table, courses, day, day)
}

/// Returns the sum of the maintenance doses from one day to another, both included, mg of
/// prednisone; 0 when the days are the wrong way round. Fails on too many digits.
pub fn cumulative(
    table: &Table,
    courses: &[Course],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Amount, RatioError> {
    let maintenance = courses.iter().filter(|course| !course.is_pulse());
    sum(table, maintenance, from, to)
}

/// Returns the sum of pulses and single doses from one day to another, both included, mg of
/// prednisone. Fails on too many digits.
pub fn pulses(
    table: &Table,
    courses: &[Course],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Amount, RatioError> {
    let pulses = courses.iter().filter(|course| course.is_pulse());
    sum(table, pulses, from, to)
}

/// Returns the mean maintenance dose from one day to another, both included, mg of prednisone a day;
/// none when the days are the wrong way round. Fails on too many digits.
pub fn mean_per_day(
    table: &Table,
    courses: &[Course],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Option<Amount>, RatioError> {
    if from > to {
        return Ok(None);
    }
    let days = Exact::int((to - from).num_days() + 1);
    let total = cumulative(table, courses, from, to)?;
    total.map(|mg| mg.over(days)).map(Some)
}

fn sum<'a>(
    table: &Table,
    courses: impl Iterator<Item = &'a Course>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Amount, RatioError> {
    let mut total = Amount::known(Exact::ZERO);
    for course in courses {
        let days = course.days_within(from, to);
        if days.high == 0 || course.route == Route::Other {
            continue;
        }
        let Some(daily) = course.daily(table)? else {
            total.unknown += 1;
            continue;
        };
        let bounds = &mut total.bounds;
        bounds.low = bounds.low.plus(daily.times(Exact::int(days.low))?)?;
        bounds.high = bounds.high.plus(daily.times(Exact::int(days.high))?)?;
    }
    Ok(total)
}

/// The dose at a visit against the one at baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoseChange {
    /// Difference, negative when the dose fell, in the unit of the amounts.
    pub absolute: Bounds<Exact>,
    /// The same in percent of baseline; none when baseline is or could be 0.
    pub percent: Option<Bounds<Exact>>,
}

impl DoseChange {
    /// Compares two amounts; none when a course of unknown dose is part of one. Fails on too many
    /// digits.
    pub fn between(baseline: &Amount, later: &Amount) -> Result<Option<Self>, RatioError> {
        if baseline.unknown + later.unknown > 0 {
            return Ok(None);
        }
        let (before, after) = (baseline.bounds, later.bounds);
        let percent = |after: Exact, before: Exact| after.minus(before)?.percent_of(before);
        let percent = if before.low.is_positive() {
            Some(Bounds::between(
                percent(after.low, before.high)?,
                percent(after.high, before.low)?,
            ))
        } else {
            None
        };
        Ok(Some(Self {
            absolute: Bounds::between(after.low.minus(before.high)?, after.high.minus(before.low)?),
            percent,
        }))
    }

    /// Returns whether the dose rose above baseline, which marks a rescue; `None` when what is
    /// unknown decides.
    pub fn increased(&self) -> Option<bool> {
        self.absolute.above(Exact::ZERO)
    }
}

/// Returns the courses of a participant that could be taken on a day, pulses included, each with
/// whether that is certain.
pub fn current(courses: &[Course], day: NaiveDate) -> Vec<(&Course, bool)> {
    let active = |course: &Course| {
        let days = course.days_within(day, day);
        decided(days.low > 0, days.high == 0)
    };
    courses
        .iter()
        .filter_map(|course| match active(course) {
            Some(false) => None,
            certain => Some((course, certain.is_some())),
        })
        .collect()
}

/// Returns an end that is ongoing where a box says so, else the date, else unknown.
pub fn end_of(ongoing: bool, end: Option<crate::domain::base::partial::PartialDate>) -> End {
    match (ongoing, end) {
        (_, Some(end)) => End::On(end),
        (true, None) => End::Ongoing,
        (false, None) => End::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn course(drug: &str, dose: i64, often: &str, start: &str, end: &str) -> Course {
        Course {
            drug: Some(drug.to_owned()),
            figure: Figure::OfTable,
            dose_mg: Some(Exact::int(dose)),
            frequency: Frequency::of(often),
            route: Route::Oral,
            period: Period {
                start: start.parse().ok(),
                end: end_of(end == "ongoing", end.parse().ok()),
            },
            pulse: false,
        }
    }

    fn on(courses: &[Course], text: &str) -> Amount {
        dose_on(&Table::published(), courses, day(text)).unwrap()
    }

    #[test]
    fn drugs_add_up_and_alternate_days_count_half() {
        let courses = [
            course("prednisone", 25, "alternate-days", "2024-01-01", "ongoing"),
            course(
                "methylprednisolone",
                40,
                "once-daily",
                "2024-02-01",
                "2024-02-29",
            ),
        ];
        assert_eq!(
            on(&courses, "2024-01-31").exact(),
            Exact::parse("12.5").ok()
        );
        assert_eq!(
            on(&courses, "2024-02-29").exact(),
            Exact::parse("62.5").ok()
        );
        assert_eq!(on(&courses, "2023-12-31").exact(), Some(Exact::ZERO));
        assert_eq!(current(&courses, day("2024-03-01")).len(), 1);
    }

    #[test]
    fn pulses_and_other_routes_are_no_part_of_the_dose() {
        let mut pulse = course(
            "methylprednisolone",
            500,
            "once-daily",
            "2024-02-01",
            "2024-02-03",
        );
        pulse.pulse = true;
        let single = course("methylprednisolone", 1000, "once", "2024-02-05", "ongoing");
        let mut joint = course("triamcinolone", 40, "once-daily", "2024-02-01", "ongoing");
        joint.route = Route::of("INTRA-ARTICULAR");
        let courses = [pulse, single, joint];
        assert_eq!(on(&courses, "2024-02-02").exact(), Some(Exact::ZERO));
        let table = Table::published();
        let sum = |from, to| {
            pulses(&table, &courses, day(from), day(to))
                .unwrap()
                .exact()
        };
        assert_eq!(
            sum("2024-02-01", "2024-02-29"),
            Some(Exact::int(1875 + 1250))
        );
        assert_eq!(sum("2024-02-06", "2024-02-29"), Some(Exact::ZERO));
        let undated = [course("prednisone", 80, "once", "", "2024-02-05")];
        let sum = |from, to| pulses(&table, &undated, day(from), day(to)).unwrap();
        let perhaps = sum("2024-02-01", "2024-02-29").bounds;
        assert_eq!(perhaps, Bounds::between(Exact::ZERO, Exact::int(80)));
        assert_eq!(sum("2024-02-06", "2024-02-29").exact(), Some(Exact::ZERO));
    }

    #[test]
    fn an_unknown_dose_is_never_nothing() {
        let mut open = course("prednisone", 0, "once-daily", "2024-02", "ongoing");
        open.dose_mg = None;
        let courses = [
            open,
            course("prednisone", 10, "qd", "2024-01-01", "ongoing"),
        ];
        let amount = on(&courses, "2024-02-15");
        assert_eq!((amount.unknown, amount.exact()), (1, None));
        assert_eq!(amount.below(Exact::int(10)), Some(false));
        assert_eq!(amount.below(Exact::int(11)), None);
        assert_eq!(on(&courses, "2024-01-31").below(Exact::int(11)), Some(true));
        let known = Amount::known(Exact::int(20));
        assert_eq!(DoseChange::between(&known, &amount), Ok(None));
    }

    #[test]
    fn change_against_baseline_has_bounds_and_no_percent_of_nothing() {
        let ten = Amount::known(Exact::int(10));
        let open = Amount {
            bounds: Bounds::between(Exact::int(5), Exact::int(20)),
            unknown: 0,
        };
        let fell = DoseChange::between(&Amount::known(Exact::int(40)), &ten)
            .unwrap()
            .unwrap();
        assert_eq!(fell.absolute.exact(), Some(Exact::int(-30)));
        assert_eq!(fell.percent.unwrap().exact(), Some(Exact::int(-75)));
        assert_eq!(fell.increased(), Some(false));
        let perhaps = DoseChange::between(&ten, &open).unwrap().unwrap();
        assert_eq!(
            perhaps.percent,
            Some(Bounds::between(Exact::int(-50), Exact::int(100)))
        );
        assert_eq!(perhaps.increased(), None);
        let from_none = DoseChange::between(&Amount::known(Exact::ZERO), &ten)
            .unwrap()
            .unwrap();
        assert_eq!(
            (from_none.percent, from_none.increased()),
            (None, Some(true))
        );
    }

    #[test]
    fn a_study_may_bring_its_own_table() {
        let rows = [("dexamethasone".to_owned(), Exact::parse("0.6").unwrap())];
        let table = Table::new("site-1", rows).unwrap();
        assert_eq!(table.factor("dexamethasone").unwrap().to_string(), "25/3");
        assert_eq!(table.factor("prednisone"), None);
        assert!(Table::new("x", [("y".to_owned(), Exact::ZERO)]).is_err());
    }
}
