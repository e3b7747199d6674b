//! Everything the Change panel shows of one visit against baseline.
//!
//! While measures are missing, a verdict that a value still to be entered could change is reported as not decided.

use super::enzyme::{enzyme_notes, enzyme_readings, enzyme_scenarios, range_of};
use super::note::{Note, Undecided};
use super::response::tis::{self, Tis};
use super::response::{
    ByMeasure, Change, Deterioration, Doi, Judgement, NextBand, Outcome, Points, Relative, Scale,
    deterioration_over, limit_decides, registered_literal_over, rider_2004_over,
};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ids::VisitId;
use crate::domain::base::measured::{Amount, Edge};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{Enzyme, OpenChoice, Selected};
use crate::domain::study::Worsening;
use crate::domain::study::{Population, Study, ZeroBaseline};
use crate::domain::verdict::core_set::{CoreSet, Reading};

/// Which way a measure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Improved, by however little.
    Better,
    /// Worse, by however little.
    Worse,
    /// Exactly the same.
    Same,
    /// A value is missing, or a `<` result leaves it open.
    NotKnown,
    /// Baseline 0 in a study that does not evaluate it, shown as `n/c`.
    Undefined,
}

/// One measure on the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureVerdict {
    /// The measure.
    pub measure: Measure,
    /// The enzyme that counts, for the enzyme measure; while that is open, the most abnormal so far.
    pub enzyme: Option<Enzyme>,
    /// What is known at baseline.
    pub baseline: Reading,
    /// What is known now.
    pub now: Reading,
    /// The change in every form.
    pub change: Change,
    /// Which way it went.
    pub direction: Direction,
    /// What the IMACS definition counts it as.
    pub outcome: Outcome,
    /// Points of the total improvement score.
    pub points: Option<Points>,
    /// How it could bring more points.
    pub next: Option<NextBand>,
}

/// The verdict on a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The visit judged.
    pub visit: VisitId,
    /// Each measure.
    pub measures: ByMeasure<MeasureVerdict>,
    /// IMACS definition of improvement.
    pub doi: Doi,
    /// The registered wording, read literally.
    pub registered: Doi,
    /// Whether both are decided and differ.
    pub registered_differs: bool,
    /// Total improvement score, with bounds while measures are missing.
    pub tis: Tis,
    /// Criteria of deterioration at this visit alone.
    pub deterioration: Deterioration,
    /// Measures that this visit or the baseline visit does not ask for: it is not one to judge by.
    pub not_asked: Vec<Measure>,
    /// The enzyme that counts, chosen at baseline; while that is open, the most abnormal so far.
    pub enzyme: Option<Selected>,
    /// Why it is open which enzyme counts; `None` when it is decided.
    pub open_choice: Option<OpenChoice>,
    /// Whether nothing but a result that is only known to be below a limit leaves something of it open.
    pub open_below_limit: bool,
    /// What the reader should see beside the verdict.
    pub notes: Vec<Note>,
}

/// What a study decides about verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Largest values of the scales.
    pub scale: Scale,
    /// Adult or juvenile thresholds.
    pub population: Population,
    /// What a baseline of 0 that gets worse counts as.
    pub zero_baseline: ZeroBaseline,
    /// What counts as deterioration.
    pub worsening: Worsening,
}

impl Rules {
    /// Returns the rules of a study; scales are in cm.
    pub fn of(study: &Study) -> Self {
        Self {
            scale: Scale::centimetres(Exact::from(study.protocol.scoring.mmt_max)),
            population: study.protocol.population,
            zero_baseline: study.protocol.zero_baseline,
            worsening: study.protocol.worsening,
        }
    }
}

/// Judges a visit against baseline by the rules of the study.
pub fn judge(study: &Study, baseline: &CoreSet, now: &CoreSet) -> Verdict {
    let mut verdict = judge_by(&Rules::of(study), baseline, now);
    let removed = verdict.not_asked.iter().filter_map(|measure| {
        let by = study.measure_removed(*measure)?;
        Some(Note::Removed {
            measure: *measure,
            by,
        })
    });
    let removed: Vec<Note> = removed.collect();
    verdict.notes.extend(removed);
    verdict
}

