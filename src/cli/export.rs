//! `coreset export`: the data of the study as files, read participant by participant through the study's server.
//!
//! An entry says that they are given out before the first byte of them is; a run that is stopped leaves nothing.

mod archive;

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, PROBLEM, USAGE};
use super::open::{progress_of, store_failure};
use super::output;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::exports::Formats;
use crate::export::exporter::{Options, Selection};
use crate::export::manifest::Made;
use crate::export::run::{Outcome, Watch, run as run_export};
use crate::export::{AsOf, Context, Format};
use crate::protocol::messages::{Reply, Request};
use crate::server::exports::source::Ask as _;
use crate::server::exports::spool::Spool;
use crate::server::refuse_inside;
use crate::text::DEFAULT;
use crate::text::commands::reach::LongWork;
use crate::text::exports::{Exported, NotExported};
use clap::{Args, ValueEnum};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the directory of an export that is being written is named.
const BESIDE: &str = ".coreset-export-";

/// Options of `coreset export`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  coreset export csv --out export-csv             tables, and what reads them in R, SPSS and Stata\n  coreset export all --out export                 every format, each in a folder of its own\n  coreset export csv --participant 01-003 --out x one participant\n  ssh HOST coreset export csv > export.zip        from another host, as one archive\n\nWho may: investigators, managers and monitors. What your roles do not see is left out, and manifest.json names it.\n\nThe data are those as of the newest entry about data, or of --as-of; files of the same data and options are the same byte for byte, but for manifest.json, which says who made them and when, and has the hash of each file. Ctrl-C stops an export and leaves none of it."
)]
pub struct ExportOptions {
    /// Format, or all of them
    #[arg(value_enum)]
    format: Wanted,
    /// New directory for the files; without it an archive (zip) goes to the standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only this participant
    #[arg(long, value_name = "ID")]
    participant: Option<String>,
    /// Only this visit, such as week-12; not for a report
    #[arg(long, value_name = "VISIT")]
    visit: Option<String>,
    /// Only visits with an entry after this one; neither for a report nor for odm-archive
    #[arg(long, value_name = "ENTRY")]
    since: Option<u64>,
    /// The data as they were after this entry
    #[arg(long, value_name = "ENTRY")]
    as_of: Option<u64>,
    /// CSV for a spreadsheet: with a byte order mark, and an apostrophe before text that would be a formula
    #[arg(long)]
    excel: bool,
    /// For whom a report is; for a patient one page in plain words, of one participant
    #[arg(long = "for", value_enum, default_value_t, value_name = "READER")]
    reader: Reader,
}

/// For whom a report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Reader {
    /// Who runs or reviews the study
    #[default]
    Study,
    /// The participant
    Patient,
}

/// A format, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// Tables as CSV, with what reads them in R, SPSS and Stata
    Csv,
    /// A project of REDCap: dictionary, data, events
    Redcap,
    /// CDISC ODM 1.3.2, the current values
    Odm,
    /// CDISC ODM 1.3.2, the whole trail
    OdmArchive,
    /// CDISC Dataset-JSON 1.1 with Define-XML 2.1
    DatasetJson,
    /// SAS XPORT version 5
    Xpt,
    /// Reports to read and to print
    Report,
    /// All of them
    All,
}

impl Wanted {
    fn formats(self) -> Formats {
        Formats::One(match self {
            Self::Csv => Format::Csv,
            Self::Redcap => Format::Redcap,
            Self::Odm => Format::Odm,
            Self::OdmArchive => Format::OdmArchive,
            Self::DatasetJson => Format::DatasetJson,
            Self::Xpt => Format::Xpt,
            Self::Report => Format::Report,
            Self::All => return Formats::All,
        })
    }
}

impl ExportOptions {
    /// Returns whether everything goes to the standard output.
    pub fn names_no_file(&self) -> bool {
        self.out.is_none()
    }

    /// Returns which part of the data is wanted.
    fn selection(&self) -> Selection {
        Selection {
            participant: self.participant.as_deref().map(ParticipantId::new),
            visit: self.visit.as_deref().map(VisitId::from),
            since: self.since,
        }
    }
}

/// Says how far the export is, and stops it by Ctrl-C.
struct Progress<P> {
    tell: P,
    stopped: Arc<AtomicBool>,
}

impl<P: FnMut(u64, u64)> Watch for Progress<P> {
    fn step(&mut self, done: u64, all: u64) -> bool {
        (self.tell)(done, all);
        !self.stopped.load(Ordering::Relaxed)
    }
}

