//! What commands say in English of heads that are kept outside of a study.

use crate::domain::base::shown::shown_line;
use crate::domain::record::heads::MissingHead;
use crate::text::English;
use crate::text::commands::heads::Heads;
use crate::text::prints::Advice;
use std::path::Path;

impl Heads for English {
    fn entry_not_missed(&self, seq: u64) -> Advice {
        Advice {
            what: format!("no account misses entry {seq}"),
            hint: "`coreset head list` prints the entries that are missing".to_owned(),
        }
    }

    fn missing_accepted(&self, seq: u64) -> String {
        format!(
            "Recorded: entries up to {seq} that accounts were told may be missing. They can save again.\n"
        )
    }

    fn missing_heads(&self, missing: &[MissingHead]) -> String {
        if missing.is_empty() {
            return "No entry that an account was told is missing.\n".to_owned();
        }
        missing.iter().map(line).collect()
    }

    fn head_kept(&self, file: &Path) -> String {
        format!(
            "the head is kept in {} too\n",
            shown_line(&file.to_string_lossy())
        )
    }

    fn head_not_kept(&self, error: &str) -> String {
        format!("the head could not be kept beside the backup ({error}): write it down elsewhere\n")
    }

    fn heads_not_read(&self, file: &Path, error: &str) -> String {
        format!("{} cannot be read: {error}", file.display())
    }

    fn heads_in_study(&self, file: &Path) -> Advice {
        Advice {
            what: format!(
                "{} is inside the study directory, so whoever changed the record could have changed it too",
                file.display()
            ),
            hint: "keep the heads on another machine or in another account, and name that file"
                .to_owned(),
        }
    }

    fn no_head_in_line(&self, file: &Path, line: u64) -> Advice {
        Advice {
            what: format!("{}:{line}: this is no head", file.display()),
            hint: "a line has the number of the entry, the 64 digits of its hash, the time (RFC 3339), and where it comes from".to_owned(),
        }
    }

    fn unnamed_place(&self) -> &'static str {
        "an unnamed place"
    }

    fn restore_recorded(&self) -> &'static str {
        "Its next entry says so: accounts that were told later ones are not stopped."
    }

    fn restore_not_in_record(&self, why: &str) -> Advice {
        Advice {
            what: format!("the study is restored, but this could not be recorded in it: {why}"),
            hint: "accounts that were told later entries are stopped until `coreset head accept`"
                .to_owned(),
        }
    }

    fn account_without_home(&self) -> &'static str {
        "it has no home"
    }
}

fn line(head: &MissingHead) -> String {
    let proven = match head.proven {
        true => ", with the server's proof: nobody saves",
        false => "",
    };
    format!(
        "entry {} {} told to {}, missing since {}{proven}\n",
        head.seq,
        head.hash,
        head.user,
        head.at.format("%-d %b %Y %H:%M")
    )
}
