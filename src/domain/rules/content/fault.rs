//! What of the content of an event is not so. Must contain no sentences: `text` makes them.

use super::move_fault::MoveFault;
use super::status_fault::StatusFault;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::Origin;
use crate::domain::rules::text_limits::TextName;
use crate::domain::study::schedule::OutOfOrder;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// Why the content of an event is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "content", rename_all = "kebab-case")]
pub enum ContentFault {
    /// Nobody is enrolled under this id.
    NoParticipant {
        /// The id.
        participant: ParticipantId,
    },
    /// Somebody is enrolled under this id.
    IdTaken {
        /// The id.
        participant: ParticipantId,
    },
    /// The schedule has no such visit.
    NoVisit {
        /// Its id.
        visit: VisitId,
    },
    /// An amendment took the visit, or the form at the visit, out of the study.
    Removed {
        /// Label of the visit, or title of the form.
        part: String,
        /// Number of the version that did.
        by: u32,
    },
    /// The study has no such form.
    NoForm {
        /// Its id.
        form: FormId,
    },
    /// The visit does not ask the form.
    NotAsked {
        /// Title of the form.
        form: String,
        /// Id of the visit.
        visit: VisitId,
    },
    /// The log has no such row, and its next one has another number.
    NoRow {
        /// Title of the log.
        form: String,
        /// Number of the row.
        row: u32,
        /// Number of the next row.
        next: u32,
    },
    /// Nothing stands in the row, so that it cannot have been entered in error.
    EmptyRow {
        /// Title of the log.
        form: String,
        /// Number of the row.
        row: u32,
    },
    /// The form has no such field.
    NoField {
        /// Title of the form.
        form: String,
        /// Id of the field.
        field: String,
    },
    /// No part of the study is described so.
    NoSuchPart,
    /// The value is not one that the field takes.
    NotOfField {
        /// Label of the field.
        label: String,
        /// The value as text.
        value: String,
    },
    /// The field does not have this unit.
    NoUnit {
        /// Label of the field.
        label: String,
        /// The unit; `None` where one is needed.
        unit: Option<String>,
    },
    /// The field cannot be missing for this reason.
    NoMissingReason {
        /// Label of the field.
        label: String,
        /// Code of the reason.
        reason: String,
    },
    /// The missing reason needs words.
    MissingWithoutWords {
        /// Label of the field.
        label: String,
    },
    /// The field is not asked, given what stands in its form.
    Hidden {
        /// Label of the field.
        label: String,
    },
    /// The answer did not come about as it says.
    FalseOrigin {
        /// Label of the field.
        label: String,
        /// How it says that it did.
        origin: Origin,
    },
    /// It brings scores of its own, which only the owner of the study computes.
    ScoresClaimed {
        /// Title of the form.
        form: String,
    },
    /// It says that scores were shown which had been left out, which only the owner of the study knows.
    ShownClaimed {
        /// Title of the form.
        form: String,
    },
    /// Nothing is filled in.
    NothingFilled,
    /// The day is after today.
    DayInFuture {
        /// The day.
        day: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// The day is before the year of birth.
    DayBeforeBirth {
        /// The day.
        day: NaiveDate,
        /// The year of birth.
        born: i32,
    },
    /// The visit would be before the day of the consent.
    BeforeConsent {
        /// The day of the visit.
        day: NaiveDate,
        /// The day of the consent.
        consent: NaiveDate,
    },
    /// Another participant has the same initials, year of birth and sex, and nobody said that it is somebody else.
    SamePerson {
        /// The other participant.
        participant: ParticipantId,
        /// Day of their enrolment.
        enrolled_on: NaiveDate,
    },
    /// A visit cannot be held on the day, since visits lie in the order of the schedule.
    OutOfOrder(OutOfOrder),
    /// The visit whose day is changed was not begun.
    NotBegun {
        /// The visit.
        visit: VisitId,
    },
    /// The visit whose day is changed has another day than the client says.
    OtherDay {
        /// The day that it has.
        day: NaiveDate,
    },
    /// The visit whose day is changed has that day already.
    SameDay {
        /// The day.
        day: NaiveDate,
    },
    /// The visit was said to be begun by mistake since the user looked at it.
    VoidedSince {
        /// Label of the visit.
        visit: String,
    },
    /// Something was entered in the session since the user looked at it.
    WrittenSince {
        /// Label of the visit.
        visit: String,
    },
    /// The facts of the enrolment that is corrected are others than the client says.
    OtherFacts,
    /// The facts of the enrolment are so already.
    SameFacts,
    /// On the day to which a visit is changed another version of the study held than the one by which it is read.
    OtherVersion {
        /// The day.
        day: NaiveDate,
        /// Number of the version that held on it.
        held: u32,
        /// Number of the version of the visit.
        own: u32,
    },
    /// The visit was begun before.
    Begun {
        /// The visit.
        visit: VisitId,
    },
    /// It would be observed before the year of birth.
    ObservedBeforeBirth {
        /// When it is said to be observed.
        observed: DateTime<FixedOffset>,
        /// The year of birth.
        born: i32,
    },
    /// No check of this name asks at the field.
    NoCheck {
        /// Label of the field.
        label: String,
        /// Name of the check.
        rule: String,
    },
    /// A check asks about the answer, and nobody said why it stays.
    NotAnswered {
        /// Label of the field.
        label: String,
        /// Name of the check.
        rule: String,
    },
    /// Answers that somebody else entered, unseen by this client, would no longer count.
    HidesUnseen {
        /// Label of the field whose answer keeps them from counting.
        label: String,
        /// How many they are, at least 1.
        count: usize,
    },
    /// The form has answers that the user does not see yet, so that they change none.
    HiddenForm {
        /// Title of the form.
        form: String,
        /// What they are hidden until; `None` where the study never shows them.
        until: Option<HiddenUntil>,
    },
    /// A value is kept for no reason that the study has.
    NoKeepReason {
        /// Label of the field.
        label: String,
    },
    /// Somebody does not take part as it is said, or is not seen after the end of the participation.
    Status(StatusFault),
    /// The answers of a form are not moved so.
    Move(MoveFault),
    /// A visit that no schedule plans begins before the baseline visit, or before it was begun.
    BeforeBaseline {
        /// Label of the baseline visit.
        visit: String,
        /// Its day; none where it was not begun.
        held: Option<NaiveDate>,
    },
    /// The baseline visit is the one that another visit, which no schedule plans, comes after.
    BaselineOf {
        /// Label of that visit.
        visit: String,
    },
    /// The visit of the outcome was begun, so that no early end has a visit of its own.
    OutcomeHeld {
        /// Label of the visit of the outcome.
        visit: String,
    },
    /// An unscheduled visit without a form, with one twice, or not in bedside order.
    NoForms,
    /// A renewed consent without the version of the information.
    WithoutVersion,
    /// The consent to that version is of that day already.
    SameConsent {
        /// The version.
        version: String,
    },
    /// A consent is renewed before the first one, or before the enrolment.
    ConsentBefore {
        /// The day.
        day: NaiveDate,
        /// The day of the first consent, or of the enrolment.
        first: NaiveDate,
    },
    /// Nothing that is entered makes such a deviation.
    NoDeviation {
        /// Its key.
        key: String,
    },
    /// Somebody else judged the deviation since the user looked at it.
    JudgedSince,
    /// There is no such print, or not of this participant.
    NoPrint {
        /// Its name.
        what: String,
    },
    /// A text holds a character that may not stand in it.
    UnfitCharacter {
        /// Which one.
        what: TextName,
        /// The character.
        character: char,
    },
    /// A reason says nothing: marks alone, or one letter.
    SaysNothing {
        /// Which one.
        what: TextName,
    },
}

/// Until when a user does not see the answers of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "until", rename_all = "kebab-case")]
pub enum HiddenUntil {
    /// Until its measure is entered at a visit.
    Entered {
        /// Label of the visit.
        visit: String,
    },
    /// Until its measure, which is missing at a visit, has a value there, or the visit is signed.
    Signed {
        /// Label of the visit.
        visit: String,
    },
}

impl ContentFault {
    /// Returns whether the screens never send such content, whatever others store or accept meanwhile.
    pub(in crate::domain::rules) fn is_forged(&self) -> bool {
        match self {
            Self::FalseOrigin { origin, .. } => match origin {
                Origin::Typed
                | Origin::Bulk
                | Origin::Undone
                | Origin::Moved
                | Origin::Generated => true,
                // Somebody else may have changed the answer that is repeated, or answered what was blank.
                Origin::Carried | Origin::Imported(_) => false,
            },
            Self::NoVisit { .. }
            | Self::NoForm { .. }
            | Self::NotAsked { .. }
            | Self::NoField { .. }
            | Self::NoSuchPart
            | Self::NotOfField { .. }
            | Self::NoUnit { .. }
            | Self::NoMissingReason { .. }
            | Self::MissingWithoutWords { .. }
            | Self::ScoresClaimed { .. }
            | Self::ShownClaimed { .. }
            | Self::NothingFilled
            | Self::NoCheck { .. }
            | Self::NotAnswered { .. }
            | Self::NoKeepReason { .. }
            | Self::NotBegun { .. }
            | Self::SameDay { .. }
            | Self::SameFacts
            | Self::NoForms
            | Self::WithoutVersion
            | Self::NoDeviation { .. }
            | Self::NoPrint { .. }
            | Self::UnfitCharacter { .. }
            | Self::SaysNothing { .. } => true,
            Self::Status(fault) => fault.is_forged(),
            Self::Move(fault) => fault.is_forged(),
            // An id or a day is typed, and somebody else may have enrolled, begun, added, answered or amended first.
            Self::Removed { .. }
            | Self::HidesUnseen { .. }
            | Self::HiddenForm { .. }
            | Self::NoParticipant { .. }
            | Self::IdTaken { .. }
            | Self::NoRow { .. }
            | Self::EmptyRow { .. }
            | Self::Hidden { .. }
            | Self::DayInFuture { .. }
            | Self::DayBeforeBirth { .. }
            | Self::BeforeConsent { .. }
            | Self::SamePerson { .. }
            | Self::OutOfOrder(_)
            | Self::OtherDay { .. }
            | Self::OtherFacts
            | Self::WrittenSince { .. }
            | Self::VoidedSince { .. }
            | Self::OtherVersion { .. }
            | Self::Begun { .. }
            | Self::BeforeBaseline { .. }
            | Self::BaselineOf { .. }
            | Self::OutcomeHeld { .. }
            | Self::SameConsent { .. }
            | Self::ConsentBefore { .. }
            | Self::JudgedSince
            | Self::ObservedBeforeBirth { .. } => false,
        }
    }
}

impl From<MoveFault> for ContentFault {
    fn from(fault: MoveFault) -> Self {
        Self::Move(fault)
    }
}

impl From<StatusFault> for ContentFault {
    fn from(fault: StatusFault) -> Self {
        Self::Status(fault)
    }
}
