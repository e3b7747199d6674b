//! Physician global activity; scored by `vas`.

use crate::domain::base::data::DataFile;

/// Id of the form.
pub const ID: &str = "phga";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "phga.toml",
    text: include_str!("phga/form.toml"),
};
