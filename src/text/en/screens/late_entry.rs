//! The words of the screen of `screens::late_entry`.

use crate::domain::base::ids::ParticipantId;
use crate::text::English;
use crate::text::screens::late_entry::LateEntry;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

impl LateEntry for English {
    fn late_entry(&self, observed_at: DateTime<FixedOffset>, reason: &str) -> String {
        format!(
            "Late entry: observed {}, {reason}",
            observed_at.format("%Y-%m-%d %H:%M")
        )
    }

    fn which_day(&self) -> &'static str {
        "Late entry: which day was it observed?"
    }

    fn day_as_on_paper(&self) -> &'static str {
        "As on the paper: 2026-03-02, or t-3 for three days ago."
    }

    fn which_time(&self, day: NaiveDate) -> String {
        format!("Late entry: at what time on {day}?")
    }

    fn time_as_on_paper(&self) -> &'static str {
        "Hours and minutes as on the paper: 9:30 or 0930."
    }

    fn why_late(&self) -> &'static str {
        "Late entry: why?"
    }

    fn say_it_in_words(&self) -> &'static str {
        "Say it in words."
    }

    fn before_enrolment(&self, id: &ParticipantId, enrolled_on: NaiveDate) -> String {
        format!("{id} was enrolled on {enrolled_on}; nothing was observed before.")
    }

    fn no_such_time(&self, day: NaiveDate, time: NaiveTime) -> String {
        format!(
            "There was no {} on {day}: the clock was set forward past it.",
            time.format("%H:%M")
        )
    }

    fn in_the_future(&self, day: NaiveDate, time: &str, now: DateTime<FixedOffset>) -> String {
        format!(
            "{day} {time} is in the future; it is {} now.",
            now.format("%H:%M")
        )
    }

    fn all_counts_as_observed(&self) -> &'static str {
        "All of it counts as observed then, until you leave the visit."
    }
}
