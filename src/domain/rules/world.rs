//! What the rules read: the study and its record.
//!
//! Filled by the owner of a study, and by the owner that the tests have in memory.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::event::FieldPath;
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::Locks;
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::user::Users;
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use chrono::{DateTime, FixedOffset};

/// The record could not be read, so that nothing can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// A sentence that says why, and what to do.
    pub sentence: String,
    /// Whether trying again later leads to nothing else.
    pub lasting: bool,
}

/// A study and its record as they stand.
pub trait World {
    /// Returns the protocol and the forms.
    fn study(&self) -> &Study;

    /// Returns the time at which an entry would be stored now.
    fn now(&self) -> DateTime<FixedOffset>;

    /// Returns the list of users.
    fn users(&self) -> &Users;

    /// Returns the locks that stand in the whole study.
    fn locks(&self) -> &Locks;

    /// Returns the heads that the record lacks, and what was accepted of them.
    fn heads(&self) -> &Heads;

    /// Returns the version of the program, as entries carry it.
    fn program(&self) -> &str;

    /// Returns the number of the newest entry.
    fn last(&self) -> u64;

    /// Returns the hash of an entry, in hex; `None` when the journal does not go so far.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread>;

    /// Returns the request that an entry came with; `None` when the journal does not go so far.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread>;

    /// Returns whether the study holds synthetic participants only.
    fn is_demo(&self) -> bool;

    /// Returns the laboratories that the study knows, with the limits for one sex.
    fn laboratories(&self, sex: Sex) -> Vec<Laboratory>;

    /// Returns whether an answer stands in a field or stood there before.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn stood(&mut self, place: &FieldPath, answer: &Answer) -> Result<bool, Unread>;

    /// Returns the participants who are like somebody that is to be enrolled, in the order of their enrolment.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn alike(&mut self, likeness: &Likeness) -> Result<Vec<Alike>, Unread>;

    /// Looks at a participant's record; `None` when there is no such participant.
    ///
    /// # Errors
    /// When the record cannot be read.
    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread>;
}
