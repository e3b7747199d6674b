//! A cache in front of sled: the records of the participants used last, and the changes that the journal holds
//! but sled does not yet.
//!
//! An append is acknowledged when the journal has it; its changes wait here until the next call.

use super::changes::Changes;
use super::guard::{Fault, guard};
use super::tables::Tables;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::{Locks, Scope};
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord};
use crate::domain::record::user::Users;
use crate::domain::study::visit_summary::VisitSummary;
use crate::domain::views::summary::Summary;
use crate::store::journal::line::Tip;
use crate::store::options::Projection;
use std::collections::{BTreeSet, HashMap};

/// How many records stay in memory after their changes went to sled: one for each of many terminals.
const KEEP: usize = 64;

/// One participant's record in memory, and what of it sled does not hold yet.
#[derive(Debug)]
struct CachedRecord {
    record: ParticipantRecord,
    /// When it was last worked on, in entries.
    used: u64,
    described: bool,
    summarise: bool,
    sessions: BTreeSet<VisitId>,
    forms: BTreeSet<(VisitId, FormId)>,
}

/// The records used last and the changes that wait for sled.
#[derive(Debug)]
pub(in crate::store) struct RecordCache {
    records: HashMap<ParticipantId, CachedRecord>,
    /// The entry that enrolled each participant.
    orders: HashMap<ParticipantId, u64>,
    lines: Vec<(u64, Vec<u8>)>,
    requests: Vec<(String, u64, u64)>,
    summaries: HashMap<ParticipantId, Summary>,
    users: Users,
    /// Users whose row in sled is behind.
    changed_users: BTreeSet<String>,
    locks: Locks,
    /// Parts of the study whose lock in sled is behind.
    changed_locks: BTreeSet<Scope>,
    /// Entries about participants that sled does not list yet.
    trail: Vec<(ParticipantId, u64)>,
    backup_status: BackupStatus,
    /// Whether sled is behind with it.
    backup_changed: bool,
    heads: Heads,
    /// Whether sled is behind with them.
    heads_changed: bool,
    tip: Tip,
}

impl RecordCache {
    /// Makes an empty cache over the trees, with what of them is always in memory.
    pub(in crate::store) fn new(tables: &Tables) -> Result<Self, Fault> {
        Ok(Self {
            records: HashMap::new(),
            orders: tables.orders()?,
            lines: Vec::new(),
            requests: Vec::new(),
            summaries: HashMap::new(),
            users: tables.users()?,
            changed_users: BTreeSet::new(),
            locks: tables.locks()?,
            changed_locks: BTreeSet::new(),
            trail: Vec::new(),
            backup_status: tables.backup_status()?,
            backup_changed: false,
            heads: tables.heads()?,
            heads_changed: false,
            tip: tables.mark.tip,
        })
    }

    /// Returns the users.
    pub(in crate::store) fn users(&self) -> &Users {
        &self.users
    }

    /// Returns the locks.
    pub(in crate::store) fn locks(&self) -> &Locks {
        &self.locks
    }

    /// Returns a participant's record, when it is in the cache.
    pub(in crate::store) fn record(&self, who: &ParticipantId) -> Option<&ParticipantRecord> {
        self.records.get(who).map(|cached| &cached.record)
    }

    /// Returns when the study was backed up and a restore tested.
    pub(in crate::store) fn backup_status(&self) -> &BackupStatus {
        &self.backup_status
    }

    /// Returns which heads are missing, and which were accepted.
    pub(in crate::store) fn heads(&self) -> &Heads {
        &self.heads
    }

    /// Returns the present answer and note of a field.
    pub(in crate::store) fn cell(
        &self,
        place: &FieldPath,
        tables: &Tables,
    ) -> Result<Option<Cell>, Fault> {
        let Some(cached) = self.records.get(&place.participant) else {
            return tables.cell(place);
        };
        Ok(cached.record.cell(place).cloned())
    }

    /// Returns whether a participant has this id, in whatever case.
    pub(in crate::store) fn is_enrolled(&self, id: &ParticipantId) -> bool {
        let same = |known: &ParticipantId| known.as_str().eq_ignore_ascii_case(id.as_str());
        self.orders.contains_key(id) || self.orders.keys().any(same)
    }

    /// Returns how many entries wait.
    pub(in crate::store) fn waiting(&self) -> usize {
        self.lines.len()
    }

