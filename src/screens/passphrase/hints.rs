//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::screens::key_line::Named;
use crate::screens::passphrase::state::PassphraseState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for PassphraseState {
    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let enter = Key::plain(Code::Enter);
        vec![Named::new(
            language.key(&enter, true),
            language.enter_goes_on(),
        )]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
