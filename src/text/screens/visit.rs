//! The words of the screen of `screens::visit`.

use crate::domain::forms::engine::instrument::Respondent;
use chrono::NaiveDate;

/// The words of the screen of `screens::visit`.
pub trait Visit {
    /// Said when every form of a visit is complete; adverse events may still have to be asked about.
    fn all_complete(&self, ask_events: bool) -> &'static str;

    /// Says that a visit was held on a day that is not by the rules.
    fn held_not_by_rules(&self, day: NaiveDate) -> String;

    /// Says on which day a visit was held, and how many days before (negative) or after its window that was.
    fn held_on(&self, day: NaiveDate, off: i64) -> String;

    /// Says which days a visit had before its day was changed, as an addition to its day; empty where it was not changed.
    fn earlier_days(&self, days: &[NaiveDate]) -> String;

    /// Says in a line of its own which days a visit was said to be held on before, the newest first.
    fn day_before(&self, days: &[NaiveDate]) -> String;

    /// Said of a visit that has no day yet: the one on which it would begin, and whether that is today.
    fn visit_not_begun(&self, day: NaiveDate, is_today: bool) -> String;

    /// Says how many adverse events go on.
    fn events_ongoing(&self, events: usize) -> String;

    /// Returns the word for who answers a form.
    fn respondent(&self, respondent: Respondent) -> &'static str;
}
