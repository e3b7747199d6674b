//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::participant::state::Visits;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::text::glossary::Term;
use ratatui::layout::Rect;

impl Hints for Visits {
    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let shared = scene.shared;
        let visit = shared.nth_visit(self.cursor);
        let visit = visit.filter(|visit| shared.session(visit).is_some());
        let verdict = visit.and_then(|visit| at_visit(shared, &visit, None));
        let own = &[Term::VisitState, Term::Forms];
        Some(Explained::of(&[own, CHANGES, VERDICTS, BESIDE], verdict))
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let visit = self.cursor < shared.count_visits();
        let connected = shared.connection.lost.is_none();
        vec![
            (Action::Open, true),
            (Action::Timeline, true),
            (Action::Change, visit),
            (Action::Review, visit),
            (Action::Logs, shared.keeps_beside()),
            (Action::Participation, shared.may_enter()),
            (Action::Back, true),
            (Action::Help, true),
            (Action::Find, connected),
            (Action::New, shared.may_enter()),
            (Action::Menu, true),
        ]
    }
}
