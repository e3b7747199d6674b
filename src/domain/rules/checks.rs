//! Questions about answers that are legal but unlikely: limits, jumps, contradictions.
//!
//! The scorer of an instrument asks what concerns that instrument alone; the questions here span two forms, or need the
//! study or the logs. A question must not refuse a value (`domain::forms::engine::typing` does that) or change one. The
//! thresholds are site defaults unless a line names a source; a field's own limits take precedence.

mod amyopathic;
mod asked;
mod context;
mod diagnosis;
mod globals;
mod jump;
mod limits;
mod log_rows;
mod logs;
pub mod names;
mod special;
mod totals;
mod twice;
mod usual_dose;
mod weights;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::checks::{VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Respondent};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::enzymes;
use crate::domain::record::event::PromptOutcome;
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::study::{EarlierScores, Study, fit};
use std::collections::{BTreeMap, BTreeSet};

pub use crate::domain::forms::engine::checks::{About, Affected, Earlier, Question, Side, Was};
pub use amyopathic::Strength;
pub use context::{Context, Contexts};
pub(crate) use log_rows::{contradiction_rule, dates_wrong};
pub use logs::Logs;
pub use totals::Totals;

/// Version of the rules; recorded with each question that was asked.
pub const RULE_VERSION: &str = "1";

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
    questions.extend(jump::question(instrument, field, answer, &visit, || {
        fit::weight(study, context.participant)
    }));
    questions.extend(log_rows::questions(
        study,
        instrument,
        field,
        answer,
        &visit,
        &context.weights,
    ));
    let about = (instrument, field, answer);
    questions.extend(weights::question(study, about, &visit, &context.weights));
    questions.extend(usual_dose::question(study, about, &visit, &context.weights));
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
    let mut questions = standing_form_questions(study, instrument, context);
    questions.retain(|(field, question)| !kept(instrument, &visit, field, &question.rule));
    questions
}

/// Returns the questions about a form as a whole, also those that were answered with "keep".
pub fn standing_form_questions(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Vec<(FieldId, Question)> {
    if context.is_in_error() {
        return Vec::new();
    }
    let visit = context.visit(study, instrument);
    let mut questions = match instrument.scoring {
        Some(scorer) => scorer.form_questions(instrument, &visit),
        None => Vec::new(),
    };
    questions.extend(globals::question(study, instrument, &visit));
    questions.extend(totals::question(study, instrument, &context.totals, &visit));
    questions.extend(log_rows::serious(instrument, &visit));
    questions.extend(logs::questions(study, instrument, &visit, &context.logs));
    questions.extend(special::question(instrument, &visit));
    questions.extend(diagnosis::question(study, instrument, &visit));
    questions.extend(amyopathic::questions(
        study,
        instrument,
        &visit,
        &context.strength,
    ));
    questions.extend(twice::questions(study, instrument, &visit));
    questions.extend(enzymes::checks::other_unit(instrument, &visit));
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
        if context.is_in_error() {
            return None;
        }
        let form = context.row.as_ref().unwrap_or(&instrument.id);
        let cells = context.session.forms.get(form)?;
        let answer = cells.get(&field.id)?.answer.as_ref()?;
        let is_baseline = context.session.visit == study.protocol.baseline;
        let setting = Setting::of(is_baseline, context.participant.sex);
        progress::asked(study.scoring(), instrument, setting, cells, field)
            .then(|| questions(study, instrument, field, answer, context))
    };
    let mut questions = found().unwrap_or_default();
    questions.retain(|question| !stands_elsewhere(&question.rule, &field.id));
    questions
}

/// Returns whether a question that is asked while a field is typed stands at another field once it is stored.
fn stands_elsewhere(rule: &str, field: &FieldId) -> bool {
    match rule {
        "planned-dose" => field.as_str() == "weight",
        usual_dose::RULE => usual_dose::stands_elsewhere(field),
        _ => false,
    }
}

/// Returns what is asked about a form as it stands and nobody has answered with "keep": about each answer that is
/// asked for, in the order of the fields, then about the form as a whole. Two fields that contradict each other ask at
/// both, and are answered at one.
fn open_questions(
    study: &Study,
    instrument: &Instrument,
    context: &Context<'_>,
) -> Vec<(FieldId, Question)> {
    let mut asked = Vec::new();
    for field in instrument.fields() {
        let open = unanswered(study, instrument, field, context).into_iter();
        asked.extend(open.map(|question| (field.id.clone(), question)));
    }
    asked.extend(form_questions(study, instrument, context));
    asked
}

/// Returns the questions about the answer that stands in a field and nobody has answered with "keep".
fn unanswered(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    context: &Context<'_>,
) -> Vec<Question> {
    let visit = context.visit(study, instrument);
    let mut open = standing_questions(study, instrument, field, context);
    open.retain(|question| !kept(instrument, &visit, &field.id, &question.rule));
    open
}

/// Leaves one of the two questions that the fields of a contradiction ask.
fn once_each(mut asked: Vec<(FieldId, Question)>) -> Vec<(FieldId, Question)> {
    let mut once = BTreeSet::new();
    asked.retain(|(field, question)| {
        let pair = counterpart(&question.rule, field).filter(|other| other < field);
        once.insert((pair.unwrap_or_else(|| field.clone()), question.rule.clone()))
    });
    asked
}

