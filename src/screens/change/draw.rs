//! The live change panel: each measure from baseline to now, and the verdicts.
//!
//! Every sign has a word beside it; a score that may not be seen yet is not hinted at.

mod measure;
mod page;
mod verdict;

pub(crate) use page::page_lines;
pub use page::strip;

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Measure, Respondent};
use crate::domain::forms::engine::scoring::ScoringFacts;
use crate::domain::forms::table::{Score, form_score};
use crate::domain::record::session::FormCells;
use crate::domain::verdict::MeasureVerdict;
use crate::domain::views::timeline::Judgement;
use crate::screens::canvas::{Canvas, Edge, columns, cut, pad, wrap};
use crate::screens::change::state::View;
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::totals::ScoreLine;
use measure::{one_line, table_heading, table_row, two_lines, value_of};
use ratatui::layout::Rect;
use verdict::verdict_rows;

/// Returns which way a measure went: sign, word, tone.
pub(crate) fn sign_of(
    entry: &MeasureVerdict,
    language: &dyn Language,
    look: &Look,
) -> (&'static str, &'static str, Tone) {
    measure::sign(entry, language, look)
}

/// Returns the tone of a judgement.
pub(crate) fn judged_tone(judged: Judgement) -> Tone {
    match judged {
        Judgement::Met => Tone::Good,
        Judgement::NotMet => Tone::Warn,
        Judgement::Open | Judgement::NotJudged => Tone::Plain,
    }
}

/// Columns of the table with one row a measure.
const TABLE_WIDTH: u16 = 70;

/// A line of the panel.
pub(crate) type Row = (Tone, String);

/// Draws the panel of a visit; with a form, what is being typed there counts as its answer.
pub fn panel(
    shared: &Workspace,
    visit: &VisitId,
    form: Option<&FormState>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let Some(view) = shared.change(visit, form) else {
        return;
    };
    let score = form.and_then(|form| own_score(shared, visit, form));
    let open = form.map(|form| OpenForm {
        form,
        score: score.as_deref(),
    });
    panel_of(&view, shared, visit, open, look, canvas, area);
}

/// The form on the screen.
#[derive(Clone, Copy)]
pub(crate) struct OpenForm<'a> {
    /// The form.
    pub(crate) form: &'a FormState,
    /// Its score, with what is being typed.
    pub(crate) score: Option<&'a [ScoreLine]>,
}

/// Draws the panel of what is known already.
pub(crate) fn panel_of(
    view: &View,
    shared: &Workspace,
    visit: &VisitId,
    open: Option<OpenForm<'_>>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let rows = rows(view, shared, visit, open, look, area);
    for (y, (tone, text)) in (area.top()..area.bottom()).zip(rows) {
        canvas.text(
            area.x,
            y,
            area.width,
            &cut(&text, area.width, look),
            look.style(tone),
        );
    }
}

