//! The rule which earlier scores a user does not see yet, and how they are left out of a record.
//!
//! Who rates a measure at a visit must not be swayed by its earlier scores, where the study says so: from the day the
//! visit is begun or its window opens until the measure is entered there. The owner of a study applies this to all that
//! it sends, and a terminal to the record that it holds: the same rule, so that both say the same.

use super::Study;
use super::schedule::{self, PlannedVisit, VisitState};
use super::visit_summary::{VisitSummary, summarise_visit};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Instrument, Measure};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::{FormCells, ParticipantRecord, Withheld};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::record::user::{ENTERS, Role, SIGNS};
use crate::domain::study::EarlierScores;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a user is to the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Viewer {
    /// One who enters no assessments: sees all.
    #[default]
    Reads,
    /// One who enters assessments.
    Enters,
    /// One who enters assessments and signs visits: also sees each visit that waits for a signature.
    Signs,
}

impl Viewer {
    /// Returns what a user with these roles is.
    pub fn of(roles: &[Role]) -> Self {
        let has = |some: &[Role]| roles.iter().any(|role| some.contains(role));
        match (has(ENTERS), has(SIGNS)) {
            (false, _) => Self::Reads,
            (true, false) => Self::Enters,
            (true, true) => Self::Signs,
        }
    }
}

/// The forms that are left out for a user, of one participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden(BTreeSet<(VisitId, FormId)>);

impl Hidden {
    /// Returns whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a form is left out at a visit.
    pub fn has(&self, visit: &VisitId, form: &FormId) -> bool {
        let mut forms = self.forms();
        forms.any(|(at, left_out)| at == visit && left_out == form)
    }

    /// Returns each form that is left out, with its visit.
    pub fn forms(&self) -> impl Iterator<Item = (&VisitId, &FormId)> {
        self.0.iter().map(|(visit, form)| (visit, form))
    }

    /// Adds the forms that are left out for another reason.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Keeps only the forms that a test picks.
    pub fn retain(&mut self, keeps: impl Fn(&VisitId, &FormId) -> bool) {
        self.0.retain(|(visit, form)| keeps(visit, form));
    }

    /// Returns whether the verdict on a visit is computed from what is left out.
    pub fn has_verdict(&self, study: &Study, visit: &VisitId) -> bool {
        // From which baseline depends on the version under which the visit was begun.
        let is_baseline = |at: &VisitId| {
            let mut versions = study.versions();
            versions.any(|version| version.protocol.baseline == *at)
        };
        self.forms().any(|(at, _)| is_baseline(at) || at == visit)
    }
}

/// Returns whether nothing can be left out for a user, whatever is due: they see all, or no measure has an answer yet.
pub fn leaves_nothing_out(visits: &[VisitSummary], viewer: Viewer) -> bool {
    viewer == Viewer::Reads || visits.iter().all(|visit| visit.answered.is_empty())
}

/// Returns the forms that are left out for a user on a day, of a participant whose visits stand as in `plan`.
///
/// A form is left out at each visit at which it has any answer, while a later visit of the schedule asks the same measure,
/// is begun or has an open window and was not missed, and does not have a value of the measure yet, unless it is signed;
/// where the study never shows it, also then. A form that lacks answers can already say what the score is, and in the place
/// of a missing value one can still be entered. What an amendment took away from later visits, so that it can no longer be
/// entered there, leaves nothing out.
pub fn hidden(
    study: &Study,
    plan: &[PlannedVisit],
    visits: &[VisitSummary],
    (viewer, today): (Viewer, NaiveDate),
) -> Hidden {
    if leaves_nothing_out(visits, viewer) {
        return Hidden::default();
    }
    let waits: Vec<(usize, Measure)> = plan
        .iter()
        .enumerate()
        .flat_map(|(place, planned)| {
            let measures = rated(study, planned, visits, today);
            measures.into_iter().map(move |measure| (place, measure))
        })
        .collect();
    if waits.is_empty() {
        return Hidden::default();
    }
    let mut left_out = BTreeSet::new();
    for visit in visits {
        let unsigned = visit.forms > 0 && visit.is_complete(today) && !visit.signed;
        if viewer == Viewer::Signs && unsigned {
            continue;
        }
        let place = plan.iter().position(|planned| planned.visit == visit.visit);
        let version = study.version(visit.version).unwrap_or(study);
        for measure in &visit.answered {
            // A visit that the schedule no longer has was held before those that it has.
            let later = |(other, rated): &(usize, Measure)| {
                rated == measure && place.is_none_or(|place| place < *other)
            };
            if waits.iter().any(later) {
                let forms = version.instruments.values();
                let forms = forms.filter(|form| form.measure == Some(*measure));
                left_out.extend(forms.map(|form| (visit.visit.clone(), form.id.clone())));
            }
        }
    }
    Hidden(left_out)
}

