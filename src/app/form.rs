//! The form engine: one field has the focus, what is typed goes into it, and an accepted answer
//! moves on.
//!
//! Leaving a field is never blocked: text that is not an answer yet stays with its field, marked.
//! What an accepted answer does to the record is in [`super::edit`].

use super::Effect;
use super::edit::Edit;
use super::layer::{Layer, NoteState, Page, PageKind};
use super::model::{Model, Notice};
use super::picker::{Purpose, WordsFor};
use crate::domain::answer::Answer;
use crate::domain::event::{Event, Place, PromptOutcome};
use crate::domain::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::instrument::{Field, FieldKind, Instrument};
use crate::domain::session::FormCells;
use crate::domain::typing::{self, Typed};
use crate::domain::{check, progress};
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::input::line::Line;
use rust_decimal::Decimal;
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
    /// The refused text is replaced by the next character typed.
    pub(crate) replaces: bool,
    /// The field before was full and went on by itself with the last key.
    pub(crate) went_on: bool,
    /// Text that was taken back from a question; leaving the field does not ask again.
    pub(crate) taken_back: Option<String>,
    /// Text of other fields that was left without being accepted.
    pub unfinished: BTreeMap<FieldId, String>,
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
            replaces: false,
            went_on: false,
            taken_back: None,
            unfinished: BTreeMap::new(),
            undo: Vec::new(),
            local: FormCells::new(),
        }
    }

    /// Returns the place of one of its fields in the record; for an enrolment, a place that is never stored.
    pub fn place(&self, participant: &ParticipantId, field: &FieldId) -> Place {
        Place {
            participant: participant.clone(),
            visit: self
                .visit
                .clone()
                .unwrap_or_else(|| VisitId::from("enrolment")),
            form: self.form.clone(),
            field: field.clone(),
        }
    }

    /// Leaves what is typed with its field, so that it is there again when the focus comes back.
    fn put_down(&mut self) {
        let text = self.line.take();
        if !text.is_empty() {
            self.unfinished.insert(self.focus.clone(), text);
        }
        self.refusal = None;
    }

    /// Puts the focus on a field, bringing back what was left unfinished there.
    pub(crate) fn focus_on(&mut self, field: FieldId) {
        if field != self.focus {
            self.put_down();
        }
        if self.line.is_empty() {
            self.line = Line::new(self.unfinished.remove(&field).unwrap_or_default().as_str());
        }
        self.focus = field;
        self.at_end = false;
        self.refusal = None;
        self.replaces = false;
        self.taken_back = None;
    }

    /// Puts the cursor behind the last field.
    pub(crate) fn go_to_end(&mut self) {
        self.put_down();
        self.at_end = true;
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
            FieldKind::Choice { .. } | FieldKind::Text { .. } | FieldKind::Date => None,
        }
    }

    /// Returns the label of a field of the form on top.
    pub(crate) fn label_of(&self, field: &FieldId) -> String {
        let form = self.form().and_then(|form| self.instrument(form));
        form.and_then(|form| form.field(field.as_str()))
            .map_or_else(String::new, |field| field.label.clone())
    }

    /// Returns what the text being typed means.
    pub fn typed(&self) -> Option<Typed> {
        let form = self.form()?;
        let instrument = self.instrument(form)?;
        let field = instrument.field(form.focus.as_str())?;
        let unit = self.unit_of(form, field);
        Some(typing::read(
            instrument,
            field,
            form.line.text(),
            unit.as_deref(),
            self.today(),
        ))
    }

    /// Takes a character into the focused field, if the field can have it.
    pub(crate) fn type_in_form(&mut self, c: char) -> Option<Vec<Effect>> {
        let form = self.form()?;
        if form.at_end {
            return None;
        }
        let instrument = self.instrument(form)?;
        let field = instrument.field(form.focus.as_str())?;
        let key = Key::plain(Code::Char(c));
        let repeats = self.keymap.lookup(Context::Form, &key) == Some(Action::Repeat);
        if repeats && field.fact && form.line.is_empty() {
            // In front of a text too: the name of a laboratory begins with no such sign.
            return None;
        }
        let text = if form.replaces { "" } else { form.line.text() };
        let inserted = typing::inserts(instrument, field, text, c)?;
        let form = self.form_mut()?;
        if std::mem::take(&mut form.replaces) {
            form.line = Line::default();
        }
        form.line.insert(inserted);
        form.refusal = None;
        form.taken_back = None;
        match self.typed()? {
            Typed::Full(answer) => {
                let from = self.form()?.focus.clone();
                let effects = self.accept(answer, Move::Next);
                if let Some(form) = self.form_mut() {
                    form.went_on = form.focus != from;
                }
                Some(effects)
            }
            Typed::Wrong(refusal) => {
                self.form_mut()?.refusal = Some(refusal.to_string());
                Some(Vec::new())
            }
            _ => Some(Vec::new()),
        }
    }

    /// Says why a character did nothing.
    pub(crate) fn refuse_char(&mut self, c: char) {
        let Some(form) = self.form() else { return };
        if form.at_end {
            self.notice = Some(Notice::warn(
                "This is the end of the form; nothing was typed.",
            ));
            return;
        }
        let takes = self
            .instrument(form)
            .and_then(|instrument| Some((instrument, instrument.field(form.focus.as_str())?)))
            .map(|(instrument, field)| typing::expects(instrument, field))
            .unwrap_or_default();
        self.notice = Some(Notice::warn(format!("'{c}' does not go here: {takes}.")));
    }

    /// Does an action in a form.
    pub(crate) fn act_form(&mut self, action: Action) -> Vec<Effect> {
        use Action::{Erase, Left, Missing, Note, Repeat, Right};
        let at_end = self.form().is_some_and(|form| form.at_end);
        if at_end && matches!(action, Missing | Repeat | Note | Erase | Left | Right) {
            // The cursor is on no field, so that none may change.
            self.notice = Some(Notice::warn(
                "This is the end of the form; go back to the field first.",
            ));
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => self.next(),
            Action::Previous => self.leave(Move::Previous),
            Action::NextSection => self.leave(Move::NextSection),
            Action::PreviousSection => self.leave(Move::PreviousSection),
            Action::First => self.leave(Move::First),
            Action::Last => self.leave(Move::Last),
            Action::NextRequired => self.leave(Move::NextRequired),
            // One step back answers nothing: what is typed waits with its field.
            Action::Back => self.put_down(Move::Close),
            Action::GoTo => self.open_goto(),
            Action::Missing => self.ask_missing(),
            Action::RestAbsent => self.ask_rest_absent(),
            Action::Repeat => self.repeat_fact(),
            Action::Note => self.open_note(),
            Action::Erase => self.erase(),
            Action::Undo => self.undo(),
            Action::Change => self.open_change(),
            Action::DeleteBack => self.backspace().unwrap_or_default(),
            Action::DeleteWord => {
                if let Some(form) = self.form_mut() {
                    form.line.delete_word();
                    form.refusal = None;
                }
                Vec::new()
            }
            Action::Left => self.step(Decimal::new(-1, 1)),
            Action::Right => self.step(Decimal::new(1, 1)),
            _ => Vec::new(),
        }
    }

    /// Accepts what is typed and goes on; text that is no answer is refused once, then left standing.
    fn next(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        if form.at_end {
            return self.next_form();
        }
        let refused_before = form.refusal.is_some() && form.line.text() != ".";
        match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => self.accept(answer, Move::Next),
            Some(Typed::Missing) => self.ask_missing(),
            Some(Typed::Wrong(refusal)) if !refused_before || self.just_shown() => {
                let effects = self.refuse(refusal.to_string());
                if let Some(form) = self.form_mut() {
                    // No key can make it right, so the next one begins anew.
                    form.replaces = true;
                }
                effects
            }
            Some(Typed::Partial) if !refused_before => {
                let expects = self.expected();
                self.refuse(format!("That is not an answer yet: {expects}."))
            }
            _ => self.leave(Move::Next),
        }
    }

    /// Returns whether the refusal on the screen came from typing, not from the key that goes on.
    fn just_shown(&self) -> bool {
        self.form().is_some_and(|form| {
            form.refusal
                .as_deref()
                .is_some_and(|refusal| !refusal.ends_with(LEAVE_HINT))
        })
    }

    fn expected(&self) -> String {
        self.form()
            .and_then(|form| {
                let instrument = self.instrument(form)?;
                Some(typing::expects(
                    instrument,
                    instrument.field(form.focus.as_str())?,
                ))
            })
            .unwrap_or_default()
    }

    /// Shows why the text is refused, and records that it was.
    fn refuse(&mut self, reason: String) -> Vec<Effect> {
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        form.refusal = Some(format!("{reason}{LEAVE_HINT}"));
        let (field, text, enrolling) = (
            form.focus.clone(),
            form.line.text().to_owned(),
            form.visit.is_none(),
        );
        let Some(place) = self.place_of(&field) else {
            return Vec::new();
        };
        if enrolling
            || self
                .open_visit()
                .and_then(|visit| self.session(visit))
                .is_none()
        {
            // Before the first answer there is no session that the question could belong to.
            return Vec::new();
        }
        self.append(vec![Event::Prompted {
            place,
            rule: "hard-limit".to_owned(),
            rule_version: check::RULE_VERSION.to_owned(),
            value: text,
            outcome: PromptOutcome::Refused,
            reason: Some(reason),
        }])
    }

    /// Moves away; what is typed is accepted if it is an answer, else kept with its field.
    pub(crate) fn leave(&mut self, to: Move) -> Vec<Effect> {
        // A value that was taken back from a question waits with its field instead of asking for ever.
        let taken_back = self
            .form()
            .is_some_and(|form| form.taken_back.as_deref() == Some(form.line.text()));
        match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) if !taken_back => {
                self.accept(answer, to)
            }
            _ => self.put_down(to),
        }
    }

    /// Moves away and leaves what is typed unfinished with its field.
    pub(crate) fn put_down(&mut self, to: Move) -> Vec<Effect> {
        if let Some(form) = self.form_mut() {
            form.put_down();
        }
        self.go(to)
    }

    /// Puts the focus somewhere else in the form, or leaves it.
    pub(crate) fn go(&mut self, to: Move) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(instrument) = self.instrument(form) else {
            return Vec::new();
        };
        let cells = self.form_cells(form);
        let fields = self.asked(instrument, form.visit.as_ref(), &cells);
        let here = fields
            .iter()
            .position(|field| field.id == form.focus)
            .unwrap_or(0);
        let section = |index: usize| {
            fields
                .get(index)
                .and_then(|f| instrument.section_of(f.id.as_str()))
                .map(|s| &s.id)
        };
        let at_end = form.at_end;
        let target = match &to {
            Move::Stay if at_end => return Vec::new(),
            Move::Stay => Some(here),
            Move::Next => (here + 1 < fields.len()).then_some(here + 1),
            Move::Previous if at_end => Some(here),
            Move::Previous => Some(here.saturating_sub(1)),
            Move::First => Some(0),
            Move::Last => Some(fields.len().saturating_sub(1)),
            Move::NextSection => (here..fields.len()).find(|i| section(*i) != section(here)),
            Move::PreviousSection => {
                let first_of = |index: usize| {
                    (0..=index)
                        .find(|i| section(*i) == section(index))
                        .unwrap_or(index)
                };
                let first = first_of(here);
                Some(if first < here {
                    first
                } else {
                    first_of(first.saturating_sub(1))
                })
            }
            Move::NextRequired => {
                let baseline = form
                    .visit
                    .as_ref()
                    .is_none_or(|visit| self.is_baseline(visit));
                match progress::next_required(
                    &self.study,
                    instrument,
                    baseline,
                    &cells,
                    &form.focus,
                ) {
                    Some(id) => fields.iter().position(|field| field.id == id),
                    None => {
                        self.notice = Some(Notice::info("No required field is empty here."));
                        return self.go(Move::Stay);
                    }
                }
            }
            Move::To(id) => Some(fields.iter().position(|f| f.id == *id).unwrap_or(here)),
            Move::Close => return self.close_form(),
            Move::Other(id, field) => {
                let state = FormState::new(id.clone(), form.visit.clone(), field.clone());
                let effects = self.close_form();
                self.push_form(state);
                self.go(Move::Stay);
                return effects;
            }
        };
        let focus = target
            .and_then(|index| fields.get(index))
            .map(|field| field.id.clone());
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        match focus {
            Some(focus) => form.focus_on(focus),
            None => form.go_to_end(),
        }
        if let Some(Typed::Wrong(refusal)) = self.typed()
            && let Some(form) = self.form_mut()
        {
            form.refusal = Some(refusal.to_string());
        }
        Vec::new()
    }

    /// Returns whether a field has the focus and nothing is typed in it.
    pub(crate) fn is_on_empty_line(&self) -> bool {
        let on_top = matches!(self.layers.last(), Some(Layer::Form(_)));
        on_top
            && self
                .form()
                .is_some_and(|form| !form.at_end && form.line.is_empty())
    }

    /// Brings the text of a standing value back for editing; `false` where there is none, or only a code.
    pub(crate) fn edit_standing(&mut self) -> bool {
        let found = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let field = instrument.field(form.focus.as_str())?;
            let answer = self.standing(form, &form.focus)?;
            answer.value()?;
            let editable = !form.at_end && !matches!(field.kind, FieldKind::Choice { .. });
            editable.then(|| typing::show(instrument, field, &answer))
        };
        let Some(text) = found() else {
            return false;
        };
        if let Some(form) = self.form_mut() {
            form.line = Line::new(&text);
        }
        true
    }

    /// Steps a scale by a tenth, when there is a value to step from: a scale has no default.
    fn step(&mut self, by: Decimal) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let kind = self
            .instrument(form)
            .and_then(|i| i.field(form.focus.as_str()))
            .map(|f| &f.kind);
        let from = match self.typed() {
            Some(Typed::Ready(answer) | Typed::Full(answer)) => answer.as_number(),
            Some(Typed::Empty) => self.standing(form, &form.focus).and_then(|a| a.as_number()),
            _ => None,
        };
        let scale = matches!(kind, Some(FieldKind::Vas { .. }));
        let Some(form) = self.form_mut() else {
            return Vec::new();
        };
        match from {
            Some(from) if scale => {
                let to = (from + by).clamp(Decimal::ZERO, Decimal::TEN);
                form.line = Line::new(format!("{to:.1}").as_str());
            }
            _ if by.is_sign_negative() => _ = form.line.left(),
            _ => _ = form.line.right(),
        }
        Vec::new()
    }

    /// Returns the place in the record of a field of the form on top.
    pub(crate) fn place_of(&self, field: &FieldId) -> Option<Place> {
        let form = self.form()?;
        let participant = match &self.record {
            Some(record) if form.visit.is_some() => record.participant.id.clone(),
            _ => ParticipantId::from(""),
        };
        Some(form.place(&participant, field))
    }

    fn ask_missing(&mut self) -> Vec<Effect> {
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
    fn ask_rest_absent(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(Typed::Ready(answer) | Typed::Full(answer)) = self.typed() {
            effects = self.accept(answer, Move::Stay);
        }
        if matches!(self.layers.last(), Some(Layer::Form(_))) {
            effects.extend(self.offer_rest_absent());
        }
        effects
    }

    fn offer_rest_absent(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(instrument) = self.instrument(form) else {
            return Vec::new();
        };
        let cells = self.form_cells(form);
        let Some(section) = instrument.section_of(form.focus.as_str()) else {
            return Vec::new();
        };
        let baseline = form
            .visit
            .as_ref()
            .is_none_or(|visit| self.is_baseline(visit));
        let answers = progress::rest_absent(&self.study, instrument, baseline, section, &cells);
        if answers.is_empty() {
            self.notice = Some(Notice::info(
                "Nothing in this part is both empty and able to be absent.",
            ));
            return Vec::new();
        }
        let title = section.title.clone();
        self.ask(Purpose::RestAbsent { title, answers });
        Vec::new()
    }

    /// Returns the note on a field of the form on top.
    pub(crate) fn note_on(&self, field: &FieldId) -> String {
        let note = || {
            let form = self.form()?;
            let cells = self.cells(form.visit.as_ref()?, &form.form)?;
            cells.get(field)?.note.clone()
        };
        note().unwrap_or_default()
    }

    fn open_note(&mut self) -> Vec<Effect> {
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
        let line = Line::new(text.as_str());
        let words = WordsFor::Note;
        self.layers.push(Layer::Note(NoteState {
            place,
            label,
            line,
            words,
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
        }
        Vec::new()
    }
}

/// What is added to a refusal once the key that goes on was pressed.
const LEAVE_HINT: &str = " Correct it, or go on once more to leave it unfinished.";
