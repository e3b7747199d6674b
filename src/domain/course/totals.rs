//! Sums over the logs: one line for each log in the list of visits, and the totals above the rows of a log.

use super::eligibility::{Eligibility, Finding, State, judge};
use super::facts::{Fact, Mark, clock_of, next_infusion, planned_until, short, stretch, was_given};
use super::{
    ABATACEPT, ADVERSE_EVENT, AdverseEvent, MEDICATION, courses, events, infusions, last_weight,
    medications,
};
use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows::valid_rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::{Infusion, next_due};
use crate::domain::treatment::adverse::Clock;
use crate::domain::treatment::equivalence::Table;
use crate::domain::treatment::medication::End;
use crate::domain::treatment::medication::glucocorticoid;
use crate::domain::treatment::medication::glucocorticoid::Amount;
use chrono::{NaiveDate, NaiveDateTime};

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

/// Returns a line for eligibility and one for each log: eligibility first, then the logs in the order of the study.
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
            MEDICATION => medication(record, now.date()),
            ABATACEPT => abatacept(study, record, now.date()),
            ADVERSE_EVENT => adverse(study, &events(record), now),
            other => Fact::plain(count(valid_rows(record, other).len(), "row")),
        },
    });
    eligibility.into_iter().chain(logs).collect()
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
            let given = Fact::plain(format!("{}.", given_of_planned(study, record)));
            let next = next_infusion(study, record, now.date());
            std::iter::once(given).chain(next).collect()
        }
        ADVERSE_EVENT => {
            let events = events(record);
            let mut facts = vec![adverse(study, &events, now)];
            facts.extend(grades(&events).map(Fact::plain));
            facts
        }
        other => vec![Fact::plain(count(valid_rows(record, other).len(), "row"))],
    }
}

fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Says how far a participant is on the way in.
pub fn eligible(judged: &Eligibility) -> Fact {
    let named = |finding: Finding| {
        let found = judged.criteria.iter().filter(|c| c.finding == finding);
        found.map(|c| c.label.clone()).collect::<Vec<_>>()
    };
    match judged.state() {
        State::Eligible => Fact::marked(Mark::Good, "eligible"),
        State::Exception => {
            let why = judged.exception.as_deref().unwrap_or_default();
            Fact::warn(format!("exception: {why}"))
        }
        State::Failed if judged.refused => Fact::marked(Mark::Bad, "fails: consent not given"),
        State::Failed => {
            let failed = named(Finding::NotMet).join(", ");
            Fact::marked(Mark::Bad, format!("fails: {failed}"))
        }
        State::Screening => {
            let contradicted = named(Finding::Contradicted);
            if let Some(first) = contradicted.first() {
                return Fact::warn(format!("facts say otherwise: {first}"));
            }
            let open = named(Finding::Open).len();
            Fact::warn(match (open, judged.consent) {
                (0, None) => "consent not entered".to_owned(),
                (0, Some(_)) => format!("{} still empty", count(judged.empty, "field")),
                (1, _) => "1 criterion open".to_owned(),
                (open, _) => format!("{open} criteria open"),
            })
        }
    }
}

fn medication(record: &ParticipantRecord, today: NaiveDate) -> Fact {
    let all = medications(record);
    if all.is_empty() {
        return Fact::plain("none entered");
    }
    let ongoing = all
        .iter()
        .filter(|row| row.treatment.period.end == End::Ongoing);
    let mut words = format!("{}, {} ongoing", all.len(), ongoing.count());
    let courses = courses(record);
    if let Ok(now) = glucocorticoid::dose_on(&Table::published(), &courses, today)
        && !courses.is_empty()
    {
        words.push_str(&format!("; now {} prednisone", daily(&now)));
    }
    Fact::plain(words)
}

/// Returns how much an amount is, or between what: `12.5`, `10 to 15`.
fn between(amount: &Amount, decimals: u32) -> String {
    let bounds = amount.bounds;
    let (low, high) = (short(bounds.low, decimals), short(bounds.high, decimals));
    match low == high {
        true => low,
        false => format!("{low} to {high}"),
    }
}

/// Returns what is not known of an amount: ` and 1 course of unknown dose`; empty when all is known.
fn unknown(amount: &Amount) -> String {
    match amount.unknown {
        0 => String::new(),
        unknown => format!(" and {} of unknown dose", count(unknown, "course")),
    }
}

/// Returns an amount a day: `12.5 mg/d`, and what is not known of it.
fn daily(amount: &Amount) -> String {
    let known = between(amount, 2);
    match unknown(amount) {
        unknown if unknown.is_empty() => format!("{known} mg/d"),
        unknown => format!("{known} mg/d{unknown} of"),
    }
}

