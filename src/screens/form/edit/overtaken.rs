//! A field that somebody else changed after its text was begun: whoever accepts the text is asked which answer stays.
//!
//! The question comes up where the text is accepted, never under somebody who types elsewhere, and no key typed
//! ahead answers it.

use super::Edit;
use super::why::Change;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::event::{Event, Place, PromptOutcome};
use crate::domain::rules::checks;
use crate::domain::rules::checks::Question;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::Move;
use crate::screens::peers::News;
use crate::screens::picker::state::{Purpose, WordsFor, count};
use crate::screens::session::{Model, Notice};
use crate::screens::stack::{Layer, NoteState};

/// What somebody wants to save over what another saved.
#[derive(Clone, Debug)]
pub enum Mine {
    /// An answer.
    Answer {
        /// The answer.
        answer: Answer,
        /// The questions that it was kept against, each with its reason.
        kept: Vec<(Question, String)>,
        /// Where the focus goes afterwards.
        then: Move,
    },
    /// A note.
    Note(String),
}

/// Returns the entry that says that an answer was chosen over another one.
pub(super) fn chosen(place: Place, value: String, instead: String) -> Event {
    Event::Prompted {
        place,
        rule: "conflict".to_owned(),
        rule_version: checks::RULE_VERSION.to_owned(),
        value,
        outcome: PromptOutcome::Kept,
        reason: Some(instead),
    }
}

impl Model {
    /// Asks which answer stays.
    pub(super) fn ask_which(
        &mut self,
        field: &FieldId,
        answer: Answer,
        kept: Vec<(Question, String)>,
        then: Move,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(field) else {
            return Vec::new();
        };
        let theirs = match self
            .stored_cell(&place)
            .and_then(|cell| cell.answer.as_ref())
        {
            Some(answer) => format!("keep {}", self.answer_of(&place, answer)),
            None => "keep it empty".to_owned(),
        };
        self.ask(Purpose::Which {
            label: self.label_at(&place),
            words: self.who_saved(&place),
            theirs,
            own: format!("save {}", self.answer_of(&place, &answer)),
            place,
            mine: Mine::Answer { answer, kept, then },
        });
        Vec::new()
    }

    /// Asks which note stays, when somebody else wrote one since this one was begun.
    pub(crate) fn ask_which_note(&mut self, place: Place, text: String) {
        let words = self
            .noted
            .get(&place)
            .map_or_else(|| "Somebody else changed the note".to_owned(), News::words);
        self.ask(Purpose::Which {
            label: format!("Note on {}", self.label_at(&place)),
            words,
            theirs: "keep that".to_owned(),
            own: "save mine instead".to_owned(),
            place,
            mine: Mine::Note(text),
        });
    }

    /// Saves the own one over the other, which was seen.
    pub(crate) fn save_mine(&mut self, place: Place, words: String, mine: Mine) -> Vec<Effect> {
        let instead = format!("instead of what {words}");
        match mine {
            Mine::Answer { answer, kept, then } => self.change_form(Change::Answer {
                field: place.field,
                answer,
                kept,
                instead: Some(instead),
                then,
            }),
            Mine::Note(text) => {
                self.notes.remove(&place);
                let mut events = self.opening_events();
                events.push(Event::Noted {
                    place: place.clone(),
                    text: text.clone(),
                });
                events.push(chosen(place, text, instead));
                self.append(events)
            }
        }
    }

    /// Leaves the other one as it is.
    pub(crate) fn keep_theirs(&mut self, place: &Place, mine: Mine) -> Vec<Effect> {
        match mine {
            Mine::Answer { then, .. } => {
                self.clear_line(&place.field);
                self.go(then)
            }
            Mine::Note(_) => {
                self.notes.remove(place);
                Vec::new()
            }
        }
    }

    /// Decides nothing: text stays with its field, a note stays open.
    pub(crate) fn decide_later(&mut self, place: Place, label: String, mine: Mine) -> Vec<Effect> {
        match mine {
            Mine::Answer { .. } => {
                let effects = self.go(Move::To(place.field));
                if let Some(form) = self.form_mut() {
                    form.taken_back = Some(form.line.text().to_owned());
                }
                self.notice = Some(Notice::info("Your text waits in the field, not saved."));
                effects
            }
            Mine::Note(text) => {
                let seen = self.stored_cell(&place).map_or(0, |cell| cell.noted);
                let label = label.trim_start_matches("Note on ").to_owned();
                self.layers.push(Layer::Note(NoteState {
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
    pub(super) fn without_overtaken(&mut self, mut edit: Edit) -> Option<Edit> {
        let Some(first) = edit.overtaken.first().cloned() else {
            return Some(edit);
        };
        let place = self.place_of(&first)?;
        edit.before
            .retain(|(field, _)| !edit.overtaken.contains(field));
        let words = match edit.overtaken.len() {
            1 => format!(
                "{}: {} since",
                self.label_at(&place),
                self.who_saved(&place)
            ),
            more => format!("{} were changed by others since", count(more, "field")),
        };
        self.notice = Some(Notice::warn(format!("{words}; that was not taken back.")));
        (!edit.before.is_empty()).then_some(edit)
    }
}
