//! What is kept of a participant for the report of the study: the summary and a few numbers, small enough for ten thousand.

use crate::domain::base::measured::{Amount, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::course;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::record::query::State;
use crate::domain::record::session::Session;
use crate::domain::verdict::core_set::core_set;
use crate::domain::verdict::summary_verdict;
use crate::domain::views::overview::at_outcome;
use crate::domain::views::summary::{Hideable, Summary, summarise};
use crate::export::report::participant::Told;

/// How many measures there are.
pub(in crate::export::report) const OF_MEASURES: usize = Measure::ALL.len();

/// A number of each measure.
pub(in crate::export::report) type OfMeasures = [Option<Exact>; OF_MEASURES];

/// What one participant says at one visit.
#[derive(Clone, Debug, Default)]
pub(in crate::export::report) struct AtVisit {
    /// The values; the enzyme as a multiple of its upper limit.
    pub(super) values: OfMeasures,
    /// The improvement from baseline, in the same unit.
    pub(super) improvements: OfMeasures,
    /// The same in percent of the range.
    pub(super) of_range: OfMeasures,
    /// Whether something of it is hidden.
    pub(super) hides: bool,
}

/// An adverse event.
#[derive(Clone, Debug)]
pub(in crate::export::report) struct Happened {
    /// Code of the category of special interest; none for no such event.
    pub(super) special: Option<String>,
    /// Its grade.
    pub(super) grade: Option<u8>,
    /// Whether it is serious.
    pub(super) serious: bool,
}

/// What is kept of a participant.
pub(in crate::export::report) struct Seen {
    /// As in the list of participants.
    pub(super) summary: Summary,
    /// By visit of the schedule, in its order.
    pub(super) visits: Vec<AtVisit>,
    /// The events that count.
    pub(super) events: Vec<Happened>,
    /// Days since each open query was asked.
    pub(super) query_days: Vec<i64>,
}

impl Seen {
    /// Returns what is kept of a participant.
    pub(in crate::export::report) fn of(person: &Told<'_>) -> Self {
        let (study, record) = (person.study, person.record);
        let mut summary = Summary {
            outcome: at_outcome(study, record).into(),
            ..summarise(study, record, summary_verdict(study, record))
        };
        let outcome = person.story.place(&study.protocol.outcome);
        let outcome = outcome.and_then(|place| person.story.stops.get(place));
        if outcome.is_some_and(|stop| stop.verdict_hidden) {
            summary.outcome = Hideable::Hidden;
        }
        let is_hidden = |session: &Session, form: &_| session.withheld.contains_key(form);
        summary.story.deviations.hide(|visit, form| {
            let session = record.session(visit.as_str());
            session.is_some_and(|session| is_hidden(session, form))
        });
        let visits = study.protocol.visits.iter();
        let events = course::events(record).into_iter().map(|event| Happened {
            special: event.special,
            grade: event.grade,
            serious: event.serious == Some(true),
        });
        let cells = record.sessions.values().flat_map(|session| {
            let forms = session.forms.values();
            forms.flat_map(|cells| cells.values())
        });
        let queries = cells.flat_map(|cell| &cell.queries);
        let open = queries.filter(|query| query.state != State::Closed);
        let today = person.context.today();
        Self {
            summary,
            visits: visits
                .map(|visit| at_visit(person, visit.id.as_str()))
                .collect(),
            events: events.collect(),
            query_days: open
                .map(|query| (today - query.asked_at.date_naive()).num_days().max(0))
                .collect(),
        }
    }
}

fn at_visit(person: &Told<'_>, visit: &str) -> AtVisit {
    let mut found = AtVisit::default();
    let held = person
        .held()
        .find(|(_, stop, _)| stop.planned.visit.as_str() == visit);
    let Some((place, stop, session)) = held else {
        return found;
    };
    let verdict = stop.seen_verdict();
    found.hides = stop.verdict_hidden || !session.withheld.is_empty();
    for (at, track) in person.story.measures.iter().enumerate() {
        let (Some(measure), Some(reading)) = (track.measure(), track.values.get(place)) else {
            continue;
        };
        let change = verdict.map(|verdict| &verdict.measures.get(measure).change);
        let of_range = change
            .and_then(|change| change.of_range)
            .and_then(Amount::exact);
        let improvement = change
            .and_then(|change| change.improvement)
            .and_then(Amount::exact);
        let enzyme = verdict.and_then(|verdict| verdict.measures.enzyme.enzyme);
        let enzyme = enzyme.or(match track.subject {
            crate::domain::views::timeline::track::Subject::Measure(_, enzyme) => enzyme,
            crate::domain::views::timeline::track::Subject::Quality(_) => None,
        });
        let (value, improvement) = match (measure, enzyme) {
            (Measure::Enzyme, None) => (None, None),
            (Measure::Enzyme, Some(enzyme)) => {
                let now = multiple(person, session, enzyme);
                let baseline = person
                    .record
                    .session(person.study.protocol.baseline.as_str());
                let before = baseline.and_then(|session| multiple(person, session, enzyme));
                let less = before
                    .zip(now)
                    .and_then(|(before, now)| before.minus(now).ok());
                (now, less.filter(|_| improvement.is_some()))
            }
            _ => (reading.value(), improvement),
        };
        let set = |numbers: &mut OfMeasures, number| {
            if let Some(slot) = numbers.get_mut(at) {
                *slot = number;
            }
        };
        set(&mut found.values, value);
        set(&mut found.improvements, improvement);
        set(&mut found.of_range, of_range);
    }
    found
}

/// Returns a result as a multiple of its upper limit.
fn multiple(person: &Told<'_>, session: &Session, enzyme: Enzyme) -> Option<Exact> {
    let set = core_set(person.study, session);
    let lab = set.enzymes.get(enzyme);
    match lab.value.measured()? {
        Measured::At(value) => value.over(lab.uln?).ok(),
        Measured::Below(_) => None,
    }
}
