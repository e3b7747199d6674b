//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::history::state::HistoryState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for HistoryState {
    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Back,
            Action::Next,
            Action::NextSection,
            Action::PreviousSection,
        ]
    }
}
