//! A reason, and then the question whether it is done: what screens share that take something away for good reason.
//!
//! Neither a digit nor an Enter of habit agrees. What is done, and whether it can be, is for the screen.

use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::answering::{Agreement, Answering};
use crate::screens::asking::Asks;
use crate::screens::canvas::Canvas;
use crate::screens::effect::Effect;
use crate::screens::look::Tone;
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// A screen that asks for a reason and whether it is done.
pub(crate) trait Agrees {
    /// Returns what is said so far.
    fn agreement(&self) -> &Agreement;

    /// Returns what is said so far, to be changed.
    fn agreement_mut(&mut self) -> &mut Agreement;

    /// Returns the heading.
    fn title_of(&self, shared: &Workspace) -> &'static str;

    /// Returns what would be done: a statement, then all that it is about.
    fn listed(&self, shared: &Workspace) -> Vec<(String, Tone)>;

    /// Asks for the reason, and then whether it is done.
    fn asks(&self, shared: &Workspace) -> [&'static str; 2];

    /// Returns the line that does it, and the one that goes back.
    fn lines(&self, shared: &Workspace) -> [&'static str; 2];

    /// Returns why it cannot be done, as the owner would say it.
    fn fault(&self, shared: &Workspace) -> Option<String>;

    /// Does it, and closes the screen where it is sent.
    fn send(&mut self, shared: &mut Workspace, reason: String) -> Vec<Effect>;
}

impl<T: Agrees> Draw for T {
    /// Draws the box; the cursor stands on the chosen line, or in the reason.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let Agreement {
            reason,
            from,
            answering,
        } = self.agreement();
        let [why, whether] = self.asks(shared);
        let (asks, options, help) = match reason {
            None => (why, Vec::new(), ""),
            Some(_) => {
                let lines = self.lines(shared).map(str::to_owned);
                (whether, lines.into(), language.list_goes_on())
            }
        };
        let asked = QuestionBox {
            title: self.title_of(shared),
            above: self.listed(shared),
            from: Some(*from),
            asks,
            options,
            by_digit: false,
            cursor: answering.cursor,
            line: reason.is_none().then_some(&answering.line),
            below: match &answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None => (help, Tone::Muted),
            },
        };
        Some(asked.draw(language, look, canvas, body))
    }
}

impl<T: Agrees> Asks for T {
    fn heading(&self, shared: &Workspace) -> &'static str {
        self.title_of(shared)
    }

    fn answering(&mut self) -> &mut Answering {
        &mut self.agreement_mut().answering
    }

    fn is_typed(&self) -> bool {
        self.agreement().reason.is_none()
    }

    fn types_words(&self) -> bool {
        true
    }

    fn count(&self, _shared: &Workspace) -> usize {
        2
    }

    fn by_digit(&self) -> bool {
        false
    }

    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        let reason = self.agreement().reason.clone();
        let Some(reason) = reason.filter(|_| place == 0) else {
            self.go_back(shared);
            return Vec::new();
        };
        let refusal = self.fault(shared);
        let cannot = refusal.is_some();
        self.answering().refusal = refusal;
        match cannot {
            true => Vec::new(),
            false => self.send(shared, reason),
        }
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let reason = self.agreement().answering.line.text().trim().to_owned();
        if reason.is_empty() {
            let words = shared.language.correction_needs_reason().to_owned();
            self.answering().refusal = Some(words);
        } else if !shared.is_reason_unfit(&self.agreement().answering.line, TEXT) {
            let refusal = self.fault(shared);
            let agreement = self.agreement_mut();
            agreement.reason = Some(reason);
            agreement.from = 0;
            agreement.answering.refusal = refusal;
            // No Enter too many does it.
            agreement.answering.cursor = 1;
        }
        Vec::new()
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        let agreement = self.agreement_mut();
        agreement.answering.refusal = None;
        match agreement.reason.take() {
            Some(reason) => agreement.answering.line = Line::new(&reason),
            None => shared.close(),
        }
    }

    fn list_from(&mut self) -> Option<&mut usize> {
        Some(&mut self.agreement_mut().from)
    }

    fn has_list(&self) -> bool {
        self.agreement().reason.is_some()
    }
}
