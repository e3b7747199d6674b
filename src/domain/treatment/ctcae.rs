//! Grades of laboratory results and vital signs by the CTCAE, where the criterion is a number.
//!
//! Only offers a grade: an adverse event is never made from one, since most adults would have one by their blood pressure.
//! Must not tell a grade where what is missing could change it. Grade 5 is death, and a grade that the CTCAE describes in
//! words alone is not told here: the number of such a term never gives more than the grade before.
//!
//! The numbers are those of the table of terms of the National Cancer Institute (CTCAE v5.0, 2017), the laboratory ones
//! compared with those of the R package admiral. A range "a to b" ends with b on the milder side; the next grade begins
//! strictly beyond it. Version 6 moves several limits, so that the version goes with every grade.

mod chemistry;
mod counts;
mod findings;
mod reach;
mod reading;
mod term;
#[cfg(test)]
mod tests;
mod urine;
mod vital;

pub use findings::{Baseline, Findings, Strip};
pub use reach::Lack;
pub use term::Term;

use reach::{Reached, Steps};
use reading::Reading;

/// Version of the CTCAE that the grades are from.
pub const VERSION: &str = "5.0";

/// A grade that a number can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Mild.
    One,
    /// Moderate.
    Two,
    /// Severe.
    Three,
    /// Life-threatening.
    Four,
}

impl Grade {
    /// All, from the mildest.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// Returns its number, 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }
}

/// What the findings say about a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No grade is reached. The CTCAE has no grade 0: it is shown as "not graded".
    NotGraded,
    /// This grade.
    Graded(Grade),
    /// It cannot be told, but for its ends.
    Open {
        /// The grade that is reached in any case; none where it may be not graded.
        least: Option<Grade>,
        /// The highest that it may be.
        most: Grade,
        /// What is missing, each once, from the mildest grade that needs it.
        lacks: Vec<Lack>,
    },
}

/// The grade of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The term.
    pub term: Term,
    /// [`VERSION`] at the time.
    pub version: &'static str,
    /// The grade.
    pub outcome: Outcome,
}

/// Grades findings under a term.
pub fn grade(term: Term, findings: &Findings) -> Graded {
    let steps = steps(term, &Reading::new(term, findings));
    Graded {
        term,
        version: VERSION,
        outcome: outcome(&steps),
    }
}

/// Returns whether each grade of a term is reached by its own criterion.
fn steps(term: Term, of: &Reading) -> Steps {
    match term {
        Term::Anemia => counts::anemia(of),
        Term::HemoglobinIncreased => counts::hemoglobin_increased(of),
        Term::WhiteBloodCellDecreased => counts::white_blood_cell_decreased(of),
        Term::Leukocytosis => counts::leukocytosis(of),
        Term::NeutrophilCountDecreased => counts::neutrophil_count_decreased(of),
        Term::LymphocyteCountDecreased => counts::lymphocyte_count_decreased(of),
        Term::LymphocyteCountIncreased => counts::lymphocyte_count_increased(of),
        Term::PlateletCountDecreased => counts::platelet_count_decreased(of),
        Term::AltIncreased | Term::AstIncreased => chemistry::aminotransferase_increased(of),
        Term::GgtIncreased => chemistry::ggt_increased(of),
        Term::BloodBilirubinIncreased => chemistry::bilirubin_increased(of),
        Term::CpkIncreased => chemistry::cpk_increased(of),
        Term::BloodLdhIncreased => chemistry::ldh_increased(of),
        Term::Hypoalbuminemia => chemistry::hypoalbuminemia(of),
        Term::Hypoglycemia => chemistry::hypoglycemia(of),
        Term::Hyperkalemia => chemistry::hyperkalemia(of),
        Term::Hypokalemia => chemistry::hypokalemia(of),
        Term::CreatinineIncreased => urine::creatinine_increased(of),
        Term::ChronicKidneyDisease => urine::chronic_kidney_disease(of),
        Term::Proteinuria => urine::proteinuria(of),
        Term::Fever => vital::fever(of),
        Term::Hypothermia => vital::hypothermia(of),
        Term::WeightLoss => vital::weight_loss(of),
        Term::WeightGain => vital::weight_gain(of),
        Term::Hypertension => vital::hypertension(of),
        Term::QtCorrectedIntervalProlonged => vital::qtc_prolonged(of),
    }
}

/// Returns the highest grade that is reached, and whether a higher one may be.
fn outcome(steps: &Steps) -> Outcome {
    let by_grade = || Grade::ALL.into_iter().zip(steps);
    let highest = |fits: fn(&Reached) -> bool| {
        let fitting = by_grade().filter(|(_, reached)| fits(reached));
        fitting.map(|(grade, _)| grade).max()
    };
    let least = highest(|reached| *reached == Ok(true));
    let Some(most) = highest(|reached| *reached != Ok(false)) else {
        return Outcome::NotGraded;
    };
    if least == Some(most) {
        return Outcome::Graded(most);
    }
    let mut lacks = Vec::new();
    for (grade, reached) in by_grade() {
        if let Err(lack) = reached
            && Some(grade) > least
            && !lacks.contains(lack)
        {
            lacks.push(*lack);
        }
    }
    Outcome::Open { least, most, lacks }
}
