//! What surrounds every screen: who, which visit, who I am; what is saved; the next keys.

use super::canvas::{Canvas, columns, cut, wrap};
use super::look::{Look, Tone};
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::{MIN_COLUMNS, MIN_ROWS};
use crate::text::Language;
use ratatui::layout::Rect;

/// Draws the bar at the top: study, participant, visit, assessor.
pub fn header(model: &Model, look: &Look, canvas: &mut Canvas<'_>) {
    let shared = &model.shared;
    let area = canvas.area();
    let bar = look.style(Tone::Bar);
    canvas.text(0, 0, area.width, &" ".repeat(usize::from(area.width)), bar);
    let mut x = 1;
    if shared.demo {
        let mark = format!(" {} ", shared.language.demo_mark());
        x += canvas.text(x, 0, area.width, &mark, look.style(Tone::Demo));
        x += 1;
    }
    let words = place(model);
    let room = area.width.saturating_sub(x);
    x += canvas.text(x, 0, room, &cut(&words, room, look), bar);
    // Where there is no room for the role, the name alone is shown.
    let who = format!("{}, {} ", shared.account.who.name, shared.account.who.role);
    let name = format!("{} ", shared.account.who.name);
    let room = area.width.saturating_sub(x);
    if let Some(who) = [&who, &name].into_iter().find(|who| room > columns(who)) {
        canvas.text_right(area.width, 0, area.width, &look.plain(who), bar);
    }
}

/// Returns where the assessor is: participant, visit, screen.
fn place(model: &Model) -> String {
    let shared = &model.shared;
    let finder = model.is_in_finder();
    let mut words = vec![match &shared.open.record {
        Some(record) if model.layers.len() > 1 && !finder => {
            format!("{} {}", record.participant.id, record.participant.initials)
        }
        _ => format!("coreset  {}", shared.study.protocol.id),
    }];
    let visit = model.open_visit().filter(|_| !finder);
    let visit = visit.and_then(|visit| shared.planned(visit.as_str()));
    words.extend(visit.map(|visit| visit.label.clone()));
    let titles = |top: bool| {
        let layers = model.layers.iter().rev().enumerate();
        let title = |(place, layer): (usize, &Layer)| layer.screen()?.title(shared, place == 0);
        layers
            .take(if top { 1 } else { usize::MAX })
            .find_map(title)
    };
    words.extend(match finder {
        true => titles(true).or_else(|| Some(shared.language.finder_title().to_owned())),
        false => titles(false),
    });
    words.join("  ")
}

/// Says that the screen is too small.
pub fn too_small(language: &dyn Language, canvas: &mut Canvas<'_>, area: Rect, look: &Look) {
    let has = (area.width, area.height);
    let text = language.screen_too_small((MIN_COLUMNS, MIN_ROWS), has);
    for (y, line) in (0..area.height).zip(wrap(&text, area.width)) {
        canvas.text(0, y, area.width, &line, look.style(Tone::Plain));
    }
}
