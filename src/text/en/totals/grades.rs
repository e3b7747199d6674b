//! Grades of the CTCAE that findings suggest, in English.

use super::line;
use crate::domain::base::ids::FieldId;
use crate::domain::treatment::ctcae::{Grade, Graded, Lack, Outcome, Term, VERSION};
use crate::text::totals::ScoreLine;

/// Says how many grades are suggested, and that nothing follows from them by itself.
pub(super) fn head(suggested: usize, not_graded: usize) -> ScoreLine {
    let value = match suggested {
        1 => "1 grade".to_owned(),
        _ => format!("{suggested} grades"),
    };
    let note = format!(
        "suggested by numbers alone, none is an adverse event by itself; {not_graded} not graded"
    );
    line(format!("CTCAE v{VERSION}"), Some(value), note)
}

/// Says the grade of one term beside a field; what else is to be known about it goes before what is missing.
pub(super) fn grade(graded: &Graded, field: &str, about: &[&str]) -> ScoreLine {
    let value = match &graded.outcome {
        Outcome::NotGraded => "not graded".to_owned(),
        Outcome::Graded(grade) => format!("grade {}", grade.number()),
        Outcome::Open { least, most, .. } => between(*least, *most),
    };
    let term = graded.term.name();
    // Beside its field a note may have one line alone: what is to be known comes first.
    let mut notes: Vec<String> = about.iter().map(|note| (*note).to_owned()).collect();
    notes.push(format!("{value} suggested: {term}, CTCAE v{VERSION}"));
    if let Outcome::Open { lacks, .. } = &graded.outcome {
        let lacks: Vec<&str> = lacks.iter().copied().map(lack).collect();
        notes.push(format!("not known: {}", lacks.join(", ")));
    }
    ScoreLine {
        about: Some(FieldId::new(field)),
        ..line(short(graded.term), Some(value), notes.join("; "))
    }
}

/// Says a term in at most 16 columns.
fn short(term: Term) -> &'static str {
    match term {
        Term::Anemia => "Anaemia",
        Term::HemoglobinIncreased => "Haemoglobin high",
        Term::WhiteBloodCellDecreased => "Leucocytes low",
        Term::Leukocytosis => "Leucocytosis",
        Term::NeutrophilCountDecreased => "Neutrophils low",
        Term::LymphocyteCountDecreased => "Lymphocytes low",
        Term::LymphocyteCountIncreased => "Lymphocytes high",
        Term::PlateletCountDecreased => "Platelets low",
        Term::AltIncreased => "ALT high",
        Term::AstIncreased => "AST high",
        Term::GgtIncreased => "Gamma-GT high",
        Term::BloodBilirubinIncreased => "Bilirubin high",
        Term::CpkIncreased => "CK high",
        Term::BloodLdhIncreased => "LDH high",
        Term::CreatinineIncreased => "Creatinine high",
        Term::ChronicKidneyDisease => "Kidney disease",
        Term::Hypoalbuminemia => "Albumin low",
        Term::Hypoglycemia => "Glucose low",
        Term::Hyperkalemia => "Potassium high",
        Term::Hypokalemia => "Potassium low",
        Term::Proteinuria => "Urine protein",
        Term::Fever => "Fever",
        Term::Hypothermia => "Hypothermia",
        Term::WeightLoss => "Weight loss",
        Term::WeightGain => "Weight gain",
        Term::Hypertension => "Hypertension",
        Term::QtCorrectedIntervalProlonged => "QTc prolonged",
    }
}

/// Says between which grades it is open.
fn between(least: Option<Grade>, most: Grade) -> String {
    let most = most.number();
    match least.map(Grade::number) {
        None => format!("at most grade {most}"),
        Some(least) if least.saturating_add(1) == most => format!("grade {least} or {most}"),
        Some(least) => format!("grade {least} to {most}"),
    }
}

/// Says what is missing.
fn lack(lack: Lack) -> &'static str {
    match lack {
        Lack::Value => "the result",
        Lack::BelowLimit => "the number, which is below a limit",
        Lack::Unit => "the unit",
        Lack::LowerLimit => "the lower limit of normal",
        Lack::UpperLimit => "the upper limit of normal",
        Lack::Baseline => "the result at baseline",
        Lack::BaselineLimit => "the upper limit of normal at baseline",
        Lack::Symptoms => "whether there are symptoms",
        Lack::Duration => "whether it lasted more than 24 hours",
        Lack::Systolic => "the systolic pressure",
        Lack::Diastolic => "the diastolic pressure",
        Lack::FewerDigits => "a number with fewer digits",
    }
}
