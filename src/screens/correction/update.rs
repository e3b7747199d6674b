//! Asks what of an enrolment is wrong, what is right and why, and corrects it.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::enrolment_fact::{EnrolmentFact, changes, facts};
use crate::domain::record::event::Event;
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{Refusal, check_correction};
use crate::input::line::Line;
use crate::protocol::messages::Request;
use crate::screens::answering::Answering;
use crate::screens::asking::Asks;
use crate::screens::correction::state::{CorrectionState, Question};
use crate::screens::effect::Effect;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::correction_words;
use rust_decimal::prelude::ToPrimitive;

const SEXES: [Sex; 2] = [Sex::Female, Sex::Male];
const DIAGNOSES: [Diagnosis; 2] = [Diagnosis::Dermatomyositis, Diagnosis::Amyopathic];

impl Workspace {
    /// Asks what of the open participant's enrolment is wrong.
    pub(crate) fn ask_correction(&mut self) {
        if self.only_reads() {
            return;
        }
        let Some(record) = &self.open.record else {
            return;
        };
        self.open(Layer::Correction(CorrectionState {
            before: record.participant.clone(),
            wrong: None,
            right: None,
            reason: None,
            answering: Answering::default(),
            alike: Vec::new(),
        }));
    }
}

/// Returns the field of the form of enrolment that asks for a fact; the day has none.
fn field_of(fact: &EnrolmentFact) -> Option<&'static str> {
    match fact {
        EnrolmentFact::Initials(_) => Some("initials"),
        EnrolmentFact::BirthYear(_) => Some("birth-year"),
        EnrolmentFact::Sex(_) => Some("sex"),
        EnrolmentFact::Diagnosis(_) => Some("diagnosis"),
        EnrolmentFact::Weight(_) => Some("weight"),
        EnrolmentFact::EnrolledOn(_) => None,
    }
}

impl CorrectionState {
    /// Returns the lines to choose from, in words.
    pub(super) fn options(&self, shared: &Workspace) -> Vec<String> {
        let language = shared.language;
        match (self.question(), &self.wrong) {
            (Question::Which, _) => facts(&self.before)
                .iter()
                .map(|fact| {
                    let name = language.enrolment_fact(fact);
                    format!("{name}: {}", language.enrolment_value(fact))
                })
                .collect(),
            (Question::Value, Some(EnrolmentFact::Sex(_))) => SEXES
                .map(|sex| language.enrolment_value(&EnrolmentFact::Sex(sex)))
                .into(),
            (Question::Value, Some(EnrolmentFact::Diagnosis(_))) => DIAGNOSES
                .map(|diagnosis| language.enrolment_value(&EnrolmentFact::Diagnosis(diagnosis)))
                .into(),
            (Question::Agree, _) => language.correct_it().map(str::to_owned).into(),
            (Question::Value | Question::Reason, _) => Vec::new(),
        }
    }

    fn take_right(&mut self, shared: &mut Workspace, right: Option<EnrolmentFact>) -> Vec<Effect> {
        if right.is_some() && right == self.wrong {
            self.answering.refusal = Some(shared.language.stands_already().to_owned());
            return Vec::new();
        }
        self.right = right;
        self.alike.clear();
        self.begin(shared);
        // Without a line the owner asks it when the correction arrives there.
        let likeness = self
            .new_likeness()
            .filter(|_| shared.connection.lost.is_none());
        likeness.map_or_else(Vec::new, |likeness| {
            shared.question(Asked::Alike(likeness.clone()), Request::Alike(likeness))
        })
    }

    /// Begins the question that is asked now.
    fn begin(&mut self, shared: &mut Workspace) {
        self.answering.cursor = 0;
        self.answering.refusal = None;
        self.answering.line = match self.question() {
            Question::Reason => shared.line_of_words(&correction_words(&self.before.id)),
            Question::Which | Question::Value | Question::Agree => Line::default(),
        };
        if self.question() == Question::Agree {
            // Said while it can still be changed.
            self.answering.refusal = self.fault(shared);
            self.answering.cursor = usize::from(self.answering.refusal.is_some());
        }
    }

    /// Returns why the facts cannot be corrected so, as the owner would say it.
    fn fault(&self, shared: &Workspace) -> Option<String> {
        let (record, after) = (shared.open.record.as_ref()?, self.after()?);
        let facts = (&self.before, &after);
        let judged = check_correction(&shared.study, record, facts, shared.today());
        let fault = judged.err()?;
        Some(shared.language.refusal(&Refusal::from(fault)))
    }

    /// Returns what the field of a fact takes, in words; `None` for the day, which has no field.
    pub(super) fn expected(&self, shared: &Workspace, fact: &EnrolmentFact) -> Option<String> {
        let form = shared.enrolment_form();
        let field = form.field(field_of(fact)?)?;
        let expects = typing::expects(form, field, field.own_unit());
        Some(shared.language.expectation(&expects))
    }

