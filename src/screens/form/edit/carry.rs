//! Facts that are repeated: last visit's on request, a laboratory's limits by themselves.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::record::event::Origin;
use crate::domain::study::laboratory;
use crate::domain::study::laboratory::Laboratory;
use crate::screens::effect::Effect;
use crate::screens::form::state::Change;
use crate::screens::form::state::FormState;
use crate::screens::form::state::Move;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Repeats last visit's fact; a rating or a result must be judged or measured again.
    pub(crate) fn repeat_fact(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let Some(instrument) = shared.instrument(self) else {
            return Vec::new();
        };
        let Some(field) = instrument.field(self.focus.as_str()) else {
            return Vec::new();
        };
        let id = field.id.clone();
        if !field.fact {
            shared.notice = Some(Notice::warn(shared.language.only_facts_repeat()));
            return Vec::new();
        }
        let earlier = self
            .visit
            .as_ref()
            .and_then(|visit| shared.last_answer(visit, self.form.as_str(), id.as_str()))
            .cloned();
        let Some(answer) = earlier else {
            shared.notice = Some(Notice::warn(shared.language.nothing_to_repeat()));
            return Vec::new();
        };
        self.clear_line(&id);
        if self.standing_in(shared, &id).as_ref() == Some(&answer) {
            return self.go(shared, Move::Next);
        }
        self.change_form(
            shared,
            Change::Several {
                answers: vec![(id, answer)],
                origin: Origin::Carried,
                agreed: None,
                then: Move::Next,
            },
        )
    }

    /// Returns the upper limit of normal that belongs to a result just entered, when the laboratory's is known.
    pub(crate) fn limit_to_carry(
        &self,
        shared: &Workspace,
        field: &FieldId,
    ) -> Option<(FieldId, Answer)> {
        let instrument = shared.instrument(self)?;
        let FieldKind::Lab {
            uln_field: Some(limit),
            ..
        } = &instrument.field(field.as_str())?.kind
        else {
            return None;
        };
        if shared.standing(self, limit).is_some() || shared.has_unfit(self, limit) {
            return None;
        }
        let name = shared.standing(self, &FieldId::from(laboratory::NAME))?;
        let unit = shared.standing(self, &FieldId::from(laboratory::UNIT))?;
        let (name, unit) = (name.as_text()?, unit.as_code()?);
        let visit = self.visit.as_ref()?;
        let record = shared.open.record.as_ref()?;
        // The profiles that other participants used; the owner sends them with this participant's record.
        let others = shared.laboratories.iter().cloned();
        let own = record.visits().filter(|session| session.visit != *visit);
        let own = own.filter_map(|session| Laboratory::of(&shared.study, session));
        let known = own
            .chain(others)
            .filter(|laboratory| laboratory.is(name, unit))
            .filter_map(|known| Some((known.date, known.limit(limit.as_str())?.clone())))
            .max_by_key(|(date, _)| *date);
        Some((limit.clone(), known?.1))
    }

    /// Goes past the limit that was just carried, so that results can be typed one after the other.
    pub(crate) fn skip_carried(&mut self, shared: &mut Workspace, result: &FieldId) {
        let found = || {
            let instrument = shared.instrument(self)?;
            let FieldKind::Lab {
                uln_field: Some(limit),
                ..
            } = &instrument.field(result.as_str())?.kind
            else {
                return None;
            };
            let visit = self.visit.as_ref()?;
            let cell = shared.cells(visit, &self.form)?.get(limit)?;
            Some(self.focus == *limit && cell.origin == Some(Origin::Carried))
        };
        if found() == Some(true) {
            self.go(shared, Move::Next);
        }
    }
}
