//! What goes wrong with a study directory or a backup, and what is found in one, in English.

mod journal;

use crate::text::English;
use crate::text::store::{
    Action, BackupFault, BesideDamage, ClosedBy, Flaw, JournalLeft, Misfit, NameFault, NameOf,
    NoProof, Opening, Remark, Sort, Store, StoreError, Unfit, Unsound, Work,
};
use std::path::Path;

impl Store for English {
    fn store_error(&self, error: &StoreError) -> String {
        match error {
            StoreError::Busy { dir, pid } => format!(
                "The study in {} is in use by {}.",
                dir.display(),
                holder(*pid)
            ),
            StoreError::NotPermitted { action, path } => {
                format!("Not permitted to {} {}.", verb(*action), path.display())
            }
            StoreError::ReadOnly { action, path } => format!(
                "Cannot {} {}: the file system is read-only.",
                verb(*action),
                path.display()
            ),
            StoreError::NotAStudy { dir } => format!("There is no study in {}.", dir.display()),
            StoreError::Inside { dir, study } => format!(
                "{} lies inside of {}, which holds a study or a backup.",
                dir.display(),
                study.display()
            ),
            StoreError::Gone {
                dir,
                found,
                missing,
            } => format!(
                "A study was in {}, as {found} there shows, but not one entry of its journal can be proven: {}.",
                dir.display(),
                no_proof(missing)
            ),
            StoreError::Unfinished { dir, work } => unfinished(*work, dir),
            StoreError::WrongKind { dir, wrong } => {
                let wrong: Vec<String> = wrong.iter().map(misfit).collect();
                format!(
                    "In {} {}: nothing of the study was read.",
                    dir.display(),
                    wrong.join(", ")
                )
            }
            StoreError::Network { dir, system } => format!(
                "{} is on {system}, where neither locks nor syncs can be relied upon.",
                dir.display()
            ),
            StoreError::Newer { dir, found, known } => format!(
                "The study in {} was made by a newer coreset: its format is {found}, this program knows {known}.",
                dir.display()
            ),
            StoreError::Damaged { dir, entries } => format!(
                "The journal in {} is damaged at {}, and no valid copy is left.",
                dir.display(),
                self.entry_numbers(entries)
            ),
            StoreError::Short {
                dir,
                ends,
                acknowledged,
            } => format!(
                "The journal in {} ends at entry {ends}, but entry {acknowledged} was acknowledged.",
                dir.display()
            ),
            StoreError::Unproven { dir, ends, lost } => format!(
                "Nothing proves where the journal in {} ended: its chain ends at entry {ends}, {}, and no other copy proves that this was the end.",
                dir.display(),
                slots_lost(*lost)
            ),
            StoreError::Replaced { dir, seq } => format!(
                "Entry {seq} of the journal in {} is not the one that was acknowledged.",
                dir.display()
            ),
            StoreError::Unreadable { seq, .. } => format!(
                "Entry {seq} of the journal is whole, but this program does not understand it."
            ),
            StoreError::FilesChanged { dir, changed } => {
                format!("The study in {} was not opened: {changed}.", dir.display())
            }
            StoreError::NoSpace { free, floor } => format!(
                "Not saved: {} MiB are free on the disk and {} MiB must stay free.",
                free >> 20,
                floor >> 20
            ),
            StoreError::Full { ballast: true } => {
                "The disk is full; the reserve was given back to it.".to_owned()
            }
            StoreError::Full { ballast: false } => "The disk is full.".to_owned(),
            StoreError::Closed { why } => format!(
                "The study takes no more entries until it is opened again: {}",
                self.closed_by(why)
            ),
            StoreError::Sessions { why } => {
                format!("The sessions cannot be read: {}.", self.unsound(why))
            }
            StoreError::NotEnrolled { participant } => {
                format!("Not saved: participant {participant} is not enrolled.")
            }
            StoreError::Enrolled { participant } => {
                format!("Not saved: a participant {participant} is enrolled already.")
            }
            StoreError::Conflict { standing } => format!(
                "Not saved: somebody else changed {} of these fields first.",
                standing.len()
            ),
            StoreError::Unfit { what } => format!("Not saved: {}.", unfit(what)),
            StoreError::Backup { fault } => backup(fault),
            StoreError::Io {
                action,
                path,
                source,
            } => format!("Cannot {} {}: {source}.", verb(*action), path.display()),
        }
    }

