//! What the last row says of the keys here, and what the help explains.

use crate::domain::forms::{enzymes, haq, mdaat};
use crate::domain::record::rows;
use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::form::state::FormState;
use crate::screens::scene::Scene;
use crate::screens::screen::Hints;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;

impl Hints for FormState {
    fn title(&self, shared: &Workspace, _top: bool) -> Option<String> {
        let title = &shared.instrument(self)?.title;
        Some(match rows::split(self.form.as_str()) {
            Some((_, row)) => format!("{title} {row}"),
            None => title.clone(),
        })
    }

    fn explained(&self, scene: &Scene<'_>) -> Option<Explained> {
        let shared = scene.shared;
        // A row of a log has no change.
        let visit = self.visit.as_ref()?;
        shared.study.visit(visit.as_str())?;
        let scored: &[Term] = match shared.instrument(self)? {
            form if form.is_scored_by(haq::SCORER) => &[Term::HaqCategories],
            form if form.is_scored_by(enzymes::SCORER) => &[Term::MostAbnormal],
            form if form.is_scored_by(mdaat::SCORER) => &[Term::MdaatTotals],
            _ => &[],
        };
        let verdict = at_visit(shared, visit, Some(self));
        Some(Explained::of(&[CHANGES, VERDICTS, BESIDE, scored], verdict))
    }

    fn hints(&self, shared: &Workspace) -> Vec<Action> {
        let mut actions = vec![Action::Next, Action::Missing];
        let instrument = shared.instrument(self);
        let section = instrument.and_then(|form| form.section_of(self.focus.as_str()));
        if section.is_some_and(|section| section.fields.iter().any(|field| field.absent.is_some()))
        {
            actions.push(Action::RestAbsent);
        }
        actions.extend([
            Action::Back,
            Action::Menu,
            Action::Help,
            Action::Previous,
            Action::Change,
            Action::Find,
            Action::GoTo,
            Action::NextRequired,
            Action::Logs,
            Action::Note,
            Action::Undo,
            Action::History,
            Action::Repeat,
        ]);
        actions
    }
}
