//! One participant's whole story on one screen: visits on an axis of days, measures, verdicts, lanes.
//!
//! Every sign stands under its visit and has words at the right end of its row or below; colour only adds.

mod lanes;
mod words;

use crate::domain::base::ratio::Exact;
use crate::domain::verdict::Direction;
use crate::domain::verdict::core_set::Reading;
use crate::domain::verdict::response::Outcome;
use crate::domain::views::timeline::axis::level;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Judgement, Stop, Timeline, Timing};
use crate::screens::canvas::{Canvas, Edge, columns, cut, pad, wrap};
use crate::screens::change::draw::{judged_tone, sign_of};
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::timeline::chart;
use crate::screens::timeline::state::{Sight, TimelineState};
use crate::screens::view;
use crate::text::DEFAULT;
use crate::text::Language;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
pub(crate) use words::{stop_words, tracks_shown};

/// Columns of the names at the left.
const NAMES: u16 = 16;
/// Least columns with all numbers at the right.
const WIDE: u16 = 72;
/// Least columns and rows with points, quality of life and the texts of events.
const LARGE: (u16, u16) = (104, 34);

/// How the rows are divided.
struct Layout {
    wide: bool,
    large: bool,
    /// Column of the axis, and its columns.
    axis: (u16, u16),
    /// Column of what stands at the right, and its columns.
    right: (u16, u16),
}

impl Layout {
    fn of(area: Rect, large: bool) -> Self {
        let wide = area.width >= WIDE;
        let names = match (wide, large) {
            (true, true) => NAMES + 8,
            (true, false) => NAMES,
            (false, _) => NAMES - 1,
        };
        let right = match (wide, large) {
            (true, true) => 52,
            (true, false) => 41,
            (false, _) => 24,
        };
        let right = right.min(area.width.saturating_sub(names).saturating_sub(8));
        let axis = area
            .width
            .saturating_sub(names)
            .saturating_sub(right)
            .saturating_sub(1);
        Self {
            wide,
            large,
            axis: (area.x.saturating_add(names), axis),
            right: (area.right().saturating_sub(right), right),
        }
    }
}

/// What is drawn, and where.
struct Sheet<'a, 'b> {
    told: &'a Timeline,
    sight: &'a Sight,
    look: &'a Look,
    language: &'a dyn Language,
    canvas: &'a mut Canvas<'b>,
    layout: Layout,
    /// Column of each visit.
    places: Vec<u16>,
    /// Visit and track under the cursors.
    chosen: Option<(usize, usize)>,
    /// First row that is not drawn on.
    bottom: u16,
}

impl Draw for TimelineState {
    /// Draws the timeline; the cursor stands on the visit.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let state = self;
        let sight = Sight::of(scene.shared, scene.beneath, scene.away);
        if self.chart {
            return chart::draw(self, &sight, scene.shared.language, look, canvas, body);
        }
        let large = body.width >= LARGE.0 && body.height >= LARGE.1;
        let mut sheet = Sheet::new(
            &state.told,
            &sight,
            look,
            scene.shared.language,
            canvas,
            Layout::of(body, large),
        );
        sheet.bottom = body.bottom();
        sheet.chosen = Some((state.cursor, state.track));
        let mut y = body.y;
        if sheet.layout.wide {
            sheet.who(y);
            y = y.saturating_add(1);
        }
        let position = sheet.head(y);
        let width = body.width.saturating_sub(2);
        let said = sheet.about(state, width);
        let most = match (sheet.layout.wide, large) {
            // Room for why a verdict is not decided.
            _ if body.height >= 30 => 6,
            (_, true) => 4,
            (true, false) => 3,
            (false, _) => 2,
        };
        let rows = u16::try_from(said.len().min(most)).unwrap_or(0);
        let bottom = body.bottom().saturating_sub(rows);
        // What the cursor is on is said at the bottom, whatever else fits.
        sheet.bottom = bottom;
        y = sheet.scores(y.saturating_add(3), body.bottom());
        let lanes = lanes::rows(&sheet);
        sheet.lanes(&lanes, state.scroll, y, bottom);
        for (y, (tone, text)) in (bottom..body.bottom()).zip(said) {
            let text = cut(&text, width, look);
            sheet.canvas.text(1, y, width, &text, look.style(tone));
        }
        position
    }
}

