//! A record that was asked for and is not there yet, and what is done once it is.

use super::resume_point::ResumePoint;
use crate::domain::base::ids::ParticipantId;
use crate::screens::effect::Effect;

/// The record that was asked for, if one was.
#[derive(Debug, Default)]
pub struct Opening {
    /// The participant whose record it is.
    pub(crate) participant: Option<ParticipantId>,
    /// It is shown as a timeline.
    pub(crate) then_timeline: bool,
    /// Effects of leaving a participant who was put aside, to be carried out with the effects of the next message.
    pub(crate) leaving_effects: Vec<Effect>,
    /// Whether the question where to go on waits until a dialog over the list is closed.
    pub(crate) offers: bool,
    /// Where to go on once it is read.
    pub resume: Option<ResumePoint>,
}

impl Opening {
    /// Gives up the record that was asked for; what leaving another participant is to do is still done.
    pub(crate) fn cancel(&mut self) {
        self.participant = None;
        self.then_timeline = false;
        self.resume = None;
    }
}
