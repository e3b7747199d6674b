//! RAND 36-Item Health Survey 1.0: eight scales of 0 to 100, higher is better.
//!
//! Recoding and scales as RAND publishes them; each scale says how many of its items were answered.

use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::scoring::Rand36Missing;

/// Number of items.
pub const ITEMS: usize = 36;

/// The item on health against one year ago: recoded like others, in no scale.
pub const CHANGE_ITEM: usize = 2;

/// A scale of the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// Physical functioning.
    PhysicalFunctioning,
    /// Role limits for physical reasons.
    RolePhysical,
    /// Role limits for emotional reasons.
    RoleEmotional,
    /// Energy and fatigue.
    EnergyFatigue,
    /// Emotional well-being.
    EmotionalWellbeing,
    /// Social functioning.
    SocialFunctioning,
    /// Pain.
    Pain,
    /// General health.
    GeneralHealth,
}

/// The eight scales, in the order of batch output.
pub const SCALES: [Scale; 8] = [
    Scale::PhysicalFunctioning,
    Scale::RolePhysical,
    Scale::RoleEmotional,
    Scale::EnergyFatigue,
    Scale::EmotionalWellbeing,
    Scale::SocialFunctioning,
    Scale::Pain,
    Scale::GeneralHealth,
];

impl Scale {
    /// Returns the name in batch output.
    pub fn key(self) -> &'static str {
        match self {
            Self::PhysicalFunctioning => "physical_functioning",
            Self::RolePhysical => "role_physical",
            Self::RoleEmotional => "role_emotional",
            Self::EnergyFatigue => "energy_fatigue",
            Self::EmotionalWellbeing => "emotional_wellbeing",
            Self::SocialFunctioning => "social_functioning",
            Self::Pain => "pain",
            Self::GeneralHealth => "general_health",
        }
    }

    /// Returns its items, numbered from 1.
    pub fn items(self) -> &'static [usize] {
        match self {
            Self::PhysicalFunctioning => &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            Self::RolePhysical => &[13, 14, 15, 16],
            Self::RoleEmotional => &[17, 18, 19],
            Self::EnergyFatigue => &[23, 27, 29, 31],
            Self::EmotionalWellbeing => &[24, 25, 26, 28, 30],
            Self::SocialFunctioning => &[20, 32],
            Self::Pain => &[21, 22],
            Self::GeneralHealth => &[1, 33, 34, 35, 36],
        }
    }
}

/// Returns how many options an item has, or `None` for a number that is no item.
pub fn options(item: usize) -> Option<u8> {
    match item {
        1 | 2 | 20 | 22 | 32..=36 => Some(5),
        3..=12 => Some(3),
        13..=19 => Some(2),
        21 | 23..=31 => Some(6),
        _ => None,
    }
}

/// Returns the recoded value 0 to 100 of an answer, or `None` when the item has no such option.
pub fn recode(item: usize, answer: u8) -> Option<u8> {
    let options = options(item)?;
    if answer == 0 || answer > options {
        return None;
    }
    let up = (answer - 1) * (100 / (options - 1));
    // Items whose first option is the worst count upwards, all others downwards.
    let first_is_worst = matches!(item, 3..=19 | 24 | 25 | 28 | 29 | 31 | 32 | 33 | 35);
    Some(if first_is_worst { up } else { 100 - up })
}

/// Returns the recoded answer 0 to 100 of [`CHANGE_ITEM`], which RAND reports by itself.
pub fn change(answer: Option<u8>) -> Option<u8> {
    recode(CHANGE_ITEM, answer?)
}

/// The score of one scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleScore {
    /// The scale.
    pub scale: Scale,
    /// Sum of the recoded answers.
    pub sum: u32,
    /// Items answered.
    pub answered: u32,
}

impl ScaleScore {
    /// Returns the mean of the answered items, 0 to 100, when the rule allows it.
    ///
    /// RAND takes whatever was answered; the half rule asks for at least half of the items.
    pub fn value(&self, rule: Rand36Missing) -> Option<Exact> {
        let enough = match rule {
            Rand36Missing::Any => self.answered > 0,
            Rand36Missing::HalfScale => 2 * self.answered as usize >= self.scale.items().len(),
        };
        let mean = || Exact::fraction(i128::from(self.sum), i128::from(self.answered)).ok();
        if enough { mean() } else { None }
    }
}

