//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::help::state::Page;
use crate::screens::help::state::PageKind;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::text::glossary::Term;
use ratatui::layout::Rect;

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

    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer> {
        let last = self.last_scroll(scene, body);
        let first = self.scroll.first(last);
        let is_help = matches!(self.kind, PageKind::Help { .. });
        vec![
            (Action::Back, true),
            (Action::NextSection, first < last),
            (Action::PreviousSection, first > 0),
            (Action::Help, !is_help),
        ]
    }
}
