//! The rows of a file by its map: of whom, of which moment, which result in which unit. A row that the map does not explain is
//! refused by its number. Must not know the record.

use super::map::{LabMap, ResultColumns, Test};
use super::moment::Written;
use super::result::{Taken, number, taken};
use crate::domain::base::ids::ParticipantId;
use crate::import::table::{Row, Table, on};
use crate::text::imports::{ImportFault, ImportWrong};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// A result of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LabResult {
    /// Its line.
    pub(super) line: u32,
    /// The place of its test in the map.
    pub(super) test: usize,
    pub(super) who: ParticipantId,
    /// Day and time by the clock of the study.
    pub(super) day: NaiveDate,
    pub(super) time: Option<NaiveTime>,
    pub(super) taken: Taken,
    /// Its unit as the forms write it.
    pub(super) unit: Option<String>,
    pub(super) lower: Option<Decimal>,
    pub(super) upper: Option<Decimal>,
    /// Where it stands.
    pub(super) at: At,
    /// As it stands there, with its unit.
    pub(super) said: String,
}

/// The columns of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) result: usize,
    pub(super) sampled: usize,
    unit: Option<usize>,
    lower: Option<usize>,
    upper: Option<usize>,
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) results: Vec<LabResult>,
    /// The first mistake of each row that is refused.
    pub(super) refused: Vec<ImportFault>,
    /// How many results the map leaves out.
    pub(super) left_out: usize,
}

struct Reader<'a> {
    map: &'a LabMap,
    table: &'a Table,
    participant: usize,
    sampled: usize,
    sampled_time: Option<usize>,
    test: Option<usize>,
    /// The columns of each test of the map.
    at: Vec<At>,
    local: &'a dyn Fn(DateTime<Utc>) -> NaiveDateTime,
}

/// Reads the rows; `local` tells what the clock of the study shows at a moment.
pub(super) fn read(
    map: &LabMap,
    table: &Table,
    local: &dyn Fn(DateTime<Utc>) -> NaiveDateTime,
) -> Result<Rows, ImportFault> {
    let columns = table.columns()?;
    let column = |name: &String| {
        let at = columns.get(name.as_str()).copied();
        at.ok_or_else(|| on(1, ImportWrong::NoColumn { name: name.clone() }))
    };
    let optional = |name: &Option<String>| name.as_ref().map(column).transpose();
    let own = &map.columns;
    let (participant, sampled) = (column(&own.participant)?, column(&own.sampled)?);
    let of = |columns: &ResultColumns| -> Result<At, ImportFault> {
        Ok(At {
            result: column(&columns.result)?,
            sampled,
            unit: optional(&columns.unit)?,
            lower: optional(&columns.lower)?,
            upper: optional(&columns.upper)?,
        })
    };
    let each = own
        .each
        .as_ref()
        .map(|(_, columns)| of(columns))
        .transpose()?;
    let mut at = Vec::new();
    for test in &map.tests {
        at.extend(match (&test.columns, each) {
            (Some(columns), _) => Some(of(columns)?),
            (None, each) => each,
        });
    }
    let reader = Reader {
        map,
        table,
        participant,
        sampled,
        sampled_time: optional(&own.sampled_time)?,
        test: own
            .each
            .as_ref()
            .map(|(test, _)| column(test))
            .transpose()?,
        at,
        local,
    };
    Ok(reader.rows())
}

