//! The study that comes with the program.

use crate::domain::base::data::{DataError, DataFile};
use crate::domain::forms::table::FORMS;
use crate::domain::study::Study;
use crate::domain::study::assemble::assemble;

/// The study file of NCT04946669.
pub const STUDY: DataFile<'static> = DataFile {
    name: "nct04946669.toml",
    text: include_str!("nct04946669.toml"),
};

/// Hashes of the studies that came with this program and with earlier ones, as of [`Study::hash`], oldest first: by
/// them a record that began with one is told from one that began with files of the site's own.
///
/// When a shipped file changes, its study's new hash is added and none is removed; where what is versioned of it changes, its
/// old bytes go into `earlier_studies`.
pub const SHIPPED_STUDIES: &[&str] = &[
    "4a2378f2cfd3138a07c0b50debae4e7543e2282c4cf259a16ea91a6774cad3e1",
    "418cb80e7357a4b9464f249511b9db95d9d4a503f060f93bd0ab04be193c38f3",
    "47d186d028dc238d8676c8bd58cc9dbc6efa4c7a314bef4c06f6f82311aa0bee",
    "412382488ca8833a4769175b7f1578853086e75f37c6d8727d619d0848bb25cc",
    "f01e3d48c3e2498f0621dda5a598c07dffc46af466a0ccea0cd4dba2c9127ef3",
    "af90a1215dbea3d5b91f7221353ca3052407f3a22bc64ab323ea1b4cac0141da",
    "00f5c4970a03a081485e2285f73a322edd8b7ef50b42cf87bd0da0f078e8e869",
    "9fed04d5c38cc2059285f7427b6f705d3939a803e8a2c265da5cb6de0375bf4c",
    "aed0499cda7a5e4d0f661ca00cf83f057352a9fc09b4bffcdfce046e40d1a169",
    "ae56e9e2a36a952a9f24868b51cea4301197565fb2cc6801d8f2bff8e0bd5515",
    "1724ea28f53ab6ff9d6e77b5946b31c5f206b38898c4dd28963dacc14713db56",
    "8cd8640c8b141067fe96ca103c93a0e775e00db745a93870da35bbbb31316d9c",
    "09f08423e62c4e1647e189f76826572f59edc814562df414986dd3469edf8125",
    "e5557044c48c68bbe0b15ff77258b9636e6bef02de0e25909e151caefdac5b00",
];

/// Returns the study that comes with the program.
///
/// # Errors
/// A mistake in one of the embedded files, which the tests rule out.
pub fn embedded_study() -> Result<Study, DataError> {
    assemble(STUDY, FORMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_hash_is_that_of_the_study_that_comes_with_the_program() {
        let today = embedded_study().unwrap().hash;
        assert_eq!(SHIPPED_STUDIES.last(), Some(&today.as_str()));
    }
}
