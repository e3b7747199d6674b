//! The log of medications: the fields that the treatment course reads.

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::needs::YES_NO;
use crate::domain::treatment::equivalence::CODES as DRUGS;

/// Id of the form.
pub const ID: &str = "medication";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "medication.toml",
    text: include_str!("medication/form.toml"),
};

const CLASSES: &[&str] = &["glucocorticoid", "immunosuppressant", "other"];

/// The fields that are read of its rows, in the order of the form.
pub(super) const ROWS: &[(&str, Need)] = &[
    ("class", Need::Among(CLASSES)),
    ("glucocorticoid", Need::Among(DRUGS)),
    ("immunosuppressant", Need::Choice),
    ("immunosuppressant-name", Need::Text),
    ("name", Need::Text),
    ("dose", Need::Number),
    ("unit", Need::Choice),
    ("frequency", Need::Choice),
    ("route", Need::Choice),
    ("pulse", Need::Codes(YES_NO)),
    ("start", Need::PartialDate),
    ("ongoing", Need::Codes(YES_NO)),
    ("end", Need::PartialDate),
];
