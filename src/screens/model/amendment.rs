//! An acceptance of an amendment that the owner looks at: stored, refused, or nobody knows.

use crate::domain::rules::Refusal;
use crate::screens::amendment::state::AmendmentState;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;

impl Model {
    /// Learns that a request was stored; leaves the page when it was an acceptance. The owner says what is in force.
    pub(crate) fn amendment_accepted(&mut self, request: &str) {
        if self.is_amend(request) {
            self.layers
                .retain(|layer| !matches!(layer, Layer::Amendment(_)));
        }
    }

    /// Learns that a request was refused; says why where it was an acceptance, and returns whether it was one.
    pub(crate) fn not_amended(&mut self, request: &str, refusal: &Refusal, reason: &str) -> bool {
        let own = self.is_amend(request);
        if own {
            self.amend_failed(reason.to_owned(), refusal.is_past_day());
        }
        own
    }

    /// Learns that an acceptance was not taken, and why; a day in the past is asked about.
    pub(crate) fn amend_failed(&mut self, reason: String, is_past_day: bool) {
        let page = self.topmost_mut::<AmendmentState>();
        match page.filter(|page| page.is_judged()) {
            Some(page) => page.refuse(reason, is_past_day),
            None => self.shared.notice = Some(Notice::error(reason)),
        }
    }

    /// Handles that the owner is gone while it may have been looking at an acceptance.
    pub(crate) fn amend_interrupted(&mut self) {
        let ours = |asked: &Asked| matches!(asked, Asked::Amend(_) | Asked::Amendment);
        self.shared.connection.asked.retain(|asked| !ours(asked));
        let words = self.shared.language.perhaps_amended();
        if let Some(page) = self.topmost_mut::<AmendmentState>() {
            page.age.become_stale();
            if page.is_judged() {
                page.refuse(words.to_owned(), false);
            }
        }
    }

    fn is_amend(&mut self, request: &str) -> bool {
        let asked = |asked: &Asked| matches!(asked, Asked::Amend(own) if own == request);
        self.shared.answered(asked).is_some()
    }
}
