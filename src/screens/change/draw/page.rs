//! The change of a visit on a page of its own, and in short below a participant's visits.

use super::measure::{label, table_heading, table_row, two_lines};
use super::verdict::verdict_rows;
use super::{Row, TABLE_WIDTH, hidden, hidden_rows, score_of, score_rows, values};
use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::core_set::CoreSet;
use crate::domain::verdict::response::Outcome;
use crate::domain::verdict::{Undecided, Verdict, confirmed_deterioration};
use crate::screens::canvas::{Canvas, cut, wrap};
use crate::screens::change::state::View;
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::text::screens::change::Counted;
use ratatui::layout::Rect;

/// Returns the whole story of change at a visit, for the page.
pub(crate) fn page_lines(
    shared: &Workspace,
    visit: &VisitId,
    form: Option<&FormState>,
    look: &Look,
    width: u16,
) -> Vec<Row> {
    let title = shared
        .study
        .visit(visit.as_str())
        .map_or("", |visit| visit.label.as_str());
    let Some(view) = shared.change(visit, form) else {
        return Vec::new();
    };
    if hidden(shared, form, &view) {
        return hidden_rows(shared.language, width);
    }
    let Some(verdict) = &view.verdict else {
        let mut rows = values(shared, visit, &view, None, width);
        rows.push((Tone::Plain, String::new()));
        rows.extend(form_scores(shared, visit, width));
        return rows;
    };
    let language = shared.language;
    let mut rows = vec![(Tone::Heading, language.change_at(title))];
    if width >= TABLE_WIDTH {
        rows.push((Tone::Heading, table_heading(&view, language)));
        rows.extend(
            Measure::ALL
                .into_iter()
                .map(|measure| table_row(&view, verdict, measure, language, look)),
        );
    } else {
        for measure in Measure::ALL {
            rows.extend(two_lines(&view, verdict, measure, language, look));
        }
    }
    rows.push((Tone::Plain, String::new()));
    if !view.all_open() {
        rows.push((Tone::Muted, language.verdict_hidden().to_owned()));
        return rows;
    }
    rows.extend(verdict_rows(verdict, language, look, width));
    if let Some(text) = deterioration(shared, &view, verdict) {
        let lines = wrap(&text, width).into_iter();
        rows.extend(lines.map(|line| (Tone::Bad, line)));
    }
    rows.push((Tone::Plain, String::new()));
    let named = |outcome: Outcome| {
        let names = verdict
            .doi
            .which(outcome)
            .into_iter()
            .filter(|measure| !verdict.not_asked.contains(measure))
            .map(|measure| label(verdict.measures.get(measure), language));
        names.collect::<Vec<_>>()
    };
    for (counted, outcome) in [
        (Counted::Improved, Outcome::Improved),
        (Counted::Worse, Outcome::Worse),
        (Counted::Missing, Outcome::Missing),
    ] {
        let lines = wrap(&language.counted(counted, &named(outcome)), width);
        rows.extend(lines.into_iter().map(|line| (Tone::Plain, line)));
    }
    if verdict.doi.outcomes.enzyme == Outcome::Open {
        let open = [shared.language.measure(Measure::Enzyme).to_owned()];
        let text = language.counted(Counted::Open, &open);
        rows.push((Tone::Plain, text));
    }
    rows.push((Tone::Plain, String::new()));
    rows.extend(form_scores(shared, visit, width));
    rows
}

/// Returns the scores of all forms of a visit, with how each came about.
fn form_scores(shared: &Workspace, visit: &VisitId, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in shared.forms_at(visit) {
        let (Some(instrument), Some(score)) =
            (shared.form_at(visit, id), score_of(shared, visit, id, None))
        else {
            continue;
        };
        rows.push((Tone::Heading, instrument.title.clone()));
        rows.extend(score_rows(&score, width));
    }
    rows
}

/// Says that the criteria of deterioration are fulfilled at this visit or were confirmed by it or before.
fn deterioration(shared: &Workspace, view: &View, verdict: &Verdict) -> Option<String> {
    let label = |visit: &VisitId| shared.planned(visit.as_str()).map(|v| v.label.clone());
    // As on the timeline: what no schedule plans confirms nothing, and stands between no two visits.
    let study = shared.study_at(view.now.visit.as_str());
    let is_planned = |set: &&CoreSet| !study.is_unplanned(set.visit.as_str());
    let baseline = view.baseline.iter();
    let sets: Vec<CoreSet> = baseline
        .chain(view.earlier.iter().rev())
        .chain([&view.now])
        .filter(is_planned)
        .cloned()
        .collect();
    if let Some(found) = confirmed_deterioration(study, &sets) {
        let (first, confirmed) = (label(&found.first)?, label(&found.confirmed)?);
        return Some(shared.language.deterioration_confirmed(&first, &confirmed));
    }
    let here = shared.language.deterioration_here();
    verdict.deterioration.met().then(|| here.to_owned())
}

/// Draws the verdict of a visit below the visits of its participant.
pub fn strip(
    shared: &Workspace,
    visit: &VisitId,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    if shared.session(visit).is_none() {
        return;
    }
    let inner = Rect {
        x: area.x.saturating_add(2),
        width: area.width.saturating_sub(4),
        ..area
    };
    let rows = strip_lines(shared, visit, look, inner);
    for (y, (tone, text)) in (inner.top()..inner.bottom()).zip(rows) {
        canvas.text(
            inner.x,
            y,
            inner.width,
            &cut(&text, inner.width, look),
            look.style(tone),
        );
    }
}

/// Returns change and verdict of a visit in as few lines as they go into.
fn strip_lines(shared: &Workspace, visit: &VisitId, look: &Look, area: Rect) -> Vec<Row> {
    let Rect { width, height, .. } = area;
    let Some(view) = shared.change(visit, None) else {
        return Vec::new();
    };
    let Some(verdict) = view.verdict.as_ref().filter(|_| width >= TABLE_WIDTH) else {
        let rows = page_lines(shared, visit, None, look, width);
        let verdict = view.verdict.as_ref().filter(|_| view.all_open());
        let fits = rows.len() <= usize::from(height);
        // Where only a few rows are left the verdict has them.
        return match verdict.filter(|_| !fits && height < 12) {
            Some(verdict) => verdict_rows(verdict, shared.language, look, width),
            None => rows,
        };
    };
    let language = shared.language;
    let mut rows = vec![(Tone::Heading, table_heading(&view, language))];
    rows.extend(Measure::ALL.map(|measure| table_row(&view, verdict, measure, language, look)));
    if view.all_open() {
        rows.push((Tone::Heading, language.verdict_in_short(verdict)));
        // Why, where there is room for it below all measures.
        let why = verdict.undecided().filter(|why| *why != Undecided::Blank);
        let why = why.map_or_else(Vec::new, |why| wrap(&language.undecided(&why), width));
        if rows.len() + why.len() <= usize::from(height) {
            rows.extend(why.into_iter().map(|line| (Tone::Warn, line)));
        }
    }
    // The verdict stays; of the measures as many as there is room for, and the heading goes before the first one.
    let over = rows.len().saturating_sub(usize::from(height));
    let measures = Measure::ALL.len();
    if over > 0 && rows.len() > measures + 1 {
        rows.drain(1 + measures.saturating_sub(over.min(measures))..=measures);
    }
    rows
}
