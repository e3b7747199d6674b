//! Both sides of a move, and the question.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::typing;
use crate::screens::agreement::Agrees as _;
use crate::screens::canvas::Canvas;
use crate::screens::look::Tone;
use crate::screens::move_form::state::MoveState;
use crate::screens::question_box::QuestionBox;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

impl Draw for MoveState {
    /// Draws the box; the cursor stands on the chosen line, or in the reason.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let agreement = self.agreement();
        let asks = agreement.reason.is_some();
        let asked = QuestionBox {
            title: self.title_of(shared),
            above: self.sides(shared),
            from: Some(agreement.from),
            asks: match asks {
                true => language.move_it(),
                false => language.why_moved(),
            },
            options: match asks {
                true => language.move_or_not().map(str::to_owned).into(),
                false => Vec::new(),
            },
            by_digit: false,
            cursor: agreement.answering.cursor,
            line: (!asks).then_some(&agreement.answering.line),
            below: match &agreement.answering.refusal {
                Some(refusal) => (refusal.as_str(), Tone::Warn),
                None if asks => (language.list_goes_on(), Tone::Muted),
                None => ("", Tone::Muted),
            },
        };
        Some(asked.draw(language, look, canvas, body))
    }
}

impl MoveState {
    /// Returns where the form is moved from and to, and every answer.
    fn sides(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let (form, _) = &self.picked_up.instrument;
        let at = |who: &ParticipantId, visit: &VisitId| {
            format!("{who} {}", shared.study.label_of_visit(visit))
        };
        let from = at(&self.picked_up.participant, &self.picked_up.visit);
        let to = at(&self.participant, &self.visit);
        let head = shared.language.moves_from_to(&form.title, &from, &to);
        let mut lines = vec![(head, Tone::Warn)];
        for field in form.fields() {
            let mut answers = self.picked_up.answers.iter();
            if let Some(moved) = answers.find(|moved| moved.field == field.id) {
                let words = typing::words(form, field, &moved.answer);
                lines.push((format!("  {}: {words}", field.label), Tone::Plain));
            }
        }
        lines
    }
}
