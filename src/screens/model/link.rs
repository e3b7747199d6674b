//! The owner is gone, and comes back: typing goes on, and what had no reply is asked again.

use crate::protocol::messages::{Request, Welcome};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::screen_lock::state::NOT_COMPARED;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Takes it that the owner cannot be reached.
    pub(crate) fn lose(&mut self, reason: String) {
        self.shared.notice = Some(Notice::warn(format!(
            "{} Go on typing; all is sent when the study is reached again.",
            sentence(&reason)
        )));
        self.shared.present.clear();
        self.shared.unlock_failed(NOT_COMPARED.to_owned());
        self.shared.asked.retain(|asked| *asked != Asked::Unlock);
        self.sign_interrupted();
        self.shared.lost = Some(reason);
    }

    /// Takes it that the owner is reached again: says where this terminal is, reads again, sends again.
    pub(crate) fn go_on(&mut self, welcome: Welcome) -> Vec<Effect> {
        self.shared.lost = None;
        self.shared.roles = welcome.roles;
        self.shared.passphrase = welcome.passphrase;
        self.shared.backup_status = welcome.backup_status;
        self.shared.who = welcome.who;
        let mut words = match self.shared.saving.waits() {
            true => "Connected again; what waited is sent.".to_owned(),
            false => "Connected again.".to_owned(),
        };
        if welcome.protocol_hash != self.shared.study.hash && !welcome.protocol_hash.is_empty() {
            words =
                "The study's protocol was changed. Leave coreset and start it again.".to_owned();
        }
        self.shared.notice = Some(Notice::info(words));

        let location = self.location();
        self.shared.at.clone_from(&location);
        let mut effects = vec![Effect::Send(Request::At(location))];
        let asked = std::mem::take(&mut self.shared.asked);
        effects.extend(self.shared.ask_record_again());
        // The row of another search is nobody's to go back to.
        let under = self.selected().map(|row| row.participant.id.clone());
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.failed = false;
            list.is_old(under);
        }
        effects.extend(self.ask_list());
        self.grow_old();
        self.shared.remembered = self.place();
        // Whoever has not said yet whether to go on at the old place still can.
        if self.shared.resume.is_none() {
            effects.push(Effect::Remember(self.shared.remembered.clone()));
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
        if let Some(id) = self.shared.opening.take() {
            effects.extend(self.shared.ask_record(id));
        }
        effects
    }
}

/// Returns a reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    let reason = reason.trim();
    match reason.chars().last() {
        None => "The connection is lost.".to_owned(),
        Some('.' | '!' | '?') => reason.to_owned(),
        Some(_) => format!("{reason}."),
    }
}
