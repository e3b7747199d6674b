//! One participant's visits, and one visit's forms.

use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::course::eligibility::gate;
use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::progress::Progress;
use crate::domain::record::rows;
use crate::domain::record::session::FormCells;
use crate::domain::study::schedule;
use crate::domain::study::schedule::{PlannedVisit, VisitState};
use crate::domain::views::summary;
use crate::input::action::Action;
use crate::screens::app::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::Purpose;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::{Forms, Layer};

impl Model {
    /// Returns the open participant's schedule with the state of each visit today.
    pub fn plan(&self) -> Vec<PlannedVisit> {
        let Some(record) = &self.record else {
            return Vec::new();
        };
        let visits = summary::summarise(&self.study, record, None).visits;
        schedule::plan(&self.study, &record.participant, &visits, self.today())
    }

    /// Returns how far a form is at a visit.
    pub fn progress(&self, visit: &VisitId, form: &FormId) -> Progress {
        let Some(instrument) = self.study.form(form.as_str()) else {
            return Progress::default();
        };
        let empty = FormCells::new();
        let cells = self.cells(visit, form).unwrap_or(&empty);
        progress::progress(
            self.study.scoring(),
            instrument,
            self.is_baseline(visit),
            cells,
        )
    }

    pub(crate) fn act_participant(&mut self, action: Action) -> Vec<Effect> {
        let visits = self.study.protocol.visits.len();
        let last = (visits + self.beside().len()).saturating_sub(1);
        let Some(Layer::Participant(visits)) = self.layers.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Next => visits.cursor = (visits.cursor + 1).min(last),
            Action::Previous => visits.cursor = visits.cursor.saturating_sub(1),
            Action::First => visits.cursor = 0,
            Action::Last => visits.cursor = last,
            Action::Open => {
                let cursor = visits.cursor;
                return self.open_line(cursor);
            }
            Action::Change => {
                let cursor = visits.cursor;
                let visit = self
                    .study
                    .protocol
                    .visits
                    .get(cursor)
                    .map(|visit| visit.id.clone());
                if let Some(visit) = visit {
                    use crate::screens::stack::{Page, PageKind};
                    self.layers.push(Layer::Page(Page {
                        kind: PageKind::Change(visit),
                        scroll: 0,
                    }));
                }
            }
            Action::Review => {
                let cursor = visits.cursor;
                let visit = self.study.protocol.visits.get(cursor);
                let visit = visit.map(|visit| visit.id.clone());
                return visit.map_or_else(Vec::new, |visit| self.open_review(visit));
            }
            Action::LateEntry => return self.late_here(),
            Action::Back => {
                self.close();
                self.leave_record();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Opens a line of a participant: a visit, or what is kept beside the visits.
    fn open_line(&mut self, index: usize) -> Vec<Effect> {
        if index < self.study.protocol.visits.len() {
            self.open_nth_visit(index)
        } else {
            self.open_beside_at(index)
        }
    }

    /// Opens a visit; one outside its window only after a question.
    pub(crate) fn open_nth_visit(&mut self, index: usize) -> Vec<Effect> {
        let plan = self.plan();
        let Some(planned) = plan.get(index) else {
            return Vec::new();
        };
        let visit = planned.visit.clone();
        let label = self
            .study
            .visit(visit.as_str())
            .map(|v| v.label.clone())
            .unwrap_or_default();
        if self.may_enter() && self.is_held_back(&visit, &label) {
            return Vec::new();
        }
        let words = match &planned.state {
            VisitState::Done { .. } | VisitState::Open { .. } | VisitState::Due => {
                return self.open_visit_layer(visit);
            }
            VisitState::Early { .. } | VisitState::Ahead => {
                format!(
                    "{label} opens on {}; today is {}.",
                    planned.from,
                    self.today()
                )
            }
            VisitState::Late { .. } => {
                format!(
                    "The window of {label} closed on {}; today is {}.",
                    planned.to,
                    self.today()
                )
            }
            VisitState::Missed => {
                format!(
                    "{label} was missed: its window was {} to {}.",
                    planned.from, planned.to
                )
            }
        };
        self.ask(Purpose::Begin { visit, words });
        Vec::new()
    }

    /// Opens the form of eligibility in place of a visit that may not begin, and says why; returns whether it did.
    pub(crate) fn is_held_back(&mut self, visit: &VisitId, label: &str) -> bool {
        let Some(record) = &self.record else {
            return false;
        };
        let Err(reasons) = gate(&self.study, record, visit.as_str()) else {
            return false;
        };
        if let Some(form) = self.study.protocol.eligibility.clone() {
            self.open_beside(form);
        }
        let first = reasons.first().map_or("", String::as_str);
        let more = match reasons.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        let words = format!("{label} cannot begin yet. {first}{more}");
        self.notice = Some(Notice::warn(words));
        true
    }

    /// Opens a form that is kept beside the visits: eligibility, or a row of a log such as `medication#2`.
    pub(crate) fn open_beside(&mut self, form: FormId) {
        if self.back_to_open(&form) {
            return;
        }
        let visit = VisitId::new(rows::SESSION);
        let Some(focus) = self.first_field(&visit, &form) else {
            return;
        };
        self.push_form(FormState::new(form, Some(visit), focus));
    }

    /// Returns the field on which a form opens: the first one, or the next one to be answered.
    pub(crate) fn first_field(&self, visit: &VisitId, form: &FormId) -> Option<FieldId> {
        let instrument = self.study.form(form.as_str())?;
        let cells = self.cells(visit, form).cloned().unwrap_or_default();
        let fields = self.asked(instrument, Some(visit), &cells);
        let baseline = self.is_baseline(visit);
        let first = fields.first()?.id.clone();
        let empty = cells.get(&first).is_none_or(|cell| cell.answer.is_none());
        if empty {
            return Some(first);
        }
        let next =
            progress::next_required(self.study.scoring(), instrument, baseline, &cells, &first);
        Some(next.unwrap_or(first))
    }

    /// Shows the forms of a visit.
    pub(crate) fn open_visit_layer(&mut self, visit: VisitId) -> Vec<Effect> {
        self.leave_lookups();
        let cursor = self.first_incomplete(&visit, 0);
        let cursor = cursor
            .or_else(|| self.open_events_line(&visit))
            .unwrap_or(0);
        self.layers.push(Layer::Visit(Forms { visit, cursor }));
        Vec::new()
    }

    /// Returns the first form from this place on that is not complete.
    pub(crate) fn first_incomplete(&self, visit: &VisitId, from: usize) -> Option<usize> {
        let forms = &self.study.visit(visit.as_str())?.forms;
        forms
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, form)| !self.progress(visit, form).is_complete())
            .map(|(index, _)| index)
    }

