//! What an append changes in sled: keys and values, gathered so that they can be applied together.
//!
//! Only the form of things; nothing here reads or writes.

use super::guard::Fault;
use super::table::Table;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::deviation::Judged;
use crate::domain::record::heads::Heads;
use crate::domain::record::kept_scores::SessionScores;
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::record::participant::Participant;
use crate::domain::record::session::{
    EarlierDay, FormCells, Left, ParticipantRecord, RenewedConsent, Session, Unscheduled,
};
use crate::domain::record::signature::Signature;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::record::user::User;
use crate::domain::views::summary::Summary;
use crate::text::store::Unsound;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A row of the participants: who, when that was stored, how they take part, the entry that corrected it,
/// the sessions that were begun by mistake, the renewed consents, and what was said of deviations.
pub(in crate::store) type EnrolledRow = (
    Participant,
    Option<DateTime<FixedOffset>>,
    StatusHistory,
    u64,
    BTreeMap<VisitId, u64>,
    BTreeMap<String, RenewedConsent>,
    BTreeMap<String, Judged>,
);

/// The one key of the tree that has one.
pub(in crate::store) const LAST: &[u8] = b"last";
/// Key of the heads, in the same tree.
pub(in crate::store) const HEADS: &[u8] = b"heads";

/// What a session says besides its forms.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct SessionHead {
    /// Day of the assessments.
    pub(in crate::store) date: NaiveDate,
    /// What it is for and what it asks, where no schedule plans it.
    pub(in crate::store) unscheduled: Option<Unscheduled>,
    /// Whether that day is not by the rules.
    pub(in crate::store) unfit_date: bool,
    /// Why it was begun outside its window.
    pub(in crate::store) why_outside: Option<String>,
    /// The days that it had before.
    pub(in crate::store) earlier_days: Vec<EarlierDay>,
    /// Entry that began it, which decides by which version of the study it is read.
    pub(in crate::store) begun: u64,
    /// First entry in each row of a log and in each form that is filled in once.
    pub(in crate::store) first: BTreeMap<FormId, u64>,
    /// Entry that changed it last.
    pub(in crate::store) last_seq: u64,
    /// When that was.
    pub(in crate::store) last_at: DateTime<FixedOffset>,
    /// Forms whose assessor was shown earlier scores.
    pub(in crate::store) shown: Vec<FormId>,
    /// Forms whose answers showed earlier scores that had been left out.
    pub(in crate::store) revealed: BTreeMap<FormId, u64>,
    /// Forms that were left complete.
    pub(in crate::store) completed: BTreeMap<FormId, u64>,
    /// Forms that were left, complete or not.
    pub(in crate::store) left: BTreeMap<FormId, Left>,
    /// Forms whose answers were moved away.
    pub(in crate::store) moved_away: BTreeMap<FormId, u64>,
    /// Signatures.
    pub(in crate::store) signatures: Vec<Signature>,
    /// Scores and verdicts kept with completions and signatures.
    pub(in crate::store) kept: SessionScores,
}

/// Changes to be made together.
#[derive(Debug, Default)]
pub(in crate::store) struct Changes {
    /// Values by tree and key.
    pub(in crate::store) puts: BTreeMap<(Table, Vec<u8>), Vec<u8>>,
}

impl Changes {
    fn put<T: Serialize>(&mut self, table: Table, key: Vec<u8>, value: &T) -> Result<(), Fault> {
        let bytes = postcard::to_stdvec(value).map_err(|error| Fault::new(error.to_string()))?;
        self.puts.insert((table, key), bytes);
        Ok(())
    }

    /// Puts the line of an entry.
    pub(in crate::store) fn line(&mut self, seq: u64, line: Vec<u8>) {
        self.puts
            .insert((Table::Log, seq.to_be_bytes().to_vec()), line);
    }

    /// Puts which entries a request became.
    pub(in crate::store) fn request(
        &mut self,
        request: &str,
        first: u64,
        last: u64,
    ) -> Result<(), Fault> {
        self.put(Table::Requests, request_key(request), &(first, last))
    }

    /// Puts a participant, enrolled by this entry.
    pub(in crate::store) fn participant(
        &mut self,
        order: u64,
        record: &ParticipantRecord,
    ) -> Result<(), Fault> {
        let who = (
            &record.participant,
            record.enrolled_at,
            &record.statuses,
            record.corrected,
            &record.voided,
            &record.consents,
            &record.deviations,
        );
        self.put(Table::Participants, order.to_be_bytes().to_vec(), &who)
    }

    /// Puts a user.
    pub(in crate::store) fn user(&mut self, user: &User) -> Result<(), Fault> {
        self.put(Table::Users, key(&[user.user.as_str()]), user)
    }

