//! What is read from the trees: entries, records, summaries, users and locks. Must not write.

use super::Tables;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::{Lock, Locks, Scope};
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::record::user::Users;
use crate::domain::views::summary::Summary;
use crate::store::index::changes::{
    EnrolledRow, HEADS, LAST, SessionHead, key, names, order, request_key,
};
use crate::store::index::guard::{Fault, guard};
use crate::store::index::journal_copy::Log;
use crate::store::index::scan::Scan;
use crate::store::index::table::Table;
use crate::text::store::Unsound;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

impl Tables {
    /// Returns which entries a request became.
    pub(in crate::store) fn request(&self, request: &str) -> Result<Option<(u64, u64)>, Fault> {
        self.value(Table::Requests, &request_key(request))?
            .map(|bytes| decode(&bytes))
            .transpose()
    }

    /// Returns the line of an entry.
    pub(in crate::store) fn line(&self, seq: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.value(Table::Log, &seq.to_be_bytes())
    }

    /// Returns an entry.
    pub(in crate::store) fn entry(&self, seq: u64) -> Result<Option<Entry>, Fault> {
        self.line(seq)?
            .map(|line| {
                crate::store::journal::line::parse(&line)
                    .map_err(|_| Fault::new(Unsound::EntryNotReadable { seq: Some(seq) }))
            })
            .transpose()
    }

    /// Returns the entry of enrolment of each participant.
    pub(in crate::store) fn orders(&self) -> Result<HashMap<ParticipantId, u64>, Fault> {
        let mut orders = HashMap::new();
        for (key, bytes) in self.values(Table::Participants, &[])? {
            let (who, ..): EnrolledRow = decode(&bytes)?;
            orders.insert(who.id, order(&key)?);
        }
        Ok(orders)
    }

    /// Returns a participant's summary.
    pub(in crate::store) fn summary(&self, who: &ParticipantId) -> Result<Option<Summary>, Fault> {
        self.value(Table::Summary, &key(&[who.as_str()]))?
            .map(|bytes| decode(&bytes))
            .transpose()
    }

    /// Calls `with` with each summary, in no order that matters.
    pub(in crate::store) fn each_summary(
        &self,
        with: &mut dyn FnMut(Summary),
    ) -> Result<(), Fault> {
        let tree = self.tree(Table::Summary)?;
        let mut value: Vec<u8> = Vec::new();
        let mut scan = guard(|| Ok(Scan::prefix(tree, &[])))?;
        while let Some((key, part)) = guard(|| Ok(scan.next().transpose()?))? {
            if key.ends_with(&[0, 0]) && !value.is_empty() {
                with(decode(&value)?);
                value.clear();
            }
            value.extend_from_slice(&part);
        }
        if !value.is_empty() {
            with(decode(&value)?);
        }
        Ok(())
    }

    /// Returns all users.
    pub(in crate::store) fn users(&self) -> Result<Users, Fault> {
        let mut users = Users::default();
        for (_, bytes) in self.values(Table::Users, &[])? {
            users.put(decode(&bytes)?);
        }
        Ok(users)
    }

    /// Returns all locks that stand.
    pub(in crate::store) fn locks(&self) -> Result<Locks, Fault> {
        let mut locks = Locks::default();
        for (_, bytes) in self.values(Table::Locks, &[])? {
            let (scope, lock): (Scope, Option<Lock>) = decode(&bytes)?;
            if let Some(lock) = lock {
                locks.put(scope, lock);
            }
        }
        Ok(locks)
    }

    /// Returns the numbers of the entries about a participant, oldest first.
    pub(in crate::store) fn trail(&self, who: &ParticipantId) -> Result<Vec<u64>, Fault> {
        let start = key(&[who.as_str()]);
        let found = self.values(Table::Trail, &start)?;
        let seqs = found.into_iter();
        seqs.map(|(key, _)| order(key.strip_prefix(start.as_slice()).unwrap_or_default()))
            .collect()
    }

