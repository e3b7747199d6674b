//! How long a text and an entry may be when they are stored. What was stored before is read whatever its length.
//!
//! The owner of a study judges every request by this, and the screens say it earlier.

use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::VisitId;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::lock::Scope;
use serde::{Deserialize, Serialize};

/// Most characters (Unicode scalar values) of a text.
pub const TEXT: usize = 2_000;
/// Most bytes of an entry, as its line stands in the journal.
pub const ENTRY: usize = 64 << 10;
/// Bytes that the journal may add to an entry that has no place in it yet: number, hashes, and the count of the lines
/// that follow.
const PLACE: usize = 20 + 2 * 64 + 28;

/// What is too long to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "long", rename_all = "kebab-case")]
pub enum TooLong {
    /// A text.
    Text {
        /// Which one, with its article.
        what: String,
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
pub fn check_text(what: &'static str, text: &str) -> Result<(), TooLong> {
    // A text of so few bytes has no more characters than that.
    if text.len() <= TEXT {
        return Ok(());
    }
    match text.chars().count() {
        0..=TEXT => Ok(()),
        length => Err(TooLong::Text {
            what: what.to_owned(),
            length,
        }),
    }
}

/// Checks the length of every text of a request.
///
/// # Errors
/// When one has more than [`TEXT`] characters; the first one.
pub(super) fn check_request(
    request: &str,
    reason: Option<&str>,
    late: Option<&str>,
    events: &[Event],
) -> Result<(), TooLong> {
    check_text("the request's id", request)?;
    check_text("the reason for the change", reason.unwrap_or_default())?;
    check_text("the reason for the late entry", late.unwrap_or_default())?;
    events.iter().try_for_each(check_event)
}

/// Checks the length of every text of an event.
///
/// # Errors
/// When one has more than [`TEXT`] characters; the first one.
pub fn check_event(event: &Event) -> Result<(), TooLong> {
    let mut texts = texts(event).into_iter();
    texts.try_for_each(|(what, text)| check_text(what, text))
}

/// Returns whether names that are sent to other clients, not stored, are as short as stored names.
pub fn are_short<'a>(names: impl IntoIterator<Item = &'a str>) -> bool {
    let mut names = names.into_iter();
    names.all(|name| check_text("the name", name).is_ok())
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

/// Returns every text that an event carries, and what it is, in words with an article.
pub fn texts(event: &Event) -> Vec<(&'static str, &str)> {
    match event {
        Event::StudyOpened {
            protocol,
            protocol_hash,
            demo: _,
        } => vec![
            ("the id of the protocol", protocol),
            ("the hash of the protocol", protocol_hash),
        ],
        Event::FilesRecorded {
            protocol,
            protocol_hash,
            files,
        } => with(
            vec![
                ("the id of the protocol", protocol.as_str()),
                ("the hash of the protocol", protocol_hash),
            ],
            files.iter().flat_map(|file| {
                [
                    ("the name of a file", file.name.as_str()),
                    ("the hash of a file", file.hash.as_str()),
                ]
            }),
        ),
        Event::Enrolled { participant } => vec![
            (PARTICIPANT, participant.id.as_str()),
            ("the text of the initials", &participant.initials),
        ],
        Event::SessionBegun {
            participant,
            visit,
            date: _,
        } => vec![(PARTICIPANT, participant.as_str()), (VISIT, visit.as_str())],
        Event::Answered {
            place,
            answer,
            origin: _,
        } => with(in_place(place), in_answer(answer)),
        Event::Cleared { place, origin: _ } => in_place(place),
        Event::Noted { place, text } => with(in_place(place), [("the note", text.as_str())]),
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
                ("the name of the check", rule.as_str()),
                ("the version of the check", rule_version),
                ("the value that was asked about", value),
                (KEPT, reason.as_deref().unwrap_or_default()),
            ],
        ),
        Event::Shown {
            participant,
            visit,
            form,
        }
        | Event::Completed {
            participant,
            visit,
            form,
        } => vec![
            (PARTICIPANT, participant.as_str()),
            (VISIT, visit.as_str()),
            (FORM, form.as_str()),
        ],
        Event::Filled {
            participant,
            visit,
            form,
            answers,
            origin: _,
        } => {
            let names = vec![
                (PARTICIPANT, participant.as_str()),
                (VISIT, visit.as_str()),
                (FORM, form.as_str()),
            ];
            let answers = answers
                .iter()
                .flat_map(|(field, answer)| with(vec![(FIELD, field.as_str())], in_answer(answer)));
            with(names, answers)
        }
        Event::Signed {
            participant,
            visit,
            meaning: _,
            content,
        } => vec![
            (PARTICIPANT, participant.as_str()),
            (VISIT, visit.as_str()),
            ("the hash of what is signed", content),
        ],
        Event::Locked { scope, reason } => with(in_scope(scope), [(LOCK, reason.as_str())]),
        Event::Unlocked { scope, reason } => with(in_scope(scope), [(UNLOCK, reason.as_str())]),
        Event::Queried {
            place,
            query: _,
            step: _,
            text,
        } => with(in_place(place), [("the text of the query", text.as_str())]),
        Event::ClockMoved {
            expected: _,
            shown: _,
        } => Vec::new(),
        Event::Copied { what, participant } => vec![
            ("the name of what is given out", what.as_str()),
            (
                PARTICIPANT,
                participant.as_ref().map_or("", |who| who.as_str()),
            ),
        ],
        Event::UserAdded {
            user,
            name,
            roles: _,
        } => vec![(LOGIN, user.as_str()), ("the user's name", name)],
        Event::PassphraseSet { user, proof } => {
            vec![
                (LOGIN, user.as_str()),
                ("the proof of the passphrase", proof),
            ]
        }
        Event::UserRoles { user, roles: _ }
        | Event::UserDisabled { user }
        | Event::UserEnabled { user }
        | Event::PassphraseCleared { user }
        | Event::PassphraseWrong { user }
        | Event::PassphraseRight { user }
        | Event::LoggedIn { user }
        | Event::LoggedOut { user } => vec![(LOGIN, user.as_str())],
        Event::BackedUp { head, entries: _ } | Event::RestoreTested { head, entries: _ } => {
            vec![("the hash of the backup", head.as_str())]
        }
        Event::Recovered {
            entries: _,
            rescued: _,
            lost: _,
            list,
            demo: _,
        } => vec![("the hash of the list of what was rescued", list.as_str())],
    }
}

