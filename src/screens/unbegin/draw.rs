//! A visit that may have been begun by mistake: every answer in it, and the question.

use crate::domain::forms::engine::typing;
use crate::domain::record::session::Session;
use crate::domain::record::signature;
use crate::domain::study::unplanned::is_unscheduled;
use crate::screens::look::Tone;
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::workspace::Workspace;

impl UnbeginState {
    /// Returns what would count no more: how much it is, then every answer.
    pub(super) fn answers(&self, shared: &Workspace) -> Vec<(String, Tone)> {
        let Some(session) = shared.session(&self.visit) else {
            return Vec::new();
        };
        let listed = listed(shared, session);
        let answers = listed
            .iter()
            .filter(|(_, tone)| *tone == Tone::Plain)
            .count();
        let signatures = signature::standing(&self.participant, session).count();
        let label = shared.study.label_of_visit(&self.visit);
        let head = shared
            .language
            .no_longer_counts(&label, session.date, answers, signatures);
        let mut lines = vec![(head, Tone::Warn)];
        let queries = session.open_queries();
        if queries > 0 {
            let words = shared.language.queries_go_with_it(queries);
            lines.push((words, Tone::Warn));
        }
        lines.extend(listed);
        // What waits at a visit of the schedule waits until that is begun again.
        let gone = is_unscheduled(&self.visit);
        let texts = shared.texts_at(&self.participant, &self.visit);
        let texts = texts.into_iter().filter(|_| gone);
        lines.extend(texts.map(|text| (shared.language.typed_and_gone(text), Tone::Warn)));
        lines
    }
}

/// Returns every answer of a session, below the title of its form.
fn listed(shared: &Workspace, session: &Session) -> Vec<(String, Tone)> {
    let mut lines = Vec::new();
    for (id, cells) in &session.forms {
        let version = shared.study.of_form(session, id);
        let form = version.form(id.as_str());
        let title = form.map_or_else(|| id.to_string(), |form| form.title.clone());
        let mut answers: Vec<String> = Vec::new();
        for field in form.into_iter().flat_map(|form| form.fields()) {
            let stored = cells.get(&field.id).and_then(|cell| cell.stored());
            let words = form.zip(stored);
            let words = words.map(|(form, stored)| typing::words(form, field, stored));
            answers.extend(words.map(|words| format!("  {}: {words}", field.label)));
        }
        if !answers.is_empty() {
            lines.push((title, Tone::Heading));
            lines.extend(answers.into_iter().map(|answer| (answer, Tone::Plain)));
        }
    }
    for (form, withheld) in &session.withheld {
        let title = shared.study.known_form(form.as_str());
        let title = title.map_or_else(|| form.to_string(), |form| form.title.clone());
        let words = shared.language.answers_not_seen(&title, withheld.answered);
        lines.push((words, Tone::Muted));
    }
    lines
}
