//! The 2016 ACR/EULAR total improvement score (Aggarwal 2017, ARD 76:792; Rider 2017, PMC5577002, table 3).
//!
//! Points are kept in tenths, so that steps of 2.5 are whole numbers. Bounds are unofficial and never a score.

use super::scenarios::EnzymeScenario;
use super::{ByMeasure, Change, Scale};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::measured::{Amount, Edge};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::Population;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Points of the score, 0.0 to 100.0 in steps of 2.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u16);

impl Points {
    /// Returns points given in tenths.
    pub const fn tenths(tenths: u16) -> Self {
        Self(tenths)
    }

    /// Returns the points in tenths.
    pub const fn as_tenths(self) -> u16 {
        self.0
    }

    /// Returns the points as a decimal.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(i64::from(self.0), 1)
    }
}

impl fmt::Display for Points {
    /// Writes one decimal, such as `7.5` or `0.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// Category of the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Category {
    /// Below the minimal threshold.
    None,
    /// Minimal improvement.
    Minimal,
    /// Moderate improvement.
    Moderate,
    /// Major improvement.
    Major,
}

impl Category {
    /// All, from the least.
    pub const ALL: [Self; 4] = [Self::None, Self::Minimal, Self::Moderate, Self::Major];

    /// Returns the name used in batch output.
    pub fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minimal => "minimal",
            Self::Moderate => "moderate",
            Self::Major => "major",
        }
    }

    /// Returns the least total of the category: adult 20, 40, 60; juvenile 30, 45, 70.
    pub fn threshold(self, population: Population) -> Points {
        Points(match (population, self) {
            (_, Self::None) => 0,
            (Population::Adult, Self::Minimal) => 200,
            (Population::Adult, Self::Moderate) => 400,
            (Population::Adult, Self::Major) => 600,
            (Population::Jdm, Self::Minimal) => 300,
            (Population::Jdm, Self::Moderate) => 450,
            (Population::Jdm, Self::Major) => 700,
        })
    }

    /// Returns the category of a total.
    pub fn of(total: Points, population: Population) -> Self {
        Self::ALL
            .into_iter()
            .rev()
            .find(|category| total >= category.threshold(population))
            .unwrap_or(Self::None)
    }

    /// Returns the next better category.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|category| *category > self)
    }
}

/// One step of a measure's points: the points for more than `above` percent of the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Percent of the range that improvement must exceed.
    pub above: i64,
    /// Points in this band.
    pub points: Points,
}

const fn bands(edges: [i64; 4], tenths: [u16; 4]) -> [Band; 4] {
    let [e1, e2, e3, e4] = edges;
    let [p1, p2, p3, p4] = tenths;
    const fn band(above: i64, tenths: u16) -> Band {
        Band {
            above,
            points: Points(tenths),
        }
    }
    [band(e1, p1), band(e2, p2), band(e3, p3), band(e4, p4)]
}

const PHGA: [Band; 4] = bands([5, 15, 25, 40], [75, 150, 175, 200]);
const PTGA: [Band; 4] = bands([5, 15, 25, 40], [25, 50, 75, 100]);
const MMT: [Band; 4] = bands([2, 10, 20, 30], [100, 200, 275, 325]);
const HAQ: [Band; 4] = bands([5, 15, 25, 40], [50, 75, 75, 100]);
const ENZYME: [Band; 4] = bands([5, 15, 25, 40], [25, 50, 75, 75]);
const EXTRAMUSCULAR: [Band; 4] = bands([5, 15, 25, 40], [75, 125, 150, 200]);

/// Returns the bands of a measure above the first, which scores 0; every upper edge belongs to its band.
pub fn bands_of(measure: Measure) -> &'static [Band; 4] {
    match measure {
        Measure::Phga => &PHGA,
        Measure::Ptga => &PTGA,
        Measure::Mmt => &MMT,
        Measure::Haq => &HAQ,
        Measure::Enzyme => &ENZYME,
        Measure::Extramuscular => &EXTRAMUSCULAR,
    }
}

/// Returns the most points of a measure.
pub fn most_points(measure: Measure) -> Points {
    bands_of(measure)
        .iter()
        .map(|band| band.points)
        .max()
        .unwrap_or_default()
}

/// Returns the points for an improvement in percent of the range; worsening scores 0.
pub fn points(measure: Measure, of_range: Exact) -> Points {
    bands_of(measure)
        .iter()
        .rev()
        .find(|band| of_range > Exact::int(band.above))
        .map(|band| band.points)
        .unwrap_or_default()
}

