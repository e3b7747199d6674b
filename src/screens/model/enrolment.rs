//! An enrolment as a whole: opening it, whether its id is in use, and sending it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::record::event::Event;
use crate::domain::record::participant::{Alike, Likeness};
use crate::domain::record::session::Cell;
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::enrol::ID;
use crate::screens::form::state::FormState;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

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
            let state = match self.shared.texts.enrolment.take() {
                Some(mut begun) => {
                    let words = self.shared.language.enrolment_goes_on();
                    self.shared.notice = Some(Notice::info(words));
                    let focus = begun.focus.clone();
                    begun.focus_on(focus);
                    begun
                }
                None => {
                    let form = self.shared.study.enrolment.id.clone();
                    FormState::new(form, None, first)
                }
            };
            self.layers.truncate(1);
            self.layers.push(Layer::Form(state));
        }
        Vec::new()
    }

    /// Learns whether an id is in use: it marks the field that holds the id and changes nothing else.
    pub(crate) fn learn_taken(&mut self, id: &ParticipantId, taken: bool) {
        if !taken {
            return;
        }
        let language = self.shared.language;
        self.shared
            .ids
            .taken
            .insert(id.as_str().to_ascii_lowercase());
        let away = self.away.iter_mut().flat_map(|away| &mut away.layers);
        let open = self
            .layers
            .iter_mut()
            .chain(away)
            .find_map(|layer| match layer {
                Layer::Form(form) if form.visit.is_none() => Some(form),
                _ => None,
            })
            .or(self.shared.texts.enrolment.as_mut());
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
            form.show_refusal(language.id_in_use(id.as_str()));
        } else if !here {
            form.unfinished.insert(field, id.to_string());
        }
        self.shared.notice = Some(Notice::warn(language.id_in_use(id.as_str())));
        self.shared.drop_typed_ahead();
    }

    /// Learns who is like the participant described, and asks whether to enrol; nothing where the user has gone on.
    pub(crate) fn learn_alike(&mut self, likeness: &Likeness, others: Vec<Alike>) {
        let Self { layers, shared, .. } = self;
        if let Some(Layer::Correction(correction)) = layers.last_mut() {
            return correction.learn_alike(likeness, others);
        }
        if let Some(Layer::Form(form)) = layers.last()
            && form.visit.is_none()
            && form.at_end
            && let Ok(participant) = form.described(shared)
            && participant.likeness() == *likeness
        {
            form.ask_enrol_beside(shared, &participant, others);
            self.take_steps();
        }
    }

    /// Enrols the participant described, who is somebody else than those who are alike.
    pub(crate) fn enrol(&mut self, alike: &[Alike]) -> Vec<Effect> {
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
        let other = self.shared.somebody_else(&participant, alike);
        let mut events = vec![Event::Enrolled { participant }];
        events.extend(other);
        let mut effects = self.shared.append(events);
        self.shared.saving.came_from(form);
        effects.extend(self.shared.ask_record(id));
        effects
    }
}
