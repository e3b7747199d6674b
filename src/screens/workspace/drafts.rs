//! Text that waits: taking it up at a start, putting it off, forgetting it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::event;
use crate::domain::record::rows::SESSION;
use crate::domain::record::session::Cell;
use crate::screens::drafts::state::Draft;
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::peer_change::form_of;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::screens::workspace::unfinished::Words;
use crate::text::screens::drafts::TypedFor;

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

fn is_at(place: &event::FieldPath, who: &ParticipantId, visit: &VisitId) -> bool {
    place.participant == *who && place.visit == *visit
}

impl Workspace {
    /// Returns whether what was typed at a place still waits there.
    pub(crate) fn still_waits(&self, place: &ResumePoint) -> bool {
        let Some(field) = field_of(place) else {
            return self.texts.enrolment.is_some() && place.participant.is_none();
        };
        let left = self.texts.unfinished.get(&form_of(&field));
        let text = left.and_then(|left| left.texts.get(&field.field));
        let text = text.is_some_and(|text| *text == place.text);
        let note = self.texts.words.get(&(field, TypedFor::Note));
        let note = note.is_some_and(|note| place.note.as_ref() == Some(&note.text));
        text || note
    }

    /// Puts what was typed before the last end back to its fields, where it waits however the offer to go on is
    /// answered. Where only text in fields that were left waits, the first of them is offered.
    pub(crate) fn take_up_drafts(&mut self) {
        let Some(mut place) = self.opening.resume.take() else {
            return;
        };
        let mut drafts = std::mem::take(&mut place.drafts);
        drafts.retain(|draft| self.is_known(draft));
        if place.is_nowhere()
            && let Some(draft) = drafts
                .iter()
                .find(|draft| draft.typed_for.has_field() && !self.is_enrolling(&draft.place))
        {
            place = ResumePoint::of(draft);
        }
        let enrols = place.participant.is_none() && place.form.is_some();
        if enrols || !place.enrolment.is_empty() {
            self.take_up_enrolment(&place.enrolment);
        }
        match (field_of(&place), &place.field) {
            (Some(field), _) => {
                let own = |text: &String, typed_for, seen| Draft {
                    place: field.clone(),
                    text: text.clone(),
                    seen,
                    typed_for,
                    when: place.when,
                };
                let text = Some(&place.text).filter(|text| !text.is_empty());
                drafts.extend(text.map(|text| own(text, TypedFor::Answer, place.seen)));
                let note = place.note.as_ref();
                drafts.extend(note.map(|text| own(text, TypedFor::Note, place.note_seen)));
                drafts.retain(|draft| self.is_known(draft));
            }
            (None, Some(field)) if !place.text.is_empty() => {
                if let Some(begun) = &mut self.texts.enrolment {
                    begun.focus = FieldId::new(field.clone());
                    let field = begun.focus.clone();
                    let old = begun.place(&ParticipantId::from(""), &field);
                    self.texts.old.insert(old, place.text.clone());
                    begun.unfinished.insert(field, place.text.clone());
                }
            }
            (None, _) => {}
        }
        for draft in drafts {
            self.take_up(draft);
        }
        self.texts.offered = Some(place.clone()).filter(|place| place.has_text() || enrols);
        self.opening.resume = Some(place);
    }

