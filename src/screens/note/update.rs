//! Words about a field: a note, or what a reason needs.

use crate::domain::base::ids::FieldId;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::rules::text_limits::TEXT;
use crate::input::action::{Action, Context};
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::line_edit::edit_line;
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{First, WordsFor};
use crate::screens::screen::Screen;
use crate::screens::text_limit::behind;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use crate::text::screens::drafts::TypedFor;

impl FormState {
    pub(crate) fn ask_words(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        label: String,
        words: WordsFor,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(shared, field) else {
            return Vec::new();
        };
        shared.open_words(place, label, words);
        Vec::new()
    }
}

/// Returns the most characters that are stored of these words.
fn most(words: &WordsFor) -> usize {
    match words {
        WordsFor::Keep { code, .. } | WordsFor::Why { code, .. } => behind(code),
        WordsFor::Note | WordsFor::Query { .. } | WordsFor::Missing(_) | WordsFor::Outside(_) => {
            TEXT
        }
    }
}

impl Screen for NoteState {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        if edit_line(&mut self.line, action) {
            return Vec::new();
        }
        let is_note = matches!(self.words, WordsFor::Note);
        match action {
            Action::Next | Action::Open => {
                let text = self.line.text().trim();
                if text.is_empty() && !is_note {
                    let query = matches!(self.words, WordsFor::Query { .. });
                    shared.notice = Some(Notice::warn(shared.language.needs_words(query)));
                    return Vec::new();
                }
                let unchanged = is_note && text == shared.note_at(&self.place);
                let (line, most) = (&self.line, most(&self.words));
                let unfit = match self.words {
                    WordsFor::Note => !unchanged && shared.are_words_unfit(line, most),
                    WordsFor::Query { .. } => shared.are_words_unfit(line, most),
                    WordsFor::Missing(_)
                    | WordsFor::Keep { .. }
                    | WordsFor::Outside(_)
                    | WordsFor::Why { .. } => shared.is_reason_unfit(line, most),
                };
                if unfit {
                    return Vec::new();
                }
                shared.close();
                if unchanged {
                    shared
                        .texts
                        .words
                        .remove(&(self.place.clone(), TypedFor::Note));
                    return Vec::new();
                }
                shared.steps.push(Step::Words(Box::new(self.clone())));
            }
            Action::Back => {
                shared.close();
                shared.steps.push(Step::NoWords(Box::new(self.clone())));
            }
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        shared.type_words(&mut self.line, most(&self.words), c);
        Some(Vec::new())
    }

    fn backspace(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        self.line.delete_back();
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        shared.paste_words(&mut self.line, most(&self.words), text);
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }
}

impl FormState {
    /// Takes the words that were written about a field.
    pub(crate) fn take_words(&mut self, shared: &mut Workspace, note: NoteState) -> Vec<Effect> {
        let text = note.line.text().trim().to_owned();
        let field = note.place.field.clone();
        match note.words {
            WordsFor::Note => {
                let stored = shared.stored_cell(&note.place);
                if stored.is_some_and(|cell| cell.noted > note.seen) {
                    return self.ask_which_note(shared, note.place, text);
                }
                if let Some(label) = self.begins_outside(shared) {
                    let words = WordsFor::Outside(First::Note(text));
                    shared.open_words(note.place, label, words);
                    return Vec::new();
                }
                self.store_note(shared, note.place, text, None)
            }
            WordsFor::Outside(First::Note(words)) => {
                self.store_note(shared, note.place, words, Some(text))
            }
            WordsFor::Outside(First::Change(change)) => self.carry_out(shared, change, Some(text)),
            WordsFor::Query { query, step } => shared.send_query(note.place, query, step, text),
            WordsFor::Missing(code) => self.set_missing(shared, &field, &code, Some(text)),
            WordsFor::Keep {
                code,
                answer,
                questions,
                then,
            } => {
                let reason = format!("{code}: {text}");
                self.keep(shared, &field, answer, questions, &reason, then)
            }
            WordsFor::Why { code, change } => {
                self.make(shared, change, Some(format!("{code}: {text}")))
            }
        }
    }

    /// Stores a note, with the reason for beginning its visit where that is asked for.
    fn store_note(
        &self,
        shared: &mut Workspace,
        place: FieldPath,
        text: String,
        why: Option<String>,
    ) -> Vec<Effect> {
        let mut events = self.opening_events(shared);
        events.push(Event::Noted { place, text });
        shared.append_because(events, why)
    }

    /// Handles that the words were not stored after all.
    pub(crate) fn miss_words(&mut self, shared: &mut Workspace, note: NoteState) -> Vec<Effect> {
        match note.words {
            WordsFor::Keep { questions, .. } => self.correct(shared, &note.place.field, questions),
            WordsFor::Why { change, .. } | WordsFor::Outside(First::Change(change)) => {
                self.give_up(shared, change)
            }
            WordsFor::Note
            | WordsFor::Query { .. }
            | WordsFor::Missing(_)
            | WordsFor::Outside(First::Note(_)) => Vec::new(),
        }
    }
}

impl Workspace {
    /// Returns the note that stands on a field, if there is one.
    pub(crate) fn note_at(&self, place: &FieldPath) -> String {
        let cells = self.cells(&place.visit, &place.form);
        let cell = cells.and_then(|cells| cells.get(&place.field));
        cell.and_then(|cell| cell.note.clone()).unwrap_or_default()
    }
}
