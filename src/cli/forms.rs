//! `coreset forms`: the forms of the study, listed or printed blank. Needs no study directory; with one, or over a
//! socket, they are that study's own.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, ServerAddress, server_address, study_of};
use super::failure::{Failure, USAGE, say};
use super::open::load_study;
use super::output::write_new;
use crate::domain::base::nearest::nearest;
use crate::domain::base::shown::shown_start;
use crate::domain::forms::engine::instrument::{Instrument, Kept};
use crate::domain::study::{Study, Visit};
use crate::text::commands::names::{FilledIn, Named};
use crate::text::{DEFAULT, Language};
use crate::tools::blank;
use clap::Args;
use std::path::PathBuf;

/// Options of `coreset forms`.
#[derive(Args, Debug)]
#[command(
    after_help = "Plain text of 80 columns with a form feed between forms: `coreset forms --print --visit week-12 | lp`. What was written on them is entered later with the date and time of the paper as the time of observation, and with a reason why it is late.\n\nOver a socket an entry says that they were given out. In a study directory only its files are read, and no entry is written."
)]
pub struct FormsOptions {
    /// Forms, such as mmt8 [default: all]
    #[arg(value_name = "FORM", conflicts_with = "visit")]
    forms: Vec<String>,
    /// Print them blank
    #[arg(long)]
    print: bool,
    /// The forms of this visit, such as week-12
    #[arg(long, value_name = "VISIT")]
    visit: Option<String>,
    /// Write to this new file instead of the standard output
    #[arg(long, value_name = "FILE", requires = "print")]
    out: Option<PathBuf>,
}

impl FormsOptions {
    /// Returns whether everything goes to the standard output.
    pub fn names_no_file(&self) -> bool {
        self.out.is_none()
    }
}

/// Lists or prints the forms.
///
/// # Errors
/// When there is no such form or visit, or the study's files or its server cannot be read.
pub fn run(option: &StudyOption, options: &FormsOptions) -> Result<(), Failure> {
    let (study, mut asker) = match server_address(option)? {
        ServerAddress::Study(dir) => (load_study(&dir)?.0, None),
        ServerAddress::Socket(_) => {
            let embedded = Embedded::begin();
            let asker = CommandClient::new(option)?;
            (study_of(&asker.welcome, embedded)?, Some(asker))
        }
    };
    let (forms, visit) = chosen(&study, options)?;
    if let Some(asker) = &mut asker {
        asker.print("forms", None)?;
    }
    let text = match options.print {
        true => blank::print(&study, &forms, visit, DEFAULT),
        false => list(&study, &forms, DEFAULT),
    };
    match &options.out {
        Some(path) => write_new(path, &text),
        None => say(text.as_bytes()),
    }
}

fn chosen<'a>(
    study: &'a Study,
    options: &FormsOptions,
) -> Result<(Vec<&'a Instrument>, Option<&'a Visit>), Failure> {
    let all = blank::forms(study);
    if let Some(id) = &options.visit {
        let visit = study.visit(id).ok_or_else(|| {
            let ids = study.protocol.visits.iter().map(|visit| visit.id.as_str());
            unknown(Named::Visit, id, ids)
        })?;
        let forms = visit.forms.iter();
        let forms = forms.filter_map(|id| study.form(id.as_str())).collect();
        return Ok((forms, Some(visit)));
    }
    if options.forms.is_empty() {
        return Ok((all, None));
    }
    let find = |id: &String| {
        let found = all.iter().find(|form| form.id.as_str() == id);
        found.copied().ok_or_else(|| {
            let ids = all.iter().map(|form| form.id.as_str());
            unknown(Named::Form, id, ids)
        })
    };
    let forms = options.forms.iter().map(find).collect::<Result<_, _>>()?;
    Ok((forms, None))
}

/// Says that the study has nothing of this name, and which names it has.
pub(super) fn unknown<'a>(
    what: Named,
    id: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Failure {
    let shown = shown_start(id);
    let failure = Failure::new(DEFAULT.unknown_name(what, &shown)).code(USAGE);
    match nearest(id, known.clone()) {
        Some(near) => failure.hint(DEFAULT.meant_name(near)),
        None => failure.hint(known.collect::<Vec<_>>().join(", ")),
    }
}

fn list(study: &Study, forms: &[&Instrument], language: &dyn Language) -> String {
    let mut text = String::new();
    for form in forms {
        let place = match form.kept {
            _ if form.id == study.enrolment.id => FilledIn::Enrolment,
            Kept::Visits => FilledIn::Visits,
            Kept::Rows => FilledIn::Log,
            Kept::Once => FilledIn::Once,
        };
        text += &format!(
            "{:<16}{:<11}{:<9}{}\n",
            form.id,
            language.filled_in(place),
            form.version,
            form.long_title
        );
    }
    text
}
