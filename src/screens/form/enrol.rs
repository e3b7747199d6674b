//! Enrolling a participant: the same form engine over the enrolment form; nothing is stored until
//! the whole is confirmed.

use super::edit::Edit;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::forms::engine::instrument::Field;
use crate::domain::record::event::Event;
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::record::session::Cell;
use crate::domain::rules::checks;
use crate::input::line::Line;
use crate::protocol::messages::Request;
use crate::screens::app::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::picker::state::Purpose;
use crate::screens::replies::Asked;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::{Model, Notice};
use rust_decimal::prelude::ToPrimitive;

/// The field that holds the id.
const ID: &str = "id";

/// Says that an id is in use.
fn in_use(id: &str) -> String {
    format!("{id} is already enrolled; find it in the list of participants.")
}

impl Model {
    pub(crate) fn open_enrolment(&mut self) -> Vec<Effect> {
        if self.shared.only_reads() {
            return Vec::new();
        }
        self.leave_lookups();
        let first = self
            .shared
            .study
            .enrolment
            .fields()
            .next()
            .map(|field| field.id.clone());
        if let Some(first) = first {
            let state = match self.shared.enrolment.take() {
                Some(mut begun) => {
                    let words = "The enrolment begun before goes on; check each field.";
                    self.shared.notice = Some(Notice::info(words));
                    let focus = begun.focus.clone();
                    begun.focus_on(focus);
                    begun
                }
                None => {
                    let form = self.shared.study.enrolment.id.clone();
                    Box::new(FormState::new(form, None, first))
                }
            };
            self.layers.truncate(1);
            self.layers.push(Layer::Form(state));
        }
        Vec::new()
    }

    /// Takes it that an id is in use, or not: the field that holds it is marked, and nothing else moves.
    pub(crate) fn learn_taken(&mut self, id: &ParticipantId, taken: bool) {
        if !taken {
            return;
        }
        self.shared.taken.insert(id.as_str().to_ascii_lowercase());
        let away = self.away.iter_mut().flat_map(|away| &mut away.layers);
        let open = self
            .layers
            .iter_mut()
            .chain(away)
            .find_map(|layer| match layer {
                Layer::Form(form) if form.visit.is_none() => Some(form),
                _ => None,
            })
            .or(self.shared.enrolment.as_mut());
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
            form.show_refusal(in_use(id.as_str()));
        } else if !here {
            form.unfinished.insert(field, id.to_string());
        }
        self.shared.notice = Some(Notice::warn(in_use(id.as_str())));
        self.shared.drop_early();
    }

    /// Enrols the participant described.
    pub(crate) fn enrol(&mut self) -> Vec<Effect> {
        let described = self.form().map(|form| form.described(&self.shared));
        let Some(Ok(participant)) = described else {
            return Vec::new();
        };
        if self.shared.only_reads() {
            return Vec::new();
        }
        let id = participant.id.clone();
        let form = self.layers.drain(1..).find_map(|layer| match layer {
            Layer::Form(form) => Some(form),
            _ => None,
        });
        self.leave_record();
        let mut effects = self.shared.append(vec![Event::Enrolled { participant }]);
        self.shared.saving.came_from(form);
        effects.extend(self.shared.ask_record(id));
        effects
    }
}

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
            if self.refusal.is_some() && self.leaves {
                // Said already: whoever goes on now leaves it unfinished.
                return self.put_down(shared, then);
            }
            self.refusal = Some(in_use(id));
            self.leaves = true;
            return Vec::new();
        }
        let mut effects = match id {
            Some(id) => {
                let id = ParticipantId::new(id);
                shared.question(Asked::Taken(id.clone()), Request::Taken(id))
            }
            None => Vec::new(),
        };
        let before = self.standing_in(shared, &field);
        self.push_undo(Edit::new(vec![(field.clone(), before)]));
        self.put_local(field.clone(), Some(answer));
        self.clear_line(&field);
        effects.extend(self.go(shared, then));
        effects
    }

    /// Says again, where the text of an id in use has the focus, why it cannot be accepted.
    pub(crate) fn refuse_taken(&mut self, shared: &mut Workspace) {
        let text = self.text_here().to_owned();
        let here = self.visit.is_none() && self.focus.as_str() == ID && !self.at_end;
        if here && shared.taken.contains(&text.to_ascii_lowercase()) {
            let refusal = in_use(&text);
            self.show_refusal(refusal);
        }
    }

    /// Asks whether the participant described is to be enrolled.
    pub(crate) fn ask_enrol(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        match self.described(shared) {
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
                let questions = self.unusual(shared);
                shared.ask(Purpose::Enrol { words, questions });
                Vec::new()
            }
            Err(missing) => {
                shared.notice = Some(Notice::warn(format!("{missing} is still empty.")));
                self.go(shared, Move::NextRequired)
            }
        }
    }

    /// Returns what is unusual about the participant described, a sentence each.
    fn unusual(&self, shared: &Workspace) -> Vec<String> {
        let asked = |field: &Field| {
            let question = checks::range_question(field, &shared.standing(self, &field.id)?)?;
            let question = shared.language.question(&question.about);
            Some(format!("{}: {question}", field.label))
        };
        shared.study.enrolment.fields().filter_map(asked).collect()
    }

    /// Returns the participant that the enrolment form describes, or the label of what is missing.
    fn described(&self, shared: &Workspace) -> Result<Participant, String> {
        let cells = &self.local;
        let answer = |id: &str| {
            cells
                .get(id)
                .and_then(|cell| cell.answer.as_ref())
                .ok_or_else(|| {
                    shared
                        .study
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
            enrolled_on: shared.today(),
        })
    }
}

impl Workspace {
    fn is_enrolled(&self, id: &str) -> bool {
        let sent = self.saving.enrolling().map(|sent| &sent.id);
        self.taken.contains(&id.to_ascii_lowercase())
            || self
                .listed
                .iter()
                .chain(sent)
                .any(|known| known.as_str().eq_ignore_ascii_case(id))
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
