//! What follows from an adverse event: its grade, how serious, how long after an infusion, the clock, contradictions.

use super::{Fact, Mark, label};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::partial::PartialDate;
use crate::domain::course::owed::{Owed, owed_by};
use crate::domain::course::{ADVERSE_EVENT, AdverseEvent, event, infusions};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::adverse::{Clock, Contradiction, Moment, since_infusion};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// Minutes after the beginning of an infusion within which a reaction is acute, and still one (label).
const ACUTE: i64 = 60;
const LATER: i64 = 24 * 60;

/// What follows from an adverse event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfEvent {
    /// An investigator saw it on a day.
    Seen(NaiveDate),
    /// It is serious and not seen, and since when the site knows it is not entered.
    NoStart,
    /// An investigator must see it.
    Runs {
        /// By when.
        until: NaiveDateTime,
        /// What is left.
        left: TimeDelta,
    },
    /// An investigator had to see it.
    Over {
        /// By when.
        until: NaiveDateTime,
        /// How long ago that was.
        by: TimeDelta,
    },
    /// Two answers do not go together.
    Contradiction(Contradiction),
    /// What it says of the participation was not said there.
    Owes(Owed),
    /// Its grade.
    Grade {
        /// 1 to 5.
        grade: u8,
        /// What the grade means, as the form says it.
        meaning: String,
    },
    /// It is serious by these criteria, as the form labels them; none while no criterion says why.
    Serious(Vec<String>),
    /// It is not serious.
    NotSerious,
    /// When it began, seen from the infusions.
    Began(Began),
    /// It is of special interest, as the form labels it.
    Special(String),
}

/// When an event began, seen from the infusions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Began {
    /// Before the first one.
    BeforeFirst,
    /// After one; which one is not known.
    AfterSome,
    /// Perhaps after one.
    PerhapsAfter,
    /// After this one.
    After {
        /// How long after it.
        time: After,
        /// Number of the infusion, from 1.
        infusion: usize,
        /// Its day.
        on: NaiveDate,
        /// The window of reactions that it began in, if it did for certain.
        window: Option<Window>,
    },
}

/// How long after an infusion an event began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// So long.
    Time(TimeDelta),
    /// On the same day.
    SameDay,
    /// So many days.
    Days(Bounds<i64>),
}

/// A window after the beginning of an infusion in which reactions are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// One hour: an acute reaction.
    Acute,
    /// 24 hours.
    Day,
}

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    now: NaiveDateTime,
) -> Vec<Fact> {
    let study = study.of_place(record, rows::SESSION, row.id);
    let known = event::event(row);
    let form = study.form(ADVERSE_EVENT);
    let mut facts = Vec::new();
    facts.extend(clock(study, &known, now));
    let contradictions = event::contradictions(row.cells);
    facts.extend(
        contradictions
            .into_iter()
            .map(|found| Fact::warn(OfEvent::Contradiction(found))),
    );
    let owed = owed_by(record, &known).map(OfEvent::Owes);
    facts.extend(owed.map(Fact::warn));
    let meaning = form.and_then(|form| label(form, row.cells, "grade"));
    if let (Some(grade), Some(meaning)) = (known.grade, meaning) {
        facts.push(Fact::plain(OfEvent::Grade { grade, meaning }));
    }
    facts.extend(form.and_then(|form| seriousness(form, &known)));
    let began = since(record, &known).map(OfEvent::Began);
    facts.extend(began.map(Fact::plain));
    let special = form.and_then(|form| label(form, row.cells, "special"));
    if let Some(special) = special.filter(|_| known.special.is_some()) {
        facts.push(Fact::plain(OfEvent::Special(special)));
    }
    facts
}

/// Returns by when an investigator must see an event that was entered in error, and is serious and not seen.
pub(super) fn unseen(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    now: NaiveDateTime,
) -> Option<Fact> {
    let study = study.of_place(record, rows::SESSION, row.id);
    let known = event::event(row);
    clock(study, &known, now).filter(|_| known.is_unseen())
}

fn seriousness(form: &Instrument, event: &AdverseEvent) -> Option<Fact> {
    if event.serious? {
        let named = event.criteria.iter().filter_map(|id| form.field(id));
        let named: Vec<String> = named.map(|field| field.label.clone()).collect();
        let mark = match named.is_empty() {
            true => Mark::Warn,
            false => Mark::Plain,
        };
        return Some(Fact::marked(mark, OfEvent::Serious(named)));
    }
    Some(Fact::plain(OfEvent::NotSerious))
}

/// Returns the clock of an event at a time of the site.
pub(in crate::domain::course) fn clock_of(
    study: &Study,
    event: &AdverseEvent,
    now: NaiveDateTime,
) -> Clock {
    let hours = study.protocol.rules.serious_hours;
    Clock::at(event.serious, event.aware, event.seen.is_some(), hours, now)
}

fn clock(study: &Study, event: &AdverseEvent, now: NaiveDateTime) -> Option<Fact> {
    Some(match clock_of(study, event, now) {
        Clock::Still => return None,
        Clock::Seen => Fact::marked(Mark::Good, OfEvent::Seen(event.seen?)),
        Clock::NoStart => Fact::marked(Mark::Bad, OfEvent::NoStart),
        Clock::Runs { until, left } => Fact::marked(Mark::Bad, OfEvent::Runs { until, left }),
        Clock::Over { until, by } => Fact::marked(Mark::Bad, OfEvent::Over { until, by }),
    })
}

/// Returns how long after the last infusion an event began; `None` without an infusion or an onset.
fn since(record: &ParticipantRecord, event: &AdverseEvent) -> Option<Began> {
    let rows: Vec<_> = infusions(record)
        .into_iter()
        .filter(|row| row.infusion.given != Given::LeftOut)
        .filter_map(|row| Some((row.infusion.on?, row)))
        .collect();
    let moments: Vec<Moment> = rows
        .iter()
        .map(|(on, row)| Moment {
            on: PartialDate::from(*on),
            at: row.start.map(|start| start.time()),
        })
        .collect();
    if moments.is_empty() {
        return None;
    }
    let onset = event.onset?;
    let moment = Moment {
        on: onset,
        at: event.onset_time,
    };
    let Some(found) = since_infusion(moment, &moments) else {
        return Some(Began::BeforeFirst);
    };
    let Some((on, row)) = found.infusion.and_then(|place| rows.get(place)) else {
        return Some(match found.certain {
            true => Began::AfterSome,
            false => Began::PerhapsAfter,
        });
    };
    let days = PartialDate::from(*on).days_until(onset);
    let time = match (found.minutes.exact(), days.exact()) {
        (Some(minutes), _) => After::Time(TimeDelta::minutes(minutes)),
        (None, Some(0)) => After::SameDay,
        (None, _) => After::Days(days),
    };
    let window = if found.within(ACUTE) == Some(true) {
        Some(Window::Acute)
    } else if found.within(LATER) == Some(true) {
        Some(Window::Day)
    } else {
        None
    };
    Some(Began::After {
        time,
        infusion: row.infusion.dose.saturating_add(1),
        on: *on,
        window,
    })
}
