//! What the checks ask about an answer or a whole form, and what came of it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks;
use crate::domain::rules::checks::names::NOT_ENTERED;
use crate::domain::rules::checks::{Context, Question};
use crate::domain::rules::keep_reasons::fitting;
use crate::domain::rules::reasons::AskedBecause;
use crate::screens::effect::Effect;
use crate::screens::form::edit::asked::asked;
use crate::screens::form::state::{FormState, Move};
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;

impl Workspace {
    /// Returns what the checks ask about the form as it stands and nobody has answered yet.
    pub fn open_questions(&self, form: &FormState) -> Vec<(FieldId, Question)> {
        let found = || {
            let visit = form.visit.as_ref()?;
            let record = self.open.record.as_ref()?;
            let study = self.study_of(visit, &form.form);
            let mut open = checks::open_at(study, record, visit, &form.form);
            // The log comes next, where that is entered: only who comes back without it is asked.
            let is_new = record
                .session(visit.as_str())
                .is_some_and(|session| session.is_stored_since_left(&form.form));
            let waits = is_new && self.goes_on_in_events(visit, &form.form);
            open.retain(|(_, question)| !waits || question.rule != NOT_ENTERED);
            Some(open)
        };
        found().unwrap_or_default()
    }
}

impl FormState {
    /// Returns what the checks ask about an answer of the form on top.
    pub(crate) fn questions(
        &self,
        shared: &Workspace,
        field: &FieldId,
        answer: &Answer,
    ) -> Vec<Question> {
        let found = || {
            let instrument = shared.instrument(self)?;
            let visit = self.visit.as_ref()?;
            let mut record = shared.open.record.clone()?;
            if record.session(visit.as_str()).is_none() {
                // The first answer of a visit is checked as if its session were there already.
                let session = shared.session_with_typed(visit, Some(self))?;
                record.sessions.insert(visit.clone(), session);
            }
            for (limit, carried) in self.limits_to_carry(shared, field) {
                // The result is judged by the limits that will be carried with it.
                if let Some(session) = record.sessions.get_mut(visit) {
                    session.cell_mut(&self.form, &limit).answer = Some(carried);
                }
            }
            let study = shared.study_of(visit, &self.form);
            let context = Context::of(study, &record, visit.as_str())?.at(&self.form);
            let field = instrument.field(field.as_str())?;
            Some(checks::questions(
                study, instrument, field, answer, &context,
            ))
        };
        found().unwrap_or_default()
    }

    /// Asks whether an unusual value stays, with the reasons that fit its field.
    pub(crate) fn ask_to_keep(
        &self,
        shared: &mut Workspace,
        (field, answer): (FieldId, Option<Answer>),
        questions: Vec<Question>,
        change: Option<(String, AskedBecause)>,
        then: Move,
    ) {
        let visit = self.visit.as_ref();
        let study = visit.map_or(&*shared.study, |visit| shared.study_of(visit, &self.form));
        let form = shared.instrument(self);
        let definition = form.and_then(|form| Some((form, form.field(field.as_str())?)));
        let fitting = definition.map(|(form, field)| fitting(study, form, field));
        let asked = Purpose::Keep {
            label: self.label_of(shared, &field),
            reasons: fitting.into_iter().flatten().cloned().collect(),
            field,
            answer,
            questions,
            change,
            then,
        };
        shared.ask_in(visit, &self.form, asked);
    }

    /// Answers the question whether an unusual value stays.
    pub(crate) fn keep(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        answer: Option<Answer>,
        questions: Vec<Question>,
        reason: &str,
        then: Move,
    ) -> Vec<Effect> {
        let Some(answer) =
            answer.filter(|answer| self.standing_in(shared, field).as_ref() != Some(answer))
        else {
            // The field stays as it is: a question about the whole form was answered.
            let mut effects =
                self.prompted(shared, field, questions, PromptOutcome::Kept, Some(reason));
            effects.extend(self.go(shared, then));
            return effects;
        };
        let kept = questions
            .into_iter()
            .map(|question| (question, reason.to_owned()))
            .collect();
        let effects = self.commit(shared, field, answer, kept, then);
        self.mark_went_on();
        effects
    }

    /// Goes back from the question to the field: the text waits there, and the question is recorded.
    pub(crate) fn correct(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        questions: Vec<Question>,
    ) -> Vec<Effect> {
        let mut effects = self.prompted(shared, field, questions, PromptOutcome::Corrected, None);
        effects.extend(self.back_to_field(shared, field));
        effects
    }

    /// Goes back from a question to the field: the word stands there as one that was left, so that a new character
    /// begins a new word, and Backspace opens it.
    pub(super) fn back_to_field(&mut self, shared: &mut Workspace, field: &FieldId) -> Vec<Effect> {
        let asked = self.line.text().to_owned();
        self.keep_unfinished();
        let effects = self.go(shared, Move::To(field.clone()));
        self.already_asked = Some(asked);
        effects
    }

    /// Records that questions were asked, and what came of them.
    pub(crate) fn prompted(
        &mut self,
        shared: &mut Workspace,
        field: &FieldId,
        questions: Vec<Question>,
        outcome: PromptOutcome,
        reason: Option<&str>,
    ) -> Vec<Effect> {
        if questions.is_empty() {
            return Vec::new();
        }
        let Some(place) = self.place_of(shared, field) else {
            return Vec::new();
        };
        if self.visit.is_none() {
            // An enrolment is no session yet that the question could belong to.
            return Vec::new();
        }
        let typed = self.line.text().to_owned();
        let value = match self.standing_in(shared, field) {
            Some(answer) if typed.is_empty() => self.in_words(shared, field, &answer),
            _ => typed,
        };
        // The visit begins with its first answer, not with a question.
        let events = questions
            .iter()
            .map(|question| asked(place.clone(), &question.rule, &value, outcome, reason));
        shared.append(events.collect())
    }

    /// Returns an answer of a field of the form as a sentence tells it.
    pub(crate) fn told(&self, shared: &Workspace, field: &FieldId, answer: &Answer) -> String {
        let found = || {
            let instrument = shared.instrument(self)?;
            let field = instrument.field(field.as_str())?;
            Some(typing::told(instrument, field, answer))
        };
        found().unwrap_or_default()
    }

    /// Returns an answer of a field of the form as text.
    pub(crate) fn in_words(&self, shared: &Workspace, field: &FieldId, answer: &Answer) -> String {
        let found = || {
            let instrument = shared.instrument(self)?;
            let field = instrument.field(field.as_str())?;
            Some(typing::brief(instrument, field, answer))
        };
        found().unwrap_or_default()
    }
}
