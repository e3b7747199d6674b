//! Grades of the CTCAE that the numbers of a form reach, as adverse events that can be entered.
//!
//! Must not make an event: somebody enters it, or not.

use super::{AdverseEvent, events};
use crate::domain::forms::laboratory;
use crate::domain::forms::table::Score;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::treatment::ctcae::{Grade, Graded, Outcome, Term};
use crate::domain::treatment::medication::End;
use chrono::NaiveDate;

/// An adverse event that a form offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What it is.
    pub term: Term,
    /// Its grade.
    pub grade: Grade,
    /// Day of the sample, or of the visit.
    pub day: NaiveDate,
}

/// Returns the events that a form offers, the gravest first: each grade that its score reaches, unless a row of the log has its
/// term since that day, or had it on that day with at least this grade. A grade that is open is not offered.
pub fn offered(
    record: &ParticipantRecord,
    score: &Score,
    cells: &FormCells,
    visited: NaiveDate,
) -> Vec<Offered> {
    let sampled = super::day(cells, laboratory::SAMPLED_ON);
    let day = sampled.unwrap_or(visited);
    let known = events(record);
    let reached = graded(score).into_iter().filter_map(|graded| {
        let Outcome::Graded(grade) = graded.outcome else {
            return None;
        };
        let term = graded.term;
        Some(Offered { term, grade, day })
    });
    let mut offered: Vec<Offered> = reached
        .filter(|offer| !known.iter().any(|event| is_entered(event, offer)))
        .collect();
    offered.sort_by_key(|offer| std::cmp::Reverse(offer.grade));
    offered
}

/// Returns the grades of a score, in the order of its form.
fn graded(score: &Score) -> Vec<&Graded> {
    match score {
        Score::Laboratory(score) => score.grades.iter().map(|one| &one.graded).collect(),
        Score::VitalSigns(score) => score.grades.iter().map(|one| &one.graded).collect(),
        Score::Sum(_)
        | Score::Mean(_)
        | Score::Vas(_)
        | Score::Haq(_)
        | Score::Rand36(_)
        | Score::Mmt8(_)
        | Score::Mdaat(_)
        | Score::Enzymes(_)
        | Score::Glucocorticoid(_)
        | Score::Disease(_) => Vec::new(),
    }
}

/// Returns whether a row of the log is the event that would be offered.
fn is_entered(event: &AdverseEvent, offer: &Offered) -> bool {
    if !event.term.trim().eq_ignore_ascii_case(offer.term.name()) {
        return false;
    }
    // One whose first day is not entered yet was begun just now.
    let began_since = event.onset.is_none_or(|onset| onset.latest() >= offer.day);
    let stood_then = match event.period.end {
        End::On(end) => end.latest() >= offer.day,
        End::Ongoing | End::Unknown => true,
    };
    began_since || stood_then && event.grade >= Some(offer.grade.number())
}
