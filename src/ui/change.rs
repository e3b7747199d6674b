//! The live change panel: each measure from baseline to now, and the verdicts.
//!
//! Every sign has a word beside it; a score that may not be seen yet is not hinted at.

use super::canvas::{Canvas, fit, wrap};
use super::look::{Look, Tone};
use crate::app::change::View;
use crate::app::form::FormState;
use crate::app::model::Model;
use crate::domain::ids::VisitId;
use crate::domain::instrument::{Measure, Respondent};
use crate::domain::measures::{CoreSet, Reading};
use crate::domain::ratio::Exact;
use crate::domain::response::Outcome;
use crate::domain::score::form::{FormScore, form_score};
use crate::domain::verdict::{Direction, MeasureVerdict, Verdict};
use ratatui::layout::Rect;

/// A line of the panel.
pub(super) type Row = (Tone, String);

/// Draws the panel of a visit; with a form, what is being typed there counts as its answer.
pub fn panel(
    model: &Model,
    visit: &VisitId,
    form: Option<&FormState>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let rows = rows(model, visit, form, look, area.width, area.height);
    for (y, (tone, text)) in (area.top()..area.bottom()).zip(rows) {
        canvas.text(
            area.x,
            y,
            area.width,
            &fit(&text, area.width, look),
            look.style(tone),
        );
    }
}

