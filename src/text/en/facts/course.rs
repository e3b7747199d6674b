//! Facts about the rows of logs and about eligibility, a sentence each.

use super::logs::sum;
use crate::domain::base::ratio::Exact;
use crate::domain::course::eligibility::{Reason, Standing};
use crate::domain::course::facts::{
    After, Began, Departure, OfEvent, OfInfusion, OfMedication, PlannedFor, Said, Window,
};
use crate::domain::course::owed::Owed;
use crate::domain::treatment::abatacept::WeightRange;
use crate::text::English;
use crate::text::en::totals::{BETAMETHASONE_NOT_ASKED, disease, laboratory};
use crate::text::questions::Questions as _;
use chrono::TimeDelta;

/// Says a fact.
pub(super) fn fact(said: &Said) -> String {
    match said {
        Said::InError(None) => {
            "Entered in error; no reason is stored. It counts nowhere.".to_owned()
        }
        Said::InError(Some(why)) => format!("Entered in error: {why}. It counts nowhere."),
        Said::Incomplete => "Something required is still empty.".to_owned(),
        Said::Medication(said) => of_medication(said),
        Said::Infusion(said) => of_infusion(said),
        Said::Event(said) => of_event(said),
        Said::Sum(said) => sum(said),
        Said::Standing(said) => standing(said),
        Said::Reason(said) => reason(said),
        Said::BohanPeter(found) => {
            let line = disease::bohan_peter(found);
            format!("Bohan-Peter by the items: {}; {}.", line.value, line.note)
        }
        Said::Filtration(found) => {
            let line = laboratory::filtration(&Ok(*found));
            format!("eGFR {}; {}.", line.value, line.note)
        }
    }
}

/// Says what keeps somebody out of the trial.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::ConsentRefused => "Consent was not given.".to_owned(),
        Reason::ConsentBlank => "Consent with its date is not entered.".to_owned(),
        Reason::NotMet(label) => format!("Not met: {label}."),
        Reason::Contradicted {
            label,
            excludes: true,
        } => format!("{label}: answered as not present, but by the facts entered it is present."),
        Reason::Contradicted {
            label,
            excludes: false,
        } => format!("{label}: answered as met, but by the facts entered it is not met."),
        Reason::FieldsEmpty(1) => "1 field of eligibility still empty.".to_owned(),
        Reason::FieldsEmpty(empty) => format!("{empty} fields of eligibility still empty."),
        Reason::NotKnown(label) => format!("Not known: {label}."),
    }
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Eligible => "eligible".to_owned(),
        Standing::Exception(why) => format!("exception: {why}"),
        Standing::ConsentRefused => "fails: consent not given".to_owned(),
        Standing::NotMet(labels) => format!("fails: {}", labels.join(", ")),
        Standing::Contradicted(first) => format!("facts say otherwise: {first}"),
        Standing::ConsentBlank => "consent not entered".to_owned(),
        Standing::FieldsEmpty(empty) => format!("{} still empty", count(*empty, "field")),
        Standing::CriteriaOpen(1) => "1 criterion open".to_owned(),
        Standing::CriteriaOpen(open) => format!("{open} criteria open"),
    }
}

fn of_medication(said: &OfMedication) -> String {
    match said {
        OfMedication::Forbidden {
            reason,
            certain: true,
        } => reason.clone(),
        OfMedication::Forbidden {
            reason,
            certain: false,
        } => format!("{reason} The dates leave open whether both were given at once."),
        OfMedication::EndsBeforeItBegins => {
            "It ends before it begins: check both dates.".to_owned()
        }
        OfMedication::SameDose(days) => {
            let days = between(days.low.to_string(), &days.high.to_string());
            format!("At this dose for {days} d.")
        }
        OfMedication::RouteBlank => {
            "Route not entered: it adds to no dose of prednisone yet.".to_owned()
        }
        OfMedication::RouteUnknown => {
            "Route not known: it adds to no dose of prednisone.".to_owned()
        }
        OfMedication::OtherRoute => {
            "Neither by mouth nor by vein: it adds to no dose of prednisone.".to_owned()
        }
        OfMedication::FigureNotAsked => format!("Betamethasone {BETAMETHASONE_NOT_ASKED}."),
        OfMedication::FigureOpen => {
            "Not answered what betamethasone is counted as: its dose of prednisone is not known."
                .to_owned()
        }
        OfMedication::Pulse(mg) => format!(
            "A pulse of {} mg of prednisone, apart from the maintenance dose.",
            short(*mg, 2)
        ),
        OfMedication::Daily { mg, per_kg } => {
            let per_kg = per_kg.map_or_else(String::new, |(per_kg, weight)| {
                let (per_kg, kg) = (short(per_kg, 2), short(weight.kg, 1));
                format!(", {per_kg} mg/kg ({kg} kg on {})", weight.on)
            });
            format!("{} mg of prednisone a day{per_kg}.", short(*mg, 2))
        }
        OfMedication::Total { mg, ended } => {
            let until = if *ended { "" } else { " until today" };
            let mg = between(short(mg.low, 0), &short(mg.high, 0));
            format!("In all{until} {mg} mg of prednisone.")
        }
    }
}