    fn take_up(&mut self, draft: Draft) {
        if let Some(when) = draft.when {
            let key = (draft.place.clone(), draft.typed_for.clone());
            self.texts.drafted.insert(key, (draft.text.clone(), when));
        }
        if draft.typed_for == TypedFor::Answer {
            let old = &mut self.texts.old;
            old.insert(draft.place.clone(), draft.text.clone());
        }
        if self.is_enrolling(&draft.place) {
            self.take_up_enrolment(&[]);
            if let Some(begun) = &mut self.texts.enrolment {
                begun.unfinished.insert(draft.place.field, draft.text);
            }
        } else if draft.typed_for != TypedFor::Answer {
            let (text, seen) = (draft.text, draft.seen);
            let at = (draft.place, draft.typed_for);
            self.texts.words.insert(at, Words { text, seen });
        } else {
            let left = self
                .texts
                .unfinished
                .entry(form_of(&draft.place))
                .or_default();
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
        let new = || FormState::new(form.id.clone(), None, first);
        let begun = self.texts.enrolment.get_or_insert_with(new);
        for (field, answer) in answers {
            let cell = Cell {
                answer: Some(answer.clone()),
                ..Cell::default()
            };
            begun.local.insert(field.clone(), cell);
        }
    }

    /// Returns the texts that wait at a visit.
    pub(crate) fn texts_at(&self, who: &ParticipantId, visit: &VisitId) -> Vec<&str> {
        let left = self.texts.unfinished.iter();
        let left = left.filter(|((of, at, _), _)| of == who && at == visit);
        let left = left.flat_map(|(_, left)| left.texts.values());
        let words = self.texts.words.iter();
        // Why the visit is taken out is stored with that.
        let others = words.filter(|((_, reason), _)| *reason != TypedFor::Unbegin);
        let words = others.filter(|((place, _), _)| is_at(place, who, visit));
        let words = words.map(|(_, words)| &words.text);
        left.chain(words).map(String::as_str).collect()
    }

    /// Forgets the texts that wait at a visit, because somebody has taken it out and has seen them.
    pub(crate) fn forget_texts_at(&mut self, who: &ParticipantId, visit: &VisitId) {
        let left = &mut self.texts.unfinished;
        left.retain(|(of, at, _), _| of != who || at != visit);
        let words = &mut self.texts.words;
        words.retain(|(place, _), _| !is_at(place, who, visit));
    }

    /// Forgets what was typed at a place, because somebody said so.
    pub(crate) fn forget_draft(&mut self, place: &ResumePoint) {
        self.opening.resume = None;
        self.texts.offered = None;
        match field_of(place) {
            Some(field) => {
                if let Some(left) = self.texts.unfinished.get_mut(&form_of(&field)) {
                    left.texts.remove(&field.field);
                    left.seen.remove(&field.field);
                }
                self.texts.words.retain(|(at, _), _| *at != field);
            }
            None if place.participant.is_none() => self.texts.enrolment = None,
            None => {}
        }
    }

    /// Returns whether the field of a place is asked; `None` where the answers that decide it are not at hand.
    pub(crate) fn is_asked_at(&self, place: &event::FieldPath) -> Option<bool> {
        if self.is_enrolling(place) {
            return None;
        }
        let record = self.open.record.as_ref();
        record.filter(|record| record.participant.id == place.participant)?;
        let instrument = self.form_at(&place.visit, &place.form)?;
        let cells = self.cells(&place.visit, &place.form);
        let cells = cells.cloned().unwrap_or_default();
        let mut asked = self
            .asked(instrument, Some(&place.visit), &cells)
            .into_iter();
        Some(asked.any(|field| field.id == place.field))
    }

    pub(crate) fn is_enrolling(&self, place: &event::FieldPath) -> bool {
        place.participant.as_str().is_empty() && place.form == self.study.enrolment.id
    }

    /// Returns whether the study has the place of a draft.
    fn is_known(&self, draft: &Draft) -> bool {
        let place = &draft.place;
        if !draft.typed_for.has_field() {
            return place.visit.as_str().is_empty() || self.planned(place.visit.as_str()).is_some();
        }
        if self.is_enrolling(place) {
            return self.study.enrolment.field(place.field.as_str()).is_some();
        }
        let visit = place.visit.as_str();
        let form = self.study.known_form(place.form.as_str());
        let field = form.and_then(|form| form.field(place.field.as_str()));
        field.is_some() && (visit == SESSION || self.planned(visit).is_some())
    }
}

impl Workspace {
    /// Leaves the offer to go on for later.
    pub(crate) fn put_off(&mut self, place: &ResumePoint) {
        self.opening.resume = None;
        if place.has_text() || !place.enrolment.is_empty() {
            let words = self.language.text_waits_at(place.participant.as_deref());
            self.notice = Some(Notice::info(words));
        }
    }
}
