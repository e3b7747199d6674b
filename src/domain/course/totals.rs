//! Sums over the logs: one line for each log in the list of visits, and the totals above the rows of a log.

use super::eligibility::{Eligibility, Standing, judge};
use super::facts::{Fact, Mark, clock_of, next_infusion, planned_until, was_given};
use super::{
    ABATACEPT, ADVERSE_EVENT, AdverseEvent, InfusionRow, MEDICATION, courses, events, infusions,
    last_weight, medications, unseen,
};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::{Instrument, Kept};
use crate::domain::record::rows::valid_rows;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::{Infusion, next_due};
use crate::domain::treatment::adverse::Clock;
use crate::domain::treatment::equivalence::{Figure, Table};
use crate::domain::treatment::medication::End;
use crate::domain::treatment::medication::glucocorticoid;
use crate::domain::treatment::medication::glucocorticoid::Amount;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// One line about a log, or about the form of eligibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSummary {
    /// Its form: that of eligibility, or of a log.
    pub form: FormId,
    /// Title of the form.
    pub title: String,
    /// How it stands.
    pub state: Fact,
}

/// A sum over a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sum {
    /// So many rows, 0 or more, of a log that is not one of the known ones.
    Rows(usize),
    /// An amendment took the log, or the form, out of the study: the number of its version.
    Removed(u32),
    /// Nothing is entered.
    Nothing,
    /// Medications.
    Medications {
        /// All of them, 1 or more.
        all: usize,
        /// Those that go on.
        ongoing: usize,
        /// mg of prednisone a day today, where the log has a glucocorticoid.
        prednisone: Option<Amount>,
    },
    /// Infusions, in few words.
    Infusions {
        /// Infusions given.
        given: usize,
        /// Infusions that the study plans until its last visit.
        planned: Option<usize>,
        /// The next one, where one is due.
        next: Option<NextInfusion>,
    },
    /// Adverse events.
    Events {
        /// All of them that count; 0 where only one that was entered in error is told.
        all: usize,
        /// Those that go on.
        ongoing: usize,
        /// Serious ones that no investigator has seen, where there are any; also those entered in error.
        unseen: Option<Unseen>,
    },
    /// Adverse events of each grade that has any: the grade, 1 to 5, and how many.
    Grades(Vec<(u8, usize)>),
    /// Infusions given.
    Given {
        /// So many.
        given: usize,
        /// Those that the study plans until its last visit, and the label of that.
        planned: Option<(usize, String)>,
    },
    /// Glucocorticoid.
    Glucocorticoid(Box<Glucocorticoid>),
}

/// Sums of glucocorticoid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glucocorticoid {
    /// Whether a row has betamethasone whose figure was not asked, which goes by that of the table.
    pub figure_not_asked: bool,
    /// mg of prednisone a day today.
    pub now: Amount,
    /// The same a kg, where dose and weight are known.
    pub per_kg: Option<Exact>,
    /// Since the first day that counts, once that is over.
    pub since: Option<Since>,
    /// Pulses since then, mg of prednisone, where there may be any.
    pub pulses: Option<Amount>,
}

/// The next infusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextInfusion {
    /// Its number, from 1.
    pub number: usize,
    /// Its day.
    pub on: NaiveDate,
    /// Days that it is over its window; 0 while it is not.
    pub overdue: i64,
}

/// Serious events that no investigator has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// So many, 1 or more.
    pub count: usize,
    /// How the one stands that must be seen first.
    pub first: UnseenFirst,
}

/// How an event stands that must be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnseenFirst {
    /// Its time has been over for so long.
    Over(TimeDelta),
    /// So much time is left.
    Left(TimeDelta),
    /// Since when the site knows it is not entered.
    NoStart,
}

/// Maintenance doses of glucocorticoid since a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// Whether that is the day of the baseline visit, else that of enrolment.
    pub baseline: bool,
    /// Mean, mg of prednisone a day.
    pub mean: Bounds<Exact>,
    /// In all, mg of prednisone.
    pub sum: Amount,
}

