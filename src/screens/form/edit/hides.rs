//! Changes after which other answers of the form are no longer asked for: each is asked about before it is made.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::event::PromptOutcome;
use crate::domain::rules::checks::names::HIDES_ANSWERS;
use crate::domain::rules::checks::{About, Question};
use crate::domain::study::Study;
use crate::screens::effect::Effect;
use crate::screens::form::edit::why::new_answers;
use crate::screens::form::state::{Change, FormState, Move};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use std::collections::BTreeSet;

impl FormState {
    /// Returns what no longer counts after a change of the form on top; nothing where all of it goes on counting.
    pub(super) fn hidden_by(&self, shared: &Workspace, change: &Change) -> Option<About> {
        let (instrument, cells) = (shared.instrument(self)?, shared.form_cells(self));
        let (study, setting) = self.version(shared);
        let changes = new_answers(change);
        let hidden = progress::hidden_by(study.scoring(), instrument, setting, &cells, &changes);
        let labels: Vec<String> = hidden.iter().map(|field| field.label.clone()).collect();
        (!labels.is_empty()).then_some(About::HidesAnswers { labels })
    }

    /// Returns the version of the study that the form is read by, and whether it is one of the baseline visit; an enrolment
    /// comes before all visits.
    fn version<'a>(&self, shared: &'a Workspace) -> (&'a Study, Setting) {
        match &self.visit {
            Some(visit) => {
                let study = shared.study_of(visit, &self.form);
                (study, shared.setting_in(study, Some(visit)))
            }
            None => (&shared.study, Setting::of_nobody(true)),
        }
    }

    /// Returns the fields whose new answers keep others from counting: there the record says that this was asked.
    pub(super) fn hiding(
        &self,
        shared: &Workspace,
        changes: &[(FieldId, Option<Answer>)],
    ) -> BTreeSet<FieldId> {
        let Some(instrument) = shared.instrument(self) else {
            return BTreeSet::new();
        };
        let cells = shared.form_cells(self);
        let (study, setting) = self.version(shared);
        let rules = study.scoring();
        let after = progress::changed(&cells, changes);
        let hidden = progress::newly_hidden(rules, instrument, setting, (&cells, &after));
        let hidden = hidden.into_iter();
        hidden
            .flat_map(|field| progress::hidden_under(rules, instrument, setting, &after, field))
            .map(|under| under.id.clone())
            .collect()
    }

    /// Makes a change although other answers no longer count after it; the record says that this was asked.
    pub(crate) fn hide(
        &mut self,
        shared: &mut Workspace,
        about: About,
        change: Change,
    ) -> Vec<Effect> {
        let words = shared.language.question(&about);
        let agreed = Some(words.clone());
        let change = match change {
            Change::Answer {
                field,
                answer,
                mut kept,
                instead,
                then,
            } => {
                kept.push((question(about), words));
                Change::Answer {
                    field,
                    answer,
                    kept,
                    instead,
                    then,
                }
            }
            Change::Erase { field, .. } => Change::Erase { field, agreed },
            Change::Undo { edit, .. } => Change::Undo { edit, agreed },
            Change::Several {
                answers,
                origin,
                then,
                ..
            } => Change::Several {
                answers,
                origin,
                agreed,
                then,
            },
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
