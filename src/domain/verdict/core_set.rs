//! The six core set measures of one session, read from its forms.
//!
//! Each says whether it is there, missing for a reason, or still blank; nothing is imputed.

use crate::domain::base::ids::VisitId;
use crate::domain::base::measured::{Amount, Edge, Measured};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::forms::enzymes::{
    ByEnzyme, Candidate, Choices, Enzyme, OpenChoice, Selected, choices, least_that_counts, select,
};
use crate::domain::forms::{enzymes, haq, mdaat, mmt8, phga, ptga, vas};
use crate::domain::record::session::Session;
use crate::domain::study::Study;
use std::collections::BTreeMap;

pub use crate::domain::forms::engine::cells::Reading;
pub use crate::domain::forms::enzymes::cells::Lab;

/// The forms from which the measures are read.
pub const FORMS: [&str; 6] = [
    phga::ID,
    ptga::ID,
    mmt8::ID,
    haq::ID,
    enzymes::ID,
    mdaat::ID,
];

/// The six measures of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreSet {
    /// The visit.
    pub visit: VisitId,
    /// Physician global activity, VAS cm.
    pub phga: Reading,
    /// Patient global activity, VAS cm.
    pub ptga: Reading,
    /// MMT-8 total on the study's scale.
    pub mmt: Reading,
    /// Largest possible total of that scale, kept beside the value.
    pub mmt_max: Exact,
    /// HAQ-DI, standard index.
    pub haq: Reading,
    /// The five enzymes in U/L, each with its ULN.
    pub enzymes: ByEnzyme<Lab>,
    /// Extramuscular global activity, VAS cm.
    pub extramuscular: Reading,
}

impl CoreSet {
    /// Returns a set in which everything is blank.
    pub fn blank(visit: VisitId, mmt_max: Exact) -> Self {
        Self {
            visit,
            phga: Reading::Blank,
            ptga: Reading::Blank,
            mmt: Reading::Blank,
            mmt_max,
            haq: Reading::Blank,
            enzymes: ByEnzyme::default(),
            extramuscular: Reading::Blank,
        }
    }

    /// Returns the reading of a measure that has one value; the enzyme depends on the baseline.
    pub fn reading(&self, measure: Measure) -> Option<&Reading> {
        match measure {
            Measure::Phga => Some(&self.phga),
            Measure::Ptga => Some(&self.ptga),
            Measure::Mmt => Some(&self.mmt),
            Measure::Haq => Some(&self.haq),
            Measure::Enzyme => None,
            Measure::Extramuscular => Some(&self.extramuscular),
        }
    }

    /// Returns every enzyme that can come to count when this set is the baseline, whatever its blanks become.
    pub fn enzyme_choices(&self) -> Result<Choices, RatioError> {
        choices(&ByEnzyme::make(|enzyme| {
            self.enzymes.get(enzyme).at_baseline()
        }))
    }

    /// Returns what is not known of the enzymes, so that it is open which one counts; `None` when it is decided.
    pub fn open_choice(&self) -> Option<OpenChoice> {
        let entries = ByEnzyme::make(|enzyme| self.enzymes.get(enzyme).at_baseline());
        OpenChoice::of(&entries, &choices(&entries).unwrap_or_default())
    }

    /// Returns the value of an enzyme when this set is the baseline and that enzyme counts.
    pub(super) fn amount_if_it_counts(&self, enzyme: Enzyme) -> Result<Option<Amount>, RatioError> {
        match self.enzymes.get(enzyme).value.measured() {
            Some(Measured::Below(limit)) => {
                let entries = ByEnzyme::make(|enzyme| self.enzymes.get(enzyme).at_baseline());
                let least = least_that_counts(&entries, enzyme)?;
                Ok(Some(Amount::between(least, Edge::just_below(limit))))
            }
            at => Ok(at.map(Amount::from)),
        }
    }

    /// Returns whether the value of a measure is one that the user does not see yet.
    pub fn hides(&self, measure: Measure) -> bool {
        match self.reading(measure) {
            Some(reading) => *reading == Reading::Hidden,
            None => {
                let mut labs = self.enzymes.iter();
                labs.any(|(_, lab)| lab.value == Reading::Hidden)
            }
        }
    }

    /// Returns whether it hides any measure, so that nothing can be judged with it.
    pub fn hides_any(&self) -> bool {
        Measure::ALL.into_iter().any(|measure| self.hides(measure))
    }

    /// Returns whether the visit asks for any enzyme.
    pub fn asks_for_enzymes(&self) -> bool {
        let mut labs = self.enzymes.iter();
        labs.any(|(_, lab)| lab.value != Reading::NotAsked)
    }

    /// Chooses the enzyme that counts when this set is the baseline, by what is known so far.
    pub fn select_enzyme(&self) -> Result<Option<Selected>, RatioError> {
        select(&ByEnzyme::make(|enzyme| {
            let lab = self.enzymes.get(enzyme);
            Candidate {
                value: lab.value.measured().filter(|_| !lab.spoilt),
                uln: lab.uln,
            }
        }))
    }
}

/// Reads the core set measures of a session, by the version of the study under which it was begun.
pub fn core_set(study: &Study, session: &Session) -> CoreSet {
    let study = study.of(session);
    let empty = BTreeMap::new();
    let form = |id: &str| session.forms.get(id).unwrap_or(&empty);
    let asked = |reading: Reading, measure| reading.if_asked(asks(study, session, measure));
    let hidden = |id: &str| session.withheld.contains_key(id);
    let read = |scorer: &dyn Scorer, id: &str, measure| {
        if hidden(id) {
            return Reading::Hidden;
        }
        let reading = scorer.reading(study.scoring(), study.form(id), form(id));
        asked(cells::or_unfit(reading, study.form(id), form(id)), measure)
    };
    CoreSet {
        visit: session.visit.clone(),
        phga: read(vas::SCORER, phga::ID, Measure::Phga),
        ptga: read(vas::SCORER, ptga::ID, Measure::Ptga),
        mmt: read(mmt8::SCORER, mmt8::ID, Measure::Mmt),
        mmt_max: Exact::from(study.protocol.scoring.mmt_max),
        haq: read(haq::SCORER, haq::ID, Measure::Haq),
        enzymes: ByEnzyme::make(|enzyme| {
            let (id, cells) = (enzymes::ID, form(enzymes::ID));
            let mut lab = enzymes::cells::lab(study.form(id), cells, enzyme);
            lab.value = match hidden(id) {
                true => Reading::Hidden,
                false => asked(lab.value, Measure::Enzyme),
            };
            lab
        }),
        extramuscular: read(mdaat::SCORER, mdaat::ID, Measure::Extramuscular),
    }
}

/// Returns whether the schedule asks for a measure at the visit of a session; one that names no forms asks for all.
fn asks(study: &Study, session: &Session, measure: Measure) -> bool {
    let planned = study.forms_of(session);
    planned.is_empty()
        || planned
            .iter()
            .filter_map(|id| study.form(id.as_str()))
            .any(|form| form.measure == Some(measure))
}
