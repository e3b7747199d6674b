//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::screens::amendment::state::AmendmentState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::Rect;

impl Hints for AmendmentState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.amendment_title().to_owned())
    }

    fn answers(&self, language: &dyn Language) -> Vec<(String, &'static str)> {
        let word = match self.accept {
            Some(_) => language.enter_goes_on(),
            None => language.enter_accepts(),
        };
        let may = self.waiting().is_some_and(|waits| waits.refused.is_none());
        let enter = Key::plain(Code::Enter);
        let answer = (language.key(&enter, true), word);
        if may { vec![answer] } else { Vec::new() }
    }

    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        if self.accept.is_some() {
            return vec![(Action::Back, true)];
        }
        let last = self.last_scroll(scene, body);
        vec![
            (Action::Back, true),
            (Action::Next, self.scroll < last),
            (Action::NextSection, self.scroll < last),
            (Action::PreviousSection, self.scroll > 0 && last > 0),
        ]
    }
}
