//! The lanes below the measures: infusions, doses, drugs and adverse events on the same axis of days.
//!
//! Must not draw a day as known that is known in part only.

use super::sheet::Sheet;
use crate::domain::base::ratio::Exact;
use crate::domain::views::timeline::lane::{Lane, LaneKind, Span};
use crate::screens::canvas::columns;
use crate::screens::look::Tone;

/// A row of a lane, ready to be drawn.
pub(super) struct Row {
    /// What stands at the left.
    pub(super) name: String,
    /// What stands on the axis: column, sign, tone.
    pub(super) cells: Vec<(u16, String, Tone)>,
    /// What stands at the right.
    pub(super) words: String,
    /// Tone of name and words.
    pub(super) tone: Tone,
}

/// Returns all rows of the lanes: what matters at first sight before each drug and each event by itself.
pub(super) fn rows(sheet: &Sheet<'_, '_>) -> Vec<Row> {
    let lanes = |kind| {
        let lanes = sheet.told.lanes.iter();
        lanes.filter(move |lane| lane.kind == kind)
    };
    let mut rows: Vec<Row> = Vec::new();
    let marked = |lane: &Lane, row: Row| marked(sheet, lane, row);
    rows.extend(lanes(LaneKind::Infusion).map(|lane| marked(lane, infusions(sheet, lane))));
    rows.extend(lanes(LaneKind::Glucocorticoid).map(|lane| marked(lane, doses(sheet, lane))));
    let onsets = lanes(LaneKind::Event).flat_map(|lane| {
        let rows = onsets(sheet, lane).into_iter();
        rows.map(move |row| marked(lane, row))
    });
    rows.extend(onsets);
    rows.extend(lanes(LaneKind::Drug).map(|lane| marked(lane, drug(sheet, lane))));
    let events = lanes(LaneKind::Event).flat_map(|lane| &lane.spans);
    rows.extend(events.map(|span| event(sheet, span)));
    rows
}

/// Says of the row of a lane that an amendment took away the log which it is read from.
fn marked(sheet: &Sheet<'_, '_>, lane: &Lane, row: Row) -> Row {
    let Some(by) = lane.removed else {
        return row;
    };
    let removed = sheet.language.removed_by(by);
    let words = match row.words.is_empty() {
        true => removed,
        false => format!("{removed}; {}", row.words),
    };
    Row { words, ..row }
}

/// Returns the column of the begin of a span, and of its end; a begin before the axis is at its edge.
fn columns_of(sheet: &Sheet<'_, '_>, span: &Span) -> (u16, u16) {
    let (left, room) = sheet.layout.axis;
    let axis = &sheet.told.axis;
    let step = |date| left.saturating_add(axis.step(date, room));
    let from = span.from.as_ref().map_or(left, |from| step(from.earliest));
    let end = left.saturating_add(room.saturating_sub(1));
    let to = match &span.to {
        // Nothing that is known in part is drawn into the days to come.
        Some(to) if !to.is_certain() => step(to.latest.min(sheet.told.today.max(axis.from))),
        Some(to) => step(to.latest),
        None => step(sheet.told.today.max(axis.from)).min(end),
    };
    (from, to.max(from))
}

fn infusions(sheet: &Sheet<'_, '_>, lane: &Lane) -> Row {
    let dated = lane.spans.iter().filter(|span| span.from.is_some());
    let cells = dated.map(|span| {
        let tone = if span.withheld {
            Tone::Warn
        } else {
            Tone::Plain
        };
        let (x, _) = columns_of(sheet, span);
        (x, sheet.look.given(span.withheld).to_owned(), tone)
    });
    let given = lane.spans.iter().filter(|span| !span.withheld).count();
    let words = sheet.language.infusions(given, lane.spans.last());
    Row {
        name: sheet.language.lane(&lane.name),
        cells: cells.collect(),
        words,
        tone: Tone::Plain,
    }
}

/// Draws each dose at the day of its begin, and a line as long as it lasts.
fn doses(sheet: &Sheet<'_, '_>, lane: &Lane) -> Row {
    let mut cells = Vec::new();
    let shown = |dose: Exact| {
        let whole = dose.denominator() == 1;
        dose.rounded(if whole { 0 } else { 1 })
    };
    let rule = sheet.look.rule();
    for (place, span) in lane.spans.iter().enumerate() {
        let (from, to) = columns_of(sheet, span);
        let next = lane
            .spans
            .get(place + 1)
            .map(|next| columns_of(sheet, next).0);
        let until = next.map_or(to, |next| to.min(next.saturating_sub(1)));
        cells.extend((from..=until).map(|x| (x, rule.to_owned(), Tone::Muted)));
        let text = span.dose.map(shown).unwrap_or_else(|| "?".to_owned());
        let room = usize::from(until.saturating_sub(from)) + 1;
        // A dose that does not fit is not cut to another one, nor does it touch the next: 27.5 and 25 would read as one.
        let room = room.saturating_sub(usize::from(next.is_some()));
        let text = if text.len() <= room {
            text
        } else {
            sheet.look.ellipsis().to_owned()
        };
        for (x, sign) in (from..).zip(text.chars()) {
            cells.push((x, sign.to_string(), Tone::Plain));
        }
    }
    let dose = |span: Option<&Span>| span.and_then(|span| span.dose).map(shown);
    let first = lane.spans.iter().find(|span| span.dose.is_some());
    let (first, last) = (dose(first), dose(lane.spans.last()));
    let arrow = sheet.look.arrow();
    let words = sheet
        .language
        .doses(first.as_deref(), last.as_deref(), arrow);
    Row {
        name: sheet.language.lane(&lane.name),
        cells,
        words,
        tone: Tone::Plain,
    }
}

