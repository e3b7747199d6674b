//! The file of a laboratory, read by a map that states how: which row is about whom and when, and what each result is.
//!
//! Nothing is guessed: what the map does not explain is refused by its line and column, and what cannot be given to exactly
//! one visit waits in a list. Must not store anything.

mod keys;
mod map;
mod moment;
mod plan;
mod result;
mod rows;
mod visit;

pub use keys::MAP;
pub use map::{EXAMPLE, LabMap, MOST_BYTES};

use super::plan::{Plan, Terms};
use super::table::Table;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::text::imports::ImportFault;
use chrono::{DateTime, NaiveDateTime, Utc};
use rows::LabResult;
use std::collections::BTreeMap;

/// A file that was read, its results by participant.
#[derive(Debug)]
pub struct Lab<'a> {
    study: &'a Study,
    map: &'a LabMap,
    /// The file without its rows.
    table: Table,
    people: BTreeMap<ParticipantId, Vec<LabResult>>,
    /// The rows that are refused, each with its first mistake.
    pub refused: Vec<ImportFault>,
    /// How many results the map leaves out.
    pub left_out: usize,
}

impl<'a> Lab<'a> {
    /// Reads a file; `local` tells what the clock of the study shows at a moment.
    ///
    /// # Errors
    /// When the file is not whole, or a column is missing or stands twice.
    pub fn read(
        study: &'a Study,
        map: &'a LabMap,
        bytes: &[u8],
        local: &dyn Fn(DateTime<Utc>) -> NaiveDateTime,
    ) -> Result<Self, ImportFault> {
        let table = Table::read(bytes, map.dialect)?;
        let rows = rows::read(map, &table, local)?;
        let mut people: BTreeMap<ParticipantId, Vec<LabResult>> = BTreeMap::new();
        for result in rows.results {
            people.entry(result.who.clone()).or_default().push(result);
        }
        Ok(Self {
            study,
            map,
            table: Table {
                rows: Vec::new(),
                ..table
            },
            people,
            refused: rows.refused,
            left_out: rows.left_out,
        })
    }

    /// Returns whom the file is about.
    pub fn participants(&self) -> impl Iterator<Item = &ParticipantId> {
        self.people.keys()
    }

    /// Returns what the file says of a participant against the record, without what the rules refuse; `None` is that of somebody who is not enrolled.
    pub fn plan(
        &self,
        who: &ParticipantId,
        record: Option<&ParticipantRecord>,
        by: &Terms<'_>,
    ) -> Plan {
        let results = self.people.get(who).map_or(&[][..], Vec::as_slice);
        plan::plan(self, record, results, by)
    }
}

#[cfg(test)]
mod tests;