    /// Returns the entry that enrolled a participant.
    pub(in crate::store) fn order(&self, who: &ParticipantId) -> Option<u64> {
        self.orders.get(who).copied()
    }

    /// Takes an entry that the journal has, with its line (no newline).
    pub(in crate::store) fn take(
        &mut self,
        entry: &Entry,
        tip: Tip,
        line: Vec<u8>,
        (tables, projection): (&Tables, &Projection),
    ) -> Result<(), Fault> {
        if entry.draft.event.version().is_some() {
            // What is due, and what a verdict asks for, may be another thing for everybody: until all are summarised again
            // the trees count as half built.
            tables.set_building(true)?;
        }
        self.tip = tip;
        self.lines.push((entry.seq, line));
        match self.requests.last_mut() {
            Some((request, _, last)) if *request == entry.request => *last = entry.seq,
            _ => self
                .requests
                .push((entry.request.clone(), entry.seq, entry.seq)),
        }
        if let Some(user) = self.users.apply(entry) {
            self.changed_users.insert(user.to_owned());
        }
        if let Some(scope) = self.locks.apply(entry) {
            self.changed_locks.insert(scope.clone());
            if scope.participant.is_none() {
                // A lock of the whole study holds for every participant.
                self.trail.push((ParticipantId::new(""), entry.seq));
            }
        }
        self.backup_changed |= self.backup_status.apply(entry);
        self.heads_changed |= self.heads.apply(entry);
        let Some(who) = entry.draft.event.participant() else {
            return Ok(());
        };
        self.trail.push((who.clone(), entry.seq));
        if !self.records.contains_key(who) {
            let stored = match self.orders.get(who) {
                Some(order) => tables.record(who, *order)?,
                None => None,
            };
            let enrolled = || entry.draft.event.enrolled().cloned();
            let begun = || enrolled().map(ParticipantRecord::new);
            let Some(record) = stored.or_else(begun) else {
                // It is about no participant, so no record changes.
                return Ok(());
            };
            let cached = CachedRecord {
                record,
                used: 0,
                described: false,
                summarise: false,
                sessions: BTreeSet::new(),
                forms: BTreeSet::new(),
            };
            self.records.insert(who.clone(), cached);
        }
        if let Some(cached) = self.records.get_mut(who) {
            self.orders.entry(who.clone()).or_insert(entry.seq);
            let voids = entry.draft.event.voided();
            let gone = voids.and_then(|visit| cached.record.session(visit.as_str()));
            let gone = gone.into_iter().flat_map(|session| {
                let forms = session.forms.keys().cloned();
                forms.map(|form| (session.visit.clone(), form))
            });
            let gone: Vec<(VisitId, FormId)> = gone.collect();
            cached.forms.extend(gone);
            cached.record.apply(entry);
            // An entry that is on the disk must not look unsaved because a judgement failed.
            let _ = guard(|| {
                (projection.judge)(&mut cached.record, entry);
                Ok(())
            });
            cached.used = entry.seq;
            cached.summarise = true;
            cached.note(&entry.draft.event);
        }
        Ok(())
    }

    /// Makes the summaries of the participants changed since the last call.
    pub(in crate::store) fn summarise(&mut self, projection: &Projection) {
        for (who, cached) in &mut self.records {
            if std::mem::take(&mut cached.summarise) {
                let summary = guard(|| Ok((projection.summarise)(&cached.record)));
                // An entry that is on the disk must not look unsaved because a verdict failed.
                let summary = summary.unwrap_or_else(|_| plain(&cached.record));
                self.summaries.insert(who.clone(), summary);
            }
        }
    }

    /// Returns the summary that waits for a participant.
    pub(in crate::store) fn summary(&self, who: &ParticipantId) -> Option<&Summary> {
        self.summaries.get(who)
    }

