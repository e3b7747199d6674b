//! Others at the same participant: what they save, and which text was begun before that.
//!
//! What others save is shown at once and moves nothing: no line, focus, cursor or open question.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::{Cell, ParticipantRecord};
use crate::domain::views::summary::Summary;
use crate::screens::form::state::FormState;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Notice, Workspace};
use chrono::{DateTime, FixedOffset};

/// Who changed a field last, as far as that was told while the participant was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeerChange {
    /// Number of the entry.
    pub(crate) seq: u64,
    /// Name as printed.
    pub(crate) name: String,
    /// When it was stored.
    pub(crate) at: DateTime<FixedOffset>,
    /// What was done: `saved 7`.
    pub(crate) what: String,
}

impl PeerChange {
    fn of(entry: &Entry, what: String) -> Self {
        Self {
            seq: entry.seq,
            name: entry.draft.by.name.clone(),
            at: entry.recorded_at,
            what,
        }
    }

    /// Returns it as the front of a sentence: `A. Physio saved 7 at 10:32`.
    pub(crate) fn words(&self) -> String {
        format!("{} {} at {}", self.name, self.what, self.at.format("%H:%M"))
    }
}

/// A form of a participant's visit.
pub(crate) type FormKey = (ParticipantId, VisitId, FormId);

/// Returns the form that a field is in.
pub(crate) fn form_of(place: &FieldPath) -> FormKey {
    (
        place.participant.clone(),
        place.visit.clone(),
        place.form.clone(),
    )
}

/// Returns the fields whose answer an event sets or clears.
pub(crate) fn answered(event: &Event) -> Vec<FieldPath> {
    match event {
        Event::Noted { .. } => Vec::new(),
        event => event.fields(),
    }
}

/// Returns the topmost form of these layers that a field of the open participant is in.
pub(crate) fn form_in_mut<'a>(
    layers: &'a mut [Layer],
    place: &FieldPath,
) -> Option<&'a mut FormState> {
    layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Form(form)
            if form.visit.as_ref() == Some(&place.visit) && form.form == place.form =>
        {
            Some(form.as_mut())
        }
        _ => None,
    })
}

impl Workspace {
    /// Returns a field as the owner has it.
    pub(crate) fn stored_cell(&self, place: &FieldPath) -> Option<&Cell> {
        let stored = self.stored.as_ref()?;
        if stored.participant.id != place.participant {
            return None;
        }
        let session = stored.session(place.visit.as_str())?;
        session.forms.get(&place.form)?.get(&place.field)
    }

    /// Says who saved what stands in a field, and when: `A. Physio saved 7 at 10:32`.
    pub(crate) fn who_saved(&self, place: &FieldPath) -> String {
        let cell = self.stored_cell(place);
        let seq = cell.map_or(0, |cell| cell.seq);
        if let Some(news) = self.news.get(place).filter(|news| news.seq >= seq) {
            return news.words();
        }
        let by = cell.map_or("somebody", |cell| cell.by.as_str());
        match cell.and_then(|cell| cell.answer.as_ref()) {
            Some(answer) => format!("{by} saved {}", self.answer_of(place, answer)),
            None => format!("{by} emptied it"),
        }
    }

    /// Says what an event does to a field: `saved 7`.
    fn describe_change(&self, place: &FieldPath, event: &Event) -> String {
        let answer = match event {
            Event::Answered { answer, .. } => Some(answer),
            Event::Filled { answers, .. } => answers
                .iter()
                .find(|(field, _)| *field == place.field)
                .map(|(_, answer)| answer),
            _ => None,
        };
        answer.map_or_else(
            || "emptied it".to_owned(),
            |answer| format!("saved {}", self.answer_of(place, answer)),
        )
    }

    /// Returns an answer to a field as text.
    pub(crate) fn answer_of(&self, place: &FieldPath, answer: &Answer) -> String {
        let form = self.study.form(place.form.as_str());
        let field = form.and_then(|form: &Instrument| form.field(place.field.as_str()));
        match (form, field) {
            (Some(form), Some(field)) => typing::show(form, field, answer),
            _ => String::new(),
        }
    }

    /// Returns the label of a field anywhere in the study.
    pub(crate) fn label_at(&self, place: &FieldPath) -> String {
        let form = self.study.form(place.form.as_str());
        form.and_then(|form| form.field(place.field.as_str()))
            .map_or_else(|| place.field.to_string(), |field| field.label.clone())
    }
}

impl Model {
    /// Takes what somebody else saved.
    pub(crate) fn changed(&mut self, entries: &[Entry], summary: Option<Summary>) {
        self.learn(entries);
        self.apply(entries);
        if !entries.is_empty() && summary.is_none() {
            // The whole study was locked or unlocked.
            self.study_is_old();
        }
        if let Some(summary) = summary {
            self.update_row(summary);
        }
    }

    /// Remembers who changed which field, and tells whoever is typing in it.
    pub(crate) fn learn(&mut self, entries: &[Entry]) {
        self.give_way(entries);
        for entry in entries {
            self.shared.seen = self.shared.seen.max(entry.seq);
            for place in answered(&entry.draft.event) {
                let known = self.shared.stored_cell(&place).map_or(0, |cell| cell.seq);
                if known >= entry.seq {
                    continue;
                }
                if let Some(form) = self.form_at_mut(&place) {
                    for edit in &mut form.undo {
                        edit.overtaken(&place.field);
                    }
                }
                let what = self.shared.describe_change(&place, &entry.draft.event);
                self.shared.news.insert(place, PeerChange::of(entry, what));
            }
            if let Event::Noted { place, text } = &entry.draft.event {
                let what = match text.as_str() {
                    "" => "removed the note".to_owned(),
                    text => format!("noted \"{text}\""),
                };
                self.shared
                    .noted
                    .insert(place.clone(), PeerChange::of(entry, what));
            }
        }
    }

