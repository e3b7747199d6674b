//! The words of the screen of `screens::unbegin`.

use chrono::NaiveDate;

/// The words of the screen of `screens::unbegin`.
pub trait Unbegin {
    /// Heading of the questions.
    fn unbegin(&self) -> &'static str;

    /// Says of which visit, on which day, so many answers count no more, and that so many signatures go with it.
    fn no_longer_counts(
        &self,
        visit: &str,
        day: NaiveDate,
        answers: usize,
        signatures: usize,
    ) -> String;

    /// Says that so many queries that are not closed go with it.
    fn queries_go_with_it(&self, queries: usize) -> String;

    /// Says that a form has so many answers that the user does not see yet.
    fn answers_not_seen(&self, form: &str, answers: u16) -> String;

    /// Asks why the visit was begun by mistake.
    fn why_by_mistake(&self) -> &'static str;

    /// Asks whether it is taken out.
    fn take_out(&self) -> &'static str;

    /// The line that takes it out, and the one that goes back.
    fn unbegin_it(&self) -> [&'static str; 2];

    /// Says how the list of answers goes on.
    fn list_goes_on(&self) -> &'static str;

    /// Said when it was sent.
    fn is_open_again(&self, visit: &str) -> String;

    /// Says of an unscheduled visit that it was taken out, and which text was typed there; blank for none.
    fn visit_is_gone(&self, visit: &str, text: &str) -> String;

    /// Says that a text that was typed and waits there goes with the visit.
    fn typed_and_gone(&self, text: &str) -> String;

    /// Said of a visit that nobody has begun.
    fn not_begun_here(&self, visit: &str) -> String;

    /// Said where something that the user entered there is not saved yet.
    fn not_all_saved(&self) -> &'static str;
}
