//! What stands below the chart: the visits with their days and values, as far as they do not run into each other.
//!
//! Must not leave out the visit under the cursor.

use super::plot::Plot;
use super::scale::VALUES;
use crate::domain::base::measured::Measured;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::Timeline;
use crate::screens::canvas::{Canvas, columns};
use crate::screens::look::Tone;
use crate::text::screens::timeline::RowName;
use crate::text::short_visit;
use ratatui::layout::Position;

/// Draws what stands below the plot; returns where the cursor is.
pub(super) fn days(
    plot: &Plot<'_>,
    told: &Timeline,
    places: &[u16],
    cursor: usize,
    canvas: &mut Canvas<'_>,
) -> Position {
    let Plot {
        track, look, area, ..
    } = *plot;
    let y = area.bottom();
    let rule = look.rule().repeat(usize::from(area.width));
    canvas.text(area.x, y, area.width, &rule, look.style(Tone::Muted));
    let mut position = Position {
        x: area.x,
        y: y.saturating_add(1),
    };
    let name = |row| plot.language.row_name(row);
    let rows = ["", name(RowName::ChartDays), name(RowName::ChartValues)];
    let mut used = [0_u16; 3];
    for (row, name) in (1_u16..).zip(rows) {
        canvas.text(
            1,
            y.saturating_add(row),
            VALUES,
            name,
            look.style(Tone::Muted),
        );
    }
    for (place, (stop, x)) in told.stops.iter().zip(places).enumerate() {
        let value = match track.values.get(place) {
            Some(Reading::Value(value)) => track.shown(*value),
            Some(Reading::Below(limit)) => track.shown(Measured::Below(*limit)),
            Some(Reading::Missing(_)) => "?".to_owned(),
            Some(Reading::Blank | Reading::NotAsked | Reading::Hidden) | None => String::new(),
        };
        let texts = [
            short_visit(&stop.label),
            told.axis.day(stop.date()).to_string(),
            value,
        ];
        for ((row, text), used) in (1_u16..).zip(texts).zip(&mut used) {
            let end = area.right().saturating_sub(columns(&text));
            let x = area.x.saturating_add(*x).min(end);
            let chosen = place == cursor;
            if x < *used && !chosen {
                continue;
            }
            let tone = match (row, chosen) {
                (1, true) => Tone::Focus,
                (2, _) => Tone::Muted,
                _ => Tone::Plain,
            };
            canvas.text(
                x,
                y.saturating_add(row),
                area.width,
                &text,
                look.style(tone),
            );
            *used = x.saturating_add(columns(&text)).saturating_add(1);
            if row == 1 && chosen {
                position.x = x;
            }
        }
    }
    position
}