/// Measures of which a score was told, each with the visit.
pub type Once = BTreeSet<(VisitId, Measure)>;

/// Returns the forms that are left out of what was said of a participant before now: those of [`hidden`], and those in which
/// an answer stood `once` and none does now. What was cleared, moved away or taken out with its visit was a score all the
/// same; none where all of it still stands.
pub fn hidden_once(
    study: &Study,
    who: (&Participant, &StatusHistory),
    visits: &[VisitSummary],
    once: &Once,
    (viewer, today): (Viewer, NaiveDate),
) -> Hidden {
    let stands = |(visit, measure): &(VisitId, Measure)| {
        let mut own = visits.iter().filter(|own| own.visit == *visit);
        own.any(|own| own.answered.contains(measure))
    };
    if viewer == Viewer::Reads || once.iter().all(stands) {
        return Hidden::default();
    }
    let plan = schedule::plan(study, who, visits, today);
    let mut visits = visits.to_vec();
    for (visit, measure) in once {
        match visits.iter_mut().find(|own| own.visit == *visit) {
            Some(own) => own.answered.push(*measure),
            None => visits.push(VisitSummary {
                visit: visit.clone(),
                date: today,
                unfit_date: false,
                earlier_days: Vec::new(),
                complete: 0,
                forms: 0,
                ending: Vec::new(),
                answered: vec![*measure],
                entered: Vec::new(),
                signed: false,
                chosen: Vec::new(),
                version: study.begun_on(today).number,
            }),
        }
    }
    hidden(study, &plan, &visits, (viewer, today))
}

/// Returns the forms that are left out of a record as it stood earlier, in which answers may stand that do not stand now.
pub fn hidden_earlier(
    study: &Study,
    (now, earlier): (&ParticipantRecord, &ParticipantRecord),
    viewer: Viewer,
    today: NaiveDate,
) -> Hidden {
    if viewer == Viewer::Reads {
        return Hidden::default();
    }
    let then = summaries(study, earlier).into_iter();
    let once = then.flat_map(|visit| {
        let answered = visit.answered.into_iter();
        answered.map(move |measure| (visit.visit.clone(), measure))
    });
    let visits = summaries(study, now);
    hidden_once(study, now.who(), &visits, &once.collect(), (viewer, today))
}

/// Returns the measures that can still be entered at this visit on a day and whose earlier scores must not be seen until then,
/// by the version of the study under which it was begun, or would be.
fn rated(
    study: &Study,
    planned: &PlannedVisit,
    visits: &[VisitSummary],
    today: NaiveDate,
) -> Vec<Measure> {
    match planned.state {
        VisitState::Done { .. }
        | VisitState::Open { .. }
        | VisitState::Due
        | VisitState::Late { .. } => {}
        // A window that is not known may be open.
        VisitState::Ahead if !planned.has_known_window => {}
        // Another day of the baseline visit uncovers nothing that was hidden by the day before it.
        VisitState::Early { .. } | VisitState::Missed | VisitState::Ahead
            if was_open(study, planned, visits, today) => {}
        VisitState::Early { .. }
        | VisitState::Missed
        | VisitState::Ahead
        | VisitState::Closed { .. }
        | VisitState::Removed { .. } => return Vec::new(),
    }
    let begun = visits.iter().find(|visit| visit.visit == planned.visit);
    let version = match begun {
        Some(begun) => study.version(begun.version).unwrap_or(study),
        None => study.begun_on(today),
    };
    let chosen = begun.map_or(&[][..], |begun| begun.chosen.as_slice());
    let asked = match (chosen, version.visit(planned.visit.as_str())) {
        ([], Some(visit)) => visit.forms.as_slice(),
        (chosen, _) => chosen,
    };
    let asked = asked.iter().filter(|form| {
        let removed = study.place_removed(&planned.visit, form, today);
        removed.is_none()
    });
    let measures = asked.filter_map(|form| version.form(form.as_str())?.measure);
    let hides = |measure: &Measure| match version.protocol.earlier_scores.get(measure) {
        None | Some(EarlierScores::Show) => false,
        Some(EarlierScores::AfterEntry) => {
            !begun.is_some_and(|begun| begun.signed || begun.entered.contains(measure))
        }
        Some(EarlierScores::Never) => true,
    };
    measures.filter(hides).collect()
}

