//! The page on which a command prints a screen: as wide as the terminal, with its character set, without colour.

use super::AsciiOption;
use crate::screens::look::Look;
use crate::term::caps::{Glyphs, glyphs};
use std::io::IsTerminal;

/// Columns where the output is no terminal.
const COLUMNS: u16 = 80;

/// Returns the columns of the terminal that the standard output is, or 80.
pub(super) fn columns() -> u16 {
    let size = rustix::termios::tcgetwinsize(std::io::stdout());
    let columns = size.map_or(0, |size| size.ws_col);
    if columns == 0 { COLUMNS } else { columns }
}

/// Returns the look of plain text: ASCII where asked for, or where the locale has no UTF-8.
pub(super) fn look(option: &AsciiOption) -> Look {
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let glyphs = match glyphs(&env, option.ascii) {
        // What goes into a file or to a printer is not drawn in the console's font.
        Glyphs::Console if !std::io::stdout().is_terminal() => Glyphs::Utf8,
        glyphs => glyphs,
    };
    Look {
        colour: false,
        glyphs,
    }
}
