//! What the owner says of heads that the record lacks.

use crate::protocol::messages::{HeadStatus, OwnHead};
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Takes how the record stands to what was told of it; what was refused meanwhile is sent again once it may be.
    pub(crate) fn heads(&mut self, status: HeadStatus) -> Vec<Effect> {
        let stopped = self.shared.is_stopped();
        self.shared.take_heads(status);
        match stopped && !self.shared.is_stopped() {
            true => {
                self.shared.saving.refusal = None;
                self.shared.resend()
            }
            false => Vec::new(),
        }
    }
}

impl Workspace {
    /// Takes how the record stands to what was told of it, and says what this account must know of it.
    pub fn take_heads(&mut self, status: HeadStatus) {
        let words = match status.own {
            OwnHead::Held | OwnHead::Missing { .. } => None,
            OwnHead::Accepted { seq, at } => Some(self.language.head_accepted(seq, at)),
            OwnHead::Restored { seq, entries, at } => {
                Some(self.language.head_restored(seq, entries, at))
            }
        };
        if let Some(words) = words {
            self.notice = Some(Notice::warn(words));
        }
        self.heads = status;
    }

    /// Returns whether nothing is saved from here because a head is missing.
    fn is_stopped(&self) -> bool {
        let own = matches!(self.heads.own, OwnHead::Missing { .. });
        own || self.heads.missing.iter().any(|head| head.proven)
    }
}
