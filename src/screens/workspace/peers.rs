//! What others did to the fields on the screen, in words.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::Cell;
use crate::screens::workspace::Workspace;
use crate::text::screens::around::Done;

impl Workspace {
    /// Returns a field as the owner has it.
    pub(crate) fn stored_cell(&self, place: &FieldPath) -> Option<&Cell> {
        let stored = self.open.stored.as_ref()?;
        let is_own = stored.participant.id == place.participant;
        stored.cell(place).filter(|_| is_own)
    }

    /// Says who saved what stands in a field, and when: `A. Physio saved 7 at 10:32`.
    pub(crate) fn who_saved(&self, place: &FieldPath) -> String {
        let cell = self.stored_cell(place);
        let seq = cell.map_or(0, |cell| cell.seq);
        if let Some(news) = self
            .open
            .changed_by_others
            .get(place)
            .filter(|news| news.seq >= seq)
        {
            return news.words(self.language);
        }
        let by = cell.map(|cell| cell.by.as_str());
        let answer = cell.and_then(|cell| cell.stored());
        let done = answer.map_or(Done::Emptied, |answer| {
            Done::Saved(self.answer_of(place, answer))
        });
        self.language.change_of_other(by, &done, None)
    }

    /// Returns what an event does to a field.
    pub(crate) fn describe_change(&self, place: &FieldPath, event: &Event) -> Done {
        let answer = match event {
            Event::Answered { answer, .. } => Some(answer),
            Event::Filled { answers, .. } => answers
                .iter()
                .find(|(field, _)| *field == place.field)
                .map(|(_, answer)| answer),
            _ => None,
        };
        answer.map_or(Done::Emptied, |answer| {
            Done::Saved(self.answer_of(place, answer))
        })
    }

    /// Returns an answer to a field as text.
    pub(crate) fn answer_of(&self, place: &FieldPath, answer: &Answer) -> String {
        let form = self.form_at(&place.visit, &place.form);
        let field = form.and_then(|form: &Instrument| form.field(place.field.as_str()));
        match (form, field) {
            (Some(form), Some(field)) => typing::brief(form, field, answer),
            _ => String::new(),
        }
    }

    /// Returns the label of a field anywhere in the study.
    pub(crate) fn label_at(&self, place: &FieldPath) -> String {
        let form = self.form_at(&place.visit, &place.form);
        let field = form.and_then(|form| form.field(place.field.as_str()));
        let known = || {
            self.study
                .known_field(place.form.as_str(), place.field.as_str())
        };
        field
            .or_else(|| known().map(|(_, field)| field))
            .map_or_else(|| place.field.to_string(), |field| field.label.clone())
    }
}
