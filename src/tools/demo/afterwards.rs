//! What is done once the visits of a synthetic participant are entered: forms are completed, a query is asked and answered,
//! visits are signed, one is changed after that, an unusual value is kept, an answer is entered late.
//!
//! Says from the record alone which step is next, so that it is asked again until there is none. Writes nothing.

use super::story::Story;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use crate::domain::record::query::{State, Step as QueryStep};
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::rules::checks::{Context, RULE_VERSION, questions};
use crate::domain::rules::order::is_complete;
use crate::domain::study::Study;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A step: one request to the owner of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Events are stored.
    Store {
        /// What happens.
        events: Vec<Event>,
        /// Why an answer is changed, as the study words it.
        reason: Option<String>,
        /// The day on which it was observed and why it is entered later, as the study words it.
        late: Option<(NaiveDate, String)>,
    },
    /// A visit is signed as it stands.
    Sign(VisitId),
}

/// Returns the steps that are next for the participant of that index, which do not hang on each other; none once all is done.
/// The first fourteen participants have queries, signatures and corrections, all of them have completed forms.
pub fn afterwards(study: &Study, record: &ParticipantRecord, index: usize) -> Vec<Step> {
    let left = left(study, record);
    if !left.is_empty() || index >= Story::COUNT {
        return left;
    }
    let outcome = study.protocol.outcome.as_str();
    let found = match Story::of(index) {
        Story::Second => kept_check(study, record),
        Story::Major => sign_once(record, outcome),
        Story::NonResponder => {
            sign_once(record, outcome).or_else(|| change(study, record, outcome))
        }
        Story::Worse => query(record, outcome, &[QueryStep::Open]),
        Story::Amyopathic => {
            let steps = [QueryStep::Open, QueryStep::Answer, QueryStep::Close];
            query(record, outcome, &steps)
        }
        Story::Gaps => late(study, record, outcome),
        Story::Enrolled
        | Story::HalfBaseline
        | Story::First
        | Story::Third
        | Story::Overdue
        | Story::Missed
        | Story::Early
        | Story::ExactlyTwenty => None,
    };
    found.into_iter().collect()
}

/// Returns that every form is left in which something was entered since, complete or not.
fn left(study: &Study, record: &ParticipantRecord) -> Vec<Step> {
    let sessions = record.visits();
    let forms = sessions.flat_map(|session| session.forms.keys().map(move |form| (session, form)));
    let left = forms.filter(|(session, form)| {
        session.is_stored_since_left(form) && !session.completed.contains_key(*form)
    });
    let left = left.map(|(session, form)| {
        let (participant, visit) = (record.participant.id.clone(), session.visit.clone());
        let complete = is_complete(study, Some(session), record.participant.sex, &visit, form);
        let form = form.clone();
        match complete {
            true => Event::Completed {
                participant,
                visit,
                form,
                kept: None,
            },
            false => Event::FormLeft {
                participant,
                visit,
                form,
            },
        }
    });
    left.map(|event| store(vec![event])).collect()
}

fn store(events: Vec<Event>) -> Step {
    Step::Store {
        events,
        reason: None,
        late: None,
    }
}

/// Returns a field of a visit.
fn place(record: &ParticipantRecord, visit: &str, form: &FormId, field: &FieldId) -> FieldPath {
    FieldPath {
        participant: record.participant.id.clone(),
        visit: VisitId::new(visit),
        form: form.clone(),
        field: field.clone(),
    }
}

/// Returns the first scale of a visit with its form and the number that stands on it.
fn scale<'a>(study: &'a Study, session: &Session) -> Option<(&'a Instrument, &'a Field, Decimal)> {
    let visit = study.visit(session.visit.as_str())?;
    let forms = visit
        .forms
        .iter()
        .filter_map(|form| study.form(form.as_str()));
    let mut scales = forms.flat_map(|form| {
        let fields = form
            .fields()
            .filter(|field| matches!(field.kind, FieldKind::Vas { .. }));
        fields.map(move |field| (form, field))
    });
    scales.find_map(|(form, field)| {
        let answer = session
            .forms
            .get(&form.id)?
            .get(&field.id)?
            .answer
            .as_ref()?;
        match answer.value()? {
            Value::Number(number) => Some((form, field, *number)),
            Value::Below(_) | Value::Code(_) | Value::Text(_) | Value::Date(_) => None,
        }
    })
}

