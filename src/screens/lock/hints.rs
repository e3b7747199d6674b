//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::screens::key_line::Named;
use crate::screens::lock::state::LockingState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for LockingState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        (top && shared.open.record.is_some()).then(|| shared.language.review_title().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let word = match (self.proves, self.unlock) {
            (false, _) => language.enter_goes_on(),
            (true, true) => language.enter_unlocks(),
            (true, false) => language.enter_locks(),
        };
        let enter = Key::plain(Code::Enter);
        vec![Named::new(language.key(&enter, true), word)]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