    /// Takes stored entries into the open record, under what is still on its way.
    pub(crate) fn apply(&mut self, entries: &[Entry]) {
        if let Some(stored) = &mut self.shared.stored {
            for entry in entries {
                stored.apply(entry);
            }
        }
        self.away.iter_mut().for_each(|away| away.apply(entries));
        if let Some(record) = &mut self.shared.record {
            for entry in entries {
                record.apply(entry);
            }
            self.shared.saving.preview(record, self.shared.now);
            self.shared.refresh_sets();
        }
        self.tell_typist(entries);
    }

    /// Says quietly that the field in which text stands was changed; the question comes when the text is accepted.
    fn tell_typist(&mut self, entries: &[Entry]) {
        let Some(form) = self.form() else { return };
        let Some(place) = form.place_of(&self.shared, &form.focus) else {
            return;
        };
        let changed = |entry: &Entry| answered(&entry.draft.event).contains(&place);
        let typing = !form.at_end && !form.line.is_empty();
        if typing
            && self.shared.notice.is_none()
            && entries.iter().any(changed)
            && form.is_overtaken(&self.shared, &place.field)
        {
            let who = self.shared.who_saved(&place);
            self.shared.notice = Some(Notice::info(format!("{who} here; your text stays.")));
        }
    }

    /// Replaces the open record by a newer reading of it.
    pub(crate) fn refresh_record(&mut self, record: ParticipantRecord) {
        let before = self.shared.stored.take();
        let user = self.shared.who.user.clone();
        let newer = |visit: &VisitId, form: &FormId, field: &FieldId, cell: &Cell| {
            let known = before.as_ref().and_then(|before| {
                let session = before.session(visit.as_str())?;
                Some(session.forms.get(form)?.get(field)?.seq)
            });
            cell.seq > known.unwrap_or(0) && cell.by != user
        };
        if let Some(form) = self.form_mut()
            && let Some(visit) = form.visit.clone()
            && let Some(cells) = record
                .session(visit.as_str())
                .and_then(|session| session.forms.get(&form.form))
        {
            let id = form.form.clone();
            for (field, _) in cells
                .iter()
                .filter(|(field, cell)| newer(&visit, &id, field, cell))
            {
                for edit in &mut form.undo {
                    edit.overtaken(field);
                }
            }
        }
        self.show(record);
    }

    /// Returns the form that a field is in, if it is open, also while it waits for the end of a look at somebody else.
    pub(crate) fn form_at_mut(&mut self, place: &FieldPath) -> Option<&mut FormState> {
        let record = self.shared.record.as_ref();
        let open = record.is_some_and(|record| record.participant.id == place.participant);
        let here = form_in_mut(&mut self.layers, place).filter(|_| open);
        let mut away = self.away.iter_mut().rev();
        here.or_else(|| away.find_map(|away| away.form_at_mut(place)))
    }

    /// Remembers which entry stood in the focused field when text was begun in it, or a question about it opened.
    pub(crate) fn note_typing(&mut self) {
        let on_top = matches!(self.layers.last(), Some(Layer::Form(_)));
        let Some(form) = self.form().filter(|form| form.visit.is_some()) else {
            return;
        };
        let field = form.focus.clone();
        let busy = !form.at_end && (!on_top || !form.line.is_empty());
        let stands = form
            .place_of(&self.shared, &field)
            .and_then(|place| Some(self.shared.stored_cell(&place)?.seq))
            .unwrap_or(0);
        let Some(form) = self.form_mut() else { return };
        if busy {
            form.seen.entry(field).or_insert(stands);
        } else if !form.unfinished.contains_key(&field) {
            form.seen.remove(&field);
        }
    }

    /// Takes it that own entries stand in these fields: text begun before them was begun by the same hand.
    pub(crate) fn own_entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            for place in answered(&entry.draft.event) {
                let key = form_of(&place);
                let left = self
                    .shared
                    .unfinished
                    .get_mut(&key)
                    .map(|left| &mut left.seen);
                for seen in left.into_iter().flat_map(|seen| seen.get_mut(&place.field)) {
                    *seen = entry.seq.max(*seen);
                }
                let form = self.form_at_mut(&place);
                if let Some(seen) = form.and_then(|form| form.seen.get_mut(&place.field)) {
                    *seen = entry.seq.max(*seen);
                }
            }
            if let (Event::Noted { place, .. }, Some(Layer::Note(note))) =
                (&entry.draft.event, self.layers.last_mut())
                && note.place == *place
            {
                note.seen = entry.seq;
            }
        }
    }
}

impl FormState {
    /// Returns whether somebody else changed a field of the open form since text was begun in it.
    pub(crate) fn is_overtaken(&self, shared: &Workspace, field: &FieldId) -> bool {
        let found = || {
            let seen = *self.seen.get(field)?;
            let cell = shared.stored_cell(&self.place_of(shared, field)?)?;
            Some(cell.seq > seen)
        };
        found() == Some(true)
    }

    /// Says what somebody else saved in the focused field since text was begun in it.
    pub fn news_here(&self, shared: &Workspace) -> Option<String> {
        if self.at_end {
            return None;
        }
        let place = self.place_of(shared, &self.focus)?;
        self.is_overtaken(shared, &self.focus)
            .then(|| shared.who_saved(&place))
    }
}
