//! The whole study: participants by visits, and below them enrolment, responders, doses and events.

use crate::domain::record::lock::Scope;
use crate::domain::study::Study;
use crate::domain::study::version::removed::Listed;
use crate::domain::verdict::response::Judgement;
use crate::domain::views::overview::{Cell, Median, Overview, Person, Property, Share, Standing};
use crate::domain::views::summary::Hideable;
use crate::screens::canvas::{Canvas, Edge, columns, cut, pad, part, scroll};
use crate::screens::lock;
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
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
        let state = self;
        let Some(overview) = &state.overview else {
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
        if let Some(lock) = &overview.locked {
            let words = shared.language.lock_mark(&Scope::study(), lock);
            lock::draw::line(&words, look, canvas, part(body, 0, 1, body.width, 1));
        }
        let width = body.width.saturating_sub(2);
        let lines = figures(&shared.study, overview, width, shared.language);
        let most = body.height.saturating_sub(6).min(body.height / 2);
        let figures = u16::try_from(lines.len()).unwrap_or(0).min(most);
        let sheet = Sheet::of(
            overview.columns(&shared.study),
            &overview.people,
            body.width,
        );
        let language = shared.language;
        let enrolled = cut(&enrolled(overview, width, look, language), width, look);
        canvas.text(1, body.y, width, &enrolled, look.style(Tone::Heading));
        let top = body.y.saturating_add(3);
        let bottom = body.bottom().saturating_sub(figures).saturating_sub(1);
        let y = body.y.saturating_add(2);
        sheet.heading(shared.language, look, canvas, y);
        let rows = bottom.saturating_sub(top);
        let first = scroll(state.cursor, overview.people.len(), rows);
        let mut position = None;
        for (y, (place, person)) in
            (top..bottom).zip(overview.people.iter().enumerate().skip(first))
        {
            let chosen = place == state.cursor;
            sheet.row(person, chosen, language, look, canvas, y);
            if chosen {
                position = Some(Position { x: 2, y });
            }
        }
        if overview.people.is_empty() {
            canvas.text(
                2,
                top,
                width,
                language.study_has_nobody(),
                look.style(Tone::Muted),
            );
        }
        for (y, (tone, line)) in (bottom.saturating_add(1)..body.bottom()).zip(lines) {
            canvas.text(1, y, width, &cut(&line, width, look), look.style(tone));
        }
        position
    }
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
            let x = self.verdict_column(verdict);
            let text = format!("{}{tis}", pad(word, 8, Edge::Left));
            canvas.text(x, y, verdict, &text, look.style(tone));
        }
    }
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

/// Returns what is counted over all participants, in two columns where there is room.
fn figures(
    study: &Study,
    overview: &Overview,
    width: u16,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let label = study
        .visit(overview.outcome.as_str())
        .map_or("", |visit| visit.label.as_str());
    let removed = overview.columns(study).into_iter();
    let removed = removed.filter_map(|listed| Some((listed.visit, listed.removed?)));
    let mut lines: Vec<(Tone, String)> = removed
        .map(|(visit, by)| (Tone::Muted, language.visit_removed(&visit.label, by)))
        .collect();
    let (unfit, people) = overview.unfit();
    if unfit > 0 {
        lines.push((Tone::Warn, language.study_unfit(unfit, people)));
    }
    let heading = (Tone::Heading, language.responders_at(label));
    let left: Vec<String> = match &overview.responders {
        Hideable::Seen(shares) => {
            let shares = shares.iter();
            shares.map(|share| responders(share, language)).collect()
        }
        Hideable::Hidden => Property::ALL
            .map(|property| {
                let label = pad(language.property(property), 21, Edge::Left);
                format!("{label} {}", language.hidden())
            })
            .to_vec(),
    };
    let median = |name: &str, median: &Option<Median>, signed: bool| match median {
        Some(median) if signed => {
            format!("  {name} {} ({})", median.value.signed(1), median.of)
        }
        Some(median) => format!("  {name} {} ({})", median.value.rounded(1), median.of),
        None => format!("  {name} -"),
    };
    let events = &overview.events;
    let right = vec![
        language.study_medians().to_owned(),
        match &overview.tis {
            Hideable::Seen(tis) => median(language.median_tis(), tis, false),
            Hideable::Hidden => format!("  {} {}", language.median_tis(), language.hidden()),
        },
        median(language.median_dose(), &overview.dose, true),
        language.adverse_events().to_owned(),
        format!("  {}", language.events_by_grade(&events.grades)),
        format!("  {}", language.serious_open(events.serious_open)),
    ];
    if width >= 76 {
        let (tone, first) = heading;
        lines.push((
            tone,
            format!(
                "{} {}",
                pad(&first, 50, Edge::Left),
                right.first().cloned().unwrap_or_default()
            ),
        ));
        let right = right.get(1..).unwrap_or_default();
        for place in 0..left.len().max(right.len()) {
            let text = |part: &[String]| part.get(place).cloned().unwrap_or_default();
            lines.push((
                Tone::Plain,
                format!("{} {}", pad(&text(&left), 50, Edge::Left), text(right)),
            ));
        }
    } else {
        lines.push(heading);
        lines.extend(
            left.into_iter()
                .chain(right)
                .map(|line| (Tone::Plain, line)),
        );
    }
    lines
}

fn responders(share: &Share, language: &dyn Language) -> String {
    let label = share.property();
    let label = label.map_or(share.key.as_str(), |property| language.property(property));
    let percent = share.percent();
    let percent = percent.map_or("-".to_owned(), |percent| {
        format!("{} %", percent.rounded(1))
    });
    let interval = match &share.interval {
        Some((low, high)) => language.study_interval(*low, *high),
        None => String::new(),
    };
    let counted = format!("{}/{}", share.count, share.of);
    format!(
        "{}{} {} {interval}",
        pad(label, 21, Edge::Left),
        pad(&counted, 5, Edge::Right),
        pad(&percent, 7, Edge::Right)
    )
}
