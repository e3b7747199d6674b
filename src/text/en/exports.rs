//! What is said when the data of the study are given out.

use super::English;
use crate::domain::record::exports::{Format, Narrowing};
use crate::text::exports::{Exported, Exports, NotExported, XportFault};
use crate::text::prints::Advice;

fn advice(what: impl Into<String>, hint: impl Into<String>) -> Advice {
    Advice {
        what: what.into(),
        hint: hint.into(),
    }
}

impl Exports for English {
    fn exported(&self, told: &Exported<'_>) -> String {
        let Exported {
            files,
            bytes,
            entry,
            dir,
        } = told;
        let what = format!("{files} files, {bytes} bytes, the data as of entry {entry}");
        match dir {
            Some(dir) => format!("{what}: {}", dir.display()),
            None => what,
        }
    }

    fn not_exported(&self, why: &NotExported<'_>) -> Advice {
        match why {
            NotExported::Terminal => advice(
                "an archive is no text for a terminal",
                "name a new directory with --out DIR, or send it to a file: > export.zip",
            ),
            NotExported::WhichPatient => advice(
                "a page for a patient is the report of one participant",
                "write `export report --for patient --participant ID`",
            ),
            NotExported::Exists { dir } => advice(
                format!("{} is there already and not empty", dir.display()),
                "name a new directory with --out; nothing is written over",
            ),
            NotExported::NoVisit { given, known } => advice(
                format!("the study has no visit {given}"),
                format!("its visits are {}", known.join(", ")),
            ),
            NotExported::NotNarrowed { format, by, others } => {
                let option = match by {
                    Narrowing::Visit => "--visit",
                    Narrowing::Since => "--since",
                };
                let whole = match format {
                    Format::Report => "a report tells the whole story",
                    Format::OdmArchive => "odm-archive tells a trail from its beginning",
                    Format::Csv
                    | Format::Redcap
                    | Format::Odm
                    | Format::DatasetJson
                    | Format::Xpt => "the format is whole",
                };
                let others: Vec<&str> = others.iter().map(|other| other.key()).collect();
                let way = match others.is_empty() {
                    true => {
                        format!("leave {option} out, or take one participant with --participant ID")
                    }
                    false => format!(
                        "leave {option} out, or export with it one by one: {}",
                        others.join(", ")
                    ),
                };
                advice(format!("{whole}: {option} cannot narrow it"), way)
            }
            NotExported::NoEntry { entry, last } => advice(
                format!("the journal has no entry {entry}"),
                format!("its newest entry is {last}; `coreset audit` lists them"),
            ),
            NotExported::NoData => advice(
                "there are no data yet",
                "enrol a participant first; `coreset export` gives out what is entered",
            ),
            NotExported::Stopped => advice("stopped; nothing was kept", ""),
        }
    }

    fn export_not_written(&self, error: &str) -> Advice {
        advice(
            format!("the export could not be written: {error}"),
            "make room or name another directory, and run it again; nothing of it was kept",
        )
    }

    fn xport_fault(&self, fault: &XportFault) -> String {
        match fault {
            XportFault::Name { name } => format!(
                "`{name}` is no name for a SAS transport file: it takes 1 to 8 capital letters, digits and underscores, and no digit first"
            ),
            XportFault::Label { of, label } => format!(
                "the label of {of} does not fit a SAS transport file, which takes 40 characters of ASCII: `{}`",
                label.escape_default()
            ),
            XportFault::Year { year } => format!(
                "a SAS transport file has two digits for the year, which are read as 1960 to 2059, not as {year}"
            ),
            XportFault::NoVariables => "a data set without variables cannot be written".to_owned(),
            XportFault::TooManyVariables { count } => {
                format!("a SAS transport file takes 9999 variables, not {count}")
            }
            XportFault::Twice { name } => format!("two variables are called {name}"),
            XportFault::Width { variable, width } => format!(
                "the texts of {variable} are {width} bytes wide; a SAS transport file takes 1 to 200"
            ),
            XportFault::LastIsText { variable } => format!(
                "{variable}, the last variable, is one of texts: put a number last, so that no program takes the last row for filling"
            ),
            XportFault::RowTooShort { bytes, least } => format!(
                "a row has {bytes} bytes; pandas loses rows of fewer than {least}: widen a text"
            ),
            XportFault::CellCount {
                row,
                variables,
                cells,
            } => format!("row {row} has {cells} cells for {variables} variables"),
            XportFault::TooLong {
                row,
                variable,
                width,
                bytes,
            } => format!(
                "row {row}: a text of {bytes} bytes does not fit {variable}, which has {width}"
            ),
            XportFault::NotAscii {
                row,
                variable,
                char,
            } => format!(
                "row {row}: {variable} has the character `{}`; a SAS transport file takes printable ASCII only",
                char.escape_default()
            ),
            XportFault::OtherKind { row, variable } => {
                format!("row {row}: {variable} takes numbers or texts, and was given the other")
            }
        }
    }
}
