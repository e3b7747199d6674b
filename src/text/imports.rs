//! What is said when a file of others is taken in, and why it cannot be.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::imported::FileLine;
use crate::text::prints::Advice;
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
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

/// Which numbers a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Takes {
    /// The smallest.
    pub min: Decimal,
    /// The largest.
    pub max: Decimal,
    /// Most decimals.
    pub decimals: u32,
    /// In which unit; none where it has none.
    pub unit: Option<String>,
}

/// What is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportWrong {
    /// It is larger than so many bytes.
    TooLarge {
        /// The most.
        most: u64,
    },
    /// There is nothing in it.
    Empty,
    /// A byte is none of the encoding; so many bytes of the line come before it.
    OtherEncoding {
        /// How many.
        before: usize,
        /// Name of the encoding.
        encoding: &'static str,
    },
    /// A byte is 0; so many bytes of the line come before it.
    Nul {
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
    /// No participant is named.
    NoId,
    /// The map does not say which option the text is.
    UnknownText {
        /// What stands there.
        text: String,
    },
    /// The participant is of another site than the map takes.
    OtherSite {
        /// The site; empty where the id has none.
        site: String,
    },
    /// It is no moment in the format of the map.
    OtherFormat {
        /// What stands there.
        text: String,
        /// A moment in that format.
        example: String,
    },
    /// The clock of the laboratory skipped that time, or showed it twice.
    NoSuchTime {
        /// What stands there.
        text: String,
    },
    /// The moment is to come.
    InFuture {
        /// Its day.
        day: NaiveDate,
        /// Its time, where it is known.
        time: Option<NaiveTime>,
    },
    /// The map has no such test.
    UnknownTest {
        /// Its code.
        code: String,
    },
    /// It is no number, and the map has no rule for it.
    NoRule {
        /// What stands there.
        text: String,
    },
    /// The map has no such spelling of a unit.
    UnknownSpelling {
        /// The spelling; empty where there is none.
        unit: String,
    },
    /// The result is no exact decimal in the unit in which it is stored.
    NotExact {
        /// The result.
        text: String,
        /// That unit.
        unit: String,
    },
    /// Another row is for the same field.
    TwoRows {
        /// Its line.
        line: u32,
    },
    /// There is a value, and a reason why there is none.
    Both,
    /// The reason needs words.
    NoWords,
    /// The words of the reason say nothing.
    SaysNothing {
        /// The words.
        text: String,
    },
    /// The rules of the record refuse it.
    ByRules {
        /// Their sentence.
        said: String,
    },
    /// The field does not take it, such as a number outside its limits.
    NotOfField {
        /// The value.
        text: String,
        /// As the file has it, where that is something else.
        in_file: Option<String>,
        /// Which numbers it takes; none of a field for something else.
        takes: Option<Box<Takes>>,
    },
}

/// Why a result is given to no visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Nobody in this study has the id.
    UnknownParticipant,
    /// No visit that is begun is of that time.
    OutsideVisits,
    /// More than one visit is.
    SeveralVisits,
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
    /// Those that belong to something that differs.
    pub held: usize,
    /// Those of fields that are not asked.
    pub not_asked: usize,
    /// Visits that were begun, or would be.
    pub begun: usize,
    /// Those that the map leaves out.
    pub left_out: usize,
    /// Those that wait, since they are given to no visit.
    pub waiting: usize,
    /// Rows that are refused.
    pub refused: usize,
    /// Nothing was stored, since only a try was wanted.
    pub is_dry: bool,
}

/// Why nothing was taken in, where it is not the file.
#[derive(Clone, Copy, Debug)]
pub enum NotImported<'a> {
    /// The role of the user does not allow it.
    Role,
    /// So many rows are refused, and only the whole file was to be taken in.
    Refused {
        /// How many.
        rows: usize,
    },
    /// What is new does not fit into one batch of so many bytes.
    TooMuch {
        /// The most.
        most: usize,
    },
    /// The map is larger than so many bytes.
    LargeMap {
        /// The most.
        most: u64,
    },
    /// Neither a file nor an example was asked for.
    NoMap,
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

    /// Returns how the words of a query about this value begin, whatever the file.
    fn import_says(&self, new: &str) -> String;

    /// Returns the words of a reason where what the file says in its place says nothing alone.
    fn import_words(&self, said: &str) -> String;

    /// Returns why a result waits.
    fn import_waits(&self, why: Waits) -> &'static str;

    /// Returns what is wrong in a row that is refused, with its column.
    fn import_refused(&self, fault: &ImportFault) -> String;

    /// Returns the words of the query on a field where the file says something else; the same of the same line.
    fn import_differs(&self, new: &str, line: FileLine) -> String;

    /// Returns the headings of the list of what a file says.
    fn import_headings(&self) -> [&'static str; 9];
}
