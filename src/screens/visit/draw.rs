//! One visit: its forms and how far each is, and the adverse events that it brings up; beside them the change since
//! baseline.

use crate::domain::forms::engine::progress::Progress;
use crate::domain::record::session::Session;
use crate::screens::canvas::{Canvas, Edge, cut, cut_apart, pad, part, widen};
use crate::screens::change;
use crate::screens::line_keys::line_key;
use crate::screens::lock;
use crate::screens::look::{Look, Tone};
use crate::screens::presence;
use crate::screens::review;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::visit::state::Forms;
use crate::screens::workspace::Workspace;
use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};

/// Columns of the list of forms.
const FORMS_WIDTH: u16 = 42;
/// Columns of a form's title in it.
const TITLES: u16 = 19;
/// Columns that the change beside it can spare for a long title.
const SPARE: u16 = 2;
/// Columns that the change needs for its table.
const CHANGE_WIDTH: u16 = 72;

/// The key that shows the day of the visit, and lets it be changed.
pub(super) const DAY_KEY: char = '0';

impl Draw for Forms {
    /// Draws the forms of a visit; the cursor stands on the chosen one.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let forms = self;
        let asked = shared.forms_at(&forms.visit);
        let session = shared.session(&forms.visit);
        let earlier: Vec<NaiveDate> = session.into_iter().flat_map(Session::days_before).collect();
        let date = match session {
            Some(session) if session.day().is_none() => {
                shared.language.held_not_by_rules(session.date)
            }
            Some(session) => {
                let off = days_off(shared, forms, session.date);
                shared.language.held_on(session.date, off)
            }
            None => {
                let day = shared.day_at(forms.visit.as_str());
                shared.language.visit_not_begun(day, day == shared.today())
            }
        };
        let date = match shared.may_date(&forms.visit) {
            true => format!("{DAY_KEY}  {date}"),
            false => date,
        };
        let y = body.y.saturating_add(1);
        lock::draw::banner(shared, Some(&forms.visit), None, look, canvas, body);
        let two = body.width >= 76;
        let most = if two {
            FORMS_WIDTH.max(body.width.saturating_sub(CHANGE_WIDTH))
        } else {
            body.width
        };
        let own = asked.iter();
        let titles: Vec<&str> = own
            .map(|id| {
                shared
                    .form_at(&forms.visit, id)
                    .map_or("", |form| &form.title)
            })
            .collect();
        let free = most.saturating_sub(FORMS_WIDTH);
        let free = if two { free.max(SPARE) } else { free };
        let title_width = widen(titles.iter().copied(), TITLES, free);
        let titles = cut_apart(&titles, title_width.saturating_sub(1), look);
        let width = if two {
            FORMS_WIDTH
                .saturating_add(title_width)
                .saturating_sub(TITLES)
        } else {
            body.width
        };
        let room = width.saturating_sub(3);
        let date = cut(&date, room, look);
        canvas.text(2, y, room, &date, look.style(Tone::Plain));
        let newest = review::draw::newest(shared, &forms.visit);
        let before = (
            Tone::Plain,
            format!("   {}", shared.language.day_before(&earlier)),
        );
        if let Some((tone, line)) = newest.or((!earlier.is_empty()).then_some(before)) {
            canvas.text(
                2,
                y.saturating_add(1),
                room,
                &cut(&line, room, look),
                look.style(tone),
            );
        }
        let list = part(body, 0, 3, width, body.height);
        let mut cursor = None;
        for (y, (index, id)) in (list.top()..list.bottom()).zip(asked.iter().enumerate()) {
            let Some(instrument) = shared.form_at(&forms.visit, id) else {
                continue;
            };
            let progress = shared.progress(&forms.visit, id);
            let chosen = index == forms.cursor;
            let marker = if chosen { look.cursor() } else { "" };
            let (mark, tone) = mark(&progress, look);
            let beside = shared.beside_form(instrument);
            let line = format!(
                "{}{}{}{}{} {mark}",
                pad(marker, 2, Edge::Left),
                pad(&line_key(index), 3, Edge::Left),
                pad(
                    titles.get(index).map_or("", String::as_str),
                    title_width,
                    Edge::Left
                ),
                pad(
                    if lock::draw::is_locked(shared, Some(&forms.visit), Some(id)) {
                        shared.language.locked_here()
                    } else if shared.removed(&forms.visit, Some(id)).is_some() {
                        shared.language.removed_short()
                    } else if shared.hidden_words(&forms.visit, id).is_some() {
                        shared.language.hidden()
                    } else {
                        &beside
                    },
                    10,
                    Edge::Left
                ),
                pad(
                    &format!("{}/{}", progress.done_required(), progress.total_required),
                    5,
                    Edge::Right
                ),
            );
            canvas.text(0, y, width, &cut(&line, width, look), look.style(tone));
            if chosen {
                canvas.paint(2, y, 21, look.style(Tone::Focus));
                cursor = Some(Position { x: 2, y });
            }
        }
        let mut rows = u16::try_from(asked.len()).unwrap_or(u16::MAX);
        if let Some(line) = events_line(shared, forms, asked.len(), title_width, look) {
            let (text, tone) = line;
            let y = list.y.saturating_add(rows);
            rows = rows.saturating_add(1);
            if y < list.bottom() {
                canvas.text(0, y, width, &cut(&text, width, look), look.style(tone));
                if forms.cursor == asked.len() {
                    canvas.paint(2, y, 22, look.style(Tone::Focus));
                    cursor = Some(Position { x: 2, y });
                }
            }
        }
        let below = part(
            list,
            2,
            rows.saturating_add(1),
            width.saturating_sub(3),
            list.height,
        );
        presence::draw::at_visit(shared, &forms.visit, look, canvas, below);
        if two {
            let x = width.saturating_add(1);
            let area = part(
                body,
                x,
                1,
                body.width.saturating_sub(x),
                body.height.saturating_sub(1),
            );
            change::draw::panel(shared, &forms.visit, None, look, canvas, area);
        }
        cursor
    }
}

