//! Leaves out of what is sent to a user what they do not see: forms that the study hides from their roles, and earlier
//! scores until a measure is entered. Must not decide what that is: the rules of the study do.

use super::{ConnectionId, Work, now};
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::Event;
use crate::domain::study::schedule;
use crate::domain::study::withheld::{
    Hidden, Once, Viewer, hidden, hidden_once, leaves_nothing_out,
};
use crate::domain::views::audit::{Redaction, redact, redact_kept};
use crate::domain::views::summary::Summary;
use crate::store::StoreError;
use std::collections::BTreeMap;

/// A participant, with what is left out of them.
type Known<'a> = (&'a ParticipantId, &'a Hidden);

impl Work {
    /// Returns what the user of a connection is to the rule of earlier scores. A user who was disabled meanwhile, whose
    /// requests are refused, sees no more than one who enters.
    pub(super) fn viewer(&self, connection: ConnectionId) -> Viewer {
        let user = self.user_of(connection);
        user.map_or(Viewer::Enters, |user| Viewer::of(&user.roles))
    }

    /// Returns the forms of a participant that are left out for a user; reads no record.
    pub(super) fn hidden(&self, summary: &Summary, viewer: Viewer) -> Hidden {
        let visits = &summary.visits;
        if leaves_nothing_out(visits, viewer) {
            return Hidden::default();
        }
        let today = now().date_naive();
        let plan = schedule::plan(&self.study, summary.who(), visits, today);
        hidden(&self.study, &plan, visits, (viewer, today))
    }

    /// Hides the verdicts of a summary that a user does not see.
    pub(super) fn hide_verdicts(&self, summary: &mut Summary, viewer: Viewer) {
        let hidden = self.hidden(summary, viewer);
        summary.hide(&self.study, &hidden);
    }

    /// Removes what a user does not see from entries of the trail: also what the study hides from all of their roles.
    pub(super) fn hide_in_trail(
        &mut self,
        connection: ConnectionId,
        entries: &mut [Entry],
    ) -> Result<(), StoreError> {
        let roles = self.user_of(connection).map(|user| user.roles);
        // A user who was disabled meanwhile has no role; their requests are refused before this.
        let forms = self.study.protocol.hidden_from(&roles.unwrap_or_default());
        let withheld = self.withheld(self.viewer(connection), None, entries.iter())?;
        self.redact(&withheld, entries.iter_mut(), |hidden, entry| {
            let hidden = Redaction {
                forms: &forms,
                ..*hidden
            };
            redact(&hidden, entry);
        });
        Ok(())
    }

    /// Removes what a user does not see yet from entries of others; `known` is what is left out of a participant whom they
    /// are about, whose summary then is not read.
    pub(super) fn hide_in_others(
        &mut self,
        viewer: Viewer,
        known: Option<Known<'_>>,
        entries: &mut [Entry],
    ) -> Result<(), StoreError> {
        let withheld = self.withheld(viewer, known, entries.iter())?;
        self.redact(&withheld, entries.iter_mut(), |hidden, entry| {
            redact(hidden, entry);
        });
        Ok(())
    }

    /// The same of entries of the user's own: removes only what the owner has computed for them.
    pub(super) fn hide_in_own(
        &mut self,
        viewer: Viewer,
        known: Option<Known<'_>>,
        entries: &mut [Entry],
    ) -> Result<(), StoreError> {
        let withheld = self.withheld(viewer, known, entries.iter())?;
        self.redact(&withheld, entries.iter_mut(), redact_kept);
        Ok(())
    }

    /// Returns what is left out of each participant whom entries are about.
    fn withheld<'a>(
        &mut self,
        viewer: Viewer,
        known: Option<Known<'_>>,
        entries: impl Iterator<Item = &'a Entry> + Clone,
    ) -> Result<BTreeMap<ParticipantId, Hidden>, StoreError> {
        let mut withheld = BTreeMap::new();
        if viewer == Viewer::Reads {
            return Ok(withheld);
        }
        if let Some((who, hidden)) = known {
            withheld.insert(who.clone(), hidden.clone());
        }
        let about = entries.clone();
        for who in about.filter_map(|entry| entry.draft.event.participant()) {
            if !withheld.contains_key(who) {
                let summary = self.store.summary(who)?;
                let hidden = summary.map(|summary| self.hidden(&summary, viewer));
                withheld.insert(who.clone(), hidden.unwrap_or_default());
            }
        }
        let mut once: BTreeMap<&ParticipantId, Once> = BTreeMap::new();
        for (who, told) in entries.filter_map(|entry| self.told(&entry.draft.event)) {
            once.entry(who).or_default().insert(told);
        }
        let today = now().date_naive();
        for (who, once) in once {
            if let Some(summary) = self.store.summary(who)? {
                let (who, visits) = (summary.who(), &summary.visits);
                let gone = hidden_once(&self.study, who, visits, &once, (viewer, today));
                let id = summary.participant.id.clone();
                withheld.entry(id).or_default().extend(gone);
            }
        }
        Ok(withheld)
    }

    /// Returns of which measure, that the study hides from some, an event tells an answer, and at which visit.
    fn told<'a>(&self, event: &'a Event) -> Option<(&'a ParticipantId, (VisitId, Measure))> {
        let (visit, form) = event.written()?;
        let tells = !event.answers().is_empty() || event.asked_at().is_some();
        let form = form.filter(|_| tells)?;
        let mut versions = self.study.versions();
        let measure = versions.find_map(|study| study.form(form.as_str())?.measure)?;
        let mut versions = self.study.versions();
        let hides = versions.any(|study| !study.shows_earlier(measure));
        let who = event.participant().filter(|_| hides)?;
        Some((who, (visit.clone(), measure)))
    }

    fn redact<'a>(
        &self,
        withheld: &BTreeMap<ParticipantId, Hidden>,
        entries: impl Iterator<Item = &'a mut Entry>,
        how: impl Fn(&Redaction<'_>, &mut Entry),
    ) {
        let none = Hidden::default();
        for entry in entries {
            let who = entry.draft.event.participant();
            let withheld = who.and_then(|who| withheld.get(who)).unwrap_or(&none);
            let hidden = Redaction {
                study: &self.study,
                forms: &[],
                withheld,
            };
            how(&hidden, entry);
        }
    }
}
