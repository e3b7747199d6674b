//! Both totals as lines for the screen.

use super::cells;
use super::score::{self as mmt8, Side, Total};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::lines::FormScore;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Adds both totals, that of the study first.
pub(super) fn muscles(
    score: &mut FormScore,
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
) {
    let grades = cells::grades(Some(instrument), cells);
    let mut totals = [mmt8::total_150(&grades), mmt8::total_80(&grades)];
    // The total of the study stands first.
    if rules.mmt_max == 80 {
        totals.reverse();
    }
    for total in totals {
        let value = total.value.map(|value| format!("{value}/{}", total.max));
        let label = format!("MMT-8 of {}", total.max);
        score.line(&label, value, muscle_note(&total));
    }
}

fn muscle_note(total: &Total) -> String {
    let mut parts = Vec::new();
    if !total.untestable.is_empty() {
        let names: Vec<_> = total.untestable.iter().map(|m| m.label()).collect();
        parts.push(format!("no total: {} untestable", names.join(", ")));
    }
    if total.blank > 0 {
        parts.push(format!("{} grades are blank", total.blank));
    }
    for (muscle, side) in &total.substituted {
        let (gone, used) = match side {
            Side::Right => ("right", "left"),
            Side::Left => ("left", "right"),
        };
        let name = muscle.label();
        parts.push(format!("{name}: {used} stands for {gone}"));
    }
    if total.traces > 0 {
        parts.push(format!("{} trace, counted 0", total.traces));
    }
    parts.join("; ")
}
