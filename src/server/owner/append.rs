//! Appends all waiting requests with one sync, and sends the changes to other clients. Must not decide whether a
//! request may be appended: `admit` does.

use super::admit::refusal;
use super::{Command, ConnectionId, Work};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::rules::{Refusal, locks, own_request};
use crate::domain::views::summary::Summary;
use crate::protocol::messages::{Append, Reply, Request};
use crate::store::{Appended, StoreError, Wanted};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

/// Most requests that share a sync.
const GROUP: usize = 256;

/// Who asked, and under which request.
pub(super) struct Asker {
    connection: ConnectionId,
    request: String,
    /// Why it is not even tried.
    refusal: Option<Refusal>,
}

impl Work {
    /// Appends a request and those that wait directly behind it, with one sync.
    pub(super) fn append(&mut self, connection: ConnectionId, first: Request) {
        let mut group: Vec<Wanted> = Vec::new();
        let mut askers: Vec<Asker> = Vec::new();
        let mut next = Some((connection, first));
        // Only appends are brought here.
        while let Some((connection, Request::Append(append))) = next.take() {
            let request = append.request.clone();
            let last = append.events.iter().any(own_request::needs_own_request);
            let what = append.events.first().map_or("nothing", Event::kind);
            let mut refusal = None;
            match self.admit(connection, append) {
                Ok(wanted) => group.push(wanted),
                Err(why) => {
                    self.request_refused(connection, what, &why);
                    refusal = Some(why);
                }
            }
            askers.push(Asker {
                connection,
                request,
                refusal,
            });
            // What may follow is decided by what was stored before.
            if !last
                && askers.len() < GROUP
                && let Some(Command::Ask(_, Request::Append(Append { events, .. }))) =
                    self.waiting.front()
                && !events.iter().any(|event| is_about(event, &group))
                && let Some(Command::Ask(connection, request)) = self.waiting.pop_front()
            {
                next = Some((connection, request));
            }
        }
        self.write(askers, group);
    }

    /// Appends a request that the owner itself has made for a connection, and answers it.
    pub(super) fn append_for(&mut self, connection: ConnectionId, request: String, wanted: Wanted) {
        let asker = Asker {
            connection,
            request,
            refusal: None,
        };
        self.write(vec![asker], vec![wanted]);
    }

    /// Appends the waiting requests, after the logins and logouts since the last append.
    pub(super) fn write(&mut self, askers: Vec<Asker>, group: Vec<Wanted>) {
        let before = self.store.last();
        let logins = std::mem::take(&mut self.logins);
        let all: Vec<Wanted> = logins.iter().cloned().chain(group).collect();
        let mut answers = self.try_append(all.clone());
        if self.store.is_closed() && self.mend() {
            // Whatever of it is on the disk is answered with its receipt.
            answers = self.try_append(all);
        }
        let new = self.store.last().saturating_sub(before);
        self.figures.entries.fetch_add(new, Ordering::Relaxed);
        self.figures
            .syncs
            .fetch_add(u64::from(new > 0), Ordering::Relaxed);
        match answers {
            Ok(mut answers) => {
                let own: Vec<_> = answers.drain(..logins.len().min(answers.len())).collect();
                self.keep_logins(logins, &own);
                self.tell(askers, answers, before);
            }
            Err(_) => {
                // The next append tries the logins again. Their request ids keep the store from writing one twice.
                self.logins = logins;
                for asker in askers {
                    self.refuse(asker, Refusal::SaveFailed);
                }
            }
        }
        // The replies are sent; the next request reports a failure here.
        let store = &mut self.store;
        let _ = catch_unwind(AssertUnwindSafe(|| store.flush()));
    }

    fn try_append(
        &mut self,
        all: Vec<Wanted>,
    ) -> std::thread::Result<Vec<Result<Appended, StoreError>>> {
        let store = &mut self.store;
        catch_unwind(AssertUnwindSafe(|| store.append_all(all)))
    }

    fn refuse(&self, asker: Asker, refusal: Refusal) {
        let request = asker.request;
        self.connections
            .reply(asker.connection, Reply::Refused { request, refusal });
    }

