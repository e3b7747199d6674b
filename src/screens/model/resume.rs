//! Where the program was left, and going on there.

use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::Kept;
use crate::domain::forms::engine::typing::plain_char;
use crate::domain::record::rows;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::drafts::state::Draft;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::model::Model;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::put_aside::Away;
use crate::screens::stack::{Layer, form_in};
use crate::screens::visit::state::Forms;
use crate::screens::workspace::drafts::{answers, field_of};
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::text::screens::drafts::TypedFor;
use std::collections::BTreeSet;

impl Model {
    /// Returns where the assessor is now; during a look at somebody else, the form that waits for the way back.
    pub(crate) fn place(&self) -> ResumePoint {
        self.place_with(self.all_drafts())
    }

    /// Returns the same, given all text that waits.
    pub(crate) fn place_with(&self, drafts: Vec<Draft>) -> ResumePoint {
        let waits = |away: &&Away| form_in(&away.layers).is_some();
        let away = self.away.iter().rev().find(waits);
        let (layers, open) = match away.filter(|_| self.form().is_none()) {
            Some(away) => (&away.layers, &away.open),
            None => (&self.layers, &self.shared.open),
        };
        let Some(form) = form_in(layers) else {
            return self.nowhere(drafts);
        };
        let (note, note_seen) = match layers.last() {
            Some(Layer::Note(note)) if matches!(note.words, WordsFor::Note) => {
                (Some(note.line.text().to_owned()), note.seen)
            }
            _ => (None, 0),
        };
        let seen = form
            .seen
            .get(&form.focus)
            .filter(|_| !form.text_here().is_empty());
        let participant = form.visit.as_ref().and(open.id()).map(ToString::to_string);
        let enrolling = form.visit.is_none();
        let mut place = ResumePoint {
            participant,
            visit: form.visit.as_ref().map(ToString::to_string),
            form: Some(form.form.to_string()),
            field: Some(form.focus.to_string()),
            text: form.text_here().to_owned(),
            seen: seen.copied().unwrap_or(0),
            note,
            note_seen,
            late: open.late.clone(),
            enrolment: match (enrolling, &self.shared.texts.enrolment) {
                (true, _) => answers(form),
                (false, Some(begun)) => answers(begun),
                (false, None) => Vec::new(),
            },
            drafts: Vec::new(),
            when: None,
        };
        let own = match place.note {
            Some(_) => TypedFor::Note,
            None => TypedFor::Answer,
        };
        let own = field_of(&place).map(|field| (field, own));
        let known = own.and_then(|own| self.shared.texts.drafted.get(&own));
        place.when = known.map(|(_, at)| *at);
        place.drafts = self.drafts_beside(&place, drafts);
        place
    }

    /// Returns what is remembered while no form is open: what is still offered, or was put off and still waits.
    fn nowhere(&self, drafts: Vec<Draft>) -> ResumePoint {
        let offered = self
            .shared
            .texts
            .offered
            .as_ref()
            .filter(|place| self.shared.still_waits(place));
        let mut place = self
            .shared
            .opening
            .resume
            .as_ref()
            .or(offered)
            .cloned()
            .unwrap_or_default();
        if let Some(begun) = &self.shared.texts.enrolment {
            place.enrolment = answers(begun);
        }
        place.drafts = self.drafts_beside(&place, drafts);
        place
    }

    /// Asks whether to go on where the program was left. A user who has begun to search is not interrupted: what was typed
    /// there waits.
    pub(crate) fn offer_resume(&mut self) {
        self.shared.take_up_drafts();
        self.shared.opening.offers = matches!(self.layers.last(), Some(Layer::Passphrase(_)));
        if self.shared.opening.offers {
            return;
        }
        let Some(place) = self.shared.opening.resume.take() else {
            return;
        };
        let searches = self.list().is_some_and(|list| !list.line.is_empty());
        if place.is_nowhere() || self.layers.len() > 1 {
            return;
        }
        if searches {
            self.shared.put_off(&place);
            return;
        }
        let mut words = self.place_in_words(&place);
        let own = field_of(&place);
        let drafts = self.drafts_beside(&place, self.all_drafts());
        let (here, others): (Vec<_>, Vec<_>) = drafts
            .iter()
            .partition(|draft| own.as_ref() == Some(&draft.place));
        let language = self.shared.language;
        // More than one text can wait for one field.
        let others: BTreeSet<_> = others.iter().map(|draft| &draft.place).collect();
        if !here.is_empty() {
            let typed_for = here
                .iter()
                .map(|draft| language.typed_for(&draft.typed_for));
            words.push(' ');
            words.push_str(&language.more_waits_there(&typed_for.collect::<Vec<_>>()));
        }
        if !others.is_empty() {
            words.push(' ');
            words.push_str(&language.text_waits_elsewhere(others.len()));
        }
        self.shared.opening.resume = Some(place.clone());
        self.shared.ask(Purpose::Resume { place, words });
        // No key typed before the question was seen answers it.
        self.shared.drop_typed_ahead();
    }

    /// Asks it when it was left until a passphrase was set or put off.
    pub(crate) fn offer_resume_left(&mut self) {
        if std::mem::take(&mut self.shared.opening.offers) {
            self.offer_resume();
        }
    }

