//! What a form opens over itself: missing reasons, rest absent, a note, the page of change.

use crate::domain::forms::engine::typing::Typed;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::Move;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::session::{Model, Notice};
use crate::screens::stack::{Layer, NoteState, Page, PageKind};

impl Model {
    pub(crate) fn ask_missing(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(field) = self
            .instrument(form)
            .and_then(|i| i.field(form.focus.as_str()))
        else {
            return Vec::new();
        };
        if form.visit.is_none() {
            self.notice = Some(Notice::warn(
                "A participant cannot be enrolled without this; it cannot be missing.",
            ));
            return Vec::new();
        }
        let (field, label) = (field.id.clone(), field.label.clone());
        let reasons = self
            .instrument(form)
            .and_then(|i| Some(i.reasons(i.field(field.as_str())?).to_vec()))
            .unwrap_or_default();
        self.ask(Purpose::Missing {
            field,
            label,
            reasons,
        });
        Vec::new()
    }

    /// Takes what is typed, then asks whether the rest of the section is absent.
    pub(crate) fn ask_rest_absent(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.close_opened();
        if let Some(Typed::Ready(answer) | Typed::Full(answer)) = self.typed() {
            effects = self.accept(answer, Move::Stay);
        }
        if matches!(self.layers.last(), Some(Layer::Form(_))) {
            effects.extend(self.offer_rest_absent());
        }
        effects
    }

    pub(crate) fn open_note(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        if form.visit.is_none() {
            self.notice = Some(Notice::warn(
                "Notes belong to visits; enrol the participant first.",
            ));
            return Vec::new();
        }
        let field = form.focus.clone();
        let label = self
            .instrument(form)
            .and_then(|i| i.field(field.as_str()))
            .map(|f| f.label.clone())
            .unwrap_or_default();
        let text = self.note_on(&field);
        let Some(place) = self.place_of(&field) else {
            return Vec::new();
        };
        let seen = self.stored_cell(&place).map_or(0, |cell| cell.noted);
        let waits = self.notes.get(&place);
        // A note that somebody else was faster with asks which one stays.
        let seen = if waits.is_some() {
            seen.saturating_sub(1)
        } else {
            seen
        };
        let line = Line::new(waits.unwrap_or(&text));
        let words = WordsFor::Note;
        self.layers.push(Layer::Note(NoteState {
            place,
            label,
            line,
            words,
            seen,
        }));
        Vec::new()
    }

    pub(crate) fn open_change(&mut self) -> Vec<Effect> {
        if let Some(visit) = self.open_visit().cloned() {
            let page = Page {
                kind: PageKind::Change(visit),
                scroll: 0,
            };
            self.layers.push(Layer::Page(page));
        } else {
            self.notice = Some(Notice::info("Open a visit to see its change."));
        }
        Vec::new()
    }
}
