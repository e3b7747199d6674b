//! Abatacept: which dose was planned, when the next one is due, and where what was given departs.
//!
//! The rule of the dose and the days of the schedule are the study file's. Weights are in kg, doses
//! in mg, both exact; a dose is never proposed for a weight that was not measured.

pub mod dose;
pub mod schedule;

pub use dose::{
    Crossing, DoseRule, RuleError, Tier, Tiers, Weight, WeightLimit, WeightRange, crossing,
    weight_for,
};
pub use schedule::{Deviation, Due, Given, Infusion, Regimen, deviations, next_due};
