//! `coreset import`: takes in what a file of others says, through the study's server.
//!
//! First all of it is planned against the record; then what is new is stored in one request, and what differs is asked about.

mod lab;
mod redcap;

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::Failure;
use super::output::table::csv_rows;
use super::output::{HIDDEN, say_table, tell};
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::record::event::Event;
use crate::domain::record::imported::FileLine;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::User;
use crate::domain::rules::who::may_import;
use crate::domain::study::Study;
use crate::domain::views::audit::is_hidden;
use crate::import::plan::{Plan, Planned, Terms, Verdict};
use crate::protocol::REQUEST_LIMIT;
use crate::protocol::messages::{Reply, Request};
use crate::server::exports::source::Ask as _;
use crate::text::DEFAULT;
use crate::text::imports::{ImportFault, Imported, NotImported};
use chrono::{DateTime, FixedOffset, Local};
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The standard input in the place of a file.
const INPUT: &str = "-";

/// Room in a request for all but its events.
const BESIDE_EVENTS: usize = 4096;

/// Options of `coreset import`.
#[derive(Args, Debug)]
pub struct ImportOptions {
    #[command(subcommand)]
    from: From,
}

/// What is taken in.
#[derive(Debug, Subcommand)]
enum From {
    /// The results of a laboratory, by a map that says how its file is read
    #[command(
        after_help = "Examples:\n  coreset import lab --example > lab.toml                    a map to begin with\n  coreset import lab results.csv --map lab.toml --dry-run    list what the file says, store nothing\n  coreset import lab results.csv --map lab.toml              the same, and store what is new\n  ssh HOST import lab - --map lab.toml < results.csv         over SSH, by imports/lab.toml of the\n                                                             study directory\n\nA map states how the files of a laboratory are read: encoding, delimiter, decimal mark, format and\nclock of the times, which column is what, what each unit is, and for each test its field:\n\n  [column]\n  participant = \"Patient\"\n  sampled = \"Date\"\n  test = \"Test\"\n  result = \"Result\"\n  unit = \"Unit\"\n\n  [unit]\n  \"IU/L\" = \"U/L\"\n\n  [[test]]\n  code = \"CK\"\n  field = \"enzymes/ck\"\n  store = \"U/L\"\n\nNothing is guessed. A row that the map does not explain is refused by line and column, and then\nnothing of the file is stored, unless --skip-refused takes in the rest. A result of an id that nobody\nhas, or of a day that belongs to no visit that is begun or to several, waits: it is listed and not\nstored. docs/exports/lab.md has every key of a map.\n\nWho may: investigators and managers. Nothing is overwritten: what differs from the record becomes a\nquery. Each answer keeps the hash of the file and its line. The same file a second time changes\nnothing."
    )]
    Lab(lab::LabOptions),
    /// The data of a project of REDCap, as `export redcap` lays them out
    #[command(
        after_help = "Examples:\n  coreset import redcap export-redcap --dry-run    list what data.csv there says against the record\n  ssh HOST import redcap - < data.csv              the same over SSH, without a try\n\nWho may: investigators and managers. A visit that is not begun begins on the day in the file; a manager's import begins it only for what the file says of it.\n\nNothing is overwritten: what differs from the record becomes a query. Each answer keeps the hash of the file and its line. The same file a second time changes nothing. A file with a mistake is refused whole, by line and column."
    )]
    Redcap(redcap::RedcapOptions),
}

impl ImportOptions {
    /// Returns whether the data come on the standard input.
    pub fn names_no_file(&self) -> bool {
        match &self.from {
            From::Lab(options) => options.names_no_file(),
            From::Redcap(options) => options.names_no_file(),
        }
    }
}

/// Takes in a file; `captive` when a user has nothing but this program, which then opens no file for them.
///
/// # Errors
/// When the server is not reached, the user may not, or the file has a mistake or is not taken by the rules.
pub fn run(option: &StudyOption, options: &ImportOptions, captive: bool) -> Result<(), Failure> {
    match &options.from {
        From::Lab(options) => lab::run(option, options, captive),
        From::Redcap(options) => redcap::run(option, options),
    }
}

/// An import under way: the study as it is, and what comes of the file.
struct Import {
    asker: CommandClient,
    /// The newest entry of the record by which all is planned.
    seen: u64,
    user: User,
    now: DateTime<FixedOffset>,
    told: Imported,
    /// The rows of the list, each with its line in the file.
    list: Vec<(u32, Vec<String>)>,
    hidden: Vec<FormId>,
    events: Vec<(Event, FileLine)>,
    queries: Vec<(Event, FileLine)>,
}

impl Import {
    /// Connects, and returns the study too; who may not import is told so before a file is planned.
    fn begin(option: &StudyOption, is_dry: bool) -> Result<(Self, Study), Failure> {
        let embedded = Embedded::begin();
        let asker = CommandClient::existing(option)?;
        let study = study_of(&asker.welcome, embedded)?;
        let roles = asker.welcome.roles.clone();
        if !may_import(&roles) {
            return Err(DEFAULT.not_imported(&NotImported::Role).into());
        }
        let seen = match asker.ask(&Request::Head)? {
            Reply::Head(head) => head.seq,
            other => return Err(unexpected_reply(&other)),
        };
        let who = &asker.welcome.who;
        let import = Self {
            seen,
            user: User::new(&who.user, &who.name, &roles),
            now: Local::now().fixed_offset(),
            told: Imported {
                is_dry,
                ..Imported::default()
            },
            list: Vec::new(),
            hidden: study.protocol.hidden_from(&roles),
            events: Vec::new(),
            queries: Vec::new(),
            asker,
        };
        Ok((import, study))
    }

