//! All that the record knows of a participant, built by applying entries in order; applying the same entries always
//! gives the same record.

use super::super::deviation::Judged;
use super::super::entry::Entry;
use super::super::event::{Event, Origin, PromptOutcome};
use super::super::lock::Locks;
use super::super::moved::MoveSide;
use super::super::participant::Participant;
use super::super::place::FieldPath;
use super::super::query;
use super::super::signature::{self, Signature};
use super::super::stamp::Stamp;
use super::super::status_history::StatusHistory;
use super::visit::{Cell, LOG, Left, Session, Unscheduled};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A consent to another version of the information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewedConsent {
    /// The day of the signature.
    pub day: NaiveDate,
    /// The entry that says it last; 0 where it is not stored yet.
    pub seq: u64,
}

/// All that the record knows of one participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantRecord {
    /// Who.
    pub participant: Participant,
    /// Sessions by visit.
    pub sessions: BTreeMap<VisitId, Session>,
    /// Locks over them, the study's own among them.
    pub locks: Locks,
    /// How they take part, as it was said.
    pub statuses: StatusHistory,
    /// The newest entry that corrected the facts of the enrolment; 0 for none.
    pub corrected: u64,
    /// Visits at which a session was begun by mistake, each with the newest entry that says so: what was entered there
    /// before it counts no more.
    pub voided: BTreeMap<VisitId, u64>,
    /// Versions of the information to which the participant consented anew, as the site names them.
    pub consents: BTreeMap<String, RenewedConsent>,
    /// What was said last of deviations, by their keys.
    pub deviations: BTreeMap<String, Judged>,
    /// When the participant was enrolled, or described again; nothing before that entry is applied.
    pub enrolled_at: Option<DateTime<FixedOffset>>,
}

impl ParticipantRecord {
    /// Starts the record of a participant just enrolled.
    pub fn new(participant: Participant) -> Self {
        Self {
            participant,
            sessions: BTreeMap::new(),
            locks: Locks::default(),
            statuses: StatusHistory::default(),
            corrected: 0,
            voided: BTreeMap::new(),
            consents: BTreeMap::new(),
            deviations: BTreeMap::new(),
            enrolled_at: None,
        }
    }

    /// Returns who it is and how they take part, as the schedule asks it.
    pub fn who(&self) -> (&Participant, &StatusHistory) {
        (&self.participant, &self.statuses)
    }

    /// Returns when the last entry about the participant was stored: the enrolment, or one at a visit or in a log. A
    /// lock is about a part of the study and does not count.
    pub fn last_entry(&self) -> Option<DateTime<FixedOffset>> {
        let sessions = self.sessions.values().map(|session| session.last_at);
        sessions.chain(self.enrolled_at).max()
    }

    /// Returns the sessions of visits, by id; the one that holds the logs is none.
    pub fn visits(&self) -> impl Iterator<Item = &Session> {
        let log = |session: &&Session| session.visit.as_str() == LOG;
        self.sessions.values().filter(move |session| !log(session))
    }

    /// Returns the session of a visit.
    pub fn session(&self, visit: &str) -> Option<&Session> {
        self.sessions.get(visit)
    }

    /// Returns what stands in a field, wherever that is.
    pub fn cell(&self, place: &FieldPath) -> Option<&Cell> {
        let session = self.session(place.visit.as_str())?;
        session.forms.get(&place.form)?.get(&place.field)
    }

