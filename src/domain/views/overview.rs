//! Where a study stands: participants by visits, enrolment, responders, doses, events.
//!
//! Put together of the summaries alone, so that no record is read for it. Who is due and who is overdue is what the
//! filters of the list say.

mod deviating;
mod flow;
mod left_out;
mod screening;
mod sets;

pub use deviating::Deviating;
pub use flow::Flow;
pub use left_out::LeftOut;
pub use screening::Screened;
pub use sets::{AnalysisSet, SetResult};

use super::find::filter::Filter;
use super::summary::{Hideable, OutcomeSummary, Summary};
use super::timeline::Timing;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::base::proportion;
use crate::domain::base::ratio::Exact;
use crate::domain::course::deviations::Named;
use crate::domain::course::reconsent::ConsentOwed;
use crate::domain::record::lock::Lock;
use crate::domain::record::server_run::Absence;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use crate::domain::study::schedule;
use crate::domain::study::schedule::PlannedVisit;
use crate::domain::study::version::removed::Listed;
use crate::domain::verdict;
use crate::domain::verdict::Undecided;
use crate::domain::verdict::core_set;
use crate::domain::verdict::response::{Category, Judgement};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sets::Member;
use std::collections::BTreeSet;

/// How a visit of a participant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// All its forms are complete.
    Done,
    /// Begun, with forms that are not complete.
    Begun,
    /// Not begun; today is in its window.
    Due,
    /// Not begun; its window has closed.
    Overdue,
    /// Not begun, and overtaken.
    Missed,
    /// Still to come.
    Ahead,
    /// Not begun, and not to come any more: the participation ended.
    Closed,
}

impl Standing {
    /// Returns the word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Begun => "begun",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Missed => "missed",
            Self::Ahead => "ahead",
            Self::Closed => "closed",
        }
    }
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The visit.
    pub visit: VisitId,
    /// How it stands.
    pub standing: Standing,
    /// Its day, held or planned.
    pub date: NaiveDate,
    /// Days that it was held before (negative) or after its window, or that it is overdue; 0 within.
    pub off: i64,
    /// Complete forms.
    pub complete: u16,
    /// Forms of the visit.
    pub forms: u16,
    /// Number of the version of the study that took the visit out of the schedule.
    pub removed: Option<u32>,
    /// Answers of the visit that are not by the rules, and its day where that is not.
    pub unfit: u16,
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: ParticipantId,
    /// Initials.
    pub initials: String,
    /// Day of enrolment.
    pub enrolled_on: NaiveDate,
    /// How they take part.
    pub status: StatusName,
    /// Since when, where something was said.
    pub since: Option<NaiveDate>,
    /// How far they came on the way into the trial.
    pub screened: Screened,
    /// Day of the consent, where it was given and the study asks for it.
    pub consent: Option<NaiveDate>,
    /// The renewed consent that they owe.
    pub consent_owed: Option<ConsentOwed>,
    /// Visits in the order of the schedule; those that an amendment took out of it and that were begun keep their places.
    pub cells: Vec<Cell>,
    /// What the outcome visit says.
    pub outcome: Hideable<OutcomeSummary>,
    /// Answers, days of visits and facts of the enrolment that are not by the rules.
    pub unfit: u32,
    /// Deviations from the protocol.
    pub deviations: u32,
    /// Those of them that an investigator judged major.
    pub major: u32,
}

/// A verdict at the outcome visit that participants are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The IMACS definition is met.
    Imacs,
    /// The registered wording is met.
    Registered,
    /// The total improvement score is minimal or more.
    TisMinimal,
    /// It is moderate or more.
    TisModerate,
    /// It is major.
    TisMajor,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Imacs,
        Self::Registered,
        Self::TisMinimal,
        Self::TisModerate,
        Self::TisMajor,
    ];

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Imacs => "imacs",
            Self::Registered => "registered",
            Self::TisMinimal => "tis-minimal",
            Self::TisModerate => "tis-moderate",
            Self::TisMajor => "tis-major",
        }
    }
}

/// Participants with a property, of those in whom it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which property, by its [`Property::key`].
    pub key: String,
    /// Participants who have it.
    pub count: u32,
    /// Participants in whom it is known.
    pub of: u32,
    /// Exact binomial 95 % confidence interval in percent, to a tenth; none of nobody.
    pub interval: Option<(Decimal, Decimal)>,
}

