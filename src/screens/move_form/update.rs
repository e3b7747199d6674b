//! Picks a form up where it was entered, and puts it down where it belongs.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::moved::MoveSide;
use crate::domain::rules::{
    ContentFault, MoveFault, Refusal, check_away, check_here, form_of, moved_answers,
};
use crate::domain::study::withheld::{self, Wait};
use crate::screens::agreement::Agrees;
use crate::screens::answering::Agreement;
use crate::screens::effect::Effect;
use crate::screens::look::Tone;
use crate::screens::move_form::state::{MoveState, PickedUp};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::move_words;

impl Workspace {
    /// Picks a form of a visit up, or puts down here the one that was picked up; at the same place it is let go.
    pub(crate) fn pick_up_or_put_down(&mut self, visit: &VisitId, form: Option<FormId>) {
        if self.only_reads() {
            return;
        }
        // What is not stored yet has no number that the owner could compare.
        if self.saving.waits() {
            let words = self.language.not_all_saved();
            self.notice = Some(Notice::info(words));
            return;
        }
        let words = match self.picked_up.take() {
            None => self.pick_up(visit, form),
            Some(picked_up) => self.put_down(picked_up, visit, form),
        };
        self.notice = words.map(Notice::info).or(self.notice.take());
    }

    /// Picks a form up; returns what is to be said.
    fn pick_up(&mut self, visit: &VisitId, form: Option<FormId>) -> Option<String> {
        let Some(form) = form else {
            return Some(self.language.choose_form_to_move().to_owned());
        };
        let record = self.open.record.as_ref()?;
        let answers = moved_answers(record, visit, &form);
        let place = (visit, &form);
        let unseen_to = match self.hidden_words(visit, &form) {
            None => None,
            Some(words) => match withheld::waits_for(&self.study, record, place, self.today()) {
                Some(Wait::Entry(next)) => Some(next),
                Some(Wait::Signature(_)) | None => return Some(words),
            },
        };
        let judged = check_away(&self.study, record, (visit, &form), &answers);
        if let (None, Err(fault)) = (&unseen_to, judged) {
            return Some(self.move_refused(fault));
        }
        let instrument = form_of(&self.study, record, visit, &form)?;
        let label = self.study.label_of_visit(visit);
        let words = match &unseen_to {
            None => self.language.picked_up(&instrument.0.title, &label),
            Some(next) => {
                let next = self.study.label_of_visit(next);
                let title = &instrument.0.title;
                self.language.picked_up_unseen(title, &label, &next)
            }
        };
        self.picked_up = Some(PickedUp {
            participant: record.participant.id.clone(),
            visit: visit.clone(),
            form,
            instrument,
            answers,
            unseen_to,
        });
        Some(words)
    }

    /// Asks why a form is moved here; returns what is to be said where it is not asked.
    fn put_down(
        &mut self,
        picked_up: PickedUp,
        visit: &VisitId,
        form: Option<FormId>,
    ) -> Option<String> {
        let participant = self.open.id().cloned()?;
        let title = picked_up.instrument.0.title.clone();
        if (&picked_up.participant, &picked_up.visit) == (&participant, visit) {
            return Some(self.language.let_go(&title));
        }
        if form.as_ref() != Some(&picked_up.form) {
            let from = picked_up.participant.clone();
            self.picked_up = Some(picked_up);
            return Some(self.language.put_down_on(&title, from.as_str()));
        }
        let line = self.line_of_words(&move_words(&participant, visit, &picked_up.form));
        self.open(Layer::MoveForm(MoveState {
            picked_up: Box::new(picked_up),
            participant,
            visit: visit.clone(),
            agreement: Agreement::new(line),
        }));
        None
    }

    fn move_refused(&self, fault: ContentFault) -> String {
        self.language.refusal(&Refusal::from(fault))
    }
}

impl Agrees for MoveState {
    fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    fn agreement_mut(&mut self) -> &mut Agreement {
        &mut self.agreement
    }

    fn title_of(&self, shared: &Workspace) -> &'static str {
        shared.language.move_form()
    }

    fn listed(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        self.sides(shared)
    }

    fn asks(&self, shared: &Workspace) -> [&'static str; 2] {
        [shared.language.why_moved(), shared.language.move_it()]
    }

    fn lines(&self, shared: &Workspace) -> [&'static str; 2] {
        shared.language.move_or_not()
    }

    fn fault(&self, shared: &Workspace) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let (from, today) = (&self.picked_up, shared.today());
        if let Some(next) = &from.unseen_to
            && (&self.participant, &self.visit) != (&from.participant, next)
        {
            let visit = shared.study.label_of_visit(next);
            return Some(shared.move_refused(MoveFault::Unseen { visit }.into()));
        }
        let judged = check_here(
            &shared.study,
            record,
            (&self.visit, &from.form),
            &from.answers,
            Some(&from.instrument),
            today,
        );
        judged.err().map(|fault| shared.move_refused(fault))
    }

    fn send(&mut self, shared: &mut Workspace, reason: String) -> Vec<Effect> {
        let from = &self.picked_up;
        let events = vec![
            Event::FormMoved {
                participant: from.participant.clone(),
                visit: from.visit.clone(),
                form: from.form.clone(),
                side: MoveSide::Away,
                other: self.participant.clone(),
                other_visit: self.visit.clone(),
                answers: from.answers.clone(),
            },
            Event::FormMoved {
                participant: self.participant.clone(),
                visit: self.visit.clone(),
                form: from.form.clone(),
                side: MoveSide::Here,
                other: from.participant.clone(),
                other_visit: from.visit.clone(),
                answers: from.answers.clone(),
            },
        ];
        let (form, _) = &from.instrument;
        let label = shared.study.label_of_visit(&from.visit);
        let said = shared
            .language
            .form_was_moved(&form.title, from.participant.as_str(), &label);
        let effects = shared.append_because(events, Some(reason));
        if !effects.is_empty() {
            shared.forget_words_at(&move_words(&self.participant, &self.visit, &from.form));
            shared.notice = Some(Notice::info(said));
            shared.close();
        }
        effects
    }
}
