//! The form engine: one field has the focus, what is typed goes into it, and an accepted answer
//! moves on.
//!
//! Leaving a field is never blocked: text that is not an answer yet stays with its field, marked.
//! What an accepted answer does to the record is in [`super::edit`].

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::Typed;
use crate::domain::forms::engine::{progress, typing};
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::FormCells;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::edit::Edit;
use crate::screens::picker::state::Purpose;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Notice, Workspace};
use std::collections::BTreeMap;

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct FormState {
    /// The form.
    pub form: FormId,
    /// The visit; `None` while a participant is being enrolled.
    pub visit: Option<VisitId>,
    /// The field with the focus.
    pub focus: FieldId,
    /// The cursor is behind the last field: Enter goes on to the next form.
    pub at_end: bool,
    /// What is typed and not accepted yet.
    pub line: Line,
    /// Why the text cannot be accepted; a second `next` leaves it standing.
    pub refusal: Option<String>,
    /// The refusal came with the key that goes on; the next one leaves the text standing.
    pub(crate) leaves: bool,
    /// The field before went on by itself with the last key.
    pub(crate) went_on: bool,
    /// The field before was a choice, which went on by itself with the last key: Backspace goes back to it.
    pub(crate) from_choice: bool,
    /// The answer that was opened as text while nothing has been typed into it; empty where a word was emptied.
    pub(crate) opened: Option<String>,
    /// Text that was taken back from a question; leaving the field does not ask again.
    pub(crate) taken_back: Option<String>,
    /// Text of other fields that was left without being accepted.
    pub unfinished: BTreeMap<FieldId, String>,
    /// The entry that stood in a field when text was begun in it; 0 for none.
    pub seen: BTreeMap<FieldId, u64>,
    /// Changes made since the form was opened, newest last.
    pub undo: Vec<Edit>,
    /// Answers of an enrolment, which is no session yet.
    pub local: FormCells,
}

/// Where the focus goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Nowhere.
    Stay,
    /// To the next field asked; behind the last one, to the end of the form.
    Next,
    /// To the field before.
    Previous,
    /// To the first field of the next section.
    NextSection,
    /// To the first field of this section, or of the one before.
    PreviousSection,
    /// To the first field.
    First,
    /// To the last field.
    Last,
    /// To the next required field that is empty.
    NextRequired,
    /// To this field.
    To(FieldId),
    /// To this field of another form of the visit.
    Other(FormId, FieldId),
    /// Out of the form.
    Close,
}

impl FormState {
    /// Opens a form on a field.
    pub fn new(form: FormId, visit: Option<VisitId>, focus: FieldId) -> Self {
        Self {
            form,
            visit,
            focus,
            at_end: false,
            line: Line::default(),
            refusal: None,
            leaves: false,
            went_on: false,
            from_choice: false,
            opened: None,
            taken_back: None,
            unfinished: BTreeMap::new(),
            seen: BTreeMap::new(),
            undo: Vec::new(),
            local: FormCells::new(),
        }
    }

    /// Returns the place of one of its fields in the record; for an enrolment, a place that is never stored.
    pub fn place(&self, participant: &ParticipantId, field: &FieldId) -> FieldPath {
        FieldPath {
            participant: participant.clone(),
            visit: self
                .visit
                .clone()
                .unwrap_or_else(|| VisitId::from("enrolment")),
            form: self.form.clone(),
            field: field.clone(),
        }
    }

    /// Shows why the text cannot be accepted, while it is typed.
    pub(crate) fn show_refusal(&mut self, reason: String) {
        self.refusal = Some(reason);
        self.leaves = false;
    }

    /// Leaves what is typed with its field, so that it is there when the focus comes back; an answer that
    /// was only opened stays as it is.
    pub(crate) fn lay_down(&mut self) {
        let text = self.line.take();
        if !text.is_empty() && self.opened.is_none() {
            self.unfinished.insert(self.focus.clone(), text);
        }
        self.forget_word();
    }

    /// Forgets what is known of the word besides its text.
    pub(crate) fn forget_word(&mut self) {
        self.refusal = None;
        self.leaves = false;
        self.opened = None;
        self.taken_back = None;
    }

    /// Puts the focus on a field. What was left unfinished there stands as an answer would: typing begins anew, and
    /// Backspace opens it.
    pub(crate) fn focus_on(&mut self, field: FieldId) {
        if field != self.focus {
            self.lay_down();
        }
        self.focus = field;
        self.at_end = false;
        self.forget_word();
    }

    /// Returns what is typed in the focused field and in no record: the word, or a draft that stands there.
    pub fn text_here(&self) -> &str {
        let draft = self.unfinished.get(&self.focus).map(String::as_str);
        match (self.line.text(), draft) {
            ("", Some(draft)) => draft,
            (text, _) => text,
        }
    }

