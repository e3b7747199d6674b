//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::screen::Hints;
use crate::screens::sign::state::{Ask, SignState};
use crate::screens::workspace::Workspace;

impl Hints for SignState {
    fn title(&self, _shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| "Sign".to_owned())
    }

    fn answers(&self) -> Vec<(String, &'static str)> {
        let (key, word) = match self.ask {
            Ask::Meaning => ("1 2 3", "choose"),
            Ask::New | Ask::Again => ("Enter", "go on"),
            Ask::Passphrase => ("Enter", "sign"),
        };
        vec![(key.to_owned(), word)]
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