fn of_infusion(said: &OfInfusion) -> String {
    match said {
        OfInfusion::Departure(departure) => self::departure(departure),
        OfInfusion::Planned { mg, by } => {
            let by = match by {
                PlannedFor::Everybody => String::new(),
                PlannedFor::Tier(kg, range) => {
                    format!(" for {} kg ({})", short(*kg, 1), weights(range))
                }
                PlannedFor::EachKg(kg, each) => format!(" for {} kg, {each} mg/kg", short(*kg, 1)),
            };
            format!("Planned {} mg{by}.", short(*mg, 1))
        }
        OfInfusion::Given { mg, minutes } => {
            let minutes =
                minutes.map_or_else(String::new, |minutes| format!(" in {minutes} minutes"));
            format!("Given {} mg{minutes}.", short(*mg, 1))
        }
        OfInfusion::Next { due, overdue } => {
            let words = format!(
                "Infusion {} is due on {} ({} to {})",
                due.dose.saturating_add(1),
                due.on,
                due.from.format("%d %b"),
                due.to.format("%d %b")
            );
            match overdue {
                0 => format!("{words}."),
                days => format!("{words}: overdue by {days} d."),
            }
        }
    }
}

pub(super) fn departure(departure: &Departure) -> String {
    match departure {
        Departure::Dose { planned, given } => format!(
            "{} mg were given, {} mg planned.",
            short(*given, 1),
            short(*planned, 1)
        ),
        Departure::Early(days) => format!("{days} d before its window."),
        Departure::Late(days) => format!("{days} d after its window."),
        Departure::Interrupted => "The infusion was interrupted.".to_owned(),
        Departure::LeftOut => "It was left out.".to_owned(),
        Departure::Twice(number) => format!("Another row stands for infusion {number} as well."),
    }
}

/// Says the weights of a tier: `below 60 kg`, `60 to 100 kg`.
///
/// A limit that belongs to the next tier is named with `below`, one that belongs to the tier before with `above`.
fn weights(range: &WeightRange) -> String {
    let from = range.from.map(|from| (from.kg, from.below));
    let to = range.to.map(|to| (to.kg, to.below));
    match (from, to) {
        (None, None) => "any weight".to_owned(),
        (None, Some((to, true))) => format!("up to {to} kg"),
        (None, Some((to, false))) => format!("below {to} kg"),
        (Some((from, true)), None) => format!("above {from} kg"),
        (Some((from, false)), None) => format!("from {from} kg"),
        (Some((from, above)), Some((to, inclusive))) => {
            let above = if above { "above " } else { "" };
            let below = if inclusive { "" } else { "below " };
            format!("{above}{from} to {below}{to} kg")
        }
    }
}

