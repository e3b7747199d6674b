//! The list of text that was typed and left, and the whole text of the line under the cursor.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::FieldPath;
use crate::domain::record::rows;
use crate::screens::canvas::{Canvas, columns, cut, part, scroll, wrap};
use crate::screens::drafts::state::Draft;
use crate::screens::drafts::state::DraftsState;
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::{Position, Rect};

/// Rows below the list, for the whole text of the line under the cursor.
const WORDS: u16 = 5;
/// Columns of the time at the right.
const WHEN: u16 = 13;

impl Draw for DraftsState {
    /// Draws the list; the cursor stands on the chosen line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let drafts = &state.drafts;
        let heading = part(body, 2, 0, body.width.saturating_sub(3), 1);
        let language = shared.language;
        let text = match drafts.len() {
            0 => language.no_draft_waits().to_owned(),
            texts => cut(&language.drafts_waiting(texts), heading.width, look),
        };
        let style = look.style(Tone::Heading);
        canvas.text(heading.x, heading.y, heading.width, &text, style);
        let cursor = state.cursor.min(drafts.len().checked_sub(1)?);
        let list = part(
            body,
            0,
            2,
            body.width,
            body.height.saturating_sub(2 + WORDS),
        );
        let first = scroll(cursor, drafts.len(), list.height);
        let mut position = None;
        let lines = drafts.iter().enumerate().skip(first);
        for (y, (place, draft)) in (list.top()..list.bottom()).zip(lines) {
            let chosen = place == cursor;
            let when = draft
                .when
                .map(|when| when.format("%d %b %H:%M").to_string())
                .unwrap_or_default();
            let room = list.width.saturating_sub(WHEN).saturating_sub(3);
            let [who, what] = words(shared, draft);
            let state = state.said_of(place, language);
            let line = cut(&format!("{who}{what}{state}: {}", draft.text), room, look);
            let marker = if chosen { look.cursor() } else { "" };
            canvas.text(0, y, 2, marker, look.style(Tone::Plain));
            canvas.text(2, y, room, &line, look.style(Tone::Plain));
            let right = list.width.saturating_sub(1);
            canvas.text_right(right, y, WHEN, &when, look.style(Tone::Muted));
            if chosen {
                let width = columns(&who).min(room);
                canvas.paint(2, y, width, look.style(Tone::Focus));
                position = Some(Position { x: 2, y });
            }
        }
        let below = part(
            body,
            2,
            body.height.saturating_sub(WORDS),
            body.width.saturating_sub(3),
            WORDS,
        );
        if let Some(draft) = drafts.get(cursor) {
            let rule = look.rule().repeat(usize::from(below.width));
            let style = look.style(Tone::Muted);
            canvas.text(below.x, below.y, below.width, &rule, style);
            let [who, what] = words(shared, draft);
            let said = state.said_of(cursor, language);
            let whole = format!("{who}{what}{said}: {}", draft.text);
            let rest = part(below, 0, 1, below.width, WORDS - 1);
            for (y, text) in (rest.top()..rest.bottom()).zip(wrap(&whole, rest.width)) {
                let style = look.style(Tone::Plain);
                canvas.text(rest.x, y, rest.width, &look.plain(&text), style);
            }
        }
        position
    }
}

impl DraftsState {
    /// Says of a line of the list that its text was forgotten, or that its field is not asked any more.
    fn said_of(&self, place: usize, language: &dyn Language) -> &'static str {
        match (
            self.forgotten.contains(&place),
            self.not_asked.contains(&place),
        ) {
            (true, _) => language.forgotten_here(),
            (false, true) => language.no_longer_asked(),
            (false, false) => "",
        }
    }
}

impl Workspace {
    /// Returns an answer of a field anywhere in the study as text.
    fn draft_value(&self, place: &FieldPath, answer: &Answer) -> String {
        let form = self.study.known_form(place.form.as_str());
        let field = form.and_then(|form| form.field(place.field.as_str()));
        match (form, field) {
            (Some(form), Some(field)) => typing::show(form, field, answer),
            (None, _) | (_, None) => String::new(),
        }
    }
}

/// Returns participant and visit, then form and field of a text.
fn words(shared: &Workspace, draft: &Draft) -> [String; 2] {
    let study = &shared.study;
    let place = &draft.place;
    if !draft.typed_for.has_field() {
        let visit = study.known_visit(place.visit.as_str());
        let visit = visit.map_or("", |visit| visit.label.as_str());
        let form = study.known_form(place.form.as_str());
        let form = form.map_or("", |form| form.title.as_str());
        let at = [place.participant.as_str(), visit, form];
        let at: Vec<&str> = at.into_iter().filter(|part| !part.is_empty()).collect();
        return [
            format!("{} ", at.join(" ")),
            shared.language.typed_for(&draft.typed_for).to_owned(),
        ];
    }
    if place.participant.as_str().is_empty() {
        let field = study.enrolment.field(place.field.as_str());
        let label = field.map_or(place.field.as_str(), |field| &field.label);
        return [
            format!("{} ", shared.language.draft_of_new()),
            format!("{}, {label}", study.enrolment.title),
        ];
    }
    let visit = match place.visit.as_str() {
        rows::SESSION => shared.language.draft_in_log(),
        visit => study.known_visit(visit).map_or(visit, |visit| &visit.label),
    };
    let form = study.known_form(place.form.as_str());
    let title = form.map_or(place.form.as_str(), |form| &form.title);
    let row = rows::split(place.form.as_str()).map(|(_, number)| number);
    let label = shared.label_at(place);
    let language = shared.language;
    let value = draft.typed_for.new_answer();
    let value = value.map(|answer| shared.draft_value(place, answer));
    let typed_for = (&draft.typed_for, value.as_deref());
    [
        format!("{} {visit} ", place.participant),
        language.draft_place(title, row, &label, typed_for),
    ]
}