/// Returns the line of a span with its edges: where it began before the axis, where it goes on, where a day is
/// known in part only.
fn stretch(sheet: &Sheet<'_, '_>, span: &Span) -> Vec<(u16, String, Tone)> {
    let (from, to) = columns_of(sheet, span);
    let line = sheet.look.stretch();
    let mut cells: Vec<(u16, String, Tone)> = (from..=to)
        .map(|x| (x, line.to_owned(), Tone::Plain))
        .collect();
    let [before, after] = sheet.look.beyond();
    let axis = &sheet.told.axis;
    let began = match &span.from {
        None => Some(before),
        Some(moment) if moment.earliest < axis.from => Some(before),
        Some(moment) if !moment.is_certain() => Some("~"),
        Some(_) => None,
    };
    if let Some(sign) = began {
        cells.push((from, sign.to_owned(), Tone::Plain));
    }
    let ended = match &span.to {
        None => Some(after),
        Some(moment) if !moment.is_certain() => Some("~"),
        Some(_) => None,
    };
    if let Some(sign) = ended.filter(|_| to > from) {
        cells.push((to, sign.to_owned(), Tone::Plain));
    }
    cells
}

fn drug(sheet: &Sheet<'_, '_>, lane: &Lane) -> Row {
    let cells = lane.spans.iter().flat_map(|span| stretch(sheet, span));
    let last = lane.spans.last();
    let words = last.map_or_else(String::new, |span| sheet.language.drug_taken(span));
    Row {
        name: sheet.language.lane(&lane.name),
        cells: cells.collect(),
        words,
        tone: Tone::Plain,
    }
}

/// Returns the rows of the grades at their onset, as many as it takes for none to cover another.
fn onsets(sheet: &Sheet<'_, '_>, lane: &Lane) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut free: Vec<u16> = Vec::new();
    for span in &lane.spans {
        let (x, _) = columns_of(sheet, span);
        let sign = sign(span);
        let width = u16::try_from(sign.len()).unwrap_or(1);
        let place = match free.iter().position(|free| *free <= x) {
            Some(place) => place,
            None => {
                free.push(0);
                rows.push(Row {
                    name: String::new(),
                    cells: Vec::new(),
                    words: String::new(),
                    tone: Tone::Plain,
                });
                free.len() - 1
            }
        };
        if let (Some(row), Some(free)) = (rows.get_mut(place), free.get_mut(place)) {
            row.cells.push((x, sign, tone_of(span)));
            *free = x.saturating_add(width);
        }
    }
    let serious = lane.spans.iter().filter(|span| span.serious).count();
    let ongoing = lane.spans.iter().filter(|span| span.to.is_none()).count();
    if let Some(row) = rows.first_mut() {
        row.name = sheet.language.lane(&lane.name);
        row.words = sheet.language.events(lane.spans.len(), serious, ongoing);
        row.tone = if serious > 0 { Tone::Bad } else { Tone::Plain };
    }
    rows
}

/// Returns the grade of an event with a mark when it is serious.
fn sign(span: &Span) -> String {
    let grade = span.grade.map_or("?".to_owned(), |grade| grade.to_string());
    let mark = if span.serious { "!" } else { "" };
    format!("{grade}{mark}")
}

fn tone_of(span: &Span) -> Tone {
    match span.grade {
        _ if span.serious => Tone::Bad,
        Some(3..) => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn event(sheet: &Sheet<'_, '_>, span: &Span) -> Row {
    let mut cells = stretch(sheet, span);
    let (x, _) = columns_of(sheet, span);
    let sign = sign(span);
    for (x, sign) in (x..).zip(sign.chars()) {
        cells.push((x, sign.to_string(), tone_of(span)));
    }
    Row {
        name: format!("  {}", sheet.language.span(&span.what)),
        cells,
        words: sheet.language.event_grade(span),
        tone: tone_of(span),
    }
}

impl Sheet<'_, '_> {
    /// Draws the lanes from a row on, as far as there is room; returns the row after them.
    pub(super) fn lanes(&mut self, rows: &[Row], scroll: usize, top: u16, bottom: u16) -> u16 {
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
            let text = self.language.more_rows(first, below);
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

    fn lane(&mut self, y: u16, row: &Row) {
        self.name(y, &row.name, row.tone);
        for (x, glyph, tone) in &row.cells {
            self.put(*x, y, glyph, *tone);
        }
        let end = |(x, sign, _): &(u16, String, Tone)| x.saturating_add(columns(sign));
        let taken = row.cells.iter().map(end).max();
        let taken = taken.unwrap_or(self.layout.axis.0);
        self.words(y, taken, &row.words, row.tone);
    }
}
