//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::drafts::state::DraftsState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use ratatui::layout::Rect;

impl Hints for DraftsState {
    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let rows = self.drafts.len();
        vec![
            (Action::Open, rows > 0),
            (Action::Next, self.cursor + 1 < rows),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Menu, true),
        ]
    }
}
