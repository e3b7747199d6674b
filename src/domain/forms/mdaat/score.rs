//! MDAAT: MYOACT from the organ scales, MITAX from categories that the physician enters.
//!
//! The published rules from items to MITAX categories were not available: categories suggested
//! here are provisional, marked with their version, and never enter a total.

use crate::domain::base::ratio::Exact;

/// Version of the rule that suggests MITAX categories (site default, not the published rule).
pub const RULE_VERSION: &str = "provisional-1";

/// An organ system of the MDAAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// Constitutional.
    Constitutional,
    /// Cutaneous.
    Cutaneous,
    /// Skeletal.
    Skeletal,
    /// Gastrointestinal.
    Gastrointestinal,
    /// Pulmonary.
    Pulmonary,
    /// Cardiovascular.
    Cardiovascular,
    /// Muscle; part of MITAX, not of MYOACT.
    Muscle,
}

impl System {
    /// All seven, in form order.
    pub const ALL: [Self; 7] = [
        Self::Constitutional,
        Self::Cutaneous,
        Self::Skeletal,
        Self::Gastrointestinal,
        Self::Pulmonary,
        Self::Cardiovascular,
        Self::Muscle,
    ];

    /// Returns the prefix of its fields.
    pub fn key(self) -> &'static str {
        match self {
            Self::Constitutional => "con",
            Self::Cutaneous => "cut",
            Self::Skeletal => "ske",
            Self::Gastrointestinal => "gi",
            Self::Pulmonary => "pul",
            Self::Cardiovascular => "car",
            Self::Muscle => "mus",
        }
    }

    /// Returns its items with the class that the provisional rule gives each.
    pub fn items(self) -> &'static [(&'static str, Class)] {
        use Class::{Major, Minor, Moderate};
        match self {
            // Fever and weight loss together are major, each alone moderate: see `suggest`.
            Self::Constitutional => &[("01", Moderate), ("02", Moderate), ("03", Minor)],
            Self::Cutaneous => &[
                ("04", Major),
                ("05", Major),
                ("06", Major),
                ("07a", Major),
                ("07b", Moderate),
                ("08", Moderate),
                ("09", Moderate),
                ("10", Minor),
                ("11a", Minor),
                ("11b", Minor),
                ("12", Minor),
            ],
            Self::Skeletal => &[
                ("13a", Major),
                ("13b", Moderate),
                ("13c", Minor),
                ("14", Minor),
            ],
            Self::Gastrointestinal => &[
                ("15a", Major),
                ("15b", Moderate),
                ("16a", Major),
                ("16b", Moderate),
                ("16c", Minor),
            ],
            Self::Pulmonary => &[
                ("17a", Major),
                ("17b", Moderate),
                ("18a", Major),
                ("18b", Major),
                ("18c", Major),
                ("19a", Major),
                ("19b", Minor),
            ],
            Self::Cardiovascular => &[
                ("20", Major),
                ("21", Major),
                ("22a", Major),
                ("22b", Moderate),
                ("23", Minor),
            ],
            Self::Muscle => &[
                ("25a", Major),
                ("25b", Moderate),
                ("25c", Minor),
                ("26", Minor),
            ],
        }
    }
}

/// Weight of an item in the provisional rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Same, worse or new is A; improving is B.
    Major,
    /// Same, worse or new is B; improving is C.
    Moderate,
    /// Anything present is C.
    Minor,
}

/// A value that can be left out because the system was not assessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assessed<T> {
    /// Not entered yet.
    #[default]
    Blank,
    /// Not assessed (NA).
    NotAssessed,
    /// Entered.
    Value(T),
}

/// MYOACT: the sum over the six extramuscular systems and what it is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Myoact {
    /// Sum of the scales assessed, cm.
    pub sum: Exact,
    /// 10 for each system assessed, at most 60.
    pub denominator: u32,
    /// Systems not assessed.
    pub not_assessed: u32,
}

impl Myoact {
    /// Returns sum over denominator, 0 to 1.
    pub fn ratio(&self) -> Option<Exact> {
        self.sum.over(Exact::from(self.denominator)).ok()
    }
}

