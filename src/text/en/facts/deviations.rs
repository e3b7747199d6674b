//! Words for deviations from the protocol.

use super::course::departure;
use crate::domain::course::deviations::{Differs, HowUndone, Rule};
use chrono::NaiveDate;

/// Names what was not kept.
pub(super) fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::VisitWindow => "visit outside its window",
        Rule::MissedVisit => "visit missed",
        Rule::MissedProcedure => "form not done",
        Rule::Dose => "dose not as planned",
        Rule::ForbiddenDrug => "forbidden drug",
        Rule::LateReport => "serious event seen late",
    }
}

/// Says what differs.
pub(super) fn differs(differs: &Differs) -> String {
    match differs {
        Differs::Early { days, window } => {
            format!(
                "{} before its window ({}).",
                count(*days),
                self::window(window)
            )
        }
        Differs::Late { days, window } => {
            format!(
                "{} after its window ({}).",
                count(*days),
                self::window(window)
            )
        }
        Differs::NotHeld { window } => {
            format!("Not held; its window was {}.", self::window(window))
        }
        Differs::NotDone(how) => match how {
            HowUndone::Blank => "Nothing was entered.".to_owned(),
            HowUndone::Incomplete { open, of } => {
                format!("{open} of {of} required questions are open.")
            }
            HowUndone::Missing => "Reasons were entered and no value.".to_owned(),
        },
        Differs::Dose(departures) => {
            let all: Vec<String> = departures.iter().map(departure).collect();
            all.join(" ")
        }
        Differs::Forbidden { drug, reason } => format!("{drug}: {reason}"),
        Differs::NotSeen { until, seen: None } => {
            format!(
                "To be seen by {}; not seen yet.",
                until.format("%Y-%m-%d %H:%M")
            )
        }
        Differs::NotSeen {
            until,
            seen: Some(on),
        } => format!(
            "To be seen by {}; seen on {on}.",
            until.format("%Y-%m-%d %H:%M")
        ),
    }
}

fn count(days: i64) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn window((from, to): &(NaiveDate, NaiveDate)) -> String {
    format!("{from} to {to}")
}
