//! The instruments and the other forms that come with the program: one line for each.

use super::engine::instrument::needs::Need;
use super::engine::instrument::{Instrument, parse};
use super::engine::scorer::Scorer;
use super::engine::total::{MEAN, SUM};
use crate::domain::base::data::{DataError, DataFile, Marked};

/// A form that comes with the program.
struct Line {
    /// Its file, named after its id.
    file: DataFile<'static>,
    /// How it is scored; its word in form files is the scorer's own.
    scorer: Option<&'static dyn Scorer>,
    /// The fields that are read of its rows; none of a form that is no log.
    rows: &'static [(&'static str, Need)],
}

macro_rules! table {
    (@scorer) => { None };
    (@scorer $folder:ident) => { Some(super::$folder::SCORER) };
    (@rows) => { &[] };
    (@rows $folder:ident) => { super::$folder::ROWS };
    ($($folder:ident $(scored by $scorer:ident)? $(read by $rows:ident)?;)+) => {
        const TABLE: &[Line] = &[$(Line {
            file: super::$folder::FORM,
            scorer: table!(@scorer $($scorer)?),
            rows: table!(@rows $($rows)?),
        }),+];

        /// The forms that come with the program, in the order of a visit; each file is named after its form's id.
        pub const FORMS: &[DataFile<'static>] = &[$(super::$folder::FORM),+];
    };
}

// One line a folder, in the order of a visit: its form, whose score it has, whose needs of the rows of a log.
table! {
    enrolment;
    ptga scored by vas;
    haq scored by haq;
    rand36 scored by rand36;
    mmt8 scored by mmt8;
    mdaat scored by mdaat;
    phga scored by vas;
    enzymes scored by enzymes;
    glucocorticoid scored by glucocorticoid;
    eligibility;
    medication read by medication;
    abatacept read by abatacept;
    adverse_event read by adverse_event;
}

/// Returns every way of scoring: those of any form, those of the core set measures in their order, the others.
pub fn scorers() -> Vec<&'static dyn Scorer> {
    let mut own: Vec<&'static dyn Scorer> = TABLE.iter().filter_map(|line| line.scorer).collect();
    own.sort_by_key(|scorer| {
        let measure = scorer.measures().first().copied();
        (measure.is_none(), measure)
    });
    // The two global activities are scored alike.
    own.dedup();
    [SUM, MEAN].into_iter().chain(own).collect()
}

/// Returns the fields that are read of the rows of a log, in the order of the form; none of one that is not known.
pub(crate) fn row_needs(log: &str) -> &'static [(&'static str, Need)] {
    let line = TABLE
        .iter()
        .find(|line| line.file.name.strip_suffix(".toml") == Some(log));
    line.map_or(&[], |line| line.rows)
}

/// Reads a form file; `file` is its name in messages.
///
/// # Errors
/// The first mistake, with line, column and, for a wrong name, the nearest valid one.
pub fn parse_instrument(file: &str, text: &str) -> Result<Instrument, DataError> {
    read(file, text).map(|form| form.value)
}

/// Reads a form file and keeps the places that later checks may point at.
pub(crate) fn read(file: &str, text: &str) -> Result<Marked<Instrument>, DataError> {
    parse::read(&scorers(), file, text)
}
