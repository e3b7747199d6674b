//! One participant's assessments at one visit, and all that the record knows of a participant.
//!
//! Built by applying events in order; applying the same events always gives the same sessions.

use super::entry::Entry;
use super::event::{Event, Origin, Place};
use super::lock::Locks;
use super::participant::Participant;
use super::query::{self, Query};
use super::signature::{self, Signature};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in a field now, and which entry put it there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The answer; `None` when the field was cleared.
    pub answer: Option<Answer>,
    /// How the answer came there.
    pub origin: Option<Origin>,
    /// The note on the field.
    pub note: Option<String>,
    /// Number of the entry that set the note; 0 while it is not stored.
    pub noted: u64,
    /// Questions that were answered with "keep": rule and reason.
    pub kept: Vec<(String, String)>,
    /// Number of the entry that set the answer.
    pub seq: u64,
    /// Login name of who set it.
    pub by: String,
    /// Why the answer was changed, where its form had been complete.
    pub reason: Option<String>,
    /// Queries on the field, oldest first.
    pub queries: Vec<Query>,
}

/// The cells of one form at one visit.
pub type FormCells = BTreeMap<FieldId, Cell>;

/// One participant's assessments at one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The visit.
    pub visit: VisitId,
    /// Day of the assessments.
    pub date: NaiveDate,
    /// Number of the entry that changed it last.
    pub last_seq: u64,
    /// When it was changed last.
    pub last_at: DateTime<FixedOffset>,
    /// Forms with at least one cell.
    pub forms: BTreeMap<FormId, FormCells>,
    /// Forms whose assessor was shown earlier scores.
    pub shown: Vec<FormId>,
    /// Forms that were left complete, each with the first entry that says so.
    pub completed: BTreeMap<FormId, u64>,
    /// Signatures, oldest first; whether one stands depends on what the session says now.
    pub signatures: Vec<Signature>,
}

impl Session {
    /// Returns a session just begun by an entry.
    pub fn new(visit: VisitId, date: NaiveDate, seq: u64, at: DateTime<FixedOffset>) -> Self {
        Self {
            visit,
            date,
            last_seq: seq,
            last_at: at,
            forms: BTreeMap::new(),
            shown: Vec::new(),
            completed: BTreeMap::new(),
            signatures: Vec::new(),
        }
    }

    /// Returns the answer of a field.
    pub fn answer(&self, form: &str, field: &str) -> Option<&Answer> {
        self.forms.get(form)?.get(field)?.answer.as_ref()
    }

    /// Returns how many queries on its fields are not closed.
    pub fn open_queries(&self) -> usize {
        let cells = self.forms.values().flat_map(BTreeMap::values);
        let queries = cells.flat_map(|cell| &cell.queries);
        queries
            .filter(|query| query.state != query::State::Closed)
            .count()
    }

    /// Returns the cell of a field, for writing; made when it is not there.
    pub fn cell_mut(&mut self, form: &FormId, field: &FieldId) -> &mut Cell {
        self.forms
            .entry(form.clone())
            .or_default()
            .entry(field.clone())
            .or_default()
    }
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
}

impl ParticipantRecord {
    /// Starts the record of a participant just enrolled.
    pub fn new(participant: Participant) -> Self {
        Self {
            participant,
            sessions: BTreeMap::new(),
            locks: Locks::default(),
        }
    }

    /// Returns the sessions of visits, by id; the one that holds the logs is none.
    pub fn visits(&self) -> impl Iterator<Item = &Session> {
        let log =
            |session: &&Session| session.visit.as_str() == crate::domain::record::rows::SESSION;
        self.sessions.values().filter(move |session| !log(session))
    }

