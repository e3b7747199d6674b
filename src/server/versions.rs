//! The versions of an open study: what the record keeps of them, what clients are sent, and what waits to be accepted.
//!
//! Decides nothing about the record: which version is in force is decided in `domain::study::version`, who may amend in
//! `domain::rules`.

use crate::domain::record::amendment::Acceptance;
use crate::domain::record::event::Event;
use crate::domain::study::Study;
use crate::domain::study::named_files::{study_from, used_files};
use crate::domain::study::version::change::Change;
use crate::domain::study::version::difference::difference;
use crate::domain::study::version::earlier::Earlier;
use crate::domain::study::version::in_force::{StudyFiles, amended};
use crate::domain::study::version::kept::keep;
use crate::domain::study::version::recorded::{FileText, NamedVersion, Recorded};
use crate::protocol::messages::{EarlierFiles, SentStudy};
use crate::protocol::mutex::lock;
use crate::study_directory::{LoadError, inside, study_files};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// The version in force, as those who summarise read it; an amendment puts another in its place.
pub(super) type StudyCell = Arc<Mutex<Arc<Study>>>;

/// The versions of an open study.
#[derive(Debug)]
pub(super) struct Versions {
    /// Where the version in force is read from.
    cell: StudyCell,
    /// Hashes of the files that the record keeps.
    kept: BTreeSet<String>,
    /// Hashes of the files that come with the program, which no client is sent.
    shipped: Vec<String>,
    /// The files of the version in force.
    files: Vec<FileText>,
    /// The files of the versions before it that do not come with the program, by their numbers.
    earlier: BTreeMap<u32, Vec<(String, String)>>,
    /// What was found in the directory and is not in force.
    waits: Option<StudyFiles>,
}

impl Versions {
    /// Gathers the versions of a study that was opened with this version in force.
    pub(super) fn new(
        cell: StudyCell,
        recorded: &Recorded,
        files: Vec<FileText>,
        waits: Option<StudyFiles>,
        shipped: Vec<String>,
    ) -> Self {
        let named = recorded.versions.iter();
        let earlier =
            named.filter_map(|named| Some((named.number, sent(&shipped, &recorded.texts(named)?))));
        let kept = files.iter().map(|file| file.file.hash.clone());
        let all = recorded.versions.iter().flat_map(|named| &named.files);
        let all = all.filter(|file| recorded.kept.has(&file.hash));
        Self {
            earlier: earlier.collect(),
            kept: kept.chain(all.map(|file| file.hash.clone())).collect(),
            cell,
            shipped,
            files,
            waits,
        }
    }

    /// Returns the study as clients are sent it.
    pub(super) fn sent(&self) -> SentStudy {
        let study = lock(&self.cell);
        SentStudy {
            files: sent(&self.shipped, &self.files),
            names: study.own_names.clone(),
            protocol_hash: study.hash.clone(),
            content: study.content.clone(),
            version: study.number,
            earlier: study
                .earlier
                .iter()
                .map(|one| self.sent_earlier(one))
                .collect(),
            amendment_waits: self.waits.is_some(),
        }
    }

    fn sent_earlier(&self, earlier: &Earlier) -> EarlierFiles {
        let study = &earlier.study;
        EarlierFiles {
            number: study.number,
            until: earlier.until,
            next_from: earlier.next_from,
            reconsent: earlier.reconsent,
            files: self.earlier.get(&study.number).cloned().unwrap_or_default(),
            protocol_hash: study.hash.clone(),
            content: study.content.clone(),
        }
    }

    /// Reads the directory again: what differs there from the version in force waits, and nothing else does.
    ///
    /// # Errors
    /// A file that cannot be read, or the first mistake in one.
    pub(super) fn look(&mut self, dir: &Path) -> Result<(), LoadError> {
        if self.files.is_empty() {
            return Ok(());
        }
        let own = inside(dir, study_files(dir)?);
        let study = Arc::new(study_from(own.clone())?);
        let files = used_files(&study, &own);
        let found = StudyFiles { study, files }.named()?;
        let in_force = StudyFiles {
            study: Arc::clone(&lock(&self.cell)),
            files: self.files.clone(),
        };
        let changed = found.study.content != in_force.content()?.hash();
        self.waits = changed.then_some(found);
        Ok(())
    }

    /// Returns what waits to be accepted.
    pub(super) fn waits(&self) -> Option<&StudyFiles> {
        self.waits.as_ref()
    }

    /// Returns what differs in what waits; nothing where none does.
    pub(super) fn changes(&self) -> Vec<Change> {
        let Some(waits) = &self.waits else {
            return Vec::new();
        };
        let in_force = StudyFiles {
            study: Arc::clone(&lock(&self.cell)),
            files: self.files.clone(),
        };
        // Both were read before.
        let (Ok(old), Ok(new)) = (in_force.content(), waits.content()) else {
            return Vec::new();
        };
        difference(&old, &new)
    }

    /// Returns the events by which what waits becomes the next version.
    pub(super) fn amendment(&self, acceptance: Acceptance) -> Option<Vec<Event>> {
        let waits = self.waits.as_ref()?;
        let number = lock(&self.cell).number + 1;
        Some(version_events(number, waits, Some(acceptance), |hash| {
            self.kept.contains(hash)
        }))
    }

    /// Puts what waited in force, once the entry that says so is stored; returns it.
    pub(super) fn amended(&mut self, by: &NamedVersion) -> Option<Arc<Study>> {
        let next = self.waits.take()?;
        let before = Arc::clone(&lock(&self.cell));
        let files = sent(&self.shipped, &self.files);
        self.earlier.insert(before.number, files);
        let study = amended(&before, &next, by);
        *lock(&self.cell) = Arc::clone(&study);
        let hashes = next.files.iter().map(|file| file.file.hash.clone());
        self.kept.extend(hashes);
        self.files = next.files;
        Some(study)
    }
}

fn sent(shipped: &[String], files: &[FileText]) -> Vec<(String, String)> {
    let own = files
        .iter()
        .filter(|file| !shipped.contains(&file.file.hash));
    own.map(|file| (file.file.name.clone(), file.text.clone()))
        .collect()
}

/// Returns the events that name a version, after those that keep its files; `is_kept` says of a hash whether the record
/// has its text.
pub(super) fn version_events(
    number: u32,
    files: &StudyFiles,
    accepted: Option<Acceptance>,
    is_kept: impl Fn(&str) -> bool,
) -> Vec<Event> {
    let mut seen = BTreeSet::new();
    let new = files.files.iter().filter(|file| {
        let hash = file.file.hash.as_str();
        !is_kept(hash) && seen.insert(hash)
    });
    let mut events: Vec<Event> = new
        .flat_map(|file| keep(&file.file.name, &file.text))
        .collect();
    events.push(Event::Amended {
        version: number,
        content: files.study.content.clone(),
        protocol: files.study.protocol.id.clone(),
        protocol_hash: files.study.hash.clone(),
        files: files.files.iter().map(|file| file.file.clone()).collect(),
        accepted,
    });
    events
}
