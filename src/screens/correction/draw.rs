//! The questions of a correction: what is wrong and right, why, and what changes with it.

use crate::domain::record::enrolment_fact::changes;
use crate::domain::record::participant::Alike;
use crate::domain::views::day_change;
use crate::screens::canvas::Canvas;
use crate::screens::correction::state::{CorrectionState, Question};
use crate::screens::look::Tone;
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

impl Draw for CorrectionState {
    /// Draws the box; the cursor stands on the chosen line, or in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let question = self.question();
        let typed_as = self.typed_as(shared);
        let asked = QuestionBox {
            title: shared.language.correction(),
            above: self.above(shared),
            from: None,
            asks: shared.language.asks_correction(question),
            options: self.options(shared),
            by_digit: question != Question::Agree,
            cursor: self.answering.cursor,
            line: self.is_answered_by_typing().then_some(&self.answering.line),
            below: match &self.answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None => (&typed_as, Tone::Muted),
            },
        };
        Some(asked.draw(shared.language, look, canvas, body))
    }
}

impl CorrectionState {
    /// Returns what is said so far and, before it is corrected, what changes with it.
    fn above(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let language = shared.language;
        let mut lines = Vec::new();
        let Some(wrong) = &self.wrong else {
            return lines;
        };
        let Some(after) = self.after() else {
            let name = language.enrolment_fact(wrong);
            let value = language.enrolment_value(wrong);
            lines.push((format!("{name}: {value}"), Tone::Plain));
            return lines;
        };
        let changed = changes(&self.before, &after);
        let changed = changed.iter().map(|change| language.fact_change(change));
        lines.extend(changed.map(|line| (line, Tone::Plain)));
        if let (Question::Agree, Some(record)) = (self.question(), &shared.open.record) {
            lines.extend(self.reason.iter().map(|why| (why.clone(), Tone::Muted)));
            let now = shared.now.naive_local();
            let effects = day_change::of_enrolment(&shared.study, record, &after, now);
            if effects.is_empty() {
                lines.push((language.nothing_follows().to_owned(), Tone::Plain));
            }
            let effects = effects.iter().map(|effect| language.day_effect(effect));
            lines.extend(effects.map(|line| (line, Tone::Plain)));
            let same = |other: &Alike| language.same_person(&other.id, other.enrolled_on);
            lines.extend(self.alike.iter().map(|other| (same(other), Tone::Warn)));
        }
        lines
    }

    /// Returns how what is asked is typed.
    fn typed_as(&self, shared: &Workspace) -> String {
        let (Question::Value, true, Some(wrong)) =
            (self.question(), self.is_answered_by_typing(), &self.wrong)
        else {
            return String::new();
        };
        self.expected(shared, wrong)
            .unwrap_or_else(|| shared.language.day_of_enrolment_typed_as().to_owned())
    }
}
