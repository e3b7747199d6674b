//! The report on an installation, in English.

use crate::text::English;
use crate::text::commands::qualify::{Looked, Part, Qualify, Signer};
use crate::text::prints::Advice;
use std::path::Path;

impl Qualify for English {
    fn looked_at(&self, what: Looked) -> &'static str {
        match what {
            Looked::Version => "Version of the program",
            Looked::Program => "BLAKE3 of the program, to compare with that of its release",
            Looked::Protocol => "Protocol and forms: the hash that entries carry",
            Looked::Files => {
                "BLAKE3 of each file of the study, its first 16 digits; a study's own stand last"
            }
            Looked::System => "System",
            Looked::Clock => "Clock with offset, and in UTC",
            Looked::TemporaryDirectory => "The temporary directory takes the scratch studies",
            Looked::Permissions => "The study is closed to other accounts",
            Looked::Disk => "The study's disk: file system and free room",
            Looked::Directory => "The study's directory",
        }
    }

    fn qualification(&self, program: &str, begun: &str) -> String {
        format!("Qualification of coreset {program}\nBegun {begun}")
    }

    fn qualify_part(&self, part: Part) -> &'static str {
        match part {
            Part::Installation => "Installation",
            Part::Operation => "Operation",
        }
    }

    fn passed(&self, passed: bool) -> &'static str {
        match passed {
            true => "pass",
            false => "FAIL",
        }
    }

    fn seen(&self) -> &'static str {
        "             seen: "
    }

    fn passed_in_all(&self, passed: usize, all: usize) -> String {
        let failed = all.saturating_sub(passed);
        format!("{passed} of {all} passed, {failed} failed.")
    }

    fn for_the_site(&self) -> &'static str {
        "For the site. Performance at the bedside is for the site to show: one visit of each\nkind walked through by each assessor, with the study's own forms."
    }

    fn sign_here(&self, who: Signer) -> String {
        let who = match who {
            Signer::Doer => "Done by",
            Signer::Reviewer => "Reviewed by",
        };
        format!(
            "{who:<12} name ____________________________  role ______________________\n{:<12} date ____-__-__  signature ________________________________",
            ""
        )
    }

    fn not_qualified(&self, failed: &[&str]) -> Advice {
        Advice {
            what: format!("failed: {}", failed.join(", ")),
            hint: "the report says what was seen instead; do not use this installation before it is settled".to_owned(),
        }
    }

    fn not_made_yet(&self, dir: &Path) -> String {
        format!(
            "{} is not made yet; its disk is that of its parent",
            dir.display()
        )
    }

    fn behind_socket(&self) -> &'static str {
        "reached over a socket; run this as the server's account with --study DIR to look at its files"
    }

    fn protocol_seen(&self, id: &str, version: &str, hash: &str) -> String {
        format!("{id}, study file version {version}, {hash}")
    }

    fn nameless_system(&self) -> &'static str {
        "a system that does not name itself"
    }

    fn clock_seen(&self, local: &str, utc: &str, set: bool) -> String {
        let set = match set {
            true => "",
            false => "; the clock is not set",
        };
        format!(
            "{local} = {utc}; whether it is kept by a time service is for the site to see (timedatectl){set}"
        )
    }

    fn permissions_seen(&self, dir: &Path, mode: u32, open: bool) -> String {
        let open = match open {
            true => ": open to others; chmod 700 closes it",
            false => "",
        };
        format!("{} {mode:o}{open}", dir.display())
    }

    fn room_seen(&self, dir: &Path, system: &str, free: u64, needed: Option<u64>) -> String {
        let needed = needed.map(|needed| format!("; a study needs {needed} MiB"));
        format!(
            "{}: {system}, {free} MiB free{}",
            dir.display(),
            needed.unwrap_or_default()
        )
    }

    fn ext_system(&self) -> &'static str {
        "ext2, ext3 or ext4"
    }

    fn other_system(&self, magic: u32) -> String {
        format!("file system {magic:#x}")
    }
}
