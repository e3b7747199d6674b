//! Text that is no answer yet, wherever it stands: what is remembered of it, and how it comes back at the next start.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::event;
use crate::domain::record::rows::SESSION;
use crate::domain::record::session::Cell;
use crate::screens::app::ResumePoint;
use crate::screens::form::state::FormState;
use crate::screens::peers::form_of;
use crate::screens::picker::state::WordsFor;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Workspace};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Most bytes of text that are remembered beside the text in the focused field; the file of a user's place has room
/// for 64 KiB.
const MOST_BYTES: usize = 16 * 1024;

/// Text in a field, or a note on it, that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The field.
    pub place: event::FieldPath,
    /// The text.
    pub text: String,
    /// The entry that stood in the field when it was begun; 0 for none.
    #[serde(default)]
    pub seen: u64,
    /// Whether it is a note.
    #[serde(default)]
    pub note: bool,
    /// Since when it stands so; `None` where an earlier program kept it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<FixedOffset>>,
}

/// Returns the topmost form of these layers.
pub(crate) fn form_in(layers: &[Layer]) -> Option<&FormState> {
    layers.iter().rev().find_map(|layer| match layer {
        Layer::Form(form) => Some(form.as_ref()),
        _ => None,
    })
}

/// Returns the answers of an enrolment.
pub(crate) fn answers(form: &FormState) -> Vec<(FieldId, Answer)> {
    let cells = form.local.iter();
    cells
        .filter_map(|(field, cell)| Some((field.clone(), cell.answer.clone()?)))
        .collect()
}

/// Returns the field that a place is in; `None` for an enrolment and for nowhere.
pub(crate) fn field_of(place: &ResumePoint) -> Option<event::FieldPath> {
    Some(event::FieldPath {
        participant: ParticipantId::new(place.participant.clone()?),
        visit: VisitId::new(place.visit.clone()?),
        form: FormId::new(place.form.clone()?),
        field: FieldId::new(place.field.clone()?),
    })
}

impl Workspace {
    /// Returns whether what was typed at a place still waits there.
    pub(crate) fn still_waits(&self, place: &ResumePoint) -> bool {
        let Some(field) = field_of(place) else {
            return self.enrolment.is_some() && place.participant.is_none();
        };
        let left = self.unfinished.get(&form_of(&field));
        let text = left.and_then(|left| left.texts.get(&field.field));
        let text = text.is_some_and(|text| *text == place.text);
        let note = self.notes.get(&field);
        let note = note.is_some_and(|note| place.note.as_ref() == Some(note));
        text || note
    }

    /// Puts what was typed before the last end back to its fields, where it waits however the offer to go on is
    /// answered. Where only text in fields that were left waits, the first of them is offered.
    pub(crate) fn take_up_drafts(&mut self) {
        let Some(mut place) = self.resume.take() else {
            return;
        };
        let mut drafts = std::mem::take(&mut place.drafts);
        drafts.retain(|draft| self.is_known(&draft.place));
        if place.is_nowhere()
            && let Some(draft) = drafts.iter().find(|draft| !self.is_enrolling(&draft.place))
        {
            place = ResumePoint {
                participant: Some(draft.place.participant.to_string()),
                visit: Some(draft.place.visit.to_string()),
                form: Some(draft.place.form.to_string()),
                field: Some(draft.place.field.to_string()),
                ..ResumePoint::default()
            };
            if draft.note {
                place.note = Some(draft.text.clone());
            } else {
                place.text.clone_from(&draft.text);
                place.seen = draft.seen;
            }
            place.when = draft.when;
        }
        let enrols = place.participant.is_none() && place.form.is_some();
        if enrols || !place.enrolment.is_empty() {
            self.take_up_enrolment(&place.enrolment);
        }
        match (field_of(&place), &place.field) {
            (Some(field), _) => {
                let own = |text: &String, note: bool| Draft {
                    place: field.clone(),
                    text: text.clone(),
                    seen: place.seen,
                    note,
                    when: place.when,
                };
                let text = Some(&place.text).filter(|text| !text.is_empty());
                drafts.extend(text.map(|text| own(text, false)));
                drafts.extend(place.note.as_ref().map(|text| own(text, true)));
                drafts.retain(|draft| self.is_known(&draft.place));
            }
            (None, Some(field)) if !place.text.is_empty() => {
                if let Some(begun) = &mut self.enrolment {
                    begun.focus = FieldId::new(field.clone());
                    let field = begun.focus.clone();
                    begun.unfinished.insert(field, place.text.clone());
                }
            }
            (None, _) => {}
        }
        for draft in drafts {
            self.take_up(draft);
        }
        self.offered = Some(place.clone()).filter(|place| place.has_text() || enrols);
        self.resume = Some(place);
    }

    fn take_up(&mut self, draft: Draft) {
        if let Some(when) = draft.when {
            let key = (draft.place.clone(), draft.note);
            self.drafted.insert(key, (draft.text.clone(), when));
        }
        if self.is_enrolling(&draft.place) {
            self.take_up_enrolment(&[]);
            if let Some(begun) = &mut self.enrolment {
                begun.unfinished.insert(draft.place.field, draft.text);
            }
        } else if draft.note {
            self.notes.insert(draft.place, draft.text);
        } else {
            let left = self.unfinished.entry(form_of(&draft.place)).or_default();
            left.seen.insert(draft.place.field.clone(), draft.seen);
            left.texts.insert(draft.place.field, draft.text);
        }
    }

