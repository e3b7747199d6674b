//! `coreset login`: the one program that sshd runs for an assessor; it must not give access to a shell, an editor or a
//! file outside the study.
//!
//! The command of the SSH client is split here, not by a shell, and must be one of a short list. Nothing that the client
//! sends may name a file: the socket comes from the arguments that sshd was given. Nothing is done, printed or explained
//! before the study's server has taken the account in.

use super::connect::{check_login, server_address};
use super::failure::{Failure, USAGE};
use super::{Cli, Command, ScreenOptions, StudyOption, dispatch, screen_options};
use crate::domain::base::shown::shown_line;
use crate::input::keymap::Keymap;
use crate::text::DEFAULT;
use crate::text::commands::login::NotRun;
use clap::Args;
use clap::error::ErrorKind;
use std::env;
use std::process::ExitCode;

/// Options of `coreset login`.
#[derive(Args, Debug)]
#[command(
    after_help = "For sshd_config: `ForceCommand /usr/bin/coreset login --socket /run/coreset/socket`. Without a command of\nthe SSH client it opens the screens; `ssh HOST coreset score < cases.jsonl` runs `score`, and so do\n`timeline`, `status`, `deviations`, `screening`, `sheet`, `audit`, `check`, `amend`, `forms`, `dictionary`, `export`,\n`import`, `passwd` and `user`. Everything else is refused.\n\nThe server is asked first who this is, for help and `score` too: one that is away or silent for two seconds ends the\nlogin with exit code 69, and an account that it does not take in with 3."
)]
pub struct LoginOptions {
    /// How the screens look.
    #[command(flatten)]
    pub(super) screen: ScreenOptions,
}

/// Does what the SSH client asked for, if it may.
///
/// # Errors
/// When the server is away or does not take the account in, when it may not, or what it asked for failed.
pub fn run(study: &StudyOption, screen: &ScreenOptions) -> Result<ExitCode, Failure> {
    if study.study.is_none() && study.socket.is_none() {
        return Err(Failure::from(DEFAULT.login_without_study()).code(USAGE));
    }
    check_login(&server_address(study)?)?;
    let asked = match env::var_os("SSH_ORIGINAL_COMMAND") {
        None => String::new(),
        Some(asked) => asked.into_string().map_err(|_| refused(&NotRun::NotText))?,
    };
    let words = split(&asked).map_err(|why| refused(&why))?;
    let cli = match allowed(&words)? {
        Asked::Text(text) => {
            super::output::say(text.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        Asked::Run(cli) => *cli,
    };
    let mut cli = Cli {
        study: StudyOption {
            command: cli.study.command,
            ..study.clone()
        },
        ..cli
    };
    cli.screen.fill(screen);
    if let Some(command) = &mut cli.command {
        command.fill(screen);
    }
    dispatch(cli, true)
}

/// What the client asked for.
enum Asked {
    /// Help or the version.
    Text(String),
    /// A command.
    Run(Box<Cli>),
}

/// Returns what the words ask for, when it is allowed.
fn allowed(words: &[String]) -> Result<Asked, Failure> {
    let words = match words {
        [first, rest @ ..] if first == "coreset" => rest,
        words => words,
    };
    let whole = std::iter::once("coreset").chain(words.iter().map(String::as_str));
    let cli = super::without_environment(super::definitions())
        .try_get_matches_from(whole)
        .and_then(|matches| screen_options::read(&matches));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) if !error.use_stderr() => return Ok(Asked::Text(error.to_string())),
        Err(error) => {
            let error = super::output::shown_usage(error);
            if let (ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument, Some(word)) =
                (error.kind(), words.first())
            {
                return Err(refused(&NotRun::Word(word.clone())));
            }
            // The first line says what is wrong; the rest would show commands that are not to be had here.
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            let mistake = line.trim_start_matches("error: ").to_owned();
            return Err(refused(&NotRun::Mistake(mistake)));
        }
    };
    if cli.study.study.is_some() || cli.study.socket.is_some() {
        return Err(refused(&NotRun::Study));
    }
    if let Some(keymap) = &cli.screen.keymap.keymap
        && Keymap::builtin(keymap).is_none()
    {
        return Err(refused(&NotRun::Keys));
    }
    match &cli.command {
        None
        | Some(
            Command::Passwd(_)
            | Command::User(_)
            | Command::Timeline(_)
            | Command::Sheet(_)
            | Command::Status(_)
            | Command::Deviations(_)
            | Command::Screening(_)
            | Command::Audit(_)
            | Command::Amend(_)
            | Command::Check(_)
            | Command::Dictionary(_),
        ) => {}
        Some(Command::Score(options)) if options.names_no_file() => {}
        Some(Command::Forms(options)) if options.names_no_file() => {}
        Some(Command::Export(options)) if options.names_no_file() => {}
        Some(Command::Import(options)) if options.names_no_file() => {}
        Some(Command::Import(_)) => return Err(refused(&NotRun::ImportFromFile)),
        Some(Command::Export(_)) => return Err(refused(&NotRun::ExportToFile)),
        Some(Command::Forms(_)) => return Err(refused(&NotRun::FormsToFile)),
        Some(Command::Score(_)) => return Err(refused(&NotRun::CasesFromFile)),
        Some(_) => return Err(refused(&NotRun::Command)),
    }
    Ok(Asked::Run(Box::new(cli)))
}

