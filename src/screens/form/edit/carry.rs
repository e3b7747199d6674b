//! Facts that are repeated: last visit's on request, a laboratory's limits by themselves.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Origin;
use crate::domain::study::laboratory;
use crate::domain::study::laboratory::Laboratory;
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move, Repeated};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Returns last visit's fact in the focused field, or why there is none; a rating or a result must be judged or
    /// measured again.
    pub(crate) fn earlier_fact(&self, shared: &Workspace) -> Result<Answer, &'static str> {
        let instrument = shared.instrument(self);
        let field = instrument.and_then(|form| form.field(self.focus.as_str()));
        if !field.is_some_and(|field| field.fact) {
            return Err(shared.language.only_facts_repeat());
        }
        let earlier = || {
            let visit = self.visit.as_ref()?;
            shared.last_answer(visit, self.form.as_str(), self.focus.as_str())
        };
        let earlier = earlier().cloned();
        earlier.ok_or_else(|| shared.language.nothing_to_repeat())
    }

    /// Repeats last visit's fact by the key of an action.
    pub(crate) fn repeat_fact(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        match self.earlier_fact(shared) {
            Ok(answer) => self.repeat(shared, answer, None),
            Err(words) => {
                shared.notice = Some(Notice::warn(words));
                Vec::new()
            }
        }
    }

    /// Repeats an earlier answer: in a choice at once, as its key would; elsewhere it is put into the field as text that
    /// waits for Enter, so that what is typed behind it reaches no other field. `sign` is the character that did it.
    pub(crate) fn repeat(
        &mut self,
        shared: &mut Workspace,
        answer: Answer,
        sign: Option<char>,
    ) -> Vec<Effect> {
        let id = self.focus.clone();
        let Some((instrument, field)) = shared
            .instrument(self)
            .and_then(|form| Some((form, form.field(id.as_str())?)))
        else {
            return Vec::new();
        };
        if matches!(field.kind, FieldKind::Choice { .. }) {
            self.clear_line(&id);
            let effects = self.store_repeated(shared, answer, Move::Next);
            self.went_on_from_choice(&id);
            return effects;
        }
        let text = match &answer {
            // A full stop alone is the word for no value.
            Answer::Missing { .. } => ".".to_owned(),
            Answer::Value { .. } => typing::show(instrument, field, &answer),
        };
        self.forget_word();
        self.line = self.word_of(shared, &text);
        self.repeated = Some(Repeated { answer, text, sign });
        self.judge_word(shared);
        Vec::new()
    }

    /// Returns whether the word is an earlier answer as it was put there.
    pub(crate) fn is_repeated(&self) -> bool {
        let text = self.repeated.as_ref().map(|repeated| &repeated.text);
        text.is_some_and(|text| text == self.line.text())
    }

    /// Begins the word anew where an earlier answer stands in the field as it was put there: with the character that
    /// put it there, so that this and what follows are refused together.
    pub(crate) fn begin_over_repeated(&mut self) {
        let over = self.is_repeated() && self.line.is_at_end();
        if let Some(repeated) = self.repeated.take().filter(|_| over) {
            self.line = Line::default();
            if let Some(sign) = repeated.sign {
                self.line.insert(sign);
            }
        }
    }

    /// Stores an earlier answer in the focused field again.
    pub(crate) fn store_repeated(
        &mut self,
        shared: &mut Workspace,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        let id = self.focus.clone();
        if self.standing_in(shared, &id).as_ref() == Some(&answer) {
            self.clear_line(&id);
            return self.go(shared, then);
        }
        let change = Change::Several {
            answers: vec![(id.clone(), answer)],
            origin: Origin::Carried,
            agreed: None,
            then,
        };
        self.clear_line(&id);
        self.change_form(shared, change)
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
            if self.focus != *limit || cell.origin != Some(Origin::Carried) {
                return None;
            }
            let field = instrument.field(limit.as_str())?;
            let answer = cell.answer.as_ref()?;
            let words = typing::show(instrument, field, answer);
            Some(shared.language.limit_as_before(&field.label, &words))
        };
        if let Some(words) = found() {
            self.go(shared, Move::Next);
            // A question or a warning about the result goes before it.
            shared.notice.get_or_insert(Notice::info(words));
        }
    }
}
