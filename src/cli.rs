//! The command line: one file per subcommand; help, completions and manual come from the same
//! definitions.
//!
//! Here and in `term` is all that reads the environment or writes to the standard streams.

pub mod amend;
pub mod audit;
pub mod backup;
pub mod check;
pub mod connect;
pub mod demo;
pub mod deviations;
pub mod dictionary;
pub mod export;
pub mod failure;
pub mod forms;
mod groups;
pub mod head;
pub mod import;
pub mod keys;
pub mod login;
pub mod manual;
mod memory;
pub mod open;
pub mod output;
mod outside_heads;
mod paper;
pub mod passwd;
mod people;
pub mod qualify;
pub mod recover;
pub mod restore;
pub mod score;
mod screen_options;
pub mod screening;
pub mod screens;
pub mod serve;
pub mod sheet;
mod source;
pub mod status;
mod study_option;
pub mod timeline;
pub mod unit;
pub mod user;
pub mod verify;
mod waiting;

use crate::domain::base::shown::{is_unseen, shown_line, shown_start};
use crate::text::DEFAULT;
use crate::text::prints::Unprinted;
use clap::{CommandFactory, Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

pub use screen_options::{AsciiOption, KeymapOption, ScreenOptions};
pub use study_option::StudyOption;

/// Enter the IMACS core set measures of a myositis trial at the bedside, keyboard only.
///
/// Without a command, opens the study: the list of participants, their visits and forms. While you
/// type, each measure's change from baseline and the verdict stand beside the form. Every accepted
/// answer is on the disk before the screen says "saved".
#[derive(Debug, Parser)]
#[command(
    name = "coreset",
    version,
    max_term_width = 100,
    after_help = "Examples:\n  coreset                         open the study in your data directory\n  coreset --study /srv/trial      open the study in that directory\n  coreset demo                    look around with synthetic participants\n  coreset score < cases.jsonl     score cases in batch\n  coreset timeline 01-003         print a participant's whole story\n  coreset status                  print where the study stands\n  coreset sheet 01-003 week-12    print a signature sheet\n  coreset audit                   print who entered and changed what\n  coreset check                   run every rule again\n  coreset export csv --out DIR    give the data out as files\n  coreset verify                  check the whole record\n  coreset backup /mnt/backup      copy the record to another disk\n\nExit codes: 0 done, 1 the input or the study has a problem, 2 wrong usage, 3 the study cannot be\nopened now or its server is not reached, 4 the record is damaged."
)]
pub struct Cli {
    #[command(flatten)]
    screen: ScreenOptions,
    #[command(flatten)]
    study: StudyOption,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a study of synthetic participants, marked DEMO everywhere
    Demo(demo::DemoOptions),
    /// Score cases in batch: JSON Lines in, one result a line out
    Score(score::ScoreOptions),
    /// Print a participant's story: visits, measures, verdicts, doses
    Timeline(timeline::TimelineOptions),
    /// Print where the study stands: visits, responders, doses, events
    Status(status::StatusOptions),
    /// List the deviations from the protocol, by participant
    Deviations(deviations::DeviationsOptions),
    /// Print the screening log: who failed by what, who entered
    Screening(screening::ScreeningOptions),
    /// Print the signature sheet of a visit: answers, verdict, hashes
    Sheet(sheet::SheetOptions),
    /// Run every rule over the whole study again and list what it finds
    Check(check::CheckOptions),
    /// List the forms, or print them blank for a day without the system
    Forms(forms::FormsOptions),
    /// Give the data out: CSV, REDCap, ODM, Dataset-JSON, XPORT, reports
    Export(export::ExportOptions),
    /// Print what each field takes and what it is called in exports
    Dictionary(dictionary::DictionaryOptions),
    /// Take in a file: results of a laboratory, or a project of REDCap
    Import(import::ImportOptions),
    /// Check the whole record: entries, their chain, the newest receipt
    Verify(verify::VerifyOptions),
    /// Show what changed files of the study change, and accept it
    Amend(amend::AmendOptions),
    /// List and accept entries that accounts hold and the record lacks
    Head(head::HeadOptions),
    /// Copy the record to another disk, also while it is being written
    Backup(backup::BackupOptions),
    /// Bring a backup into an empty directory, or test that this works
    Restore(restore::RestoreOptions),
    /// Rescue what is left of a damaged record, and name what is lost
    Recover(recover::RecoverOptions),
    /// Print the audit trail: who entered and changed what, when and why
    Audit(audit::AuditOptions),
    /// Qualify this installation and write a report for signature
    Qualify(qualify::QualifyOptions),
    /// Serve a study to several terminals of this host
    Serve(serve::ServeOptions),
    /// Let users into the study, and list them
    User(user::UserOptions),
    /// Set your passphrase, which unlocks the screen and signs
    Passwd(passwd::PasswdOptions),
    /// Run by sshd for an assessor: the screens, or one of few commands
    Login(login::LoginOptions),
    /// List the keys, or check a keymap file
    Keys(keys::KeysOptions),
    /// Print a completion script for a shell
    Completions(manual::CompletionOptions),
    /// Print the manual page
    Man,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    memory::take_one_arena();
    let mut definitions = without_unseen_values(definitions());
    if std::env::args_os().any(|word| word == "login") {
        // There the environment is what the SSH client sent.
        definitions = without_environment(definitions);
    }
    let cli = definitions
        .try_get_matches()
        .and_then(|matches| screen_options::read(&matches));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => return usage(error),
    };
    hush_caught_panics();
    match dispatch(cli, false) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// Says what is wrong with the command line, or the help or version that it asks for.