/// Gives the data out.
///
/// # Errors
/// When the server is not reached, the user may not, there are no such data, or a file cannot be written.
pub fn run(option: &StudyOption, options: &ExportOptions) -> Result<(), Failure> {
    let refused = |why: &NotExported<'_>| Failure::from(DEFAULT.not_exported(why));
    match &options.out {
        None if output::is_for_text() => {
            return Err(refused(&NotExported::Terminal).code(USAGE));
        }
        None => {}
        Some(dir) => {
            refuse_inside(dir).map_err(|error| store_failure(&error).code(USAGE))?;
            check_new(dir)?;
        }
    }
    let is_one_page = options.participant.is_some() && options.format == Wanted::Report;
    if options.reader == Reader::Patient && !is_one_page {
        return Err(refused(&NotExported::WhichPatient).code(USAGE));
    }
    let selection = options.selection();
    check_narrowed(&selection, options.format.formats())?;
    let stopped = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stopped))?;
    }
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = Arc::new(study_of(&asker.welcome, embedded)?);
    let participant = selection.participant.clone();
    if let Some(visit) = selection.visit.as_ref()
        && study.known_visit(visit.as_str()).is_none()
    {
        let known: Vec<&str> = study.all_visits().map(|visit| visit.id.as_str()).collect();
        return Err(refused(&NotExported::NoVisit {
            given: visit.as_str(),
            known: &known,
        }));
    }
    let as_of = as_of(&asker, options.as_of, selection.since)?;
    if let Some(who) = &participant
        && asker.record(who, as_of.seq)?.is_none()
    {
        let example = &study.protocol.participant_id_example;
        return Err(super::no_participant(who.as_str(), Some(example)));
    }
    let users = match asker.ask(&Request::Users)? {
        Reply::Users(users) => users,
        other => return Err(unexpected_reply(&other)),
    };
    let formats = options.format.formats();
    let receipt = asker.print(&formats.what(), participant)?;
    let hidden = study.protocol.hidden_from(&asker.welcome.roles);
    let whole = Context::of(study, as_of);
    let context = Context {
        is_demo: asker.welcome.demo,
        users,
        selection,
        options: Options {
            for_spreadsheet: options.excel,
            for_patient: options.reader == Reader::Patient,
        },
        ..whole.map_err(|error| Failure::new(error.to_string()))?
    };
    let mut spool = Spool::begin(options.out.as_deref(), BESIDE).map_err(not_written)?;
    let mut watch = Progress {
        tell: progress_of(LongWork::Exporting),
        stopped,
    };
    let outcome = run_export(
        &formats.list(),
        &context,
        &hidden,
        &mut asker,
        &mut spool,
        &mut watch,
    )?;
    let Outcome::Done(remarks) = outcome else {
        return Err(refused(&NotExported::Stopped).code(PROBLEM));
    };
    let who = &asker.welcome.who;
    let made = Made {
        user: who.user.clone(),
        name: who.name.clone(),
        roles: asker
            .welcome
            .roles
            .iter()
            .map(|role| role.key().to_owned())
            .collect(),
        entry: receipt.last,
        at: receipt.at,
    };
    let files = spool.seal(&context, &made, &remarks);
    let files = files.map_err(not_written)?;
    let told = Exported {
        files: files.len() + 1,
        bytes: files.iter().map(|file| file.bytes).sum(),
        entry: context.as_of.seq,
        dir: options.out.as_deref(),
    };
    match &options.out {
        Some(_) => spool.keep(0o750).map_err(not_written)?,
        None => archive::write(&spool, context.as_of.at, output::archive())?,
    }
    output::tell(&format!("{}\n", DEFAULT.exported(&told)));
    Ok(())
}

/// Checks that each of the formats gives the part of the data that is wanted, and not more in its place.
fn check_narrowed(selection: &Selection, formats: Formats) -> Result<(), Failure> {
    let formats = formats.list();
    let takes = |format: &Format| selection.not_taken_by(*format).is_none();
    let Some((format, by)) = formats
        .iter()
        .find_map(|format| Some((*format, selection.not_taken_by(*format)?)))
    else {
        return Ok(());
    };
    let others: Vec<Format> = formats.iter().copied().filter(takes).collect();
    let others = others.as_slice();
    let why = NotExported::NotNarrowed { format, by, others };
    Err(Failure::from(DEFAULT.not_exported(&why)).code(USAGE))
}

/// Checks that an export can take the place of a directory: there is none, or it is empty.
fn check_new(dir: &Path) -> Result<(), Failure> {
    let is_free = match fs::read_dir(dir) {
        Ok(mut inside) => inside.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(_) => false,
    };
    match is_free {
        true => Ok(()),
        false => Err(Failure::from(DEFAULT.not_exported(&NotExported::Exists { dir })).code(USAGE)),
    }
}

fn not_written(error: io::Error) -> Failure {
    Failure::from(DEFAULT.export_not_written(&error.to_string()))
}

/// Returns the newest entry about data, or the one that is asked for; one of those that are named is not there yet when it is
/// after the newest.
fn as_of(asker: &CommandClient, wanted: Option<u64>, since: Option<u64>) -> Result<AsOf, Failure> {
    let refused = |why: &NotExported<'_>| Failure::from(DEFAULT.not_exported(why));
    let head = match asker.ask(&Request::Head)? {
        Reply::Head(head) => head,
        other => return Err(unexpected_reply(&other)),
    };
    let unknown = wanted.filter(|entry| *entry == 0 || *entry > head.seq);
    if let Some(entry) = unknown.or(since.filter(|since| *since > head.seq)) {
        return Err(refused(&NotExported::NoEntry {
            entry,
            last: head.seq,
        }));
    }
    match asker.ask(&Request::AsOf(wanted))? {
        Reply::AsOf(head) => AsOf::of(&head).ok_or_else(|| refused(&NotExported::NoData)),
        other => Err(unexpected_reply(&other)),
    }
}
