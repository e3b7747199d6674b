//! The command line: one file per subcommand; help, completions and manual come from the same
//! definitions.
//!
//! Here and in `term` is all that reads the environment or writes to the standard streams.

pub mod demo;
pub mod failure;
pub mod keys;
pub mod manual;
pub mod open;
pub mod score;
pub mod screens;
pub mod verify;

use clap::{Args, CommandFactory, Parser, Subcommand};
use failure::Failure;
use std::path::PathBuf;
use std::process::ExitCode;

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
    after_help = "Examples:\n  coreset                         open the study in your data directory\n  coreset --study /srv/trial      open the study in that directory\n  coreset demo                    look around with synthetic participants\n  coreset score < cases.jsonl     score cases in batch\n  coreset verify                  check the whole record\n\nExit codes: 0 done, 1 the input or the study has a problem, 2 wrong usage, 3 the study cannot be\nopened now, 4 the record is damaged."
)]
pub struct Cli {
    #[command(flatten)]
    screen: ScreenOptions,
    #[command(flatten)]
    study: StudyOption,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where the study is.
#[derive(Args, Clone, Debug, Default)]
pub struct StudyOption {
    /// Directory of the study; made on the first run [default: coreset/NCT04946669 in your data directory]
    #[arg(long, value_name = "DIR", env = "CORESET_STUDY", global = true)]
    pub study: Option<PathBuf>,
}

/// How the screens look and which keys they take.
#[derive(Args, Clone, Debug, Default)]
pub struct ScreenOptions {
    /// Keys: default, vi, emacs, numpad, or a file that changes some of them
    #[arg(long, value_name = "NAME|FILE", env = "CORESET_KEYMAP", global = true)]
    pub keymap: Option<String>,
    /// Send only ASCII to the terminal [default: decided by the locale]
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Colours: auto, off, 16 or 256
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a study of synthetic participants, marked DEMO on every screen
    Demo(demo::DemoOptions),
    /// Score cases in batch: JSON Lines in, one result a line out
    Score(score::ScoreOptions),
    /// Check the whole record: every entry, the chain of hashes, the newest receipt
    Verify(verify::VerifyOptions),
    /// List the keys, or check a keymap file
    Keys(keys::KeysOptions),
    /// Print a completion script for a shell
    Completions(manual::CompletionOptions),
    /// Print the manual page
    Man,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    hush_caught_panics();
    let done = match cli.command {
        None => screens::run(&cli.study, &cli.screen),
        Some(Command::Demo(options)) => demo::run(&options, &cli.screen),
        Some(Command::Score(options)) => score::run(&options),
        Some(Command::Verify(options)) => verify::run(&cli.study, &options),
        Some(Command::Keys(options)) => keys::run(&options, &cli.screen),
        Some(Command::Completions(options)) => manual::completions(&options),
        Some(Command::Man) => manual::man(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Keeps panics that the store catches and puts right, as of sled on damaged files, off the terminal.
pub(crate) fn hush_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::store::is_guarded() {
            usual(info);
        }
    }));
}

/// Returns the definitions that help, completions and manual come from.
pub fn definitions() -> clap::Command {
    Cli::command()
}

impl Failure {
    fn report(&self) -> ExitCode {
        eprintln!("coreset: {}", self.message);
        for hint in &self.hints {
            eprintln!("  {hint}");
        }
        ExitCode::from(self.code)
    }
}
