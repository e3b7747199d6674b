//! Forms of a visit that were not done.

use super::{Deviation, Differs, Place, Rule};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::participant::Sex;
use crate::domain::record::session::{FormCells, ParticipantRecord, Session, has_answer};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use crate::domain::study::schedule::{PlannedVisit, VisitState};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Reason for a missing value that says that there is nothing to miss.
const NOT_APPLICABLE: &str = "not-applicable";

/// In which way a form of a visit was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HowUndone {
    /// Nothing is entered.
    Blank,
    /// Some required questions are open.
    Incomplete {
        /// Open ones, 1 or more.
        open: u16,
        /// All that are asked.
        of: u16,
    },
    /// Every required question has a reason in place of a value, and not all of them that it does not apply.
    Missing,
}

/// A form that a visit which was begun asks for, and that was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The visit.
    pub visit: VisitId,
    /// The form.
    pub form: FormId,
    /// In which way.
    pub how: HowUndone,
    /// Day from which an amendment takes it away; none while it is kept.
    pub until: Option<NaiveDate>,
}

impl Undone {
    /// Returns those of a record, whatever the day: by visit, in the order of its forms.
    pub(super) fn all(study: &Study, record: &ParticipantRecord) -> Vec<Self> {
        let visits = record.visits();
        visits
            .flat_map(|session| of_visit(study, record.participant.sex, session))
            .collect()
    }

    /// Returns the deviation that it is at its visit, once the window of that has closed and its own day is over: until then
    /// the form may be done. Nothing of somebody whose participation ended before that, of a visit that an amendment took
    /// out, and of a form that one has taken away.
    pub(super) fn deviation(
        &self,
        statuses: &StatusHistory,
        planned: &PlannedVisit,
        today: NaiveDate,
    ) -> Option<Deviation> {
        let held = match planned.state {
            VisitState::Done { date } | VisitState::Open { date } => date,
            VisitState::Due
            | VisitState::Early { .. }
            | VisitState::Late { .. }
            | VisitState::Missed
            | VisitState::Ahead
            | VisitState::Closed { .. }
            | VisitState::Removed { .. } => return None,
        };
        let closed = planned.to;
        let is_over = planned.is_known() && today > closed.max(held);
        let went_on = statuses.visits_end().is_none_or(|end| closed < end);
        let is_asked = self.until.is_none_or(|until| today < until);
        if !is_over || !went_on || !is_asked {
            return None;
        }
        let place = Place::Form(self.visit.clone(), self.form.clone());
        let day = Some(PartialDate::from(held));
        let differs = Differs::NotDone(self.how);
        Some(Deviation::new(Rule::MissedProcedure, place, day, differs))
    }
}

fn of_visit(study: &Study, sex: Sex, session: &Session) -> Vec<Undone> {
    let version = study.of(session);
    let planned = version.forms_of(session).iter();
    let forms = planned.filter_map(|id| version.form(id.as_str()));
    let undone = forms.filter_map(|form| {
        let how = how_undone(version, (sex, session), form)?;
        let removal = study.place_removal(&session.visit, &form.id);
        let until = removal.map(|removal| removal.from);
        // Taken away before anybody could begin it under another version.
        let is_owed = until != Some(None);
        is_owed.then(|| Undone {
            visit: session.visit.clone(),
            form: form.id.clone(),
            how,
            until: until.flatten(),
        })
    });
    undone.collect()
}

/// Returns in which way a form was not done at a visit, by the version of the study given; `None` of one that was done. Of
/// cells that are left out for a user it is only known how many of them are open.
fn how_undone(
    study: &Study,
    (sex, session): (Sex, &Session),
    form: &Instrument,
) -> Option<HowUndone> {
    if let Some(how_far) = session.withheld.get(&form.id) {
        let (asked, answered) = (how_far.asked, how_far.answered);
        let open = asked.saturating_sub(answered);
        return (open > 0).then_some(HowUndone::Incomplete { open, of: asked });
    }
    let setting = Setting::of(session.visit == study.protocol.baseline, sex);
    let blank = FormCells::new();
    let cells = session.forms.get(&form.id).unwrap_or(&blank);
    let progress = progress::progress(study.scoring(), form, setting, cells);
    if !progress.is_complete() {
        let whole = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        return Some(match has_answer(cells) {
            true => HowUndone::Incomplete {
                open: whole(progress.empty_required),
                of: whole(progress.total_required),
            },
            false => HowUndone::Blank,
        });
    }
    let asked = form.fields().filter(|field| {
        field.required && progress::asked(study.scoring(), form, setting, cells, field)
    });
    let mut some_apply = false;
    for field in asked {
        let answer = cells.get(&field.id).and_then(|cell| cell.answer.as_ref());
        // One value is enough for the form to be done.
        let reason = answer.and_then(Answer::missing_reason)?;
        some_apply |= reason != NOT_APPLICABLE;
    }
    some_apply.then_some(HowUndone::Missing)
}
