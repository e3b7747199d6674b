//! The questions how somebody takes part: what is said so far, what is asked, and what follows.

use crate::domain::course::reconsent;
use crate::domain::record::status::StatusName;
use crate::domain::views::status_effect::{self, StatusEffect};
use crate::screens::canvas::{Canvas, cut};
use crate::screens::look::{Look, Tone};
use crate::screens::participation::state::{ParticipationState, Question};
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

impl Draw for ParticipationState {
    /// Draws the box; the cursor stands on the chosen line, or in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let question = self.said.question();
        let needed = self
            .said
            .status()
            .is_some_and(|status| status.needs_words());
        let asked = QuestionBox {
            title: shared.language.participation(),
            above: self.above(shared),
            from: None,
            asks: shared.language.asks_status(question),
            options: self.options(shared),
            by_digit: question != Question::Agree,
            cursor: self.answering.cursor,
            line: question.is_typed().then_some(&self.answering.line),
            below: match &self.answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None => (
                    shared.language.status_typed_as(question, needed),
                    Tone::Muted,
                ),
            },
        };
        Some(asked.draw(shared.language, look, canvas, body))
    }
}

impl ParticipationState {
    /// Returns what is said so far and, before it is sent, what follows.
    fn above(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let language = shared.language;
        let mut lines = Vec::new();
        let mut add = |text: &str, tone| lines.push((text.to_owned(), tone));
        let Some(record) = &shared.open.record else {
            return lines;
        };
        let Some(name) = self.said.name else {
            for line in language.takes_part_now(record.statuses.said()) {
                add(&line, Tone::Muted);
            }
            let (closed, _) = status_effect::remaining(&shared.study, record, shared.today());
            if !closed.is_empty() {
                let closes = language.status_effect(&StatusEffect::Closes(closed));
                add(&closes, Tone::Muted);
            }
            return lines;
        };
        let (status, day) = (self.said.status(), self.said.day);
        match status.as_ref().zip(day) {
            Some((status, day)) => {
                let words = self.said.words.as_deref().unwrap_or_default();
                add(&language.status_since(day, status, words), Tone::Plain);
            }
            None => add(language.choose_status(name), Tone::Plain),
        }
        if name == StatusName::ScreenFailure {
            add(
                &language.criteria_not_met(&self.criteria(shared)),
                Tone::Plain,
            );
        }
        if let (Question::Agree, Some(status), Some(day)) =
            (self.said.question(), &status, self.said.day)
        {
            let today = shared.today();
            for effect in status_effect::effects(&shared.study, record, (day, status), today) {
                add(&language.status_effect(&effect), Tone::Plain);
            }
        }
        lines
    }

    /// Returns the criteria that are not met, as the form labels them.
    fn criteria(&self, shared: &Workspace) -> Vec<String> {
        let form = shared.study.eligibility();
        let label = |field: &str| {
            let known = form.and_then(|form| form.field(field));
            known.map_or_else(|| field.to_owned(), |known| known.label.clone())
        };
        let criteria = self.said.criteria.iter();
        criteria.map(|field| label(field.as_str())).collect()
    }
}

/// Draws how the open participant takes part, where something was said; returns whether it was.
pub fn banner(shared: &Workspace, look: &Look, canvas: &mut Canvas<'_>, line: Rect) -> bool {
    let Some(record) = &shared.open.record else {
        return false;
    };
    let said = record.statuses.now().map(|said| {
        let language = shared.language;
        language.status_since(said.day, &said.status, &said.words)
    });
    let owed = reconsent::owed_in(&shared.study, record);
    let owed = owed.map(|owed| shared.language.consent_owed(&owed));
    let words: Vec<String> = said.into_iter().chain(owed).collect();
    if words.is_empty() {
        return false;
    }
    let words = words.join("; ");
    let words = cut(&look.plain(&words), line.width, look);
    canvas.text(line.x, line.y, line.width, &words, look.style(Tone::Warn));
    true
}
