//! Laboratory results and their limits of normal. Comparisons are made in U/L, exactly.
//!
//! Asked of every field of kind `lab`, whichever form has it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{About, Question, VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::{in_units, is_microkatal};
use crate::domain::record::event::Origin;
use rust_decimal::Decimal;

/// The rules by which laboratory results are asked about, besides range and jump.
pub(crate) const RULES: &[&str] = &[
    "looks-like-units",
    "uln-multiple",
    "other-unit",
    "uln-changed",
    "limit-as-result",
];

/// Multiple of the limit of normal above which a result is asked about (site default).
const MULTIPLE: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// Change of creatine kinase that is asked about, as a factor (site default).
const CK_FACTOR: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
/// Creatine kinase in microkatal/L above which the unit is in doubt (site default).
const CK_MICROKATAL: Decimal = Decimal::from_parts(200, 0, 0, false, 0);

/// Returns the questions about a result or a limit that has just been accepted.
pub(crate) fn questions(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Vec<Question> {
    let FieldKind::Lab {
        soft_min,
        soft_max,
        is_limit,
        ..
    } = field.kind
    else {
        return Vec::new();
    };
    let Some(now) = units(answer) else {
        return Vec::new();
    };
    // A result in the wrong unit is also out of range; one question is enough.
    let range = looks_like_units(field, answer, soft_min, soft_max).or_else(|| {
        let converted = answer.unit().is_some_and(is_microkatal);
        let unit = Some("U/L");
        soft_range(now, Some(soft_min), Some(soft_max), unit, converted)
    });
    let change = if is_limit {
        changed_limit(instrument, field, answer, context)
    } else {
        tenfold(instrument, field, answer, context)
    };
    range
        .into_iter()
        .chain(multiple(instrument, field, now, is_limit, context))
        .chain(carried_limit(instrument, field, answer, context))
        .chain(change)
        .collect()
}

fn units(answer: &Answer) -> Option<Decimal> {
    in_units(answer.as_number()?, answer.unit())
}

fn looks_like_units(
    field: &Field,
    answer: &Answer,
    soft_min: Decimal,
    soft_max: Decimal,
) -> Option<Question> {
    let number = answer.as_number()?;
    let unit = answer.unit().filter(|unit| is_microkatal(unit))?;
    let too_high = units(answer)? > soft_max;
    let usual_in_units = (soft_min..=soft_max).contains(&number);
    let ck = field.id.as_str() == "ck" && number > CK_MICROKATAL;
    (ck || too_high && usual_in_units).then(|| {
        let unit = unit.to_owned();
        Question::new("looks-like-units", About::LooksLikeUnits { number, unit })
    })
}

/// Asked at the result when the limit is there, and at the limit when the result is.
fn multiple(
    instrument: &Instrument,
    field: &Field,
    now: Decimal,
    is_limit: bool,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let in_form = |id: &str| units(context.now(instrument, id)?);
    let (value, limit) = if is_limit {
        let result = instrument.fields().find(|other| {
            matches!(&other.kind, FieldKind::Lab { uln_field: Some(uln), .. } if *uln == field.id)
        })?;
        (in_form(result.id.as_str())?, now)
    } else {
        let FieldKind::Lab {
            uln_field: Some(uln),
            ..
        } = &field.kind
        else {
            return None;
        };
        (now, in_form(uln.as_str())?)
    };
    let threshold = limit.checked_mul(MULTIPLE)?;
    (limit > Decimal::ZERO && value > threshold).then(|| {
        let multiple = MULTIPLE;
        Question::new("uln-multiple", About::ManyLimits { multiple })
    })
}

/// Asked at a result that is the limit of the result before it, where that limit came by itself: who types limit after
/// result, as they stand on paper, then types the limit one field too late.
fn carried_limit(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let limit_of = |field: &Field| match &field.kind {
        FieldKind::Lab { uln_field, .. } => uln_field.clone(),
        _ => None,
    };
    limit_of(field)?;
    let before = instrument.fields().take_while(|other| other.id != field.id);
    let (result, limit) = before
        .filter_map(|other| Some((other, limit_of(other)?)))
        .last()?;
    let form = context.session.forms.get(context.form(instrument))?;
    let cell = form.get(&limit)?;
    let is_it = cell.origin == Some(Origin::Carried) && cell.answer.as_ref() == Some(answer);
    is_it.then(|| {
        let before = result.label.clone();
        Question::new("limit-as-result", About::LimitAsResult { before })
    })
}

fn tenfold(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    if field.id.as_str() != "ck" {
        return None;
    }
    let (session, earlier) = context.before(instrument, field.id.as_str())?;
    let (before, now) = (units(earlier)?, units(answer)?);
    let more = before.checked_mul(CK_FACTOR).is_some_and(|b| now > b);
    let less = now.checked_mul(CK_FACTOR).is_some_and(|n| n < before);
    (before > Decimal::ZERO && (more || less)).then(|| {
        let factor = CK_FACTOR;
        let was = context.earlier(instrument, field, session, earlier);
        Question::new("jump", About::ManyFold { factor, was })
    })
}

/// Results keep the unit in which they were typed: once another is chosen, they may be 60 times off.
pub(crate) fn other_unit(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    let mut at = None;
    let mut labels = Vec::new();
    for field in instrument.fields() {
        let FieldKind::Lab { unit_field, .. } = &field.kind else {
            continue;
        };
        let chosen = context.now(instrument, unit_field.as_str());
        let result = context.now(instrument, field.id.as_str());
        if let (Some(chosen), Some(unit)) = (
            chosen.and_then(Answer::as_code),
            result.and_then(Answer::unit),
        ) && is_microkatal(chosen) != is_microkatal(unit)
        {
            at.get_or_insert((unit_field.clone(), chosen));
            labels.push(field.label.clone());
        }
    }
    let (unit_field, chosen) = at?;
    let unit = chosen.to_owned();
    let about = About::OtherUnit { unit, labels };
    Some((unit_field, Question::new("other-unit", about)))
}

/// A laboratory seldom changes its limit; another laboratory has its own.
fn changed_limit(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let (session, earlier) = context.before(instrument, field.id.as_str())?;
    if let Some(laboratory) = laboratory(instrument) {
        let here = context.now(instrument, laboratory.id.as_str())?;
        let there = session.answer(instrument.id.as_str(), laboratory.id.as_str())?;
        if name(here)? != name(there)? {
            return None;
        }
    }
    (units(earlier)? != units(answer)?).then(|| {
        let was = context.earlier(instrument, field, session, earlier);
        Question::new("uln-changed", About::LimitChanged { was })
    })
}

fn laboratory(instrument: &Instrument) -> Option<&Field> {
    instrument
        .fields()
        .find(|field| matches!(field.id.as_str(), "laboratory" | "lab"))
}

fn name(laboratory: &Answer) -> Option<String> {
    let name = laboratory.as_text().or_else(|| laboratory.as_code())?;
    Some(name.trim().to_lowercase())
}