/// Scores the eight scales; `answer` gives the option 1 to 6 of an item, `None` when it is not answered.
pub fn score(answer: impl Fn(usize) -> Option<u8>) -> [ScaleScore; 8] {
    SCALES.map(|scale| {
        let mut result = ScaleScore {
            scale,
            sum: 0,
            answered: 0,
        };
        let recoded = scale
            .items()
            .iter()
            .filter_map(|item| recode(*item, answer(*item)?));
        for value in recoded {
            result.sum += u32::from(value);
            result.answered += 1;
        }
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(answers: &[(usize, u8)], key: &str) -> String {
        let scores = score(|item| answers.iter().find(|(n, _)| *n == item).map(|(_, a)| *a));
        let scale = scores.iter().find(|s| s.scale.key() == key).unwrap();
        scale.value(Rand36Missing::HalfScale).unwrap().rounded(1)
    }

    #[test]
    fn worked_examples() {
        let pf: Vec<_> = (3..=12).zip([1, 2, 2, 2, 3, 2, 1, 2, 3, 3]).collect();
        assert_eq!(value(&pf, "physical_functioning"), "55.0");
        assert_eq!(value(&[(21, 4), (22, 3)], "pain"), "45.0");
        assert_eq!(value(&[(20, 2), (32, 4)], "social_functioning"), "75.0");
        let ef = [(23, 4), (27, 4), (29, 3), (31, 2)];
        assert_eq!(value(&ef, "energy_fatigue"), "35.0");
    }

    #[test]
    fn every_item_but_the_transition_is_in_one_scale() {
        let mut items: Vec<_> = SCALES.iter().flat_map(|s| s.items()).copied().collect();
        items.sort_unstable();
        let expected: Vec<_> = (1..=ITEMS).filter(|item| *item != 2).collect();
        assert_eq!(items, expected);
    }

    #[test]
    fn recoding_spans_the_whole_scale() {
        for item in 1..=ITEMS {
            let count = options(item).unwrap();
            let mut all: Vec<_> = (1..=count).map(|a| recode(item, a).unwrap()).collect();
            all.sort_unstable();
            assert_eq!((all[0], *all.last().unwrap()), (0, 100), "item {item}");
            assert_eq!(recode(item, 0), None);
            assert_eq!(recode(item, count + 1), None);
        }
    }

    /// The recoding as RAND publishes it (36-Item Short Form Survey scoring instructions, step 1).
    const K1: &[u8] = &[100, 75, 50, 25, 0];
    const K2: &[u8] = &[0, 50, 100];
    const K3: &[u8] = &[0, 100];
    const K4: &[u8] = &[100, 80, 60, 40, 20, 0];
    const K5: &[u8] = &[0, 20, 40, 60, 80, 100];
    const K6: &[u8] = &[0, 25, 50, 75, 100];

    #[test]
    fn every_option_of_every_item_is_recoded_as_published() {
        let published: [(usize, &[u8]); ITEMS] = [
            (1, K1),
            (2, K1),
            (3, K2),
            (4, K2),
            (5, K2),
            (6, K2),
            (7, K2),
            (8, K2),
            (9, K2),
            (10, K2),
            (11, K2),
            (12, K2),
            (13, K3),
            (14, K3),
            (15, K3),
            (16, K3),
            (17, K3),
            (18, K3),
            (19, K3),
            (20, K1),
            (21, K4),
            (22, K1),
            (23, K4),
            (24, K5),
            (25, K5),
            (26, K4),
            (27, K4),
            (28, K5),
            (29, K5),
            (30, K4),
            (31, K5),
            (32, K6),
            (33, K6),
            (34, K1),
            (35, K6),
            (36, K1),
        ];
        for (item, values) in published {
            let options = u8::try_from(values.len()).unwrap();
            let recoded: Vec<u8> = (1..=options).map(|o| recode(item, o).unwrap()).collect();
            assert_eq!(recoded, values, "item {item}");
            for none in [0, options + 1, u8::MAX] {
                assert_eq!(recode(item, none), None, "item {item}, option {none}");
            }
        }
        assert_eq!((recode(0, 1), recode(ITEMS + 1, 1)), (None, None));
    }

    #[test]
    fn every_scale_has_its_published_items() {
        let published: [(&str, &[usize], usize); 8] = [
            (
                "physical_functioning",
                &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
                5,
            ),
            ("role_physical", &[13, 14, 15, 16], 2),
            ("role_emotional", &[17, 18, 19], 2),
            ("energy_fatigue", &[23, 27, 29, 31], 2),
            ("emotional_wellbeing", &[24, 25, 26, 28, 30], 3),
            ("social_functioning", &[20, 32], 1),
            ("pain", &[21, 22], 1),
            ("general_health", &[1, 33, 34, 35, 36], 3),
        ];
        for (scale, (key, items, half)) in SCALES.iter().zip(published) {
            assert_eq!((scale.key(), scale.items()), (key, items));
            // The fewest items with which the half rule gives a score.
            let answered = |count: usize| {
                let given = &items[..count];
                let scores = score(|item| given.contains(&item).then_some(1));
                let own = scores.iter().find(|own| own.scale == *scale).unwrap();
                own.value(Rand36Missing::HalfScale).is_some()
            };
            assert!(answered(half) && !answered(half - 1), "{key}");
        }
    }

    proptest! {
        #[test]
        fn scales_stay_within_limits(answers in prop::collection::vec(prop::option::of(1_u8..=6), ITEMS)) {
            for scale in score(|item| answers[item - 1]) {
                let half = scale.value(Rand36Missing::HalfScale);
                let any = scale.value(Rand36Missing::Any);
                prop_assert!(half.is_none() || half == any);
                if let Some(any) = any {
                    prop_assert!(any >= Exact::ZERO && any <= Exact::int(100));
                }
            }
        }
    }
}
