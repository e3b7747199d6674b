//! What the reader should see beside a verdict, and why one is not decided. Must contain no sentences: `text` makes
//! them.

use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{Enzyme, OpenChoice};

/// What the reader should see beside a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The enzymes at baseline cannot be compared, and why.
    NotComparable(RatioError),
    /// A measure cannot be judged, and why.
    NotJudged(Measure, RatioError),
    /// An amendment took the form of a measure out of the study before this visit.
    Removed {
        /// The measure.
        measure: Measure,
        /// Number of the version that did.
        by: u32,
    },
    /// What is stored for a measure, at baseline or now, is not by the rules.
    NotByRules(Measure),
    /// The totals of MMT-8 have different scales.
    OtherScale,
    /// Whether the sample was haemolysed is not answered; these would then not count.
    MaybeHaemolysed(Vec<Enzyme>),
    /// It is open which enzyme counts.
    OpenChoice(OpenChoice),
    /// No enzyme was abnormal at baseline; this one counts.
    NoneAbnormal(Enzyme),
    /// Some have no upper limit at baseline.
    NotCompared {
        /// The one that counts.
        enzyme: Enzyme,
        /// Those that it was not compared with.
        unlimited: Vec<Enzyme>,
    },
    /// The upper limit of the enzyme that counts has changed.
    OtherLimit {
        /// The one that counts.
        enzyme: Enzyme,
        /// Upper limit at baseline, U/L.
        old: Exact,
        /// Upper limit now, U/L.
        new: Exact,
    },
    /// The upper limit of the enzyme that counts is not entered at baseline.
    NoLimit(Enzyme),
    /// A result of the enzyme that counts is only known to be below a limit, which leaves open what it counts as.
    BelowLimit(Enzyme),
    /// The enzyme that counts is from a haemolysed sample.
    Haemolysed(Enzyme),
}

/// Why something of a verdict is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// It is open which enzyme counts.
    Choice(OpenChoice),
    /// A result is only known to be below a limit, and the values below it differ.
    BelowLimit,
    /// A value that is blank can still change it.
    Blank,
}