    /// Puts the cursor behind the last field.
    pub(crate) fn go_to_end(&mut self) {
        self.lay_down();
        self.at_end = true;
    }
}

impl Workspace {
    /// Returns the instrument of a form on the screen.
    pub fn instrument(&self, form: &FormState) -> Option<&Instrument> {
        match form.visit {
            Some(_) => self.study.form(form.form.as_str()),
            None => Some(&self.study.enrolment),
        }
    }

    /// Returns the answers of a form on the screen.
    pub fn form_cells(&self, form: &FormState) -> FormCells {
        match &form.visit {
            Some(visit) => self.cells(visit, &form.form).cloned().unwrap_or_default(),
            None => form.local.clone(),
        }
    }

    /// Returns the answer that stands in a field of a form on the screen.
    pub fn standing(&self, form: &FormState, field: &FieldId) -> Option<Answer> {
        let cell = match &form.visit {
            Some(visit) => self.cells(visit, &form.form)?.get(field)?,
            None => form.local.get(field)?,
        };
        cell.answer.clone()
    }

    /// Returns the unit that an answer of this field gets: its own, or the one chosen in the form.
    pub fn unit_of(&self, form: &FormState, field: &Field) -> Option<String> {
        match &field.kind {
            FieldKind::Number { unit, .. } => unit.clone(),
            FieldKind::Vas { .. } => Some("cm".to_owned()),
            FieldKind::Lab { unit_field, .. } => self
                .standing(form, unit_field)?
                .as_code()
                .map(str::to_owned),
            FieldKind::Choice { .. }
            | FieldKind::Text { .. }
            | FieldKind::Date
            | FieldKind::PartialDate { .. }
            | FieldKind::Time => None,
        }
    }
}

impl Model {
    /// Returns the form on top, if a form is.
    pub fn form(&self) -> Option<&FormState> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(form.as_ref()),
            _ => None,
        })
    }

    pub(crate) fn form_mut(&mut self) -> Option<&mut FormState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(form.as_mut()),
            _ => None,
        })
    }
}

impl FormState {
    /// Returns the label of a field of the form.
    pub(crate) fn label_of(&self, shared: &Workspace, field: &FieldId) -> String {
        let instrument = shared.instrument(self);
        instrument
            .and_then(|instrument| instrument.field(field.as_str()))
            .map_or_else(String::new, |field| field.label.clone())
    }

    /// Returns what the text being typed means.
    pub fn typed(&self, shared: &Workspace) -> Option<Typed> {
        let instrument = shared.instrument(self)?;
        let field = instrument.field(self.focus.as_str())?;
        let unit = shared.unit_of(self, field);
        Some(typing::read(
            instrument,
            field,
            self.line.text(),
            unit.as_deref(),
            shared.today(),
        ))
    }

    /// Returns the place in the record of a field of the form on top.
    pub(crate) fn place_of(&self, shared: &Workspace, field: &FieldId) -> Option<FieldPath> {
        let participant = match &shared.record {
            Some(record) if self.visit.is_some() => record.participant.id.clone(),
            _ => ParticipantId::from(""),
        };
        Some(self.place(&participant, field))
    }

    pub(crate) fn offer_rest_absent(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let Some(instrument) = shared.instrument(self) else {
            return Vec::new();
        };
        let cells = shared.form_cells(self);
        let Some(section) = instrument.section_of(self.focus.as_str()) else {
            return Vec::new();
        };
        let baseline = self
            .visit
            .as_ref()
            .is_none_or(|visit| shared.is_baseline(visit));
        let mut answers = progress::rest_absent(
            shared.study.scoring(),
            instrument,
            baseline,
            section,
            &cells,
        );
        // A field that holds text is not empty, even if the text is no answer yet.
        answers.retain(|(field, _)| {
            let typing = *field == self.focus && !self.line.is_empty();
            !typing && !self.unfinished.contains_key(field)
        });
        if answers.is_empty() {
            shared.notice = Some(Notice::info(
                "Nothing in this part is both empty and able to be absent.",
            ));
            return Vec::new();
        }
        let title = section.title.clone();
        shared.ask(Purpose::RestAbsent { title, answers });
        Vec::new()
    }

    /// Returns the note on a field of the form on top.
    pub(crate) fn note_on(&self, shared: &Workspace, field: &FieldId) -> String {
        let note = || {
            let cells = shared.cells(self.visit.as_ref()?, &self.form)?;
            cells.get(field)?.note.clone()
        };
        note().unwrap_or_default()
    }
}