/// Adds the scales of the six systems; `None` while one is blank or when none was assessed.
pub fn myoact(vas: impl Fn(System) -> Assessed<Exact>) -> Option<Myoact> {
    let mut result = Myoact {
        sum: Exact::ZERO,
        denominator: 0,
        not_assessed: 0,
    };
    for system in System::ALL.into_iter().filter(|s| *s != System::Muscle) {
        match vas(system) {
            Assessed::Blank => return None,
            Assessed::NotAssessed => result.not_assessed += 1,
            Assessed::Value(value) => {
                result.sum = result.sum.plus(value).ok()?;
                result.denominator += 10;
            }
        }
    }
    (result.denominator > 0).then_some(result)
}

/// A MITAX category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Active enough to need disease-modifying treatment.
    A,
    /// Less active.
    B,
    /// Mild or stable.
    C,
    /// Inactive now, affected before.
    D,
    /// Never affected.
    E,
}

impl Category {
    /// Returns the category of a code, `A` to `E`.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            "D" => Some(Self::D),
            "E" => Some(Self::E),
            _ => None,
        }
    }

    /// Returns the letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// Returns the points, 9, 3, 1, 0, 0 as in the classic BILAG scheme (PMC2919194).
    pub fn points(self) -> u32 {
        match self {
            Self::A => 9,
            Self::B => 3,
            Self::C => 1,
            Self::D | Self::E => 0,
        }
    }
}

/// MITAX total from entered categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mitax {
    /// Sum of points.
    pub total: u32,
    /// 9 for each system assessed, at most 63.
    pub denominator: u32,
}

impl Mitax {
    /// Returns total over denominator, 0 to 1.
    pub fn ratio(&self) -> Option<Exact> {
        Exact::fraction(i128::from(self.total), i128::from(self.denominator)).ok()
    }
}

/// Adds the entered categories of the seven systems; `None` while one is blank or when none was assessed.
pub fn mitax(entered: impl Fn(System) -> Assessed<Category>) -> Option<Mitax> {
    let mut result = Mitax {
        total: 0,
        denominator: 0,
    };
    for system in System::ALL {
        match entered(system) {
            Assessed::Blank => return None,
            Assessed::NotAssessed => {}
            Assessed::Value(category) => {
                result.total += category.points();
                result.denominator += 9;
            }
        }
    }
    (result.denominator > 0).then_some(result)
}

