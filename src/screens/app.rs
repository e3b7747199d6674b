//! The terminal program's state: `update(Msg) -> Vec<Effect>`.
//!
//! Pure: no I/O, no clock, no threads. What must happen outside is returned as effects and comes
//! back as messages. The view reads the [`Model`] and changes nothing.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::typing::plain_char;
use crate::input::action::Action;
use crate::input::key::{Code, Key};
use crate::protocol::messages::{Reply, Request};
use crate::screens::late_entry;
use crate::screens::resume::drafts::Draft;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::typed_ahead::TypedAhead;
use crate::screens::workspace::{Model, Notice, Workspace};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// What can happen to the program.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, already without control characters.
    Paste(String),
    /// The screen has this many columns and rows.
    Resize(u16, u16),
    /// The owner of the study answered.
    Reply(Reply),
    /// The time, told before each batch of other messages.
    Now(DateTime<FixedOffset>),
    /// No key has come for the time that the program is patient.
    Idle,
}

/// What must be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a request to the owner of the study.
    Send(Request),
    /// Remember where the assessor is and what stands half typed; survives `kill -9`.
    Remember(ResumePoint),
    /// Draw every cell anew.
    Redraw,
    /// End the program.
    Quit,
}

/// Where the assessor was, and what was half typed; read back at the next start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumePoint {
    /// Participant, if one was open.
    pub participant: Option<String>,
    /// Visit, if one was open.
    pub visit: Option<String>,
    /// Form, if one was open.
    pub form: Option<String>,
    /// Field with the focus.
    pub field: Option<String>,
    /// What stood in the field, not yet accepted.
    pub text: String,
    /// The entry that stood in the field when that text was begun.
    #[serde(default)]
    pub seen: u64,
    /// When that text was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<FixedOffset>>,
    /// A note on the field that was being written.
    #[serde(default)]
    pub note: Option<String>,
    /// The entry that had set the note when it was begun.
    #[serde(default)]
    pub note_seen: u64,
    /// What the visit is entered late with.
    #[serde(default)]
    pub late: Option<late_entry::update::LateEntry>,
    /// Answers of an enrolment that was not confirmed.
    #[serde(default)]
    pub enrolment: Vec<(FieldId, Answer)>,
    /// Text that is no answer yet and stands elsewhere than in the field with the focus.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<Draft>,
}

impl ResumePoint {
    /// Returns whether there is nothing to go back to.
    pub fn is_nowhere(&self) -> bool {
        self.form.is_none() && self.enrolment.is_empty()
    }

    /// Returns whether something stands half typed in the field with the focus or in a note on it.
    pub fn has_text(&self) -> bool {
        !self.text.is_empty() || self.note.is_some()
    }

    /// Returns whether it holds something that was typed and is in no record.
    pub fn is_half(&self) -> bool {
        self.has_text() || !self.enrolment.is_empty() || !self.drafts.is_empty()
    }
}

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

    /// Takes a message and returns what must be done outside.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let model = &mut self.model;
        let mut effects = match msg {
            Msg::Now(now) => {
                let day = model.shared.today();
                model.shared.now = now;
                if model.shared.today() != day {
                    model.retell();
                }
                return Vec::new();
            }
            Msg::Resize(columns, rows) => {
                model.shared.size = (columns, rows);
                Vec::new()
            }
            Msg::Idle => model.lock(),
            Msg::Reply(reply) => {
                let mut effects = model.reply(reply);
                model.replay(&mut effects);
                if model.shared.leaving && !model.shared.saving.waits() {
                    effects.push(Effect::Quit);
                }
                effects
            }
            Msg::Paste(text) => model.take(TypedAhead::Paste(text)),
            Msg::Key(key) => model.take(TypedAhead::Key(key)),
        };
        model.settle(&mut effects);
        effects
    }
}

impl Workspace {
    pub(crate) fn quit(&mut self) -> Vec<Effect> {
        if self.saving.waits() {
            // The receipt leaves, a second press in a row leaves before it, any other key stays.
            self.leaving = true;
            self.notice = Some(Notice::warn(match (&self.saving.refusal, &self.lost) {
                (Some(_), _) | (_, Some(_)) => {
                    "What is not saved is lost if you leave now. Press the key once more to leave."
                }
                (None, None) => {
                    "Leaving once all is saved. Press the key once more to leave at once."
                }
            }));
            return self.resend();
        }
        vec![Effect::Quit]
    }
}

