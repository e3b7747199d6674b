//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::review::state::ReviewState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for ReviewState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        (top && shared.open.record.is_some()).then(|| shared.language.review_title().to_owned())
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let lines = scene.shared.review_lines(&self.visit);
        let links = lines.iter().filter(|line| line.is_link()).count();
        vec![
            (Action::Open, links > 0),
            (Action::Next, self.cursor + 1 < links),
            (Action::Previous, self.cursor > 0),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Menu, true),
        ]
    }
}