/// Returns the field at which the same contradiction is asked about; none for a rule that asks at one field.
pub(in crate::domain) fn counterpart(rule: &str, field: &FieldId) -> Option<FieldId> {
    match (rule, field.as_str()) {
        ("likert-vas", "vas") => Some("likert".into()),
        ("likert-vas", "likert") => Some("vas".into()),
        ("right-left", _) => progress::opposite(field),
        ("planned-dose", "weight") => Some("planned".into()),
        ("planned-dose", "planned") => Some("weight".into()),
        (weights::RULE, _) => weights::other(field),
        (usual_dose::RULE, _) => usual_dose::other(field),
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
    open_in(&mut Contexts::new(record, visit), study, form)
}

/// Returns the same of one of several forms of a session.
pub fn open_in<'a>(
    contexts: &mut Contexts<'a>,
    study: &'a Study,
    form: &FormId,
) -> Vec<(FieldId, Question)> {
    let instrument = study.form(form.as_str());
    let open = instrument
        .zip(contexts.at(study, form))
        .map(|(instrument, context)| open_questions(study, instrument, context));
    once_each(open.unwrap_or_default())
}

/// Returns what is asked at one field of a form as it stands, also where the same is asked at the field that contradicts it.
pub fn open_at_field(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    field: &FieldId,
) -> Vec<Question> {
    let found = || {
        let instrument = study.form(form.as_str())?;
        let mut context = Context::of(study, record, visit.as_str())?.at(form);
        // Each frame asks this: what takes the other visits and the logs is made where it can be asked about alone.
        if totals::asks_at(study, instrument, field) {
            context.totals = Totals::of(study, record, visit.as_str());
        }
        if logs::asks_at(study, instrument, field) {
            context.logs = Logs::of(study, record);
        }
        let definition = instrument.field(field.as_str())?;
        let mut open = unanswered(study, instrument, definition, &context);
        let of_form = form_questions(study, instrument, &context).into_iter();
        let here = of_form.filter(|(at, _)| at == field);
        open.extend(here.map(|(_, question)| question));
        Some(open)
    };
    found().unwrap_or_default()
}

/// Returns the reasons for which values of a form are kept, by field, as far as they are unusual still: a check whose cause is
/// gone, such as a category that was changed since, marks nothing any more. A check that cannot be judged here marks the value
/// as long as it stands.
pub fn still_kept<'a>(
    study: &Study,
    record: &'a ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
) -> BTreeMap<FieldId, Vec<&'a str>> {
    let cells = record.session(visit.as_str());
    let cells = cells.and_then(|session| session.forms.get(form));
    let kept = cells.into_iter().flatten().flat_map(|(field, cell)| {
        let kept = cell.kept.iter();
        let marking = kept.filter(|(rule, _)| names::marks_value(rule));
        marking.map(move |(rule, reason)| (field, rule.as_str(), reason.as_str()))
    });
    let mut kept: Vec<(&FieldId, &str, &str)> = kept.collect();
    let context = || {
        let instrument = study.form(form.as_str())?;
        let context = Context::whole(study, record, visit.as_str())?.at(form);
        let of_form = standing_form_questions(study, instrument, &context);
        Some((instrument, context, of_form))
    };
    // Most forms end here: what follows reads the whole record.
    if kept.iter().any(|(_, rule, _)| !names::looks_back(rule))
        && let Some((instrument, context, of_form)) = context()
    {
        let asks_at = |field: &Field, rule: &str| {
            let alone = standing_questions(study, instrument, field, &context);
            let mut of_form = of_form.iter().filter(|(at, _)| *at == field.id);
            alone.iter().any(|question| question.rule == rule)
                || of_form.any(|(_, question)| question.rule == rule)
        };
        kept.retain(|(id, rule, _)| {
            let Some(field) = instrument.field(id.as_str()) else {
                return true;
            };
            let other = counterpart(rule, id);
            let other = other.and_then(|other| instrument.field(other.as_str()));
            let known = names::may_ask(study, form, field, rule, PromptOutcome::Kept);
            !known
                || names::looks_back(rule)
                || asks_at(field, rule)
                || other.is_some_and(|other| asks_at(other, rule))
        });
    }
    let mut by_field: BTreeMap<FieldId, Vec<&str>> = BTreeMap::new();
    for (field, _, reason) in kept {
        by_field.entry(field.clone()).or_default().push(reason);
    }
    by_field
}

fn kept(instrument: &Instrument, context: &VisitContext<'_>, field: &FieldId, rule: &str) -> bool {
    let cells = context.session.forms.get(context.form(instrument));
    cells.is_some_and(|cells| is_kept(cells, field, rule))
}

/// Returns whether a question was answered with "keep" since the value was set: at its field, or at the one that
/// contradicts it.
pub fn is_kept(cells: &FormCells, field: &FieldId, rule: &str) -> bool {
    let other = counterpart(rule, field);
    let fields = std::iter::once(field).chain(&other);
    let mut cells = fields.filter_map(|field| cells.get(field));
    cells.any(|cell| cell.is_kept(rule))
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