impl Person {
    /// Returns why a verdict at the outcome visit is not decided; `None` where all are, before that visit, and where the
    /// verdicts are hidden.
    pub fn undecided(&self) -> Option<Undecided> {
        let outcome = self.outcome.seen()?;
        verdict::undecided(
            [outcome.imacs, outcome.registered],
            outcome.open_choice,
            outcome.open_below_limit,
        )
    }
}

impl Share {
    /// Returns the share in percent; none of nobody.
    pub fn percent(&self) -> Option<Exact> {
        Exact::fraction(i128::from(self.count) * 100, i128::from(self.of)).ok()
    }

    /// Returns which property it is; `None` for a key of another version.
    pub fn property(&self) -> Option<Property> {
        Property::ALL
            .into_iter()
            .find(|property| property.key() == self.key)
    }
}

/// A median and of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Median {
    /// The median.
    pub value: Exact,
    /// Of so many participants.
    pub of: u32,
}

/// Adverse events that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Events {
    /// Events of grade 1 to 5.
    pub grades: [u32; 5],
    /// Serious ones that go on or that no investigator has seen.
    pub serious_open: u32,
    /// Serious ones that no investigator has seen.
    pub serious_unseen: u32,
}

/// Where a study stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The day.
    pub today: NaiveDate,
    /// Planned number of participants.
    pub target: u32,
    /// Visit of the registered outcome.
    pub outcome: VisitId,
    /// The matrix, by id.
    pub people: Vec<Person>,
    /// Participants with a visit that is due within the week, as the filter of the list has it.
    pub due_this_week: u32,
    /// Participants with a visit that is overdue, as the filter of the list has it.
    pub overdue: u32,
    /// Visits that were missed.
    pub missed: u32,
    /// Participants who owe a renewed consent, as the filter of the list has it.
    pub consents_owed: u32,
    /// How participants went through the trial.
    pub flow: Flow,
    /// What each set that is analysed says; hidden where the verdict of any participant is.
    pub sets: Hideable<Vec<SetResult>>,
    /// Responders at the outcome visit by each verdict; hidden where those of any participant are.
    pub responders: Hideable<Vec<Share>>,
    /// Who is in none of these counts.
    pub left_out: LeftOut,
    /// Median total improvement score at the outcome visit; hidden in the same way.
    pub tis: Hideable<Option<Median>>,
    /// Median change of the glucocorticoid dose from baseline to the outcome visit, in mg of prednisone a day.
    pub dose: Option<Median>,
    /// Adverse events.
    pub events: Events,
    /// Deviations from the protocol.
    pub deviations: Deviating,
    /// The lock on the whole study, while there is one; set by the caller, who knows the locks.
    pub locked: Option<Lock>,
    /// The stretch without a server before this one started; set by the caller, who knows the record.
    pub absence: Option<Absence>,
}

impl Overview {
    /// Returns the columns of the matrix: the visits of the schedule of the day, and in their old places those that an
    /// amendment took out of it and that somebody has begun.
    pub fn columns<'a>(&self, study: &'a Study) -> Vec<Listed<'a>> {
        let cells = || self.people.iter().flat_map(|person| &person.cells);
        let removed = cells().filter(|cell| cell.removed.is_some());
        let begun: BTreeSet<&VisitId> = removed.map(|cell| &cell.visit).collect();
        study.listed_visits(|id| begun.contains(id), self.today)
    }

    /// Returns how many are enrolled; those who were by mistake count nowhere.
    pub fn enrolled(&self) -> usize {
        let void = |person: &&Person| person.status == StatusName::EnrolledByMistake;
        self.people.len() - self.people.iter().filter(void).count()
    }

    /// Returns how much is stored that is not by the rules, and of how many participants.
    pub fn unfit(&self) -> (u32, usize) {
        let some = self.people.iter().map(|person| person.unfit);
        let some = some.filter(|unfit| *unfit > 0);
        (some.clone().fold(0, u32::saturating_add), some.count())
    }
}

