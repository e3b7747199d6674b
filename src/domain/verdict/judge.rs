//! Everything the Change panel shows of one visit against baseline.
//!
//! Honest while measures are missing: what a value still to be entered could change is not decided.

use super::response::tis::{self, Tis};
use super::response::{
    ByMeasure, Change, Deterioration, Doi, Judgement, NextBand, Outcome, Points, Relative, Scale,
    Way, deterioration_over, registered_literal_over, rider_2004_over,
};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ids::VisitId;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{Enzyme, OpenChoice, Selected};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::{Population, Study, ZeroBaseline};
use crate::domain::verdict::core_set::{CoreSet, Lab, Reading, core_set};
use crate::domain::verdict::summary::VerdictSummary;

/// Which way a measure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Improved, by however little.
    Better,
    /// Worse, by however little.
    Worse,
    /// Exactly the same.
    Same,
    /// A value is missing.
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
    /// Sentences that the reader should see beside the verdict.
    pub warnings: Vec<String>,
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
}

impl Rules {
    /// Returns the rules of a study; scales are in cm.
    pub fn of(study: &Study) -> Self {
        Self {
            scale: Scale::centimetres(Exact::from(study.protocol.scoring.mmt_max)),
            population: study.protocol.population,
            zero_baseline: study.protocol.zero_baseline,
        }
    }
}

/// Judges a visit against baseline by the rules of the study.
pub fn judge(study: &Study, baseline: &CoreSet, now: &CoreSet) -> Verdict {
    judge_by(&Rules::of(study), baseline, now)
}

/// Judges a visit against baseline.
pub fn judge_by(rules: &Rules, baseline: &CoreSet, now: &CoreSet) -> Verdict {
    let mut warnings = Vec::new();
    let selected = baseline.select_enzyme().unwrap_or_else(|error| {
        warnings.push(format!(
            "The enzymes at baseline cannot be compared: {error}."
        ));
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
            .and_then(|range| Change::between(measure, before.value(), after.value(), range))
            .unwrap_or_else(|error| {
                warnings.push(format!("{} cannot be judged: {error}.", measure.label()));
                Change::missing(measure)
            })
    });
    if baseline.mmt_max != now.mmt_max {
        warnings.push("MMT-8 totals of different scales cannot be compared.".to_owned());
        changes.mmt = Change::missing(Measure::Mmt);
    }
    let open_choice = baseline.open_choice();
    let ways = enzyme_ways(baseline, now, &mut warnings);
    warnings.extend(enzyme_warnings(selected, open_choice, baseline, now));

    let open = ByMeasure::make(|measure| {
        let (before, after) = readings.get(measure);
        let gone = |reading: &Reading| matches!(reading, Reading::Missing(_) | Reading::NotAsked);
        (before.is_blank() || after.is_blank()) && !gone(before) && !gone(after)
    });
    let (scale, zero) = (&rules.scale, rules.zero_baseline);
    let doi = rider_2004_over(&changes, scale, &open, &ways, zero);
    let registered = registered_literal_over(&changes, scale, &open, &ways, zero);
    let tis = tis::score_with_distance(&changes, scale, &ways, rules.population)
        .unwrap_or_else(|_| tis::score_over(&changes, &ways, rules.population));
    let deterioration = deterioration_over(&changes, scale, &ways, zero).unwrap_or(Deterioration {
        physician_and_strength: false,
        extramuscular: false,
        of_five: 0,
        of_six: Bounds::known(0),
    });
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
        warnings,
    }
}

/// Returns the range of the enzyme by its ULN at baseline; none when that was not entered.
fn range_of(enzyme: Enzyme, baseline: &CoreSet) -> Result<Option<Exact>, RatioError> {
    let uln = baseline.enzymes.get(enzyme).uln;
    uln.map(|uln| enzyme.range(uln)).transpose()
}

