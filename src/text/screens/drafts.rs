//! The words of the screen of `screens::drafts`.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::query::Step;
use crate::domain::record::status::StatusName;
use crate::text::screens::addition::Addition;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a text was typed for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypedFor {
    /// The answer in the field.
    #[default]
    Answer,
    /// A note on the field.
    Note,
    /// A step in a query, which is 0 for a new one.
    Query(u64, Step),
    /// The words of a missing reason: its code.
    Missing(String),
    /// The words of a reason for keeping a value.
    Keep(AskedReason),
    /// The words of a reason for a change.
    Why(AskedReason),
    /// The reason for beginning a visit outside its window.
    Outside,
    /// The day on which a visit was observed, or on which it begins.
    HeldOn,
    /// The time of that day.
    HeldAt(NaiveDate),
    /// The words of a reason for a late entry: its code.
    Late(String),
    /// Another day for a visit that was begun.
    NewDay,
    /// The words of a reason for changing the day of a visit: its code.
    Day(String),
    /// What is said of how somebody takes part.
    Participation(StatusName),
    /// The reason for correcting an enrolment.
    Correction,
    /// The reason why a visit was begun by mistake.
    Unbegin,
    /// The reason for moving a form.
    Move,
    /// What is said of something beside the schedule.
    Addition(Addition),
    /// What is said of a deviation: its key.
    Judging(String),
    /// The reason for a lock.
    Lock,
    /// The reason for unlocking.
    Unlock,
}

/// What a reason was asked for: the words of one question never come up as the answer of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AskedReason {
    /// The code of the reason.
    pub code: String,
    /// What would stand in the fields; `None` for an empty one.
    pub answers: Vec<(FieldId, Option<Answer>)>,
    /// The checks that asked, where a value is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

impl TypedFor {
    /// Returns what would stand in the one field that a reason is asked for; `None` where there is no one answer.
    pub(crate) fn new_answer(&self) -> Option<&Answer> {
        match self {
            Self::Keep(asked) | Self::Why(asked) => match asked.answers.as_slice() {
                [(_, answer)] => answer.as_ref(),
                _ => None,
            },
            Self::Answer
            | Self::Note
            | Self::Query(..)
            | Self::Missing(_)
            | Self::Outside
            | Self::HeldOn
            | Self::HeldAt(_)
            | Self::Late(_)
            | Self::NewDay
            | Self::Day(_)
            | Self::Participation(_)
            | Self::Correction
            | Self::Unbegin
            | Self::Move
            | Self::Addition(_)
            | Self::Judging(_)
            | Self::Lock
            | Self::Unlock => None,
        }
    }

    /// Returns how many bytes the answers take that a reason is about.
    pub(crate) fn bytes(&self) -> usize {
        /// More than a number, a code or a date takes.
        const SHORT: usize = 64;
        let text = |answer: &Answer| {
            let text = match answer {
                Answer::Value { .. } => answer.as_text(),
                Answer::Missing { text, .. } => text.as_deref(),
            };
            text.map_or(0, str::len).saturating_add(SHORT)
        };
        match self {
            Self::Keep(asked) | Self::Why(asked) => {
                let answers = asked.answers.iter();
                answers
                    .filter_map(|(_, answer)| answer.as_ref())
                    .map(text)
                    .sum()
            }
            _ => 0,
        }
    }

    /// Returns whether it is about a field, so that there is one to go to.
    pub(crate) fn has_field(&self) -> bool {
        match self {
            Self::Answer
            | Self::Note
            | Self::Query(..)
            | Self::Missing(_)
            | Self::Keep(_)
            | Self::Outside
            | Self::Why(_) => true,
            Self::HeldOn
            | Self::HeldAt(_)
            | Self::Late(_)
            | Self::NewDay
            | Self::Day(_)
            | Self::Participation(_)
            | Self::Correction
            | Self::Unbegin
            | Self::Move
            | Self::Addition(_)
            | Self::Judging(_)
            | Self::Lock
            | Self::Unlock => false,
        }
    }
}

/// The words of the screen of `screens::drafts`.
pub trait Drafts {
    /// Heads the list: how many texts wait, 1 or more, and what Enter does.
    fn drafts_waiting(&self, texts: usize) -> String;

    /// Stands in the list behind a field that is not asked any more.
    fn no_longer_asked(&self) -> &'static str;

    /// Stands in the list behind a field whose text was forgotten.
    fn forgotten_here(&self) -> &'static str;

    /// Said when the field of a text is to be gone to that is not asked any more; `forget` is the key that forgets the text.
    fn draft_not_asked(&self, forget: Option<&str>) -> String;

    /// The same of a field of a form that was opened for it: its label, the text, and the key of the list of texts.
    fn field_not_asked(&self, label: &str, text: &str, list: Option<&str>) -> String;

    /// Said when a text was forgotten; `back` is the key that brings it back.
    fn draft_forgotten(&self, back: Option<&str>) -> String;

    /// Said when a text is to be gone to that was forgotten.
    fn draft_is_forgotten(&self) -> &'static str;

    /// Said when a forgotten text is back.
    fn draft_waits_again(&self) -> &'static str;

    /// What the key does that forgets a text; at most 16 columns.
    fn forget_word(&self) -> &'static str;

    /// What it does to a text that was forgotten; at most 16 columns.
    fn bring_back_word(&self) -> &'static str;

    /// Said where no text waits.
    fn no_draft_waits(&self) -> &'static str;

    /// Stands for the participant that is being enrolled.
    fn draft_of_new(&self) -> &'static str;

    /// Stands for the visit where a text waits in a log.
    fn draft_in_log(&self) -> &'static str;

    /// Says where a text waits: form, number of the row of a log, field, and what it was typed for, with the value that
    /// a reason is about.
    fn draft_place(
        &self,
        form: &str,
        row: Option<u32>,
        field: &str,
        typed_for: (&TypedFor, Option<&str>),
    ) -> String;

    /// Names what a text was typed for; nothing for an answer.
    fn typed_for(&self, typed_for: &TypedFor) -> &'static str;

    /// Said where one has gone to the place of such words: the line that they were typed in is not open.
    fn words_wait(&self, typed_for: &TypedFor) -> &'static str;

    /// Said when a line opens with words that were typed before.
    fn typed_before(&self, deletes: Option<&str>) -> String;

    /// Said when a line opens with a day or a time that was typed before: what Enter and a digit do.
    fn day_typed_before(&self) -> &'static str;
}
