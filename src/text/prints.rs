//! What is printed: blank forms, the signature sheet, and what commands that print answer when they cannot.

use crate::domain::forms::engine::instrument::Respondent;
use crate::domain::record::participant::{Participant, Sex};
use crate::domain::record::query::State;
use crate::domain::record::signature::Meaning;
use crate::domain::record::user::Role;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A heading of the signature sheet, or what stands before a value of it: at most 15 columns, except the headings
/// [`Self::Title`], [`Self::Verdict`] and those that stand alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Heading: the whole sheet.
    Title,
    /// The study.
    Study,
    /// Its protocol.
    Protocol,
    /// The participant.
    Participant,
    /// The visit.
    Visit,
    /// When and by whom it was printed.
    Printed,
    /// Whether the visit is locked, or a signature stands.
    State,
    /// Heading: all answers.
    Answers,
    /// Heading: what changed, and what is judged.
    Verdict,
    /// Heading: all signatures.
    Signatures,
    /// Name of the signer.
    PrintedName,
    /// Login name of the signer.
    Login,
    /// Role of the signer.
    Role,
    /// What a signature means.
    Meaning,
    /// When it was signed.
    SignedAt,
    /// Number of an entry.
    Entry,
    /// Heading: what identifies the record.
    Record,
    /// Hash of what is signed.
    Content,
    /// Hash of the newest entry.
    Head,
    /// How many entries there are.
    Entries,
}

/// Something that the signature sheet says.
#[derive(Clone, Copy, Debug)]
pub enum SheetLine<'a> {
    /// The participants are synthetic.
    Demo,
    /// The protocol of the study.
    Protocol {
        /// Its version.
        version: &'a str,
        /// The first digits of its hash.
        hash: &'a str,
    },
    /// Who was assessed.
    Participant {
        /// The participant.
        who: &'a Participant,
        /// The word for the sex.
        sex: &'a str,
        /// The word for the diagnosis.
        diagnosis: &'a str,
    },
    /// When the visit was held.
    Held {
        /// Name of the visit.
        visit: &'a str,
        /// The day.
        date: NaiveDate,
    },
    /// When and by whom the sheet was printed.
    Printed {
        /// When.
        at: DateTime<FixedOffset>,
        /// Name as printed.
        name: &'a str,
        /// Role; may be empty.
        role: &'a str,
        /// Version of the program.
        program: &'a str,
    },
    /// Title of a form that lacks required answers.
    NotComplete {
        /// Title of the form.
        form: &'a str,
    },
    /// Answers that another one in the form hides, and that are printed nowhere.
    NotAsked {
        /// The labels of their fields.
        labels: &'a [&'a str],
    },
    /// What is stored is not by the rules, so that it does not count.
    NotByRules {
        /// What is stored.
        stored: &'a str,
    },
    /// There is no value.
    Missing {
        /// The label of the reason, with what was added.
        reason: &'a str,
    },
    /// The value was kept although a check asked.
    Kept {
        /// Id of the rule.
        rule: &'a str,
        /// The label of the reason, with what was added.
        reason: &'a str,
    },
    /// A note on the field.
    Note {
        /// The note.
        note: &'a str,
    },
    /// A query that is not closed.
    Query {
        /// Where it stands.
        state: State,
        /// What was asked.
        question: &'a str,
    },
    /// There are no signatures.
    NotSigned,
    /// What a signature means.
    Meaning(Meaning),
    /// A signature stands.
    Stands,
    /// A signature stands no more.
    Void {
        /// Since when, where that is known.
        since: Option<DateTime<FixedOffset>>,
    },
    /// How many entries the record has.
    Entries {
        /// How many.
        count: u64,
        /// Time of the newest.
        newest: Option<DateTime<FixedOffset>>,
    },
    /// How paper and record are compared.
    HowToVerify,
    /// The last line of a page, at most 80 columns.
    Foot {
        /// Id of the participant.
        participant: &'a str,
        /// Name of the visit.
        visit: &'a str,
        /// The first digits of the hash of what is signed.
        content: &'a str,
        /// How many entries the record has.
        entries: u64,
        /// The first digits of the hash of the newest one.
        head: &'a str,
        /// Number of the page, from 1.
        page: usize,
        /// How many pages there are.
        of: usize,
    },
}

