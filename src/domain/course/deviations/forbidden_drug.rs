//! Drugs that the study forbids together with the study drug.

use super::{Deviation, Differs, Place, Rule};
use crate::domain::course::facts::{forbidden_with, was_given};
use crate::domain::course::{MEDICATION, infusions, medication};
use crate::domain::record::rows::{SESSION, valid_rows};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;

/// Returns the forbidden drugs that were certainly taken after the first dose of the study drug, by row. One that was only
/// begun after the treatment ended is not taken together with it.
pub(super) fn taken(study: &Study, record: &ParticipantRecord) -> Vec<Deviation> {
    let doses = infusions(record);
    let mut given = doses.iter().filter(|row| was_given(&row.infusion));
    if !given.any(|row| row.infusion.on.is_some()) {
        return Vec::new();
    }
    let ends = record.statuses.treatment_ends();
    let rows = valid_rows(record, MEDICATION).into_iter();
    let found = rows.filter_map(|row| {
        let version = study.of_place(record, SESSION, row.id);
        let (rule, certain) = forbidden_with(version, record, &row)?;
        let taken = medication(version.form(MEDICATION), &row).treatment;
        let start = taken.period.start;
        let is_after = ends.is_some_and(|end| start.is_none_or(|start| start.latest() > end));
        if !certain || is_after {
            return None;
        }
        let place = Place::Row(row.id.clone());
        let differs = Differs::Forbidden {
            drug: taken.drug,
            reason: rule.reason.clone(),
        };
        Some(Deviation::new(Rule::ForbiddenDrug, place, start, differs))
    });
    found.collect()
}
