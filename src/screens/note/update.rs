//! Words about a field: a note, or what a reason needs.

use crate::domain::base::ids::FieldId;
use crate::input::action::Action;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::picker::state::WordsFor;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::{Layer, NoteState};

impl Model {
    pub(crate) fn ask_words(
        &mut self,
        field: &FieldId,
        label: String,
        words: WordsFor,
    ) -> Vec<Effect> {
        let Some(place) = self.place_of(field) else {
            return Vec::new();
        };
        let line = Line::default();
        self.layers.push(Layer::Note(NoteState {
            place,
            label,
            line,
            words,
            seen: 0,
        }));
        Vec::new()
    }

    /// Takes what was written: a note, or the words that a reason needs.
    pub(crate) fn act_note(&mut self, action: Action) -> Vec<Effect> {
        use crate::domain::record::event::Event;
        let Some(Layer::Note(note)) = self.layers.last_mut() else {
            return Vec::new();
        };
        if edit_line(&mut note.line, action) {
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => {
                let text = note.line.text().trim().to_owned();
                if text.is_empty() && !matches!(note.words, WordsFor::Note) {
                    self.notice = Some(Notice::warn(match note.words {
                        WordsFor::Query { .. } => "A query needs words.",
                        _ => "This reason needs words.",
                    }));
                    return Vec::new();
                }
                let (field, is_note) = (
                    note.place.field.clone(),
                    matches!(note.words, WordsFor::Note),
                );
                let unchanged = is_note && text == self.note_on(&field);
                if !unchanged && self.are_words_too_long() {
                    return Vec::new();
                }
                let Some(Layer::Note(note)) = self.layers.pop() else {
                    return Vec::new();
                };
                match note.words {
                    WordsFor::Note if unchanged => {
                        self.notes.remove(&note.place);
                        Vec::new()
                    }
                    WordsFor::Note
                        if self
                            .stored_cell(&note.place)
                            .is_some_and(|cell| cell.noted > note.seen) =>
                    {
                        self.ask_which_note(note.place, text);
                        Vec::new()
                    }
                    WordsFor::Note => {
                        self.notes.remove(&note.place);
                        let mut events = self.opening_events();
                        events.push(Event::Noted {
                            place: note.place,
                            text,
                        });
                        self.append(events)
                    }
                    WordsFor::Query { query, step } => {
                        self.send_query(note.place, query, step, text)
                    }
                    WordsFor::Missing(code) => self.set_missing(&field, &code, Some(text)),
                    WordsFor::Keep {
                        code,
                        answer,
                        questions,
                        then,
                    } => {
                        let reason = format!("{code}: {text}");
                        self.keep(&field, answer, questions, &reason, then)
                    }
                    WordsFor::Why { code, change } => {
                        self.make(change, Some(format!("{code}: {text}")))
                    }
                }
            }
            Action::Back => {
                let Some(Layer::Note(note)) = self.layers.pop() else {
                    return Vec::new();
                };
                match note.words {
                    WordsFor::Keep { questions, .. } => self.correct(&note.place.field, questions),
                    WordsFor::Why { change, .. } => self.give_up(change),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// Does an editing action on a line of text; returns whether it was one.
pub(crate) fn edit_line(line: &mut Line, action: Action) -> bool {
    match action {
        Action::First => line.home(),
        Action::Last => line.end(),
        Action::Left => _ = line.left(),
        Action::Right => _ = line.right(),
        Action::DeleteBack => _ = line.delete_back(),
        Action::DeleteForward | Action::Erase => _ = line.delete_forward(),
        Action::DeleteWord => _ = line.delete_word(),
        Action::DeleteLine => _ = line.delete_line(),
        _ => return false,
    }
    true
}
