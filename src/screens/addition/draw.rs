//! The questions about something beside the schedule.

use crate::domain::course::reconsent;
use crate::domain::views::status_effect;
use crate::screens::addition::state::{AdditionState, Question};
use crate::screens::asking::Asks as _;
use crate::screens::canvas::Canvas;
use crate::screens::look::Tone;
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

impl Draw for AdditionState {
    /// Draws the box; the cursor stands on the chosen line, or in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let question = self.question();
        let asked = QuestionBox {
            title: self.heading(shared),
            above: self.above(shared),
            from: None,
            asks: language.asks_addition(question),
            options: self.options(shared),
            by_digit: self.by_digit(),
            cursor: self.answering.cursor,
            line: self.is_typed().then_some(&self.answering.line),
            below: match &self.answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None => (language.addition_typed_as(question), Tone::Muted),
            },
        };
        Some(asked.draw(language, look, canvas, body))
    }
}

impl AdditionState {
    /// Returns what is said so far, and the consents that were renewed before.
    fn above(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let language = shared.language;
        let mut lines = Vec::new();
        if self.question() == Question::Which
            && let Some(record) = &shared.open.record
        {
            let (_, to_come) = status_effect::remaining(&shared.study, record, shared.today());
            if !to_come.is_empty() {
                lines.push((language.early_end_leaves(&to_come), Tone::Muted));
            }
        }
        if let Some(what) = self.what {
            lines.push((language.addition(what).to_owned(), Tone::Plain));
        }
        if let Question::Words(_) | Question::Day(_) = self.question()
            && let Some(record) = shared
                .open
                .record
                .as_ref()
                .filter(|_| self.renews_consent())
        {
            let owed = reconsent::owed_in(&shared.study, record);
            lines.extend(owed.map(|owed| (language.consent_owed(&owed), Tone::Warn)));
            let known = record.consents.iter();
            let said = known.map(|(version, known)| language.consented(version, known.day));
            lines.extend(said.map(|line| (line, Tone::Muted)));
        }
        if let Some(words) = &self.words {
            lines.push((words.clone(), Tone::Plain));
        }
        if self.are_all {
            let titles = self.forms.iter().map(|form| self.title(shared, form));
            let titles: Vec<String> = titles.collect();
            lines.push((titles.join(", "), Tone::Plain));
        }
        lines
    }
}
