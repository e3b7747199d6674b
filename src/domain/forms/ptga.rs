//! Patient global activity; scored by `vas`.

use crate::domain::base::data::DataFile;

/// Id of the form.
pub const ID: &str = "ptga";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "ptga.toml",
    text: include_str!("ptga/form.toml"),
};
