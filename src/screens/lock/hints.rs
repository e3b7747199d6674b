//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::lock::state::LockingState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for LockingState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        (top && shared.record.is_some()).then(|| "Review".to_owned())
    }

    fn answers(&self) -> Vec<(String, &'static str)> {
        vec![(
            "Enter".to_owned(),
            if self.unlock { "unlock" } else { "lock" },
        )]
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
