//! What amendments took out of the study, as the screens mark it.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::{ContentFault, Refusal, check_not_removed};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns the number of the version that took a visit, or a form at it, out of the study; `None` while it is kept.
    pub fn removed(&self, visit: &VisitId, form: Option<&FormId>) -> Option<u32> {
        let day = self.day_at(visit.as_str());
        match form {
            Some(form) => self.study.place_removed(visit, form, day),
            None => self.study.visit_removed(visit, day),
        }
    }

    /// Says in a sentence that an amendment took a visit, or a form at it, out of the study.
    pub fn removed_words(&self, visit: &VisitId, form: Option<&FormId>) -> Option<String> {
        let by = self.removed(visit, form)?;
        Some(self.language.removed_here(by))
    }

    /// Says that an amendment took away what an event would answer; returns whether one did.
    pub(crate) fn is_removed(&mut self, events: &[Event]) -> bool {
        let fault = |record: &ParticipantRecord| {
            events.iter().find_map(|event| {
                let visit = event.written().map(|(visit, _)| visit.as_str());
                let day = self.day_at(visit.unwrap_or_default());
                let fault = check_not_removed(&self.study, record, event, day).err()?;
                // The rest is the owner's to judge.
                matches!(fault, ContentFault::Removed { .. }).then_some(fault)
            })
        };
        let fault = self.open.record.as_ref().and_then(fault);
        let removed = fault.is_some();
        if let Some(fault) = fault {
            let words = self.language.refusal(&Refusal::Content { fault });
            self.notice = Some(Notice::warn(words));
        }
        removed
    }
}
