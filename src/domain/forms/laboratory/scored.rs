//! What is shown of the score: the filtration rate, and the grades that the results suggest.

use super::filtration::{Filtration, filtration};
use super::{Test, cells};
use crate::domain::base::measured::Measured;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;
use crate::domain::treatment::ctcae::{Findings, Graded, Outcome, Term, grade};
use crate::domain::treatment::kidney::BySex;
use crate::domain::treatment::units::Unit;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaboratoryScore {
    /// The estimated filtration rate.
    pub filtration: Filtration,
    /// The grades that are reached, or may be, in the order of the form.
    pub grades: Vec<Suggested>,
    /// Terms under which a result was graded and reaches no grade.
    pub not_graded: usize,
}

/// A grade that a result suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The term and its grade.
    pub graded: Graded,
    /// The test whose result it is.
    pub test: Test,
    /// Against what it was held.
    pub ladder: Ladder,
}

/// What the grades of a result go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ladder {
    /// Fixed limits and limits of normal.
    Limits,
    /// The limit of normal alone, where the result at baseline would count too: there is none.
    NoBaseline,
    /// The limit of normal and the result at baseline.
    WithBaseline,
    /// Multiples of the result at baseline, which was above its own limit.
    AbnormalBaseline,
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    instrument: &Instrument,
    form: &FormCells,
    facts: &ScoringFacts<'_>,
) -> LaboratoryScore {
    let filtration = filtration(form, facts);
    let mut grades = Vec::new();
    let mut not_graded = 0;
    let mut take = |graded: Graded, test: Test, ladder: Ladder| match graded.outcome {
        Outcome::NotGraded => not_graded += 1,
        Outcome::Graded(_) | Outcome::Open { .. } => grades.push(Suggested {
            graded,
            test,
            ladder,
        }),
    };
    for test in Test::ALL {
        let Some(findings) = cells::findings(test, (instrument, form), facts.baseline) else {
            continue;
        };
        let ladder = ladder(test, &findings);
        for term in test.terms() {
            take(grade(*term, &findings), test, ladder);
        }
        if test == Test::Creatinine
            && let Some(kidney) = kidney(form, &filtration)
        {
            take(kidney, test, Ladder::Limits);
        }
    }
    LaboratoryScore {
        filtration,
        grades,
        not_graded,
    }
}

fn ladder(test: Test, findings: &Findings) -> Ladder {
    match findings.baseline {
        _ if !test.goes_by_baseline() => Ladder::Limits,
        None => Ladder::NoBaseline,
        // Creatinine goes by both, whatever it was at baseline.
        Some(baseline) if baseline.abnormal == Some(true) && test != Test::Creatinine => {
            Ladder::AbnormalBaseline
        }
        Some(_) => Ladder::WithBaseline,
    }
}

/// Grades the filtration rate, unless that takes a lower limit of normal: no laboratory gives one of an estimate.
fn kidney(form: &FormCells, filtration: &Filtration) -> Option<Graded> {
    let BySex::Known(rate) = filtration.as_ref().ok()?.estimate else {
        return None;
    };
    let findings = Findings {
        value: Some(Measured::At(rate.value())),
        unit: Some(Unit::MillilitresPerMinute),
        strip: cells::strip(form),
        protein_over_creatinine: cells::ratio(form),
        ..Findings::default()
    };
    let graded = grade(Term::ChronicKidneyDisease, &findings);
    match graded.outcome {
        Outcome::Graded(_) => Some(graded),
        Outcome::NotGraded | Outcome::Open { .. } => None,
    }
}
