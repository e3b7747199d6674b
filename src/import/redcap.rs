//! The data of a project of REDCap, as `export redcap` lays them out: which row is about whom and which visit, and what each
//! column is of.
//!
//! Read at once and planned participant by participant, each on the record as it is. Must not store anything.

mod columns;
mod decode;
mod plan;
mod sample;

use super::plan::{Plan, Terms, refused_by_rules};
use super::table::{Dialect, Table, on};
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::names::{StudyNames, redcap};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::text::imports::{ImportFault, ImportWrong};
use columns::Columns;
use std::collections::{BTreeMap, BTreeSet};

/// Name of the file in the directory.
pub const FILE: &str = "data.csv";

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Enrolment,
    Visit(VisitId),
    Beside,
}

/// A file that was read, its rows by participant.
pub struct Redcap<'a> {
    study: &'a Study,
    table: Table,
    columns: Columns,
    people: BTreeMap<ParticipantId, Vec<(usize, Place)>>,
}

impl<'a> Redcap<'a> {
    /// Reads the data.
    ///
    /// # Errors
    /// When the file is not whole, a column is missing or of no field, or a row is about no event of the study.
    pub fn read(study: &'a Study, names: &StudyNames, bytes: &[u8]) -> Result<Self, ImportFault> {
        let table = Table::read(bytes, Dialect::RFC_4180)?;
        let columns = Columns::of(study, names, &table)?;
        let events = study.events();
        let mut people: BTreeMap<ParticipantId, Vec<(usize, Place)>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for (number, row) in table.rows.iter().enumerate() {
            let name = row.cell(columns.event);
            let visit = || events.visits.iter().find(|(_, own)| own.unique == name);
            let place = if name == events.enrolment.unique {
                Place::Enrolment
            } else if name == events.beside.unique {
                Place::Beside
            } else if let Some((visit, _)) = visit() {
                Place::Visit(visit.clone())
            } else {
                let name = name.to_owned();
                let what = ImportWrong::UnknownEvent { name };
                return Err(table.fault(row.line, columns.event, what));
            };
            let repeated = columns.repeated.map_or("", |at| row.cell(at));
            let instance = columns.instance.map_or("", |at| row.cell(at));
            if !seen.insert((row.cell(columns.record), name, repeated, instance)) {
                return Err(on(row.line, ImportWrong::Twice));
            }
            if row.cell(columns.record).trim().is_empty() {
                return Err(table.fault(row.line, columns.record, ImportWrong::NoId));
            }
            let who = ParticipantId::new(row.cell(columns.record));
            people.entry(who).or_default().push((number, place));
        }
        Ok(Self {
            study,
            table,
            columns,
            people,
        })
    }

    /// Returns whom the file is about.
    pub fn participants(&self) -> impl Iterator<Item = &ParticipantId> {
        self.people.keys()
    }

    /// Returns what the file says of a participant against the record; `None` is that of somebody who is not enrolled.
    ///
    /// # Errors
    /// The first mistake in the rows.
    pub fn plan(
        &self,
        who: &ParticipantId,
        record: Option<&ParticipantRecord>,
        by: &Terms<'_>,
    ) -> Result<Plan, ImportFault> {
        let rows = self.people.get(who).map_or(&[][..], Vec::as_slice);
        let Some(record) = record else {
            let first = rows.first().and_then(|(row, _)| self.table.rows.get(*row));
            let line = first.map_or(1, |row| row.line);
            let what = ImportWrong::UnknownParticipant { id: who.clone() };
            return Err(self.table.fault(line, self.columns.record, what));
        };
        plan::plan(self, record, rows, by)
    }

    /// Checks that the owner would store a plan.
    ///
    /// # Errors
    /// The first row of which it would not, and why.
    pub fn check(
        &self,
        record: &ParticipantRecord,
        plan: &Plan,
        by: &Terms<'_>,
    ) -> Result<(), ImportFault> {
        let refused = refused_by_rules(self.study, record, plan, by);
        let Some((event, line, said)) = refused.into_iter().min_by_key(|(_, line, _)| *line) else {
            return Ok(());
        };
        let at = self.columns.of_event(event);
        Err(self.table.fault(line, at, ImportWrong::ByRules { said }))
    }
}

/// Returns the name of a column beside the value of a field.
fn beside(name: &str, end: &str) -> String {
    format!("{name}{end}")
}

/// Returns a code as it stands in the name of a column of a checkbox.
fn box_code(code: &str) -> String {
    redcap::code(code)
        .to_ascii_lowercase()
        .replace(['-', '.'], "_")
}

#[cfg(test)]
mod tests;
