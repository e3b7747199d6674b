//! An infusion in words: the dose that its weight plans, what was given, where it departs, the next one.

use super::{Fact, Mark, short};
use crate::domain::base::ratio::Exact;
use crate::domain::course::{infusion, infusions};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::{
    Deviation, DoseRule, Given, Infusion, deviations, next_due,
};
use chrono::NaiveDate;

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    today: NaiveDate,
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = departures(study, record, row)
        .into_iter()
        .map(Fact::warn)
        .collect();
    let kg = cells::number(row.cells, "weight").value();
    facts.extend(planned(study, kg));
    let Some(known) = infusion(row) else {
        return facts;
    };
    facts.extend(given(&known.infusion, known.minutes()));
    let all = infusions(record);
    let last = all.iter().map(|row| row.infusion.dose).max();
    if last == Some(known.infusion.dose) {
        facts.extend(next(study, record, today));
    }
    facts
}

/// Says which dose a weight plans: `Planned 750 mg for 62 kg (60 to 100 kg).`
fn planned(study: &Study, kg: Option<Exact>) -> Option<Fact> {
    let rule = &study.protocol.rules.abatacept.as_ref()?.regimen.rule;
    let mg = rule.planned(kg).ok()??;
    let why = match (rule, kg) {
        (DoseRule::Tiers(tiers), Some(kg)) => {
            let range = tiers.range(kg).unwrap_or_default();
            format!(" for {} kg ({range})", short(kg, 1))
        }
        (DoseRule::PerKg(each), Some(kg)) => format!(" for {} kg, {each} mg/kg", short(kg, 1)),
        _ => String::new(),
    };
    Some(Fact::plain(format!("Planned {} mg{why}.", short(mg, 1))))
}

fn given(infusion: &Infusion, minutes: Option<i64>) -> Option<Fact> {
    let mg = short(infusion.mg?, 1);
    let minutes = minutes.map_or_else(String::new, |minutes| format!(" in {minutes} minutes"));
    Some(Fact::plain(format!("Given {mg} mg{minutes}.")))
}

/// Says when the next infusion is due.
pub(in crate::domain::course) fn next(
    study: &Study,
    record: &ParticipantRecord,
    today: NaiveDate,
) -> Option<Fact> {
    let regimen = &study.protocol.rules.abatacept.as_ref()?.regimen;
    let rows: Vec<Infusion> = infusions(record).into_iter().map(|r| r.infusion).collect();
    let due = next_due(regimen, &rows)?;
    let words = format!(
        "Infusion {} is due on {} ({} to {})",
        due.dose.saturating_add(1),
        due.on,
        due.from.format("%d %b"),
        due.to.format("%d %b")
    );
    Some(match due.overdue(today) {
        0 => Fact::plain(format!("{words}.")),
        days => Fact::marked(Mark::Bad, format!("{words}: overdue by {days} d.")),
    })
}

/// Returns where a row departs from the plan, a sentence each.
pub(super) fn departures(study: &Study, record: &ParticipantRecord, row: &Row<'_>) -> Vec<String> {
    let (Some(rules), Some(known)) = (study.protocol.rules.abatacept.as_ref(), infusion(row))
    else {
        return Vec::new();
    };
    // This row and the first infusion, from which the days are counted.
    let own = known.infusion.dose;
    let all = infusions(record).into_iter();
    let mut rows: Vec<Infusion> = all
        .filter(|other| own != 0 && other.infusion.dose == 0)
        .map(|other| other.infusion)
        .collect();
    let is_twice = infusions(record)
        .iter()
        .any(|other| other.row != row.number && other.infusion.dose == own);
    rows.push(known.infusion);
    let found = deviations(&rules.regimen, &rows).unwrap_or_default();
    let found = found.into_iter().filter(|(dose, _)| *dose == own);
    let mut words: Vec<String> = found
        .filter_map(|(_, deviation)| departure(deviation))
        .collect();
    if is_twice {
        let number = own.saturating_add(1);
        words.push(format!("Another row stands for infusion {number} as well."));
    }
    words
}

fn departure(deviation: Deviation) -> Option<String> {
    Some(match deviation {
        Deviation::Dose { planned, given } => format!(
            "{} mg were given, {} mg planned.",
            short(given, 1),
            short(planned, 1)
        ),
        Deviation::Early(days) => format!("{days} d before its window."),
        Deviation::Late(days) => format!("{days} d after its window."),
        Deviation::Interrupted => "The infusion was interrupted.".to_owned(),
        Deviation::LeftOut => "It was left out.".to_owned(),
        Deviation::NoRow => return None,
    })
}

/// Returns how many infusions the study plans until a day after the first one.
pub(in crate::domain::course) fn planned_until(study: &Study, day: u32) -> Option<usize> {
    let regimen = &study.protocol.rules.abatacept.as_ref()?.regimen;
    let doses = (0..).map_while(|dose| regimen.day(dose));
    Some(doses.take_while(|planned| *planned <= day).count())
}

/// Returns whether an infusion was given, whole or in part.
pub(in crate::domain::course) fn was_given(infusion: &Infusion) -> bool {
    infusion.given != Given::LeftOut
}