/// Returns the story as text, `width` columns wide, with everything that the screen shows after scrolling and each
/// visit in words.
pub fn as_text(told: &Timeline, width: u16, look: &Look, language: &dyn Language) -> String {
    let events: usize = told.lanes.iter().map(|lane| lane.spans.len() + 2).sum();
    let rows = 40 + events + 12 * told.stops.len() + told.quality.len();
    let area = Rect::new(
        0,
        0,
        width.clamp(40, 400),
        u16::try_from(rows).unwrap_or(2000),
    );
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, area);
    let sight = Sight::default();
    let layout = Layout::of(area, true);
    let layout = Layout {
        large: true,
        ..if area.width >= LARGE.0 {
            layout
        } else {
            Layout::of(area, false)
        }
    };
    let mut sheet = Sheet::new(told, &sight, look, language, &mut canvas, layout);
    sheet.who(0);
    sheet.head(1);
    let mut y = sheet.scores(4, area.bottom());
    let lanes = lanes::rows(&sheet);
    y = sheet.lanes(&lanes, 0, y, area.bottom()).saturating_add(1);
    for stop in &told.stops {
        for (tone, text) in stop_words(told, stop, true, area.width.saturating_sub(1), language) {
            sheet
                .canvas
                .text(0, y, area.width, &look.plain(&text), look.style(tone));
            y = y.saturating_add(1);
        }
    }
    view::text_of(&buffer)
}

impl<'a, 'b> Sheet<'a, 'b> {
    fn new(
        told: &'a Timeline,
        sight: &'a Sight,
        look: &'a Look,
        language: &'a dyn Language,
        canvas: &'a mut Canvas<'b>,
        layout: Layout,
    ) -> Self {
        let dates: Vec<_> = told.stops.iter().map(Stop::date).collect();
        let steps = told.axis.steps(&dates, layout.axis.1);
        let places = steps
            .into_iter()
            .map(|step| layout.axis.0.saturating_add(step));
        Self {
            places: places.collect(),
            bottom: canvas.area().bottom(),
            told,
            sight,
            look,
            language,
            canvas,
            layout,
            chosen: None,
        }
    }

    fn put(&mut self, x: u16, y: u16, text: &str, tone: Tone) {
        if y >= self.bottom {
            return;
        }
        let room = self.canvas.area().width;
        self.canvas.text(x, y, room, text, self.look.style(tone));
    }

    fn name(&mut self, y: u16, text: &str, tone: Tone) {
        let room = self.layout.axis.0.saturating_sub(1);
        let text = cut(text, room, self.look);
        self.put(1, y, &text, tone);
    }

    fn end(&mut self, y: u16, text: &str, tone: Tone) {
        let (x, room) = self.layout.right;
        let text = cut(text, room, self.look);
        self.put(x, y, &text, tone);
    }

    fn who(&mut self, y: u16) {
        let who = &self.told.participant;
        let day = self.told.axis.day(self.told.today);
        // On the screen the bar at the top names the participant.
        let named = match self.chosen {
            Some(_) => String::new(),
            None => format!("{} {}, ", who.id, who.initials),
        };
        let text = format!(
            "{named}{}, born {}, {}, enrolled {}, day {day} today",
            self.language.sex(who.sex),
            who.birth_year,
            self.language.diagnosis(who.diagnosis),
            who.enrolled_on,
        );
        let text = cut(&text, self.canvas.area().width.saturating_sub(2), self.look);
        self.put(1, y, &text, Tone::Plain);
    }

