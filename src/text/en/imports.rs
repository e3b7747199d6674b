//! What is said when a file of others is taken in.

use super::English;
use crate::domain::record::imported::FileLine;
use crate::text::imports::{ImportFault, ImportWrong, Imported, Imports, NotImported};
use crate::text::prints::Advice;

fn advice(what: impl Into<String>, hint: impl Into<String>) -> Advice {
    Advice {
        what: what.into(),
        hint: hint.into(),
    }
}

impl Imports for English {
    fn import_fault(&self, file: &str, fault: &ImportFault) -> Advice {
        let place = match &fault.column {
            Some((number, name)) => format!("line {}, column {number} ({name})", fault.line),
            None => format!("line {}", fault.line),
        };
        advice(
            format!("{file}, {place}: {}", wrong(&fault.what)),
            "nothing of the file was taken in; put it right and try it with --dry-run",
        )
    }

    fn imported(&self, told: &Imported) -> String {
        let Imported {
            new,
            same,
            differing,
            queries,
            not_asked,
            begun,
            is_dry,
        } = told;
        let done = match is_dry {
            true => "nothing is stored: a dry run",
            false if *new + *begun + *queries == 0 => "nothing to store",
            false => "stored",
        };
        format!(
            "{done}. {begun} visits begun, {new} new, {same} the same, {differing} differing ({queries} queries), {not_asked} of fields that are not asked, left out"
        )
    }

    fn not_imported(&self, why: &NotImported<'_>) -> Advice {
        match why {
            NotImported::Role => advice(
                "only investigators and managers take in a file",
                "ask one of them; `coreset user list` says who they are",
            ),
            NotImported::Unreadable { path, error } => advice(
                format!("{}: {error}", path.display()),
                "name the directory that holds data.csv",
            ),
        }
    }

    fn import_differs(&self, new: &str, line: FileLine) -> String {
        let new: String = new.chars().take(200).collect();
        let file: String = line.file.to_string().chars().take(16).collect();
        format!(
            "A file says: {} (line {}, BLAKE3 {file})",
            new.replace(['\r', '\n', '\t'], " "),
            line.line
        )
    }

    fn import_headings(&self) -> [&'static str; 8] {
        [
            "line",
            "participant",
            "visit",
            "form",
            "field",
            "old",
            "new",
            "verdict",
        ]
    }
}

fn wrong(what: &ImportWrong) -> String {
    match what {
        ImportWrong::TooLarge { most } => {
            format!("the file has more than {} MB", most / 1_000_000)
        }
        ImportWrong::NotUtf8 { before } => {
            format!("byte {} is not UTF-8; save the file as UTF-8", before + 1)
        }
        ImportWrong::Cut => "the file ends in the middle of a line".to_owned(),
        ImportWrong::Cells { headings, cells } => {
            format!("there are {cells} cells for {headings} columns")
        }
        ImportWrong::NoColumn { name } => format!("the column {name} is missing"),
        ImportWrong::UnknownColumn => "no field of the study has this name".to_owned(),
        ImportWrong::Twice => "it stands there twice".to_owned(),
        ImportWrong::UnknownParticipant { id } => {
            format!("nobody is enrolled in this study as {id}")
        }
        ImportWrong::UnknownEvent { name } => format!("the study has no event {name}"),
        ImportWrong::UnknownRow { text } => format!("`{text}` is no row of a log"),
        ImportWrong::OtherFact { stored } => {
            format!("the record says {stored}; it may be somebody else")
        }
        ImportWrong::NoDay => "the visit is not begun, and its day is missing".to_owned(),
        ImportWrong::OtherDay { stored } => format!("the visit was on {stored} by the record"),
        ImportWrong::NotThere { visit } => format!("it is not asked at {visit}"),
        ImportWrong::Hidden => "you do not see this form yet".to_owned(),
        ImportWrong::NotADate { text } => format!("`{text}` is not a date such as 2026-03-09"),
        ImportWrong::NotANumber { text } => format!("`{text}` is not a number"),
        ImportWrong::UnknownCode { code } => format!("the field has no code `{code}`"),
        ImportWrong::UnknownUnit { unit } if unit.is_empty() => "the unit is missing".to_owned(),
        ImportWrong::UnknownUnit { unit } => format!("the field has no unit `{unit}`"),
        ImportWrong::Both => "there is a value, and a reason why there is none".to_owned(),
        ImportWrong::NoWords => "the reason needs words".to_owned(),
        ImportWrong::NotOfField { text } => format!("the field does not take `{text}`"),
    }
}