    /// Applies an entry about this participant, or a lock on the whole study; one about somebody else changes nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let event = &entry.draft.event;
        if event.participant().is_none() {
            self.locks.apply(entry);
        }
        if event.participant() != Some(&self.participant.id) {
            return;
        }
        let voided = event
            .written()
            .and_then(|(visit, _)| self.voided.get(visit));
        if voided.is_some_and(|voided| is_older(entry, *voided)) {
            // It belongs to a session that was begun by mistake.
            return;
        }
        match event {
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::FileKept { .. }
            | Event::Amended { .. }
            | Event::UserAdded { .. }
            | Event::UserRoles { .. }
            | Event::UserNamed { .. }
            | Event::UserDisabled { .. }
            | Event::UserEnabled { .. }
            | Event::PassphraseSet { .. }
            | Event::PassphraseCleared { .. }
            | Event::PassphraseWrong { .. }
            | Event::PassphraseRight { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. }
            | Event::Recovered { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Copied { .. } => {}
            Event::Locked { .. } | Event::Unlocked { .. } => {
                self.locks.apply(entry);
            }
            Event::Completed {
                visit, form, kept, ..
            } => {
                let Some(session) = self.touch(visit, entry) else {
                    return;
                };
                if session.is_moved_since(form, entry.seq) {
                    return;
                }
                let first = session.completed.entry(form.clone()).or_default();
                // What is not stored yet has no number.
                if *first == 0 {
                    *first = entry.seq;
                }
                if let Some(kept) = kept {
                    session.kept.complete(form, entry.seq, kept);
                }
                leave(session, form, entry);
            }
            Event::FormLeft { visit, form, .. } => {
                let session = self.touch(visit, entry);
                let stands = |session: &&mut Session| !session.is_moved_since(form, entry.seq);
                if let Some(session) = session.filter(stands) {
                    leave(session, form, entry);
                }
            }
            Event::Signed {
                visit,
                meaning,
                content,
                kept,
                ..
            } => {
                let Some(session) = self.touch(visit, entry) else {
                    return;
                };
                if let Some(kept) = kept {
                    session.kept.sign(entry.seq, kept);
                }
                if session
                    .signatures
                    .iter()
                    .all(|known| known.seq != entry.seq)
                {
                    session.signatures.push(Signature {
                        meaning: *meaning,
                        user: entry.draft.by.user.clone(),
                        name: entry.draft.by.name.clone(),
                        role: entry.draft.by.role.clone(),
                        at: entry.recorded_at,
                        seq: entry.seq,
                        content: content.clone(),
                        voided: None,
                    });
                }
            }
            Event::Queried {
                place,
                query,
                step,
                text,
            } => {
                let Some(session) = self.touch(&place.visit, entry) else {
                    return;
                };
                let cell = session.cell_mut(&place.form, &place.field);
                query::apply(&mut cell.queries, *query, *step, text, entry);
            }
            Event::StatusChanged { .. } => self.statuses.apply(entry),
            Event::SessionVoided { visit, .. } => self.void(visit, entry),
            Event::UnscheduledBegun {
                visit,
                date,
                words,
                forms,
                ..
            } => {
                let session = self.begin(visit, *date, entry);
                session.unscheduled = Some(Unscheduled {
                    words: words.clone(),
                    forms: forms.clone(),
                });
            }
            Event::FormMoved {
                visit,
                form,
                side,
                answers,
                ..
            } => {
                let Some(session) = self.touch(visit, entry) else {
                    return;
                };
                for moved in answers {
                    let answer = match side {
                        MoveSide::Away => None,
                        MoveSide::Here => Some(moved.answer.clone()),
                    };
                    let cell = session.cell_mut(form, &moved.field);
                    put(cell, answer, Origin::Moved, entry);
                }
                match side {
                    MoveSide::Away => session.move_away(form, entry.seq),
                    // From now on a change of it is one of what was entered before.
                    MoveSide::Here => leave(session, form, entry),
                }
            }
            Event::ConsentRenewed { version, day, .. } => {
                let new = RenewedConsent {
                    day: *day,
                    seq: entry.seq,
                };
                let known = self.consents.entry(version.clone()).or_insert(new);
                if !is_older(entry, known.seq) {
                    *known = new;
                }
            }
            Event::DeviationJudged {
                key,
                category,
                weight,
                words,
                ..
            } => {
                let known = self.deviations.get(key).map_or(0, |known| known.seq);
                if !is_older(entry, known) {
                    let judged = Judged {
                        category: *category,
                        weight: *weight,
                        words: words.clone(),
                        by: entry.draft.by.name.clone(),
                        seq: entry.seq,
                    };
                    self.deviations.insert(key.clone(), judged);
                }
            }
            Event::Enrolled { participant } => {
                // Applied again, it does not take back what was corrected since.
                if self.enrolled_at != Some(entry.recorded_at) {
                    self.participant = participant.clone();
                    self.enrolled_at = Some(entry.recorded_at);
                }
            }
            Event::EnrolmentCorrected {
                before,
                participant,
            } => {
                if is_older(entry, self.corrected) {
                    return;
                }
                if self.participant == **before {
                    self.participant = (**participant).clone();
                }
                self.corrected = entry.seq.max(self.corrected);
            }
            Event::SessionBegun { visit, date, .. } => {
                // Day and reason of the visit are those that the first user to begin it gave.
                self.begin(visit, *date, entry);
            }
            Event::SessionDated {
                visit,
                before,
                date,
                ..
            } => {
                if let Some(session) = self.touch(visit, entry) {
                    session.change_day(*before, *date, entry.seq);
                }
            }
            Event::Answered {
                place,
                answer,
                origin,
            } => {
                if let Some(session) = self.touch(&place.visit, entry) {
                    let cell = session.cell_mut(&place.form, &place.field);
                    put(cell, Some(answer.clone()), *origin, entry);
                }
            }
            Event::Cleared { place, origin } => {
                let session = self.touch(&place.visit, entry);
                // Where nothing was entered nothing is taken away.
                let form = session.and_then(|session| session.forms.get_mut(&place.form));
                let cell = form.and_then(|cells| cells.get_mut(&place.field));
                if let Some(cell) = cell.filter(|cell| cell.origin.is_some()) {
                    put(cell, None, *origin, entry);
                }
            }
            Event::Noted { place, text } => {
                let Some(session) = self.touch(&place.visit, entry) else {
                    return;
                };
                let cell = session.cell_mut(&place.form, &place.field);
                if !is_older(entry, cell.noted) {
                    cell.note = (!text.is_empty()).then(|| text.clone());
                    cell.noted = entry.seq;
                }
            }
            Event::Prompted {
                place,
                rule,
                outcome,
                reason,
                ..
            } => {
                if *outcome == PromptOutcome::Kept
                    && let Some(session) = self.touch(&place.visit, entry)
                    // A question about the whole form is kept at a field that may be blank.
                    && let Some(cells) = session.forms.get_mut(&place.form)
                {
                    let cell = cells.entry(place.field.clone()).or_default();
                    // Once, however often it was asked: applying an entry again changes nothing.
                    let kept = (rule.clone(), reason.clone().unwrap_or_default());
                    if !is_older(entry, cell.seq) && !cell.kept.contains(&kept) {
                        cell.kept.push(kept);
                    }
                }
            }
            Event::Shown {
                visit,
                form,
                withheld,
                ..
            } => {
                let Some(session) = self.touch(visit, entry) else {
                    return;
                };
                if *withheld {
                    earliest(session.revealed.entry(form.clone()).or_default(), entry.seq);
                }
                if !session.shown.contains(form) {
                    session.shown.push(form.clone());
                }
            }
            Event::Filled {
                visit,
                form,
                answers,
                origin,
                ..
            } => {
                let Some(session) = self.touch(visit, entry) else {
                    return;
                };
                for (field, answer) in answers {
                    put(
                        session.cell_mut(form, field),
                        Some(answer.clone()),
                        *origin,
                        entry,
                    );
                }
            }
        }
        self.judge_signatures(entry);
    }

