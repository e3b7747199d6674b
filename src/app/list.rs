//! The list of participants: find as you type, open, enrol.

use super::Effect;
use super::layer::{Layer, Visits};
use super::model::{Model, Notice};
use super::picker::edit_line;
use crate::client::Request;
use crate::domain::ids::ParticipantId;
use crate::domain::schedule;
use crate::domain::session::ParticipantRecord;
use crate::domain::summary::Summary;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;

/// The list of participants.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    /// What is searched.
    pub line: Line,
    /// Line with the cursor.
    pub cursor: usize,
    /// Indices of the participants that match, best first.
    pub found: Vec<usize>,
}

impl Model {
    /// Takes a character as text in the topmost layer; `None` when it is no text there.
    pub(crate) fn type_char(&mut self, c: char) -> Option<Vec<Effect>> {
        match self.layers.last_mut()? {
            Layer::Participants(list) => {
                let bound = self
                    .keymap
                    .lookup(Context::List, &Key::plain(Code::Char(c)));
                if list.line.is_empty() && bound.is_some() {
                    return None;
                }
                list.line.insert(c);
                list.cursor = 0;
                self.refresh_finder();
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
            Layer::Page(_) => None,
        }
    }

    /// Takes Backspace: deletes where something is typed, else goes back one field; `None` elsewhere.
    pub(crate) fn backspace(&mut self) -> Option<Vec<Effect>> {
        if self.is_on_empty_line() {
            self.edit_standing();
        }
        match self.layers.last_mut()? {
            Layer::Participants(list) => {
                list.line.delete_back();
                list.cursor = 0;
                self.refresh_finder();
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
            Layer::Participant(_) | Layer::Visit(_) | Layer::Page(_) => {
                Some(self.act(Action::Back))
            }
        }
    }

    /// Brings what the finder shows up to date.
    pub(crate) fn refresh_finder(&mut self) {
        let Some(finder) = &mut self.finder else {
            return;
        };
        for layer in &mut self.layers {
            if let Layer::Participants(list) = layer {
                list.found = finder.find(list.line.text());
                list.cursor = list.cursor.min(list.found.len().saturating_sub(1));
            }
        }
    }

    /// Returns the participant under the cursor of the list.
    pub fn selected(&self) -> Option<&Summary> {
        let Some(Layer::Participants(list)) = self.layers.first() else {
            return None;
        };
        self.participants
            .as_ref()?
            .get(*list.found.get(list.cursor)?)
    }

    pub(crate) fn act_participants(&mut self, action: Action) -> Vec<Effect> {
        let page = usize::from(self.size.1.saturating_sub(7)).max(1);
        let selected = self
            .selected()
            .map(|summary| summary.participant.id.clone());
        let Some(Layer::Participants(list)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let last = list.found.len().saturating_sub(1);
        match action {
            Action::Next => list.cursor = (list.cursor + 1).min(last),
            Action::Previous => list.cursor = list.cursor.saturating_sub(1),
            Action::NextSection => list.cursor = (list.cursor + page).min(last),
            Action::PreviousSection => list.cursor = list.cursor.saturating_sub(page),
            Action::First => list.cursor = 0,
            Action::Last => list.cursor = last,
            Action::Open => return self.load(selected),
            Action::Enrol => return self.open_enrolment(),
            Action::Back => {
                list.line = Line::default();
                list.cursor = 0;
                self.refresh_finder();
            }
            other => {
                if edit_line(&mut list.line, other) {
                    self.refresh_finder();
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

    /// Asks for a participant's record, once.
    pub(crate) fn ask_record(&mut self, id: ParticipantId) -> Vec<Effect> {
        if self.opening.as_ref() == Some(&id) {
            return Vec::new();
        }
        self.opening = Some(id.clone());
        vec![Effect::Send(Request::Record(id))]
    }

    /// Shows a participant's visits, or goes on where the program was left.
    pub(crate) fn open_record(&mut self, record: Option<Box<ParticipantRecord>>) -> Vec<Effect> {
        let Some(mut record) = record else {
            if self.opening.take().is_some() && !self.saving.waits() {
                self.notice = Some(Notice::error("This participant is not in the record."));
            }
            self.resume = None;
            return Vec::new();
        };
        let participant = record.participant.id.clone();
        if self.opening.as_ref() != Some(&participant) {
            return Vec::new();
        }
        self.opening = None;
        if self.layers.len() > 1 {
            // Something else was opened while this was on its way; it is not taken away.
            self.resume = None;
            return Vec::new();
        }
        self.saving.preview(&mut record, self.now);
        self.record = Some(*record);
        self.refresh_sets();
        self.layers.truncate(1);
        let cursor = self.due_visit();
        self.layers.push(Layer::Participant(Visits {
            participant,
            cursor,
        }));
        self.resume_in_record()
    }

    /// Returns the place in the schedule of the visit to open next.
    fn due_visit(&self) -> usize {
        let plan = self.plan();
        schedule::next_visit(&plan, self.today())
            .and_then(|next| self.study.visit_index(next.visit.as_str()))
            .unwrap_or_else(|| plan.len().saturating_sub(1))
    }
}
