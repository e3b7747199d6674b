//! The names for the outside of a study, over all of its versions.

use super::Study;
use crate::domain::base::data::DataError;
use crate::domain::forms::names::StudyNames;
use crate::domain::forms::table::NAMES;

impl Study {
    /// Returns what REDCap, ODM, SDTM and LOINC call its forms and fields, in every version of it.
    ///
    /// # Errors
    /// A mistake in a file of names that comes with the program, which the tests rule out.
    pub fn names(&self) -> Result<StudyNames, DataError> {
        let earlier = self.earlier.iter().map(|earlier| earlier.study.as_ref());
        let versions = earlier.chain([self]);
        let forms = versions.flat_map(|study| {
            [&study.enrolment]
                .into_iter()
                .chain(study.instruments.values())
        });
        StudyNames::of(NAMES, forms)
    }
}
