//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::late_entry::state::LateAsk;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for LateAsk {
    fn answers(&self, shared: &Workspace) -> Vec<(String, &'static str)> {
        let language = shared.language;
        vec![("Enter".to_owned(), language.enter_goes_on())]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
