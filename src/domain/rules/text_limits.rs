//! How long a text and an entry may be when they are stored. What was stored before is read whatever its length.
//!
//! The owner of a study judges every request by this, and the screens say it earlier.

use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::VisitId;
use crate::domain::base::text::{self, TextFault};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::lock::Scope;
use crate::domain::record::server_run::BootClock;
use crate::domain::record::status::Status;
use serde::{Deserialize, Serialize};

/// Most characters (Unicode scalar values) of a text.
pub const TEXT: usize = text::MOST;
/// Most characters of the text of an answer; only that of a paragraph may have more than [`TEXT`].
pub const PARAGRAPH: usize = text::PARAGRAPH;
/// Most bytes of an entry, as its line stands in the journal.
pub const ENTRY: usize = 64 << 10;
/// Bytes that the journal may add to an entry that has no place in it yet: number, hashes, salt, and the count of the
/// lines that follow.
const PLACE: usize = 20 + 2 * 64 + 42 + 28;

/// Which text it is that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextName {
    /// The id of a protocol.
    Protocol,
    /// The hash of a protocol.
    ProtocolHash,
    /// The name of a file of the study.
    File,
    /// The hash of a file of the study.
    FileHash,
    /// The id of a participant.
    Participant,
    /// The initials of a participant.
    Initials,
    /// The id of a visit.
    Visit,
    /// The id of a form.
    Form,
    /// The id of a field.
    Field,
    /// The code of an answer.
    AnswerCode,
    /// The text of an answer.
    Text,
    /// The unit of an answer.
    Unit,
    /// The code of the reason why there is no value.
    MissingCode,
    /// The words why there is no value.
    MissingReason,
    /// A note.
    Note,
    /// The rule of a check that asked.
    Check,
    /// The version of the rules of the checks.
    CheckVersion,
    /// The value that a check asked about.
    AskedValue,
    /// The reason for keeping a value.
    KeepReason,
    /// The hash of what is signed.
    SignedHash,
    /// What is said of how somebody takes part.
    StatusWords,
    /// What an unscheduled visit is for.
    VisitWords,
    /// The version of the information that was consented to.
    ConsentVersion,
    /// The key of a deviation.
    Deviation,
    /// What is said of a deviation.
    DeviationWords,
    /// The reason for a lock.
    LockReason,
    /// The reason for unlocking.
    UnlockReason,
    /// The words of a step of a query.
    Query,
    /// The name of what is given out.
    Copied,
    /// The version of a program, or the boot of its host.
    Program,
    /// The name of a command or of a request.
    Command,
    /// A login name.
    Login,
    /// The name of a user as it is printed.
    UserName,
    /// The proof of a passphrase.
    PassphraseProof,
    /// The hash of a backup.
    BackupHash,
    /// The hash of a head.
    HeadHash,
    /// The reason for accepting a missing head.
    HeadReason,
    /// The hash of a version of the study.
    VersionHash,
    /// The reason for an amendment.
    AmendReason,
    /// The hash of the list of what was rescued.
    RescuedHash,
    /// The id of a request.
    Request,
    /// The reason for a change.
    ChangeReason,
    /// The reason for a late entry.
    LateReason,
    /// A name that is sent to other clients.
    Name,
}

impl TextName {
    /// Returns whether it is the reason for what somebody does, which must say something.
    pub(super) fn is_reason(self) -> bool {
        match self {
            Self::MissingReason
            | Self::KeepReason
            | Self::StatusWords
            | Self::VisitWords
            | Self::DeviationWords
            | Self::LockReason
            | Self::UnlockReason
            | Self::HeadReason
            | Self::AmendReason
            | Self::ChangeReason
            | Self::LateReason => true,
            Self::Protocol
            | Self::ProtocolHash
            | Self::File
            | Self::FileHash
            | Self::Participant
            | Self::Initials
            | Self::Visit
            | Self::Form
            | Self::Field
            | Self::AnswerCode
            | Self::Text
            | Self::Unit
            | Self::MissingCode
            | Self::Note
            | Self::Check
            | Self::CheckVersion
            | Self::AskedValue
            | Self::SignedHash
            | Self::ConsentVersion
            | Self::Deviation
            | Self::Query
            | Self::Copied
            | Self::Program
            | Self::Command
            | Self::Login
            | Self::UserName
            | Self::PassphraseProof
            | Self::BackupHash
            | Self::HeadHash
            | Self::VersionHash
            | Self::RescuedHash
            | Self::Request
            | Self::Name => false,
        }
    }
}

