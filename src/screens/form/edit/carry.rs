//! Facts that are repeated: last visit's on request, a laboratory's limits by themselves.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Field, FieldKind};
use crate::domain::forms::engine::progress;
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

    /// Returns the limits of normal that belong to a result just entered, of those that are blank and that the laboratory
    /// had before.
    pub(crate) fn limits_to_carry(
        &self,
        shared: &Workspace,
        result: &FieldId,
    ) -> Vec<(FieldId, Answer)> {
        let found = || {
            let instrument = shared.instrument(self)?;
            let name = shared.standing(self, &FieldId::from(laboratory::NAME))?;
            let known = self.known_laboratories(shared, name.as_text()?)?;
            let limits = instrument.field(result.as_str())?.limits();
            let carried = limits.filter_map(|limit| {
                let field = instrument.field(limit.as_str())?;
                let answer = self.limit_before(shared, field, &known)?;
                Some((limit.clone(), answer))
            });
            Some(carried.collect())
        };
        found().unwrap_or_default()
    }

    /// Returns what is known of a laboratory, the newest last: from the other forms of the participant, at this visit too, and
    /// from other participants.
    fn known_laboratories(&self, shared: &Workspace, name: &str) -> Option<Vec<Laboratory>> {
        let visit = self.visit.as_ref()?;
        let record = shared.open.record.as_ref()?;
        let own = record.visits().flat_map(|session| {
            let all = Laboratory::of(&shared.study, session).into_iter();
            all.filter(|(form, _)| session.visit != *visit || *form != self.form)
        });
        // The profiles that other participants used; the owner sends them with this participant's record.
        let others = shared.laboratories.iter().cloned();
        let all = own.map(|(_, laboratory)| laboratory).chain(others);
        let mut known: Vec<Laboratory> = all.filter(|known| known.is(name)).collect();
        known.sort_by_key(|laboratory| laboratory.date);
        Some(known)
    }

    /// Returns the newest limit that a laboratory had in the unit chosen for a field; none where something stands there.
    fn limit_before(
        &self,
        shared: &Workspace,
        field: &Field,
        known: &[Laboratory],
    ) -> Option<Answer> {
        let FieldKind::Lab { unit_field, .. } = &field.kind else {
            return None;
        };
        if shared.standing(self, &field.id).is_some() || shared.has_unfit(self, &field.id) {
            return None;
        }
        let unit = shared.standing(self, unit_field)?;
        let unit = unit.as_code()?;
        let mut newest = known.iter().rev();
        newest.find_map(|laboratory| laboratory.limit(field.id.as_str(), unit).cloned())
    }

    /// Goes past the limits of a result of which nothing is to be typed, so that results can be typed one after the other:
    /// those that were just carried, and optional ones that are blank and that the laboratory has never given, or whose result
    /// was left blank.
    pub(crate) fn skip_limits(&mut self, shared: &mut Workspace, result: &FieldId) {
        let limits: Vec<FieldId> = {
            let instrument = shared.instrument(self);
            let field = instrument.and_then(|form| form.field(result.as_str()));
            field.map_or_else(Vec::new, |field| field.limits().cloned().collect())
        };
        let mut said = Vec::new();
        while !self.at_end && limits.contains(&self.focus) {
            match self.carried_words(shared) {
                Some(words) => said.push(words),
                None if self.is_never_given(shared, result) => {}
                None => break,
            }
            self.go(shared, Move::Next);
        }
        if !said.is_empty() {
            // A question or a warning about the result goes before it.
            shared.notice.get_or_insert(Notice::info(said.join(" ")));
        }
    }

    /// Returns whether the limit in the focused field need not be there, is blank, and has nothing that it belongs to: the
    /// laboratory is known by other limits of the form and has never given this one, or there is no result.
    fn is_never_given(&self, shared: &Workspace, result: &FieldId) -> bool {
        let found = || {
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let holds = shared.standing(self, &field.id).is_some()
                || shared.has_unfit(self, &field.id)
                || self.unfinished.contains_key(&field.id);
            let cells = shared.form_cells(self);
            if progress::is_owed(instrument, &cells, field) || holds {
                return Some(false);
            }
            let has_result = shared
                .standing(self, result)
                .is_some_and(|answer| answer.value().is_some());
            if !has_result {
                return Some(!self.unfinished.contains_key(result));
            }
            let name = shared.standing(self, &FieldId::from(laboratory::NAME))?;
            let known = self.known_laboratories(shared, name.as_text()?)?;
            let given = |id: &FieldId| {
                let mut all = known.iter().flat_map(|known| &known.limits);
                all.any(|(limit, _)| limit == id)
            };
            // A limit that another form has too may come from there, where the others were never asked for.
            let is_own = |id: &FieldId| {
                let mut forms = shared.study.instruments.values();
                forms.all(|form| form.id == instrument.id || form.field(id.as_str()).is_none())
            };
            let mut fields = instrument.fields();
            let is_known = fields.any(|field| given(&field.id) && is_own(&field.id));
            Some(is_known && !given(&field.id))
        };
        found().unwrap_or(false)
    }

    /// Says which limit came by itself in the focused field; none where it did not.
    fn carried_words(&self, shared: &Workspace) -> Option<String> {
        let instrument = shared.instrument(self)?;
        let field = instrument.field(self.focus.as_str())?;
        let visit = self.visit.as_ref()?;
        let cell = shared.cells(visit, &self.form)?.get(&self.focus)?;
        if self.at_end || cell.origin != Some(Origin::Carried) {
            return None;
        }
        let words = typing::show(instrument, field, cell.answer.as_ref()?);
        Some(shared.language.limit_as_before(&field.label, &words))
    }
}