    fn store_hint(&self, error: &StoreError) -> &'static str {
        match error {
            StoreError::Busy { .. } => "Leave the other coreset first, or wait until it has ended.",
            StoreError::NotPermitted { .. } => {
                "The study directory must belong to the user who runs coreset, with mode 0700."
            }
            StoreError::ReadOnly { .. } => {
                "Mount the disk for writing, or copy the study to another one."
            }
            StoreError::NotAStudy { .. } => "Check the path, or make a new study there.",
            StoreError::Inside { .. } => {
                "Check the path: name the study's own directory, or an empty one outside of it."
            }
            StoreError::Gone { .. } => {
                "Nothing was changed. Restore the newest backup to an empty directory with `coreset restore`, rescue what is left with `coreset recover`, or name an empty directory for a new study."
            }
            StoreError::Unfinished { work, .. } => match work {
                Work::Restore => {
                    "Nothing was changed. Run `coreset restore BACKUP DIR` again: it removes what stands there, which is a part of that backup, and begins anew."
                }
                Work::Recovery => {
                    "Nothing was changed. Run `coreset recover DAMAGED DIR` again: it removes what stands there, which is a part of that record, and begins anew."
                }
            },
            StoreError::WrongKind { .. } => {
                "Nothing was changed. Move it out of the directory and put back what belongs there; without it, opening says what can be repaired, and `coreset recover` rescues what is left."
            }
            StoreError::Network { .. } => {
                "Keep the study on a local disk of the machine that runs coreset."
            }
            StoreError::Newer { .. } | StoreError::Unreadable { .. } => {
                "Use the newer coreset; this one leaves the study as it is."
            }
            StoreError::Damaged { .. } | StoreError::Short { .. } | StoreError::Replaced { .. } => {
                "Nothing was changed. Keep a copy of the directory, then restore the newest backup, or rescue what is left with `coreset recover`."
            }
            StoreError::Unproven { .. } => {
                "Keep a copy of the directory, and compare it with a head kept elsewhere: `coreset verify --head`. Then restore the newest backup, or rescue what is there with `coreset recover`."
            }
            StoreError::FilesChanged { changed, .. } if changed.uncertain => {
                "Nothing was written. Put the files back as they were; a backup holds them in its study-* directories. If the study was run with these files all the time, record that once: `coreset serve --record-files`."
            }
            StoreError::FilesChanged { .. } => {
                "Nothing was written. Put each file back as it was; a backup holds them in its study-* directories. While participants are enrolled a study keeps its files."
            }
            StoreError::NoSpace { .. } => "Free room on the disk, then save again.",
            StoreError::Full { .. } => {
                "Free room on the disk; the study is opened again by itself then. What was typed is kept."
            }
            StoreError::NotEnrolled { .. } => "Enrol the participant first.",
            StoreError::Enrolled { .. } => "Give the new participant an id of their own.",
            StoreError::Conflict { .. } => "Look at what was saved, then choose.",
            StoreError::Unfit { .. } => "Correct it and save again.",
            StoreError::Closed { .. } | StoreError::Sessions { .. } => {
                "It is opened again by itself as soon as that is possible. What was saved is safe; what was typed is kept and sent again then."
            }
            StoreError::Backup { fault } => backup_hint(fault),
            StoreError::Io { .. } => {
                "Put right what the system reports, then open the study again."
            }
        }
    }

    fn unsound(&self, why: &Unsound) -> String {
        let why = match why {
            Unsound::Missing => "it was missing",
            Unsound::BeyondJournal => "it goes beyond the journal",
            Unsound::LostEntries => "it lost entries that it had",
            Unsound::HalfBuilt => "its building was broken off",
            Unsound::Changed => "something in it is missing or changed",
            Unsound::OtherFiles => "the files of the study are others now",
            Unsound::OtherVersion => "it was written by another version of coreset",
            Unsound::OtherEntry { seq } => return format!("its copy of entry {seq} is another"),
            Unsound::GoesOn => "its copy goes on where the journal does not",
            Unsound::Gaps => "its copy has gaps",
            Unsound::NoEntry { seq } => return format!("entry {seq} is missing"),
            Unsound::NoTree => "a part of it is missing",
            Unsound::NotReadable => "something in it cannot be read",
            Unsound::EntryNotReadable { seq: Some(seq) } => {
                return format!("its copy of entry {seq} cannot be read");
            }
            Unsound::EntryNotReadable { seq: None } => "its copy of an entry cannot be read",
            Unsound::NotOnlyFiles => "something in it is neither a file nor a directory",
            Unsound::FilesDamaged => "its files are damaged",
            Unsound::DiskFull => "the disk is full",
            Unsound::Locked => "another process has its files",
            Unsound::Unusable { error } => {
                return format!("its files could not be used: {error}");
            }
            Unsound::LargeValue => "a value is too large",
            Unsound::GivenUp => "a change was given up",
            Unsound::FormAlone => "a form has no session",
            Unsound::FailedTwice => "sled failed twice",
            Unsound::System { error } => error,
        };
        why.to_owned()
    }

    fn opening(&self, found: &Opening) -> String {
        match found {
            Opening::ReserveGivenBack => "The disk is full; the reserve was given back to it. Free room on the disk.".to_owned(),
            Opening::NoReserve => "There is no room for the reserve that keeps a full disk survivable. Free room on the disk.".to_owned(),
            Opening::Repaired { after, back, kept } => format!(
                "The journal was damaged after entry {after} and was repaired: {} came back from the copies that were left. The old journal is kept in {kept}.",
                self.entry_numbers(back)
            ),
            Opening::RemainsCut {
                after,
                remains,
                kept,
            } => journal::cut(*after, remains, kept),
            Opening::HeadLost => "One of the two head slots was lost and was written again from the other.".to_owned(),
            Opening::HeadsLost => "Both head slots were lost: that nothing is missing at the end rests on the journal and sled.".to_owned(),
            Opening::Rebuilt { why, kept: Some(kept) } => format!(
                "The sessions were rebuilt from the journal ({}); the old files are kept in {kept}.",
                self.unsound(why)
            ),
            Opening::Rebuilt { why, kept: None } => format!(
                "The sessions were rebuilt from the journal ({}).",
                self.unsound(why)
            ),
            Opening::Beside { damage } => self.beside_damage(damage),
            Opening::FormatWritten => "The file that names the format was missing or damaged and was written again.".to_owned(),
            Opening::ShippedChanged => "The forms or the study that come with this coreset are not those of before: scores and verdicts of earlier visits follow the new ones. `coreset audit` says since when (files-recorded); compare what matters with `coreset check` and the signature sheets.".to_owned(),
        }
    }

    fn beside_damage(&self, damage: &BesideDamage) -> String {
        match damage {
            BesideDamage::Passphrases { file } => format!(
                "{file} is damaged, so that no passphrase can be checked or set. Move it out of the study directory; then `coreset user reset USER` lets each user set a new one."
            ),
            BesideDamage::Passphrase { users } => format!(
                "The stored passphrase of {} is missing or damaged (a backup holds none): `coreset user reset USER` lets them set a new one.",
                users.join(", ")
            ),
            BesideDamage::Places { dir } => format!(
                "{dir} is damaged: what the terminals had open cannot be kept. Move it out of the study directory; no answer is in it."
            ),
            BesideDamage::OlderPlace { file } => format!(
                "{file} is damaged: that user's terminal goes on from an earlier place. No answer is in it."
            ),
            BesideDamage::LostPlace { file } => format!(
                "{file} is damaged: where that user's terminal was, and what was half typed there, is lost. No answer is in it."
            ),
        }
    }

    fn flaw(&self, flaw: &Flaw) -> String {
        journal::flaw(flaw)
    }

    fn remark(&self, remark: &Remark) -> String {
        journal::remark(remark)
    }

    fn entry_numbers(&self, stretches: &[(u64, u64)]) -> String {
        let words: Vec<String> = stretches
            .iter()
            .map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first} to {last}"),
            })
            .collect();
        let noun = match stretches {
            [] => return String::new(),
            [(first, last)] if first == last => "entry",
            _ => "entries",
        };
        format!("{noun} {}", words.join(", "))
    }
}

