//! Opens a study directory for its owner: verifies the record, makes the first entry, loads the protocol.
//!
//! Must give the store to nobody but the owner's thread.

use super::beside;
use super::versions::{StudyCell, Versions, version_events};
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::domain::record::own_file::OwnFile;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::study::earlier_studies::{earlier_study, earlier_study_with};
use crate::domain::study::files::{FilesFault, Found as Compared, Step, judge};
use crate::domain::study::fit;
use crate::domain::study::named_files::{own_files, shipped_files, used_files};
use crate::domain::study::shipped::SHIPPED_STUDIES;
use crate::domain::study::version::in_force::{InForce, Start, StudyFiles, in_force};
use crate::domain::study::version::recorded::{FileText, Recorded};
use crate::domain::verdict;
use crate::domain::views::overview;
use crate::domain::views::summary;
use crate::domain::views::summary::Summary;
use crate::protocol::mutex::lock;
use crate::store::{ErrorKind, OpenReport, Options, Progress, Projection, Store, StoreError};
use crate::study_directory;
use crate::text::store::Opening;
use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// An open study that no owner's thread has yet.
#[derive(Debug)]
pub struct Opened {
    pub(super) store: Store,
    /// The protocol and its forms.
    pub study: Arc<Study>,
    pub(super) versions: Versions,
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
    /// The protocol and its forms, with the files that make it; none for a study that was not read from files, of which
    /// the record keeps no version.
    pub found: Found,
    /// The same by their bytes, under their names inside the directory.
    pub own: Vec<OwnFile>,
    /// Hashes of the files that come with the program.
    pub shipped_files: Vec<String>,
    /// Hashes of the studies that came with this program and with earlier ones.
    pub shipped_studies: &'static [&'static str],
    /// Whether whoever starts it says that the study was run with these files where the record cannot tell.
    pub vouched: bool,
}

/// A study that was found.
#[derive(Clone, Debug)]
pub enum Found {
    /// Read from files, its own and those that come with the program.
    Files(StudyFiles),
    /// Made in memory.
    Made(Arc<Study>),
    /// The files cannot be read: the study goes on with those that its record keeps, if it does.
    Unread {
        /// What is wrong, as a sentence without a full stop.
        mistake: String,
        /// Stands in until the record has given the study.
        until_then: Arc<Study>,
        /// The same files without the rule for texts, which earlier programs did not have: a record that names them goes on
        /// with them. None where they cannot be read so either.
        as_kept: Option<Box<Loaded>>,
    },
}

impl Loaded {
    /// Returns a study that was made in memory: its record keeps no version.
    pub fn plain(study: Arc<Study>) -> Self {
        Self {
            found: Found::Made(study),
            own: Vec::new(),
            shipped_files: Vec::new(),
            shipped_studies: &[],
            vouched: false,
        }
    }

    /// Returns a study that was read from the files of a directory, given with their texts.
    pub fn read(dir: &Path, study: Study, files: Vec<(String, String)>) -> Self {
        let own = study_directory::inside(dir, files);
        let study = Arc::new(study);
        let files = used_files(&study, &own);
        Self {
            found: Found::Files(StudyFiles { study, files }),
            own: own_files(&own),
            shipped_files: shipped_files(),
            shipped_studies: SHIPPED_STUDIES,
            vouched: false,
        }
    }

    /// Returns a study of whose files one cannot be read.
    pub fn unread(mistake: String, until_then: Arc<Study>, as_kept: Option<Self>) -> Self {
        Self {
            found: Found::Unread {
                mistake,
                until_then: Arc::clone(&until_then),
                as_kept: as_kept.map(Box::new),
            },
            ..Self::plain(until_then)
        }
    }

    /// Returns the study that was found.
    pub fn study(&self) -> &Arc<Study> {
        match &self.found {
            Found::Files(found) => &found.study,
            Found::Made(study) => study,
            Found::Unread { until_then, .. } => until_then,
        }
    }