    /// Marks the signatures of a visit that are void after an entry which may have changed its content.
    fn judge_signatures(&mut self, entry: &Entry) {
        let visit = match &entry.draft.event {
            Event::Answered { place, .. } | Event::Cleared { place, .. } => &place.visit,
            Event::Filled { visit, .. }
            | Event::SessionBegun { visit, .. }
            | Event::UnscheduledBegun { visit, .. }
            | Event::FormMoved { visit, .. }
            | Event::SessionDated { visit, .. } => visit,
            // Its signatures are gone with it.
            Event::SessionVoided { .. }
            | Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::FileKept { .. }
            | Event::Amended { .. }
            | Event::Enrolled { .. }
            | Event::StatusChanged { .. }
            | Event::ConsentRenewed { .. }
            | Event::DeviationJudged { .. }
            | Event::EnrolmentCorrected { .. }
            | Event::Noted { .. }
            | Event::Prompted { .. }
            | Event::Shown { .. }
            | Event::Completed { .. }
            | Event::FormLeft { .. }
            | Event::Signed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::UserRoles { .. }
            | Event::UserNamed { .. }
            | Event::UserDisabled { .. }
            | Event::UserEnabled { .. }
            | Event::PassphraseSet { .. }
            | Event::PassphraseCleared { .. }
            | Event::PassphraseWrong { .. }
            | Event::PassphraseRight { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. }
            | Event::Recovered { .. } => return,
        };
        if let Some(session) = self.sessions.get_mut(visit) {
            signature::judge_anew(&self.participant.id, session, entry);
        }
    }

