//! One participant's visits, and below them what is kept beside the visits.

use crate::domain::base::ids::VisitId;
use crate::domain::course::eligibility::{first_hindrance, gate};
use crate::domain::study::schedule::VisitState;
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::line_keys::line_of;
use crate::screens::participant::state::Visits;
use crate::screens::picker::state::Purpose;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;

impl Workspace {
    /// Opens a visit; one outside its window only after a question.
    pub(crate) fn open_nth_visit(&mut self, index: usize) {
        let plan = self.plan();
        let Some(planned) = plan.get(index) else {
            return;
        };
        let visit = planned.visit.clone();
        let label = self
            .study
            .known_visit(visit.as_str())
            .map(|v| v.label.clone())
            .unwrap_or_default();
        if self.may_enter() && self.is_held_back(&visit, &label) {
            return;
        }
        let (from, to, today) = (planned.from, planned.to, self.today());
        let words = match &planned.state {
            VisitState::Done { .. }
            | VisitState::Open { .. }
            | VisitState::Due
            | VisitState::Removed { .. } => {
                self.steps.push(Step::OpenVisit(visit));
                return;
            }
            // Nothing says whether it would be early.
            VisitState::Ahead if !planned.has_known_window => {
                self.steps.push(Step::OpenVisit(visit));
                return;
            }
            VisitState::Early { .. } | VisitState::Ahead => {
                self.language.begin_early(&label, from, today)
            }
            VisitState::Late { .. } => self.language.begin_late(&label, to, today),
            VisitState::Closed { since } => self.language.begin_closed(&label, *since),
            VisitState::Missed => self.language.begin_missed(&label, from, to),
        };
        self.ask(Purpose::Begin { visit, words });
    }

    /// Offers the form of eligibility in place of a visit that may not begin, and says why; returns whether it may not. The
    /// form does not open by itself: what was typed ahead for the visit would be answers in it.
    pub(crate) fn is_held_back(&mut self, visit: &VisitId, label: &str) -> bool {
        let Some(record) = &self.open.record else {
            return false;
        };
        let Err(reasons) = gate(&self.study, record, visit.as_str()) else {
            return false;
        };
        let field = first_hindrance(&self.study, record);
        let words = self.language.cannot_begin(label, &reasons);
        let form = self.study.eligibility();
        match form.map(|form| (form.id.clone(), form.title.clone())) {
            Some((form, title)) => self.ask(Purpose::First {
                form,
                title,
                field,
                words,
            }),
            None => self.notice = Some(Notice::warn(words)),
        }
        true
    }
}

impl Visits {
    /// Opens a line: a visit, what is kept beside the visits, or the deviations.
    fn open_line(&mut self, shared: &mut Workspace, index: usize) {
        let visits = shared.count_visits();
        let Some(kept) = index.checked_sub(visits) else {
            self.cursor = index;
            return shared.open_nth_visit(index);
        };
        let beside = shared.kept_beside();
        if kept == beside.len() && !shared.deviations().is_empty() {
            self.cursor = index;
            return shared.open_deviations();
        }
        if let Some(beside) = beside.into_iter().nth(kept) {
            self.cursor = index;
            shared.open_kept(beside.form);
        }
    }
}

/// Returns how many lines the page has.
fn count(shared: &Workspace) -> usize {
    let deviates = !shared.deviations().is_empty();
    shared.count_visits() + shared.kept_beside().len() + usize::from(deviates)
}

impl Screen for Visits {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let len = count(shared);
        let visit = shared.nth_visit(self.cursor);
        let visit = visit.map(|visit| {
            let label = shared.study.known_visit(visit.as_str());
            let label = label.map_or_else(String::new, |known| known.label.clone());
            (visit, label)
        });
        match (action, visit) {
            (Action::Next | Action::Previous | Action::First | Action::Last, _) => {
                self.cursor = moved(self.cursor, len, 1, action).unwrap_or(self.cursor);
            }
            (Action::Open, _) => self.open_line(shared, self.cursor),
            (Action::Change, Some((visit, _))) => shared.open_change(visit),
            (Action::Review, Some((visit, _))) => shared.open_review(visit),
            (Action::LateEntry, Some((visit, label)))
                if !(shared.may_enter() && shared.is_held_back(&visit, &label)) =>
            {
                shared.ask_late(visit, true);
            }
            (Action::New, _) => {
                shared.ask_addition();
            }
            (Action::Back, _) => shared.steps.push(Step::LeaveParticipant),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }

    /// Opens the line of a key.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        let index = line_of(c).filter(|index| *index < count(shared))?;
        self.open_line(shared, index);
        Some(Vec::new())
    }
}
