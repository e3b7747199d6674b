//! Questions about answers that are legal but unlikely: limits, jumps, contradictions.
//!
//! The scorer of an instrument asks what concerns that instrument alone; the questions here span two forms, or need the
//! study or the logs. A question must not refuse a value (`domain::forms::engine::typing` does that) or change one. The
//! thresholds are site defaults unless a line names a source; a field's own limits take precedence.

mod globals;
mod jump;
mod limits;
mod log_rows;
pub mod names;
mod totals;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::course::{Measured, measured};
use crate::domain::forms::engine::checks::{VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Respondent};
use crate::domain::forms::engine::progress;
use crate::domain::forms::enzymes;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::{EarlierScores, Study, fit};
use std::collections::BTreeSet;

pub use crate::domain::forms::engine::checks::{About, Earlier, Question, Side, Was};
pub(crate) use log_rows::{contradiction_rule, dates_wrong};
pub use totals::Totals;

/// Version of the rules; recorded with each question that was asked.
pub const RULE_VERSION: &str = "1";

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
        // Where a day is not by the rules, it is not known which visit came first.
        let is_dated = |other: &Session| session.day().is_some() && other.day().is_some();
        // What the logs say has no earlier visit to be compared with.
        let in_log = visit == crate::domain::record::rows::SESSION;
        let mut earlier: Vec<&Session> = record
            .visits()
            .filter(|other| {
                !in_log
                    && other.visit != session.visit
                    && is_dated(other)
                    && order(other) < order(session)
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
        self.row = crate::domain::record::rows::split(form.as_str()).map(|_| form.clone());
        self
    }

    /// Returns what the questions about one form may look at.
    fn visit(&self, study: &Study, instrument: &Instrument) -> VisitContext<'_> {
        VisitContext {
            participant: self.participant,
            session: self.session,
            earlier: &self.earlier,
            row: self.row.as_ref(),
            names_earlier: may_name_earlier(study, instrument),
        }
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
    let visit = context.visit(study, instrument);
    let mut questions = match &field.kind {
        FieldKind::Lab { .. } => enzymes::checks::questions(instrument, field, answer, &visit),
        _ => limits::questions(field, answer, &visit),
    };
    questions.extend(jump::question(
        instrument,
        field,
        answer,
        (&visit, fit::weight(study, context.participant)),
    ));
    questions.extend(log_rows::questions(
        study,
        instrument,
        field,
        answer,
        &visit,
        &context.weights,
    ));
    if let Some(scorer) = instrument.scoring {
        questions.extend(scorer.field_questions(instrument, field, answer, &visit));
    }
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
    soft_range(number, *soft_min, *soft_max, answer.unit(), false)
}

/// Returns the questions about a form as a whole, each with the field that it is asked at. One that
/// was already answered with "keep" at that field is left out.
pub fn form_questions(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Vec<(FieldId, Question)> {
    let visit = context.visit(study, instrument);
    let mut questions = match instrument.scoring {
        Some(scorer) => scorer.form_questions(instrument, &visit),
        None => Vec::new(),
    };
    questions.extend(globals::question(study, instrument, &visit));
    questions.extend(totals::question(study, instrument, &context.totals, &visit));
    questions.extend(log_rows::serious(instrument, &visit));
    questions.extend(enzymes::checks::other_unit(instrument, &visit));
    questions.retain(|(field, question)| !kept(instrument, &visit, field, &question.rule));
    questions
}

/// Returns the questions about the answer that stands in a field; none where it has none, or is not asked now.
pub fn standing_questions(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    context: &Context<'_>,
) -> Vec<Question> {
    let found = || {
        let form = context.row.as_ref().unwrap_or(&instrument.id);
        let cells = context.session.forms.get(form)?;
        let answer = cells.get(&field.id)?.answer.as_ref()?;
        let baseline = context.session.visit == study.protocol.baseline;
        progress::asked(study.scoring(), instrument, baseline, cells, field)
            .then(|| questions(study, instrument, field, answer, context))
    };
    found().unwrap_or_default()
}

/// Returns what is asked about a form as it stands and nobody has answered with "keep": about each answer that is
/// asked for, in the order of the fields, then about the form as a whole. Two fields that contradict each other ask at
/// both, and are answered at one.
fn open_questions(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Vec<(FieldId, Question)> {
    let visit = context.visit(study, instrument);
    let mut asked = Vec::new();
    for field in instrument.fields() {
        for question in standing_questions(study, instrument, field, context) {
            let other = counterpart(&question.rule, &field.id);
            let mut fields = std::iter::once(&field.id).chain(&other);
            if !fields.any(|field| kept(instrument, &visit, field, &question.rule)) {
                asked.push((field.id.clone(), question));
            }
        }
    }
    asked.extend(form_questions(study, instrument, context));
    let mut once = BTreeSet::new();
    asked.retain(|(field, question)| {
        let pair = counterpart(&question.rule, field).filter(|other| other < field);
        once.insert((pair.unwrap_or_else(|| field.clone()), question.rule.clone()))
    });
    asked
}

/// Returns the field at which the same contradiction is asked about; none for a rule that asks at one field.
pub(in crate::domain::rules) fn counterpart(rule: &str, field: &FieldId) -> Option<FieldId> {
    match (rule, field.as_str()) {
        ("likert-vas", "vas") => Some("likert".into()),
        ("likert-vas", "likert") => Some("vas".into()),
        ("right-left", _) => progress::opposite(field),
        _ => None,
    }
}

/// Returns the same of a form of a visit, or of a row of a log; `study` is the version that it is read by. Nothing
/// where the visit was not begun.
pub fn open_at(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Vec<(FieldId, Question)> {
    let found = || {
        let instrument = study.form(form.as_str())?;
        let mut context = Context::of(study, record, visit.as_str())?.at(form);
        context.totals = Totals::of(study, record, visit.as_str());
        Some(open_questions(study, instrument, &context))
    };
    found().unwrap_or_default()
}

/// Returns whether a question was answered with "keep" since the value was set.
fn kept(instrument: &Instrument, context: &VisitContext<'_>, field: &FieldId, rule: &str) -> bool {
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

#[cfg(test)]
mod tests;
