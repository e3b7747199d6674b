//! A log: its sums, its rows as a table, and what follows from the row under the cursor.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::facts::{Fact, Mark, Said, facts};
use crate::domain::course::table::Line;
use crate::domain::course::totals::totals;
use crate::domain::course::{ABATACEPT, ADVERSE_EVENT, MEDICATION};
use crate::domain::record::rows::SESSION;
use crate::input::action::{Action, Context};
use crate::screens::canvas::{Canvas, Edge, columns, cut, cut_apart, pad, part, scroll, wrap};
use crate::screens::key_hints;
use crate::screens::logs::state::LogState;
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::Language;
use crate::text::facts::RowWords;
use crate::text::screens::logs::RowMark;
use ratatui::layout::{Position, Rect};

/// Columns from which a row says its mark in a word.
const WORDS: u16 = 72;
/// Columns from which a row has dose and end.
const ALL: u16 = 56;

impl Draw for LogState {
    /// Draws a log; the cursor stands on the chosen row.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let lines = shared.log_lines(&state.form);
        let roomy = u16::from(body.height > 14);
        let width = body.width.saturating_sub(3);
        let record = shared.open.record.as_ref()?;
        let now = shared.now.naive_local();
        let sums = match lines.is_empty() {
            true => Vec::new(),
            false => totals(&shared.study, record, state.form.as_str(), now),
        };
        let most = usize::from(body.height / 4).max(1);
        let mut sums = fact_rows(&sums, width, shared.language);
        sums.truncate(most);
        // Nothing of a log that was taken away is summed up.
        if let Some(words) = shared.removed_words(&VisitId::new(SESSION), Some(&state.form)) {
            let rows = wrap(&words, width).into_iter();
            sums = rows.map(|row| (Tone::Warn, row)).collect();
        }
        let top = part(body, 2, roomy, width, body.height);
        write_rows(&sums, look, canvas, top);
        let used = u16::try_from(sums.len())
            .unwrap_or(0)
            .saturating_add(roomy * 2);
        let rest = part(body, 0, used, body.width, body.height);
        if lines.is_empty() {
            let words = first_row(shared, look);
            let area = part(rest, 2, 0, width, rest.height);
            let rows = wrap(&words, width).into_iter();
            write_rows(
                &rows.map(|l| (Tone::Plain, l)).collect::<Vec<_>>(),
                look,
                canvas,
                area,
            );
            return None;
        }
        let below = (rest.height / 3).clamp(2, 10);
        let count = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let needed = count.saturating_add(1);
        let height = needed.min(rest.height.saturating_sub(below).saturating_sub(1));
        let cursor = state.cursor(&lines);
        let area = part(rest, 0, 0, rest.width, height);
        let position = table(
            &state.form,
            &lines,
            Some(cursor),
            shared.language,
            look,
            canvas,
            area,
        );
        let rule = look.rule().repeat(usize::from(width));
        let y = rest.y.saturating_add(height);
        canvas.text(2, y, width, &rule, look.style(Tone::Muted));
        if let Some(line) = lines.get(cursor) {
            let mut told = facts(&shared.study, record, &line.id, now);
            if line.incomplete {
                told.push(Fact::warn(Said::Incomplete));
            }
            let area = part(rest, 2, height.saturating_add(1), width, rest.height);
            write_rows(
                &fact_rows(&told, width, shared.language),
                look,
                canvas,
                area,
            );
        }
        position
    }
}

/// Says how the first row is added.
fn first_row(shared: &Workspace, look: &Look) -> String {
    if !shared.may_enter() {
        return shared.language.no_row_yet().to_owned();
    }
    let new = key_hints::hints(
        &shared.keymap,
        Context::List,
        &[Action::New],
        40,
        look.is_ascii(),
        shared.language,
    );
    let key = new.first().map(|hint| hint.keys.as_str());
    shared.language.begin_first_row(key)
}

