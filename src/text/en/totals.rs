//! The scores of the forms as lines, in English.

pub(super) mod disease;
mod enzymes;
mod grades;
mod haq;
pub(super) mod laboratory;
mod mdaat;
mod mmt8;
mod rand36;
mod vital_signs;

use crate::domain::base::measured::Measured;
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::engine::total::{MeanScore, SumScore};
use crate::domain::forms::enzymes::{Enzyme, OpenChoice};
use crate::domain::forms::glucocorticoid::GlucocorticoidScore;
use crate::domain::forms::haq::Category;
use crate::domain::forms::mdaat::System;
use crate::domain::forms::mmt8::Muscle;
use crate::domain::forms::rand36::Scale;
use crate::domain::forms::table::Score;
use crate::domain::treatment::equivalence::{Drug, Equivalent, Figure, TABLE_VERSION};
use crate::domain::views::timeline::track::Subject;
use crate::text::totals::{ScoreLine, Totals};
use crate::text::{English, Language as _, glossary::Term};

impl Totals for English {
    fn score(&self, score: &Score) -> Vec<ScoreLine> {
        match score {
            Score::Sum(sum) => vec![self::sum(sum)],
            Score::Mean(mean) => vec![self::mean(mean)],
            Score::Vas(scale) => vec![scale_line("VAS", scale)],
            Score::Haq(score) => haq::lines(score),
            Score::Rand36(score) => rand36::lines(score),
            Score::Mmt8(score) => mmt8::lines(score),
            Score::Mdaat(score) => mdaat::lines(score),
            Score::Enzymes(score) => enzymes::lines(score),
            Score::Glucocorticoid(score) => glucocorticoid(score),
            Score::VitalSigns(score) => vital_signs::lines(score),
            Score::Laboratory(score) => laboratory::lines(score),
            Score::Disease(score) => disease::lines(score),
        }
    }

    fn measure(&self, measure: Measure) -> &'static str {
        match measure {
            Measure::Phga => "Physician VAS",
            Measure::Ptga => "Patient VAS",
            Measure::Mmt => "MMT-8",
            Measure::Haq => "HAQ-DI",
            Measure::Enzyme => "Enzyme",
            Measure::Extramuscular => "Extramuscular",
        }
    }

    fn enzyme(&self, enzyme: Enzyme) -> &'static str {
        match enzyme {
            Enzyme::Ck => "CK",
            Enzyme::Aldolase => "Aldolase",
            Enzyme::Ldh => "LDH",
            Enzyme::Ast => "AST",
            Enzyme::Alt => "ALT",
        }
    }

    fn open_choice_of_case(&self, open: &OpenChoice) -> String {
        let what = enzymes::not_known(open, "null", " at baseline");
        format!("which enzyme counts is not decided: {what}")
    }

    fn limit_decides(&self) -> &'static str {
        "the enzyme is only known to be below a limit, and the values below it count differently"
    }

    fn open_choice(&self, open: &OpenChoice) -> String {
        enzymes::not_known(open, "blank", " at baseline")
    }

    fn haq_category(&self, category: Category) -> &'static str {
        haq::category(category)
    }

    fn muscle(&self, muscle: Muscle) -> &'static str {
        mmt8::muscle(muscle)
    }

    fn system(&self, system: System) -> &'static str {
        mdaat::system(system)
    }

    fn quality(&self, scale: Scale) -> &'static str {
        rand36::scale(scale)
    }

    fn track(&self, subject: &Subject) -> String {
        match subject {
            Subject::Measure(_, Some(enzyme)) => format!("{} U/L", self.enzyme(*enzyme)),
            Subject::Measure(measure, None) => self.word(Term::Measure(*measure)).to_owned(),
            Subject::Quality(scale) => rand36::scale(*scale).to_owned(),
        }
    }
}

/// Makes a line of a score.
fn line(label: impl Into<String>, value: Option<String>, note: impl Into<String>) -> ScoreLine {
    ScoreLine {
        label: label.into(),
        value: value.unwrap_or_else(|| "-".to_owned()),
        note: note.into(),
        about: None,
    }
}

fn sum(sum: &SumScore) -> ScoreLine {
    let note = if sum.open > 0 {
        format!("{} required fields are blank", sum.open)
    } else if sum.missing {
        "a required field is missing".to_owned()
    } else {
        format!("of {} answers", sum.answers)
    };
    line("Sum", sum.value.map(|value| value.to_string()), note)
}

fn mean(mean: &MeanScore) -> ScoreLine {
    let note = format!("of {} answers", mean.answers);
    line("Mean", mean.value.map(|value| value.rounded(2)), note)
}

/// Says a visual analogue scale, or why it has no value.
fn scale_line(label: &str, scale: &Reading) -> ScoreLine {
    match scale {
        Reading::Value(value) => line(label, Some(value.rounded(1)), ""),
        Reading::Below(limit) => line(label, Some(Measured::Below(*limit).rounded(1)), ""),
        Reading::Blank => line(label, None, "not entered yet"),
        Reading::Missing(reason) => line(label, None, format!("missing: {reason}")),
        Reading::NotAsked => line(label, None, "not asked at this visit"),
        Reading::Hidden => line(label, None, "hidden"),
    }
}

fn glucocorticoid(score: &GlucocorticoidScore) -> Vec<ScoreLine> {
    let label = "Prednisone equivalent";
    match score {
        GlucocorticoidScore::NoneTaken => {
            vec![line(label, Some("0.0 mg/day".to_owned()), "none taken")]
        }
        GlucocorticoidScore::NotKnown => {
            vec![line(label, None, "not known whether any is taken")]
        }
        GlucocorticoidScore::Blank => {
            vec![line(label, None, "drug, dose or frequency is blank")]
        }
        GlucocorticoidScore::FigureOpen => {
            let note = "not answered what betamethasone is counted as";
            vec![line(label, None, note)]
        }
        GlucocorticoidScore::Dose(drug, figure, equivalent) => {
            dose(label, *drug, *figure, equivalent)
        }
        GlucocorticoidScore::Failed(error) => vec![line(label, None, error.to_string())],
    }
}

/// Says by what betamethasone goes in a form that does not ask.
pub(super) const BETAMETHASONE_NOT_ASKED: &str = "0.6 mg = 5 mg since it was not asked";

/// Says a dose, and the dose by body weight of one that is taken regularly.
fn dose(label: &str, drug: Drug, figure: Figure, equivalent: &Equivalent) -> Vec<ScoreLine> {
    let by = match figure {
        Figure::OfTable | Figure::Open => format!("table {TABLE_VERSION}"),
        Figure::NotAsked => format!("table {TABLE_VERSION}, {BETAMETHASONE_NOT_ASKED}"),
        Figure::Answered(_) => "as the site counts".to_owned(),
    };
    let note = format!("{} x {}, {by}", drug.code, equivalent.factor);
    let mg = equivalent.mg_per_day.rounded(1);
    if equivalent.pulse {
        let note = format!("single dose, not maintenance; {note}");
        return vec![line(label, Some(format!("{mg} mg")), note)];
    }
    let mut lines = vec![line(label, Some(format!("{mg} mg/day")), note)];
    if let Some(per_kg) = equivalent.mg_per_kg {
        let value = format!("{} mg/kg/day", per_kg.rounded(3));
        lines.push(line("By body weight", Some(value), ""));
    }
    lines
}