    /// Returns the place of the line of adverse events below the forms, while nobody has looked at them.
    pub(crate) fn open_events_line(&self, visit: &VisitId) -> Option<usize> {
        let (_, done) = self.events_line(visit)?;
        let forms = &self.study.visit(visit.as_str())?.forms;
        (!done).then_some(forms.len())
    }

    pub(crate) fn act_visit(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::Visit(forms)) = self.layers.last() else {
            return Vec::new();
        };
        let visit = forms.visit.clone();
        let count = self
            .study
            .visit(visit.as_str())
            .map_or(0, |v| v.forms.len());
        let more = usize::from(self.events_line(&visit).is_some());
        let last = (count + more).saturating_sub(1);
        let Some(Layer::Visit(forms)) = self.layers.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Next => forms.cursor = (forms.cursor + 1).min(last),
            Action::Previous => forms.cursor = forms.cursor.saturating_sub(1),
            Action::First => forms.cursor = 0,
            Action::Last => forms.cursor = last,
            Action::Open => {
                let cursor = forms.cursor;
                return self.open_nth_line(cursor);
            }
            Action::NextRequired => {
                let open = self.first_incomplete(&visit, 0);
                match open.or_else(|| self.open_events_line(&visit)) {
                    Some(index) => return self.open_nth_line(index),
                    None => {
                        self.notice = Some(Notice::info("Every form of this visit is complete."))
                    }
                }
            }
            Action::Change => return self.open_change(),
            Action::Review => {
                let visit = forms.visit.clone();
                return self.open_review(visit);
            }
            Action::LateEntry => return self.late_here(),
            Action::Back => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Opens the line of a digit in a list of visits or forms.
    pub(crate) fn open_nth(&mut self, c: char) -> Option<Vec<Effect>> {
        let number = c.to_digit(10)?;
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        match self.layers.last_mut()? {
            Layer::Participant(visits) if index < self.study.protocol.visits.len() => {
                visits.cursor = index;
                Some(self.open_nth_visit(index))
            }
            Layer::Participant(_) => Some(self.open_beside_at(index)),
            Layer::Visit(_) => {
                let effects = self.open_nth_line(index);
                if matches!(self.layers.last(), Some(Layer::Form(_))) {
                    self.mark_went_on();
                }
                Some(effects)
            }
            Layer::Log(_) => Some(self.open_row(number)),
            _ => None,
        }
    }

    /// Opens a line of a visit: a form, or the adverse events below the forms.
    fn open_nth_line(&mut self, index: usize) -> Vec<Effect> {
        let Some(Layer::Visit(forms)) = self.layers.last_mut() else {
            return Vec::new();
        };
        let visit = forms.visit.clone();
        let count = self
            .study
            .visit(visit.as_str())
            .map_or(0, |v| v.forms.len());
        if index == count && self.events_line(&visit).is_some() {
            if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                forms.cursor = index;
            }
            return self.open_events(&visit);
        }
        self.open_nth_form(index);
        Vec::new()
    }

    pub(crate) fn open_nth_form(&mut self, index: usize) {
        let found = || {
            let visit = self.open_visit()?.clone();
            let form = self.study.visit(visit.as_str())?.forms.get(index)?.clone();
            let focus = self.first_field(&visit, &form)?;
            Some(FormState::new(form, Some(visit), focus))
        };
        if let Some(state) = found() {
            if let Some(Layer::Visit(forms)) = self.layers.last_mut() {
                forms.cursor = index;
            }
            self.push_form(state);
        }
    }
}
