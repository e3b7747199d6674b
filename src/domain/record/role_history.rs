//! Who had which roles from when to when, told from the entries about users in their order.

use super::entry::Entry;
use super::event::Event;
use super::user::Role;
use chrono::{DateTime, FixedOffset};

/// A time during which a user could come in with the same roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolePeriod {
    /// Login name.
    pub user: String,
    /// Name as printed.
    pub name: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// From when.
    pub from: DateTime<FixedOffset>,
    /// Who gave the roles, as printed.
    pub given_by: String,
    /// Until when; `None` while it goes on.
    pub to: Option<DateTime<FixedOffset>>,
    /// Who ended it, as printed.
    pub ended_by: Option<String>,
    /// Number of the entry that began it.
    pub seq: u64,
}

/// The history of a study, told entry by entry.
#[derive(Clone, Debug, Default)]
pub struct RoleHistory(Vec<RolePeriod>);

impl RoleHistory {
    /// Hears the next entry.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.draft.event {
            // A user is added only once, so a second entry changes nothing.
            Event::UserAdded { user, name, roles } if self.last(user).is_none() => {
                self.begin(user, name, roles, entry);
            }
            Event::UserRoles { user, roles } => {
                // A disabled user can get roles, which hold from when they are enabled again.
                let Some(last) = self.last(user) else { return };
                let (name, going) = (last.name.clone(), last.to.is_none());
                self.end(user, entry);
                self.begin(user, &name, roles, entry);
                if !going {
                    self.end(user, entry);
                }
            }
            Event::UserNamed { user, name } => {
                let Some(last) = self.last(user) else { return };
                let (roles, going) = (last.roles.clone(), last.to.is_none());
                // Whoever is disabled has the new name from when they are enabled again.
                self.end(user, entry);
                self.begin(user, name, &roles, entry);
                if !going {
                    self.end(user, entry);
                }
            }
            Event::UserDisabled { user } => self.end(user, entry),
            Event::UserEnabled { user } => {
                let Some(last) = self.last(user).filter(|last| last.to.is_some()) else {
                    return;
                };
                let (name, roles) = (last.name.clone(), last.roles.clone());
                self.begin(user, &name, &roles, entry);
            }
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::FileKept { .. }
            | Event::Amended { .. }
            | Event::Enrolled { .. }
            | Event::StatusChanged { .. }
            | Event::EnrolmentCorrected { .. }
            | Event::SessionBegun { .. }
            | Event::SessionDated { .. }
            | Event::SessionVoided { .. }
            | Event::UnscheduledBegun { .. }
            | Event::FormMoved { .. }
            | Event::ConsentRenewed { .. }
            | Event::DeviationJudged { .. }
            | Event::Answered { .. }
            | Event::Cleared { .. }
            | Event::Noted { .. }
            | Event::Prompted { .. }
            | Event::Shown { .. }
            | Event::Filled { .. }
            | Event::Completed { .. }
            | Event::FormLeft { .. }
            | Event::Signed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::PassphraseSet { .. }
            | Event::PassphraseCleared { .. }
            | Event::PassphraseWrong { .. }
            | Event::PassphraseRight { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. }
            | Event::Recovered { .. } => {}
        }
    }

    /// Returns the history by user, each user's in the order of time; one of no time at all is left out.
    pub fn by_user(mut self) -> Vec<RolePeriod> {
        self.0.retain(|period| period.to != Some(period.from));
        self.0
            .sort_by(|a, b| (&a.user, a.seq).cmp(&(&b.user, b.seq)));
        self.0
    }

    fn last(&self, user: &str) -> Option<&RolePeriod> {
        self.0.iter().rev().find(|period| period.user == user)
    }

    fn begin(&mut self, user: &str, name: &str, roles: &[Role], entry: &Entry) {
        self.0.push(RolePeriod {
            user: user.to_owned(),
            name: name.to_owned(),
            roles: roles.to_vec(),
            from: entry.recorded_at,
            given_by: entry.draft.by.name.clone(),
            to: None,
            ended_by: None,
            seq: entry.seq,
        });
    }

    fn end(&mut self, user: &str, entry: &Entry) {
        let mut open = self.0.iter_mut().rev();
        if let Some(period) = open.find(|period| period.user == user && period.to.is_none()) {
            period.to = Some(entry.recorded_at);
            period.ended_by = Some(entry.draft.by.name.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};

    fn hear(events: Vec<Event>) -> Vec<String> {
        let mut history = RoleHistory::default();
        for (event, seq) in events.into_iter().zip(1_u64..) {
            let by = Assessor {
                user: "mk".to_owned(),
                name: "M. Kern".to_owned(),
                role: "manager".to_owned(),
                from: String::new(),
            };
            history.apply(&Entry {
                seq,
                recorded_at: DateTime::parse_from_rfc3339(&format!(
                    "2026-01-0{seq}T09:00:00+01:00"
                ))
                .unwrap(),
                program: String::new(),
                request: String::new(),
                draft: Draft::new(by, event),
                salt: None,
                more: 0,
                prev: String::new(),
                hash: String::new(),
            });
        }
        let day = |at: DateTime<FixedOffset>| at.format("%d").to_string();
        history
            .by_user()
            .into_iter()
            .map(|period| {
                let roles: Vec<&str> = period.roles.iter().map(|role| role.key()).collect();
                let to = period.to.map_or("..".to_owned(), day);
                format!(
                    "{} {} {} {to}",
                    period.user,
                    roles.join("+"),
                    day(period.from)
                )
            })
            .collect()
    }

    #[test]
    fn roles_are_told_from_when_to_when() {
        let user = || "anna".to_owned();
        let added = |user: &str| Event::UserAdded {
            user: user.to_owned(),
            name: "A".to_owned(),
            roles: vec![Role::Assessor],
        };
        let roles = |roles: &[Role]| Event::UserRoles {
            user: user(),
            roles: roles.to_vec(),
        };
        let told = hear(vec![
            added("anna"),
            added("boris"),
            roles(&[Role::Assessor, Role::Investigator]),
            Event::UserDisabled { user: user() },
            // A role given to a disabled user counts from when she is enabled again.
            roles(&[Role::Monitor]),
            Event::UserEnabled { user: user() },
            Event::UserDisabled {
                user: "nobody".to_owned(),
            },
        ]);
        assert_eq!(
            told,
            [
                "anna assessor 01 03",
                "anna assessor+investigator 03 04",
                "anna monitor 06 ..",
                "boris assessor 02 ..",
            ]
        );
    }

    #[test]
    fn a_name_holds_from_when_it_was_corrected() {
        let mut history = RoleHistory::default();
        let user = || "anna".to_owned();
        let name = |name: &str| Event::UserNamed {
            user: user(),
            name: name.to_owned(),
        };
        let added = Event::UserAdded {
            user: user(),
            name: "A. Breg".to_owned(),
            roles: vec![Role::Assessor],
        };
        let disabled = Event::UserDisabled { user: user() };
        let enabled = Event::UserEnabled { user: user() };
        let events = [added, name("A. Berg"), disabled, name("A. Lind"), enabled];
        for (event, day) in events.into_iter().zip(1..) {
            let by = Assessor {
                user: "mk".to_owned(),
                name: "M. Kern".to_owned(),
                role: "manager".to_owned(),
                from: String::new(),
            };
            let at = format!("2026-01-0{day}T09:00:00+01:00");
            let at = DateTime::parse_from_rfc3339(&at).unwrap();
            history.apply(&Entry::preview(Draft::new(by, event), at));
        }
        let told: Vec<(String, Option<DateTime<FixedOffset>>)> = history
            .by_user()
            .into_iter()
            .map(|period| (period.name, period.to))
            .collect();
        let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A. Breg", "A. Berg", "A. Lind"]);
        assert!(told[0].1.is_some() && told[2].1.is_none());
    }
}
