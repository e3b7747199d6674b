//! Both sides of a move, and the question.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::typing;
use crate::screens::look::Tone;
use crate::screens::move_form::state::MoveState;
use crate::screens::workspace::Workspace;

impl MoveState {
    /// Returns where the form is moved from and to, and every answer.
    pub(super) fn sides(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let (form, _) = &self.picked_up.instrument;
        let at = |who: &ParticipantId, visit: &VisitId| {
            format!("{who} {}", shared.study.label_of_visit(visit))
        };
        let from = at(&self.picked_up.participant, &self.picked_up.visit);
        let to = at(&self.participant, &self.visit);
        let head = shared.language.moves_from_to(&form.title, &from, &to);
        let mut lines = vec![(head, Tone::Warn)];
        if self.picked_up.unseen_to.is_some() {
            lines.push((shared.language.moved_unseen().to_owned(), Tone::Plain));
        }
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
