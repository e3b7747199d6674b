//! What the last row says of the keys here, and what the help explains.

use crate::input::action::{Action, Context};
use crate::screens::explained::{Explained, STUDY, WINDOWS};
use crate::screens::key_line::Named;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::study::state::StudyState;
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for StudyState {
    fn title(&self, shared: &Workspace, _top: bool) -> Option<String> {
        let log = self.screening.then(|| shared.language.screening_log());
        log.map(str::to_owned)
    }

    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        match action {
            Action::Logs => Some(shared.language.screening_log()),
            Action::Back if shared.exporting.goes_on() => Some(shared.language.stop_export()),
            _ => None,
        }
    }

    fn explained(&self, _scene: &Scene<'_>) -> Option<Explained> {
        Some(Explained::of(&[WINDOWS, STUDY], None).first())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let keys = shared.keymap.keys(Context::List, Action::Study);
        let key = keys.first().filter(|_| shared.amendment_waits);
        let named = key.map(|key| {
            let key = shared.language.key(key, true);
            Named::new(key, shared.language.changed_files())
        });
        named.into_iter().collect()
    }

    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let people = self.overview.as_ref();
        let some = people.is_some_and(|overview| !overview.people.is_empty());
        let some = some && self.figure.is_none();
        let locks = people.is_some() && shared.may_lock();
        let connected = shared.connection.lost.is_none();
        let exports = connected && shared.may_export() && !shared.exporting.goes_on();
        vec![
            // On the narrowest screens, what is out of sight is wanted most.
            (Action::Next, self.goes_on(scene, body)),
            (Action::Open, some),
            (Action::Timeline, some),
            (Action::Logs, people.is_some() && !self.screening),
            (Action::Review, locks),
            (Action::Export, exports),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Find, connected),
            (Action::Menu, true),
        ]
    }
}
