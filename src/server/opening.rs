//! Opens a study directory for its owner: verifies the record, makes the first entry, loads the protocol.
//!
//! Must give the store to nobody but the owner's thread.

use super::beside;
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::domain::record::own_file::OwnFile;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::study::files::{ChangedFiles, Found, Recorded, Step, judge};
use crate::domain::verdict;
use crate::domain::views::overview;
use crate::domain::views::summary;
use crate::domain::views::summary::Summary;
use crate::store::{ErrorKind, OpenReport, Options, Progress, Projection, Store, StoreError};
use crate::text::store::Opening;
use std::path::Path;
use std::sync::Arc;

/// An open study that no owner's thread has yet.
#[derive(Debug)]
pub struct Opened {
    pub(super) store: Store,
    /// The protocol and its forms.
    pub study: Arc<Study>,
    /// The study's own files by name, with their texts; empty when it is the one that comes with the program.
    pub files: Vec<(String, String)>,
    /// Synthetic participants only.
    pub demo: bool,
    /// What was found.
    pub report: OpenReport,
    /// Who the program itself is in the record.
    pub(super) program: Assessor,
}

/// A study as it was loaded from its directory.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The protocol and its forms.
    pub study: Arc<Study>,
    /// The study's own files by name, with their texts; empty when it is the one that comes with the program.
    pub files: Vec<(String, String)>,
    /// The same by their bytes, under their names inside the directory.
    pub own: Vec<OwnFile>,
    /// Hashes of the files that come with the program.
    pub shipped_files: Vec<String>,
    /// Hashes of the studies that came with this program and with earlier ones.
    pub shipped_studies: &'static [&'static str],
    /// Whether whoever starts it says that a record which lists no files was run with these.
    pub vouched: bool,
}

impl Loaded {
    /// Returns a study without files of its own.
    pub fn plain(study: Arc<Study>) -> Self {
        Self {
            study,
            files: Vec::new(),
            own: Vec::new(),
            shipped_files: Vec::new(),
            shipped_studies: &[],
            vouched: false,
        }
    }

    fn judge(&self, recorded: &Recorded) -> Result<Step, Box<ChangedFiles>> {
        let found = Found {
            study: &self.study,
            own: &self.own,
            shipped_files: &self.shipped_files,
            shipped_studies: self.shipped_studies,
            vouched: self.vouched,
        };
        judge(recorded, &found)
    }

    fn recorded(&self) -> Event {
        Event::FilesRecorded {
            protocol: self.study.protocol.id.clone(),
            protocol_hash: self.study.hash.clone(),
            files: self.own.clone(),
        }
    }
}

/// Opens the study in a directory for its proof only, as after a restore: the sessions are built, and no entry is
/// written.
///
/// # Errors
/// As for opening.
pub fn prove(
    dir: &Path,
    loaded: &Loaded,
    options: Options,
    progress: Progress<'_>,
) -> Result<(), StoreError> {
    store(dir, loaded, options, progress).map(|_| ())
}

fn store(
    dir: &Path,
    loaded: &Loaded,
    options: Options,
    progress: Progress<'_>,
) -> Result<(Store, OpenReport), StoreError> {
    let summarised = Arc::clone(&loaded.study);
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&summarised, record)),
    };
    let files = |recorded: &Recorded| loaded.judge(recorded).map(Step::rescores);
    Store::open_with_files(dir, options, projection, &files, progress)
}

/// Opens the study in a directory, made with its first entry when it is new; `program` is who the program
/// itself is in the record, and `progress` is told of a long reading.
///
/// What the record does not name of the files that the study is run with is recorded.
///
/// # Errors
/// When the directory is held by another process, damaged, read-only, full or newer than the program, or when somebody
/// is enrolled and the files are not those that the record names: nothing is written then.
pub fn open(
    dir: &Path,
    loaded: Loaded,
    demo: bool,
    program: Assessor,
    options: Options,
    progress: Progress<'_>,
) -> Result<Opened, StoreError> {
    let (mut store, mut report) = store(dir, &loaded, options, progress)?;
    let draft = |event| Draft::new(program.clone(), event);
    if store.last() == 0 {
        let mut drafts = vec![draft(Event::StudyOpened {
            protocol: loaded.study.protocol.id.clone(),
            protocol_hash: loaded.study.hash.clone(),
            demo,
        })];
        if !loaded.own.is_empty() {
            drafts.push(draft(loaded.recorded()));
        }
        store.append("study-opened", drafts)?;
    } else {
        // Judged before already, or it would not be open.
        let step = loaded.judge(&report.recorded);
        let step = step.map_err(|changed| StoreError::FilesChanged {
            dir: dir.to_owned(),
            changed,
        })?;
        if step == Step::RecordShipped {
            report.findings.push(Opening::ShippedChanged);
        }
        if step != Step::GoOn {
            let request = format!("owner-files-{}", store.last() + 1);
            let appended = store.append(&request, vec![draft(loaded.recorded())]);
            match appended {
                // Reading goes on where there is no room, and the next start records it.
                Err(error)
                    if error.kind() == ErrorKind::Space
                        && report.recorded.enrolled
                        && !loaded.vouched => {}
                appended => drop(appended?),
            }
        }
    }
    let beside = beside::damaged(dir, store.users()).into_iter();
    let beside = beside.map(|damage| Opening::Beside { damage });
    report.findings.extend(beside);
    let first = store.first()?.map(|entry| entry.draft.event);
    Ok(Opened {
        store,
        study: loaded.study,
        files: loaded.files,
        demo: first.is_some_and(|event| event.marks_demo()),
        report,
        program,
    })
}

impl Opened {
    /// Appends what the program itself did, such as making synthetic participants; with one sync.
    ///
    /// # Errors
    /// As for any append; nothing of the request is stored then.
    pub fn append(&mut self, request: &str, events: Vec<Event>) -> Result<(), StoreError> {
        let drafts = events
            .into_iter()
            .map(|event| Draft::new(self.program.clone(), event));
        self.store.append(request, drafts.collect()).map(|_| ())
    }

    /// Returns whether nobody is enrolled.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_empty(&mut self) -> Result<bool, StoreError> {
        Ok(self.store.participants()?.is_empty())
    }
}

/// Returns a participant's summary with the latest verdict and that of the outcome visit.
pub fn summarise(study: &Study, record: &ParticipantRecord) -> Summary {
    let latest = verdict::summary_verdict(study, record);
    Summary {
        outcome: overview::at_outcome(study, record),
        ..summary::summarise(study, record, latest)
    }
}
