//! Which screen gets a key, as text or as an action, and what follows from every message.

use crate::domain::base::text::unfit_in_paste;
use crate::domain::forms::engine::typing::plain_char;
use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::protocol::messages::Request;
use crate::screens::correction::state::CorrectionState;
use crate::screens::drafts::state::Draft;
use crate::screens::effect::Effect;
use crate::screens::form::state::{Arrival, FormState};
use crate::screens::model::Model;
use crate::screens::participation::state::{ParticipationState, Said};
use crate::screens::screen::Screen;
use crate::screens::stack::{Layer, OnStack};
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::around::WayToAmendment;

impl Model {
    /// Adds what follows from where the program is now; what is sent while the owner is out of reach is lost, and is
    /// sent once more when it is back.
    pub(crate) fn after_update(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.take_steps());
        self.shared.in_finder = matches!(self.layers.last(), Some(Layer::Finder(_)));
        if std::mem::take(&mut self.shared.open.timeline_is_stale) {
            self.refresh_timelines();
        }
        effects.extend(self.come_back());
        effects.append(&mut self.shared.opening.leaving_effects);
        self.end_late();
        self.note_typing();
        // The waiting texts are collected once for each message, for their times and for the place to resume at.
        let drafts = self.all_drafts();
        self.stamp_drafts(&drafts);
        self.remember(drafts, effects);
        effects.extend(self.report_location());
        // Who asks for the list is told of the list alone, and would be deaf to the record that was asked for before it.
        let reads = |effect: &Effect| matches!(effect, Effect::Send(Request::Record(_)));
        if self.is_in_finder() || !effects.iter().any(reads) {
            effects.extend(self.ask_list());
        }
        effects.extend(self.ask_owner());
        if self.shared.connection.lost.is_some() {
            effects.retain(|effect| !matches!(effect, Effect::Send(_)));
        }
    }

    /// Writes down where the assessor is whenever that has changed.
    fn remember(&mut self, drafts: Vec<Draft>, effects: &mut Vec<Effect>) {
        let place = self.place_with(drafts);
        if place != self.shared.texts.remembered {
            self.shared.texts.remembered = place.clone();
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
        self.shared.note_key();
        let key = self.plain_key(key);
        let context = self.context();
        if self.shared.is_too_small() {
            // The terminal is too small to show the screen, so no key may answer it.
            return match self.shared.keymap.lookup(context, &key) {
                Some(action @ (Action::Quit | Action::Redraw)) => self.act(action),
                _ => Vec::new(),
            };
        }
        // A slow line can deliver Esc and the next key together, which reads as Alt; where that Alt key is not bound, the
        // two are split again.
        let bound = self.bound_here(&key).is_some();
        if let Some([esc, rest]) = key.unglued().filter(|_| !bound) {
            let mut effects = self.key(esc);
            effects.extend(self.key(rest));
            return effects;
        }
        let arrival = self.form().map_or(Arrival::ByHand, |form| form.arrival);
        let goes_back = key.code == Code::Backspace && arrival == Arrival::WentOnFromChoice;
        let (mut stayed, mut asked_nothing) = (None, None);
        if let Some(form) = self.form_mut() {
            stayed = form.enter_stayed.take();
            asked_nothing = form.asked_nothing.take();
            if !goes_back {
                form.arrival = Arrival::ByHand;
            }
        }
        if let Some(Layer::Form(form)) = self.layers.last_mut() {
            if let Some(mut word) = asked_nothing
                && self.shared.soon
                && let Some(c) = key.typed()
            {
                // All of a word that came at once was meant for the question.
                word.push(c);
                let words = self.shared.language.word_asked_nothing(&word);
                self.shared.notice = Some(Notice::warn(words));
                form.asked_nothing = Some(word);
                return Vec::new();
            }
            if key.code == Code::Enter && !key.alt && form.is_on_empty_line() {
                let pictures = self.shared.pictures;
                let stays = match stayed {
                    // An Enter that was typed before it was seen why the first one stayed is one too many as well.
                    Some((at, words)) => (at >= pictures).then_some((at, words)),
                    None => {
                        let words = form.enter_stays(&self.shared, arrival);
                        words.map(|words| (pictures, words))
                    }
                };
                if let Some((at, words)) = stays {
                    form.enter_stayed = Some((at, words.clone()));
                    self.shared.notice = Some(Notice::info(words));
                    return Vec::new();
                }
            }
            if let Some(effects) = form.enter_in_form(&mut self.shared, &key) {
                return effects;
            }
            if let Some(effects) = form.move_in_rows(&self.shared, &key) {
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

    /// Returns what a key does here. One with Alt that ends a line does nothing where there is none to end: it may be Esc
    /// and Enter.
    pub(crate) fn bound_here(&self, key: &Key) -> Option<Action> {
        let form = || match self.layers.last() {
            Some(Layer::Form(form)) => form.takes_lines(&self.shared),
            _ => false,
        };
        let bound = self.shared.keymap.lookup(self.context(), key);
        bound.filter(|action| *action != Action::NewLine || !key.alt || form())
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

    /// Asks whether the open visit was begun by mistake, or what of the open participant's enrolment is wrong.
    fn open_correction(&mut self) {
        if self.shared.open.record.is_none() || self.is_in_finder() {
            let words = self.shared.language.correction_of_open();
            self.shared.notice = Some(Notice::info(words));
        } else if let Some(Layer::Visit(forms)) = self.layers.last() {
            self.shared.ask_unbegin(forms.visit.clone());
        } else if self.topmost::<CorrectionState>().is_none()
            && self.topmost::<UnbeginState>().is_none()
        {
            self.shared.ask_correction();
        }
    }

    /// Asks how the open participant takes part.
    fn open_participation(&mut self) {
        if self.shared.open.record.is_none() || self.is_in_finder() {
            let words = self.shared.language.participation_of_open();
            self.shared.notice = Some(Notice::info(words));
        } else if self.topmost::<ParticipationState>().is_none() {
            self.shared.ask_participation(Said::default());
        }
    }

    /// Does an action in the topmost layer; what the layer does not know is tried for the whole program.
    pub(crate) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Quit => return self.quit(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Help => return self.open_help(),
            Action::Menu => return self.open_menu(),
            Action::Lock => return self.lock_by_key(),
            Action::Passphrase => return self.open_passphrase(),
            Action::Correct => {
                self.open_correction();
                return self.take_steps();
            }
            Action::Participation => {
                self.open_participation();
                return self.take_steps();
            }
            Action::Queries => return self.open_queries(),
            Action::Drafts => return self.open_drafts(),
            Action::Find => return self.open_finder(),
            // From the list of participants, the screen of the study leads there.
            Action::Study if self.shared.amendment_waits && !self.has_own_study_key() => {
                self.shared.open_amendment();
                return self.take_steps();
            }
            Action::Study if self.context() == Context::List && !self.has_own_study_key() => {
                self.shared.leave_for_study();
                return self.take_steps();
            }
            Action::Timeline if self.shared.open.record.is_some() && !self.is_in_finder() => {
                return self.open_timeline();
            }
            Action::Logs if self.shared.open.record.is_some() && !self.is_in_finder() => {
                return self.open_logs();
            }
            _ => {}
        }
        match self.layers.last_mut() {
            // The rows of a log may be open over a visit; the change shown is that of the visit.
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

    /// Returns whether the topmost screen does something of its own with the key of the study.
    fn has_own_study_key(&self) -> bool {
        let top = self.layers.last();
        top.is_some_and(|layer| {
            matches!(
                layer,
                Layer::Finder(_) | Layer::Participants(_) | Layer::Study(_) | Layer::Amendment(_)
            )
        })
    }

    /// Returns how the key of the study leads from here to what waits to be accepted.
    pub(crate) fn way_to_amendment(&self) -> WayToAmendment {
        match self.layers.last() {
            Some(Layer::Amendment(_)) => WayToAmendment::Here,
            Some(Layer::Participants(_)) => WayToAmendment::KeyTwice,
            _ => {
                let context = self.context();
                let keys = self.shared.keymap.keys(context, Action::Study);
                match keys.is_empty() || matches!(self.layers.last(), Some(Layer::Finder(_))) {
                    true => WayToAmendment::InList,
                    false => WayToAmendment::Key,
                }
            }
        }
    }

    /// Leaves the program once all is saved; the forms that are open, or put aside for a look, are left first.
    fn quit(&mut self) -> Vec<Effect> {
        let mut effects = self.leave_open_forms();
        effects.extend(self.shared.quit());
        effects
    }

    /// Says that the forms that are open were left. Out of the owner's reach nothing is said: it says so itself when this
    /// client does not come back.
    pub(crate) fn leave_open_forms(&mut self) -> Vec<Effect> {
        if self.shared.connection.lost.is_some() || self.shared.saving.refusal.is_some() {
            return Vec::new();
        }
        let mut events = Vec::new();
        let here = (&mut self.layers, self.shared.open.record.as_ref());
        let away = self.away.iter_mut();
        let away = away.map(|away| (&mut away.layers, away.open.record.as_ref()));
        for (layers, record) in away.chain([here]) {
            for form in layers.iter_mut().filter_map(FormState::of_mut) {
                let left = record.and_then(|record| self.shared.leaving_of(record, form));
                form.stored = false;
                if left.as_ref().is_some_and(|left| !events.contains(left)) {
                    events.extend(left);
                }
            }
        }
        let shared = &mut self.shared;
        events
            .into_iter()
            .flat_map(|event| shared.append(vec![event]))
            .collect()
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

    /// Gives pasted text to the topmost screen, or refuses it whole.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if let Some(c) = unfit_in_paste(text) {
            let words = self.shared.language.paste_has_character(c);
            self.shared.notice = Some(Notice::warn(words));
            return Vec::new();
        }
        self.turn(|screen, shared| screen.paste(shared, text))
    }
}
