//! The owner is gone, and comes back: typing goes on, and what had no reply is asked again.

use crate::protocol::messages::{Request, Welcome};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Takes it that the owner cannot be reached.
    pub(crate) fn lose(&mut self, reason: String) {
        let language = self.shared.language;
        self.shared.notice = Some(Notice::warn(language.connection_lost(&reason)));
        self.shared.open.present.clear();
        let words = language.passphrase_not_compared();
        self.shared.unlock_failed(words.to_owned());
        self.shared
            .connection
            .asked
            .retain(|asked| *asked != Asked::Unlock);
        self.sign_interrupted();
        self.shared.connection.lost = Some(reason);
    }

    /// Takes it that the owner is reached again: says where this terminal is, reads again, sends again.
    pub(crate) fn go_on(&mut self, welcome: Welcome) -> Vec<Effect> {
        self.shared.connection.lost = None;
        self.shared.account.roles = welcome.roles;
        self.shared.account.passphrase = welcome.passphrase;
        self.shared.backup_status = welcome.backup_status;
        self.shared.account.who = welcome.who;
        let language = self.shared.language;
        let mut words = language.connected_again(self.shared.saving.waits());
        if welcome.protocol_hash != self.shared.study.hash && !welcome.protocol_hash.is_empty() {
            words = language.protocol_changed();
        }
        self.shared.notice = Some(Notice::info(words));

        let location = self.location();
        self.shared.connection.at.clone_from(&location);
        let mut effects = vec![Effect::Send(Request::At(location))];
        let asked = std::mem::take(&mut self.shared.connection.asked);
        effects.extend(self.shared.ask_record_again());
        // The row of another search is nobody's to go back to.
        let under = self.selected().map(|row| row.participant.id.clone());
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.failed = false;
            list.is_old(under);
        }
        effects.extend(self.ask_list());
        self.grow_old();
        self.shared.texts.remembered = self.place();
        // Whoever has not said yet whether to go on at the old place still can.
        if self.shared.opening.resume.is_none() {
            effects.push(Effect::Remember(self.shared.texts.remembered.clone()));
        }
        self.shared.saving.all_wait();
        effects.extend(self.shared.resend());
        self.shared.saving.refusal = None;
        for asked in asked {
            if let Asked::Taken(id) = asked {
                effects.extend(
                    self.shared
                        .question(Asked::Taken(id.clone()), Request::Taken(id)),
                );
            }
        }
        if let Some(id) = self.shared.opening.participant.take() {
            effects.extend(self.shared.ask_record(id));
        }
        effects
    }
}
