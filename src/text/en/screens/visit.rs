//! The words of the screen of `screens::visit`.

use crate::domain::forms::engine::instrument::Respondent;
use crate::text::English;
use crate::text::en::count;
use crate::text::screens::visit::Visit;
use chrono::NaiveDate;

impl Visit for English {
    fn all_complete(&self, ask_events: bool) -> &'static str {
        match ask_events {
            true => "Every form is complete; ask about adverse events next.",
            false => "Every form of this visit is complete.",
        }
    }

    fn held_not_by_rules(&self, day: NaiveDate) -> String {
        format!("Held on {day}: not by the rules, so its window is not known.")
    }

    fn held_on(&self, day: NaiveDate, off: i64) -> String {
        let days = count(usize::try_from(off.unsigned_abs()).unwrap_or(0), "day");
        match off {
            0 => format!("Held on {day}."),
            1.. => format!("Held on {day}, {days} late."),
            _ => format!("Held on {day}, {days} early."),
        }
    }

    fn earlier_days(&self, days: &[NaiveDate]) -> String {
        let days: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
        match days.is_empty() {
            true => String::new(),
            false => format!(", not {}", days.join(" or ")),
        }
    }

    fn day_before(&self, days: &[NaiveDate]) -> String {
        let days: Vec<String> = days.iter().map(NaiveDate::to_string).collect();
        format!("The day was changed: not {}.", days.join(", "))
    }

    fn visit_not_begun(&self, day: NaiveDate, is_today: bool) -> String {
        let today = if is_today { "today, " } else { "" };
        format!("Not begun; day: {today}{day}.")
    }

    fn events_ongoing(&self, events: usize) -> String {
        format!("{events} ongoing")
    }

    fn respondent(&self, respondent: Respondent) -> &'static str {
        match respondent {
            Respondent::Patient => "patient",
            Respondent::Assessor => "assessor",
            Respondent::Physician => "physician",
            Respondent::Laboratory => "lab",
            Respondent::Nurse => "nurse",
        }
    }
}
