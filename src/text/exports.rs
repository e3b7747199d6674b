//! What is said when the data of the study are given out, and why they cannot be handed over in a format.

use crate::domain::record::exports::{Format, Narrowing};
use crate::text::prints::Advice;
use std::path::Path;

/// Why a SAS transport file cannot hold a data set or a row of it. Rows are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XportFault {
    /// The name of a data set or a variable is none.
    Name {
        /// The name.
        name: String,
    },
    /// A label is too long or no printable ASCII.
    Label {
        /// The name of what it describes.
        of: String,
        /// The label.
        label: String,
    },
    /// The file has only two digits for the year of the last change.
    Year {
        /// The year.
        year: i32,
    },
    /// There is no variable.
    NoVariables,
    /// There are too many variables.
    TooManyVariables {
        /// How many there are.
        count: usize,
    },
    /// Two variables have the same name.
    Twice {
        /// The name.
        name: String,
    },
    /// A text variable has no width, or one that is too large.
    Width {
        /// The variable.
        variable: String,
        /// Its width in bytes.
        width: usize,
    },
    /// The last variable is one of texts: a row could end like the filling behind the last one.
    LastIsText {
        /// The variable.
        variable: String,
    },
    /// A row is so short that other programs do not count rows rightly.
    RowTooShort {
        /// Its bytes.
        bytes: usize,
        /// Fewest bytes of a row.
        least: usize,
    },
    /// A row has more or fewer cells than there are variables.
    CellCount {
        /// The row.
        row: u64,
        /// How many variables there are.
        variables: usize,
        /// How many cells the row has.
        cells: usize,
    },
    /// A text is wider than its variable.
    TooLong {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
        /// The width of the variable in bytes.
        width: usize,
        /// The bytes of the text.
        bytes: usize,
    },
    /// A text has a character that is no printable ASCII.
    NotAscii {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
        /// The character.
        char: char,
    },
    /// A text stands where a number belongs, or a number where a text does.
    OtherKind {
        /// The row.
        row: u64,
        /// The variable.
        variable: String,
    },
}

/// An export that is whole.
#[derive(Clone, Copy, Debug)]
pub struct Exported<'a> {
    /// How many files, the manifest among them.
    pub files: usize,
    /// Bytes of all but the manifest.
    pub bytes: u64,
    /// The entry as of which the data are.
    pub entry: u64,
    /// The directory; none for an archive.
    pub dir: Option<&'a Path>,
}

/// Why nothing was given out.
#[derive(Clone, Copy, Debug)]
pub enum NotExported<'a> {
    /// The archive would go to a terminal.
    Terminal,
    /// The page for a patient is that of one participant, as a report.
    WhichPatient,
    /// The directory is there and not empty.
    Exists {
        /// The directory.
        dir: &'a Path,
    },
    /// No version of the study has the visit.
    NoVisit {
        /// As it was given.
        given: &'a str,
        /// Those that there are.
        known: &'a [&'a str],
    },
    /// A format cannot give this part of the data.
    NotNarrowed {
        /// The format.
        format: Format,
        /// What is wanted.
        by: Narrowing,
        /// Formats that can, where all of them were wanted.
        others: &'a [Format],
    },
    /// The journal has no such entry.
    NoEntry {
        /// Its number.
        entry: u64,
        /// Number of the newest one.
        last: u64,
    },
    /// There are no data yet.
    NoData,
    /// Somebody stopped it.
    Stopped,
}

/// What is said when the data of the study are given out.
pub trait Exports {
    /// Says that all files are written.
    fn exported(&self, told: &Exported<'_>) -> String;

    /// Says why nothing was given out, and what to do.
    fn not_exported(&self, why: &NotExported<'_>) -> Advice;

    /// Says that a file could not be written, and what to do.
    fn export_not_written(&self, error: &str) -> Advice;

    /// Says what a SAS transport file cannot hold.
    fn xport_fault(&self, fault: &XportFault) -> String;
}
