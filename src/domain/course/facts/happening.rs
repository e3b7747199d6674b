//! An adverse event in words: its grade, how serious, how long after an infusion, the clock, contradictions.

use super::{Fact, Mark, label, stretch};
use crate::domain::base::partial::PartialDate;
use crate::domain::course::{ADVERSE_EVENT, AdverseEvent, event, infusions};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::adverse::{Clock, Moment, since_infusion};
use chrono::{NaiveDateTime, TimeDelta};

/// Minutes after the beginning of an infusion within which a reaction is acute, and still one (label).
const ACUTE: i64 = 60;
const LATER: i64 = 24 * 60;

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    now: NaiveDateTime,
) -> Vec<Fact> {
    let known = event::event(row);
    let form = study.form(ADVERSE_EVENT);
    let mut facts = Vec::new();
    facts.extend(clock(study, &known, now));
    let contradictions = event::contradictions(row.cells);
    facts.extend(contradictions.iter().map(|c| Fact::warn(c.to_string())));
    let meaning = form.and_then(|form| label(form, row.cells, "grade"));
    if let (Some(grade), Some(meaning)) = (known.grade, meaning) {
        facts.push(Fact::plain(format!("Grade {grade}, {meaning}.")));
    }
    facts.extend(form.and_then(|form| seriousness(form, &known)));
    facts.extend(since(record, &known).map(Fact::plain));
    let special = form.and_then(|form| label(form, row.cells, "special"));
    if let Some(special) = special.filter(|_| known.special.is_some()) {
        facts.push(Fact::plain(format!("Of special interest: {special}.")));
    }
    facts
}

fn seriousness(form: &Instrument, event: &AdverseEvent) -> Option<Fact> {
    if event.serious? {
        let named = event.criteria.iter().filter_map(|id| form.field(id));
        let named: Vec<String> = named.map(|field| field.label.to_lowercase()).collect();
        return Some(match named.is_empty() {
            true => Fact::warn("Serious, and no criterion says why yet."),
            false => Fact::plain(format!("Serious: {}.", named.join("; "))),
        });
    }
    Some(Fact::plain("Not serious."))
}

/// Returns the clock of an event at a time of the site.
pub(in crate::domain::course) fn clock_of(
    study: &Study,
    event: &AdverseEvent,
    now: NaiveDateTime,
) -> Clock {
    let hours = study.protocol.rules.serious_hours;
    Clock::at(event.serious, event.aware, event.seen.is_some(), hours, now)
}

fn clock(study: &Study, event: &AdverseEvent, now: NaiveDateTime) -> Option<Fact> {
    Some(match clock_of(study, event, now) {
        Clock::Still => return None,
        Clock::Seen => {
            let on = event.seen?;
            Fact::marked(Mark::Good, format!("Seen by an investigator on {on}."))
        }
        Clock::NoStart => Fact::marked(
            Mark::Bad,
            "Serious and not seen: enter since when the site knows it, so that the clock runs.",
        ),
        Clock::Runs { until, left } => Fact::marked(
            Mark::Bad,
            format!(
                "An investigator must see it by {}: {} left.",
                until.format("%Y-%m-%d %H:%M"),
                stretch(left)
            ),
        ),
        Clock::Over { until, by } => Fact::marked(
            Mark::Bad,
            format!(
                "OVERDUE: an investigator had to see it by {}, {} ago.",
                until.format("%Y-%m-%d %H:%M"),
                stretch(by)
            ),
        ),
    })
}

/// Says how long after the last infusion an event began: `12 d after infusion 3 (2026-03-02).`
fn since(record: &ParticipantRecord, event: &AdverseEvent) -> Option<String> {
    let rows: Vec<_> = infusions(record)
        .into_iter()
        .filter(|row| row.infusion.given != Given::LeftOut)
        .filter_map(|row| Some((row.infusion.on?, row)))
        .collect();
    let moments: Vec<Moment> = rows
        .iter()
        .map(|(on, row)| Moment {
            on: PartialDate::from(*on),
            at: row.start.map(|start| start.time()),
        })
        .collect();
    if moments.is_empty() {
        return None;
    }
    let onset = event.onset?;
    let moment = Moment {
        on: onset,
        at: event.onset_time,
    };
    let Some(found) = since_infusion(moment, &moments) else {
        return Some("It began before the first infusion.".to_owned());
    };
    let Some((on, row)) = found.infusion.and_then(|place| rows.get(place)) else {
        return Some(match found.certain {
            true => "It began after an infusion; the dates leave open which one.".to_owned(),
            false => "The dates leave open whether it began after an infusion.".to_owned(),
        });
    };
    let number = row.infusion.dose.saturating_add(1);
    let days = PartialDate::from(*on).days_until(onset);
    let time = match (found.minutes.exact(), days.exact()) {
        (Some(minutes), _) => format!("{} after", stretch(TimeDelta::minutes(minutes))),
        (None, Some(0)) => "On the day of".to_owned(),
        (None, _) => format!("{days} d after"),
    };
    let window = if found.within(ACUTE) == Some(true) {
        ": within 1 hour, acute"
    } else if found.within(LATER) == Some(true) {
        ": within 24 hours"
    } else {
        ""
    };
    Some(format!("{time} infusion {number} ({on}){window}."))
}
