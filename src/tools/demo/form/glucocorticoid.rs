//! Glucocorticoid by mouth once a day, and weight.

use super::{Text, tenths, yes};
use crate::tools::demo::visiting::Visiting;
use std::borrow::Cow;

pub(super) fn value(at: &Visiting<'_>, field: &str) -> Option<Text> {
    let prednisone = prednisone(at);
    match field {
        "taken" => Some(yes(prednisone > 0)),
        "drug" => Some(Cow::Borrowed(if methyl(at) {
            "methylprednisolone"
        } else {
            "prednisone"
        })),
        // Methylprednisolone 4 mg is prednisone 5 mg.
        "dose" if methyl(at) => Some(tenths(prednisone * 4 / 5)),
        "dose" => Some(tenths(prednisone)),
        "frequency" => Some(Cow::Borrowed("once-daily")),
        "route" => Some(Cow::Borrowed("oral")),
        "weight" => Some(tenths(at.disease.weight.at(at.step()))),
        _ => None,
    }
}

/// Tenths of a mg a day in steps of 2.5 mg, the next step up on the way down.
pub(in crate::tools::demo) fn prednisone(at: &Visiting<'_>) -> i64 {
    (at.disease.prednisone.at(at.step()) + 24) / 25 * 25
}

/// Some take methylprednisolone: those with a baseline dose of 15 mg, for want of a better sign.
fn methyl(at: &Visiting<'_>) -> bool {
    at.disease.prednisone.base() == 150
}
