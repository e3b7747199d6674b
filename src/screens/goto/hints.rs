//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::goto::state::GoTo;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for GoTo {
    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Open, Action::Next, Action::Previous, Action::Back]
    }
}
