//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::key_line::Named;
use crate::screens::note::state::NoteState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for NoteState {
    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        vec![Named::new("Enter", language.enter_keeps())]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
