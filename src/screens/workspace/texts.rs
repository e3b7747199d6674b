//! Texts that were typed and are no answer yet. Must not lose one: what is closed over them leaves them here.

use super::resume_point::ResumePoint;
use super::unfinished::{Drafted, Unfinished};
use crate::domain::record::event::FieldPath;
use crate::screens::form::state::FormState;
use std::collections::BTreeMap;

/// The texts that wait.
#[derive(Debug, Default)]
pub struct WaitingTexts {
    /// Text left standing in forms that were closed: no answer yet, and not thrown away.
    pub unfinished: Unfinished,
    /// Notes that somebody else was faster with: words that wait for the note to be opened again.
    pub(crate) notes: BTreeMap<FieldPath, String>,
    /// Each text that waits, by its field and whether it is a note, with the time since when it stands so.
    pub(crate) drafted: Drafted,
    /// An enrolment that was left before it was confirmed.
    pub(crate) enrolment: Option<FormState>,
    /// Where the program was left at the last end, while text that stood there still waits.
    pub(crate) offered: Option<ResumePoint>,
    /// Where the program is now, as it is kept for the next start.
    pub(crate) remembered: ResumePoint,
}
