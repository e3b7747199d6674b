//! What the server says in English to the person at a terminal, beside refusals of what was to be saved.

use super::refusal::refusal;
use crate::domain::rules::{PassphraseFault, PassphraseTrouble};
use crate::text::English;
use crate::text::prints::Advice;
use crate::text::server::{Notice, Server, SocketTaken, Unreached, Unwelcome};
use crate::text::store::Store as _;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::path::Path;

impl Server for English {
    fn unwelcome(&self, why: &Unwelcome) -> String {
        match why {
            Unwelcome::AccessEnded { login } => format!(
                "The access of {login} to this study was ended. A manager of the study can open it again: coreset user enable {login}"
            ),
            Unwelcome::NotListed { login } => format!(
                "{login} is not on the list of users of this study. A manager of the study can add them: coreset user add {login} --role assessor"
            ),
            Unwelcome::ForeignClient { login } => format!(
                "This client does not name itself after {login}; use the coreset of this machine."
            ),
            Unwelcome::UnclearPlace => {
                "Where this terminal is cannot be written down. Log in again.".to_owned()
            }
            Unwelcome::NotLookedUp { error } => format!(
                "The server's system cannot say now who you are: {error}. Try again in a moment; when it stays so, tell whoever looks after the server."
            ),
            Unwelcome::NotRecorded { why } => refusal(why),
            Unwelcome::Closed => "The study is closed. Start coreset again.".to_owned(),
            Unwelcome::TooManyOfUser { most } => format!(
                "You have {most} connections to the study, and more are not taken. Leave coreset in some of your terminals."
            ),
            Unwelcome::TooMany => {
                "The study's server has as many connections as it takes. Try again when others have left.".to_owned()
            }
            Unwelcome::NoRoom => {
                "The study's server has no room for another connection. Try again later.".to_owned()
            }
            Unwelcome::InWords { sentence } => sentence.clone(),
        }
    }

    fn other_version(&self, server: u16, client: u16) -> String {
        format!(
            "The server speaks version {server} of the protocol and this coreset version {client}: leave and start coreset again."
        )
    }

    fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::ClockMoved { expected, shown } => clock_moved(*expected, *shown),
            Notice::Opened { found } => self.opening(found),
            Notice::InWords { sentence } => sentence.clone(),
        }
    }

    fn unreached(&self, why: &Unreached) -> String {
        match why {
            Unreached::NoThread { error } => format!(
                "No thread can be started: {error}. Raise the limits of this session (`ulimit -v`, `ulimit -u`) and start it again."
            ),
            Unreached::NoConnection { error } => {
                format!("The study's server cannot be reached: {error}.")
            }
            Unreached::WentAway => {
                "The study's server went away. Start coreset again.".to_owned()
            }
            Unreached::Lost => "The study's server is gone. What is typed here is kept, and coreset goes on as soon as the server is back.".to_owned(),
            Unreached::Silent => "The study's server does not answer. Try again; when it stays so, restart the server.".to_owned(),
            Unreached::Unwelcome(why) => self.unwelcome(why),
            Unreached::OtherVersion { sentence } => sentence.clone(),
            Unreached::Foreign { fault } => format!(
                "What listens there is not the study's server: {fault}. Check the path of the socket, and start coreset again."
            ),
        }
    }

    fn ended_unready(&self, ended: &str, study: &Path) -> Advice {
        Advice {
            what: format!(
                "the study's server ended before it was ready ({ended}), and did not say why"
            ),
            hint: format!(
                "`coreset serve --study {}` shows what it says",
                study.display()
            ),
        }
    }

    fn study_taken_away(&self, study: &Path) -> Advice {
        Advice {
            what: format!("the study is not in {} any more", study.display()),
            hint: "put the directory back; coreset goes on by itself".to_owned(),
        }
    }

    fn socket_taken(&self, taken: SocketTaken) -> &'static str {
        match taken {
            SocketTaken::NoSocket => "is there already and is no socket",
            SocketTaken::Served => "is the socket of a server that runs already",
        }
    }

    fn too_many_sockets(&self) -> &'static str {
        "systemd gave more than one socket; name one ListenStream= in the socket file"
    }

    fn passphrase(&self, fault: &PassphraseFault) -> String {
        match fault {
            PassphraseFault::Wrong { left: 1 } => {
                "Wrong passphrase. One more try before there is a pause.".to_owned()
            }
            PassphraseFault::Wrong { left } => {
                format!("Wrong passphrase. {left} more tries before there is a pause.")
            }
            PassphraseFault::WrongAgain {
                tries,
                minutes,
                user,
            } => format!(
                "Wrong passphrase, {tries} times in a row. Wait {minutes} minutes, or ask a manager for `coreset user reset {user}`."
            ),
            PassphraseFault::Paused { minutes, user } => {
                let unit = if *minutes == 1 { "minute" } else { "minutes" };
                format!(
                    "There were too many wrong passphrases. Wait {minutes} {unit}, or ask a manager for `coreset user reset {user}`."
                )
            }
            PassphraseFault::Busy => {
                "Another passphrase of yours is being looked at. Try again in a moment.".to_owned()
            }
            PassphraseFault::SetAlready => {
                "A passphrase is set already: give the old one, too.".to_owned()
            }
            PassphraseFault::TooShort { least } => format!(
                "A passphrase has at least {least} characters. Several words that you remember do well."
            ),
            PassphraseFault::TooLong => {
                "This is too long for a passphrase. Choose fewer words.".to_owned()
            }
            PassphraseFault::LikeLogin => {
                "A passphrase does not hold your login name, and is no part of it. Several words that you remember do well.".to_owned()
            }
            PassphraseFault::NotSet => {
                "No passphrase is set. `coreset passwd` sets one.".to_owned()
            }
            PassphraseFault::NotGiven => {
                "Locking and unlocking need your passphrase, given within the minute before. Choose it again and give the passphrase.".to_owned()
            }
            PassphraseFault::InWords => {
                "Nothing was stored: the words held your passphrase, and everybody reads them. Write other words.".to_owned()
            }
            PassphraseFault::NotTheStored { user } => format!(
                "The stored form of your passphrase is not the one that you set, so it is not used. A manager must clear it with `coreset user reset {user}`; then set a new one with `coreset passwd`."
            ),
            PassphraseFault::NotListed => "You are not on the list of users of this study, so there is no passphrase to set. In a study of your own, open coreset once first; in another, a manager adds you: coreset user add".to_owned(),
            PassphraseFault::Trouble { trouble: why } => format!(
                "The passphrase could not be looked at because {}. Tell the person who administers coreset.",
                trouble(why)
            ),
        }
    }
}

