//! Appends entries: valid requests are written to the journal together, and a request is acknowledged only after that.
//!
//! Must not write anything to sled that the journal does not have.

use super::seen::{Standing, Wanted, Written};
use super::{Appended, Store, salt};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::{Draft, Entry, Receipt};
use crate::domain::record::event::{Event, FieldPath};
use crate::store::error::{Action, StoreError};
use crate::store::file_names::JOURNAL;
use crate::store::index::Fault;
use crate::store::journal::line;
use crate::store::journal::line::Tip;
use crate::store::repair::evidence::Mark;
use crate::text::store::{ClosedBy, NameFault, NameOf, Unfit, Unsound};
use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;

/// Longest name in bytes; names are parts of keys.
const NAME: usize = 200;

/// A request of a batch, by what is to be done with it.
enum Fate {
    /// Done before: its entries.
    Known(u64, u64),
    /// The same as an earlier request of this batch.
    Again(usize),
    /// To be written.
    Fresh(Vec<Entry>),
    /// Refused.
    Refused(StoreError),
    /// Others changed its fields first.
    Conflict(Vec<(FieldPath, Standing)>),
}

impl Store {
    /// Appends the entries of one request, all or none; they are on the disk when this returns.
    ///
    /// A request that was applied before is answered with its first receipt.
    ///
    /// # Errors
    /// When the request is not valid, the disk is too full, or the journal could not be written; then
    /// nothing of it is stored.
    pub fn append(&mut self, request: &str, drafts: Vec<Draft>) -> Result<Appended, StoreError> {
        let mut results = self.append_all(vec![(request.to_owned(), drafts)]);
        results
            .pop()
            .unwrap_or(Err(StoreError::Unfit { what: Unfit::Empty }))
    }

    /// Appends several requests with one sync, each all or none; answers are in the order of the requests.
    ///
    /// Each participant is summarised once, however many entries are about them.
    pub fn append_all<W: Into<Wanted>>(
        &mut self,
        requests: Vec<W>,
    ) -> Vec<Result<Appended, StoreError>> {
        let requests: Vec<Wanted> = requests.into_iter().map(Into::into).collect();
        match self.ready() {
            Ok(()) => {}
            Err(error) => return self.refuse_all(requests.len(), error),
        }
        let mut fates = match self.sort(requests) {
            Ok(fates) => fates,
            Err((count, error)) => return self.refuse_all(count, error),
        };
        let written = self.write(&mut fates);
        let contested = fates.iter().any(|fate| matches!(fate, Fate::Conflict(_)));
        let batch: Vec<Option<Vec<Entry>>> = match contested {
            true => fates.iter_mut().map(|f| f.fresh().cloned()).collect(),
            false => Vec::new(),
        };
        let mut answers: Vec<Result<Appended, StoreError>> = Vec::with_capacity(fates.len());
        let failed = written.is_err();
        let mut failure = written.err();
        for fate in fates {
            let answer = match fate {
                Fate::Refused(error) => Err(error),
                Fate::Conflict(_) if failed => Err(failure
                    .take()
                    .unwrap_or_else(|| self.gone(ClosedBy::NotWritten))),
                Fate::Conflict(standing) => self
                    .standing(standing, &batch)
                    .and_then(|standing| Err(StoreError::Conflict { standing })),
                Fate::Known(first, last) => self.recall(first, last),
                Fate::Again(index) => match answers.get(index) {
                    Some(Ok(appended)) => Ok(appended.clone()),
                    _ => Err(self.gone(ClosedBy::RefusedBefore)),
                },
                Fate::Fresh(_) if failed => Err(failure
                    .take()
                    .unwrap_or_else(|| self.gone(ClosedBy::NotWritten))),
                Fate::Fresh(entries) => self.answer(entries),
            };
            answers.push(answer);
        }
        answers
    }

    /// Checks that the study can take entries: not broken, and with enough room on the disk.
    fn ready(&mut self) -> Result<(), StoreError> {
        if let Some(why) = &self.closed {
            return Err(closed(why.clone()));
        }
        self.flush()?;
        let floor = self.options.floor_bytes;
        match self.home.free() {
            Some(free) if free < floor => Err(StoreError::NoSpace { free, floor }),
            _ => Ok(()),
        }
    }

    fn gone(&self, why: ClosedBy) -> StoreError {
        match &self.closed {
            Some(earlier) => closed(earlier.clone()),
            None => StoreError::Closed { why },
        }
    }

    fn refuse_all(&self, count: usize, error: StoreError) -> Vec<Result<Appended, StoreError>> {
        let other = || match &error {
            StoreError::NoSpace { free, floor } => StoreError::NoSpace {
                free: *free,
                floor: *floor,
            },
            _ => closed(error.clone()),
        };
        let mut answers: Vec<_> = (1..count).map(|_| Err(other())).collect();
        answers.insert(0, Err(error));
        answers.truncate(count);
        answers
    }

