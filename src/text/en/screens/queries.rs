//! The words of the screen of `screens::queries`.

use crate::domain::record::query::{State, Step};
use crate::text::English;
use crate::text::screens::queries::Queries;

impl Queries for English {
    fn reading_queries(&self) -> &'static str {
        "Reading the queries."
    }

    fn queries_of_participant(&self, open: usize) -> String {
        format!("Queries: {open} open; with what was kept, noted and changed")
    }

    fn queries_of_study(&self, open: usize) -> String {
        format!("Queries of the study that are not closed: {open}")
    }

    fn nothing_was_asked(&self) -> &'static str {
        "Nothing was asked, kept, noted or changed."
    }

    fn no_query_is_open(&self) -> &'static str {
        "No query is open."
    }

    fn closed_without_words(&self, by: &str) -> String {
        format!("{by}: closed without words")
    }

    fn query_in_log(&self) -> &'static str {
        "log"
    }

    fn query_asked(&self, state: &str, by: &str, question: &str) -> String {
        format!("Query ({state}), {by}: {question}")
    }

    fn more_queries(&self, more: usize) -> String {
        format!("and {more} queries more, in the list of queries")
    }

    fn no_query_on_enrolment(&self) -> &'static str {
        "Queries belong to visits, not to an enrolment."
    }

    fn no_query_before_visit(&self) -> &'static str {
        "Nothing was entered at this visit, so there is nothing to ask about."
    }

    fn no_query_for_role(&self) -> &'static str {
        "Your role asks nothing here and answers nothing."
    }

    fn ask_about_value(&self) -> &'static str {
        "ask about this value"
    }

    fn ask_something_else(&self) -> &'static str {
        "ask something else"
    }

    fn query_step(&self, step: Step, state: State, question: &str) -> String {
        let what = match (step, state) {
            (Step::Answer, _) => "answer",
            (Step::Propose, _) => "answer, and propose as resolved",
            (Step::Close, State::New) => "close without an answer",
            (Step::Close, State::Answered | State::Proposed | State::Closed) => "close as settled",
            (Step::Open | Step::Reopen, _) => "ask again",
        };
        format!("{what}: {question}")
    }

    fn query_step_taken(&self, step: Step) -> &'static str {
        match step {
            Step::Open | Step::Reopen => "Asked.",
            Step::Answer => "Answered; the person who asked looks at it next.",
            Step::Propose => "Answered, and proposed as resolved.",
            Step::Close => "Closed.",
        }
    }
}
