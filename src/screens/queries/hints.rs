//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::queries::state::QueriesState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use ratatui::layout::Rect;

impl Hints for QueriesState {
    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let rows = scene.shared.query_rows(self).map_or(0, |rows| rows.len());
        vec![
            (Action::Open, rows > 0),
            (Action::Next, self.cursor + 1 < rows),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Menu, true),
        ]
    }
}