/// Returns a line for eligibility and one for each log: eligibility first, then the logs in the order of the study, then those
/// that an amendment took away with something in them.
pub fn log_summaries(
    study: &Study,
    record: &ParticipantRecord,
    now: NaiveDateTime,
) -> Vec<LogSummary> {
    let eligibility = study.eligibility().zip(judge(study, record));
    let eligibility = eligibility.map(|(form, judged)| LogSummary {
        form: form.id.clone(),
        title: form.title.clone(),
        state: eligible(&judged),
    });
    let logs = study.logs().map(|form| LogSummary {
        form: form.id.clone(),
        title: title(form).to_owned(),
        state: match form.id.as_str() {
            MEDICATION => medication(study, record, now.date()),
            ABATACEPT => abatacept(study, record, now.date()),
            ADVERSE_EVENT => adverse(study, record, &events(record), now),
            other => Fact::plain(Sum::Rows(valid_rows(record, other).len())),
        },
    });
    let removed = study.removed_beside(record, now.date()).into_iter();
    let removed = removed.map(|(form, by)| LogSummary {
        form: form.id.clone(),
        title: match form.kept {
            Kept::Rows => title(form).to_owned(),
            Kept::Visits | Kept::Once => form.title.clone(),
        },
        state: Fact::plain(Sum::Removed(by)),
    });
    eligibility.into_iter().chain(logs).chain(removed).collect()
}

/// Longest title of a log in a list, in characters.
const TITLE: usize = 15;

/// Returns the title of a log: the long one of its form up to a colon, which speaks of many, if it is short.
pub fn title(form: &Instrument) -> &str {
    let long = form.long_title.split(':').next().unwrap_or_default().trim();
    if long.chars().count() <= TITLE && !long.is_empty() {
        long
    } else {
        &form.title
    }
}

/// Returns the sums of a log, for the line above its rows.
pub fn totals(
    study: &Study,
    record: &ParticipantRecord,
    form: &str,
    now: NaiveDateTime,
) -> Vec<Fact> {
    match form {
        MEDICATION => doses(study, record, now.date()).into_iter().collect(),
        ABATACEPT => {
            let given = Fact::plain(given_of_planned(study, record));
            let next = next_infusion(study, record, now.date());
            std::iter::once(given).chain(next).collect()
        }
        ADVERSE_EVENT => {
            let events = events(record);
            let all = adverse(study, record, &events, now);
            let grades = grades(&events).map(Fact::plain);
            std::iter::once(all).chain(grades).collect()
        }
        other => vec![Fact::plain(Sum::Rows(valid_rows(record, other).len()))],
    }
}

/// Returns how far a participant is on the way in.
pub fn eligible(judged: &Eligibility) -> Fact {
    let standing = judged.standing();
    let mark = match &standing {
        Standing::Eligible => Mark::Good,
        Standing::ConsentRefused | Standing::NotMet(_) => Mark::Bad,
        Standing::Exception(_)
        | Standing::Contradicted(_)
        | Standing::ConsentBlank
        | Standing::FieldsEmpty(_)
        | Standing::CriteriaOpen(_) => Mark::Warn,
    };
    Fact::marked(mark, standing)
}

