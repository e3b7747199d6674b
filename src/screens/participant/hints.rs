//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::participant::state::Visits;
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;

impl Hints for Visits {
    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let shared = scene.shared;
        let visit = shared.study.protocol.visits.get(self.cursor);
        let visit = visit.filter(|visit| shared.session(&visit.id).is_some());
        let verdict = visit.and_then(|visit| at_visit(shared, &visit.id, None));
        let own = &[Term::VisitState, Term::Forms];
        Some(Explained::of(&[own, CHANGES, VERDICTS, BESIDE], verdict))
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![
            Action::Open,
            Action::Timeline,
            Action::Change,
            Action::Review,
            Action::Logs,
            Action::Back,
            Action::Help,
            Action::Find,
            Action::Menu,
        ]
    }
}
