//! The page of a waiting amendment: asked of the owner, read, and accepted with a reason, a day, and whether participants
//! consent again. What is accepted is what the page shows.

use crate::domain::base::text::{says_nothing, unfit};
use crate::domain::record::amendment::Acceptance;
use crate::domain::rules::amend::AMENDS;
use crate::domain::rules::text_limits::TEXT;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::protocol::messages::{Amend, Amendment, Request};
use crate::screens::amendment::state::{Accept, AcceptStep, AmendmentState};
use crate::screens::cursor::Scroll;
use crate::screens::effect::Effect;
use crate::screens::line_edit::edit_line;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use chrono::NaiveDate;

/// How a day is typed.
const DAY: &str = "%Y-%m-%d";

impl Workspace {
    /// Opens what waits to be accepted.
    pub(crate) fn open_amendment(&mut self) {
        self.open(Layer::Amendment(AmendmentState::default()));
    }

    /// Returns whether the user has a role that accepts amendments.
    pub(crate) fn may_amend(&self) -> bool {
        self.account.roles.iter().any(|role| AMENDS.contains(role))
    }
}

impl AmendmentState {
    /// Takes what waits; what somebody was accepting is asked again when it is another amendment now.
    pub(crate) fn take(&mut self, waits: Option<Box<Amendment>>) {
        let same = self.waiting().map(|old| &old.content) == waits.as_ref().map(|new| &new.content);
        if !same {
            self.accept = None;
            self.scroll = Scroll::default();
        }
        self.failed = None;
        self.waits = Some(waits);
    }

    /// Learns that it cannot be read, and why.
    pub(crate) fn fail(&mut self, reason: String) {
        self.failed = Some(reason);
        self.age.fail();
    }

    /// Learns that the acceptance was refused, and why; a day in the past is asked about.
    pub(crate) fn refuse(&mut self, reason: String, is_past_day: bool) {
        if let Some(accept) = &mut self.accept {
            accept.waits = false;
            accept.refusal = Some(reason);
            if is_past_day {
                accept.go_to(AcceptStep::Past, "");
            }
        }
    }

    /// Returns whether the owner looks at an acceptance.
    pub(crate) fn is_judged(&self) -> bool {
        self.accept.as_ref().is_some_and(|accept| accept.waits)
    }

    fn begin(&mut self, shared: &mut Workspace) {
        let Some(waits) = self.waiting() else {
            return;
        };
        let words = match &waits.refused {
            Some(refused) => shared.language.refusal(refused),
            None if !shared.may_amend() => shared.language.who_amends().to_owned(),
            None => {
                self.accept = Some(Accept::default());
                return;
            }
        };
        shared.notice = Some(Notice::warn(words));
    }

    /// Takes what is typed and asks what comes next.
    fn go_on(&mut self, shared: &mut Workspace) {
        let today = shared.today();
        let Some(accept) = &mut self.accept else {
            return;
        };
        let text = accept.line.text().trim().to_owned();
        match accept.step {
            AcceptStep::Reason if text.is_empty() => {
                accept.refusal = Some(shared.language.amend_needs_reason().to_owned());
            }
            AcceptStep::Reason => match (unfit(&text), says_nothing(&text)) {
                (Some(c), _) => accept.refusal = Some(shared.language.character_not_stored(c)),
                (None, true) => {
                    accept.refusal = Some(shared.language.says_nothing().to_owned());
                }
                (None, false) => {
                    accept.reason = text;
                    accept.go_to(AcceptStep::Day, &today.format(DAY).to_string());
                }
            },
            AcceptStep::Day => match NaiveDate::parse_from_str(&text, DAY) {
                Ok(day) => {
                    accept.from = Some(day);
                    accept.go_to(AcceptStep::Reconsent, "");
                }
                Err(_) => accept.refusal = Some(shared.language.amend_needs_day().to_owned()),
            },
            // A digit answers it.
            AcceptStep::Reconsent | AcceptStep::Past => {}
        }
    }

