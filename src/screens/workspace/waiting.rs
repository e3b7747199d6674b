//! Giving up what is waited for, and the keys that wait.

use crate::input::action::Context;
use crate::input::key::{Code, Key};
use crate::screens::effect::Effect;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Gives up what is waited for, and the keys that wait.
    pub(crate) fn stop_waiting(&mut self) -> Vec<Effect> {
        self.opening.cancel();
        self.connection.typed_ahead.clear();
        self.leaving = false;
        self.notice = Some(Notice::info(self.language.waiting_given_up()));
        Vec::new()
    }

    /// Forgets the keys that wait, and says so behind what is said already.
    pub(crate) fn drop_typed_ahead(&mut self) {
        let dropped = self.connection.typed_ahead.len();
        if dropped == 0 {
            return;
        }
        self.connection.typed_ahead.clear();
        let words = self.language.keys_dropped(dropped);
        match &mut self.notice {
            Some(notice) => notice.text = format!("{} {words}", notice.text),
            None => self.notice = Some(Notice::warn(words)),
        }
    }

    /// Returns whether a key is typed into the finder's own line in this context.
    pub(crate) fn is_bound_in_list(&self, c: char) -> bool {
        let key = Key::plain(Code::Char(c));
        self.keymap.lookup(Context::List, &key).is_some()
    }
}
