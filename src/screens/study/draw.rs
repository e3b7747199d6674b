//! The whole study: participants by visits, and below them enrolment, responders, doses and events.

use crate::domain::record::lock::Scope;
use crate::domain::study::Study;
use crate::domain::study::version::removed::Listed;
use crate::domain::verdict::response::Judgement;
use crate::domain::views::overview::{Cell, Overview, Person, Standing};
use crate::domain::views::summary::Hideable;
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, cut, pad, part, scroll, wrap};
use crate::screens::lock;
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::study::figures::figures;
use crate::screens::study::state::StudyState;
use crate::screens::timeline;
use crate::screens::view;
use crate::text::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns of id and initials.
const NAMES: u16 = 19;
/// Least columns of a visit with words, and with a date.
const WORDS: u16 = 8;
const DATES: u16 = 11;
/// Columns of the verdict at the right.
const VERDICT: u16 = 14;

/// As [`VERDICT`], where a score stands that is open and has its category in words.
const VERDICT_IN_WORDS: u16 = 17;

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
    /// Returns whether not all is in sight, and there is something below the cursor.
    pub(super) fn goes_on(&self, scene: &Scene<'_>, body: Rect) -> bool {
        let Some(overview) = &self.overview else {
            return false;
        };
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
    let enrolled = overview.people.len();
    let target = usize::try_from(overview.target)
        .unwrap_or(usize::MAX)
        .max(1);
    let full = (enrolled.saturating_mul(20) / target).min(20);
    let bar = format!(
        "{}{}",
        look.full().repeat(full),
        look.empty().repeat(20 - full)
    );
    let due = language.visits_due(overview.due_this_week, overview.overdue, overview.missed);
    let enrolled = language.enrolled_of(enrolled, target);
    let whole = format!("{enrolled} {bar}  {due}");
    match columns(&whole) <= width {
        true => whole,
        false => format!("{enrolled}  {due}"),
    }
}

/// How the matrix is divided.
struct Sheet<'a> {
    visits: Vec<Listed<'a>>,
    visit: u16,
    verdict: Option<u16>,
    right: u16,
}

impl<'a> Sheet<'a> {
    fn of(listed: Vec<Listed<'a>>, people: &[Person], width: u16) -> Self {
        let visits = u16::try_from(listed.len()).unwrap_or(u16::MAX).max(1);
        let room = width.saturating_sub(NAMES).saturating_sub(1);
        let in_words = |person: &Person| {
            let outcome = person.outcome.seen();
            outcome.is_some_and(|outcome| outcome.tis.is_none() && outcome.category.is_some())
        };
        let verdict = match people.iter().any(in_words) {
            true => VERDICT_IN_WORDS,
            false => VERDICT,
        };
        let with = room.saturating_sub(verdict) / visits;
        let verdict = (with >= 2).then_some(verdict);
        let visit = if verdict.is_some() {
            with
        } else {
            room / visits
        };
        Self {
            visits: listed,
            visit: visit.clamp(1, DATES + 2),
            verdict,
            right: width,
        }
    }

    fn column(&self, place: usize) -> u16 {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        NAMES.saturating_add(place.saturating_mul(self.visit))
    }

    fn heading(&self, language: &dyn Language, look: &Look, canvas: &mut Canvas<'_>, y: u16) {
        let style = look.style(Tone::Heading);
        let [id, initials] = language.study_columns();
        let names = format!("{}{initials}", pad(id, 8, Edge::Left));
        canvas.text(2, y, NAMES, &names, style);
        for (place, Listed { visit, removed }) in self.visits.iter().enumerate() {
            let tone = match removed {
                Some(_) => Tone::Muted,
                None => Tone::Heading,
            };
            let label = if self.visit > 10 {
                visit.label.clone()
            } else {
                timeline::draw::short(&visit.label)
            };
            if columns(&label) < self.visit {
                canvas.text(self.column(place), y, self.visit, &label, look.style(tone));
            }
        }
        if let Some(verdict) = self.verdict {
            let x = self.verdict_column(verdict);
            let [imacs, tis] = language.study_verdict_columns();
            let heading = format!("{}{tis}", pad(imacs, 8, Edge::Left));
            canvas.text(x, y, verdict, &heading, style);
        }
    }

