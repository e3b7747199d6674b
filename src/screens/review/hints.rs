//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::review::state::ReviewState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for ReviewState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        (top && shared.open.record.is_some()).then(|| shared.language.review_title().to_owned())
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Next,
            Action::Previous,
            Action::Back,
            Action::Help,
            Action::Menu,
        ]
    }
}