    /// Reads the value that is typed.
    fn read(&self, shared: &Workspace) -> Result<Option<EnrolmentFact>, String> {
        let (language, today) = (shared.language, shared.today());
        let text = self.answering.line.text().trim();
        let Some(wrong) = &self.wrong else {
            return Ok(None);
        };
        let Some(field) = field_of(wrong) else {
            let day = typing::whole_date(text, today);
            return match day {
                Ok(day) => Ok(Some(EnrolmentFact::EnrolledOn(day))),
                Err(refusal) => Err(language.refused_text(&refusal)),
            };
        };
        let form = shared.enrolment_form();
        let Some(field) = form.field(field) else {
            return Ok(None);
        };
        let not_yet = || match typing::unfinished(field, text, field.own_unit()) {
            Some(refusal) => language.refused_text(&refusal),
            None => {
                let expects = typing::expects(form, field, field.own_unit());
                language.no_answer_yet(text, &language.expectation(&expects))
            }
        };
        let answer = match typing::read(form, field, text, field.own_unit(), today) {
            Typed::Ready(answer) | Typed::Full(answer) => answer,
            Typed::Wrong(refusal) => return Err(language.refused_text(&refusal)),
            Typed::Empty | Typed::Missing | Typed::Partial => {
                return Err(not_yet());
            }
        };
        let number = |answer: &Answer| answer.as_number().unwrap_or_default();
        Ok(match wrong {
            EnrolmentFact::Initials(_) => {
                let text = answer.as_text().unwrap_or_default().to_owned();
                Some(EnrolmentFact::Initials(text))
            }
            EnrolmentFact::BirthYear(_) => number(&answer).to_i32().map(EnrolmentFact::BirthYear),
            EnrolmentFact::Weight(_) => Some(EnrolmentFact::Weight(number(&answer))),
            EnrolmentFact::Sex(_) | EnrolmentFact::Diagnosis(_) | EnrolmentFact::EnrolledOn(_) => {
                None
            }
        })
    }

    fn correct(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.answering.refusal = self.fault(shared);
        let (Some(after), Some(reason), None) =
            (self.after(), self.reason.clone(), &self.answering.refusal)
        else {
            return Vec::new();
        };
        let change = changes(&self.before, &after);
        let change = change
            .iter()
            .map(|change| shared.language.fact_change(change));
        let change = change.collect::<Vec<_>>().join("; ");
        let id = after.id.clone();
        let other = shared.somebody_else(&after, &self.alike);
        let mut events = vec![Event::EnrolmentCorrected {
            before: Box::new(self.before.clone()),
            participant: Box::new(after),
        }];
        events.extend(other);
        let effects = shared.append_because(events, Some(reason));
        if !effects.is_empty() {
            shared.forget_words_at(&correction_words(&id));
            let said = shared.language.enrolment_corrected(id.as_str(), &change);
            shared.notice = Some(Notice::info(said));
            shared.close();
        }
        effects
    }
}

impl Asks for CorrectionState {
    fn heading(&self, shared: &Workspace) -> &'static str {
        shared.language.correction()
    }

    fn answering(&mut self) -> &mut Answering {
        &mut self.answering
    }

    fn is_typed(&self) -> bool {
        self.is_answered_by_typing()
    }

    fn types_words(&self) -> bool {
        self.question() == Question::Reason
    }

    fn count(&self, shared: &Workspace) -> usize {
        self.options(shared).len()
    }

    fn by_digit(&self) -> bool {
        self.question() != Question::Agree
    }

    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        match (self.question(), &self.wrong) {
            (Question::Which, _) => self.wrong = facts(&self.before).get(place).cloned(),
            (Question::Value, Some(EnrolmentFact::Sex(_))) => {
                let right = SEXES.get(place).copied().map(EnrolmentFact::Sex);
                return self.take_right(shared, right);
            }
            (Question::Value, Some(EnrolmentFact::Diagnosis(_))) => {
                let right = DIAGNOSES.get(place).copied().map(EnrolmentFact::Diagnosis);
                return self.take_right(shared, right);
            }
            (Question::Agree, _) if place == 0 => return self.correct(shared),
            (Question::Agree, _) => {
                self.go_back(shared);
                return Vec::new();
            }
            (Question::Value | Question::Reason, _) => {}
        }
        self.begin(shared);
        Vec::new()
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.question() == Question::Value {
            match self.read(shared) {
                Ok(right) => return self.take_right(shared, right),
                Err(refusal) => self.answering.refusal = Some(refusal),
            }
            return Vec::new();
        }
        let reason = self.answering.line.text().trim().to_owned();
        if reason.is_empty() {
            self.answering.refusal = Some(shared.language.correction_needs_reason().to_owned());
        } else if !shared.is_reason_unfit(&self.answering.line, TEXT) {
            self.reason = Some(reason);
            self.begin(shared);
        }
        Vec::new()
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        let typed = match self.question() {
            Question::Which => {
                shared.notice = Some(Notice::info(shared.language.nothing_corrected()));
                return shared.close();
            }
            Question::Value => {
                self.wrong = None;
                None
            }
            Question::Reason => {
                let right = self.right.take();
                right.map(|right| match right {
                    EnrolmentFact::Initials(initials) => initials,
                    EnrolmentFact::BirthYear(year) => year.to_string(),
                    EnrolmentFact::Weight(kg) => kg.to_string(),
                    EnrolmentFact::EnrolledOn(day) => day.to_string(),
                    EnrolmentFact::Sex(_) | EnrolmentFact::Diagnosis(_) => String::new(),
                })
            }
            Question::Agree => self.reason.take(),
        };
        self.begin(shared);
        if let Some(typed) = typed {
            self.answering.line = Line::new(&typed);
        }
    }
}