/// Draws the heading and the rows of a log, scrolled so that the cursor is on the screen.
pub(crate) fn table(
    form: &FormId,
    lines: &[Line],
    cursor: Option<usize>,
    language: &dyn Language,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> Option<Position> {
    let [what, amount, start, end] = language.log_columns(form);
    let said: Vec<RowWords> = lines.iter().map(|line| language.row(line)).collect();
    let columns = Columns::of(form, &said, area.width);
    let heading = columns.row(["", "", "", what, amount, start, end, ""], look);
    canvas.text(
        area.x,
        area.y,
        area.width,
        &heading,
        look.style(Tone::Heading),
    );
    let rows = part(area, 0, 1, area.width, area.height);
    let first = scroll(cursor.unwrap_or(0), lines.len(), rows.height);
    let mut position = None;
    let names: Vec<&str> = said.iter().map(|row| row.what.as_str()).collect();
    let names = cut_apart(&names, columns.what.saturating_sub(1), look);
    let named = lines.iter().zip(said.iter().zip(&names));
    let named = named.enumerate().skip(first);
    for (y, (index, (line, (row, name)))) in (rows.top()..rows.bottom()).zip(named) {
        let chosen = cursor == Some(index);
        let (mark, word, tone) = mark(form, line, look);
        let word = word.map_or("", |word| language.row_mark(word));
        let text = columns.row(
            [
                if chosen { look.cursor() } else { "" },
                &line.number.to_string(),
                mark,
                name,
                &row.amount,
                &row.start,
                &row.end,
                word,
            ],
            look,
        );
        canvas.text(rows.x, y, rows.width, &text, look.style(tone));
        if chosen {
            canvas.paint(
                rows.x.saturating_add(2),
                y,
                columns.what.saturating_add(5),
                look.style(Tone::Focus),
            );
            position = Some(Position {
                x: rows.x.saturating_add(2),
                y,
            });
        }
    }
    position
}

/// Returns the sign, word and tone of what is to be said of a row first.
fn mark(form: &FormId, line: &Line, look: &Look) -> (&'static str, Option<RowMark>, Tone) {
    if line.unseen {
        // Of one in error the sign says that, and the word what is still to do.
        let sign = if line.in_error { "x" } else { "!" };
        return (sign, Some(RowMark::NotSeen), Tone::Bad);
    }
    if line.in_error {
        return ("x", Some(RowMark::InError), Tone::Muted);
    }
    if line.unfit {
        return ("!", Some(RowMark::NotByRules), Tone::Bad);
    }
    if line.doubtful {
        let word = match form.as_str() {
            MEDICATION => RowMark::Forbidden,
            ABATACEPT => RowMark::OffPlan,
            _ => RowMark::Check,
        };
        return ("!", Some(word), Tone::Warn);
    }
    if line.incomplete {
        return (look.begun(), Some(RowMark::Incomplete), Tone::Plain);
    }
    if line.serious {
        return ("S", Some(RowMark::Serious), Tone::Plain);
    }
    ("", None, Tone::Plain)
}

/// Widths of a row.
struct Columns {
    width: u16,
    what: u16,
    amount: u16,
    end: u16,
}

impl Columns {
    fn of(form: &FormId, rows: &[RowWords], width: u16) -> Self {
        // Cursor, number and sign stand before, dates and word behind.
        let (mut amount, fixed): (u16, u16) = match width {
            100.. => (28, 2 + 3 + 2 + 12 + 12 + 11),
            WORDS.. => (19, 2 + 3 + 2 + 11 + 12 + 11),
            ALL.. => (13, 2 + 3 + 2 + 11 + 11),
            _ => (0, 2 + 3 + 2 + 11),
        };
        if form.as_str() == ADVERSE_EVENT {
            // A grade needs little room, and the name of an event much.
            amount = amount.min(9);
        }
        let longest = |text: fn(&RowWords) -> &str| {
            let each = rows.iter().map(|row| columns(text(row)));
            each.max().unwrap_or(0).saturating_add(1)
        };
        let end = match width {
            WORDS.. => 12,
            // A time of day takes a column more than a date.
            ALL.. => longest(|row| &row.end).clamp(11, 12),
            _ => 0,
        };
        let over = if width < WORDS {
            end.saturating_sub(11)
        } else {
            0
        };
        let room = width.saturating_sub(fixed.saturating_add(over));
        if amount > 0 {
            // Each of the two columns gets the width that the other does not need.
            let (what, own) = (longest(|row| &row.what), longest(|row| &row.amount));
            if own > amount {
                amount = own.min(room.saturating_sub(what).max(amount));
            } else if what > room.saturating_sub(amount) {
                amount = own.max(room.saturating_sub(what)).min(amount);
            }
        }
        Self {
            width,
            what: room.saturating_sub(amount),
            amount,
            end,
        }
    }

    fn row(&self, cells: [&str; 8], look: &Look) -> String {
        let date = if self.width >= 100 { 12 } else { 11 };
        let word = if self.width >= WORDS { 11 } else { 0 };
        let widths = [2, 3, 2, self.what, self.amount, date, self.end, word];
        let cells = cells
            .iter()
            .zip(widths)
            .map(|(text, width)| cell(text, width, look));
        let row: String = cells.collect();
        row.trim_end().to_owned()
    }
}

/// Returns a cell with a blank behind it.
fn cell(text: &str, width: u16, look: &Look) -> String {
    let text = cut(text, width.saturating_sub(1), look);
    pad(&text, width, Edge::Left).to_string()
}

/// Returns facts as rows of a screen.
pub(crate) fn fact_rows(
    facts: &[Fact],
    width: u16,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let rows = facts.iter().flat_map(|fact| {
        let sign = match fact.mark {
            Mark::Warn | Mark::Bad => "! ",
            Mark::Plain | Mark::Good => "",
        };
        let lines = wrap(&format!("{sign}{}", language.fact(&fact.said)), width);
        lines.into_iter().map(|line| (tone(fact.mark), line))
    });
    rows.collect()
}

/// Returns the tone of a fact.
pub(crate) fn tone(mark: Mark) -> Tone {
    match mark {
        Mark::Plain => Tone::Plain,
        Mark::Good => Tone::Good,
        Mark::Warn => Tone::Warn,
        Mark::Bad => Tone::Bad,
    }
}

/// Writes rows from the top of an area; the last one says when there are more.
pub(crate) fn write_rows(
    rows: &[(Tone, String)],
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let more = rows.len() > usize::from(area.height);
    for (y, (tone, text)) in (area.top()..area.bottom()).zip(rows) {
        let is_last = more && y.saturating_add(1) == area.bottom();
        let text = if is_last {
            let room = area
                .width
                .saturating_sub(columns(look.ellipsis()).saturating_add(1));
            format!("{} {}", cut(text, room, look), look.ellipsis())
        } else {
            cut(text, area.width, look)
        };
        canvas.text(area.x, y, area.width, &text, look.style(*tone));
    }
}
