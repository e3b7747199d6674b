//! Laboratory results and their limits of normal. Comparisons are made in the unit of the limits of what is measured, for
//! enzymes in U/L, exactly.
//!
//! Asked of every field of kind `lab`, whichever form has it.

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::checks::{About, Question, VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing::{
    LAB_DECIMALS, factor, in_unit_of_limits, is_microkatal,
};
use crate::domain::record::event::Origin;
use crate::domain::treatment::units::Quantity;
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
        quantity,
        soft_min,
        soft_max,
        is_limit,
        ..
    } = field.kind
    else {
        return Vec::new();
    };
    let Some(now) = in_one_unit(field, answer) else {
        return Vec::new();
    };
    // A result in the wrong unit is also out of range; one question is enough.
    let range = looks_like_units(field, answer, soft_min, soft_max).or_else(|| {
        let of_limits = quantity.stored().code();
        let converted = answer
            .unit()
            .is_some_and(|unit| exact_factor(quantity, unit) != Some(Exact::int(1)));
        let unit = match converted {
            true => Some(of_limits),
            false => answer.unit(),
        };
        let mut question = soft_range(now, Some(soft_min), Some(soft_max), unit, converted)?;
        if let About::OutOfRange { number, .. } = &mut question.about {
            *number = number.round_dp(LAB_DECIMALS);
        }
        Some(question)
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

/// Returns the number of a result or limit in the unit of its field's limits.
fn in_one_unit(field: &Field, answer: &Answer) -> Option<Decimal> {
    let FieldKind::Lab { quantity, .. } = field.kind else {
        return None;
    };
    in_unit_of_limits(quantity, answer.as_number()?, answer.unit())
}

/// Returns the factor from a unit to that of the limits; none where the quantity is not given in it.
fn exact_factor(quantity: Quantity, unit: &str) -> Option<Exact> {
    factor(quantity, unit)?.exact().ok()
}

fn looks_like_units(
    field: &Field,
    answer: &Answer,
    soft_min: Decimal,
    soft_max: Decimal,
) -> Option<Question> {
    let number = answer.as_number()?;
    let unit = answer.unit().filter(|unit| is_microkatal(unit))?;
    let too_high = in_one_unit(field, answer)? > soft_max;
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
    let in_form = |id: &str| in_one_unit(instrument.field(id)?, context.now(instrument, id)?);
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
    let (before, now) = (in_one_unit(field, earlier)?, in_one_unit(field, answer)?);
    let more = before.checked_mul(CK_FACTOR).is_some_and(|b| now > b);
    let less = now.checked_mul(CK_FACTOR).is_some_and(|n| n < before);
    (before > Decimal::ZERO && (more || less)).then(|| {
        let factor = CK_FACTOR;
        let was = context.earlier(instrument, field, session, earlier);
        Question::new("jump", About::ManyFold { factor, was })
    })
}

/// Results keep the unit in which they were typed: once another is chosen, they may be many times off. Asked at each field
/// that holds a unit.
pub(crate) fn other_unit(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Vec<(FieldId, Question)> {
    let mut asked: Vec<(&FieldId, &str, Vec<String>)> = Vec::new();
    for field in instrument.fields() {
        let FieldKind::Lab {
            quantity,
            unit_field,
            ..
        } = &field.kind
        else {
            continue;
        };
        let chosen = context.now(instrument, unit_field.as_str());
        let result = context.now(instrument, field.id.as_str());
        let (Some(chosen), Some(unit)) = (
            chosen.and_then(Answer::as_code),
            result.and_then(Answer::unit),
        ) else {
            continue;
        };
        if exact_factor(*quantity, chosen) == exact_factor(*quantity, unit) {
            continue;
        }
        let label = field.label.clone();
        match asked.iter_mut().find(|(at, ..)| *at == unit_field) {
            Some((.., labels)) => labels.push(label),
            None => asked.push((unit_field, chosen, vec![label])),
        }
    }
    let questions = asked.into_iter().map(|(at, unit, labels)| {
        let unit = unit.to_owned();
        let about = About::OtherUnit { unit, labels };
        (at.clone(), Question::new("other-unit", about))
    });
    questions.collect()
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
    (in_one_unit(field, earlier)? != in_one_unit(field, answer)?).then(|| {
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