/// What is too long to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "long", rename_all = "kebab-case")]
pub enum TooLong {
    /// A text.
    Text {
        /// Which one.
        what: TextName,
        /// Its characters.
        length: usize,
    },
    /// An entry.
    Entry {
        /// Bytes of its line, at most.
        length: usize,
    },
}

/// Checks the length of a text.
///
/// # Errors
/// When it has more than [`TEXT`] characters.
pub fn check_text(what: TextName, text: &str) -> Result<(), TooLong> {
    check_length(what, text, TEXT)
}

fn check_length(what: TextName, text: &str, most: usize) -> Result<(), TooLong> {
    match text::check_length(text, most) {
        Err(TextFault::TooLong(length)) => Err(TooLong::Text { what, length }),
        Ok(()) | Err(TextFault::Unfit(_) | TextFault::TooLarge(_)) => Ok(()),
    }
}

/// Checks the length of every text of a request.
///
/// # Errors
/// When one has more characters than it may have; the first one.
pub(super) fn check_request(
    request: &str,
    reason: Option<&str>,
    late: Option<&str>,
    events: &[Event],
) -> Result<(), TooLong> {
    check_text(TextName::Request, request)?;
    check_text(TextName::ChangeReason, reason.unwrap_or_default())?;
    check_text(TextName::LateReason, late.unwrap_or_default())?;
    events.iter().try_for_each(check_event)
}

/// Checks the length of every text of an event.
///
/// # Errors
/// When one has more than [`TEXT`] characters, or the text of an answer more than [`PARAGRAPH`] or more bytes than fit an
/// entry; the first one. Whether its field is a paragraph is judged by `content`.
pub fn check_event(event: &Event) -> Result<(), TooLong> {
    let mut texts = texts(event).into_iter();
    texts.try_for_each(|(what, text)| {
        if what != TextName::Text {
            return check_text(what, text);
        }
        check_length(what, text, PARAGRAPH)?;
        match text::entry_bytes(text) {
            0..=text::PARAGRAPH_BYTES => Ok(()),
            bytes => Err(TooLong::Entry {
                length: bytes.saturating_add(ENTRY - text::PARAGRAPH_BYTES),
            }),
        }
    })
}

/// Returns whether names that are sent to other clients, not stored, are as short as stored names.
pub fn are_short<'a>(names: impl IntoIterator<Item = &'a str>) -> bool {
    let mut names = names.into_iter();
    names.all(|name| check_text(TextName::Name, name).is_ok())
}

/// Returns the texts of how somebody takes part.
fn in_status(status: &Status) -> Vec<(TextName, &str)> {
    match status {
        Status::ScreenFailure { criteria } => criteria
            .iter()
            .map(|field| (TextName::Field, field.as_str()))
            .collect(),
        Status::Died { event } => vec![(
            TextName::Form,
            event.as_ref().map_or("", |event| event.as_str()),
        )],
        Status::TakesPart
        | Status::TreatmentStopped { .. }
        | Status::Withdrawn { .. }
        | Status::Lost { .. }
        | Status::Completed
        | Status::EnrolledByMistake => Vec::new(),
    }
}

/// Checks the length of an entry that is not stored yet.
///
/// # Errors
/// When its line would have more than [`ENTRY`] bytes.
pub fn check_entry(entry: &Entry) -> Result<(), TooLong> {
    // What cannot be written as JSON is refused by the store.
    let length = serde_json::to_vec(entry).map_or(0, |line| line.len() + PLACE);
    match length {
        0..=ENTRY => Ok(()),
        length => Err(TooLong::Entry { length }),
    }
}

