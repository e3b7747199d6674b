//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{Explained, STUDY, WINDOWS};
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::study::state::StudyState;
use crate::screens::workspace::Workspace;

impl Hints for StudyState {
    fn explained(&self, _scene: &Scene<'_>) -> Option<Explained> {
        Some(Explained::of(&[WINDOWS, STUDY], None).first())
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Timeline,
            Action::Review,
            Action::Back,
            Action::Help,
            Action::Find,
            Action::Menu,
        ]
    }
}
