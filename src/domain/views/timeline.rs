//! One participant's whole story on one axis of days: visits, measures, verdicts, and lanes of what was given.
//!
//! Pure and exact. Lanes come in as spans, so that this knows no form of a log; what the screen makes of it
//! is decided there.

pub mod axis;
pub mod lane;
mod logs;
pub mod track;

use crate::domain::base::ids::VisitId;
use crate::domain::course::reconsent::{self, ConsentOwed};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use crate::domain::study::schedule;
use crate::domain::study::schedule::{PlannedVisit, VisitState};
use crate::domain::study::visit_summary::{VisitSummary, summarise_visit};
use crate::domain::verdict;
use crate::domain::verdict::core_set;
use crate::domain::verdict::core_set::CoreSet;
pub use crate::domain::verdict::response::Judgement;
use crate::domain::verdict::{ConfirmedDeterioration, Verdict};
use axis::Axis;
use chrono::NaiveDate;
use lane::Lane;
use track::Track;

/// How the day of a visit lies to its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Held so many days before the window opened.
    Early(i64),
    /// Held in the window.
    Within,
    /// Held so many days after the window closed.
    Late(i64),
    /// Never held, and overtaken.
    Missed,
    /// Not held; today is in the window.
    Due,
    /// Not held; the window closed so many days ago.
    Overdue(i64),
    /// Planned, still to come.
    Ahead,
    /// Not held, and not to come any more: the participation ended.
    Closed,
    /// In no window, since no schedule plans it.
    Unplanned,
    /// Not known, since a day that it depends on is not by the rules.
    Unknown,
}

impl Timing {
    /// Returns how a visit lies to its window; `today` counts for one that is overdue.
    pub fn of(planned: &PlannedVisit, today: NaiveDate) -> Self {
        if !planned.is_planned {
            return Self::Unplanned;
        }
        if !planned.is_known() {
            return Self::Unknown;
        }
        match planned.state {
            VisitState::Done { .. } | VisitState::Open { .. } | VisitState::Removed { .. } => {
                match planned.days_outside() {
                    Some(0) => Self::Within,
                    Some(early) if early < 0 => Self::Early(-early),
                    Some(late) => Self::Late(late),
                    None => Self::Unknown,
                }
            }
            VisitState::Due => Self::Due,
            VisitState::Late { closed } => Self::Overdue((today - closed).num_days()),
            VisitState::Missed => Self::Missed,
            VisitState::Early { .. } | VisitState::Ahead => Self::Ahead,
            VisitState::Closed { .. } => Self::Closed,
        }
    }

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Early(_) => "early",
            Self::Within => "within-window",
            Self::Late(_) => "late",
            Self::Missed => "missed",
            Self::Due => "due",
            Self::Overdue(_) => "overdue",
            Self::Ahead => "ahead",
            Self::Closed => "closed",
            Self::Unplanned => "unscheduled",
            Self::Unknown => "unknown",
        }
    }
}

/// A visit of the schedule on the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The visit with its days and state.
    pub planned: PlannedVisit,
    /// Name on the screen.
    pub label: String,
    /// The days that it had before its day was changed, oldest first.
    pub earlier_days: Vec<NaiveDate>,
    /// What it is for, where no schedule plans it.
    pub words: Option<String>,
    /// How its day lies to its window.
    pub timing: Timing,
    /// Complete forms, and forms of the visit.
    pub forms: (u16, u16),
    /// Verdict against baseline; only of visits after it that were begun. Of one that is hidden only what it says of each
    /// measure that is seen holds.
    pub verdict: Option<Verdict>,
    /// Whether the user does not see the verdict yet.
    pub verdict_hidden: bool,
}

impl Stop {
    /// Returns the day on which it stands on the axis: its own where that is by the rules, else the one it is planned for.
    pub fn date(&self) -> NaiveDate {
        let own = self.planned.state.date();
        own.filter(|_| self.planned.has_known_day)
            .unwrap_or(self.planned.target)
    }

    /// Returns whether it was begun.
    pub fn is_held(&self) -> bool {
        self.planned.state.date().is_some()
    }

    /// Returns the verdict, where there is one that the user sees.
    pub fn seen_verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref().filter(|_| !self.verdict_hidden)
    }

    /// Returns what the IMACS definition says; `None` where nothing is judged or the verdict is hidden.
    pub fn imacs(&self) -> Option<Judgement> {
        let verdict = self.seen_verdict()?;
        Some(Judgement::of(verdict, &verdict.doi))
    }

    /// Returns what the registered wording says; `None` where nothing is judged or the verdict is hidden.
    pub fn registered(&self) -> Option<Judgement> {
        let verdict = self.seen_verdict()?;
        Some(Judgement::of(verdict, &verdict.registered))
    }
}

