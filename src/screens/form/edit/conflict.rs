//! A field that somebody else changed after its text was begun: on accepting it the user is asked which answer stays.
//!
//! The question comes up where the text is accepted, never under somebody who types elsewhere, and no key typed
//! ahead answers it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::{Event, FieldPath, PromptOutcome};
use crate::domain::rules::checks::{Question, names};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::edit::asked::asked;
use crate::screens::form::state::{Change, Edit, FormState, Mine, Move};
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::drafts::TypedFor;

/// Returns the entry that says that an answer was chosen over another one.
pub(super) fn chosen(place: FieldPath, value: String, instead: String) -> Event {
    let kept = PromptOutcome::Kept;
    asked(place, names::CONFLICT, &value, kept, Some(&instead))
}

impl FormState {
    /// Asks which answer stays.
    pub(super) fn ask_which(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        answer: Answer,
        kept: Vec<(Question, String)>,
        then: Move,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(shared, field) else {
            return Vec::new();
        };
        let stands = shared.stored_cell(&place);
        let stands = stands.and_then(|cell| cell.stored());
        let stands = stands.map(|answer| shared.answer_of(&place, answer));
        let theirs = shared.language.keep_other(stands.as_deref());
        shared.ask(Purpose::Which {
            label: shared.label_at(&place),
            words: shared.who_saved(&place),
            theirs,
            own: shared.language.save_own(&shared.answer_of(&place, &answer)),
            place,
            mine: Mine::Answer { answer, kept, then },
        });
        Vec::new()
    }

    /// Asks which note stays, when somebody else wrote one since this one was begun.
    pub(crate) fn ask_which_note(
        &mut self,
        shared: &mut Workspace,
        place: FieldPath,
        text: String,
    ) -> Vec<Effect> {
        let language = shared.language;
        let words = shared.open.notes_by_others.get(&place).map_or_else(
            || language.somebody_changed_note().to_owned(),
            |change| change.words(language),
        );
        shared.ask(Purpose::Which {
            label: language.note_on(&shared.label_at(&place)),
            words,
            theirs: language.keep_other_note().to_owned(),
            own: language.save_own_note().to_owned(),
            place,
            mine: Mine::Note(text),
        });
        Vec::new()
    }

    /// Saves the own one over the other, which was seen.
    pub(crate) fn save_mine(
        &mut self,
        shared: &mut Workspace,
        place: FieldPath,
        words: String,
        mine: Mine,
    ) -> Vec<Effect> {
        let instead = format!("instead of what {words}");
        match mine {
            Mine::Answer { answer, kept, then } => self.change_form(
                shared,
                Change::Answer {
                    field: place.field,
                    answer,
                    kept,
                    instead: Some(instead),
                    then,
                },
            ),
            Mine::Note(text) => {
                let mut events = self.opening_events(shared);
                events.push(Event::Noted {
                    place: place.clone(),
                    text: text.clone(),
                });
                events.push(chosen(place, text, instead));
                shared.append(events)
            }
        }
    }

    /// Leaves the other one as it is.
    pub(crate) fn keep_theirs(
        &mut self,
        shared: &mut Workspace,
        place: &FieldPath,
        mine: Mine,
    ) -> Vec<Effect> {
        match mine {
            Mine::Answer { then, .. } => {
                self.clear_line(&place.field);
                self.go(shared, then)
            }
            Mine::Note(_) => {
                let at = (place.clone(), TypedFor::Note);
                shared.texts.words.remove(&at);
                Vec::new()
            }
        }
    }

    /// Decides nothing: text stays with its field, a note stays open.
    pub(crate) fn decide_later(
        &mut self,
        shared: &mut Workspace,
        place: FieldPath,
        mine: Mine,
    ) -> Vec<Effect> {
        match mine {
            Mine::Answer { .. } => {
                let effects = self.back_to_field(shared, &place.field);
                shared.notice = Some(Notice::info(shared.language.text_waits()));
                effects
            }
            Mine::Note(text) => {
                let seen = shared.stored_cell(&place).map_or(0, |cell| cell.noted);
                let label = shared.label_at(&place);
                shared.open(Layer::Note(NoteState {
                    place,
                    label,
                    line: Line::new(&text),
                    words: WordsFor::Note,
                    seen: seen.saturating_sub(1),
                }));
                Vec::new()
            }
        }
    }

    /// Takes out of an edit what somebody else has changed since, and says so; `None` when nothing is left.
    pub(super) fn without_changed_by_others(
        &mut self,
        shared: &mut Workspace,
        mut edit: Edit,
    ) -> Option<Edit> {
        let Some(first) = edit.changed_by_others.first().cloned() else {
            return Some(edit);
        };
        let place = self.place_of(shared, &first)?;
        edit.before
            .retain(|(field, _)| !edit.changed_by_others.contains(field));
        let fields = edit.changed_by_others.len();
        let (label, who) = (shared.label_at(&place), shared.who_saved(&place));
        let one = (fields == 1).then_some((label.as_str(), who.as_str()));
        let words = shared.language.change_of_others_stays(one, fields);
        shared.notice = Some(Notice::warn(words));
        (!edit.before.is_empty()).then_some(edit)
    }
}

impl FormState {
    /// Returns whether somebody else changed a field of the open form since text was begun in it.
    pub(crate) fn is_changed_by_others(&self, shared: &Workspace, field: &FieldId) -> bool {
        let found = || {
            let seen = *self.seen.get(field)?;
            let cell = shared.stored_cell(&self.place_of(shared, field)?)?;
            Some(cell.seq > seen)
        };
        found() == Some(true)
    }

    /// Says what somebody else saved in the focused field since text was begun in it.
    pub fn changed_here(&self, shared: &Workspace) -> Option<String> {
        if self.at_end {
            return None;
        }
        let place = self.place_of(shared, &self.focus)?;
        self.is_changed_by_others(shared, &self.focus)
            .then(|| shared.who_saved(&place))
    }
}
