//! The words of the screen of `screens::late_entry`.

use crate::domain::base::ids::ParticipantId;
use crate::domain::views::day_change::DayEffect;
use crate::text::English;
use crate::text::en::count;
use crate::text::facts::Facts as _;
use crate::text::questions::Questions as _;
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

    fn held_when(&self, visit: &str) -> String {
        format!("{visit}: on which day was it held?")
    }

    fn today_or_paper(&self) -> &'static str {
        "Enter alone is today. Another day: 2026-03-02, - for yesterday, or t-3 for three days ago."
    }

    fn day_outside_window(
        &self,
        visit: &str,
        day: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
    ) -> String {
        let days = |days: i64| count(usize::try_from(days).unwrap_or(0), "day");
        let off = match day < from {
            true => format!("{} before", days((from - day).num_days())),
            false => format!("{} after", days((day - to).num_days())),
        };
        format!(
            "{day} is {off} the window of {visit}, {from} to {to}. Enter once more takes it all the same."
        )
    }

    fn why_begin_outside(
        &self,
        visit: &str,
        day: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
    ) -> String {
        format!("{visit} on {day}, not {from} to {to}: why?")
    }

    fn day_change(&self, visit: &str, before: NaiveDate, date: NaiveDate) -> String {
        format!("{visit}, held on: {before} -> {date}. Why?")
    }

    fn day_effect(&self, effect: &DayEffect) -> String {
        match effect {
            DayEffect::Timing { before, after } => {
                format!(
                    "Until now {}; then {}.",
                    self.timing(*before),
                    self.timing(*after)
                )
            }
            DayEffect::Others(visits) => {
                let visits = visits
                    .iter()
                    .map(|(label, timing)| format!("{label} {}", self.timing(*timing)));
                format!("Then: {}.", visits.collect::<Vec<_>>().join("; "))
            }
            DayEffect::Windows {
                visits,
                first,
                from,
                to,
            } => {
                let moved = match visits {
                    1 => "The window of 1 visit moves".to_owned(),
                    more => format!("The windows of {more} visits move"),
                };
                format!("{moved}: {first} to {from} - {to}.")
            }
            DayEffect::Voids(1) => "The signature on it becomes void.".to_owned(),
            DayEffect::Voids(signatures) => {
                format!("{signatures} signatures on it become void.")
            }
            DayEffect::Asks(found) => format!("To be answered then: {}", self.found(found)),
            DayEffect::AsksNoMore(questions) => {
                format!("Asked no longer: {}.", count(*questions, "question"))
            }
            DayEffect::Log { title, state } => format!("{title}: {}.", self.fact(&state.said)),
        }
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
