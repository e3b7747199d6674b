//! Says which roles may cause an event, and in which of them a user does.

use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::query::Step;
use crate::domain::record::status::Status;
use crate::domain::record::user::{ENTERS, Role, User};
use crate::domain::study::Study;
use chrono::NaiveDate;

/// Roles that lock and unlock.
const LOCKS: &[Role] = &[Role::Investigator, Role::Manager];
/// Roles that take the data of the study out.
const EXPORTS: &[Role] = &[Role::Investigator, Role::Manager, Role::Monitor];
/// Roles that take in a file of others.
const IMPORTS: &[Role] = &[Role::Investigator, Role::Manager];
/// Roles that open a query.
const ASKS: &[Role] = &[Role::Monitor, Role::Investigator, Role::Assessor];
/// Roles that close a query, or open it again.
const SETTLES: &[Role] = &[Role::Monitor, Role::Investigator];
/// Roles that say that somebody was enrolled by mistake, or after all not, and what a deviation weighs.
const DECIDES: &[Role] = &[Role::Investigator];
/// Returns whether one of these roles takes in files of others.
pub fn may_import(roles: &[Role]) -> bool {
    roles.iter().any(|role| IMPORTS.contains(role))
}

/// Roles that keep the list of users, and the backups.
const KEEPS_USERS: &[Role] = &[Role::Manager];

/// Returns the roles that may cause an event; none for events that only the owner of the study writes.
pub fn allowed(event: &Event) -> &'static [Role] {
    match event {
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Recovered { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        // Signed by a request of its own, with the passphrase.
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. } => &[],
        Event::Copied { .. } => match event.exported() {
            Some(_) => EXPORTS,
            None => &Role::ALL,
        },
        Event::Locked { .. } | Event::Unlocked { .. } => LOCKS,
        Event::Queried { step, .. } => match step {
            Step::Open => ASKS,
            Step::Answer | Step::Propose => ENTERS,
            Step::Close | Step::Reopen => SETTLES,
        },
        Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseCleared { .. }
        | Event::BackedUp { .. }
        | Event::HeadAccepted { .. }
        | Event::RestoreTested { .. } => KEEPS_USERS,
        Event::StatusChanged { status, .. } => match status {
            Status::EnrolledByMistake => DECIDES,
            Status::TakesPart
            | Status::ScreenFailure { .. }
            | Status::TreatmentStopped { .. }
            | Status::Withdrawn { .. }
            | Status::Lost { .. }
            | Status::Died { .. }
            | Status::Completed => ENTERS,
        },
        Event::DeviationJudged { .. } => DECIDES,
        Event::Enrolled { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::SessionBegun { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::FormMoved { .. }
        | Event::ConsentRenewed { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. } => ENTERS,
        Event::Answered { origin, .. } | Event::Filled { origin, .. } => match origin {
            Origin::Imported(_) => IMPORTS,
            Origin::Typed
            | Origin::Bulk
            | Origin::Carried
            | Origin::Undone
            | Origin::Moved
            | Origin::Generated => ENTERS,
        },
    }
}

/// Returns the role in which a user may cause an event, after those before it in its request; a visit that it begins
/// begins on `day` unless the event says another. What `is_lent` by a file may be done by those who import.
///
/// # Errors
/// When no role of theirs allows it, or a field is answered by others.
pub(super) fn role(
    world: &mut impl World,
    stage: &mut Stage,
    user: &User,
    (event, day, is_lent): (&Event, NaiveDate, bool),
    before: &[Draft],
) -> Result<Role, Refusal> {
    let mut allowed = allowed(event);
    if let (Some(who), Some(_)) = (event.participant(), event.said_status()) {
        let is_void = stage.look(world, who, before, |_, record| record.statuses.is_void())?;
        if is_void == Some(true) {
            allowed = DECIDES;
        }
    }
    let among = |roles: &[Role]| user.roles.iter().copied().find(|role| roles.contains(role));
    // What a file needs is done in the own role where that may do it, else in the one that imports.
    let role = among(allowed).or_else(|| among(IMPORTS).filter(|_| is_lent));
    let role = role.ok_or_else(|| Refusal::NotAllowed {
        roles: user.roles.clone(),
    })?;
    let by_version = match event.participant() {
        Some(who) if !event.answers().is_empty() => {
            stage.look(world, who, before, |study, record| {
                role_for_fields(study.of_event(record, event, day), user, event)
            })?
        }
        _ => None,
    };
    // About nobody; its content is refused.
    let for_fields = by_version.unwrap_or_else(|| role_for_fields(world.study(), user, event))?;
    Ok(for_fields.unwrap_or(role))
}

/// Returns the role in which a user answers a field that not everybody may answer; none for other fields.
fn role_for_fields(study: &Study, user: &User, event: &Event) -> Result<Option<Role>, Refusal> {
    let mut acting = None;
    for place in event.answers() {
        let form = study.form(place.form.as_str());
        let Some(field) = form.and_then(|form| form.field(place.field.as_str())) else {
            continue;
        };
        if field.roles.is_empty() {
            continue;
        }
        let own = user.roles.iter().find(|role| field.roles.contains(role));
        acting = Some(*own.ok_or_else(|| Refusal::FieldOfOthers {
            label: field.label.clone(),
            roles: field.roles.clone(),
        })?);
    }
    Ok(acting)
}
