//! One participant: who, and the visits of the schedule.

use super::canvas::{Canvas, fit, part};
use super::look::{Look, Tone};
use crate::app::enrol::{diagnosis_word, sex_word};
use crate::app::layer::Visits;
use crate::app::model::Model;
use crate::domain::schedule::{PlannedVisit, VisitState};
use ratatui::layout::{Position, Rect};

/// Draws the participant's visits; the cursor stands on the chosen one.
pub fn draw(
    model: &Model,
    visits: &Visits,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let who = &model.record.as_ref()?.participant;
    let words = format!(
        "{}, born {}, {}, {} kg at enrolment on {}",
        sex_word(who.sex),
        who.birth_year,
        diagnosis_word(who.diagnosis),
        who.weight_kg.normalize(),
        who.enrolled_on
    );
    let y = body.y.saturating_add(1);
    canvas.text(
        2,
        y,
        body.width,
        &fit(&words, body.width.saturating_sub(3), look),
        look.style(Tone::Plain),
    );
    let blank = part(body, 2, 2, body.width.saturating_sub(3), 1);
    super::present::at_participant(model, look, canvas, blank);
    let wide = body.width >= 72;
    let y = body.y.saturating_add(3);
    let heading = row(
        "", "", "Visit", "State", "Planned", "Window", "Held on", "Forms", wide,
    );
    canvas.text(
        0,
        y,
        body.width,
        &fit(&heading, body.width, look),
        look.style(Tone::Heading),
    );
    let mut cursor = None;
    let rows = part(body, 0, 4, body.width, body.height.saturating_sub(4));
    for (y, (index, planned)) in (rows.top()..rows.bottom()).zip(model.plan().iter().enumerate()) {
        let chosen = index == visits.cursor;
        let line = line(model, planned, index, chosen, wide, look);
        canvas.text(
            0,
            y,
            body.width,
            &fit(&line, body.width, look),
            look.style(tone(&planned.state)),
        );
        if chosen {
            canvas.paint(2, y, 14, look.style(Tone::Focus));
            cursor = Some(Position { x: 2, y });
        }
    }
    let after = rows
        .y
        .saturating_add(u16::try_from(model.study.protocol.visits.len()).unwrap_or(0));
    super::change::strip(
        model,
        look,
        canvas,
        part(
            body,
            0,
            after.saturating_sub(body.y).saturating_add(1),
            body.width,
            body.height,
        ),
    );
    cursor
}

fn line(
    model: &Model,
    planned: &PlannedVisit,
    index: usize,
    chosen: bool,
    wide: bool,
    look: &Look,
) -> String {
    let visit = model.study.visit(planned.visit.as_str());
    let label = visit.map_or("", |visit| visit.label.as_str());
    let held = match &planned.state {
        VisitState::Done { date } | VisitState::Open { date } => date.to_string(),
        _ => String::new(),
    };
    let forms = visit
        .filter(|_| !held.is_empty())
        .map(|visit| {
            let complete = visit
                .forms
                .iter()
                .filter(|f| model.progress(&visit.id, f).is_complete())
                .count();
            format!("{complete}/{}", visit.forms.len())
        })
        .unwrap_or_default();
    let window = format!(
        "{} {} {}",
        planned.from.format("%d %b"),
        look.rule(),
        planned.to.format("%d %b")
    );
    row(
        if chosen { look.cursor() } else { "" },
        &(index + 1).to_string(),
        label,
        planned.state.word(),
        &planned.target.to_string(),
        &window,
        &held,
        &forms,
        wide,
    )
}

#[expect(clippy::too_many_arguments, reason = "one argument a column")]
fn row(
    marker: &str,
    number: &str,
    visit: &str,
    state: &str,
    planned: &str,
    window: &str,
    held: &str,
    forms: &str,
    wide: bool,
) -> String {
    if wide {
        format!(
            "{marker:<2}{number:<3}{visit:<11}{state:<9}{planned:<12}{window:<17}{held:<12}{forms}"
        )
    } else {
        format!("{marker:<2}{number:<3}{visit:<11}{state:<9}{planned:<12}{forms}")
    }
}

fn tone(state: &VisitState) -> Tone {
    match state {
        VisitState::Done { .. } => Tone::Good,
        VisitState::Late { .. } | VisitState::Missed => Tone::Warn,
        VisitState::Ahead => Tone::Muted,
        _ => Tone::Plain,
    }
}
