//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::late_entry::state::LateAsk;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;
use crate::text::Language;

impl Hints for LateAsk {
    fn answers(&self, _language: &dyn Language) -> Vec<(String, &'static str)> {
        vec![("Enter".to_owned(), "go on")]
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
