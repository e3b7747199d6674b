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
    // A total on a scale other than that of the study would be judged by the wrong range.
    if total.max != rules.mmt_max {
        return Reading::Missing("other-scale".to_owned());
    }
    match total.value {
        Some(value) => Reading::Value(Exact::from(value)),
        None if total.untestable.is_empty() => Reading::Blank,
        None => Reading::Missing("untestable".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{cells, study};

    #[test]
    fn strength_is_read_on_the_scale_of_the_study_and_on_no_other() {
        let mut given = vec![(Muscle::NeckFlexors.field(Side::Right), "10")];
        for muscle in Muscle::PAIRED {
            given.push((muscle.field(Side::Right), "10"));
            given.push((muscle.field(Side::Left), "4"));
        }
        let answers: Vec<_> = given
            .iter()
            .map(|(field, code)| (field.as_str(), Answer::code(code)))
            .collect();
        let full = cells(&answers);
        let mut rules = *study().scoring();
        for (max, expected) in [
            (80, Reading::Value(Exact::int(80))),
            (150, Reading::Value(Exact::int(108))),
            (260, Reading::Missing("other-scale".to_owned())),
        ] {
            rules.mmt_max = max;
            assert_eq!(strength(&rules, None, &full), expected, "{max}");
        }
    }
}
