//! The MDAAT, in English.

use super::{line, scale_line};
use crate::domain::forms::mdaat::{Assessed, Category, MdaatScore, RULE_VERSION, System};
use crate::text::totals::ScoreLine;

/// Says the extramuscular scale, both totals and the categories.
pub(super) fn lines(score: &MdaatScore) -> Vec<ScoreLine> {
    let mut lines = vec![
        scale_line("Extramuscular VAS", &score.extramuscular),
        line(
            "MYOACT",
            score.myoact.and_then(|m| Some(m.ratio()?.rounded(4))),
            score.myoact.map_or_else(
                || "organ scales are blank".to_owned(),
                |m| format!("{}/{}", m.sum.rounded(1), m.denominator),
            ),
        ),
        line(
            "MITAX",
            score.mitax.and_then(|m| Some(m.ratio()?.rounded(3))),
            score.mitax.map_or_else(
                || "categories are blank".to_owned(),
                |m| format!("{}/{} from entered categories", m.total, m.denominator),
            ),
        ),
    ];
    lines.extend(score.systems.iter().map(|of| ScoreLine {
        about: Some(of.field()),
        ..line(
            format!("MITAX {}", system(of.system)),
            Some(letter(of.entered).to_owned()),
            format!("suggested {} ({RULE_VERSION})", letter(of.suggested)),
        )
    }));
    lines
}

pub(super) fn system(system: System) -> &'static str {
    match system {
        System::Constitutional => "constitutional",
        System::Cutaneous => "cutaneous",
        System::Skeletal => "skeletal",
        System::Gastrointestinal => "gastrointestinal",
        System::Pulmonary => "pulmonary",
        System::Cardiovascular => "cardiovascular",
        System::Muscle => "muscle",
    }
}

fn letter(category: Assessed<Category>) -> &'static str {
    match category {
        Assessed::Blank => "-",
        Assessed::NotAssessed => "NA",
        Assessed::Value(category) => category.letter(),
    }
}
