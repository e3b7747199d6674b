//! The words of the keys: what each does, where, and what a key is called.

use crate::input::action::{Action, Context};
use crate::input::key::Key;

/// The words of the keys: what each does, where, and what a key is called.
pub trait Keys {
    /// Says in a sentence what an action does in a context, as in the help and the menu; without a full stop.
    fn action(&self, action: Action, context: Context) -> &'static str;

    /// Says in a word or two what an action does in a context, as in the last row; at most 16 columns.
    fn action_in_short(&self, action: Action, context: Context) -> &'static str;

    /// Returns by which words, in small letters, the sentences of form files name the action on the rest of a section.
    fn rest_in_forms(&self) -> [&'static str; 2];

    /// Heads the keys of a context.
    fn keys_where(&self, context: Context) -> &'static str;

    /// Names a key as people say it: `Ctrl-G`, `PgDn`, `↓` (`Down` where `ascii` is set).
    fn key(&self, key: &Key, ascii: bool) -> String;

    /// Stands in place of the keys of an action that has none.
    fn unbound(&self) -> &'static str;

    /// Heads the columns of the table of keys: where, what, which keys.
    fn key_columns(&self) -> [&'static str; 3];
}
