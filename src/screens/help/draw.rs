//! Screens to read: help, and the change of all measures.

use crate::domain::forms::engine::typing;
use crate::screens::canvas::{Canvas, Edge, columns, cut, pad, wrap};
use crate::screens::change;
use crate::screens::form::draw::before;
use crate::screens::help::signs::hanging;
use crate::screens::help::state::{Page, PageKind};
use crate::screens::key_hints;
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::status;
use ratatui::layout::{Position, Rect};

/// Columns of the keys in front of what they do.
const KEYS: u16 = 20;

impl Draw for Page {
    /// Draws a page from its scroll position on.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let look = scene.look;
        let width = body.width.saturating_sub(4);
        let lines = self.lines(scene, width);
        let first = self.scroll.first(last_scroll(&lines, body));
        for (y, (tone, line)) in
            (body.y.saturating_add(1)..body.bottom()).zip(lines.iter().skip(first))
        {
            canvas.text(2, y, width, &cut(line, width, look), look.style(*tone));
        }
        Some(Position {
            x: 2,
            y: body.y.saturating_add(1),
        })
    }
}

impl Page {
    /// Returns the line that is the first on the screen at the end of the page.
    pub(crate) fn last_scroll(&self, scene: &Scene<'_>, body: Rect) -> usize {
        last_scroll(&self.lines(scene, body.width.saturating_sub(4)), body)
    }

    /// Returns all lines of the page.
    fn lines(&self, scene: &Scene<'_>, width: u16) -> Vec<(Tone, String)> {
        let Scene { shared, look, .. } = *scene;
        match &self.kind {
            PageKind::Change(visit) => {
                change::draw::page_lines(shared, visit, scene.form(), look, width)
            }
            PageKind::Help {
                context,
                field,
                said,
            } => {
                let mut lines = Vec::new();
                let said = said.as_ref().map(|said| status::in_rows(said, width));
                // What was said in one row was read.
                if let Some(said) = said.filter(|rows| rows.len() > 1) {
                    lines.extend(said.into_iter().map(|row| (Tone::Plain, row)));
                    lines.push((Tone::Plain, String::new()));
                }
                if let Some((form, field)) = field {
                    field_help(scene, form.as_str(), field, width, &mut lines);
                }
                let keys = key_hints::help_lines(
                    &shared.keymap,
                    *context,
                    look.is_ascii(),
                    shared.language,
                );
                let keys = keys.into_iter().flat_map(|line| {
                    let keys = format!("  {} ", pad(&line.keys, KEYS, Edge::Left));
                    hanging(&keys, columns(&keys), line.text, Tone::Plain, width)
                });
                let explained = scene.below().and_then(|(layer, below)| {
                    // The finder is the list, which lies at the bottom of all.
                    let screen = layer.screen().or_else(|| scene.beneath.first()?.screen());
                    screen?.explained(&below)
                });
                let signs = explained
                    .as_ref()
                    .map(|explained| explained.lines(shared, look, width));
                match (signs, explained.is_some_and(|e| e.first)) {
                    (Some(signs), true) => {
                        lines.extend(signs);
                        lines.push((Tone::Plain, String::new()));
                        lines.push((Tone::Heading, shared.language.help_keys().to_owned()));
                        lines.extend(keys);
                    }
                    (Some(signs), false) => {
                        let title = shared.language.help_keys_before_signs();
                        lines.push((Tone::Heading, title.to_owned()));
                        lines.extend(keys);
                        lines.push((Tone::Plain, String::new()));
                        lines.extend(signs);
                    }
                    (None, _) => {
                        lines.push((Tone::Heading, shared.language.help_keys().to_owned()));
                        lines.extend(keys);
                    }
                }
                lines
            }
        }
    }
}

/// Returns the line that is the first on the screen when the last of these lines is on it.
fn last_scroll(lines: &[(Tone, String)], body: Rect) -> usize {
    let rows = usize::from(body.height).saturating_sub(2);
    lines.len().saturating_sub(rows)
}

/// Writes what a field means, what it takes and where that comes from.
fn field_help(
    scene: &Scene<'_>,
    form: &str,
    field: &str,
    width: u16,
    lines: &mut Vec<(Tone, String)>,
) {
    let shared = scene.shared;
    let state = scene.form().filter(|state| state.form.as_str() == form);
    // The words are those of the version under which the form was begun.
    let version = state.and_then(|state| {
        let visit = state.visit.as_ref()?;
        Some(shared.study_of(visit, &state.form))
    });
    let version = version.unwrap_or(&shared.study);
    let instrument = match version.form(form) {
        Some(instrument) => instrument,
        None => shared.enrolment_form(),
    };
    let Some(field) = instrument.field(field) else {
        return;
    };
    lines.push((Tone::Heading, field.label.clone()));
    let unit = state.and_then(|state| shared.unit_of(state, field));
    let expectation = typing::expects(instrument, field, unit.as_deref());
    let expected = shared.language.expectation(&expectation);
    for text in [&field.help, &expected] {
        lines.extend(
            wrap(text, width)
                .into_iter()
                .map(|line| (Tone::Plain, line)),
        );
    }
    let had = state.and_then(|state| before(shared, state, instrument, field, u16::MAX));
    let had = had.map_or_else(Vec::new, |had| wrap(&had, width));
    lines.extend(had.into_iter().map(|line| (Tone::Plain, line)));
    for choice in instrument.choices(field) {
        let key = choice
            .key
            .as_ref()
            .map(|key| shared.language.option_key(&key.to_string()))
            .unwrap_or_default();
        let code = format!("  {} ", pad(&choice.code, 3, Edge::Left));
        let meaning = format!("{}{key}", choice.label);
        lines.extend(hanging(&code, columns(&code), &meaning, Tone::Plain, width));
    }
    let reasons: Vec<&str> = instrument
        .reasons(field)
        .iter()
        .filter_map(|code| Some(version.missing_reason(code)?.label.as_str()))
        .collect();
    if !reasons.is_empty() {
        let text = shared.language.no_value_reasons(&reasons);
        lines.extend(
            wrap(&text, width)
                .into_iter()
                .map(|line| (Tone::Plain, line)),
        );
    }
    let about = shared.language.about_form(instrument);
    lines.extend(
        wrap(&about, width)
            .into_iter()
            .map(|line| (Tone::Muted, line)),
    );
    if let Some(credit) = &instrument.credit {
        lines.extend(
            wrap(credit, width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    lines.push((Tone::Plain, String::new()));
}
