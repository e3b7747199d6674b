//! What is said when a file of others is taken in, and why it cannot be.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::imported::FileLine;
use crate::text::prints::Advice;
use chrono::NaiveDate;
use std::path::Path;

/// Why a file is not taken in: the first mistake in it, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, with its heading; none where the whole line is meant.
    pub column: Option<(usize, String)>,
    /// What is wrong there.
    pub what: ImportWrong,
}

/// What is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportWrong {
    /// It is larger than so many bytes.
    TooLarge {
        /// The most.
        most: u64,
    },
    /// A byte is none of UTF-8; so many bytes of the line come before it.
    NotUtf8 {
        /// How many.
        before: usize,
    },
    /// It ends inside a line.
    Cut,
    /// A line has more or fewer cells than there are headings.
    Cells {
        /// How many headings there are.
        headings: usize,
        /// How many cells the line has.
        cells: usize,
    },
    /// A column that is needed is not there.
    NoColumn {
        /// Its heading.
        name: String,
    },
    /// No field of the study has this heading.
    UnknownColumn,
    /// A heading, or a row of the same participant, event and form, stands twice.
    Twice,
    /// Nobody in this study has the id.
    UnknownParticipant {
        /// The id.
        id: ParticipantId,
    },
    /// The study has no such event.
    UnknownEvent {
        /// Its name.
        name: String,
    },
    /// It is no form that repeats, or not the number of a row.
    UnknownRow {
        /// What stands there.
        text: String,
    },
    /// A fact of the enrolment is another one in the record: it may be somebody else.
    OtherFact {
        /// The fact in the record.
        stored: String,
    },
    /// The visit was not begun, and the file does not say on which day it was.
    NoDay,
    /// The visit has another day in the record.
    OtherDay {
        /// The day in the record.
        stored: NaiveDate,
    },
    /// The visit, by its version of the study, does not have the form or the field.
    NotThere {
        /// The visit.
        visit: VisitId,
    },
    /// The roles of the user do not see the form yet.
    Hidden,
    /// It is no date.
    NotADate {
        /// What stands there.
        text: String,
    },
    /// It is no number.
    NotANumber {
        /// What stands there.
        text: String,
    },
    /// The field has no such code.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// The field is not measured in this unit.
    UnknownUnit {
        /// The unit; empty where there is none.
        unit: String,
    },
    /// There is a value, and a reason why there is none.
    Both,
    /// The reason needs words.
    NoWords,
    /// The field does not take it, such as a number outside its limits.
    NotOfField {
        /// What stands there.
        text: String,
    },
}

/// What came of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Values and notes that are new.
    pub new: usize,
    /// Those that stand in the record already.
    pub same: usize,
    /// Those that differ from what stands there.
    pub differing: usize,
    /// Queries that were opened, or would be.
    pub queries: usize,
    /// Those of fields that are not asked.
    pub not_asked: usize,
    /// Visits that were begun, or would be.
    pub begun: usize,
    /// Nothing was stored, since only a try was wanted.
    pub is_dry: bool,
}

/// Why nothing was taken in, where it is not the file.
#[derive(Clone, Copy, Debug)]
pub enum NotImported<'a> {
    /// The role of the user does not allow it.
    Role,
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: &'a Path,
        /// Why.
        error: &'a str,
    },
}

/// What is said when a file of others is taken in.
pub trait Imports {
    /// Says what is wrong in a file, and where.
    fn import_fault(&self, file: &str, fault: &ImportFault) -> Advice;

    /// Says what came of a file.
    fn imported(&self, told: &Imported) -> String;

    /// Says why nothing was taken in.
    fn not_imported(&self, why: &NotImported<'_>) -> Advice;

    /// Returns the words of the query on a field where the file says something else; the same of the same line.
    fn import_differs(&self, new: &str, line: FileLine) -> String;

    /// Returns the headings of the list of what a file says.
    fn import_headings(&self) -> [&'static str; 8];
}
