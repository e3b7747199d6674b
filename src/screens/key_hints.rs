//! Which keys to show where: the line of hints, the help, the menu by letter, the table of `coreset keys`.
//!
//! All of it is made from the keymap in use, so that nothing shown can be wrong.

use crate::input::action::{Action, Context};
use crate::input::keymap::Keymap;
use crate::text::Language;
use unicode_width::UnicodeWidthStr;

/// Columns between two hints.
pub const GAP: usize = 2;

/// One hint: keys, a space, text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key to press.
    pub keys: String,
    /// What it does, in a word or two.
    pub text: &'static str,
}

impl Hint {
    /// Returns its width in columns.
    pub fn width(&self) -> usize {
        self.keys.width() + 1 + self.text.width()
    }
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// All keys, or that there is none.
    pub keys: String,
    /// What they do, in a sentence.
    pub text: &'static str,
}

/// Returns all keys of an action in a context, `Enter Tab ↓`; nothing where there is none.
fn all_keys(
    keymap: &Keymap,
    context: Context,
    action: Action,
    ascii: bool,
    language: &dyn Language,
) -> String {
    let keys = keymap.keys(context, action);
    let keys: Vec<String> = keys.iter().map(|key| language.key(key, ascii)).collect();
    keys.join(" ")
}

/// Returns as many hints as fit in `width` columns with [`GAP`] between them, the first actions
/// first; each with the first of its keys that works everywhere. Actions without a key are left out.
pub fn hints(
    keymap: &Keymap,
    context: Context,
    actions: &[Action],
    width: usize,
    ascii: bool,
    language: &dyn Language,
) -> Vec<Hint> {
    let mut used = 0;
    let hint = |action: &Action| {
        let key = keymap.sure_key(context, *action, |_| true);
        key.map(|key| Hint {
            keys: language.key(key, ascii),
            text: language.action_in_short(*action, context),
        })
    };
    actions
        .iter()
        .filter_map(hint)
        .take_while(|hint| {
            used += hint.width() + if used > 0 { GAP } else { 0 };
            used <= width
        })
        .collect()
}

/// Returns how an action is done in a context: by the first of its keys that works everywhere, else by the menu and its
/// letter there. None where neither has a key.
pub fn way(
    keymap: &Keymap,
    context: Context,
    action: Action,
    ascii: bool,
    language: &dyn Language,
) -> Option<String> {
    let key = |action| {
        let key = keymap.sure_key(context, action, |_| true)?;
        Some(language.key(key, ascii))
    };
    key(action).or_else(|| Some(format!("{} {}", key(Action::Menu)?, letter(action)?)))
}

/// Returns the help of a context: all its actions in order, the global ones included. One without a key of its own stands
/// there with the way by the menu, and is left out where there is none.
pub fn help_lines(
    keymap: &Keymap,
    context: Context,
    ascii: bool,
    language: &dyn Language,
) -> Vec<HelpLine> {
    keymap
        .bindings(context)
        .into_iter()
        .filter_map(|(action, keys)| {
            let keys = match keys.is_empty() {
                true => way(keymap, context, action, ascii, language)?,
                false => all_keys(keymap, context, action, ascii, language),
            };
            Some(HelpLine {
                keys,
                text: language.action(action, context),
            })
        })
        .collect()
}

/// Returns the menu of a context: letter, action, keys. A letter means the same action everywhere.
/// The menu itself is left out; an unbound action is in, for this is the way to it.
pub fn menu(
    keymap: &Keymap,
    context: Context,
    ascii: bool,
    language: &dyn Language,
) -> Vec<(char, Action, String)> {
    keymap
        .bindings(context)
        .into_iter()
        .filter_map(|(action, _)| {
            let letter = letter(action)?;
            Some((
                letter,
                action,
                all_keys(keymap, context, action, ascii, language),
            ))
        })
        .collect()
}

/// Returns the letter of an action in the menu, or a digit; capitals for editing.
pub fn letter(action: Action) -> Option<char> {
    Some(match action {
        Action::Next => 'n',
        Action::Previous => 'p',
        Action::Open => 'o',
        Action::Back => 'b',
        Action::NextSection => 's',
        Action::PreviousSection => 'v',
        Action::First => 'f',
        Action::Last => 'l',
        Action::NextRequired => 'e',
        Action::GoTo => 'g',
        Action::Missing => 'm',
        Action::RestAbsent => 'a',
        Action::Repeat => 'r',
        Action::Note => 't',
        Action::Erase => 'x',
        Action::Undo => 'u',
        Action::Advance => 'G',
        Action::Change => 'c',
        Action::History => 'H',
        Action::LateEntry => 'O',
        Action::Timeline => 'T',
        Action::Chart => 'C',
        Action::NextMeasure => 'N',
        Action::PreviousMeasure => 'P',
        Action::Study => 'S',
        Action::Queries => 'Q',
        Action::Query => 'Y',
        Action::Drafts => 'U',
        Action::Find => 'w',
        Action::NextFilter => 'z',
        Action::Filter => 'y',
        Action::NextSort => 'Z',
        Action::Sort => 'A',
        Action::Logs => 'j',
        Action::Participation => 'I',
        Action::Correct => 'X',
        Action::New => 'i',
        Action::InError => 'E',
        Action::MoveForm => 'M',
        Action::Review => 'V',
        // Every letter has its action.
        Action::Export => '1',
        Action::Help => 'h',
        Action::Menu => return None,
        Action::Left => 'L',
        Action::Right => 'R',
        Action::DeleteBack => 'B',
        Action::DeleteForward => 'F',
        Action::DeleteWord => 'W',
        Action::DeleteLine => 'D',
        Action::NewLine => 'J',
        Action::Lock => 'k',
        Action::Passphrase => 'K',
        Action::Redraw => 'd',
        Action::Quit => 'q',
    })
}

