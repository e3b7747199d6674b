//! Vital signs of somebody without fever, with a normal ECG; some have a high blood pressure.

use super::{Text, tenths, whole};
use crate::domain::record::participant::Sex;
use crate::tools::demo::draw::Draw;
use crate::tools::demo::visiting::Visiting;
use std::borrow::Cow;

pub(super) fn value(at: &Visiting<'_>, field: &str, draw: &mut Draw) -> Option<Text> {
    match field {
        "weight" => Some(tenths(at.disease.weight.at(at.step()))),
        // One height for each person, without a draw that another visit would repeat.
        "height" => {
            let least = if at.sex == Sex::Female { 155 } else { 167 };
            Some(whole(least + i64::from(at.birth_year.rem_euclid(17))))
        }
        "temperature" => Some(tenths(draw.between(362, 372))),
        "temperature.site" => Some(Cow::Borrowed("ear")),
        "position" => Some(Cow::Borrowed("sitting")),
        "pulse" => Some(whole(draw.between(58, 92))),
        "systolic" => Some(whole(draw.between(112, 148))),
        "diastolic" => Some(whole(draw.between(64, 92))),
        "ecg" => Some(Cow::Borrowed("normal")),
        "qt" => Some(whole(draw.between(372, 408))),
        "rr" => Some(whole(draw.between(780, 960))),
        _ => None,
    }
}