/// Returns a change of the first scale of a visit to another number, for the first reason that the study has.
fn changed(
    study: &Study,
    record: &ParticipantRecord,
    (form, field): (&Instrument, &Field),
    session: &Session,
    number: Decimal,
) -> Option<Step> {
    let answer = Answer::number(number, None);
    let place = place(record, session.visit.as_str(), &form.id, &field.id);
    let context = Context::of(study, record, session.visit.as_str())?;
    let reason = study.protocol.change_reasons.first()?.label.clone();
    let asked = questions(study, form, field, &answer, &context);
    let keep = study.protocol.keep_reasons.first()?;
    let kept = asked.into_iter().map(|question| Event::Prompted {
        place: place.clone(),
        rule: question.rule,
        rule_version: RULE_VERSION.to_owned(),
        value: number.to_string(),
        outcome: PromptOutcome::Kept,
        reason: Some(keep.code.clone()),
    });
    let answered = Event::Answered {
        place: place.clone(),
        answer,
        origin: Origin::Generated,
    };
    // What is kept is kept of the answer that stands.
    let events = std::iter::once(answered).chain(kept).collect();
    Some(Step::Store {
        events,
        reason: Some(reason),
        late: None,
    })
}

/// Returns that the last visit's first scale is changed to a number that is asked about and kept; none once it was.
fn kept_check(study: &Study, record: &ParticipantRecord) -> Option<Step> {
    let session = record.visits().max_by_key(|session| session.date)?;
    let (form, field, number) = scale(study, session)?;
    let context = Context::of(study, record, session.visit.as_str())?;
    let is_asked = |number: Decimal| {
        let answer = Answer::number(number, None);
        !questions(study, form, field, &answer, &context).is_empty()
    };
    if is_asked(number) {
        return None;
    }
    let other = (0..=10)
        .map(Decimal::from)
        .find(|number| is_asked(*number))?;
    changed(study, record, (form, field), session, other)
}

/// Returns that a visit is signed that was never signed.
fn sign_once(record: &ParticipantRecord, visit: &str) -> Option<Step> {
    let session = record.session(visit)?;
    session
        .signatures
        .is_empty()
        .then(|| Step::Sign(session.visit.clone()))
}

/// Returns that a signed visit is changed by the smallest step of its first scale, so that its signature no longer counts.
fn change(study: &Study, record: &ParticipantRecord, visit: &str) -> Option<Step> {
    let session = record.session(visit)?;
    if session
        .signatures
        .iter()
        .any(|signature| signature.voided.is_some())
    {
        return None;
    }
    let (form, field, number) = scale(study, session)?;
    let tenth = Decimal::new(1, 1);
    let other = match number.is_zero() {
        true => tenth,
        false => number - tenth,
    };
    changed(study, record, (form, field), session, other)
}

/// Returns the next of these steps of a query about the first field of a visit.
fn query(record: &ParticipantRecord, visit: &str, steps: &[QueryStep]) -> Option<Step> {
    let session = record.session(visit)?;
    let (form, cells) = session.forms.iter().next()?;
    let (field, cell) = cells.iter().next()?;
    let asked = cell.queries.first();
    let next = match asked.map(|query| query.state) {
        None => QueryStep::Open,
        Some(State::New) => QueryStep::Answer,
        Some(State::Answered | State::Proposed) => QueryStep::Close,
        Some(State::Closed) => return None,
    };
    let text = match next {
        QueryStep::Open | QueryStep::Reopen => {
            "Does this agree with the source? A synthetic query."
        }
        QueryStep::Answer | QueryStep::Propose => {
            "It does; the source was read again. A synthetic answer."
        }
        QueryStep::Close => "Settled.",
    };
    steps.contains(&next).then(|| {
        store(vec![Event::Queried {
            place: place(record, visit, form, field),
            query: asked.map_or(0, |query| query.id),
            step: next,
            text: text.to_owned(),
        }])
    })
}

/// Returns that the first answer which was missing at a visit is entered late, as it was observed on the day of the visit;
/// none once an answer of it was changed.
fn late(study: &Study, record: &ParticipantRecord, visit: &str) -> Option<Step> {
    let session = record.session(visit)?;
    let mut cells = session.forms.values().flat_map(|cells| cells.values());
    if cells.any(|cell| cell.reason.is_some()) {
        return None;
    }
    let missing = session.forms.iter().flat_map(|(form, cells)| {
        let missing = cells
            .iter()
            .filter(|(_, cell)| matches!(cell.answer, Some(Answer::Missing { .. })));
        missing.map(move |(field, _)| (form, field))
    });
    let mut choices = missing.filter_map(|(form, field)| {
        let form = study.form(form.as_str())?;
        let field = form.field(field.as_str())?;
        Some((form, field, form.choices(field).first()?))
    });
    let (form, field, choice) = choices.next()?;
    let reason = study.protocol.change_reasons.first()?.label.clone();
    let late = study.protocol.late_reasons.first()?.label.clone();
    Some(Step::Store {
        events: vec![Event::Answered {
            place: place(record, visit, &form.id, &field.id),
            answer: Answer::code(&choice.code),
            origin: Origin::Generated,
        }],
        reason: Some(reason),
        late: Some((session.date, late)),
    })
}
