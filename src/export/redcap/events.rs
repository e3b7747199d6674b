//! `events.csv`, `event-forms.csv` and `repeating-forms.csv`: the visits of every version as events of one arm, which forms
//! each asks, and which forms repeat.
//!
//! Must not know what stands in a form.

use super::data::{fault, writer};
use super::form::FormColumns;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::names::redcap::Event;
use crate::domain::study::Study;
use crate::domain::study::names::StudyEvents;
use crate::export::exporter::Fault;
use crate::export::files::Files;
use std::collections::BTreeSet;

/// The arm of every event.
const ARM: &str = "1";

/// The events of a study.
pub(super) struct Events {
    all: StudyEvents,
    /// The forms that any version asks at each visit.
    forms: Vec<BTreeSet<FormId>>,
    baseline: VisitId,
}

impl Events {
    pub(super) fn of(study: &Study) -> Self {
        let all = study.events();
        let asked = |(visit, _): &(VisitId, Event)| -> BTreeSet<FormId> {
            let visits = study.versions();
            let visits = visits.filter_map(|version| version.visit(visit.as_str()));
            visits.flat_map(|visit| visit.forms.clone()).collect()
        };
        Self {
            forms: all.visits.iter().map(asked).collect(),
            all,
            baseline: study.protocol.baseline.clone(),
        }
    }

    /// Returns the event of the enrolment.
    pub(super) fn enrolment(&self) -> &Event {
        &self.all.enrolment
    }

    /// Returns the event of what is kept beside the visits.
    pub(super) fn beside(&self) -> &Event {
        &self.all.beside
    }

    /// Returns each visit with its event, in the order of the schedule.
    pub(super) fn visits(&self) -> impl Iterator<Item = (&VisitId, &Event)> {
        self.all.visits.iter().map(|(visit, event)| (visit, event))
    }

    /// Returns the event of the baseline visit.
    pub(super) fn baseline(&self) -> Option<&Event> {
        let mut visits = self.visits();
        let found = visits.find(|(visit, _)| **visit == self.baseline);
        found.map(|(_, event)| event)
    }

    /// Writes the three files.
    pub(super) fn write(
        &self,
        (enrolment, visit): (&str, &str),
        forms: &[FormColumns],
        files: &mut dyn Files,
    ) -> Result<(), Fault> {
        let mut out = writer(files, "events.csv")?;
        let mut write = |row: [&str; 3]| out.write_record(row).map_err(fault);
        write(["event_name", "arm_num", "unique_event_name"])?;
        let visits = self.visits().map(|(_, event)| event);
        let all = [&self.all.enrolment].into_iter().chain(visits);
        for event in all.chain([&self.all.beside]) {
            write([&event.name, ARM, &event.unique])?;
        }
        out.flush()?;

        let mut out = writer(files, "event-forms.csv")?;
        let mut write = |row: [&str; 3]| out.write_record(row).map_err(fault);
        write(["arm_num", "unique_event_name", "form"])?;
        write([ARM, &self.all.enrolment.unique, enrolment])?;
        for ((_, event), asked) in self.all.visits.iter().zip(&self.forms) {
            write([ARM, &event.unique, visit])?;
            for form in forms.iter().filter(|form| form.is_at_visits()) {
                if asked.contains(&form.form) {
                    write([ARM, &event.unique, &form.name])?;
                }
            }
        }
        for form in forms.iter().filter(|form| !form.is_at_visits()) {
            write([ARM, &self.all.beside.unique, &form.name])?;
        }
        out.flush()?;

        let mut out = writer(files, "repeating-forms.csv")?;
        let mut write = |row: [&str; 3]| out.write_record(row).map_err(fault);
        write(["event_name", "form_name", "custom_form_label"])?;
        for form in forms.iter().filter(|form| form.is_log()) {
            write([&self.all.beside.unique, &form.name, ""])?;
        }
        Ok(out.flush()?)
    }
}
