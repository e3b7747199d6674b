//! One participant's visits, and one visit's forms.

use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::progress::{self, Progress};
use crate::domain::record::session::FormCells;
use crate::domain::study::schedule;
use crate::domain::study::schedule::PlannedVisit;
use crate::domain::study::version::removed::Listed;
use crate::domain::views::summary;
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::line_keys::line_of;
use crate::screens::screen::Screen;
use crate::screens::visit::draw::DAY_KEY;
use crate::screens::visit::state::Forms;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use chrono::NaiveDate;

impl Workspace {
    /// Returns the open participant's schedule with the state of each visit today.
    pub fn plan(&self) -> Vec<PlannedVisit> {
        let Some(record) = &self.open.record else {
            return Vec::new();
        };
        let visits = summary::summarise(&self.study, record, None).visits;
        schedule::plan(&self.study, record.who(), &visits, self.today())
    }

    /// Returns the visit at a place of the list of the open participant's visits.
    pub(crate) fn nth_visit(&self, place: usize) -> Option<VisitId> {
        let listed = self.listed_visits();
        listed.get(place).map(|listed| listed.visit.id.clone())
    }

    /// Returns the place of a visit in that list.
    pub(crate) fn place_of_visit(&self, visit: &VisitId) -> Option<usize> {
        let listed = self.listed_visits();
        listed.iter().position(|listed| listed.visit.id == *visit)
    }

    /// Returns how many visits that list has.
    pub(crate) fn count_visits(&self) -> usize {
        self.listed_visits().len()
    }

    fn listed_visits(&self) -> Vec<Listed<'_>> {
        let sessions = self.open.record.iter().flat_map(|record| record.visits());
        let held: Vec<(&VisitId, NaiveDate)> = sessions
            .map(|session| (&session.visit, session.date))
            .collect();
        self.study.visits_of(&held, self.today())
    }

    /// Returns how far a form is at a visit.
    pub fn progress(&self, visit: &VisitId, form: &FormId) -> Progress {
        let Some(instrument) = self.form_at(visit, form) else {
            return Progress::default();
        };
        let withheld = self
            .session(visit)
            .and_then(|session| session.withheld.get(form));
        if let Some(how_far) = withheld {
            let (asked, answered) = (usize::from(how_far.asked), usize::from(how_far.answered));
            return Progress {
                answered,
                missing: 0,
                empty_required: asked.saturating_sub(answered),
                total_required: asked,
            };
        }
        let empty = FormCells::new();
        let cells = self.cells(visit, form).unwrap_or(&empty);
        progress::progress(
            self.study_of(visit, form).scoring(),
            instrument,
            self.setting(Some(visit)),
            cells,
        )
    }

    /// Returns the field on which a form opens: the first one, or the next one to be answered.
    pub(crate) fn first_field(&self, visit: &VisitId, form: &FormId) -> Option<FieldId> {
        let instrument = self.form_at(visit, form)?;
        let cells = self.cells(visit, form).cloned().unwrap_or_default();
        let fields = self.asked(instrument, Some(visit), &cells);
        let setting = self.setting(Some(visit));
        let first = fields.first()?.id.clone();
        let empty = cells.get(&first).is_none_or(|cell| cell.answer.is_none());
        if empty {
            return Some(first);
        }
        let next = progress::next_required(
            self.study_of(visit, form).scoring(),
            instrument,
            setting,
            &cells,
            &first,
        );
        Some(next.unwrap_or(first))
    }

    /// Returns the first form from this place on that is not complete.
    pub(crate) fn first_incomplete(&self, visit: &VisitId, from: usize) -> Option<usize> {
        let forms = self.forms_at(visit);
        forms
            .iter()
            .enumerate()
            .skip(from)
            .filter(|(_, form)| self.removed(visit, Some(form)).is_none())
            .find(|(_, form)| !self.progress(visit, form).is_complete())
            .map(|(index, _)| index)
    }

    /// Returns the place of the line of adverse events below the forms, while nobody has looked at them.
    pub(crate) fn open_events_line(&self, visit: &VisitId) -> Option<usize> {
        let (_, done) = self.events_line(visit)?;
        if self.removed(visit, None).is_some() {
            return None;
        }
        (!done).then_some(self.forms_at(visit).len())
    }
}

impl Workspace {
    /// Returns a form of a visit with its first field in focus.
    pub(crate) fn nth_form(&self, visit: &VisitId, index: usize) -> Option<FormState> {
        let form = self.forms_at(visit).get(index)?.clone();
        let focus = self.first_field(visit, &form)?;
        Some(FormState::new(form, Some(visit.clone()), focus))
    }
}

impl Forms {
    /// Opens a line: a form, or the adverse events below the forms; `by_key` where an Enter of habit may follow.
    fn open_line(&mut self, shared: &mut Workspace, index: usize, by_key: bool) -> Vec<Effect> {
        let count = shared.forms_at(&self.visit).len();
        if index == count && shared.events_line(&self.visit).is_some() {
            self.cursor = index;
            return shared.open_events(&self.visit);
        }
        if let Some(form) = shared.nth_form(&self.visit, index) {
            self.cursor = index;
            shared.steps.push(Step::OpenForm(Box::new(form)));
            if by_key {
                shared.steps.push(Step::WentOn);
            }
        }
        Vec::new()
    }
}

impl Screen for Forms {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        match action {
            Action::Next | Action::Previous | Action::First | Action::Last => {
                let forms = shared.forms_at(&self.visit).len();
                let len = forms + usize::from(shared.events_line(&self.visit).is_some());
                self.cursor = moved(self.cursor, len, 1, action).unwrap_or(self.cursor);
            }
            Action::Open => return self.open_line(shared, self.cursor, false),
            Action::NextRequired => {
                let open = shared.first_incomplete(&self.visit, 0);
                match open.or_else(|| shared.open_events_line(&self.visit)) {
                    Some(index) => return self.open_line(shared, index, false),
                    None => {
                        let words = shared.language.all_complete(false);
                        shared.notice = Some(Notice::info(words));
                    }
                }
            }
            Action::Change => shared.open_change(self.visit.clone()),
            Action::Review => shared.open_review(self.visit.clone()),
            Action::MoveForm => {
                let form = shared.forms_at(&self.visit).get(self.cursor).cloned();
                shared.pick_up_or_put_down(&self.visit, form);
            }
            Action::LateEntry => shared.ask_late(self.visit.clone(), false),
            Action::New => {
                let words = shared.language.new_begins_elsewhere();
                shared.notice = Some(Notice::info(words));
            }
            Action::Back => shared.close(),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }

    /// Opens the line of a key, or asks for the day of the visit.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if c == DAY_KEY {
            shared.ask_day(self.visit.clone());
            return Some(Vec::new());
        }
        Some(self.open_line(shared, line_of(c)?, true))
    }
}
