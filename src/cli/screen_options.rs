//! The options for look and keys of the screens. Only the commands on which they act accept them.

use super::{Cli, Command};
use crate::input::action::Advance;
use crate::text::DEFAULT;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, FromArgMatches as _};

/// Which keys there are.
#[derive(Args, Clone, Debug, Default)]
pub struct KeymapOption {
    /// Keys: default, vi, emacs, numpad, or a file that changes some of them
    #[arg(long, value_name = "NAME|FILE", env = "CORESET_KEYMAP")]
    pub keymap: Option<String>,
}

/// Which characters are sent to the terminal.
#[derive(Args, Clone, Debug, Default)]
pub struct AsciiOption {
    /// Send only ASCII to the terminal [default: decided by the locale]
    #[arg(long)]
    pub ascii: bool,
}

/// How the screens look and which keys they take.
#[derive(Args, Clone, Debug, Default)]
pub struct ScreenOptions {
    /// Which keys there are.
    #[command(flatten)]
    pub keymap: KeymapOption,
    /// Which characters are sent.
    #[command(flatten)]
    pub ascii: AsciiOption,
    /// What ends the word in a choice [default: what the keymap says, else key]
    #[arg(long, value_name = "WHAT", env = "CORESET_ADVANCE", value_parser = advance())]
    pub advance: Option<Advance>,
    /// Colours: auto, off, 16 or 256 [default: auto]
    #[arg(long, value_name = "WHEN")]
    pub color: Option<String>,
}

impl KeymapOption {
    fn fill(&mut self, from: &Self) {
        if self.keymap.is_none() {
            self.keymap.clone_from(&from.keymap);
        }
    }
}

impl AsciiOption {
    fn fill(&mut self, from: &Self) {
        self.ascii |= from.ascii;
    }
}

impl ScreenOptions {
    /// Takes what is not said here from what was said before.
    pub(super) fn fill(&mut self, from: &Self) {
        self.keymap.fill(&from.keymap);
        self.ascii.fill(&from.ascii);
        self.advance = self.advance.or(from.advance);
        if self.color.is_none() {
            self.color.clone_from(&from.color);
        }
    }
}

/// Every option here.
const ALL: &[&str] = &["keymap", "ascii", "advance", "color"];

/// Reads what ends the word in a choice.
fn advance() -> impl TypedValueParser<Value = Advance> {
    let names = Advance::ALL.iter().map(|advance| advance.name());
    PossibleValuesParser::new(names).map(|name| Advance::named(&name).unwrap_or_default())
}

impl Command {
    /// Takes the options that stand before the command, and returns the names of those that act on it.
    pub(super) fn fill(&mut self, from: &ScreenOptions) -> &'static [&'static str] {
        match self {
            Self::Demo(options) => {
                options.screen.fill(from);
                ALL
            }
            Self::Login(options) => {
                options.screen.fill(from);
                ALL
            }
            Self::Keys(options) => {
                options.keymap.fill(&from.keymap);
                &["keymap"]
            }
            Self::Timeline(options) => {
                options.ascii.fill(&from.ascii);
                &["ascii"]
            }
            Self::Status(options) => {
                options.ascii.fill(&from.ascii);
                &["ascii"]
            }
            Self::Screening(options) => {
                options.ascii.fill(&from.ascii);
                &["ascii"]
            }
            Self::Sheet(options) => {
                options.ascii.fill(&from.ascii);
                &["ascii"]
            }
            Self::Score(_)
            | Self::Check(_)
            | Self::Deviations(_)
            | Self::Forms(_)
            | Self::Export(_)
            | Self::Dictionary(_)
            | Self::Import(_)
            | Self::Verify(_)
            | Self::Amend(_)
            | Self::Head(_)
            | Self::Backup(_)
            | Self::Restore(_)
            | Self::Recover(_)
            | Self::Audit(_)
            | Self::Qualify(_)
            | Self::Serve(_)
            | Self::User(_)
            | Self::Passwd(_)
            | Self::Completions(_)
            | Self::Man => &[],
        }
    }
}

/// Reads a command line; an option before a command on which it does not act is refused.
///
/// # Errors
/// What is wrong, as clap says it.
pub(super) fn read(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let mut cli = Cli::from_arg_matches(matches)?;
    let (Some(command), Some(name)) = (&mut cli.command, matches.subcommand_name()) else {
        return Ok(cli);
    };
    name.clone_into(&mut cli.study.command);
    let acting = command.fill(&cli.screen);
    let typed = |option: &&&str| matches.value_source(option) == Some(ValueSource::CommandLine);
    let idle = ALL.iter().filter(|option| !acting.contains(option));
    match idle.into_iter().find(typed) {
        None => Ok(cli),
        Some(option) => Err(super::definitions().error(
            ErrorKind::ArgumentConflict,
            DEFAULT.idle_option(option, name),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Cli, String> {
        let whole = std::iter::once("coreset").chain(words.iter().copied());
        super::super::without_environment(super::super::definitions())
            .try_get_matches_from(whole)
            .and_then(|matches| read(&matches))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_option_is_taken_before_and_after_a_command_on_which_it_acts() {
        for words in [
            ["--ascii", "status"],
            ["status", "--ascii"],
            ["--ascii", "demo"],
            ["login", "--ascii"],
        ] {
            match parsed(&words).unwrap().command {
                Some(Command::Status(options)) => assert!(options.ascii.ascii),
                Some(Command::Demo(options)) => assert!(options.screen.ascii.ascii),
                Some(Command::Login(options)) => assert!(options.screen.ascii.ascii),
                _ => panic!("{words:?}"),
            }
        }
        let Some(Command::Keys(options)) = parsed(&["--keymap", "vi", "keys"]).unwrap().command
        else {
            panic!("keys");
        };
        assert_eq!(options.keymap.keymap.as_deref(), Some("vi"));
    }

    #[test]
    fn without_the_environment_no_command_takes_an_option_from_it() {
        fn taken(command: &clap::Command) -> bool {
            command.get_arguments().any(|arg| arg.get_env().is_some())
                || command.get_subcommands().any(taken)
        }
        let definitions = super::super::definitions();
        assert!(taken(&definitions));
        let keys = definitions.find_subcommand("keys").unwrap();
        assert!(taken(keys));
        assert!(!taken(&super::super::without_environment(definitions)));
    }

    #[test]
    fn an_option_that_does_nothing_is_refused() {
        for words in [
            &["audit", "--ascii"][..],
            &["--ascii", "audit"],
            &["--color", "16", "status"],
            &["status", "--color", "16"],
            &["--keymap", "vi", "timeline", "01-003"],
            &["--advance", "enter", "keys"],
            &["keys", "--color", "off"],
        ] {
            let error = parsed(words).unwrap_err();
            assert!(
                error.contains("does nothing to") || error.contains("unexpected argument"),
                "{words:?}: {error}"
            );
        }
    }
}