    /// Returns the record of a participant by which all is planned.
    fn record(&self, who: &ParticipantId) -> Result<Option<Box<ParticipantRecord>>, Failure> {
        self.asker.record(who, self.seen)
    }

    /// Returns by what all is planned beside the record.
    fn terms(&self) -> Terms<'_> {
        Terms {
            user: &self.user,
            now: self.now,
            seen: self.seen,
            language: DEFAULT,
        }
    }

    /// Takes the plan of a participant in.
    fn take(&mut self, who: &ParticipantId, plan: Plan) {
        for cell in &plan.cells {
            let told = &mut self.told;
            let count = match cell.verdict {
                Verdict::Begins => &mut told.begun,
                Verdict::New => &mut told.new,
                Verdict::Same => &mut told.same,
                Verdict::Differs => &mut told.differing,
                Verdict::NotAsked => &mut told.not_asked,
                Verdict::Held => &mut told.held,
                Verdict::Waits(_) => &mut told.waiting,
            };
            *count += 1;
            if self.told.is_dry || matches!(cell.verdict, Verdict::Waits(_)) {
                self.list.push((cell.line, listed(who, cell, &self.hidden)));
            }
        }
        for fault in &plan.refused {
            self.refuse(who.as_str(), fault);
        }
        self.events.extend(plan.events);
        self.queries.extend(plan.queries);
    }

    /// Takes a row in that is refused.
    fn refuse(&mut self, who: &str, fault: &ImportFault) {
        self.told.refused += 1;
        self.list.push((fault.line, refused(who, fault)));
    }

    /// Prints the list, and stores what is new unless it is a try; `is_whole` when nothing is stored of a file of which a
    /// row is refused.
    fn finish(mut self, is_whole: bool) -> Result<(), Failure> {
        self.told.queries = self.queries.len();
        if self.told.is_dry {
            self.asker.print("import", None)?;
        }
        if self.told.is_dry || !self.list.is_empty() {
            let headings = DEFAULT.import_headings().map(str::to_owned).into();
            self.list.sort_by_key(|(line, _)| *line);
            let rows = std::mem::take(&mut self.list).into_iter();
            let rows = std::iter::once(headings).chain(rows.map(|(_, row)| row));
            say_table(&csv_rows(rows)?)?;
        }
        let rows = self.told.refused;
        let is_refused = is_whole && rows > 0;
        if !self.told.is_dry && !is_refused {
            self.store()?;
        }
        if self.told.is_dry || !is_refused {
            tell(&format!("{}\n", DEFAULT.imported(&self.told)));
        }
        match is_refused {
            true => Err(DEFAULT.not_imported(&NotImported::Refused { rows }).into()),
            false => Ok(()),
        }
    }

    fn store(&mut self) -> Result<(), Failure> {
        let most = REQUEST_LIMIT - BESIDE_EVENTS;
        let (events, lines): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.events).into_iter().unzip();
        let size = serde_json::to_string(&(&events, &lines)).map_or(usize::MAX, |text| text.len());
        if size > most {
            return Err(DEFAULT.not_imported(&NotImported::TooMuch { most }).into());
        }
        if !events.is_empty() {
            self.asker.imported_on(self.seen, events, lines)?;
        }
        for (query, line) in std::mem::take(&mut self.queries) {
            self.asker.imported_on(self.seen, vec![query], vec![line])?;
        }
        Ok(())
    }
}

/// Returns the bytes of a file, or of the standard input for `-`; no more than one byte more than `most`.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: io::Error| {
        let error = error.to_string();
        let error = error.as_str();
        Failure::from(DEFAULT.not_imported(&NotImported::Unreadable { path, error }))
    };
    let mut bytes = Vec::new();
    let mut read = |from: &mut dyn Read| from.take(most + 1).read_to_end(&mut bytes);
    let read = match path.as_os_str() == INPUT {
        true => read(&mut io::stdin().lock()),
        false => File::open(path).and_then(|mut file| read(&mut file)),
    };
    read.map_err(unreadable)?;
    Ok(bytes)
}

/// Returns the failure of a file with a mistake.
fn wrong(path: &Path, fault: &ImportFault) -> Failure {
    DEFAULT
        .import_fault(&path.display().to_string(), fault)
        .into()
}

/// Returns the row of a cell in the list; what the user's roles do not see of the record is not in it.
fn listed(who: &ParticipantId, cell: &Planned, hidden: &[FormId]) -> Vec<String> {
    let form = cell.form.as_ref();
    let old = match form.is_some_and(|form| is_hidden(hidden, form)) && !cell.old.is_empty() {
        true => HIDDEN.to_owned(),
        false => cell.old.clone(),
    };
    let why = match cell.verdict {
        Verdict::Waits(why) => DEFAULT.import_waits(why),
        Verdict::Begins
        | Verdict::New
        | Verdict::Same
        | Verdict::Differs
        | Verdict::NotAsked
        | Verdict::Held => "",
    };
    vec![
        cell.line.to_string(),
        who.to_string(),
        cell.visit
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        form.map(ToString::to_string).unwrap_or_default(),
        cell.field.clone(),
        old,
        cell.new.clone(),
        cell.verdict.word().to_owned(),
        why.to_owned(),
    ]
}

/// Returns the row of a row that is refused.
fn refused(who: &str, fault: &ImportFault) -> Vec<String> {
    let blank = String::new;
    vec![
        fault.line.to_string(),
        who.to_owned(),
        blank(),
        blank(),
        blank(),
        blank(),
        blank(),
        "refused".to_owned(),
        DEFAULT.import_refused(fault),
    ]
}
