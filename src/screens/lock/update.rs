//! Parts of the study that are locked: what is said to who types there, and locking and unlocking with a reason.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::rules::locks;
use crate::domain::views::review;
use crate::input::action::Action;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::edit_line;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;
use crate::text::{English, Language as _};

/// A reason being written.
#[derive(Clone, Debug)]
pub struct LockingState {
    /// The part.
    pub scope: Scope,
    /// The part in words: `this visit`.
    pub what: String,
    /// It is unlocked, not locked.
    pub unlock: bool,
    /// The reason.
    pub line: Line,
}

impl Model {
    /// Returns the lock that lies over a part of the open participant, in words.
    pub fn lock_over(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<String> {
        let record = self.record.as_ref()?;
        let (scope, lock) = record.locks.over(&self.part(visit, form)?)?;
        Some(English.lock(scope, lock))
    }

    /// Returns the same on one short line.
    pub fn lock_mark(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<String> {
        let record = self.record.as_ref()?;
        let (scope, lock) = record.locks.over(&self.part(visit, form)?)?;
        Some(lock.mark(scope))
    }

    fn part(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<Scope> {
        let record = self.record.as_ref()?;
        Some(Scope {
            participant: Some(record.participant.id.clone()),
            visit: visit.cloned(),
            form: form.cloned(),
        })
    }

    /// Says who locked what an event would write to, and why; returns whether something is locked there.
    pub(crate) fn is_locked(&mut self, events: &[Event]) -> bool {
        let open = self.record.as_ref().map(|record| &record.participant.id);
        let words = events.iter().find_map(|event| {
            let part = locks::typed_into(event).filter(|_| event.participant() == open)?;
            let (scope, lock) = self.record.as_ref()?.locks.over(&part)?;
            Some(English.lock(scope, lock))
        });
        let locked = words.is_some();
        if let Some(words) = words {
            self.notice = Some(Notice::warn(words));
        }
        locked
    }

    /// Returns who locked a form on the screen, and why.
    pub fn lock_words(&self, form: &FormState) -> Option<String> {
        self.lock_over(Some(form.visit.as_ref()?), Some(&form.form))
    }

    /// Says who locked the form on top, and why; returns whether it is locked.
    pub(crate) fn is_locked_form(&mut self) -> bool {
        let words = self.form().and_then(|form| self.lock_words(form));
        let locked = words.is_some();
        if let Some(words) = words {
            self.notice = Some(Notice::warn(words));
        }
        locked
    }

    /// Asks for the reason to lock or unlock a part.
    pub(crate) fn open_locking(&mut self, scope: Scope, unlock: bool) -> Vec<Effect> {
        let what = match (&scope.form, scope.word()) {
            (Some(form), _) => format!("the form {}", review::title(&self.study, form)),
            (None, "study") => "the whole study".to_owned(),
            (None, word) => format!("this {word}"),
        };
        self.layers.push(Layer::Locking(LockingState {
            scope,
            what,
            unlock,
            line: Line::default(),
        }));
        Vec::new()
    }

    /// Asks for the reason to lock the whole study, or to unlock it.
    pub(crate) fn lock_study(&mut self) -> Vec<Effect> {
        let Some(Layer::Study(state)) = self.layers.last() else {
            return Vec::new();
        };
        let Some(overview) = &state.overview else {
            return Vec::new();
        };
        let locked = overview.locked.is_some();
        if !self.may_lock() {
            let words = "An investigator or a manager locks and unlocks the study.";
            self.notice = Some(Notice::warn(words));
            return Vec::new();
        }
        self.open_locking(Scope::study(), locked)
    }

    pub(crate) fn act_locking(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::Locking(state)) = self.layers.last_mut() else {
            return Vec::new();
        };
        if edit_line(&mut state.line, action) {
            return Vec::new();
        }
        match action {
            Action::Back => self.close(),
            Action::Open => {
                let reason = state.line.text().trim().to_owned();
                if reason.is_empty() {
                    self.notice = Some(Notice::warn("Say why, then press Enter."));
                    return Vec::new();
                }
                let (scope, unlock) = (state.scope.clone(), state.unlock);
                let event = match unlock {
                    true => Event::Unlocked { scope, reason },
                    false => Event::Locked { scope, reason },
                };
                self.close();
                return self.send(vec![event]);
            }
            _ => {}
        }
        Vec::new()
    }
}
