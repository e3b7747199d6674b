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

/// A participant, with what is left out of them as they stand.
type Known<'a> = (&'a Summary, &'a Hidden);

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

    /// Removes what a user does not see yet from entries of others; `known` is a participant whom they are about, whose
    /// summary then is not read.
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
        entries: impl Iterator<Item = &'a Entry>,
    ) -> Result<BTreeMap<ParticipantId, Hidden>, StoreError> {
        let mut withheld = BTreeMap::new();
        if viewer == Viewer::Reads {
            return Ok(withheld);
        }
        let mut told: BTreeMap<&ParticipantId, Once> = BTreeMap::new();
        for event in entries.map(|entry| &entry.draft.event) {
            if let Some(who) = event.participant() {
                told.entry(who).or_default().extend(self.told(event));
            }
        }
        let today = now().date_naive();
        for (who, once) in told {
            let own = known.filter(|(summary, _)| summary.participant.id == *who);
            let read = match own {
                Some(_) => None,
                None => self.store.summary(who)?,
            };
            let Some(summary) = own.map(|(summary, _)| summary).or(read.as_ref()) else {
                continue;
            };
            let stands = own.map(|(_, hidden)| hidden.clone());
            let mut hidden = stands.unwrap_or_else(|| self.hidden(summary, viewer));
            let (own, visits) = (summary.who(), &summary.visits);
            hidden.extend(hidden_once(
                &self.study,
                own,
                visits,
                &once,
                (viewer, today),
            ));
            withheld.insert(who.clone(), hidden);
        }
        Ok(withheld)
    }

    /// Returns of which measure, that the study hides from some, an event tells an answer, and at which visit.
    fn told(&self, event: &Event) -> Option<(VisitId, Measure)> {
        let (visit, form) = event.written()?;
        let form = form?;
        let mut versions = self.study.versions();
        let measure = versions.find_map(|study| study.form(form.as_str())?.measure)?;
        if self.study.always_shows(measure) {
            return None;
        }
        let tells = event.asked_at().is_some() || !event.answers().is_empty();
        tells.then(|| (visit.clone(), measure))
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
