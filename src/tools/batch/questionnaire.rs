//! Batch lines with the answers of one questionnaire: HAQ or RAND-36.

use super::{Case, number_text, refuse};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::scoring::Rand36Missing;
use crate::domain::forms::haq;
use crate::domain::forms::haq::{Aid, Category, CategoryAnswers, Haq, Support};
use crate::domain::forms::rand36;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) fn haq(case: &Case<'_>, out: &mut String) -> Result<(), String> {
    refuse_measures(case, "HAQ")?;
    let answers = read_items(case)?;
    let mut aids: BTreeMap<Category, Vec<Support>> = BTreeMap::new();
    for name in case.aids.iter().flatten() {
        // An aid that is on neither list belongs to no category until an assessor says so.
        if name == "other" {
            continue;
        }
        let aid = Aid::ALL.into_iter().find(|aid| aid.key() == name.as_ref());
        let aid = aid.ok_or_else(|| format!("aid `{name}` is not on the lists of the HAQ"))?;
        let used = aids.entry(aid.category()).or_default();
        used.push(Support::Aid(aid));
    }
    for name in case.help.iter().flatten() {
        let category = category(name)?;
        aids.entry(category).or_default().push(Support::Help);
    }
    let haq = haq::score(|category| CategoryAnswers {
        items: answers.get(&category).cloned().unwrap_or_default(),
        aids: aids.remove(&category).unwrap_or_default(),
    });
    write_haq(out, &haq);
    Ok(())
}

fn read_items(case: &Case<'_>) -> Result<BTreeMap<Category, Vec<u8>>, String> {
    let raw: BTreeMap<Cow<'_, str>, Vec<Option<&RawValue>>> = read_answers(case)?;
    let mut answers = BTreeMap::new();
    for (name, items) in raw {
        let category = category(&name)?;
        let expected = category.items().count();
        if items.len() != expected {
            let given = items.len();
            return Err(format!(
                "`answers.{name}` has {given} items; it needs {expected}, null where blank"
            ));
        }
        let items = items.into_iter().flatten().map(|raw| {
            option(raw, 3, false).ok_or_else(|| {
                let given = raw.get();
                format!("`answers.{name}` holds {given}; an item is 0, 1, 2, 3 or null")
            })
        });
        answers.insert(category, items.collect::<Result<Vec<u8>, String>>()?);
    }
    Ok(answers)
}

fn write_haq(out: &mut String, haq: &Haq) {
    let list = |out: &mut String, name: &str, score: fn(&haq::CategoryScore) -> Option<u8>| {
        let _ = write!(out, ",\"{name}\":{{");
        for (at, category) in haq.categories.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let key = category.category.key();
            let _ = match score(category) {
                Some(score) => write!(out, "{comma}\"{key}\":{score}"),
                None => write!(out, "{comma}\"{key}\":null"),
            };
        }
        out.push('}');
    };
    list(out, "categories_standard", |c| c.standard);
    list(out, "categories_alternative", |c| c.alternative);
    let value = |index: Option<haq::Index>| index.and_then(haq::Index::value);
    member(out, "standard_min6", value(haq.standard(6)));
    member(out, "alternative_min6", value(haq.alternative(6)));
    member(out, "standard_min7_clinhaq", value(haq.standard(7)));
}

pub(super) fn rand36(case: &Case<'_>, out: &mut String) -> Result<(), String> {
    refuse_measures(case, "RAND-36")?;
    refuse(
        &[("aids", case.aids.is_some()), ("help", case.help.is_some())],
        "RAND-36",
    )?;
    let raw: BTreeMap<Cow<'_, str>, Option<&RawValue>> = read_answers(case)?;
    let mut answers: BTreeMap<usize, u8> = BTreeMap::new();
    for (name, raw) in raw {
        let item = name.parse::<usize>().ok().filter(|n| n.to_string() == name);
        let most = item.and_then(rand36::options);
        let (Some(item), Some(most)) = (item, most) else {
            return Err(format!("`answers.{name}` is no item of the RAND-36"));
        };
        if let Some(raw) = raw {
            let answer = option(raw, most, true).ok_or_else(|| {
                let given = raw.get();
                format!("`answers.{name}` is {given}; the item takes 1 to {most} or null")
            })?;
            answers.insert(item, answer);
        }
    }
    let scores = rand36::score(|item| answers.get(&item).copied());
    for (name, rule) in [
        ("rand_mean_of_answered", Rand36Missing::Any),
        ("with_half_rule", Rand36Missing::HalfScale),
    ] {
        let _ = write!(out, ",\"{name}\":{{");
        for (at, scale) in scores.iter().enumerate() {
            let mut text = String::new();
            member(&mut text, scale.scale.key(), scale.value(rule));
            // The first member of an object has no comma before it.
            out.push_str(if at == 0 {
                text.trim_start_matches(',')
            } else {
                &text
            });
        }
        out.push('}');
    }
    Ok(())
}

fn read_answers<'a, T: Deserialize<'a>>(case: &Case<'a>) -> Result<T, String> {
    let raw = case.answers.ok_or("`answers` is missing")?;
    serde_json::from_str(raw.get()).map_err(|error| format!("`answers` cannot be read: {error}"))
}

fn category(name: &str) -> Result<Category, String> {
    Category::of(name).ok_or_else(|| format!("`{name}` is no category of the HAQ"))
}

/// Returns a whole number up to `most`, from 0 or from 1.
fn option(raw: &RawValue, most: u8, from_one: bool) -> Option<u8> {
    let value = Exact::parse(number_text(raw)).ok()?;
    (u8::from(from_one)..=most).find(|option| value == Exact::int(i64::from(*option)))
}

fn member(out: &mut String, name: &str, value: Option<Exact>) {
    let _ = match value {
        Some(value) => write!(out, ",\"{name}\":\"{value}\""),
        None => write!(out, ",\"{name}\":null"),
    };
}

fn refuse_measures(case: &Case<'_>, kind: &str) -> Result<(), String> {
    refuse(
        &[
            ("population", case.population.is_some()),
            ("scale", case.scale.is_some()),
            ("uln", case.uln.is_some()),
            ("baseline", case.baseline.is_some()),
            ("followup", case.followup.is_some()),
        ],
        kind,
    )
}
