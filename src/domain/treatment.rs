//! Drugs and their arithmetic: glucocorticoid equivalents, abatacept, other medication, adverse events. Safety: units of
//! laboratory results, the filtration rate of the kidneys, the corrected QT interval, grades of the
//! CTCAE.
//!
//! Must not know a study or a form: amounts and rules come in as arguments.

pub mod abatacept;
pub mod adverse;
pub mod ctcae;
pub mod equivalence;
pub mod kidney;
pub mod medication;
pub mod qtc;
pub mod units;
pub mod usual_dose;
