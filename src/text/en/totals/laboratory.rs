//! The safety laboratory, in English.

use super::{grades, line};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::laboratory::{
    Filtration, LaboratoryScore, Ladder, NoFiltration, Suggested, Test,
};
use crate::domain::treatment::kidney::{BySex, Egfr, YearYounger};
use crate::text::totals::ScoreLine;

/// Says the filtration rate and the grades.
pub(super) fn lines(score: &LaboratoryScore) -> Vec<ScoreLine> {
    let head = grades::head(score.grades.len(), score.not_graded);
    [filtration(&score.filtration), head]
        .into_iter()
        .chain(score.grades.iter().map(suggested))
        .collect()
}

/// Says the estimate beside creatinine, and that muscle wasting makes it too high.
pub(in crate::text::en) fn filtration(filtration: &Filtration) -> ScoreLine {
    ScoreLine {
        about: Some(FieldId::new(Test::Creatinine.key())),
        ..estimate(filtration)
    }
}

fn estimate(filtration: &Filtration) -> ScoreLine {
    let label = "eGFR";
    match filtration {
        Ok(by_year) => {
            let mut note = format!(
                "inflated by muscle wasting, which lowers creatinine; {} by CKD-EPI 2021",
                shown(by_year.estimate)
            );
            match by_year.year_younger {
                YearYounger::ShownAlike => {}
                YearYounger::ShownOther(other) => {
                    note.push_str(&format!(
                        "; {} if the birthday was still to come that year",
                        shown(other)
                    ));
                }
                YearYounger::Minor => {
                    note.push_str("; none if the birthday was still to come: for adults only");
                }
            }
            let value = format!("{} mL/min/1.73 m2", shown(by_year.estimate));
            line(label, Some(value), note)
        }
        Err(why) => line(label, None, none(*why)),
    }
}

fn shown(by_sex: BySex) -> String {
    let whole = |egfr: Egfr| {
        let whole = egfr.shown();
        whole.map_or_else(|error| error.to_string(), |whole| whole.to_string())
    };
    match by_sex {
        BySex::Known(egfr) => whole(egfr),
        BySex::Both { female, male } => {
            format!("{} (woman), {} (man)", whole(female), whole(male))
        }
    }
}

/// Says why there is no estimate.
fn none(why: NoFiltration) -> &'static str {
    match why {
        NoFiltration::Creatinine => "creatinine is not entered",
        NoFiltration::BelowLimit => "creatinine is only known to be below a limit",
        NoFiltration::Day => "the day of the sample is not entered",
        NoFiltration::Participant => "the year of birth is not known",
        NoFiltration::Minor => "for adults only",
        NoFiltration::OutOfRange => "creatinine is too small or too large",
    }
}

/// Says a grade, what it was held against, and which one may come from the muscles.
fn suggested(suggested: &Suggested) -> ScoreLine {
    let mut about = Vec::new();
    if suggested.test.is_muscle_enzyme() {
        about.push("also a muscle enzyme, so that it may not come from the liver");
    }
    match suggested.ladder {
        Ladder::Limits | Ladder::WithBaseline => {}
        Ladder::NoBaseline => about.push("by the upper limit alone, with no earlier baseline"),
        Ladder::AbnormalBaseline => about.push("by multiples of baseline, which was abnormal"),
    }
    grades::grade(&suggested.graded, suggested.test.key(), &about)
}