/// Judges a visit against baseline.
pub fn judge_by(rules: &Rules, baseline: &CoreSet, now: &CoreSet) -> Verdict {
    let mut notes = Vec::new();
    let selected = baseline.select_enzyme().unwrap_or_else(|error| {
        notes.push(Note::NotComparable(error));
        None
    });
    let readings = ByMeasure::make(|measure| match baseline.reading(measure) {
        Some(before) => {
            let after = now.reading(measure).cloned().unwrap_or_default();
            (before.clone(), after)
        }
        None => enzyme_readings(selected, baseline, now),
    });
    let mut changes = ByMeasure::make(|measure| {
        let (before, after) = readings.get(measure);
        let range = match (measure, selected) {
            (Measure::Enzyme, Some(chosen)) => range_of(chosen.enzyme, baseline),
            (Measure::Enzyme, None) => Ok(None),
            _ => Ok(rules.scale.max(measure)),
        };
        range
            .and_then(|range| {
                let amount = |reading: &Reading| reading.measured().map(Amount::from);
                Change::of_amounts(measure, amount(before), amount(after), range)
            })
            .unwrap_or_else(|error| {
                notes.push(Note::NotJudged(measure, error));
                Change::missing(measure)
            })
    });
    for measure in Measure::ALL {
        let (before, after) = readings.get(measure);
        // Any enzyme at baseline decides which one counts.
        let chosen = || {
            let mut labs = baseline.enzymes.iter();
            measure == Measure::Enzyme && labs.any(|(_, lab)| lab.value.is_unfit())
        };
        if [before, after].into_iter().any(Reading::is_unfit) || chosen() {
            notes.push(Note::NotByRules(measure));
        }
    }
    if baseline.mmt_max != now.mmt_max {
        notes.push(Note::OtherScale);
        changes.mmt = Change::missing(Measure::Mmt);
    }
    let open_choice = baseline.open_choice();
    let scenarios = enzyme_scenarios(baseline, now, &mut notes);
    notes.extend(enzyme_notes(selected, open_choice, baseline, now));

    let open = ByMeasure::make(|measure| {
        let (before, after) = readings.get(measure);
        let gone = |reading: &Reading| matches!(reading, Reading::Missing(_) | Reading::NotAsked);
        (before.is_blank() || after.is_blank()) && !gone(before) && !gone(after)
    });
    let (scale, zero) = (&rules.scale, rules.zero_baseline);
    let doi = rider_2004_over(&changes, scale, &open, &scenarios, zero);
    let registered = registered_literal_over(&changes, scale, &open, &scenarios, zero);
    let tis = tis::score_with_distance(&changes, scale, &scenarios, rules.population)
        .unwrap_or_else(|_| tis::score_over(&changes, &scenarios, rules.population));
    let deterioration =
        deterioration_over(&changes, scale, &scenarios, zero).unwrap_or(Deterioration {
            rule: rules.worsening,
            physician_and_strength: false,
            extramuscular: false,
            of_five: 0,
            of_six: Bounds::known(0),
        });
    let deterioration = Deterioration {
        rule: rules.worsening,
        ..deterioration
    };
    let limit_decides =
        scenarios.is_empty() && limit_decides(&changes.enzyme, [&doi, &registered], &tis);
    if let (true, Some(chosen)) = (limit_decides, selected) {
        notes.push(Note::BelowLimit(chosen.enzyme));
    }
    let measures = ByMeasure::make(|measure| {
        let (before, after) = readings.get(measure).clone();
        let change = *changes.get(measure);
        MeasureVerdict {
            measure,
            enzyme: selected
                .filter(|_| measure == Measure::Enzyme)
                .map(|chosen| chosen.enzyme),
            baseline: before,
            now: after,
            direction: direction(&change, zero),
            change,
            outcome: *doi.outcomes.get(measure),
            points: *tis.points.get(measure),
            next: *tis.next.get(measure),
        }
    });
    let not_asked = readings
        .which(|(before, after)| *before == Reading::NotAsked || *after == Reading::NotAsked);
    let differs = |(a, b)| a != b;
    Verdict {
        visit: now.visit.clone(),
        measures,
        registered_differs: doi.met.zip(registered.met).is_some_and(differs),
        doi,
        registered,
        tis,
        deterioration,
        not_asked,
        enzyme: selected,
        open_choice,
        open_below_limit: limit_decides && open.count(|open| *open) == 0,
        notes,
    }
}

fn direction(change: &Change, zero: ZeroBaseline) -> Direction {
    let undefined = matches!(change.relative, Relative::ZeroWorse | Relative::ZeroBetter);
    match change.improvement {
        None => Direction::NotKnown,
        Some(_) if undefined && zero == ZeroBaseline::Unevaluable => Direction::Undefined,
        Some(Amount::Is(improvement)) if improvement.is_positive() => Direction::Better,
        Some(Amount::Is(improvement)) if improvement.is_negative() => Direction::Worse,
        Some(Amount::Is(_)) => Direction::Same,
        Some(Amount::Between(ends)) if ends.low > Edge::at(Exact::ZERO) => Direction::Better,
        Some(Amount::Between(ends)) if ends.high < Edge::at(Exact::ZERO) => Direction::Worse,
        Some(Amount::Between(_)) => Direction::NotKnown,
    }
}

impl Judgement {
    /// Returns what a definition says of a verdict's visit.
    pub fn of(verdict: &Verdict, doi: &Doi) -> Self {
        match doi.met {
            Some(true) => Self::Met,
            _ if !verdict.not_asked.is_empty() => Self::NotJudged,
            Some(false) => Self::NotMet,
            None => Self::Open,
        }
    }
}

impl Verdict {
    /// Returns why something of the verdict is not decided; `None` where all is.
    pub fn undecided(&self) -> Option<Undecided> {
        let judged = [&self.doi, &self.registered].map(|doi| Some(Judgement::of(self, doi)));
        undecided(judged, self.open_choice, self.open_below_limit)
    }
}

/// Returns why one of these is not decided, or which enzyme counts; `None` where all is.
pub(in crate::domain) fn undecided(
    judged: [Option<Judgement>; 2],
    open: Option<OpenChoice>,
    below_limit: bool,
) -> Option<Undecided> {
    let any = judged.contains(&Some(Judgement::Open));
    open.map(Undecided::Choice)
        .or(below_limit.then_some(Undecided::BelowLimit))
        .or(any.then_some(Undecided::Blank))
}