/// Returns the keys of all contexts as a Markdown table: place, what, keys.
pub fn markdown(keymap: &Keymap, language: &dyn Language) -> String {
    let [place, what, keys] = language.key_columns();
    let mut text = format!("| {place} | {what} | {keys} |\n|---|---|---|\n");
    for context in Context::ALL {
        for (action, _) in keymap.bindings(*context) {
            let Some(keys) = keymap.table(*context, action) else {
                continue;
            };
            let keys: Vec<String> = keys
                .iter()
                .map(|key| format!("`{}`", language.key(key, true).replace('|', "\\|")))
                .collect();
            let (place, what) = (
                language.keys_where(*context),
                language.action(action, *context),
            );
            let keys = if keys.is_empty() {
                language.unbound().to_owned()
            } else {
                keys.join(" ")
            };
            text.push_str(&format!("| {place} | {what} | {keys} |\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DEFAULT;
    use std::collections::BTreeSet;

    #[test]
    fn letters_are_unique() {
        let letters: BTreeSet<char> = Action::ALL.iter().filter_map(|a| letter(*a)).collect();
        assert_eq!(letters.len(), Action::ALL.len() - 1);
        assert!(letters.iter().all(char::is_ascii_alphanumeric));
    }

    #[test]
    fn hints_drop_from_the_right() {
        let keymap = Keymap::builtin("default").unwrap();
        let actions = [
            Action::Next,
            Action::Previous,
            Action::NextRequired,
            Action::New,
            Action::Menu,
        ];
        let texts = |width, ascii| -> Vec<String> {
            hints(&keymap, Context::Form, &actions, width, ascii, DEFAULT)
                .iter()
                .map(|hint| format!("{} {}", hint.keys, hint.text))
                .collect()
        };
        // New has no key in a form.
        let all = [
            "Enter next",
            "↑ previous",
            "Ctrl-E next empty",
            "Ctrl-G menu",
        ];
        assert_eq!(texts(80, false), all);
        let width = 10 + 2 + 10 + 2 + 17 + 2 + 11;
        assert_eq!(texts(width, false), all);
        assert_eq!(texts(width - 1, false), all[..3]);
        assert_eq!(texts(10, false), all[..1]);
        assert!(texts(9, false).is_empty());
        assert_eq!(texts(80, true)[1], "Up previous");
    }

    #[test]
    fn the_help_names_a_way_to_all_that_it_lists() {
        for name in Keymap::names() {
            let keymap = Keymap::builtin(name).unwrap();
            for context in Context::ALL {
                for line in help_lines(&keymap, *context, true, DEFAULT) {
                    assert!(!line.keys.is_empty(), "{name}, {}", line.text);
                    assert_ne!(line.keys, DEFAULT.unbound(), "{name}, {}", line.text);
                }
            }
        }
    }

    #[test]
    fn help_and_menu_list_the_same_actions() {
        let keymap = Keymap::builtin("default").unwrap();
        for context in Context::ALL {
            let help = help_lines(&keymap, *context, true, DEFAULT);
            let menu = menu(&keymap, *context, true, DEFAULT);
            assert_eq!(help.len(), menu.len() + 1, "{}", context.name());
            assert!(menu.iter().any(|(c, action, keys)| {
                (*c, *action) == ('q', Action::Quit) && keys == "Ctrl-X Ctrl-Q"
            }));
        }
        // The way to an action without a key is the menu.
        let list = help_lines(&keymap, Context::List, true, DEFAULT);
        let late = DEFAULT.action(Action::LateEntry, Context::List);
        let late = list.iter().find(|line| line.text == late).unwrap();
        assert_eq!(late.keys, "Ctrl-G O");
        let form = help_lines(&keymap, Context::Form, true, DEFAULT);
        assert_eq!(form[0].keys, "Enter Tab Down");
        assert_eq!(form[0].text, "Accept and go to the next field");
    }
}