fn usage(error: clap::Error) -> ExitCode {
    let error = output::shown_usage(error);
    let text = error.render().to_string();
    match error.use_stderr() {
        true => output::tell(&text),
        // A reader of the help that has read enough is no failure.
        false => drop(output::say(text.as_bytes())),
    }
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Does what the command line asks; `captive` when a user has nothing but this program.
fn dispatch(cli: Cli, captive: bool) -> Result<ExitCode, Failure> {
    if let Some(mebibytes) = memory_of(cli.command.as_ref()) {
        memory::check_room(mebibytes)?;
    }
    match cli.command {
        None => screens::run(&cli.study, &cli.screen, captive),
        Some(Command::Demo(options)) => demo::run(&options),
        Some(Command::Score(options)) => score::run(&options),
        Some(Command::Timeline(options)) => timeline::run(&cli.study, &options),
        Some(Command::Status(options)) => status::run(&cli.study, &options),
        Some(Command::Deviations(options)) => deviations::run(&cli.study, &options),
        Some(Command::Screening(options)) => screening::run(&cli.study, &options),
        Some(Command::Sheet(options)) => sheet::run(&cli.study, &options),
        Some(Command::Audit(options)) => audit::run(&cli.study, &options),
        Some(Command::Check(options)) => check::run(&cli.study, &options),
        Some(Command::Forms(options)) => forms::run(&cli.study, &options),
        Some(Command::Export(options)) => export::run(&cli.study, &options),
        Some(Command::Dictionary(options)) => dictionary::run(&cli.study, &options),
        Some(Command::Import(options)) => import::run(&cli.study, &options, captive),
        Some(Command::Qualify(options)) => qualify::run(&cli.study, &options),
        Some(Command::Verify(options)) => verify::run(&cli.study, &options),
        Some(Command::Amend(options)) => amend::run(&cli.study, &options),
        Some(Command::Head(options)) => head::run(&cli.study, &options),
        Some(Command::Backup(options)) => backup::run(&cli.study, &options),
        Some(Command::Restore(options)) => restore::run(&cli.study, &options),
        Some(Command::Recover(options)) => recover::run(&options),
        Some(Command::Keys(options)) => keys::run(&options),
        Some(Command::Completions(options)) => manual::completions(&options),
        Some(Command::Serve(options)) => serve::run(&cli.study, &options),
        Some(Command::User(options)) => user::run(&cli.study, &options),
        Some(Command::Passwd(_)) => passwd::run(&cli.study),
        Some(Command::Login(options)) => return login::run(&cli.study, &options.screen),
        Some(Command::Man) => manual::man(),
    }
    .map(|()| ExitCode::SUCCESS)
}

/// Returns how much memory a command takes; nothing for one that looks itself, or runs another.
fn memory_of(command: Option<&Command>) -> Option<u64> {
    let Some(command) = command else {
        return Some(memory::CLIENT);
    };
    match command {
        Command::Score(_)
        | Command::Forms(_)
        | Command::Dictionary(_)
        | Command::Keys(_)
        | Command::Completions(_)
        | Command::Man => Some(memory::LITTLE),
        Command::Timeline(_)
        | Command::Status(_)
        | Command::Deviations(_)
        | Command::Screening(_)
        | Command::Sheet(_)
        | Command::Audit(_)
        | Command::Check(_)
        | Command::Export(_)
        | Command::Import(_)
        | Command::User(_)
        | Command::Amend(_)
        | Command::Head(_)
        | Command::Passwd(_) => Some(memory::CLIENT),
        Command::Demo(_)
        | Command::Qualify(_)
        | Command::Verify(_)
        | Command::Backup(_)
        | Command::Restore(_)
        | Command::Recover(_) => Some(memory::OWNER),
        Command::Serve(_) | Command::Login(_) => None,
    }
}

/// Keeps panics that the store catches and puts right, as of sled on damaged files, off the terminal.
pub(crate) fn hush_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::server::is_guarded() {
            usual(info);
        }
    }));
}

