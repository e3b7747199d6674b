//! The instruments: the engine that reads and types any form, a folder for each form that comes with the program, and
//! one table of them.
//!
//! Must not know a study: what a study decides about scoring comes in as an argument. The engine knows no folder, and
//! no folder another.
//!
//! A new instrument with a score is a folder with `form.toml` and its `Scorer`, its `mod` line here, its line in `table`
//! with a variant of `Score`, and its lines in `text::en::totals`; `CONTRIBUTING.md` has every step. The synthetic
//! participants get any allowed answer in its fields until `tools::demo::form` has a rule for them.

pub mod abatacept;
pub mod adverse_event;
pub mod disease;
pub mod eligibility;
pub mod engine;
pub mod enrolment;
pub mod enzymes;
pub mod events_asked;
pub mod glucocorticoid;
pub mod haq;
pub mod laboratory;
pub mod mdaat;
pub mod medication;
pub mod mmt8;
pub mod names;
pub mod phga;
pub mod ptga;
pub mod rand36;
pub mod table;
pub mod vas;
pub mod vital_signs;
