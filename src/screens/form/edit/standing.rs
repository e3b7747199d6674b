//! The question that stands about the answer of the focused field: shown with the field, and asked again by Enter.

use crate::domain::base::ids::FieldId;
use crate::domain::rules::checks;
use crate::domain::rules::checks::Question;
use crate::screens::canvas::wrap;
use crate::screens::effect::Effect;
use crate::screens::form::state::{FormState, Move};
use crate::screens::workspace::Workspace;
use std::collections::BTreeMap;

impl FormState {
    /// Returns what the checks still ask at the focused field; nothing while a word is typed there.
    fn standing_question(&self, shared: &Workspace) -> Option<Question> {
        if self.at_end || !self.line.is_empty() || self.unfinished.contains_key(&self.focus) {
            return None;
        }
        let (visit, record) = (self.visit.as_ref()?, shared.open.record.as_ref()?);
        let study = shared.study_of(visit, &self.form);
        let open = checks::open_at_field(study, record, (visit, &self.form), &self.focus);
        open.into_iter().next()
    }

    /// Returns the reasons for which values are kept although they are unusual, as they still are, by field.
    pub(crate) fn kept<'a>(&self, shared: &'a Workspace) -> BTreeMap<FieldId, Vec<&'a str>> {
        let found = || {
            let (visit, record) = (self.visit.as_ref()?, shared.open.record.as_ref()?);
            let study = shared.study_of(visit, &self.form);
            Some(checks::still_kept(study, record, (visit, &self.form)))
        };
        found().unwrap_or_default()
    }

    /// Returns the question in words, as the legend of its field has it.
    pub(crate) fn standing_question_words(&self, shared: &Workspace, width: u16) -> Vec<String> {
        let question = self.standing_question(shared);
        question.map_or_else(Vec::new, |question| {
            wrap(
                &format!("! {}", shared.language.question(&question.about)),
                width,
            )
        })
    }

    /// Asks the question that stands at the focused field; none where none does, or nobody may answer it here.
    pub(crate) fn ask_standing(&mut self, shared: &mut Workspace) -> Option<Vec<Effect>> {
        if !shared.may_enter() || shared.lock_words(self).is_some() {
            return None;
        }
        let question = self.standing_question(shared)?;
        let field = self.focus.clone();
        let answer = shared.standing(self, &field);
        self.ask_to_keep(shared, (field, answer), vec![question], None, Move::Next);
        Some(Vec::new())
    }
}
