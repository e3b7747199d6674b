//! What `backup`, `restore`, `recover` and `verify` print, in English.

use crate::domain::base::shown::shown_line;
use crate::text::English;
use crate::text::commands::copies::{
    BackedUp, Copies, HeldHead, Helps, LostHead, Recovered, Restored, Verified,
};
use crate::text::prints::Advice;
use crate::text::store::{Store as _, Work};
use chrono::{DateTime, FixedOffset};
use std::path::Path;

/// Says what a sound record was compared with: itself, and heads from outside where there are some.
fn compared(outside: Option<(usize, DateTime<FixedOffset>)>) -> String {
    let front = "every entry fits those before it";
    match outside {
        None => format!(
            "{front}: consistent with itself; no outside head was compared (--heads FILE), so that a record written anew as a whole would look the same"
        ),
        Some((count, newest)) => {
            let heads = if count == 1 { "head" } else { "heads" };
            format!(
                "{front}: consistent with itself and with {count} outside {heads}, the newest of {}",
                newest.format("%Y-%m-%d %H:%M")
            )
        }
    }
}

impl Copies for English {
    fn backed_up(&self, done: &BackedUp<'_>) -> String {
        let new = match done.before {
            None => "a new backup".to_owned(),
            Some(before) => format!(
                "{} new since the last one",
                done.entries.saturating_sub(before)
            ),
        };
        format!(
            "backed up {} entries to {}: {new}\nfiles of the journal: {} copied, {} there already, {} KiB written; all of it read again\nlast   {}\n{}\n",
            done.entries,
            shown_path(done.dir),
            done.copied,
            done.kept,
            done.bytes.div_ceil(1024),
            done.at.to_rfc3339(),
            self.head_line(done.head, done.entries),
        )
    }

    fn backup_not_recorded(&self, why: &str) -> String {
        format!("the backup is whole, but the study could not record it: {why}")
    }

    fn foreign_files(&self) -> Advice {
        Advice {
            what: "another account owns the study's files".to_owned(),
            hint: "run this as that account, or name the socket of its server with --socket PATH"
                .to_owned(),
        }
    }

    fn restored(&self, done: &Restored<'_>) -> String {
        let what = match done.test {
            true => "restored for a test",
            false => "restored",
        };
        format!(
            "{what}: {} entries, head {}@{}, the same as the backup's of {}\n",
            done.entries,
            done.head,
            done.entries,
            done.made_at.format("%-d %b %Y %H:%M")
        )
    }

    fn opens_with(&self, dir: &Path) -> String {
        format!("It opens with: coreset --study {}", shown_path(dir))
    }

    fn restore_not_recorded(&self, why: &str) -> String {
        format!("the backup can be restored, but the study could not record it: {why}")
    }

    fn restored_another(&self, found: (u64, &str), backup: (u64, &str)) -> String {
        format!(
            "what was restored is not the record of the backup: it has {} entries with the head {}, the backup {} with {}",
            found.0, found.1, backup.0, backup.1
        )
    }

    fn opens_not_yet(&self, why: &str, hints: &[String]) -> String {
        format!("It does not open yet. {why} {}", hints.join(" "))
    }

    fn begun_anew(&self, work: Work, dir: &Path) -> String {
        let work = match work {
            Work::Restore => "restore",
            Work::Recovery => "recovery",
        };
        format!(
            "an earlier {work} to {} was broken off; what it had left was removed, and this one began anew",
            dir.display()
        )
    }

    fn still_unfinished(&self, dir: &Path) -> String {
        format!(
            "{} stays marked as unfinished and opens for nobody; the same command begins anew there",
            dir.display()
        )
    }