/// Returns every text that an event carries, and which it is.
pub fn texts(event: &Event) -> Vec<(TextName, &str)> {
    match event {
        Event::StudyOpened {
            protocol,
            protocol_hash,
            demo: _,
        } => vec![
            (TextName::Protocol, protocol),
            (TextName::ProtocolHash, protocol_hash),
        ],
        Event::FilesRecorded {
            protocol,
            protocol_hash,
            files,
        } => with(
            vec![
                (TextName::Protocol, protocol.as_str()),
                (TextName::ProtocolHash, protocol_hash),
            ],
            files.iter().flat_map(|file| {
                [
                    (TextName::File, file.name.as_str()),
                    (TextName::FileHash, file.hash.as_str()),
                ]
            }),
        ),
        Event::FileKept { name, hash, .. } => {
            vec![(TextName::File, name), (TextName::FileHash, hash)]
        }
        Event::Amended {
            version: _,
            content,
            protocol,
            protocol_hash,
            files,
            accepted,
        } => {
            let reason = accepted.as_ref().map(|accepted| accepted.reason.as_str());
            let named = vec![
                (TextName::Protocol, protocol.as_str()),
                (TextName::ProtocolHash, protocol_hash),
                (TextName::VersionHash, content),
                (TextName::AmendReason, reason.unwrap_or_default()),
            ];
            with(
                named,
                files.iter().flat_map(|file| {
                    [
                        (TextName::File, file.name.as_str()),
                        (TextName::FileHash, file.hash.as_str()),
                    ]
                }),
            )
        }
        Event::Enrolled { participant } => vec![
            (TextName::Participant, participant.id.as_str()),
            (TextName::Initials, &participant.initials),
        ],
        Event::EnrolmentCorrected {
            before,
            participant,
        } => vec![
            (TextName::Participant, participant.id.as_str()),
            (TextName::Initials, &participant.initials),
            (TextName::Participant, before.id.as_str()),
            (TextName::Initials, &before.initials),
        ],
        Event::StatusChanged {
            participant,
            day: _,
            status,
            words,
            after: _,
        } => with(
            vec![
                (TextName::Participant, participant.as_str()),
                (TextName::StatusWords, words),
            ],
            in_status(status),
        ),
        Event::SessionBegun {
            participant,
            visit,
            date: _,
        }
        | Event::SessionDated {
            participant,
            visit,
            before: _,
            date: _,
        }
        | Event::SessionVoided {
            participant,
            visit,
            last: _,
        } => vec![
            (TextName::Participant, participant.as_str()),
            (TextName::Visit, visit.as_str()),
        ],
        Event::UnscheduledBegun {
            participant,
            visit,
            date: _,
            words,
            forms,
        } => with(
            vec![
                (TextName::Participant, participant.as_str()),
                (TextName::Visit, visit.as_str()),
                (TextName::VisitWords, words),
            ],
            forms.iter().map(|form| (TextName::Form, form.as_str())),
        ),
        Event::FormMoved {
            participant,
            visit,
            form,
            side: _,
            other,
            other_visit,
            answers,
        } => {
            let names = vec![
                (TextName::Participant, participant.as_str()),
                (TextName::Visit, visit.as_str()),
                (TextName::Form, form.as_str()),
                (TextName::Participant, other.as_str()),
                (TextName::Visit, other_visit.as_str()),
            ];
            let answers = answers.iter().flat_map(|moved| {
                let field = (TextName::Field, moved.field.as_str());
                std::iter::once(field).chain(in_answer(&moved.answer))
            });
            with(names, answers)
        }
        Event::ConsentRenewed {
            participant,
            version,
            day: _,
        } => vec![
            (TextName::Participant, participant.as_str()),
            (TextName::ConsentVersion, version),
        ],
        Event::DeviationJudged {
            participant,
            key,
            category: _,
            weight: _,
            words,
            after: _,
        } => vec![
            (TextName::Participant, participant.as_str()),
            (TextName::Deviation, key),
            (TextName::DeviationWords, words),
        ],
        Event::Answered {
            place,
            answer,
            origin: _,
        } => with(in_place(place), in_answer(answer)),
        Event::Cleared { place, origin: _ } => in_place(place),
        Event::Noted { place, text } => with(in_place(place), [(TextName::Note, text.as_str())]),
        Event::Prompted {
            place,
            rule,
            rule_version,
            value,
            outcome: _,
            reason,
        } => with(
            in_place(place),
            [
                (TextName::Check, rule.as_str()),
                (TextName::CheckVersion, rule_version),
                (TextName::AskedValue, value),
                (TextName::KeepReason, reason.as_deref().unwrap_or_default()),
            ],
        ),
        Event::Shown {
            participant,
            visit,
            form,
            withheld: _,
        }
        | Event::Completed {
            participant,
            visit,
            form,
            // Written by the owner of the study alone.
            kept: _,
        }
        | Event::FormLeft {
            participant,
            visit,
            form,
        } => vec![
            (TextName::Participant, participant.as_str()),
            (TextName::Visit, visit.as_str()),
            (TextName::Form, form.as_str()),
        ],
        Event::Filled {
            participant,
            visit,
            form,
            answers,
            origin: _,
        } => {
            let names = vec![
                (TextName::Participant, participant.as_str()),
                (TextName::Visit, visit.as_str()),
                (TextName::Form, form.as_str()),
            ];
            let answers = answers.iter().flat_map(|(field, answer)| {
                with(vec![(TextName::Field, field.as_str())], in_answer(answer))
            });
            with(names, answers)
        }
        Event::Signed {
            participant,
            visit,
            meaning: _,
            content,
            kept: _,
        } => vec![
            (TextName::Participant, participant.as_str()),
            (TextName::Visit, visit.as_str()),
            (TextName::SignedHash, content),
        ],
        Event::Locked { scope, reason } => {
            with(in_scope(scope), [(TextName::LockReason, reason.as_str())])
        }
        Event::Unlocked { scope, reason } => {
            with(in_scope(scope), [(TextName::UnlockReason, reason.as_str())])
        }
        Event::Queried {
            place,
            query: _,
            step: _,
            text,
        } => with(in_place(place), [(TextName::Query, text.as_str())]),
        Event::ClockMoved {
            expected: _,
            shown: _,
        } => Vec::new(),
        Event::ServerStarted { program, boot } => {
            with(vec![(TextName::Program, program.as_str())], in_boot(boot))
        }
        Event::ServerStopped { why: _, boot } => in_boot(boot),
        Event::LoggedIn { user, command } => vec![
            (TextName::Login, user.as_str()),
            (TextName::Command, command.as_deref().unwrap_or_default()),
        ],
        Event::Refused {
            user,
            what,
            why: _,
            count: _,
            first: _,
            last: _,
        } => vec![
            (TextName::Login, user.as_deref().unwrap_or_default()),
            (TextName::Command, what),
        ],
        Event::UserNamed { user, name } => {
            vec![(TextName::Login, user.as_str()), (TextName::UserName, name)]
        }
        Event::Copied { what, participant } => vec![
            (TextName::Copied, what.as_str()),
            (
                TextName::Participant,
                participant.as_ref().map_or("", |who| who.as_str()),
            ),
        ],
        Event::UserAdded {
            user,
            name,
            roles: _,
        } => vec![(TextName::Login, user.as_str()), (TextName::UserName, name)],
        Event::PassphraseSet { user, proof } => {
            vec![
                (TextName::Login, user.as_str()),
                (TextName::PassphraseProof, proof),
            ]
        }
        Event::UserRoles { user, roles: _ }
        | Event::UserDisabled { user }
        | Event::UserEnabled { user }
        | Event::PassphraseCleared { user }
        | Event::PassphraseWrong { user }
        | Event::PassphraseRight { user }
        | Event::TrailRead { user }
        | Event::LoggedOut { user } => vec![(TextName::Login, user.as_str())],
        Event::BackedUp { head, entries: _ } | Event::RestoreTested { head, entries: _ } => {
            vec![(TextName::BackupHash, head.as_str())]
        }
        Event::HeadMissing {
            user,
            seq: _,
            hash,
            proven: _,
        } => vec![(TextName::Login, user.as_str()), (TextName::HeadHash, hash)],
        Event::HeadAccepted {
            seq: _,
            hash,
            reason,
        } => vec![
            (TextName::HeadHash, hash.as_str()),
            (TextName::HeadReason, reason),
        ],
        Event::Restored { entries: _, head } => vec![(TextName::BackupHash, head.as_str())],
        Event::Recovered {
            entries: _,
            rescued: _,
            lost: _,
            list,
            demo: _,
        } => vec![(TextName::RescuedHash, list.as_str())],
    }
}

