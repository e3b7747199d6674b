//! What is wrong with a keymap, however well it is spelt.
//!
//! Terminals differ in which keys they can send at all: every action needs one that survives PuTTY,
//! tmux and screen, and nobody may be locked in a place without help, menu or way out.

use super::Keymap;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};

/// Control characters that no usual terminal, multiplexer or shell takes for itself.
const SAFE_CTRL: &str = "defgklnoprtuwxy ";

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
            let fragile = |key: &Key| is_fragile(*context, key);
            // Other keys for it in the global table will do.
            let elsewhere = keymap.table(Context::Global, action).unwrap_or_default();
            if !keys.is_empty() && keys.iter().chain(elsewhere).all(fragile) {
                let message = format!(
                    "\"{}\" in [{}] has no key that every terminal sends; add one such as \
                     \"ctrl-e\" that is free",
                    action.name(),
                    context.name()
                );
                find(false, None, message);
            }
        }
        for action in ESSENTIAL {
            if keymap.keys(*context, action).is_empty() {
                findings.push(Finding {
                    fatal: true,
                    context: *context,
                    action,
                    key: None,
                    message: format!(
                        "\"{}\" has no key in [{}]; give it one there or in [global]",
                        action.name(),
                        context.name()
                    ),
                });
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
