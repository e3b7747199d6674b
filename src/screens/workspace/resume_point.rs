//! Where the assessor was, and what was half typed.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::screens::drafts::state::Draft;
use crate::screens::late_entry::state::LateEntry;
use crate::text::screens::drafts::TypedFor;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Where the assessor was, and what was half typed; read back at the next start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumePoint {
    /// Participant, if one was open.
    pub participant: Option<String>,
    /// Visit, if one was open.
    pub visit: Option<String>,
    /// Form, if one was open.
    pub form: Option<String>,
    /// Field with the focus.
    pub field: Option<String>,
    /// What stood in the field, not yet accepted.
    pub text: String,
    /// The entry that stood in the field when that text was begun.
    #[serde(default)]
    pub seen: u64,
    /// When that text was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<DateTime<FixedOffset>>,
    /// A note on the field that was being written.
    #[serde(default)]
    pub note: Option<String>,
    /// The entry that had set the note when it was begun.
    #[serde(default)]
    pub note_seen: u64,
    /// What the visit is entered late with.
    #[serde(default)]
    pub late: Option<LateEntry>,
    /// Answers of an enrolment that was not confirmed.
    #[serde(default)]
    pub enrolment: Vec<(FieldId, Answer)>,
    /// Text that is no answer yet and stands elsewhere than in the field with the focus.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<Draft>,
}

impl ResumePoint {
    /// Returns the place of a draft, with an answer or a note in it. Other words wait for what asks for them.
    pub(crate) fn of(draft: &Draft) -> Self {
        let mut place = Self {
            participant: Some(draft.place.participant.to_string()),
            visit: Some(draft.place.visit.to_string()),
            form: Some(draft.place.form.to_string()),
            field: Some(draft.place.field.to_string()),
            when: draft.when,
            ..Self::default()
        };
        match draft.typed_for {
            TypedFor::Answer => {
                place.text.clone_from(&draft.text);
                place.seen = draft.seen;
            }
            TypedFor::Note => {
                place.note = Some(draft.text.clone());
                place.note_seen = draft.seen;
            }
            TypedFor::Query(..)
            | TypedFor::Missing(_)
            | TypedFor::Keep(_)
            | TypedFor::Why(_)
            | TypedFor::Outside
            | TypedFor::HeldOn
            | TypedFor::HeldAt(_)
            | TypedFor::Late(_)
            | TypedFor::NewDay
            | TypedFor::Day(_)
            | TypedFor::Participation(_)
            | TypedFor::Correction
            | TypedFor::Unbegin
            | TypedFor::Move
            | TypedFor::Addition(_)
            | TypedFor::Judging(_)
            | TypedFor::Lock
            | TypedFor::Unlock => {}
        }
        place
    }

    /// Returns whether the text of a draft of this place is in it.
    pub(crate) fn has_text_of(&self, draft: &Draft) -> bool {
        match draft.typed_for {
            TypedFor::Answer => self.text == draft.text,
            TypedFor::Note => self.note.as_ref() == Some(&draft.text),
            TypedFor::Query(..)
            | TypedFor::Missing(_)
            | TypedFor::Keep(_)
            | TypedFor::Why(_)
            | TypedFor::Outside
            | TypedFor::HeldOn
            | TypedFor::HeldAt(_)
            | TypedFor::Late(_)
            | TypedFor::NewDay
            | TypedFor::Day(_)
            | TypedFor::Participation(_)
            | TypedFor::Correction
            | TypedFor::Unbegin
            | TypedFor::Move
            | TypedFor::Addition(_)
            | TypedFor::Judging(_)
            | TypedFor::Lock
            | TypedFor::Unlock => false,
        }
    }

    /// Returns whether there is nothing to go back to.
    pub fn is_nowhere(&self) -> bool {
        self.form.is_none() && self.enrolment.is_empty()
    }

    /// Returns whether something stands half typed in the field with the focus or in a note on it.
    pub fn has_text(&self) -> bool {
        !self.text.is_empty() || self.note.is_some()
    }

    /// Returns whether it holds something that was typed and is in no record.
    pub fn is_half(&self) -> bool {
        self.has_text() || !self.enrolment.is_empty() || !self.drafts.is_empty()
    }
}