    /// Tells the others what is new, then those who asked what came of it, in the order in which they asked.
    fn tell(
        &mut self,
        askers: Vec<Asker>,
        answers: Vec<Result<Appended, StoreError>>,
        before: u64,
    ) {
        let tried = askers.iter().filter(|asker| asker.refusal.is_none());
        for (asker, answer) in tried.zip(&answers) {
            // A repeated request was announced the first time.
            if let Ok(appended) = answer
                && appended.receipt.first > before
            {
                self.note_forms(asker.connection, &appended.entries);
                self.note_names(asker.connection, &appended.entries);
                self.publish(asker.connection, appended);
                self.announce_backup(asker.connection, appended);
            }
        }
        let stored = || answers.iter().flatten().flat_map(|done| &done.entries);
        let heads_changed = stored().any(|entry| entry.draft.event.head_change().is_some());
        let decided = stored().any(|entry| own_request::needs_own_request(&entry.draft.event));
        let mut answers = answers.into_iter();
        for mut asker in askers {
            if let Some(refusal) = asker.refusal.take() {
                self.refuse(asker, refusal);
                continue;
            }
            let reply = match answers.next() {
                Some(Ok(appended)) => self.receipt(asker.connection, appended, before),
                Some(Err(StoreError::Conflict { standing })) => self.conflict(&asker, standing),
                Some(Err(error)) => {
                    self.refuse(asker, refusal(&error));
                    continue;
                }
                None => continue,
            };
            self.connections.reply(asker.connection, reply);
        }
        if heads_changed {
            self.heads_changed();
        }
        if decided {
            self.end_disabled();
        }
    }

    /// Notes what entries change of the connections: names of users, and that one of them prints the trail.
    fn note_names(&mut self, asker: ConnectionId, entries: &[Entry]) {
        for entry in entries {
            let user = entry.draft.event.user();
            if let Some(user) = user.and_then(|user| self.store.users().get(user)) {
                self.connections.name(user);
            }
            if entry.draft.event.prints_trail()
                && let Some(connection) = self.connections.get_mut(asker)
            {
                connection.prints_trail = true;
            }
        }
    }

    /// Returns the answer to who asked, without what they do not see.
    fn receipt(&mut self, asker: ConnectionId, appended: Appended, before: u64) -> Reply {
        let viewer = self.viewer(asker);
        let Appended {
            receipt,
            mut entries,
            mut summary,
        } = appended;
        let hidden = summary.as_ref().map(|summary| self.hidden(summary, viewer));
        let known = summary.as_ref().zip(hidden.as_ref());
        // What was sent just now may come back; what is asked for again may be of another year.
        let left_out = match receipt.first > before {
            true => self.hide_in_own(viewer, known, &mut entries),
            false => self.hide_in_others(viewer, known, &mut entries),
        };
        if left_out.is_err() {
            entries.clear();
        }
        if let (Some(summary), Some(hidden)) = (&mut summary, &hidden) {
            summary.hide(&self.study, hidden);
        }
        Reply::Appended {
            proof: self.head_key.proof(receipt.last, &receipt.hash),
            receipt,
            entries,
            summary: summary.map(Box::new),
        }
    }

    /// Returns that somebody else was first, without what who asked does not see.
    fn conflict(&mut self, asker: &Asker, standing: Vec<(FieldPath, Entry)>) -> Reply {
        let viewer = self.viewer(asker.connection);
        let (places, mut entries): (Vec<_>, Vec<_>) = standing.into_iter().unzip();
        let request = asker.request.clone();
        match self.hide_in_others(viewer, None, &mut entries) {
            Ok(()) => Reply::Conflict {
                request,
                standing: places.into_iter().zip(entries).collect(),
            },
            Err(error) => Reply::Refused {
                request,
                refusal: refusal(&error),
            },
        }
    }

    /// Tells those who look at the participant, and those who look at the list; of what is about the whole study
    /// everybody.
    fn publish(&mut self, asker: ConnectionId, appended: &Appended) {
        self.publish_entries(asker, &appended.entries, appended.summary.as_ref());
    }

