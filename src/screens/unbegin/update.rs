//! Asks why a visit was begun by mistake, lists what is in it, and takes it out.

use crate::domain::base::ids::VisitId;
use crate::domain::record::event::Event;
use crate::domain::rules::{Refusal, check_voided};
use crate::domain::study::unplanned::is_unscheduled;
use crate::screens::agreement::Agrees;
use crate::screens::answering::Agreement;
use crate::screens::effect::Effect;
use crate::screens::look::Tone;
use crate::screens::stack::Layer;
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::unbegin_words;

impl Workspace {
    /// Asks whether a visit was begun by mistake.
    pub(crate) fn ask_unbegin(&mut self, visit: VisitId) {
        if self.only_reads() {
            return;
        }
        let label = self.study.label_of_visit(&visit);
        let Some(last) = self.session(&visit).map(|session| session.last_seq) else {
            self.notice = Some(Notice::info(self.language.not_begun_here(&label)));
            return;
        };
        // What is not stored yet has no number that the owner could compare.
        if self.saving.waits() {
            let words = self.language.not_all_saved();
            self.notice = Some(Notice::info(words));
            return;
        }
        let Some(participant) = self.open.id().cloned() else {
            return;
        };
        let line = self.line_of_words(&unbegin_words(&participant, &visit));
        self.open(Layer::Unbegin(UnbeginState {
            participant,
            visit,
            last,
            agreement: Agreement::new(line),
        }));
    }
}

impl Agrees for UnbeginState {
    fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    fn agreement_mut(&mut self) -> &mut Agreement {
        &mut self.agreement
    }

    fn title_of(&self, shared: &Workspace) -> &'static str {
        shared.language.unbegin()
    }

    fn listed(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        self.answers(shared)
    }

    fn asks(&self, shared: &Workspace) -> [&'static str; 2] {
        [shared.language.why_by_mistake(), shared.language.take_out()]
    }

    fn lines(&self, shared: &Workspace) -> [&'static str; 2] {
        shared.language.unbegin_it()
    }

    fn fault(&self, shared: &Workspace) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let judged = check_voided(&shared.study, record, &self.visit, self.last);
        let fault = judged.err()?;
        Some(shared.language.refusal(&Refusal::from(fault)))
    }

    fn send(&mut self, shared: &mut Workspace, reason: String) -> Vec<Effect> {
        let event = Event::SessionVoided {
            participant: self.participant.clone(),
            visit: self.visit.clone(),
            last: self.last,
        };
        let effects = shared.append_because(vec![event], Some(reason));
        if !effects.is_empty() {
            shared.forget_words_at(&unbegin_words(&self.participant, &self.visit));
            let label = shared.study.label_of_visit(&self.visit);
            let words = match is_unscheduled(&self.visit) {
                true => shared.language.visit_is_gone(&label, ""),
                false => shared.language.is_open_again(&label),
            };
            shared.notice = Some(Notice::info(words));
            shared.close();
            if is_unscheduled(&self.visit) {
                // It is asked about on its page, which goes with it, and so does what waits there.
                shared.close();
                shared.forget_texts_at(&self.participant, &self.visit);
            }
        }
        effects
    }
}
