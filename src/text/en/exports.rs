//! Why data cannot be handed over in the format of another program, in English.

use super::English;
use crate::text::exports::{Exports, XportFault};

impl Exports for English {
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
