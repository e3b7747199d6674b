//! What is open: the topmost form.

use crate::screens::form::state::FormState;
use crate::screens::model::Model;
use crate::screens::stack::Layer;

impl Model {
    /// Returns the form on top, if a form is.
    pub fn form(&self) -> Option<&FormState> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(form),
            _ => None,
        })
    }

    pub(crate) fn form_mut(&mut self) -> Option<&mut FormState> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(form),
            _ => None,
        })
    }
}
