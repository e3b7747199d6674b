//! Makes the study of what a server has sent of it.

use super::messages::{EarlierFiles, SentStudy};
use crate::domain::study::Study;
use crate::domain::study::named_files::study_from;
use crate::domain::study::version::earlier::Earlier;
use std::sync::Arc;

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
            ..study
        };
        Some(study).filter(|study| study.hash == self.protocol_hash)
    }
}

fn read(files: &[(String, String)]) -> Option<Study> {
    study_from(files.iter().cloned()).ok()
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
    };
    Some(found).filter(|found| found.study.hash == sent.protocol_hash)
}
