//! The audit trail in words: each entry of the record as one or more lines, with the value before and after.
//!
//! Walks the entries in their order and keeps only what stands in each field now, so a long trail takes no more
//! room than the forms themselves. Reads nothing and hides nothing by itself: [`redact`] is for who may not see all.

mod words;

use super::review::keep_reason;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::rows;
use crate::domain::study::Study;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeMap;

pub use words::copied;

/// What stands in the place of what a role may not see; as a missing reason, and as a text.
pub const HIDDEN: &str = "hidden-from-role";

/// One line of the trail: what an entry says of one field, or of one thing that is no field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What was done, in one word, such as `entered`, `changed`, `signed`.
    pub action: &'static str,
    /// The participant.
    pub participant: Option<String>,
    /// The visit.
    pub visit: Option<String>,
    /// The form.
    pub form: Option<String>,
    /// The field.
    pub field: Option<String>,
    /// More about it, in words.
    pub text: String,
    /// The answer before.
    pub old: Option<String>,
    /// The answer from then on.
    pub new: Option<String>,
    /// How the answer came into its field.
    pub origin: Option<&'static str>,
}

/// Tells the entries of a trail one after another.
#[derive(Debug)]
pub struct Teller<'a> {
    study: &'a Study,
    /// What stands in the fields of each participant.
    standing: BTreeMap<ParticipantId, BTreeMap<(String, String, String), Answer>>,
}

impl<'a> Teller<'a> {
    /// Returns a teller that has heard of nothing yet.
    pub fn new(study: &'a Study) -> Self {
        Self {
            study,
            standing: BTreeMap::new(),
        }
    }

    /// Returns the lines of the next entry; entries must come in their order, none left out that answers a field.
    pub fn tell(&mut self, entry: &Entry) -> Vec<Line> {
        match &entry.draft.event {
            Event::Answered {
                place,
                answer,
                origin,
            } => vec![self.answered(place, Some(answer), *origin)],
            Event::Cleared { place, origin } => vec![self.answered(place, None, *origin)],
            Event::Filled {
                participant,
                visit,
                form,
                answers,
                origin,
            } => answers
                .iter()
                .map(|(field, answer)| {
                    let place = FieldPath {
                        participant: participant.clone(),
                        visit: visit.clone(),
                        form: form.clone(),
                        field: field.clone(),
                    };
                    self.answered(&place, Some(answer), *origin)
                })
                .collect(),
            Event::Prompted {
                place,
                rule,
                rule_version,
                value,
                outcome,
                reason,
            } => {
                let outcome = outcome.words();
                let reason = reason.as_deref().map_or(String::new(), |reason| {
                    format!(": {}", keep_reason(self.study, reason))
                });
                let text = format!(
                    "rule {rule} (version {rule_version}) asked about {value}; {outcome}{reason}"
                );
                vec![Line {
                    text,
                    ..at(place, "prompted")
                }]
            }
            other => vec![words::line(other)],
        }
    }

    fn answered(&mut self, place: &FieldPath, answer: Option<&Answer>, origin: Origin) -> Line {
        let key = (
            place.visit.as_str().to_owned(),
            place.form.as_str().to_owned(),
            place.field.as_str().to_owned(),
        );
        let fields = self.standing.entry(place.participant.clone()).or_default();
        let old = match answer {
            Some(answer) => fields.insert(key, answer.clone()),
            None => fields.remove(&key),
        };
        let action = match (&old, answer) {
            (None, Some(_)) => "entered",
            (Some(_), Some(_)) => "changed",
            (_, None) => "cleared",
        };
        Line {
            old: old.map(|old| self.shown(place, &old)),
            new: answer.map(|answer| self.shown(place, answer)),
            origin: Some(words::origin(origin)),
            ..at(place, action)
        }
    }

    fn shown(&self, place: &FieldPath, answer: &Answer) -> String {
        let form = self.study.form(place.form.as_str());
        let field = form.and_then(|form| Some((form, form.field(place.field.as_str())?)));
        match field {
            Some((form, field)) => typing::words(form, field, answer).replace("  ", " "),
            // A field that the study no longer has is shown as it is stored.
            None => serde_json::to_string(answer).unwrap_or_default(),
        }
    }
}

fn at(place: &FieldPath, action: &'static str) -> Line {
    Line {
        action,
        participant: Some(place.participant.as_str().to_owned()),
        visit: Some(place.visit.as_str().to_owned()),
        form: Some(place.form.as_str().to_owned()),
        field: Some(place.field.as_str().to_owned()),
        ..Line::default()
    }
}

/// Returns a time as the trail prints it: local, with its offset.
pub fn time(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// Returns whether one of these forms is the form, or the log that the row is of.
pub fn is_hidden(hidden: &[FormId], form: &FormId) -> bool {
    let of = rows::split(form.as_str()).map_or(form.as_str(), |(of, _)| of);
    hidden.iter().any(|hidden| hidden.as_str() == of)
}

/// Takes out of an entry what was answered, asked or said in hidden forms: values, rules that asked about them,
/// notes, queries and reasons. Who, when and where stay, and so does the hash, which then is that of the whole entry.
pub fn redact(hidden: &[FormId], entry: &mut Entry) {
    let event = &mut entry.draft.event;
    if !event.form().is_some_and(|form| is_hidden(hidden, form)) {
        return;
    }
    match event {
        Event::Answered { answer, .. } => *answer = Answer::missing(HIDDEN),
        Event::Filled { answers, .. } => {
            for (_, answer) in answers {
                *answer = Answer::missing(HIDDEN);
            }
        }
        Event::Prompted {
            rule,
            value,
            reason,
            ..
        } => {
            HIDDEN.clone_into(rule);
            HIDDEN.clone_into(value);
            *reason = reason.take().map(|_| HIDDEN.to_owned());
        }
        Event::Noted { text, .. } | Event::Queried { text, .. } => HIDDEN.clone_into(text),
        // What stood there is in an entry before, and the reason of this one is hidden below.
        Event::Cleared { .. } => {}
        // They name the form, or none, and say nothing of what is in it.
        Event::Shown { .. }
        | Event::Completed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => return,
    }
    let draft = &mut entry.draft;
    draft.reason = draft.reason.take().map(|_| HIDDEN.to_owned());
    draft.late = draft.late.take().map(|_| HIDDEN.to_owned());
}

#[cfg(test)]
mod tests;
