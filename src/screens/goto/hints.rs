//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::goto::state::GoTo;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use ratatui::layout::Rect;

impl Hints for GoTo {
    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let found = self.found.len();
        vec![
            (Action::Open, found > 0),
            (Action::Next, self.cursor + 1 < found),
            (Action::Previous, self.cursor > 0),
            (Action::Back, true),
        ]
    }
}