/// Returns the least and the most points for an improvement in percent of the range, which a `<` result may leave open.
pub fn points_between(measure: Measure, of_range: Amount) -> Bounds<Points> {
    let at = |end: Edge| {
        bands_of(measure)
            .iter()
            .rev()
            .find(|band| end > Edge::at(Exact::int(band.above)))
            .map(|band| band.points)
            .unwrap_or_default()
    };
    match of_range {
        Amount::Is(percent) => Bounds::known(points(measure, percent)),
        Amount::Between(ends) => Bounds {
            low: at(ends.low),
            high: at(ends.high),
        },
    }
}

/// The edges of the band in which an improvement lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BandEdges {
    /// Percent of the range that it exceeds; `None` in the first band, which scores 0.
    pub above: Option<i64>,
    /// Percent of the range that it does not exceed; `None` in the last band.
    pub up_to: Option<i64>,
}

/// Returns the edges of the band in which an improvement in percent of the range lies.
pub fn band_edges(measure: Measure, of_range: Exact) -> BandEdges {
    let passed = |band: &&Band| of_range > Exact::int(band.above);
    let bands = bands_of(measure);
    BandEdges {
        above: bands.iter().rev().find(passed).map(|band| band.above),
        up_to: bands
            .iter()
            .find(|band| !passed(band))
            .map(|band| band.above),
    }
}

/// Returns the most points that a measure could still bring by what is known of it: it cannot improve by more than its
/// baseline allows on a scale up to `max`, nor by more than its value now allows. An enzyme has no maximum.
pub fn reach(change: &Change, max: Option<Exact>) -> Points {
    let most = most_points(change.measure);
    let most_of = |value: Option<Amount>| value.and_then(|value| value.ends().high.number());
    let (baseline, now) = (most_of(change.baseline), most_of(change.now));
    let improvement = match (change.measure, baseline, now) {
        (Measure::Mmt, Some(baseline), _) => max.and_then(|max| max.minus(baseline).ok()),
        (Measure::Mmt, None, now) => now,
        (_, Some(baseline), _) => Some(baseline),
        (_, None, now) => max.zip(now).and_then(|(max, now)| max.minus(now).ok()),
    };
    let (Some(improvement), Some(range)) = (improvement, change.range) else {
        return most;
    };
    let of_range = improvement.percent_of(range);
    of_range.map_or(most, |of_range| points(change.measure, of_range))
}

/// How much more improvement brings a measure more points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextBand {
    /// Points of that band.
    pub points: Points,
    /// The value that must be passed: strength above it, everything else below it.
    pub beyond: Exact,
    /// Improvement still to be exceeded, in the measure's own unit.
    pub more_than: Exact,
    /// Whether the scale has a value beyond it.
    pub possible: bool,
}

/// Returns the next band with more points; `None` at the most points, when a value or range is missing, and of a `<`
/// result, whose distance to it is not known.
pub fn next_band(change: &Change, max: Option<Exact>) -> Result<Option<NextBand>, RatioError> {
    let (Some(baseline), Some(now), Some(range), Some(of_range)) = (
        change.baseline.and_then(Amount::exact),
        change.now.and_then(Amount::exact),
        change.range,
        change.of_range.and_then(Amount::exact),
    ) else {
        return Ok(None);
    };
    let scored = points(change.measure, of_range);
    let Some(band) = bands_of(change.measure)
        .iter()
        .find(|band| band.points > scored)
    else {
        return Ok(None);
    };
    let edge = range.times(Exact::fraction(i128::from(band.above), 100)?)?;
    let (beyond, more_than, possible) = if change.measure == Measure::Mmt {
        let beyond = baseline.plus(edge)?;
        (
            beyond,
            beyond.minus(now)?,
            max.is_none_or(|max| beyond < max),
        )
    } else {
        let beyond = baseline.minus(edge)?;
        (beyond, now.minus(beyond)?, beyond.is_positive())
    };
    Ok(Some(NextBand {
        points: band.points,
        beyond,
        more_than,
        possible,
    }))
}

/// The score with everything that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tis {
    /// Points of each measure; `None` where it is missing, and where a `<` result leaves them open.
    pub points: ByMeasure<Option<Points>>,
    /// Total; unknown while any measure is missing or open.
    pub total: Option<Points>,
    /// Category of the total; where only a `<` result leaves the points of the enzyme open, the one that every value below
    /// it gives.
    pub category: Option<Category>,
    /// Total with the missing measures at 0, and the enzyme at its least over every choice.
    pub low: Points,
    /// Total with the missing measures at their most points, and the enzyme at its most over every choice.
    pub high: Points,
    /// Category of `low`.
    pub category_low: Category,
    /// Category of `high`.
    pub category_high: Category,
    /// The category above that of `low`, and the points that `low` lacks to it.
    pub to_next: Option<(Category, Points)>,
    /// How each measure could bring more points.
    pub next: ByMeasure<Option<NextBand>>,
}

