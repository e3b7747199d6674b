//! Enrolling a participant: the same form engine over the enrolment form; nothing is stored until
//! the whole is confirmed.

use super::edit::Edit;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::forms::engine::instrument::Field;
use crate::domain::record::event::Event;
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::record::session::{Cell, FormCells};
use crate::domain::rules::checks;
use crate::input::line::Line;
use crate::protocol::messages::Request;
use crate::screens::app::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::picker::state::Purpose;
use crate::screens::replies::Asked;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;
use rust_decimal::prelude::ToPrimitive;

/// The field that holds the id.
const ID: &str = "id";

/// Says that an id is in use.
fn in_use(id: &str) -> String {
    format!("{id} is already enrolled; find it in the list of participants.")
}

impl Model {
    pub(crate) fn open_enrolment(&mut self) -> Vec<Effect> {
        if self.only_reads() {
            return Vec::new();
        }
        self.leave_lookups();
        let first = self
            .study
            .enrolment
            .fields()
            .next()
            .map(|field| field.id.clone());
        if let Some(first) = first {
            let state = match self.enrolment.take() {
                Some(mut begun) => {
                    let words = "The enrolment begun before goes on; check each field.";
                    self.notice = Some(Notice::info(words));
                    let focus = begun.focus.clone();
                    begun.focus_on(focus);
                    begun
                }
                None => {
                    let form = self.study.enrolment.id.clone();
                    Box::new(FormState::new(form, None, first))
                }
            };
            self.layers.truncate(1);
            self.layers.push(Layer::Form(state));
        }
        Vec::new()
    }

    /// Takes an answer of the enrolment form.
    pub(crate) fn accept_enrolment(
        &mut self,
        field: FieldId,
        answer: Answer,
        then: Move,
    ) -> Vec<Effect> {
        let id = answer.as_text().filter(|_| field.as_str() == ID);
        if let Some(id) = id
            && self.is_enrolled(id)
        {
            let refusal = in_use(id);
            if let Some(form) = self.form_mut() {
                if form.refusal.is_some() && form.leaves {
                    // Said already: whoever goes on now leaves it unfinished.
                    return self.put_down(then);
                }
                form.refusal = Some(refusal);
                form.leaves = true;
            }
            return Vec::new();
        }
        let mut effects = match id {
            Some(id) => {
                let id = ParticipantId::new(id);
                self.question(Asked::Taken(id.clone()), Request::Taken(id))
            }
            None => Vec::new(),
        };
        let before = self.standing_in(&field);
        self.push_undo(Edit::new(vec![(field.clone(), before)]));
        self.put_local(field.clone(), Some(answer));
        self.clear_line(&field);
        effects.extend(self.go(then));
        effects
    }

    /// Takes it that an id is in use, or not: the field that holds it is marked, and nothing else moves.
    pub(crate) fn learn_taken(&mut self, id: &ParticipantId, taken: bool) {
        if !taken {
            return;
        }
        self.taken.insert(id.as_str().to_ascii_lowercase());
        let away = self.away.iter_mut().flat_map(|away| &mut away.layers);
        let open = self
            .layers
            .iter_mut()
            .chain(away)
            .find_map(|layer| match layer {
                Layer::Form(form) if form.visit.is_none() => Some(form),
                _ => None,
            })
            .or(self.enrolment.as_mut());
        let Some(form) = open else { return };
        let field = FieldId::from(ID);
        let holds = |cell: &Cell| {
            let text = cell.answer.as_ref().and_then(Answer::as_text);
            text.is_some_and(|text| text.eq_ignore_ascii_case(id.as_str()))
        };
        if !form.local.get(&field).is_some_and(holds) {
            return;
        }
        form.local.remove(&field);
        let here = form.focus == field && !form.at_end;
        if here && form.line.is_empty() {
            form.line = Line::new(id.as_str());
            form.refuse(in_use(id.as_str()));
        } else if !here {
            form.unfinished.insert(field, id.to_string());
        }
        self.notice = Some(Notice::warn(in_use(id.as_str())));
        self.drop_early();
    }

    /// Says again, where the text of an id in use has the focus, why it cannot be accepted.
    pub(crate) fn refuse_taken(&mut self) {
        let Some(form) = self.form() else { return };
        let text = form.text_here().to_owned();
        let here = form.visit.is_none() && form.focus.as_str() == ID && !form.at_end;
        if here && self.taken.contains(&text.to_ascii_lowercase()) {
            let refusal = in_use(&text);
            if let Some(form) = self.form_mut() {
                form.refuse(refusal);
            }
        }
    }

    fn is_enrolled(&self, id: &str) -> bool {
        let held = match self.layers.first() {
            Some(Layer::Participants(list)) => list.found.as_ref(),
            _ => None,
        };
        let rows = held.into_iter().flat_map(|found| &found.rows);
        self.taken.contains(&id.to_ascii_lowercase())
            || rows
                .map(|summary| &summary.participant)
                .chain(self.saving.enrolling())
                .any(|participant| participant.id.as_str().eq_ignore_ascii_case(id))
    }

    /// Asks whether the participant described is to be enrolled.
    pub(crate) fn ask_enrol(&mut self) -> Vec<Effect> {
        match self.described() {
            Ok(participant) => {
                let words = format!(
                    "{}, {}, {}, born {}, {}, {} kg.",
                    participant.id,
                    participant.initials,
                    sex_word(participant.sex),
                    participant.birth_year,
                    diagnosis_word(participant.diagnosis),
                    participant.weight_kg.normalize()
                );
                let questions = self.unusual();
                self.ask(Purpose::Enrol { words, questions });
                Vec::new()
            }
            Err(missing) => {
                self.notice = Some(Notice::warn(format!("{missing} is still empty.")));
                self.go(Move::NextRequired)
            }
        }
    }

    /// Returns what is unusual about the participant described, a sentence each.
    fn unusual(&self) -> Vec<String> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let asked = |field: &Field| {
            let question = checks::range_question(field, &self.standing(form, &field.id)?)?;
            Some(format!("{}: {}", field.label, question.text))
        };
        self.study.enrolment.fields().filter_map(asked).collect()
    }

    /// Enrols the participant described.
    pub(crate) fn enrol(&mut self) -> Vec<Effect> {
        let Ok(participant) = self.described() else {
            return Vec::new();
        };
        if self.only_reads() {
            return Vec::new();
        }
        let id = participant.id.clone();
        let form = self.layers.drain(1..).find_map(|layer| match layer {
            Layer::Form(form) => Some(form),
            _ => None,
        });
        self.leave_record();
        let mut effects = self.append(vec![Event::Enrolled { participant }]);
        self.saving.came_from(form);
        effects.extend(self.ask_record(id));
        effects
    }

    /// Returns the participant that the enrolment form describes, or the label of what is missing.
    fn described(&self) -> Result<Participant, String> {
        let empty = FormCells::new();
        let cells = self.form().map_or(&empty, |form| &form.local);
        let answer = |id: &str| {
            cells
                .get(id)
                .and_then(|cell| cell.answer.as_ref())
                .ok_or_else(|| {
                    self.study
                        .enrolment
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
            enrolled_on: self.today(),
        })
    }
}

/// Returns the word for a sex.
pub fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

/// Returns the words for a diagnosis.
pub fn diagnosis_word(diagnosis: Diagnosis) -> &'static str {
    match diagnosis {
        Diagnosis::Dermatomyositis => "dermatomyositis",
        Diagnosis::Amyopathic => "clinically amyopathic dermatomyositis",
    }
}
