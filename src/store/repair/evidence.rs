//! What coreset itself writes into a study directory, and what each of it says about a study that was there.
//!
//! A name that is not in the list here was put there by the site, such as its study file and forms, and says nothing.

use crate::store::error::{Action, StoreError, Work};
use crate::store::file_names::{JOURNAL, SLED};
use crate::store::home;
use crate::store::journal::head::{Head, SLOTS};
use crate::store::journal::place;
use crate::store::journal::place::NEW;
use crate::store::journal::walk::{segment_name, segment_number, segments};
use crate::store::regular;
use crate::text::store::{Aside, AsideKind, JournalLeft, Misfit, NoProof, RemainsKind, Sort};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file or directory that coreset writes into a study directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// `owner.lock`.
    Lock,
    /// `socket`, also on its way to its name.
    Socket,
    /// The mark of work that is not done.
    Mark(Mark),
    /// `format`, also on its way to its name.
    Format,
    /// `journal`.
    Journal,
    /// `head.a` and `head.b`.
    Head,
    /// `sled`.
    Sled,
    /// A sled that was set aside.
    OldSled,
    /// `ballast`.
    Reserve,
    /// A journal that was set aside or is being repaired.
    OldJournal,
    /// What stood behind the last entry of the journal and was cut.
    Cut(RemainsKind),
    /// A file of a journal that lies in the directory itself.
    Segment,
    /// `passphrases`, also on their way to their name.
    Passphrases,
    /// `heads.key`, also on its way to its name.
    HeadKey,
    /// `places`.
    Places,
    /// `serve.log`, also a full one.
    Log,
    /// The list beside a recovered record.
    List,
    /// A backup's own files.
    Backup,
}

/// What a part says about a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Nothing: it may be there before anything else.
    Nothing,
    /// A study was made here; on its own it does not tell whether anything was ever acknowledged.
    Made,
    /// A study was in use: it had entries.
    Used,
}

impl Part {
    /// Returns what a name stands for; `None` for one that coreset does not write.
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "owner.lock" => Self::Lock,
            "socket" | "socket.tmp" => Self::Socket,
            "format" | "format.new" => Self::Format,
            "journal" => Self::Journal,
            "head.a" | "head.b" => Self::Head,
            "sled" => Self::Sled,
            "ballast" => Self::Reserve,
            "journal.new" => Self::OldJournal,
            "passphrases" | "passphrases.new" => Self::Passphrases,
            "heads.key" | "heads.key.new" => Self::HeadKey,
            "places" => Self::Places,
            "serve.log" | "serve.log.old" => Self::Log,
            "recovered.jsonl" => Self::List,
            "backup.json" | "backup.json.new" => Self::Backup,
            _ if name.starts_with("sled.bad-") => Self::OldSled,
            _ if name.starts_with("journal.bad-") => Self::OldJournal,
            _ if segment_number(name).is_some() => Self::Segment,
            _ => {
                let mark = Mark::ALL.into_iter().find(|mark| mark.name() == name);
                let cut = || {
                    let rest = name.strip_prefix(JOURNAL)?.strip_prefix('.')?;
                    let (word, _) = rest.split_once('-')?;
                    RemainsKind::ALL
                        .into_iter()
                        .find(|kind| kind.word() == word)
                };
                return mark.map(Self::Mark).or_else(|| cut().map(Self::Cut));
            }
        })
    }

    /// Returns what it must be; `None` where anything is put right when the study is opened, or is told then.
    fn kind(self) -> Option<Sort> {
        match self {
            Self::Journal => Some(Sort::Directory),
            Self::Lock
            | Self::Mark(_)
            | Self::Format
            | Self::Head
            | Self::Reserve
            | Self::Cut(_)
            | Self::Segment
            | Self::Log
            | Self::List
            | Self::Backup => Some(Sort::File),
            Self::Socket
            | Self::Sled
            | Self::OldSled
            | Self::OldJournal
            | Self::Passphrases
            | Self::HeadKey
            | Self::Places => None,
        }
    }

    /// Says whether it shows that a study was there.
    fn says(self) -> Says {
        match self {
            // The lock is taken before anything is known, and systemd makes a socket before the first start. An
            // unfinished work is told by its mark and not as a study that was there.
            Self::Lock | Self::Socket | Self::Mark(_) => Says::Nothing,
            // What an early end left half made is set aside also in a study that is being made.
            Self::Cut(_)
            | Self::Format
            | Self::Journal
            | Self::Head
            | Self::Sled
            | Self::OldSled
            | Self::Reserve => Says::Made,
            // A server begins its log and takes users only when the first entry is on the disk; a journal is repaired
            // only for entries.
            Self::OldJournal
            | Self::Segment
            | Self::Passphrases
            | Self::HeadKey
            | Self::Places
            | Self::Log
            | Self::List
            | Self::Backup => Says::Used,
        }
    }
}

/// A file that stands in a directory for as long as a work on it is not done: made first, removed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Mark {
    /// A new study, until its first entry is acknowledged.
    New,
    /// A backup that is being restored.
    Restore,
    /// A damaged record that is being recovered.
    Recovery,
}

