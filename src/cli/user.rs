//! `coreset user`: keeps the list of users and their roles. Every change is an entry of the record.

mod history;

use super::StudyOption;
use super::connect::{CommandClient, unexpected_reply};
use super::failure::{Failure, say};
use super::output::{say_value, tell};
use crate::domain::base::shown::{is_unseen, shown_line, shown_start};
use crate::domain::record::event::Event;
use crate::domain::record::user::{Role, User};
use crate::protocol::messages::{Reply, Request};
use crate::server::peer::{may_be_known, printed_name};
use crate::text::commands::users::UserChange;
use crate::text::{DEFAULT, Language};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

/// Options of `coreset user`.
#[derive(Args, Debug)]
#[command(
    after_help = "Roles: assessor and investigator enter assessments, monitor reads, manager keeps this list.\nThe first user is added by whoever owns the study's files: `sudo -u coreset coreset user add ...`."
)]
pub struct UserOptions {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a user of this system to the study
    Add {
        /// Login name, as the system knows it
        user: String,
        /// Name as printed in entries [default: the one that the system has]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Role; may be given several times
        #[arg(long = "role", value_name = "ROLE", required = true, num_args = 1.., value_parser = roles())]
        roles: Vec<String>,
    },
    /// Correct the printed name of a user; what they entered and signed keeps the name of then
    Name {
        /// Login name
        user: String,
        /// Name as printed from now on
        #[arg(value_name = "NAME")]
        name: String,
        /// Why
        #[arg(long, value_name = "WORDS")]
        reason: String,
    },
    /// Give a user these roles instead of those until now
    Role {
        /// Login name
        user: String,
        /// Roles
        #[arg(value_name = "ROLE", required = true, value_parser = roles())]
        roles: Vec<String>,
    },
    /// Disable a user; their entries stay
    Disable {
        /// Login name
        user: String,
    },
    /// Enable a user who was disabled
    Enable {
        /// Login name
        user: String,
    },
    /// Take a user's passphrase away, so that they can set a new one
    Reset {
        /// Login name
        user: String,
    },
    /// List who had which roles from when to when
    History {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List the users
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

fn roles() -> PossibleValuesParser {
    PossibleValuesParser::new(Role::ALL.map(Role::key))
}

/// Changes or lists the users of the study.
///
/// # Errors
/// When the server is not reached, or does not allow it.
pub fn run(option: &StudyOption, options: &UserOptions) -> Result<(), Failure> {
    let language = DEFAULT;
    let (event, done) = match &options.what {
        What::List { json } => return list(option, *json),
        What::History { json } => return history::run(option, *json),
        What::Add { user, name, roles } => {
            let user = login_name(user)?;
            let name = match name {
                Some(name) => checked_name(name)?,
                None => printed_name(&user),
            };
            let roles = roles_of(roles);
            let done = language.user_changed(&UserChange::Added {
                user: &user,
                name: &name,
                roles: &roles,
            });
            (Event::UserAdded { user, name, roles }, done)
        }
        What::Name { user, name, .. } => {
            let (user, name) = (login_name(user)?, checked_name(name)?);
            let done = language.user_changed(&UserChange::Named {
                user: &user,
                name: &name,
            });
            (Event::UserNamed { user, name }, done)
        }
        What::Role { user, roles } => {
            let (user, roles) = (login_name(user)?, roles_of(roles));
            let done = language.user_changed(&UserChange::Roles {
                user: &user,
                roles: &roles,
            });
            (Event::UserRoles { user, roles }, done)
        }
        What::Disable { user } => {
            let user = login_name(user)?;
            let done = language.user_changed(&UserChange::Disabled { user: &user });
            (Event::UserDisabled { user }, done)
        }
        What::Enable { user } => {
            let user = login_name(user)?;
            let done = language.user_changed(&UserChange::Enabled { user: &user });
            (Event::UserEnabled { user }, done)
        }
        What::Reset { user } => {
            let user = login_name(user)?;
            let done = language.user_changed(&UserChange::Reset { user: &user });
            (Event::PassphraseCleared { user }, done)
        }
    };
    // Only who is added may be the first entry of a study.
    let (adds, reason) = match &options.what {
        What::Add { .. } => (true, None),
        What::Name { reason, .. } => (false, Some(reason)),
        What::Role { .. }
        | What::Disable { .. }
        | What::Enable { .. }
        | What::Reset { .. }
        | What::History { .. }
        | What::List { .. } => (false, None),
    };
    let mut asker = match adds {
        true => CommandClient::new(option)?,
        false => CommandClient::existing(option)?,
    };
    let added = event.user().filter(|_| adds).map(str::to_owned);
    match reason {
        Some(reason) => asker.append_because(reason, vec![event])?,
        None => asker.append(vec![event])?,
    }
    say(format!("{done}\n").as_bytes())?;
    if let Some(user) = added.filter(|user| !may_be_known(user)) {
        tell(&format!("coreset: {}\n", language.no_account(&user)));
    }
    Ok(())
}

fn list(option: &StudyOption, json: bool) -> Result<(), Failure> {
    let users = match CommandClient::existing(option)?.ask(&Request::Users)? {
        Reply::Users(users) => users,
        other => return Err(unexpected_reply(&other)),
    };
    match json {
        true => say_value(&users.iter().map(as_json).collect::<Vec<_>>()),
        false => say(table(&users, DEFAULT).as_bytes()),
    }
}

fn as_json(user: &User) -> serde_json::Value {
    json!({
        "user": user.user,
        "name": user.name,
        "roles": user.roles,
        "active": user.active,
        "passphrase": user.passphrase.is_some(),
        "wrong": user.wrong,
        "wrong_at": user.wrong_at.map(|at| at.to_rfc3339()),
    })
}

/// Returns the users as a table.
fn table(users: &[User], language: &dyn Language) -> String {
    if users.is_empty() {
        return format!("{}\n", language.no_users());
    }
    let head = language.users_headings().map(str::to_owned);
    let mut rows = vec![head];
    for user in users {
        rows.push([
            plain(&user.user),
            plain(&user.name),
            language.roles(&user.roles),
            language.user_state(user.active).to_owned(),
            language.passphrase_state(user.passphrase.is_some(), user.wrong),
        ]);
    }
    columns(&rows)
}

/// Returns rows as lines, each column as wide as what it holds.
fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line += cell;
            line += &" ".repeat(width - cell.width() + 2);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

fn roles_of(words: &[String]) -> Vec<Role> {
    let given = |role: &Role| words.iter().any(|word| word == role.key());
    Role::ALL.into_iter().filter(given).collect()
}

/// Returns text that does nothing to the terminal.
fn plain(text: &str) -> String {
    shown_line(text).into_owned()
}

fn login_name(user: &str) -> Result<String, Failure> {
    let odd = |c: char| is_unseen(c) || c.is_whitespace() || c == '/' || c == ':';
    if user.is_empty() || user.len() > 64 || user.starts_with('-') || user.contains(odd) {
        return Err(DEFAULT.no_login_name(&shown_start(user)).into());
    }
    Ok(user.to_owned())
}

fn checked_name(name: &str) -> Result<String, Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 || name.contains(is_unseen) {
        return Err(Failure::new(DEFAULT.unfit_name()));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(user: &str, name: &str, roles: &[Role]) -> User {
        User {
            user: user.to_owned(),
            name: name.to_owned(),
            roles: roles.to_vec(),
            active: true,
            passphrase: None,
            wrong: 0,
            wrong_at: None,
            described: Vec::new(),
        }
    }

    #[test]
    fn the_table_has_straight_columns_and_no_sign_that_controls() {
        let mut anna = user(
            "anna",
            "\u{c5}sa L\u{f6}f",
            &[Role::Assessor, Role::Manager],
        );
        (anna.passphrase, anna.wrong) = (Some("x".to_owned()), 2);
        let mut boris = user("boris", "B\u{1b}[2J. \u{738b}", &[Role::Monitor]);
        boris.active = false;
        assert_eq!(
            table(&[anna, boris], DEFAULT),
            "USER   NAME            ROLES              STATE     PASSPHRASE\n\
             anna   \u{c5}sa L\u{f6}f         assessor, manager  active    set, 2 wrong\n\
             boris  B\\u{1b}[2J. \u{738b}  monitor            disabled  none\n"
        );
        assert!(table(&[], DEFAULT).contains("--role manager"));
    }

    #[test]
    fn the_proof_of_a_passphrase_is_not_printed() {
        let mut anna = user("anna", "A", &[Role::Assessor]);
        anna.passphrase = Some("abcdef".to_owned());
        let text = as_json(&anna).to_string();
        assert!(
            text.contains("\"passphrase\":true") && !text.contains("abcdef"),
            "{text}"
        );
        assert!(text.contains("\"roles\":[\"assessor\"]"), "{text}");
    }

    #[test]
    fn odd_names_are_refused() {
        for odd in ["", "a b", "-a", "a/b", "a:b", "a\n", &"n".repeat(65)] {
            assert!(login_name(odd).is_err(), "{odd:?}");
        }
        assert_eq!(login_name("a.b-c_d$").unwrap(), "a.b-c_d$");
        for odd in ["", "  ", "a\u{7}", &"n".repeat(61)] {
            assert!(checked_name(odd).is_err(), "{odd:?}");
        }
        assert_eq!(checked_name(" Anna Berg ").unwrap(), "Anna Berg");
    }
}
