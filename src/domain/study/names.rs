//! The names for the outside of a study, over all of its versions.

use super::Study;
use crate::domain::base::data::{DataError, DataFile};
use crate::domain::base::ids::VisitId;
use crate::domain::forms::names::StudyNames;
use crate::domain::forms::names::redcap::{Event, events};
use crate::domain::forms::table::NAMES;
use crate::domain::record::rows;

/// What REDCap calls the visits of a study, and what is beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyEvents {
    /// The event of the enrolment, the first one.
    pub enrolment: Event,
    /// Each visit of any version: those of the schedule in its order, then those that no schedule plans.
    pub visits: Vec<(VisitId, Event)>,
    /// The event of what is kept beside the visits, the last one.
    pub beside: Event,
}

impl Study {
    /// Returns the events of REDCap.
    pub fn events(&self) -> StudyEvents {
        let mut visits: Vec<VisitId> = self.all_visits().map(|visit| visit.id.clone()).collect();
        for visit in self.versions().flat_map(|version| &version.unplanned) {
            if !visits.contains(&visit.id) {
                visits.push(visit.id.clone());
            }
        }
        let ids = visits.iter().map(VisitId::as_str);
        let ids = [self.enrolment.id.as_str()].into_iter().chain(ids);
        let mut events = events(ids.chain([rows::SESSION])).into_iter();
        StudyEvents {
            enrolment: events.next().unwrap_or_default(),
            visits: visits.into_iter().zip(events.by_ref()).collect(),
            beside: events.next().unwrap_or_default(),
        }
    }

    /// Returns what REDCap, ODM, SDTM and LOINC call its forms and fields, in every version of it.
    ///
    /// # Errors
    /// A mistake in a file of names. In those that come with the program the tests rule it out; a site's own were read when
    /// the study was.
    pub fn names(&self) -> Result<StudyNames, DataError> {
        let earlier = self.earlier.iter().map(|earlier| earlier.study.as_ref());
        let versions = earlier.chain([self]);
        let forms = versions.flat_map(|study| {
            [&study.enrolment]
                .into_iter()
                .chain(study.instruments.values())
        });
        let own = self.own_names.iter();
        let own: Vec<DataFile<'_>> = own.map(|(name, text)| DataFile { name, text }).collect();
        StudyNames::of(NAMES, &own, forms)
    }
}
