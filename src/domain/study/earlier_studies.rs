//! The studies that came with earlier programs, with their bytes.
//!
//! A record of an earlier program names its study by a hash alone. So the bytes of each file that came with an earlier
//! program stay here, in the folder beside this file, where what is versioned of it is another than today's. Whoever changes
//! what is versioned of a shipped file puts the old file there under the next number, with a line in `EARLIER`, and names it
//! in the lines before, which took it from today's files. The studies before the first line asked for no reasons of a change,
//! which every study has to name now: they cannot be read any more, and their records go on with today's files.

use super::named_files::{FORMS_DIRECTORY, STUDY_FILE, study_from, used_files};
use super::shipped::{SHIPPED_STUDIES, STUDY};
use super::version::in_force::StudyFiles;
use super::version::recorded::{FileText, Recorded};
use crate::domain::base::data::{DataError, DataFile};
use std::sync::Arc;

/// A study that came with an earlier program.
#[derive(Debug)]
struct Earlier {
    /// Its hash, as of [`Study::hash`](super::Study::hash).
    hash: &'static str,
    /// The files that are not today's.
    files: &'static [DataFile<'static>],
}

macro_rules! file {
    ($name:literal, $kept:literal) => {
        DataFile {
            name: $name,
            text: include_str!(concat!("earlier_studies/", $kept, ".toml")),
        }
    };
}

/// The studies whose versioned content is not today's and that can still be read, oldest first.
const EARLIER: &[Earlier] = &[
    Earlier {
        hash: "aed0499cda7a5e4d0f661ca00cf83f057352a9fc09b4bffcdfce046e40d1a169",
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("enrolment", "enrolment-1"),
            file!("medication", "medication-1"),
            file!("nct04946669.toml", "nct04946669-1"),
        ],
    },
    Earlier {
        hash: "ae56e9e2a36a952a9f24868b51cea4301197565fb2cc6801d8f2bff8e0bd5515",
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("medication", "medication-1"),
            file!("nct04946669.toml", "nct04946669-1"),
        ],
    },
    Earlier {
        hash: "1724ea28f53ab6ff9d6e77b5946b31c5f206b38898c4dd28963dacc14713db56",
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("medication", "medication-2"),
            file!("nct04946669.toml", "nct04946669-1"),
        ],
    },
    Earlier {
        hash: "8cd8640c8b141067fe96ca103c93a0e775e00db745a93870da35bbbb31316d9c",
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-2"),
            file!("medication", "medication-3"),
            file!("nct04946669.toml", "nct04946669-1"),
        ],
    },
];

/// Returns the hashes of the studies whose bytes are kept, oldest first.
pub fn kept_hashes() -> impl Iterator<Item = &'static str> {
    EARLIER.iter().map(|earlier| earlier.hash)
}

/// Returns the study that came with an earlier program and that a record names by its hash, or the first one after it that
/// asks all that the record answers: the program may have been another by then, without an entry. `None` where the record is
/// read with today's files.
pub fn earlier_study(recorded: &Recorded) -> Option<StudyFiles> {
    let named = recorded.named.as_ref()?;
    let known = |hash: &str| SHIPPED_STUDIES.iter().position(|shipped| *shipped == hash);
    let first = known(&named.protocol_hash)?;
    let mut since = EARLIER
        .iter()
        .filter(|earlier| known(earlier.hash) >= Some(first));
    // Where the named one has today's content, so have all after it.
    let is_kept = |earlier: &&Earlier| earlier.hash == named.protocol_hash;
    EARLIER.iter().find(is_kept)?;
    since.find_map(|earlier| {
        let files = earlier.read().ok()?;
        recorded.is_asked_by(&files.study).then_some(files)
    })
}

/// Returns the same of a record that names a study with files of the site's own: what came with an earlier program is found
/// by the hash of both together. `None` where it is none of these, and where a file of the site's own was changed since.
pub fn earlier_study_with(recorded: &Recorded, own: &[FileText]) -> Option<StudyFiles> {
    let named = recorded.named.as_ref()?;
    EARLIER.iter().find_map(|earlier| {
        let files = earlier.read_with(own).ok()?;
        (files.study.hash == named.protocol_hash).then_some(files)
    })
}

impl Earlier {
    /// Reads the study with all its files.
    fn read(&self) -> Result<StudyFiles, DataError> {
        self.read_with(&[])
    }

    /// Reads the study with a site's own files in place of those that came with the program.
    fn read_with(&self, own: &[FileText]) -> Result<StudyFiles, DataError> {
        let study = self.files.iter().find(|file| file.name == STUDY.name);
        let study = study.unwrap_or(&STUDY);
        let is_own = |form: &str| {
            let mut forms = own.iter().filter_map(|own| own.file.form.as_ref());
            forms.any(|own| own.as_str() == form)
        };
        let forms = self.files.iter().filter(|file| file.name != STUDY.name);
        let forms = forms.filter(|file| !is_own(file.name)).map(|file| {
            let name = format!("{FORMS_DIRECTORY}/{}.toml", file.name);
            (name, file.text.to_owned())
        });
        let first = (STUDY_FILE.to_owned(), study.text.to_owned());
        let first = Some(first).filter(|_| own.iter().all(|own| own.file.form.is_some()));
        let own = own.iter();
        let own = own.map(|own| (own.file.name.clone(), own.text.clone()));
        let files: Vec<(String, String)> = first.into_iter().chain(forms).chain(own).collect();
        let study = Arc::new(study_from(files.clone())?);
        let files = used_files(&study, &files);
        Ok(StudyFiles { study, files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::table::FORMS;
    use crate::domain::study::version::content::Content;

    #[test]
    fn every_earlier_study_is_kept_byte_by_byte_and_is_another_than_todays() {
        let today = Content::of(STUDY, FORMS).unwrap().hash();
        for earlier in EARLIER {
            let files = earlier.read().unwrap();
            assert_eq!(files.study.hash, earlier.hash);
            assert!(SHIPPED_STUDIES.contains(&earlier.hash));
            let named = files.named().unwrap();
            assert_ne!(named.study.content, today);
        }
    }
}