    /// Sends the acceptance; `past` says that a day in the past is meant.
    fn send(&mut self, shared: &mut Workspace, past: bool) -> Vec<Effect> {
        let Some(content) = self.waiting().map(|waits| waits.content.clone()) else {
            return Vec::new();
        };
        let Some(accept) = &mut self.accept else {
            return Vec::new();
        };
        if shared.connection.lost.is_some() {
            accept.refusal = Some(shared.language.amendment_not_sent().to_owned());
            return Vec::new();
        }
        accept.waits = true;
        let request = shared.saving.next_request();
        let amend = Amend {
            request: request.clone(),
            content,
            acceptance: Acceptance {
                from: accept.from.unwrap_or_else(|| shared.today()),
                reconsent: accept.reconsent,
                reason: accept.reason.clone(),
            },
            past,
        };
        shared.question(Asked::Amend(request), Request::Amend(amend))
    }
}

impl Accept {
    /// Makes the line blank when what stands in it was not typed now: the first character begins a new word.
    fn begin_word(&mut self) {
        self.refusal = None;
        if std::mem::take(&mut self.is_untouched) {
            self.line = Line::default();
        }
    }

    /// Goes back to the question before; returns whether there is one.
    fn step_back(&mut self) -> bool {
        self.refusal = None;
        match self.step {
            AcceptStep::Reason => return false,
            AcceptStep::Day => {
                let reason = self.reason.clone();
                self.go_to(AcceptStep::Reason, &reason);
            }
            AcceptStep::Reconsent | AcceptStep::Past => {
                let day = self.from.map(|day| day.format(DAY).to_string());
                self.go_to(AcceptStep::Day, &day.unwrap_or_default());
            }
        }
        true
    }
}

impl Screen for AmendmentState {
    fn context(&self) -> Context {
        match self.accept {
            Some(_) => Context::Line,
            // Enter does something here.
            None => Context::List,
        }
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        self.age.try_again();
        let Some(accept) = &mut self.accept else {
            let rows = usize::from(shared.size.1.saturating_sub(6)).max(1);
            match action {
                Action::Back | Action::Study => shared.close(),
                Action::Open => self.begin(shared),
                _ => self.scroll = self.scroll.moved(rows, action),
            }
            return Vec::new();
        };
        match action {
            // An acceptance that is on its way cannot be taken back; the page can be left.
            Action::Back if accept.waits => shared.close(),
            Action::Back => {
                if !accept.step_back() {
                    self.accept = None;
                }
            }
            _ if accept.waits => {}
            Action::Open => self.go_on(shared),
            // These keys choose, so that no line is there to edit.
            _ if !accept.step.is_typed() => {}
            _ => {
                accept.refusal = None;
                accept.is_untouched = false;
                edit_line(&mut accept.line, action);
            }
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        let accept = self.accept.as_mut()?;
        if accept.waits {
            return Some(Vec::new());
        }
        match (accept.step, c) {
            (AcceptStep::Reconsent, '1' | '2') => {
                accept.reconsent = c == '1';
                accept.refusal = None;
                return Some(self.send(shared, false));
            }
            (AcceptStep::Past, '1') => {
                accept.refusal = None;
                return Some(self.send(shared, true));
            }
            (AcceptStep::Past, '2') => {
                accept.step_back();
            }
            (AcceptStep::Reconsent | AcceptStep::Past, _) => {}
            (AcceptStep::Reason | AcceptStep::Day, _) => {
                accept.begin_word();
                shared.type_words(&mut accept.line, TEXT, c);
            }
        }
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        match &mut self.accept {
            Some(accept) if accept.waits => {}
            // What stands there is opened, and nothing of it is deleted yet.
            Some(accept) if accept.is_untouched => accept.is_untouched = false,
            Some(accept) => {
                accept.line.delete_back();
            }
            None => shared.close(),
        }
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        match &mut self.accept {
            Some(accept) if !accept.waits && accept.step.is_typed() => {
                accept.begin_word();
                shared.paste_words(&mut accept.line, TEXT, text);
            }
            Some(_) | None => shared.refuse_paste(),
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        let typed = |accept: &Accept| accept.step.is_typed();
        !self.accept.as_ref().is_some_and(typed)
    }

    fn become_stale(&mut self) {
        self.age.become_stale();
    }

    /// Asks what waits when that is not known, or may be another amendment by now.
    fn ask_owner(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let asked = shared.connection.asked.contains(&Asked::Amendment);
        let lost = shared.connection.lost.is_some();
        if lost || asked || !self.age.is_due(self.waits.is_some()) {
            return Vec::new();
        }
        shared.question(Asked::Amendment, Request::Amendment)
    }
}
