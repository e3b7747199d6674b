//! Opening a study directory for its owner: the record proven, the first entry made, the protocol loaded.
//!
//! Nobody but the owner's thread gets the store.

use crate::domain::entry::{Assessor, Draft};
use crate::domain::event::Event;
use crate::domain::overview;
use crate::domain::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::summary::{self, Summary};
use crate::domain::verdict;
use crate::store::{OpenReport, Options, Progress, Projection, Store, StoreError};
use std::path::Path;
use std::sync::Arc;

/// A study that is open and belongs to nobody yet.
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

/// Opens the study in a directory, made with its first entry when it is new; `program` is who the program
/// itself is in the record, and `progress` is told of a long reading.
///
/// # Errors
/// When the directory is held by another process, damaged, read-only, full or newer than the program.
pub fn open(
    dir: &Path,
    study: Arc<Study>,
    demo: bool,
    program: Assessor,
    options: Options,
    progress: Progress<'_>,
) -> Result<Opened, StoreError> {
    let summarised = Arc::clone(&study);
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&summarised, record)),
    };
    let (mut store, report) = Store::open(dir, options, projection, progress)?;
    if store.last() == 0 {
        let event = Event::StudyOpened {
            protocol: study.protocol.id.clone(),
            protocol_hash: study.hash.clone(),
            demo,
        };
        let draft = Draft::new(program.clone(), event);
        store.append("study-opened", vec![draft])?;
    }
    let first = store.first()?.map(|entry| entry.draft.event);
    Ok(Opened {
        store,
        study,
        files: Vec::new(),
        demo: matches!(
            first,
            Some(Event::StudyOpened { demo: true, .. } | Event::Recovered { demo: true, .. })
        ),
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