    fn move_and_recover(&self) -> &'static str {
        "nothing was made; move the file elsewhere and recover again"
    }

    fn recovered(&self, done: &Recovered<'_>) -> String {
        let mut text = format!(
            "recovered {} of {} entries to {}, {} of them from copies\n",
            done.rescued,
            done.entries,
            shown_path(done.out),
            done.from_copies
        );
        for unread in done.unread {
            let why = self.unsound(&unread.why);
            let unread = format!("{}: {why}", unread.path.display());
            text += &format!("not readable: {}\n", shown_line(&unread));
        }
        for (seq, who) in done.about {
            let who = shown_line(who);
            text += &format!("lost: entry {seq}, about participant {who}\n");
        }
        if !done.not_enrolled.is_empty() {
            let who: Vec<&str> = done.not_enrolled.iter().map(String::as_str).collect();
            text += &format!(
                "the enrolment of {} is lost: their other entries are in the new journal, but no screen shows them\n",
                shown_line(&who.join(", "))
            );
        }
        if done.unopened > 0 {
            text += &format!(
                "queries whose question is lost: {}; their later steps are in the new journal, but no screen shows them\n",
                done.unopened
            );
        }
        if done.open_end {
            text += "both head slots are lost: whether there was more at the end cannot be told\n";
        }
        text
    }

    fn lost_entries(&self, lost: &[(u64, u64)]) -> Advice {
        Advice {
            what: format!("lost: {}", self.entry_numbers(lost)),
            hint:
                "keep the damaged directory; look for these entries in older backups and on paper"
                    .to_owned(),
        }
    }

    fn head_line(&self, head: &str, entries: u64) -> String {
        format!("head   {head}@{entries}")
    }

    fn verified(&self, report: &Verified<'_>) -> String {
        let mut lines = vec![format!(
            "{} entries read in {} journal files",
            report.entries, report.segments
        )];
        if let Some([first, last]) = report.times {
            lines.push(format!("first  {}", first.to_rfc3339()));
            lines.push(format!("last   {}", last.to_rfc3339()));
        }
        lines.push(self.head_line(report.head, report.entries));
        for seq in report.clock_steps {
            lines.push(format!(
                "entry {seq} is stored at an earlier time than the one before: the clock was put back"
            ));
        }
        if report.signatures > 0 {
            lines.push(match report.signatures {
                1 => "1 signature computed again: it is of what was stored before it".to_owned(),
                many => format!(
                    "{many} signatures computed again: each is of what was stored before it"
                ),
            });
        }
        lines.extend(report.notes.iter().map(|note| self.remark(note)));
        for finding in report.findings {
            lines.push(format!("! {}", self.flaw(finding)));
        }
        for damage in report.beside {
            lines.push(format!("! {}", self.beside_damage(damage)));
        }
        if report.findings.is_empty() {
            lines.push(compared(report.outside));
        }
        let lines: Vec<_> = lines.iter().map(|line| shown_line(line)).collect();
        lines.join("\n") + "\n"
    }

    fn not_sound(&self, helps: &[Helps]) -> Advice {
        let said = helps.iter().map(|helps| match helps {
            Helps::Opening => "opening the study repairs what its second copy can prove; what neither proves, `coreset recover` names",
            Helps::NewerProgram => "read it with the version of coreset that wrote it, or a newer one",
            Helps::Backup => "no repair can prove what was there: keep this directory as it is, and compare it with a backup (`coreset restore --test DIR` reads one)",
            Helps::BackupOrAcceptance => "no repair brings back what is missing: keep this directory as it is, and restore a backup that holds the head (`coreset restore`); where it is known why the entries are gone, a manager accepts it with `coreset head accept SEQ --reason`",
        });
        let said: Vec<&str> = said.collect();
        Advice {
            what: "the record is not sound".to_owned(),
            hint: said.join("; "),
        }
    }

    fn no_head(&self, given: &str) -> Advice {
        Advice {
            what: format!("\"{given}\" is no head"),
            hint: "give the 64 digits of its hash, with @ and the number of entries if you have it: --head 9f2c...e1@1234".to_owned(),
        }
    }

    fn held_head(&self, held: HeldHead) -> String {
        match held {
            HeldHead::Head => "this is the record's head".to_owned(),
            HeldHead::GoesOn { later: 1 } => {
                "this record goes on from it: 1 entry later".to_owned()
            }
            HeldHead::GoesOn { later } => {
                format!("this record goes on from it: {later} entries later")
            }
        }
    }

    fn lost_head(&self, lost: LostHead) -> Advice {
        let what = match lost {
            LostHead::Elsewhere { found, number } => {
                format!("this head is entry {found} of this record, not entry {number}")
            }
            LostHead::Another { number } => format!(
                "this head is not in this record, whose entry {number} is another: it was written anew, or it is another study"
            ),
            LostHead::Gone => {
                "this head is not in this record: the tail was cut or it is another study"
                    .to_owned()
            }
        };
        Advice {
            what,
            hint: "keep a copy of the study as it is; `coreset restore` brings back the newest backup that holds it".to_owned(),
        }
    }
}

/// Returns a path as a terminal may show it.
fn shown_path(path: &Path) -> String {
    shown_line(&path.to_string_lossy()).into_owned()
}
