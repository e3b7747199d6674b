//! What the last row says of the keys here, and what the help explains.

use crate::domain::forms::engine::instrument::Section;
use crate::domain::forms::{enzymes, haq, mdaat};
use crate::domain::record::rows;
use crate::input::action::Action;
use crate::screens::explained::{BESIDE, CHANGES, Explained, VERDICTS, at_visit};
use crate::screens::form::state::FormState;
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::stack::visit_of;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;
use ratatui::layout::Rect;

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
        shared.planned(visit.as_str())?;
        let scored: &[Term] = match shared.instrument(self)? {
            form if form.is_scored_by(haq::SCORER) => &[Term::HaqCategories],
            form if form.is_scored_by(enzymes::SCORER) => &[Term::MostAbnormal],
            form if form.is_scored_by(mdaat::SCORER) => &[Term::MdaatTotals],
            _ => &[],
        };
        let verdict = at_visit(shared, visit, Some(self));
        Some(Explained::of(&[CHANGES, VERDICTS, BESIDE, scored], verdict))
    }

    fn hints(&self, scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shared = scene.shared;
        let connected = shared.connection.lost.is_none();
        let open = shared.may_enter() && shared.lock_words(self).is_none();
        // What belongs to a field needs the cursor on one, and nothing of an enrolment is in the record yet.
        let stored = self.visit.is_some() && !self.at_end;
        let instrument = shared.instrument(self);
        let field = instrument.and_then(|form| form.field(self.focus.as_str()));
        let reasons = instrument
            .zip(field)
            .map(|(form, field)| form.reasons(field));
        let missing = stored && reasons.is_some_and(|reasons| !reasons.is_empty());
        let section = instrument.and_then(|form| form.section_of(self.focus.as_str()));
        let takes_absent = |section: &Section| section.fields.iter().any(|f| f.absent.is_some());
        let absent = !self.at_end && section.is_some_and(takes_absent);
        let earlier = || {
            let visit = self.visit.as_ref().filter(|_| !self.at_end)?;
            shared.last_answer(visit, self.form.as_str(), self.focus.as_str())
        };
        let repeats = field.is_some_and(|field| field.fact) && earlier().is_some();
        let undoes = !self.line.is_empty() || !self.undo.is_empty();
        // The rows of a log may be open over a visit; the change shown is that of the visit.
        let own = self.visit.as_ref();
        let own = own.is_some_and(|visit| shared.planned(visit.as_str()).is_some());
        let change = own || visit_of(scene.beneath).is_some();
        vec![
            (Action::Next, true),
            (Action::NewLine, open && self.writes_lines(shared)),
            (Action::Missing, open && missing),
            (
                Action::InError,
                open && rows::split(self.form.as_str()).is_some(),
            ),
            (Action::RestAbsent, open && absent),
            (Action::Back, true),
            (Action::Menu, true),
            (Action::Help, true),
            (Action::Previous, self.at_end || !self.is_at_first(shared)),
            (Action::Change, change),
            (Action::Find, connected),
            (Action::GoTo, true),
            (Action::NextRequired, true),
            (Action::Logs, shared.keeps_beside()),
            (Action::Note, open && stored),
            (Action::Undo, open && undoes),
            (Action::History, stored),
            (Action::Repeat, open && repeats),
        ]
    }

    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        let is_row = rows::split(self.form.as_str()).is_some();
        let is_in_error = || is_row && rows::is_in_error(&shared.form_cells(self));
        (action == Action::InError && is_in_error()).then(|| shared.language.row_counts_again())
    }
}