    /// Decides with what the study goes on.
    fn decide(&self, recorded: &Recorded) -> Result<Going, FilesFault> {
        let kept = |found| {
            let in_force = in_force(recorded, found, self.vouched);
            in_force.map_err(|why| FilesFault::Unreadable(Box::new(why)))
        };
        match &self.found {
            Found::Made(study) => {
                self.compare(recorded, Arc::clone(study), Vec::new(), Start::GoOn)
            }
            Found::Files(found) => match kept(Some(found))? {
                Some(in_force) => Ok(in_force.into()),
                None => {
                    if let Some(earlier) = self.earlier(recorded) {
                        return Ok(earlier);
                    }
                    let first = found.named();
                    let first = first.map_err(|error| FilesFault::Mistake(error.to_string()))?;
                    let (study, files) = (Arc::clone(&first.study), first.files.clone());
                    self.compare(recorded, study, files, Start::Next(first))
                }
            },
            // Whoever still sets the study up is told at once.
            Found::Unread {
                mistake, as_kept, ..
            } => {
                let of_record = match recorded.enrolled {
                    true => kept(None)?.map(Going::from),
                    false => None,
                };
                // A record of an earlier program keeps no files: those that it names go on.
                let named = as_kept.iter().filter(|_| recorded.enrolled);
                let named = named.filter_map(|as_kept| as_kept.decide(recorded).ok());
                of_record
                    .or_else(|| named.into_iter().next())
                    .ok_or_else(|| FilesFault::Mistake(mistake.clone()))
            }
        }
    }

    /// Returns how a record goes on that began as an earlier program came, or with files of the site's own that stand as they
    /// did: with the files of then, beside which those of today wait. `None` of any other record, and while nobody is enrolled.
    fn earlier(&self, recorded: &Recorded) -> Option<Going> {
        let Found::Files(found) = &self.found else {
            return None;
        };
        let named = recorded.named.as_ref()?;
        let own = named.own.as_deref().unwrap_or_default();
        if !recorded.enrolled {
            return None;
        }
        let first = match own.is_empty() && self.own.is_empty() {
            true => earlier_study(recorded)?,
            false => {
                let is_own = |file: &&FileText| self.own.contains(&file.file);
                let own: Vec<FileText> = found.files.iter().filter(is_own).cloned().collect();
                earlier_study_with(recorded, &own)?
            }
        };
        let first = first.named().ok()?;
        let mut going = Going::from(InForce {
            study: Arc::clone(&first.study),
            files: first.files.clone(),
            start: Start::Next(first),
            lost: Vec::new(),
        });
        going.waits = found.named().ok();
        Some(going)
    }

    /// Compares what was found with a record that names no version.
    fn compare(
        &self,
        recorded: &Recorded,
        study: Arc<Study>,
        files: Vec<FileText>,
        start: Start,
    ) -> Result<Going, FilesFault> {
        let step = judge(recorded, &self.compared()).map_err(FilesFault::Changed)?;
        Ok(Going {
            rescores: step.rescores(),
            shipped_changed: step == Step::RecordShipped,
            ..Going::from(InForce {
                study,
                files,
                start,
                lost: Vec::new(),
            })
        })
    }

    fn compared(&self) -> Compared<'_> {
        Compared {
            study: self.study(),
            own: &self.own,
            shipped_files: &self.shipped_files,
            shipped_studies: self.shipped_studies,
            vouched: self.vouched,
        }
    }
}

/// With what a study goes on, and what that means for what was worked out before.
#[derive(Clone, Debug)]
struct Going {
    in_force: InForce,
    rescores: bool,
    shipped_changed: bool,
    /// What waits beside the version that is recorded first.
    waits: Option<StudyFiles>,
}

