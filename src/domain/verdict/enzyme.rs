//! The enzyme that counts in a verdict: its readings, its scenarios while the choice is open, and the notes about it.

use super::core_set::{CoreSet, Lab, Reading};
use super::note::Note;
use super::response::{Change, EnzymeScenario};
use crate::domain::base::measured::Amount;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{Enzyme, OpenChoice, Selected};

/// Returns the range of the enzyme by its ULN at baseline; none when that was not entered.
pub(super) fn range_of(enzyme: Enzyme, baseline: &CoreSet) -> Result<Option<Exact>, RatioError> {
    let uln = baseline.enzymes.get(enzyme).uln;
    uln.map(|uln| enzyme.range(uln)).transpose()
}

/// Returns the readings of the enzyme that counts by what is known so far.
pub(super) fn enzyme_readings(
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
        (Reading::Value(_) | Reading::Below(_), true) => Reading::Missing("haemolysed".to_owned()),
        (reading, _) => reading.clone(),
    }
}

/// Returns the scenarios of the enzyme measure; none when it is decided which enzyme counts and whether its value does.
pub(super) fn enzyme_scenarios(
    baseline: &CoreSet,
    now: &CoreSet,
    notes: &mut Vec<Note>,
) -> Vec<EnzymeScenario> {
    // Where the enzymes cannot be compared, the selection of the enzyme says so.
    let choices = baseline.enzyme_choices().unwrap_or_default();
    let mut scenarios: Vec<EnzymeScenario> = choices
        .enzymes
        .iter()
        .map(|enzyme| {
            let before = baseline.enzymes.get(*enzyme);
            let after = now.enzymes.get(*enzyme);
            let counts = counted(after);
            let gone = matches!(counts, Reading::Missing(_) | Reading::NotAsked);
            let value = counts.measured().map(Amount::from);
            let is_blank = before.value.measured().is_none() || value.is_none();
            let change = range_of(*enzyme, baseline).and_then(|range| {
                let before = baseline.amount_if_it_counts(*enzyme)?;
                Change::of_amounts(Measure::Enzyme, before, value, range)
            });
            EnzymeScenario {
                // A change that cannot be computed yet could become anything.
                blank: !gone && (is_blank || change.is_err()),
                may_not_count: after.may_be_spoilt && value.is_some(),
                change: change.unwrap_or_else(|_| Change::missing(Measure::Enzyme)),
            }
        })
        .collect();
    if choices.none {
        scenarios.push(EnzymeScenario::none());
    }
    let may_not_count = scenarios.iter().any(|scenario| scenario.may_not_count);
    if !choices.is_open() && !may_not_count {
        return Vec::new();
    }
    if may_not_count {
        let open = choices.enzymes.iter().copied();
        let open = open.filter(|enzyme| now.enzymes.get(*enzyme).may_be_spoilt);
        notes.push(Note::MaybeHaemolysed(open.collect()));
    }
    scenarios
}

/// Returns what the reader should see about the enzyme that counts.
pub(super) fn enzyme_notes(
    selected: Option<Selected>,
    open: Option<OpenChoice>,
    baseline: &CoreSet,
    now: &CoreSet,
) -> Vec<Note> {
    let open = open.filter(|_| baseline.asks_for_enzymes());
    let mut notes: Vec<Note> = open.into_iter().map(Note::OpenChoice).collect();
    let Some(chosen) = selected else {
        return notes;
    };
    let enzyme = chosen.enzyme;
    let (before, after) = (
        baseline.enzymes.get(chosen.enzyme),
        now.enzymes.get(chosen.enzyme),
    );
    if chosen.none_abnormal && open.is_none() {
        notes.push(Note::NoneAbnormal(enzyme));
    }
    let is_unlimited = |lab: &Lab| {
        lab.value.measured().is_some() && lab.uln.is_none() && !lab.uln_blank && !lab.spoilt
    };
    let all = baseline.enzymes.iter();
    let unlimited = all.filter(|(_, lab)| is_unlimited(lab));
    let unlimited: Vec<Enzyme> = unlimited.map(|(enzyme, _)| enzyme).collect();
    if chosen.multiple.is_some() && !unlimited.is_empty() {
        notes.push(Note::NotCompared { enzyme, unlimited });
    }
    if let (Some(old), Some(new)) = (before.uln, after.uln)
        && old != new
    {
        notes.push(Note::OtherLimit { enzyme, old, new });
    }
    if before.uln.is_none() {
        notes.push(Note::NoLimit(enzyme));
    }
    if after.spoilt && after.value.measured().is_some() {
        notes.push(Note::Haemolysed(enzyme));
    }
    notes
}
