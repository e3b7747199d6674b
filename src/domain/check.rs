//! Questions about answers that are legal but unlikely: limits, jumps, contradictions.
//!
//! A question never refuses a value (`domain::typing` does that) and never changes one. The
//! thresholds are site defaults unless a line names a source; a field's own limits go before them.

mod beside;
mod dose;
mod jump;
mod lab;
mod limits;
mod mdaat;
mod pairs;
mod totals;

use super::answer::Answer;
use super::ids::{FieldId, FormId};
use super::instrument::{Field, FieldKind, Instrument, Respondent};
use super::participant::Participant;
use super::session::{ParticipantRecord, Session};
use super::story::{Measured, measured};
use super::study::{EarlierScores, Study};

pub(crate) use beside::{contradiction_rule, dates_wrong};
pub use totals::{Totals, Was};

/// Version of the rules; recorded with each question that was asked.
pub const RULE_VERSION: &str = "1";

/// A question about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name of the rule, such as `soft-range` or `M3`.
    pub rule: String,
    /// The question: what is unusual, in one or two sentences.
    pub text: String,
}

impl Question {
    fn new(rule: &str, text: impl Into<String>) -> Self {
        Self {
            rule: rule.to_owned(),
            text: text.into(),
        }
    }
}

/// What the checks may look at besides the answer itself.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The participant.
    pub participant: &'a Participant,
    /// The session that is assessed.
    pub session: &'a Session,
    /// The participant's earlier sessions, the latest first.
    pub earlier: Vec<&'a Session>,
    /// Totals of scored forms now and at the last visit, where they are known.
    pub totals: Totals,
    /// The row of a log that is looked at; none for a form of a visit, which its instrument names.
    pub row: Option<FormId>,
    /// The participant's weights, by day.
    pub weights: Vec<Measured>,
}

impl<'a> Context<'a> {
    /// Returns the context of one visit in a participant's record; none when it was not begun.
    /// Earlier sessions are those of an earlier day, or of the same day and earlier in the schedule.
    pub fn of(study: &Study, record: &'a ParticipantRecord, visit: &str) -> Option<Self> {
        let session = record.session(visit)?;
        let order = |s: &Session| (s.date, study.visit_index(s.visit.as_str()));
        // What the logs say has no earlier visit to be compared with.
        let in_log = visit == super::log::SESSION;
        let mut earlier: Vec<&Session> = record
            .visits()
            .filter(|other| {
                !in_log && other.visit != session.visit && order(other) < order(session)
            })
            .collect();
        earlier.sort_by_key(|session| std::cmp::Reverse(order(session)));
        Some(Self {
            participant: &record.participant,
            session,
            earlier,
            totals: Totals::default(),
            row: None,
            weights: measured(study, record),
        })
    }

    /// Returns the context for one form; that matters where it is a row of a log.
    pub fn at(mut self, form: &FormId) -> Self {
        self.row = super::log::split(form.as_str()).map(|_| form.clone());
        self
    }

    /// Returns the id under which the cells of the form that is looked at stand.
    fn form<'b>(&'b self, instrument: &'b Instrument) -> &'b FormId {
        self.row.as_ref().unwrap_or(&instrument.id)
    }

    /// Returns the value that another field of this session has.
    fn now(&self, instrument: &Instrument, field: &str) -> Option<&'a Answer> {
        self.session
            .answer(self.form(instrument).as_str(), field)
            .filter(|answer| answer.value().is_some())
    }

    /// Returns the latest earlier value of a field, with its session.
    fn before(&self, instrument: &Instrument, field: &str) -> Option<(&'a Session, &'a Answer)> {
        self.earlier.iter().find_map(|session| {
            let answer = session.answer(instrument.id.as_str(), field)?;
            answer.value()?;
            Some((*session, answer))
        })
    }
}

/// Returns the questions about one answer that has just been accepted; none about a missing one.
pub fn questions(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
) -> Vec<Question> {
    if answer.value().is_none() {
        return Vec::new();
    }
    let mut questions = match &field.kind {
        FieldKind::Lab { .. } => lab::questions(study, instrument, field, answer, context),
        _ => limits::questions(field, answer, context),
    };
    questions.extend(jump::question(study, instrument, field, answer, context));
    questions.extend(beside::questions(study, instrument, field, answer, context));
    questions.extend(pairs::questions(instrument, field, answer, context));
    questions.extend(mdaat::item_question(
        study, instrument, field, answer, context,
    ));
    questions
}

/// Returns the question about a number alone, of which nothing else is known yet: its soft limits.
pub fn range_question(field: &Field, answer: &Answer) -> Option<Question> {
    let (
        FieldKind::Number {
            soft_min, soft_max, ..
        },
        Some(number),
    ) = (&field.kind, answer.as_number())
    else {
        return None;
    };
    limits::soft_range(number, *soft_min, *soft_max, answer.unit())
}

/// Returns the questions about a form as a whole, each with the field that it is asked at. One that
/// was already answered with "keep" at that field is left out.
pub fn form_questions(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Vec<(FieldId, Question)> {
    let mut questions = mdaat::questions(study, instrument, context);
    questions.extend(totals::question(study, instrument, context));
    questions.extend(dose::question(instrument, context));
    questions.extend(beside::serious(instrument, context));
    questions.extend(lab::other_unit(instrument, context));
    questions.retain(|(field, question)| !kept(instrument, context, field, &question.rule));
    questions
}

/// Returns whether a question was answered with "keep" since the value was set.
fn kept(instrument: &Instrument, context: &Context<'_>, field: &FieldId, rule: &str) -> bool {
    context
        .session
        .forms
        .get(context.form(instrument))
        .and_then(|cells| cells.get(field))
        .is_some_and(|cell| cell.kept.iter().any(|(kept, _)| kept == rule))
}

/// Returns whether a question may name the earlier value: never to the patient, and not where the
/// study hides earlier scores while a visit is assessed.
fn may_name_earlier(study: &Study, instrument: &Instrument) -> bool {
    let hidden = instrument.measure.is_some_and(|measure| {
        study.protocol.earlier_scores.get(&measure) == Some(&EarlierScores::Never)
    });
    instrument.respondent != Respondent::Patient && !hidden
}

/// Returns ` (it was 4.7 on 2026-01-05)`, or nothing where the earlier value may not be named.
fn earlier_words(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    session: &Session,
    before: &Answer,
) -> String {
    if !may_name_earlier(study, instrument) {
        return String::new();
    }
    let unit = before
        .unit()
        .map_or(String::new(), |unit| format!(" {unit}"));
    format!(
        " (it was {}{unit} on {})",
        super::typing::show(instrument, field, before),
        session.date
    )
}

#[cfg(test)]
mod tests;