    /// Sorts requests into known, unfit and fresh; a fresh one gets its entries, not yet their places.
    fn sort(&mut self, requests: Vec<Wanted>) -> Result<Vec<Fate>, (usize, StoreError)> {
        let count = requests.len();
        let now = self.now();
        let mut fates: Vec<Fate> = Vec::with_capacity(count);
        let mut here: HashMap<String, usize> = HashMap::new();
        let mut enrolled: HashSet<ParticipantId> = HashSet::new();
        let mut written = Written::default();
        for wanted in requests {
            let Wanted {
                request,
                drafts,
                seen,
            } = wanted;
            if let Some(index) = here.get(&request) {
                fates.push(Fate::Again(*index));
                continue;
            }
            let known = match self.read(|tables, _| tables.request(&request)) {
                Ok(known) => known,
                Err(error) => return Err((count, error)),
            };
            if let Some((first, last)) = known {
                fates.push(Fate::Known(first, last));
                continue;
            }
            if let Err(error) = self.check(&request, &drafts, &mut enrolled) {
                fates.push(Fate::Refused(error));
                continue;
            }
            if let Some(seen) = seen {
                match self.conflicts(&seen, &drafts, &written) {
                    Ok(standing) if standing.is_empty() => {}
                    Ok(standing) => {
                        fates.push(Fate::Conflict(standing));
                        continue;
                    }
                    Err(error) => return Err((count, error)),
                }
            }
            let salts: Result<Vec<String>, StoreError> =
                drafts.iter().map(|_| salt::draw()).collect();
            let salts = salts.map_err(|error| (count, error))?;
            written.note(fates.len(), &request, &drafts);
            here.insert(request.clone(), fates.len());
            let entries = drafts.into_iter().zip(salts).map(|(draft, salt)| Entry {
                seq: 0,
                recorded_at: now,
                program: self.options.program.clone(),
                request: request.clone(),
                salt: Some(salt),
                draft,
                more: 0,
                prev: String::new(),
                hash: String::new(),
            });
            fates.push(Fate::Fresh(entries.collect()));
        }
        Ok(fates)
    }

    /// Checks that a request can be stored.
    fn check(
        &self,
        request: &str,
        drafts: &[Draft],
        enrolled: &mut HashSet<ParticipantId>,
    ) -> Result<(), StoreError> {
        if drafts.is_empty() {
            return Err(StoreError::Unfit { what: Unfit::Empty });
        }
        check_name(NameOf::Request, request)?;
        let mut new: Vec<ParticipantId> = Vec::new();
        for draft in drafts {
            check_names(&draft.event)?;
            let Some(who) = draft.event.participant() else {
                continue;
            };
            if draft.event.enrolled().is_some() {
                if self.cache.is_enrolled(who) || enrolled.contains(who) || new.contains(who) {
                    return Err(StoreError::Enrolled {
                        participant: who.to_string(),
                    });
                }
                new.push(who.clone());
            } else if self.cache.order(who).is_none()
                && !enrolled.contains(who)
                && !new.contains(who)
            {
                return Err(StoreError::NotEnrolled {
                    participant: who.to_string(),
                });
            }
        }
        enrolled.extend(new);
        Ok(())
    }

