//! What a screen is: it takes keys in its own state and the workspace, and draws itself.
//!
//! A screen never sees another one. What it wants of the stack it leaves as steps in the workspace.

use super::app::Effect;
use super::workspace::{Notice, Workspace};
use crate::input::action::{Action, Context};

/// A screen on the stack.
pub(crate) trait Screen {
    /// Returns the context in which its keys are looked up.
    fn context(&self) -> Context;

    /// Does an action; one that means nothing here does nothing.
    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect>;

    /// Takes a character as text; `None` where it is no text, so that the key bound to it acts.
    fn type_char(&mut self, _shared: &mut Workspace, _c: char) -> Option<Vec<Effect>> {
        None
    }

    /// Takes Backspace: it deletes where something is typed, and goes one step back elsewhere.
    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::Back)
    }

    /// Takes pasted text.
    fn paste(&mut self, shared: &mut Workspace, _text: &str) -> Vec<Effect> {
        shared.notice = Some(Notice::warn("A paste does not answer this; use the keys."));
        Vec::new()
    }

    /// Returns whether a full-width character is read as the key that it stands for: everywhere but where text is
    /// written.
    fn reads_keys_alone(&self) -> bool {
        true
    }

    /// Returns whether nothing of the screen beneath is seen.
    fn covers(&self) -> bool {
        true
    }

    /// Returns the actions that the last row names, the most wanted first.
    fn hints(&self, shared: &Workspace) -> Vec<Action>;
}
