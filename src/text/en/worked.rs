//! A verdict worked out in words: what each measure counts as and why, and which conditions are met.
//!
//! Every number is the verdict's own; nothing is calculated here.

use crate::domain::base::measured::{Amount, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::study::Study;
use crate::domain::verdict::core_set::Reading;
use crate::domain::verdict::response::change::Threshold;
use crate::domain::verdict::response::doi::{
    Doi, IMPROVED, LEAST_IMPROVED, MOST_WORSE, REGISTERED_IMPROVED, REGISTERED_WORSE, Strength,
    WORSE,
};
use crate::domain::verdict::response::tis::{band_edges, most_points};
use crate::domain::verdict::response::{Category, Judgement, Outcome, Relative};
use crate::domain::verdict::{MeasureVerdict, Verdict};
use crate::text::English;
use crate::text::en::facts::in_category;
use crate::text::facts::Facts as _;
use crate::text::totals::Totals as _;
use crate::text::worked::{Line, Weight};

/// Returns a measure in words.
pub(super) fn measure(entry: &MeasureVerdict) -> Vec<Line> {
    let mut lines = vec![Line::new(Weight::Plain, 0, change(entry))];
    lines.extend(points(entry).map(|text| Line::new(Weight::Plain, 2, text)));
    lines
}

/// Returns the definitions and the total in words.
pub(super) fn verdict(verdict: &Verdict, study: &Study) -> Vec<Line> {
    let mut lines = definition(
        "IMACS improvement",
        verdict,
        &verdict.doi,
        [IMPROVED, WORSE],
    );
    let differs = match verdict.registered_differs {
        true => " (differs)",
        false => "",
    };
    lines.extend(definition(
        &format!("Registered{differs}"),
        verdict,
        &verdict.registered,
        [REGISTERED_IMPROVED, REGISTERED_WORSE],
    ));
    lines.extend(total(verdict, study));
    lines
}

fn name(entry: &MeasureVerdict) -> String {
    let label = English.measure(entry.measure);
    match entry.enzyme {
        Some(enzyme) => format!("{label} ({}, U/L)", English.enzyme(enzyme)),
        None => label.to_owned(),
    }
}

fn reading(entry: &MeasureVerdict, reading: &Reading) -> String {
    match reading {
        Reading::Value(value) => {
            // As on the panel where that is exact, else the exact number.
            let shown = entry.edge(*value);
            match Exact::parse(&shown) == Ok(*value) {
                true => shown,
                false => value.to_string(),
            }
        }
        Reading::Below(limit) => entry.shown(Measured::Below(*limit)),
        Reading::Missing(reason) => format!("missing ({})", reason.replace('-', " ")),
        Reading::Blank => "blank".to_owned(),
        Reading::NotAsked => "not asked here".to_owned(),
        Reading::Hidden => "hidden".to_owned(),
    }
}

/// Says what a measure was, what it is, and what that counts as.
fn change(entry: &MeasureVerdict) -> String {
    let before = reading(entry, &entry.baseline);
    let now = reading(entry, &entry.now);
    let changed = match (entry.change.relative, entry.relative()) {
        (Relative::ZeroWorse | Relative::ZeroBetter, _) => {
            "no percentage of a baseline of 0".to_owned()
        }
        (Relative::PercentOrZeroWorse(_), _) => {
            "no percentage known, since the baseline may be 0".to_owned()
        }
        (Relative::Percent(percent), _) if percent.one_end().is_some() => bound(entry, percent),
        (Relative::Missing | Relative::Percent(_), Some(relative)) => {
            format!("change {relative} of the baseline")
        }
        (Relative::Missing | Relative::Percent(_), None) => "no change known".to_owned(),
    };
    let counts = match entry.outcome {
        Outcome::Improved => format!("improved ({} % or more)", IMPROVED.percent),
        Outcome::Worse => format!("worse ({} % or more)", WORSE.percent),
        Outcome::Neither => "neither improved nor worse".to_owned(),
        Outcome::Missing => "counts as neither".to_owned(),
        Outcome::Open if entry.change.has_limit() => {
            "not decided, since the values below the limit count differently".to_owned()
        }
        Outcome::Open => "not decided which enzyme counts".to_owned(),
    };
    format!(
        "{}: {before} at baseline, {now} now; {changed}: {counts}",
        name(entry)
    )
}

/// Says what a `<` result says of the change in percent: more or less than a bound.
fn bound(entry: &MeasureVerdict, percent: Amount) -> String {
    let relative = entry.relative().unwrap_or_default();
    let size = relative.trim_start_matches(['<', '>', '-', '+']);
    match percent.one_end() {
        Some((end, true)) if !end.is_negative() => {
            format!("change {relative} of the baseline, better by more than {size}")
        }
        Some((end, false)) if !end.is_positive() => {
            format!("change {relative} of the baseline, worse by more than {size}")
        }
        Some(_) | None => format!("change {relative} of the baseline"),
    }
}

/// Says which points the change in percent of the range brings.
fn points(entry: &MeasureVerdict) -> Option<String> {
    let of_range = entry.change.of_range?;
    let (range, points) = (entry.change.range?, entry.points?);
    let band = of_range
        .exact()
        .map(|of_range| band_edges(entry.measure, of_range));
    let band = match band.map(|band| (band.above, band.up_to)) {
        Some((Some(above), Some(up_to))) => format!(", more than {above} up to {up_to}"),
        Some((Some(above), None)) => format!(", more than {above}"),
        Some((None, Some(up_to))) => format!(", not more than {up_to}"),
        // What is known of a `<` result says by itself that it lies in the band.
        Some((None, None)) | None => String::new(),
    };
    Some(format!(
        "TIS: {} of the range of {range}{band}: {points} of {} points",
        entry.of_range_by_band()?,
        most_points(entry.measure)
    ))
}

/// Says which conditions of a definition are met.
fn definition(
    title: &str,
    verdict: &Verdict,
    doi: &Doi,
    [better, worse]: [Threshold; 2],
) -> Vec<Line> {
    let judged = Judgement::of(verdict, doi);
    let mut lines = vec![Line::new(
        Weight::Heading,
        0,
        format!("{title}: {}", English.judgement(judged)),
    )];
    let named = |outcome| {
        let which: Vec<&str> = doi
            .which(outcome)
            .into_iter()
            .map(|measure| English.measure(measure))
            .collect();
        match which.is_empty() {
            true => String::new(),
            false => format!(" ({})", which.join(", ")),
        }
    };
    let mut condition = |holds: Option<bool>, text: String| {
        let (word, weight) = match holds {
            Some(true) => ("met", Weight::Good),
            Some(false) => ("NOT MET", Weight::Bad),
            None => ("open", Weight::Plain),
        };
        lines.push(Line::new(weight, 2, format!("{word}: {text}")));
    };
    condition(
        doi.conditions.improved,
        format!(
            "at least {LEAST_IMPROVED} improved by {}: {}{}",
            percent(better),
            doi.improved,
            named(Outcome::Improved)
        ),
    );
    condition(
        doi.conditions.worse,
        format!(
            "at most {MOST_WORSE} worse by {}: {}{}",
            percent(worse),
            doi.worse,
            named(Outcome::Worse)
        ),
    );
    if let Strength::Kept(kept) = doi.conditions.strength {
        let strength = &verdict.measures.mmt;
        let change = strength
            .relative()
            .unwrap_or_else(|| "not known".to_owned());
        condition(
            kept,
            format!(
                "{} not worse by {}: its change is {change}",
                English.measure(strength.measure),
                percent(worse)
            ),
        );
    }
    if !verdict.not_asked.is_empty() {
        let which: Vec<&str> = verdict
            .not_asked
            .iter()
            .map(|m| English.measure(*m))
            .collect();
        let text = format!(
            "not asked at this visit or at baseline: {}",
            which.join(", ")
        );
        lines.push(Line::new(Weight::Plain, 2, text));
    }
    lines
}

fn percent(threshold: Threshold) -> String {
    match threshold.inclusive {
        true => format!("{} % or more", threshold.percent),
        false => format!("more than {} %", threshold.percent),
    }
}

/// Says how the total came about, and how far it is from each category.
fn total(verdict: &Verdict, study: &Study) -> Vec<Line> {
    let tis = &verdict.tis;
    let population = study.protocol.population;
    let mut lines = Vec::new();
    match (tis.total, tis.category) {
        (Some(total), Some(category)) => {
            let title = format!("TIS: {total}, {}", in_category(category));
            lines.push(Line::new(Weight::Heading, 0, title));
            let each: Vec<String> = tis
                .points
                .iter()
                .filter_map(|(_, points)| points.map(|points| points.to_string()))
                .collect();
            lines.push(Line::new(
                Weight::Plain,
                2,
                format!("{} = {total}", each.join(" + ")),
            ));
        }
        _ if !verdict.not_asked.is_empty() => {
            lines.push(Line::new(Weight::Heading, 0, "TIS: not scored here"));
        }
        (None, Some(category)) => {
            let text = format!(
                "TIS: between {} and {}, {} at every value below the limit",
                tis.low,
                tis.high,
                in_category(category)
            );
            lines.push(Line::new(Weight::Heading, 0, text));
        }
        _ => {
            let text = format!(
                "TIS: not known, between {} and {} (bounds, unofficial)",
                tis.low, tis.high
            );
            lines.push(Line::new(Weight::Heading, 0, text));
            let missing: Vec<&str> = tis
                .missing()
                .into_iter()
                .map(|measure| English.measure(measure))
                .collect();
            let text = format!("without points: {}", missing.join(", "));
            lines.push(Line::new(Weight::Plain, 2, text));
        }
    }
    let from: Vec<String> = Category::ALL
        .into_iter()
        .filter(|category| *category != Category::None)
        .map(|category| {
            let word = English.category(category);
            format!("{word} from {}", category.threshold(population))
        })
        .collect();
    lines.push(Line::new(Weight::Plain, 2, from.join(", ")));
    lines
}
