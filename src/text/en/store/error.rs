//! Why the store refuses or fails, in English, and what to do.

use super::backup;
use crate::domain::study::version::in_force::Unreadable;
use crate::text::English;
use crate::text::commands::reach::Reach as _;
use crate::text::store::{
    Action, ClosedBy, JournalLeft, Misfit, NameFault, NameOf, NoProof, Sort, Store as _,
    StoreError, Unfit, Work,
};

pub(super) fn error(error: &StoreError) -> String {
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
        StoreError::Unfinished { dir, work } => backup::unfinished(*work, dir),
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
            English.entry_numbers(entries)
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
        StoreError::Unreadable { seq, .. } => {
            format!("Entry {seq} of the journal is whole, but this program does not understand it.")
        }
        StoreError::LargePart { file, line, seq } => format!(
            "Entry {seq} of the journal ({}, line {line}) keeps a part of a study file that is larger than any that coreset writes.",
            file.display()
        ),
        StoreError::FilesChanged { dir, changed } => {
            format!("The study in {} was not opened: {changed}.", dir.display())
        }
        StoreError::VersionUnreadable { dir, why } => {
            let why = match &**why {
                Unreadable::Lost { number } => {
                    format!("its record has lost the files of version {number}")
                }
                Unreadable::Mistake { number, error } => {
                    format!("this program does not read version {number} in its record: {error}")
                }
            };
            format!("The study in {} was not opened: {why}.", dir.display())
        }
        StoreError::FilesUnread { mistake } => mistake.clone(),
        StoreError::NoSpace { free, floor } => format!(
            "Not saved: {} MiB are free on the disk and {} MiB must stay free.",
            free >> 20,
            floor >> 20
        ),
        StoreError::Full {
            reserve_freed: true,
        } => "The disk is full; the reserve was given back to it.".to_owned(),
        StoreError::Full {
            reserve_freed: false,
        } => "The disk is full.".to_owned(),
        StoreError::Closed { why } => format!(
            "The study takes no more entries until it is opened again: {}",
            closed_by(why)
        ),
        StoreError::Sessions { why } => {
            format!("The sessions cannot be read: {}.", English.unsound(why))
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
        StoreError::Backup { fault } => backup::fault(fault),
        StoreError::Io {
            action,
            path,
            source,
        } => format!("Cannot {} {}: {source}.", verb(*action), path.display()),
    }
}

pub(super) fn hint(error: &StoreError) -> &'static str {
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
        StoreError::Damaged { .. }
        | StoreError::Short { .. }
        | StoreError::LargePart { .. }
        | StoreError::Replaced { .. } => {
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
        StoreError::VersionUnreadable { why, .. } => match &**why {
            Unreadable::Lost { .. } => {
                "Nothing was written. If the study was run with the files in its directory, record that once: `coreset serve --record-files`."
            }
            Unreadable::Mistake { .. } => {
                "Nothing was written. Use the coreset that this study was run with, or a newer one."
            }
        },
        StoreError::FilesUnread { .. } => English.correct_study_file(),
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
        StoreError::Backup { fault } => backup::hint(fault),
        StoreError::Io { .. } => "Put right what the system reports, then open the study again.",
    }
}

fn closed_by(why: &ClosedBy) -> String {
    let why = match why {
        ClosedBy::Earlier(error) => return self::error(error),
        ClosedBy::NotWritten => "the journal could not be written",
        ClosedBy::RefusedBefore => "the same request was refused",
        ClosedBy::NothingToSave => "there is nothing to save",
    };
    why.to_owned()
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
