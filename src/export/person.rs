//! A participant as every table needs them: the record, and what is worked out of it once.

use crate::domain::base::ids::VisitId;
use crate::domain::course::deviations::{self, Deviation};
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::views::timeline::{Stop, Timeline, tell};
use crate::export::exporter::{Context, Selection};
use crate::text::Language;

/// A participant, made once for all formats of an export.
pub struct Person<'a> {
    pub(super) study: &'a Study,
    pub(super) record: &'a ParticipantRecord,
    /// Visits and verdicts.
    pub(super) story: Timeline,
    /// Deviations as they stand today.
    pub(super) deviations: Vec<Deviation>,
    pub(super) language: &'static dyn Language,
    selection: &'a Selection,
}

impl<'a> Person<'a> {
    /// Works out what the formats need.
    pub fn of(context: &'a Context, record: &'a ParticipantRecord) -> Self {
        let (study, today) = (&*context.study, context.today());
        let story = tell(study, record, Vec::new(), today);
        let plan = story.stops.iter().map(|stop| &stop.planned);
        Self {
            study,
            record,
            deviations: deviations::in_plan(study, record, plan, today),
            story,
            language: context.language,
            selection: &context.selection,
        }
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
        let stops = self.story.stops.iter().filter(|_| !self.is_void());
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