/// Suggests a category from the item codes 0 to 4 of a system, by the provisional rule.
///
/// `ever` says whether the system was ever affected; blank items leave no suggestion.
pub fn suggest(
    system: System,
    code: impl Fn(&str) -> Assessed<u8>,
    ever: Option<bool>,
) -> Assessed<Category> {
    let mut worst: Option<Category> = None;
    let mut assessed = 0;
    let mut present_with = Vec::new();
    for (item, class) in system.items() {
        let code = match code(item) {
            Assessed::Blank => return Assessed::Blank,
            Assessed::NotAssessed => continue,
            Assessed::Value(code) => code,
        };
        assessed += 1;
        let category = match (class, code) {
            (_, 0) => continue,
            (Class::Major, 1) => Category::B,
            (Class::Major, _) => Category::A,
            (Class::Moderate, 1) => Category::C,
            (Class::Moderate, _) => Category::B,
            (Class::Minor, _) => Category::C,
        };
        if system == System::Constitutional && matches!(*item, "01" | "02") {
            present_with.push(code);
        }
        worst = Some(worst.map_or(category, |worst| worst.min(category)));
    }
    // Fever together with weight loss is a major feature: A while either is not improving, else B.
    if let [fever, weight_loss] = present_with.as_slice() {
        let both = if *fever == 1 && *weight_loss == 1 {
            Category::B
        } else {
            Category::A
        };
        worst = Some(worst.map_or(both, |worst| worst.min(both)));
    }
    match (worst, assessed, ever) {
        (_, 0, _) => Assessed::NotAssessed,
        (Some(category), _, _) => Assessed::Value(category),
        (None, _, Some(true)) => Assessed::Value(Category::D),
        (None, _, Some(false)) => Assessed::Value(Category::E),
        (None, _, None) => Assessed::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vas(system: System, pulmonary: Assessed<Exact>) -> Assessed<Exact> {
        let text = match system {
            System::Constitutional => "2.0",
            System::Cutaneous => "5.5",
            System::Skeletal => "1.0",
            System::Pulmonary => return pulmonary,
            _ => "0.0",
        };
        Assessed::Value(Exact::parse(text).unwrap())
    }

    #[test]
    fn myoact_example() {
        let lung = Assessed::Value(Exact::parse("1.5").unwrap());
        let all = myoact(|system| vas(system, lung)).unwrap();
        assert_eq!(
            (all.sum.to_string(), all.denominator),
            ("10".to_owned(), 60)
        );
        assert_eq!(all.ratio().unwrap().rounded(4), "0.1667");
        let part = myoact(|system| vas(system, Assessed::NotAssessed)).unwrap();
        assert_eq!((part.denominator, part.not_assessed), (50, 1));
        assert_eq!(part.ratio().unwrap().rounded(4), "0.1700");
        assert_eq!(myoact(|system| vas(system, Assessed::Blank)), None);
        assert_eq!(myoact(|_| Assessed::NotAssessed), None);
    }

    #[test]
    fn mitax_example() {
        let entered = |heart: Assessed<Category>| {
            mitax(move |system| match system {
                System::Constitutional => Assessed::Value(Category::C),
                System::Cutaneous => Assessed::Value(Category::A),
                System::Skeletal | System::Muscle => Assessed::Value(Category::B),
                System::Gastrointestinal => Assessed::Value(Category::E),
                System::Pulmonary => Assessed::Value(Category::D),
                System::Cardiovascular => heart,
            })
        };
        let all = entered(Assessed::Value(Category::E)).unwrap();
        assert_eq!((all.total, all.denominator), (16, 63));
        assert_eq!(all.ratio().unwrap().rounded(3), "0.254");
        let part = entered(Assessed::NotAssessed).unwrap();
        assert_eq!((part.total, part.denominator), (16, 54));
        assert_eq!(part.ratio().unwrap().rounded(3), "0.296");
        assert_eq!(entered(Assessed::Blank), None);
    }

    fn suggested(system: System, codes: &[(&str, u8)], ever: Option<bool>) -> Assessed<Category> {
        let code = |item: &str| {
            let found = codes.iter().find(|(name, _)| *name == item);
            Assessed::Value(found.map_or(0, |(_, code)| *code))
        };
        suggest(system, code, ever)
    }

    #[test]
    fn suggestions_follow_the_provisional_table() {
        use Category::{A, B, C, D, E};
        let cut = System::Cutaneous;
        let con = System::Constitutional;
        for (system, codes, expected) in [
            (cut, vec![("04", 2)], A),
            (cut, vec![("04", 1)], B),
            (cut, vec![("08", 4), ("10", 2)], B),
            (cut, vec![("08", 1)], C),
            (cut, vec![("12", 1)], C),
            (con, vec![("01", 2)], B),
            (con, vec![("01", 2), ("02", 3)], A),
            (con, vec![("01", 1), ("02", 1)], B),
            (con, vec![("03", 4)], C),
        ] {
            let suggestion = suggested(system, &codes, Some(false));
            assert_eq!(suggestion, Assessed::Value(expected), "{codes:?}");
        }
        assert_eq!(suggested(cut, &[], Some(true)), Assessed::Value(D));
        assert_eq!(suggested(cut, &[], Some(false)), Assessed::Value(E));
        assert_eq!(suggested(cut, &[], None), Assessed::Blank);
        let na = suggest(cut, |_| Assessed::NotAssessed, Some(true));
        assert_eq!(na, Assessed::NotAssessed);
    }

    #[test]
    fn the_form_has_forty_codes() {
        let items: usize = System::ALL.iter().map(|s| s.items().len()).sum();
        // One more, "other", belongs to no system.
        assert_eq!(items + 1, 40);
    }
}
