//! What a screen is: it takes keys in its own state and the workspace, and draws itself.
//!
//! A screen never sees another one. What it wants of the stack it leaves as steps in the workspace.

use crate::domain::record::entry::Entry;
use crate::input::action::{Action, Context};
use crate::screens::canvas::Canvas;
use crate::screens::effect::Effect;
use crate::screens::explained::Explained;
use crate::screens::key_line::Named;
use crate::screens::scene::Scene;
use crate::screens::stack::{Layer, for_each_layer};
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// An action that the last row may name, and whether it does something here and now.
pub(crate) type Offer = (Action, bool);

/// How a screen looks. Drawing reads and changes nothing.
pub(crate) trait Draw {
    /// Draws the screen, and returns where the cursor stands.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position>;
}

/// What is said of a screen around it: its name, its keys, its signs.
pub(crate) trait Hints {
    /// Returns what the header calls it, behind participant and visit; `top` says that it is the topmost screen.
    fn title(&self, _shared: &Workspace, _top: bool) -> Option<String> {
        None
    }

    /// Returns what answers an open box, before the keys of every list.
    fn answers(&self, _shared: &Workspace) -> Vec<Named> {
        Vec::new()
    }

    /// Returns the actions that the last row may name, the most wanted first, each with whether it does something here
    /// and now: an action that would change nothing, or only be refused, is not named. The help is named without being offered, unless
    /// it is said to do nothing. `body` is where the screen is drawn.
    fn hints(&self, scene: &Scene<'_>, body: Rect) -> Vec<Offer>;

    /// Returns whether every character is text here, also where its context has characters as keys.
    fn types_every_character(&self) -> bool {
        false
    }

    /// Returns what an action does here and now, where its own word would say the opposite; at most 16 columns.
    fn word(&self, _shared: &Workspace, _action: Action) -> Option<&'static str> {
        None
    }

    /// Returns what the help explains of it; nothing where it has no signs of its own.
    fn explained(&self, _scene: &Scene<'_>) -> Option<Explained> {
        None
    }
}

/// A screen on the stack.
pub(crate) trait Screen: Draw + Hints {
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
        shared.refuse_paste();
        Vec::new()
    }

    /// Returns whether a full-width character is read as the key that it stands for: everywhere but where text is
    /// written.
    fn reads_keys_alone(&self) -> bool {
        true
    }

    /// Returns whether it hides the screen below completely.
    fn covers(&self) -> bool {
        true
    }

    /// Records that the owner has newer data than it shows.
    fn become_stale(&mut self) {}

    /// Asks the owner for what it shows and does not hold.
    fn ask_owner(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        Vec::new()
    }

    /// Takes entries that were stored while it is open.
    fn learn(&mut self, _entries: &[Entry]) {}
}

macro_rules! screens_of_layers {
    ($($(#[doc = $doc:literal])+ $layer:ident($state:ty);)+) => {
        impl Layer {
            /// Returns the screen of the layer; none for the finder, which is the list over what is open.
            pub(crate) fn screen(&self) -> Option<&dyn Screen> {
                match self {
                    Self::Finder(_) => None,
                    $(Self::$layer(screen) => Some(screen),)+
                }
            }

            /// Returns the screen of the layer, to be given a turn.
            pub(crate) fn screen_mut(&mut self) -> Option<&mut dyn Screen> {
                match self {
                    Self::Finder(_) => None,
                    $(Self::$layer(screen) => Some(screen),)+
                }
            }
        }
    };
}

for_each_layer!(screens_of_layers);

impl Layer {
    /// Returns the context in which keys are looked up.
    pub fn context(&self) -> Context {
        self.screen()
            .map_or(Context::List, |screen| screen.context())
    }

    /// Returns whether it hides the layer below completely.
    pub fn covers(&self) -> bool {
        self.screen().is_none_or(|screen| screen.covers())
    }
}
