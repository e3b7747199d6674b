//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::history::state::HistoryState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use ratatui::layout::Rect;

impl Hints for HistoryState {
    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        let last = self.last_scroll(scene, body);
        let first = self.scroll.first(last);
        vec![
            (Action::Back, true),
            (Action::Next, first < last),
            (Action::NextSection, first < last),
            (Action::PreviousSection, first > 0),
        ]
    }
}
