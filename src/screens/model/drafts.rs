//! All text that is no answer yet, wherever it stands, and going to it.

use crate::domain::base::ids::{FieldId, ParticipantId};
use crate::domain::record::event;
use crate::screens::drafts::state::{Draft, DraftsState};
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::drafts::field_of;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::peer_change::form_of;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::screens::workspace::unfinished::Words;
use crate::text::screens::drafts::TypedFor;

impl Model {
    /// Returns all text that is no answer yet, wherever it stands, the newest first.
    pub fn waiting(&self) -> Vec<Draft> {
        let mut drafts = self.drafts_beside(&ResumePoint::default(), self.all_drafts());
        drafts.retain(|draft| !draft.text.is_empty());
        drafts.sort_by(|a, b| {
            let place = |draft: &Draft| (draft.place.clone(), draft.typed_for.clone());
            b.when.cmp(&a.when).then_with(|| place(a).cmp(&place(b)))
        });
        drafts.dedup_by(|a, b| a.place == b.place && a.typed_for == b.typed_for);
        drafts
    }

    /// Writes down since when each of all texts that wait stands as it does.
    pub(crate) fn stamp_drafts(&mut self, drafts: &[Draft]) {
        let now = self.shared.now;
        let mut before = std::mem::take(&mut self.shared.texts.drafted);
        for draft in drafts {
            let key = (draft.place.clone(), draft.typed_for.clone());
            let known = before.remove(&key).filter(|(text, _)| *text == draft.text);
            let (_, at) = known.unwrap_or((String::new(), now));
            self.shared
                .texts
                .drafted
                .insert(key, (draft.text.clone(), at));
        }
    }

    /// Opens the list, or closes it.
    pub(crate) fn open_drafts(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Drafts(_))) {
            self.close();
            return Vec::new();
        }
        let drafts = self.waiting();
        let not_asked = drafts.iter().enumerate().filter(|(_, draft)| {
            draft.typed_for.has_field() && self.shared.is_asked_at(&draft.place) == Some(false)
        });
        let not_asked = not_asked.map(|(place, _)| place).collect();
        self.layers.push(Layer::Drafts(DraftsState {
            drafts,
            not_asked,
            ..DraftsState::default()
        }));
        Vec::new()
    }

    /// Forgets a text that waits, wherever it stands.
    pub(crate) fn forget_waiting(&mut self, draft: &Draft) {
        let place = &draft.place;
        let texts = &mut self.shared.texts;
        if draft.typed_for != TypedFor::Answer {
            let at = (place.clone(), draft.typed_for.clone());
            texts.words.remove(&at);
            return;
        }
        if let Some(left) = texts.unfinished.get_mut(&form_of(place)) {
            left.texts.remove(&place.field);
            left.seen.remove(&place.field);
        }
        let is_new = place.participant.as_str().is_empty();
        if let Some(begun) = texts.enrolment.as_mut().filter(|_| is_new) {
            begun.forget_text(&place.field);
        }
        for form in self.forms_open_at(place) {
            form.forget_text(&place.field);
        }
    }

    /// Lets a text that was forgotten wait again: in its form where that is open.
    pub(crate) fn bring_back_waiting(&mut self, draft: Draft) {
        let Draft {
            place,
            text,
            seen,
            typed_for,
            ..
        } = draft;
        if typed_for != TypedFor::Answer {
            let words = Words { text, seen };
            self.shared.texts.words.insert((place, typed_for), words);
            return;
        }
        if let Some(form) = self.forms_open_at(&place).into_iter().next_back() {
            form.seen.insert(place.field.clone(), seen);
            form.unfinished.insert(place.field, text);
            return;
        }
        let is_new = place.participant.as_str().is_empty();
        let texts = &mut self.shared.texts;
        if let Some(begun) = texts.enrolment.as_mut().filter(|_| is_new) {
            begun.unfinished.insert(place.field, text);
            return;
        }
        let left = texts.unfinished.entry(form_of(&place)).or_default();
        left.seen.insert(place.field.clone(), seen);
        left.texts.insert(place.field, text);
    }

    /// Returns the forms on the screen and of what was put aside that have a field.
    fn forms_open_at(&mut self, place: &event::FieldPath) -> Vec<&mut FormState> {
        let open = self.shared.open.id().cloned();
        let here = self
            .layers
            .iter_mut()
            .map(move |layer| (open.clone(), layer));
        let away = self.away.iter_mut().flat_map(|away| {
            let open = away.open.id().cloned();
            away.layers
                .iter_mut()
                .map(move |layer| (open.clone(), layer))
        });
        let forms = away.chain(here).filter_map(|(open, layer)| match layer {
            Layer::Form(form) => Some((open, form)),
            _ => None,
        });
        let nobody = ParticipantId::from("");
        let at = forms.filter(|(open, form)| {
            let open = form.visit.as_ref().and(open.as_ref()).unwrap_or(&nobody);
            form.place(open, &place.field) == *place
        });
        at.map(|(_, form)| form).collect()
    }

    /// Leaves all that is open, with what is typed there, and goes to the field in which a text stands.
    pub(crate) fn go_to_draft(&mut self, draft: Draft) -> Vec<Effect> {
        self.leave_lookups();
        let mut effects = self.leave_all_open();
        let mut place = ResumePoint::of(&draft);
        if self.shared.is_enrolling(&draft.place) {
            place.participant = None;
            place.visit = None;
        }
        if !place.has_text() {
            // The line that the words were typed in opens with what asks for them.
            let words = self.shared.language.words_wait(&draft.typed_for);
            self.shared.notice = Some(Notice::info(words));
            if place.participant.as_deref() == Some("") {
                return effects;
            }
            if !draft.typed_for.has_field() {
                place.form = None;
                place.field = None;
            }
        }
        effects.extend(self.go_back_to(place));
        effects
    }
}

