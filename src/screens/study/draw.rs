//! The whole study: participants by visits, and below them enrolment, responders, doses and events.

use crate::domain::record::lock::Scope;
use crate::domain::study::Study;
use crate::domain::views::overview::Overview;
use crate::screens::canvas::{Canvas, columns, columns_of, cut, part, scroll, wrap};
use crate::screens::lock;
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::study::figures::figures;
use crate::screens::study::screening;
use crate::screens::study::sheet::{Sheet, verdict_in_words};
use crate::screens::study::state::StudyState;
use crate::screens::view;
use crate::text::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Rows below the screening log for what is said of the participant under the cursor.
const SAID: u16 = 3;

impl Draw for StudyState {
    /// Draws the study; the cursor stands on a participant.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let Some(overview) = &self.overview else {
            let text = shared.language.study_is_read();
            canvas.text(
                2,
                body.y.saturating_add(1),
                body.width,
                text,
                look.style(Tone::Muted),
            );
            return None;
        };
        let language = shared.language;
        if self.screening {
            return self.draw_screening(scene, overview, canvas, body);
        }
        let Division {
            width,
            heads,
            lines,
            list,
            figures,
        } = Division::of(scene, overview, body);
        let mut y = body.y;
        for line in &heads {
            canvas.text(1, y, width, line, look.style(Tone::Heading));
            y = y.saturating_add(1);
        }
        if let Some(lock) = &overview.locked {
            let words = language.lock_mark(&Scope::study(), lock);
            let below = part(body, 0, columns_of(heads.len()), body.width, 1);
            lock::draw::line(&words, look, canvas, below);
        }
        let sheet = Sheet::of(
            overview.columns(&shared.study),
            &overview.people,
            body.width,
        );
        sheet.heading(language, look, canvas, list.y.saturating_sub(1));
        let people = &overview.people;
        let first = scroll(self.cursor, people.len(), list.height);
        let mut position = None;
        for (y, (place, person)) in
            (list.top()..list.bottom()).zip(people.iter().enumerate().skip(first))
        {
            let chosen = place == self.cursor && self.figure.is_none();
            sheet.row(person, chosen, language, look, canvas, y);
            if chosen {
                position = Some(Position { x: 2, y });
            }
        }
        if people.is_empty() {
            let nobody = language.study_has_nobody();
            canvas.text(2, list.y, width, nobody, look.style(Tone::Muted));
        }
        let end = first.saturating_add(usize::from(list.height));
        let rest = people.len().saturating_sub(end);
        let used = more(scene, canvas, list.bottom(), (first, rest));
        // What has no column of its own is said of the participant under the cursor.
        if sheet.verdict.is_none()
            && let Some(person) = people.get(self.cursor)
        {
            let words = verdict_in_words(person, language);
            let room = width.saturating_sub(used);
            let words = cut(&words, room, look);
            canvas.text(1, list.bottom(), room, &words, look.style(Tone::Plain));
        }
        let at = self.figure.unwrap_or(0).min(lines.len().saturating_sub(1));
        let first = scroll(at, lines.len(), figures.height);
        let shown = lines.iter().enumerate().skip(first);
        for (y, (place, (tone, line))) in (figures.top()..figures.bottom()).zip(shown) {
            canvas.text(1, y, width, &look.plain(line), look.style(*tone));
            if self.figure.is_some() && place == at {
                canvas.text(0, y, 1, look.cursor(), look.style(Tone::Plain));
                position = Some(Position { x: 0, y });
            }
        }
        let end = first.saturating_add(usize::from(figures.height));
        let rest = lines.len().saturating_sub(end);
        more(scene, canvas, figures.bottom(), (first, rest));
        position
    }
}

impl StudyState {
    /// Draws the screening log; the cursor stands on a participant.
    fn draw_screening(
        &self,
        scene: &Scene<'_>,
        overview: &Overview,
        canvas: &mut Canvas<'_>,
        body: Rect,
    ) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let width = body.width.saturating_sub(3);
        let heads = screening::heads(overview, width, look, language);
        let used = columns_of(heads.len());
        for (y, (tone, line)) in (body.top()..body.bottom()).zip(&heads) {
            canvas.text(2, y, width, line, look.style(*tone));
        }
        let people = &overview.people;
        if people.is_empty() {
            let y = body.y.saturating_add(used);
            canvas.text(
                2,
                y,
                width,
                language.study_has_nobody(),
                look.style(Tone::Muted),
            );
            return None;
        }
        // What is cut in the line under the cursor stands below in full.
        let said = people.get(self.cursor);
        let said = said.map(|person| screening::said(&shared.study, person, language));
        let said = wrap(&look.plain(&said.unwrap_or_default()), width);
        let below = body.height.saturating_sub(used).saturating_sub(SAID + 1);
        let list = part(body, 0, used, body.width, below.max(1));
        for (y, line) in (list.bottom() + 1..body.bottom()).zip(&said) {
            canvas.text(2, y, width, line, look.style(Tone::Muted));
        }
        let first = scroll(self.cursor, people.len(), list.height);
        let mut position = None;
        let rows = people.iter().enumerate().skip(first);
        for (y, (place, person)) in (list.top()..list.bottom()).zip(rows) {
            let chosen = place == self.cursor;
            let tone = if chosen { Tone::Focus } else { Tone::Plain };
            if chosen {
                canvas.text(0, y, 2, look.cursor(), look.style(Tone::Plain));
                position = Some(Position { x: 2, y });
            }
            let line = screening::line(&shared.study, person, width, look, language);
            canvas.text(2, y, width, &line, look.style(tone));
        }
        let end = first.saturating_add(usize::from(list.height));
        let rest = people.len().saturating_sub(end);
        more(scene, canvas, list.bottom(), (first, rest));
        position
    }

    /// Returns whether not all is in sight, and there is something below the cursor.
    pub(super) fn goes_on(&self, scene: &Scene<'_>, body: Rect) -> bool {
        let Some(overview) = &self.overview else {
            return false;
        };
        if self.screening {
            return self.cursor.saturating_add(1) < overview.people.len();
        }
        let Division {
            lines,
            list,
            figures,
            ..
        } = Division::of(scene, overview, body);
        let people = overview.people.len();
        let cut = people > usize::from(list.height) || lines.len() > usize::from(figures.height);
        let last = lines.len().saturating_sub(1);
        cut && self.figure.is_none_or(|figure| figure < last)
    }
}