impl English {
    fn closed_by(self, why: &ClosedBy) -> String {
        let why = match why {
            ClosedBy::Earlier(error) => return self.store_error(error),
            ClosedBy::NotWritten => "the journal could not be written",
            ClosedBy::RefusedBefore => "the same request was refused",
            ClosedBy::NothingToSave => "there is nothing to save",
        };
        why.to_owned()
    }
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::Close => "close",
        Action::Copy => "copy",
        Action::Cut => "cut",
        Action::Inspect => "inspect",
        Action::Link => "link",
        Action::Lock => "lock",
        Action::Make => "make",
        Action::Read => "read",
        Action::Remove => "remove",
        Action::Rename => "rename",
        Action::Sync => "sync",
        Action::Write => "write",
    }
}

fn holder(pid: Option<u32>) -> String {
    match pid {
        Some(pid) => format!("another coreset (process {pid})"),
        None => "another coreset".to_owned(),
    }
}

fn unfinished(work: Work, dir: &Path) -> String {
    let work = match work {
        Work::Restore => "The restore of a backup to",
        Work::Recovery => "The recovery of a damaged record to",
    };
    format!(
        "{work} {} was broken off before it was done.",
        dir.display()
    )
}

fn misfit(misfit: &Misfit) -> String {
    let Misfit { name, is, must } = misfit;
    format!("{name} is {} and must be {}", sort(*is), sort(*must))
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::File => "a file",
        Sort::Directory => "a directory",
        Sort::Pipe => "a pipe",
        Sort::Socket => "a socket",
        Sort::Device => "a device",
    }
}

