//! What the last row says of the keys here.

use crate::input::action::Action;
use crate::screens::key_line::Named;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for UnbeginState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.unbegin().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let word = match self.reason {
            None => language.enter_goes_on(),
            Some(_) => language.choose_word(),
        };
        vec![Named::new("Enter", word)]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let asks = self.reason.is_some();
        vec![(Action::NextSection, asks), (Action::Back, true)]
    }
}