    /// Draws the axis: days, visits and windows, in three rows; returns where the cursor is.
    fn head(&mut self, y: u16) -> Option<Position> {
        let (left, room) = self.layout.axis;
        self.name(y, "Day", Tone::Muted);
        let days: Vec<(u16, String, Tone)> = self
            .told
            .stops
            .iter()
            .zip(&self.places)
            .map(|(stop, x)| (*x, self.told.axis.day(stop.date()).to_string(), Tone::Muted))
            .collect();
        self.labels(y, &days);
        self.name(y.saturating_add(1), "Visit", Tone::Heading);
        let chosen = self.chosen.map(|(visit, _)| visit);
        let mut labels: Vec<(u16, String, Tone)> = Vec::new();
        for (place, (stop, x)) in self.told.stops.iter().zip(&self.places).enumerate() {
            let tone = if chosen == Some(place) {
                Tone::Focus
            } else {
                Tone::Plain
            };
            labels.push((*x, short(&stop.label), tone));
        }
        self.labels(y.saturating_add(1), &labels);
        self.name(y.saturating_add(2), "Window", Tone::Plain);
        let mut position = None;
        for (place, stop) in self.told.stops.iter().enumerate() {
            let x = self.places.get(place).copied().unwrap_or(left);
            let (glyph, tone) = window(stop, self.look);
            self.put(x, y.saturating_add(2), glyph, tone);
            if chosen == Some(place) {
                position = Some(Position {
                    x: x.min(left.saturating_add(room)),
                    y: y.saturating_add(1),
                });
            }
        }
        let heading = match (
            self.layout.wide,
            self.layout.large && self.layout.right.1 >= 52,
        ) {
            (true, true) => large_row(["base", "best", "last", "change", "%", "points"]),
            (true, false) => wide_row(["base", "best", "last", "change", "%"]),
            (false, _) => "  base to last".to_owned(),
        };
        self.end(y.saturating_add(1), &heading, Tone::Heading);
        if self.layout.wide {
            let text = "  < early  > late  x missed  ! overdue";
            self.end(y.saturating_add(2), text, Tone::Muted);
        }
        position
    }

