//! How a screen asks for a step of the stack.

use crate::domain::base::ids::{FormId, VisitId};
use crate::screens::picker::state::{Picker, Purpose};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::step::Step;

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
        let picker = Picker::new(purpose, &self.study, self.language);
        self.open(Layer::Picker(picker.unseen(self.pictures)));
    }

    /// Opens a question about a form, in the words of the version under which it was begun.
    pub(crate) fn ask_in(&mut self, visit: Option<&VisitId>, form: &FormId, purpose: Purpose) {
        let study = visit.map_or(&*self.study, |visit| self.study_of(visit, form));
        let picker = Picker::new(purpose, study, self.language);
        self.open(Layer::Picker(picker.unseen(self.pictures)));
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
