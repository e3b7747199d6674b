//! The table of visits.

use super::Rows;
use super::columns::{PARTICIPANT, Put, VISIT, codes, participant, table, yes_no};
use crate::domain::forms::names::oids;
use crate::domain::record::session::Session;
use crate::domain::record::signature;
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use crate::export::odm::own;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

/// One row a visit of the schedule, begun or not, and one for each that no schedule plans.
pub(super) struct Visits {
    table: Table,
}

impl Visits {
    pub(super) fn of(study: &Study) -> Self {
        let states = [
            "done", "open", "due", "early", "late", "missed", "ahead", "closed", "removed",
        ];
        let timings = [
            "early",
            "within-window",
            "late",
            "missed",
            "due",
            "overdue",
            "ahead",
            "closed",
            "unscheduled",
            "unknown",
        ];
        let known = study.all_visits();
        let known = known.chain(&study.unplanned);
        let known = known.map(|visit| (visit.id.to_string(), visit.label.clone()));
        let columns = vec![
            participant(),
            Column::new(VISIT, "Visit", Kind::Code(known.collect())).required(),
            Column::new("visit_label", "Name of the visit", Kind::Text).required(),
            Column::new(
                "state",
                "How it stands on the day of the export",
                codes(states),
            )
            .required(),
            Column::new("held_on", "Day of the assessments", Kind::Day)
                .of_item(Some(own::held_on())),
            Column::new("planned_for", "Day it is planned for", Kind::Day),
            Column::new("window_from", "First day of its window", Kind::Day),
            Column::new("window_to", "Last day of its window", Kind::Day),
            Column::new("timing", "How its day lies to its window", codes(timings)).required(),
            Column::new(
                "days_off_window",
                "Days before (negative) or after its window",
                Kind::Whole,
            ),
            Column::new(
                "unscheduled_for",
                "What an unscheduled visit is for",
                Kind::Text,
            )
            .of_item(Some(own::visit_words())),
            Column::new(
                "study_version",
                "Version of the study under which it was begun",
                Kind::Whole,
            ),
            Column::new("forms_complete", "Complete forms", Kind::Whole).required(),
            Column::new("forms", "Forms that it asks", Kind::Whole).required(),
            Column::new("signed", "A signature stands on it", yes_no()).required(),
            Column::new("last_entry", "Number of its newest entry", Kind::Whole),
        ];
        let label = "Visits: those of the schedule, begun or not, and unscheduled ones";
        Self {
            table: Table {
                oid: Some(oids::form(own::VISIT)),
                ..table("visits", label, columns, &[PARTICIPANT, VISIT])
            },
        }
    }
}

impl Rows for Visits {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        if person.is_void() {
            return Ok(());
        }
        for stop in &person.story().stops {
            let planned = &stop.planned;
            let session = person.record.session(planned.visit.as_str());
            if !person.wants_visit(&planned.visit, session) {
                continue;
            }
            let window = planned.has_known_window && planned.is_planned;
            let signed = session.is_some_and(|session| {
                signature::is_signed(&person.record.participant.id, session)
            });
            let version = session.map(|session| person.study.of(session).number);
            put(&[
                Cell::text(person.id()),
                Cell::text(planned.visit.as_str()),
                Cell::text(&stop.label),
                Cell::text(planned.state.word()),
                Cell::of(session.and_then(Session::day), Cell::Day),
                Cell::of(window.then_some(planned.target), Cell::Day),
                Cell::of(window.then_some(planned.from), Cell::Day),
                Cell::of(window.then_some(planned.to), Cell::Day),
                Cell::text(stop.timing.key()),
                Cell::of(planned.days_outside(), Cell::Whole),
                Cell::of(stop.words.as_deref(), Cell::text),
                Cell::of(version, |number| Cell::Whole(number.into())),
                Cell::Whole(stop.forms.0.into()),
                Cell::Whole(stop.forms.1.into()),
                Cell::flag(signed),
                Cell::of(session, |session| Cell::count(session.last_seq)),
            ])?;
        }
        Ok(())
    }
}