    /// Takes the answers of an enrolment that was not confirmed.
    fn take_up_enrolment(&mut self, answers: &[(FieldId, Answer)]) {
        let form = &self.study.enrolment;
        let Some(first) = form.fields().next().map(|field| field.id.clone()) else {
            return;
        };
        let new = || Box::new(FormState::new(form.id.clone(), None, first));
        let begun = self.enrolment.get_or_insert_with(new);
        for (field, answer) in answers {
            let cell = Cell {
                answer: Some(answer.clone()),
                ..Cell::default()
            };
            begun.local.insert(field.clone(), cell);
        }
    }

    /// Forgets what was typed at a place, because somebody said so.
    pub(crate) fn forget_draft(&mut self, place: &ResumePoint) {
        self.resume = None;
        self.offered = None;
        match field_of(place) {
            Some(field) => {
                if let Some(left) = self.unfinished.get_mut(&form_of(&field)) {
                    left.texts.remove(&field.field);
                    left.seen.remove(&field.field);
                }
                self.notes.remove(&field);
            }
            None if place.participant.is_none() => self.enrolment = None,
            None => {}
        }
    }

    fn is_enrolling(&self, place: &event::FieldPath) -> bool {
        place.participant.as_str().is_empty() && place.form == self.study.enrolment.id
    }

    /// Returns whether the study has this field.
    fn is_known(&self, place: &event::FieldPath) -> bool {
        if self.is_enrolling(place) {
            return self.study.enrolment.field(place.field.as_str()).is_some();
        }
        let visit = place.visit.as_str();
        let form = self.study.form(place.form.as_str());
        let field = form.and_then(|form| form.field(place.field.as_str()));
        field.is_some() && (visit == SESSION || self.study.visit(visit).is_some())
    }
}

impl Model {
    /// Returns all text that is no answer yet, wherever it stands.
    pub(crate) fn all_drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for ((participant, visit, form), left) in &self.shared.unfinished {
            for (field, text) in &left.texts {
                drafts.push(Draft {
                    place: event::FieldPath {
                        participant: participant.clone(),
                        visit: visit.clone(),
                        form: form.clone(),
                        field: field.clone(),
                    },
                    text: text.clone(),
                    seen: left.seen.get(field).copied().unwrap_or(0),
                    note: false,
                    when: None,
                });
            }
        }
        let notes = self.shared.notes.iter().map(|(place, text)| Draft {
            place: place.clone(),
            text: text.clone(),
            seen: 0,
            note: true,
            when: None,
        });
        drafts.extend(notes);
        let open = self
            .shared
            .record
            .as_ref()
            .map(|record| &record.participant.id);
        drafts.extend(drafts_in(&self.layers, open));
        for away in &self.away {
            let open = away.record.as_ref().map(|record| &record.participant.id);
            drafts.extend(drafts_in(&away.layers, open));
        }
        if let Some(begun) = &self.shared.enrolment {
            drafts.extend(drafts_of(begun, &ParticipantId::from("")));
        }
        drafts
    }

    /// Returns all text that is no answer yet, but for what a place itself holds.
    pub(crate) fn drafts_beside(&self, here: &ResumePoint, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let own = field_of(here).or_else(|| {
            // The text of an enrolment.
            let field = FieldId::new(here.field.clone()?);
            let form = FormState::new(self.shared.study.enrolment.id.clone(), None, field.clone());
            Some(form.place(&ParticipantId::from(""), &field))
        });
        let is_own = |draft: &Draft| match draft.note {
            true => here.note.as_deref() == Some(draft.text.as_str()),
            false => here.text == draft.text,
        };
        drafts.retain(|draft| own.as_ref() != Some(&draft.place) || !is_own(draft));
        for draft in &mut drafts {
            let known = self.shared.drafted.get(&(draft.place.clone(), draft.note));
            draft.when = known.map(|(_, at)| *at);
        }
        let mut room = MOST_BYTES;
        drafts.retain(|draft| {
            let fits = draft.text.len() <= room;
            room = room.saturating_sub(draft.text.len());
            fits
        });
        drafts
    }
}

/// Returns the text in the forms and notes of these layers.
fn drafts_in(layers: &[Layer], open: Option<&ParticipantId>) -> Vec<Draft> {
    let nobody = ParticipantId::from("");
    let open = open.unwrap_or(&nobody);
    let mut drafts = Vec::new();
    for layer in layers {
        match layer {
            Layer::Form(form) if form.visit.is_none() => drafts.extend(drafts_of(form, &nobody)),
            Layer::Form(form) => drafts.extend(drafts_of(form, open)),
            Layer::Note(note) if matches!(note.words, WordsFor::Note) => drafts.push(Draft {
                place: note.place.clone(),
                text: note.line.text().to_owned(),
                seen: 0,
                note: true,
                when: None,
            }),
            _ => {}
        }
    }
    drafts
}

fn drafts_of(form: &FormState, participant: &ParticipantId) -> Vec<Draft> {
    let typed = Some((&form.focus, form.line.text())).filter(|(_, text)| !text.is_empty());
    let left = form.unfinished.iter();
    let left = left.map(|(field, text)| (field, text.as_str()));
    let draft = |(field, text): (&FieldId, &str)| Draft {
        place: form.place(participant, field),
        text: text.to_owned(),
        seen: form.seen.get(field).copied().unwrap_or(0),
        note: false,
        when: None,
    };
    typed.into_iter().chain(left).map(draft).collect()
}
