//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{Explained, LIST};
use crate::screens::participants::state::ListState;
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for ListState {
    fn explained(&self, _scene: &Scene<'_>) -> Option<Explained> {
        Some(Explained::of(&[LIST], None))
    }

    fn hints(&self, shared: &Workspace) -> Vec<Action> {
        if shared.in_finder {
            return vec![
                Action::Open,
                Action::Timeline,
                Action::Back,
                Action::NextFilter,
                Action::Filter,
                Action::Help,
                Action::Menu,
                Action::NextSort,
            ];
        }
        vec![
            Action::Open,
            Action::Timeline,
            Action::Study,
            Action::New,
            Action::NextFilter,
            Action::Help,
            Action::Menu,
            Action::Quit,
            Action::NextSort,
            Action::Drafts,
        ]
    }
}
