//! HAQ disability index, standard (corrected for aids and help) and alternative (not corrected).
//!
//! Category scores and the correction follow the IMACS copy of the CLINHAQ instructions; the index
//! is kept as numerator and divisor and never snapped to eighths.

use crate::domain::base::ratio::Exact;

/// A category of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Dressing and grooming.
    Dressing,
    /// Arising.
    Arising,
    /// Eating.
    Eating,
    /// Walking.
    Walking,
    /// Hygiene.
    Hygiene,
    /// Reach.
    Reach,
    /// Grip.
    Grip,
    /// Activities.
    Activities,
}

impl Category {
    /// All, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Dressing,
        Self::Arising,
        Self::Eating,
        Self::Walking,
        Self::Hygiene,
        Self::Reach,
        Self::Grip,
        Self::Activities,
    ];

    /// Returns the name in fields and in batch input and output.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dressing => "dressing",
            Self::Arising => "arising",
            Self::Eating => "eating",
            Self::Walking => "walking",
            Self::Hygiene => "hygiene",
            Self::Reach => "reach",
            Self::Grip => "grip",
            Self::Activities => "activities",
        }
    }

    /// Returns the category of a name.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key() == key)
    }

    /// Returns the numbers of its items, from 1 to 20.
    pub fn items(self) -> std::ops::RangeInclusive<usize> {
        match self {
            Self::Dressing => 1..=2,
            Self::Arising => 3..=4,
            Self::Eating => 5..=7,
            Self::Walking => 8..=9,
            Self::Hygiene => 10..=12,
            Self::Reach => 13..=14,
            Self::Grip => 15..=17,
            Self::Activities => 18..=20,
        }
    }
}

/// An aid or device of the two lists, "other" apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aid {
    /// Cane.
    Cane,
    /// Walker.
    Walker,
    /// Crutches.
    Crutches,
    /// Wheelchair.
    Wheelchair,
    /// Devices for dressing, such as a button hook.
    DressingDevices,
    /// Special or built-up chair.
    SpecialChair,
    /// Built-up or special utensils.
    SpecialUtensils,
    /// Raised toilet seat.
    RaisedToiletSeat,
    /// Bathtub seat.
    BathtubSeat,
    /// Jar opener.
    JarOpener,
    /// Bathtub bar.
    BathtubBar,
    /// Long-handled appliance for reach.
    LongHandledReacher,
    /// Long-handled appliance in the bathroom.
    LongHandledBathroomAid,
}

impl Aid {
    /// All, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::Cane,
        Self::Walker,
        Self::Crutches,
        Self::Wheelchair,
        Self::DressingDevices,
        Self::SpecialChair,
        Self::SpecialUtensils,
        Self::RaisedToiletSeat,
        Self::BathtubSeat,
        Self::JarOpener,
        Self::BathtubBar,
        Self::LongHandledReacher,
        Self::LongHandledBathroomAid,
    ];

    /// Returns the field name without `aid.`.
    pub fn field(self) -> &'static str {
        match self {
            Self::Cane => "cane",
            Self::Walker => "walker",
            Self::Crutches => "crutches",
            Self::Wheelchair => "wheelchair",
            Self::DressingDevices => "dressing",
            Self::SpecialChair => "chair",
            Self::SpecialUtensils => "utensils",
            Self::RaisedToiletSeat => "toilet-seat",
            Self::BathtubSeat => "bath-seat",
            Self::JarOpener => "jar-opener",
            Self::BathtubBar => "bath-bar",
            Self::LongHandledReacher => "reach",
            Self::LongHandledBathroomAid => "bathroom",
        }
    }

    /// Returns the name in batch input.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cane => "cane",
            Self::Walker => "walker",
            Self::Crutches => "crutches",
            Self::Wheelchair => "wheelchair",
            Self::DressingDevices => "dressing_devices",
            Self::SpecialChair => "special_chair",
            Self::SpecialUtensils => "special_utensils",
            Self::RaisedToiletSeat => "raised_toilet_seat",
            Self::BathtubSeat => "bathtub_seat",
            Self::JarOpener => "jar_opener",
            Self::BathtubBar => "bathtub_bar",
            Self::LongHandledReacher => "long_handled_reach",
            Self::LongHandledBathroomAid => "long_handled_bathroom",
        }
    }

    /// Returns the category that it affects.
    pub fn category(self) -> Category {
        match self {
            Self::Cane | Self::Walker | Self::Crutches | Self::Wheelchair => Category::Walking,
            Self::DressingDevices => Category::Dressing,
            Self::SpecialChair => Category::Arising,
            Self::SpecialUtensils => Category::Eating,
            Self::RaisedToiletSeat
            | Self::BathtubSeat
            | Self::BathtubBar
            | Self::LongHandledBathroomAid => Category::Hygiene,
            Self::JarOpener => Category::Grip,
            Self::LongHandledReacher => Category::Reach,
        }
    }
}

/// What a patient uses or needs to do the things of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    /// An aid of the lists.
    Aid(Aid),
    /// Another aid, as it was entered; none without words.
    OtherAid(Option<String>),
    /// Help from another person.
    Help,
}

/// Fewest answered categories for an index (site default, as Stanford scores it).
pub const MIN_CATEGORIES: u32 = 6;

/// What was answered in one category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryAnswers {
    /// The item scores 0 to 3 that were answered.
    pub items: Vec<u8>,
    /// The aids and the help used.
    pub aids: Vec<Support>,
}

