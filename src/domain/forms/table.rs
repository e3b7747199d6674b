//! The instruments and the other forms that come with the program, one line for each; and the score of any form.

use super::disease::DiseaseScore;
use super::engine::cells::Reading;
use super::engine::instrument::needs::Need;
use super::engine::instrument::{Instrument, parse};
use super::engine::scorer::Scorer;
use super::engine::scoring::{ScoringFacts, ScoringRules};
use super::engine::total::{self, MEAN, MeanScore, SUM, SumScore};
use super::enzymes::EnzymesScore;
use super::glucocorticoid::GlucocorticoidScore;
use super::haq::HaqScore;
use super::laboratory::LaboratoryScore;
use super::mdaat::MdaatScore;
use super::mmt8::Mmt8Score;
use super::rand36::Rand36Score;
use super::vital_signs::VitalSignsScore;
use crate::domain::base::data::{DataError, DataFile, FileOrigin, Marked};
use crate::domain::record::session::FormCells;

/// The score of a form, by its way of scoring: the results and how they came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score {
    /// A sum.
    Sum(SumScore),
    /// A mean.
    Mean(MeanScore),
    /// A visual analogue scale, cm.
    Vas(Reading),
    /// Both indices of the HAQ.
    Haq(HaqScore),
    /// The scales of the RAND-36.
    Rand36(Rand36Score),
    /// Both totals of the MMT-8.
    Mmt8(Mmt8Score),
    /// MYOACT and MITAX.
    Mdaat(MdaatScore),
    /// The enzyme that counts, and each result.
    Enzymes(EnzymesScore),
    /// The dose in prednisone equivalents.
    Glucocorticoid(GlucocorticoidScore),
    /// The corrected QT interval, and suggested grades.
    VitalSigns(VitalSignsScore),
    /// The filtration rate, and suggested grades.
    Laboratory(LaboratoryScore),
    /// The class of the disease by both sets of criteria.
    Disease(DiseaseScore),
}

/// A way of scoring.
#[derive(Clone, Copy)]
struct Way {
    /// Its word in form files, and what it asks.
    scorer: &'static dyn Scorer,
    /// Scores a form.
    score: fn(&ScoringRules, &Instrument, &FormCells, &ScoringFacts<'_>) -> Score,
}

/// A form that comes with the program.
struct Line {
    /// Its file, named after its id.
    file: DataFile<'static>,
    /// How it is scored.
    way: Option<Way>,
    /// The fields that are read of its rows; none of a form that is no log.
    rows: &'static [(&'static str, Need)],
}

macro_rules! table {
    (@way) => { None };
    (@way $folder:ident $kind:ident) => {
        Some(Way {
            scorer: super::$folder::SCORER,
            score: |rules, form, cells, facts| {
                Score::$kind(super::$folder::scored(rules, form, cells, facts))
            },
        })
    };
    (@rows) => { &[] };
    (@rows $folder:ident) => { super::$folder::ROWS };
    ($($folder:ident $(scored by $scorer:ident as $kind:ident)? $(read by $rows:ident)?;)+) => {
        const TABLE: &[Line] = &[$(Line {
            file: super::$folder::FORM,
            way: table!(@way $($scorer $kind)?),
            rows: table!(@rows $($rows)?),
        }),+];

        /// The forms that come with the program, in the order of a visit; each file is named after its form's id.
        pub const FORMS: &[DataFile<'static>] = &[$(super::$folder::FORM),+];

        /// The names of these forms and of their fields for the outside, in the same order.
        pub const NAMES: &[DataFile<'static>] = &[$(DataFile {
            name: concat!(stringify!($folder), "/names.toml"),
            text: include_str!(concat!(stringify!($folder), "/names.toml")),
        }),+];
    };
}

// One line a folder, in the order of a visit: its form, whose score it has, whose needs of the rows of a log.
table! {
    enrolment;
    ptga scored by vas as Vas;
    haq scored by haq as Haq;
    rand36 scored by rand36 as Rand36;
    mmt8 scored by mmt8 as Mmt8;
    mdaat scored by mdaat as Mdaat;
    phga scored by vas as Vas;
    enzymes scored by enzymes as Enzymes;
    glucocorticoid scored by glucocorticoid as Glucocorticoid;
    vital_signs scored by vital_signs as VitalSigns;
    laboratory scored by laboratory as Laboratory;
    disease scored by disease as Disease;
    events_asked;
    eligibility;
    medication read by medication;
    abatacept read by abatacept;
    adverse_event read by adverse_event;
}

/// The ways of scoring of any form.
const OF_ANY_FORM: [Way; 2] = [
    Way {
        scorer: SUM,
        score: |_, form, cells, _| Score::Sum(total::sum(form, cells)),
    },
    Way {
        scorer: MEAN,
        score: |_, form, cells, _| Score::Mean(total::mean(form, cells)),
    },
];

/// Scores a form with what is known of its participant; `None` when the form has no score.
pub fn form_score(
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    facts: &ScoringFacts<'_>,
) -> Option<Score> {
    let scorer = instrument.scoring?;
    let own = TABLE.iter().filter_map(|line| line.way);
    let way = OF_ANY_FORM
        .into_iter()
        .chain(own)
        .find(|way| way.scorer == scorer)?;
    Some((way.score)(rules, instrument, cells, facts))
}

/// Returns every way of scoring: those of any form, those of the core set measures in their order, the others.
pub fn scorers() -> Vec<&'static dyn Scorer> {
    let ways = TABLE.iter().filter_map(|line| line.way);
    let mut own: Vec<&'static dyn Scorer> = ways.map(|way| way.scorer).collect();
    own.sort_by_key(|scorer| {
        let measure = scorer.measures().first().copied();
        (measure.is_none(), measure)
    });
    // The two global activities are scored alike.
    own.dedup();
    OF_ANY_FORM
        .map(|way| way.scorer)
        .into_iter()
        .chain(own)
        .collect()
}

/// Returns the fields that are read of the rows of a log, in the order of the form; none of one that is not known.
pub(crate) fn row_needs(log: &str) -> &'static [(&'static str, Need)] {
    let line = TABLE
        .iter()
        .find(|line| line.file.name.strip_suffix(".toml") == Some(log));
    line.map_or(&[], |line| line.rows)
}

/// Reads a form file; `file` is its name in messages.
///
/// # Errors
/// The first mistake, with line, column and, for a wrong name, the nearest valid one.
pub fn parse_instrument(file: &str, text: &str) -> Result<Instrument, DataError> {
    read(file, text, FileOrigin::New).map(|form| form.value)
}

/// Reads a form file and keeps the places that later checks may point at.
pub(crate) fn read(
    file: &str,
    text: &str,
    origin: FileOrigin,
) -> Result<Marked<Instrument>, DataError> {
    parse::read(&scorers(), file, text, origin)
}
