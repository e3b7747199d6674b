//! Facts that are repeated: last visit's on request, a laboratory's limits by themselves.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::record::event::Origin;
use crate::domain::study::laboratory;
use crate::domain::study::laboratory::Laboratory;
use crate::screens::app::Effect;
use crate::screens::form::edit::why::Change;
use crate::screens::form::state::Move;
use crate::screens::session::{Model, Notice};

impl Model {
    /// Repeats last visit's fact; a rating or a result must be judged or measured anew.
    pub(crate) fn repeat_fact(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(instrument) = self.instrument(form) else {
            return Vec::new();
        };
        let Some(field) = instrument.field(form.focus.as_str()) else {
            return Vec::new();
        };
        let id = field.id.clone();
        if !field.fact {
            self.notice = Some(Notice::warn(
                "Only facts are repeated; a rating or a result is entered anew at each visit.",
            ));
            return Vec::new();
        }
        let earlier = form
            .visit
            .as_ref()
            .and_then(|visit| self.last_answer(visit, form.form.as_str(), id.as_str()))
            .cloned();
        let Some(answer) = earlier else {
            self.notice = Some(Notice::warn(
                "There is no earlier visit with an answer here.",
            ));
            return Vec::new();
        };
        self.clear_line(&id);
        if self.standing_in(&id).as_ref() == Some(&answer) {
            return self.go(Move::Next);
        }
        self.change_form(Change::Several {
            answers: vec![(id, answer)],
            origin: Origin::Carried,
            then: Move::Next,
        })
    }

    /// Returns the upper limit of normal that belongs to a result just entered, when the laboratory's is known.
    pub(crate) fn limit_to_carry(&self, field: &FieldId) -> Option<(FieldId, Answer)> {
        let form = self.form()?;
        let instrument = self.instrument(form)?;
        let FieldKind::Lab {
            uln_field: Some(limit),
            ..
        } = &instrument.field(field.as_str())?.kind
        else {
            return None;
        };
        if self.standing(form, limit).is_some() {
            return None;
        }
        let name = self.standing(form, &FieldId::from(laboratory::NAME))?;
        let unit = self.standing(form, &FieldId::from(laboratory::UNIT))?;
        let (name, unit) = (name.as_text()?, unit.as_code()?);
        let visit = form.visit.as_ref()?;
        let record = self.record.as_ref()?;
        // Those of others, as the owner tells them with this participant's record.
        let others = self.laboratories.iter().cloned();
        let own = record.visits().filter(|session| session.visit != *visit);
        let own = own.filter_map(|session| Laboratory::of(&self.study, session));
        let known = own
            .chain(others)
            .filter(|laboratory| laboratory.is(name, unit))
            .filter_map(|known| Some((known.date, known.limit(limit.as_str())?.clone())))
            .max_by_key(|(date, _)| *date);
        Some((limit.clone(), known?.1))
    }

    /// Goes past the limit that was just carried, so that results can be typed one after the other.
    pub(crate) fn skip_carried(&mut self, result: &FieldId) {
        let found = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let FieldKind::Lab {
                uln_field: Some(limit),
                ..
            } = &instrument.field(result.as_str())?.kind
            else {
                return None;
            };
            let visit = form.visit.as_ref()?;
            let cell = self.cells(visit, &form.form)?.get(limit)?;
            Some(form.focus == *limit && cell.origin == Some(Origin::Carried))
        };
        if found() == Some(true) {
            self.go(Move::Next);
        }
    }
}
