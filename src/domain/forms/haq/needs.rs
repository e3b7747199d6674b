//! The fields that the index reads.

use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};

const HAQ_LEVELS: &[&str] = &["0", "1", "2", "3"];

const AIDS: [&str; 15] = [
    "cane",
    "walker",
    "crutches",
    "wheelchair",
    "dressing",
    "utensils",
    "chair",
    "other1",
    "toilet-seat",
    "bath-seat",
    "jar-opener",
    "bath-bar",
    "reach",
    "bathroom",
    "other2",
];

const CATEGORIES_1: &[&str] = &["dressing", "arising", "eating", "walking"];
const CATEGORIES_2: &[&str] = &["hygiene", "reach", "grip", "activities"];

/// Returns the fields that the index reads, in the order of the form.
pub(super) fn haq() -> Vec<(String, Need)> {
    let items = (1..=20).map(|n| (format!("item{n:02}"), Need::Codes(HAQ_LEVELS)));
    let aids = AIDS
        .iter()
        .map(|aid| (format!("aid.{aid}"), Need::Codes(YES_NO)));
    let others = [
        ("aid.other1.category", CATEGORIES_1),
        ("aid.other2.category", CATEGORIES_2),
    ]
    .map(|(id, codes)| (id.to_owned(), Need::Codes(codes)));
    let help = [CATEGORIES_1, CATEGORIES_2]
        .concat()
        .into_iter()
        .map(|category| (format!("help.{category}"), Need::Codes(YES_NO)));
    items.chain(aids).chain(others).chain(help).collect()
}
