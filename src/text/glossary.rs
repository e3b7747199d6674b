//! The signs and terms of the screens, each to be explained in every language.
//!
//! Says what there is to explain, not how it looks: the glyph of a sign depends on the terminal.

use crate::domain::forms::engine::instrument::Measure;

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $variant:ident;)+) => {
        /// A sign or a term that a screen shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Term {
            /// The name of a core set measure.
            Measure(Measure),
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Term {
            /// All signs and terms but the names of the measures.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }
    };
}

terms! {
    /// Better by less than the definition of improvement asks.
    Better;
    /// Better by what the definition of improvement asks, or more.
    Improved;
    /// Worse by less than the definition of improvement counts.
    Worse;
    /// Worse by what the definition of improvement counts, or more.
    MuchWorse;
    /// No change.
    Same;
    /// The change cannot be put as a percentage.
    NoRatio;
    /// It is open which enzyme counts.
    OpenEnzyme;
    /// No value yet.
    NoValue;
    /// From one value to another.
    Arrow;
    /// Points of the total improvement score.
    Points;
    /// An earlier score that may not be seen yet.
    Hidden;
    /// The IMACS definition of improvement.
    Imacs;
    /// The primary outcome as it was registered.
    Registered;
    /// The two definitions disagree.
    Differs;
    /// A definition is met.
    Met;
    /// A definition is not met.
    NotMet;
    /// A definition is not decided.
    NotDecided;
    /// A definition is not judged at this visit.
    NotJudged;
    /// The total improvement score.
    Tis;
    /// The categories of the total improvement score.
    Categories;
    /// The ends between which the total improvement score lies.
    TisBounds;
    /// The multiple of the upper limit of normal.
    UpperLimit;
    /// The enzyme that counts of those entered.
    MostAbnormal;
    /// The criteria of deterioration.
    Deterioration;
    /// Something that needs a look.
    Warning;
    /// The indices of the HAQ and its categories.
    HaqCategories;
    /// The totals of the MDAAT.
    MdaatTotals;
    /// The short name of a visit.
    ShortVisit;
    /// The number of a day.
    Day;
    /// A visit that is complete, in its window.
    Complete;
    /// A visit that is begun.
    Begun;
    /// A form in which all that is required is answered.
    FormComplete;
    /// A form that is begun.
    FormBegun;
    /// A form in which nothing required is answered.
    FormBlank;
    /// A visit that is due.
    Due;
    /// A visit whose window has closed.
    Overdue;
    /// A visit that was never held.
    Missed;
    /// A visit that is still to come.
    Ahead;
    /// A visit held before its window.
    HeldEarly;
    /// A visit held after its window.
    HeldLate;
    /// Something that is not by the rules.
    Unfit;
    /// The height of a value.
    Level;
    /// A value that passed a threshold.
    Passed;
    /// A value that is missing.
    MissingValue;
    /// The value at baseline, the best one and the last one.
    BaseBestLast;
    /// A mark of a definition that is met at a visit.
    MetMark;
    /// A mark of a definition that is not met at a visit.
    NotMetMark;
    /// A mark of a verdict that is not decided at a visit.
    OpenMark;
    /// A drug that was given on a day.
    Given;
    /// A drug that was withheld on a day.
    Withheld;
    /// A dose, and how long it was taken.
    Dose;
    /// Something that goes on for days.
    Stretch;
    /// What began before the first day shown, or goes on.
    Beyond;
    /// A day that is known in part.
    PartlyKnown;
    /// The grade of an adverse event, and whether it is serious.
    Grade;
    /// A value on the chart.
    Point;
    /// The line between two values on the chart.
    Curve;
    /// The line of a threshold on the chart.
    Threshold;
    /// The line of the baseline on the chart.
    BaselineLine;
    /// A serious event that no investigator has seen.
    SeriousUnseen;
    /// The next visit, and how it lies to its window.
    NextVisit;
    /// How a visit of a participant stands.
    VisitState;
    /// Complete forms of a visit.
    Forms;
    /// The bar of the participants who are enrolled.
    Enrolled;
    /// The share of those who responded.
    Responders;
    /// A median over participants.
    Medians;
    /// How many participants came how far.
    Flow;
    /// How many deviations from the protocol there are.
    Deviations;
    /// Whom an analysis counts.
    AnalysisSets;
}
