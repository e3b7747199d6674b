//! The words of the screen of `screens::late_entry`.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::day_change::DayEffect;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

/// The words of the screen of `screens::late_entry`.
pub trait LateEntry {
    /// The line that says what is entered late.
    fn late_entry(&self, observed_at: DateTime<FixedOffset>, reason: &str) -> String;

    /// Asks for the day of observation.
    fn which_day(&self) -> &'static str;

    /// How a day is typed.
    fn day_as_on_paper(&self) -> &'static str;

    /// Asks on which day a visit is held.
    fn held_when(&self, visit: &str) -> String;

    /// How a day is typed where Enter alone is today.
    fn today_or_paper(&self) -> &'static str;

    /// Asked about a day outside the window of a visit, which Enter takes once more.
    fn day_outside_window(
        &self,
        visit: &str,
        day: NaiveDate,
        window: (NaiveDate, NaiveDate),
    ) -> String;

    /// Asks why a visit begins outside its window.
    fn why_begin_outside(
        &self,
        visit: &str,
        day: NaiveDate,
        window: (NaiveDate, NaiveDate),
    ) -> String;

    /// Says to which day that of a visit is changed.
    fn day_change(&self, visit: &str, before: NaiveDate, date: NaiveDate) -> String;

    /// Says what changes with the day of a visit.
    fn day_effect(&self, effect: &DayEffect) -> String;

    /// Asks for the time of observation.
    fn which_time(&self, day: NaiveDate) -> String;

    /// How a time is typed.
    fn time_as_on_paper(&self) -> &'static str;

    /// Asks for the words of a reason.
    fn why_late(&self) -> &'static str;

    /// What is typed for a reason that needs words.
    fn say_it_in_words(&self) -> &'static str;

    /// Said when the day is before the enrolment.
    fn before_enrolment(&self, id: &ParticipantId, enrolled_on: NaiveDate) -> String;

    /// Said when the clock never showed a time.
    fn no_such_time(&self, day: NaiveDate, time: NaiveTime) -> String;

    /// Said when the time is in the future.
    fn in_the_future(&self, day: NaiveDate, time: &str, now: DateTime<FixedOffset>) -> String;

    /// Said when a late entry begins.
    fn all_counts_as_observed(&self) -> &'static str;
}
