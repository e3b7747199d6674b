//! Reading a keymap file, and saying where it is wrong and what was meant.
//!
//! Reports every mistake of a file at once; takes nothing from a file that has one.

use super::{BUILTIN, Keymap, lint};
use crate::domain::base::nearest::nearest;
use crate::input::action::{Action, Advance, Context};
use crate::input::key::Key;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A mistake in a keymap file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what was perhaps meant.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            column,
            message,
        } = self;
        write!(f, "{file}:{line}:{column}: {message}")
    }
}

impl std::error::Error for Mistake {}

/// A file being read.
struct Reading {
    keymap: Keymap,
    /// Where things stand in this file, for what is found only when all is read.
    actions: BTreeMap<(Context, Action), usize>,
    keys: BTreeMap<(Context, Action, Key), usize>,
    /// Offset and message.
    mistakes: Vec<(usize, String)>,
}

/// Returns the map that the file makes of `base`, or its mistakes in the order of the file.
pub(super) fn parse(file: &str, text: &str, base: &Keymap) -> Result<Keymap, Vec<Mistake>> {
    let mut reading = Reading {
        keymap: base.clone(),
        actions: BTreeMap::new(),
        keys: BTreeMap::new(),
        mistakes: Vec::new(),
    };
    match DeTable::parse(text) {
        Ok(root) => {
            reading.root(root.get_ref());
            if reading.mistakes.is_empty() {
                reading.judge();
            }
        }
        Err(error) => {
            let at = error.span().unwrap_or_default().start;
            let message = error.message().replace('\n', ", ");
            reading.mistakes.push((at, format!("not TOML: {message}")));
        }
    }
    if reading.mistakes.is_empty() {
        return Ok(reading.keymap);
    }
    reading.mistakes.sort();
    let mistake = |(at, message): (usize, String)| {
        let (line, column) = place(text, at);
        Mistake {
            file: file.to_owned(),
            line,
            column,
            message,
        }
    };
    Err(reading.mistakes.into_iter().map(mistake).collect())
}

/// Returns line and column of an offset, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Returns `; did you mean "..."?`, or what there is to choose from.
fn meant<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    nearest(name, candidates.clone()).map_or_else(
        || {
            let all: Vec<&str> = candidates.into_iter().collect();
            format!("; there are: {}", all.join(", "))
        },
        |near| format!("; did you mean \"{near}\"?"),
    )
}

/// Returns the entries of a table in the order of the file.
fn entries<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<DeString<'i>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

impl Reading {
    fn mistake(&mut self, span: Range<usize>, message: String) {
        self.mistakes.push((span.start, message));
    }

    fn root(&mut self, root: &DeTable<'_>) {
        // First, wherever it stands: all else is said on top of it.
        for (name, value) in entries(root) {
            if name.get_ref() == "inherit" {
                self.inherit(value);
            }
        }
        for (name, value) in entries(root) {
            let word = name.get_ref().as_ref();
            match (Context::named(word), value.get_ref().as_table()) {
                _ if word == "inherit" => {}
                _ if word == "advance" => self.advance(value),
                (Some(context), Some(table)) => self.context(context, table),
                (Some(_), None) => {
                    let message = format!("\"{word}\" must be a table: write [{word}]");
                    self.mistake(name.span(), message);
                }
                (None, Some(_)) => {
                    let names = Context::ALL.iter().map(|context| context.name());
                    let message = format!("unknown context [{word}]{}", meant(word, names));
                    self.mistake(name.span(), message);
                }
                (None, None) => {
                    let message = format!(
                        "\"{word}\" stands outside a table; put it below one such as [form]"
                    );
                    self.mistake(name.span(), message);
                }
            }
        }
    }

    fn inherit(&mut self, value: &Spanned<DeValue<'_>>) {
        let names = BUILTIN.iter().map(|(name, _)| *name);
        let Some(name) = value.get_ref().as_str() else {
            let message = "inherit must be the name of a built-in keymap, such as \"vi\"";
            return self.mistake(value.span(), message.to_owned());
        };
        match Keymap::builtin(name) {
            Some(keymap) => self.keymap = keymap,
            None => {
                let message = format!("unknown keymap \"{name}\"{}", meant(name, names));
                self.mistake(value.span(), message);
            }
        }
    }

    fn advance(&mut self, value: &Spanned<DeValue<'_>>) {
        match value
            .get_ref()
            .as_str()
            .map(|name| (name, Advance::named(name)))
        {
            Some((_, Some(advance))) => self.keymap.advance = advance,
            Some((name, None)) => {
                let names = Advance::ALL.iter().map(|advance| advance.name());
                let message = format!("unknown advance \"{name}\"{}", meant(name, names));
                self.mistake(value.span(), message);
            }
            None => {
                let message =
                    "advance must be \"key\" or \"enter\": what ends the word in a choice";
                self.mistake(value.span(), message.to_owned());
            }
        }
    }

    fn context(&mut self, context: Context, table: &DeTable<'_>) {
        for (name, value) in entries(table) {
            let word = name.get_ref().as_ref();
            let Some(action) = Action::named(word) else {
                let near = nearest(word, Action::ALL.iter().map(|action| action.name()));
                let hint = near.map_or_else(
                    || "; \"coreset keys\" lists them".to_owned(),
                    |near| format!("; did you mean \"{near}\"?"),
                );
                let message = format!("unknown action \"{word}\" in [{}]{hint}", context.name());
                self.mistake(name.span(), message);
                continue;
            };
            self.actions.insert((context, action), name.span().start);
            let keys = self.list(context, action, value);
            self.keymap.set(context, action, keys);
        }
    }

    fn list(&mut self, context: Context, action: Action, value: &Spanned<DeValue<'_>>) -> Vec<Key> {
        let must = |what: &str| format!("\"{}\" must be {what}", action.name());
        let Some(list) = value.get_ref().as_array() else {
            let message = must("a list of keys, such as [\"enter\", \"tab\"]");
            self.mistake(value.span(), message);
            return Vec::new();
        };
        let mut keys = Vec::new();
        for item in list.iter() {
            let Some(text) = item.get_ref().as_str() else {
                self.mistake(item.span(), must("a list of keys, each between quotes"));
                continue;
            };
            match text.parse::<Key>() {
                Ok(key) => {
                    // The last spelling of a key that stands twice is the one to point at.
                    self.keys.insert((context, action, key), item.span().start);
                    keys.push(key);
                }
                Err(error) => {
                    let message =
                        format!("{error} (\"{}\" in [{}])", action.name(), context.name());
                    self.mistake(item.span(), message);
                }
            }
        }
        keys
    }

    /// Makes the fatal findings on the whole map mistakes of the file.
    fn judge(&mut self) {
        self.keymap.index();
        for finding in lint(&self.keymap).into_iter().filter(|f| f.fatal) {
            let (context, action) = (finding.context, finding.action);
            let here = |wanted: &dyn Fn(&Key) -> bool| {
                let mut keys = self.keys.iter();
                keys.find(|((c, _, key), _)| *c == context && wanted(key))
                    .map(|(_, at)| at)
            };
            let at = match finding.key {
                // Of two actions with one key, perhaps only the other stands in this file.
                Some(key) => {
                    let named = self.keys.get(&(context, action, key));
                    named.or_else(|| here(&|other| *other == key))
                }
                // The action itself, or else what took its last key.
                None => self.actions.get(&(context, action)).or_else(|| {
                    let global = self.keymap.table(Context::Global, action)?;
                    here(&|key| global.contains(key))
                }),
            };
            self.mistakes
                .push((at.copied().unwrap_or(0), finding.message));
        }
    }
}