/// Returns what the outcome visit of a record says; all unknown until baseline and outcome were begun.
pub fn at_outcome(study: &Study, record: &ParticipantRecord) -> OutcomeSummary {
    let outcome = &study.protocol.outcome;
    let set = |id: &VisitId| {
        let session = record.session(id.as_str())?;
        Some(core_set::core_set(study, session))
    };
    let later = study.of_visit(record, outcome.as_str());
    let baseline = verdict::baseline_of(later, outcome).and_then(set);
    let (Some(baseline), Some(outcome)) = (baseline, set(outcome)) else {
        return OutcomeSummary::default();
    };
    let verdict = verdict::judge(later, &baseline, &outcome);
    OutcomeSummary {
        imacs: Some(Judgement::of(&verdict, &verdict.doi)),
        registered: Some(Judgement::of(&verdict, &verdict.registered)),
        open_choice: verdict.open_choice,
        open_below_limit: verdict.open_below_limit,
        tis: verdict.tis.total.map(|points| points.to_decimal()),
        category: verdict.tis.category,
    }
}

/// Puts an overview together, of summaries in any order.
pub fn overview<'a>(
    study: &Study,
    people: impl Iterator<Item = &'a Summary>,
    today: NaiveDate,
) -> Overview {
    let mut overview = Overview {
        today,
        target: study.protocol.target,
        outcome: study.protocol.outcome.clone(),
        people: Vec::new(),
        due_this_week: 0,
        overdue: 0,
        missed: 0,
        consents_owed: 0,
        flow: Flow::default(),
        sets: Hideable::default(),
        responders: Hideable::default(),
        left_out: LeftOut::default(),
        tis: Hideable::default(),
        dose: None,
        events: Events::default(),
        deviations: Deviating::default(),
        locked: None,
        absence: None,
    };
    let mut outcomes = Vec::new();
    let mut members: Vec<Option<Member>> = Vec::new();
    let mut changes: Vec<Exact> = Vec::new();
    for summary in people {
        let plan = schedule::plan(study, summary.who(), &summary.visits, today);
        let deviations = &summary.story.deviations;
        let deviations = deviations.on(&summary.statuses, &plan, today);
        let screened = Screened::of(study, summary);
        overview.flow.count(summary, &screened);
        if summary.statuses.is_void() {
            // Shown, and counted nowhere else.
            let person = person(study, summary, (plan, &deviations, screened), today);
            overview.people.push(person);
            continue;
        }
        let holds = |filter: Filter| u32::from(filter.holds(study, summary, &plan, today));
        overview.due_this_week += holds(Filter::DueThisWeek);
        overview.overdue += holds(Filter::Overdue);
        overview.consents_owed += holds(Filter::ConsentOwed);
        overview.deviations.count(&deviations);
        let person = person(study, summary, (plan, &deviations, screened), today);
        let missed = person
            .cells
            .iter()
            .filter(|c| c.standing == Standing::Missed);
        overview.missed += u32::try_from(missed.count()).unwrap_or(u32::MAX);
        let outcome = summary.outcome.seen().copied().unwrap_or_default();
        let mut cells = person.cells.iter();
        let cell = cells.find(|cell| cell.visit == overview.outcome);
        members.push(Member::of(summary, outcome, cell, &deviations, today));
        let left_out = &mut overview.left_out;
        left_out.count(summary, cell, &person.screened);
        overview.people.push(person);
        let (events, told) = (&mut overview.events, &summary.story);
        for (all, own) in events.grades.iter_mut().zip(told.grades) {
            *all = all.saturating_add(u32::from(own));
        }
        events.serious_open += u32::from(told.serious_open);
        events.serious_unseen += u32::from(told.serious_unseen);
        if summary.statuses.forbids_use() {
            continue;
        }
        if let (Some(before), Some(after)) = (told.dose_baseline, told.dose_outcome) {
            changes.extend(after.minus(before));
        }
        outcomes.push(summary.outcome);
    }
    // A count without some of them would be another count.
    let outcomes: Option<Vec<OutcomeSummary>> = outcomes
        .iter()
        .map(|outcome| outcome.seen().copied())
        .collect();
    overview.people.sort_by(|a, b| a.id.cmp(&b.id));
    (overview.responders, overview.tis) = match &outcomes {
        None => (Hideable::Hidden, Hideable::Hidden),
        Some(outcomes) => {
            let shares = Property::ALL.map(|property| {
                let known = outcomes.iter().map(|outcome| known(property, outcome));
                share_of(property, known)
            });
            let scores = outcomes.iter().filter_map(|outcome| outcome.tis);
            let scores: Vec<Exact> = scores.map(Exact::from_decimal).collect();
            (shares.to_vec().into(), median(&scores).into())
        }
    };
    overview.sets = match outcomes {
        None => Hideable::Hidden,
        Some(_) => {
            let members: Vec<Member> = members.into_iter().flatten().collect();
            sets::results(&members).into()
        }
    };
    overview.dose = median(&changes);
    overview
}

