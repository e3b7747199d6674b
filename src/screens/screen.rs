//! What a screen is: it takes keys in its own state and the workspace, and draws itself.
//!
//! A screen never sees another one. What it wants of the stack it leaves as steps in the workspace.

use super::workspace::Workspace;
use crate::input::action::{Action, Context};
use crate::screens::effect::Effect;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

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

impl Layer {
    /// Returns the screen that is one of its own; the finder is the list over what is open.
    pub(crate) fn screen(&self) -> Option<&dyn Screen> {
        Some(match self {
            Self::Participant(screen) => screen,
            Self::Visit(screen) => screen,
            Self::Log(screen) => screen,
            Self::Form(screen) => screen.as_ref(),
            Self::GoTo(screen) => screen,
            Self::Note(screen) => screen,
            Self::Page(screen) => screen,
            Self::Timeline(screen) => screen.as_ref(),
            Self::Study(screen) => screen,
            Self::Queries(screen) => screen,
            Self::Drafts(screen) => screen,
            Self::Review(screen) => screen,
            Self::Sign(screen) => screen.as_ref(),
            Self::Locking(screen) => screen,
            Self::History(screen) => screen.as_ref(),
            Self::Late(screen) => screen.as_ref(),
            Self::Picker(screen) => screen,
            Self::Participants(screen) => screen,
            Self::Finder(_) => return None,
        })
    }

    /// Returns the screen that is one of its own, to be given a turn.
    pub(crate) fn screen_mut(&mut self) -> Option<&mut dyn Screen> {
        Some(match self {
            Self::Participant(screen) => screen,
            Self::Visit(screen) => screen,
            Self::Log(screen) => screen,
            Self::Form(screen) => screen.as_mut(),
            Self::GoTo(screen) => screen,
            Self::Note(screen) => screen,
            Self::Page(screen) => screen,
            Self::Timeline(screen) => screen.as_mut(),
            Self::Study(screen) => screen,
            Self::Queries(screen) => screen,
            Self::Drafts(screen) => screen,
            Self::Review(screen) => screen,
            Self::Sign(screen) => screen.as_mut(),
            Self::Locking(screen) => screen,
            Self::History(screen) => screen.as_mut(),
            Self::Late(screen) => screen.as_mut(),
            Self::Picker(screen) => screen,
            Self::Participants(screen) => screen,
            Self::Finder(_) => return None,
        })
    }

    /// Returns the context in which keys are looked up.
    pub fn context(&self) -> Context {
        self.screen().map_or(Context::List, Screen::context)
    }

    /// Returns whether nothing of the layer beneath is seen.
    pub fn covers(&self) -> bool {
        self.screen().is_none_or(Screen::covers)
    }
}