    /// Writes the fresh requests with one sync and applies them to the cache.
    fn write(&mut self, fates: &mut [Fate]) -> Result<(), StoreError> {
        let mut tip = self.journal.tip;
        let mut batch: Vec<u8> = Vec::new();
        let mut places: Vec<(Tip, std::ops::Range<usize>)> = Vec::new();
        for entries in fates.iter_mut().filter_map(Fate::fresh) {
            let count = entries.len() as u64;
            for (entry, index) in entries.iter_mut().zip(1_u64..) {
                entry.seq = tip.seq + 1;
                let (line, next) =
                    line::seal(entry, count - index, &tip).map_err(|error| StoreError::Unfit {
                        what: Unfit::NoJson(Arc::new(error)),
                    })?;
                let start = batch.len();
                batch.extend_from_slice(&line);
                places.push((next, start..batch.len().saturating_sub(1)));
                tip = next;
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        let first = match self.journal.append(&batch, tip) {
            Ok(first) => first,
            Err(error) => return Err(self.close(error)),
        };
        // The entries are on the disk. A head that cannot be written weakens only the next open's proof.
        if let Err(error) = self.acknowledge(tip, first) {
            self.closed = Some(error.clone());
        }
        if self.has_no_entry {
            // Before the first answer the heads say that there is an entry, and nothing says any more that there is
            // none.
            let begun = self.heads.sync();
            if let Err(error) = begun.and_then(|()| Mark::New.remove(&self.home.dir)) {
                self.closed = Some(error.clone());
                return Err(error);
            }
            self.has_no_entry = false;
        }
        let mut places = places.into_iter();
        for entries in fates.iter_mut().filter_map(Fate::fresh) {
            for (entry, (tip, range)) in entries.iter().zip(&mut places) {
                let line = batch.get(range).unwrap_or_default().to_vec();
                if let (None, Some(tables)) = (&self.broken, &self.tables) {
                    self.broken = self
                        .cache
                        .take(entry, tip, line, (tables, &self.projection))
                        .err();
                }
            }
        }
        self.cache.summarise(&self.projection);
        if first {
            self.keep_first();
        }
        Ok(())
    }

    /// Takes sled to the disk once a new journal file has an entry, so that it has more than the files before it.
    ///
    /// With both head slots lost, a sled that ends where the file before ends would prove that there was no more.
    fn keep_first(&mut self) {
        if let Err(error) = self.checkpoint() {
            // The request itself is on the disk, and is answered; what comes next is refused.
            self.closed.get_or_insert(error);
        }
    }

    /// Writes the end of the journal into a head slot; into both when a new journal file was just begun.
    ///
    /// With only one slot written, losing the new file and that slot together would leave no sign that a request is gone.
    fn acknowledge(&mut self, tip: Tip, first: bool) -> Result<(), StoreError> {
        let now = self.now();
        self.heads.write(tip, self.kept, now)?;
        if first {
            self.heads.sync()?;
            self.heads.write(tip, self.kept, now)?;
        }
        Ok(())
    }

    /// Takes no more entries after an error of the journal.
    fn close(&mut self, error: io::Error) -> StoreError {
        let error = match error.kind() {
            io::ErrorKind::StorageFull => StoreError::Full {
                reserve_freed: self.home.free_reserve(),
            },
            _ => StoreError::io(Action::Write, &self.home.dir.join(JOURNAL), error),
        };
        self.closed = Some(error.clone());
        error
    }

    fn answer(&self, entries: Vec<Entry>) -> Result<Appended, StoreError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Err(self.gone(ClosedBy::NothingToSave));
        };
        let receipt = Receipt {
            request: last.request.clone(),
            first: first.seq,
            last: last.seq,
            hash: last.hash.clone(),
            at: last.recorded_at,
        };
        let about = |entry: &Entry| entry.draft.event.participant().cloned();
        let who = entries.iter().rev().find_map(about);
        let summary = who.and_then(|who| self.cache.summary(&who).cloned());
        Ok(Appended {
            receipt,
            entries,
            summary,
        })
    }

    /// Answers a request that was applied before.
    fn recall(&mut self, first: u64, last: u64) -> Result<Appended, StoreError> {
        let entries = self.read(|tables, _| {
            (first..=last)
                .map(|seq| {
                    tables
                        .entry(seq)?
                        .ok_or_else(|| Fault::new(Unsound::NoEntry { seq }))
                })
                .collect::<Result<Vec<Entry>, Fault>>()
        })?;
        let mut appended = self.answer(entries)?;
        if appended.summary.is_none() {
            let about = |entry: &Entry| entry.draft.event.participant().cloned();
            if let Some(who) = appended.entries.iter().rev().find_map(about) {
                appended.summary = self.read(|tables, _| tables.summary(&who))?;
            }
        }
        Ok(appended)
    }
}

impl Fate {
    fn fresh(&mut self) -> Option<&mut Vec<Entry>> {
        match self {
            Self::Fresh(entries) => Some(entries),
            _ => None,
        }
    }
}

/// Returns the error of a study that takes no more entries since an earlier one.
fn closed(earlier: StoreError) -> StoreError {
    StoreError::Closed {
        why: ClosedBy::Earlier(Box::new(earlier)),
    }
}

fn check_name(of: NameOf, name: &str) -> Result<(), StoreError> {
    let fault = if name.is_empty() {
        NameFault::Empty
    } else if name.len() > NAME {
        NameFault::TooLong { most: NAME }
    } else if name.chars().any(char::is_control) {
        NameFault::ControlCharacter
    } else {
        return Ok(());
    };
    Err(StoreError::Unfit {
        what: Unfit::Name { of, fault },
    })
}

/// Checks the names that become keys.
fn check_names(event: &Event) -> Result<(), StoreError> {
    if let Some(who) = event.participant() {
        check_name(NameOf::Participant, who.as_str())?;
    }
    if let Some(user) = event.user() {
        check_name(NameOf::User, user)?;
    }
    let Some((visit, _)) = event.written() else {
        return Ok(());
    };
    check_name(NameOf::Visit, visit.as_str())?;
    let form = event.form();
    form.map_or(Ok(()), |form| check_name(NameOf::Form, form.as_str()))
}
