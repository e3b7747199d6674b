//! The list of deviations of the open participant; Enter goes to the place that one follows from, and an investigator
//! says what it means.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::deviations;
use crate::domain::course::deviations::{Deviation, Place};
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::deviations::state::DeviationsState;
use crate::screens::effect::Effect;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::screens::workspace::step::Step;

impl Workspace {
    /// Returns the deviations of the open participant as they stand today.
    pub fn deviations(&self) -> Vec<Deviation> {
        let record = self.open.record.as_ref();
        record.map_or_else(Vec::new, |record| {
            deviations::deviations(&self.study, record, self.today())
        })
    }

    /// Returns how many of these deviations of the open participant are major.
    pub(crate) fn count_major(&self, found: &[Deviation]) -> usize {
        let record = self.open.record.as_ref();
        record.map_or(0, |record| {
            let major = |deviation: &&Deviation| deviations::is_major(deviation, record);
            found.iter().filter(major).count()
        })
    }

    /// Opens the list of deviations of the open participant.
    pub(crate) fn open_deviations(&mut self) {
        self.open(Layer::Deviations(DeviationsState::default()));
    }

    /// Goes to the place that a deviation follows from.
    fn go_to_deviation(&mut self, place: &Place) {
        match place {
            Place::Row(row) => self.steps.push(Step::OpenKept(row.clone())),
            Place::Visit(visit) => {
                let plan = self.plan();
                let place = plan.iter().position(|planned| planned.visit == *visit);
                if let Some(place) = place {
                    self.open_nth_visit(place);
                }
            }
            Place::Form(visit, form) => self.go_to_form(visit, form),
        }
    }

    fn go_to_form(&mut self, visit: &VisitId, form: &FormId) {
        let version = self.study_of(visit, form);
        let first = version.form(form.as_str());
        let first = first.and_then(|form| form.fields().next());
        let place = ResumePoint {
            participant: self.open.id().map(ToString::to_string),
            visit: Some(visit.to_string()),
            form: Some(form.to_string()),
            field: first.map(|field| field.id.to_string()),
            ..ResumePoint::default()
        };
        self.steps.push(Step::GoTo(Box::new(place)));
    }
}

impl Screen for DeviationsState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let page = usize::from(shared.size.1 / 2).max(1);
        let found = shared.deviations();
        self.cursor = self.cursor.min(found.len().saturating_sub(1));
        if let Some(cursor) = moved(self.cursor, found.len(), page, action) {
            self.cursor = cursor;
            return Vec::new();
        }
        match action {
            Action::Open => {
                if let Some(deviation) = found.get(self.cursor) {
                    shared.go_to_deviation(&deviation.place);
                }
            }
            Action::Review => {
                if let Some(deviation) = found.into_iter().nth(self.cursor) {
                    shared.judge_deviation(deviation);
                }
            }
            Action::Change => shared.no_change(),
            Action::Back => shared.close(),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }
}
