//! Judges who puts a new version of the study in force, and what they must say.

use super::admit::Asker;
use super::content::texts;
use super::refusal::{AmendFault, Doing, Refusal};
use super::world::World;
use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::amendment::Acceptance;
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::domain::record::user::Role;
use crate::domain::rules::text_limits::check_event;
use crate::domain::study::Study;
use chrono::Days;

/// Roles that accept an amendment.
pub const AMENDS: &[Role] = &[Role::Manager, Role::Investigator];

/// How many days ahead an amendment may begin to hold.
const AHEAD: Days = Days::new(366);

/// An amendment that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Id of the request.
    pub request: String,
    /// Hash of what is versioned, as the user saw it.
    pub content: String,
    /// What they say.
    pub acceptance: Acceptance,
}

/// Checks that what participants have stays as it is and to be seen: the visits between which change is measured, visits that
/// were begun, the logs, and the form of eligibility.
///
/// # Errors
/// The first thing that would go.
pub fn check_kept<'a>(
    old: &Study,
    new: &Study,
    begun: impl IntoIterator<Item = &'a VisitId>,
) -> Result<(), Refusal> {
    let (was, is) = (&old.protocol, &new.protocol);
    let fault = |fault| Err(Refusal::Amend { fault });
    if (&was.id, &was.participant_id) != (&is.id, &is.participant_id) {
        return fault(AmendFault::OtherStudy);
    }
    if (&was.baseline, &was.outcome) != (&is.baseline, &is.outcome) {
        return fault(AmendFault::OtherVisits);
    }
    let gone = |visit: &&VisitId| new.visit(visit.as_str()).is_none();
    let fault = match begun.into_iter().find(gone) {
        Some(visit) => AmendFault::VisitBegun {
            visit: visit.clone(),
        },
        None => {
            let beside = old.logs().chain(old.eligibility());
            let kept = |form: &&Instrument| {
                let mut now = new.logs().chain(new.eligibility());
                now.any(|other| other.id == form.id)
            };
            let Some(form) = beside.into_iter().find(|form| !kept(form)) else {
                return Ok(());
            };
            AmendFault::FormKept {
                form: form.title.clone(),
            }
        }
    };
    Err(Refusal::Amend { fault })
}

/// Judges an amendment; `waiting` is the hash of what waits, and `events` makes the events of it: the files that the
/// record keeps first, and what puts them in force last. Returns what is to be stored: files are the program's.
///
/// # Errors
/// When the user has no role for it, nothing waits or another thing than they saw, or a reason or the day is not fit.
pub fn admit(
    world: &impl World,
    asker: &Asker,
    program: &Assessor,
    wish: &Wish,
    waiting: Option<&str>,
    events: Vec<Event>,
) -> Result<Vec<Draft>, Refusal> {
    asker.check_request(&wish.request, Doing::Save)?;
    let role = asker.user.roles.iter().find(|role| AMENDS.contains(role));
    let role = *role.ok_or_else(|| Refusal::NotAllowed {
        roles: asker.user.roles.clone(),
    })?;
    let fault = |fault| Err(Refusal::Amend { fault });
    match waiting {
        None => return fault(AmendFault::NothingWaits),
        Some(waiting) if waiting != wish.content => return fault(AmendFault::OtherFiles),
        Some(_) => {}
    }
    if wish.acceptance.reason.trim().is_empty() {
        return fault(AmendFault::WithoutReason);
    }
    let today = world.now().date_naive();
    let latest = today.checked_add_days(AHEAD).unwrap_or(today);
    let from = wish.acceptance.from;
    if from > latest {
        return fault(AmendFault::Day { latest });
    }
    let by = asker.user.acting(Some(role), &asker.from);
    let mut drafts = Vec::with_capacity(events.len());
    for event in events {
        // What keeps a file is the program's, and may be as long as the file is.
        let by = match event.version() {
            None => program.clone(),
            Some(_) => {
                check_event(&event).map_err(|what| Refusal::TooLong { what })?;
                texts::check(&event)?;
                by.clone()
            }
        };
        drafts.push(Draft::new(by, event));
    }
    Ok(drafts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::study;

    fn refused(edit: impl FnOnce(&mut Study), begun: &[VisitId]) -> Option<AmendFault> {
        let mut new = study();
        edit(&mut new);
        match check_kept(&study(), &new, begun) {
            Ok(()) => None,
            Err(Refusal::Amend { fault }) => Some(fault),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_participants_have_stays() {
        let drop_visit = |study: &mut Study| drop(study.protocol.visits.remove(1));
        let dropped = study().protocol.visits[1].id.clone();
        assert_eq!(refused(drop_visit, &[]), None);
        assert_eq!(
            refused(drop_visit, std::slice::from_ref(&dropped)),
            Some(AmendFault::VisitBegun { visit: dropped })
        );
        let outcome = |study: &mut Study| study.protocol.outcome = "week-2".into();
        assert_eq!(refused(outcome, &[]), Some(AmendFault::OtherVisits));
        let ids = |study: &mut Study| study.protocol.participant_id = "999".to_owned();
        assert_eq!(refused(ids, &[]), Some(AmendFault::OtherStudy));
        assert_eq!(refused(|study| study.protocol.target = 40, &[]), None);
    }
}
