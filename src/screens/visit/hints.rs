//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, PROGRESS, VERDICTS, at_visit};
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::visit::state::Forms;
use crate::screens::workspace::Workspace;

impl Hints for Forms {
    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let verdict = at_visit(scene.shared, &self.visit, None);
        Some(Explained::of(
            &[PROGRESS, CHANGES, VERDICTS, BESIDE],
            verdict,
        ))
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::NextRequired,
            Action::Change,
            Action::Review,
            Action::Logs,
            Action::Back,
            Action::Help,
            Action::Find,
            Action::Menu,
        ]
    }
}
