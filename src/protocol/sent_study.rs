//! The study as a server sends it, with what waits to be its next version, and the study that a client makes of that.

use crate::domain::record::amendment::Acceptance;
use crate::domain::rules::Refusal;
use crate::domain::study::Study;
use crate::domain::study::named_files::kept_study_from;
use crate::domain::study::version::change::Change;
use crate::domain::study::version::earlier::Earlier;
use crate::protocol::messages::form::refused_if_any;
use crate::text::amendment::Waiting;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The study as a client is sent it: what does not come with the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentStudy {
    /// Names and texts of its files that do not come with the program.
    pub files: Vec<(String, String)>,
    /// Names and texts of the site's own files of names.
    pub names: Vec<(String, String)>,
    /// BLAKE3 of the study, in hex.
    pub protocol_hash: String,
    /// Hash of what is versioned of its files; empty in a study that was not read from files.
    pub content: String,
    /// Which version of the study it is, from 1.
    pub version: u32,
    /// The versions before it, oldest first.
    pub earlier: Vec<EarlierFiles>,
    /// Whether changed files wait to be accepted as the next version.
    pub amendment_waits: bool,
}

/// A version of the study before the one in force, and the files that do not come with the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierFiles {
    /// Number of the version, from 1.
    pub number: u32,
    /// Number of the entry by which the next version came into force.
    pub until: u64,
    /// From which day of a visit on the next version holds; none when nobody had to accept it.
    pub next_from: Option<NaiveDate>,
    /// The first day of which a consent is one to the next version, where participants have to consent again to it.
    pub reconsent: Option<NaiveDate>,
    /// Names and texts of its files that do not come with the program.
    pub files: Vec<(String, String)>,
    /// BLAKE3 of the study, in hex.
    pub protocol_hash: String,
    /// Hash of what is versioned of its files.
    pub content: String,
}

/// Changed files of a study that wait to be accepted as its next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// Number that the version gets.
    pub number: u32,
    /// Hash of what is versioned of its files.
    pub content: String,
    /// What it changes, in the order in which somebody reads a study.
    pub changes: Vec<Change>,
    /// How many visits were begun of which a form or the visit itself changes; they stay under the version that they were
    /// begun under.
    pub sessions: usize,
    /// How many of them are signed.
    pub signed: usize,
    /// How many rows were begun of logs that change, and forms beside the visits.
    pub rows: usize,
    /// Why nobody can accept it, whatever they say.
    #[serde(with = "refused_if_any")]
    pub refused: Option<Refusal>,
}

impl From<&Amendment> for Waiting {
    fn from(amendment: &Amendment) -> Self {
        Self {
            number: amendment.number,
            sessions: amendment.sessions,
            signed: amendment.signed,
            rows: amendment.rows,
        }
    }
}

/// A request to accept an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amend {
    /// Id of the request, as of an append.
    pub request: String,
    /// Hash of what is versioned of the files, as the user saw the difference.
    pub content: String,
    /// What they say.
    pub acceptance: Acceptance,
    /// Whether they were asked about a day that lies in the past, and mean it.
    pub past: bool,
}

impl SentStudy {
    /// Returns the study with the versions before it; none when a file cannot be read or the study is another one than
    /// the server has, as where the two programs differ. `embedded` is the study that comes with the program.
    pub fn study(&self, embedded: impl FnOnce() -> Option<Study>) -> Option<Study> {
        let study = match self.files.is_empty() {
            true => embedded()?,
            false => read(&self.files)?,
        };
        let mut earlier = Vec::new();
        for sent in &self.earlier {
            earlier.push(read_earlier(sent, &earlier)?);
        }
        let study = Study {
            content: self.content.clone(),
            number: self.version,
            earlier,
            own_names: self.names.clone(),
            ..study
        };
        Some(study).filter(|study| study.hash == self.protocol_hash)
    }
}

fn read(files: &[(String, String)]) -> Option<Study> {
    kept_study_from(files.iter().cloned()).ok()
}

fn read_earlier(sent: &EarlierFiles, before: &[Earlier]) -> Option<Earlier> {
    let study = Study {
        content: sent.content.clone(),
        number: sent.number,
        earlier: before.to_vec(),
        ..read(&sent.files)?
    };
    let found = Earlier {
        study: Arc::new(study),
        until: sent.until,
        next_from: sent.next_from,
        reconsent: sent.reconsent,
    };
    Some(found).filter(|found| found.study.hash == sent.protocol_hash)
}