/// Returns whether the window of a visit would be open on a day by a day that the baseline visit was said to be held on before.
fn was_open(
    study: &Study,
    planned: &PlannedVisit,
    visits: &[VisitSummary],
    today: NaiveDate,
) -> bool {
    let baseline = &study.begun_on(today).protocol.baseline;
    let baseline = visits.iter().find(|visit| visit.visit == *baseline);
    baseline.is_some_and(|baseline| {
        let mut earlier = baseline.earlier_days.iter();
        earlier.any(|day| {
            let moved = *day - baseline.date;
            let at = |end: NaiveDate| end.checked_add_signed(moved);
            at(planned.from) <= Some(today) && Some(today) <= at(planned.to)
        })
    })
}

/// Returns the forms of a record that are left out for a user on a day.
pub fn hidden_in(
    study: &Study,
    record: &ParticipantRecord,
    viewer: Viewer,
    today: NaiveDate,
) -> Hidden {
    if viewer == Viewer::Reads {
        return Hidden::default();
    }
    let visits = summaries(study, record);
    if leaves_nothing_out(&visits, viewer) {
        return Hidden::default();
    }
    let plan = schedule::plan(study, record.who(), &visits, today);
    hidden(study, &plan, &visits, (viewer, today))
}

/// What a form that is left out waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// That its measure is entered at this visit.
    Entry(VisitId),
    /// That its measure, which is missing at this visit, gets a value there, or the visit is signed.
    Signature(VisitId),
}

/// Returns what must come before a form at an earlier visit can be seen; `None` where the form is not left out, or the
/// study does not show it even then.
pub fn waits_for(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    today: NaiveDate,
) -> Option<Wait> {
    let measure = study
        .of_place(record, visit.as_str(), form)
        .form(form.as_str())?
        .measure?;
    let visits = summaries(study, record);
    let plan = schedule::plan(study, record.who(), &visits, today);
    let place = plan.iter().position(|planned| planned.visit == *visit);
    let after = place.map_or(0, |place| place + 1);
    let version = |visit: &VisitId| study.held(record, visit.as_str(), None, today);
    let forms = |visit: &VisitId| {
        let version = version(visit);
        let planned = version.forms_at(record, visit.as_str()).iter();
        let kept = planned.filter(|form| study.place_removed(visit, form, today).is_none());
        let forms = kept.filter_map(|form| version.form(form.as_str()));
        let forms = forms.filter(|form| form.measure == Some(measure));
        forms.collect::<Vec<_>>()
    };
    // One that is left out itself waits for a visit after it.
    let is_left_out = |visit: &VisitId| {
        let session = record.session(visit.as_str());
        session.is_some_and(|session| {
            let mut forms = forms(visit).into_iter();
            forms.any(|form| session.withheld.contains_key(&form.id))
        })
    };
    let mut later = plan.iter().skip(after);
    let next = later.find(|planned| {
        rated(study, planned, &visits, today).contains(&measure) && !is_left_out(&planned.visit)
    })?;
    let version = version(&next.visit);
    let policy = version.protocol.earlier_scores.get(&measure);
    if policy != Some(&EarlierScores::AfterEntry) {
        return None;
    }
    let next = next.visit.clone();
    let blank = FormCells::new();
    let session = record.session(next.as_str());
    let is_complete = |form: &Instrument| {
        let cells = session.and_then(|session| session.forms.get(&form.id));
        let is_baseline = version.protocol.baseline == next;
        let setting = Setting::of(is_baseline, record.participant.sex);
        progress::complete(version.scoring(), form, setting, cells.unwrap_or(&blank))
    };
    Some(match forms(&next).into_iter().all(is_complete) {
        true => Wait::Signature(next),
        false => Wait::Entry(next),
    })
}

