//! The score of a form as lines for the screen, whatever the form.
//!
//! Lines say the result and how it came about; nothing here is stored or judged.

use super::cells::{self, Reading};
use super::enzyme::{ByEnzyme, Candidate, Enzyme, OpenChoice, choices, select};
use super::glucocorticoid::{Frequency, TABLE_VERSION, drug_of, equivalent};
use super::haq::Index;
use super::mdaat::{self, Assessed, RULE_VERSION, System};
use super::mmt8::{self, Side, Total};
use super::rand36;
use crate::domain::ids::FieldId;
use crate::domain::instrument::{FieldKind, Instrument, Scoring};
use crate::domain::ratio::Exact;
use crate::domain::session::FormCells;
use crate::domain::study::Study;

/// One line of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// What it is.
    pub label: String,
    /// The value, rounded for display; `-` when there is none.
    pub value: String,
    /// How it came about, or why there is none.
    pub note: String,
    /// The field beside which the note helps most, where there is one.
    pub about: Option<FieldId>,
}

/// The score of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormScore {
    /// Its lines, the main result first.
    pub lines: Vec<ScoreLine>,
}

impl FormScore {
    fn line(&mut self, label: &str, value: Option<String>, note: String) {
        self.lines.push(ScoreLine {
            label: label.to_owned(),
            value: value.unwrap_or_else(|| "-".to_owned()),
            note,
            about: None,
        });
    }

    /// Puts the note of the last line beside a field.
    fn about(&mut self, field: String) {
        if let Some(line) = self.lines.last_mut() {
            line.about = Some(FieldId::new(field));
        }
    }
}

/// Scores a form; `None` when the form has no score.
pub fn form_score(study: &Study, instrument: &Instrument, cells: &FormCells) -> Option<FormScore> {
    let mut score = FormScore::default();
    match instrument.scoring {
        Scoring::None => return None,
        Scoring::Sum => sum(&mut score, instrument, cells),
        Scoring::Mean => mean(&mut score, instrument, cells),
        Scoring::Vas => vas(&mut score, cells),
        Scoring::Mmt8 => muscles(&mut score, study, instrument, cells),
        Scoring::Haq => haq(&mut score, study, instrument, cells),
        Scoring::Enzymes => enzymes(&mut score, instrument, cells),
        Scoring::Mdaat => mdaat(&mut score, cells),
        Scoring::Rand36 => rand(&mut score, study, cells),
        Scoring::Glucocorticoid => glucocorticoid(&mut score, instrument, cells),
    }
    Some(score)
}

/// Returns the numeric codes and numbers of a form that are answered.
fn numbers(instrument: &Instrument, cells: &FormCells) -> Vec<Exact> {
    let scored = instrument.fields().filter(|field| {
        cells::counts(instrument, cells, field)
            && matches!(
                field.kind,
                FieldKind::Choice { .. } | FieldKind::Number { .. } | FieldKind::Vas { .. }
            )
    });
    scored
        .filter_map(|field| {
            let answer = cells::answer(cells, field.id.as_str())?;
            match answer.as_code() {
                Some(code) => Exact::parse(code).ok(),
                None => answer.as_number().map(Exact::from_decimal),
            }
        })
        .collect()
}

fn total_of(numbers: &[Exact]) -> Option<Exact> {
    let mut all = numbers.iter();
    all.try_fold(Exact::ZERO, |sum, number| sum.plus(*number).ok())
}

fn sum(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let open = cells::open_fields(instrument, cells);
    let numbers = numbers(instrument, cells);
    // A required field with a missing reason leaves no sum either: it would count as 0.
    let missing = instrument.fields().any(|field| {
        field.required
            && cells::counts(instrument, cells, field)
            && cells::answer(cells, field.id.as_str()).is_some_and(|a| a.missing_reason().is_some())
    });
    let complete = open == 0 && !missing && !numbers.is_empty();
    let value = complete.then(|| total_of(&numbers)).flatten();
    let note = if open > 0 {
        format!("{open} required fields are blank")
    } else if missing {
        "a required field is missing".to_owned()
    } else {
        format!("of {} answers", numbers.len())
    };
    score.line("Sum", value.map(|v| v.to_string()), note);
}

fn mean(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let numbers = numbers(instrument, cells);
    let count = i128::try_from(numbers.len()).unwrap_or(i128::MAX);
    let value = total_of(&numbers)
        .filter(|_| !numbers.is_empty())
        .and_then(|total| total.over(Exact::fraction(count, 1).ok()?).ok());
    let note = format!("of {count} answers");
    score.line("Mean", value.map(|v| v.rounded(2)), note);
}

