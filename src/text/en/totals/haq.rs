//! The HAQ, in English.

use super::line;
use crate::domain::forms::haq::{Aid, Category, HaqScore, Index, Support};
use crate::text::totals::ScoreLine;

/// Says both indices, and the categories that aids or help raised.
pub(super) fn lines(score: &HaqScore) -> Vec<ScoreLine> {
    let index = |label: &str, index: Option<Index>| {
        let value = index.and_then(Index::value).map(|value| value.rounded(3));
        line(label, value, note(score, index))
    };
    let mut lines = vec![
        index("HAQ-DI", score.standard()),
        index("HAQ-DI without aids", score.alternative()),
    ];
    lines.extend(score.raised().map(|raised| {
        let from = raised.alternative.unwrap_or_default();
        let by: Vec<&str> = raised.raised_by.iter().map(support).collect();
        line(
            category(raised.category),
            raised.standard.map(|points| points.to_string()),
            format!("raised from {from} by {}", by.join(", ")),
        )
    }));
    lines
}

fn note(score: &HaqScore, index: Option<Index>) -> String {
    let mut note = match index {
        // Written as a fraction it reads as "12 of 8", or as the index itself.
        Some(index) => format!(
            "{} over {} categories answered",
            index.sum, index.categories
        ),
        None => format!(
            "{} of at least {} categories answered",
            score.haq.answered(),
            score.min_categories
        ),
    };
    if score.open > 0 {
        note.push_str(&format!("; provisional, {} fields are blank", score.open));
    }
    note
}

pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Dressing => "dressing",
        Category::Arising => "arising",
        Category::Eating => "eating",
        Category::Walking => "walking",
        Category::Hygiene => "hygiene",
        Category::Reach => "reach",
        Category::Grip => "grip",
        Category::Activities => "activities",
    }
}

fn support(support: &Support) -> &str {
    match support {
        Support::Aid(aid) => self::aid(*aid),
        Support::OtherAid(words) => words.as_deref().unwrap_or("other aid"),
        Support::Help => "help",
    }
}

fn aid(aid: Aid) -> &'static str {
    match aid {
        Aid::Cane => "cane",
        Aid::Walker => "walker",
        Aid::Crutches => "crutches",
        Aid::Wheelchair => "wheelchair",
        Aid::DressingDevices => "dressing devices",
        Aid::SpecialChair => "special chair",
        Aid::SpecialUtensils => "special utensils",
        Aid::RaisedToiletSeat => "raised toilet seat",
        Aid::BathtubSeat => "bathtub seat",
        Aid::JarOpener => "jar opener",
        Aid::BathtubBar => "bathtub bar",
        Aid::LongHandledReacher => "long-handled reacher",
        Aid::LongHandledBathroomAid => "long-handled bathroom aid",
    }
}
