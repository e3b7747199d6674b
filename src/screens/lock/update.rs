//! Parts of the study that are locked: what is said to who types there, and locking and unlocking with a reason.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{locks, stays_open};
use crate::domain::views::review;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::protocol::messages::Request;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::line_edit::edit_line;
use crate::screens::lock::state::LockingState;
use crate::screens::screen::Screen;
use crate::screens::screen_lock::secret::Secret;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::lock_words;
use crate::text::screens::passphrase::Occasion;

impl Workspace {
    /// Returns the lock on a part of the open participant, in words.
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

    /// Returns who locked a form on the screen, and why, or that an amendment took it away; a row that was taken away can
    /// still be marked as entered in error.
    pub fn lock_words(&self, form: &FormState) -> Option<String> {
        let visit = form.visit.as_ref()?;
        let unfit = || {
            let place = form.place_of(self, &form.focus);
            let cell = place.and_then(|place| self.stored_cell(&place));
            cell.is_some_and(|cell| cell.unfit.is_some())
        };
        let mends = || stays_open(&form.form, &form.focus) || unfit();
        let removed = || {
            self.removed_words(visit, Some(&form.form))
                .filter(|_| !mends())
        };
        self.lock_over(Some(visit), Some(&form.form))
            .or_else(removed)
    }
}

impl Workspace {
    /// Asks for the reason to lock or unlock a part; who has no passphrase is asked for one first.
    pub(crate) fn open_locking(&mut self, scope: Scope, unlock: bool) {
        let form = scope.form.as_ref();
        let form = form.map_or_else(String::new, |form| review::title(&self.study, form));
        let line = self.line_of_words(&lock_words(&scope, unlock));
        self.open(match self.account.passphrase {
            false => self.passphrase_dialog(Occasion::Locking),
            true => Layer::Locking(LockingState {
                scope,
                form,
                unlock,
                line,
                proves: false,
                secret: Secret::default(),
                refusal: None,
                waits: false,
            }),
        });
    }
}

impl FormState {
    /// Says who locked the form, and why, or that it cannot be seen yet; returns whether it is so.
    pub(crate) fn is_locked_form(&mut self, shared: &mut Workspace) -> bool {
        let visit = self.visit.as_ref();
        // It may have come to be hidden while somebody types in it.
        let hidden = || shared.hidden_words(visit?, &self.form);
        let words = shared.lock_words(self).or_else(hidden);
        let locked = words.is_some();
        if let Some(words) = words {
            shared.notice = Some(Notice::warn(words));
        }
        locked
    }
}

impl LockingState {
    /// Takes the reason, and asks for the passphrase.
    fn take_reason(&mut self, shared: &mut Workspace) {
        if self.reason().is_empty() {
            shared.notice = Some(Notice::warn(shared.language.lock_needs_reason()));
            return;
        }
        if shared.is_reason_unfit(&self.line, TEXT) {
            return;
        }
        self.proves = true;
    }

    /// Sends the passphrase, unless it stands in the reason, which everybody reads.
    fn prove(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.secret.is_in(self.line.text()) {
            self.line = Line::default();
            self.proves = false;
            self.refuse(shared.language.reason_holds_passphrase().to_owned());
            return Vec::new();
        }
        if shared.connection.lost.is_some() {
            self.refuse(shared.language.passphrase_not_compared().to_owned());
            return Vec::new();
        }
        self.waits = true;
        shared.question(Asked::Locking, Request::Unlock(self.secret.take()))
    }
}

impl Screen for LockingState {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        match action {
            Action::Back if self.proves && !self.waits => {
                self.secret.clear();
                self.refusal = None;
                self.proves = false;
            }
            // A lock whose passphrase is on its way is given up.
            Action::Back => shared.close(),
            _ if self.waits => {}
            Action::Open if !self.proves => self.take_reason(shared),
            Action::Open if self.secret.is_empty() => {}
            Action::Open => return self.prove(shared),
            Action::DeleteLine if self.proves => self.secret.clear(),
            _ if !self.proves => {
                edit_line(&mut self.line, action);
            }
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        if self.waits {
            return Some(Vec::new());
        }
        self.refusal = None;
        match self.proves {
            true => self.secret.insert(c),
            false => shared.type_words(&mut self.line, TEXT, c),
        }
        Some(Vec::new())
    }

    fn backspace(&mut self, _shared: &mut Workspace) -> Vec<Effect> {
        match self.proves {
            _ if self.waits => {}
            true => self.secret.delete_back(),
            false => {
                self.line.delete_back();
            }
        }
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if self.waits {
            return Vec::new();
        }
        self.refusal = None;
        match self.proves {
            true => self.secret.paste(text),
            false => shared.paste_words(&mut self.line, TEXT, text),
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }
}
