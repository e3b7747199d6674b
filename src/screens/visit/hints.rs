//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, PROGRESS, VERDICTS, at_visit};
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::visit::state::Forms;
use ratatui::layout::Rect;

impl Hints for Forms {
    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let verdict = at_visit(scene.shared, &self.visit, None);
        Some(Explained::of(
            &[PROGRESS, CHANGES, VERDICTS, BESIDE],
            verdict,
        ))
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let connected = shared.connection.lost.is_none();
        let visit = &self.visit;
        let open = || shared.open_events_line(visit).is_some();
        let incomplete = shared.first_incomplete(visit, 0).is_some() || open();
        vec![
            (Action::Open, true),
            (Action::NextRequired, incomplete),
            (Action::Change, true),
            (Action::Review, true),
            (Action::Logs, shared.keeps_beside()),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Find, connected),
            (Action::Menu, true),
        ]
    }
}
