//! The MMT-8, in English.

use super::line;
use crate::domain::forms::mmt8::{Mmt8Score, Muscle, Side, Total};
use crate::text::totals::ScoreLine;

/// Says both totals.
pub(super) fn lines(score: &Mmt8Score) -> Vec<ScoreLine> {
    let total = |total: &Total| {
        let value = total.value.map(|value| format!("{value}/{}", total.max));
        line(format!("MMT-8 of {}", total.max), value, note(total))
    };
    score.totals.iter().map(total).collect()
}

fn note(total: &Total) -> String {
    let mut parts = Vec::new();
    if !total.untestable.is_empty() {
        let names: Vec<_> = total
            .untestable
            .iter()
            .map(|group| muscle(*group))
            .collect();
        parts.push(format!("no total: {} untestable", names.join(", ")));
    }
    if total.blank > 0 {
        parts.push(format!("{} grades are blank", total.blank));
    }
    for (group, side) in &total.substituted {
        let (gone, used) = match side {
            Side::Right => ("right", "left"),
            Side::Left => ("left", "right"),
        };
        parts.push(format!("{}: {used} stands for {gone}", muscle(*group)));
    }
    if total.traces > 0 {
        parts.push(format!("{} trace, counted 0", total.traces));
    }
    parts.join("; ")
}

pub(super) fn muscle(muscle: Muscle) -> &'static str {
    match muscle {
        Muscle::NeckFlexors => "neck flexors",
        Muscle::Deltoid => "deltoid",
        Muscle::Biceps => "biceps",
        Muscle::GluteusMaximus => "gluteus maximus",
        Muscle::GluteusMedius => "gluteus medius",
        Muscle::Quadriceps => "quadriceps",
        Muscle::WristExtensors => "wrist extensors",
        Muscle::AnkleDorsiflexors => "ankle dorsiflexors",
    }
}