fn no_proof(missing: &NoProof) -> String {
    let journal = match missing.journal {
        JournalLeft::NoEntry => "the files of the journal hold no entry",
        JournalLeft::NoFile => "the journal's directory has no file",
        JournalLeft::Nothing => "there is no journal",
    };
    let sled = match missing.sled {
        true => "sled has no copy of one",
        false => "there is no sled with a copy of one",
    };
    let slots = match missing.slots {
        0 => "no head slot can be read",
        1 => "one head slot cannot be read",
        _ => "the head slots know of none",
    };
    format!("{journal}, {sled}, and {slots}")
}

fn slots_lost(lost: usize) -> &'static str {
    match lost {
        1 => "one head slot is lost",
        _ => "both head slots are lost",
    }
}

fn unfit(what: &Unfit) -> String {
    match what {
        Unfit::Empty => "there is nothing to save".to_owned(),
        Unfit::Name { of, fault } => {
            let of = match of {
                NameOf::Request => "a request",
                NameOf::Participant => "a participant",
                NameOf::User => "a user",
                NameOf::Visit => "a visit",
                NameOf::Form => "a form",
            };
            let fault = match fault {
                NameFault::Empty => "is empty".to_owned(),
                NameFault::TooLong { most } => format!("is longer than {most} bytes"),
                NameFault::ControlCharacter => "holds a control character".to_owned(),
            };
            format!("the name of {of} {fault}")
        }
        Unfit::NoJson(error) => error.to_string(),
    }
}

fn backup(fault: &BackupFault) -> String {
    match fault {
        BackupFault::HoldsUnfinished { dir, work } => unfinished(*work, dir),
        BackupFault::NotEmpty { dir } => format!("{} is not empty.", dir.display()),
        BackupFault::RecoverInside { dir } | BackupFault::BackupInside { dir } => {
            format!("{} is inside the study itself.", dir.display())
        }
        BackupFault::NothingWhole { dir } => {
            format!("Not one entry is whole in {}.", dir.display())
        }
        BackupFault::NoBackupThere { dir } => format!(
            "{} holds something that is no backup of coreset.",
            dir.display()
        ),
        BackupFault::OtherStudy { dir, study } => {
            format!(
                "{} holds the backup of another study, {study}.",
                dir.display()
            )
        }
        BackupFault::Longer { dir, backup, study } => format!(
            "The backup in {} has {backup} entries, and this study only {study}: its tail was cut, or it was restored from an older backup.",
            dir.display()
        ),
        BackupFault::WentApart { dir, entry } => format!(
            "The backup in {} and this study went apart: entry {entry} is not the same in both.",
            dir.display()
        ),
        BackupFault::NoneFinished { dir } => {
            format!("There is no finished backup in {}.", dir.display())
        }
        BackupFault::NotWhole { dir, files } => format!(
            "The backup in {} is not whole: {} is missing or was changed.",
            dir.display(),
            files.join(", ")
        ),
        BackupFault::HeadNoHash { dir } => {
            format!("The head of the backup in {} is no hash.", dir.display())
        }
        BackupFault::HoldsStrange { dir, work, names } => {
            let work = match work {
                Work::Restore => "A restore",
                Work::Recovery => "A recovery",
            };
            format!(
                "{work} was not done in {}, and {} there is no part of it.",
                dir.display(),
                names.join(", ")
            )
        }
        BackupFault::OtherRecord {
            dir,
            entries,
            backup,
        } => format!(
            "What was restored to {} is not the record of the backup: it has {entries} entries, the backup {backup}.",
            dir.display()
        ),
        BackupFault::RestoredOtherwise { file } => {
            format!("{} was not written as it is in the backup.", file.display())
        }
        BackupFault::CopiedOtherwise { dir, after } => format!(
            "What was copied to {} is not what was read: it breaks after entry {after}.",
            dir.display()
        ),
        BackupFault::ManifestDamaged { file } => format!(
            "{} is damaged: its words do not give its check.",
            file.display()
        ),
        BackupFault::ManifestNewer { file } => {
            format!("{} was made by a newer coreset.", file.display())
        }
        BackupFault::NothingAcknowledged => {
            "The owner of the study has acknowledged nothing yet.".to_owned()
        }
        BackupFault::RecordDamaged { after } => {
            format!("The record is damaged after entry {after}, so no backup was made.")
        }
        BackupFault::NothingUnderstood => {
            "The record is empty, or this program does not understand it.".to_owned()
        }
        BackupFault::NotAStudy { dir } => {
            format!("{} holds a backup, not a study.", dir.display())
        }
    }
}

