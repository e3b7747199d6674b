//! `coreset import`: takes in what a file of others says, through the study's server.
//!
//! First all of it is planned against the record; then what is new is stored in one request, and what differs is asked about.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::Failure;
use super::output::table::csv_rows;
use super::output::{HIDDEN, say_table, tell};
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::record::event::Event;
use crate::domain::record::rows::form_of;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::who::{IMPORTS, allowed};
use crate::import::MOST_BYTES;
use crate::import::redcap::{FILE, Plan, Redcap, Verdict};
use crate::protocol::messages::{Reply, Request};
use crate::text::DEFAULT;
use crate::text::imports::{ImportFault, Imported, NotImported};
use chrono::Local;
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Options of `coreset import`.
#[derive(Args, Debug)]
pub struct ImportOptions {
    #[command(subcommand)]
    from: From,
}

/// What is taken in.
#[derive(Debug, Subcommand)]
enum From {
    /// The data of a project of REDCap, as `export redcap` lays them out
    #[command(
        after_help = "Example:\n  coreset import redcap export-redcap --dry-run   list what data.csv there says against the record\n\nWho may: investigators and managers. A visit that is not begun begins on the day in the file, for investigators.\n\nNothing is overwritten: what differs from the record becomes a query. Each answer keeps the hash of the file and its line. The same file a second time changes nothing. A file with a mistake is refused whole, by line and column."
    )]
    Redcap(RedcapOptions),
}

/// Options of `coreset import redcap`.
#[derive(Args, Debug)]
struct RedcapOptions {
    /// Directory with data.csv, of at most 64 MB
    dir: PathBuf,
    /// Store nothing; list each cell: line, place, old, new, verdict
    #[arg(long)]
    dry_run: bool,
}

/// Takes in a file.
///
/// # Errors
/// When the server is not reached, the user may not, or the file has a mistake or is not taken by the rules.
pub fn run(option: &StudyOption, options: &ImportOptions) -> Result<(), Failure> {
    let From::Redcap(options) = &options.from;
    let path = options.dir.join(FILE);
    let bytes = bytes(&path)?;
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = study_of(&asker.welcome, embedded)?;
    let roles = asker.welcome.roles.clone();
    if !roles.iter().any(|role| IMPORTS.contains(role)) {
        return Err(DEFAULT.not_imported(&NotImported::Role).into());
    }
    let may = |event: &Event| roles.iter().any(|role| allowed(event).contains(role));
    let wrong = |fault: &ImportFault| {
        let file = path.display().to_string();
        Failure::from(DEFAULT.import_fault(&file, fault))
    };
    let names = study.names();
    let names = names.map_err(|error| Failure::new(error.to_string()))?;
    let file = Redcap::read(&study, &names, &bytes).map_err(|fault| wrong(&fault))?;
    let seen = match asker.ask(&Request::Head)? {
        Reply::Head(head) => head.seq,
        other => return Err(unexpected_reply(&other)),
    };
    if options.dry_run {
        asker.print("import", None)?;
    }
    let today = Local::now().date_naive();
    let hidden = study.protocol.hidden_from(&roles);
    let mut told = Imported {
        is_dry: options.dry_run,
        ..Imported::default()
    };
    let (mut events, mut queries) = (Vec::new(), Vec::new());
    let mut list: Vec<Vec<String>> = vec![DEFAULT.import_headings().map(str::to_owned).into()];
    for who in file.participants() {
        let record = record(&asker, who, seen)?;
        let plan = file
            .plan(who, record.as_deref(), today, DEFAULT)
            .map_err(|fault| wrong(&fault))?;
        count(&plan, &mut told);
        if options.dry_run {
            list.extend(listed(who, &plan, &hidden));
        }
        events.extend(plan.events);
        queries.extend(plan.queries.into_iter().filter(&may));
    }
    told.queries = queries.len();
    if options.dry_run {
        say_table(&csv_rows(list)?)?;
    } else {
        if !events.is_empty() {
            asker.appended_on(seen, events)?;
        }
        for query in queries {
            asker.append(vec![query])?;
        }
    }
    tell(&format!("{}\n", DEFAULT.imported(&told)));
    Ok(())
}

/// Returns the bytes of a file, no more than one that is too large.
fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        let error = error.to_string();
        let error = error.as_str();
        Failure::from(DEFAULT.not_imported(&NotImported::Unreadable { path, error }))
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

fn record(
    asker: &CommandClient,
    who: &ParticipantId,
    as_of: u64,
) -> Result<Option<Box<ParticipantRecord>>, Failure> {
    let participant = who.clone();
    match asker.ask(&Request::RecordAt { participant, as_of })? {
        Reply::Record { record, .. } => Ok(record),
        other => Err(unexpected_reply(&other)),
    }
}

fn count(plan: &Plan, told: &mut Imported) {
    for cell in &plan.cells {
        let count = match cell.verdict {
            Verdict::Begins => &mut told.begun,
            Verdict::New => &mut told.new,
            Verdict::Same => &mut told.same,
            Verdict::Differs => &mut told.differing,
            Verdict::NotAsked => &mut told.not_asked,
        };
        *count += 1;
    }
}

/// Returns the rows of the list; what the user's roles do not see of the record is not in it.
fn listed<'a>(
    who: &'a ParticipantId,
    plan: &'a Plan,
    hidden: &'a [FormId],
) -> impl Iterator<Item = Vec<String>> + 'a {
    plan.cells.iter().map(move |cell| {
        let form = cell.form.as_ref();
        let is_hidden = |form: &FormId| {
            hidden
                .iter()
                .any(|own| own.as_str() == form_of(form.as_str()))
        };
        let old = match form.is_some_and(is_hidden) && !cell.old.is_empty() {
            true => HIDDEN.to_owned(),
            false => cell.old.clone(),
        };
        vec![
            cell.line.to_string(),
            who.to_string(),
            cell.visit.to_string(),
            form.map(ToString::to_string).unwrap_or_default(),
            cell.field.clone(),
            old,
            cell.new.clone(),
            cell.verdict.word().to_owned(),
        ]
    })
}
