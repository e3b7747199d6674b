//! The history of a dermatomyositis with anti-Mi-2, without a biopsy; weak where the disease is.

use super::{Text, whole, yes};
use crate::tools::demo::visiting::Visiting;
use chrono::Datelike as _;
use std::borrow::Cow;

pub(super) fn value(at: &Visiting<'_>, field: &str) -> Option<Text> {
    let muscles = !at.disease.amyopathic;
    // The first symptom two years ago, so that the age goes with the year of birth.
    let onset = at.date.year().saturating_sub(2);
    let word = |word: &'static str| Some(Cow::Borrowed(word));
    match field {
        "first-symptom" | "skin-onset" => Some(whole(i64::from(onset))),
        "diagnosed" | "emg-date" | "panel.date" => Some(whole(i64::from(onset.saturating_add(1)))),
        "age-at-onset" => Some(whole(i64::from(onset.saturating_sub(at.birth_year)))),
        "treatment" => word("improved"),
        "weak-upper" | "weak-lower" | "neck-flexors" | "bp-weakness" | "enzymes" | "aldolase" => {
            Some(yes(muscles))
        }
        "heliotrope" | "gottron-papules" => Some(yes(true)),
        "legs-proximal" | "finger-flexors" | "gottron-sign" | "early-treatment" | "dysphagia"
        | "bx-read" => Some(yes(false)),
        "skin-biopsy" | "mri" => word("not-done"),
        "emg" => word(if muscles { "myopathic" } else { "normal" }),
        "panel.method" => word("line-blot"),
        "mi2-beta" => word("positive"),
        _ => Some(Cow::Borrowed("negative")),
    }
}
