//! The planned dose: by weight tier, by kg, or fixed.
//!
//! Tiers come from the study file; that of abatacept's label is < 60 kg 500 mg, 60 to 100 kg 750 mg,
//! > 100 kg 1000 mg.

use crate::domain::base::ratio::{Exact, RatioError};
use chrono::NaiveDate;

/// A weight tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Largest weight of the tier, kg; none for the last one.
    pub up_to: Option<Exact>,
    /// Whether exactly that weight still belongs to it.
    pub inclusive: bool,
    /// Dose, mg.
    pub mg: Exact,
}

impl Tier {
    fn holds(&self, kg: Exact) -> bool {
        self.up_to
            .is_none_or(|limit| kg < limit || (self.inclusive && kg == limit))
    }
}

/// Why a list of tiers is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The last tier has an upper weight, or an earlier one has none.
    #[error("only the last tier, and it must, stands without an upper weight")]
    Open,
    /// The upper weights do not rise.
    #[error("the upper weights of the tiers must rise from one to the next, from above 0")]
    NotRising,
    /// A dose is not above 0.
    #[error("the dose of every tier must be above 0")]
    NoDose,
    /// A heavier tier has a smaller dose.
    #[error("a heavier tier must not have a smaller dose")]
    Falling,
}

/// Tiers from the lightest to the heaviest, without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers(Vec<Tier>);

impl Tiers {
    /// Takes tiers whose upper weights and doses rise, the last one open.
    pub fn new(tiers: Vec<Tier>) -> Result<Self, RuleError> {
        let mut below = Exact::ZERO;
        let mut least = Exact::ZERO;
        for (place, tier) in tiers.iter().enumerate() {
            if tier.up_to.is_none() != (place + 1 == tiers.len()) {
                return Err(RuleError::Open);
            }
            if tier.up_to.is_some_and(|limit| limit <= below) {
                return Err(RuleError::NotRising);
            }
            if !tier.mg.is_positive() {
                return Err(RuleError::NoDose);
            }
            if tier.mg < least {
                return Err(RuleError::Falling);
            }
            below = tier.up_to.unwrap_or(below);
            least = tier.mg;
        }
        if tiers.is_empty() {
            return Err(RuleError::Open);
        }
        Ok(Self(tiers))
    }

    /// Returns the tiers, from the lightest.
    pub fn iter(&self) -> impl Iterator<Item = &Tier> {
        self.0.iter()
    }

    /// Returns the tier of a weight in kg.
    pub fn of(&self, kg: Exact) -> Option<&Tier> {
        self.0.iter().find(|tier| tier.holds(kg))
    }

    /// Returns the weights of the tier that holds a weight in kg.
    pub fn range(&self, kg: Exact) -> Option<WeightRange> {
        let place = self.0.iter().position(|tier| tier.holds(kg))?;
        let limit = |tier: &Tier| {
            Some(WeightLimit {
                kg: tier.up_to?,
                below: tier.inclusive,
            })
        };
        let before = place.checked_sub(1).and_then(|place| self.0.get(place));
        Some(WeightRange {
            from: before.and_then(limit),
            to: self.0.get(place).and_then(limit),
        })
    }
}

/// The weights of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightRange {
    /// Limit to the tier below; none for the lightest one.
    pub from: Option<WeightLimit>,
    /// Limit to the tier above; none for the heaviest one.
    pub to: Option<WeightLimit>,
}

/// A limit between two tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeightLimit {
    /// kg.
    pub kg: Exact,
    /// Whether exactly that weight belongs to the tier below it, else to the one above it.
    pub below: bool,
}

/// How a study plans the dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoseRule {
    /// By weight tier.
    Tiers(Tiers),
    /// So many mg a kg.
    PerKg(Exact),
    /// The same for everyone, mg.
    Fixed(Exact),
}

impl DoseRule {
    /// Returns the planned dose in mg; none without a weight that the rule needs, or with one that is
    /// not above 0. Fails on too many digits.
    pub fn planned(&self, kg: Option<Exact>) -> Result<Option<Exact>, RatioError> {
        let kg = kg.filter(|kg| kg.is_positive());
        match self {
            Self::Fixed(mg) => Ok(Some(*mg)),
            Self::Tiers(tiers) => Ok(kg.and_then(|kg| tiers.of(kg)).map(|tier| tier.mg)),
            Self::PerKg(mg) => kg.map(|kg| mg.times(kg)).transpose(),
        }
    }
}

/// A weight as it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Day.
    pub on: NaiveDate,
    /// kg, above 0.
    pub kg: Exact,
}

/// Returns the weight that a dose on a day goes by: the last one measured on that day or in so many
/// days before it.
pub fn weight_for(day: NaiveDate, weights: &[Weight], within_days: i64) -> Option<Weight> {
    let fits = |weight: &&Weight| (0..=within_days).contains(&(day - weight.on).num_days());
    weights.iter().filter(fits).max_by_key(|w| w.on).copied()
}

/// A weight that moved into another tier since the last dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// Weight that the last dose went by, kg.
    pub from_kg: Exact,
    /// Weight now, kg.
    pub to_kg: Exact,
    /// Dose planned then, mg.
    pub from_mg: Exact,
    /// Dose planned now, mg.
    pub to_mg: Exact,
}