/// How the screen is divided.
struct Division {
    /// Columns of a line.
    width: u16,
    /// What stands at the top.
    heads: Vec<String>,
    /// What is counted over all.
    lines: Vec<(Tone, String)>,
    /// Where the participants stand, below the names of their columns.
    list: Rect,
    /// Where the figures stand.
    figures: Rect,
}

impl Division {
    fn of(scene: &Scene<'_>, overview: &Overview, body: Rect) -> Self {
        let Scene { shared, look, .. } = *scene;
        let width = body.width.saturating_sub(2);
        let enrolled = enrolled(overview, width, look, shared.language);
        let heads = wrap(&look.plain(&enrolled), width);
        let locked = u16::from(overview.locked.is_some());
        let above = columns_of(heads.len()).saturating_add(locked).max(2);
        let lines = figures(&shared.study, overview, width, shared.language);
        let room = body.height.saturating_sub(above).saturating_sub(2);
        let most = room.saturating_sub(2).min(body.height / 2);
        let all = columns_of(lines.len());
        let rows = all.min(most);
        // One row says how much more there is.
        let said = u16::from(all > most);
        let below = body.bottom().saturating_sub(rows);
        let top = body.y.saturating_add(above).saturating_add(1);
        Self {
            list: Rect {
                y: top,
                height: below.saturating_sub(1).saturating_sub(top),
                ..body
            },
            figures: Rect {
                y: below,
                height: rows.saturating_sub(said),
                ..body
            },
            width,
            heads,
            lines,
        }
    }
}

/// Says at the right end of a row how many lines are above and below those in sight, if there are any; returns the
/// columns that it takes there.
fn more(scene: &Scene<'_>, canvas: &mut Canvas<'_>, y: u16, lines: (usize, usize)) -> u16 {
    let (above, below) = lines;
    if above == 0 && below == 0 {
        return 0;
    }
    let Scene { shared, look, .. } = *scene;
    let words = shared.language.more_lines(above, below);
    let words = format!("{} {words}", look.ellipsis());
    let right = canvas.area().right().saturating_sub(1);
    canvas.text_right(right, y, right, &words, look.style(Tone::Muted));
    columns(&words).saturating_add(1)
}

/// Returns the study as text, `width` columns wide.
pub fn as_text(
    study: &Study,
    overview: &Overview,
    width: u16,
    look: &Look,
    language: &dyn Language,
) -> String {
    let width = width.clamp(40, 400);
    let lines = figures(study, overview, width.saturating_sub(2), language);
    let rows = overview.people.len().saturating_add(lines.len()) + 6;
    let area = Rect::new(0, 0, width, u16::try_from(rows).unwrap_or(u16::MAX));
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, area);
    let sheet = Sheet::of(overview.columns(study), &overview.people, width);
    let mut put = |y, text: &str| {
        canvas.text(1, y, width, text, look.style(Tone::Plain));
    };
    let room = width.saturating_sub(2);
    put(0, &look.plain(&enrolled(overview, room, look, language)));
    let first = u16::try_from(overview.people.len())
        .unwrap_or(u16::MAX)
        .saturating_add(4);
    for (y, (_, line)) in (first..).zip(&lines) {
        put(y, &look.plain(line));
    }
    sheet.heading(language, look, &mut canvas, 2);
    for (y, person) in (3..).zip(&overview.people) {
        sheet.row(person, false, language, look, &mut canvas, y);
    }
    view::text_of(&buffer)
}

/// Says how many are enrolled and which visits wait, with a bar between them where there is room for it.
fn enrolled(overview: &Overview, width: u16, look: &Look, language: &dyn Language) -> String {
    let enrolled = overview.enrolled();
    let target = usize::try_from(overview.target)
        .unwrap_or(usize::MAX)
        .max(1);
    let full = (enrolled.saturating_mul(20) / target).min(20);
    let bar = format!(
        "{}{}",
        look.full().repeat(full),
        look.empty().repeat(20 - full)
    );
    let due = language.visits_due(overview);
    let enrolled = language.enrolled_of(enrolled, target);
    let whole = format!("{enrolled} {bar}  {due}");
    match columns(&whole) <= width {
        true => whole,
        false => format!("{enrolled}  {due}"),
    }
}
