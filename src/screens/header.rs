//! What surrounds every screen: who, which visit, who I am; what is saved; the next keys.

use super::canvas::{Canvas, columns, cut, wrap};
use super::look::{Look, Tone};
use crate::domain::course::totals::title;
use crate::domain::record::rows;
use crate::input::action::Action;
use crate::input::hints;
use crate::screens::model::Model;
use crate::screens::picker::state::Purpose;
use crate::screens::sign::state::Ask;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Grade;
use crate::screens::workspace::{MIN_COLUMNS, MIN_ROWS};
use ratatui::layout::Rect;

/// Draws the bar at the top: study, participant, visit, assessor.
pub fn header(model: &Model, look: &Look, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let bar = look.style(Tone::Bar);
    canvas.text(0, 0, area.width, &" ".repeat(usize::from(area.width)), bar);
    let mut x = 1;
    if model.shared.demo {
        x += canvas.text(x, 0, area.width, " DEMO ", look.style(Tone::Demo));
        x += 1;
    }
    let who = format!("{}, {} ", model.shared.who.name, model.shared.who.role);
    let mut words = match &model.shared.record {
        Some(record) if model.layers.len() > 1 && !model.is_in_finder() => {
            format!("{} {}", record.participant.id, record.participant.initials)
        }
        _ => format!("coreset  {}", model.shared.study.protocol.id),
    };
    let finder = model.is_in_finder();
    if let Some(visit) = model
        .open_visit()
        .filter(|_| !finder)
        .and_then(|visit| model.shared.study.visit(visit.as_str()))
    {
        words.push_str("  ");
        words.push_str(&visit.label);
    }
    let story = matches!(model.layers.last(), Some(Layer::Timeline(_)));
    if story {
        words.push_str("  Timeline");
    } else if finder {
        words.push_str("  Find");
    } else if matches!(
        model.layers.last(),
        Some(Layer::Review(_) | Layer::Locking(_))
    ) && model.shared.record.is_some()
    {
        words.push_str("  Review");
    } else if matches!(model.layers.last(), Some(Layer::Sign(_))) {
        words.push_str("  Sign");
    } else if let Some(title) = log_title(model) {
        words.push_str("  ");
        words.push_str(title);
    } else if let Some(instrument) = model.form().and_then(|form| model.shared.instrument(form)) {
        words.push_str("  ");
        words.push_str(&instrument.title);
        let id = model.form().map(|form| form.form.as_str());
        if let Some((_, number)) = id.and_then(rows::split) {
            words.push_str(&format!(" {number}"));
        }
    }
    let room = area.width.saturating_sub(x);
    x += canvas.text(x, 0, room, &cut(&words, room, look), bar);
    // Rather who it is without the role than nobody.
    let name = format!("{} ", model.shared.who.name);
    let room = area.width.saturating_sub(x);
    if let Some(who) = [&who, &name].into_iter().find(|who| room > columns(who)) {
        canvas.text_right(area.width, 0, area.width, &look.plain(who), bar);
    }
}

/// Returns the title of the log that is open, whatever lies over it.
fn log_title(model: &Model) -> Option<&str> {
    let mut layers = model.layers.iter().rev();
    let top = layers.find(|layer| matches!(layer, Layer::Log(_) | Layer::Form(_)))?;
    let Layer::Log(state) = top else {
        return None;
    };
    model.shared.study.form(state.form.as_str()).map(title)
}

/// Draws the two lines at the bottom: a notice or what is saved, and the keys of this place.
pub fn footer(model: &Model, look: &Look, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let y = area.height.saturating_sub(2);
    let (mut saved, tone) = saved(model);
    if model.shared.notice.is_some()
        && model.shared.saving.refusal.is_none()
        && model.shared.lost.is_none()
    {
        // A notice has the whole line; what is saved is said again with the next key.
        saved = String::new();
    }
    let saved_width = columns(&saved);
    let room = area.width.saturating_sub(saved_width).saturating_sub(3);
    let mut long = false;
    if let Some(notice) = &model.shared.notice {
        let tone = match notice.grade {
            Grade::Info => Tone::Plain,
            Grade::Warn => Tone::Warn,
            Grade::Error => Tone::Bad,
        };
        let mark = if notice.grade == Grade::Info {
            ""
        } else {
            "! "
        };
        let lines = wrap(&format!("{mark}{}", notice.text), room);
        long = lines.len() > 1;
        for (y, line) in (y..area.height).zip(lines) {
            canvas.text(1, y, room, &cut(&line, room, look), look.style(tone));
        }
    }
    canvas.text_right(
        area.width.saturating_sub(1),
        y,
        area.width,
        &saved,
        look.style(tone),
    );
    if long {
        // A notice that needs two lines has them; the keys come back with the next one pressed.
        return;
    }
    let mut actions = model
        .screen()
        .map_or_else(Vec::new, |screen| screen.hints(&model.shared));
    if !model.shared.may_enter() {
        actions.retain(|action| !WRITES.contains(action));
    }
    let hints = hints::hints(
        &model.shared.keymap,
        model.context(),
        &actions,
        usize::from(area.width.saturating_sub(2)),
        look.is_ascii(),
    );
    let mut x = 1;
    let y = area.height.saturating_sub(1);
    for (keys, word) in answers(model) {
        x += canvas.text(x, y, area.width, &keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, word, look.style(Tone::Muted));
        x += 2;
    }
    for hint in hints {
        x += canvas.text(x, y, area.width, &hint.keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, hint.text, look.style(Tone::Muted));
        x += 2;
    }
}

