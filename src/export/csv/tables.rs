//! Which tables there are: the fixed ones, then a table of each form that the study has or had.

use super::Rows;
use super::beside::{Answers, Queries};
use super::deviations::Deviations;
use super::form::FormTable;
use super::participants::{Participants, Statuses};
use super::scores::Scores;
use super::visits::Visits;
use crate::domain::forms::names::StudyNames;
use crate::domain::study::Study;
use crate::export::fields;

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
    for form in fields::forms(study) {
        if let Some(table) = FormTable::of(study, names, &form) {
            tables.push(Box::new(table));
        }
    }
    tables
}