const PARTICIPANT: &str = "the participant's id";
const VISIT: &str = "the name of the visit";
const FORM: &str = "the name of the form";
const FIELD: &str = "the name of the field";
const LOGIN: &str = "the login name";
const KEPT: &str = "the reason for keeping the value";
const LOCK: &str = "the reason for the lock";
const UNLOCK: &str = "the reason for unlocking";

type Texts<'a> = Vec<(&'static str, &'a str)>;

fn with<'a>(
    mut texts: Texts<'a>,
    more: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Texts<'a> {
    texts.extend(more);
    texts
}

fn in_place(place: &FieldPath) -> Texts<'_> {
    vec![
        (PARTICIPANT, place.participant.as_str()),
        (VISIT, place.visit.as_str()),
        (FORM, place.form.as_str()),
        (FIELD, place.field.as_str()),
    ]
}

fn in_scope(scope: &Scope) -> Texts<'_> {
    vec![
        (
            PARTICIPANT,
            scope.participant.as_ref().map_or("", |who| who.as_str()),
        ),
        (VISIT, scope.visit.as_ref().map_or("", VisitId::as_str)),
        (FORM, scope.form.as_ref().map_or("", |form| form.as_str())),
    ]
}

fn in_answer(answer: &Answer) -> Texts<'_> {
    match answer {
        Answer::Value { value, unit } => {
            let value = match value {
                Value::Code(code) => Some(("the code of the answer", code.as_str())),
                Value::Text(text) => Some(("the text", text.as_str())),
                Value::Number(_) | Value::Below(_) | Value::Date(_) => None,
            };
            let unit = unit.iter().map(|unit| ("the unit", unit.as_str()));
            value.into_iter().chain(unit).collect()
        }
        Answer::Missing { reason, text } => vec![
            ("the code of the missing reason", reason.as_str()),
            ("the missing reason", text.as_deref().unwrap_or_default()),
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
        assert_eq!(check_text("the note", &text(TEXT)), Ok(()));
        let error = check_text("the note", &text(TEXT + 1)).unwrap_err();
        let (what, length) = ("the note".to_owned(), 2001);
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
