//! The cells of the form as grades.

use super::score as mmt8;
use super::{Grade, Grades, Muscle, Side};
use crate::domain::base::answer::Answer;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::{Reading, answer};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Reads the grades of `mmt8`; a side that the form does not have counts as untestable.
pub fn grades(instrument: Option<&Instrument>, cells: &FormCells) -> Grades {
    let grade = |muscle: Muscle, side: Side| {
        let field = muscle.field(side);
        match answer(cells, &field) {
            Some(Answer::Missing { .. }) => Grade::Untestable,
            Some(given) => given.as_code().and_then(Grade::of).unwrap_or(Grade::Blank),
            None if instrument.is_some_and(|form| form.field(&field).is_none()) => {
                Grade::Untestable
            }
            None => Grade::Blank,
        }
    };
    Grades {
        neck: grade(Muscle::NeckFlexors, Side::Right),
        paired: Muscle::PAIRED
            .map(|muscle| (grade(muscle, Side::Right), grade(muscle, Side::Left))),
    }
}

/// Reads the total on the scale of the study.
pub(super) fn strength(
    rules: &ScoringRules,
    form: Option<&Instrument>,
    cells: &FormCells,
) -> Reading {
    let grades = grades(form, cells);
    let total = if rules.mmt_max == 80 {
        mmt8::total_80(&grades)
    } else {
        mmt8::total_150(&grades)
    };
    // A total of another scale than the study's would be judged on the wrong range.
    if total.max != rules.mmt_max {
        return Reading::Missing("other-scale".to_owned());
    }
    match total.value {
        Some(value) => Reading::Value(Exact::from(value)),
        None if total.untestable.is_empty() => Reading::Blank,
        None => Reading::Missing("untestable".to_owned()),
    }
}
