//! Keys that come before the reply that decides what they mean: they wait, in order, and act when it is there.
//!
//! So the same keys have the same effect however long the owner takes to answer. A key never reaches a screen that it was
//! not meant for: when the request that keys wait for fails, the keys are dropped.

use crate::input::action::Action;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::typed_ahead::TypedAhead;

/// Most keys that wait.
const MOST: usize = 64;

impl Model {
    /// Takes something typed, or lets it wait.
    pub(crate) fn take(&mut self, typed: TypedAhead) -> Vec<Effect> {
        if self.shared.lock.locked.is_some() {
            let mut effects = Vec::new();
            if self.shared.leaves_from_lock(&typed) {
                effects = self.leave_open_forms();
            }
            effects.extend(self.shared.type_at_lock(typed));
            return effects;
        }
        let waiting = !self.shared.connection.typed_ahead.is_empty() || self.must_wait(&typed);
        if !waiting {
            return self.do_typed(typed);
        }
        if let TypedAhead::Key(key) = &typed {
            let bound = self.bound_here(key);
            match bound {
                Some(Action::Quit | Action::Redraw | Action::Lock) => return self.do_typed(typed),
                Some(Action::Back) => return self.shared.stop_waiting(),
                Some(_) => {}
                None => {
                    // A slow line can deliver Esc and the next key together, which reads as Alt. Where that Alt key is
                    // not bound, Esc stops the waiting and the other key is taken by itself.
                    if let Some([_, rest]) = key.unglued() {
                        let mut effects = self.shared.stop_waiting();
                        effects.extend(self.take(TypedAhead::Key(rest)));
                        return effects;
                    }
                }
            }
        }
        self.shared.leaving = false;
        if self.shared.connection.typed_ahead.len() < MOST {
            self.shared.connection.typed_ahead.push_back(typed);
        } else {
            self.shared.notice = Some(Notice::warn(self.shared.language.too_many_keys_wait(MOST)));
        }
        Vec::new()
    }

    /// Does what waited, as far as nothing else has to be waited for.
    pub(crate) fn replay(&mut self, effects: &mut Vec<Effect>) {
        while let Some(next) = self.shared.connection.typed_ahead.front()
            && self.shared.lock.locked.is_none()
            && !self.must_wait(next)
            && let Some(next) = self.shared.connection.typed_ahead.pop_front()
        {
            effects.extend(self.do_typed(next));
            if effects.contains(&Effect::Quit) {
                self.shared.connection.typed_ahead.clear();
            }
        }
    }

    fn do_typed(&mut self, typed: TypedAhead) -> Vec<Effect> {
        self.shared.notice_before = self.shared.notice.take();
        let effects = self.do_one(typed);
        if let Some(layer) = self.layers.last() {
            self.shared.keep_words(layer);
        }
        effects
    }

    fn do_one(&mut self, typed: TypedAhead) -> Vec<Effect> {
        match typed {
            TypedAhead::Paste(text) => self.paste(&text),
            TypedAhead::Key(key) => {
                let leaving = std::mem::take(&mut self.shared.leaving);
                let mut effects = self.key(key);
                if leaving && std::mem::take(&mut self.shared.leaving) {
                    effects.push(Effect::Quit);
                }
                effects
            }
        }
    }

    /// Returns whether a reply that is still to come decides what this means.
    pub(crate) fn must_wait(&self, typed: &TypedAhead) -> bool {
        let study = matches!(
            self.layers.last(),
            Some(Layer::Study(_) | Layer::Queries(_))
        );
        if self.shared.opening.participant.is_some() && (study || self.is_list_on_top()) {
            return true;
        }
        let TypedAhead::Key(key) = typed else {
            return false;
        };
        let action = self.shared.keymap.lookup(self.context(), key);
        match self.layers.last() {
            Some(Layer::Participants(_) | Layer::Finder(_)) if self.shared.is_finding() => {
                let Some(list) = self.list() else {
                    return false;
                };
                let text = key.typed().is_some() && !(list.line.is_empty() && action.is_some());
                if text || self.shared.is_too_small() {
                    return false;
                }
                let known = list.is_answered();
                match action {
                    Some(Action::Open | Action::Timeline) => !known || self.selected().is_none(),
                    Some(
                        Action::Next
                        | Action::Previous
                        | Action::NextSection
                        | Action::PreviousSection
                        | Action::First
                        | Action::Last,
                    ) => !known,
                    _ => false,
                }
            }
            Some(Layer::Form(form)) if form.visit.is_none() && form.at_end => {
                // Nobody is asked whether to enrol under an id that may be in use, or somebody who may be enrolled already.
                let asked = |asked: &Asked| matches!(asked, Asked::Taken(_) | Asked::Alike(_));
                matches!(action, Some(Action::Next | Action::Open))
                    && self.shared.connection.asked.iter().any(asked)
            }
            Some(Layer::Study(study)) if self.shared.is_asked_overview() => {
                study.overview.is_none() && action != Some(Action::Back)
            }
            _ => false,
        }
    }
}
