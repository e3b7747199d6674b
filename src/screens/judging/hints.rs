//! What the last row says of the keys here.

use crate::input::action::Action;
use crate::screens::judging::state::{JudgingState, Question};
use crate::screens::key_line::Named;
use crate::screens::question_box::digits;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for JudgingState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.judging().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let last = self.options(shared).len();
        match self.said.question() {
            Question::Words => vec![Named::new("Enter", language.enter_goes_on())],
            Question::Agree => vec![Named::new("Enter", language.choose_word())],
            Question::Category | Question::Weight => {
                vec![Named::new(digits(last), language.choose_word())]
            }
        }
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
