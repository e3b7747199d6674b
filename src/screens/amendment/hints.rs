//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::screens::amendment::state::{AcceptStep, AmendmentState};
use crate::screens::key_line::Named;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for AmendmentState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.amendment_title().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let enter = || language.key(&Key::plain(Code::Enter), true);
        let answer = match self.accept.as_ref().map(|accept| accept.step) {
            None => Named::new(enter(), language.enter_accepts()),
            Some(AcceptStep::Reason | AcceptStep::Day) => {
                Named::new(enter(), language.enter_goes_on())
            }
            // Enter does nothing there.
            Some(AcceptStep::Reconsent | AcceptStep::Past) => {
                Named::new("1 2", language.choose_word())
            }
        };
        let may = self.waiting().is_some_and(|waits| waits.refused.is_none());
        if may { vec![answer] } else { Vec::new() }
    }

    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        if self.accept.is_some() {
            return vec![(Action::Back, true)];
        }
        let last = self.last_scroll(scene, body);
        let first = self.scroll.first(last);
        vec![
            (Action::Back, true),
            (Action::Next, first < last),
            (Action::NextSection, first < last),
            (Action::PreviousSection, first > 0),
        ]
    }
}
