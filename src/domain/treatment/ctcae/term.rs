//! The terms of the CTCAE that have a number in their grades.

use crate::domain::treatment::units::Quantity;

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $term:ident $code:literal $name:literal $(by $quantity:ident)?;)+) => {
        /// A term of the CTCAE with a number in its grades.
        ///
        /// Acute kidney injury, hyperglycaemia, haematuria, hypotension and a slow or fast pulse have only words in 5.0; for
        /// CRP, ESR, hepatitis serology, IGRA, PPD and pregnancy tests there is no term.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Term {
            $($(#[doc = $doc])+ $term,)+
        }

        impl Term {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$term),+];

            /// Returns its code in the record.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$term => $code,)+
                }
            }

            /// Returns the term as the CTCAE has it, under which an adverse event can be offered.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$term => $name,)+
                }
            }

            /// Returns the quantity of the result, in whose stored unit the limits are; none where the grades go by multiples,
            /// which are the same in every unit.
            pub fn quantity(self) -> Option<Quantity> {
                match self {
                    $(Self::$term => terms!(@ $($quantity)?),)+
                }
            }
        }
    };
    (@) => { None };
    (@ $quantity:ident) => { Some(Quantity::$quantity) };
}

terms! {
    /// Haemoglobin, low.
    Anemia "anemia" "Anemia" by Haemoglobin;
    /// Haemoglobin, high.
    HemoglobinIncreased "hemoglobin-increased" "Hemoglobin increased" by Haemoglobin;
    /// Leucocytes, low.
    WhiteBloodCellDecreased "wbc-decreased" "White blood cell decreased" by BloodCells;
    /// Leucocytes, high.
    Leukocytosis "leukocytosis" "Leukocytosis" by BloodCells;
    /// Neutrophils, low.
    NeutrophilCountDecreased "neutrophils-decreased" "Neutrophil count decreased" by BloodCells;
    /// Lymphocytes, low.
    LymphocyteCountDecreased "lymphocytes-decreased" "Lymphocyte count decreased" by BloodCells;
    /// Lymphocytes, high.
    LymphocyteCountIncreased "lymphocytes-increased" "Lymphocyte count increased" by BloodCells;
    /// Platelets, low.
    PlateletCountDecreased "platelets-decreased" "Platelet count decreased" by BloodCells;
    /// Alanine aminotransferase.
    AltIncreased "alt-increased" "Alanine aminotransferase increased";
    /// Aspartate aminotransferase.
    AstIncreased "ast-increased" "Aspartate aminotransferase increased";
    /// Gamma-glutamyltransferase.
    GgtIncreased "ggt-increased" "GGT increased";
    /// Total bilirubin.
    BloodBilirubinIncreased "bilirubin-increased" "Blood bilirubin increased";
    /// Creatine kinase.
    CpkIncreased "ck-increased" "CPK increased";
    /// Lactate dehydrogenase, new in version 5.0.
    BloodLdhIncreased "ldh-increased" "Blood lactate dehydrogenase increased";
    /// Creatinine in blood.
    CreatinineIncreased "creatinine-increased" "Creatinine increased";
    /// Filtration rate.
    ChronicKidneyDisease "ckd-egfr" "Chronic kidney disease" by FiltrationRate;
    /// Albumin in blood, low.
    Hypoalbuminemia "hypoalbuminemia" "Hypoalbuminemia" by Albumin;
    /// Glucose in blood, low.
    Hypoglycemia "hypoglycemia" "Hypoglycemia" by Glucose;
    /// Potassium in blood, high.
    Hyperkalemia "hyperkalemia" "Hyperkalemia" by Potassium;
    /// Potassium in blood, low.
    Hypokalemia "hypokalemia" "Hypokalemia" by Potassium;
    /// Protein in urine.
    Proteinuria "proteinuria" "Proteinuria" by UrineProtein;
    /// Temperature, high.
    Fever "fever" "Fever" by Temperature;
    /// Temperature, low.
    Hypothermia "hypothermia" "Hypothermia" by Temperature;
    /// Weight less than at baseline.
    WeightLoss "weight-loss" "Weight loss";
    /// Weight more than at baseline.
    WeightGain "weight-gain" "Weight gain";
    /// Blood pressure, high.
    Hypertension "hypertension" "Hypertension" by BloodPressure;
    /// QT interval corrected for the heart rate.
    QtCorrectedIntervalProlonged "qtc-prolonged" "Electrocardiogram QT corrected interval prolonged" by EcgInterval;
}

impl Term {
    /// Returns the term of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|term| term.code() == code)
    }
}
