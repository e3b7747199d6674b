//! Others at the same participant: what they save is shown at once and moves no line, focus, cursor or open question.

use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::{Cell, ParticipantRecord};
use crate::domain::study::unplanned::is_unscheduled;
use crate::domain::views::summary::Summary;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::model::Model;
use crate::screens::stack::OnStack;
use crate::screens::stack::{Layer, form_in_mut};
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::peer_change::{PeerChange, answered, form_of};
use crate::text::screens::around::Done;

impl Model {
    /// Takes what somebody else saved.
    pub(crate) fn changed(&mut self, entries: &[Entry], summary: Option<Summary>) -> Vec<Effect> {
        self.learn(entries);
        let mut effects = self.apply(entries);
        self.learn_passphrase(entries);
        effects.extend(self.learn_roles(entries));
        if !entries.is_empty() && summary.is_none() {
            // The whole study was locked or unlocked, or the own passphrase or roles are others.
            self.become_stale();
        }
        if let Some(summary) = summary {
            self.update_row(summary);
        }
        effects
    }

    /// Forgets the changes of forms of a visit that was said to be begun by mistake: none of them is there to be taken back.
    fn forget_undo_of_voided(&mut self, event: &Event) {
        let Some((who, visit)) = event.participant().zip(event.voided()) else {
            return;
        };
        if self.shared.open.id() != Some(who) {
            return;
        }
        let away = self.away.iter_mut().flat_map(|away| &mut away.layers);
        let forms = self.layers.iter_mut().chain(away);
        let forms = forms.filter_map(FormState::of_mut);
        for form in forms.filter(|form| form.visit.as_ref() == Some(visit)) {
            form.undo.clear();
        }
        let label = self.shared.study.label_of_visit(visit);
        let words = match is_unscheduled(visit) {
            true => self.shared.language.visit_is_gone(&label, ""),
            false => self.shared.language.is_open_again(&label),
        };
        self.shared.notice = Some(Notice::warn(words));
    }

    /// Remembers who changed which field, and tells the user who is typing in it.
    pub(crate) fn learn(&mut self, entries: &[Entry]) {
        self.yield_row(entries);
        for entry in entries {
            self.shared.connection.seen = self.shared.connection.seen.max(entry.seq);
            self.forget_undo_of_voided(&entry.draft.event);
            for place in answered(&entry.draft.event) {
                let known = self.shared.stored_cell(&place).map_or(0, |cell| cell.seq);
                if known >= entry.seq {
                    continue;
                }
                if let Some(form) = self.form_at_mut(&place) {
                    for edit in &mut form.undo {
                        edit.mark_changed_by_others(&place.field);
                    }
                }
                let what = self.shared.describe_change(&place, &entry.draft.event);
                self.shared
                    .open
                    .changed_by_others
                    .insert(place, PeerChange::of(entry, what));
            }
            if let Event::Noted { place, text } = &entry.draft.event {
                let what = match text.as_str() {
                    "" => Done::NoteRemoved,
                    text => Done::Noted(text.to_owned()),
                };
                self.shared
                    .open
                    .notes_by_others
                    .insert(place.clone(), PeerChange::of(entry, what));
            }
        }
    }

    /// Takes stored entries into the open record, under what is still on its way. Asks for the record again where the
    /// user sees other scores of it from then on, or less was told than is stored.
    pub(crate) fn apply(&mut self, entries: &[Entry]) -> Vec<Effect> {
        let (told, untold): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .partition(|entry| !self.shared.is_untold(entry));
        let told: Vec<Entry> = told.into_iter().cloned().collect();
        let before = self.shared.left_out();
        if let Some(stored) = &mut self.shared.open.stored {
            for entry in &told {
                stored.apply(entry);
            }
        }
        let seen = before.difference(&self.shared.left_out()).next().is_some();
        self.away.iter_mut().for_each(|away| away.apply(&told));
        if self.shared.saving.asks() || self.shared.open.hides() {
            // A query without a number would be shown twice when it is previewed over its own preview, and what was left
            // out of the record may be seen now.
            self.show_stored();
        } else if let Some(record) = &mut self.shared.open.record {
            for entry in &told {
                record.apply(entry);
            }
            self.shared.saving.preview(record, self.shared.now);
            self.shared.refresh_sets();
        }
        self.tell_typist(&told);
        match seen || !untold.is_empty() {
            true => self.shared.ask_record_again(),
            false => Vec::new(),
        }
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
            && form.is_changed_by_others(&self.shared, &place.field)
        {
            let who = self.shared.who_saved(&place);
            self.shared.notice = Some(Notice::info(self.shared.language.your_text_stays(&who)));
        }
    }

    /// Replaces the open record by a newer reading of it.
    pub(crate) fn refresh_record(&mut self, record: ParticipantRecord) {
        let before = self.shared.open.stored.take();
        let user = self.shared.account.who.user.clone();
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
                    edit.mark_changed_by_others(field);
                }
            }
        }
        self.show(record);
    }

    /// Returns the form that a field is in, if it is open, also while it waits for the end of a look at somebody else.
    pub(crate) fn form_at_mut(&mut self, place: &FieldPath) -> Option<&mut FormState> {
        let record = self.shared.open.record.as_ref();
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

    /// Records that these fields hold entries of this user: text that was begun before them is no conflict with them.
    pub(crate) fn own_entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            for place in answered(&entry.draft.event) {
                let key = form_of(&place);
                let left = self
                    .shared
                    .texts
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