fn medication(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Fact {
    let all = medications(study, record);
    if all.is_empty() {
        return Fact::plain(Sum::Nothing);
    }
    let ongoing = all
        .iter()
        .filter(|row| row.treatment.period.end == End::Ongoing);
    let courses = courses(study, record);
    let now = glucocorticoid::dose_on(&Table::published(), &courses, today).ok();
    Fact::plain(Sum::Medications {
        all: all.len(),
        ongoing: ongoing.count(),
        prednisone: now.filter(|_| !courses.is_empty()),
    })
}

/// Returns how much glucocorticoid is taken: now, a kg, the mean, in all since baseline.
fn doses(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Option<Fact> {
    let courses = courses(study, record);
    if courses.is_empty() {
        return None;
    }
    let table = Table::published();
    let now = glucocorticoid::dose_on(&table, &courses, today).ok()?;
    let weight = last_weight(study, record, today);
    let per_kg = weight.and_then(|weight| now.exact()?.over(weight.kg).ok());
    let baseline = record.session(study.protocol.baseline.as_str());
    let from = baseline.map_or_else(|| record.participant.enrolled(), Session::day);
    let sum = from.and_then(|from| glucocorticoid::cumulative(&table, &courses, from, today).ok());
    let mean =
        from.and_then(|from| glucocorticoid::mean_per_day(&table, &courses, from, today).ok());
    // Sum and mean are of the same courses.
    let is_past = from.is_some_and(|from| from < today);
    let since = sum.zip(mean.flatten()).filter(|_| is_past);
    let pulses = from.and_then(|from| glucocorticoid::pulses(&table, &courses, from, today).ok());
    let sums = Glucocorticoid {
        figure_not_asked: courses.iter().any(|own| own.figure == Figure::NotAsked),
        now,
        per_kg,
        since: since.map(|(sum, mean)| Since {
            baseline: baseline.is_some(),
            mean: mean.bounds,
            sum,
        }),
        pulses: pulses.filter(|sum| sum.bounds.high.is_positive() || sum.unknown > 0),
    };
    Some(Fact::plain(Sum::Glucocorticoid(Box::new(sums))))
}

/// Returns how many doses of the study drug were given: rows with an amount. One of which only the day is entered counts
/// once the amount is.
pub fn doses_given(record: &ParticipantRecord) -> usize {
    let given = |row: &&InfusionRow| {
        let mg = row.infusion.mg;
        was_given(&row.infusion) && mg.is_some_and(|mg| mg.is_positive())
    };
    infusions(record).iter().filter(given).count()
}

fn given_of_planned(study: &Study, record: &ParticipantRecord) -> Sum {
    let rows = infusions(record);
    let given = rows.iter().filter(|row| was_given(&row.infusion)).count();
    let planned = planned_until_last(study);
    Sum::Given { given, planned }
}

/// Returns how many infusions the study plans until its last visit, and the label of that visit.
fn planned_until_last(study: &Study) -> Option<(usize, String)> {
    let visit = study.protocol.visits.last()?;
    let planned = planned_until(study, u32::try_from(visit.day).ok()?)?;
    Some((planned, visit.label.clone()))
}

fn abatacept(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Fact {
    let rows: Vec<Infusion> = infusions(record).into_iter().map(|r| r.infusion).collect();
    let given = rows.iter().filter(|row| was_given(row)).count();
    let planned = planned_until_last(study).map(|(planned, _)| planned);
    let regimen = study.protocol.rules.abatacept.as_ref();
    let regimen = regimen.filter(|_| record.statuses.treatment_ends().is_none());
    let due = regimen.and_then(|rules| next_due(&rules.regimen, &rows));
    let next = due.map(|due| NextInfusion {
        number: due.dose.saturating_add(1),
        on: due.on,
        overdue: due.overdue(today),
    });
    let mark = match next {
        Some(next) if next.overdue != 0 => Mark::Bad,
        Some(_) | None => Mark::Plain,
    };
    let sum = Sum::Infusions {
        given,
        planned,
        next,
    };
    Fact::marked(mark, sum)
}

fn adverse(
    study: &Study,
    record: &ParticipantRecord,
    events: &[AdverseEvent],
    now: NaiveDateTime,
) -> Fact {
    let unseen = unseen(record);
    if events.is_empty() && unseen.is_empty() {
        return Fact::plain(Sum::Nothing);
    }
    let sum = |unseen: Option<Unseen>| Sum::Events {
        all: events.len(),
        ongoing: events.iter().filter(|event| event.is_ongoing()).count(),
        unseen,
    };
    let clocks: Vec<Clock> = unseen
        .iter()
        .map(|event| clock_of(study, event, now))
        .filter(Clock::is_waiting)
        .collect();
    if clocks.is_empty() {
        return Fact::plain(sum(None));
    }
    // The event that is overdue longest comes first, else the one whose time ends first.
    let over = clocks.iter().filter_map(|clock| match clock {
        Clock::Over { by, .. } => Some(*by),
        _ => None,
    });
    let left = clocks.iter().filter_map(|clock| match clock {
        Clock::Runs { left, .. } => Some(*left),
        _ => None,
    });
    let first = match (over.max(), left.min()) {
        (Some(by), _) => UnseenFirst::Over(by),
        (None, Some(left)) => UnseenFirst::Left(left),
        (None, None) => UnseenFirst::NoStart,
    };
    let count = clocks.len();
    Fact::marked(Mark::Bad, sum(Some(Unseen { count, first })))
}

fn grades(events: &[AdverseEvent]) -> Option<Sum> {
    let of = |grade: u8| events.iter().filter(|e| e.grade == Some(grade)).count();
    let counts = (1..=5).map(|grade| (grade, of(grade)));
    let counts: Vec<(u8, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    (!counts.is_empty()).then_some(Sum::Grades(counts))
}
