//! What the checks may look at besides the answer itself, made once for all forms of a session.

use super::{Logs, Strength, Totals, may_name_earlier};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::{Measured, measured};
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::participant::Participant;
use crate::domain::record::rows;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;

/// What the checks may look at besides the answer itself.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The participant.
    pub participant: &'a Participant,
    /// How they take part, as it was said.
    pub statuses: &'a StatusHistory,
    /// The session that is assessed.
    pub session: &'a Session,
    /// The participant's earlier sessions, the latest first.
    pub earlier: Vec<&'a Session>,
    /// Totals of scored forms now and at the last visit, where they are known; no question about one answer takes them.
    pub totals: Totals,
    /// The row of a log that is looked at; none for a form of a visit, which its instrument names.
    pub row: Option<FormId>,
    /// The participant's weights, by day.
    pub weights: Vec<Measured>,
    /// What the record says of a disease without weakness, and of weakness; no question about one answer takes it.
    pub strength: Strength,
    /// What the logs and the doses of the visits say of each other; no question about one answer takes it.
    pub logs: Logs,
}

impl<'a> Context<'a> {
    /// Returns the context of one visit in a participant's record; none when it was not begun.
    /// Earlier sessions are those of an earlier day, or of the same day and earlier in the schedule.
    pub fn of(study: &Study, record: &'a ParticipantRecord, visit: &str) -> Option<Self> {
        let session = record.session(visit)?;
        let order = |s: &Session| (s.date, study.visit_index(s.visit.as_str()));
        // Where a day is not by the rules, it is not known which visit came first.
        let is_dated = |other: &Session| session.day().is_some() && other.day().is_some();
        // What the logs say has no earlier visit to be compared with.
        let in_log = visit == rows::SESSION;
        let mut earlier: Vec<&Session> = record
            .visits()
            .filter(|other| {
                !in_log
                    && other.visit != session.visit
                    && is_dated(other)
                    && order(other) < order(session)
            })
            .collect();
        earlier.sort_by_key(|session| std::cmp::Reverse(order(session)));
        Some(Self {
            participant: &record.participant,
            statuses: &record.statuses,
            session,
            earlier,
            totals: Totals::default(),
            row: None,
            weights: measured(study, record),
            strength: Strength::of(study, record),
            logs: Logs::default(),
        })
    }

    /// Returns the same with what the questions about whole forms look at too: totals of the visits, and the logs.
    pub fn whole(study: &Study, record: &'a ParticipantRecord, visit: &str) -> Option<Self> {
        Some(Self {
            totals: Totals::of(study, record, visit),
            logs: Logs::of(study, record),
            ..Self::of(study, record, visit)?
        })
    }

    /// Returns the context for one form; that matters where it is a row of a log.
    pub fn at(mut self, form: &FormId) -> Self {
        self.row = rows::split(form.as_str()).map(|_| form.clone());
        self
    }

    /// Returns whether the form is a row that was entered in error: it counts nowhere, so nothing is asked about it.
    pub(super) fn is_in_error(&self) -> bool {
        let row = self.row.as_ref();
        let cells = row.and_then(|row| self.session.forms.get(row));
        cells.is_some_and(rows::is_in_error)
    }

    /// Returns what the questions about one form may look at.
    pub(super) fn visit(&self, study: &Study, instrument: &Instrument) -> VisitContext<'_> {
        VisitContext {
            participant: self.participant,
            statuses: self.statuses,
            session: self.session,
            earlier: &self.earlier,
            row: self.row.as_ref(),
            names_earlier: may_name_earlier(study, instrument),
        }
    }
}

/// The contexts of the forms of one session. What is the same for all of them is made once, for a row of a log too.
#[derive(Debug)]
pub struct Contexts<'a> {
    record: &'a ParticipantRecord,
    visit: &'a VisitId,
    /// The last one, with the version of the study that it was made by.
    made: Option<(&'a Study, Context<'a>)>,
}

impl<'a> Contexts<'a> {
    /// Returns those of a visit, or of the logs.
    pub fn new(record: &'a ParticipantRecord, visit: &'a VisitId) -> Self {
        Self {
            record,
            visit,
            made: None,
        }
    }

    /// Returns the context of a form, by the version of the study that it is read by; none where the visit was not begun.
    pub fn at(&mut self, study: &'a Study, form: &FormId) -> Option<&Context<'a>> {
        let made = self.made.take();
        let context = match made.filter(|(by, _)| std::ptr::eq(*by, study)) {
            Some((_, context)) => context,
            None => Context::whole(study, self.record, self.visit.as_str())?,
        };
        let (_, context) = self.made.insert((study, context.at(form)));
        Some(context)
    }
}
