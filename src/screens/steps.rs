//! What a screen asks the stack to do once its own turn is over: a screen never reaches for another one.

use super::form::state::FormState;
use super::picker::state::{Picker, Purpose};
use super::stack::Layer;
use super::workspace::Workspace;
use crate::domain::base::ids::{FormId, VisitId};

/// One step of the stack, done in the order in which they were asked for.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Lay a screen on top.
    Open(Box<Layer>),
    /// Lay a form on top, with the text that was left in it.
    OpenForm(Box<FormState>),
    /// Take the topmost screen off.
    Close,
    /// Take the form on top off, and show the row of a log that it was.
    CloseForm(FormId),
    /// Go on after a form that was closed: the next form of the visit, or back among the rows.
    GoOnAfter(FormId, Option<VisitId>),
}

impl Workspace {
    /// Lays a screen on top once the turn of the screen that asks is over.
    pub(crate) fn open(&mut self, layer: Layer) {
        self.steps.push(Step::Open(Box::new(layer)));
    }

    /// Takes the topmost screen off once its turn is over.
    pub(crate) fn close(&mut self) {
        self.steps.push(Step::Close);
    }

    /// Opens a question.
    pub(crate) fn ask(&mut self, purpose: Purpose) {
        let picker = Picker::new(purpose, &self.study);
        self.open(Layer::Picker(picker));
    }

    /// Returns whether the screen whose turn it is stays on top.
    pub(crate) fn stays(&self) -> bool {
        self.steps.is_empty()
    }

    /// Keeps the Enter that belongs to the digit just typed from answering the question that the digit brought up.
    pub(crate) fn guard_question(&mut self) {
        if let Some(Step::Open(layer)) = self.steps.last_mut()
            && let Layer::Picker(picker) = layer.as_mut()
        {
            picker.guarded = true;
        }
    }
}
