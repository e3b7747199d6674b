//! One measure on the panel: its way from baseline to now, in two lines, one line or a table row.

use super::Row;
use crate::domain::base::measured::Measured;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::core_set::{CoreSet, Reading};
use crate::domain::verdict::response::Outcome;
use crate::domain::verdict::{Direction, MeasureVerdict, Verdict};
use crate::screens::canvas::{Edge, pad};
use crate::screens::change::state::View;
use crate::screens::look::{Look, Tone};
use crate::text::Language;
use crate::text::glossary::Term;
use crate::text::screens::change::Column;

pub(super) fn shown(entry: &MeasureVerdict, reading: &Reading, language: &dyn Language) -> String {
    match reading {
        Reading::Value(value) => entry.shown(*value),
        Reading::Below(limit) => entry.shown(Measured::Below(*limit)),
        Reading::Missing(_) => language.missing_value().to_owned(),
        Reading::Blank | Reading::NotAsked | Reading::Hidden => "-".to_owned(),
    }
}

/// Returns the value of the last visit after baseline that has one.
pub(super) fn last_of(view: &View, entry: &MeasureVerdict) -> Option<String> {
    let value = |set: &CoreSet| match entry.enzyme {
        Some(enzyme) => set.enzymes.get(enzyme).value.measured(),
        None => set.reading(entry.measure)?.measured(),
    };
    let value: Measured = view.earlier.iter().find_map(value)?;
    Some(entry.shown(value))
}

pub(super) fn label(entry: &MeasureVerdict, language: &dyn Language) -> String {
    entry.enzyme.map_or_else(
        || language.measure(entry.measure).to_owned(),
        |enzyme| format!("{} U/L", language.enzyme(enzyme)),
    )
}

pub(super) fn sign(
    entry: &MeasureVerdict,
    language: &dyn Language,
    look: &Look,
) -> (&'static str, &'static str, Tone) {
    let word = |term| language.word(term);
    match (entry.direction, entry.outcome) {
        (_, Outcome::Open) => ("?", word(Term::OpenEnzyme), Tone::Plain),
        (Direction::Better, Outcome::Improved) => (look.better(), word(Term::Improved), Tone::Good),
        (Direction::Better, _) => (look.better(), word(Term::Better), Tone::Plain),
        (Direction::Worse, Outcome::Worse) => (look.worse(), word(Term::MuchWorse), Tone::Bad),
        (Direction::Worse, _) => (look.worse(), word(Term::Worse), Tone::Warn),
        (Direction::Same, _) => ("=", word(Term::Same), Tone::Plain),
        (Direction::Undefined, _) => ("?", word(Term::NoRatio), Tone::Plain),
        (Direction::NotKnown, _) => (look.empty(), "", Tone::Muted),
    }
}

pub(super) fn points(entry: &MeasureVerdict, language: &dyn Language) -> String {
    entry
        .points
        .map(|points| language.points_in_short(points))
        .unwrap_or_default()
}

pub(super) fn concealed(measure: Measure, language: &dyn Language) -> Row {
    (
        Tone::Muted,
        format!(
            "{}{}",
            pad(language.measure(measure), 14, Edge::Left),
            language.hidden_until_entered()
        ),
    )
}

/// Returns a measure on two lines: its way from baseline to now, then the change in words.
pub(super) fn two_lines(
    view: &View,
    verdict: &Verdict,
    measure: Measure,
    language: &dyn Language,
    look: &Look,
) -> [Row; 2] {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return [concealed(measure, language), (Tone::Plain, String::new())];
    }
    let arrow = look.arrow();
    let base = shown(entry, &entry.baseline, language);
    let now = shown(entry, &entry.now, language);
    let way = match last_of(view, entry) {
        // Three values of five characters must fit beside the label.
        Some(last) => format!("{base}{arrow}{last}{arrow}{now}"),
        None => format!("{base} {arrow} {now}"),
    };
    let (glyph, word, tone) = sign(entry, language, look);
    let absolute = entry.absolute().unwrap_or_default();
    let relative = entry.relative().unwrap_or_default();
    let second = match (entry.direction, entry.outcome) {
        (Direction::NotKnown, Outcome::Open) if absolute.is_empty() => format!("{glyph} {word}"),
        (Direction::NotKnown, _) if absolute.is_empty() => String::new(),
        _ => format!(
            "{glyph} {} {} {} {}",
            pad(word, 8, Edge::Left),
            pad(&absolute, 6, Edge::Right),
            pad(&relative, 8, Edge::Right),
            pad(&points(entry, language), 6, Edge::Right)
        ),
    };
    [
        (
            Tone::Plain,
            format!("{}{way}", pad(&label(entry, language), 14, Edge::Left)),
        ),
        (tone, second),
    ]
}

/// Returns a measure on one line.
pub(super) fn one_line(
    view: &View,
    verdict: &Verdict,
    measure: Measure,
    language: &dyn Language,
    look: &Look,
) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure, language);
    }
    let (glyph, _, tone) = sign(entry, language, look);
    let relative = entry.relative().unwrap_or_default().replace(' ', "");
    let way = format!(
        "{}{}{}",
        shown(entry, &entry.baseline, language),
        look.arrow(),
        shown(entry, &entry.now, language)
    );
    (
        tone,
        format!(
            "{}{} {glyph}{}",
            pad(&label(entry, language), 13, Edge::Left),
            pad(&way, 11, Edge::Right),
            pad(&relative, 7, Edge::Right)
        ),
    )
}

pub(super) fn table_heading(view: &View, language: &dyn Language) -> String {
    let column = |column| language.column(column);
    let last = match view.earlier.is_empty() {
        true => "",
        false => column(Column::Last),
    };
    cells([
        "",
        column(Column::Base),
        last,
        column(Column::Now),
        "",
        column(Column::Change),
        column(Column::Percent),
        column(Column::Points),
    ])
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
pub(super) fn table_row(
    view: &View,
    verdict: &Verdict,
    measure: Measure,
    language: &dyn Language,
    look: &Look,
) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure, language);
    }
    let (glyph, word, tone) = sign(entry, language, look);
    let text = cells([
        &label(entry, language),
        &shown(entry, &entry.baseline, language),
        &last_of(view, entry).unwrap_or_default(),
        &shown(entry, &entry.now, language),
        &format!("{glyph} {word}"),
        &entry.absolute().unwrap_or_default(),
        &entry.relative().unwrap_or_default(),
        &points(entry, language),
    ]);
    (tone, text)
}

/// Returns a measure's value in words.
pub(super) fn value_of(set: &CoreSet, measure: Measure, language: &dyn Language) -> String {
    if measure == Measure::Enzyme {
        return match set.select_enzyme() {
            Ok(Some(chosen)) => {
                // While blanks can still make it another enzyme, this one is marked.
                let open = set.open_choice().is_some();
                language.enzyme_value(chosen.enzyme, open, chosen.multiple)
            }
            _ => "-".to_owned(),
        };
    }
    match set.reading(measure) {
        Some(Reading::Value(value)) => match measure {
            Measure::Mmt => language.value_of_most(&value.rounded(0), &set.mmt_max.rounded(0)),
            Measure::Haq => value.rounded(3),
            _ => value.rounded(1),
        },
        Some(Reading::Below(limit)) => Measured::Below(*limit).rounded(1),
        Some(Reading::Missing(reason)) => reason.replace('-', " "),
        Some(Reading::NotAsked) => language.value_not_asked().to_owned(),
        Some(Reading::Hidden) => language.hidden().to_owned(),
        Some(Reading::Blank) | None => "-".to_owned(),
    }
}
