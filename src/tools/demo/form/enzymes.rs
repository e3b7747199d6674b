//! Muscle enzymes with the limits of two invented laboratories, one for each unit.
//!
//! The limits are of a usual size for adults (CK by sex) and belong to no real laboratory.

use super::{Text, yes};
use crate::domain::record::participant::Sex;
use crate::tools::demo::visiting::Visiting;
use rust_decimal::Decimal;
use std::borrow::Cow;

pub(super) fn value(at: &Visiting<'_>, field: &str) -> Option<Text> {
    let microkatal = at.disease.microkatal;
    match field {
        "laboratory" => Some(Cow::Borrowed(if microkatal {
            "Synthetic laboratory B"
        } else {
            "Synthetic laboratory A"
        })),
        "unit" => Some(Cow::Borrowed(if microkatal { "ukat/L" } else { "U/L" })),
        "haemolysed" => Some(yes(false)),
        _ => result(at, field),
    }
}

fn result(at: &Visiting<'_>, field: &str) -> Option<Text> {
    if let Some(enzyme) = field.strip_suffix(".uln") {
        return Some(Cow::Owned(limit(at, enzyme)?.to_string()));
    }
    // A healthy aldolase can be below what the assay quantifies.
    if at.disease.amyopathic && field == "aldolase" {
        return Some(Cow::Borrowed("<2.0"));
    }
    let (_, multiple) = at.disease.enzymes.iter().find(|(id, _)| *id == field)?;
    let limit = limit(at, field)?;
    let decimals = match (at.disease.microkatal, field) {
        (true, _) => 2,
        (false, "aldolase") => 1,
        (false, _) => 0,
    };
    let value = Decimal::new(multiple.at(at.step()), 3)
        .checked_mul(limit)?
        .round_dp(decimals);
    Some(Cow::Owned(value.to_string()))
}

/// Returns the upper limit of normal.
fn limit(at: &Visiting<'_>, enzyme: &str) -> Option<Decimal> {
    let female = at.disease.sex == Sex::Female;
    let microkatal = at.disease.microkatal;
    let (number, scale) = match (enzyme, microkatal) {
        ("ck", false) => (if female { 180 } else { 240 }, 0),
        ("ck", true) => (if female { 30 } else { 40 }, 1),
        ("aldolase", false) => (76, 1),
        ("aldolase", true) => (13, 2),
        ("ldh", false) => (250, 0),
        ("ldh", true) => (41, 1),
        ("ast", false) => (40, 0),
        ("ast", true) => (66, 2),
        ("alt", false) => (45, 0),
        ("alt", true) => (75, 2),
        _ => return None,
    };
    Decimal::try_new(number, scale).ok()
}