/// Returns the forms of a visit by which a user comes to see earlier scores: those of each measure of which forms at
/// earlier visits were left out for them before an event at this visit, and are not after it.
pub fn revealed(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    (before, after): (&Hidden, &Hidden),
) -> Vec<FormId> {
    let Some(place) = study.rank(record, visit.as_str()) else {
        return Vec::new();
    };
    let seen = before.forms().filter(|(at, form)| {
        let earlier = study.rank(record, at.as_str()).is_none_or(|at| at < place);
        earlier && !after.has(at, form)
    });
    let measures = seen.filter_map(|(at, form)| {
        let version = study.of_visit(record, at.as_str());
        version.form(form.as_str())?.measure
    });
    let measures: BTreeSet<Measure> = measures.collect();
    let version = study.of_visit(record, visit.as_str());
    let answered = record.session(visit.as_str());
    let answered = answered
        .into_iter()
        .flat_map(|session| session.forms.keys());
    answered
        .filter(|form| {
            let measure = version.form(form.as_str()).and_then(|form| form.measure);
            measure.is_some_and(|measure| measures.contains(&measure))
        })
        .cloned()
        .collect()
}

/// Leaves out of a record what a user does not see on a day: cells, kept scores and verdicts. What was left out before
/// stays out.
pub fn withhold(study: &Study, record: &mut ParticipantRecord, viewer: Viewer, today: NaiveDate) {
    let left_out = hidden_in(study, record, viewer, today);
    leave_out(study, record, &left_out);
}

/// Leaves out of a record the forms given, with the kept scores and verdicts that tell of them.
pub fn leave_out(study: &Study, record: &mut ParticipantRecord, left_out: &Hidden) {
    for (visit, form) in left_out.forms() {
        let version = study.of_visit(record, visit.as_str());
        let planned = version.forms_at(record, visit.as_str()).contains(form);
        let Some(instrument) = version.form(form.as_str()) else {
            continue;
        };
        let is_baseline = version.protocol.baseline == *visit;
        let setting = Setting::of(is_baseline, record.participant.sex);
        let Some(session) = record.sessions.get_mut(visit) else {
            continue;
        };
        if let Some(how_far) = session.withheld.get(form).copied() {
            // What was entered here meanwhile is left out too.
            session.withhold(form, how_far);
            continue;
        }
        let cells = session.forms.get(form);
        if !planned && cells.is_none() {
            continue;
        }
        let cells = cells.cloned().unwrap_or_default();
        let far = progress::progress(version.scoring(), instrument, setting, &cells);
        let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let how_far = Withheld {
            asked: count(far.total_required),
            answered: count(far.done_required()),
        };
        session.withhold(form, how_far);
    }
    let baselines: BTreeSet<&VisitId> = study
        .versions()
        .map(|version| &version.protocol.baseline)
        .filter(|baseline| {
            let session = record.session(baseline.as_str());
            session.is_some_and(|session| !session.withheld.is_empty())
        })
        .collect();
    for session in record.sessions.values_mut() {
        let of_baseline = baselines.contains(&study.of(session).protocol.baseline);
        if of_baseline || !session.withheld.is_empty() {
            session.kept.leave_out_verdicts();
        }
    }
}

fn summaries(study: &Study, record: &ParticipantRecord) -> Vec<VisitSummary> {
    let who = &record.participant;
    let sessions = record.visits();
    sessions
        .map(|session| summarise_visit(study, who, session))
        .collect()
}

#[cfg(test)]
mod tests;
