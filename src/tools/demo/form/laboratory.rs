//! A safety laboratory with one invented laboratory: normal results, but for AST and ALT, which are those of the muscles.
//!
//! Its limits are of a usual size for adults and belong to no real laboratory.

use super::Text;
use crate::tools::demo::draw::Draw;
use crate::tools::demo::visiting::Visiting;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// Limits of normal, and the least and the most result; decimals.
const TESTS: [(&str, [i64; 4], u32); 10] = [
    ("haemoglobin", [120, 160, 118, 150], 0),
    ("leucocytes", [350, 950, 420, 1120], 2),
    ("neutrophils", [180, 630, 220, 780], 2),
    ("lymphocytes", [110, 320, 88, 260], 2),
    ("platelets", [125, 350, 160, 330], 0),
    ("creatinine", [45, 97, 48, 82], 0),
    ("bilirubin", [3, 21, 5, 17], 0),
    ("albumin", [40, 55, 39, 47], 0),
    ("glucose", [39, 61, 44, 66], 1),
    ("potassium", [35, 53, 37, 48], 1),
];

pub(super) fn value(at: &Visiting<'_>, field: &str, draw: &mut Draw) -> Option<Text> {
    match field {
        "sampled-on" => return Some(Cow::Owned(at.date.to_string())),
        "laboratory" => return Some(Cow::Borrowed("Synthetic laboratory A")),
        "fasting" => return Some(Cow::Borrowed("y")),
        "urine-protein.strip" | "urine-blood.strip" => return Some(Cow::Borrowed("negative")),
        "crp" => return Some(number(draw.between(5, 140), 1)),
        "esr" => return Some(number(draw.between(4, 38), 0)),
        _ => {}
    }
    if let Some(unit) = field.strip_prefix("unit.") {
        return self::unit(unit).map(Cow::Borrowed);
    }
    let (name, suffix) = field.split_once('.').unwrap_or((field, ""));
    if let Some(limit) = transaminase(name) {
        return match suffix {
            "uln" => Some(number(limit, 0)),
            "" => result(at, name, limit),
            _ => None,
        };
    }
    let (_, [lower, upper, least, most], decimals) =
        TESTS.iter().find(|(test, ..)| *test == name)?;
    let tenths = match suffix {
        "lln" => *lower,
        "uln" => *upper,
        "" => draw.between(*least, *most),
        _ => return None,
    };
    Some(number(tenths, *decimals))
}

fn number(number: i64, decimals: u32) -> Text {
    Cow::Owned(Decimal::new(number, decimals).to_string())
}

fn unit(test: &str) -> Option<&'static str> {
    match test {
        "haemoglobin" | "albumin" => Some("g/L"),
        "leucocytes" | "platelets" => Some("10^9/L"),
        "creatinine" | "bilirubin" => Some("umol/L"),
        "enzymes" => Some("U/L"),
        "crp" => Some("mg/L"),
        "glucose" | "potassium" => Some("mmol/L"),
        _ => None,
    }
}

/// Returns the upper limit of normal of AST and ALT, U/L.
fn transaminase(test: &str) -> Option<i64> {
    match test {
        "ast" => Some(40),
        "alt" => Some(45),
        _ => None,
    }
}

/// Returns the same multiple of the limit as among the muscle enzymes.
fn result(at: &Visiting<'_>, enzyme: &str, limit: i64) -> Option<Text> {
    let (_, multiple) = at.disease.enzymes.iter().find(|(id, _)| *id == enzyme)?;
    let value = Decimal::new(multiple.at(at.step()), 3).checked_mul(Decimal::from(limit))?;
    Some(Cow::Owned(value.round_dp(0).to_string()))
}