/// Returns the readings of the enzyme that counts by what is known so far.
fn enzyme_readings(
    selected: Option<Selected>,
    baseline: &CoreSet,
    now: &CoreSet,
) -> (Reading, Reading) {
    let Some(chosen) = selected else {
        // With a blank value or a blank ULN a choice can still become possible.
        let undecided = baseline.enzyme_choices();
        let before = if undecided.map_or(true, |choices| choices.is_open()) {
            Reading::Blank
        } else if baseline.asks_for_enzymes() {
            Reading::Missing("no-enzyme".to_owned())
        } else {
            Reading::NotAsked
        };
        return (before, Reading::Blank.if_asked(now.asks_for_enzymes()));
    };
    let before = baseline.enzymes.get(chosen.enzyme);
    (
        before.value.clone(),
        counted(now.enzymes.get(chosen.enzyme)),
    )
}

/// Returns a result as the enzyme measure counts it: none from a haemolysed sample, where that matters.
pub fn counted(lab: &Lab) -> Reading {
    match (&lab.value, lab.spoilt) {
        (Reading::Value(_), true) => Reading::Missing("haemolysed".to_owned()),
        (reading, _) => reading.clone(),
    }
}

/// Returns every way that the enzyme measure can come to; none when it is decided which enzyme counts and whether it
/// does.
fn enzyme_ways(baseline: &CoreSet, now: &CoreSet, warnings: &mut Vec<String>) -> Vec<Way> {
    // That they cannot be compared is said where the enzyme is selected.
    let choices = baseline.enzyme_choices().unwrap_or_default();
    let mut ways: Vec<Way> = choices
        .enzymes
        .iter()
        .map(|enzyme| {
            let before = baseline.enzymes.get(*enzyme);
            let after = now.enzymes.get(*enzyme);
            let counts = counted(after);
            let gone = matches!(counts, Reading::Missing(_) | Reading::NotAsked);
            let values = (before.value.value(), counts.value());
            let change = range_of(*enzyme, baseline)
                .and_then(|range| Change::between(Measure::Enzyme, values.0, values.1, range));
            Way {
                // What cannot be computed could be anything.
                blank: !gone && (values.0.is_none() || values.1.is_none() || change.is_err()),
                may_go: after.may_be_spoilt && values.1.is_some(),
                change: change.unwrap_or_else(|_| Change::missing(Measure::Enzyme)),
            }
        })
        .collect();
    if choices.none {
        ways.push(Way::none());
    }
    let may_go = ways.iter().any(|way| way.may_go);
    if !choices.is_open() && !may_go {
        return Vec::new();
    }
    if may_go {
        let names: Vec<&str> = choices
            .enzymes
            .iter()
            .filter(|enzyme| now.enzymes.get(**enzyme).may_be_spoilt)
            .map(|enzyme| enzyme.label())
            .collect();
        warnings.push(format!(
            "Not answered at this visit: whether the sample was haemolysed. {} would then not count. Answer it.",
            names.join(", ")
        ));
    }
    ways
}

