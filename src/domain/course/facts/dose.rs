//! What follows from an infusion: the dose that its weight plans, what was given, where it departs, the next one.

use super::{Fact, Mark};
use crate::domain::base::ratio::Exact;
use crate::domain::course::{infusion, infusions};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::{
    Deviation, DoseRule, Due, Given, Infusion, WeightRange, deviations, next_due,
};
use chrono::NaiveDate;

/// What follows from an infusion. Doses are in mg, weights in kg, infusions are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfInfusion {
    /// Where it departs from the plan.
    Departure(Departure),
    /// The dose that is planned.
    Planned {
        /// Dose.
        mg: Exact,
        /// What it goes by.
        by: PlannedFor,
    },
    /// The dose that was given.
    Given {
        /// Dose.
        mg: Exact,
        /// How long it took, in minutes.
        minutes: Option<i64>,
    },
    /// When the next one is due.
    Next {
        /// The next one.
        due: Due,
        /// Days that it is over its window; 0 while it is not.
        overdue: i64,
    },
}

/// What a planned dose goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedFor {
    /// It is the same for everybody.
    Everybody,
    /// A weight, and the weights that have the same dose.
    Tier(Exact, WeightRange),
    /// A weight, and the dose for each kg.
    EachKg(Exact, Exact),
}

/// Where a row departs from the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Another dose than planned was given.
    Dose {
        /// Planned, mg.
        planned: Exact,
        /// Given, mg.
        given: Exact,
    },
    /// It was given so many days before its window.
    Early(i64),
    /// It was given so many days after its window.
    Late(i64),
    /// It was interrupted.
    Interrupted,
    /// It was left out.
    LeftOut,
    /// Another row stands for the infusion of this number as well.
    Twice(usize),
}

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    today: NaiveDate,
) -> Vec<Fact> {
    let study = study.of_place(record, rows::SESSION, row.id);
    let mut facts: Vec<Fact> = departures(study, record, row)
        .into_iter()
        .map(|departure| Fact::warn(OfInfusion::Departure(departure)))
        .collect();
    let kg = cells::number(row.cells, "weight").value();
    facts.extend(planned(study, kg).map(Fact::plain));
    let Some(known) = infusion(row) else {
        return facts;
    };
    let minutes = known.minutes();
    let given = known.infusion.mg;
    facts.extend(given.map(|mg| Fact::plain(OfInfusion::Given { mg, minutes })));
    let all = infusions(record);
    let last = all.iter().map(|row| row.infusion.dose).max();
    if last == Some(known.infusion.dose) {
        facts.extend(next(study, record, today));
    }
    facts
}

/// Returns the dose that a weight plans, and what it goes by.
fn planned(study: &Study, kg: Option<Exact>) -> Option<OfInfusion> {
    let rule = &study.protocol.rules.abatacept.as_ref()?.regimen.rule;
    let mg = rule.planned(kg).ok()??;
    let by = match (rule, kg) {
        (DoseRule::Tiers(tiers), Some(kg)) => PlannedFor::Tier(kg, tiers.range(kg)?),
        (DoseRule::PerKg(each), Some(kg)) => PlannedFor::EachKg(kg, *each),
        (DoseRule::Tiers(_) | DoseRule::PerKg(_) | DoseRule::Fixed(_), _) => PlannedFor::Everybody,
    };
    Some(OfInfusion::Planned { mg, by })
}

/// Returns when the next infusion is due; `None` where the treatment ended.
pub(in crate::domain::course) fn next(
    study: &Study,
    record: &ParticipantRecord,
    today: NaiveDate,
) -> Option<Fact> {
    if record.statuses.treatment_ends().is_some() {
        return None;
    }
    let regimen = &study.protocol.rules.abatacept.as_ref()?.regimen;
    let rows: Vec<Infusion> = infusions(record).into_iter().map(|r| r.infusion).collect();
    let due = next_due(regimen, &rows)?;
    let overdue = due.overdue(today);
    let mark = if overdue == 0 { Mark::Plain } else { Mark::Bad };
    Some(Fact::marked(mark, OfInfusion::Next { due, overdue }))
}

/// Returns where a row departs from the plan.
pub(in crate::domain::course) fn departures(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
) -> Vec<Departure> {
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
    let departures = found.filter_map(|(_, deviation)| departure(deviation));
    let twice = is_twice.then(|| Departure::Twice(own.saturating_add(1)));
    departures.chain(twice).collect()
}

fn departure(deviation: Deviation) -> Option<Departure> {
    Some(match deviation {
        Deviation::Dose { planned, given } => Departure::Dose { planned, given },
        Deviation::Early(days) => Departure::Early(days),
        Deviation::Late(days) => Departure::Late(days),
        Deviation::Interrupted => Departure::Interrupted,
        Deviation::LeftOut => Departure::LeftOut,
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
