//! What is shown of change while rating: which session counts as "now", and which earlier scores
//! may be seen.
//!
//! The arithmetic is [`crate::domain::verdict`]'s; here is only what the assessor of this form may
//! see of it at this moment.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::{Measure, Respondent};
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::session::{FormCells, Session};
use crate::domain::record::signature;
use crate::domain::study::visit_summary::has_value;
use crate::domain::study::{EarlierScores, withheld};
use crate::domain::verdict;
use crate::domain::verdict::core_set;
use crate::domain::verdict::core_set::CoreSet;
use crate::screens::change::state::View;
use crate::screens::cursor::Scroll;
use crate::screens::form::state::FormState;
use crate::screens::help::state::{Page, PageKind};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use std::borrow::Cow;

impl Workspace {
    /// Returns whether a patient is answering this form: no score is seen then, by nobody over the shoulder either.
    pub(crate) fn patient_answers(&self, visit: &VisitId, form: &FormState) -> bool {
        let instrument = self.form_at(visit, &form.form);
        instrument.is_some_and(|instrument| instrument.respondent == Respondent::Patient)
            && !self.progress(visit, &form.form).is_complete()
    }

    /// Returns whether the study lets the earlier scores of a measure be seen at this visit now.
    pub(crate) fn is_open(&self, visit: &VisitId, measure: Measure) -> bool {
        if self.hides(visit, measure) {
            return false;
        }
        // Who enters nothing sees all. For others this also holds at a visit that is not due yet.
        if !self.may_enter() {
            return true;
        }
        match self
            .study_at(visit.as_str())
            .protocol
            .earlier_scores
            .get(&measure)
        {
            None | Some(EarlierScores::Show) => true,
            Some(EarlierScores::Never) => false,
            Some(EarlierScores::AfterEntry) => self.has_value(visit, measure),
        }
    }

    /// Returns whether a score of a measure is left out of the record, at this visit or before it.
    pub(crate) fn hides(&self, visit: &VisitId, measure: Measure) -> bool {
        let before = self.earlier_sessions(visit).map(|session| &session.visit);
        let mut sets = before
            .chain([visit])
            .filter_map(|at| self.open.sets.get(at));
        sets.any(|set| set.hides(measure))
    }

    /// Returns whether a score of a measure is left out of the record at any visit.
    pub(crate) fn hides_anywhere(&self, measure: Measure) -> bool {
        let mut sets = self.open.sets.values();
        sets.any(|set| set.hides(measure))
    }

    /// Returns whether the form that a measure comes from is complete at a visit and gives a value, or the visit is signed.
    fn has_value(&self, visit: &VisitId, measure: Measure) -> bool {
        let (Some(session), Some(record)) = (self.session(visit), &self.open.record) else {
            return false;
        };
        let signed = signature::is_signed(&record.participant.id, session);
        let forms = self.forms_at(visit).iter();
        forms
            .filter_map(|id| self.form_at(visit, id))
            .filter(|form| form.measure == Some(measure))
            .all(|form| {
                let version = self.study_of(visit, &form.id);
                let valued = signed || has_value(version, record.participant.sex, session, form);
                valued && self.progress(visit, &form.id).is_complete()
            })
    }
}

impl Workspace {
    /// Returns what a visit's change panel shows, with the text being typed in a form taken as its answer.
    pub fn change(&self, visit: &VisitId, form: Option<&FormState>) -> Option<View> {
        self.open.record.as_ref()?;
        let baseline_visit = &self.study_at(visit.as_str()).protocol.baseline;
        let baseline = self
            .open
            .sets
            .get(baseline_visit)
            .filter(|_| visit != baseline_visit);
        let baseline = baseline.cloned();
        let earlier = self
            .earlier_sessions(visit)
            .filter(|session| session.visit != *baseline_visit)
            .filter_map(|session| self.open.sets.get(&session.visit).cloned())
            .collect();
        let typing = form.is_some_and(|form| !form.line.is_empty());
        let now = match self.open.sets.get(visit).filter(|_| !typing) {
            Some(set) => set.clone(),
            None => self.session_with_typed(visit, form).map_or_else(
                || CoreSet::blank(visit.clone(), Exact::from_decimal(self.study.mmt_max())),
                |session| core_set::core_set(&self.study, &session),
            ),
        };
        let verdict = baseline
            .as_ref()
            .map(|baseline| verdict::judge(self.study_at(visit.as_str()), baseline, &now));
        let patient = form.is_some_and(|form| self.patient_answers(visit, form));
        let open = Measure::ALL
            .into_iter()
            .map(|measure| (measure, !patient && self.is_open(visit, measure)))
            .collect();
        Some(View {
            baseline,
            earlier,
            now,
            verdict,
            open,
        })
    }
}