fn backup_hint(fault: &BackupFault) -> &'static str {
    match fault {
        BackupFault::HoldsUnfinished { .. } => {
            "Remove what is in it, which is a part of a backup or of a damaged study, or name another directory that is empty or not there yet."
        }
        BackupFault::NotEmpty { .. } => {
            "Name a directory that is empty or not there yet; nothing is ever written over a study."
        }
        BackupFault::RecoverInside { .. } => {
            "Name a directory beside it; the damaged one is left as it is."
        }
        BackupFault::NothingWhole { .. } => {
            "Nothing was made. Restore the newest backup: coreset restore."
        }
        BackupFault::BackupInside { .. } => {
            "Name a directory on another disk, or on another machine's."
        }
        BackupFault::NoBackupThere { .. } => {
            "Name an empty directory, or one that holds the backup so far."
        }
        BackupFault::OtherStudy { .. }
        | BackupFault::Longer { .. }
        | BackupFault::WentApart { .. } => {
            "Nothing was changed. Keep that backup, and name another directory."
        }
        BackupFault::NoneFinished { .. } => {
            "Check the path; `coreset backup` writes backup.json last."
        }
        BackupFault::NotWhole { .. } => {
            "Nothing was restored. Take another backup; `coreset recover` rescues what is left in this one."
        }
        BackupFault::HeadNoHash { .. } => "Take another backup.",
        BackupFault::HoldsStrange { .. } => {
            "Nothing was changed. Move that elsewhere and begin again, or name another directory that is empty or not there yet."
        }
        BackupFault::OtherRecord { .. } => {
            "The directory stays marked as unfinished and opens for nobody. The disk may be failing: restore to another one."
        }
        BackupFault::RestoredOtherwise { .. } => "The disk may be failing. Restore to another one.",
        BackupFault::CopiedOtherwise { .. } => {
            "The disk of the backup may be failing. Name a directory on another one."
        }
        BackupFault::ManifestDamaged { .. } => {
            "Take another backup of the study; nothing was changed in this one."
        }
        BackupFault::ManifestNewer { .. } => {
            "Use the newer coreset; this one leaves the backup as it is."
        }
        BackupFault::NothingAcknowledged => "Try again in a moment.",
        BackupFault::RecordDamaged { .. } => {
            "`coreset verify` names what is wrong. Keep the backups that there are."
        }
        BackupFault::NothingUnderstood => "Use the coreset that made the study.",
        BackupFault::NotAStudy { .. } => {
            "Restore it to a directory of its own: coreset restore BACKUP DIR."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_named_in_ranges() {
        assert_eq!(English.entry_numbers(&[(395, 395)]), "entry 395");
        let several = [(3, 3), (12, 14)];
        assert_eq!(English.entry_numbers(&several), "entries 3, 12 to 14");
        assert_eq!(English.entry_numbers(&[]), "");
    }
}
