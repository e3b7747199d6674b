//! The log of infusions of abatacept: the fields that doses and days are read from.

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::instrument::needs::Need;

/// Id of the form.
pub const ID: &str = "abatacept";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "abatacept.toml",
    text: include_str!("abatacept/form.toml"),
};

/// The fields that are read of its rows, in the order of the form.
pub(super) const ROWS: &[(&str, Need)] = &[
    ("number", Need::Number),
    ("date", Need::Date),
    ("weight", Need::Number),
    ("planned", Need::Number),
    ("state", Need::Among(&["whole", "interrupted", "left-out"])),
    ("lot", Need::Text),
    ("start", Need::Time),
    ("end", Need::Time),
    ("given", Need::Number),
];
