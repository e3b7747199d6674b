//! Texts that were typed and are no answer yet. Must not lose one: a form or note that is closed leaves its text here.

use super::resume_point::ResumePoint;
use super::unfinished::{Drafted, Unfinished, Words, WordsAt};
use crate::domain::record::event::FieldPath;
use crate::screens::form::state::FormState;
use std::collections::BTreeMap;

/// The texts that wait.
#[derive(Debug, Default)]
pub struct WaitingTexts {
    /// Text that was typed in forms and not accepted before the form was closed.
    pub unfinished: Unfinished,
    /// Words of notes, queries and reasons that are not stored; they come back when the same line is opened again.
    pub(crate) words: BTreeMap<WordsAt, Words>,
    /// Drafts that were typed before the program was started, by their fields.
    pub(crate) old: BTreeMap<FieldPath, String>,
    /// The time at which each waiting text was typed, by its place and what it was typed for.
    pub(crate) drafted: Drafted,
    /// An enrolment that was left before it was confirmed.
    pub(crate) enrolment: Option<FormState>,
    /// Where the program was left at the last end, while text that stood there still waits.
    pub(crate) offered: Option<ResumePoint>,
    /// Where the program is now, as it is kept for the next start.
    pub(crate) remembered: ResumePoint,
}
