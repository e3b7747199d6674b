//! What a form opens over itself: missing reasons, rest absent, a note, the page of change.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::typing::Typed;
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::drafts::TypedFor;

impl FormState {
    pub(crate) fn ask_missing(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let Some(field) = shared
            .instrument(self)
            .and_then(|i| i.field(self.focus.as_str()))
        else {
            return Vec::new();
        };
        if self.visit.is_none() {
            shared.notice = Some(Notice::warn(shared.language.cannot_be_missing()));
            self.asked_nothing = Some(String::new());
            return Vec::new();
        }
        let (field, label) = (field.id.clone(), field.label.clone());
        let reasons = shared
            .instrument(self)
            .and_then(|i| Some(i.reasons(i.field(field.as_str())?).to_vec()))
            .unwrap_or_default();
        let asked = Purpose::Missing {
            field,
            label,
            reasons,
        };
        shared.ask_in(self.visit.as_ref(), &self.form, asked);
        Vec::new()
    }

    /// Takes what is typed, then asks whether the rest of the section is absent.
    pub(crate) fn ask_rest_absent(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.close_opened(shared);
        if let Some(Typed::Ready(answer) | Typed::Full(answer)) = self.typed(shared) {
            effects = self.accept(shared, answer, Move::Stay);
        }
        if shared.stays() {
            effects.extend(self.offer_rest_absent(shared));
        }
        effects
    }

    pub(crate) fn open_note(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.visit.is_none() {
            shared.notice = Some(Notice::warn(shared.language.notes_belong_to_visits()));
            return Vec::new();
        }
        let field = self.focus.clone();
        let label = shared
            .instrument(self)
            .and_then(|i| i.field(field.as_str()))
            .map(|f| f.label.clone())
            .unwrap_or_default();
        let text = self.note_on(shared, &field);
        let Some(place) = self.place_of(shared, &field) else {
            return Vec::new();
        };
        let seen = shared.stored_cell(&place).map_or(0, |cell| cell.noted);
        let waits = shared.texts.words.get(&(place.clone(), TypedFor::Note));
        // A note that somebody else was faster with asks which one stays.
        let seen = waits.map_or(seen, |waits| waits.seen);
        let line = Line::new(waits.map_or(&text, |waits| &waits.text));
        let words = WordsFor::Note;
        shared.open(Layer::Note(NoteState {
            place,
            label,
            line,
            words,
            seen,
        }));
        Vec::new()
    }
}

impl FormState {
    /// Sets the missing reason of a field and goes on.
    pub(crate) fn set_missing(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        reason: &str,
        text: Option<String>,
    ) -> Vec<Effect> {
        let answer = Answer::Missing {
            reason: reason.to_owned(),
            text,
        };
        let effects = self.commit(shared, field, answer, Vec::new(), Move::Next);
        self.mark_went_on();
        effects
    }
}
