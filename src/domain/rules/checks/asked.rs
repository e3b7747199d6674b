//! What a visit says of adverse events, beside their log: that none is new while one began since the visit before, which is
//! asked about at both sides, or that something is entered there while nothing began, changed or ended since.

use super::{About, Question};
use crate::domain::base::ids::VisitId;
use crate::domain::base::partial::PartialDate;
use crate::domain::course::{ADVERSE_EVENT, AdverseEvent, EVENTS_ASKED, SEEN, eligibility};
use crate::domain::forms::events_asked;
use crate::domain::record::rows::{Row, valid_rows};
use crate::domain::record::session::{Cell, ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::treatment::medication::End;
use chrono::NaiveDate;

/// Name of the rule about none that is new.
pub(super) const RULE: &str = "no-event";
/// Name of the rule about something that is said to be in the log.
pub const NOT_ENTERED: &str = "event-not-entered";
/// The field of an event at which the first one is asked.
pub(super) const ONSET: &str = "onset";

/// A visit at which it was answered whether adverse events are new.
#[derive(Clone, Debug)]
pub(super) struct AskedAt {
    /// The visit.
    pub(super) visit: VisitId,
    label: String,
    /// Label of the visit before, on whose day and before nothing is new any more; none before the first.
    since: Option<String>,
    new: NewDays,
    said: SaidOfEvents,
}

/// The days of what is new at a visit.
#[derive(Clone, Copy, Debug)]
struct NewDays {
    first: NaiveDate,
    /// The day of the visit.
    last: NaiveDate,
}

/// What was said of the events at a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SaidOfEvents {
    /// None is new.
    NoneNew {
        /// Number of the entry that says so; 0 while it is not stored.
        seq: u64,
        /// Whether that was kept against an event.
        is_kept: bool,
    },
    /// What is new or has changed is in the log.
    Entered {
        /// Whether the log has something.
        is_there: bool,
    },
}

impl NewDays {
    /// Returns whether a day may be one of them.
    fn may_have(self, day: PartialDate) -> bool {
        day.latest() >= self.first && day.earliest() <= self.last
    }

    /// Returns whether an event is new at the visit, whatever the unknown part of its first day is: what may have begun
    /// before the visit before is none.
    fn is_new(self, event: &AdverseEvent) -> bool {
        let onset = event.onset.map(|onset| onset.earliest());
        onset.is_some_and(|onset| (self.first..=self.last).contains(&onset))
    }

    /// Returns whether an event may have begun or ended since the visit before.
    fn may_be_told(self, event: &AdverseEvent) -> bool {
        let ended = match event.period.end {
            End::On(end) => self.may_have(end),
            End::Ongoing | End::Unknown => false,
        };
        ended || event.onset.is_none_or(|onset| self.may_have(onset))
    }
}

/// Returns the visits at which it was answered whether something is new, in the order of their days. At the first visit what
/// began since consent is new, or since enrolment where that day is not known.
pub(super) fn asked_at(
    study: &Study,
    record: &ParticipantRecord,
    events: &[AdverseEvent],
) -> Vec<AskedAt> {
    let dated = |session: &&Session| session.day().is_some();
    let mut sessions: Vec<&Session> = record.visits().filter(dated).collect();
    sessions.sort_by_key(|session| (session.date, study.visit_index(session.visit.as_str())));
    let label = |session: &Session| study.of(session).label_of_visit(&session.visit);
    let begun = eligibility::consent_day(study, record).unwrap_or(record.participant.enrolled_on);
    let before = |on: NaiveDate| {
        let earlier = sessions.iter().rev();
        earlier.copied().find(|session| session.date < on)
    };
    let rows = valid_rows(record, ADVERSE_EVENT);
    let answered = sessions.iter().filter_map(|session| {
        let form = session.forms.get(EVENTS_ASKED)?;
        let cell = form.get(events_asked::ASKED)?;
        let last = before(session.date);
        let after = last.and_then(|last| last.date.succ_opt());
        let new = NewDays {
            first: after.unwrap_or(begun),
            last: session.date,
        };
        let said = match events_asked::answer(form)? {
            events_asked::NONE => SaidOfEvents::NoneNew {
                seq: cell.seq,
                is_kept: cell.is_kept(RULE),
            },
            events_asked::ENTERED => SaidOfEvents::Entered {
                is_there: is_entered(&rows, events, new, last),
            },
            _ => return None,
        };
        Some(AskedAt {
            visit: session.visit.clone(),
            label: label(session),
            since: last.map(label),
            new,
            said,
        })
    });
    answered.collect()
}

