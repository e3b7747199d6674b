//! Why something is not stored, in English: each a sentence that says what to do where something can be done.

use super::content;
use super::questions::text_name;
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::record::query::{State, Step};
use crate::domain::record::user::Role;
use crate::domain::rules::text_limits::{ENTRY, PARAGRAPH, TEXT, TextName, TooLong};
use crate::domain::rules::{AmendFault, Doing, ExportFault, Hindrance, MapFault, Refusal};
use crate::text::English;
use crate::text::commands::users::Users as _;
use crate::text::entries::Entries as _;
use crate::text::facts::Facts as _;
use crate::text::server::Server as _;

/// Says why something is not stored.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::ForeignRequest { doing } => {
            format!(
                "{} the request is not named after this terminal.",
                not(*doing)
            )
        }
        Refusal::UnknownTerminal => {
            "This terminal is not known any more. Start coreset again.".to_owned()
        }
        Refusal::AccessEnded { user } => {
            format!("The access of {user} to this study was ended. Leave coreset.")
        }
        Refusal::LateWithoutTime => {
            "Not saved: a late entry needs the time of observation.".to_owned()
        }
        Refusal::ObservedInFuture { observed, now } => format!(
            "Not saved: it would be observed at {}, which is after now, {}. Look at the clocks of the host and of this terminal.",
            observed.format("%Y-%m-%d %H:%M"),
            now.format("%Y-%m-%d %H:%M")
        ),
        Refusal::LateWithoutReason => "Not saved: what is entered late needs a reason.".to_owned(),
        Refusal::Content { fault } => content::fault(fault),
        Refusal::TooLong { what } => too_long(what),
        Refusal::NotAlone => "Not saved: this has to be saved by itself.".to_owned(),
        Refusal::UserListed { user } => format!(
            "{user} is on the list already. Change the roles with coreset user role, or enable them again."
        ),
        Refusal::UserWithoutName { user } => {
            format!("{user} needs a name as it shall be printed: --name NAME")
        }
        Refusal::UserWithoutRole { user } => {
            format!("{user} needs a role, such as --role assessor.")
        }
        Refusal::UserNotListed { user } => {
            format!("{user} is not on the list of users. See coreset user list.")
        }
        Refusal::NameTaken { name, user } => format!(
            "{user} is printed as {name} already. Give a name that tells the two apart: --name NAME"
        ),
        Refusal::NameUnchanged { user } => {
            format!("{user} is printed with this name already. Nothing is to be done.")
        }
        Refusal::NamedWithoutReason => {
            "Not saved: say why the printed name is corrected, with --reason.".to_owned()
        }
        Refusal::OwnPassphrase { user } => format!(
            "{user} cannot take their own passphrase away while there is another manager. Let the other manager do it: coreset user reset {user}"
        ),
        Refusal::OwnRoles { user } => format!(
            "{user} cannot add to their own roles while there is another manager. Let the other manager do it: coreset user role {user} ROLE"
        ),
        Refusal::LastManager { user } => format!(
            "{user} is the only manager of this study. Give somebody else that role first: coreset user role NAME manager"
        ),
        Refusal::NotEligible { visit, reasons } => {
            let reasons: Vec<String> = reasons
                .iter()
                .map(|reason| English.reason(reason))
                .collect();
            format!("Not saved: {visit} cannot begin yet. {}", reasons.join(" "))
        }
        Refusal::Locked {
            doing,
            scope,
            lock: over,
        } => {
            let not = match doing {
                Doing::Save => "Not saved.",
                Doing::Enrol => "Not enrolled.",
                Doing::Lock => "Not locked.",
                Doing::Unlock => "Not unlocked here.",
                Doing::Sign => "Not signed.",
            };
            format!("{not} {}", lock(scope, over))
        }
        Refusal::NotLocked { scope } => {
            format!("This {} is not locked.", English.part(scope.part()))
        }
        Refusal::LockWithoutReason { doing } => format!("{} say why.", not(*doing)),
        Refusal::ChangeWithoutReason => {
            "Not saved: this form was left, its visit is signed, or it is the day of a visit; a change of it needs a reason. Enter it again and give one."
                .to_owned()
        }
        Refusal::OutsideWithoutReason { from, to } => format!(
            "Not saved: the visit begins outside its window, {from} to {to}. Enter it again and say why."
        ),
        Refusal::Incomplete => "Not marked as complete: required fields are empty.".to_owned(),
        Refusal::NothingLeft => "Not marked as left: nothing was stored in this form since it was left the last time. Nothing is to be done.".to_owned(),
        Refusal::QueryWithoutWords => "Not sent: a query needs words.".to_owned(),
        Refusal::QueryBeforeVisit => "Not sent: nothing was entered here yet.".to_owned(),
        Refusal::NoSuchQuery => "There is no such query on this field.".to_owned(),
        Refusal::QueryStep { state, step } => query_step(*state, *step),
        Refusal::NotAllowed { roles } => not_allowed(roles),
        Refusal::FieldOfOthers { label, roles } => format!(
            "Not saved: \"{label}\" is answered by the role {} only.",
            words(roles).join(" or ")
        ),
        Refusal::OtherRecord { entries, head } => format!(
            "Not recorded: entry {entries} of this study is not the last entry of that backup. It is a backup of another study, or the record of one of the two was rewritten. Find out which with `coreset verify --head {head}@{entries}`."
        ),
        Refusal::LongerBackup { entries, last } => format!(
            "Not recorded: this study has {last} entries and that backup has {entries}. It is a backup of another study, or entries of this one were cut off. Find out which with `coreset verify`."
        ),
        Refusal::HeadMissing { seq } => format!(
            "Not saved: this account was told that entry {seq} is stored, and this study's record does not hold it. It was cut, written anew or replaced by an older copy. Nothing is saved from here until a manager accepts it: coreset head accept {seq}."
        ),
        Refusal::HeadMissingForAll { user, seq } => format!(
            "Not saved: {user} has the server's own proof that entry {seq} was stored, and this study's record does not hold it. Nothing is saved until a manager accepts it: coreset head accept {seq}."
        ),
        Refusal::NoSuchHead { seq } => format!(
            "No terminal misses entry {seq}. `coreset head list` prints which entries are missing."
        ),
        Refusal::Amend { fault } => amend_fault(fault),
        Refusal::Export { fault } => export_fault(fault),
        Refusal::NoMap { name, fault } => no_map(name, fault),
        Refusal::NotOfImport => {
            "Not saved: the request says that it is taken in from a file, and is not what an import makes of one.".to_owned()
        }
        Refusal::AcceptedWithoutReason => {
            "Not accepted: say why the entries are missing, with --reason.".to_owned()
        }
        Refusal::NotSigner => "Not signed: only an investigator signs a visit.".to_owned(),
        Refusal::SignedNobody => "Not signed: there is no such participant.".to_owned(),
        Refusal::NotSignable { open } => {
            let open: Vec<String> = open.iter().map(hindrance).collect();
            format!("Not signed. {}", open.join(" "))
        }
        Refusal::Passphrase { fault } => English.passphrase(fault),
        Refusal::NotSigned { why } => format!("Not signed. {}", self::refusal(why)),
        Refusal::SignAgain => "Not signed. Sign again.".to_owned(),
        Refusal::ConflictTooLong => "Others have changed these fields. Look at what they entered, then enter yours in smaller parts.".to_owned(),
        Refusal::AnswerTooLong => "What was asked for is more than can be sent at once. Print it in parts: coreset audit --participant ID.".to_owned(),
        Refusal::SaveFailed => "Saving failed inside the program and it is not known whether this was stored. Leave coreset and start it again.".to_owned(),
        Refusal::ReadFailed => {
            "Reading failed inside the program. Leave coreset and start it again.".to_owned()
        }
        Refusal::TooLongToSend { limit } => format!(
            "This is more than the {limit} MiB that can be sent at once. Enter it in smaller parts."
        ),
        Refusal::NotTaken => {
            "The study's server takes nothing at the moment. Wait, then enter it again.".to_owned()
        }
        Refusal::InWords { sentence, .. } => sentence.clone(),
    }
}