impl Tis {
    /// Returns the measures without points, in order.
    pub fn missing(&self) -> Vec<Measure> {
        self.points.which(Option::is_none)
    }

    /// Returns the category when it is certain: known, or the same for both bounds.
    pub fn certain_category(&self) -> Option<Category> {
        (self.category_low == self.category_high).then_some(self.category_low)
    }
}

/// Computes the points alone, with the published bounds: missing measures at 0 and at the most points of the table.
/// The next bands are left out.
pub fn score(changes: &ByMeasure<Change>, population: Population) -> Tis {
    score_over(changes, &[], population)
}

/// Computes the points with the published bounds over every scenario of the enzyme measure; without any, the
/// enzyme's own change counts.
pub fn score_over(
    changes: &ByMeasure<Change>,
    scenarios: &[EnzymeScenario],
    population: Population,
) -> Tis {
    total(changes, scenarios, population, |change| {
        most_points(change.measure)
    })
}

/// Returns the least and the most points over every scenario; a missing enzyme brings none, or at most what `missing_at`
/// says.
fn points_over(
    scenarios: &[EnzymeScenario],
    missing_at: impl Fn(&Change) -> Points,
) -> (Points, Points) {
    let each = scenarios
        .iter()
        .map(|scenario| match scenario.change.of_range {
            Some(of_range) if !scenario.may_not_count => {
                let known = points_between(Measure::Enzyme, of_range);
                (known.low, known.high)
            }
            Some(_) | None => (Points::default(), missing_at(&scenario.change)),
        });
    let ends = each.reduce(|(low, high), (least, most)| (low.min(least), high.max(most)));
    ends.unwrap_or_default()
}

fn total(
    changes: &ByMeasure<Change>,
    scenarios: &[EnzymeScenario],
    population: Population,
    missing_at: impl Fn(&Change) -> Points,
) -> Tis {
    let between = ByMeasure::make(|measure| {
        let of_range = changes.get(measure).of_range;
        of_range.map(|of_range| points_between(measure, of_range))
    });
    let mut points = ByMeasure::make(|measure| between.get(measure).and_then(|both| both.exact()));
    let mut enzyme = between.enzyme.map(|both| (both.low, both.high));
    if !scenarios.is_empty() {
        // While it is open which enzyme counts there is no total, whatever the points.
        points.enzyme = None;
        enzyme = Some(points_over(scenarios, &missing_at));
    }
    let (mut low, mut high) = (Points(0), Points(0));
    for (measure, points) in points.iter() {
        let (least, most) = match (points, enzyme) {
            (Some(points), _) => (*points, *points),
            (None, Some(ends)) if measure == Measure::Enzyme => ends,
            (None, _) => (Points(0), missing_at(changes.get(measure))),
        };
        low.0 += least.0;
        high.0 += most.0;
    }
    let complete = points.count(Option::is_none) == 0;
    let (category_low, category_high) = (
        Category::of(low, population),
        Category::of(high, population),
    );
    let has_points = |measure| match measure {
        Measure::Enzyme if !scenarios.is_empty() => {
            scenarios.iter().all(EnzymeScenario::has_points)
        }
        _ => between.get(measure).is_some(),
    };
    let all = Measure::ALL.into_iter().all(has_points);
    Tis {
        total: complete.then_some(low),
        category: (all && category_low == category_high).then_some(category_low),
        low,
        high,
        category_low,
        category_high,
        to_next: category_low.next().map(|next| {
            let lacking = next.threshold(population).0.saturating_sub(low.0);
            (next, Points(lacking))
        }),
        points,
        next: ByMeasure::default(),
    }
}

/// Computes the score with the next band of each measure, over every scenario of the enzyme measure; fails on
/// numbers with too many digits. The bounds use the baseline: see [`reach`].
pub fn score_with_distance(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    scenarios: &[EnzymeScenario],
    population: Population,
) -> Result<Tis, RatioError> {
    let most = |change: &Change| reach(change, scale.max(change.measure));
    let mut tis = total(changes, scenarios, population, most);
    let mut failed = None;
    tis.next = ByMeasure::make(|measure| {
        if measure == Measure::Enzyme && !scenarios.is_empty() {
            return None;
        }
        next_band(changes.get(measure), scale.max(measure)).unwrap_or_else(|error| {
            failed = Some(error);
            None
        })
    });
    failed.map_or(Ok(tis), Err)
}

#[cfg(test)]
mod tests;