impl Reader<'_> {
    fn rows(&self) -> Rows {
        let tests = self.map.tests.iter().enumerate();
        let by_code: BTreeMap<&str, (usize, &Test)> = tests
            .clone()
            .filter_map(|(place, test)| Some((test.code.as_deref()?, (place, test))))
            .collect();
        let all: Vec<(usize, &Test)> = tests.clone().collect();
        let mut rows = Rows::default();
        for row in self.table.rows.iter().filter(|row| !row.is_blank()) {
            let read = match self.test {
                Some(at) => {
                    let code = cell(row, at);
                    match by_code.get(code) {
                        Some((place, test)) => self.results(row, &[(*place, *test)]),
                        None if self.map.leaves_other_tests => {
                            rows.left_out += 1;
                            continue;
                        }
                        None => {
                            let code = code.to_owned();
                            Err(self
                                .table
                                .fault(row.line, at, ImportWrong::UnknownTest { code }))
                        }
                    }
                }
                None => self.results(row, &all),
            };
            match read {
                Ok((results, left_out)) => {
                    rows.results.extend(results);
                    rows.left_out += left_out;
                }
                Err(fault) => rows.refused.push(fault),
            }
        }
        rows
    }

    /// Reads the results of a row, and how many of them are left out.
    fn results(
        &self,
        row: &Row,
        tests: &[(usize, &Test)],
    ) -> Result<(Vec<LabResult>, usize), ImportFault> {
        let fault = |at: usize, what| self.table.fault(row.line, at, what);
        let id = cell(row, self.participant);
        let who = ParticipantId::new(id);
        if id.is_empty() {
            return Err(fault(self.participant, ImportWrong::NoId));
        }
        let site = id.split_once('-').map_or("", |(site, _)| site);
        if self.map.site.as_ref().is_some_and(|own| own != site) {
            let site = site.to_owned();
            return Err(fault(self.participant, ImportWrong::OtherSite { site }));
        }
        let (day, time) = self.moment(row)?;
        let (mut results, mut left_out) = (Vec::new(), 0);
        for (place, test) in tests {
            let Some(at) = self.at.get(*place).copied() else {
                continue;
            };
            let text = cell(row, at.result);
            let taken = taken(self.map, test, text).map_err(|what| fault(at.result, what))?;
            if taken == Taken::LeftOut {
                left_out += 1;
                continue;
            }
            let limit = |at: Option<usize>| {
                let text = at.map_or("", |at| cell(row, at));
                let read = number(self.map.decimal_mark, text);
                match (text.is_empty(), read, at) {
                    (true, ..) | (_, _, None) => Ok(None),
                    (false, Some(limit), _) => Ok(Some(limit)),
                    (false, None, Some(at)) => {
                        let text = text.to_owned();
                        Err(fault(at, ImportWrong::NotANumber { text }))
                    }
                }
            };
            let (lower, upper) = (limit(at.lower)?, limit(at.upper)?);
            let is_number = matches!(taken, Taken::Number(_) | Taken::Below(_));
            let is_measured = is_number || lower.is_some() || upper.is_some();
            let spelling = at.unit.map_or("", |at| cell(row, at));
            let unit = match (at.unit, &test.unit) {
                (Some(column), _) if is_measured || !spelling.is_empty() => {
                    let known = self.map.units.get(spelling);
                    let unit = spelling.to_owned();
                    Some(
                        known
                            .ok_or_else(|| fault(column, ImportWrong::UnknownSpelling { unit }))?,
                    )
                }
                (Some(_), _) => None,
                (None, unit) => unit.as_ref(),
            };
            results.push(LabResult {
                line: row.line,
                test: *place,
                who: who.clone(),
                day,
                time,
                taken,
                unit: unit.cloned(),
                lower,
                upper,
                at,
                said: format!("{text} {spelling}").trim().to_owned(),
            });
        }
        Ok((results, left_out))
    }

    /// Returns when the sample of a row was taken, by the clock of the study.
    fn moment(&self, row: &Row) -> Result<(NaiveDate, Option<NaiveTime>), ImportFault> {
        let mut text = cell(row, self.sampled).to_owned();
        if let Some(time) = self.sampled_time.map(|at| cell(row, at)) {
            text = format!("{text} {time}");
        }
        let fault = |what| self.table.fault(row.line, self.sampled, what);
        let format = &self.map.format;
        match format.written(&text) {
            None => {
                let example = format.example();
                Err(fault(ImportWrong::OtherFormat { text, example }))
            }
            Some(Written::Day(day)) => Ok((day, None)),
            Some(Written::Moment(shown)) => {
                let moment = self.map.zone.moment(shown);
                let moment = moment.ok_or_else(|| fault(ImportWrong::NoSuchTime { text }))?;
                let here = (self.local)(moment);
                Ok((here.date(), Some(here.time())))
            }
        }
    }
}

/// Returns what stands in a column; the spaces around it do not count.
fn cell(row: &Row, at: usize) -> &str {
    row.cell(at).trim()
}
