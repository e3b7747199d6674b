//! The words of the screen of `screens::participant`.

use crate::domain::course::eligibility::Reason;
use crate::domain::record::participant;
use crate::text::English;
use crate::text::facts::Facts as _;
use crate::text::screens::form::Form as _;
use crate::text::screens::participant::Participant;
use chrono::NaiveDate;

impl Participant for English {
    fn who(&self, participant: &participant::Participant) -> String {
        format!(
            "{}, born {}, {}, {} kg at enrolment on {}",
            self.sex(participant.sex),
            participant.birth_year,
            self.diagnosis(participant.diagnosis),
            participant.weight_kg.normalize(),
            participant.enrolled_on
        )
    }

    fn who_without_weight(&self, participant: &participant::Participant) -> String {
        format!(
            "{}, born {}, {}, enrolled {}",
            self.sex(participant.sex),
            participant.birth_year,
            self.diagnosis(participant.diagnosis),
            participant.enrolled_on
        )
    }

    fn visits_columns(&self) -> [&'static str; 6] {
        ["Visit", "State", "Planned", "Window", "Held on", "Forms"]
    }

    fn locked_here(&self) -> &'static str {
        "locked"
    }

    fn begin_early(&self, visit: &str, opens: NaiveDate, today: NaiveDate) -> String {
        format!("{visit} opens on {opens}; today is {today}.")
    }

    fn begin_late(&self, visit: &str, closed: NaiveDate, today: NaiveDate) -> String {
        format!("The window of {visit} closed on {closed}; today is {today}.")
    }

    fn begin_missed(&self, visit: &str, from: NaiveDate, to: NaiveDate) -> String {
        format!("{visit} was missed: its window was {from} to {to}.")
    }

    fn cannot_begin(&self, visit: &str, reasons: &[Reason]) -> String {
        let first = reasons.first();
        let first = first.map_or_else(String::new, |first| self.reason(first));
        let more = match reasons.len().saturating_sub(1) {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        format!("{visit} cannot begin yet. {first}{more}")
    }
}
