//! What the last row says of the keys here, and what the help explains.

use crate::domain::course::totals;
use crate::input::action::Action;
use crate::screens::logs::state::LogState;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;

impl Hints for LogState {
    fn title(&self, shared: &Workspace, _top: bool) -> Option<String> {
        let form = shared.study.form(self.form.as_str())?;
        Some(totals::title(form).to_owned())
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::New,
            Action::Back,
            Action::Logs,
            Action::Timeline,
            Action::Help,
            Action::Menu,
        ]
    }
}