/// Returns the tier that the weight has left since the last dose, which is to be confirmed; none when
/// it has not, or when the dose does not go by tiers.
pub fn crossing(rule: &DoseRule, last_kg: Exact, now_kg: Exact) -> Option<Crossing> {
    let DoseRule::Tiers(tiers) = rule else {
        return None;
    };
    let (from, to) = (tiers.of(last_kg)?, tiers.of(now_kg)?);
    (from != to).then_some(Crossing {
        from_kg: last_kg,
        to_kg: now_kg,
        from_mg: from.mg,
        to_mg: to.mg,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(up_to: Option<i64>, inclusive: bool, mg: i64) -> Tier {
        Tier {
            up_to: up_to.map(Exact::int),
            inclusive,
            mg: Exact::int(mg),
        }
    }

    fn label() -> Tiers {
        Tiers::new(vec![
            tier(Some(60), false, 500),
            tier(Some(100), true, 750),
            tier(None, false, 1000),
        ])
        .unwrap()
    }

    #[test]
    fn crossing_a_limit_is_noticed_either_way() {
        let rule = DoseRule::Tiers(label());
        let kg = |text: &str| Exact::parse(text).unwrap();
        let told = |from: &str, to: &str| {
            crossing(&rule, kg(from), kg(to)).map(|c| (c.from_mg.to_string(), c.to_mg.to_string()))
        };
        assert_eq!(told("59.9", "60.0"), Some(("500".into(), "750".into())));
        assert_eq!(told("100.1", "100"), Some(("1000".into(), "750".into())));
        assert_eq!(told("60.0", "100.0"), None);
        assert_eq!(
            crossing(&DoseRule::Fixed(kg("125")), kg("50"), kg("70")),
            None
        );
    }

    #[test]
    fn a_range_has_the_limits_of_its_tier_and_says_which_tier_each_belongs_to() {
        let range = |tiers: &Tiers, kg: &str| {
            let range = tiers.range(Exact::parse(kg).unwrap()).unwrap();
            let limit = |limit: WeightLimit| (limit.kg.to_string(), limit.below);
            (range.from.map(limit), range.to.map(limit))
        };
        let at = |kg: &str, below: bool| Some((kg.to_owned(), below));
        let middle = (at("60", false), at("100", true));
        assert_eq!(range(&label(), "59.9"), (None, at("60", false)));
        assert_eq!(range(&label(), "60"), middle);
        assert_eq!(range(&label(), "100"), middle);
        assert_eq!(range(&label(), "100.1"), (at("100", true), None));
        let one = Tiers::new(vec![tier(None, false, 500)]).unwrap();
        assert_eq!(range(&one, "60"), (None, None));
    }

    #[test]
    fn no_dose_is_planned_without_a_weight() {
        let tiers = DoseRule::Tiers(label());
        assert_eq!(tiers.planned(None), Ok(None));
        assert_eq!(tiers.planned(Some(Exact::ZERO)), Ok(None));
        let per_kg = DoseRule::PerKg(Exact::int(10));
        assert_eq!(
            per_kg.planned(Exact::parse("62.5").ok()),
            Ok(Some(Exact::int(625)))
        );
        assert_eq!(
            DoseRule::Fixed(Exact::int(125)).planned(None),
            Ok(Some(Exact::int(125)))
        );
    }

    #[test]
    fn tiers_that_are_no_rule_are_refused() {
        let refused = |tiers: Vec<Tier>| Tiers::new(tiers).unwrap_err();
        assert_eq!(refused(vec![]), RuleError::Open);
        assert_eq!(refused(vec![tier(Some(60), false, 500)]), RuleError::Open);
        assert_eq!(
            refused(vec![tier(None, false, 500), tier(None, false, 750)]),
            RuleError::Open
        );
        let twice = vec![
            tier(Some(60), false, 500),
            tier(Some(60), true, 750),
            tier(None, false, 900),
        ];
        assert_eq!(refused(twice), RuleError::NotRising);
        assert_eq!(refused(vec![tier(None, false, 0)]), RuleError::NoDose);
        assert_eq!(
            refused(vec![tier(Some(60), false, 500), tier(None, false, 250)]),
            RuleError::Falling
        );
    }

    #[test]
    fn two_tiers_may_have_one_dose() {
        let tiers = Tiers::new(vec![
            tier(Some(60), false, 500),
            tier(Some(80), false, 750),
            tier(Some(100), true, 750),
            tier(None, false, 1000),
        ]);
        let rule = DoseRule::Tiers(tiers.unwrap());
        let mg = |kg: &str| {
            let planned = rule.planned(Exact::parse(kg).ok()).unwrap();
            planned.map(|mg| mg.to_string())
        };
        for (kg, dose) in [
            ("59.9", "500"),
            ("60", "750"),
            ("79.9", "750"),
            ("80", "750"),
            ("100", "750"),
            ("100.1", "1000"),
        ] {
            assert_eq!(mg(kg).as_deref(), Some(dose), "{kg}");
        }
    }

    #[test]
    fn the_latest_weight_within_the_days_counts() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let weight = |on: &str, kg: i64| Weight {
            on: day(on),
            kg: Exact::int(kg),
        };
        let weights = [
            weight("2024-02-01", 60),
            weight("2024-02-15", 61),
            weight("2024-03-20", 70),
        ];
        let kg = |on: &str| weight_for(day(on), &weights, 28).map(|weight| weight.kg);
        assert_eq!(kg("2024-03-01"), Some(Exact::int(61)));
        assert_eq!(kg("2024-03-14"), Some(Exact::int(61)));
        assert_eq!(kg("2024-03-15"), None);
        assert_eq!(kg("2024-03-20"), Some(Exact::int(70)));
        assert_eq!(kg("2024-01-31"), None);
    }
}
