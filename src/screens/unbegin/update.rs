//! Asks why a visit was begun by mistake, lists what is in it, and takes it out.

use crate::domain::base::ids::VisitId;
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{Refusal, check_voided};
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::line_edit::edit_line;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::unbegin_words;

/// Lines of the list that a key for a page moves.
const PAGE: usize = 8;

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
            reason: None,
            cursor: 0,
            from: 0,
            line,
            refusal: None,
        }));
    }
}

impl UnbeginState {
    /// Takes the reason.
    fn take(&mut self, shared: &mut Workspace) {
        let reason = self.line.text().trim().to_owned();
        if reason.is_empty() {
            self.refusal = Some(shared.language.correction_needs_reason().to_owned());
        } else if !shared.is_reason_unfit(&self.line, TEXT) {
            self.reason = Some(reason);
            self.refusal = self.fault(shared);
            // No Enter too many takes a visit out.
            self.cursor = 1;
            self.from = 0;
        }
    }

    /// Returns why it cannot be taken out, as the owner would say it.
    fn fault(&self, shared: &Workspace) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let judged = check_voided(&shared.study, record, &self.visit, self.last);
        let fault = judged.err()?;
        Some(shared.language.refusal(&Refusal::from(fault)))
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        self.refusal = None;
        match self.reason.take() {
            Some(reason) => self.line = Line::new(&reason),
            None => shared.close(),
        }
    }

    fn choose(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.cursor != 0 {
            self.go_back(shared);
            return Vec::new();
        }
        self.refusal = self.fault(shared);
        if self.refusal.is_some() {
            return Vec::new();
        }
        let event = Event::SessionVoided {
            participant: self.participant.clone(),
            visit: self.visit.clone(),
            last: self.last,
        };
        let effects = shared.append_because(vec![event], self.reason.clone());
        if !effects.is_empty() {
            shared.forget_unbegin_words(&self.participant, &self.visit);
            let label = shared.study.label_of_visit(&self.visit);
            let words = shared.language.is_open_again(&label);
            shared.notice = Some(Notice::info(words));
            shared.close();
        }
        effects
    }
}

impl Screen for UnbeginState {
    fn context(&self) -> Context {
        match self.reason {
            None => Context::Line,
            Some(_) => Context::Picker,
        }
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let asks = self.reason.is_some();
        match action {
            Action::Back => self.go_back(shared),
            Action::Open if asks => return self.choose(shared),
            Action::Open => self.take(shared),
            Action::NextSection if asks => self.from = self.from.saturating_add(PAGE),
            Action::PreviousSection if asks => self.from = self.from.saturating_sub(PAGE),
            _ if asks => self.cursor = moved(self.cursor, 2, 1, action).unwrap_or(self.cursor),
            _ => {
                edit_line(&mut self.line, action);
            }
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.refusal = None;
        if self.reason.is_none() {
            shared.type_words(&mut self.line, TEXT, c);
        } else {
            shared.refuse_key();
        }
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.reason.is_none() && !self.line.is_empty() {
            self.refusal = None;
            self.line.delete_back();
        } else {
            self.go_back(shared);
        }
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        match self.reason {
            None => shared.paste_words(&mut self.line, TEXT, text),
            Some(_) => shared.refuse_paste(),
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        self.reason.is_some()
    }

    fn covers(&self) -> bool {
        false
    }
}