    /// Returns when the study was backed up and a restore tested.
    pub(in crate::store) fn backup_status(&self) -> Result<BackupStatus, Fault> {
        let stored = self.value(Table::BackupStatus, LAST)?;
        Ok(stored
            .map(|bytes| decode(&bytes))
            .transpose()?
            .unwrap_or_default())
    }

    /// Returns which heads are missing, and which were accepted.
    pub(in crate::store) fn heads(&self) -> Result<Heads, Fault> {
        let stored = self.value(Table::BackupStatus, HEADS)?;
        Ok(stored
            .map(|bytes| decode(&bytes))
            .transpose()?
            .unwrap_or_default())
    }

    /// Returns what stands in a field.
    pub(in crate::store) fn cell(&self, place: &FieldPath) -> Result<Option<Cell>, Fault> {
        let names = [
            place.participant.as_str(),
            place.visit.as_str(),
            place.form.as_str(),
        ];
        let cells: Option<FormCells> = self
            .value(Table::Forms, &key(&names))?
            .map(|bytes| decode(&bytes))
            .transpose()?;
        Ok(cells.and_then(|mut cells| cells.remove(&place.field)))
    }

    /// Returns the record of a participant who was enrolled by this entry.
    pub(in crate::store) fn record(
        &self,
        who: &ParticipantId,
        order: u64,
    ) -> Result<Option<ParticipantRecord>, Fault> {
        let Some(bytes) = self.value(Table::Participants, &order.to_be_bytes())? else {
            return Ok(None);
        };
        let (participant, enrolled_at, statuses, corrected, voided, consents, deviations): EnrolledRow =
            decode(&bytes)?;
        let mut record = ParticipantRecord::new(participant);
        record.enrolled_at = enrolled_at;
        record.statuses = statuses;
        record.corrected = corrected;
        record.voided = voided;
        record.consents = consents;
        record.deviations = deviations;
        let start = key(&[who.as_str()]);
        for (key, bytes) in self.values(Table::Sessions, &start)? {
            let [_, visit] = names(&key)?;
            let head: Option<SessionHead> = decode(&bytes)?;
            // It was begun by mistake.
            let Some(head) = head else { continue };
            let visit = VisitId::new(visit);
            // Every part by its name, so that one that is added later cannot be left out.
            let session = Session {
                visit: visit.clone(),
                date: head.date,
                unscheduled: head.unscheduled,
                unfit_date: head.unfit_date,
                why_outside: head.why_outside,
                earlier_days: head.earlier_days,
                begun: head.begun,
                first: head.first,
                last_seq: head.last_seq,
                last_at: head.last_at,
                forms: BTreeMap::new(),
                shown: head.shown,
                revealed: head.revealed,
                completed: head.completed,
                left: head.left,
                moved_away: head.moved_away,
                signatures: head.signatures,
                kept: head.kept,
                withheld: BTreeMap::new(),
            };
            record.sessions.insert(visit, session);
        }
        for (key, bytes) in self.values(Table::Forms, &start)? {
            let [_, visit, form] = names(&key)?;
            let cells: FormCells = decode(&bytes)?;
            if cells.is_empty() {
                // Of a session that was begun by mistake.
                continue;
            }
            let session = record
                .sessions
                .get_mut(visit.as_str())
                .ok_or_else(|| Fault::new(Unsound::FormAlone))?;
            session.forms.insert(FormId::new(form), cells);
        }
        Ok(Some(record))
    }

    /// Starts reading the lines of the log from an entry on.
    pub(in crate::store) fn log(&self, from: u64) -> Result<Log, Fault> {
        let tree = self.tree(Table::Log)?;
        guard(|| Ok(Log::new(Scan::from_key(tree, &from.to_be_bytes()))))
    }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    postcard::from_bytes(bytes).map_err(|_| Fault::new(Unsound::NotReadable))
}
