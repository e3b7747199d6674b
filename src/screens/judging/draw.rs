//! The questions about a deviation: which one it is, what is asked, and what follows.

use crate::domain::record::deviation::DeviationWeight;
use crate::screens::canvas::Canvas;
use crate::screens::deviations::words;
use crate::screens::judging::state::{JudgingState, Question};
use crate::screens::look::Tone;
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

impl Draw for JudgingState {
    /// Draws the box; the cursor stands on the chosen line, or in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let question = self.said.question();
        let asked = QuestionBox {
            title: language.judging(),
            above: self.above(shared),
            from: None,
            asks: language.asks_of_deviation(question),
            options: self.options(shared),
            by_digit: question != Question::Agree,
            cursor: self.answering.cursor,
            line: question.is_typed().then_some(&self.answering.line),
            below: match &self.answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None => (language.judgement_typed_as(question), Tone::Muted),
            },
        };
        Some(asked.draw(language, look, canvas, body))
    }
}

impl JudgingState {
    /// Returns which deviation it is, what was said of it before and is said now.
    fn above(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let language = shared.language;
        let deviation = &self.deviation;
        let place = words::place(&shared.study, &deviation.place, language);
        let differs = language.differs(&deviation.differs);
        let mut lines = vec![(format!("{place}: {differs}"), Tone::Plain)];
        let why = deviation.why.iter();
        lines.extend(why.map(|why| (language.why_outside(why), Tone::Plain)));
        let said = self.said.category.map(|category| {
            let weight = self.said.weight;
            let words = self.said.words.as_deref().unwrap_or_default();
            match weight {
                Some(weight) => language.deviation_judged(category, weight, words),
                None => language.deviation_category(category).to_owned(),
            }
        });
        match said {
            Some(said) => lines.push((said, Tone::Plain)),
            None => lines.push((shared.judged_words(&deviation.key), Tone::Muted)),
        }
        if self.said.weight == Some(DeviationWeight::Major) {
            lines.push((language.major_leaves_set().to_owned(), Tone::Plain));
        }
        lines
    }
}
