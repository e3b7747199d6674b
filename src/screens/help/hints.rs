//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::help::state::Page;
use crate::screens::help::state::PageKind;
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;

impl Hints for Page {
    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let visit = match &self.kind {
            PageKind::Change(visit) => visit,
            PageKind::Help { .. } => return None,
        };
        let own = &[
            Term::Deterioration,
            Term::MostAbnormal,
            Term::HaqCategories,
            Term::MdaatTotals,
        ];
        let verdict = at_visit(scene.shared, visit, scene.form());
        Some(Explained::of(&[CHANGES, VERDICTS, BESIDE, own], verdict).first())
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back, Action::NextSection, Action::PreviousSection]
    }
}
