//! Late entry: the line that says so while it lasts, and its questions.

use crate::domain::base::ids::VisitId;
use crate::screens::canvas::{Canvas, columns_of, cut, lower, wrap};
use crate::screens::late_entry::state::{LateAsk, LateEntry, LateStep};
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::text_limit::tone_of;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Draws the line that says what is entered late; returns what is left of the body.
pub fn banner(
    shared: &Workspace,
    open: Option<&VisitId>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Rect {
    // Under a jump to another visit it goes on, and says so when that visit is on the screen again.
    let here = |late: &&LateEntry| open == Some(&late.visit);
    let Some(late) = shared.open.late.as_ref().filter(here) else {
        return body;
    };
    let words = cut(
        &shared.language.late_entry(late.observed_at, &late.reason),
        body.width.saturating_sub(2),
        look,
    );
    canvas.text(1, body.y, body.width, &words, look.style(Tone::Warn));
    Rect {
        y: body.y.saturating_add(1),
        height: body.height.saturating_sub(1),
        ..body
    }
}

impl Draw for LateAsk {
    /// Draws a question of a late entry; the cursor stands in its line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let language = scene.shared.language;
        let ask = self;
        let (title, help) = match &ask.step {
            LateStep::Day if ask.is_today_by_enter(scene.shared) => {
                let label = scene.shared.study.label_of_visit(&ask.visit);
                (language.held_when(&label), language.today_or_paper())
            }
            LateStep::Day => (language.which_day().to_owned(), language.day_as_on_paper()),
            LateStep::Time(day) => (language.which_time(*day), language.time_as_on_paper()),
            LateStep::Words(..) => (language.why_late().to_owned(), language.say_it_in_words()),
            LateStep::NewDay => {
                let label = scene.shared.study.label_of_visit(&ask.visit);
                (language.held_when(&label), language.day_as_on_paper())
            }
            LateStep::NewDayWords(..) => (
                language.reason_for_change().to_owned(),
                language.say_it_in_words(),
            ),
        };
        let width = body.width.min(64);
        let inner = width.saturating_sub(4);
        let (text, tone) = match &ask.refusal {
            Some(refusal) => (refusal.as_str(), Tone::Warn),
            None => (help, Tone::Muted),
        };
        let text = wrap(text, inner);
        let height = columns_of(text.len()).saturating_add(3).min(body.height);
        let area = lower(body, width, height);
        let inside = canvas.framed(area, &cut(&title, width.saturating_sub(6), look), look);
        let view = ask.line.view(usize::from(inside.width.saturating_sub(1)));
        let line = look.plain(view.text);
        canvas.text(
            inside.x,
            inside.y,
            inside.width,
            &line,
            look.style(tone_of(&ask.line, Tone::Focus)),
        );
        for (y, line) in (inside.y.saturating_add(1)..inside.bottom()).zip(&text) {
            canvas.text(
                inside.x,
                y,
                inside.width,
                &look.plain(line),
                look.style(tone),
            );
        }
        Some(Position {
            x: inside.x.saturating_add(columns_of(view.cursor)),
            y: inside.y,
        })
    }
}
