//! What is shown of the score: the corrected QT interval, and the grades that the vital signs suggest.

use super::{DIASTOLIC, LASTED, QT, RR, SYSTOLIC, TEMPERATURE, WEIGHT};
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::{code, counts, number};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;
use crate::domain::treatment::ctcae::{Baseline, Findings, Graded, Lack, Outcome, Term, grade};
use crate::domain::treatment::qtc::{fridericia, usual_most};

/// The terms of the form in its order, each with the field that it is about.
const TERMS: [(Term, &str); 6] = [
    (Term::WeightLoss, WEIGHT),
    (Term::WeightGain, WEIGHT),
    (Term::Fever, TEMPERATURE),
    (Term::Hypothermia, TEMPERATURE),
    (Term::Hypertension, DIASTOLIC),
    (Term::QtCorrectedIntervalProlonged, QT),
];

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VitalSignsScore {
    /// The corrected QT interval.
    pub corrected: CorrectedQt,
    /// The grades that are reached, or may be, in the order of the form.
    pub grades: Vec<Suggested>,
    /// Terms under which something was graded and reaches no grade.
    pub not_graded: usize,
}

/// A grade that a vital sign suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The term and its grade.
    pub graded: Graded,
    /// The field that it is about.
    pub field: &'static str,
}

/// The QT interval corrected by Fridericia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectedQt {
    /// The interval.
    Known {
        /// ms, rounded half up.
        ms: u32,
        /// The usual most for the sex, ms, where it is above that; none where the sex is not known either.
        above: Option<u32>,
    },
    /// There is no ECG, so that the form does not ask for it.
    NoEcg,
    /// QT or RR is blank or missing.
    Blank,
    /// QT and RR make none that can be.
    OutOfRange,
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    facts: &ScoringFacts<'_>,
) -> VitalSignsScore {
    let mut grades = Vec::new();
    let mut not_graded = 0;
    for (term, field) in TERMS {
        let graded = grade(term, &findings(term, instrument, cells, facts.baseline));
        match &graded.outcome {
            Outcome::NotGraded => not_graded += 1,
            Outcome::Open { lacks, .. } if lacks.iter().any(|lack| is_not_there(*lack)) => {}
            Outcome::Graded(_) | Outcome::Open { .. } => grades.push(Suggested { graded, field }),
        }
    }
    VitalSignsScore {
        corrected: corrected(instrument, cells, facts),
        grades,
        not_graded,
    }
}

/// Returns whether a term is not graded at all for want of something, rather than left open between grades.
fn is_not_there(lack: Lack) -> bool {
    match lack {
        Lack::Value | Lack::Baseline | Lack::Systolic | Lack::Diastolic => true,
        Lack::BelowLimit
        | Lack::Unit
        | Lack::LowerLimit
        | Lack::UpperLimit
        | Lack::BaselineLimit
        | Lack::Symptoms
        | Lack::Duration
        | Lack::FewerDigits => false,
    }
}

/// Returns whether the form has a field and asks for it now.
fn asked(instrument: &Instrument, cells: &FormCells, field: &str) -> bool {
    let field = instrument.field(field);
    field.is_some_and(|field| counts(instrument, cells, field))
}

/// Returns the corrected interval in whole ms, of a form that still asks for it.
fn interval(instrument: &Instrument, cells: &FormCells) -> Option<u32> {
    if !asked(instrument, cells, QT) || !asked(instrument, cells, RR) {
        return None;
    }
    fridericia(number(cells, QT).value()?, number(cells, RR).value()?)
}

fn corrected(instrument: &Instrument, cells: &FormCells, facts: &ScoringFacts<'_>) -> CorrectedQt {
    if let Some(ms) = interval(instrument, cells) {
        let usual = facts.participant.map(|who| usual_most(who.sex));
        let above = usual.filter(|usual| ms > *usual);
        return CorrectedQt::Known { ms, above };
    }
    if !asked(instrument, cells, QT) {
        return CorrectedQt::NoEcg;
    }
    match (number(cells, QT).value(), number(cells, RR).value()) {
        (Some(_), Some(_)) => CorrectedQt::OutOfRange,
        (None, _) | (_, None) => CorrectedQt::Blank,
    }
}

fn findings(
    term: Term,
    instrument: &Instrument,
    cells: &FormCells,
    before: Option<&FormCells>,
) -> Findings {
    let value = |field: &str| number(cells, field).value().map(Measured::At);
    let at_baseline = |value: Option<Exact>| {
        value.map(|value| Baseline {
            value,
            abnormal: None,
        })
    };
    let nothing = Findings::default();
    match term {
        Term::WeightLoss | Term::WeightGain => Findings {
            value: value(WEIGHT),
            baseline: at_baseline(before.and_then(|before| number(before, WEIGHT).value())),
            ..nothing
        },
        Term::Fever | Term::Hypothermia => Findings {
            value: value(TEMPERATURE),
            over_24_hours: code(cells, LASTED)
                .filter(|_| asked(instrument, cells, LASTED))
                .map(|code| code == "y"),
            ..nothing
        },
        Term::Hypertension => Findings {
            systolic: number(cells, SYSTOLIC).value(),
            diastolic: number(cells, DIASTOLIC).value(),
            ..nothing
        },
        Term::QtCorrectedIntervalProlonged => {
            let ms = |cells: &FormCells| interval(instrument, cells).map(Exact::from);
            Findings {
                value: ms(cells).map(Measured::At),
                baseline: at_baseline(before.and_then(ms)),
                ..nothing
            }
        }
        // Terms of the laboratory.
        Term::Anemia
        | Term::HemoglobinIncreased
        | Term::WhiteBloodCellDecreased
        | Term::Leukocytosis
        | Term::NeutrophilCountDecreased
        | Term::LymphocyteCountDecreased
        | Term::LymphocyteCountIncreased
        | Term::PlateletCountDecreased
        | Term::AltIncreased
        | Term::AstIncreased
        | Term::GgtIncreased
        | Term::BloodBilirubinIncreased
        | Term::CpkIncreased
        | Term::BloodLdhIncreased
        | Term::CreatinineIncreased
        | Term::ChronicKidneyDisease
        | Term::Hypoalbuminemia
        | Term::Hypoglycemia
        | Term::Hyperkalemia
        | Term::Hypokalemia
        | Term::Proteinuria => nothing,
    }
}
