//! What the last row says of the keys here, and what the header calls the list.

use crate::input::action::Action;
use crate::screens::deviations::state::DeviationsState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for DeviationsState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.deviations_title().to_owned())
    }

    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        (action == Action::Review).then(|| shared.language.judge())
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let count = scene.shared.deviations().len();
        vec![
            (Action::Open, count > 0),
            (Action::Review, count > 0 && scene.shared.may_judge()),
            (Action::Next, self.cursor + 1 < count),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Menu, true),
        ]
    }
}