/// Most bytes of text, and of what it was typed for, that are remembered beside the text in the focused field; the file of
/// a user's place has room for 64 KiB.
const MOST_BYTES: usize = 16 * 1024;

impl Model {
    /// Returns all text that is no answer yet, wherever it stands.
    pub(crate) fn all_drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for ((participant, visit, form), left) in &self.shared.texts.unfinished {
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
                    typed_for: TypedFor::Answer,
                    when: None,
                });
            }
        }
        let words = self.shared.texts.words.iter();
        drafts.extend(words.map(|((place, typed_for), words)| Draft {
            place: place.clone(),
            text: words.text.clone(),
            seen: words.seen,
            typed_for: typed_for.clone(),
            when: None,
        }));
        drafts.extend(drafts_in(&self.layers, self.shared.open.id()));
        for away in &self.away {
            drafts.extend(drafts_in(&away.layers, away.open.id()));
        }
        if let Some(begun) = &self.shared.texts.enrolment {
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
        drafts.retain(|draft| own.as_ref() != Some(&draft.place) || !here.has_text_of(draft));
        for draft in &mut drafts {
            let known = self
                .shared
                .texts
                .drafted
                .get(&(draft.place.clone(), draft.typed_for.clone()));
            draft.when = known.map(|(_, at)| *at);
        }
        let mut room = MOST_BYTES;
        drafts.retain(|draft| {
            let bytes = draft.text.len().saturating_add(draft.typed_for.bytes());
            let fits = bytes <= room;
            room = room.saturating_sub(bytes);
            fits
        });
        drafts
    }
}

/// Returns the text in the fields of these layers.
fn drafts_in(layers: &[Layer], open: Option<&ParticipantId>) -> Vec<Draft> {
    let nobody = ParticipantId::from("");
    let open = open.unwrap_or(&nobody);
    let mut drafts = Vec::new();
    for layer in layers {
        match layer {
            Layer::Form(form) if form.visit.is_none() => drafts.extend(drafts_of(form, &nobody)),
            Layer::Form(form) => drafts.extend(drafts_of(form, open)),
            _ => {}
        }
    }
    drafts
}

fn drafts_of(form: &FormState, participant: &ParticipantId) -> Vec<Draft> {
    let typed = Some((&form.focus, form.line.text())).filter(|(_, text)| !text.is_empty());
    let left = form.unfinished.iter();
    let left = left.map(|(field, text)| (field, text.as_str()));
    let declined = form.declined.as_ref();
    let declined = declined.filter(|old| form.comes_back(old));
    let declined = declined.map(|old| (&old.field, old.text.as_str()));
    let draft = |(field, text): (&FieldId, &str)| Draft {
        place: form.place(participant, field),
        text: text.to_owned(),
        seen: form.seen.get(field).copied().unwrap_or(0),
        typed_for: TypedFor::Answer,
        when: None,
    };
    let texts = typed.into_iter().chain(left).chain(declined);
    texts.map(draft).collect()
}