/// Says what stands in the way of a signature.
pub(super) fn hindrance(hindrance: &Hindrance) -> String {
    match hindrance {
        Hindrance::EnrolledByMistake => {
            "This participant was enrolled by mistake: nothing of it is signed.".to_owned()
        }
        Hindrance::NotBegun => "This visit was not begun.".to_owned(),
        Hindrance::Locked { scope, lock: over } => lock(scope, over),
        Hindrance::Incomplete { form } => {
            format!("{} is not complete.", form.as_deref().unwrap_or("A form"))
        }
        Hindrance::NotByRules { count: 1 } => {
            "1 answer is not by the rules: the review leads to it; answer it again, or clear it."
                .to_owned()
        }
        Hindrance::NotByRules { count } => format!(
            "{count} answers are not by the rules: the review leads to them; answer them again, or clear them."
        ),
        Hindrance::OpenQueries { count: 1 } => "1 query is not closed.".to_owned(),
        Hindrance::OpenQueries { count } => format!("{count} queries are not closed."),
        Hindrance::OpenChecks { count: 1 } => {
            "1 question of the checks is not answered: the review leads to it.".to_owned()
        }
        Hindrance::OpenChecks { count } => {
            format!("{count} questions of the checks are not answered: the review leads to them.")
        }
        Hindrance::Changed => "The visit has changed since you looked: review it again.".to_owned(),
    }
}

/// Says what is locked, by whom and why, and who can unlock it.
pub(super) fn lock(scope: &Scope, lock: &Lock) -> String {
    format!(
        "This {} was locked by {} on {}: {}. An investigator or a manager can unlock it.",
        English.part(scope.part()),
        lock.name,
        lock.at.format("%Y-%m-%d"),
        lock.reason.trim_end_matches('.')
    )
}

