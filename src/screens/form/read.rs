//! What a form on the screen holds: its answers, the text that is typed in it, where its fields are in the record.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::forms::engine::{cells, progress, typing};
use crate::domain::record::event::FieldPath;
use crate::domain::record::session::FormCells;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns the instrument of a form on the screen.
    pub fn instrument(&self, form: &FormState) -> Option<&Instrument> {
        match &form.visit {
            Some(visit) => self.form_at(visit, &form.form),
            None => Some(self.enrolment_form()),
        }
    }

    /// Returns what the study decides about scoring a form on the screen.
    pub fn scoring(&self, form: &FormState) -> &ScoringRules {
        let version = form.visit.as_ref();
        let version = version.map_or(&*self.study, |visit| self.study_of(visit, &form.form));
        version.scoring()
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

    /// Returns whether what is stored in a field of a form on the screen is not by the rules.
    pub(crate) fn has_unfit(&self, form: &FormState, field: &FieldId) -> bool {
        let visit = form.visit.as_ref();
        let cells = visit.and_then(|visit| self.cells(visit, &form.form));
        cells.is_some_and(|cells| cells::is_unfit(cells, field.as_str()))
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
            | FieldKind::Paragraph
            | FieldKind::Date
            | FieldKind::PartialDate { .. }
            | FieldKind::Time => None,
        }
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
        let participant = match &shared.open.record {
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
        let setting = shared.setting(self.visit.as_ref());
        let mut answers =
            progress::rest_absent(shared.scoring(self), instrument, setting, section, &cells);
        // A field that holds text is not empty, even if the text is no answer yet.
        let holds_text = |field: &FieldId| {
            let typing = *field == self.focus && !self.line.is_empty();
            typing || self.unfinished.contains_key(field)
        };
        answers.retain(|(field, _)| !holds_text(field));
        let empty = progress::empty_in(shared.scoring(self), instrument, setting, section, &cells);
        let left = empty.filter(|field| !answers.iter().any(|(id, _)| *id == field.id));
        let (text, no_answer): (Vec<_>, Vec<_>) = left.partition(|field| holds_text(&field.id));
        let labels = |fields: Vec<&Field>| -> Vec<String> {
            fields.iter().map(|field| field.label.clone()).collect()
        };
        let (text, no_answer) = (labels(text), labels(no_answer));
        if answers.is_empty() {
            let words = shared.language.nothing_to_set_absent(&no_answer, &text);
            shared.notice = Some(Notice::info(words));
            self.asked_nothing = Some(String::new());
            return Vec::new();
        }
        let title = section.title.clone();
        let set = answers.iter().filter_map(|(id, answer)| {
            let field = instrument.field(id.as_str())?;
            let code = answer.as_code()?;
            let own = instrument.choice(field, code);
            let word = own.map_or(code, |choice| choice.label.as_str());
            Some((field.label.clone(), word.to_owned()))
        });
        let set = set.collect();
        shared.ask(Purpose::RestAbsent {
            title,
            answers,
            set,
            no_answer,
            text,
        });
        Vec::new()
    }

    /// Returns whether the cursor is on the first field that is asked.
    pub(crate) fn is_at_first(&self, shared: &Workspace) -> bool {
        let Some(instrument) = shared.instrument(self) else {
            return true;
        };
        let fields = shared.asked(instrument, self.visit.as_ref(), &shared.form_cells(self));
        fields.first().is_none_or(|field| field.id == self.focus)
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
