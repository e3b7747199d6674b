//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::key_line::Named;
use crate::screens::late_entry::state::LateAsk;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for LateAsk {
    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        vec![Named::new("Enter", language.enter_goes_on())]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
