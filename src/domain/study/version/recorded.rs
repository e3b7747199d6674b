//! What the record says about the files of its study: which it named, which versions, and the texts that it keeps.
//!
//! Only gathers; whether the study may go on with what was found is judged in `files`.

use super::kept::KeptTexts;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::record::amendment::Acceptance;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::own_file::OwnFile;
use crate::domain::record::rows;
use crate::domain::study::Study;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// A file of a study with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// Its name, its form and the hash of its text.
    pub file: OwnFile,
    /// Its text.
    pub text: String,
}

/// The files that the record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Hash of the study, as of [`Study::hash`](crate::domain::study::Study::hash).
    pub protocol_hash: String,
    /// The site's own files; none when the entry is the one that began the study, which does not list them.
    pub own: Option<Vec<OwnFile>>,
    /// Number of the entry.
    pub seq: u64,
    /// When it was stored.
    pub at: DateTime<FixedOffset>,
}

/// A version of the study that the record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedVersion {
    /// Its number, from 1.
    pub number: u32,
    /// BLAKE3 of what is versioned of its files, in hex.
    pub content: String,
    /// Hash of the study, as of [`Study::hash`](crate::domain::study::Study::hash).
    pub protocol_hash: String,
    /// The study file and every form that it uses.
    pub files: Vec<OwnFile>,
    /// How it was accepted, where somebody had to.
    pub accepted: Option<Acceptance>,
    /// Number of the entry.
    pub seq: u64,
    /// The day on which it was stored, where it was.
    pub on: NaiveDate,
}

impl NamedVersion {
    /// Returns the first day of which a consent is one to this version, where participants have to consent again.
    pub fn reconsent(&self) -> Option<NaiveDate> {
        let accepted = self.accepted.as_ref()?;
        accepted.reconsent.then(|| accepted.from.min(self.on))
    }
}

/// What the record says about the files of its study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The files that it named last; none in a record whose beginning is lost.
    pub named: Option<Named>,
    /// Whether anybody is enrolled.
    pub enrolled: bool,
    /// The versions that it named, oldest first; none in a record of an earlier program.
    pub versions: Vec<NamedVersion>,
    /// The texts of their files.
    pub kept: KeptTexts,
    /// The visit, form and field of every answer; of a row of a log without its number.
    pub answered: BTreeSet<(VisitId, FormId, FieldId)>,
    /// Number of the first entry with a part of a file that is larger than any that is ever kept.
    pub large_part: Option<u64>,
    /// Up to this entry the record was rescued with gaps: an entry that named other files may be lost.
    gaps_until: u64,
}

impl Recorded {
    /// Applies an entry; entries come in their order.
    pub fn apply(&mut self, entry: &Entry) {
        let mut name = |protocol_hash: &str, own: Option<&[OwnFile]>| {
            self.named = Some(Named {
                protocol_hash: protocol_hash.to_owned(),
                own: own.map(<[OwnFile]>::to_vec),
                seq: entry.seq,
                at: entry.recorded_at,
            });
        };
        match &entry.draft.event {
            Event::StudyOpened { protocol_hash, .. } if protocol_hash.is_empty() => {}
            Event::StudyOpened { protocol_hash, .. } => name(protocol_hash, None),
            Event::FilesRecorded {
                protocol_hash,
                files,
                ..
            } => name(protocol_hash, Some(files)),
            Event::Enrolled { .. } => self.enrolled = true,
            Event::Recovered { rescued, lost, .. } => {
                if !lost.is_empty() {
                    self.gaps_until = rescued.saturating_add(1);
                }
            }
            Event::FileKept {
                name: _,
                hash,
                part,
                parts,
                text,
            } => {
                if !self.kept.take(hash, *part, *parts, text) {
                    self.large_part.get_or_insert(entry.seq);
                }
            }
            Event::Amended {
                version,
                content,
                protocol: _,
                protocol_hash,
                files,
                accepted,
            } => self.versions.push(NamedVersion {
                number: *version,
                content: content.clone(),
                protocol_hash: protocol_hash.clone(),
                files: files.clone(),
                accepted: accepted.clone(),
                seq: entry.seq,
                on: entry.recorded_at.date_naive(),
            }),
            Event::Answered { .. } | Event::Filled { .. } => self.answered(&entry.draft.event),
            Event::StatusChanged { .. }
            | Event::EnrolmentCorrected { .. }
            | Event::SessionBegun { .. }
            | Event::SessionDated { .. }
            | Event::SessionVoided { .. }
            | Event::UnscheduledBegun { .. }
            | Event::FormMoved { .. }
            | Event::ConsentRenewed { .. }
            | Event::DeviationJudged { .. }
            | Event::Cleared { .. }
            | Event::Noted { .. }
            | Event::Prompted { .. }
            | Event::Shown { .. }
            | Event::Completed { .. }
            | Event::FormLeft { .. }
            | Event::Signed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::UserRoles { .. }
            | Event::UserNamed { .. }
            | Event::UserDisabled { .. }
            | Event::UserEnabled { .. }
            | Event::PassphraseSet { .. }
            | Event::PassphraseCleared { .. }
            | Event::PassphraseWrong { .. }
            | Event::PassphraseRight { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. } => {}
        }
    }

    /// Gathers what is answered, while the record names no version.
    fn answered(&mut self, event: &Event) {
        if !self.versions.is_empty() {
            return;
        }
        for FieldPath {
            visit, form, field, ..
        } in event.answers()
        {
            let form = FormId::new(rows::form_of(form.as_str()));
            self.answered.insert((visit, form, field));
        }
    }

    /// Returns whether a study asks all that was answered, where it was answered.
    pub fn is_asked_by(&self, study: &Study) -> bool {
        self.answered.iter().all(|(visit, form, field)| {
            let asks = match study.visit(visit.as_str()) {
                Some(planned) => planned.forms.contains(form),
                None => visit.as_str() == rows::SESSION,
            };
            let known = study.instruments.get(form);
            asks && known.is_some_and(|form| form.field(field.as_str()).is_some())
        })
    }

    /// Returns the version that is in force.
    pub fn in_force(&self) -> Option<&NamedVersion> {
        self.versions.last()
    }

    /// Returns the texts of a version's files; none when the record lacks one of them.
    pub fn texts(&self, version: &NamedVersion) -> Option<Vec<FileText>> {
        let texts = version.files.iter().map(|file| {
            let text = self.kept.text(&file.hash)?;
            Some(FileText {
                file: file.clone(),
                text,
            })
        });
        texts.collect()
    }

    /// Returns whether the record was rescued with gaps.
    pub(in crate::domain::study) fn has_gaps(&self) -> bool {
        self.gaps_until > 0
    }

    /// Returns whether an entry behind this one may be lost.
    pub(in crate::domain::study) fn may_lack_after(&self, seq: u64) -> bool {
        seq <= self.gaps_until
    }
}
