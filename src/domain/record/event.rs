//! What can happen to a study. Each event is one fact; nothing is ever changed or removed, only
//! followed by a later event.
//!
//! What others ask about an event is asked here, exhaustively, so that a new kind of event is answered for everywhere.

mod about;
mod begins;
mod changes;
mod data;
mod describes;
mod kept;
mod writes;

pub use super::place::FieldPath;
pub use changes::{BackupChange, BackupStep, HeadChange, LockChange, LockStep, Recovery};
pub use data::EXPORT;
pub use describes::Moved;
pub use kept::{Completion, OwnersPart, Scores};

use super::amendment::Acceptance;
use super::deviation::{DeviationCategory, DeviationWeight};
use super::imported::FileLine;
use super::kept_scores::{KeptForm, KeptVisit};
use super::moved::{MoveSide, MovedAnswer};
use super::own_file::OwnFile;
use super::participant::Participant;
use super::place::Scope;
use super::query::step::Step;
use super::refused::RefusedFor;
use super::server_run::{BootClock, StopReason};
use super::signature::signed::Meaning;
use super::status::Status;
use super::user::role::Role;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// How an answer came into its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Typed in this field.
    Typed,
    /// Set together with the rest of its section ("rest absent").
    Bulk,
    /// A fact repeated from an earlier visit or a laboratory's profile.
    Carried,
    /// Put back by undo.
    Undone,
    /// Moved here with its form from another participant or visit, or away from here.
    Moved,
    /// Made by the generator of synthetic participants.
    Generated,
    /// Taken in from a file of others.
    Imported(FileLine),
}

impl Origin {
    /// Returns the code in exports.
    pub fn key(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Bulk => "bulk",
            Self::Carried => "carried",
            Self::Undone => "undone",
            Self::Moved => "moved",
            Self::Generated => "generated",
            Self::Imported(_) => "imported",
        }
    }
}

/// How an assessor answered a question that a check asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromptOutcome {
    /// The value was kept, with the reason given.
    Kept,
    /// The assessor went back to the field.
    Corrected,
    /// The value was impossible and was refused.
    Refused,
}

