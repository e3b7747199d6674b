//! A directory that is marked as unfinished while a restore or a recovery works on it, and begun anew when one was broken
//! off.
//!
//! The mark is the first file of the work and goes last, when the result is proven. It names the files of the study
//! that the work writes besides coreset's own, so that a later try knows what it may remove: nothing else is removed.

use super::evidence::{Evidence, Mark, is_of_unfinished};
use crate::store::error::{Action, StoreError, Work};
use crate::store::home;
use crate::store::home::Lock;
use crate::store::regular;
use crate::text::store::BackupFault;
use std::collections::BTreeSet;
use std::fs;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};

/// A directory in which a work may begin, looked at and not changed yet.
pub(in crate::store) struct Target {
    dir: PathBuf,
    mark: Mark,
    /// Files of the study that the work writes or wrote.
    listed: BTreeSet<String>,
    /// What an earlier try left, but for the mark.
    left: Vec<PathBuf>,
    /// Whether the mark of an earlier try is there.
    marked: bool,
}

/// A work on a directory that is marked as unfinished, for as long as [`Unfinished::done`] is not called.
#[derive(Debug)]
pub(in crate::store) struct Unfinished {
    dir: PathBuf,
    mark: Mark,
    /// The mark, locked: nobody else works there meanwhile.
    _lock: Lock,
}

impl Target {
    /// Looks at a directory for a work that writes the study's `files`; changes nothing.
    ///
    /// # Errors
    /// When the directory holds anything but what the same work left there before it was done.
    pub(in crate::store) fn look<'a>(
        dir: &Path,
        work: Work,
        files: impl Iterator<Item = &'a str>,
    ) -> Result<Self, StoreError> {
        let unread = |error| StoreError::io(Action::Read, dir, error);
        let mark = Mark::from(work);
        let mut target = Self {
            dir: dir.to_owned(),
            mark,
            listed: files.map(str::to_owned).collect(),
            left: Vec::new(),
            marked: false,
        };
        let items = match fs::read_dir(dir) {
            Ok(items) => items,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(target),
            Err(error) => return Err(unread(error)),
        };
        let items: Vec<PathBuf> = items
            .map(|item| item.map(|item| item.path()))
            .collect::<io::Result<_>>()
            .map_err(unread)?;
        if items.is_empty() {
            return Ok(target);
        }
        let path = dir.join(mark.name());
        target.marked = items.contains(&path);
        if !target.marked {
            return Err(target.not_empty());
        }
        target.listed.extend(listed(&path));
        if home::is_owned(dir) {
            return Err(StoreError::Busy {
                dir: dir.to_owned(),
                pid: None,
            });
        }
        let mut strange = Vec::new();
        for path in items {
            target.sort(&path, &mut strange).map_err(unread)?;
        }
        match strange.is_empty() {
            true => Ok(target),
            false => Err(StoreError::Backup {
                fault: BackupFault::HoldsStrange {
                    dir: dir.to_owned(),
                    work,
                    names: strange,
                },
            }),
        }
    }

    /// Decides whether an item is of the earlier try.
    fn sort(&mut self, path: &Path, strange: &mut Vec<String>) -> io::Result<()> {
        let name = path
            .strip_prefix(&self.dir)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned();
        if name == self.mark.name() {
            return Ok(());
        }
        if is_of_unfinished(&name) || self.listed.contains(&name) {
            self.left.push(path.to_owned());
            return Ok(());
        }
        let within = format!("{name}/");
        let is_dir = path.symlink_metadata()?.is_dir();
        if !is_dir || !self.listed.iter().any(|file| file.starts_with(&within)) {
            strange.push(name);
            return Ok(());
        }
        for item in fs::read_dir(path)? {
            self.sort(&item?.path(), strange)?;
        }
        Ok(())
    }

    fn not_empty(&self) -> StoreError {
        let found = Evidence::look(&self.dir).and_then(|found| found.finished());
        let fault = match found {
            Err(StoreError::Unfinished { dir, work }) => BackupFault::HoldsUnfinished { dir, work },
            Ok(()) | Err(_) => BackupFault::NotEmpty {
                dir: self.dir.clone(),
            },
        };
        StoreError::Backup { fault }
    }

    /// Returns whether an earlier try is begun anew.
    pub(in crate::store) fn is_anew(&self) -> bool {
        self.marked
    }

    /// Makes the directory and its mark, and removes what an earlier try left.
    ///
    /// # Errors
    /// When another process works there, or the disk refuses.
    pub(in crate::store) fn begin(self) -> Result<Unfinished, StoreError> {
        home::make_dir(&self.dir)?;
        let path = self.dir.join(self.mark.name());
        let unwritten = |error| StoreError::io(Action::Write, &path, error);
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&path)
            .map_err(unwritten)?;
        let mut lock = match Lock::take(file) {
            Ok(lock) => lock,
            Err((_, rustix::io::Errno::WOULDBLOCK)) => {
                return Err(StoreError::Busy {
                    dir: self.dir,
                    pid: None,
                });
            }
            Err((_, error)) => return Err(unwritten(error.into())),
        };
        let known = listed(&path);
        let mut words = match self.marked {
            // What an early end left of it may have no end of its last line.
            true => "\n".to_owned(),
            false => self.mark.words().to_owned(),
        };
        for name in self.listed.difference(&known) {
            words += &format!("{name}\n");
        }
        let file = lock.file();
        file.write_all(words.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(unwritten)?;
        home::sync_dir(&self.dir)?;
        for left in &self.left {
            let is_dir = left.symlink_metadata().is_ok_and(|meta| meta.is_dir());
            let removed = match is_dir {
                true => fs::remove_dir_all(left),
                false => fs::remove_file(left),
            };
            removed.map_err(|error| StoreError::io(Action::Remove, left, error))?;
        }
        home::sync_dir(&self.dir)?;
        Ok(Unfinished {
            dir: self.dir,
            mark: self.mark,
            _lock: lock,
        })
    }
}

impl Unfinished {
    /// Takes the mark away: the work is done, and what came of it is proven.
    pub(in crate::store) fn done(self) -> Result<(), StoreError> {
        self.mark.remove(&self.dir)
    }

    /// Returns the directory.
    pub(in crate::store) fn dir(&self) -> &Path {
        &self.dir
    }
}

/// Returns the files that a mark names; one that leads out of the directory is none.
fn listed(mark: &Path) -> BTreeSet<String> {
    let text = regular::read(mark).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let names = text.lines().filter(|line| is_inside(line));
    names.map(str::to_owned).collect()
}

/// Returns whether a path leads nowhere but into its directory.
pub(in crate::store) fn is_inside(path: &str) -> bool {
    let path = PathBuf::from(path);
    path.components().next().is_some()
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
}
