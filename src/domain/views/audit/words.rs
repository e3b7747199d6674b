//! What an event that answers no field says, in words. Of a passphrase nothing is said but that there was one.

use super::{Line, at};
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::lock::Scope;
use crate::domain::record::query::Step;
use crate::domain::record::user::Role;

/// Returns the word for how an answer came into its field.
pub(super) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Typed => "typed",
        Origin::Bulk => "bulk",
        Origin::Carried => "carried",
        Origin::Undone => "undone",
        Origin::Generated => "generated",
    }
}

/// Returns what a copy is of, in words.
pub fn copied(what: &str) -> String {
    match what {
        "audit" => "a listing of the audit trail".to_owned(),
        other => other.replace('-', " "),
    }
}

fn plain(action: &'static str, text: impl Into<String>) -> Line {
    Line {
        action,
        text: text.into(),
        ..Line::default()
    }
}

fn of(
    action: &'static str,
    participant: &ParticipantId,
    visit: Option<&VisitId>,
    form: Option<&FormId>,
    text: impl Into<String>,
) -> Line {
    Line {
        participant: Some(participant.as_str().to_owned()),
        visit: visit.map(|visit| visit.as_str().to_owned()),
        form: form.map(|form| form.as_str().to_owned()),
        ..plain(action, text)
    }
}

fn over(action: &'static str, scope: &Scope, reason: &str) -> Line {
    Line {
        participant: scope.participant.as_ref().map(|id| id.as_str().to_owned()),
        visit: scope.visit.as_ref().map(|id| id.as_str().to_owned()),
        form: scope.form.as_ref().map(|id| id.as_str().to_owned()),
        ..plain(action, format!("the {}: {reason}", scope.word()))
    }
}

fn roles(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    words.join(", ")
}

/// Returns the line of an event that is neither an answer nor a prompt.
pub(super) fn line(event: &Event) -> Line {
    match event {
        Event::StudyOpened {
            protocol,
            protocol_hash,
            demo,
        } => {
            let demo = if *demo { ", synthetic data" } else { "" };
            plain(
                "study-opened",
                format!("{protocol}, protocol {protocol_hash}{demo}"),
            )
        }
        Event::FilesRecorded {
            protocol,
            protocol_hash,
            files,
        } => {
            let own = files
                .iter()
                .map(|file| format!("{} {}", file.name, file.hash));
            let own: Vec<String> = own.collect();
            let own = match own.as_slice() {
                [] => "no files of the site's own".to_owned(),
                own => own.join(", "),
            };
            plain(
                "files-recorded",
                format!("{protocol}, protocol {protocol_hash}; {own}"),
            )
        }
        Event::Enrolled { participant } => {
            let text = format!(
                "{}, born {}, enrolled on {}",
                participant.initials, participant.birth_year, participant.enrolled_on
            );
            of("enrolled", &participant.id, None, None, text)
        }
        Event::SessionBegun {
            participant,
            visit,
            date,
        } => of(
            "visit-begun",
            participant,
            Some(visit),
            None,
            format!("assessed on {date}"),
        ),
        Event::Noted { place, text } => Line {
            text: text.clone(),
            ..at(
                place,
                if text.is_empty() {
                    "note-removed"
                } else {
                    "noted"
                },
            )
        },
        Event::Shown {
            participant,
            visit,
            form,
        } => of(
            "shown",
            participant,
            Some(visit),
            Some(form),
            "earlier scores were on the screen",
        ),
        Event::Completed {
            participant,
            visit,
            form,
        } => of(
            "completed",
            participant,
            Some(visit),
            Some(form),
            "left with everything required in it",
        ),
        Event::Signed {
            participant,
            visit,
            meaning,
            content,
        } => of(
            "signed",
            participant,
            Some(visit),
            None,
            format!("{}, content {content}", meaning.word()),
        ),
        Event::Locked { scope, reason } => over("locked", scope, reason),
        Event::Unlocked { scope, reason } => over("unlocked", scope, reason),
        Event::Queried {
            place,
            query,
            step,
            text,
        } => {
            let (action, query) = match step {
                Step::Open => ("query-opened", String::new()),
                Step::Answer => ("query-answered", format!("query #{query}: ")),
                Step::Propose => ("query-proposed", format!("query #{query}: ")),
                Step::Close => ("query-closed", format!("query #{query}: ")),
                Step::Reopen => ("query-reopened", format!("query #{query}: ")),
            };
            let text = format!("{query}{text}");
            Line {
                text: text.trim_end_matches(": ").to_owned(),
                ..at(place, action)
            }
        }
        Event::ClockMoved { expected, shown } => plain(
            "clock-moved",
            format!(
                "the clock showed {} where {} was expected",
                super::time(*shown),
                super::time(*expected)
            ),
        ),
        Event::BackedUp { head, entries } => {
            plain("backed-up", format!("{entries} entries, up to {head}"))
        }
        Event::RestoreTested { head, entries } => {
            plain("restore-tested", format!("{entries} entries, up to {head}"))
        }
        Event::Recovered {
            entries, rescued, ..
        } => plain(
            "recovered",
            format!("{rescued} of {entries} entries were rescued from a damaged record"),
        ),
        Event::LoggedIn { user } => plain("came-in", user),
        Event::LoggedOut { user } => plain("went-out", user),
        Event::Copied { what, participant } => Line {
            participant: participant.as_ref().map(|id| id.as_str().to_owned()),
            ..plain("copied", copied(what))
        },
        Event::UserAdded {
            user,
            name,
            roles: given,
        } => plain("user-added", format!("{user} ({name}): {}", roles(given))),
        Event::UserRoles { user, roles: given } => {
            plain("user-roles", format!("{user}: {}", roles(given)))
        }
        Event::UserDisabled { user } => plain("user-disabled", user),
        Event::UserEnabled { user } => plain("user-enabled", user),
        Event::PassphraseSet { user, .. } => plain("passphrase-set", user),
        Event::PassphraseCleared { user } => plain("passphrase-cleared", user),
        Event::PassphraseWrong { user } => plain("passphrase-wrong", user),
        Event::PassphraseRight { user } => plain("passphrase-right", user),
        // Told with the value before and after, or with the rule, by the teller.
        Event::Answered { place, .. } | Event::Cleared { place, .. } => at(place, "answered"),
        Event::Prompted { place, .. } => at(place, "prompted"),
        Event::Filled {
            participant,
            visit,
            form,
            ..
        } => of("filled", participant, Some(visit), Some(form), ""),
    }
}