fn rows(
    view: &View,
    shared: &Workspace,
    visit: &VisitId,
    open: Option<OpenForm<'_>>,
    look: &Look,
    area: Rect,
) -> Vec<Row> {
    let Rect { width, height, .. } = area;
    let form = open.map(|open| open.form);
    let own = open.and_then(|open| open.score);
    // The score of a form that feeds no measure stands nowhere else.
    let own_first = form
        .and_then(|form| shared.instrument(form))
        .is_some_and(|instrument| instrument.measure.is_none());
    // A form with a score of several lines leaves one line to each measure.
    let detailed = own.is_some_and(|own| own.len() > 2);
    if hidden(shared, form, view) {
        return hidden_rows(shared.language, width);
    }
    let Some(verdict) = &view.verdict else {
        return values(shared, visit, view, own, width);
    };
    let language = shared.language;
    let mut rows = Vec::new();
    if width >= TABLE_WIDTH {
        rows.push((Tone::Heading, table_heading(view, language)));
        for measure in Measure::ALL {
            rows.push(table_row(view, verdict, measure, language, look));
        }
    } else if height >= if detailed || own_first { 30 } else { 20 } {
        for measure in Measure::ALL {
            rows.extend(two_lines(view, verdict, measure, language, look));
        }
    } else {
        for measure in Measure::ALL {
            rows.push(one_line(view, verdict, measure, language, look));
        }
    }
    let rule = (Tone::Muted, look.rule().repeat(usize::from(width)));
    if let Some(own) = own.filter(|own| own_first || detailed || own.len() > 1 && height >= 30) {
        rows.push(rule.clone());
        rows.extend(score_rows(own, width));
    }
    rows.push(rule);
    if view.all_open() {
        rows.extend(verdict_rows(verdict, language, look, width));
    } else {
        rows.extend(
            wrap(language.verdict_hidden(), width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    rows
}

/// Returns whether nothing is said because a patient is answering.
pub(crate) fn hidden(shared: &Workspace, form: Option<&FormState>, view: &View) -> bool {
    let patient = form
        .and_then(|form| shared.instrument(form))
        .is_some_and(|instrument| instrument.respondent == Respondent::Patient);
    patient && view.open.values().all(|open| !open)
}

fn hidden_rows(language: &dyn Language, width: u16) -> Vec<Row> {
    let lines = wrap(language.scores_hidden(), width).into_iter();
    lines.map(|line| (Tone::Muted, line)).collect()
}

/// Returns the rows of a visit that is not compared with anything: the values themselves.
fn values(
    shared: &Workspace,
    visit: &VisitId,
    view: &View,
    own: Option<&[ScoreLine]>,
    width: u16,
) -> Vec<Row> {
    let title = shared.language.values_alone(shared.is_baseline(visit));
    let mut rows = vec![(Tone::Heading, title.to_owned())];
    for measure in Measure::ALL {
        let value = value_of(&view.now, measure, shared.language);
        rows.push((
            Tone::Plain,
            format!(
                "{}{value}",
                pad(shared.language.measure(measure), 16, Edge::Left)
            ),
        ));
    }
    if let Some(own) = own {
        rows.push((Tone::Plain, String::new()));
        rows.extend(score_rows(own, width));
    }
    rows
}

/// Returns the score of the form on the screen, with what is being typed.
pub(crate) fn own_score(
    shared: &Workspace,
    visit: &VisitId,
    form: &FormState,
) -> Option<Vec<ScoreLine>> {
    score_of(shared, visit, &form.form, Some(form))
}

/// Returns the score of a form at a visit in words.
fn score_of(
    shared: &Workspace,
    visit: &VisitId,
    id: &FormId,
    typed: Option<&FormState>,
) -> Option<Vec<ScoreLine>> {
    let score = scored_with(shared, visit, id, typed)?;
    Some(shared.language.score(&score))
}

/// Returns the score of a form at a visit.
pub(crate) fn scored(shared: &Workspace, visit: &VisitId, id: &FormId) -> Option<Score> {
    scored_with(shared, visit, id, None)
}

/// Returns the same with what is being typed; with the history of earlier visits where the form has one.
fn scored_with(
    shared: &Workspace,
    visit: &VisitId,
    id: &FormId,
    typed: Option<&FormState>,
) -> Option<Score> {
    let instrument = shared.form_at(visit, id)?;
    let cells = &*shared.cells_with_typed(visit, id, typed)?;
    let earlier = shared.earlier_sessions(visit);
    let earlier: Vec<&FormCells> = earlier
        .filter_map(|session| session.forms.get(id))
        .collect();
    let history = instrument.scoring?.with_history(cells, &earlier);
    let cells = history.as_ref().unwrap_or(cells);
    let study = shared.study_of(visit, id);
    let baseline = shared
        .earlier_sessions(visit)
        .find(|session| session.visit == study.protocol.baseline);
    let record = shared.open.record.as_ref();
    let facts = ScoringFacts {
        participant: record.map(|record| &record.participant),
        baseline: baseline.and_then(|session| session.forms.get(id)),
    };
    form_score(study.scoring(), instrument, cells, &facts)
}

fn score_rows(score: &[ScoreLine], width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let longest = score.iter().map(|line| columns(&line.label)).max();
    let label = longest.unwrap_or(0);
    for line in score {
        rows.push((
            Tone::Plain,
            format!("{} {}", pad(&line.label, label, Edge::Left), line.value),
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
