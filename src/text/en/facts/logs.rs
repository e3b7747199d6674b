//! Sums over the logs, and the cells of their tables.

use super::course::{between, count, short, stretch};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ratio::Exact;
use crate::domain::course::table::{self, Line, Until, What};
use crate::domain::course::totals::{Glucocorticoid, NextInfusion, Sum, Unseen, UnseenFirst};
use crate::domain::treatment::medication::Amount;
use crate::text::en::amendment::removed;
use crate::text::en::totals::BETAMETHASONE_NOT_ASKED;
use crate::text::facts::RowWords;

/// Says a sum over a log.
pub(super) fn sum(sum: &Sum) -> String {
    match sum {
        Sum::Rows(rows) => count(*rows, "row"),
        Sum::Removed(by) => removed(*by),
        Sum::Nothing => "none entered".to_owned(),
        Sum::Medications {
            all,
            ongoing,
            prednisone,
        } => {
            let now = prednisone.map_or_else(String::new, |now| {
                format!("; now {} prednisone", daily(&now))
            });
            format!("{all}, {ongoing} ongoing{now}")
        }
        Sum::Infusions {
            given,
            planned,
            next,
        } => {
            // The regimen can go on behind the last visit; of what is planned until then no more waits.
            let next_number = next.as_ref().map_or(0, |next| next.number);
            let of = planned.filter(|planned| next_number <= *planned);
            let of = of.map_or_else(String::new, |planned| format!(" of {planned}"));
            // What does not wait goes first: the end of the line is cut off on a narrow screen.
            let next = next.as_ref().map_or_else(String::new, next_infusion);
            format!("{next}{given}{of} given")
        }
        Sum::Events {
            all,
            ongoing,
            unseen,
        } => {
            let unseen = unseen.as_ref().map_or_else(String::new, self::unseen);
            match all {
                0 => format!("{unseen}no event counts"),
                all => format!("{unseen}{}, {ongoing} ongoing", count(*all, "event")),
            }
        }
        Sum::Grades(counts) => {
            let words: Vec<String> = counts
                .iter()
                .map(|(grade, count)| format!("{count} of grade {grade}"))
                .collect();
            format!("{}.", words.join(", "))
        }
        Sum::Given {
            given,
            planned: None,
        } => format!("{given} given."),
        Sum::Given {
            given,
            planned: Some((planned, visit)),
        } => format!("{given} given of {planned} planned until {visit}."),
        Sum::Glucocorticoid(sums) => glucocorticoid(sums),
    }
}

fn next_infusion(next: &NextInfusion) -> String {
    let NextInfusion {
        number,
        on,
        overdue,
    } = next;
    match overdue {
        0 => format!("number {number} due {on}; "),
        days => format!("number {number} OVERDUE {days} d, due {on}; "),
    }
}

fn unseen(unseen: &Unseen) -> String {
    let time = match unseen.first {
        UnseenFirst::Over(by) => format!(", OVERDUE {}", stretch(by)),
        UnseenFirst::Left(left) => format!(", {} left", stretch(left)),
        UnseenFirst::NoStart => ", since when is not entered".to_owned(),
    };
    format!("{} serious not seen{time}; ", unseen.count)
}

/// Says how much glucocorticoid is taken: now, a kg, the mean, in all since baseline.
fn glucocorticoid(sums: &Glucocorticoid) -> String {
    let Glucocorticoid {
        figure_not_asked,
        now,
        per_kg,
        since,
        pulses,
    } = sums;
    let mut words = format!("Glucocorticoid now {} prednisone", daily(now));
    if let Some(per_kg) = per_kg {
        words.push_str(&format!(" = {} mg/kg", short(*per_kg, 2)));
    }
    if let Some(since) = since {
        let day = match since.baseline {
            true => "baseline",
            false => "enrolment",
        };
        words.push_str(&format!(
            "; since {day} mean {} mg/d, in all {} mg{}",
            rounded(&since.mean, 1),
            rounded(&since.sum.bounds, 0),
            unknown(&since.sum)
        ));
    }
    if let Some(pulses) = pulses {
        let most = short(pulses.bounds.high, 0);
        words.push_str(&format!(", pulses {most} mg{}", unknown(pulses)));
    }
    if *figure_not_asked {
        words.push_str(&format!("; betamethasone {BETAMETHASONE_NOT_ASKED}"));
    }
    format!("{words}.")
}

/// Says how much an amount is, or between what: `12.5`, `10 to 15`.
fn rounded(bounds: &Bounds<Exact>, decimals: u32) -> String {
    between(short(bounds.low, decimals), &short(bounds.high, decimals))
}

/// Says what is not known of an amount: ` and 1 course of unknown dose`; empty when all is known.
fn unknown(amount: &Amount) -> String {
    match amount.unknown {
        0 => String::new(),
        unknown => format!(" and {} of unknown dose", count(unknown, "course")),
    }
}

/// Says an amount a day: `12.5 mg/d`, and what is not known of it.
fn daily(amount: &Amount) -> String {
    let known = rounded(&amount.bounds, 2);
    match unknown(amount) {
        unknown if unknown.is_empty() => format!("{known} mg/d"),
        unknown => format!("{known} mg/d{unknown} of"),
    }
}

/// Words a row of a log for its table.
pub(super) fn row(line: &Line) -> RowWords {
    RowWords {
        what: match &line.what {
            What::NotNamed => "not named yet".to_owned(),
            What::Named(name) => name.clone(),
            What::Pulse(drug) => format!("{drug}, pulse"),
            What::Infusion(number) => format!("infusion {number}"),
        },
        amount: match &line.amount {
            table::Amount::Blank => String::new(),
            table::Amount::Dose { dose, often } => {
                let dose = dose.as_ref().map(|(dose, unit)| format!("{dose} {unit}"));
                let words: Vec<String> = dose.into_iter().chain(often.clone()).collect();
                words.join(" ")
            }
            table::Amount::LeftOut => "left out".to_owned(),
            table::Amount::Given {
                mg,
                interrupted: true,
            } => format!("{mg} mg interrupted"),
            table::Amount::Given {
                mg,
                interrupted: false,
            } => format!("{mg} mg"),
            table::Amount::Grade(grade) => format!("grade {grade}"),
        },
        start: line
            .start
            .map_or_else(String::new, |start| start.to_string()),
        end: match line.end {
            Until::Unknown => String::new(),
            Until::Ongoing => "ongoing".to_owned(),
            Until::Day(day) => day.to_string(),
            Until::Times(start, Some(end)) => {
                format!("{}-{}", start.format("%H:%M"), end.format("%H:%M"))
            }
            Until::Times(start, None) => format!("{}-", start.format("%H:%M")),
        },
    }
}