/// Returns the line of the adverse events below the forms.
fn events_line(
    shared: &Workspace,
    forms: &Forms,
    index: usize,
    title_width: u16,
    look: &Look,
) -> Option<(String, Tone)> {
    let (ongoing, done) = shared.events_line(&forms.visit)?;
    let chosen = forms.cursor == index;
    let marker = if chosen { look.cursor() } else { "" };
    let (mark, tone) = if done {
        (look.done(), Tone::Good)
    } else {
        (look.empty(), Tone::Plain)
    };
    let language = shared.language;
    let text = format!(
        "{}{}{}{} {mark}",
        pad(marker, 2, Edge::Left),
        pad(&line_key(index), 3, Edge::Left),
        pad(
            language.adverse_events(),
            title_width.saturating_add(1),
            Edge::Left
        ),
        pad(&language.events_ongoing(ongoing), 15, Edge::Right),
    );
    Some((text, tone))
}

/// Returns how many days a day lies before (negative) or after the window of the visit; 0 within.
fn days_off(shared: &Workspace, forms: &Forms, day: NaiveDate) -> i64 {
    let plan = shared.plan();
    let Some(planned) = plan.iter().find(|planned| planned.visit == forms.visit) else {
        return 0;
    };
    let (early, late) = (
        (day - planned.from).num_days(),
        (day - planned.to).num_days(),
    );
    early.min(0) + late.max(0)
}

/// Returns the mark of a form's progress.
pub fn mark(progress: &Progress, look: &Look) -> (&'static str, Tone) {
    if progress.is_complete() {
        (look.done(), Tone::Good)
    } else if progress.done_required() > 0 {
        (look.begun(), Tone::Plain)
    } else {
        (look.empty(), Tone::Plain)
    }
}
