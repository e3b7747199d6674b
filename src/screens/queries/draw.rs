//! The list of queries, and of all else that is said about one participant's values.

use crate::domain::record::query::listed::{Kind, Listed};
use crate::domain::record::rows;
use crate::screens::canvas::{Canvas, Edge, cut, pad, part, scroll, widen, wrap};
use crate::screens::look::Tone;
use crate::screens::queries::state::QueriesState;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// Columns of a visit's label.
const VISITS: u16 = 9;
/// Rows below the list, for the whole text of the line under the cursor.
const WORDS: u16 = 5;

impl Draw for QueriesState {
    /// Draws the list; the cursor stands on the chosen line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let heading = part(body, 2, 0, body.width.saturating_sub(3), 1);
        let Some(rows) = shared.query_rows(state) else {
            canvas.text(
                heading.x,
                heading.y.saturating_add(1),
                heading.width,
                shared.language.reading_queries(),
                look.style(Tone::Muted),
            );
            return None;
        };
        let open = rows.iter().filter(|row| row.kind.is_open()).count();
        let words = match state.participant {
            Some(_) => shared.language.queries_of_participant(open),
            None => shared.language.queries_of_study(open),
        };
        let text = cut(&words, heading.width, look);
        canvas.text(
            heading.x,
            heading.y,
            heading.width,
            &text,
            look.style(Tone::Heading),
        );
        if rows.is_empty() {
            let none = match state.participant {
                Some(_) => shared.language.nothing_was_asked(),
                None => shared.language.no_query_is_open(),
            };
            let y = heading.y.saturating_add(2);
            canvas.text(heading.x, y, heading.width, none, look.style(Tone::Muted));
            return None;
        }
        let list = part(
            body,
            0,
            2,
            body.width,
            body.height.saturating_sub(2 + WORDS),
        );
        let cursor = state.cursor.min(rows.len() - 1);
        let first = scroll(cursor, rows.len(), list.height);
        let mut position = None;
        for (y, (place, row)) in
            (list.top()..list.bottom()).zip(rows.iter().enumerate().skip(first))
        {
            let chosen = place == cursor;
            let marker = if chosen { look.cursor() } else { "" };
            let line = format!("{}{}", pad(marker, 2, Edge::Left), line(shared, state, row));
            let tone = if row.kind.is_open() {
                Tone::Warn
            } else {
                Tone::Plain
            };
            canvas.text(
                0,
                y,
                list.width,
                &cut(&line, list.width, look),
                look.style(tone),
            );
            if chosen {
                canvas.paint(2, y, 17, look.style(Tone::Focus));
                position = Some(Position { x: 2, y });
            }
        }
        let below = part(
            body,
            2,
            body.height.saturating_sub(WORDS),
            body.width.saturating_sub(3),
            WORDS,
        );
        if let Some(row) = rows.get(cursor) {
            let rule = look.rule().repeat(usize::from(below.width));
            canvas.text(
                below.x,
                below.y,
                below.width,
                &rule,
                look.style(Tone::Muted),
            );
            let rest = part(below, 0, 1, below.width, WORDS - 1);
            for (y, text) in
                (rest.top()..rest.bottom()).zip(whole(row, rest.width, shared.language))
            {
                canvas.text(
                    rest.x,
                    y,
                    rest.width,
                    &look.plain(&text),
                    look.style(Tone::Plain),
                );
            }
        }
        position
    }
}

/// Returns what is said in whole, and what was answered.
fn whole(row: &Listed, width: u16, language: &dyn Language) -> Vec<String> {
    let by = match row.by.as_str() {
        "" => String::new(),
        by => format!(" ({by})"),
    };
    let mut lines = wrap(&format!("{}{by}", row.text), width);
    if let Some((answer, by)) = &row.answer {
        let said = match answer.as_str() {
            "" => language.closed_without_words(by),
            answer => format!("{by}: {answer}"),
        };
        lines.extend(wrap(&said, width));
    }
    lines
}

fn line(shared: &Workspace, state: &QueriesState, row: &Listed) -> String {
    let study = &shared.study;
    let visit = match row.place.visit.as_str() {
        rows::SESSION => shared.language.query_in_log(),
        visit => study.known_visit(visit).map_or(visit, |visit| &visit.label),
    };
    let labels = study.protocol.visits.iter();
    let visits = widen(labels.map(|visit| visit.label.as_str()), VISITS, VISITS);
    let form = study.known_form(row.place.form.as_str());
    let title = form.map_or(row.place.form.as_str(), |form| &form.title);
    let title = match rows::split(row.place.form.as_str()) {
        Some((_, number)) => {
            // Of another participant than the open one only the number is known.
            let open = shared.open.record.as_ref();
            let is_open = open.is_some_and(|open| open.participant.id == row.place.participant);
            let what = is_open.then(|| shared.row_is_about(&row.place.form));
            let what = what.unwrap_or_default();
            Cow::Owned(shared.language.row_named(title, number, &what))
        }
        None => Cow::Borrowed(title),
    };
    let who = match state.participant {
        Some(_) => String::new(),
        None => pad(row.place.participant.as_str(), 8, Edge::Left).to_string(),
    };
    format!(
        "{}{who}{}{title}, {}: {}",
        pad(shared.language.listed_kind(row.kind), 17, Edge::Left),
        pad(visit, visits, Edge::Left),
        label(shared, row),
        row.text
    )
}

/// Returns the label of the field; of the action of a row, which way it went.
fn label(shared: &Workspace, row: &Listed) -> String {
    let place = &row.place;
    if row.kind != Kind::ReasonForChange || place.field.as_str() != rows::IN_ERROR {
        return shared.label_at(place);
    }
    let cells = shared.cells(&place.visit, &place.form);
    let wrong = cells.is_some_and(rows::is_in_error);
    shared.language.row_marked(wrong).to_owned()
}

/// Returns what the legend of a form says about the queries on a field that are not closed.
pub fn about(
    queries: &[crate::domain::record::query::Query],
    language: &dyn Language,
) -> Vec<String> {
    use crate::domain::record::query::State;
    let open: Vec<_> = queries
        .iter()
        .filter(|query| query.state != State::Closed)
        .collect();
    // A single one is not counted instead of shown.
    let shown = if open.len() == 3 { 3 } else { 2 };
    let mut lines: Vec<String> = open
        .iter()
        .rev()
        .take(shown)
        .flat_map(|query| {
            let state = language.query_state(query.state);
            let asked = language.query_asked(state, &query.asked_by, &query.question);
            let said = query.last.as_ref().filter(|(text, _)| !text.is_empty());
            let said = said.map(|(text, by)| format!("  {by}: {text}"));
            std::iter::once(asked).chain(said)
        })
        .collect();
    if open.len() > shown {
        lines.push(language.more_queries(open.len() - shown));
    }
    lines
}
