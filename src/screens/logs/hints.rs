//! What the last row says of the keys here, and what the help explains.

use crate::domain::course::totals;
use crate::input::action::Action;
use crate::screens::logs::state::LogState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for LogState {
    fn title(&self, shared: &Workspace, _top: bool) -> Option<String> {
        let form = shared.study.known_form(self.form.as_str())?;
        Some(totals::title(form).to_owned())
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let enters = shared.may_enter();
        // Without a row, the key that opens one begins the first.
        let opens = enters || !shared.log_lines(&self.form).is_empty();
        vec![
            (Action::Open, opens),
            (Action::New, enters),
            (Action::Back, true),
            (
                Action::InError,
                enters && !shared.log_lines(&self.form).is_empty(),
            ),
            (Action::Logs, true),
            (Action::Help, true),
            (Action::Menu, true),
            (Action::Timeline, true),
        ]
    }

    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        let lines = shared.log_lines(&self.form);
        let is_in_error = lines
            .get(self.cursor(&lines))
            .is_some_and(|line| line.in_error);
        (action == Action::InError && is_in_error).then(|| shared.language.row_counts_again())
    }
}
