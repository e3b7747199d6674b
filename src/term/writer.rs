//! Turns frames into the fewest bytes, one write for each.
//!
//! [`Painter`] holds what the screen shows; a frame that changes nothing is no bytes at all. Colours
//! and characters that the terminal cannot show are replaced here, last, whatever the screens ask for.
//!
//! ratatui finds the cells that changed. crossterm's commands, queued into the frame, make the codes of
//! the synchronised update, the cursor and clearing. Our own are the pen, the shortest moves and the
//! replacing: ratatui's backend on crossterm sends 16 colours as `38;5;n`, which old terminals do not
//! know, a code of its own for each attribute, and every move as row and column.

mod pen;

use super::caps::{Caps, Glyphs};
use crate::domain::base::shown::is_unseen;
use crossterm::cursor::{Hide, MoveRight, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate};
use pen::Pen;
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use std::convert::Infallible;
use std::io::Write as _;
use unicode_width::UnicodeWidthStr;

/// Screens beyond this are drawn in their upper left part: a wrong size must not take the memory.
const LARGEST: Size = Size::new(500, 200);

/// Draws frames and hands out the bytes that bring the screen from the last one to the next.
pub struct Painter {
    terminal: Terminal<Ink>,
}

impl Painter {
    /// Returns a painter for a screen of which nothing is known yet.
    pub fn new(caps: Caps, columns: u16, rows: u16) -> Self {
        let ink = Ink::new(caps, limit(columns, rows));
        let Ok(terminal) = Terminal::new(ink);
        Self { terminal }
    }

    /// Tells the size of the screen; what the terminal made of the old picture is unknown, so all is drawn anew.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = limit(columns, rows);
        self.terminal.backend_mut().size = size;
        let Ok(()) = self.terminal.resize(Rect::from((Position::ORIGIN, size)));
        self.forget();
    }

    /// Forgets what the screen shows, so that the next frame draws every cell.
    pub fn forget(&mut self) {
        let Ok(()) = self.terminal.clear();
        self.terminal.backend_mut().forget();
    }

    /// Draws a frame and returns the bytes to write, none when the screen already shows it.
    pub fn paint(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> &[u8] {
        let size = self.terminal.backend().size;
        if size.width == 0 || size.height == 0 {
            return &[];
        }
        let Ok(_) = self.terminal.draw(view);
        self.terminal.backend_mut().finish()
    }
}

/// Returns the part of a screen of this size that is drawn on.
pub fn limit(columns: u16, rows: u16) -> Size {
    Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
}

/// Collects the bytes of one frame.
struct Ink {
    caps: Caps,
    size: Size,
    out: Vec<u8>,
    pen: Pen,
    // Where the terminal's cursor is, when that is certain.
    at: Option<Position>,
    wanted: Option<Position>,
    shown: Option<bool>,
    erase: bool,
}

impl Ink {
    fn new(caps: Caps, size: Size) -> Self {
        Self {
            caps,
            size,
            out: Vec::new(),
            pen: Pen::default(),
            at: None,
            wanted: None,
            shown: None,
            erase: true,
        }
    }

    fn forget(&mut self) {
        self.at = None;
        self.shown = None;
        self.erase = true;
    }

    /// Opens the frame when the first byte of it is due; terminals that do not know this ignore it.
    fn open(&mut self) {
        if self.out.is_empty() {
            let _ = queue!(self.out, BeginSynchronizedUpdate);
        }
    }

    /// Ends the frame with a plain pen and the cursor where it belongs, and returns its bytes.
    fn finish(&mut self) -> &[u8] {
        if self.pen != Pen::default() {
            self.out.extend_from_slice(b"\x1b[m");
            self.pen = Pen::default();
        }
        if let Some(to) = self.wanted {
            self.go(to);
        }
        let show = self.wanted.is_some();
        if self.shown != Some(show) {
            self.open();
            let _ = if show {
                queue!(self.out, Show)
            } else {
                queue!(self.out, Hide)
            };
            self.shown = Some(show);
        }
        if !self.out.is_empty() {
            // Only now does the screen change.
            let _ = queue!(self.out, EndSynchronizedUpdate);
        }
        &self.out
    }

