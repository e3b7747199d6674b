//! What is said when a file of others is taken in.

use super::English;
use crate::domain::record::imported::FileLine;
use crate::text::imports::{
    ImportFault, ImportWrong, Imported, Imports, NotImported, Takes, Waits,
};
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
            held,
            not_asked,
            begun,
            left_out,
            waiting,
            refused,
            is_dry,
        } = told;
        let done = match is_dry {
            true => "nothing is stored: a dry run",
            false if *new + *begun + *queries == 0 => "nothing to store",
            false => "stored",
        };
        let mut text = format!(
            "{done}. {begun} visits begun, {new} new, {same} the same, {differing} differing ({queries} queries), {not_asked} of fields that are not asked, left out"
        );
        for (count, what) in [
            (held, "held, since what they belong to differs"),
            (left_out, "left out by the map"),
            (waiting, "waiting"),
            (refused, "rows refused"),
        ] {
            if *count > 0 {
                text += &format!(", {count} {what}");
            }
        }
        text
    }

    fn not_imported(&self, why: &NotImported<'_>) -> Advice {
        match why {
            NotImported::Role => advice(
                "only investigators and managers take in a file",
                "ask one of them; `coreset user list` says who they are",
            ),
            NotImported::Refused { rows: 1 } => advice(
                "nothing was taken in: 1 row is refused",
                "put it or the map right, or take in the rest with --skip-refused",
            ),
            NotImported::Refused { rows } => advice(
                format!("nothing was taken in: {rows} rows are refused"),
                "put them or the map right, or take in the rest with --skip-refused",
            ),
            NotImported::TooMuch { most } => advice(
                format!(
                    "nothing was taken in: what is new does not fit into one batch of {most} bytes"
                ),
                "divide the file, each part with its headings",
            ),
            NotImported::LargeMap { most } => advice(
                format!("the map has more than {} KiB", most >> 10),
                "check that it is the right file",
            ),
            NotImported::NoMap => advice(
                "a file of a laboratory is read by a map",
                "name both: coreset import lab FILE --map MAP.toml; --example prints a map to begin with",
            ),
            NotImported::Unreadable { path, error } => advice(
                format!("{}: {error}", path.display()),
                "name a file that is there and may be read; `-` is the standard input",
            ),
        }
    }

    fn import_says(&self, new: &str) -> String {
        let new: String = new.chars().take(200).collect();
        format!("A file says: {} (", new.replace(['\r', '\n', '\t'], " "))
    }

    fn import_words(&self, said: &str) -> String {
        format!("the file says {said}")
    }

    fn import_waits(&self, why: Waits) -> &'static str {
        match why {
            Waits::UnknownParticipant => "nobody is enrolled in this study under this id",
            Waits::OutsideVisits => "no visit that is begun is of the time of the sample",
            Waits::SeveralVisits => "more than one visit is of the time of the sample",
        }
    }

    fn import_refused(&self, fault: &ImportFault) -> String {
        match &fault.column {
            Some((number, name)) => format!("column {number} ({name}): {}", wrong(&fault.what)),
            None => wrong(&fault.what),
        }
    }

    fn import_differs(&self, new: &str, line: FileLine) -> String {
        let file: String = line.file.to_string().chars().take(16).collect();
        let says = self.import_says(new);
        format!("{says}line {}, BLAKE3 {file})", line.line)
    }

    fn import_headings(&self) -> [&'static str; 9] {
        [
            "line",
            "participant",
            "visit",
            "form",
            "field",
            "old",
            "new",
            "verdict",
            "why",
        ]
    }
}

fn numbers(takes: &Takes) -> String {
    let (min, max) = (takes.min.normalize(), takes.max.normalize());
    let unit = takes.unit.as_ref().map(|unit| format!(" {unit}"));
    let unit = unit.unwrap_or_default();
    match takes.decimals {
        0 => format!("{min} to {max}{unit}, no decimals"),
        1 => format!("{min} to {max}{unit}, at most 1 decimal"),
        most => format!("{min} to {max}{unit}, at most {most} decimals"),
    }
}

fn wrong(what: &ImportWrong) -> String {
    match what {
        ImportWrong::TooLarge { most } => {
            format!("the file has more than {} MB", most / 1_000_000)
        }
        ImportWrong::Empty => "the file is empty".to_owned(),
        ImportWrong::OtherEncoding { before, encoding } => {
            format!(
                "byte {} is not {encoding}; save the file as {encoding}",
                before + 1
            )
        }
        ImportWrong::Nul { before } => {
            format!("byte {} is 0, which no text has", before + 1)
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
        ImportWrong::NoId => "the id is blank".to_owned(),
        ImportWrong::UnknownText { text } => {
            format!("`values` of the map does not say which option `{text}` is")
        }
        ImportWrong::OtherSite { site } if site.is_empty() => "the id names no site".to_owned(),
        ImportWrong::OtherSite { site } => format!("the participant is of another site, {site}"),
        ImportWrong::OtherFormat { text, example } => {
            format!("`{text}` is not written as the map says, such as {example}")
        }
        ImportWrong::NoSuchTime { text } => {
            format!("the clock of the laboratory skipped {text}, or showed it twice")
        }
        ImportWrong::InFuture { day, time } => match time {
            Some(time) => format!("{day} {} is still to come", time.format("%H:%M")),
            None => format!("{day} is still to come"),
        },
        ImportWrong::UnknownTest { code } => format!("the map has no test `{code}`"),
        ImportWrong::NoRule { text } if text.is_empty() => {
            "the result is blank, and the map has no rule for that".to_owned()
        }
        ImportWrong::NoRule { text } => {
            format!("`{text}` is not a number, and the map has no rule for it")
        }
        ImportWrong::UnknownSpelling { unit } if unit.is_empty() => {
            "the unit is missing".to_owned()
        }
        ImportWrong::UnknownSpelling { unit } => {
            format!("the map does not say which unit `{unit}` is")
        }
        ImportWrong::NotExact { text, unit } => {
            format!("{text} is no exact decimal in {unit}; store it in the unit of the file")
        }
        ImportWrong::TwoRows { line } => {
            format!("line {line} is for the same field of the same visit")
        }
        ImportWrong::Both => "there is a value, and a reason why there is none".to_owned(),
        ImportWrong::NoWords => "the reason needs words".to_owned(),
        ImportWrong::SaysNothing { text } => {
            format!("`{text}` says nothing of the reason; say it in words")
        }
        ImportWrong::ByRules { said } => said.clone(),
        ImportWrong::NotOfField {
            text,
            in_file,
            takes,
        } => {
            let mut said = format!("the field does not take `{text}`");
            if let Some(own) = in_file {
                said += &format!(", in the file `{own}`");
            }
            if let Some(takes) = takes {
                said += &format!("; it takes {}", numbers(takes));
            }
            said
        }
    }
}
