//! The owner is gone, and comes back: typing goes on, and what had no reply is asked again.

use crate::protocol::messages::{Request, Welcome};
use crate::screens::app::Effect;
use crate::screens::replies::Asked;
use crate::screens::stack::Layer;
use crate::screens::workspace::{Model, Notice};

impl Model {
    /// Takes it that the owner cannot be reached.
    pub(crate) fn lose(&mut self, reason: String) {
        self.notice = Some(Notice::warn(format!(
            "{} Go on typing; all is sent when the study is reached again.",
            sentence(&reason)
        )));
        self.present.clear();
        self.unlock_failed(NOT_COMPARED.to_owned());
        self.asked.retain(|asked| *asked != Asked::Unlock);
        self.sign_interrupted();
        self.lost = Some(reason);
    }

    /// Takes it that the owner is reached again: says where this terminal is, reads again, sends again.
    pub(crate) fn go_on(&mut self, welcome: Welcome) -> Vec<Effect> {
        self.lost = None;
        self.roles = welcome.roles;
        self.passphrase = welcome.passphrase;
        self.backup_status = welcome.backup_status;
        self.who = welcome.who;
        let mut words = match self.saving.waits() {
            true => "Connected again; what waited is sent.".to_owned(),
            false => "Connected again.".to_owned(),
        };
        if welcome.protocol_hash != self.study.hash && !welcome.protocol_hash.is_empty() {
            words =
                "The study's protocol was changed. Leave coreset and start it again.".to_owned();
        }
        self.notice = Some(Notice::info(words));

        let location = self.location();
        self.at.clone_from(&location);
        let mut effects = vec![Effect::Send(Request::At(location))];
        let asked = std::mem::take(&mut self.asked);
        effects.extend(self.ask_record_again());
        // The row of another search is nobody's to go back to.
        let under = self.selected().map(|row| row.participant.id.clone());
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.failed = false;
            list.is_old(under);
        }
        effects.extend(self.ask_list());
        self.study_is_old();
        self.queries_are_old();
        effects.extend(self.ask_overview());
        self.remembered = self.place();
        // Whoever has not said yet whether to go on at the old place still can.
        if self.resume.is_none() {
            effects.push(Effect::Remember(self.remembered.clone()));
        }
        self.saving.all_wait();
        effects.extend(self.resend());
        self.saving.refusal = None;
        for asked in asked {
            if let Asked::Taken(id) = asked {
                effects.extend(self.question(Asked::Taken(id.clone()), Request::Taken(id)));
            }
        }
        if let Some(id) = self.opening.take() {
            effects.extend(self.ask_record(id));
        }
        effects.extend(self.ask_history());
        effects
    }
}

/// Why a passphrase is not compared.
pub(crate) const NOT_COMPARED: &str =
    "There is no connection, so that the passphrase cannot be compared. Try again in a moment.";

/// Returns a reason as a sentence of its own.
fn sentence(reason: &str) -> String {
    let reason = reason.trim();
    match reason.chars().last() {
        None => "The connection is lost.".to_owned(),
        Some('.' | '!' | '?') => reason.to_owned(),
        Some(_) => format!("{reason}."),
    }
}
