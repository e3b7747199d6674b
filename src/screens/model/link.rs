//! The owner is gone, and comes back: typing goes on, and what had no reply is asked again.

use crate::domain::study::shipped::embedded_study;
use crate::protocol::messages::{Request, SentStudy, Welcome};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::{Layer, visit_in};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::{Grade, Notice};
use std::sync::Arc;
use std::time::Duration;

/// How long a reply may take before that is said.
const SILENCE: Duration = Duration::from_secs(2);

impl Workspace {
    /// Returns after how long without a reply it is said that the owner is silent; `None` while no reply is due.
    pub fn reply_patience(&self) -> Option<Duration> {
        self.awaits_reply().then_some(SILENCE)
    }

    /// Returns whether the owner was reached and asked something that it has not replied to.
    pub fn awaits_reply(&self) -> bool {
        let connection = &self.connection;
        let sent = || self.saving.pending.iter().any(|pending| !pending.refused);
        connection.lost.is_none() && (!connection.asked.is_empty() || sent())
    }
}

impl Model {
    /// Says that a reply is long in coming.
    pub(crate) fn owner_is_silent(&mut self) {
        self.shared.connection.silent = true;
        let said = self.shared.notice.as_ref();
        if said.is_none_or(|notice| notice.grade == Grade::Info) {
            let words = self.shared.language.server_is_silent();
            self.shared.notice = Some(Notice::warn(words));
        }
    }

    /// Takes that back.
    pub(crate) fn owner_speaks(&mut self) {
        if std::mem::take(&mut self.shared.connection.silent) {
            let words = self.shared.language.server_is_silent();
            let notice = self.shared.notice.take();
            self.shared.notice = notice.filter(|notice| notice.text != words);
        }
    }

    /// Handles that the owner cannot be reached.
    pub(crate) fn lose(&mut self, reason: String) {
        let language = self.shared.language;
        self.shared.notice = Some(Notice::warn(language.connection_lost(&reason)));
        self.shared.open.present.clear();
        self.passphrase_interrupted();
        self.sign_interrupted();
        self.amend_interrupted();
        self.shared.export_interrupted();
        self.shared.connection.lost = Some(reason);
    }

    /// Handles that the owner is reached again: tells it where this terminal is, reads again, sends again.
    pub(crate) fn go_on(&mut self, welcome: Welcome) -> Vec<Effect> {
        self.shared.connection.lost = None;
        self.shared.account.roles = welcome.roles;
        self.passphrase_is(welcome.passphrase);
        self.shared.backup_status = welcome.backup_status;
        self.shared.account.who = welcome.who;
        let language = self.shared.language;
        let mut words = language
            .connected_again(self.shared.saving.waits())
            .to_owned();
        if self.is_other(&welcome.study) {
            let before = self.shared.study.number;
            words = match self.take_study(&welcome.study) {
                // Help may change without a version.
                true if welcome.study.version == before => words,
                true => language.study_amended(welcome.study.version),
                false => language.protocol_changed().to_owned(),
            };
        }
        self.shared.notice = Some(Notice::info(words));
        self.shared.amendment_waits = welcome.study.amendment_waits;
        self.shared.take_heads(welcome.heads);

        let location = self.location();
        self.shared.connection.at.clone_from(&location);
        let mut effects = vec![Effect::Send(Request::At(location))];
        let asked = std::mem::take(&mut self.shared.connection.asked);
        effects.extend(self.shared.ask_record_again());
        // The cursor must not go back to a row of another search.
        let under = self.selected().map(|row| row.participant.id.clone());
        if let Some(Layer::Participants(list)) = self.layers.first_mut() {
            list.failed = false;
            list.mark_stale(under);
        }
        effects.extend(self.ask_list());
        self.become_stale();
        self.shared.texts.remembered = self.place();
        // The question whether to go on at the old place stays open.
        if self.shared.opening.resume.is_none() {
            effects.push(Effect::Remember(self.shared.texts.remembered.clone()));
        }
        self.shared.saving.all_wait();
        effects.extend(self.shared.resend());
        self.shared.saving.refusal = None;
        for asked in asked {
            let request = match &asked {
                Asked::Taken(id) => Request::Taken(id.clone()),
                Asked::Alike(likeness) => Request::Alike(likeness.clone()),
                _ => continue,
            };
            effects.extend(self.shared.question(asked, request));
        }
        if let Some(id) = self.shared.opening.participant.take() {
            effects.extend(self.shared.ask_record(id));
        }
        effects
    }

    /// Draws the study that was amended meanwhile from now on, and reads again what was read under the version before.
    pub(crate) fn amended(&mut self, sent: &SentStudy) -> Vec<Effect> {
        let language = self.shared.language;
        self.shared.amendment_waits = sent.amendment_waits;
        self.shared.notice = Some(match self.take_study(sent) {
            true => Notice::info(language.study_amended(sent.version)),
            false => Notice::warn(language.protocol_changed()),
        });
        let mut effects = self.shared.ask_record_again();
        effects.extend(self.ask_list());
        self.become_stale();
        effects
    }

    /// Closes what is open of a visit, or of a row of a log, that was not begun and that the study does not have any more.
    fn close_removed(&mut self) {
        let shared = &self.shared;
        self.layers.retain(|layer| match (visit_in(layer), layer) {
            (Some(visit), _) => shared.planned(visit.as_str()).is_some(),
            (None, Layer::Form(form)) => match &form.visit {
                Some(visit) => shared.form_at(visit, &form.form).is_some(),
                None => true,
            },
            (None, _) => true,
        });
    }

    /// Returns whether what the server has is not the study that is drawn.
    fn is_other(&self, sent: &SentStudy) -> bool {
        let own = &self.shared.study;
        let same = sent.protocol_hash == own.hash && sent.version == own.number;
        !same && !sent.protocol_hash.is_empty()
    }

    /// Takes the study that the server has; returns whether it can be read.
    fn take_study(&mut self, sent: &SentStudy) -> bool {
        let study = sent.study(|| embedded_study().ok());
        if let Some(study) = study {
            self.shared.study = Arc::new(study);
            self.close_removed();
            return true;
        }
        false
    }
}
