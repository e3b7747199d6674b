//! Which key does what, in which place: the four built-in maps and files of one's own.
//!
//! Knows keys and actions only. Whether a character is text is decided by whoever has the focus,
//! before it asks here.

mod lint;
mod parse;

use crate::input::action::{Action, Advance, Context};
use crate::input::key::Key;
use std::collections::BTreeMap;

pub use lint::{Finding, SELDOM, is_fragile, lint};
pub use parse::Mistake;

/// The built-in maps: name and text.
const BUILTIN: [(&str, &str); 4] = [
    ("default", include_str!("../../keymaps/default.toml")),
    ("vi", include_str!("../../keymaps/vi.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
    ("numpad", include_str!("../../keymaps/numpad.toml")),
];

/// Which key does what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    /// What ends the word in a choice, at the start.
    pub advance: Advance,
    /// What the tables say; an action without keys is unbound.
    tables: BTreeMap<(Context, Action), Vec<Key>>,
    /// What a key does, the global table included.
    actions: BTreeMap<(Context, Key), Action>,
    /// The keys of an action, the global table included; those shadowed left out.
    keys: BTreeMap<(Context, Action), Vec<Key>>,
}

impl Keymap {
    /// Returns the names of the built-in maps.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(name, _)| *name)
    }

    /// Returns a built-in map; `None` when there is none of this name.
    pub fn builtin(name: &str) -> Option<Self> {
        let (name, text) = BUILTIN.iter().find(|(known, _)| *known == name)?;
        // The texts are part of the program, and a test reads all of them.
        parse::parse(name, text, &Self::default()).ok()
    }

    /// Returns the map that `text`, the content of `file`, makes of `base` or of the built-in map
    /// it inherits.
    ///
    /// # Errors
    /// All mistakes of the file, each with its line and column.
    pub fn parse(file: &str, text: &str, base: &Self) -> Result<Self, Vec<Mistake>> {
        parse::parse(file, text, base)
    }

    /// Returns what a key does in a context: what its own table says, then the global one.
    ///
    /// On a line every character is text. Enter, Tab, Backspace and Esc with Ctrl or Shift do what
    /// they do alone, as on the terminals that cannot tell the difference.
    pub fn lookup(&self, context: Context, key: &Key) -> Option<Action> {
        use crate::input::key::Code::{Backspace, Enter, Esc, Tab};
        if let Some(action) = self.actions.get(&(context, *key)) {
            return Some(*action);
        }
        let modified = (key.ctrl || key.shift) && !key.alt;
        let plain = Key::plain(key.code);
        (modified && matches!(key.code, Enter | Tab | Backspace | Esc))
            .then(|| self.actions.get(&(context, plain)).copied())
            .flatten()
    }

    /// Returns the keys of an action in a context, the one for hints first.
    pub fn keys(&self, context: Context, action: Action) -> &[Key] {
        self.keys.get(&(context, action)).map_or(&[], Vec::as_slice)
    }

    /// Returns the first key of an action that works everywhere and that `fits`; else its first key.
    pub fn sure_key(
        &self,
        context: Context,
        action: Action,
        fits: impl Fn(&Key) -> bool,
    ) -> Option<&Key> {
        let keys = self.keys(context, action);
        let mut sure = keys.iter().filter(|key| !is_fragile(context, key));
        sure.find(|key| fits(key)).or(keys.first())
    }

    /// Returns the actions of a context, the global ones included, with their keys (perhaps none),
    /// in the order of the help.
    pub fn bindings(&self, context: Context) -> Vec<(Action, Vec<Key>)> {
        Action::ALL
            .iter()
            .filter(|action| {
                self.table(context, **action).is_some()
                    || self.table(Context::Global, **action).is_some()
            })
            .map(|action| (*action, self.keys(context, *action).to_vec()))
            .collect()
    }

    /// Returns what the table of a context itself says of an action.
    pub fn table(&self, context: Context, action: Action) -> Option<&[Key]> {
        self.tables.get(&(context, action)).map(Vec::as_slice)
    }

    /// Sets the keys of an action in the table of a context.
    fn set(&mut self, context: Context, action: Action, keys: Vec<Key>) {
        self.tables.insert((context, action), keys);
    }

    /// Works out lookups from the tables.
    fn index(&mut self) {
        self.actions.clear();
        self.keys.clear();
        for context in Context::ALL {
            for table in [*context, Context::Global] {
                for action in Action::ALL {
                    for key in self.tables.get(&(table, *action)).into_iter().flatten() {
                        let is_text = *context == Context::Line && key.typed().is_some();
                        let taken = self.actions.contains_key(&(*context, *key));
                        if is_text || taken {
                            continue;
                        }
                        self.actions.insert((*context, *key), *action);
                        self.keys.entry((*context, *action)).or_default().push(*key);
                    }
                }
            }
        }
    }
}