    /// Puts the lock of a part of the study, or that it has none.
    pub(in crate::store) fn lock(
        &mut self,
        scope: &Scope,
        lock: Option<&Lock>,
    ) -> Result<(), Fault> {
        let names = [
            scope.participant.as_ref().map_or("", ParticipantId::as_str),
            scope.visit.as_ref().map_or("", VisitId::as_str),
            scope.form.as_ref().map_or("", FormId::as_str),
        ];
        self.put(Table::Locks, key(&names), &(scope, lock))
    }

    /// Puts that an entry is about a participant.
    pub(in crate::store) fn trail(&mut self, who: &ParticipantId, seq: u64) -> Result<(), Fault> {
        let key = [key(&[who.as_str()]), seq.to_be_bytes().to_vec()].concat();
        self.put(Table::Trail, key, &true)
    }

    /// Puts when the study was backed up and a restore tested.
    pub(in crate::store) fn backup_status(
        &mut self,
        backup_status: &BackupStatus,
    ) -> Result<(), Fault> {
        self.put(Table::BackupStatus, LAST.to_vec(), backup_status)
    }

    /// Puts which heads are missing, and which were accepted.
    pub(in crate::store) fn heads(&mut self, heads: &Heads) -> Result<(), Fault> {
        self.put(Table::BackupStatus, HEADS.to_vec(), heads)
    }

    /// Puts a participant's summary.
    pub(in crate::store) fn summary(&mut self, summary: &Summary) -> Result<(), Fault> {
        let key = key(&[summary.participant.id.as_str()]);
        self.put(Table::Summary, key, summary)
    }

    /// Puts what a session says besides its forms.
    pub(in crate::store) fn session(
        &mut self,
        who: &ParticipantId,
        session: &Session,
    ) -> Result<(), Fault> {
        let head = SessionHead {
            date: session.date,
            unscheduled: session.unscheduled.clone(),
            unfit_date: session.unfit_date,
            why_outside: session.why_outside.clone(),
            earlier_days: session.earlier_days.clone(),
            begun: session.begun,
            first: session.first.clone(),
            last_seq: session.last_seq,
            last_at: session.last_at,
            shown: session.shown.clone(),
            revealed: session.revealed.clone(),
            completed: session.completed.clone(),
            left: session.left.clone(),
            moved_away: session.moved_away.clone(),
            signatures: session.signatures.clone(),
            kept: session.kept.clone(),
        };
        let key = key(&[who.as_str(), session.visit.as_str()]);
        self.put(Table::Sessions, key, &Some(head))
    }

    /// Puts that a visit has no session any more; its forms are put without a cell.
    pub(in crate::store) fn no_session(
        &mut self,
        who: &ParticipantId,
        visit: &VisitId,
    ) -> Result<(), Fault> {
        let key = key(&[who.as_str(), visit.as_str()]);
        self.put(Table::Sessions, key, &None::<SessionHead>)
    }

    /// Puts the cells of a form.
    pub(in crate::store) fn form(
        &mut self,
        who: &ParticipantId,
        visit: &VisitId,
        form: &FormId,
        cells: &FormCells,
    ) -> Result<(), Fault> {
        let key = key(&[who.as_str(), visit.as_str(), form.as_str()]);
        self.put(Table::Forms, key, cells)
    }
}

/// Joins names into a key; a name holds no zero byte, so no key is the start of another by chance.
pub(in crate::store) fn key(names: &[&str]) -> Vec<u8> {
    let mut key = Vec::new();
    for name in names {
        key.extend_from_slice(name.as_bytes());
        key.push(0);
    }
    key
}

/// Returns the key of a request.
pub(in crate::store) fn request_key(request: &str) -> Vec<u8> {
    key(&[request])
}

/// Returns the key of one part of a value.
pub(in crate::store) fn part_key(key: &[u8], number: u16) -> Vec<u8> {
    [key, number.to_be_bytes().as_slice()].concat()
}

/// Returns the names that a key was joined of.
pub(in crate::store) fn names<const N: usize>(key: &[u8]) -> Result<[String; N], Fault> {
    let wrong = || Fault::new(Unsound::NotReadable);
    let names: Vec<String> = key
        .strip_suffix(&[0])
        .ok_or_else(wrong)?
        .split(|byte| *byte == 0)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    names.try_into().map_err(|_| wrong())
}

/// Returns the number that a key is.
pub(in crate::store) fn order(key: &[u8]) -> Result<u64, Fault> {
    key.try_into()
        .map(u64::from_be_bytes)
        .map_err(|_| Fault::new(Unsound::NotReadable))
}