    /// Takes the session of a visit out; one that was begun again since stays.
    fn void(&mut self, visit: &VisitId, entry: &Entry) {
        let stood = |session: &Session| match entry.seq {
            // It is not stored yet, and the newest of all.
            0 => true,
            seq => session.begun != 0 && session.begun < seq,
        };
        if self.sessions.get(visit).is_some_and(stood) {
            self.sessions.remove(visit);
        }
        if entry.seq != 0 {
            let newest = self.voided.entry(visit.clone()).or_default();
            *newest = entry.seq.max(*newest);
        }
    }

    /// Returns the session of a visit, marked as changed by this entry; `None` where it was not begun and the entry does
    /// not begin it.
    fn touch(&mut self, visit: &VisitId, entry: &Entry) -> Option<&mut Session> {
        let begins = entry.draft.event.begins();
        let observed = entry.draft.observed_at.unwrap_or(entry.recorded_at);
        let session = match begins {
            Some(_) => self.begin(visit, observed.date_naive(), entry),
            None => self.sessions.get_mut(visit)?,
        };
        if let Some((_, Some(form))) = begins
            && visit.as_str() == LOG
        {
            earliest(session.first.entry(form.clone()).or_default(), entry.seq);
        }
        // What is not stored yet has no number.
        if entry.seq >= session.last_seq {
            session.last_seq = entry.seq;
            session.last_at = entry.recorded_at;
        }
        Some(session)
    }

    fn begin(&mut self, visit: &VisitId, date: NaiveDate, entry: &Entry) -> &mut Session {
        let begun = || Session {
            why_outside: entry.draft.reason.clone(),
            ..Session::new(visit.clone(), date, entry.seq, entry.recorded_at)
        };
        let session = self.sessions.entry(visit.clone()).or_insert_with(begun);
        earliest(&mut session.begun, entry.seq);
        session
    }
}

/// Keeps the lower number of two entries; 0 is none.
fn earliest(known: &mut u64, seq: u64) {
    if seq != 0 && (*known == 0 || seq < *known) {
        *known = seq;
    }
}

/// Returns whether an entry comes after one that it stands before in the record: it is then out of date. Number 0
/// is an entry that is not stored yet, which is the newest of all.
fn is_older(entry: &Entry, standing: u64) -> bool {
    entry.seq != 0 && entry.seq < standing
}

/// Records that a form was left by an entry; one that is not stored yet has no number.
fn leave(session: &mut Session, form: &FormId, entry: &Entry) {
    let new = Left {
        first: entry.seq,
        at: entry.recorded_at,
        last: entry.seq,
    };
    let left = session.left.entry(form.clone()).or_insert(new);
    if left.first == 0 {
        *left = new;
    }
    left.last = left.last.max(entry.seq);
}

/// Puts an answer into a cell; a new answer is not covered by what was kept of the old one.
fn put(cell: &mut Cell, answer: Option<Answer>, origin: Origin, entry: &Entry) {
    if is_older(entry, cell.seq) {
        return;
    }
    cell.answer = answer;
    cell.unfit = None;
    cell.origin = Some(origin);
    cell.kept.clear();
    cell.reason.clone_from(&entry.draft.reason);
    cell.seq = entry.seq;
    cell.by.clone_from(&entry.draft.by.user);
    cell.stamp = Stamp::new(entry.recorded_at, entry.draft.observed_at);
}
