//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::note::state::NoteState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;
use crate::text::Language;

impl Hints for NoteState {
    fn answers(&self, _language: &dyn Language) -> Vec<(String, &'static str)> {
        vec![("Enter".to_owned(), "keep")]
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
