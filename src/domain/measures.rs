//! The six core set measures of one session, read from its forms.
//!
//! Each says whether it is there, missing for a reason, or still blank; nothing is imputed.

use super::ids::VisitId;
use super::instrument::Measure;
use super::ratio::{Exact, RatioError};
use super::score::cells;
use super::score::enzyme::{ByEnzyme, Candidate, Choices, OpenChoice, Selected, choices, select};
use super::score::{haq, mmt8};
use super::session::{FormCells, Session};
use super::study::Study;
use std::collections::BTreeMap;

pub use super::score::cells::{Lab, Reading};

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

    /// Returns what is blank of the enzymes, so that it is open which one counts; `None` when it is decided.
    pub fn open_choice(&self) -> Option<OpenChoice> {
        let entries = ByEnzyme::make(|enzyme| self.enzymes.get(enzyme).at_baseline());
        let open = choices(&entries).is_ok_and(|choices| choices.is_open());
        open.then(|| OpenChoice::of(&entries))
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
                value: lab.value.value().filter(|_| !lab.spoilt),
                uln: lab.uln,
            }
        }))
    }
}

/// Reads the core set measures of a session.
pub fn core_set(study: &Study, session: &Session) -> CoreSet {
    let empty = BTreeMap::new();
    let form = |id: &str| session.forms.get(id).unwrap_or(&empty);
    let asked = |reading: Reading, measure| reading.if_asked(asks(study, session, measure));
    CoreSet {
        visit: session.visit.clone(),
        phga: asked(cells::number(form("phga"), "vas"), Measure::Phga),
        ptga: asked(cells::number(form("ptga"), "vas"), Measure::Ptga),
        mmt: asked(strength(study, form("mmt8")), Measure::Mmt),
        mmt_max: Exact::from(study.protocol.mmt_max),
        haq: asked(function(study, form("haq")), Measure::Haq),
        enzymes: ByEnzyme::make(|enzyme| {
            let mut lab = cells::lab(study.form("enzymes"), form("enzymes"), enzyme);
            lab.value = asked(lab.value, Measure::Enzyme);
            lab
        }),
        extramuscular: asked(
            cells::number(form("mdaat"), "emg.vas"),
            Measure::Extramuscular,
        ),
    }
}

/// Returns whether the schedule asks for a measure at the visit of a session; one that names no forms asks for all.
fn asks(study: &Study, session: &Session, measure: Measure) -> bool {
    let planned = study
        .visit(session.visit.as_str())
        .map_or(&[][..], |visit| &visit.forms);
    planned.is_empty()
        || planned
            .iter()
            .filter_map(|id| study.form(id.as_str()))
            .any(|form| form.measure == Some(measure))
}

fn strength(study: &Study, form: &FormCells) -> Reading {
    let grades = cells::grades(study.form("mmt8"), form);
    let total = if study.protocol.mmt_max == 80 {
        mmt8::total_80(&grades)
    } else {
        mmt8::total_150(&grades)
    };
    // A total of another scale than the study's would be judged on the wrong range.
    if total.max != study.protocol.mmt_max {
        return Reading::Missing("other-scale".to_owned());
    }
    match total.value {
        Some(value) => Reading::Value(Exact::from(value)),
        None if total.untestable.is_empty() => Reading::Blank,
        None => Reading::Missing("untestable".to_owned()),
    }
}

fn function(study: &Study, form: &FormCells) -> Reading {
    if cells::haq_open(study.form("haq"), form) > 0 {
        return Reading::Blank;
    }
    let index = cells::haq(form).standard(study.protocol.haq_min_categories);
    match index.and_then(haq::Index::value) {
        Some(value) => Reading::Value(value),
        None => Reading::Missing("too-few-categories".to_owned()),
    }
}
