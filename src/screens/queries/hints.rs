//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::queries::state::QueriesState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for QueriesState {
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