fn not(doing: Doing) -> &'static str {
    match doing {
        Doing::Save => "Not saved:",
        Doing::Enrol => "Not enrolled:",
        Doing::Lock => "Not locked:",
        Doing::Unlock => "Not unlocked:",
        Doing::Sign => "Not signed:",
    }
}

fn too_long(long: &TooLong) -> String {
    match long {
        TooLong::Text { what, length } => {
            // No field takes more; one of another kind than a paragraph takes less.
            let is_of_any = *what == TextName::Text && *length > PARAGRAPH;
            let most = if is_of_any { PARAGRAPH } else { TEXT };
            format!(
                "Not saved: {} has {length} characters, and at most {most} are stored. Shorten it, then save it again.",
                text_name(*what)
            )
        }
        TooLong::Entry { length } => format!(
            "Not saved: as one entry this takes {length} bytes, and at most {ENTRY} are stored. Enter it in smaller parts."
        ),
    }
}

fn query_step(state: State, step: Step) -> String {
    let taken = match step {
        Step::Reopen => "reopened",
        Step::Close => "closed",
        Step::Open | Step::Answer | Step::Propose => "answered: reopen it first",
    };
    format!(
        "This query is {}; it cannot be {taken}.",
        English.query_state(state)
    )
}

fn not_allowed(roles: &[Role]) -> String {
    match roles {
        [Role::Monitor] => "Not saved: your role, monitor, reads only.".to_owned(),
        _ => format!(
            "Not saved: your role, {}, does not allow this. A manager of the study gives roles.",
            words(roles).join(" and ")
        ),
    }
}

fn words(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| English.role(*role)).collect()
}

fn export_fault(fault: &ExportFault) -> String {
    match fault {
        ExportFault::NotSaid { entry } => format!(
            "Not exported: entry {entry} does not say that you export the data. Choose the format on the study screen again."
        ),
        ExportFault::BegunBefore { entry } => format!(
            "Not exported: entry {entry} stands for another export. Choose the format on the study screen again."
        ),
        ExportFault::GoesOn => {
            "Not exported: another export of this terminal goes on. Wait for its end, or stop it.".to_owned()
        }
        ExportFault::NoData => {
            "Not exported: there are no data yet. Enrol a participant first.".to_owned()
        }
        ExportFault::NotWritten { error } => format!(
            "Not exported, and nothing was kept: a file could not be written ({error}). Whoever keeps the server can make room."
        ),
        ExportFault::NoRoom => {
            "Not exported, and nothing was kept: the disk of the study is nearly full, and the record needs what is left. Whoever keeps the server can make room.".to_owned()
        }
        ExportFault::Format { why } => format!("Not exported, and nothing was kept: {why}."),
    }
}

fn no_map(name: &str, fault: &MapFault) -> String {
    let name: String = name.chars().take(80).collect();
    match fault {
        MapFault::Name => format!(
            "{name} is not the name of a map. Name a file in imports/ of the study directory, without a path, such as lab.toml."
        ),
        MapFault::NotThere => format!(
            "There is no map {name}. Whoever keeps the server can put it into imports/ of the study directory."
        ),
        MapFault::NotAMap { most } => format!(
            "The map {name} is not a file of text in UTF-8 of at most {} KiB. Whoever keeps the server can put it right.",
            most >> 10
        ),
        MapFault::Unreadable { error } => format!(
            "The map {name} cannot be read by the server ({error}). Whoever keeps the server can put it right."
        ),
    }
}

fn amend_fault(fault: &AmendFault) -> String {
    match fault {
        AmendFault::NothingWaits => {
            "The files in the study's directory are those of the version in force; there is nothing to accept.".to_owned()
        }
        AmendFault::OtherFiles => {
            "The files in the study's directory are others than those that you saw; look at the difference again.".to_owned()
        }
        AmendFault::WithoutReason => "An amendment needs a reason in words.".to_owned(),
        AmendFault::OtherStudy { id, other } => format!(
            "Participants are enrolled in {id}, and the files are of {other}. Put `id` back; another study needs a study directory of its own."
        ),
        AmendFault::OtherIds {
            participant,
            pattern,
        } => format!(
            "Participant {participant} is enrolled, and that id does not have the form {pattern}. Choose a `participant-id` that all ids have, or put it back."
        ),
        AmendFault::Day { latest } => {
            format!("The amendment can hold from {latest} at the latest.")
        }
        AmendFault::PastDay { from, begun } => {
            let begun = match begun {
                0 => "No visit of that day or later was begun.".to_owned(),
                1 => "1 visit of that day or later was begun and stays under its version.".to_owned(),
                many => format!(
                    "{many} visits of that day or later were begun and stay under their version."
                ),
            };
            format!(
                "{from} lies in the past. {begun} A visit of that day or later that is begun from now on, as from paper, is held by the amendment. Say whether that is meant."
            )
        }
    }
}
