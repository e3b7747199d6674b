//! A reason, and then the question whether it is done: what screens share that take something away for good reason.
//!
//! Neither a digit nor an Enter of habit agrees. What is done, and whether it can be, is for the screen.

use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::answering::{Agreement, Answering};
use crate::screens::asking::Asks;
use crate::screens::effect::Effect;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;

/// A screen that asks for a reason and whether it is done.
pub(crate) trait Agrees: Draw {
    /// Returns what is said so far.
    fn agreement(&self) -> &Agreement;

    /// Returns what is said so far, to be changed.
    fn agreement_mut(&mut self) -> &mut Agreement;

    /// Returns the heading.
    fn title_of(&self, shared: &Workspace) -> &'static str;

    /// Returns why it cannot be done, as the owner would say it.
    fn fault(&self, shared: &Workspace) -> Option<String>;

    /// Does it, and closes the screen where it is sent.
    fn send(&mut self, shared: &mut Workspace, reason: String) -> Vec<Effect>;
}

impl<T: Agrees> Asks for T {
    fn heading(&self, shared: &Workspace) -> &'static str {
        self.title_of(shared)
    }

    fn answering(&mut self) -> &mut Answering {
        &mut self.agreement_mut().answering
    }

    fn is_typed(&self) -> bool {
        self.agreement().reason.is_none()
    }

    fn types_words(&self) -> bool {
        true
    }

    fn count(&self, _shared: &Workspace) -> usize {
        2
    }

    fn by_digit(&self) -> bool {
        false
    }

    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        let reason = self.agreement().reason.clone();
        let Some(reason) = reason.filter(|_| place == 0) else {
            self.go_back(shared);
            return Vec::new();
        };
        let refusal = self.fault(shared);
        let cannot = refusal.is_some();
        self.answering().refusal = refusal;
        match cannot {
            true => Vec::new(),
            false => self.send(shared, reason),
        }
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let reason = self.agreement().answering.line.text().trim().to_owned();
        if reason.is_empty() {
            let words = shared.language.correction_needs_reason().to_owned();
            self.answering().refusal = Some(words);
        } else if !shared.is_reason_unfit(&self.agreement().answering.line, TEXT) {
            let refusal = self.fault(shared);
            let agreement = self.agreement_mut();
            agreement.reason = Some(reason);
            agreement.from = 0;
            agreement.answering.refusal = refusal;
            // No Enter too many does it.
            agreement.answering.cursor = 1;
        }
        Vec::new()
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        let agreement = self.agreement_mut();
        agreement.answering.refusal = None;
        match agreement.reason.take() {
            Some(reason) => agreement.answering.line = Line::new(&reason),
            None => shared.close(),
        }
    }

    fn list_from(&mut self) -> Option<&mut usize> {
        Some(&mut self.agreement_mut().from)
    }

    fn has_list(&self) -> bool {
        self.agreement().reason.is_some()
    }
}