    fn verdict_column(&self, verdict: u16) -> u16 {
        let right = self.right.saturating_sub(verdict);
        self.column(self.visits.len()).saturating_add(1).min(right)
    }

    fn row(
        &self,
        person: &Person,
        chosen: bool,
        language: &dyn Language,
        look: &Look,
        canvas: &mut Canvas<'_>,
        y: u16,
    ) {
        let plain = look.style(Tone::Plain);
        if chosen {
            canvas.text(0, y, 2, look.cursor(), plain);
        }
        let name = format!(
            "{}{}{}",
            pad(person.id.as_str(), 8, Edge::Left),
            person.initials,
            if person.unfit > 0 { " ?" } else { "" }
        );
        let tone = if chosen { Tone::Focus } else { Tone::Plain };
        let name = cut(&name, NAMES - 3, look);
        canvas.text(2, y, NAMES, &name, look.style(tone));
        for (place, listed) in self.visits.iter().enumerate() {
            let mut cells = person.cells.iter();
            let Some(cell) = cells.find(|cell| cell.visit == listed.visit.id) else {
                continue;
            };
            let (text, tone) = shown(cell, self.visit, language, look);
            let text = cut(&text, self.visit, look);
            canvas.text(self.column(place), y, self.visit, &text, look.style(tone));
        }
        if let Some(verdict) = self.verdict {
            let (word, tis, tone) = verdict_of(person, language);
            let x = self.verdict_column(verdict);
            let text = format!("{}{tis}", pad(word, 8, Edge::Left));
            canvas.text(x, y, verdict, &text, look.style(tone));
        }
    }
}

/// Returns the verdict on a participant and the total improvement score, as far as both may be seen.
fn verdict_of<'a>(person: &Person, language: &'a dyn Language) -> (&'a str, String, Tone) {
    let outcome = person.outcome.seen();
    let imacs = outcome.and_then(|outcome| outcome.imacs);
    let word = match person.outcome {
        Hideable::Seen(_) => imacs.map_or("", |imacs| language.study_verdict(imacs)),
        Hideable::Hidden => language.hidden(),
    };
    let tone = match imacs {
        Some(Judgement::Met) => Tone::Good,
        Some(Judgement::NotMet) => Tone::Warn,
        Some(Judgement::Open | Judgement::NotJudged) | None => Tone::Plain,
    };
    let tis = match outcome.map(|outcome| (outcome.tis, outcome.category)) {
        Some((Some(tis), _)) => pad(&format!("{tis:.1}"), 5, Edge::Right).to_string(),
        Some((None, Some(category))) => language.category(category).to_owned(),
        Some((None, None)) | None => String::new(),
    };
    (word, tis, tone)
}

/// Returns the verdict on a participant, where it has no column.
fn verdict_in_words(person: &Person, language: &dyn Language) -> String {
    let (word, score, _) = verdict_of(person, language);
    let [imacs, tis] = language.study_verdict_columns();
    let said = [(imacs, word), (tis, score.trim())];
    let said = said.into_iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    said.join("  ")
}

/// Returns a cell as a sign and, where there is room, a word.
fn shown(cell: &Cell, width: u16, language: &dyn Language, look: &Look) -> (String, Tone) {
    let (sign, tone) = match cell.standing {
        Standing::Done => (look.complete(), Tone::Good),
        Standing::Begun => (look.begun(), Tone::Plain),
        Standing::Due => ("o", Tone::Key),
        Standing::Overdue => ("!", Tone::Bad),
        Standing::Missed => ("x", Tone::Bad),
        Standing::Ahead => (look.empty(), Tone::Muted),
    };
    let (sign, tone) = match (cell.standing, cell.off) {
        (Standing::Done, early) if early < 0 => ("<", Tone::Warn),
        (Standing::Done, late) if late > 0 => (">", Tone::Warn),
        _ => (sign, tone),
    };
    let (sign, tone) = match cell.unfit {
        0 => (sign, tone),
        _ => ("?", Tone::Warn),
    };
    let text = match width < WORDS {
        true => sign.to_owned(),
        false => format!("{sign} {}", language.study_cell(cell, width >= DATES)),
    };
    (text, tone)
}