    /// Returns the session of a visit.
    pub fn session(&self, visit: &str) -> Option<&Session> {
        self.sessions.get(visit)
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
        match event {
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::UserAdded { .. }
            | Event::UserRoles { .. }
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
            | Event::CameIn { .. }
            | Event::WentOut { .. }
            | Event::Copied { .. } => {}
            Event::Locked { .. } | Event::Unlocked { .. } => {
                self.locks.apply(entry);
            }
            Event::Completed { visit, form, .. } => {
                let session = self.touch(visit, entry);
                let first = session.completed.entry(form.clone()).or_default();
                // What is not stored yet has no number.
                if *first == 0 {
                    *first = entry.seq;
                }
            }
            Event::Signed {
                visit,
                meaning,
                content,
                ..
            } => {
                let session = self.touch(visit, entry);
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
                let session = self.touch(&place.visit, entry);
                let cell = session.cell_mut(&place.form, &place.field);
                query::apply(&mut cell.queries, *query, *step, text, entry);
            }
            Event::Enrolled { participant } => self.participant = participant.clone(),
            Event::SessionBegun { visit, date, .. } => {
                // Whoever began it first said the day.
                self.begin(visit, *date, entry);
            }
            Event::Answered {
                place,
                answer,
                origin,
            } => {
                self.set(place, Some(answer.clone()), *origin, entry);
            }
            Event::Cleared { place, origin } => self.set(place, None, *origin, entry),
            Event::Noted { place, text } => {
                let cell = self
                    .touch(&place.visit, entry)
                    .cell_mut(&place.form, &place.field);
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
                if *outcome == super::event::PromptOutcome::Kept {
                    let cell = self
                        .touch(&place.visit, entry)
                        .cell_mut(&place.form, &place.field);
                    // Once, however often it was asked: applying an entry again changes nothing.
                    let kept = (rule.clone(), reason.clone().unwrap_or_default());
                    if !is_older(entry, cell.seq) && !cell.kept.contains(&kept) {
                        cell.kept.push(kept);
                    }
                }
            }
            Event::Shown { visit, form, .. } => {
                let session = self.touch(visit, entry);
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
                let session = self.touch(visit, entry);
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

    /// Says of the signatures of a visit, after an entry that may change what it says, which stand no more.
    fn judge_signatures(&mut self, entry: &Entry) {
        let visit = match &entry.draft.event {
            Event::Answered { place, .. } | Event::Cleared { place, .. } => &place.visit,
            Event::Filled { visit, .. } | Event::SessionBegun { visit, .. } => visit,
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::Enrolled { .. }
            | Event::Noted { .. }
            | Event::Prompted { .. }
            | Event::Shown { .. }
            | Event::Completed { .. }
            | Event::Signed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::ClockMoved { .. }
            | Event::CameIn { .. }
            | Event::WentOut { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::UserRoles { .. }
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

    fn set(&mut self, place: &Place, answer: Option<Answer>, origin: Origin, entry: &Entry) {
        let session = self.touch(&place.visit, entry);
        put(
            session.cell_mut(&place.form, &place.field),
            answer,
            origin,
            entry,
        );
    }

    /// Returns the session of a visit, marked as changed by this entry; begun now if it was not.
    fn touch(&mut self, visit: &VisitId, entry: &Entry) -> &mut Session {
        let date = entry
            .draft
            .observed_at
            .unwrap_or(entry.recorded_at)
            .date_naive();
        let session = self.begin(visit, date, entry);
        // What is not stored yet has no number.
        if entry.seq >= session.last_seq {
            session.last_seq = entry.seq;
            session.last_at = entry.recorded_at;
        }
        session
    }

    fn begin(&mut self, visit: &VisitId, date: NaiveDate, entry: &Entry) -> &mut Session {
        self.sessions
            .entry(visit.clone())
            .or_insert_with(|| Session::new(visit.clone(), date, entry.seq, entry.recorded_at))
    }
}

/// Returns whether an entry comes after one that it stands before in the record: it is then out of date. Number 0
/// is an entry that is not stored yet, which is the newest of all.
fn is_older(entry: &Entry, standing: u64) -> bool {
    entry.seq != 0 && entry.seq < standing
}

/// Puts an answer into a cell; a new answer is not covered by what was kept of the old one.
fn put(cell: &mut Cell, answer: Option<Answer>, origin: Origin, entry: &Entry) {
    if is_older(entry, cell.seq) {
        return;
    }
    cell.answer = answer;
    cell.origin = Some(origin);
    cell.kept.clear();
    cell.reason.clone_from(&entry.draft.reason);
    cell.seq = entry.seq;
    cell.by.clone_from(&entry.draft.by.user);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::sample::participant;

    fn entry(seq: u64, event: Event) -> Entry {
        let at = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
        let draft = Draft::new(
            Assessor {
                user: "mk".to_owned(),
                name: String::new(),
                role: String::new(),
                from: String::new(),
            },
            event,
        );
        Entry {
            seq,
            ..Entry::preview(draft, at)
        }
    }

    fn place() -> Place {
        Place {
            participant: "01-001".into(),
            visit: "baseline".into(),
            form: "mixed".into(),
            field: "rash".into(),
        }
    }

    fn answered(seq: u64, code: &str) -> Entry {
        let event = Event::Answered {
            place: place(),
            answer: Answer::code(code),
            origin: Origin::Typed,
        };
        entry(seq, event)
    }

    fn noted(seq: u64, text: &str) -> Entry {
        let event = Event::Noted {
            place: place(),
            text: text.to_owned(),
        };
        entry(seq, event)
    }

    #[test]
    fn an_entry_older_than_what_stands_changes_nothing_and_one_not_stored_always_does() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        for entry in [
            answered(5, "y"),
            noted(6, "six"),
            answered(4, "n"),
            noted(3, "three"),
        ] {
            record.apply(&entry);
        }
        let cell = |record: &ParticipantRecord| {
            let session = record.session("baseline").unwrap();
            assert_eq!(session.last_seq, 6);
            session.forms[&FormId::from("mixed")][&FieldId::from("rash")].clone()
        };
        let stands = cell(&record);
        assert_eq!((stands.answer, stands.seq), (Some(Answer::code("y")), 5));
        assert_eq!((stands.note.as_deref(), stands.noted), (Some("six"), 6));
        record.apply(&answered(0, "n"));
        assert_eq!(
            (cell(&record).answer, cell(&record).seq),
            (Some(Answer::code("n")), 0)
        );
        record.apply(&answered(7, "y"));
        record.apply(&answered(6, "n"));
        assert_eq!(cell_answer(&record), Some(Answer::code("y")));
    }

    #[test]
    fn a_signature_is_void_from_the_entry_that_changed_an_answer_on() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        record.apply(&answered(1, "y"));
        let content = signature::content(&"01-001".into(), record.session("baseline").unwrap());
        let signed = Event::Signed {
            participant: "01-001".into(),
            visit: "baseline".into(),
            meaning: signature::Meaning::Approved,
            content,
        };
        record.apply(&entry(2, signed));
        let void = |record: &ParticipantRecord| {
            let signature = &record.session("baseline").unwrap().signatures[0];
            signature.voided.as_ref().map(|void| void.seq)
        };
        record.apply(&noted(3, "seen"));
        assert_eq!(void(&record), None);
        record.apply(&answered(0, "n"));
        assert_eq!(void(&record), Some(0), "not stored yet");
        record.apply(&answered(4, "n"));
        record.apply(&answered(5, "n"));
        assert_eq!(void(&record), Some(4));
        // Put back, it was changed all the same; and an older entry that comes again changes nothing.
        record.apply(&answered(6, "y"));
        assert_eq!(void(&record), Some(4));
        record.apply(&answered(4, "n"));
        assert_eq!(void(&record), Some(4));
    }

    #[test]
    fn a_lock_on_the_study_is_known_in_every_record() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        let scope = super::super::lock::Scope::study();
        let (reason, part) = ("closed".to_owned(), scope.clone());
        record.apply(&entry(
            1,
            Event::Locked {
                scope: part,
                reason,
            },
        ));
        assert!(record.locks.on(&scope).is_some());
        let reason = "one more query".to_owned();
        record.apply(&entry(
            2,
            Event::Unlocked {
                scope: scope.clone(),
                reason,
            },
        ));
        assert!(record.locks.on(&scope).is_none());
    }

    fn cell_answer(record: &ParticipantRecord) -> Option<Answer> {
        record.session("baseline")?.answer("mixed", "rash").cloned()
    }
}
