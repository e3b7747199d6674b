//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::drafts::state::DraftsState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for DraftsState {
    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Next,
            Action::Back,
            Action::Help,
            Action::Menu,
        ]
    }
}
