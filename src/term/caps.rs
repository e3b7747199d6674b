//! What the terminal can show: how many colours, and which characters.
//!
//! Decided from the environment and the command line alone. The terminal is never asked: an answer
//! costs a round trip, and a late one would be typed into a field.

pub use crate::screens::look::Glyphs;

/// How many colours may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colours {
    /// None; bold, underline and reverse still are.
    Off,
    /// The sixteen named ones, as the terminal's owner has set them.
    Sixteen,
    /// The palette of 256.
    Indexed,
}

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Caps {
    /// How many colours.
    pub colours: Colours,
    /// Which characters.
    pub glyphs: Glyphs,
}

/// What the command line says about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// `--color`; `None` means decide from the environment.
    pub colours: Option<Colours>,
    /// `--ascii`.
    pub ascii: bool,
}

/// Why the screens cannot be shown here; the text is one line that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `TERM` is unset or empty.
    #[error(
        "the terminal does not say what it is: set TERM, for example TERM=xterm, and start again"
    )]
    Unnamed,
    /// `TERM` names a terminal that cannot move its cursor.
    #[error(
        "the terminal cannot move its cursor (TERM={0}): use another one, or set TERM to what it really is, for example TERM=xterm"
    )]
    Dumb(String),
    /// The keyboard is not a terminal.
    #[error(
        "the input is not a terminal: start this without a pipe or a file, and over ssh with `ssh -t`"
    )]
    Input,
    /// The screen is not a terminal.
    #[error(
        "the output is not a terminal: start this without a pipe or a file, and over ssh with `ssh -t`"
    )]
    Output,
}

/// Reads what `--color` may be: `auto`, `off`, `16` or `256`; also `never` for `off`.
///
/// # Errors
/// A sentence that lists the words, when it is none of them.
pub fn parse_colours(word: &str) -> Result<Option<Colours>, String> {
    match word {
        "auto" => Ok(None),
        "off" | "never" => Ok(Some(Colours::Off)),
        "16" => Ok(Some(Colours::Sixteen)),
        "256" => Ok(Some(Colours::Indexed)),
        other => Err(format!(
            "`{other}` is no number of colours: write auto, off, 16 or 256"
        )),
    }
}

/// Returns what the terminal can show, from the variables that `env` returns by name.
///
/// # Errors
/// [`Refusal`] when `TERM` is unset, empty or names a terminal that cannot move its cursor.
pub fn decide(env: impl Fn(&str) -> Option<String>, wishes: Wishes) -> Result<Caps, Refusal> {
    // An empty variable counts as unset, as POSIX has it for the locale and no-color.org for NO_COLOR.
    let env = |name: &str| env(name).filter(|value| !value.is_empty());
    let term = env("TERM").ok_or(Refusal::Unnamed)?;
    if matches!(term.as_str(), "dumb" | "unknown" | "emacs") {
        return Err(Refusal::Dumb(term));
    }
    Ok(Caps {
        colours: colours(&env, &term, wishes.colours),
        glyphs: glyphs(&env, wishes.ascii),
    })
}

/// Says whether both ends are terminals.
///
/// # Errors
/// [`Refusal`] naming the end that is not.
pub fn require_terminal(input: bool, output: bool) -> Result<(), Refusal> {
    match (input, output) {
        (false, _) => Err(Refusal::Input),
        (true, false) => Err(Refusal::Output),
        (true, true) => Ok(()),
    }
}

fn colours(env: &impl Fn(&str) -> Option<String>, term: &str, asked: Option<Colours>) -> Colours {
    if let Some(asked) = asked {
        return asked;
    }
    if env("NO_COLOR").is_some() {
        return Colours::Off;
    }
    let deep = env("COLORTERM")
        .is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "truecolor" | "24bit"));
    if deep
        || ["256color", "direct", "ms-terminal"]
            .iter()
            .any(|part| term.contains(part))
    {
        return Colours::Indexed;
    }
    // The terminfo entries of the DEC terminals and of every `-m`, `-mono` have no colours.
    let mono = ["vt100", "vt102", "vt220", "vt320", "vt420"].contains(&term)
        || term.ends_with("-mono")
        || term.ends_with("-m");
    if mono { Colours::Off } else { Colours::Sixteen }
}

