//! The list of participants: find as you type, open, enrol.
//!
//! The owner finds; here is what was typed, and a part of the answer.

mod window;

use super::Effect;
use super::layer::Layer;
use super::model::{Model, Notice};
use super::picker::edit_line;
use crate::client::Found;
use crate::domain::ids::ParticipantId;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;

/// The list of participants.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    /// What is searched.
    pub line: Line,
    /// Place of the cursor among the participants that match.
    pub cursor: usize,
    /// The part of them that is held, best first; `None` until one is read.
    pub found: Option<Found>,
    /// The cursor goes where this participant is in the next part.
    pub(crate) keep: Option<ParticipantId>,
    /// The owner has something newer than what is held.
    pub(crate) old: bool,
    /// The last question failed; the next key asks again.
    pub(crate) failed: bool,
    /// A part was read at least once.
    pub(crate) begun: bool,
    /// First row and number of rows of the newest question, and of the newest answer.
    pub(crate) wanted: (usize, usize),
    pub(crate) got: Option<(usize, usize)>,
}

impl Model {
    /// Takes a character as text in the topmost layer; `None` when it is no text there.
    pub(crate) fn type_char(&mut self, c: char) -> Option<Vec<Effect>> {
        let bound = self.is_bound_in_list(c);
        match self.layers.last_mut()? {
            Layer::Participants(list) => {
                if list.line.is_empty() && bound {
                    return None;
                }
                list.line.insert(c);
                list.search();
                Some(Vec::new())
            }
            Layer::Form(_) => self.type_in_form(c),
            Layer::Picker(picker) => {
                let known = picker.line_of(c).is_some();
                let bound = self
                    .keymap
                    .lookup(Context::Picker, &Key::plain(Code::Char(c)));
                (known || bound.is_none()).then(|| self.pick_key(c))
            }
            Layer::GoTo(_) => {
                self.type_in_goto(c);
                Some(Vec::new())
            }
            Layer::Note(note) => {
                note.line.insert(c);
                Some(Vec::new())
            }
            Layer::Participant(_) | Layer::Visit(_) => self.open_nth(c),
            Layer::Page(_)
            | Layer::Timeline(_)
            | Layer::Chart
            | Layer::Study(_)
            | Layer::Queries(_) => None,
        }
    }

    /// Takes Backspace: deletes where something is typed, else goes back one field; `None` elsewhere.
    pub(crate) fn backspace(&mut self) -> Option<Vec<Effect>> {
        if self.is_on_empty_line() {
            self.edit_standing();
        }
        match self.layers.last_mut()? {
            Layer::Participants(list) => {
                if list.line.delete_back() {
                    list.search();
                }
                Some(Vec::new())
            }
            Layer::Form(form) if form.line.is_empty() => Some(self.act(Action::Previous)),
            Layer::Form(form) => {
                form.line.delete_back();
                form.refusal = None;
                form.replaces = false;
                form.taken_back = None;
                Some(Vec::new())
            }
            Layer::GoTo(_) => Some(self.act_goto(Action::DeleteBack)),
            Layer::Note(note) => {
                note.line.delete_back();
                Some(Vec::new())
            }
            Layer::Picker(_) => Some(self.act_picker(Action::Back)),
            Layer::Participant(_)
            | Layer::Visit(_)
            | Layer::Page(_)
            | Layer::Timeline(_)
            | Layer::Chart
            | Layer::Study(_)
            | Layer::Queries(_) => Some(self.act(Action::Back)),
        }
    }

    pub(crate) fn act_participants(&mut self, action: Action) -> Vec<Effect> {
        let page = self.list_rows();
        let selected = self
            .selected()
            .map(|summary| summary.participant.id.clone());
        let Some(Layer::Participants(list)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let last = list.matching().saturating_sub(1);
        list.failed = false;
        match action {
            Action::Next => list.cursor = (list.cursor + 1).min(last),
            Action::Previous => list.cursor = list.cursor.saturating_sub(1),
            Action::NextSection => list.cursor = (list.cursor + page).min(last),
            Action::PreviousSection => list.cursor = list.cursor.saturating_sub(page),
            Action::First => list.cursor = 0,
            Action::Last => list.cursor = last,
            Action::Open => return self.load(selected),
            Action::Timeline => {
                self.then_timeline = selected.is_some();
                return self.load(selected);
            }
            Action::Study => return self.open_study(),
            Action::Enrol => return self.open_enrolment(),
            Action::Back => {
                list.line = Line::default();
                list.search();
            }
            other => {
                let before = list.line.text().to_owned();
                if edit_line(&mut list.line, other) && list.line.text() != before {
                    list.search();
                }
            }
        }
        Vec::new()
    }

    fn load(&mut self, id: Option<ParticipantId>) -> Vec<Effect> {
        match id {
            Some(id) => self.ask_record(id),
            None => {
                self.notice = Some(Notice::info(
                    "There is no participant to open; enrol one first.",
                ));
                Vec::new()
            }
        }
    }
}
