//! The history that is on the screen: reading it, and learning what is stored meanwhile.

use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::history::state::HistoryState;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;

impl Model {
    fn history_mut(&mut self) -> Option<&mut HistoryState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::History(state) => Some(state),
            _ => None,
        })
    }

    /// Asks for the history that is on the screen and was not read; nothing while the owner is out of reach.
    pub(crate) fn ask_history(&mut self) -> Vec<Effect> {
        let lost = self.shared.lost.is_some();
        let Some(state) = self.history_mut() else {
            return Vec::new();
        };
        if lost || state.entries.is_some() {
            return Vec::new();
        }
        let place = state.place.clone();
        self.shared
            .question(Asked::History(place.clone()), Request::History(place))
    }

    /// Takes what was read.
    pub(crate) fn take_history(&mut self, place: &FieldPath, entries: Vec<Entry>) {
        self.shared
            .answered(|asked| matches!(asked, Asked::History(of) if of == place));
        if let Some(state) = self.history_mut().filter(|state| state.place == *place) {
            state.entries = Some(entries);
            state.failed = None;
        }
    }

    /// Takes it that the history cannot be read.
    pub(crate) fn history_failed(&mut self, place: &FieldPath, reason: String) {
        if let Some(state) = self.history_mut().filter(|state| state.place == *place) {
            state.failed = Some(reason);
        }
    }

    /// Adds entries that were stored while the history is on the screen.
    pub(crate) fn learn_history(&mut self, entries: &[Entry]) {
        let Some(state) = self.history_mut() else {
            return;
        };
        let Some(known) = &mut state.entries else {
            return;
        };
        for entry in entries {
            let new = known.iter().all(|known| known.seq != entry.seq);
            if new && entry.draft.event.concerns(&state.place) {
                known.push(entry.clone());
            }
        }
        known.sort_by_key(|entry| entry.seq);
    }
}