/// Returns what is said of saving, and how grave it is.
fn saved(model: &Model) -> (String, Tone) {
    let saving = &model.shared.saving;
    if model.shared.lost.is_some() {
        let words = match saving.pending.len() {
            0 => "NO CONNECTION".to_owned(),
            waiting => format!("NO CONNECTION: {waiting} waiting"),
        };
        return (words, Tone::Bad);
    }
    if saving.refusal.is_some() {
        return (
            format!("NOT SAVED: {} waiting", saving.pending.len()),
            Tone::Bad,
        );
    }
    match &saving.last {
        _ if saving.waits() => ("saving".to_owned(), Tone::Muted),
        Some(receipt) => (
            format!("saved #{} {}", receipt.last, receipt.at.format("%H:%M:%S")),
            Tone::Muted,
        ),
        None => (String::new(), Tone::Muted),
    }
}

/// Actions that a reader has no use for.
const WRITES: [Action; 6] = [
    Action::New,
    Action::Missing,
    Action::RestAbsent,
    Action::Note,
    Action::Undo,
    Action::Repeat,
];

/// Returns what an open box is answered with, before the keys of every list: key and word.
fn answers(model: &Model) -> Vec<(String, &'static str)> {
    let own = |key: &str, word| (key.to_owned(), word);
    match model.layers.last() {
        Some(Layer::Picker(picker)) if !picker.armed => {
            let enter = match picker.purpose {
                Purpose::Which { .. } | Purpose::Reading { .. } => "choose",
                Purpose::Why { .. } => "say why",
                _ => "keep it",
            };
            vec![own("Enter", enter), own("Backspace", "back to the field")]
        }
        // The letters stand beside the lines.
        Some(Layer::Picker(picker)) if matches!(picker.purpose, Purpose::Menu) => {
            match picker.filter {
                Some(_) => vec![own("Enter", "open"), own("Backspace", "less")],
                None => vec![own("/", "narrow by words")],
            }
        }
        Some(Layer::Picker(picker)) if matches!(picker.purpose, Purpose::Logs) => Vec::new(),
        Some(Layer::Picker(picker)) if picker.yields_to_search() => vec![own("Enter", "choose")],
        Some(Layer::Picker(picker)) => {
            let keys: Vec<String> = picker
                .lines
                .iter()
                .map(|line| line.key.to_string())
                .collect();
            vec![(keys.join(" "), "choose")]
        }
        Some(Layer::Note(_)) => vec![own("Enter", "keep")],
        Some(Layer::Sign(state)) => match state.ask {
            Ask::Meaning => vec![own("1 2 3", "choose")],
            Ask::New | Ask::Again => vec![own("Enter", "go on")],
            Ask::Passphrase => vec![own("Enter", "sign")],
        },
        Some(Layer::Locking(state)) if state.unlock => vec![own("Enter", "unlock")],
        Some(Layer::Locking(_)) => vec![own("Enter", "lock")],
        Some(Layer::Late(_)) => vec![own("Enter", "go on")],
        _ => Vec::new(),
    }
}

/// Says that the screen is too small.
pub fn too_small(canvas: &mut Canvas<'_>, area: Rect, look: &Look) {
    let text = format!(
        "coreset needs {} columns and {} rows; this screen has {} and {}. Nothing is lost; keys do nothing until the window is larger.",
        MIN_COLUMNS, MIN_ROWS, area.width, area.height
    );
    for (y, line) in (0..area.height).zip(wrap(&text, area.width)) {
        canvas.text(0, y, area.width, &line, look.style(Tone::Plain));
    }
}
