//! What an entry of the record, a lock, a signature or a query says, and the lines of history and audit.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use crate::domain::record::entry::{Entry, Receipt};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::lock::{Lock, Part, Scope};
use crate::domain::record::participant::Participant;
use crate::domain::record::query::State;
use crate::domain::record::query::listed::Kind;
use crate::domain::record::server_run::Absence;
use crate::domain::record::signature::{Mark, Meaning, Signature};
use crate::domain::study::Study;
use crate::domain::views::audit::Line;

/// How a line of a history stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What happened.
    What,
    /// More about it.
    More,
    /// When and by whom.
    Who,
}

/// A line of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// How it stands out.
    pub weight: Weight,
    /// The words.
    pub text: String,
}

/// What an entry of the record, a lock, a signature or a query says, and the lines of history and audit.
pub trait Entries {
    /// Returns the word for how wide a lock is.
    fn part(&self, part: Part) -> &'static str;

    /// Says on one line what is locked, by whom, since when and why.
    fn lock_mark(&self, scope: &Scope, lock: &Lock) -> String;

    /// Returns the word for where a query stands.
    fn query_state(&self, state: State) -> &'static str;

    /// Returns the words for a kind of thing that is said about a value.
    fn listed_kind(&self, kind: Kind) -> &'static str;

    /// Returns the word for what a signature means.
    fn signed_as(&self, meaning: Meaning) -> &'static str;

    /// Returns what a signer says with a signature of this meaning.
    fn signer_says(&self, meaning: Meaning) -> &'static str;

    /// Returns the mark of a visit in lists on which signatures were given.
    fn signed_mark(&self, mark: Mark) -> &'static str;

    /// Says who signed, in which role, as what and when, and whether the signature stands.
    fn signature(&self, signature: &Signature, stands: bool) -> String;

    /// Tells the entries of a field of a participant, given oldest first: each as its lines, newest first.
    fn history(
        &self,
        study: &Study,
        participant: Option<&Participant>,
        place: &FieldPath,
        entries: &[Entry],
    ) -> Vec<Vec<HistoryLine>>;

    /// Returns what stands above a printed trail: its study, and which forms it hides from the reader's role.
    fn audit_title(&self, study: &Study, hidden: &[FormId]) -> String;

    /// Tells an entry of the trail: a line for who, when and from where, then one for each thing that it says. Nothing
    /// in it can control a terminal.
    fn audit_entry(&self, study: &Study, entry: &Entry, lines: &[Line]) -> String;

    /// Says more about an event and what a line has found out about it; an answer says nothing here.
    fn audit_text(&self, study: &Study, event: &Event, line: &Line) -> String;

    /// Says from when to when there was no server, without a full stop.
    fn no_server(&self, absence: &Absence) -> String;

    /// Says from when to when there was no server before the one that runs, as a sentence.
    fn before_start(&self, absence: &Absence) -> String;

    /// Returns an answer of the field that a line is about as the trail shows it.
    fn audit_answer(&self, study: &Study, line: &Line, answer: &Answer) -> String;

    /// Returns the head of a record: number, hash and time of its newest entry.
    fn audit_head(&self, head: &Receipt) -> String;
}
