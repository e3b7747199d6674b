//! One measure on the panel: its way from baseline to now, in two lines, one line or a table row.

use super::Row;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::core_set::{CoreSet, Reading};
use crate::domain::verdict::response::Outcome;
use crate::domain::verdict::{Direction, MeasureVerdict, Verdict};
use crate::screens::canvas::{Edge, pad};
use crate::screens::change::state::View;
use crate::screens::look::{Look, Tone};

pub(super) fn shown(entry: &MeasureVerdict, reading: &Reading) -> String {
    match reading {
        Reading::Value(value) => entry.shown(*value),
        Reading::Missing(_) => "missing".to_owned(),
        Reading::Blank | Reading::NotAsked => "-".to_owned(),
    }
}

/// Returns the value of the last visit after baseline that has one.
pub(super) fn last_of(view: &View, entry: &MeasureVerdict) -> Option<String> {
    let value = |set: &CoreSet| match entry.enzyme {
        Some(enzyme) => set.enzymes.get(enzyme).value.value(),
        None => set.reading(entry.measure)?.value(),
    };
    let value: Exact = view.earlier.iter().find_map(value)?;
    Some(entry.shown(value))
}

pub(super) fn label(entry: &MeasureVerdict) -> String {
    entry.enzyme.map_or_else(
        || crate::text::DEFAULT.measure(entry.measure).to_owned(),
        |enzyme| format!("{} U/L", crate::text::DEFAULT.enzyme(enzyme)),
    )
}

pub(super) fn sign(entry: &MeasureVerdict, look: &Look) -> (&'static str, &'static str, Tone) {
    match (entry.direction, entry.outcome) {
        (_, Outcome::Open) => ("?", "open", Tone::Plain),
        (Direction::Better, Outcome::Improved) => (look.better(), "improved", Tone::Good),
        (Direction::Better, _) => (look.better(), "better", Tone::Plain),
        (Direction::Worse, Outcome::Worse) => (look.worse(), "WORSE", Tone::Bad),
        (Direction::Worse, _) => (look.worse(), "worse", Tone::Warn),
        (Direction::Same, _) => ("=", "same", Tone::Plain),
        (Direction::Undefined, _) => ("?", "n/c", Tone::Plain),
        (Direction::NotKnown, _) => (look.empty(), "", Tone::Muted),
    }
}

pub(super) fn points(entry: &MeasureVerdict) -> String {
    entry
        .points
        .map(|points| format!("{points} p"))
        .unwrap_or_default()
}

pub(super) fn concealed(measure: Measure) -> Row {
    (
        Tone::Muted,
        format!(
            "{}hidden until entered",
            pad(crate::text::DEFAULT.measure(measure), 14, Edge::Left)
        ),
    )
}

/// Returns a measure on two lines: its way from baseline to now, then the change in words.
pub(super) fn two_lines(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> [Row; 2] {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return [concealed(measure), (Tone::Plain, String::new())];
    }
    let arrow = look.arrow();
    let (base, now) = (shown(entry, &entry.baseline), shown(entry, &entry.now));
    let way = match last_of(view, entry) {
        // Three values of five characters must fit beside the label.
        Some(last) => format!("{base}{arrow}{last}{arrow}{now}"),
        None => format!("{base} {arrow} {now}"),
    };
    let (glyph, word, tone) = sign(entry, look);
    let absolute = entry.absolute().unwrap_or_default();
    let relative = entry.relative().unwrap_or_default();
    let second = match (entry.direction, entry.outcome) {
        (Direction::NotKnown, Outcome::Open) => format!("{glyph} {word}"),
        (Direction::NotKnown, _) => String::new(),
        _ => format!(
            "{glyph} {} {} {} {}",
            pad(word, 8, Edge::Left),
            pad(&absolute, 6, Edge::Right),
            pad(&relative, 8, Edge::Right),
            pad(&points(entry), 6, Edge::Right)
        ),
    };
    [
        (
            Tone::Plain,
            format!("{}{way}", pad(&label(entry), 14, Edge::Left)),
        ),
        (tone, second),
    ]
}

/// Returns a measure on one line.
pub(super) fn one_line(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure);
    }
    let (glyph, _, tone) = sign(entry, look);
    let relative = entry.relative().unwrap_or_default().replace(' ', "");
    let way = format!(
        "{}{}{}",
        shown(entry, &entry.baseline),
        look.arrow(),
        shown(entry, &entry.now)
    );
    (
        tone,
        format!(
            "{}{} {glyph}{}",
            pad(&label(entry), 13, Edge::Left),
            pad(&way, 11, Edge::Right),
            pad(&relative, 7, Edge::Right)
        ),
    )
}

pub(super) fn table_heading(view: &View) -> String {
    let last = if !view.earlier.is_empty() { "last" } else { "" };
    cells(["", "base", last, "now", "", "change", "%", "points"])
}

/// Returns a row of the wide table: measure, three values, words, three numbers.
fn cells(texts: [&str; 8]) -> String {
    let [measure, base, last, now, words, absolute, relative, points] = texts;
    format!(
        "{}{}{}{}  {}{}{}{}",
        pad(measure, 14, Edge::Left),
        pad(base, 7, Edge::Right),
        pad(last, 7, Edge::Right),
        pad(now, 7, Edge::Right),
        pad(words, 11, Edge::Left),
        pad(absolute, 7, Edge::Right),
        pad(relative, 9, Edge::Right),
        pad(points, 8, Edge::Right)
    )
}

/// Returns a measure as a row of the wide table.
pub(super) fn table_row(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure);
    }
    let (glyph, word, tone) = sign(entry, look);
    let text = cells([
        &label(entry),
        &shown(entry, &entry.baseline),
        &last_of(view, entry).unwrap_or_default(),
        &shown(entry, &entry.now),
        &format!("{glyph} {word}"),
        &entry.absolute().unwrap_or_default(),
        &entry.relative().unwrap_or_default(),
        &points(entry),
    ]);
    (tone, text)
}

/// Returns a measure's value in words.
pub(super) fn value_of(set: &CoreSet, measure: Measure) -> String {
    if measure == Measure::Enzyme {
        return match set.select_enzyme() {
            Ok(Some(chosen)) => {
                let times = chosen.multiple.map_or_else(
                    || "ULN not entered".to_owned(),
                    |multiple| format!("{} x ULN", multiple.rounded(2)),
                );
                // While blanks can still make it another enzyme, this one is marked.
                let mark = if set.open_choice().is_some() { "?" } else { "" };
                format!(
                    "{}{mark} {times}",
                    crate::text::DEFAULT.enzyme(chosen.enzyme)
                )
            }
            _ => "-".to_owned(),
        };
    }
    match set.reading(measure) {
        Some(Reading::Value(value)) => match measure {
            Measure::Mmt => format!("{} of {}", value.rounded(0), set.mmt_max.rounded(0)),
            Measure::Haq => value.rounded(3),
            _ => value.rounded(1),
        },
        Some(Reading::Missing(reason)) => reason.replace('-', " "),
        Some(Reading::NotAsked) => "not asked here".to_owned(),
        Some(Reading::Blank) | None => "-".to_owned(),
    }
}