impl From<Work> for Mark {
    fn from(work: Work) -> Self {
        match work {
            Work::Restore => Self::Restore,
            Work::Recovery => Self::Recovery,
        }
    }
}

impl Mark {
    const ALL: [Self; 3] = [Self::New, Self::Restore, Self::Recovery];

    /// Returns the name of its file, which alone counts: what is in it is for people.
    pub(in crate::store) const fn name(self) -> &'static str {
        match self {
            Self::New => "unfinished.new",
            Self::Restore => "unfinished.restore",
            Self::Recovery => "unfinished.recover",
        }
    }

    /// Returns the words at the beginning of its file.
    pub(in crate::store) const fn words(self) -> &'static str {
        match self {
            Self::New => "coreset is making a new study here; it has no entry yet.\n",
            Self::Restore => "coreset is restoring a backup here, and it is not done.\n",
            Self::Recovery => "coreset is recovering a damaged record here, and it is not done.\n",
        }
    }

    fn path(self, dir: &Path) -> PathBuf {
        dir.join(self.name())
    }

    /// Takes the mark to the disk, before anything else is made in the directory.
    pub(in crate::store) fn make(self, dir: &Path) -> Result<(), StoreError> {
        home::write_new(&self.path(dir), self.words().as_bytes())?;
        home::sync_dir(dir)
    }

    /// Removes the mark when everything else is on the disk; it need not be there.
    pub(in crate::store) fn remove(self, dir: &Path) -> Result<(), StoreError> {
        let path = self.path(dir);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::io(Action::Remove, &path, error)),
            Ok(()) => {}
        }
        home::sync_dir(dir)
    }

    /// Returns the work that its mark refuses; a new study goes on being made instead.
    fn work(self) -> Option<Work> {
        match self {
            Self::New => None,
            Self::Restore => Some(Work::Restore),
            Self::Recovery => Some(Work::Recovery),
        }
    }
}

/// What coreset left in a directory.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Evidence {
    dir: PathBuf,
    names: BTreeSet<String>,
    parts: Vec<Part>,
    /// What is of another kind than it must be.
    wrong: BTreeSet<Misfit>,
}

impl Evidence {
    /// Looks into a directory; one that is not there holds nothing.
    pub(in crate::store) fn look(dir: &Path) -> Result<Self, StoreError> {
        let mut found = Self {
            dir: dir.to_owned(),
            ..Self::default()
        };
        let unread = |error| StoreError::io(Action::Read, dir, error);
        let items = match fs::read_dir(dir) {
            Ok(items) => items,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(unread(error)),
        };
        for item in items {
            let name = item.map_err(unread)?.file_name();
            let Some(name) = name.to_str() else {
                continue;
            };
            if let Some(part) = Part::of(name) {
                if part.says() != Says::Nothing {
                    found.names.insert(name.to_owned());
                }
                found.parts.push(part);
                found.check_kind(name, part);
            }
        }
        Ok(found)
    }

    /// Notes what is of another kind than it must be; of the journal each of its files too.
    fn check_kind(&mut self, name: &str, part: Part) {
        let path = self.dir.join(name);
        // What cannot be looked at is told by whatever reads it.
        if let (Some(must), Ok(is)) = (part.kind(), regular::kind_of(&path))
            && must != is
        {
            let name = name.to_owned();
            self.wrong.insert(Misfit { name, is, must });
        }
        if part != Part::Journal {
            return;
        }
        for (number, path) in segments(&path).unwrap_or_default() {
            let name = segment_name(number);
            if let Ok(is) = regular::kind_of(&path)
                && is != Sort::File
            {
                self.wrong.insert(Misfit {
                    name: format!("{JOURNAL}/{name}"),
                    is,
                    must: Sort::File,
                });
            }
        }
    }

    /// Refuses a directory in which something of another kind stands where coreset has its own.
    ///
    /// # Errors
    /// When it is so; nothing else was read then.
    pub(in crate::store) fn right_kinds(&self) -> Result<(), StoreError> {
        if self.wrong.is_empty() {
            return Ok(());
        }
        Err(StoreError::WrongKind {
            dir: self.dir.clone(),
            wrong: self.wrong.iter().cloned().collect(),
        })
    }

    /// Refuses a directory in which a restore or a recovery was broken off.
    ///
    /// # Errors
    /// When it was.
    pub(in crate::store) fn finished(&self) -> Result<(), StoreError> {
        let mut marks = self.parts.iter().filter_map(|part| match part {
            Part::Mark(mark) => mark.work(),
            _ => None,
        });
        match marks.next_back() {
            Some(work) => Err(StoreError::Unfinished {
                dir: self.dir.clone(),
                work,
            }),
            None => Ok(()),
        }
    }

