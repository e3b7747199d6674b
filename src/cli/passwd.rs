//! `coreset passwd`: sets the passphrase with which a user unlocks the screen and signs.
//!
//! What is typed is never shown, and is wiped from memory after use.

use super::StudyOption;
use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::output::questions;
use crate::domain::rules::{PassphraseFault, Refusal, check_passphrase};
use crate::protocol::messages::{Passphrase, Reply, Request, Verdict};
use crate::text::DEFAULT;
use crate::text::commands::users::WhichPassphrase;
use clap::Args;
use rustix::stdio::stdin;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, isatty, tcgetattr, tcsetattr,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::{self, BufRead, Write};
use std::thread;
use zeroize::Zeroizing;

/// Options of `coreset passwd`.
#[derive(Args, Debug)]
#[command(
    after_help = "On a terminal it asks for the passphrase until now, if there is one, and twice for the new one. Otherwise\nit reads the same from the standard input, a line each."
)]
pub struct PasswdOptions {}

/// Sets the user's passphrase.
///
/// # Errors
/// When the old one is wrong, the two new ones differ or do not do, or the server is not reached.
pub fn run(option: &StudyOption) -> Result<(), Failure> {
    let embedded = Embedded::begin();
    let asker = CommandClient::new(option)?;
    let set = asker.welcome.passphrase;
    let words = if isatty(stdin()) {
        let study = study_of(&asker.welcome, embedded)?;
        let least = study.protocol.terminal.passphrase_least_length;
        writeln!(questions(), "{}", DEFAULT.passphrase_rule(least))?;
        let hidden = Hidden::start()?;
        let fits = |words: &str| check_passphrase(words, &asker.welcome.who.user, least as usize);
        let words = ask(set, &fits, &mut io::stdin().lock(), &mut questions());
        hidden.end();
        words?
    } else {
        read(set, io::stdin().lock())?
    };
    if words.new.as_str() != words.again.as_str() {
        return Err(Failure::new(DEFAULT.new_passphrases_differ()));
    }
    let given = |words: &str| Passphrase(words.to_owned());
    let request = Request::SetPassphrase {
        old: words.old.as_ref().map(|old| given(old)),
        new: given(&words.new),
    };
    match asker.ask(&request)? {
        Reply::Passphrase(Verdict::Right) => {
            say(format!("{}\n", DEFAULT.passphrase_set()).as_bytes())
        }
        Reply::Passphrase(Verdict::Wrong(why) | Verdict::Unfit(why)) => {
            Err(Failure::new(DEFAULT.refusal(&why)))
        }
        other => Err(unexpected_reply(&other)),
    }
}

/// What was given.
struct Given {
    old: Option<Zeroizing<String>>,
    new: Zeroizing<String>,
    again: Zeroizing<String>,
}

/// Asks on a terminal, a line at a time; a new one that does not do is refused before it is asked for again.
fn ask(
    set: bool,
    fits: &dyn Fn(&str) -> Result<(), PassphraseFault>,
    from: &mut impl BufRead,
    to: &mut impl Write,
) -> Result<Given, Failure> {
    let mut line = |which| {
        write!(to, "{}: ", DEFAULT.ask_passphrase(which))?;
        to.flush()?;
        let answer = one_line(from);
        writeln!(to)?;
        answer
    };
    let old = match set {
        true => Some(line(WhichPassphrase::Old)?),
        false => None,
    };
    let new = line(WhichPassphrase::New)?;
    if let Err(fault) = fits(&new) {
        return Err(Failure::new(
            DEFAULT.refusal(&Refusal::Passphrase { fault }),
        ));
    }
    let again = line(WhichPassphrase::Again)?;
    Ok(Given { old, new, again })
}

