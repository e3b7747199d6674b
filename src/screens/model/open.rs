//! What is open: the topmost layer of each kind.

use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::model::Model;
use crate::screens::stack::{Layer, OnStack};
use crate::screens::timeline::state::TimelineState;

impl Model {
    /// Returns the topmost screen of a kind.
    pub(crate) fn topmost<S: OnStack>(&self) -> Option<&S> {
        self.layers.iter().rev().find_map(S::of)
    }

    /// Returns the topmost screen of a kind, to be changed.
    pub(crate) fn topmost_mut<S: OnStack>(&mut self) -> Option<&mut S> {
        self.layers.iter_mut().rev().find_map(S::of_mut)
    }

    /// Returns the form on top, if a form is.
    pub fn form(&self) -> Option<&FormState> {
        self.topmost()
    }

    /// Returns the form on top, to be changed.
    pub(crate) fn form_mut(&mut self) -> Option<&mut FormState> {
        self.topmost_mut()
    }

    /// Returns the timeline that is open, also under a chart or a question.
    pub fn timeline(&self) -> Option<&TimelineState> {
        self.topmost()
    }

    /// Records that the owner has newer data than the screens show.
    pub(crate) fn become_stale(&mut self) {
        for layer in &mut self.layers {
            if let Some(screen) = layer.screen_mut() {
                screen.become_stale();
            }
        }
    }

    /// Asks the owner for what the screens show and do not hold, the topmost first.
    pub(crate) fn ask_owner(&mut self) -> Vec<Effect> {
        let screens = self.layers.iter_mut().rev().filter_map(Layer::screen_mut);
        let shared = &mut self.shared;
        screens
            .flat_map(|screen| screen.ask_owner(shared))
            .collect()
    }
}
