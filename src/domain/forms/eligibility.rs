//! The form of eligibility, filled in once; what follows from it is computed in `domain::course::eligibility`.

use crate::domain::base::data::DataFile;

/// Id of the form.
pub const ID: &str = "eligibility";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "eligibility.toml",
    text: include_str!("eligibility/form.toml"),
};
