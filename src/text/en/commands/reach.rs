//! What commands say in English while a study is opened, served or reached.

use crate::domain::base::shown::shown_line;
use crate::text::English;
use crate::text::commands::reach::{LongWork, Reach};
use crate::text::prints::Advice;
use std::path::Path;

fn advice(what: impl Into<String>, hint: impl Into<String>) -> Advice {
    Advice {
        what: what.into(),
        hint: hint.into(),
    }
}

impl Reach for English {
    fn long_work(&self, work: LongWork) -> &'static str {
        match work {
            LongWork::Reading => "Reading the record",
            LongWork::BackingUp => "Backing up",
            LongWork::Restoring => "Restoring",
            LongWork::Rescuing => "Rescuing",
            LongWork::Verifying => "Verifying",
            LongWork::Checking => "Checking the study",
            LongWork::Exporting => "Exporting",
            LongWork::Qualifying => "Running the checks",
        }
    }

    fn nothing_given(&self, error: &str) -> Advice {
        advice(
            format!("the system gives this process no more memory or threads: {error}"),
            "raise its limits (`ulimit -v`, `ulimit -u`), or end other programs, and start it again",
        )
    }

    fn not_watched(&self, error: &str, limit: &str) -> Advice {
        advice(
            format!(
                "inotify, by which the server sees that its directory is taken away, has nothing left for this account: {error}"
            ),
            format!(
                "end other programs of the account that watch files, or raise the limit as root (`sysctl {limit}=1024`; now it is in /proc/sys/{}), and start it again",
                limit.replace('.', "/")
            ),
        )
    }

    fn little_memory(&self, limit: u64, needed: u64) -> Advice {
        advice(
            format!(
                "there is too little memory: this process may take {limit} MiB, and this needs {needed} MiB"
            ),
            format!(
                "raise the limit, as with `ulimit -v {}` or `ulimit -v unlimited`, and start it again; nothing was changed",
                needed << 10
            ),
        )
    }

    fn no_home(&self) -> Advice {
        advice(
            "there is no home directory to keep the study in",
            "name a directory with --study DIR or CORESET_STUDY",
        )
    }

    fn correct_study_file(&self) -> &'static str {
        "nothing was changed; correct the file and start again"
    }

    fn end_server(&self, pid: u32) -> String {
        format!(
            "a server ends a minute after its last terminal; `kill {pid}` ends it at once and loses nothing"
        )
    }

    fn not_a_demo(&self, place: &Path) -> Advice {
        advice(
            format!("{} holds a study that is no demo", place.display()),
            "name an empty directory",
        )
    }

    fn make_study(&self) -> &'static str {
        "open it once with `coreset` to make it, or name another with --study DIR"
    }

    fn check_server(&self, socket: &Path) -> String {
        format!(
            "check that the server runs and that you may use {}: `systemctl status coreset.socket coreset`",
            socket.display()
        )
    }

    fn ask_manager(&self, login: &str) -> String {
        format!(
            "a manager of the study lets you in with `coreset user add {login} --role assessor`"
        )
    }

    fn protocol_differs(&self, server: &str, own: &str) -> Advice {
        advice(
            format!(
                "The study's server (coreset {server}) has a protocol that this coreset ({own}) reads differently."
            ),
            "use the same coreset on both sides; after an upgrade, restart the server",
        )
    }

    fn passphrase_in_doubt(&self) -> Advice {
        advice(
            "The study's server went away, and it is not known whether it did this.",
            "try again, with the new passphrase as the old one if it says that the old one is wrong",
        )
    }

    fn waits_for_server(&self) -> &'static str {
        "Waiting for the study's server. Ctrl-C ends this; what is saved stays saved."
    }

    fn no_answer(&self) -> &'static str {
        "The study's server does not answer."
    }

    fn somebody_was_first(&self) -> Advice {
        advice("Somebody else changed this first.", TRY_AGAIN)
    }

    fn unexpected_answer(&self) -> Advice {
        advice(
            "The study's server answered something else than was asked.",
            TRY_AGAIN,
        )
    }

    fn disk_too_slow(&self) -> Advice {
        advice(
            "the disk took too long for the end of the record",
            "all that was acknowledged is in the journal; the next start says what was put right",
        )
    }

    fn no_socket(&self, path: &Path, error: &str) -> String {
        format!("no socket can be made at {}: {error}", path.display())
    }

    fn name_socket(&self) -> &'static str {
        "name another place with --socket, in a directory of the server's own user"
    }

    fn served(&self, dir: &Path, socket: &Path, ctrl_c: bool) -> String {
        let ctrl_c = match ctrl_c {
            true => " Ctrl-C ends it.",
            false => "",
        };
        format!(
            "The study in {} is served at {}.{ctrl_c}",
            shown_line(&dir.to_string_lossy()),
            shown_line(&socket.to_string_lossy())
        )
    }

    fn demo_progress(&self, made: usize, count: usize) -> String {
        format!("Making synthetic participants: {made} of {count}")
    }

    fn demo_ids_end(&self, made: usize) -> String {
        format!("The ids of this study end after {made} synthetic participants.")
    }
}

const TRY_AGAIN: &str =
    "try again; use the same coreset on both sides, and restart the server after an upgrade";