/// The story of one participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Who.
    pub participant: Participant,
    /// How they take part, as it was said.
    pub statuses: StatusHistory,
    /// The renewed consent that they owe.
    pub consent_owed: Option<ConsentOwed>,
    /// The day on which it is told.
    pub today: NaiveDate,
    /// The days that it spans.
    pub axis: Axis,
    /// Every visit of the schedule, in its order.
    pub stops: Vec<Stop>,
    /// The six measures, in the order of every list of results.
    pub measures: Vec<Track>,
    /// The scales of quality of life that have a value anywhere.
    pub quality: Vec<Track>,
    /// The first deterioration that the visit after it confirmed; none while a verdict is hidden.
    pub confirmed: Option<ConfirmedDeterioration>,
    /// What was given and what happened beside the visits.
    pub lanes: Vec<Lane>,
}

impl Timeline {
    /// Returns the place of the visit that a reader looks at first: the latest one begun.
    pub fn latest(&self) -> usize {
        let held = self.stops.iter().rposition(Stop::is_held);
        held.unwrap_or(0)
    }

    /// Returns whether the user does not see a verdict yet.
    pub fn hides_verdict(&self) -> bool {
        self.stops.iter().any(|stop| stop.verdict_hidden)
    }

    /// Returns the place of a visit.
    pub fn place(&self, visit: &VisitId) -> Option<usize> {
        let mut stops = self.stops.iter();
        stops.position(|stop| stop.planned.visit == *visit)
    }

    /// Returns the six measures, then the scales of quality of life.
    pub fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.measures.iter().chain(&self.quality)
    }
}

/// Tells the story of a participant as it stands on a day; `lanes` hold what is kept beside the visits.
pub fn tell(
    study: &Study,
    record: &ParticipantRecord,
    lanes: Vec<Lane>,
    today: NaiveDate,
) -> Timeline {
    let session = |id: &VisitId| record.session(id.as_str());
    let held: Vec<(&VisitId, NaiveDate)> = record
        .visits()
        .map(|session| (&session.visit, session.date))
        .collect();
    let visits = study.visits_of(&held, today);
    let begun: Vec<VisitSummary> = visits
        .iter()
        .filter_map(|listed| session(&listed.visit.id))
        .map(|session| summarise_visit(study, &record.participant, session))
        .collect();
    let plan = schedule::plan(study, record.who(), &begun, today);
    let sets: Vec<Option<CoreSet>> = visits
        .iter()
        .map(|listed| session(&listed.visit.id).map(|session| core_set::core_set(study, session)))
        .collect();
    let place = |id: &VisitId| visits.iter().position(|listed| listed.visit.id == *id);
    // Base and change are those of one version: the one by which the newest visit is judged.
    let newest = visits
        .iter()
        .rev()
        .find(|listed| session(&listed.visit.id).is_some());
    let judges = newest.map_or(study, |listed| {
        study.of_visit(record, listed.visit.id.as_str())
    });
    let first = place(&judges.protocol.baseline).or_else(|| place(&study.protocol.baseline));

    let mut stops = Vec::new();
    for (planned, (listed, set)) in plan.into_iter().zip(visits.iter().zip(&sets)) {
        let visit = listed.visit;
        // A comparison is judged by the version of the later visit, and against the baseline of that version.
        let version = study.of_visit(record, visit.id.as_str());
        let baseline = verdict::baseline_of(version, &visit.id);
        let baseline = baseline.and_then(|id| sets.get(place(id)?)?.as_ref());
        let summary = begun.iter().find(|summary| summary.visit == visit.id);
        let forms = u16::try_from(visit.forms.len()).unwrap_or(u16::MAX);
        let compared = baseline.zip(set.as_ref());
        let hidden =
            compared.is_some_and(|(baseline, set)| baseline.hides_any() || set.hides_any());
        stops.push(Stop {
            label: visit.label.clone(),
            earlier_days: record
                .session(visit.id.as_str())
                .into_iter()
                .flat_map(Session::days_before)
                .collect(),
            words: record
                .session(visit.id.as_str())
                .and_then(|session| session.unscheduled.as_ref())
                .map(|unscheduled| unscheduled.words.clone()),
            timing: Timing::of(&planned, today),
            forms: summary.map_or((0, forms), |summary| {
                (summary.complete, summary.asked(today))
            }),
            verdict: compared.map(|(baseline, set)| verdict::judge(version, baseline, set)),
            verdict_hidden: hidden,
            planned,
        });
    }
    let whole = stops.iter().all(|stop| !stop.verdict_hidden);
    // A visit that was taken out of the schedule, or that it never planned, confirms nothing about those that it has now.
    let kept = |stop: &&Stop| stop.planned.state.removed_by().is_none() && stop.planned.is_planned;
    let judged = stops
        .iter()
        .filter(kept)
        .filter_map(|stop| stop.verdict.as_ref());
    let confirmed = verdict::first_confirmed(judged).filter(|_| whole);
    let zero = first
        .and_then(|first| stops.get(first))
        .map_or(record.participant.enrolled().unwrap_or(today), Stop::date);
    Timeline {
        participant: record.participant.clone(),
        statuses: record.statuses.clone(),
        consent_owed: reconsent::owed_in(study, record),
        today,
        axis: axis::span(zero, &record.participant, &stops, &lanes, today),
        measures: track::measures(study, &sets, &stops, first),
        quality: track::quality(study, record, &visits, first),
        confirmed,
        lanes,
        stops,
    }
}

#[cfg(test)]
mod tests;