    /// Writes words at columns, as far as they do not run into each other; what the cursor is on always.
    fn labels(&mut self, y: u16, labels: &[(u16, String, Tone)]) {
        let end = self.layout.axis.0.saturating_add(self.layout.axis.1);
        let fitted = |x: u16, text: &str| x.min(end.saturating_sub(columns(text)));
        let kept = labels.iter().find(|(_, _, tone)| *tone == Tone::Focus);
        let taken = kept.map(|(x, text, _)| {
            let x = fitted(*x, text);
            (x, x.saturating_add(columns(text)))
        });
        // The first and the last are worth more than those between.
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|place| (*place != 0 && *place + 1 != labels.len(), *place));
        let mut used: Vec<(u16, u16)> = taken.into_iter().collect();
        for place in order {
            let Some((x, text, tone)) = labels.get(place) else {
                continue;
            };
            let x = fitted(*x, text);
            let to = x.saturating_add(columns(text));
            let free = used.iter().all(|(from, end)| to < *from || x > *end);
            if *tone == Tone::Focus || free {
                self.put(x, y, text, *tone);
                used.push((x, to));
            }
        }
    }

    /// Draws measures, quality of life and verdicts; returns the row after them.
    fn scores(&mut self, mut y: u16, bottom: u16) -> u16 {
        if self.sight.nothing {
            let text = "Scores are hidden while the patient answers this form.";
            self.put(1, y, text, Tone::Muted);
            return y.saturating_add(2);
        }
        let told = self.told;
        let chosen = self.chosen.map(|(_, track)| track);
        let shown = tracks_shown(told, self.layout.large, chosen);
        // Where not all fit, the one under the cursor is among those that do.
        let room = usize::from(self.bottom.saturating_sub(y)).max(1);
        let room = room.saturating_sub(shown.len()).max(1);
        let most = told.measures.len();
        let last = chosen.map_or(most, |chosen| (chosen + 1).max(room).min(most));
        let first = if room < most {
            last.saturating_sub(room)
        } else {
            0
        };
        let measures = told.measures.iter().enumerate();
        for (place, track) in measures.skip(first).take(room) {
            self.track(y, place, track);
            y = y.saturating_add(1);
        }
        if self.layout.large && !shown.is_empty() {
            y = self.section(y, "Quality of life, RAND-36");
        }
        for place in shown {
            if let Some(track) = told.tracks().nth(place) {
                self.track(y, place, track);
                y = y.saturating_add(1);
            }
        }
        if y.saturating_add(3) < bottom {
            if self.layout.large {
                y = self.section(y, "Verdicts");
            }
            y = self.verdicts(y);
        }
        if self.layout.large && !told.lanes.is_empty() {
            y = self.section(y, "Given, taken, and what happened");
        }
        y
    }

    /// Draws the line above a part; returns the row after it.
    fn section(&mut self, y: u16, title: &str) -> u16 {
        let room = self.canvas.area().width.saturating_sub(2);
        let rest = room.saturating_sub(columns(title)).saturating_sub(4);
        let rule = self.look.rule();
        let text = format!(
            "{} {title} {}",
            rule.repeat(2),
            rule.repeat(usize::from(rest))
        );
        self.put(1, y, &text, Tone::Muted);
        y.saturating_add(1)
    }

    fn track(&mut self, y: u16, place: usize, track: &Track) {
        let chosen = self.chosen.is_some_and(|(_, chosen)| chosen == place);
        if chosen {
            self.put(0, y, self.look.cursor(), Tone::Plain);
        }
        let tone = if chosen { Tone::Focus } else { Tone::Plain };
        self.name(y, &DEFAULT.track(&track.subject), tone);
        if !self.sight.shows(track) {
            let text = "hidden until entered";
            self.put(self.layout.axis.0, y, text, Tone::Muted);
            return;
        }
        let range = track.range();
        let levels = self.look.levels();
        for (stop, reading) in track.values.iter().enumerate() {
            let x = self.places.get(stop).copied().unwrap_or_default();
            let held = self.told.stops.get(stop).is_some_and(Stop::is_held);
            let (glyph, tone) = match reading {
                Reading::Value(value) => {
                    let step = range.and_then(|(low, high)| level(*value, low, high, levels));
                    (self.look.level(step.unwrap_or(levels / 2)), Tone::Plain)
                }
                Reading::Missing(_) => ("?", Tone::Warn),
                Reading::Blank if held => (self.look.empty(), Tone::Muted),
                Reading::Blank | Reading::NotAsked => (" ", Tone::Muted),
            };
            self.put(x, y, glyph, tone);
        }
        self.passed(y, track);
        self.numbers(y, track);
    }

    /// Marks the values that passed a threshold, beside them where there is room.
    fn passed(&mut self, y: u16, track: &Track) {
        let Some(measure) = track.measure() else {
            return;
        };
        let end = self.layout.axis.0.saturating_add(self.layout.axis.1);
        for (place, stop) in self.told.stops.iter().enumerate() {
            let x = self.places.get(place).copied().unwrap_or_default() + 1;
            let taken = self.places.get(place + 1).is_some_and(|next| *next <= x);
            let outcome = stop
                .verdict
                .as_ref()
                .map(|v| v.measures.get(measure).outcome);
            let (glyph, tone) = match outcome {
                Some(Outcome::Improved) => (self.look.better(), Tone::Good),
                Some(Outcome::Worse) => (self.look.worse(), Tone::Bad),
                Some(Outcome::Neither | Outcome::Missing | Outcome::Open) | None => continue,
            };
            if !taken && x < end {
                self.put(x, y, glyph, tone);
            }
        }
    }

    fn numbers(&mut self, y: u16, track: &Track) {
        let shown = |value: Option<Exact>| value.map_or("-".to_owned(), |value| track.shown(value));
        let base = shown(track.baseline);
        let last = shown(track.last.map(|mark| mark.value));
        let best = shown(track.best.map(|mark| mark.value));
        let (glyph, word, tone) = moved(track, self.look);
        let relative = match &track.change {
            Some(change) => change.relative().unwrap_or_default().replace(' ', ""),
            None => track
                .difference()
                .map_or_else(String::new, |difference| difference.signed(1)),
        };
        let points = track.change.as_ref().and_then(|change| change.points);
        let points = points.map(|points| points.to_string()).unwrap_or_default();
        let text = match (
            self.layout.wide,
            self.layout.large && self.layout.right.1 >= 52,
        ) {
            (true, true) => {
                let words = format!("{glyph} {word}");
                large_row([&base, &best, &last, &words, &relative, &points])
            }
            (true, false) => wide_row([&base, &best, &last, &format!("{glyph} {word}"), &relative]),
            (false, _) => {
                let way = format!("{base}{}{last}", self.look.arrow());
                format!(
                    "  {}{glyph}{}",
                    pad(&way, 13, Edge::Left),
                    pad(&relative, 7, Edge::Right)
                )
            }
        };
        self.end(y, &text, tone);
    }

    /// Draws a row for each verdict.
    fn verdicts(&mut self, mut y: u16) -> u16 {
        if !self.sight.shows_verdicts() {
            let text = "The verdicts show once every hidden measure is entered.";
            self.put(1, y, text, Tone::Muted);
            return y.saturating_add(1);
        }
        let told = self.told;
        let last = told.stops.iter().rev().find(|stop| {
            let judged = stop.imacs();
            judged.is_some_and(|judged| judged != Judgement::NotJudged)
        });
        type Judged = fn(&Stop) -> Option<Judgement>;
        let rows: [(&str, Judged); 2] = [("IMACS", Stop::imacs), ("Registered", Stop::registered)];
        let differs = |stop: &Stop| {
            let verdict = stop.verdict.as_ref();
            verdict.is_some_and(|verdict| verdict.registered_differs)
        };
        let both = self.layout.wide || told.stops.iter().any(differs);
        for (name, judged) in rows.into_iter().take(if both { 2 } else { 1 }) {
            self.name(y, name, Tone::Plain);
            for (place, stop) in told.stops.iter().enumerate() {
                let x = self.places.get(place).copied().unwrap_or_default();
                let (glyph, tone) = match judged(stop) {
                    Some(Judgement::Met) => (self.look.met(), Tone::Good),
                    Some(Judgement::NotMet) => (self.look.not_met(), Tone::Warn),
                    Some(Judgement::Open) => ("?", Tone::Plain),
                    Some(Judgement::NotJudged) => (self.look.empty(), Tone::Muted),
                    None => (" ", Tone::Muted),
                };
                self.put(x, y, glyph, tone);
            }
            if let Some((stop, said)) = last.and_then(|stop| Some((stop, judged(stop)?))) {
                let text = format!("  {}: {}", stop.label, self.language.judgement(said));
                self.end(y, &text, judged_tone(said));
            }
            y = y.saturating_add(1);
        }
        self.name(y, "TIS", Tone::Plain);
        for (place, stop) in told.stops.iter().enumerate() {
            let x = self.places.get(place).copied().unwrap_or_default();
            let Some(verdict) = &stop.verdict else {
                continue;
            };
            let levels = self.look.levels();
            let step = verdict.tis.total.and_then(|total| {
                let total = Exact::from_decimal(total.to_decimal());
                level(total, Exact::ZERO, Exact::int(100), levels)
            });
            let glyph = match step {
                Some(step) => self.look.level(step),
                None if verdict.not_asked.is_empty() => "?",
                None => self.look.empty(),
            };
            self.put(x, y, glyph, Tone::Plain);
        }
        if let Some((stop, verdict)) = last.and_then(|stop| Some((stop, stop.verdict.as_ref()?))) {
            let text = format!(
                "  {}: {}",
                stop.label,
                words::tis(verdict, self.look, self.language)
            );
            self.end(y, &text, Tone::Plain);
        }
        y = y.saturating_add(1);
        let met = |stop: &Stop| {
            let verdict = stop.verdict.as_ref();
            verdict.is_some_and(|verdict| verdict.deterioration.met())
        };
        if told.stops.iter().any(met) {
            self.name(y, "Deterioration", Tone::Bad);
            for (place, stop) in told.stops.iter().enumerate() {
                if met(stop) {
                    let x = self.places.get(place).copied().unwrap_or_default();
                    self.put(x, y, "!", Tone::Bad);
                }
            }
            let label = |visit| {
                let place = told.place(visit)?;
                Some(told.stops.get(place)?.label.clone())
            };
            let text = match &told.confirmed {
                Some(found) => format!(
                    "  {}, confirmed at {}",
                    label(&found.first).unwrap_or_default(),
                    label(&found.confirmed).unwrap_or_default()
                ),
                None => "  not confirmed by a second visit".to_owned(),
            };
            self.end(y, &text, Tone::Bad);
            y = y.saturating_add(1);
        }
        y
    }

    /// Draws the lanes from a row on, as far as there is room; returns the row after them.
    fn lanes(&mut self, rows: &[lanes::Row], scroll: usize, top: u16, bottom: u16) -> u16 {
        let room = usize::from(bottom.saturating_sub(top));
        if room == 0 {
            return top;
        }
        if rows.len() > room {
            // One row says how much more there is.
            let room = room - 1;
            let first = scroll.min(rows.len().saturating_sub(room));
            let shown = rows.iter().skip(first).take(room);
            let mut y = top;
            for row in shown {
                self.lane(y, row);
                y = y.saturating_add(1);
            }
            let below = rows.len().saturating_sub(first + room);
            let text = match (first, below) {
                (0, below) => format!("{below} more rows below"),
                (above, 0) => format!("{above} more rows above"),
                (above, below) => format!("{above} more rows above, {below} below"),
            };
            self.put(1, y, &text, Tone::Muted);
            return bottom;
        }
        let mut y = top;
        for row in rows {
            self.lane(y, row);
            y = y.saturating_add(1);
        }
        y
    }

    fn lane(&mut self, y: u16, row: &lanes::Row) {
        self.name(y, &row.name, row.tone);
        for (x, glyph, tone) in &row.cells {
            self.put(*x, y, glyph, *tone);
        }
        let text = format!("  {}", row.words);
        self.end(y, &text, row.tone);
    }

    /// Says what the two cursors are on.
    fn about(&self, state: &TimelineState, width: u16) -> Vec<(Tone, String)> {
        let Some(stop) = self.told.stops.get(state.cursor) else {
            return Vec::new();
        };
        let verdicts = self.sight.shows_verdicts();
        let mut lines = stop_words(self.told, stop, verdicts, width, self.language);
        let track = self.told.tracks().nth(state.track);
        if let Some(track) = track.filter(|track| self.sight.shows(track)) {
            let value = match track.values.get(state.cursor) {
                Some(Reading::Value(value)) => track.shown(*value),
                Some(Reading::Missing(reason)) => format!("missing ({reason})"),
                Some(Reading::NotAsked) => "not asked here".to_owned(),
                _ => "not entered".to_owned(),
            };
            let text = format!("{} {value}", DEFAULT.track(&track.subject));
            match lines.first_mut() {
                Some((_, first)) if columns(first) + columns(&text) + 2 <= width => {
                    *first = format!("{first}  {text}");
                }
                _ => lines.extend(wrap(&text, width).into_iter().map(|l| (Tone::Plain, l))),
            }
            // It takes no row of its own: the rows are worth more to what was given and what happened.
            let scale = words::scale(track);
            let mut room = lines.iter_mut().map(|(_, line)| line);
            let fits = |line: &&mut String| columns(line) + columns(&scale) + 2 <= width;
            if let Some(line) = room.find(fits) {
                *line = format!("{line}  {scale}");
            }
        }
        lines
    }
}

