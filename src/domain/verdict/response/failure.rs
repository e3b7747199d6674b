//! Failure of an earlier treatment, as NCT04946669 registered it for its entry: "improvement of 3 core
//! parameters < 20 %, or more than 2 parameters deteriorating > 25 %" (ClinicalTrials.gov).
//!
//! Read as the reverse of its outcome: fewer than 3 measures improved by 20 % or more, or more than 2 worse
//! by more than 25 %. A measure without scores could have gone either way.

use super::change::{Change, Outcome, Threshold};
use super::{ByMeasure, Scale};
use crate::domain::base::bounds::decided;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::study::ZeroBaseline;

const IMPROVED: Threshold = Threshold {
    percent: 20,
    inclusive: true,
};
const WORSE: Threshold = Threshold {
    percent: 25,
    inclusive: false,
};
const ENOUGH_IMPROVED: usize = 3;
const MOST_WORSE: usize = 2;

/// Returns whether a treatment failed by the scores before and after it; `None` while a measure without both
/// scores decides. Enzymes are in the same unit. Fails on numbers with too many digits.
pub fn treatment_failed(
    before: &ByMeasure<Option<Exact>>,
    after: &ByMeasure<Option<Exact>>,
    scale: &Scale,
    zero: ZeroBaseline,
) -> Result<Option<bool>, RatioError> {
    let (mut improved, mut worse) = (0, 0);
    let (mut may_improve, mut may_worsen) = (0, 0);
    for (measure, before) in before.iter() {
        let change = Change::between(measure, *before, *after.get(measure), None)?;
        match change.outcome(IMPROVED, WORSE, zero) {
            Outcome::Improved => improved += 1,
            Outcome::Worse => worse += 1,
            Outcome::Neither => {}
            Outcome::Missing | Outcome::Open => {
                let (better, worsened) = change.possible(scale.max(measure), IMPROVED, WORSE, zero);
                may_improve += usize::from(better);
                may_worsen += usize::from(worsened);
            }
        }
    }
    // A measure that could become better or worse could also stay the same, so the two extremes are independent.
    let must = improved + may_improve < ENOUGH_IMPROVED || worse > MOST_WORSE;
    let cannot = improved >= ENOUGH_IMPROVED && worse + may_worsen <= MOST_WORSE;
    Ok(decided(must, cannot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::engine::instrument::Measure;

    /// Judges six scores before and after, in the order of every list of results; `-` is none.
    fn failed(before: &str, after: &str) -> Option<bool> {
        let read = |text: &str| {
            let all: Vec<_> = text.split(' ').map(|t| Exact::parse(t).ok()).collect();
            ByMeasure::make(|measure| all[Measure::ALL.iter().position(|m| *m == measure).unwrap()])
        };
        let scale = Scale::centimetres(Exact::int(150));
        treatment_failed(&read(before), &read(after), &scale, ZeroBaseline::Worse).unwrap()
    }

    #[test]
    fn three_improved_by_exactly_a_fifth_are_no_failure() {
        let before = "5 5 100 1 1000 5";
        assert_eq!(failed(before, "4 4 120 1 1000 5"), Some(false));
        assert_eq!(failed(before, "4 4.1 120 1 1000 5"), Some(true));
        assert_eq!(failed(before, "5 5 100 1 1000 5"), Some(true));
    }

    #[test]
    fn three_worse_by_exactly_a_quarter_are_no_failure() {
        let before = "4 4 100 1 1000 4";
        assert_eq!(failed(before, "3 3 120 1.25 1250 5"), Some(false));
        assert_eq!(failed(before, "3 3 120 1.375 1251 5"), Some(false));
        assert_eq!(failed(before, "3 3 120 1.375 1251 5.1"), Some(true));
    }

    #[test]
    fn missing_scores_decide_nothing_unless_they_could_not_matter() {
        let before = "4 4 100 1 1000 4";
        assert_eq!(failed(before, "- 3 120 1 1000 4"), None);
        assert_eq!(failed(before, "3 3 120 1 - -"), Some(false));
        assert_eq!(failed(before, "3 3 120 - - -"), None);
        assert_eq!(failed(before, "- - 100 1 1000 4"), Some(true));
        assert_eq!(failed("- - - - - -", "- - - - - -"), None);
        // Without a score before, the one after could be either.
        assert_eq!(failed("4 4 100 - - -", "3 3 120 1 1000 4"), None);
        assert_eq!(failed("4 4 100 1 - -", "3 3 120 1 1000 4"), Some(false));
        assert_eq!(failed("- 4 100 1 1000 4", "3 3 120 1 1000 4"), None);
        // Full strength cannot improve, so it cannot be the third improved measure.
        assert_eq!(failed("4 4 150 1 1000 4", "3 3 - 1 1000 4"), Some(true));
    }

    #[test]
    fn a_score_that_was_zero_follows_the_rule_of_the_study() {
        let before = ByMeasure::make(|measure| {
            Some(Exact::int(match measure {
                Measure::Phga | Measure::Ptga | Measure::Haq => 0,
                _ => 100,
            }))
        });
        let after = ByMeasure::make(|measure| {
            Some(Exact::int(match measure {
                Measure::Mmt => 120,
                Measure::Enzyme | Measure::Extramuscular => 80,
                _ => 1,
            }))
        });
        let scale = Scale::centimetres(Exact::int(150));
        let by = |zero| treatment_failed(&before, &after, &scale, zero).unwrap();
        assert_eq!(by(ZeroBaseline::Worse), Some(true));
        assert_eq!(by(ZeroBaseline::Unevaluable), Some(false));
    }
}
