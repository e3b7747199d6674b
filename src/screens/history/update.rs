//! The history of a field on the screen: asked of the owner, newest first, and back to the field as it was.
//!
//! What is shown is what the owner read from the journal; nothing of it is changed here.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::rows;
use crate::input::action::{Action, Context};
use crate::protocol::messages::Request;
use crate::screens::cursor::Scroll;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::history::state::HistoryState;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns what the history on the screen is of: participant, visit, form, field.
    pub fn history_title(&self, place: &FieldPath) -> String {
        let record = self.open.record.as_ref().map(|record| &record.participant);
        let mut parts = vec![match record.filter(|who| who.id == place.participant) {
            Some(who) => format!("{} {}", who.id, who.initials),
            None => place.participant.to_string(),
        }];
        if let Some(visit) = self.planned(place.visit.as_str()) {
            parts.push(visit.label.clone());
        }
        let form = self.form_at(&place.visit, &place.form);
        let title = form.map_or_else(|| place.form.to_string(), |form| form.title.clone());
        parts.push(match rows::split(place.form.as_str()) {
            Some((_, row)) => format!("{title} {row}"),
            None => title,
        });
        parts.push(self.label_at(place));
        let removal = self.study.field_removal(&place.form, &place.field);
        let by = removal.and_then(|removal| removal.on(self.today()));
        parts.extend(by.map(|by| self.language.removed_by(by)));
        parts.join(", ")
    }
}

impl FormState {
    /// Opens the history of the focused field.
    pub(crate) fn history_here(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let words = match (&self.visit, self.at_end) {
            (None, _) => shared.language.enrolment_has_no_history(),
            (_, true) => shared.language.end_has_no_field(),
            _ => {
                let place = self.place_of(shared, &self.focus.clone());
                return place.map_or_else(Vec::new, |place| shared.open_history(place));
            }
        };
        shared.notice = Some(Notice::warn(words));
        Vec::new()
    }
}

impl Workspace {
    /// Opens the history of a field anywhere in the study.
    pub(crate) fn open_history(&mut self, place: FieldPath) -> Vec<Effect> {
        self.open(Layer::History(HistoryState {
            place: place.clone(),
            entries: None,
            failed: None,
            scroll: Scroll::default(),
        }));
        if self.connection.lost.is_some() {
            return Vec::new();
        }
        self.question(Asked::History(place.clone()), Request::History(place))
    }
}

impl HistoryState {
    /// Takes what was read of a field, if it is the one on the screen.
    pub(crate) fn take(&mut self, place: &FieldPath, entries: Vec<Entry>) {
        if self.place == *place {
            self.entries = Some(entries);
            self.failed = None;
        }
    }

    /// Learns that the history of a field cannot be read, and why.
    pub(crate) fn fail(&mut self, place: &FieldPath, reason: String) {
        if self.place == *place {
            self.failed = Some(reason);
        }
    }
}

impl Screen for HistoryState {
    fn context(&self) -> Context {
        Context::Page
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let rows = usize::from(shared.size.1.saturating_sub(6)).max(1);
        match action {
            Action::Back | Action::Open | Action::History | Action::DeleteBack => shared.close(),
            _ => self.scroll = self.scroll.moved(rows, action),
        }
        Vec::new()
    }

    fn become_stale(&mut self) {
        self.failed = None;
    }

    fn ask_owner(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let asked = Asked::History(self.place.clone());
        let held = self.entries.is_some() || self.failed.is_some();
        if held || shared.connection.lost.is_some() || shared.connection.asked.contains(&asked) {
            return Vec::new();
        }
        shared.question(asked, Request::History(self.place.clone()))
    }

    fn learn(&mut self, entries: &[Entry]) {
        let Some(known) = &mut self.entries else {
            return;
        };
        for entry in entries {
            let new = known.iter().all(|known| known.seq != entry.seq);
            if new && entry.draft.event.concerns(&self.place) {
                known.push(entry.clone());
            }
        }
        known.sort_by_key(|entry| entry.seq);
    }
}