    /// Returns what was set aside by an earlier repair and is still kept, by name.
    pub(in crate::store) fn kept_aside(&self) -> Vec<Aside> {
        let mut kept: Vec<Aside> = self
            .names
            .iter()
            .filter_map(|name| {
                let what = match Part::of(name)? {
                    Part::Cut(kind) => {
                        let bytes = self.dir.join(name).metadata().map_or(0, |meta| meta.len());
                        AsideKind::Remains { kind, bytes }
                    }
                    Part::OldJournal if name != NEW => AsideKind::Journal,
                    Part::OldSled => AsideKind::Sled,
                    _ => return None,
                };
                let name = name.clone();
                Some(Aside { name, what })
            })
            .collect();
        kept.sort();
        kept
    }

    /// Returns whether a new study is being made here.
    pub(in crate::store) fn is_being_made(&self) -> bool {
        self.parts.contains(&Part::Mark(Mark::New))
    }

    /// Returns whether nothing shows that a study was here.
    pub(in crate::store) fn is_none(&self) -> bool {
        self.names.is_empty()
    }

    /// Decides about a directory in which no entry can be proven: whether nothing was ever acknowledged there.
    ///
    /// That needs a proof too: no sign of a study at all, the mark of one that is being made, or both head slots,
    /// whole, saying so (as programs before the mark left it); and no sign that it was ever in use.
    ///
    /// # Errors
    /// When something shows that a study was there.
    pub(in crate::store) fn never_begun(&self, heads: &[Head]) -> Result<(), StoreError> {
        let slots = heads.len() == SLOTS && heads.iter().all(|head| head.tip.seq == 0);
        let proven = self.is_none() || self.is_being_made() || slots;
        let used = self.parts.iter().any(|part| part.says() == Says::Used);
        if proven && !used {
            return Ok(());
        }
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Err(StoreError::Gone {
            dir: self.dir.clone(),
            found: names.join(", "),
            missing: self.missing(heads),
        })
    }

    /// Returns what is missing of that by which an entry could be proven.
    fn missing(&self, heads: &[Head]) -> NoProof {
        let journal = match segments(&place::standing(&self.dir)) {
            Ok(files) if !files.is_empty() => JournalLeft::NoEntry,
            Ok(_) => JournalLeft::NoFile,
            Err(_) => JournalLeft::Nothing,
        };
        NoProof {
            journal,
            sled: self.dir.join(SLED).is_dir(),
            slots: heads.len(),
        }
    }
}

/// Returns whether a name in a directory is of what a restore or a recovery makes there, or the opening for its proof.
pub(in crate::store) fn is_of_unfinished(name: &str) -> bool {
    match Part::of(name) {
        Some(
            Part::Lock
            | Part::Format
            | Part::Journal
            | Part::Head
            | Part::Sled
            | Part::OldSled
            | Part::Reserve
            | Part::OldJournal
            | Part::Cut(_)
            | Part::HeadKey
            | Part::List,
        ) => true,
        Some(
            Part::Socket
            | Part::Mark(_)
            | Part::Segment
            | Part::Passphrases
            | Part::Places
            | Part::Log
            | Part::Backup,
        )
        | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::head;

    /// Every name, and what a directory with it alone is taken for.
    #[test]
    fn every_name_alone_is_decided() {
        let new = ["owner.lock", "socket", "socket.tmp", "unfinished.new"];
        let site = [
            "study.toml",
            "instruments",
            "README",
            "notes.jsonl",
            "head.c",
        ];
        let shows = [
            "format",
            "format.new",
            "journal",
            "journal.new",
            "journal.bad-20250301T090000",
            "head.a",
            "head.b",
            "sled",
            "sled.bad-20250301T090000-2",
            "ballast",
            "000001.jsonl",
            "passphrases",
            "passphrases.new",
            "places",
            "serve.log",
            "serve.log.old",
            "recovered.jsonl",
            "backup.json",
            "backup.json.new",
        ];
        let alone = |name: &str| {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join(name), "x").unwrap();
            let found = Evidence::look(dir.path()).unwrap();
            found
                .finished()
                .and_then(|()| found.never_begun(&head::read(dir.path())))
        };
        for name in new.iter().chain(&site) {
            assert!(alone(name).is_ok(), "{name}");
        }
        for name in shows {
            match alone(name) {
                Err(StoreError::Gone { found, .. }) => assert_eq!(found, name),
                other => panic!("{name}: {other:?}"),
            }
        }
        for name in ["unfinished.restore", "unfinished.recover"] {
            assert!(
                matches!(alone(name), Err(StoreError::Unfinished { .. })),
                "{name}"
            );
        }
    }

    #[test]
    fn a_mark_of_making_covers_what_making_leaves_and_nothing_of_a_study_in_use() {
        let dir = tempfile::tempdir().unwrap();
        Mark::New.make(dir.path()).unwrap();
        for name in [
            "owner.lock",
            "format.new",
            "journal",
            "sled",
            "sled.bad-1",
            "head.a",
            "ballast",
        ] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        assert!(Evidence::look(dir.path()).unwrap().never_begun(&[]).is_ok());
        fs::write(dir.path().join("passphrases"), "{}").unwrap();
        assert!(
            Evidence::look(dir.path())
                .unwrap()
                .never_begun(&[])
                .is_err()
        );
    }
}
