//! How the next character looks, and the shortest code that brings the terminal there.
//!
//! Named colours are sent as 30-37 and 90-97, which every colour terminal knows; what the terminal
//! has too few colours for is brought down to the nearest it has. crossterm's commands are not used
//! here: they send named colours as `38;5;n`, one code for each colour and attribute, and no colour at
//! all while `NO_COLOR` is set, even when the command line asks for colours.

use crate::term::caps::Colours;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::io::Write as _;

/// Colours and attributes, as far as they are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    front: Ink,
    back: Ink,
    marks: Modifier,
}

/// A colour as it is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ink {
    #[default]
    Own,
    Named(u8),
    Indexed(u8),
}

/// Attributes that are sent, with their codes (ECMA-48, SGR). Blinking and hidden text are not.
const MARKS: [(Modifier, u8); 6] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

impl Pen {
    /// Returns the pen for a cell on a terminal with so many colours.
    pub(super) fn of(cell: &Cell, colours: Colours) -> Self {
        let sent = MARKS
            .iter()
            .fold(Modifier::empty(), |all, (mark, _)| all | *mark);
        Self {
            front: ink(cell.fg, colours),
            back: ink(cell.bg, colours),
            marks: cell.modifier & sent,
        }
    }

    /// Appends the code that turns `old` into this pen; nothing when they are the same.
    pub(super) fn change_from(self, old: Self, out: &mut Vec<u8>) {
        if self == old {
            return;
        }
        // Old terminals know no code that takes one attribute away: begin anew.
        let anew = !self.marks.contains(old.marks);
        let old = if anew { Self::default() } else { old };
        out.extend_from_slice(b"\x1b[");
        let start = out.len();
        if anew && self != Self::default() {
            out.extend_from_slice(b"0;");
        }
        for (mark, code) in MARKS {
            if self.marks.contains(mark) && !old.marks.contains(mark) {
                let _ = write!(out, "{code};");
            }
        }
        if self.front != old.front {
            self.front.write(out, 30);
        }
        if self.back != old.back {
            self.back.write(out, 40);
        }
        // `ESC[m` is short for `ESC[0m`; otherwise the last separator goes.
        if out.len() > start {
            out.pop();
        }
        out.push(b'm');
    }
}

impl Ink {
    /// Appends the colour, with `base` 30 for the text and 40 for the ground.
    fn write(self, out: &mut Vec<u8>, base: u8) {
        let _ = match self {
            Self::Own => write!(out, "{};", base + 9),
            Self::Named(n @ 0..=7) => write!(out, "{};", base + n),
            Self::Named(n) => write!(out, "{};", base + 52 + n),
            Self::Indexed(n) => write!(out, "{};5;{n};", base + 8),
        };
    }
}

fn ink(colour: Color, colours: Colours) -> Ink {
    if colours == Colours::Off {
        return Ink::Own;
    }
    let named = match colour {
        Color::Reset => return Ink::Own,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n @ 0..=15) => n,
        Color::Indexed(n) if colours == Colours::Indexed => return Ink::Indexed(n),
        Color::Indexed(n) => nearest_named(levels(n)),
        Color::Rgb(r, g, b) if colours == Colours::Indexed => {
            return Ink::Indexed(nearest_indexed([r, g, b]));
        }
        Color::Rgb(r, g, b) => nearest_named([r, g, b]),
    };
    Ink::Named(named)
}

/// Steps of the 6x6x6 cube of the 256 colours, as xterm has them.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Returns red, green and blue of the colours 16 to 255: the cube, then the greys from 8 in steps of 10.
fn levels(n: u8) -> [u8; 3] {
    if n >= 232 {
        return [(n - 232) * 10 + 8; 3];
    }
    let n = n.saturating_sub(16);
    let step = |i: u8| STEPS.get(usize::from(i)).copied().unwrap_or(255);
    [step(n / 36), step(n / 6 % 6), step(n % 6)]
}

fn nearest_indexed(wanted: [u8; 3]) -> u8 {
    (16..=255)
        .min_by_key(|n| distance(levels(*n), wanted))
        .unwrap_or(15)
}

fn nearest_named(wanted: [u8; 3]) -> u8 {
    (0..16_u8)
        .min_by_key(|n| distance(named_levels(*n), wanted))
        .unwrap_or(7)
}

/// Returns red, green and blue of a named colour as VGA has it; terminals vary.
fn named_levels(n: u8) -> [u8; 3] {
    match n {
        7 => [170; 3],
        8 => [85; 3],
        _ => {
            let (low, high) = if n < 8 { (0, 170) } else { (85, 255) };
            [1, 2, 4].map(|bit| if n & bit == 0 { low } else { high })
        }
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.iter()
        .zip(b)
        .map(|(x, y)| u32::from(x.abs_diff(y)).pow(2))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(from: &Cell, to: &Cell, colours: Colours) -> String {
        let mut out = Vec::new();
        Pen::of(to, colours).change_from(Pen::of(from, colours), &mut out);
        String::from_utf8(out).unwrap()
    }

    fn cell(fg: Color, bg: Color, marks: Modifier) -> Cell {
        let mut cell = Cell::EMPTY;
        (cell.fg, cell.bg, cell.modifier) = (fg, bg, marks);
        cell
    }

    #[test]
    fn codes_are_short_and_old_terminals_know_them() {
        let none = Modifier::empty();
        let plain = Cell::EMPTY;
        let red = cell(Color::Red, Color::Reset, none);
        let bold = cell(Color::Red, Color::Reset, Modifier::BOLD);
        let turned = cell(Color::LightGreen, Color::DarkGray, Modifier::REVERSED);
        let table = [
            (&plain, &plain, ""),
            (&plain, &red, "\x1b[31m"),
            (&red, &bold, "\x1b[1m"),
            (&bold, &red, "\x1b[0;31m"),
            (&bold, &plain, "\x1b[m"),
            (&red, &plain, "\x1b[39m"),
            (&plain, &turned, "\x1b[7;92;100m"),
            (&bold, &turned, "\x1b[0;7;92;100m"),
        ];
        for (from, to, expected) in table {
            assert_eq!(code(from, to, Colours::Sixteen), expected);
        }
    }

    #[test]
    fn without_colours_the_marks_stay() {
        let loud = cell(Color::Red, Color::Blue, Modifier::BOLD | Modifier::REVERSED);
        assert_eq!(code(&Cell::EMPTY, &loud, Colours::Off), "\x1b[1;7m");
    }

    #[test]
    fn colours_come_down_to_what_the_terminal_has() {
        let none = Modifier::empty();
        let table = [
            (Color::Rgb(250, 80, 90), Colours::Sixteen, "\x1b[91m"),
            (Color::Rgb(255, 0, 0), Colours::Indexed, "\x1b[38;5;196m"),
            (Color::Indexed(196), Colours::Indexed, "\x1b[38;5;196m"),
            (Color::Indexed(46), Colours::Sixteen, "\x1b[32m"),
            (Color::Indexed(3), Colours::Indexed, "\x1b[33m"),
            (Color::Indexed(255), Colours::Sixteen, "\x1b[97m"),
        ];
        for (colour, colours, expected) in table {
            let wanted = cell(colour, Color::Reset, none);
            assert_eq!(code(&Cell::EMPTY, &wanted, colours), expected, "{colour:?}");
        }
    }
}
