//! What the last row says of the keys here.

use crate::input::action::Action;
use crate::screens::key_line::Named;
use crate::screens::participation::state::{ParticipationState, Question};
use crate::screens::question_box::digits;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for ParticipationState {
    fn title(&self, shared: &Workspace, top: bool) -> Option<String> {
        top.then(|| shared.language.participation().to_owned())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        let last = self.options(shared).len();
        match self.said.question() {
            Question::Attempts | Question::Day | Question::Words => {
                vec![Named::new("Enter", language.enter_goes_on())]
            }
            Question::Agree => vec![Named::new("Enter", language.choose_word())],
            Question::Status
            | Question::Cause
            | Question::By
            | Question::Data
            | Question::Event => vec![Named::new(digits(last), language.choose_word())],
        }
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        vec![(Action::Back, true)]
    }
}
