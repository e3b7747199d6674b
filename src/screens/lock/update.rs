//! Parts of the study that are locked: what is said to who types there, and locking and unlocking with a reason.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::rules::locks;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::views::review;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::line_edit::edit_line;
use crate::screens::lock::state::LockingState;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns the lock that lies over a part of the open participant, in words.
    pub fn lock_over(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<String> {
        let record = self.open.record.as_ref()?;
        let (scope, lock) = record.locks.over(&self.part(visit, form)?)?;
        Some(self.language.lock(scope, lock))
    }

    /// Returns the same on one short line.
    pub fn lock_mark(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<String> {
        let record = self.open.record.as_ref()?;
        let (scope, lock) = record.locks.over(&self.part(visit, form)?)?;
        Some(self.language.lock_mark(scope, lock))
    }

    fn part(&self, visit: Option<&VisitId>, form: Option<&FormId>) -> Option<Scope> {
        let record = self.open.record.as_ref()?;
        Some(Scope {
            participant: Some(record.participant.id.clone()),
            visit: visit.cloned(),
            form: form.cloned(),
        })
    }

    /// Says who locked what an event would write to, and why; returns whether something is locked there.
    pub(crate) fn is_locked(&mut self, events: &[Event]) -> bool {
        let open = self
            .open
            .record
            .as_ref()
            .map(|record| &record.participant.id);
        let words = events.iter().find_map(|event| {
            let part = locks::typed_into(event).filter(|_| event.participant() == open)?;
            let (scope, lock) = self.open.record.as_ref()?.locks.over(&part)?;
            Some(self.language.lock(scope, lock))
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
}

impl Workspace {
    /// Asks for the reason to lock or unlock a part.
    pub(crate) fn open_locking(&mut self, scope: Scope, unlock: bool) {
        let form = scope.form.as_ref();
        let form = form.map_or_else(String::new, |form| review::title(&self.study, form));
        self.open(Layer::Locking(LockingState {
            scope,
            form,
            unlock,
            line: Line::default(),
        }));
    }
}

impl FormState {
    /// Says who locked the form, and why; returns whether it is locked.
    pub(crate) fn is_locked_form(&mut self, shared: &mut Workspace) -> bool {
        let words = shared.lock_words(self);
        let locked = words.is_some();
        if let Some(words) = words {
            shared.notice = Some(Notice::warn(words));
        }
        locked
    }
}

impl Screen for LockingState {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        if edit_line(&mut self.line, action) {
            return Vec::new();
        }
        match action {
            Action::Back => shared.close(),
            Action::Open => {
                let reason = self.line.text().trim().to_owned();
                if reason.is_empty() {
                    shared.notice = Some(Notice::warn(shared.language.lock_needs_reason()));
                    return Vec::new();
                }
                let scope = self.scope.clone();
                let event = match self.unlock {
                    true => Event::Unlocked { scope, reason },
                    false => Event::Locked { scope, reason },
                };
                shared.close();
                return shared.send(vec![event]);
            }
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        shared.type_words(&mut self.line, TEXT, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        self.line.delete_back();
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        shared.paste_words(&mut self.line, TEXT, text);
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }
}
