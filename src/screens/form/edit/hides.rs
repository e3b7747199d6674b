//! Changes after which other answers of the form are no longer asked for: each is asked about before it is made.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::progress;
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::names::HIDES_ANSWERS;
use crate::domain::rules::checks::{About, Question};
use crate::screens::effect::Effect;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Returns what no longer counts after a change of the form on top; nothing where all of it goes on counting.
    pub(super) fn hidden_by(&self, shared: &Workspace, change: &Change) -> Option<About> {
        let visit = self.visit.as_ref()?;
        let instrument = shared.instrument(self)?;
        let cells = shared.cells(visit, &self.form)?;
        let study = shared.study_of(visit, &self.form);
        let baseline = study.protocol.baseline == *visit;
        let changes = answers_after(change);
        let hidden = progress::hidden_by(study.scoring(), instrument, baseline, cells, &changes);
        let labels: Vec<String> = hidden.iter().map(|field| field.label.clone()).collect();
        (!labels.is_empty()).then_some(About::HidesAnswers { labels })
    }

    /// Makes a change although other answers no longer count after it; the record says that this was asked.
    pub(crate) fn hide(
        &mut self,
        shared: &mut Workspace,
        about: About,
        change: Change,
    ) -> Vec<Effect> {
        let change = match change {
            Change::Answer {
                field,
                answer,
                mut kept,
                instead,
                then,
            } => {
                let words = shared.language.question(&about);
                kept.push((question(about), words));
                Change::Answer {
                    field,
                    answer,
                    kept,
                    instead,
                    then,
                }
            }
            Change::Erase(_) | Change::Undo(_) | Change::Several { .. } => change,
        };
        self.change_with_reason(shared, change)
    }

    /// Takes a change back: the old answer stands, and what was typed is gone.
    pub(crate) fn hide_nothing(
        &mut self,
        shared: &mut Workspace,
        about: About,
        change: Change,
    ) -> Vec<Effect> {
        let Change::Answer { field, kept, .. } = change else {
            return self.give_up(shared, change);
        };
        let mut questions: Vec<Question> = kept.into_iter().map(|(question, _)| question).collect();
        questions.push(question(about));
        let mut effects = self.prompted(shared, &field, questions, PromptOutcome::Corrected, None);
        self.clear_line(&field);
        effects.extend(self.go(shared, Move::To(field)));
        shared.notice = Some(Notice::info(shared.language.not_changed(false)));
        effects
    }
}

fn question(about: About) -> Question {
    Question {
        rule: HIDES_ANSWERS.to_owned(),
        about,
    }
}

/// Returns what stands in the fields of a change once it is made.
fn answers_after(change: &Change) -> Vec<(FieldId, Option<Answer>)> {
    match change {
        Change::Answer { field, answer, .. } => vec![(field.clone(), Some(answer.clone()))],
        Change::Erase(field) => vec![(field.clone(), None)],
        Change::Undo(edit) => edit.before.clone(),
        Change::Several { answers, .. } => {
            let answers = answers.iter().cloned();
            answers
                .map(|(field, answer)| (field, Some(answer)))
                .collect()
        }
    }
}
