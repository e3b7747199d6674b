//! What the help explains of a screen: its signs and terms, and the verdict that it shows.

use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::Verdict;
use crate::screens::change::draw::hidden;
use crate::screens::form::state::FormState;
use crate::screens::workspace::Workspace;
use crate::text::glossary::Term;
use crate::text::screens::help::Concealed;

/// How a measure changed, on the panel, the change page and the timeline.
pub(crate) const CHANGES: &[Term] = &[
    Term::Arrow,
    Term::Improved,
    Term::Better,
    Term::MuchWorse,
    Term::Worse,
    Term::Same,
    Term::NoRatio,
    Term::OpenEnzyme,
    Term::NoValue,
    Term::Points,
    Term::Hidden,
];

/// What is said of a visit as a whole.
pub(crate) const VERDICTS: &[Term] = &[
    Term::Imacs,
    Term::Registered,
    Term::Differs,
    Term::Met,
    Term::NotMet,
    Term::NotDecided,
    Term::NotJudged,
    Term::Tis,
    Term::Categories,
];

/// What the panel and the change page say beside the verdicts.
pub(crate) const BESIDE: &[Term] = &[Term::TisBounds, Term::UpperLimit, Term::Warning];

/// How far a form is.
pub(crate) const PROGRESS: &[Term] = &[Term::FormComplete, Term::FormBegun, Term::FormBlank];

/// How a visit lies to its window.
pub(crate) const WINDOWS: &[Term] = &[
    Term::Complete,
    Term::Begun,
    Term::Due,
    Term::Overdue,
    Term::Missed,
    Term::Ahead,
    Term::HeldEarly,
    Term::HeldLate,
];

/// The timeline.
pub(crate) const TIMELINE: &[Term] = &[
    Term::Day,
    Term::ShortVisit,
    Term::Level,
    Term::Passed,
    Term::MissingValue,
    Term::BaseBestLast,
    Term::MetMark,
    Term::NotMetMark,
    Term::OpenMark,
    Term::TisBounds,
    Term::Deterioration,
    Term::Given,
    Term::Withheld,
    Term::Dose,
    Term::Stretch,
    Term::Beyond,
    Term::PartlyKnown,
    Term::Grade,
];

/// The chart of a measure.
pub(crate) const CHART: &[Term] = &[
    Term::Day,
    Term::ShortVisit,
    Term::Point,
    Term::Curve,
    Term::Threshold,
    Term::BaselineLine,
    Term::Improved,
    Term::Worse,
    Term::MissingValue,
    Term::Hidden,
];

/// The list of participants.
pub(crate) const LIST: &[Term] = &[
    Term::SeriousUnseen,
    Term::NextVisit,
    Term::Forms,
    Term::Imacs,
    Term::Met,
    Term::NotMet,
    Term::NotDecided,
    Term::Tis,
    Term::Categories,
];

/// The screen of the study.
pub(crate) const STUDY: &[Term] = &[
    Term::Unfit,
    Term::Enrolled,
    Term::ShortVisit,
    Term::Imacs,
    Term::Met,
    Term::NotMet,
    Term::NotDecided,
    Term::Tis,
    Term::Categories,
    Term::Registered,
    Term::Responders,
    Term::Medians,
    Term::Flow,
    Term::Deviations,
    Term::AnalysisSets,
];

/// What the help explains of the screen below it.
pub(crate) struct Explained {
    /// The signs and terms of that screen, in the order of the help.
    pub(crate) terms: Vec<Term>,
    /// Whether what they say is what the screen is for, so that they come before its keys.
    pub(crate) first: bool,
    /// The verdict on the screen; nothing where it has none.
    pub(crate) verdict: Option<Shown>,
}

/// A verdict on the screen below the help.
pub(crate) struct Shown {
    /// Its visit.
    pub(crate) visit: VisitId,
    /// The verdict.
    pub(crate) verdict: Box<Verdict>,
    /// The measures that may be seen.
    pub(crate) open: Vec<Measure>,
    /// Why the verdict itself may not be seen; nothing where it may.
    pub(crate) concealed: Option<Concealed>,
}

impl Explained {
    /// Explains these terms, each once; where they tell how measures changed, the measures first.
    pub(crate) fn of(parts: &[&[Term]], verdict: Option<Shown>) -> Self {
        let with_measures = parts.contains(&CHANGES) || parts.contains(&CHART);
        let measures = Measure::ALL.into_iter().filter(|_| with_measures);
        let mut terms: Vec<Term> = Vec::new();
        for term in measures
            .map(Term::Measure)
            .chain(parts.iter().copied().flatten().copied())
        {
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        Self {
            terms,
            first: false,
            verdict,
        }
    }

    /// Puts it before the keys of the screen.
    pub(crate) fn first(self) -> Self {
        Self {
            first: true,
            ..self
        }
    }
}

/// Returns the verdict of a visit, by the same rules on what may be seen as the screens have.
pub(crate) fn at_visit(
    shared: &Workspace,
    visit: &VisitId,
    form: Option<&FormState>,
) -> Option<Shown> {
    let view = shared.change(visit, form)?;
    let nothing = hidden(shared, form, &view);
    let all_open = view.all_open();
    let seen = |measure: &Measure| !nothing && view.open.get(measure) == Some(&true);
    Some(Shown {
        visit: visit.clone(),
        open: Measure::ALL.into_iter().filter(seen).collect(),
        concealed: match (nothing, all_open) {
            (true, _) => Some(Concealed::PatientAnswers),
            (false, false) => Some(Concealed::NotEntered),
            (false, true) => None,
        },
        verdict: Box::new(view.verdict?),
    })
}