impl From<InForce> for Going {
    fn from(in_force: InForce) -> Self {
        Self {
            in_force,
            rescores: false,
            shipped_changed: false,
            waits: None,
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
    prepare(dir, loaded, options, progress).map(|_| ())
}

/// A store that was opened, with what the study goes on with.
struct Prepared {
    store: Store,
    report: OpenReport,
    cell: StudyCell,
    going: Going,
}

fn prepare(
    dir: &Path,
    loaded: &Loaded,
    options: Options,
    progress: Progress<'_>,
) -> Result<Prepared, StoreError> {
    let cell = Arc::new(Mutex::new(Arc::clone(loaded.study())));
    let (summarised, judged) = (Arc::clone(&cell), Arc::clone(&cell));
    let projection = Projection {
        summarise: Box::new(move |record| summarise(&Arc::clone(&lock(&summarised)), record)),
        judge: Box::new(move |record, entry| fit::judge(&lock(&judged), record, entry)),
    };
    let decided = RefCell::new(None);
    let files = |recorded: &Recorded| {
        let going = loaded.decide(recorded)?;
        *lock(&cell) = Arc::clone(&going.in_force.study);
        let rescores = going.rescores;
        decided.replace(Some(going));
        Ok(rescores)
    };
    let (store, report) = Store::open_with_files(dir, options, projection, &files, progress)?;
    let going = match decided.into_inner() {
        Some(going) => going,
        None => {
            let going = loaded.decide(&report.recorded);
            going.map_err(|fault| StoreError::of_files(dir, fault))?
        }
    };
    Ok(Prepared {
        store,
        report,
        cell,
        going,
    })
}

/// Opens the study in a directory, made with its first entry when it is new; `program` is who the program
/// itself is in the record, and `progress` is told of a long reading.
///
/// What the record does not name of the files that the study is run with is recorded.
///
/// # Errors
/// When the directory is held by another process, damaged, read-only, full or newer than the program, or when somebody
/// is enrolled and the record cannot tell with which files: nothing is written then.
pub fn open(
    dir: &Path,
    loaded: Loaded,
    demo: bool,
    program: Assessor,
    options: Options,
    progress: Progress<'_>,
) -> Result<Opened, StoreError> {
    let Prepared {
        mut store,
        mut report,
        cell,
        going,
    } = prepare(dir, &loaded, options, progress)?;
    let InForce {
        study,
        files,
        start,
        lost,
    } = going.in_force;
    let draft = |event| Draft::new(program.clone(), event);
    let mut events = Vec::new();
    let new = store.last() == 0;
    if new {
        events.push(Event::StudyOpened {
            protocol: study.protocol.id.clone(),
            protocol_hash: study.hash.clone(),
            demo,
        });
    }
    let number = study.number;
    let found = &mut report.findings;
    let waits = match start {
        Start::GoOn => None,
        Start::Next(next) => {
            let kept = |hash: &str| report.recorded.kept.has(hash);
            events.extend(version_events(number, &next, None, kept));
            going.waits
        }
        Start::Waits(waits) => waits,
    };
    if going.shipped_changed {
        found.push(Opening::ShippedChanged);
    }
    found.extend(
        lost.into_iter()
            .map(|number| Opening::VersionLost { number }),
    );
    if waits.is_some() {
        found.push(Opening::AmendmentWaits { number });
    }
    if let Found::Unread { mistake, .. } = loaded.found {
        found.push(Opening::FilesUnread { number, mistake });
    }
    if !events.is_empty() {
        let amends = events.iter().any(|event| event.version().is_some());
        let request = match new {
            true => "study-opened".to_owned(),
            false => format!("owner-files-{}", store.last() + 1),
        };
        let appended = store.append(&request, events.into_iter().map(draft).collect());
        match appended {
            // Reading goes on where there is no room, and the next start records it.
            Err(error)
                if error.kind() == ErrorKind::Space
                    && report.recorded.enrolled
                    && !loaded.vouched => {}
            appended => drop(appended?),
        }
        if amends {
            store.summarise_all()?;
        }
    }
    let beside = beside::damaged(dir, store.users()).into_iter();
    let beside = beside.map(|damage| Opening::Beside { damage });
    report.findings.extend(beside);
    let first = store.first()?.map(|entry| entry.draft.event);
    Ok(Opened {
        store,
        study,
        versions: Versions::new(cell, &report.recorded, files, waits, loaded.shipped_files),
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
        outcome: overview::at_outcome(study, record).into(),
        ..summary::summarise(study, record, latest)
    }
}
