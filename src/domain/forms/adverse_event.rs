//! The log of adverse events: the fields that the table of events reads.

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::needs::YES_NO;

/// Id of the form.
pub const ID: &str = "adverse-event";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "adverse-event.toml",
    text: include_str!("adverse_event/form.toml"),
};

const FIVE: &[&str] = &["1", "2", "3", "4", "5"];
/// CDISC codelist OUT, in the form's own words.
const OUTCOMES: &[&str] = &[
    "recovered",
    "sequelae",
    "recovering",
    "not-recovered",
    "fatal",
    "unknown",
];
const RELATED: Need = Need::Codes(&["related", "not-related"]);

/// The fields that are read of its rows, in the order of the form.
pub(super) const ROWS: &[(&str, Need)] = &[
    ("term", Need::Text),
    ("grade", Need::Codes(FIVE)),
    ("onset", Need::PartialDate),
    ("onset-time", Need::Time),
    ("ongoing", Need::Codes(YES_NO)),
    ("end", Need::PartialDate),
    ("serious", Need::Codes(YES_NO)),
    ("death", Need::Codes(YES_NO)),
    ("life-threatening", Need::Codes(YES_NO)),
    ("hospital", Need::Codes(YES_NO)),
    ("disability", Need::Codes(YES_NO)),
    ("malformation", Need::Codes(YES_NO)),
    ("important", Need::Codes(YES_NO)),
    ("aware-date", Need::Date),
    ("aware-time", Need::Time),
    ("related.abatacept", RELATED),
    ("related.drug", RELATED),
    ("related.disease", RELATED),
    ("related.procedure", RELATED),
    ("action", Need::Choice),
    ("outcome", Need::Among(OUTCOMES)),
    ("special", Need::Choice),
    ("seen", Need::Date),
];
