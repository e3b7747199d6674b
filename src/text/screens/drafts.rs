//! The words of the screen of `screens::drafts`.

use crate::domain::record::query::Step;
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
    /// The words of a reason for keeping a value: its code.
    Keep(String),
    /// The words of a reason for a change: its code.
    Why(String),
    /// The words of a reason for a late entry: its code.
    Late(String),
    /// The words of a reason for changing the day of a visit: its code.
    Day(String),
    /// The reason for a lock.
    Lock,
    /// The reason for unlocking.
    Unlock,
}

impl TypedFor {
    /// Returns whether it is about a field, so that there is one to go to.
    pub(crate) fn has_field(&self) -> bool {
        match self {
            Self::Answer
            | Self::Note
            | Self::Query(..)
            | Self::Missing(_)
            | Self::Keep(_)
            | Self::Why(_) => true,
            Self::Late(_) | Self::Day(_) | Self::Lock | Self::Unlock => false,
        }
    }
}

/// The words of the screen of `screens::drafts`.
pub trait Drafts {
    /// Heads the list: how many texts wait, 1 or more, and what Enter does.
    fn drafts_waiting(&self, texts: usize) -> String;

    /// Said where no text waits.
    fn no_draft_waits(&self) -> &'static str;

    /// Stands for the participant that is being enrolled.
    fn draft_of_new(&self) -> &'static str;

    /// Stands for the visit where a text waits in a log.
    fn draft_in_log(&self) -> &'static str;

    /// Says where a text waits: form, number of the row of a log, field, and what it was typed for.
    fn draft_place(
        &self,
        form: &str,
        row: Option<u32>,
        field: &str,
        typed_for: &TypedFor,
    ) -> String;

    /// Names what a text was typed for; nothing for an answer.
    fn typed_for(&self, typed_for: &TypedFor) -> &'static str;

    /// Said where one has gone to the place of such words: the line that they were typed in is not open.
    fn words_wait(&self) -> &'static str;

    /// Said when a line opens with words that were typed before.
    fn typed_before(&self) -> &'static str;
}
