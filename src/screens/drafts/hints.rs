//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::drafts::state::DraftsState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for DraftsState {
    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        let forgotten = self.forgotten.contains(&self.cursor);
        let word = match forgotten {
            true => shared.language.bring_back_word(),
            false => shared.language.forget_word(),
        };
        (action == Action::InError).then_some(word)
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let rows = self.drafts.len();
        let forgotten = self.forgotten.contains(&self.cursor);
        let goes = rows > 0 && !forgotten && !self.not_asked.contains(&self.cursor);
        vec![
            (Action::Open, goes),
            (Action::InError, rows > 0),
            (Action::Next, self.cursor + 1 < rows),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Menu, true),
        ]
    }
}