fn clock_moved(expected: DateTime<FixedOffset>, shown: DateTime<FixedOffset>) -> String {
    let by = shown - expected;
    let way = match by < TimeDelta::zero() {
        true => "went back",
        false => "jumped ahead",
    };
    let seconds = by.num_seconds().abs();
    let far = match seconds {
        ..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        7200..=172_799 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    };
    let at = shown.format("%H:%M");
    format!("The clock of the study's host {way} {far} at {at}; recorded.")
}

fn trouble(trouble: &PassphraseTrouble) -> String {
    match trouble {
        PassphraseTrouble::Unreadable { error } => {
            format!("the file of passphrases cannot be read ({error})")
        }
        PassphraseTrouble::Unwritable { error } => {
            format!("the file of passphrases cannot be written ({error})")
        }
        PassphraseTrouble::NoRandom { error } => {
            format!("the system has no random numbers ({error})")
        }
        PassphraseTrouble::NotHashed { error } => error.clone(),
        PassphraseTrouble::Fault => "of a fault inside the program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_passphrase_says_how_many_tries_are_left_or_how_long_to_wait() {
        let user = || "anna".to_owned();
        for (fault, words) in [
            (
                PassphraseFault::Wrong { left: 4 },
                "Wrong passphrase. 4 more tries before there is a pause.",
            ),
            (
                PassphraseFault::Wrong { left: 1 },
                "Wrong passphrase. One more try before there is a pause.",
            ),
            (
                PassphraseFault::WrongAgain {
                    tries: 5,
                    minutes: 15,
                    user: user(),
                },
                "Wrong passphrase, 5 times in a row. Wait 15 minutes, or ask a manager for `coreset user reset anna`.",
            ),
            (
                PassphraseFault::Paused {
                    minutes: 5,
                    user: user(),
                },
                "There were too many wrong passphrases. Wait 5 minutes, or ask a manager for `coreset user reset anna`.",
            ),
            (
                PassphraseFault::Paused {
                    minutes: 1,
                    user: user(),
                },
                "There were too many wrong passphrases. Wait 1 minute, or ask a manager for `coreset user reset anna`.",
            ),
        ] {
            assert_eq!(English.passphrase(&fault), words);
        }
    }

    #[test]
    fn a_sentence_about_versions_fits_its_frame() {
        assert!(English.other_version(u16::MAX, u16::MAX).len() <= 1 << 10);
    }
}