fn vas(score: &mut FormScore, cells: &FormCells) {
    let (value, note) = told(&cells::number(cells, "vas"), 1);
    score.line("VAS", value, note);
}

fn told(reading: &Reading, decimals: u32) -> (Option<String>, String) {
    match reading {
        Reading::Value(value) => (Some(value.rounded(decimals)), String::new()),
        Reading::Blank => (None, "not entered yet".to_owned()),
        Reading::Missing(reason) => (None, format!("missing: {reason}")),
        Reading::NotAsked => (None, "not asked at this visit".to_owned()),
    }
}

fn muscles(score: &mut FormScore, study: &Study, instrument: &Instrument, cells: &FormCells) {
    let grades = cells::grades(Some(instrument), cells);
    let mut totals = [mmt8::total_150(&grades), mmt8::total_80(&grades)];
    // The total of the study stands first.
    if study.protocol.mmt_max == 80 {
        totals.reverse();
    }
    for total in totals {
        let value = total.value.map(|value| format!("{value}/{}", total.max));
        let label = format!("MMT-8 of {}", total.max);
        score.line(&label, value, muscle_note(&total));
    }
}

fn muscle_note(total: &Total) -> String {
    let mut parts = Vec::new();
    if !total.untestable.is_empty() {
        let names: Vec<_> = total.untestable.iter().map(|m| m.label()).collect();
        parts.push(format!("no total: {} untestable", names.join(", ")));
    }
    if total.blank > 0 {
        parts.push(format!("{} grades are blank", total.blank));
    }
    for (muscle, side) in &total.substituted {
        let (gone, used) = match side {
            Side::Right => ("right", "left"),
            Side::Left => ("left", "right"),
        };
        let name = muscle.label();
        parts.push(format!("{name}: {used} stands for {gone}"));
    }
    if total.traces > 0 {
        parts.push(format!("{} trace, counted 0", total.traces));
    }
    parts.join("; ")
}

fn haq(score: &mut FormScore, study: &Study, instrument: &Instrument, cells: &FormCells) {
    let haq = cells::haq(cells);
    let min = study.protocol.haq_min_categories;
    let open = cells::haq_open(Some(instrument), cells);
    let note = |index: Option<Index>| {
        let mut note = match index {
            Some(index) => format!("{}/{} categories", index.sum, index.categories),
            None => format!("{} of at least {min} categories", haq.answered()),
        };
        if open > 0 {
            note.push_str(&format!("; provisional, {open} fields are blank"));
        }
        note
    };
    let shown = |index: Option<Index>| index.and_then(Index::value).map(|v| v.rounded(3));
    let (standard, alternative) = (haq.standard(min), haq.alternative(min));
    score.line("HAQ-DI", shown(standard), note(standard));
    score.line("HAQ-DI without aids", shown(alternative), note(alternative));
    for category in haq.categories.iter().filter(|c| !c.raised_by.is_empty()) {
        let from = category.alternative.unwrap_or_default();
        score.line(
            category.category.key(),
            category.standard.map(|s| s.to_string()),
            format!("raised from {from} by {}", category.raised_by.join(", ")),
        );
    }
}

fn enzymes(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let labs = ByEnzyme::make(|enzyme| cells::lab(Some(instrument), cells, enzyme));
    let candidates = ByEnzyme::make(|enzyme| {
        let lab = labs.get(enzyme);
        Candidate {
            value: lab.value.value().filter(|_| !lab.spoilt),
            uln: lab.uln,
        }
    });
    let entries = ByEnzyme::make(|enzyme| labs.get(enzyme).at_baseline());
    let open = choices(&entries).is_ok_and(|choices| choices.is_open());
    match select(&candidates) {
        Ok(Some(chosen)) => {
            let value = chosen.multiple.map(|m| format!("{} x", m.rounded(2)));
            let note = match (chosen.multiple, chosen.none_abnormal) {
                _ if open => &format!("so far; blank: {}", OpenChoice::of(&entries)),
                (None, _) => "the only one; its ULN is not entered",
                (_, true) => "no abnormal enzyme",
                _ => "largest multiple of ULN",
            };
            let label = format!("Most abnormal: {}", chosen.enzyme.label());
            score.line(&label, value, note.to_owned());
        }
        Ok(None) => score.line("Most abnormal", None, "none can be chosen yet".to_owned()),
        Err(error) => score.line("Most abnormal", None, error.to_string()),
    }
    for (enzyme, lab) in labs.iter() {
        if let Reading::Value(value) = lab.value {
            let multiple = lab.uln.and_then(|uln| value.over(uln).ok());
            let mut note = format!("{}{value} U/L", if lab.below { "< " } else { "" });
            if lab.spoilt {
                note.push_str("; haemolysed, cannot count");
            }
            if lab.uln.is_none() {
                note.push_str("; ULN is not entered");
            }
            let value = multiple.map(|m| format!("{} x", m.rounded(2)));
            score.line(Enzyme::label(enzyme), value, note);
        }
    }
}

