//! What the user sees while the program runs: other roles, which a manager gave, and another day change it at once.

use crate::domain::record::entry::Entry;
use crate::domain::record::user::Role;
use crate::domain::study::withheld;
use crate::screens::effect::Effect;
use crate::screens::history::state::HistoryState;
use crate::screens::model::Model;
use crate::screens::stack::{Layer, OnStack};
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Learns from entries that the user has other roles. What these do not see yet goes from the screens before anything
    /// is asked of the owner again.
    pub(crate) fn learn_roles(&mut self, entries: &[Entry]) -> Vec<Effect> {
        let own = &self.shared.account.who.user;
        let mut given = entries.iter().filter_map(|entry| {
            let (user, roles) = entry.draft.event.roles_given()?;
            (user == own).then_some(roles)
        });
        let Some(roles) = given
            .next_back()
            .filter(|roles| *roles != self.shared.account.roles)
        else {
            return Vec::new();
        };
        self.shared.account.roles = roles.to_vec();
        let main = roles.first().map_or("", |role| Role::key(*role));
        main.clone_into(&mut self.shared.account.who.role);
        let words = self.shared.language.roles_changed(roles);
        let mut effects = self.look_again();
        self.shared.notice = Some(Notice::info(words));
        effects.extend(self.ask_list());
        effects
    }

    /// Takes from the screens what the user does not see any more, and asks the owner again for what they show.
    pub(crate) fn look_again(&mut self) -> Vec<Effect> {
        let stored = self.shared.open.stored.as_ref();
        let left_out = stored.map(|stored| self.shared.hidden_from_user(stored));
        if let (Some(stored), Some(left_out)) = (&mut self.shared.open.stored, left_out) {
            withheld::leave_out(&self.shared.study, stored, &left_out);
        }
        self.show_stored();
        // A history holds entries as they were seen before.
        let count = self.layers.len();
        self.layers
            .retain(|layer| HistoryState::of(layer).is_none());
        if self.layers.len() < count {
            let words = self.shared.language.history_closed();
            self.shared.notice = Some(Notice::info(words));
        }
        self.become_stale();
        let under = self.selected().map(|row| row.participant.id.clone());
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.mark_stale(under);
        }
        self.shared.ask_record_again()
    }
}