fn rows(
    model: &Model,
    visit: &VisitId,
    form: Option<&FormState>,
    look: &Look,
    width: u16,
    height: u16,
) -> Vec<Row> {
    let Some(view) = model.change(visit, form) else {
        return Vec::new();
    };
    let own = form.and_then(|form| own_score(model, visit, form));
    let measured = form
        .and_then(|form| model.study.form(form.form.as_str()))
        .is_some_and(|instrument| instrument.measure.is_some());
    if hidden(model, form, &view) {
        return vec![
            (Tone::Heading, "Change".to_owned()),
            (Tone::Muted, "Earlier scores are hidden while".to_owned()),
            (Tone::Muted, "the patient answers this form.".to_owned()),
        ];
    }
    let Some(verdict) = &view.verdict else {
        return values(model, visit, &view, own, width);
    };
    let mut rows = Vec::new();
    let full = measured || form.is_none();
    let room = usize::from(height);
    if width >= 56 {
        rows.push((Tone::Heading, table_heading(&view)));
        for measure in Measure::ALL {
            rows.push(table_row(&view, verdict, measure, look));
        }
    } else if full && room >= 20 {
        for measure in Measure::ALL {
            rows.extend(two_lines(&view, verdict, measure, look));
        }
    } else {
        for measure in Measure::ALL {
            rows.push(one_line(&view, verdict, measure, look));
        }
    }
    rows.push((Tone::Muted, look.rule().repeat(usize::from(width))));
    if view.all_open() {
        rows.extend(verdict_rows(verdict, look, width));
    } else {
        let text = "The verdict shows once every hidden measure is entered.";
        rows.extend(
            wrap(text, width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    if let Some(own) = own.filter(|_| !measured || width >= 56) {
        rows.push((Tone::Plain, String::new()));
        rows.extend(score_rows(&own, width));
    }
    rows
}

/// Returns whether the panel says nothing because a patient is answering.
fn hidden(model: &Model, form: Option<&FormState>, view: &View) -> bool {
    let patient = form
        .and_then(|form| model.study.form(form.form.as_str()))
        .is_some_and(|instrument| instrument.respondent == Respondent::Patient);
    patient && view.open.values().all(|open| !open)
}

/// Returns the rows of a visit that is not compared with anything: the values themselves.
fn values(
    model: &Model,
    visit: &VisitId,
    view: &View,
    own: Option<FormScore>,
    width: u16,
) -> Vec<Row> {
    let baseline = model.is_baseline(visit);
    let title = if baseline {
        "At baseline"
    } else {
        "No baseline to compare with"
    };
    let mut rows = vec![(Tone::Heading, title.to_owned())];
    for measure in Measure::ALL {
        let value = value_of(&view.now, measure);
        rows.push((Tone::Plain, format!("{:<16}{value}", measure.label())));
    }
    if let Some(own) = own {
        rows.push((Tone::Plain, String::new()));
        rows.extend(score_rows(&own, width));
    }
    rows
}

/// Returns a measure's value in words.
fn value_of(set: &CoreSet, measure: Measure) -> String {
    if measure == Measure::Enzyme {
        return match set.select_enzyme() {
            Ok(Some(chosen)) => {
                let times = chosen.multiple.map_or_else(
                    || "ULN not entered".to_owned(),
                    |multiple| format!("{} x ULN", multiple.rounded(2)),
                );
                format!("{} {times}", chosen.enzyme.label())
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
        Some(Reading::Blank) | None => "-".to_owned(),
    }
}

fn shown(entry: &MeasureVerdict, reading: &Reading) -> String {
    match reading {
        Reading::Value(value) => entry.shown(*value),
        Reading::Missing(_) => "missing".to_owned(),
        Reading::Blank => "-".to_owned(),
    }
}

/// Returns the value of the visit before, where that is not the baseline.
fn last_of(view: &View, entry: &MeasureVerdict) -> Option<String> {
    let last = view.last.as_ref()?;
    let value: Option<Exact> = match entry.enzyme {
        Some(enzyme) => last.enzymes.get(enzyme).value.value(),
        None => last.reading(entry.measure)?.value(),
    };
    Some(value.map_or_else(|| "-".to_owned(), |value| entry.shown(value)))
}

fn label(entry: &MeasureVerdict) -> String {
    entry.enzyme.map_or_else(
        || entry.measure.label().to_owned(),
        |enzyme| format!("{} U/L", enzyme.label()),
    )
}

fn sign(entry: &MeasureVerdict, look: &Look) -> (&'static str, &'static str, Tone) {
    match (entry.direction, entry.outcome) {
        (Direction::Better, Outcome::Improved) => (look.better(), "improved", Tone::Good),
        (Direction::Better, _) => (look.better(), "better", Tone::Plain),
        (Direction::Worse, Outcome::Worse) => (look.worse(), "WORSE", Tone::Bad),
        (Direction::Worse, _) => (look.worse(), "worse", Tone::Warn),
        (Direction::Same, _) => ("=", "same", Tone::Plain),
        (Direction::Undefined, _) => ("?", "n/c", Tone::Plain),
        (Direction::NotKnown, _) => (look.empty(), "", Tone::Muted),
    }
}

fn points(entry: &MeasureVerdict) -> String {
    entry
        .points
        .map(|points| format!("{points} p"))
        .unwrap_or_default()
}

fn concealed(measure: Measure) -> Row {
    (
        Tone::Muted,
        format!("{:<14}hidden until entered", measure.label()),
    )
}

/// Returns a measure on two lines: its way from baseline to now, then the change in words.
fn two_lines(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> [Row; 2] {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return [concealed(measure), (Tone::Plain, String::new())];
    }
    let arrow = look.arrow();
    let last = last_of(view, entry)
        .map(|last| format!("{last} {arrow} "))
        .unwrap_or_default();
    let way = format!(
        "{} {arrow} {last}{}",
        shown(entry, &entry.baseline),
        shown(entry, &entry.now)
    );
    let (glyph, word, tone) = sign(entry, look);
    let absolute = entry.absolute().unwrap_or_default();
    let relative = entry.relative().unwrap_or_default();
    let second = match entry.direction {
        Direction::NotKnown => String::new(),
        _ => format!(
            "{glyph} {word:<8} {absolute:>6} {relative:>8} {:>6}",
            points(entry)
        ),
    };
    [
        (Tone::Plain, format!("{:<14}{way}", label(entry))),
        (tone, second),
    ]
}

/// Returns a measure on one line.
fn one_line(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure);
    }
    let (glyph, _, tone) = sign(entry, look);
    let relative = entry.relative().unwrap_or_default();
    let way = format!(
        "{} {} {}",
        shown(entry, &entry.baseline),
        look.arrow(),
        shown(entry, &entry.now)
    );
    (
        tone,
        format!("{:<14}{way:<11}{glyph} {relative}", label(entry)),
    )
}

fn table_heading(view: &View) -> String {
    let last = if view.last.is_some() { "last" } else { "" };
    format!(
        "{:<14}{:>7}{last:>7}{:>7}  {:<11}{:>7}{:>9}{:>8}",
        "", "base", "now", "", "change", "%", "points"
    )
}

/// Returns a measure as a row of the wide table.
fn table_row(view: &View, verdict: &Verdict, measure: Measure, look: &Look) -> Row {
    let entry = verdict.measures.get(measure);
    if view.open.get(&measure) == Some(&false) {
        return concealed(measure);
    }
    let (glyph, word, tone) = sign(entry, look);
    let text = format!(
        "{:<14}{:>7}{:>7}{:>7}  {:<11}{:>7}{:>9}{:>8}",
        label(entry),
        shown(entry, &entry.baseline),
        last_of(view, entry).unwrap_or_default(),
        shown(entry, &entry.now),
        format!("{glyph} {word}"),
        entry.absolute().unwrap_or_default(),
        entry.relative().unwrap_or_default(),
        points(entry)
    );
    (tone, text)
}

/// Returns the verdicts: IMACS definition, registered reading, total improvement score.
fn verdict_rows(verdict: &Verdict, look: &Look, width: u16) -> Vec<Row> {
    let doi = &verdict.doi;
    let judged = |met: Option<bool>, reachable: bool| match (met, reachable) {
        (Some(true), _) => ("MET", Tone::Good),
        (Some(false), _) => ("not met", Tone::Warn),
        (None, true) => ("open", Tone::Plain),
        (None, false) => ("not met", Tone::Warn),
    };
    let (word, tone) = judged(doi.met, doi.reachable);
    let mut rows = vec![(tone, format!("IMACS improvement: {word}"))];
    let missing = doi.which(Outcome::Missing).len();
    let mut counts = format!(
        "{} of 3 improved, {} of at most 2 worse",
        doi.improved, doi.worse
    );
    if missing > 0 {
        counts.push_str(&format!(", {missing} missing"));
    }
    if doi.mmt_worse {
        counts.push_str("; MMT-8 worse by 25 %");
    }
    rows.extend(
        wrap(&counts, width.saturating_sub(1))
            .into_iter()
            .map(|line| (Tone::Plain, format!(" {line}"))),
    );
    let registered = &verdict.registered;
    let (word, tone) = judged(registered.met, registered.reachable);
    let mark = if verdict.registered_differs {
        " ! differs"
    } else {
        ""
    };
    rows.push((tone, format!("Registered reading: {word}{mark}")));
    rows.extend(tis_rows(verdict, look));
    for warning in &verdict.warnings {
        rows.extend(
            wrap(&format!("! {warning}"), width)
                .into_iter()
                .map(|line| (Tone::Warn, line)),
        );
    }
    if let Some(chosen) = verdict.enzyme
        && let Some(multiple) = chosen.multiple
        && !chosen.none_abnormal
    {
        let text = format!(
            "{} counts: {} x ULN at baseline, the most abnormal.",
            chosen.enzyme.label(),
            multiple.rounded(2)
        );
        rows.extend(
            wrap(&text, width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    rows
}

fn tis_rows(verdict: &Verdict, look: &Look) -> Vec<Row> {
    let tis = &verdict.tis;
    let mut rows = Vec::new();
    match (tis.total, tis.category) {
        (Some(total), Some(category)) => {
            let tone = if total.as_tenths() >= 200 {
                Tone::Good
            } else {
                Tone::Plain
            };
            rows.push((tone, format!("TIS {total} of 100: {}", category.key())));
            if let Some((next, lacking)) = tis.to_next {
                rows.push((
                    Tone::Plain,
                    format!(" {lacking} points below {}", next.key()),
                ));
            }
        }
        _ => {
            rows.push((
                Tone::Plain,
                format!(
                    "TIS {} {} {} (bounds, unofficial)",
                    tis.low,
                    look.rule(),
                    tis.high
                ),
            ));
            if let Some(category) = tis.certain_category() {
                rows.push((Tone::Plain, format!(" certainly {}", category.key())));
            }
        }
    }
    rows
}

/// Returns the score of the form on the screen, with what is being typed.
fn own_score(model: &Model, visit: &VisitId, form: &FormState) -> Option<FormScore> {
    let instrument = model.study.form(form.form.as_str())?;
    let session = model.session_with_typed(visit, Some(form))?;
    form_score(&model.study, instrument, session.forms.get(&form.form)?)
}

fn score_rows(score: &FormScore, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in &score.lines {
        let label = usize::from(width.saturating_sub(12)).clamp(12, 24);
        rows.push((
            Tone::Plain,
            format!("{:<label$} {}", line.label, line.value),
        ));
        if !line.note.is_empty() && width >= 40 {
            rows.extend(
                wrap(&line.note, width.saturating_sub(2))
                    .into_iter()
                    .map(|l| (Tone::Muted, format!("  {l}"))),
            );
        }
    }
    rows
}

/// Returns the whole story of change at a visit, for the page.
pub(super) fn page_lines(model: &Model, visit: &VisitId, look: &Look, width: u16) -> Vec<Row> {
    let title = model
        .study
        .visit(visit.as_str())
        .map_or("", |visit| visit.label.as_str());
    let Some(view) = model.change(visit, None) else {
        return Vec::new();
    };
    let Some(verdict) = &view.verdict else {
        return values(model, visit, &view, None, width);
    };
    let mut rows = vec![(Tone::Heading, format!("Change at {title} against baseline"))];
    if width >= 70 {
        rows.push((Tone::Heading, table_heading(&view)));
        rows.extend(
            Measure::ALL
                .into_iter()
                .map(|measure| table_row(&view, verdict, measure, look)),
        );
    } else {
        for measure in Measure::ALL {
            rows.extend(two_lines(&view, verdict, measure, look));
        }
    }
    rows.push((Tone::Plain, String::new()));
    if !view.all_open() {
        rows.push((
            Tone::Muted,
            "The verdict shows once every hidden measure is entered.".to_owned(),
        ));
        return rows;
    }
    rows.extend(verdict_rows(verdict, look, width));
    rows.push((Tone::Plain, String::new()));
    let named = |outcome: Outcome| {
        let names: Vec<_> = verdict
            .doi
            .which(outcome)
            .into_iter()
            .map(|measure| label_of(verdict, measure))
            .collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    };
    rows.push((
        Tone::Plain,
        format!("Improved by 20 % or more: {}", named(Outcome::Improved)),
    ));
    rows.push((
        Tone::Plain,
        format!("Worse by 25 % or more: {}", named(Outcome::Worse)),
    ));
    rows.push((Tone::Plain, format!("Missing: {}", named(Outcome::Missing))));
    rows.push((Tone::Plain, String::new()));
    rows.push((Tone::Heading, "What would bring more points".to_owned()));
    for measure in Measure::ALL {
        let entry = verdict.measures.get(measure);
        if let Some(next) = entry.next.filter(|next| next.possible) {
            let side = if measure == Measure::Mmt {
                "above"
            } else {
                "below"
            };
            rows.push((
                Tone::Plain,
                format!(
                    "{:<14} {side} {} for {} points",
                    label(entry),
                    entry.shown(next.beyond),
                    next.points
                ),
            ));
        }
    }
    rows
}

fn label_of(verdict: &Verdict, measure: Measure) -> String {
    label(verdict.measures.get(measure))
}

/// Draws the verdict of the visit under the cursor of a participant's visits.
pub fn strip(model: &Model, look: &Look, canvas: &mut Canvas<'_>, area: Rect) {
    let visit = model.layers.iter().rev().find_map(|layer| match layer {
        crate::app::layer::Layer::Participant(visits) => {
            model.study.protocol.visits.get(visits.cursor)
        }
        _ => None,
    });
    let Some(visit) = visit else { return };
    if model.session(&visit.id).is_none() {
        return;
    }
    let inner = Rect {
        x: area.x.saturating_add(2),
        width: area.width.saturating_sub(4),
        ..area
    };
    let rows = page_lines(model, &visit.id, look, inner.width);
    for (y, (tone, text)) in (inner.top()..inner.bottom()).zip(rows) {
        canvas.text(
            inner.x,
            y,
            inner.width,
            &fit(&text, inner.width, look),
            look.style(tone),
        );
    }
}
