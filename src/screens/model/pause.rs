//! The time in which a key of habit comes behind another, and its end.

use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::ENTER_OF_HABIT;
use std::time::Duration;

impl Model {
    /// Returns after how long without a key the program is told so, because what a key does changes then; none where nothing
    /// does.
    pub fn pause(&self) -> Option<Duration> {
        let awaits = match self.layers.last() {
            Some(Layer::Picker(picker)) => picker.awaits_pause(),
            Some(_) | None => false,
        };
        let awaits = awaits && self.shared.lock.locked.is_none();
        ENTER_OF_HABIT.to_std().ok().filter(|_| awaits)
    }

    /// Learns that no key has come at once.
    pub(crate) fn paused(&mut self) {
        if let Some(Layer::Picker(picker)) = self.layers.last_mut() {
            picker.paused(&mut self.shared);
        }
    }
}
