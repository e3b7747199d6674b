//! The terminal program's state: `update(Msg) -> Vec<Effect>`.
//!
//! Pure: no I/O, no clock, no threads. What must happen outside is returned as effects and comes
//! back as messages. The view reads the [`Model`] and changes nothing.

use crate::screens::effect::{Effect, Msg};
use crate::screens::model::Model;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::typed_ahead::TypedAhead;

/// The program: its model, and the one way to change it.
#[derive(Debug)]
pub struct App {
    /// What the view reads.
    pub model: Model,
}

impl App {
    /// Starts on the list of participants; the requests to send first come from [`App::start`].
    pub fn new(model: Model) -> Self {
        Self { model }
    }

    /// Returns what must be asked of the owner first.
    pub fn start(&mut self) -> Vec<Effect> {
        self.model.shared.take_up_drafts();
        self.model.ask_list()
    }

    /// Learns that the picture as it is now was drawn.
    pub fn drawn(&mut self) {
        self.model.shared.pictures += 1;
    }

    /// Takes a message and returns what must be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let model = &mut self.model;
        let mut effects = match msg {
            Msg::Now(now) => {
                let day = model.shared.today();
                model.shared.now = now;
                if model.shared.today() == day {
                    return Vec::new();
                }
                // A window may have opened or closed, and an open one hides earlier scores.
                model.refresh_timelines();
                model.look_again()
            }
            Msg::Resize(columns, rows) => {
                model.shared.size = (columns, rows);
                Vec::new()
            }
            Msg::Idle => model.idle(),
            Msg::Paused => {
                model.paused();
                Vec::new()
            }
            Msg::Silent => {
                model.owner_is_silent();
                Vec::new()
            }
            Msg::Reply(reply) => {
                model.owner_speaks();
                let mut effects = model.reply(reply);
                model.replay(&mut effects);
                let waits = model.shared.saving.waits() || model.shared.exporting.goes_on();
                if model.shared.leaving && !waits {
                    effects.push(Effect::Quit);
                }
                effects
            }
            Msg::PasteLost => {
                let words = model.shared.language.paste_was_too_long();
                model.shared.notice = Some(Notice::warn(words.to_owned()));
                Vec::new()
            }
            Msg::Paste(text) => model.take(TypedAhead::Paste(text)),
            Msg::Key(key) => model.take(TypedAhead::Key(key)),
        };
        model.after_update(&mut effects);
        model.end_locked(&mut effects);
        effects
    }
}
