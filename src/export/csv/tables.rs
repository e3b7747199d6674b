//! Which tables there are: the fixed ones, then a table of each form that the study has or had.

use super::Rows;
use super::form::FormTable;
use super::people::{Answers, Deviations, Participants, Queries, Statuses, Visits};
use super::scores::Scores;
use crate::domain::base::ids::FormId;
use crate::domain::forms::names::StudyNames;
use crate::domain::study::Study;

/// Returns all tables of a study.
pub(super) fn all(study: &Study, names: &StudyNames) -> Vec<Box<dyn Rows>> {
    let mut tables: Vec<Box<dyn Rows>> = vec![
        Box::new(Participants::of(study, names)),
        Box::new(Statuses::new()),
        Box::new(Visits::of(study)),
        Box::new(Scores::of(study)),
        Box::new(Deviations::new()),
        Box::new(Queries::new()),
        Box::new(Answers::new()),
    ];
    for form in forms(study) {
        if let Some(table) = FormTable::of(study, names, &form) {
            tables.push(Box::new(table));
        }
    }
    tables
}

/// Returns the forms that the study has or had: in the order of the visits, then the logs, then the others by id.
fn forms(study: &Study) -> Vec<FormId> {
    let mut forms: Vec<FormId> = Vec::new();
    for version in study.versions() {
        let protocol = &version.protocol;
        let at_visits = protocol.visits.iter().flat_map(|visit| &visit.forms);
        let beside = protocol.eligibility.iter().chain(&protocol.logs);
        let all = version.instruments.keys();
        for form in at_visits.chain(beside).chain(all) {
            if !forms.contains(form) && *form != version.enrolment.id {
                forms.push(form.clone());
            }
        }
    }
    forms
}
