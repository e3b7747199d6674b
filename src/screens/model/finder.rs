//! The finder from anywhere: the list of participants over the open screens, which wait below unchanged.
//!
//! Going back finds everything where it was, also from a participant who was opened: see [`super::away`].

use crate::domain::views::find::filter::Filter;
use crate::domain::views::summary::Summary;
use crate::input::action::Action;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::participants::state::{Before, ListState};
use crate::screens::picker::state::Purpose;
use crate::screens::screen::Screen as _;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Returns the participant under the cursor of the list, if it is held.
    pub fn selected(&self) -> Option<&Summary> {
        self.list()?.selected()
    }

    /// Returns whether the finder is called over something else, also under a question or the help.
    pub fn is_in_finder(&self) -> bool {
        let finder = |layer: &Layer| matches!(layer, Layer::Finder(_));
        self.layers.iter().any(finder)
    }

    /// Returns the list of participants.
    pub fn list(&self) -> Option<&ListState> {
        match self.layers.first() {
            Some(Layer::Participants(list)) => Some(list),
            _ => None,
        }
    }

    pub(crate) fn list_mut(&mut self) -> Option<&mut ListState> {
        match self.layers.first_mut() {
            Some(Layer::Participants(list)) => Some(list),
            _ => None,
        }
    }

    /// Returns whether keys go to the list of participants.
    pub(crate) fn is_list_on_top(&self) -> bool {
        matches!(
            self.layers.last(),
            Some(Layer::Participants(_) | Layer::Finder(_))
        )
    }

    /// Shows the list of all participants with an empty finder, over what is open.
    pub(crate) fn open_finder(&mut self) -> Vec<Effect> {
        if let Some(Layer::Picker(picker)) = self.layers.last()
            && let Purpose::Resume { place, .. } = &picker.purpose
        {
            let place = place.clone();
            self.layers.pop();
            self.shared.put_off(&place);
        }
        let listed = self.is_in_finder() || self.layers.len() < 2;
        if self.shared.connection.lost.is_some() && !listed {
            self.shared.notice = Some(Notice::warn(self.shared.language.no_finder_offline()));
            return Vec::new();
        }
        if matches!(self.layers.last(), Some(Layer::Finder(_))) && !self.is_narrowed() {
            // The key that opens the finder also closes it.
            return self.leave_finder();
        }
        while self.is_in_finder() && !self.is_list_on_top() {
            self.layers.pop();
        }
        let Some(list) = self.list_mut() else {
            return Vec::new();
        };
        let before = Before {
            line: std::mem::take(&mut list.line),
            filter: std::mem::take(&mut list.filter),
            cursor: list.cursor,
        };
        list.search();
        if !listed {
            // The rows on the screen are old and must not be chosen from: keys wait for the new ones.
            list.found = None;
            list.got = None;
            self.layers.push(Layer::Finder(before));
        }
        Vec::new()
    }

    /// Goes back to what was open when the finder was called.
    pub(crate) fn leave_finder(&mut self) -> Vec<Effect> {
        let Some(Layer::Finder(_)) = self.layers.last() else {
            return Vec::new();
        };
        let Some(Layer::Finder(before)) = self.layers.pop() else {
            return Vec::new();
        };
        self.show_list_as(before);
        // While the finder was open the owner sent no news of this record.
        self.shared.ask_record_again()
    }

    /// Returns whether something is typed in the finder, or a filter is in use.
    fn is_narrowed(&self) -> bool {
        self.list()
            .is_some_and(|list| !list.line.is_empty() || list.filter != Filter::All)
    }

    /// Shows in the list what it showed before the finder was called.
    pub(crate) fn show_list_as(&mut self, before: Before) {
        if let Some(list) = self.list_mut() {
            list.line = before.line;
            list.filter = before.filter;
            list.search();
            list.cursor = before.cursor;
            list.mark_stale(None);
        }
    }

    /// Leaves all that waits under the finder, and the finder; text that is no answer yet stays with its field.
    pub(crate) fn leave_all_open(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.is_in_finder() {
            self.layers.pop();
        }
        while self.layers.len() > 1 {
            let layers = self.layers.len();
            match self.layers.last() {
                Some(Layer::Form(_)) => {
                    effects.extend(self.in_form(|form, shared| form.act(shared, Action::Back)))
                }
                Some(Layer::Picker(_)) => effects.extend(self.act(Action::Back)),
                Some(Layer::Note(_)) => effects.extend(self.act(Action::Back)),
                _ => {}
            }
            if self.layers.len() >= layers {
                self.layers.truncate(layers - 1);
            }
        }
        if self.shared.open.record.is_some() {
            self.leave_record();
        }
        effects
    }
}
