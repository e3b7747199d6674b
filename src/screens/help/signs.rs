//! What the signs and terms of a screen mean, and the verdict that it shows worked out.

use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::{haq, mdaat};
use crate::domain::verdict::Verdict;
use crate::screens::canvas::{columns, wrap};
use crate::screens::change::draw::hidden;
use crate::screens::form::state::FormState;
use crate::screens::help::state::PageKind;
use crate::screens::look::{Look, Tone};
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::text::glossary::Term;
use crate::text::worked::Weight;
use crate::text::{English, Language as _};

/// A line of the help.
type Row = (Tone, String);

/// Columns of signs and words before what they mean.
const NAMES: u16 = 16;

/// How a measure changed, on the panel, the change page and the timeline.
const CHANGES: &[Term] = &[
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
const VERDICTS: &[Term] = &[
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
const BESIDE: &[Term] = &[Term::TisBounds, Term::UpperLimit, Term::Warning];

/// How far a form is.
const PROGRESS: &[Term] = &[Term::FormComplete, Term::FormBegun, Term::FormBlank];

/// How a visit lies to its window.
const WINDOWS: &[Term] = &[
    Term::Complete,
    Term::Begun,
    Term::Due,
    Term::Overdue,
    Term::Missed,
    Term::Ahead,
    Term::HeldEarly,
    Term::HeldLate,
];

const TIMELINE: &[Term] = &[
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

const CHART: &[Term] = &[
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

const LIST: &[Term] = &[
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

const STUDY: &[Term] = &[
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
];

/// What the help explains of the screen beneath it.
pub(crate) struct Explained {
    /// The signs and terms of that screen, in the order of the help.
    pub(crate) terms: Vec<Term>,
    /// Whether what they say is what the screen is for, so that they come before its keys.
    first: bool,
    /// The verdict on the screen; nothing where it has none.
    verdict: Option<Shown>,
}

/// A verdict on the screen beneath the help.
struct Shown {
    /// Its visit.
    visit: VisitId,
    /// The verdict.
    verdict: Box<Verdict>,
    /// The measures that may be seen.
    open: Vec<Measure>,
    /// Why the verdict itself may not be seen; nothing where it may.
    concealed: Option<&'static str>,
}

/// Returns what is to be explained of the screen beneath the help; nothing where it has no signs of its own.
pub(crate) fn explained(model: &Model) -> Option<Explained> {
    let mut beneath = model.layers.iter().rev().skip_while(
        |layer| !matches!(layer, Layer::Page(page) if matches!(page.kind, PageKind::Help { .. })),
    );
    // The help itself.
    beneath.next();
    explained_of(model, beneath.next()?)
}

/// Returns what is to be explained of a screen.
pub(crate) fn explained_of(model: &Model, layer: &Layer) -> Option<Explained> {
    let (parts, first): (Vec<&[Term]>, bool) = match layer {
        Layer::Participants(_) | Layer::Finder(_) => (vec![LIST], false),
        Layer::Participant(_) => (
            vec![&[Term::VisitState, Term::Forms], CHANGES, VERDICTS, BESIDE],
            false,
        ),
        Layer::Visit(_) => (vec![PROGRESS, CHANGES, VERDICTS, BESIDE], false),
        Layer::Form(form) => {
            // A row of a log has no change.
            let visit = form.visit.as_ref()?;
            model.shared.study.visit(visit.as_str())?;
            (vec![CHANGES, VERDICTS, BESIDE], false)
        }
        Layer::Page(page) => match page.kind {
            PageKind::Change(_) => (
                vec![
                    CHANGES,
                    VERDICTS,
                    BESIDE,
                    &[Term::Deterioration, Term::HaqCategories, Term::MdaatTotals],
                ],
                true,
            ),
            PageKind::Help { .. } => return None,
        },
        Layer::Timeline(state) if state.chart => (vec![CHART], true),
        Layer::Timeline(_) => (vec![WINDOWS, CHANGES, VERDICTS, TIMELINE], true),
        Layer::Study(_) => (vec![WINDOWS, STUDY], true),
        Layer::Log(_)
        | Layer::Picker(_)
        | Layer::GoTo(_)
        | Layer::Note(_)
        | Layer::Queries(_)
        | Layer::Drafts(_)
        | Layer::Review(_)
        | Layer::Sign(_)
        | Layer::Locking(_)
        | Layer::History(_)
        | Layer::Late(_) => return None,
    };
    let mut terms: Vec<Term> = Vec::new();
    let with_measures = parts.contains(&CHANGES) || parts.contains(&CHART);
    let measures = Measure::ALL.into_iter().filter(|_| with_measures);
    let own = match layer {
        Layer::Form(form) => scored(model, form),
        _ => None,
    };
    let parts = parts.into_iter().flatten().copied();
    for term in measures.map(Term::Measure).chain(parts).chain(own) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    Some(Explained {
        terms,
        first,
        verdict: shown(model, layer),
    })
}

/// Returns the term for the score of a form that has terms of its own.
fn scored(model: &Model, form: &FormState) -> Option<Term> {
    let instrument = model.shared.instrument(form)?;
    if instrument.is_scored_by(haq::SCORER) {
        Some(Term::HaqCategories)
    } else if instrument.is_scored_by(mdaat::SCORER) {
        Some(Term::MdaatTotals)
    } else {
        None
    }
}

/// Returns the verdict that a screen shows, by the same rules on what may be seen.
fn shown(model: &Model, layer: &Layer) -> Option<Shown> {
    match layer {
        Layer::Timeline(_) => {
            let state = model.timeline()?;
            let sight = model.sight();
            let stop = state.told.stops.get(state.cursor)?;
            let seen = |measure: &Measure| !sight.nothing && !sight.hidden.contains(measure);
            Some(Shown {
                visit: stop.planned.visit.clone(),
                verdict: Box::new(stop.verdict.clone()?),
                open: Measure::ALL.into_iter().filter(seen).collect(),
                concealed: match (sight.nothing, sight.shows_verdicts()) {
                    (true, _) => Some(PATIENT_ANSWERS),
                    (false, false) => Some(NOT_ENTERED),
                    (false, true) => None,
                },
            })
        }
        Layer::Participant(visits) => {
            let visit = &model.shared.study.protocol.visits.get(visits.cursor)?.id;
            model.shared.session(visit)?;
            at_visit(model, visit, None)
        }
        Layer::Visit(forms) => at_visit(model, &forms.visit, None),
        Layer::Form(form) => at_visit(model, form.visit.as_ref()?, Some(form)),
        Layer::Page(page) => match &page.kind {
            PageKind::Change(visit) => at_visit(model, visit, model.form()),
            PageKind::Help { .. } => None,
        },
        Layer::Participants(_)
        | Layer::Finder(_)
        | Layer::Study(_)
        | Layer::Log(_)
        | Layer::Picker(_)
        | Layer::GoTo(_)
        | Layer::Note(_)
        | Layer::Queries(_)
        | Layer::Drafts(_)
        | Layer::Review(_)
        | Layer::Sign(_)
        | Layer::Locking(_)
        | Layer::History(_)
        | Layer::Late(_) => None,
    }
}

/// What is said where a patient answers.
const PATIENT_ANSWERS: &str = "Scores are hidden while the patient answers this form.";
/// What is said where a measure is not entered yet whose earlier scores are hidden until then.
const NOT_ENTERED: &str = "The verdict shows once every hidden measure is entered.";

fn at_visit(model: &Model, visit: &VisitId, form: Option<&FormState>) -> Option<Shown> {
    let view = model.shared.change(visit, form)?;
    let nothing = hidden(model, form, &view);
    let all_open = view.all_open();
    let seen = |measure: &Measure| !nothing && view.open.get(measure) == Some(&true);
    Some(Shown {
        visit: visit.clone(),
        open: Measure::ALL.into_iter().filter(seen).collect(),
        concealed: match (nothing, all_open) {
            (true, _) => Some(PATIENT_ANSWERS),
            (false, false) => Some(NOT_ENTERED),
            (false, true) => None,
        },
        verdict: Box::new(view.verdict?),
    })
}

impl Explained {
    /// Returns whether this comes before the keys.
    pub(crate) fn comes_first(&self) -> bool {
        self.first
    }

    /// Returns the lines of the help: the verdict worked out, then the signs and terms.
    pub(crate) fn lines(&self, model: &Model, look: &Look, width: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        if let Some(shown) = &self.verdict {
            rows.extend(shown.lines(model, width));
            rows.push((Tone::Plain, String::new()));
        }
        rows.push((Tone::Heading, "What the signs mean".to_owned()));
        for term in &self.terms {
            let name = name(*term, look);
            if name.is_empty() {
                continue;
            }
            let meaning = English.meaning(*term, &model.shared.study);
            rows.extend(hanging(&name, NAMES, &meaning, Tone::Plain, width));
        }
        rows
    }
}

impl Shown {
    /// Returns the verdict worked out, as far as it may be seen.
    fn lines(&self, model: &Model, width: u16) -> Vec<Row> {
        let visit = model.shared.study.visit(self.visit.as_str());
        let label = visit.map_or("", |visit| visit.label.as_str());
        let title = format!("The verdict at {label}, worked out");
        let mut rows = vec![(Tone::Heading, title)];
        let open = self.open.iter();
        let mut lines: Vec<_> = open
            .flat_map(|measure| English.worked_measure(self.verdict.measures.get(*measure)))
            .collect();
        match self.concealed {
            Some(why) => rows.extend(hanging("", 0, why, Tone::Plain, width)),
            None => lines.extend(English.worked_verdict(&self.verdict, &model.shared.study)),
        }
        for line in lines {
            let tone = match line.weight {
                Weight::Heading => Tone::Heading,
                Weight::Plain => Tone::Plain,
                Weight::Good => Tone::Good,
                Weight::Bad => Tone::Warn,
            };
            rows.extend(hanging("", line.indent, &line.text, tone, width));
        }
        rows
    }
}

/// Returns a term as it stands on the screen: its signs, its word.
fn name(term: Term, look: &Look) -> String {
    let signs = look.signs(term);
    let signs = match (term, signs.as_slice()) {
        (Term::Level, [first, .., last]) => format!("{first} to {last}"),
        (_, signs) => signs.join(" "),
    };
    let word = English.word(term);
    match (signs.is_empty(), word.is_empty()) {
        (true, _) => word.to_owned(),
        (false, true) => signs,
        (false, false) => format!("{signs} {word}"),
    }
}

/// Returns a name and words beside it, broken into lines that all begin in the same column.
fn hanging(name: &str, indent: u16, words: &str, tone: Tone, width: u16) -> Vec<Row> {
    let blank = |columns: u16| " ".repeat(usize::from(columns));
    let lines = wrap(words, width.saturating_sub(indent));
    let lines = lines.into_iter().enumerate().map(|(place, line)| {
        let lead = match place {
            0 => format!("{name}{}", blank(indent.saturating_sub(columns(name)))),
            _ => blank(indent),
        };
        (tone, format!("{lead}{line}"))
    });
    lines.collect()
}
