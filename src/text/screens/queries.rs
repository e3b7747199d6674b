//! The words of the screen of `screens::queries`.

use crate::domain::record::query::{State, Step};

/// The words of the screen of `screens::queries`.
pub trait Queries {
    /// Said until the queries are read.
    fn reading_queries(&self) -> &'static str;

    /// Heads the list of a participant: how many queries are not closed; the list has kept, noted and changed too.
    fn queries_of_participant(&self, open: usize) -> String;

    /// Heads the list of the study: how many queries are not closed.
    fn queries_of_study(&self, open: usize) -> String;

    /// Said where a participant has nothing to list.
    fn nothing_was_asked(&self) -> &'static str;

    /// Said where the study has nothing to list.
    fn no_query_is_open(&self) -> &'static str;

    /// Says who closed a query without an answer.
    fn closed_without_words(&self, by: &str) -> String;

    /// Stands in the column of visits for a row of a log; at most 8 columns.
    fn query_in_log(&self) -> &'static str;

    /// Tells a query below its field: where it stands in a word, who asked, what.
    fn query_asked(&self, state: &str, by: &str, question: &str) -> String;

    /// Says below a field how many queries more are on it.
    fn more_queries(&self, more: usize) -> String;

    /// Said to who asks about a field of an enrolment.
    fn no_query_on_enrolment(&self) -> &'static str;

    /// Said to who asks about a field of a visit that was not begun.
    fn no_query_before_visit(&self) -> &'static str;

    /// Said to whose role neither asks nor answers here.
    fn no_query_for_role(&self) -> &'static str;

    /// Offers a first query on a field.
    fn ask_about_value(&self) -> &'static str;

    /// Offers a query on a field that has others.
    fn ask_something_else(&self) -> &'static str;

    /// Offers a step in a query that stands somewhere.
    fn query_step(&self, step: Step, state: State, question: &str) -> String;

    /// Says that a step was taken.
    fn query_step_taken(&self, step: Step) -> &'static str;
}
