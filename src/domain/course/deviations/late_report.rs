//! Serious events that no investigator saw in time.

use super::{Deviation, Differs, Place, Rule};
use crate::domain::base::partial::PartialDate;
use crate::domain::course::{ADVERSE_EVENT, event};
use crate::domain::record::rows::{Row, SESSION, rows};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Returns the serious events that were seen too late, or are not seen, by row, each with the first day on which that is late; always where none. Of the look of an investigator the day alone
/// is known: on the last day it may have been in time. An event that was entered in error waits as long as nobody has seen it.
pub(super) fn late(
    study: &Study,
    record: &ParticipantRecord,
) -> Vec<(Deviation, Option<NaiveDate>)> {
    let rows = rows(record, ADVERSE_EVENT);
    rows.iter()
        .filter_map(|row| of_row(study, record, row))
        .collect()
}

fn of_row(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
) -> Option<(Deviation, Option<NaiveDate>)> {
    let study = study.of_place(record, SESSION, row.id);
    let event = event::event(row);
    if event.serious != Some(true) || (row.is_in_error() && !event.is_unseen()) {
        return None;
    }
    let until = event.deadline(study)?;
    let last: NaiveDate = until.date();
    let from = match event.seen {
        Some(seen) if seen <= last => return None,
        Some(_) => None,
        None => Some(last.succ_opt()?),
    };
    let place = Place::Row(row.id.clone());
    let differs = Differs::NotSeen {
        until,
        seen: event.seen,
    };
    let day = Some(PartialDate::from(last));
    let late = Deviation::new(Rule::LateReport, place, day, differs);
    Some((late, from))
}