/// One fact of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// The study directory was made; `protocol` is the id of the protocol, `demo` marks synthetic data.
    StudyOpened {
        /// Id of the protocol.
        protocol: String,
        /// BLAKE3 of the study file and of the forms that it uses, in hex.
        protocol_hash: String,
        /// Synthetic participants only.
        demo: bool,
    },
    /// The study is run with these files from now on. Only the owner of the study writes it.
    FilesRecorded {
        /// Id of the protocol.
        protocol: String,
        /// BLAKE3 of the study file and of the forms that it uses, in hex.
        protocol_hash: String,
        /// The site's own files, all that its directory holds; the others came with the program.
        files: Vec<OwnFile>,
    },
    /// A file with which the study is run, or a part of one, was taken into the record, so that the record alone gives
    /// it again. Only the owner of the study writes it, once for each file of other bytes.
    FileKept {
        /// Name of the file, such as `study.toml` or `instruments/haq.toml`.
        name: String,
        /// BLAKE3 of the bytes of the whole file, in hex.
        hash: String,
        /// Which part of it, from 1.
        part: u32,
        /// How many parts it has.
        parts: u32,
        /// The text of the part; the texts in the order of the parts are the file.
        text: String,
    },
    /// The study is run under this version from now on. The owner of the study writes it: by itself while nobody is
    /// enrolled, later when a manager or an investigator accepted it.
    Amended {
        /// Number of the version, from 1.
        version: u32,
        /// BLAKE3 of what is versioned of its files, in hex.
        content: String,
        /// Id of the protocol.
        protocol: String,
        /// BLAKE3 of the study file and of the forms that it uses, in hex.
        protocol_hash: String,
        /// The study file and every form that it uses; entries before have kept their bytes.
        files: Vec<OwnFile>,
        /// Who accepted it is who the entry is by; none where nobody had to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<Acceptance>,
    },
    /// A participant was enrolled.
    Enrolled {
        /// The participant.
        participant: Participant,
    },
    /// The facts of an enrolment were corrected; the entry keeps those that stood until then.
    EnrolmentCorrected {
        /// The facts until then.
        before: Box<Participant>,
        /// The facts from then on; the id is the same.
        participant: Box<Participant>,
    },
    /// It is said how somebody takes part from a day on, such as that they withdrew; what was said before stays readable.
    StatusChanged {
        /// The participant.
        participant: ParticipantId,
        /// The day since which it holds.
        day: NaiveDate,
        /// How they take part.
        status: Status,
        /// What is said of it in words; empty where a list says all.
        words: String,
        /// Number of the entry that said something before, as the user saw it; 0 for none.
        after: u64,
    },
    /// A session was begun: one participant's assessments at one visit.
    SessionBegun {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The day of the assessments.
        date: NaiveDate,
    },
    /// The day of a session was changed to the one on which its assessments took place; the entry keeps the old one.
    SessionDated {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The day that it had until then.
        before: NaiveDate,
        /// The day that it has from then on.
        date: NaiveDate,
    },
    /// A session was begun by mistake: what was entered in it counts no more, and its visit is open again. The entries keep
    /// what was entered.
    SessionVoided {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// Number of the newest entry in it that the user has seen.
        last: u64,
    },
    /// A visit that no schedule plans was begun: what it is for, and the forms that it asks.
    UnscheduledBegun {
        /// The participant.
        participant: ParticipantId,
        /// The visit, such as `unscheduled-1`.
        visit: VisitId,
        /// The day of the assessments.
        date: NaiveDate,
        /// What it is for, in words.
        words: String,
        /// The forms, in bedside order.
        forms: Vec<FormId>,
    },
    /// The answers of a form were entered for the wrong participant or at the wrong visit and were moved: what became of
    /// one side. The entry of the other side belongs to the same request.
    FormMoved {
        /// The participant of this side.
        participant: ParticipantId,
        /// The visit of this side.
        visit: VisitId,
        /// The form.
        form: FormId,
        /// Which side it is.
        side: MoveSide,
        /// The participant of the other side.
        other: ParticipantId,
        /// The visit of the other side.
        other_visit: VisitId,
        /// All answers of the form, by field; the same on both sides.
        answers: Vec<MovedAnswer>,
    },
    /// A participant consented anew, to another version of the information.
    ConsentRenewed {
        /// The participant.
        participant: ParticipantId,
        /// The version, as the site names it.
        version: String,
        /// The day of the signature.
        day: NaiveDate,
    },
    /// An investigator said what a deviation from the protocol is, which is derived from what is entered.
    DeviationJudged {
        /// The participant.
        participant: ParticipantId,
        /// The deviation: its rule and where it is, such as `visit-window/week-2`.
        key: String,
        /// Its category.
        category: DeviationCategory,
        /// How much it weighs.
        weight: DeviationWeight,
        /// What is said of it in words; empty where nothing more is.
        words: String,
        /// Number of the entry that judged it before, as the user saw it; 0 for none.
        after: u64,
    },
    /// A field was answered; an earlier answer stays readable in the entry before.
    Answered {
        /// The field.
        #[serde(flatten)]
        place: FieldPath,
        /// The answer.
        answer: Answer,
        /// How it came there.
        origin: Origin,
    },
    /// A field was made blank again.
    Cleared {
        /// The field.
        #[serde(flatten)]
        place: FieldPath,
        /// How.
        origin: Origin,
    },
    /// A note was written on a field; an empty text removes it from view.
    Noted {
        /// The field.
        #[serde(flatten)]
        place: FieldPath,
        /// The note.
        text: String,
    },
    /// A check asked about a value: the question itself is part of the record.
    Prompted {
        /// The field.
        #[serde(flatten)]
        place: FieldPath,
        /// Rule that asked, such as `soft-range` or `M3`.
        rule: String,
        /// Version of the rules.
        rule_version: String,
        /// What was typed, as text.
        value: String,
        /// What came of it.
        outcome: PromptOutcome,
        /// Reason code or words given for keeping the value.
        reason: Option<String>,
    },
    /// Earlier scores of a measure were shown to the assessor of a form.
    Shown {
        /// The participant.
        participant: ParticipantId,
        /// The visit being assessed.
        visit: VisitId,
        /// The form on the screen.
        form: FormId,
        /// Whether the owner of the study had left them out until this form was entered; nobody else says so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        withheld: bool,
    },
    /// Answers of one form made by the generator or taken in from elsewhere, all at once.
    Filled {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The form.
        form: FormId,
        /// Fields and answers.
        answers: Vec<(FieldId, Answer)>,
        /// How they came there.
        origin: Origin,
    },
    /// An assessor left a form with everything required in it; from now on a change of it needs a reason.
    Completed {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The form.
        form: FormId,
        /// Its scores then, computed by the owner of the study; none of a form without a score, and by earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Box<KeptForm>>,
    },
    /// A form was left after something was stored in it, complete or not; from now on a change of it needs a reason.
    FormLeft {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The form.
        form: FormId,
    },
    /// A visit was signed, by the user of the entry, who gave the passphrase for it.
    Signed {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// What the signature means.
        meaning: Meaning,
        /// Hash of what was signed.
        content: String,
        /// The scores of its forms and the verdict then, computed by the owner of the study; none by earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Box<KeptVisit>>,
    },
    /// A part of the study was locked: no answer changes there.
    Locked {
        /// The part.
        #[serde(flatten)]
        scope: Scope,
        /// Why.
        reason: String,
    },
    /// A part of the study was unlocked.
    Unlocked {
        /// The part.
        #[serde(flatten)]
        scope: Scope,
        /// Why.
        reason: String,
    },
    /// A step was taken in a query on a field.
    Queried {
        /// The field.
        #[serde(flatten)]
        place: FieldPath,
        /// The entry that opened the query; 0 for the step that opens it.
        query: u64,
        /// The step.
        step: Step,
        /// What was asked or said.
        text: String,
    },
    /// The clock of the study's host went back or jumped between two looks at it.
    ClockMoved {
        /// What it should have shown, by the time that had passed.
        expected: DateTime<FixedOffset>,
        /// What it showed.
        shown: DateTime<FixedOffset>,
    },
    /// A server of the study started: from now on entries can be made. Only the owner of the study writes it.
    ServerStarted {
        /// Version of the program.
        program: String,
        /// The boot of the host; none where its kernel names none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boot: Option<BootClock>,
    },
    /// The server stopped; one that was killed leaves no such entry. Only the owner of the study writes it.
    ServerStopped {
        /// Why.
        why: StopReason,
        /// The boot of the host; none where its kernel names none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boot: Option<BootClock>,
    },
    /// A user logged in: a terminal with screens was connected, or a command, which is told once an hour.
    #[serde(rename = "came-in")]
    LoggedIn {
        /// Login name.
        user: String,
        /// Name of the command, as the client says it; none for a terminal with screens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        command: Option<String>,
    },
    /// A user logged out, or their terminal was lost.
    #[serde(rename = "went-out")]
    LoggedOut {
        /// Login name.
        user: String,
    },
    /// Logins or actions of a user were refused: the sum of a minute. Nothing of what they contained is kept. Only the
    /// owner of the study writes it.
    Refused {
        /// Login name; none where several users stand together.
        user: Option<String>,
        /// What was asked for: `login`, `read`, `sign`, `amend`, or the kind of the first event that was to be stored.
        what: String,
        /// Why it was refused.
        why: RefusedFor,
        /// How often, 1 or more.
        count: u64,
        /// When the first time.
        first: DateTime<FixedOffset>,
        /// When the last time.
        last: DateTime<FixedOffset>,
    },
    /// A user read the audit trail of everybody; told once an hour. Only the owner of the study writes it.
    TrailRead {
        /// Login name.
        user: String,
    },
    /// A part of the record was given out. It is stored before the first byte of it is put out.
    Copied {
        /// What: `audit`, `check`, `deviations`, `forms`, `import`, `signature-sheet`, `timeline`, or `export-` and a format.
        what: String,
        /// The participant, when it is about one.
        participant: Option<ParticipantId>,
    },
    /// A user was let into the study.
    UserAdded {
        /// Login name, as the system knows it.
        user: String,
        /// Name as printed.
        name: String,
        /// Roles.
        roles: Vec<Role>,
    },
    /// A user's printed name is this from now on; what was entered and signed before keeps the name of then.
    UserNamed {
        /// Login name.
        user: String,
        /// Name as printed.
        name: String,
    },
    /// A user's roles are these from now on.
    UserRoles {
        /// Login name.
        user: String,
        /// Roles.
        roles: Vec<Role>,
    },
    /// A user was disabled.
    UserDisabled {
        /// Login name.
        user: String,
    },
    /// A disabled user was enabled again.
    UserEnabled {
        /// Login name.
        user: String,
    },
    /// A user set a passphrase. It is in no entry; its stored form, salted, is kept apart.
    PassphraseSet {
        /// Login name.
        user: String,
        /// BLAKE3 in hex of the stored form, so that another put in its place is noticed.
        proof: String,
    },
    /// A user's passphrase was taken away, so that a new one can be set.
    PassphraseCleared {
        /// Login name.
        user: String,
    },
    /// A wrong passphrase was tried.
    PassphraseWrong {
        /// Login name.
        user: String,
    },
    /// The right passphrase was given.
    PassphraseRight {
        /// Login name.
        user: String,
    },
    /// A backup was made of all entries up to one.
    BackedUp {
        /// Hash of that entry, in hex.
        head: String,
        /// Its number.
        entries: u64,
    },
    /// A backup was restored for a test, and was whole.
    RestoreTested {
        /// Hash of its last entry, in hex.
        head: String,
        /// Number of that entry.
        entries: u64,
    },
    /// A client of this user was told that an entry is stored, and the record does not hold it. Only the owner of the
    /// study writes it.
    HeadMissing {
        /// Login name.
        user: String,
        /// Number of the entry.
        seq: u64,
        /// Its hash, in hex.
        hash: String,
        /// Whether the server's own proof came with it.
        proven: bool,
    },
    /// A manager accepted that the record lacks an entry which a client was told, and those before it.
    HeadAccepted {
        /// Number of the entry.
        seq: u64,
        /// Its hash, in hex.
        hash: String,
        /// Why.
        reason: String,
    },
    /// This record was brought back from a backup: what was stored later is not in it. Only the program writes it.
    Restored {
        /// How many entries the backup has.
        entries: u64,
        /// Hash of the last of them, in hex.
        head: String,
    },
    /// This record was rescued out of a damaged one; it is the first entry, and all others are those that were found,
    /// each with a new number.
    Recovered {
        /// How many entries the damaged record had, as far as anything tells.
        entries: u64,
        /// How many of them were found.
        rescued: u64,
        /// Numbers of those that were not: first and last of each stretch.
        lost: Vec<(u64, u64)>,
        /// BLAKE3 in hex of the file that says which entry was which.
        list: String,
        /// Synthetic participants only.
        demo: bool,
    },
}
