//! The form in which a participant is enrolled.

use crate::domain::base::data::DataFile;

/// Id of the form.
pub const ID: &str = "enrolment";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "enrolment.toml",
    text: include_str!("enrolment/form.toml"),
};