    /// Writes all waiting changes to sled.
    pub(in crate::store) fn flush(&mut self, tables: &mut Tables) -> Result<(), Fault> {
        if self.lines.is_empty() && self.summaries.is_empty() {
            return Ok(());
        }
        let mut changes = Changes::default();
        for (seq, line) in self.lines.drain(..) {
            changes.line(seq, line);
        }
        for (request, first, last) in self.requests.drain(..) {
            // In a replay in steps, one request may come in several.
            let first = match tables.request(&request)? {
                Some((known, _)) => known.min(first),
                None => first,
            };
            changes.request(&request, first, last)?;
        }
        for (_, summary) in self.summaries.drain() {
            changes.summary(&summary)?;
        }
        for user in std::mem::take(&mut self.changed_users) {
            if let Some(user) = self.users.get(&user) {
                changes.user(user)?;
            }
        }
        for scope in std::mem::take(&mut self.changed_locks) {
            changes.lock(&scope, self.locks.on(&scope))?;
        }
        for (who, seq) in self.trail.drain(..) {
            changes.trail(&who, seq)?;
        }
        if std::mem::take(&mut self.backup_changed) {
            changes.backup_status(&self.backup_status)?;
        }
        if std::mem::take(&mut self.heads_changed) {
            changes.heads(&self.heads)?;
        }
        for (who, cached) in &mut self.records {
            if std::mem::take(&mut cached.described)
                && let Some(order) = self.orders.get(who)
            {
                changes.participant(*order, &cached.record)?;
            }
            for visit in std::mem::take(&mut cached.sessions) {
                match cached.record.sessions.get(&visit) {
                    Some(session) => changes.session(who, session)?,
                    None if cached.record.voided.contains_key(&visit) => {
                        changes.no_session(who, &visit)?;
                    }
                    None => {}
                }
            }
            for (visit, form) in std::mem::take(&mut cached.forms) {
                let session = cached.record.sessions.get(&visit);
                match session.and_then(|session| session.forms.get(&form)) {
                    Some(cells) => changes.form(who, &visit, &form, cells)?,
                    None if cached.record.voided.contains_key(&visit) => {
                        changes.form(who, &visit, &form, &FormCells::new())?;
                    }
                    None => {}
                }
            }
        }
        tables.apply(changes, self.tip)?;
        self.trim();
        Ok(())
    }

    /// Keeps the records worked on last; one still to be summarised stays whatever its age.
    fn trim(&mut self) {
        if self.records.len() > KEEP {
            let mut ages: Vec<u64> = self.records.values().map(|cached| cached.used).collect();
            ages.sort_unstable_by(|a, b| b.cmp(a));
            let oldest = ages.get(KEEP - 1).copied().unwrap_or_default();
            self.records.retain(|_, cached| cached.used >= oldest);
        }
    }

    /// Returns everybody who is enrolled.
    pub(in crate::store) fn participants(&self) -> impl Iterator<Item = ParticipantId> {
        self.orders.keys().cloned()
    }

    /// Reads a participant's record into the cache, so that it is summarised again.
    pub(in crate::store) fn recall(
        &mut self,
        who: &ParticipantId,
        tables: &Tables,
    ) -> Result<(), Fault> {
        if let Some(cached) = self.records.get_mut(who) {
            cached.summarise = true;
            return Ok(());
        }
        let Some(order) = self.orders.get(who) else {
            return Ok(());
        };
        if let Some(record) = tables.record(who, *order)? {
            let cached = CachedRecord {
                record,
                used: 0,
                described: false,
                summarise: true,
                sessions: BTreeSet::new(),
                forms: BTreeSet::new(),
            };
            self.records.insert(who.clone(), cached);
        }
        Ok(())
    }
}

impl CachedRecord {
    /// Notes what an event may have changed.
    fn note(&mut self, event: &Event) {
        self.described |= event.describes();
        let Some((visit, form)) = event.written() else {
            return;
        };
        self.sessions.insert(visit.clone());
        if let Some(form) = form {
            self.forms.insert((visit.clone(), form.clone()));
        }
    }
}

/// Returns a summary that judges nothing.
fn plain(record: &ParticipantRecord) -> Summary {
    let visits = record.visits().map(|session| VisitSummary {
        visit: session.visit.clone(),
        date: session.date,
        unfit_date: session.unfit_date,
        earlier_days: Vec::new(),
        complete: 0,
        forms: 0,
        ending: Vec::new(),
        answered: Vec::new(),
        entered: Vec::new(),
        signed: false,
        chosen: Vec::new(),
        version: 0,
    });
    Summary {
        participant: record.participant.clone(),
        statuses: record.statuses.clone(),
        visits: visits.collect(),
        verdict: Default::default(),
        laboratories: Vec::new(),
        story: Default::default(),
        open_queries: 0,
        outcome: Default::default(),
        last_entry: record.last_entry(),
        unfit: Vec::new(),
    }
}
