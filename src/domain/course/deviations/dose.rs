//! Doses of the study drug that were not given as planned.

use super::{Deviation, Differs, Place, Rule};
use crate::domain::base::partial::PartialDate;
use crate::domain::course::facts::{Departure, departures};
use crate::domain::course::{ABATACEPT, infusion};
use crate::domain::record::rows::{SESSION, valid_rows};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;

/// Returns the doses that departed from the plan, by row. A dose that is left out after the treatment ended departs from
/// nothing, and two rows for one planned dose are a mistake in the log, which is asked about there.
pub(super) fn not_as_planned(study: &Study, record: &ParticipantRecord) -> Vec<Deviation> {
    let ends = record.statuses.treatment_ends();
    let rows = valid_rows(record, ABATACEPT).into_iter();
    let found = rows.filter_map(|row| {
        let on = infusion(&row)?.infusion.on;
        // A day that is not known may lie after the end.
        let owed = ends.is_none_or(|end| on.is_some_and(|on| on <= end));
        let counts = |departure: &Departure| match departure {
            Departure::Dose { .. }
            | Departure::Early(_)
            | Departure::Late(_)
            | Departure::Interrupted => true,
            Departure::LeftOut => owed,
            Departure::Twice(_) => false,
        };
        let study = study.of_place(record, SESSION, row.id);
        let mut departures = departures(study, record, &row);
        departures.retain(counts);
        if departures.is_empty() {
            return None;
        }
        let place = Place::Row(row.id.clone());
        let day = on.map(PartialDate::from);
        let differs = Differs::Dose(departures);
        Some(Deviation::new(Rule::Dose, place, day, differs))
    });
    found.collect()
}
