//! What is wrong with a keymap, however well it is spelt.
//!
//! Terminals differ in which keys they can send at all: every action needs one that survives PuTTY,
//! tmux and screen, and nobody may be locked in a place without help, menu or way out.

use super::Keymap;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};

/// Control characters that no usual terminal, multiplexer or shell takes for itself.
const SAFE_CTRL: &str = "defgklnoprtuwxy ";

/// What is done seldom: a key that some terminal keeps is enough, since the menu offers it everywhere.
pub const SELDOM: [Action; 9] = [
    Action::Advance,
    Action::Queries,
    Action::Query,
    Action::Logs,
    Action::History,
    Action::LateEntry,
    Action::InError,
    Action::NewLine,
    Action::Passphrase,
];

/// What every place must offer.
const ESSENTIAL: [Action; 4] = [Action::Back, Action::Help, Action::Menu, Action::Quit];

/// Something wrong with a keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether a file that has it is refused.
    pub fatal: bool,
    /// The table it is about.
    pub context: Context,
    /// The action it is about.
    pub action: Action,
    /// The key it is about, if it is about one.
    pub key: Option<Key>,
    /// What is wrong and what to do.
    pub message: String,
}

/// Returns all that is wrong with a keymap, in the order of its tables.
pub fn lint(keymap: &Keymap) -> Vec<Finding> {
    let mut findings = Vec::new();
    for context in Context::ALL {
        let tables = Action::ALL
            .iter()
            .filter_map(|action| Some((*action, keymap.table(*context, *action)?)));
        let mut seen: Vec<(Key, Action)> = Vec::new();
        for (action, keys) in tables {
            let mut find = |fatal, key, message| {
                findings.push(Finding {
                    fatal,
                    context: *context,
                    action,
                    key,
                    message,
                });
            };
            for key in keys {
                if let Some(reason) = forbidden(*context, key) {
                    find(
                        true,
                        Some(*key),
                        format!("\"{key}\" cannot be bound: {reason}"),
                    );
                }
                if let Some((_, other)) = seen.iter().find(|(known, _)| known == key) {
                    let message = double(*context, key, *other, action);
                    find(true, Some(*key), message);
                }
                seen.push((*key, action));
            }
        }
    }
    findings.extend(out_of_reach(keymap));
    findings
}

/// Returns the actions that have no key, though every place must offer them, and those that have
/// only fragile ones.
fn out_of_reach(keymap: &Keymap) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for context in Context::ALL.iter().filter(|c| **c != Context::Global) {
        for (action, keys) in keymap.bindings(*context) {
            let everywhere = keymap.table(Context::Global, action).unwrap_or_default();
            let own = keymap.table(*context, action).is_some();
            // What is wrong with the global table is said once.
            let table = match own {
                false if keys == everywhere => Context::Global,
                _ if keys.is_empty() && everywhere.is_empty() => Context::Global,
                _ => *context,
            };
            let fatal = keys.is_empty();
            let (name, place) = (action.name(), table.name());
            let message = if !fatal
                && !SELDOM.contains(&action)
                && keys.iter().all(|key| is_fragile(*context, key))
            {
                format!(
                    "\"{name}\" in [{place}] has no key that every terminal sends and no field \
                     takes; give it a free Ctrl key as well, such as \"ctrl-y\""
                )
            } else if fatal && ESSENTIAL.contains(&action) {
                format!("\"{name}\" has no key in [{place}]; everyone needs a way to it")
            } else {
                continue;
            };
            let finding = Finding {
                fatal,
                context: table,
                action,
                key: None,
                message,
            };
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

fn double(context: Context, key: &Key, one: Action, other: Action) -> String {
    if one == other {
        return format!(
            "\"{key}\" stands twice in \"{}\" of [{}]; leave one out",
            one.name(),
            context.name()
        );
    }
    format!(
        "\"{key}\" is bound to both \"{}\" and \"{}\" in [{}]; take it off one of them",
        one.name(),
        other.name(),
        context.name()
    )
}

/// Returns why no keymap may bind a key in a context.
fn forbidden(context: Context, key: &Key) -> Option<String> {
    let same = |name: &str| Some(format!("terminals cannot tell it from \"{name}\""));
    match key.code {
        Code::Char(c) if key.ctrl => match c {
            'h' => same("backspace"),
            'i' => same("tab"),
            'j' | 'm' => same("enter"),
            '[' => same("esc"),
            'a'..='z' | ' ' => None,
            '\\' | ']' | '^' | '_' => {
                Some("terminals send it for several keys; take Ctrl with a letter".to_owned())
            }
            _ => Some("terminals cannot send it; take Ctrl with a letter".to_owned()),
        },
        Code::Char(c) if !key.alt => match context {
            Context::Line => Some("on a line every character is text".to_owned()),
            Context::Form | Context::Picker | Context::Global if c.is_ascii_digit() => {
                Some("a digit is an answer or a choice".to_owned())
            }
            Context::Form | Context::Global if c == '.' || c == '*' => {
                Some("it is part of an answer".to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether a key gets lost on some terminals, multiplexers or fields: F-keys, Alt, Shift or
/// Ctrl with keys that are not characters, Esc alone, Ctrl with A B C Q S V Z; and in forms and
/// lines any character, for it may be text.
pub fn is_fragile(context: Context, key: &Key) -> bool {
    match key.code {
        _ if key.alt => true,
        Code::Char(c) if key.ctrl => !SAFE_CTRL.contains(c),
        Code::Char(_) => matches!(context, Context::Form | Context::Line | Context::Global),
        Code::F(_) | Code::Esc => true,
        _ => key.ctrl || key.shift,
    }
}
