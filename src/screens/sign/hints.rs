//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::screens::key_line::Named;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for SignState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.sign_title().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let enter = || language.key(&Key::plain(Code::Enter), true);
        let (key, word) = match self.ask {
            Ask::Meaning => ("1 2 3".to_owned(), language.digit_chooses_meaning()),
            Ask::New | Ask::Again => (enter(), language.enter_goes_on()),
            Ask::Passphrase => (enter(), language.enter_signs()),
        };
        vec![Named::new(key, word)]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
