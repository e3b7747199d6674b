//! The studies that came with earlier programs, with their bytes.
//!
//! A record of an earlier program names its study by a hash alone. So the bytes of each file that came with an earlier
//! program stay here, in the folder beside this file, where what is versioned of it is another than today's. Whoever changes
//! what is versioned of a shipped file puts the old file there under the next number, with a line in `EARLIER`, and names it
//! in the lines before, which took it from today's files. The first studies asked for no reasons of a change or of a late entry,
//! which every study has to name now: `reasons.toml` stands behind their study file in the version that is recorded.

use super::assemble::hash;
use super::named_files::{FORMS_DIRECTORY, STUDY_FILE, kept_study_from, used_files};
use super::shipped::{SHIPPED_STUDIES, STUDY};
use super::version::in_force::StudyFiles;
use super::version::recorded::{FileText, Recorded};
use crate::domain::base::data::{DataError, DataFile};
use crate::domain::base::ids::FormId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A study that came with an earlier program.
#[derive(Debug)]
struct Earlier {
    /// Its hash, as of [`Study::hash`](super::Study::hash).
    hash: &'static str,
    /// Whether it names no reasons of a change and of a late entry.
    lacks_reasons: bool,
    /// The files that are not today's.
    files: &'static [DataFile<'static>],
}

/// The reasons that the first studies lack, as the end of a study file.
const REASONS: &str = include_str!("earlier_studies/reasons.toml");

macro_rules! file {
    ($name:literal, $kept:literal) => {
        DataFile {
            name: $name,
            text: include_str!(concat!("earlier_studies/", $kept, ".toml")),
        }
    };
}

/// The studies whose versioned content is not today's, oldest first.
const EARLIER: &[Earlier] = &[
    Earlier {
        hash: "4a2378f2cfd3138a07c0b50debae4e7543e2282c4cf259a16ea91a6774cad3e1",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-1"),
            file!("enzymes", "enzymes-1"),
            file!("glucocorticoid", "glucocorticoid-1"),
            file!("haq", "haq-1"),
            file!("mdaat", "mdaat-1"),
            file!("mmt8", "mmt8-1"),
            file!("nct04946669.toml", "nct04946669-1"),
            file!("phga", "phga-1"),
            file!("ptga", "ptga-1"),
            file!("rand36", "rand36-1"),
        ],
    },
    Earlier {
        hash: "418cb80e7357a4b9464f249511b9db95d9d4a503f060f93bd0ab04be193c38f3",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-1"),
            file!("enzymes", "enzymes-2"),
            file!("glucocorticoid", "glucocorticoid-1"),
            file!("haq", "haq-2"),
            file!("mdaat", "mdaat-2"),
            file!("mmt8", "mmt8-1"),
            file!("nct04946669.toml", "nct04946669-1"),
            file!("phga", "phga-2"),
            file!("ptga", "ptga-2"),
            file!("rand36", "rand36-1"),
        ],
    },
    Earlier {
        hash: "47d186d028dc238d8676c8bd58cc9dbc6efa4c7a314bef4c06f6f82311aa0bee",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-2"),
            file!("haq", "haq-3"),
            file!("mdaat", "mdaat-3"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-1"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "412382488ca8833a4769175b7f1578853086e75f37c6d8727d619d0848bb25cc",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("haq", "haq-3"),
            file!("mdaat", "mdaat-3"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-1"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "f01e3d48c3e2498f0621dda5a598c07dffc46af466a0ccea0cd4dba2c9127ef3",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("haq", "haq-4"),
            file!("mdaat", "mdaat-3"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-1"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "af90a1215dbea3d5b91f7221353ca3052407f3a22bc64ab323ea1b4cac0141da",
        lacks_reasons: true,
        files: &[
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("haq", "haq-4"),
            file!("mdaat", "mdaat-3"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-2"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "00f5c4970a03a081485e2285f73a322edd8b7ef50b42cf87bd0da0f078e8e869",
        lacks_reasons: true,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("haq", "haq-4"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-1"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-3"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "9fed04d5c38cc2059285f7427b6f705d3939a803e8a2c265da5cb6de0375bf4c",
        lacks_reasons: true,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("haq", "haq-4"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-1"),
            file!("mmt8", "mmt8-2"),
            file!("nct04946669.toml", "nct04946669-4"),
            file!("ptga", "ptga-3"),
            file!("rand36", "rand36-2"),
        ],
    },
    Earlier {
        hash: "aed0499cda7a5e4d0f661ca00cf83f057352a9fc09b4bffcdfce046e40d1a169",
        lacks_reasons: false,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-2"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-1"),
            file!("nct04946669.toml", "nct04946669-5"),
        ],
    },
    Earlier {
        hash: "ae56e9e2a36a952a9f24868b51cea4301197565fb2cc6801d8f2bff8e0bd5515",
        lacks_reasons: false,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-3"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-1"),
            file!("nct04946669.toml", "nct04946669-5"),
        ],
    },
    Earlier {
        hash: "1724ea28f53ab6ff9d6e77b5946b31c5f206b38898c4dd28963dacc14713db56",
        lacks_reasons: false,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-1"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-3"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-2"),
            file!("nct04946669.toml", "nct04946669-5"),
        ],
    },
    Earlier {
        hash: "8cd8640c8b141067fe96ca103c93a0e775e00db745a93870da35bbbb31316d9c",
        lacks_reasons: false,
        files: &[
            file!("abatacept", "abatacept-1"),
            file!("adverse-event", "adverse-event-2"),
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-3"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-3"),
            file!("nct04946669.toml", "nct04946669-5"),
        ],
    },
    Earlier {
        hash: "09f08423e62c4e1647e189f76826572f59edc814562df414986dd3469edf8125",
        lacks_reasons: false,
        files: &[
            file!("eligibility", "eligibility-1"),
            file!("enrolment", "enrolment-3"),
            file!("enzymes", "enzymes-3"),
            file!("glucocorticoid", "glucocorticoid-3"),
            file!("mdaat", "mdaat-3"),
            file!("medication", "medication-4"),
            file!("nct04946669.toml", "nct04946669-6"),
        ],
    },
];