fn mdaat(score: &mut FormScore, cells: &FormCells) {
    let (value, note) = told(&cells::number(cells, "emg.vas"), 1);
    score.line("Extramuscular VAS", value, note);
    let myoact = mdaat::myoact(|system| cells::organ_vas(cells, system));
    score.line(
        "MYOACT",
        myoact.and_then(|m| Some(m.ratio()?.rounded(4))),
        myoact.map_or_else(
            || "organ scales are blank".to_owned(),
            |m| format!("{}/{}", m.sum.rounded(1), m.denominator),
        ),
    );
    let mitax = mdaat::mitax(|system| cells::mitax_entered(cells, system));
    score.line(
        "MITAX",
        mitax.and_then(|m| Some(m.ratio()?.rounded(3))),
        mitax.map_or_else(
            || "categories are blank".to_owned(),
            |m| format!("{}/{} from entered categories", m.total, m.denominator),
        ),
    );
    for system in System::ALL {
        let entered = letter(cells::mitax_entered(cells, system));
        let suggested = letter(mdaat::suggest(
            system,
            |item| cells::mdaat_code(cells, system, item),
            cells::ever_affected(cells, system),
        ));
        let label = format!("MITAX {}", system.label());
        let note = format!("suggested {suggested} ({RULE_VERSION})");
        score.line(&label, Some(entered.to_owned()), note);
        score.about(format!("mitax.{}", system.key()));
    }
}

fn letter(category: Assessed<mdaat::Category>) -> &'static str {
    match category {
        Assessed::Blank => "-",
        Assessed::NotAssessed => "NA",
        Assessed::Value(category) => category.letter(),
    }
}

fn rand(score: &mut FormScore, study: &Study, cells: &FormCells) {
    let answer =
        |item: usize| -> Option<u8> { cells::code(cells, &cells::item_field(item))?.parse().ok() };
    for scale in rand36::score(answer) {
        let value = scale.value(study.protocol.rand36_missing);
        let all = scale.scale.items.len();
        score.line(
            scale.scale.label,
            value.map(|v| v.rounded(1)),
            format!("{} of {all} items", scale.answered),
        );
    }
    let change = rand36::change(answer(rand36::CHANGE_ITEM));
    score.line(
        "Change of health",
        change.map(|points| format!("{points}.0")),
        "item 2 by itself, in no scale".to_owned(),
    );
}

fn glucocorticoid(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let label = "Prednisone equivalent";
    // Drug and dose stay in the record when they are no longer asked; then they are not the dose.
    if instrument.field("taken").is_some() && !cells::yes(cells, "taken") {
        let (value, note) = match cells::code(cells, "taken") {
            Some("n") => (Some("0.0 mg/day".to_owned()), "none taken"),
            _ => (None, "not known whether any is taken"),
        };
        return score.line(label, value, note.to_owned());
    }
    let drug = cells::code(cells, "drug").and_then(drug_of);
    let frequency = cells::code(cells, "frequency").and_then(Frequency::of);
    let dose = cells::number(cells, "dose").value();
    let weight = cells::number(cells, "weight").value();
    let (Some(drug), Some(frequency), Some(dose)) = (drug, frequency, dose) else {
        let note = "drug, dose or frequency is blank";
        return score.line(label, None, note.to_owned());
    };
    let weight = weight.filter(|weight| weight.is_positive());
    match equivalent(drug, dose, frequency, weight) {
        Ok(result) => {
            let factor = result.factor;
            let note = format!("{} x {factor}, table {TABLE_VERSION}", drug.code);
            let per_day = result.mg_per_day.rounded(1);
            if result.pulse {
                let note = format!("single dose, not maintenance; {note}");
                return score.line(label, Some(format!("{per_day} mg")), note);
            }
            score.line(label, Some(format!("{per_day} mg/day")), note);
            if let Some(per_kg) = result.mg_per_kg {
                let value = format!("{} mg/kg/day", per_kg.rounded(3));
                score.line("By body weight", Some(value), String::new());
            }
        }
        Err(error) => score.line(label, None, error.to_string()),
    }
}