fn refused(why: &NotRun) -> Failure {
    Failure::new(shown_line(&DEFAULT.not_run(why))).code(USAGE)
}

/// Splits a command line into words: by spaces, with quotes of both kinds around what holds spaces. What a
/// shell would read as more than words is refused outside single quotes.
fn split(line: &str) -> Result<Vec<String>, NotRun> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            _ if c.is_control() && c != '\t' => {
                return Err(NotRun::ControlCharacter);
            }
            (Some('\''), _) => word.get_or_insert_default().push(c),
            (_, '$' | '`' | '\\' | '!') => return Err(NotRun::Shell(c)),
            (Some(_), _) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take()),
            (
                None,
                ';' | '&' | '|' | '<' | '>' | '(' | ')' | '{' | '}' | '[' | ']' | '*' | '?' | '~'
                | '#',
            ) => {
                return Err(NotRun::Shell(c));
            }
            (None, _) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(NotRun::OpenQuote);
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        split(line).unwrap()
    }

    fn verdict(line: &str) -> Result<&'static str, String> {
        let words = split(line).map_err(|why| DEFAULT.not_run(&why))?;
        match allowed(&words) {
            Ok(Asked::Text(_)) => Ok("text"),
            Ok(Asked::Run(cli)) => Ok(match cli.command {
                None => "screens",
                Some(Command::Score(_)) => "score",
                Some(Command::Passwd(_)) => "passwd",
                Some(Command::User(_)) => "user",
                Some(Command::Timeline(_)) => "timeline",
                Some(Command::Status(_)) => "status",
                Some(Command::Deviations(_)) => "deviations",
                Some(Command::Screening(_)) => "screening",
                Some(Command::Sheet(_)) => "sheet",
                Some(Command::Audit(_)) => "audit",
                Some(Command::Forms(_)) => "forms",
                Some(Command::Export(_)) => "export",
                Some(Command::Import(_)) => "import",
                Some(Command::Dictionary(_)) => "dictionary",
                Some(Command::Check(_)) => "check",
                Some(Command::Amend(_)) => "amend",
                Some(_) => "other",
            }),
            Err(failure) => {
                assert_eq!(failure.code, USAGE);
                assert!(failure.message.contains("coreset only"), "{failure:?}");
                Err(failure.message)
            }
        }
    }

    #[test]
    fn words_are_split_at_spaces_and_kept_together_by_quotes() {
        assert_eq!(words(""), [""; 0]);
        assert_eq!(words("  coreset \t score  "), ["coreset", "score"]);
        assert_eq!(
            words("user add --name 'Anna Berg' anna"),
            ["user", "add", "--name", "Anna Berg", "anna"]
        );
        assert_eq!(words("a\"b c\"d '' \"it's\""), ["ab cd", "", "it's"]);
        assert_eq!(words("'$HOME; `x` \\ *'"), ["$HOME; `x` \\ *"]);
    }

    #[test]
    fn what_a_shell_would_do_is_refused() {
        for line in [
            "score; sh",
            "score && sh",
            "score | sh",
            "score > /tmp/x",
            "score < /etc/passwd",
            "score $(sh)",
            "score `sh`",
            "score \"$(sh)\"",
            "score \"`sh`\"",
            "score $HOME",
            "score \\;",
            "score &",
            "(score)",
            "{ score; }",
            "score *",
            "score ~",
            "score # x",
            "score\nsh",
            "score\rsh",
            "score \u{1b}[2J",
            "score 'open",
            "score \"open",
            "!!",
            "score 'a\nb'",
        ] {
            assert!(split(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn few_commands_run_and_none_that_names_a_file() {
        for (line, wanted) in [
            ("", "screens"),
            ("coreset", "screens"),
            ("--ascii", "screens"),
            ("coreset --keymap vi", "screens"),
            ("score", "score"),
            ("coreset score", "score"),
            ("passwd", "passwd"),
            ("user list --json", "user"),
            ("timeline 01-003", "timeline"),
            ("coreset timeline 01-003 --json", "timeline"),
            ("status", "status"),
            ("amend", "amend"),
            ("check --json", "check"),
            ("deviations --json", "deviations"),
            ("screening --ascii", "screening"),
            ("forms --print phga", "forms"),
            ("export csv", "export"),
            ("import redcap -", "import"),
            ("import redcap - --dry-run", "import"),
            ("import lab - --map lab-1.toml", "import"),
            // The name of a map is judged by the server, which alone reads it.
            (
                "coreset import lab - --map ../study.toml --dry-run",
                "import",
            ),
            ("import lab --example", "import"),
            ("export all --participant 01-003 --as-of 100", "export"),
            ("dictionary --csv --form phga", "dictionary"),
            ("forms --print --visit week-2", "forms"),
            ("audit --format csv --participant 01-003", "audit"),
            ("status --json --ascii", "status"),
            ("sheet 01-003 week-12 --text", "sheet"),
            (
                "coreset user add anna --name 'Anna Berg' --role assessor",
                "user",
            ),
            ("--help", "text"),
            ("score --help", "text"),
            ("--version", "text"),
        ] {
            assert_eq!(verdict(line).as_deref(), Ok(wanted), "{line:?}");
            // A refusal names every command that runs.
            let is_command = !["screens", "text"].contains(&wanted);
            let refusal = DEFAULT.not_run(&NotRun::Command);
            let named = refusal.contains(&format!(" {wanted},"));
            assert!(named || !is_command, "{wanted} is not in: {refusal}");
        }
        for line in [
            "sh",
            "bash -i",
            "scp -t .",
            "scp -f /etc/passwd",
            "sftp-server",
            "/usr/lib/openssh/sftp-server",
            "internal-sftp",
            "rsync --server -e.LsfxC . /",
            "git-upload-pack /srv/x",
            "vi /etc/passwd",
            "PATH=/tmp coreset score",
            "CORESET_SOCKET=/tmp/s score",
            "env score",
            "/bin/sh -c coreset",
            "./coreset score",
            "coreset coreset score",
            "coreset sh",
            "login",
            "coreset login --socket /tmp/s",
            "serve",
            "serve --print-unit",
            "serve --background",
            "verify",
            "verify --study /tmp",
            "backup /mnt/backup",
            "restore --test /mnt/backup",
            "restore /mnt/backup /tmp/x",
            "recover /srv/trial /tmp/x",
            "man",
            "completions bash",
            "keys",
            "keys --check /etc/passwd",
            "demo",
            "demo --dir /tmp/x",
            "demo --dir /tmp/x --only-make",
            "--study /tmp/x",
            "score --study /tmp/x",
            "--socket /tmp/s",
            "passwd --socket=/tmp/s",
            "score /etc/passwd",
            "score -- /etc/passwd",
            "--keymap /etc/passwd",
            "passwd --keymap ./keys.toml",
            "user list --study=/tmp",
            "timeline 01-003 --study /tmp/x",
            "status --socket /tmp/s",
            "sheet 01-003 week-12 --study /tmp/x",
            "audit --study /tmp/x",
            "forms --print --out /tmp/x",
            "export csv --out /tmp/x",
            "import redcap /tmp/x",
            "import redcap ./-",
            "import lab /etc/passwd --map lab.toml",
            "import lab results.csv --map lab.toml",
            "import lab -",
            "import lab - --map lab.toml --study /tmp/x",
            "export csv --out=exports",
            "qualify",
            "qualify --out /tmp/x",
        ] {
            assert!(verdict(line).is_err(), "{line:?}: {:?}", verdict(line));
        }
    }
}