fn of_event(said: &OfEvent) -> String {
    match said {
        OfEvent::Seen(on) => format!("Seen by an investigator on {on}."),
        OfEvent::NoStart => {
            "Serious and not seen: enter since when the site knows it, so that the clock runs."
                .to_owned()
        }
        OfEvent::Runs { until, left } => format!(
            "An investigator must see it by {}: {} left.",
            until.format("%Y-%m-%d %H:%M"),
            stretch(*left)
        ),
        OfEvent::Over { until, by } => format!(
            "OVERDUE: an investigator had to see it by {}, {} ago.",
            until.format("%Y-%m-%d %H:%M"),
            stretch(*by)
        ),
        OfEvent::Owes(Owed::Died(_)) => {
            "Fatal, but the participant is not said to have died: say so under Taking part."
                .to_owned()
        }
        OfEvent::Owes(Owed::Stopped) => {
            "Abatacept stopped for good, but that is not said under Taking part.".to_owned()
        }
        OfEvent::Contradiction(found) => English.contradiction(*found).to_owned(),
        OfEvent::Grade { grade, meaning } => format!("Grade {grade}, {meaning}."),
        OfEvent::Serious(criteria) if criteria.is_empty() => {
            "Serious, and no criterion says why yet.".to_owned()
        }
        OfEvent::Serious(criteria) => {
            let criteria: Vec<String> = criteria.iter().map(|c| c.to_lowercase()).collect();
            format!("Serious: {}.", criteria.join("; "))
        }
        OfEvent::NotSerious => "Not serious.".to_owned(),
        OfEvent::Began(began) => self::began(began),
        OfEvent::Special(special) => format!("Of special interest: {special}."),
    }
}

/// Says how long after an infusion an event began: `12 d after infusion 3 (2026-03-02).`
fn began(began: &Began) -> String {
    match began {
        Began::BeforeFirst => "It began before the first infusion.".to_owned(),
        Began::AfterSome => {
            "It began after an infusion; the dates leave open which one.".to_owned()
        }
        Began::PerhapsAfter => {
            "The dates leave open whether it began after an infusion.".to_owned()
        }
        Began::After {
            time,
            infusion,
            on,
            window,
        } => {
            let time = match time {
                After::Time(time) => format!("{} after", stretch(*time)),
                After::SameDay => "On the day of".to_owned(),
                After::Days(days) => {
                    let days = between(days.low.to_string(), &days.high.to_string());
                    format!("{days} d after")
                }
            };
            let window = match window {
                Some(Window::Acute) => ": within 1 hour, acute",
                Some(Window::Day) => ": within 24 hours",
                None => "",
            };
            format!("{time} infusion {infusion} ({on}){window}.")
        }
    }
}

/// Counts things: `no row`, `1 row`, `2 rows`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Says bounds that may be shown as one number: `12.5`, `10 to 15`.
pub(super) fn between(low: String, high: &str) -> String {
    match low == high {
        true => low,
        false => format!("{low} to {high}"),
    }
}

/// Returns an amount for the screen, without a zero behind the point.
pub(super) fn short(number: Exact, decimals: u32) -> String {
    let text = number.rounded(decimals);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// Returns a stretch of time in its largest fitting unit: `45 min`, `7 h`, `3 d`.
pub(super) fn stretch(time: TimeDelta) -> String {
    match time.num_minutes() {
        minutes @ ..120 => format!("{minutes} min"),
        minutes @ ..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} d", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::treatment::abatacept::{Tier, Tiers};

    fn tier(up_to: Option<i64>, inclusive: bool, mg: i64) -> Tier {
        Tier {
            up_to: up_to.map(Exact::int),
            inclusive,
            mg: Exact::int(mg),
        }
    }

    #[test]
    fn a_limit_is_named_with_the_tier_that_it_belongs_to() {
        let range = |tiers: &Tiers, kg: &str| {
            let range = tiers.range(Exact::parse(kg).unwrap()).unwrap();
            weights(&range)
        };
        let kg = ["59.9", "60", "100", "100.1"];
        let label = Tiers::new(vec![
            tier(Some(60), false, 500),
            tier(Some(100), true, 750),
            tier(None, false, 1000),
        ]);
        let label = label.unwrap();
        assert_eq!(
            kg.map(|kg| range(&label, kg)),
            [
                "below 60 kg",
                "60 to 100 kg",
                "60 to 100 kg",
                "above 100 kg"
            ]
        );
        let other = Tiers::new(vec![
            tier(Some(60), true, 500),
            tier(Some(100), false, 750),
            tier(None, false, 1000),
        ]);
        let other = other.unwrap();
        assert_eq!(
            kg.map(|kg| range(&other, kg)),
            ["up to 60 kg", "up to 60 kg", "from 100 kg", "from 100 kg"]
        );
        assert_eq!(range(&other, "60.1"), "above 60 to below 100 kg");
        let one = Tiers::new(vec![tier(None, false, 500)]).unwrap();
        assert_eq!(range(&one, "60"), "any weight");
    }
}
