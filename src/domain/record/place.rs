//! Where in the study something stands: a field, or a part of the study.

use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use serde::{Deserialize, Serialize};

/// Where in the study a field stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldPath {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// The form.
    pub form: FormId,
    /// The field.
    pub field: FieldId,
}

/// A part of the study: all of it, a participant, a visit of theirs, or a form of that visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The participant; `None` for the whole study.
    pub participant: Option<ParticipantId>,
    /// The visit; `None` for all of the participant's.
    pub visit: Option<VisitId>,
    /// The form; `None` for all of the visit's.
    pub form: Option<FormId>,
}

impl Scope {
    /// Returns the whole study.
    pub fn study() -> Self {
        Self::default()
    }

    /// Returns one participant.
    pub fn participant(participant: &ParticipantId) -> Self {
        Self {
            participant: Some(participant.clone()),
            ..Self::default()
        }
    }

    /// Returns one visit.
    pub fn visit(participant: &ParticipantId, visit: &VisitId) -> Self {
        Self {
            visit: Some(visit.clone()),
            ..Self::participant(participant)
        }
    }

    /// Returns one form.
    pub fn form(participant: &ParticipantId, visit: &VisitId, form: &FormId) -> Self {
        Self {
            form: Some(form.clone()),
            ..Self::visit(participant, visit)
        }
    }

    /// Returns the form of a field.
    pub fn of(place: &FieldPath) -> Self {
        Self::form(&place.participant, &place.visit, &place.form)
    }

    /// Returns whether another part lies in this one, or is the same.
    pub fn covers(&self, other: &Self) -> bool {
        fn wide<T: PartialEq>(outer: Option<&T>, inner: Option<&T>) -> bool {
            outer.is_none() || outer == inner
        }
        wide(self.participant.as_ref(), other.participant.as_ref())
            && wide(self.visit.as_ref(), other.visit.as_ref())
            && wide(self.form.as_ref(), other.form.as_ref())
    }

    /// Returns how wide it is.
    pub fn part(&self) -> Part {
        match (&self.participant, &self.visit, &self.form) {
            (_, _, Some(_)) => Part::Form,
            (_, Some(_), None) => Part::Visit,
            (Some(_), None, None) => Part::Participant,
            (None, None, None) => Part::Study,
        }
    }
}

/// How wide a part of the study is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A form of a visit.
    Form,
    /// A visit.
    Visit,
    /// A participant.
    Participant,
    /// The whole study.
    Study,
}
