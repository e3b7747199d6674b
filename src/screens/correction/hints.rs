//! What the last row says of the keys here.

use crate::input::action::Action;
use crate::screens::correction::state::{CorrectionState, Question};
use crate::screens::key_line::Named;
use crate::screens::question_box::digits;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for CorrectionState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.correction().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let last = self.options(shared).len();
        let named = match self.question() {
            _ if self.is_typed() => Named::new("Enter", language.enter_goes_on()),
            Question::Agree => Named::new("Enter", language.choose_word()),
            Question::Which | Question::Value | Question::Reason => {
                Named::new(digits(last), language.choose_word())
            }
        };
        vec![named]
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
