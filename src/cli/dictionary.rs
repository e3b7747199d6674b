//! `coreset dictionary`: every field of the study's forms with what it takes and what it is called outside. Needs no study
//! directory; with one, or over a socket, the forms are that study's own. It has no data of anybody, so no entry is written.

mod print;
mod rows;

use super::StudyOption;
use super::connect::{CommandClient, Embedded, ServerAddress, server_address, study_of};
use super::failure::{Failure, say};
use super::forms::unknown;
use super::open::load_study;
use super::output::table::csv_rows;
use super::output::{say_table, say_value};
use crate::text::DEFAULT;
use crate::text::commands::names::Named;
use crate::tools::blank;
use clap::Args;

/// Options of `coreset dictionary`.
///
/// As CSV: one row a field, then one a score (`kind` score), in the order of the bedside. `choices` are `CODE=LABEL` with ` | `
/// between; `min` and `max` are refused beyond, `soft_min` and `soft_max` asked about; of a laboratory result all are in
/// `unit`, whatever `unit_field` says that it was entered in; `own` says that no body has published the test code;
/// `qualifiers` are variables of SDTM without the letters of the domain.
///
/// As JSON: `study`, `version`, `missing_reasons`, `forms` with their `sections` and `fields`, and `scores`, with the same names.
#[derive(Args, Debug)]
pub struct DictionaryOptions {
    /// As CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Only this form, such as mmt8
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
}

/// Prints the dictionary.
///
/// # Errors
/// When there is no such form, or the study's files or its server cannot be read.
pub fn run(option: &StudyOption, options: &DictionaryOptions) -> Result<(), Failure> {
    let study = match server_address(option)? {
        ServerAddress::Study(dir) => load_study(&dir)?.0,
        ServerAddress::Socket(_) => {
            let embedded = Embedded::begin();
            let asker = CommandClient::new(option)?;
            study_of(&asker.welcome, embedded)?
        }
    };
    let mut forms = blank::forms(&study);
    if let Some(id) = &options.form {
        let ids: Vec<&str> = forms.iter().map(|form| form.id.as_str()).collect();
        if !ids.contains(&id.as_str()) {
            return Err(unknown(Named::Form, id, ids.into_iter()));
        }
        forms.retain(|form| form.id.as_str() == id);
    }
    let dictionary =
        rows::dictionary(&study, &forms).map_err(|error| Failure::new(error.to_string()))?;
    if options.json {
        return say_value(&dictionary);
    }
    match options.csv {
        true => say_table(&csv_rows(print::cells(&dictionary))?),
        false => say(print::text(&dictionary, DEFAULT).as_bytes()),
    }
}
