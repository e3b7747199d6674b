//! Finds conflicts: a client must not overwrite a value that it has not seen.
//!
//! A request names the newest entry that its client has seen. If another client changed a field after that entry, the
//! request is not stored, and its client gets the present value. Must not decide which value is right.

use super::Store;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::FieldPath;
use crate::domain::rules::conflict::{self, Part};
use crate::store::error::StoreError;
use crate::store::index::{Fault, RecordCache, Tables};
use std::collections::HashMap;

/// What the client of a request has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The newest entry that it knows.
    pub last: u64,
    /// Front of the ids of its requests: what it wrote itself, it has seen.
    pub client: String,
}

/// A request on its way to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Id of the request, unique for ever.
    pub request: String,
    /// Its entries.
    pub drafts: Vec<Draft>,
    /// What its client has seen; `None` overwrites whatever stands.
    pub seen: Option<Seen>,
}

impl From<(String, Vec<Draft>)> for Wanted {
    fn from((request, drafts): (String, Vec<Draft>)) -> Self {
        Self {
            request,
            drafts,
            seen: None,
        }
    }
}

/// What of a field an event writes.
type Mark = (FieldPath, Part);

/// An entry that stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is stored.
    Stored(u64),
    /// It is of the same batch: place of its request there, and of the entry in that request.
    Fresh(usize, usize),
}

/// Who wrote what in the batch that is being put together.
#[derive(Debug, Default)]
pub(super) struct Written(HashMap<Mark, (String, Standing)>);

impl Written {
    /// Notes what a request of the batch writes.
    pub(super) fn note(&mut self, place: usize, request: &str, drafts: &[Draft]) {
        for (number, draft) in drafts.iter().enumerate() {
            for mark in conflict::writes(&draft.event) {
                let standing = Standing::Fresh(place, number);
                self.0.insert(mark, (request.to_owned(), standing));
            }
        }
    }
}

impl Seen {
    fn wrote(&self, request: &str) -> bool {
        conflict::is_own(request, &self.client)
    }
}

impl Store {
    /// Returns what stands in the way of some drafts: fields that others changed after what was seen.
    pub(super) fn conflicts(
        &mut self,
        seen: &Seen,
        drafts: &[Draft],
        written: &Written,
    ) -> Result<Vec<(FieldPath, Standing)>, StoreError> {
        let mut standing = Vec::new();
        let marks = drafts
            .iter()
            .flat_map(|draft| conflict::writes(&draft.event));
        for mark in marks {
            if let Some((request, found)) = written.0.get(&mark) {
                if !seen.wrote(request) {
                    standing.push((mark.0, *found));
                }
                continue;
            }
            let newest = self.read(|tables, cache| newest(&mark, tables, cache))?;
            if !conflict::is_unseen(seen.last, newest) {
                continue;
            }
            let entry = self.read(|tables, _| tables.entry(newest))?;
            if !entry.is_some_and(|entry| seen.wrote(&entry.request)) {
                standing.push((mark.0, Standing::Stored(newest)));
            }
        }
        Ok(standing)
    }

    /// Returns the entries that stand in the way; those of the batch are looked up in its stored requests.
    pub(super) fn standing(
        &mut self,
        standing: Vec<(FieldPath, Standing)>,
        batch: &[Option<Vec<Entry>>],
    ) -> Result<Vec<(FieldPath, Entry)>, StoreError> {
        let mut entries = Vec::new();
        for (place, standing) in standing {
            let entry = match standing {
                Standing::Stored(seq) => self.read(|tables, _| tables.entry(seq))?,
                Standing::Fresh(request, entry) => batch
                    .get(request)
                    .and_then(|entries| entries.as_ref()?.get(entry))
                    .cloned(),
            };
            entries.extend(entry.map(|entry| (place, entry)));
        }
        Ok(entries)
    }
}

/// Returns the entry that wrote a field's answer or note last; 0 for none.
fn newest((place, part): &Mark, tables: &Tables, cache: &RecordCache) -> Result<u64, Fault> {
    let cell = cache.cell(place, tables)?;
    Ok(cell.map_or(0, |cell| match part {
        Part::Answer => cell.seq,
        Part::Note => cell.noted,
    }))
}
