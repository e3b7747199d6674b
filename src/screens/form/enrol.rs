//! Enrolling a participant: the same form engine over the enrolment form; nothing is stored until
//! the whole is confirmed.

use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::forms::engine::instrument::Field;
use crate::domain::record::event::{Event, FieldPath, PromptOutcome};
use crate::domain::record::participant::{Alike, Diagnosis, Participant, Sex};
use crate::domain::record::rows;
use crate::domain::rules::checks;
use crate::domain::rules::checks::names::{SAME_PERSON, SAME_PERSON_FIELD};
use crate::domain::rules::{ContentFault, Refusal};
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::form::edit::asked::asked;
use crate::screens::form::state::{Change, Edit, FormState, Move, Repeated};
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use chrono::Datelike as _;
use rust_decimal::prelude::ToPrimitive;

/// The field that holds the id.
pub(crate) const ID: &str = "id";
/// The field that holds the day of enrolment; a site's own form may lack it, and then it is today.
const ENROLLED_ON: &str = "enrolled-on";

impl FormState {
    /// Takes an answer of the enrolment form.
    pub(crate) fn accept_enrolment(
        &mut self,
        shared: &mut Workspace,
        field: FieldId,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        let id = answer.as_text().filter(|_| field.as_str() == ID);
        if let Some(id) = id
            && shared.is_enrolled(id)
        {
            if self.refusal.is_some() && self.refused_leaving {
                // The user was told already and goes on: the enrolment is left unfinished.
                return self.leave_unfinished(shared, then);
            }
            self.refusal = Some(shared.language.id_in_use(id));
            self.refused_leaving = true;
            return Vec::new();
        }
        let mut effects = match id {
            Some(id) => {
                let id = ParticipantId::new(id);
                shared.question(Asked::Taken(id.clone()), Request::Taken(id))
            }
            None => Vec::new(),
        };
        let change = Change::Answer {
            field,
            answer,
            kept: Vec::new(),
            instead: None,
            then,
        };
        effects.extend(self.change_form(shared, change));
        effects
    }

    /// Puts an answer into the enrolment form, which is not stored yet.
    pub(super) fn write_local(
        &mut self,
        shared: &mut Workspace,
        field: FieldId,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        let before = self.standing_in(shared, &field);
        self.push_undo(Edit::new(vec![(field.clone(), before)]));
        self.put_local(field.clone(), Some(answer));
        self.clear_line(&field);
        self.go(shared, then)
    }

    /// Says again, where the text of an id in use has the focus, why it cannot be accepted.
    pub(crate) fn refuse_taken(&mut self, shared: &mut Workspace) {
        let text = self.text_here().to_owned();
        let here = self.visit.is_none() && self.focus.as_str() == ID && !self.at_end;
        if here && shared.ids.taken.contains(&text.to_ascii_lowercase()) {
            let refusal = shared.language.id_in_use(&text);
            self.show_refusal(refusal);
        }
    }

    /// Puts today into the day of enrolment, where it waits for Enter and gives way to the first character typed.
    pub(crate) fn offer_today(&mut self, shared: &Workspace) {
        let here = self.visit.is_none() && self.focus.as_str() == ENROLLED_ON && !self.at_end;
        if !here || !self.text_here().is_empty() {
            return;
        }
        if shared.standing(self, &self.focus).is_some() {
            return;
        }
        let today = shared.today();
        let text = today.to_string();
        self.line = self.word_of(shared, &text);
        self.repeated = Some(Repeated {
            answer: Answer::Value {
                value: Value::Date(today),
                unit: None,
            },
            text,
            sign: None,
        });
    }

    /// Returns why the participant described cannot have been enrolled on that day, as the owner would say it.
    fn wrong_day(shared: &Workspace, participant: &Participant) -> Option<String> {
        let (day, born) = (participant.enrolled_on, participant.birth_year);
        let fault = ContentFault::DayBeforeBirth { day, born };
        (day.year() < born).then(|| shared.language.refusal(&Refusal::from(fault)))
    }