/// Returns the hashes of the studies whose bytes are kept, oldest first.
pub fn kept_hashes() -> impl Iterator<Item = &'static str> {
    EARLIER.iter().map(|earlier| earlier.hash)
}

/// Returns every study that came with a program, the oldest first, today's last.
#[cfg(test)]
pub(crate) fn all_studies() -> Vec<Arc<super::Study>> {
    let earlier = EARLIER.iter().map(|earlier| earlier.read().unwrap().study);
    let today = super::shipped::embedded_study().unwrap();
    earlier.chain([Arc::new(today)]).collect()
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
        (earlier.hash_of(&files) == named.protocol_hash).then_some(files)
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
        let added = if self.lacks_reasons { REASONS } else { "" };
        let first = (STUDY_FILE.to_owned(), format!("{}{added}", study.text));
        let first = Some(first).filter(|_| own.iter().all(|own| own.file.form.is_some()));
        let own = own.iter();
        let own = own.map(|own| (own.file.name.clone(), own.text.clone()));
        let files: Vec<(String, String)> = first.into_iter().chain(forms).chain(own).collect();
        let study = Arc::new(kept_study_from(files.clone())?);
        let files = used_files(&study, &files);
        Ok(StudyFiles { study, files })
    }

    /// Returns the hash of files that were read, as of then: without the reasons that stand behind the study file.
    fn hash_of(&self, files: &StudyFiles) -> String {
        let mut study = "";
        let mut forms: BTreeMap<&FormId, &str> = BTreeMap::new();
        for file in &files.files {
            match &file.file.form {
                Some(form) => drop(forms.insert(form, &file.text)),
                None => study = &file.text,
            }
        }
        let as_then = study.strip_suffix(REASONS).filter(|_| self.lacks_reasons);
        hash(as_then.unwrap_or(study), forms.into_iter())
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
        assert!(
            EARLIER
                .iter()
                .map(|earlier| earlier.hash)
                .is_sorted_by_key(|hash| {
                    SHIPPED_STUDIES
                        .iter()
                        .position(|shipped| *shipped == hash)
                        .unwrap()
                })
        );
        for earlier in EARLIER {
            let files = earlier.read().unwrap();
            assert_eq!(earlier.hash_of(&files), earlier.hash);
            let named = files.named().unwrap();
            assert_ne!(named.study.content, today);
        }
    }

    #[test]
    fn every_field_of_every_version_has_names_in_its_file_and_no_other_field_has() {
        use crate::domain::forms::names::read;
        use crate::domain::forms::table::NAMES;
        use crate::domain::study::Study;
        use std::collections::BTreeSet;

        let named: BTreeMap<FormId, _> = NAMES
            .iter()
            .map(|file| read::names(file.name, file.text).unwrap())
            .collect();
        let mut unknown: BTreeSet<_> = named
            .iter()
            .flat_map(|(form, names)| names.fields().map(move |(id, _)| (form, id)))
            .collect();
        let today = crate::domain::study::shipped::embedded_study().unwrap();
        let earlier = EARLIER.iter().map(|earlier| earlier.read().unwrap().study);
        let studies: Vec<Arc<Study>> = earlier.chain([Arc::new(today)]).collect();
        for study in &studies {
            let names = study.names().unwrap();
            for form in [&study.enrolment]
                .into_iter()
                .chain(study.instruments.values())
            {
                let file = named.get(&form.id).unwrap();
                for field in form.fields() {
                    let said = file.field(&field.id);
                    assert!(said.is_some(), "{}: {} has no names", form.id, field.id);
                    assert_eq!(names.form(&form.id).unwrap().field(&field.id), said);
                    unknown.remove(&(&form.id, &field.id));
                }
            }
        }
        // A form that comes with the program need not be in its study.
        for file in FORMS {
            let form = crate::domain::forms::table::parse_instrument(file.name, file.text).unwrap();
            unknown.retain(|(id, field)| **id != form.id || form.field(field.as_str()).is_none());
        }
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn a_sites_own_file_is_read_beside_them_by_the_rules_of_what_is_kept() {
        for earlier in EARLIER {
            // A soft hyphen, which nobody sees and no new file may hold.
            let mut own = earlier.read().unwrap().files;
            own.retain(|file| file.file.form.is_none());
            let text = own[0].text.replacen("title = \"", "title = \"\u{ad}", 1);
            assert_ne!(text, own[0].text);
            own[0].text.clone_from(&text);
            let read = earlier.read_with(&own).unwrap();
            assert!(read.files.iter().any(|file| file.text == text));
        }
    }
}
