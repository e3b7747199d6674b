//! The words of the screen of `screens::participant`.

use crate::domain::course::eligibility::Reason;
use crate::domain::record::participant;
use crate::text::English;
use crate::text::facts::Facts as _;
use crate::text::screens::form::Form as _;
use crate::text::screens::participant::Participant;
use chrono::NaiveDate;

impl Participant for English {
    fn who(&self, participant: &participant::Participant, has_weight: bool) -> String {
        let mark = if has_weight { "" } else { UNFIT };
        format!(
            "{}, born {}, {}, {} kg{mark} at enrolment on {}",
            self.sex(participant.sex),
            born(participant),
            self.diagnosis(participant.diagnosis),
            participant.weight_kg.normalize(),
            enrolled(participant)
        )
    }

    fn day_not_known(&self) -> &'static str {
        "not known"
    }

    fn who_without_weight(&self, participant: &participant::Participant) -> String {
        format!(
            "{}, born {}, {}, enrolled {}",
            self.sex(participant.sex),
            born(participant),
            self.diagnosis(participant.diagnosis),
            enrolled(participant)
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

    fn begin_closed(&self, visit: &str, since: NaiveDate) -> String {
        format!(
            "{visit} is closed: the participation ended on {since}. Only a day up to then is taken."
        )
    }

    fn new_begins_elsewhere(&self) -> &'static str {
        "That key enrols on the list of participants, begins an unscheduled visit on a participant's page, and a row in a log."
    }

    fn cannot_begin(&self, visit: &str, reasons: &[Reason]) -> String {
        let named = reasons.iter().take(REASONS);
        let named: Vec<String> = named.map(|reason| self.reason(reason)).collect();
        let more = match reasons.len().saturating_sub(REASONS) {
            0 => String::new(),
            more => format!(" And {more} more."),
        };
        format!("{visit} cannot begin yet. {}{more}", named.join(" "))
    }
}

/// Most reasons that are named at once; more are counted.
const REASONS: usize = 3;

/// Stands behind a fact of the enrolment that is not by the rules.
const UNFIT: &str = " (not by the rules)";

/// Says when somebody was born, and whether that can be.
pub(in crate::text::en) fn born(who: &participant::Participant) -> String {
    let mark = if who.born().is_some() { "" } else { UNFIT };
    format!("{}{mark}", who.birth_year)
}

/// Says when somebody was enrolled, and whether that can be.
pub(in crate::text::en) fn enrolled(who: &participant::Participant) -> String {
    let mark = if who.enrolled().is_some() { "" } else { UNFIT };
    format!("{}{mark}", who.enrolled_on)
}
