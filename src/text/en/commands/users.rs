//! What `user` and `passwd` print, in English.

use crate::domain::record::user::Role;
use crate::text::English;
use crate::text::commands::users::{UserChange, Users, WhichPassphrase};
use crate::text::prints::Advice;

impl Users for English {
    fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Assessor => "assessor",
            Role::Investigator => "investigator",
            Role::Monitor => "monitor",
            Role::Manager => "manager",
        }
    }

    fn roles(&self, roles: &[Role]) -> String {
        let words: Vec<&str> = roles.iter().map(|role| self.role(*role)).collect();
        words.join(", ")
    }

    fn user_changed(&self, change: &UserChange<'_>) -> String {
        match change {
            UserChange::Added { user, name, roles } => {
                format!("{user} ({name}) is in the study: {}.", self.roles(roles))
            }
            UserChange::Named { user, name } => format!(
                "{user} is printed as {name} from now on. What they entered and signed before keeps the name of then."
            ),
            UserChange::Roles { user, roles } => {
                format!("The roles of {user} are now: {}.", self.roles(roles))
            }
            UserChange::Disabled { user } => {
                format!("{user} is disabled, and can no longer open the study.")
            }
            UserChange::Enabled { user } => {
                format!("{user} is enabled, and can open the study again.")
            }
            UserChange::Reset { user } => {
                format!("{user} has no passphrase now, and sets a new one with `coreset passwd`.")
            }
        }
    }

    fn no_account(&self, user: &str) -> String {
        format!("this host has no account {user} yet")
    }

    fn no_users(&self) -> &'static str {
        "No user yet: `coreset user add USER --role manager` adds the first."
    }

    fn users_headings(&self) -> [&'static str; 5] {
        ["USER", "NAME", "ROLES", "STATE", "PASSPHRASE"]
    }

    fn user_state(&self, active: bool) -> &'static str {
        match active {
            true => "active",
            false => "disabled",
        }
    }

    fn passphrase_state(&self, set: bool, wrong: u32) -> String {
        match (set, wrong) {
            (false, _) => "none".to_owned(),
            (true, 0) => "set".to_owned(),
            (true, wrong) => format!("set, {wrong} wrong"),
        }
    }

    fn role_history_headings(&self) -> [&'static str; 7] {
        [
            "USER", "NAME", "ROLES", "FROM", "GIVEN BY", "TO", "ENDED BY",
        ]
    }

    fn until_now(&self) -> &'static str {
        "now"
    }

    fn no_login_name(&self, given: &str) -> Advice {
        Advice {
            what: format!("\"{given}\" is no login name"),
            hint: "give the name with which the user logs in, as `id -un` prints it".to_owned(),
        }
    }

    fn unfit_name(&self) -> &'static str {
        "a printed name has 1 to 60 characters on one line"
    }

    fn passphrase_rule(&self, least: u32) -> String {
        format!(
            "A passphrase has at least {least} characters, without your login name. Several words that you remember do well."
        )
    }

    fn ask_passphrase(&self, which: WhichPassphrase) -> &'static str {
        match which {
            WhichPassphrase::Old => "Passphrase until now",
            WhichPassphrase::New => "New passphrase",
            WhichPassphrase::Again => "New passphrase again",
        }
    }

    fn passphrase_set(&self) -> &'static str {
        "The passphrase is set."
    }

    fn new_passphrases_differ(&self) -> &'static str {
        "the two new passphrases differ; nothing was changed"
    }

    fn passphrase_missing(&self) -> Advice {
        Advice {
            what: "the input ended before the passphrase; nothing was changed".to_owned(),
            hint: "give the passphrase until now, the new one and the new one again, a line each"
                .to_owned(),
        }
    }
}