/// Reads the old one and twice the new one; where there is no old one its line may be left out.
fn read(set: bool, mut from: impl BufRead) -> Result<Given, Failure> {
    let first = one_line(&mut from)?;
    let second = one_line(&mut from)?;
    let third = match one_line(&mut from) {
        Ok(third) => Some(third),
        Err(_) if !set => None,
        Err(error) => return Err(error),
    };
    Ok(match third {
        Some(again) => Given {
            old: set.then_some(first),
            new: second,
            again,
        },
        None => Given {
            old: None,
            new: first,
            again: second,
        },
    })
}

fn one_line(from: &mut impl BufRead) -> Result<Zeroizing<String>, Failure> {
    // Room enough that no copy is left behind by growing.
    let mut line = Zeroizing::new(String::with_capacity(4096));
    if from.read_line(&mut line)? == 0 {
        return Err(DEFAULT.passphrase_missing().into());
    }
    if line.ends_with('\n') {
        line.pop();
    }
    Ok(line)
}

/// The terminal while it shows nothing of what is typed.
struct Hidden(Termios);

impl Hidden {
    /// Hides what is typed, until the end or a signal.
    fn start() -> Result<Self, Failure> {
        let usual = tcgetattr(stdin()).map_err(io::Error::from)?;
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        let restored = usual.clone();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    let _ = tcsetattr(stdin(), OptionalActions::Now, &restored);
                    std::process::exit(128 + signal);
                }
            })?;
        let mut hidden = usual.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden
            .local_modes
            .insert(LocalModes::ICANON | LocalModes::ISIG);
        // Stopped, it would leave a terminal that shows nothing.
        if let Some(code) = disabled() {
            hidden.special_codes[SpecialCodeIndex::VSUSP] = code;
        }
        tcsetattr(stdin(), OptionalActions::Flush, &hidden).map_err(io::Error::from)?;
        Ok(Self(usual))
    }

    fn end(self) {
        drop(self);
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0);
    }
}

/// Returns the code that switches a special character off, `_POSIX_VDISABLE` of Linux.
fn disabled() -> Option<u8> {
    cfg!(target_os = "linux").then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(set: bool, text: &str) -> Option<(Option<String>, String, String)> {
        let given = read(set, text.as_bytes()).ok()?;
        Some((
            given.old.map(|old| old.to_string()),
            given.new.to_string(),
            given.again.to_string(),
        ))
    }

    #[test]
    fn lines_are_old_new_and_again_and_the_old_may_be_left_out_where_none_is_set() {
        let all =
            |old: Option<&str>| Some((old.map(str::to_owned), "b c".to_owned(), "b c ".to_owned()));
        assert_eq!(given(true, "a\nb c\nb c \n"), all(Some("a")));
        assert_eq!(given(true, "a\nb c\nb c "), all(Some("a")));
        assert_eq!(given(false, "\nb c\nb c \n"), all(None));
        assert_eq!(given(false, "b c\nb c \n"), all(None));
        assert_eq!(given(true, "a\nb\n"), None);
        assert_eq!(given(false, "b\n"), None);
        assert_eq!(given(false, ""), None);
    }

    #[test]
    fn a_terminal_is_asked_for_what_is_needed() {
        for (set, questions) in [(true, 3), (false, 2)] {
            let mut said = Vec::new();
            let given = ask(set, &|_| Ok(()), &mut "a\nb\nc\n".as_bytes(), &mut said).unwrap();
            assert_eq!(given.old.is_some(), set);
            let said = String::from_utf8(said).unwrap();
            assert_eq!(said.lines().count(), questions, "{said}");
            assert!(!said.contains(['\t', '\u{1b}']));
        }
    }

    #[test]
    fn a_new_one_that_does_not_do_is_refused_before_it_is_asked_for_again() {
        let fits = |words: &str| check_passphrase(words, "anna", 8);
        for (words, says) in [("short", "8 characters"), ("I am Anna", "login name")] {
            let mut said = Vec::new();
            let typed = format!("{words}\n{words}\n");
            let refused = ask(false, &fits, &mut typed.as_bytes(), &mut said).err();
            assert!(refused.unwrap().message.contains(says));
            assert_eq!(String::from_utf8(said).unwrap().lines().count(), 1);
        }
    }
}