/// Decides which characters may be sent: by the locale, and by `TERM` for the Linux console, whose font has few of
/// them; `ascii` when the command line wants no others.
pub fn glyphs(env: &impl Fn(&str) -> Option<String>, ascii: bool) -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(env)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if ascii || !(locale.contains("utf-8") || locale.contains("utf8")) {
        return Glyphs::Ascii;
    }
    // `linux` and its variants, such as `linux-16color`.
    let console = env("TERM").is_some_and(|term| term == "linux" || term.starts_with("linux-"));
    if console {
        Glyphs::Console
    } else {
        Glyphs::Utf8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Vars<'a> = &'a [(&'a str, &'a str)];

    fn of(vars: Vars<'_>, wishes: Wishes) -> Result<Caps, Refusal> {
        decide(
            |name| {
                vars.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            },
            wishes,
        )
    }

    #[test]
    fn colours_follow_the_environment() {
        use Colours::{Indexed, Off, Sixteen};
        let table: &[(Vars<'_>, Option<Colours>, Colours)] = &[
            (&[("TERM", "xterm")], None, Sixteen),
            (&[("TERM", "linux")], None, Sixteen),
            (&[("TERM", "screen")], None, Sixteen),
            (&[("TERM", "xterm-256color")], None, Indexed),
            (&[("TERM", "tmux-256color")], None, Indexed),
            (&[("TERM", "ms-terminal")], None, Indexed),
            (
                &[("TERM", "xterm"), ("COLORTERM", "truecolor")],
                None,
                Indexed,
            ),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], None, Indexed),
            (&[("TERM", "xterm"), ("COLORTERM", "yes")], None, Sixteen),
            (&[("TERM", "vt220")], None, Off),
            (&[("TERM", "xterm-mono")], None, Off),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], None, Off),
            (
                &[("TERM", "xterm-256color"), ("NO_COLOR", "")],
                None,
                Indexed,
            ),
            (
                &[("TERM", "xterm"), ("NO_COLOR", "1")],
                Some(Sixteen),
                Sixteen,
            ),
            (&[("TERM", "xterm-256color")], Some(Off), Off),
            (&[("TERM", "vt100")], Some(Indexed), Indexed),
        ];
        for (vars, colours, expected) in table {
            let wishes = Wishes {
                colours: *colours,
                ascii: false,
            };
            assert_eq!(of(vars, wishes).unwrap().colours, *expected, "{vars:?}");
        }
    }

    #[test]
    fn glyphs_follow_the_effective_locale() {
        let table: &[(Vars<'_>, bool, Glyphs)] = &[
            (&[], false, Glyphs::Ascii),
            (&[("LANG", "en_GB.UTF-8")], false, Glyphs::Utf8),
            (&[("LANG", "de_DE.utf8")], false, Glyphs::Utf8),
            (&[("LANG", "C")], false, Glyphs::Ascii),
            (
                &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "C")],
                false,
                Glyphs::Ascii,
            ),
            (
                &[("LANG", "en_GB.UTF-8"), ("LC_ALL", "")],
                false,
                Glyphs::Utf8,
            ),
            (
                &[("LANG", "C"), ("LC_CTYPE", "C.UTF-8")],
                false,
                Glyphs::Utf8,
            ),
            (
                &[("LC_CTYPE", "C"), ("LC_ALL", "C.UTF-8")],
                false,
                Glyphs::Utf8,
            ),
            (&[("LANG", "en_GB.UTF-8")], true, Glyphs::Ascii),
        ];
        for (vars, ascii, expected) in table {
            let wishes = Wishes {
                colours: None,
                ascii: *ascii,
            };
            let on = |term| {
                let vars: Vec<_> = vars.iter().copied().chain([("TERM", term)]).collect();
                of(&vars, wishes).unwrap().glyphs
            };
            for term in ["xterm", "xterm-256color", "screen.linux", "tmux"] {
                assert_eq!(on(term), *expected, "{vars:?} on {term}");
            }
            // The console in UTF-8 has its own; what is ASCII elsewhere is so there.
            let expected = match expected {
                Glyphs::Utf8 => Glyphs::Console,
                other => *other,
            };
            for term in ["linux", "linux-16color"] {
                assert_eq!(on(term), expected, "{vars:?} on {term}");
            }
        }
    }

    #[test]
    fn a_terminal_without_a_cursor_is_refused_in_one_line() {
        let plain = Wishes::default();
        assert_eq!(of(&[], plain), Err(Refusal::Unnamed));
        assert_eq!(of(&[("TERM", "")], plain), Err(Refusal::Unnamed));
        assert_eq!(
            of(&[("TERM", "dumb")], plain),
            Err(Refusal::Dumb("dumb".to_owned()))
        );
        assert_eq!(require_terminal(false, true), Err(Refusal::Input));
        assert_eq!(require_terminal(true, false), Err(Refusal::Output));
        assert_eq!(require_terminal(true, true), Ok(()));
        for refusal in [
            Refusal::Unnamed,
            Refusal::Dumb("dumb".to_owned()),
            Refusal::Input,
            Refusal::Output,
        ] {
            assert!(!refusal.to_string().contains('\n'));
        }
    }

    #[test]
    fn the_words_of_the_option_are_read() {
        assert_eq!(parse_colours("auto"), Ok(None));
        assert_eq!(parse_colours("never"), Ok(Some(Colours::Off)));
        assert_eq!(parse_colours("256"), Ok(Some(Colours::Indexed)));
        assert!(parse_colours("many").unwrap_err().contains("many"));
    }
}
