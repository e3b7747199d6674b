//! The table of deviations from the protocol.

use super::Rows;
use super::columns::{PARTICIPANT, Put, codes, participant, table};
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::deviations::{Place, Rule};
use crate::domain::record::deviation::DeviationCategory;
use crate::domain::record::rows;
use crate::export::exporter::Fault;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

/// One row a deviation from the protocol.
pub(super) struct Deviations {
    table: Table,
}

impl Deviations {
    pub(super) fn new() -> Self {
        let categories = DeviationCategory::ALL.map(DeviationCategory::key);
        let columns = vec![
            participant(),
            Column::new("deviation", "Its name within the participant", Kind::Text).required(),
            Column::new("rule", "What was not kept", codes(Rule::ALL.map(Rule::key))).required(),
            Column::new("visit", "Visit", Kind::Text),
            Column::new("form", "Form, or row of a log", Kind::Text),
            Column::new("day", "Day, as far as it is known", Kind::PartialDay),
            Column::new("what", "What differs", Kind::Text).required(),
            Column::new("category", "What it is about, as judged", codes(categories)),
            Column::new(
                "weight",
                "How much it weighs, as judged",
                codes(["major", "minor"]),
            ),
            Column::new("words", "What was said of it", Kind::Text),
            Column::new("judged_by", "By whom", Kind::Text),
        ];
        let label = "Deviations from the protocol, as they follow from the record";
        Self {
            table: table("deviations", label, columns, &[PARTICIPANT, "deviation"]),
        }
    }
}

impl Rows for Deviations {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for deviation in person.deviations() {
            let (at, form): (Option<&VisitId>, Option<&FormId>) = match &deviation.place {
                Place::Visit(visit) => (Some(visit), None),
                Place::Form(visit, form) => (Some(visit), Some(form)),
                Place::Row(row) => (None, Some(row)),
            };
            let beside = VisitId::new(rows::SESSION);
            let place = at.unwrap_or(&beside);
            if !person.wants_visit(place, person.record.session(place.as_str())) {
                continue;
            }
            let judged = person.record.deviations.get(&deviation.key);
            put(&[
                Cell::text(person.id()),
                Cell::text(&deviation.key),
                Cell::text(deviation.rule.key()),
                Cell::of(at, |visit| Cell::text(visit.as_str())),
                Cell::of(form, |form| Cell::text(form.as_str())),
                Cell::of(deviation.day.as_ref(), |day| Cell::owned(day.to_string())),
                Cell::owned(person.language.differs(&deviation.differs)),
                Cell::of(judged, |judged| Cell::text(judged.category.key())),
                Cell::of(judged, |judged| Cell::text(judged.weight.key())),
                Cell::of(judged, |judged| Cell::text(&judged.words)),
                Cell::of(judged, |judged| Cell::text(&judged.by)),
            ])?;
        }
        Ok(())
    }
}