impl Workspace {
    /// Leaves out of the record what the user does not see yet, and reads the core set measures of every session again;
    /// they change only with the record.
    pub(crate) fn refresh_sets(&mut self) {
        if let Some(record) = &self.open.record {
            // The owner left out what was to be left out when it sent the record; more may have to be since then.
            let left_out = self.hidden_from_user(record);
            if let Some(record) = &mut self.open.record {
                withheld::leave_out(&self.study, record, &left_out);
            }
        }
        let sessions = self.open.record.iter().flat_map(|record| record.visits());
        self.open.sets = sessions
            .map(|session| {
                (
                    session.visit.clone(),
                    core_set::core_set(&self.study, session),
                )
            })
            .collect();
        self.open.timeline_is_stale = true;
    }

    /// Returns the session of a visit as it would be with what is being typed.
    pub fn session_with_typed(&self, visit: &VisitId, form: Option<&FormState>) -> Option<Session> {
        let mut session = self.session(visit).cloned();
        if let (Some(form), Some(Typed::Ready(answer) | Typed::Full(answer))) =
            (form, form.and_then(|form| form.typed(self)))
        {
            let session = session.get_or_insert_with(|| {
                Session::new(visit.clone(), self.day_at(visit.as_str()), 0, self.now)
            });
            session.cell_mut(&form.form, &form.focus).answer = Some(answer);
        }
        session
    }
}

impl Workspace {
    /// Returns the cells of a form at a visit as they would be with what is being typed in it.
    pub(crate) fn cells_with_typed(
        &self,
        visit: &VisitId,
        id: &FormId,
        form: Option<&FormState>,
    ) -> Option<Cow<'_, FormCells>> {
        let stored = self.cells(visit, id);
        let form = form.filter(|form| form.form == *id);
        let (Some(form), Some(Typed::Ready(answer) | Typed::Full(answer))) =
            (form, form.and_then(|form| form.typed(self)))
        else {
            return stored.map(Cow::Borrowed);
        };
        let mut cells = stored.cloned().unwrap_or_default();
        cells.entry(form.focus.clone()).or_default().answer = Some(answer);
        Some(Cow::Owned(cells))
    }
}

/// Returns whether the screen of a form shows earlier scores at all, so that this is recorded.
pub(crate) fn shows_earlier(shared: &Workspace, form: &FormState) -> bool {
    let Some(visit) = &form.visit else {
        return false;
    };
    !shared.is_baseline(visit)
        && shared.earlier_sessions(visit).next().is_some()
        && !shared.patient_answers(visit, form)
        && Measure::ALL
            .into_iter()
            .any(|measure| shared.is_open(visit, measure))
}

/// Returns whether last visit's answers may stand beside the fields of a form; those of facts always may.
pub fn shows_last(shared: &Workspace, form: &FormState) -> bool {
    let (Some(visit), Some(instrument)) = (&form.visit, shared.instrument(form)) else {
        return false;
    };
    match instrument.measure {
        Some(measure) => !shared.patient_answers(visit, form) && shared.is_open(visit, measure),
        None => instrument.respondent != Respondent::Patient,
    }
}

impl Workspace {
    /// Opens the page of change of a visit.
    pub(crate) fn open_change(&mut self, visit: VisitId) {
        self.open(Layer::Page(Page {
            kind: PageKind::Change(visit),
            scroll: Scroll::default(),
        }));
    }

    /// Says that a change belongs to a visit, where none is open.
    pub(crate) fn no_change(&mut self) {
        self.notice = Some(Notice::info(self.language.open_visit_for_change()));
    }
}
