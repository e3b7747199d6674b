//! The RAND-36, in English.

use super::line;
use crate::domain::forms::rand36::{Rand36Score, Scale};
use crate::text::totals::ScoreLine;

/// Says the eight scales and the change of health.
pub(super) fn lines(score: &Rand36Score) -> Vec<ScoreLine> {
    let scales = score.scales.iter().map(|of| {
        line(
            scale(of.scale),
            of.value.map(|value| value.rounded(1)),
            format!("{} of {} items", of.answered, of.scale.items().len()),
        )
    });
    let change = line(
        "Change of health",
        score.change.map(|points| format!("{points}.0")),
        "item 2 by itself, in no scale",
    );
    scales.chain([change]).collect()
}

pub(super) fn scale(scale: Scale) -> &'static str {
    match scale {
        Scale::PhysicalFunctioning => "Physical functioning",
        Scale::RolePhysical => "Role limits, physical",
        Scale::RoleEmotional => "Role limits, emotional",
        Scale::EnergyFatigue => "Energy/fatigue",
        Scale::EmotionalWellbeing => "Emotional well-being",
        Scale::SocialFunctioning => "Social functioning",
        Scale::Pain => "Pain",
        Scale::GeneralHealth => "General health",
    }
}
