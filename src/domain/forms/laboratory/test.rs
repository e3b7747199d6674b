//! The tests whose results the CTCAE grades by numbers, in the order of the form.

use crate::domain::treatment::ctcae::Term;
use crate::domain::treatment::units::Quantity;

/// A test of the form that has a term with numbers. CRP, sedimentation rate and blood in urine have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// Haemoglobin.
    Haemoglobin,
    /// Leucocytes.
    Leucocytes,
    /// Neutrophils, the count.
    Neutrophils,
    /// Lymphocytes, the count.
    Lymphocytes,
    /// Platelets.
    Platelets,
    /// Creatinine in blood.
    Creatinine,
    /// Aspartate aminotransferase.
    Ast,
    /// Alanine aminotransferase.
    Alt,
    /// Total bilirubin.
    Bilirubin,
    /// Albumin in blood.
    Albumin,
    /// Glucose in blood.
    Glucose,
    /// Potassium in blood.
    Potassium,
    /// Protein in the urine of 24 hours.
    UrineProtein,
}

impl Test {
    /// All, in the order of the form.
    pub const ALL: [Self; 13] = [
        Self::Haemoglobin,
        Self::Leucocytes,
        Self::Neutrophils,
        Self::Lymphocytes,
        Self::Platelets,
        Self::Creatinine,
        Self::Ast,
        Self::Alt,
        Self::Bilirubin,
        Self::Albumin,
        Self::Glucose,
        Self::Potassium,
        Self::UrineProtein,
    ];

    /// Returns the field of its result.
    pub fn key(self) -> &'static str {
        match self {
            Self::Haemoglobin => "haemoglobin",
            Self::Leucocytes => "leucocytes",
            Self::Neutrophils => "neutrophils",
            Self::Lymphocytes => "lymphocytes",
            Self::Platelets => "platelets",
            Self::Creatinine => "creatinine",
            Self::Ast => "ast",
            Self::Alt => "alt",
            Self::Bilirubin => "bilirubin",
            Self::Albumin => "albumin",
            Self::Glucose => "glucose",
            Self::Potassium => "potassium",
            Self::UrineProtein => "urine-protein",
        }
    }

    /// Returns what it measures.
    pub fn quantity(self) -> Quantity {
        match self {
            Self::Haemoglobin => Quantity::Haemoglobin,
            Self::Leucocytes | Self::Neutrophils | Self::Lymphocytes | Self::Platelets => {
                Quantity::BloodCells
            }
            Self::Creatinine => Quantity::Creatinine,
            Self::Ast | Self::Alt => Quantity::EnzymeActivity,
            Self::Bilirubin => Quantity::Bilirubin,
            Self::Albumin => Quantity::Albumin,
            Self::Glucose => Quantity::Glucose,
            Self::Potassium => Quantity::Potassium,
            Self::UrineProtein => Quantity::UrineProtein,
        }
    }

    /// Returns the terms under which it is graded.
    pub fn terms(self) -> &'static [Term] {
        match self {
            Self::Haemoglobin => &[Term::Anemia, Term::HemoglobinIncreased],
            Self::Leucocytes => &[Term::WhiteBloodCellDecreased, Term::Leukocytosis],
            Self::Neutrophils => &[Term::NeutrophilCountDecreased],
            Self::Lymphocytes => &[
                Term::LymphocyteCountDecreased,
                Term::LymphocyteCountIncreased,
            ],
            Self::Platelets => &[Term::PlateletCountDecreased],
            Self::Creatinine => &[Term::CreatinineIncreased],
            Self::Ast => &[Term::AstIncreased],
            Self::Alt => &[Term::AltIncreased],
            Self::Bilirubin => &[Term::BloodBilirubinIncreased],
            Self::Albumin => &[Term::Hypoalbuminemia],
            Self::Glucose => &[Term::Hypoglycemia],
            Self::Potassium => &[Term::Hyperkalemia, Term::Hypokalemia],
            Self::UrineProtein => &[Term::Proteinuria],
        }
    }

    /// Returns whether the form asks for its lower limit of normal.
    pub fn has_lower_limit(self) -> bool {
        match self {
            Self::UrineProtein => false,
            Self::Haemoglobin
            | Self::Leucocytes
            | Self::Neutrophils
            | Self::Lymphocytes
            | Self::Platelets
            | Self::Creatinine
            | Self::Ast
            | Self::Alt
            | Self::Bilirubin
            | Self::Albumin
            | Self::Glucose
            | Self::Potassium => true,
        }
    }

    /// Returns whether its grades may go by the result at baseline.
    pub fn goes_by_baseline(self) -> bool {
        match self {
            Self::Creatinine | Self::Ast | Self::Alt | Self::Bilirubin => true,
            Self::Haemoglobin
            | Self::Leucocytes
            | Self::Neutrophils
            | Self::Lymphocytes
            | Self::Platelets
            | Self::Albumin
            | Self::Glucose
            | Self::Potassium
            | Self::UrineProtein => false,
        }
    }

    /// Returns whether muscles release it too, so that a rise need not come from the liver.
    pub fn is_muscle_enzyme(self) -> bool {
        match self {
            Self::Ast | Self::Alt => true,
            Self::Haemoglobin
            | Self::Leucocytes
            | Self::Neutrophils
            | Self::Lymphocytes
            | Self::Platelets
            | Self::Creatinine
            | Self::Bilirubin
            | Self::Albumin
            | Self::Glucose
            | Self::Potassium
            | Self::UrineProtein => false,
        }
    }
}