/// How one category was scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryScore {
    /// The category.
    pub category: Category,
    /// Worst item answered; `None` when none was.
    pub alternative: Option<u8>,
    /// The same raised to 2 by an aid or help.
    pub standard: Option<u8>,
    /// The aids and help that raised it; empty when nothing did.
    pub raised_by: Vec<Support>,
}

/// An index as a sum over categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Index {
    /// Sum of the category scores.
    pub sum: u32,
    /// Categories answered.
    pub categories: u32,
}

impl Index {
    /// Returns the exact index, 0 to 3.
    pub fn value(self) -> Option<Exact> {
        Exact::fraction(i128::from(self.sum), i128::from(self.categories)).ok()
    }
}

/// The score of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Haq {
    /// Each category, in the order of the form.
    pub categories: Vec<CategoryScore>,
}

impl Haq {
    /// Returns the standard index when at least so many categories are answered.
    pub fn standard(&self, min_categories: u32) -> Option<Index> {
        index(self.categories.iter().map(|c| c.standard), min_categories)
    }

    /// Returns the alternative index when at least so many categories are answered.
    pub fn alternative(&self, min_categories: u32) -> Option<Index> {
        index(
            self.categories.iter().map(|c| c.alternative),
            min_categories,
        )
    }

    /// Returns how many categories are answered.
    pub fn answered(&self) -> usize {
        self.categories
            .iter()
            .filter(|c| c.standard.is_some())
            .count()
    }
}

fn index(scores: impl Iterator<Item = Option<u8>>, min_categories: u32) -> Option<Index> {
    let mut result = Index {
        sum: 0,
        categories: 0,
    };
    for score in scores.flatten() {
        result.sum += u32::from(score);
        result.categories += 1;
    }
    (result.categories > 0 && result.categories >= min_categories).then_some(result)
}

/// Scores the eight categories: the worst item, raised to 2 where an aid or help is used for a 0 or 1.
///
/// A category without an answered item stays missing, whatever aids are ticked.
pub fn score(mut answers: impl FnMut(Category) -> CategoryAnswers) -> Haq {
    let categories = Category::ALL.into_iter().map(|category| {
        let CategoryAnswers { items, aids } = answers(category);
        let alternative = items.into_iter().max();
        let raised = matches!(alternative, Some(0 | 1)) && !aids.is_empty();
        CategoryScore {
            category,
            alternative,
            standard: if raised { Some(2) } else { alternative },
            raised_by: if raised { aids } else { Vec::new() },
        }
    });
    Haq {
        categories: categories.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example_a(category: Category) -> CategoryAnswers {
        let (items, aid): (&[u8], Option<Support>) = match category {
            Category::Dressing => (&[1, 2], None),
            Category::Arising => (&[1, 0], Some(Support::Aid(Aid::SpecialChair))),
            Category::Eating => (&[0, 1, 0], None),
            Category::Walking => (&[1, 2], Some(Support::Aid(Aid::Cane))),
            Category::Hygiene => (&[1, 3, 1], Some(Support::Help)),
            Category::Reach => (&[2, 1], None),
            Category::Grip => (&[0, 1, 0], None),
            Category::Activities => (&[2, 1, 2], None),
        };
        CategoryAnswers {
            items: items.to_vec(),
            aids: aid.into_iter().collect(),
        }
    }

    #[test]
    fn example_a_gives_both_indices() {
        let haq = score(example_a);
        let standard = haq.standard(6).unwrap();
        assert_eq!((standard.sum, standard.categories), (15, 8));
        assert_eq!(standard.value().unwrap().to_string(), "1.875");
        let alternative = haq.alternative(6).unwrap().value().unwrap();
        assert_eq!(alternative.rounded(3), "1.750");
        let raised: Vec<_> = haq
            .categories
            .iter()
            .filter(|c| !c.raised_by.is_empty())
            .map(|c| (c.category, c.raised_by.clone()))
            .collect();
        assert_eq!(
            raised,
            [(Category::Arising, vec![Support::Aid(Aid::SpecialChair)])]
        );
    }

    #[test]
    fn example_b_divides_by_seven_and_c_is_missing() {
        let without = |gone: &'static [Category]| {
            score(move |category| match gone.contains(&category) {
                true => CategoryAnswers::default(),
                false => example_a(category),
            })
        };
        let b = without(&[Category::Reach]).standard(6).unwrap();
        assert_eq!((b.sum, b.categories), (13, 7));
        assert_eq!(b.value().unwrap().rounded(3), "1.857");
        let c = without(&[Category::Reach, Category::Grip, Category::Eating]);
        assert_eq!(c.standard(6), None);
        let d = without(&[Category::Reach, Category::Grip]);
        assert!(d.standard(6).is_some() && d.standard(7).is_none());
    }

    proptest! {
        #[test]
        fn indices_stay_within_limits(items in prop::collection::vec(prop::option::of(0_u8..=3), 20), used in prop::collection::vec(any::<bool>(), 8), min in 0_u32..9) {
            let haq = score(|category| CategoryAnswers {
                items: category.items().filter_map(|n| items[n - 1]).collect(),
                aids: if used[category as usize] { vec![Support::OtherAid(None)] } else { Vec::new() },
            });
            let (standard, alternative) = (haq.standard(min), haq.alternative(min));
            prop_assert_eq!(standard.is_some(), alternative.is_some());
            if let (Some(standard), Some(alternative)) = (standard, alternative) {
                let (s, a) = (standard.value().unwrap(), alternative.value().unwrap());
                prop_assert!(a <= s && a >= Exact::ZERO && s <= Exact::int(3));
                prop_assert!(standard.categories >= min);
            }
        }
    }
}