fn enzyme_warnings(
    selected: Option<Selected>,
    open: Option<OpenChoice>,
    baseline: &CoreSet,
    now: &CoreSet,
) -> Vec<String> {
    let open = open.filter(|_| baseline.asks_for_enzymes());
    let mut warnings: Vec<String> = open.iter().map(open_words).collect();
    let Some(chosen) = selected else {
        return warnings;
    };
    let name = chosen.enzyme.label();
    let (before, after) = (
        baseline.enzymes.get(chosen.enzyme),
        now.enzymes.get(chosen.enzyme),
    );
    if chosen.none_abnormal && open.is_none() {
        warnings.push(format!(
            "No enzyme was abnormal at baseline; {name} counts."
        ));
    }
    let named = |pass: fn(&Lab) -> bool| {
        let found = baseline.enzymes.iter().filter(|(_, lab)| pass(lab));
        found
            .map(|(enzyme, _)| enzyme.label())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let unlimited = named(|lab| {
        lab.value.value().is_some() && lab.uln.is_none() && !lab.uln_blank && !lab.spoilt
    });
    if chosen.multiple.is_some() && !unlimited.is_empty() {
        warnings.push(format!(
            "Without a ULN at baseline and so not compared with {name}: {unlimited}."
        ));
    }
    if let (Some(old), Some(new)) = (before.uln, after.uln)
        && old != new
    {
        warnings.push(format!(
            "The ULN of {name} is {new} U/L now and was {old} U/L; the range keeps the one of baseline."
        ));
    }
    if before.uln.is_none() {
        warnings.push(format!(
            "The ULN of {name} at baseline is not entered; the total improvement score needs it."
        ));
    }
    if after.spoilt && after.value.value().is_some() {
        warnings.push(format!(
            "{name} is from a haemolysed sample and does not count."
        ));
    }
    warnings
}

/// Says why it is open which enzyme counts, and what to do.
pub fn open_words(open: &OpenChoice) -> String {
    format!(
        "Not decided which enzyme counts: blank at baseline: {open}. Enter it there or mark it missing."
    )
}

fn direction(change: &Change, zero: ZeroBaseline) -> Direction {
    let undefined = matches!(change.relative, Relative::ZeroWorse | Relative::ZeroBetter);
    match change.improvement {
        None => Direction::NotKnown,
        Some(_) if undefined && zero == ZeroBaseline::Unevaluable => Direction::Undefined,
        Some(improvement) if improvement.is_positive() => Direction::Better,
        Some(improvement) if improvement.is_negative() => Direction::Worse,
        Some(_) => Direction::Same,
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
    /// Says why something of the verdict is not decided; `None` where all is.
    pub fn undecided(&self) -> Option<String> {
        let judged = [&self.doi, &self.registered].map(|doi| Some(Judgement::of(self, doi)));
        undecided(judged, self.open_choice.as_ref())
    }
}

/// Says why one of these is not decided, or which enzyme counts; `None` where all is.
pub(in crate::domain) fn undecided(
    judged: [Option<Judgement>; 2],
    open: Option<&OpenChoice>,
) -> Option<String> {
    let blank =
        "Not decided: a value that is blank can still change it. Enter it or mark it missing.";
    let any = judged.contains(&Some(Judgement::Open));
    open.map(open_words)
        .or_else(|| any.then(|| blank.to_owned()))
}

impl MeasureVerdict {
    /// Returns a value of the measure rounded for display: VAS 1 decimal, MMT-8 none, HAQ-DI 3, enzyme U/L.
    pub fn shown(&self, value: Exact) -> String {
        value.rounded(self.decimals(value))
    }

    /// Returns a value that must be passed, with as many decimals as it takes to be exact, at most 4.
    pub fn edge(&self, value: Exact) -> String {
        let exact = |decimals: &u32| Exact::parse(&value.rounded(*decimals)) == Ok(value);
        value.rounded((self.decimals(value)..4).find(exact).unwrap_or(4))
    }

    /// Returns now minus baseline with its sign, such as `-2.3`; `None` when it is not known.
    pub fn absolute(&self) -> Option<String> {
        let raw = self.raw(self.change.improvement?);
        Some(raw.signed(self.decimals(raw)))
    }

    /// Returns now minus baseline in percent of baseline, such as `-37.1 %`, or `n/c` where that is undefined.
    pub fn relative(&self) -> Option<String> {
        match self.change.relative {
            Relative::Missing => None,
            Relative::Percent(percent) => {
                let percent = self.raw(percent);
                Some(format!("{} %", percent.signed(percent_decimals(percent))))
            }
            Relative::ZeroWorse | Relative::ZeroBetter => Some("n/c".to_owned()),
        }
    }

    /// Returns the improvement in percent of the range, positive when better, such as `+23.0 %`.
    pub fn of_range(&self) -> Option<String> {
        Some(format!("{} %", self.change.of_range?.signed(1)))
    }

    /// Returns the improvement in percent of the range with as many decimals as it takes to stay on its side of every
    /// edge of a band, such as `+15.02 %`.
    pub fn of_range_by_band(&self) -> Option<String> {
        let of_range = self.change.of_range?;
        let edges = tis::bands_of(self.measure).iter().map(|band| band.above);
        let edges: Vec<Exact> = std::iter::once(0).chain(edges).map(Exact::int).collect();
        let on_edge = |decimals: &u32| {
            edges.iter().any(|edge| {
                of_range != *edge && of_range.rounded(*decimals) == edge.rounded(*decimals)
            })
        };
        let decimals = (1..6).find(|decimals| !on_edge(decimals)).unwrap_or(6);
        Some(format!("{} %", of_range.signed(decimals)))
    }

    /// Turns an improvement into now minus baseline.
    fn raw(&self, improvement: Exact) -> Exact {
        if self.measure == Measure::Mmt {
            improvement
        } else {
            improvement.negated()
        }
    }

    fn decimals(&self, value: Exact) -> u32 {
        match self.measure {
            Measure::Phga | Measure::Ptga | Measure::Extramuscular => 1,
            Measure::Mmt => 0,
            Measure::Haq => 3,
            Measure::Enzyme if value.denominator() == 1 => 0,
            Measure::Enzyme => 1,
        }
    }
}

/// Returns how many decimals a percentage is shown with: one, but more where rounding would put it on
/// a threshold that it did not reach or did pass: 19.96 is not 20.0.
fn percent_decimals(percent: Exact) -> u32 {
    let on_threshold = |decimals: &u32| {
        [20, 25].into_iter().any(|threshold| {
            let threshold = Exact::int(threshold);
            let size = percent.magnitude();
            size != threshold && size.rounded(*decimals) == threshold.rounded(*decimals)
        })
    };
    (1..6).find(|decimals| !on_threshold(decimals)).unwrap_or(6)
}

/// Returns the verdict for the list of participants: that of the latest visit after baseline which asks
/// for all measures and at which at least one can be compared.
pub fn summary_verdict(study: &Study, record: &ParticipantRecord) -> Option<VerdictSummary> {
    let first = study.visit_index(study.protocol.baseline.as_str())?;
    let baseline = core_set(study, record.session(study.protocol.baseline.as_str())?);
    let later = study.protocol.visits.iter().skip(first + 1).rev();
    later
        .filter_map(|visit| record.session(visit.id.as_str()))
        .map(|session| judge(study, &baseline, &core_set(study, session)))
        .find(|verdict| {
            let known = |m: &MeasureVerdict| m.direction != Direction::NotKnown;
            verdict.not_asked.is_empty() && verdict.measures.count(known) > 0
        })
        .map(|verdict| VerdictSummary {
            visit: verdict.visit,
            doi: verdict.doi.met,
            tis: verdict.tis.total.map(Points::to_decimal),
        })
}

/// Two consecutive visits that both fulfil the criteria of deterioration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmedDeterioration {
    /// The first visit.
    pub first: VisitId,
    /// The visit that confirmed it.
    pub confirmed: VisitId,
}

/// Finds the first confirmed deterioration; `sets` are in visit order, the baseline first.
pub fn confirmed_deterioration(study: &Study, sets: &[CoreSet]) -> Option<ConfirmedDeterioration> {
    let (baseline, later) = sets.split_first()?;
    let rules = Rules::of(study);
    let judged: Vec<Verdict> = later
        .iter()
        .map(|set| judge_by(&rules, baseline, set))
        .collect();
    first_confirmed(&judged)
}

/// Finds the first confirmed deterioration among the verdicts on all visits after baseline that were held, in order.
pub fn first_confirmed<'a>(
    verdicts: impl IntoIterator<Item = &'a Verdict>,
) -> Option<ConfirmedDeterioration> {
    let mut before: Option<&VisitId> = None;
    for verdict in verdicts {
        let met = verdict.deterioration.met();
        if let (true, Some(first)) = (met, before) {
            return Some(ConfirmedDeterioration {
                first: first.clone(),
                confirmed: verdict.visit.clone(),
            });
        }
        before = met.then_some(&verdict.visit);
    }
    None
}
