//! A list of options in the rows and columns that there are for it.

use super::words::Words;
use crate::domain::forms::engine::instrument::Choice;
use crate::input::action::{Action, Context};
use crate::screens::canvas::{Edge, columns, columns_of, cut_apart, pad};
use crate::screens::key_hints::hints;
use crate::screens::look::Look;
use crate::screens::workspace::Workspace;

/// Returns an option as the legend shows it: the keys that enter it, and what it means; in short what it is called.
fn item(choice: &Choice, choices: &[Choice], words: Words) -> String {
    let label = words.label(choice, choices);
    let code = &choice.code;
    match &choice.key {
        None => format!("{code} {label}"),
        // A code is shown where it is short enough to be a key: whoever types it must not wonder what it did. One that is
        // the key itself is shown once.
        Some(key) if choice.typed() == key || *code == label => format!("{key} {label}"),
        Some(key) if words == Words::Full || key.chars().all(char::is_alphanumeric) => {
            format!("{key} {code} {label}")
        }
        // In short a sign takes the place of the blank, for a list of grades must leave room for its form.
        Some(key) => format!("{code}{key}{label}"),
    }
}

fn items(choices: &[Choice], words: Words) -> Vec<String> {
    let each = choices.iter();
    each.map(|choice| item(choice, choices, words)).collect()
}

/// Returns how many options fit beside each other.
fn across(items: &[String], width: u16) -> usize {
    let longest = items.iter().map(|item| columns(item)).max().unwrap_or(0);
    let fit = usize::from(width.saturating_add(2) / longest.saturating_add(2));
    fit.min(items.len()).max(1)
}

/// Returns the rows that a list of options takes in as many columns as fit.
pub(super) fn rows_of(choices: &[Choice], width: u16) -> u16 {
    let items = items(choices, Words::Short);
    columns_of(items.len().div_ceil(across(&items, width)))
}

/// What of a list of options is in sight.
pub(super) struct Window<'a> {
    /// What is typed.
    pub(super) typed: &'a str,
    /// The code of the answer that stands.
    pub(super) standing: Option<&'a str>,
    /// How often the list was gone on in.
    pub(super) page: usize,
    /// Columns and rows.
    pub(super) size: (u16, usize),
}

/// Returns options in at most so many rows: all they mean where that fits, else what they are called. Of a list that is
/// longer still, those that begin as what is typed; if these are too many, the part with the answer that stands or a
/// later part, and at the end how many are above and below it.
pub(super) fn options(
    shared: &Workspace,
    choices: &[Choice],
    window: &Window<'_>,
    look: &Look,
) -> Vec<String> {
    let (width, rows) = window.size;
    for words in [Words::Full, Words::Short, Words::Code] {
        let items = items(choices, words);
        let fits = items.iter().all(|item| columns(item) <= width);
        if fits && items.len().div_ceil(across(&items, width)) <= rows {
            return in_columns(&items, width, look);
        }
    }
    let typed = window.typed.trim().to_lowercase();
    let begins = |text: &str| text.to_lowercase().starts_with(&typed);
    let is_meant = |choice: &&Choice| {
        let key = choice.key.as_deref().is_some_and(begins);
        key || begins(&choice.code) || begins(&choice.label)
    };
    let mut meant: Vec<&Choice> = choices.iter().filter(is_meant).collect();
    if meant.is_empty() {
        meant = choices.iter().collect();
    }
    let said = |choice: &&Choice| item(choice, choices, Words::Code);
    let items: Vec<String> = meant.iter().map(said).collect();
    // A label that is cut must still differ from every other label, shown or not.
    let texts: Vec<&str> = items.iter().map(String::as_str).collect();
    let items = cut_apart(&texts, width, look);
    let across = across(&items, width);
    if items.len().div_ceil(across) <= rows {
        return in_columns(&items, width, look);
    }
    let most = rows.saturating_sub(1).max(1).saturating_mul(across);
    let stands = meant
        .iter()
        .position(|choice| typed.is_empty() && window.standing == Some(choice.code.as_str()));
    let parts = items.len().div_ceil(most).max(1);
    let part = (stands.unwrap_or(0) / most).wrapping_add(window.page) % parts;
    let above = part.saturating_mul(most);
    let shown: Vec<String> = items.iter().skip(above).take(most).cloned().collect();
    let below = items.len().saturating_sub(above + shown.len());
    let mut lines = in_columns(&shown, width, look);
    let keys = hints(
        &shared.keymap,
        Context::Form,
        &[Action::Right],
        usize::from(width),
        look.is_ascii(),
        shared.language,
    );
    let key = keys.first().map(|hint| hint.keys.as_str());
    let more = shared.language.more_options(above, below, key);
    lines.push(format!("{} {more}", look.ellipsis()));
    lines
}

/// Returns texts in as many columns as fit, each read downwards.
fn in_columns(items: &[String], width: u16, look: &Look) -> Vec<String> {
    let across = across(items, width);
    let rows = items.len().div_ceil(across).max(1);
    let longest = items.iter().map(|item| columns(item)).max().unwrap_or(0);
    let column = (width / columns_of(across)).min(longest.saturating_add(3));
    let room = match across {
        ..=1 => width,
        _ => column.saturating_sub(1),
    };
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let items = cut_apart(&items, room, look);
    (0..rows)
        .map(|row| {
            let cells = items.iter().skip(row).step_by(rows);
            let line: String = cells
                .map(|item| pad(item, column, Edge::Left).to_string())
                .collect();
            line.trim_end().to_owned()
        })
        .collect()
}
