//! The classes of Bohan and Peter (N Engl J Med 1975;292:344 and 403) for polymyositis and dermatomyositis.
//!
//! Other causes of a myopathy (neurological, dystrophy, infectious, granulomatous, metabolic, endocrine, myasthenia) must have
//! been excluded before; that is not asked here. A rash without any muscle item has no class here: that may be the amyopathic
//! form, which has criteria of its own. The items and counts were read in reviews that restate the papers.

/// The five items; none is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// Symmetric proximal weakness of limb girdles and neck flexors.
    pub weakness: Option<bool>,
    /// Muscle biopsy with evidence of myositis.
    pub biopsy: Option<bool>,
    /// CK, aldolase, AST, ALT or LDH raised.
    pub enzymes: Option<bool>,
    /// The three signs of myositis in the EMG.
    pub emg: Option<bool>,
    /// Heliotrope rash or Gottron's lesions.
    pub rash: Option<bool>,
}

/// How certain a class is, by the number of muscle items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// With rash 1, without 2.
    Possible,
    /// With rash 2, without 3.
    Probable,
    /// With rash 3 or 4, without all 4.
    Definite,
}

/// A class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Polymyositis, without rash.
    Polymyositis(Certainty),
    /// Dermatomyositis, with rash.
    Dermatomyositis(Certainty),
}

impl Class {
    /// All, the least certain first.
    pub const ALL: [Self; 6] = [
        Self::Polymyositis(Certainty::Possible),
        Self::Polymyositis(Certainty::Probable),
        Self::Polymyositis(Certainty::Definite),
        Self::Dermatomyositis(Certainty::Possible),
        Self::Dermatomyositis(Certainty::Probable),
        Self::Dermatomyositis(Certainty::Definite),
    ];

    /// Returns its code in the record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Polymyositis(Certainty::Possible) => "possible-pm",
            Self::Polymyositis(Certainty::Probable) => "probable-pm",
            Self::Polymyositis(Certainty::Definite) => "definite-pm",
            Self::Dermatomyositis(Certainty::Possible) => "possible-dm",
            Self::Dermatomyositis(Certainty::Probable) => "probable-dm",
            Self::Dermatomyositis(Certainty::Definite) => "definite-dm",
        }
    }
}

/// The class, and what it could become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classified {
    /// The class with unknown items counted as absent (a site default); none where too few are present.
    pub class: Option<Class>,
    /// The class that would be reached were all unknown items present; the same where none is unknown.
    pub reachable: Option<Class>,
}

/// Classifies by the items.
pub fn classify(items: &Items) -> Classified {
    Classified {
        class: class(items, false),
        reachable: class(items, true),
    }
}

/// Returns the class with unknown items taken as present or absent.
fn class(items: &Items, unknown: bool) -> Option<Class> {
    let Items {
        weakness,
        biopsy,
        enzymes,
        emg,
        rash,
    } = *items;
    let present = |item: &Option<bool>| item.unwrap_or(unknown);
    let muscle = [weakness, biopsy, enzymes, emg];
    let count = muscle.iter().filter(|item| present(item)).count();
    let with_rash = present(&rash);
    // Without rash each class takes one muscle item more.
    let certainty = match if with_rash { count + 1 } else { count } {
        0 | 1 => return None,
        2 => Certainty::Possible,
        3 => Certainty::Probable,
        _ => Certainty::Definite,
    };
    Some(if with_rash {
        Class::Dermatomyositis(certainty)
    } else {
        Class::Polymyositis(certainty)
    })
}

#[cfg(test)]
mod tests {
    use super::Certainty::{Definite, Possible, Probable};
    use super::Class::{Dermatomyositis, Polymyositis};
    use super::*;
    use proptest::prelude::*;

    fn items([weakness, biopsy, enzymes, emg, rash]: [Option<bool>; 5]) -> Items {
        Items {
            weakness,
            biopsy,
            enzymes,
            emg,
            rash,
        }
    }

    /// Returns items of which so many muscle items are present, and the others absent.
    fn counted(present: usize, rash: bool) -> Items {
        let at = |place: usize| Some(place < present);
        items([at(0), at(1), at(2), at(3), Some(rash)])
    }

    #[test]
    fn classes_go_by_the_number_of_muscle_items() {
        let class = |present: usize, rash: bool| {
            let found = classify(&counted(present, rash));
            assert_eq!(found.class, found.reachable);
            found.class
        };
        let without = [0, 1, 2, 3, 4].map(|present| class(present, false));
        let expected = [None, None, Some(Possible), Some(Probable), Some(Definite)];
        assert_eq!(without, expected.map(|class| class.map(Polymyositis)));
        let with = [0, 1, 2, 3, 4].map(|present| class(present, true));
        let expected = [
            None,
            Some(Possible),
            Some(Probable),
            Some(Definite),
            Some(Definite),
        ];
        assert_eq!(with, expected.map(|class| class.map(Dermatomyositis)));
    }

    #[test]
    fn unknown_items_count_as_absent_and_say_what_is_reachable() {
        let (yes, no) = (Some(true), Some(false));
        let found = classify(&items([yes, None, yes, no, no]));
        assert_eq!(found.class, Some(Polymyositis(Possible)));
        assert_eq!(found.reachable, Some(Polymyositis(Probable)));
        let rash = classify(&items([yes, no, yes, no, None]));
        assert_eq!(rash.class, Some(Polymyositis(Possible)));
        assert_eq!(rash.reachable, Some(Dermatomyositis(Probable)));
        let nothing = classify(&Items::default());
        assert_eq!(nothing.class, None);
        assert_eq!(nothing.reachable, Some(Dermatomyositis(Definite)));
    }

    fn rank(class: Option<Class>) -> Option<Certainty> {
        class.map(|class| match class {
            Polymyositis(certainty) | Dermatomyositis(certainty) => certainty,
        })
    }

    proptest! {
        #[test]
        fn one_item_more_never_lowers_the_class(answers: [Option<bool>; 5], place in 0_usize..5) {
            let mut more = answers;
            more[place] = Some(true);
            let (before, after) = (classify(&items(answers)), classify(&items(more)));
            prop_assert!(rank(after.class) >= rank(before.class));
            prop_assert!(rank(before.reachable) >= rank(before.class));
            if answers[place].is_none() {
                prop_assert!(rank(before.reachable) >= rank(after.class));
            }
        }
    }
}
