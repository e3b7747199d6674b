//! A participant as every table needs them: the record, and what is worked out of it once.

use crate::domain::base::ids::VisitId;
use crate::domain::course::deviations::{self, Deviation};
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::views::timeline::{Stop, Timeline, tell};
use crate::export::exporter::{Context, Selection};
use crate::text::Language;
use chrono::NaiveDate;
use std::cell::OnceCell;

/// A participant, made once for all formats of an export.
pub struct Person<'a> {
    pub(super) study: &'a Study,
    pub(super) record: &'a ParticipantRecord,
    pub(super) language: &'static dyn Language,
    selection: &'a Selection,
    today: NaiveDate,
    story: OnceCell<Timeline>,
    deviations: OnceCell<Vec<Deviation>>,
}

impl<'a> Person<'a> {
    /// Begins with a record; what is worked out of it is made when a format asks for it first.
    pub fn of(context: &'a Context, record: &'a ParticipantRecord) -> Self {
        Self {
            study: &context.study,
            record,
            language: context.language,
            selection: &context.selection,
            today: context.today(),
            story: OnceCell::new(),
            deviations: OnceCell::new(),
        }
    }

    /// Returns visits and verdicts.
    pub(super) fn story(&self) -> &Timeline {
        let tell = || tell(self.study, self.record, Vec::new(), self.today);
        self.story.get_or_init(tell)
    }

    /// Returns the deviations as they stand on the day of the export.
    pub(super) fn deviations(&self) -> &[Deviation] {
        self.deviations.get_or_init(|| {
            let plan = self.story().stops.iter().map(|stop| &stop.planned);
            deviations::in_plan(self.study, self.record, plan, self.today)
        })
    }

    /// Returns the id.
    pub(super) fn id(&self) -> &'a str {
        self.record.participant.id.as_str()
    }

    /// Returns whether the enrolment was a mistake: nothing of such a participant counts, so nothing of it is given but
    /// the enrolment itself.
    pub(super) fn is_void(&self) -> bool {
        self.record.statuses.is_void()
    }

    /// Returns the visits that were begun and are wanted, in the order of the schedule.
    pub(super) fn visits(&self) -> impl Iterator<Item = (&Stop, &'a Session)> {
        let stops = self.story().stops.iter().filter(|_| !self.is_void());
        stops.filter_map(|stop| {
            let session = self.record.session(stop.planned.visit.as_str())?;
            self.selection
                .wants_session(session)
                .then_some((stop, session))
        })
    }

    /// Returns what is kept beside the visits, where that is wanted.
    pub(super) fn beside(&self) -> Option<&'a Session> {
        use crate::domain::record::rows::SESSION;
        let session = self.record.session(SESSION).filter(|_| !self.is_void())?;
        self.selection.wants_session(session).then_some(session)
    }

    /// Returns whether a visit is wanted, begun or not.
    pub(super) fn wants_visit(&self, visit: &VisitId, session: Option<&Session>) -> bool {
        let last = session.map_or(0, |session| session.last_seq);
        self.selection.wants(visit, last)
    }
}