    /// Begins a search with what was typed at the offer to go on; what stands half typed waits in its field.
    ///
    /// Neither an id nor initials begin with a mark or a space: such a key does nothing, whatever it is bound to.
    pub(crate) fn search_instead(&mut self, text: &str) {
        if !text.trim().starts_with(char::is_alphanumeric) {
            self.shared.notice = Some(Notice::info(self.shared.language.enter_goes_on_there()));
            return;
        }
        if let Some(Layer::Picker(picker)) = self.layers.pop()
            && let Purpose::Resume { place, .. } = picker.purpose
        {
            self.shared.put_off(&place);
        }
        if let Some(list) = self.list_mut() {
            let text: String = text.chars().map(plain_char).collect();
            list.line.insert_str(&text);
            list.search();
        }
    }

    fn place_in_words(&self, place: &ResumePoint) -> String {
        let form = match &place.visit {
            Some(_) => place
                .form
                .as_deref()
                .and_then(|form| self.shared.study.known_form(form)),
            None => Some(self.shared.enrolment_form()),
        };
        let field = form
            .and_then(|form| form.field(place.field.as_deref()?))
            .map(|field| format!(", {}", field.label))
            .unwrap_or_default();
        let title = form.map(|form| form.title.clone()).unwrap_or_default();
        let visit = place
            .visit
            .as_deref()
            .and_then(|visit| self.shared.planned(visit))
            .map(|visit| format!(" at {}", visit.label))
            .unwrap_or_default();
        let who = match &place.participant {
            Some(id) => {
                let held = match self.layers.first() {
                    Some(Layer::Participants(list)) => list.found.as_ref(),
                    _ => None,
                };
                let initials = held
                    .into_iter()
                    .flat_map(|found| &found.rows)
                    .find(|summary| summary.participant.id.as_str() == id)
                    .map(|summary| format!(" {}", summary.participant.initials))
                    .unwrap_or_default();
                format!("{id}{initials}{visit}: ")
            }
            None => String::new(),
        };
        let language = self.shared.language;
        let typed = language.typed_at(&place.text, place.note.is_some());
        format!("{who}{title}{field}{typed}.")
    }

    /// Goes back to a place: loads the participant first where it needs one.
    pub(crate) fn go_back_to(&mut self, place: ResumePoint) -> Vec<Effect> {
        match &place.participant {
            Some(id) => {
                let id = ParticipantId::new(id.clone());
                self.shared.opening.resume = Some(place);
                self.shared.ask_record(id)
            }
            None => {
                self.open_enrolment();
                self.restore_focus(place.field, &place.text);
                Vec::new()
            }
        }
    }

    /// Opens visit, form and field once the record of the remembered participant is there.
    pub(crate) fn resume_in_record(&mut self) -> Vec<Effect> {
        let Some(place) = self.shared.opening.resume.take() else {
            return Vec::new();
        };
        let here = self
            .shared
            .open
            .record
            .as_ref()
            .map(|record| record.participant.id.to_string());
        let (Some(visit), Some(form), Some(field)) = (&place.visit, &place.form, &place.field)
        else {
            return Vec::new();
        };
        let forms = self.shared.forms_at(&VisitId::new(visit.clone()));
        let known = forms.iter().any(|id| id.as_str() == form);
        let kept = self.shared.study.known_form(form).map(|form| form.kept);
        let beside = visit == rows::SESSION && kept.is_some_and(|kept| kept != Kept::Visits);
        let known = known || beside;
        if here != place.participant || !known {
            self.shared.notice = Some(Notice::warn(self.shared.language.place_is_gone()));
            return Vec::new();
        }
        let visit = VisitId::new(visit.clone());
        if !self.shared.has_page(&visit) {
            let label = self.shared.study.label_of_visit(&visit);
            let words = self.shared.language.visit_is_gone(&label, &place.text);
            self.shared.notice = Some(Notice::warn(words));
            return Vec::new();
        }
        let form = FormId::new(form.clone());
        let mut forms = self.shared.forms_at(&visit).iter();
        let cursor = forms.position(|id| *id == form).unwrap_or(0);
        if !beside {
            self.layers.push(Layer::Visit(Forms {
                visit: visit.clone(),
                cursor,
            }));
        }
        if let Some((of, row)) = rows::split(form.as_str()) {
            self.open_log(FormId::from(of), Some(row));
        }
        // Going to a field from a list does not end a late entry.
        if place.late.is_some() {
            self.shared.open.late = place.late;
        }
        let state = FormState::new(form, Some(visit), FieldId::new(field.clone()));
        self.push_form(state);
        self.restore_focus(place.field, &place.text);
        let restored =
            |form: &&mut FormState| !place.text.is_empty() && form.text_here() == place.text;
        if let Some(form) = self.form_mut().filter(restored) {
            // What others saved since the text was begun is asked about when it is accepted.
            form.seen.insert(form.focus.clone(), place.seen);
        }
        if let Some(text) = place.note {
            self.act(Action::Note);
            if let Some(Layer::Note(note)) = self.layers.last_mut() {
                note.line = Line::new(&text);
                note.seen = place.note_seen;
            }
        }
        Vec::new()
    }

    /// Puts the focus on a field with the text that stood there; no other field gets the text. Without one, what waits
    /// with the field stays.
    fn restore_focus(&mut self, field: Option<String>, text: &str) {
        let Some(field) = field.map(FieldId::new) else {
            return;
        };
        self.in_form(|form, shared| form.go(shared, Move::To(field.clone())));
        self.in_form(|form, shared| {
            if form.focus == field && !text.is_empty() {
                form.put_draft(shared, text);
            } else if form.focus != field && !text.is_empty() {
                // The cursor is in another field, which the next key would answer.
                let label = form.label_of(shared, &field);
                let key = shared.way(Context::List, Action::Drafts);
                let words = shared
                    .language
                    .field_not_asked(&label, text, key.as_deref());
                shared.notice = Some(Notice::warn(words));
            }
            Vec::new()
        });
    }
}
