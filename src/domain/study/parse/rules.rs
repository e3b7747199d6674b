//! The reader of what a study file says about eligibility, treatment and adverse events.

use crate::domain::base::data::{DataError, Item, Marks, Table};
use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use crate::domain::study::rules::{Abatacept, Eligibility, Rules, Washout};
use crate::domain::treatment::abatacept::{DoseRule, Regimen, Tier, Tiers};
use crate::domain::treatment::equivalence::TABLE_VERSION;
use crate::domain::treatment::medication::Forbidden;

/// Reads the rules, and the form of eligibility where the study asks for it.
pub(super) fn read(
    root: &Table<'_>,
    marks: &mut Marks,
) -> Result<(Rules, Option<FormId>), DataError> {
    let usual = Rules::default();
    if let Some(item) = root.get("glucocorticoid-table") {
        item.one_of(&[(TABLE_VERSION, ())])?;
    }
    let (form, eligibility) = match root.get("eligibility") {
        Some(item) => {
            let (form, rules) = eligibility(&item, marks)?;
            (Some(form), rules)
        }
        None => (None, usual.eligibility),
    };
    let serious_hours = match root.get("adverse-event") {
        Some(item) => {
            let table = item.table()?;
            table.need("serious-hours")?.whole()?
        }
        None => usual.serious_hours,
    };
    let mut forbidden = Vec::new();
    if let Some(item) = root.get("forbidden-with-abatacept") {
        for item in item.list()? {
            let rule = forbidden_drug(&item, &forbidden)?;
            forbidden.push(rule);
        }
    }
    let rules = Rules {
        eligibility,
        abatacept: root.get("abatacept").map(|i| abatacept(&i)).transpose()?,
        forbidden,
        serious_hours,
    };
    Ok((rules, form))
}

fn eligibility(item: &Item<'_>, marks: &mut Marks) -> Result<(FormId, Eligibility), DataError> {
    let table = item.table()?;
    let form = table.need("form")?;
    marks.keep("eligibility", &form);
    let mut washout: Vec<Washout> = Vec::new();
    if let Some(item) = table.get("washout") {
        for item in item.list()? {
            let table = item.table()?;
            let drug = table.need("drug")?;
            let code = drug.line()?.to_owned();
            if washout.iter().any(|known| known.drug == code) {
                return Err(drug.error(format!("the washout of \"{code}\" stands twice")));
            }
            marks.keep(format!("washout.{code}"), &drug);
            washout.push(Washout {
                drug: code,
                days: table.need("days")?.whole()?,
            });
        }
    }
    let whole = |key: &str| table.get(key).map(|i| i.whole()).transpose();
    let rules = Eligibility {
        least_age: whole("least-age")?,
        stable_months: whole("stable-months")?,
        glucocorticoid_per_kg: above_zero(&table, "glucocorticoid-per-kg")?,
        transaminase_multiple: above_zero(&table, "transaminase-multiple")?,
        tuberculosis_years: whole("tuberculosis-years")?,
        least_ejection_fraction: above_zero(&table, "least-ejection-fraction")?,
        most_nyha: whole("most-nyha-class")?,
        most_qtcf: above_zero(&table, "most-qtcf")?,
        least_filtration: above_zero(&table, "least-egfr")?,
        least_haemoglobin: above_zero(&table, "least-haemoglobin")?,
        least_neutrophils: above_zero(&table, "least-neutrophils")?,
        least_platelets: above_zero(&table, "least-platelets")?,
        washout,
    };
    Ok((FormId::new(form.name()?), rules))
}

fn above_zero(table: &Table<'_>, key: &str) -> Result<Option<Exact>, DataError> {
    table.get(key).map(|item| positive(&item)).transpose()
}

/// Reads a number above 0.
fn positive(item: &Item<'_>) -> Result<Exact, DataError> {
    item.positive().map(Exact::from_decimal)
}

/// Reads how abatacept is given, and how many days a weight may be old.
fn abatacept(item: &Item<'_>) -> Result<Abatacept, DataError> {
    let table = item.table()?;
    let days = table.need("days")?;
    let mut planned: Vec<u32> = Vec::new();
    for item in days.list()? {
        let day: u32 = item.whole()?;
        if planned.is_empty() && day != 0 {
            return Err(item.error("`days` begin with 0, the day of the first dose"));
        }
        if planned.last().is_some_and(|last| *last >= day) {
            return Err(item.error("`days` must ascend"));
        }
        planned.push(day);
    }
    let optional = |key: &str| table.get(key).map(|i| i.whole()).transpose();
    let regimen = Regimen {
        rule: dose_rule(&table)?,
        days: planned,
        then_every: optional("then-every")?,
        last_day: optional("last-day")?,
        early: table.need("early")?.whole()?,
        late: table.need("late")?.whole()?,
    };
    Ok(Abatacept {
        regimen,
        weight_days: table.need("weight-days")?.whole()?,
    })
}

/// Reads the dose: by tiers of weight, by kg, or the same for all.
fn dose_rule(table: &Table<'_>) -> Result<DoseRule, DataError> {
    match (table.get("tier"), table.get("mg-per-kg"), table.get("mg")) {
        (Some(item), None, None) => Ok(DoseRule::Tiers(tiers(&item)?)),
        (None, Some(item), None) => Ok(DoseRule::PerKg(positive(&item)?)),
        (None, None, Some(item)) => Ok(DoseRule::Fixed(positive(&item)?)),
        _ => Err(table.error("the dose needs one of `tier`, `mg-per-kg` and `mg`")),
    }
}

fn tiers(item: &Item<'_>) -> Result<Tiers, DataError> {
    let mut tiers: Vec<Tier> = Vec::new();
    for item in item.list()? {
        let table = item.table()?;
        let (up_to, inclusive) = match (table.get("below"), table.get("up-to")) {
            (Some(limit), None) => (Some(positive(&limit)?), false),
            (None, Some(limit)) => (Some(positive(&limit)?), true),
            (None, None) => (None, false),
            (Some(_), Some(_)) => {
                return Err(table.error("a tier has one of `below` and `up-to`, not both"));
            }
        };
        tiers.push(Tier {
            up_to,
            inclusive,
            mg: positive(&table.need("mg")?)?,
        });
    }
    Tiers::new(tiers).map_err(|error| item.error(error.to_string()))
}

fn forbidden_drug(item: &Item<'_>, known: &[Forbidden]) -> Result<Forbidden, DataError> {
    let table = item.table()?;
    let id = table.need("id")?;
    let name = id.name()?.to_owned();
    if known.iter().any(|other| other.id == name) {
        return Err(id.error(format!("the forbidden drug \"{name}\" stands twice")));
    }
    let names = table.need("names")?;
    names.list()?;
    let mut words = Vec::new();
    for (_, item) in names.names()? {
        words.push(item.line()?.to_owned());
    }
    Ok(Forbidden {
        id: name,
        names: words,
        reason: table.need("reason")?.line()?.to_owned(),
    })
}
