//! From a key to the bytes of its frame at 80x24, beside a plain form drawn through the same backend.
//!
//! Medians of time and bytes of the keys that are pressed most. The disk is left out: what a key
//! asks of the study is done between two keys. Budgets: twice the time of the plain form; 60 bytes
//! for a digit, 150 for a row moved, 600 for an accepted field.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/table.rs"]
mod table;
#[path = "support/trial.rs"]
mod trial;

use coreset::input::key::Code;
use coreset::term::writer::Painter;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::{Block, List, ListState, Paragraph};
use std::time::{Duration, Instant};
use trial::{CAPS, Cost, Terminal};

const PARTICIPANTS: usize = 14;
const ROUNDS: usize = 400;

/// Twelve fields and a list, drawn the plain way.
struct Plain {
    fields: Vec<String>,
    focus: usize,
    rows: Vec<String>,
    list: ListState,
}

impl Plain {
    fn draw(&mut self, frame: &mut Frame<'_>) {
        let parts = [1, 13].map(Constraint::Length);
        let parts = parts.into_iter().chain([Constraint::Fill(1)]);
        let [top, form, list] = Layout::vertical(parts).areas(frame.area());
        frame.render_widget(Line::from("A plain form").bold(), top);
        let lines = self.fields.iter().enumerate().map(|(place, text)| {
            let line = Line::from(format!("Field {place:<2} {text}"));
            if place == self.focus {
                line.reversed()
            } else {
                line
            }
        });
        frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), form);
        let rows = List::new(self.rows.iter().map(String::as_str))
            .block(Block::bordered())
            .highlight_style(Style::new().reversed());
        frame.render_stateful_widget(rows, list, &mut self.list);
        frame.set_cursor_position((9, 1));
    }
}

/// Returns the median time of typing and of moving in the plain form, in microseconds.
fn plain() -> (f64, f64) {
    let mut form = Plain {
        fields: vec![String::new(); 12],
        focus: 3,
        rows: (0..40)
            .map(|n| format!("Row {n:<3} of the list with some text in it"))
            .collect(),
        list: ListState::default().with_selected(Some(0)),
    };
    let mut painter = Painter::new(CAPS, 80, 24);
    painter.paint(|frame| form.draw(frame));
    let (mut typed, mut moved) = (Vec::new(), Vec::new());
    let (mut typed_bytes, mut moved_bytes) = (0, 0);
    for round in 0..ROUNDS {
        let start = Instant::now();
        if round % 2 == 0 {
            form.fields.get_mut(3).unwrap().push('7');
        } else {
            form.fields.get_mut(3).unwrap().pop();
        }
        typed_bytes = painter.paint(|frame| form.draw(frame)).len();
        typed.push(start.elapsed());

        let start = Instant::now();
        if round % 2 == 0 {
            form.list.select_next();
        } else {
            form.list.select_previous();
        }
        moved_bytes = painter.paint(|frame| form.draw(frame)).len();
        moved.push(start.elapsed());
    }
    let times = (table::median_us(&mut typed), table::median_us(&mut moved));
    println!("plain form: a digit {typed_bytes} bytes, a row moved {moved_bytes} bytes");
    times
}

fn report(name: &str, costs: &[Cost], plain_us: f64, bytes: f64) {
    let mut times: Vec<Duration> = costs.iter().map(|cost| cost.time).collect();
    let mut sizes: Vec<usize> = costs.iter().map(|cost| cost.bytes).collect();
    let mut after: Vec<usize> = costs.iter().map(|cost| cost.after).collect();
    sizes.sort_unstable();
    after.sort_unstable();
    let middle = |all: &[usize]| all.get(all.len() / 2).copied().unwrap_or_default() as f64;
    let median = table::median_us(&mut times);
    table::at_most(&format!("{name}: time"), median, 2.0 * plain_us, "us");
    table::plain(
        &format!("{name}: time, p99"),
        table::p99_us(&mut times),
        "us",
    );
    table::at_most(&format!("{name}: bytes"), middle(&sizes), bytes, "B");
    let most = sizes.last().copied().unwrap_or_default() as f64;
    table::plain(&format!("{name}: bytes, most"), most, "B");
    if middle(&after) > 0.0 {
        table::plain(&format!("{name}: bytes once saved"), middle(&after), "B");
    }
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let study = trial::study();
    let mut terminals = (0..3).map(|number| {
        let mut store = trial::open(&dir.path().join(number.to_string()), &study);
        trial::fill(&mut store, &study, PARTICIPANTS);
        Terminal::new(study.clone(), store)
    });
    let (typed, moved) = plain();
    println!(
        "{:<58} {:>12} {:>12} {:<6} {:>6}",
        "name", "measured", "budget", "", "ratio"
    );

    let mut terminal = terminals.next().unwrap();
    let mut rows = Vec::new();
    for _ in 0..ROUNDS / 20 {
        rows.extend((0..10).map(|_| terminal.press(Code::Down)));
        rows.extend((0..10).map(|_| terminal.press(Code::Up)));
    }
    report("row moved, list of 14", &rows, moved, 150.0);

    // A participant with earlier visits, so that the change is live.
    terminal.open_form("phga");
    let mut digits = Vec::new();
    for _ in 0..ROUNDS / 2 {
        digits.push(terminal.press(Code::Char('4')));
        terminal.press(Code::Backspace);
    }
    report("digit in a VAS", &digits, typed, 60.0);

    let mut terminal = terminals.next().unwrap();
    terminal.open_form("mmt8");
    let mut rows = Vec::new();
    for _ in 0..ROUNDS / 20 {
        rows.extend((0..10).map(|_| terminal.press(Code::Down)));
        rows.extend((0..10).map(|_| terminal.press(Code::Up)));
    }
    report("row moved in a form", &rows, moved, 150.0);
    let mut grades = Vec::new();
    for round in 0..ROUNDS / 14 {
        terminal.press(Code::Home);
        let grade = if round % 2 == 0 { '8' } else { '7' };
        grades.extend((0..14).map(|_| terminal.press(Code::Char(grade))));
    }
    report("MMT grade accepted", &grades, typed, 600.0);
}