/// What a number is compared with, in words.
#[derive(Clone, Copy, Debug)]
pub enum Compared<'a> {
    /// It is below this.
    Below(&'a str),
    /// It is above this.
    Above(&'a str),
}

/// Something that a blank form says, beside what the study's own files say.
#[derive(Clone, Copy, Debug)]
pub enum FormLine<'a> {
    /// Which version of which form it is.
    Version {
        /// Id of the form.
        form: &'a str,
        /// Its version.
        version: &'a str,
    },
    /// Over which time it asks.
    Recall(&'a str),
    /// Who answers it.
    AnsweredBy(Respondent),
    /// Room for day and time; the form makes a new participant.
    When {
        /// Room for a date.
        date: &'a str,
        /// Room for a time of day.
        time: &'a str,
    },
    /// Room for the participant, day and time.
    WhoAndWhen {
        /// Room for a date.
        date: &'a str,
        /// Room for a time of day.
        time: &'a str,
    },
    /// The visit, or boxes of all visits.
    Visit(&'a str),
    /// Room for the name of the visit.
    WhichVisit,
    /// Room for the number of the row of a log.
    Row,
    /// The form is filled in once.
    Once,
    /// Room for the name and role of the assessor.
    Assessor,
    /// How it is filled in.
    HowTo,
    /// The digits and labels of reasons.
    Reasons(&'a [String]),
    /// Heading of a list of options that several fields share.
    Codes(&'a str),
    /// Which roles answer a field.
    Roles(&'a [Role]),
    /// A field is asked only after certain answers of another.
    OnlyIf {
        /// Label of the other field.
        label: &'a str,
        /// The answers.
        is: &'a [&'a str],
        /// What its number is compared with.
        compared: Option<Compared<'a>>,
        /// Also where that has none.
        missing: bool,
    },
    /// A field is asked at baseline only.
    AtBaseline,
    /// A field is asked only of participants of a sex.
    ForSex(&'a [Sex]),
    /// A field is asked only where the other side cannot be tested.
    OtherSide,
    /// The box for the digit of a reason.
    NoValue(&'a [String]),
    /// What may be written, and what is usual.
    Usual {
        /// What may be written.
        expects: &'a str,
        /// What is usual at least.
        least: Option<&'a str>,
        /// What is usual at most.
        most: Option<&'a str>,
        /// The unit, where the values alone do not say it.
        unit: &'a str,
    },
    /// What is written as a date.
    Day,
    /// What is written as a date that may be known in part.
    PartialDay,
    /// What is written as a time of day.
    Clock,
    /// Room for remarks.
    Remarks,
    /// Room for the signature.
    Signature,
    /// Room for who enters it later.
    EnteredLater,
    /// Of which study it is, and what counts on entry.
    Foot {
        /// Version of the study file.
        version: &'a str,
        /// The first digits of the hash of the protocol.
        hash: &'a str,
    },
}

/// Why a command prints nothing.
#[derive(Clone, Copy, Debug)]
pub enum Unprinted<'a> {
    /// Nobody has this id.
    NoParticipant {
        /// What was given.
        given: &'a str,
        /// An id as the study writes it, where that is known.
        example: Option<&'a str>,
    },
    /// The study has no such visit.
    NoVisit {
        /// What was given.
        given: &'a str,
        /// The ids of all visits.
        visits: &'a [&'a str],
    },
    /// The visit was not begun.
    NotBegun {
        /// Id of the participant.
        participant: &'a str,
        /// Id of the visit.
        visit: &'a str,
    },
    /// A field of the trail is not named whole.
    FieldName,
}

/// A sentence, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

/// What is printed: blank forms, sheets, and what commands that print answer when they cannot.
pub trait Prints {
    /// Returns a heading of the signature sheet, or what stands before a value of it.
    fn sheet_label(&self, label: Label) -> &'static str;

    /// Says something of the signature sheet.
    fn sheet_line(&self, line: &SheetLine<'_>) -> String;

    /// Says something of a blank form.
    fn form_line(&self, line: &FormLine<'_>) -> String;

    /// Says why a command prints nothing, and what to do.
    fn unprinted(&self, why: &Unprinted<'_>) -> Advice;
}
