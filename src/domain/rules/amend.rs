//! Judges who puts a new version of the study in force, and what they must say.

use super::admit::Asker;
use super::content::texts;
use super::refusal::{AmendFault, Doing, Refusal};
use super::world::World;
use crate::domain::base::ids::ParticipantId;
use crate::domain::forms::engine::instrument::pattern;
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
    /// Whether they were asked about a day that lies in the past, and mean it.
    pub past: bool,
}

/// Checks that the study stays the one that participants are enrolled in, and that their ids have the form that it gives to
/// ids. What it takes away of visits, logs and forms stays to be read under its own version.
///
/// # Errors
/// What cannot be meant.
pub fn check_kept<'a>(
    old: &Study,
    new: &Study,
    enrolled: impl IntoIterator<Item = &'a ParticipantId>,
) -> Result<(), Refusal> {
    let (was, is) = (&old.protocol, &new.protocol);
    let fault = |fault| Err(Refusal::Amend { fault });
    if was.id != is.id {
        return fault(AmendFault::OtherStudy {
            id: was.id.clone(),
            other: is.id.clone(),
        });
    }
    let pattern = &is.participant_id;
    if was.participant_id == *pattern {
        return Ok(());
    }
    let unfit = |id: &&ParticipantId| !pattern::matches(pattern, id.as_str());
    match enrolled.into_iter().find(unfit) {
        None => Ok(()),
        Some(participant) => fault(AmendFault::OtherIds {
            participant: participant.clone(),
            pattern: pattern.clone(),
        }),
    }
}

/// Judges an amendment; `waiting` is the hash of what waits, and `events` makes the events of it: the files that the
/// record keeps first, and what puts them in force last. `begun` is how many visits of the day from which it holds, or a
/// later one, were begun. Returns what is to be stored: files are the program's.
///
/// # Errors
/// When the user has no role for it, nothing waits or another thing than they saw, a reason or the day is not fit, or the
/// day lies in the past and they were not asked.
pub fn admit(
    world: &impl World,
    asker: &Asker,
    program: &Assessor,
    wish: &Wish,
    waiting: Option<&str>,
    begun: usize,
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
    if from < today && !wish.past {
        return fault(AmendFault::PastDay { from, begun });
    }
    let by = asker.user.acting(Some(role), &asker.from);
    let mut drafts = Vec::with_capacity(events.len());
    for event in events {
        // What keeps a file is the program's, and may be as long as the file is.
        check_stored(&event)?;
        let by = match event.version() {
            None => program.clone(),
            Some(_) => by.clone(),
        };
        drafts.push(Draft::new(by, event));
    }
    Ok(drafts)
}

/// Checks that an event of an amendment can be stored.
///
/// # Errors
/// A text that is too long or has a control character.
pub fn check_stored(event: &Event) -> Result<(), Refusal> {
    if event.version().is_some() {
        check_event(event).map_err(|what| Refusal::TooLong { what })?;
        texts::check(event)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::study;

    fn refused(edit: impl FnOnce(&mut Study), ids: &[&str]) -> Option<AmendFault> {
        let mut new = study();
        edit(&mut new);
        let ids: Vec<ParticipantId> = ids.iter().map(|id| ParticipantId::new(*id)).collect();
        match check_kept(&study(), &new, &ids) {
            Ok(()) => None,
            Err(Refusal::Amend { fault }) => Some(fault),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn visits_and_rules_may_go_and_only_another_study_is_refused() {
        let ids = ["01-001", "01-002"];
        let drop_visit = |study: &mut Study| drop(study.protocol.visits.remove(1));
        assert_eq!(refused(drop_visit, &ids), None);
        let outcome = |study: &mut Study| study.protocol.outcome = "week-2".into();
        assert_eq!(refused(outcome, &ids), None);
        let rename = |study: &mut Study| study.protocol.id = "NCT1".to_owned();
        let other = refused(rename, &ids);
        assert!(
            matches!(other, Some(AmendFault::OtherStudy { .. })),
            "{other:?}"
        );
    }

    #[test]
    fn a_form_of_ids_is_taken_when_all_enrolled_have_it() {
        let wider = |study: &mut Study| study.protocol.participant_id = "A9-999".to_owned();
        let fits = |study: &mut Study| study.protocol.participant_id = "09-999".to_owned();
        assert_eq!(refused(wider, &[]), None);
        assert_eq!(refused(fits, &["01-001"]), None);
        assert_eq!(
            refused(wider, &["01-001"]),
            Some(AmendFault::OtherIds {
                participant: "01-001".into(),
                pattern: "A9-999".to_owned(),
            })
        );
    }
}