/// Returns the failure for an id that no participant has.
fn no_participant(id: &str, example: Option<&str>) -> Failure {
    let shown = shown_start(id);
    unprinted(&Unprinted::NoParticipant {
        given: &shown,
        example,
    })
}

/// Returns the failure of a command that prints nothing.
fn unprinted(why: &Unprinted<'_>) -> Failure {
    DEFAULT.unprinted(why).into()
}

/// Returns the definitions that help, completions and manual come from.
pub fn definitions() -> clap::Command {
    groups::grouped(Cli::command())
}

/// Returns the definitions with a help that shows no value of the environment which nobody could read.
fn without_unseen_values(definitions: clap::Command) -> clap::Command {
    let unseen = |arg: &clap::Arg| {
        let value = arg.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.to_string_lossy().contains(is_unseen))
    };
    definitions
        .mut_args(|arg| {
            let hide = arg.is_hide_env_values_set() || unseen(&arg);
            arg.hide_env_values(hide)
        })
        .mut_subcommands(without_unseen_values)
}

/// Returns the definitions with no option taken from the environment.
fn without_environment(definitions: clap::Command) -> clap::Command {
    definitions
        .mut_args(|arg| arg.env(None))
        .mut_subcommands(without_environment)
}

impl Failure {
    fn report(&self) -> ExitCode {
        let mut text = format!("coreset: {}\n", shown_line(&self.message));
        for hint in &self.hints {
            text += &format!("  {}\n", shown_line(hint));
        }
        output::tell(&text);
        ExitCode::from(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::messages::COMMANDS;

    #[test]
    fn every_command_is_known_by_name_to_the_server_or_never_connects_to_one() {
        let alone = [
            "completions",
            "demo",
            "keys",
            "man",
            "qualify",
            "recover",
            "score",
            "serve",
            "verify",
        ];
        let named = definitions();
        let mut named: Vec<&str> = named.get_subcommands().map(|one| one.get_name()).collect();
        named.sort_unstable();
        let mut known = [&COMMANDS[..], &alone[..]].concat();
        known.sort_unstable();
        assert_eq!(named, known);
    }
}