/// Returns whether the log has something that may have begun, changed or ended since the visit before.
fn is_entered(
    rows: &[Row<'_>],
    events: &[AdverseEvent],
    new: NewDays,
    last: Option<&Session>,
) -> bool {
    let known = last.map_or(0, told_at);
    // What is not stored yet has number 0 and is the newest.
    let is_newer = |cell: &Cell| cell.stored().is_some() && (cell.seq == 0 || cell.seq > known);
    let is_told_since = |row: &Row<'_>| {
        // That an investigator has seen an event changes nothing of it.
        let mut cells = row.cells.iter().filter(|(field, _)| field.as_str() != SEEN);
        cells.any(|(_, cell)| is_newer(cell))
    };
    events.iter().any(|event| new.may_be_told(event)) || rows.iter().any(is_told_since)
}

/// Returns the number of the entry with which a visit told of its events for the first time: that of its form, else that which
/// began it.
fn told_at(session: &Session) -> u64 {
    let form = session.forms.get(EVENTS_ASKED);
    let answered = form.and_then(|form| form.get(events_asked::ASKED));
    let answered = answered.map(|cell| cell.seq);
    let completed = session.completed.get(EVENTS_ASKED).copied();
    let told = answered.into_iter().chain(completed).filter(|seq| *seq > 0);
    told.min().unwrap_or(session.begun)
}

/// Returns what is asked at a visit: about the first event that is new all the same and was not kept there, or about what the
/// log does not have.
pub(super) fn at_visit(
    asked: &AskedAt,
    events: &[AdverseEvent],
    onsets: &Onsets,
) -> Option<Question> {
    match asked.said {
        SaidOfEvents::NoneNew { .. } => {
            let mut new = events.iter().filter(|event| asked.new.is_new(event));
            let event = new.find(|event| !onsets.of(event).is_kept)?;
            Some(question(asked, event))
        }
        SaidOfEvents::Entered { is_there } => (!is_there).then(|| {
            let about = About::EventNotEntered {
                visit: asked.label.clone(),
                on: asked.new.last,
                since: asked.since.clone(),
            };
            Question::new(NOT_ENTERED, about)
        }),
    }
}

/// Returns what is asked at an event: the first visit at which none was new. Where that was kept at the visit, it was kept
/// against the events that were known when it was answered.
pub(super) fn at_event(
    event: &AdverseEvent,
    asked: &[AskedAt],
    onsets: &Onsets,
) -> Option<Question> {
    let is_open = |asked: &&AskedAt| match asked.said {
        SaidOfEvents::NoneNew { seq, is_kept } => {
            let onset = onsets.of(event).seq;
            let is_known = onset != 0 && (seq == 0 || onset < seq);
            asked.new.is_new(event) && !(is_kept && is_known)
        }
        SaidOfEvents::Entered { .. } => false,
    };
    let asked = asked.iter().find(is_open)?;
    Some(question(asked, event))
}

/// The first days of the events, as they were answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Onsets(Vec<(u32, Onset)>);

/// The first day of an event, as it was answered.
#[derive(Clone, Copy, Debug, Default)]
struct Onset {
    /// Number of the entry that says so; 0 while it is not stored.
    seq: u64,
    /// Whether it was kept against a visit that says none is new.
    is_kept: bool,
}

impl Onsets {
    /// Returns those of a record.
    pub(super) fn of_record(record: &ParticipantRecord) -> Self {
        let rows = valid_rows(record, ADVERSE_EVENT);
        let onsets = rows.iter().filter_map(|row| {
            let cell = row.cells.get(ONSET)?;
            let onset = Onset {
                seq: cell.seq,
                is_kept: cell.is_kept(RULE),
            };
            Some((row.number, onset))
        });
        Self(onsets.collect())
    }

    fn of(&self, event: &AdverseEvent) -> Onset {
        let mut known = self.0.iter();
        let own = known.find(|(row, _)| *row == event.row);
        own.map_or_else(Onset::default, |(_, onset)| *onset)
    }
}

fn question(asked: &AskedAt, event: &AdverseEvent) -> Question {
    let onset = event.onset.map(|onset| onset.to_string());
    let about = About::NoneNew {
        visit: asked.label.clone(),
        on: asked.new.last,
        since: asked.since.clone(),
        term: event.term.clone(),
        onset: onset.unwrap_or_default(),
    };
    Question::new(RULE, about)
}