    /// Moves the cursor by the shortest way that every terminal knows; crossterm's commands have no
    /// shorter form for a step or for the first row and column.
    fn go(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        self.open();
        let _ = match self.at {
            Some(at) if at.y == to.y && to.x == 0 => self.out.write_all(b"\r"),
            Some(at) if at.y == to.y && to.x == at.x.saturating_add(1) => {
                self.out.write_all(b"\x1b[C")
            }
            Some(at) if at.y == to.y && to.x > at.x => {
                queue!(self.out, MoveRight(to.x - at.x))
            }
            Some(at) if at.y == to.y && at.x == to.x.saturating_add(1) => {
                self.out.write_all(b"\x08")
            }
            _ if to == Position::ORIGIN => self.out.write_all(b"\x1b[H"),
            _ if to.x == 0 => write!(self.out, "\x1b[{}H", u32::from(to.y) + 1),
            _ => queue!(self.out, MoveTo(to.x, to.y)),
        };
        self.at = Some(to);
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        if x >= self.size.width || y >= self.size.height {
            return;
        }
        self.open();
        self.go(Position::new(x, y));
        let pen = Pen::of(cell, self.caps.colours);
        pen.change_from(self.pen, &mut self.out);
        self.pen = pen;
        let (width, sure) = self.print(cell.symbol(), self.size.width - x);
        let next = x.saturating_add(width);
        // Behind the last column terminals differ on where the cursor is.
        self.at = (sure && next < self.size.width).then_some(Position::new(next, y));
    }

    /// Prints what stands in a cell with `room` columns to the edge; returns how many it takes and
    /// whether all terminals agree on that.
    fn print(&mut self, symbol: &str, room: u16) -> (u16, bool) {
        let mut letters = symbol.chars();
        match (letters.next(), letters.next()) {
            (Some(c), None) if c.is_ascii() && !c.is_ascii_control() => {
                self.out.push(c as u8);
                return (1, true);
            }
            (None, _) => {
                self.out.push(b' ');
                return (1, true);
            }
            _ => {}
        }
        let width = u16::try_from(symbol.width()).unwrap_or(1).max(1).min(room);
        // The canvas shows these as escapes; here is the last place before the terminal.
        let control = symbol.contains(is_unseen);
        if control || self.caps.glyphs == Glyphs::Ascii {
            let shown = match symbol.chars().next() {
                Some(c) if !control => plain(c),
                _ => '?',
            };
            for _ in 0..width {
                self.out.push(shown as u8);
            }
            return (width, true);
        }
        self.out.extend_from_slice(symbol.as_bytes());
        (width, width == 1 && symbol.chars().count() == 1)
    }
}

/// Returns the plain sign for a line, a dot or a space; anything else becomes a question mark, never
/// a sign that could mean something else.
fn plain(c: char) -> char {
    match c {
        '─' | '━' | '═' | '╌' | '┄' | '‐' | '‑' | '–' | '—' | '−' => '-',
        '│' | '┃' | '║' | '╎' | '┆' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        '•' | '●' => '*',
        '·' | '…' => '.',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => ' ',
        _ => '?',
    }
}

impl Backend for Ink {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.out.clear();
        if self.erase {
            self.open();
            self.out.extend_from_slice(b"\x1b[m");
            let _ = queue!(self.out, terminal::Clear(terminal::ClearType::All));
            self.pen = Pen::default();
            self.erase = false;
        }
        for (x, y, cell) in content {
            self.put(x, y, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.wanted.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        let position = position.into();
        self.wanted = Some(Position::new(
            position.x.min(self.size.width.saturating_sub(1)),
            position.y.min(self.size.height.saturating_sub(1)),
        ));
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.erase = true;
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