type Texts<'a> = Vec<(TextName, &'a str)>;

fn with<'a>(
    mut texts: Texts<'a>,
    more: impl IntoIterator<Item = (TextName, &'a str)>,
) -> Texts<'a> {
    texts.extend(more);
    texts
}

fn in_boot(boot: &Option<BootClock>) -> Texts<'_> {
    let id = boot
        .iter()
        .map(|boot| (TextName::Program, boot.id.as_str()));
    id.collect()
}

fn in_place(place: &FieldPath) -> Texts<'_> {
    vec![
        (TextName::Participant, place.participant.as_str()),
        (TextName::Visit, place.visit.as_str()),
        (TextName::Form, place.form.as_str()),
        (TextName::Field, place.field.as_str()),
    ]
}

fn in_scope(scope: &Scope) -> Texts<'_> {
    vec![
        (
            TextName::Participant,
            scope.participant.as_ref().map_or("", |who| who.as_str()),
        ),
        (
            TextName::Visit,
            scope.visit.as_ref().map_or("", VisitId::as_str),
        ),
        (
            TextName::Form,
            scope.form.as_ref().map_or("", |form| form.as_str()),
        ),
    ]
}

fn in_answer(answer: &Answer) -> Texts<'_> {
    match answer {
        Answer::Value { value, unit } => {
            let value = match value {
                Value::Code(code) => Some((TextName::AnswerCode, code.as_str())),
                Value::Text(text) => Some((TextName::Text, text.as_str())),
                Value::Number(_) | Value::Below(_) | Value::Date(_) => None,
            };
            let unit = unit.iter().map(|unit| (TextName::Unit, unit.as_str()));
            value.into_iter().chain(unit).collect()
        }
        Answer::Missing { reason, text } => vec![
            (TextName::MissingCode, reason.as_str()),
            (TextName::MissingReason, text.as_deref().unwrap_or_default()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};

    #[test]
    fn characters_are_counted_not_bytes() {
        let text = |count: usize| "\u{1F9EA}".repeat(count);
        assert_eq!(check_text(TextName::Note, &text(TEXT)), Ok(()));
        let error = check_text(TextName::Note, &text(TEXT + 1)).unwrap_err();
        let (what, length) = (TextName::Note, 2001);
        assert_eq!(error, TooLong::Text { what, length });
    }

    #[test]
    fn an_entry_is_measured_as_its_line() {
        let by = Assessor {
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "assessor".to_owned(),
            from: "tty1".to_owned(),
        };
        let entry = |length: usize| {
            let event = Event::LoggedIn {
                user: "x".repeat(length),
                command: None,
            };
            Entry::preview(Draft::new(by.clone(), event), chrono::DateTime::default())
        };
        let frame = serde_json::to_string(&entry(0)).unwrap().len() + PLACE;
        assert_eq!(check_entry(&entry(ENTRY - frame)), Ok(()));
        let length = ENTRY + 1;
        let error = check_entry(&entry(ENTRY + 1 - frame));
        assert_eq!(error, Err(TooLong::Entry { length }));
    }
}