/// Says how much glucocorticoid is taken: now, a kg, the mean, in all since baseline.
fn doses(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Option<Fact> {
    let courses = courses(record);
    if courses.is_empty() {
        return None;
    }
    let table = Table::published();
    let now = glucocorticoid::dose_on(&table, &courses, today).ok()?;
    let mut words = format!("Glucocorticoid now {} prednisone", daily(&now));
    if let Some(weight) = last_weight(study, record, today)
        && let Some(per_kg) = now.exact().and_then(|mg| mg.over(weight.kg).ok())
    {
        words.push_str(&format!(" = {} mg/kg", short(per_kg, 2)));
    }
    let baseline = record.session(study.protocol.baseline.as_str());
    let (from, since) = match baseline {
        Some(session) => (session.date, "baseline"),
        None => (record.participant.enrolled_on, "enrolment"),
    };
    let sum = glucocorticoid::cumulative(&table, &courses, from, today).ok();
    let mean = glucocorticoid::mean_per_day(&table, &courses, from, today);
    if let (Some(sum), Some(mean)) = (sum, mean.ok().flatten())
        && from < today
    {
        // Both are of the same courses.
        words.push_str(&format!(
            "; since {since} mean {} mg/d, in all {} mg{}",
            between(&mean, 1),
            between(&sum, 0),
            unknown(&sum)
        ));
    }
    if let Ok(pulses) = glucocorticoid::pulses(&table, &courses, from, today)
        && (pulses.bounds.high.is_positive() || pulses.unknown > 0)
    {
        let most = short(pulses.bounds.high, 0);
        words.push_str(&format!(", pulses {most} mg{}", unknown(&pulses)));
    }
    Some(Fact::plain(format!("{words}.")))
}

fn given_of_planned(study: &Study, record: &ParticipantRecord) -> String {
    let rows = infusions(record);
    let given = rows.iter().filter(|row| was_given(&row.infusion)).count();
    let last = study.protocol.visits.last();
    let until = last.and_then(|visit| {
        let planned = planned_until(study, u32::try_from(visit.day).ok()?)?;
        Some(format!(" of {planned} planned until {}", visit.label))
    });
    format!("{given} given{}", until.unwrap_or_default())
}

fn abatacept(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Fact {
    let rows: Vec<Infusion> = infusions(record).into_iter().map(|r| r.infusion).collect();
    let given = rows.iter().filter(|row| was_given(row)).count();
    let last = study.protocol.visits.last();
    let planned = last
        .and_then(|visit| u32::try_from(visit.day).ok())
        .and_then(|day| planned_until(study, day));
    let of = planned.map_or_else(String::new, |planned| format!(" of {planned}"));
    let words = format!("{given}{of} given");
    // What does not wait goes first: the end of the line is cut off on a narrow screen.
    let regimen = study.protocol.rules.abatacept.as_ref();
    let Some(due) = regimen.and_then(|rules| next_due(&rules.regimen, &rows)) else {
        return Fact::plain(words);
    };
    let number = due.dose.saturating_add(1);
    match due.overdue(today) {
        0 => Fact::plain(format!("number {number} due {}; {words}", due.on)),
        days => Fact::marked(
            Mark::Bad,
            format!("number {number} OVERDUE {days} d, due {}; {words}", due.on),
        ),
    }
}

fn adverse(study: &Study, events: &[AdverseEvent], now: NaiveDateTime) -> Fact {
    if events.is_empty() {
        return Fact::plain("none entered");
    }
    let ongoing = events.iter().filter(|event| event.is_ongoing()).count();
    let words = format!("{}, {ongoing} ongoing", count(events.len(), "event"));
    let clocks: Vec<Clock> = events
        .iter()
        .map(|event| clock_of(study, event, now))
        .filter(Clock::is_waiting)
        .collect();
    if clocks.is_empty() {
        return Fact::plain(words);
    }
    // The one that is over longest, else the one that ends first.
    let over = clocks.iter().filter_map(|clock| match clock {
        Clock::Over { by, .. } => Some(*by),
        _ => None,
    });
    let left = clocks.iter().filter_map(|clock| match clock {
        Clock::Runs { left, .. } => Some(*left),
        _ => None,
    });
    let time = match (over.max(), left.min()) {
        (Some(by), _) => format!(", OVERDUE {}", stretch(by)),
        (None, Some(left)) => format!(", {} left", stretch(left)),
        (None, None) => ", since when is not entered".to_owned(),
    };
    Fact::marked(
        Mark::Bad,
        format!("{} serious not seen{time}; {words}", clocks.len()),
    )
}

fn grades(events: &[AdverseEvent]) -> Option<String> {
    let of = |grade: u8| events.iter().filter(|e| e.grade == Some(grade)).count();
    let counts = (1..=5).map(|grade| (grade, of(grade)));
    let words: Vec<String> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(grade, count)| format!("{count} of grade {grade}"))
        .collect();
    (!words.is_empty()).then(|| format!("{}.", words.join(", ")))
}