pub(crate) use crate::text::short_visit as short;

/// Returns the sign of how a visit lies to its window.
fn window(stop: &Stop, look: &Look) -> (&'static str, Tone) {
    let complete = stop.forms.0 >= stop.forms.1;
    match stop.timing {
        Timing::Early(_) => ("<", Tone::Warn),
        Timing::Late(_) => (">", Tone::Warn),
        Timing::Within if complete => (look.complete(), Tone::Good),
        Timing::Within => (look.begun(), Tone::Plain),
        Timing::Missed => ("x", Tone::Bad),
        Timing::Overdue(_) => ("!", Tone::Bad),
        Timing::Due => ("o", Tone::Key),
        Timing::Ahead => (look.empty(), Tone::Muted),
    }
}

/// Returns which way a track went: sign, word, tone.
fn moved(track: &Track, look: &Look) -> (&'static str, &'static str, Tone) {
    if let Some(change) = &track.change {
        return sign_of(change, look);
    }
    match track.direction() {
        Direction::Better => (look.better(), "better", Tone::Plain),
        Direction::Worse => (look.worse(), "worse", Tone::Warn),
        Direction::Same => ("=", "same", Tone::Plain),
        Direction::Undefined | Direction::NotKnown => (" ", "", Tone::Muted),
    }
}

/// Returns the numbers of a measure at the right edge, with its points.
fn large_row([base, best, last, words, relative, points]: [&str; 6]) -> String {
    format!(
        "{}{}{}  {}{}{}",
        pad(base, 7, Edge::Right),
        pad(best, 8, Edge::Right),
        pad(last, 8, Edge::Right),
        pad(words, 10, Edge::Left),
        pad(relative, 8, Edge::Right),
        pad(points, 8, Edge::Right)
    )
}

/// Returns the numbers of a measure at the right edge.
fn wide_row([base, best, last, words, relative]: [&str; 5]) -> String {
    format!(
        "{}{}{}  {}{}",
        pad(base, 7, Edge::Right),
        pad(best, 7, Edge::Right),
        pad(last, 7, Edge::Right),
        pad(words, 11, Edge::Left),
        pad(relative, 7, Edge::Right)
    )
}