    /// The same of entries; `last` is the summary of the participant whom they are about, the last one of several.
    pub(super) fn publish_entries(
        &mut self,
        asker: ConnectionId,
        entries: &[Entry],
        last: Option<&Summary>,
    ) {
        self.tell_all(asker, entries);
        self.tell_user(asker, entries);
        let about = entries.iter();
        let about = about.filter_map(|entry| entry.draft.event.participant());
        for who in about.collect::<BTreeSet<_>>() {
            let summary = match last.filter(|summary| summary.participant.id == *who) {
                Some(summary) => Some(summary.clone()),
                // A request about several carries the summary of one.
                None => self.store.summary(who).unwrap_or_default(),
            };
            if let Some(summary) = summary {
                self.list.take(&summary);
                self.tell_others(asker, entries, &summary);
            }
        }
    }

    /// Tells everybody that the whole study was locked or unlocked: no record that is open takes answers then.
    fn tell_all(&self, asker: ConnectionId, entries: &[Entry]) {
        let wide = |entry: &&Entry| locks::is_study_wide(&entry.draft.event);
        let entries: Vec<Entry> = entries.iter().filter(wide).cloned().collect();
        if entries.is_empty() {
            return;
        }
        for (id, _) in self
            .connections
            .others(asker)
            .filter(|(_, connection)| connection.screens)
        {
            let (entries, summary) = (entries.clone(), None);
            self.connections
                .reply(id, Reply::Changed { entries, summary });
        }
    }

    /// Tells the other terminals of a user that they have a passphrase now, or none any more, and which roles they were
    /// given: what they may see is another from then on.
    pub(super) fn tell_user(&self, asker: ConnectionId, entries: &[Entry]) {
        for entry in entries {
            let event = &entry.draft.event;
            let is_told = event.roles_given().is_some() || event.leaves_passphrase().is_some();
            let Some(user) = event.user().filter(|_| is_told) else {
                continue;
            };
            let others = self.connections.others(asker);
            for (id, _) in others.filter(|(_, other)| other.screens && other.who.user == user) {
                let (entries, summary) = (vec![entry.clone()], None);
                self.connections
                    .reply(id, Reply::Changed { entries, summary });
            }
        }
    }

    fn tell_others(&mut self, asker: ConnectionId, entries: &[Entry], summary: &Summary) {
        let who = &summary.participant.id;
        let others = self.connections.others(asker);
        let others = others.filter(|(_, connection)| connection.screens);
        let looking: Vec<(ConnectionId, bool)> = others
            .filter_map(|(id, connection)| match &connection.record {
                Some(open) if open == who => Some((id, true)),
                Some(_) => None,
                None => Some((id, false)),
            })
            .collect();
        // Many terminals look, of few kinds.
        let mut by_viewer = BTreeMap::new();
        for (id, at_record) in looking {
            let viewer = self.viewer(id);
            let hidden = by_viewer
                .entry(viewer)
                .or_insert_with(|| self.hidden(summary, viewer));
            let mut entries = match at_record {
                true => about(entries, who),
                false => Vec::new(),
            };
            let left_out = self.hide_in_others(viewer, Some((summary, hidden)), &mut entries);
            if left_out.is_err() {
                entries.clear();
            }
            let mut summary = summary.clone();
            summary.hide(&self.study, hidden);
            let summary = Some(Box::new(summary));
            self.connections
                .reply(id, Reply::Changed { entries, summary });
        }
    }
}

/// Returns whether an event is about a participant of a request that waits to be written, or about the list of users as
/// one of these is. It is judged on what is stored, so that it cannot share a sync with what is not stored yet.
fn is_about(event: &Event, group: &[Wanted]) -> bool {
    let mut drafts = group.iter().flat_map(|wanted| &wanted.drafts);
    match event.participant() {
        Some(who) => drafts.any(|draft| draft.event.participant() == Some(who)),
        None => event.user().is_some() && drafts.any(|draft| draft.event.user().is_some()),
    }
}

fn about(entries: &[Entry], who: &ParticipantId) -> Vec<Entry> {
    let own = |entry: &&Entry| entry.draft.event.participant() == Some(who);
    entries.iter().filter(own).cloned().collect()
}