    /// Asks whether the participant described is to be enrolled.
    pub(crate) fn ask_enrol(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        match self.described(shared) {
            Ok(participant) => {
                if let Some(words) = Self::wrong_day(shared, &participant) {
                    let effects = self.go(shared, Move::To(ENROLLED_ON.into()));
                    shared.notice = Some(Notice::warn(words));
                    return effects;
                }
                if shared.connection.lost.is_some() {
                    // The owner asks for it when the enrolment arrives there.
                    self.ask_enrol_beside(shared, &participant, Vec::new());
                    return Vec::new();
                }
                let likeness = participant.likeness();
                shared.question(Asked::Alike(likeness.clone()), Request::Alike(likeness))
            }
            Err(missing) => {
                shared.notice = Some(Notice::warn(shared.language.still_empty(&missing)));
                self.go(shared, Move::NextRequired)
            }
        }
    }

    /// Asks whether the participant described is to be enrolled, beside others who are alike.
    pub(crate) fn ask_enrol_beside(
        &self,
        shared: &mut Workspace,
        participant: &Participant,
        alike: Vec<Alike>,
    ) {
        let mut words = shared.language.describe(participant);
        let day = participant.enrolled_on;
        words.push(' ');
        words.push_str(&shared.language.enrolled_on(day, day == shared.today()));
        let questions = self.unusual(shared);
        shared.ask(Purpose::Enrol {
            words,
            questions,
            alike,
        });
    }

    /// Returns what is unusual about the participant described, a sentence each.
    fn unusual(&self, shared: &Workspace) -> Vec<String> {
        let asked = |field: &Field| {
            let question = checks::range_question(field, &shared.standing(self, &field.id)?)?;
            let question = shared.language.question(&question.about);
            Some(format!("{}: {question}", field.label))
        };
        shared.enrolment_form().fields().filter_map(asked).collect()
    }

    /// Returns the participant that the enrolment form describes, or the label of what is missing.
    pub(crate) fn described(&self, shared: &Workspace) -> Result<Participant, String> {
        let cells = &self.local;
        let answer = |id: &str| {
            cells
                .get(id)
                .and_then(|cell| cell.answer.as_ref())
                .ok_or_else(|| {
                    shared
                        .enrolment_form()
                        .field(id)
                        .map_or(id, |field| field.label.as_str())
                        .to_owned()
                })
        };
        let text =
            |id: &str| answer(id).map(|answer| answer.as_text().unwrap_or_default().to_owned());
        let number = |id: &str| answer(id).map(|answer| answer.as_number().unwrap_or_default());
        Ok(Participant {
            id: ParticipantId::new(text("id")?),
            initials: text("initials")?,
            birth_year: number("birth-year")?.to_i32().unwrap_or_default(),
            sex: match answer("sex")?.as_code() {
                Some("male") => Sex::Male,
                _ => Sex::Female,
            },
            diagnosis: match answer("diagnosis")?.as_code() {
                Some("amyopathic") => Diagnosis::Amyopathic,
                _ => Diagnosis::Dermatomyositis,
            },
            weight_kg: number("weight")?,
            enrolled_on: match shared.enrolment_form().field(ENROLLED_ON) {
                Some(_) => answer(ENROLLED_ON)?.as_date().unwrap_or(shared.today()),
                None => shared.today(),
            },
        })
    }
}

impl Workspace {
    /// Returns that whoever enrols a participant was asked about those who are alike; none where nobody is.
    pub(crate) fn somebody_else(
        &self,
        participant: &Participant,
        alike: &[Alike],
    ) -> Option<Event> {
        let ids: Vec<&str> = alike.iter().map(|other| other.id.as_str()).collect();
        let place = FieldPath {
            participant: participant.id.clone(),
            visit: rows::SESSION.into(),
            form: self.study.enrolment.id.clone(),
            field: SAME_PERSON_FIELD.into(),
        };
        let reason = self.language.not_the_same_as(&ids);
        let (value, kept) = (&participant.initials, PromptOutcome::Kept);
        (!ids.is_empty()).then(|| asked(place, SAME_PERSON, value, kept, Some(&reason)))
    }

    fn is_enrolled(&self, id: &str) -> bool {
        let sent = self.saving.enrolling().map(|sent| &sent.id);
        self.ids.taken.contains(&id.to_ascii_lowercase())
            || self
                .ids
                .listed
                .iter()
                .chain(sent)
                .any(|known| known.as_str().eq_ignore_ascii_case(id))
    }
}