impl Model {
    /// Adds what follows from where the program is now; what is sent while the owner is out of reach is lost, and is
    /// sent once more when it is back.
    fn settle(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.take_steps());
        self.shared.in_finder = matches!(self.layers.last(), Some(Layer::Finder(_)));
        if std::mem::take(&mut self.shared.story_is_old) {
            self.retell();
        }
        effects.extend(self.come_back());
        effects.append(&mut self.shared.owed);
        self.end_late();
        self.note_typing();
        // Gathered once a message: since when each stands, and what is to be remembered.
        let drafts = self.all_drafts();
        self.stamp_drafts(&drafts);
        self.remember(drafts, effects);
        effects.extend(self.report_location());
        effects.extend(self.ask_list());
        effects.extend(self.ask_overview());
        effects.extend(self.ask_queries());
        if self.shared.lost.is_some() {
            effects.retain(|effect| !matches!(effect, Effect::Send(_)));
        }
    }

    /// Writes down where the assessor is whenever that has changed.
    fn remember(&mut self, drafts: Vec<Draft>, effects: &mut Vec<Effect>) {
        let place = self.place_with(drafts);
        if place != self.shared.remembered {
            self.shared.remembered = place.clone();
            effects.push(Effect::Remember(place));
        }
    }

    /// Gives a key to the topmost layer; the key that closes the last of a lookup brings back what was left.
    pub(crate) fn key(&mut self, key: Key) -> Vec<Effect> {
        let mut effects = self.press(key);
        effects.extend(self.take_steps());
        effects.extend(self.come_back());
        effects
    }

    /// Gives a key to the topmost layer: first as text where the layer takes text, else as an action.
    fn press(&mut self, key: Key) -> Vec<Effect> {
        let key = self.plain_key(key);
        let context = self.context();
        if self.shared.is_too_small() {
            // What cannot be seen cannot be answered.
            return match self.shared.keymap.lookup(context, &key) {
                Some(action @ (Action::Quit | Action::Redraw)) => self.act(action),
                _ => Vec::new(),
            };
        }
        // An Alt that nobody bound is an Esc glued to the next key by a slow line.
        let bound = self.shared.keymap.lookup(context, &key).is_some();
        if let Some([esc, rest]) = key.unglued().filter(|_| !bound) {
            let mut effects = self.key(esc);
            effects.extend(self.key(rest));
            return effects;
        }
        let went_on = self
            .form_mut()
            .is_some_and(|form| std::mem::take(&mut form.went_on));
        if key.code != Code::Backspace
            && let Some(form) = self.form_mut()
        {
            form.from_choice = false;
        }
        if let Some(Layer::Form(form)) = self.layers.last_mut() {
            let goes = matches!(key.code, Code::Enter | Code::Tab);
            if went_on && goes && form.is_on_empty_line() {
                let stands = self.shared.standing(form, &form.focus).is_some();
                self.shared.notice = Some(Notice::info(if stands {
                    "Nothing was typed here. The same key again leaves the field as it is."
                } else {
                    "Nothing was entered here. The same key again skips this field."
                }));
                return Vec::new();
            }
            if let Some(effects) = form.enter_in_form(&mut self.shared, &key) {
                return effects;
            }
        }
        if let Some(c) = key.typed()
            && let Some(effects) = self.type_char(c)
        {
            return effects;
        }
        if key.code == Code::Backspace && !key.ctrl {
            return self.turn(|screen, shared| screen.backspace(shared));
        }
        // A key bound to a character works in its full-width form too.
        let plain = key.typed().map(|c| Key::plain(Code::Char(plain_char(c))));
        let lookup = |key: &Key| self.shared.keymap.lookup(context, key);
        match lookup(&key).or_else(|| lookup(&plain?)) {
            Some(action) => self.act(action),
            None => {
                if key.typed().is_some() {
                    self.reject_char(key);
                }
                Vec::new()
            }
        }
    }

    /// Returns a key as the topmost layer reads it: in its full-width form like the character that it stands for, but
    /// where text is written.
    fn plain_key(&self, key: Key) -> Key {
        let keys_alone = self.screen().is_some_and(Screen::reads_keys_alone);
        match key.code {
            Code::Char(c) if keys_alone => Key {
                code: Code::Char(plain_char(c)),
                ..key
            },
            _ => key,
        }
    }

    /// Does an action in the topmost layer; what the layer does not know is tried for the whole program.
    pub(crate) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return self.shared.quit(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Help => return self.open_help(),
            Action::Menu => return self.open_menu(),
            Action::Lock => return self.lock(),
            Action::Queries => return self.open_queries(),
            Action::Drafts => return self.open_drafts(),
            Action::Find => return self.open_finder(),
            Action::Timeline if self.shared.record.is_some() && !self.is_in_finder() => {
                return self.open_timeline();
            }
            Action::Logs if self.shared.record.is_some() && !self.is_in_finder() => {
                return self.open_logs();
            }
            _ => {}
        }
        match self.layers.last_mut() {
            // The rows of a log may lie over a visit, whose change it is.
            Some(Layer::Form(_)) if action == Action::Change => {
                match self.open_visit().cloned() {
                    Some(visit) => self.shared.open_change(visit),
                    None => self.shared.no_change(),
                }
                self.take_steps()
            }
            _ => self.turn(|screen, shared| screen.act(shared, action)),
        }
    }

    /// Returns the screen that gets the keys; the finder is the list over what is open.
    pub(crate) fn screen(&self) -> Option<&dyn Screen> {
        match self.layers.last()? {
            Layer::Finder(_) => self.layers.first()?.screen(),
            top => top.screen(),
        }
    }

    /// Gives the topmost screen its turn, and does what it asks for.
    pub(crate) fn turn(
        &mut self,
        turn: impl FnOnce(&mut dyn Screen, &mut Workspace) -> Vec<Effect>,
    ) -> Vec<Effect> {
        self.shared.in_finder = matches!(self.layers.last(), Some(Layer::Finder(_)));
        let top = match self.shared.in_finder {
            true => self.layers.first_mut(),
            false => self.layers.last_mut(),
        };
        let Some(screen) = top.and_then(Layer::screen_mut) else {
            return Vec::new();
        };
        let mut effects = turn(screen, &mut self.shared);
        effects.extend(self.take_steps());
        effects
    }

    /// Gives a character to the topmost screen as text; `None` where it is no text there.
    fn type_char(&mut self, c: char) -> Option<Vec<Effect>> {
        let mut is_text = false;
        let effects = self.turn(|screen, shared| {
            let effects = screen.type_char(shared, c);
            is_text = effects.is_some();
            effects.unwrap_or_default()
        });
        is_text.then_some(effects)
    }

    /// Gives pasted text to the topmost screen.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.turn(|screen, shared| screen.paste(shared, text))
    }
}