fn person(
    study: &Study,
    summary: &Summary,
    (plan, deviations, screened): (Vec<PlannedVisit>, &[Named], Screened),
    today: NaiveDate,
) -> Person {
    let who = &summary.participant;
    let cells = plan.into_iter().map(|planned| {
        let begun = summary.visits.iter().find(|v| v.visit == planned.visit);
        let timing = Timing::of(&planned, today);
        let forms = study.known_visit(planned.visit.as_str());
        let forms = forms.map_or(0, |visit| {
            u16::try_from(visit.forms.len()).unwrap_or(u16::MAX)
        });
        let standing = match (begun, timing) {
            (Some(begun), _) if begun.is_complete(today) => Standing::Done,
            (Some(_), _) => Standing::Begun,
            (None, Timing::Due) => Standing::Due,
            (None, Timing::Overdue(_)) => Standing::Overdue,
            (None, Timing::Missed) => Standing::Missed,
            (None, Timing::Closed) => Standing::Closed,
            (None, _) => Standing::Ahead,
        };
        Cell {
            standing,
            date: planned.state.date().unwrap_or(planned.target),
            off: match timing {
                Timing::Early(days) => -days,
                Timing::Late(days) | Timing::Overdue(days) => days,
                _ => 0,
            },
            complete: begun.map_or(0, |begun| begun.complete),
            forms: begun.map_or(forms, |begun| begun.asked(today)),
            removed: planned.state.removed_by(),
            unfit: summary.unfit_at(&planned.visit),
            visit: planned.visit,
        }
    });
    Person {
        id: who.id.clone(),
        initials: who.initials.clone(),
        enrolled_on: who.enrolled_on,
        status: summary.statuses.name(),
        since: summary.statuses.now().map(|said| said.day),
        cells: cells.collect(),
        outcome: match summary.statuses.is_void() {
            true => Hideable::default(),
            false => summary.outcome,
        },
        unfit: match summary.statuses.is_void() {
            true => 0,
            false => summary.unfit_in_all(study),
        },
        deviations: u32::try_from(deviations.len()).unwrap_or(u32::MAX),
        major: {
            let major = deviations.iter().filter(|deviation| deviation.is_major);
            u32::try_from(major.count()).unwrap_or(u32::MAX)
        },
        screened,
        consent: summary.story.consents.first,
        consent_owed: match summary.statuses.is_void() {
            true => None,
            false => summary.consent_owed(study),
        },
    }
}

/// Returns whether somebody has a property; `None` while it is not known.
fn known(property: Property, outcome: &OutcomeSummary) -> Option<bool> {
    let reached = |least: Category| outcome.category.map(|category| category >= least);
    match property {
        Property::Imacs => outcome.imacs?.decided(),
        Property::Registered => outcome.registered?.decided(),
        Property::TisMinimal => reached(Category::Minimal),
        Property::TisModerate => reached(Category::Moderate),
        Property::TisMajor => reached(Category::Major),
    }
}

/// Returns the share of those who have a property, of those in whom it is known.
fn share_of(property: Property, has: impl Iterator<Item = Option<bool>>) -> Share {
    let known: Vec<bool> = has.flatten().collect();
    let count = known.iter().filter(|has| **has).count();
    let whole = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let (count, of) = (whole(count), whole(known.len()));
    Share {
        key: property.key().to_owned(),
        count,
        of,
        interval: interval(count, of),
    }
}

/// Returns the interval in percent, to a tenth.
fn interval(count: u32, of: u32) -> Option<(Decimal, Decimal)> {
    let found = proportion::clopper_pearson(count, of)?;
    let percent = |tenths: u32| Decimal::new(i64::from(tenths), 1);
    Some((percent(found.low), percent(found.high)))
}

fn median(values: &[Exact]) -> Option<Median> {
    Some(Median {
        value: proportion::median(values)?,
        of: u32::try_from(values.len()).ok()?,
    })
}

#[cfg(test)]
mod tests;
