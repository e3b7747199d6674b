//! The result of a line, as JSON. Must compute nothing.

use crate::domain::base::measured::Amount;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::response::tis::Tis;
use crate::domain::verdict::response::{ByMeasure, Change, Doi, Outcome, Points, Relative};
use std::fmt::Write;

pub(super) fn or_null(decided: Option<bool>) -> &'static str {
    match decided {
        Some(true) => "true",
        Some(false) => "false",
        None => "null",
    }
}

pub(super) fn write_doi(out: &mut String, changes: &ByMeasure<Change>, doi: &Doi) {
    out.push_str(",\"doi\":{\"relative_percent\":{");
    members(out, |out, measure| match changes.get(measure).relative {
        Relative::Missing => out.push_str("null"),
        Relative::Percent(percent) => amount(out, percent),
        Relative::PercentOrZeroWorse(_) => quoted(out, "not-known"),
        Relative::ZeroWorse => quoted(out, "zero-baseline-worse"),
        Relative::ZeroBetter => quoted(out, "zero-baseline-better"),
    });
    out.push_str("},\"improved\":");
    measures(out, &doi.outcomes, |o| *o == Outcome::Improved);
    out.push_str(",\"worse\":");
    measures(out, &doi.outcomes, |o| *o == Outcome::Worse);
    out.push_str(",\"missing\":");
    let unknown = |o: &Outcome| matches!(o, Outcome::Missing | Outcome::Open);
    measures(out, &doi.outcomes, unknown);
    let _ = write!(
        out,
        ",\"n_improved\":{},\"n_worse\":{},\"mmt_worse\":{},\"met\":{}}}",
        doi.improved,
        doi.worse,
        doi.mmt_worse,
        or_null(doi.met)
    );
}

pub(super) fn write_tis(out: &mut String, changes: &ByMeasure<Change>, tis: &Tis) {
    out.push_str(",\"tis\":{\"percent_of_range\":{");
    members(out, |out, measure| match changes.get(measure).of_range {
        Some(percent) => amount(out, percent),
        None => out.push_str("null"),
    });
    out.push_str("},\"points\":{");
    members(out, |out, measure| match tis.points.get(measure) {
        Some(points) => push_points(out, *points),
        None => out.push_str("null"),
    });
    out.push_str("},\"missing\":");
    measures(out, &tis.points, Option::is_none);
    out.push_str(",\"total\":");
    match tis.total {
        Some(total) => push_points(out, total),
        None => out.push_str("null"),
    }
    match tis.category {
        Some(category) => drop(write!(out, ",\"category\":\"{}\"", category.key())),
        None => out.push_str(",\"category\":null"),
    }
    let _ = write!(
        out,
        ",\"bounds\":{{\"low\":{},\"high\":{},\"category_low\":\"{}\",\"category_high\":\"{}\"}}}}",
        tis.low,
        tis.high,
        tis.category_low.key(),
        tis.category_high.key()
    );
}

/// Appends points with one decimal, without the machinery of formatting: there are up to nine a line.
pub(super) fn push_points(out: &mut String, points: Points) {
    let digit = |n: u16| char::from(b'0' + u8::try_from(n % 10).unwrap_or(0));
    let tenths = points.as_tenths();
    for unit in [1000, 100] {
        if tenths >= unit {
            out.push(digit(tenths / unit));
        }
    }
    out.push(digit(tenths / 10));
    out.push('.');
    out.push(digit(tenths));
}

pub(super) fn members(out: &mut String, mut value: impl FnMut(&mut String, Measure)) {
    for (at, measure) in Measure::ALL.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        quoted(out, measure.key());
        out.push(':');
        value(out, measure);
    }
}

pub(super) fn measures<T>(out: &mut String, all: &ByMeasure<T>, pass: impl Fn(&T) -> bool) {
    out.push('[');
    let mut first = true;
    for (measure, _) in all.iter().filter(|(_, thing)| pass(thing)) {
        if !first {
            out.push(',');
        }
        first = false;
        quoted(out, measure.key());
    }
    out.push(']');
}

/// Writes a percentage, or the one end that a `<` result leaves known, such as `>20`.
pub(super) fn amount(out: &mut String, amount: Amount) {
    out.push('"');
    if !amount.write_exact(out) {
        out.push_str("not-known");
    }
    out.push('"');
}

pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}
