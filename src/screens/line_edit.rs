//! What keys and pasted text do to a line of text.

use crate::input::action::Action;
use crate::input::line::Line;

/// Does an editing action on a line of text; returns whether it was one.
pub(crate) fn edit_line(line: &mut Line, action: Action) -> bool {
    match action {
        Action::First => line.home(),
        Action::Last => line.end(),
        Action::Left => _ = line.left(),
        Action::Right => _ = line.right(),
        Action::DeleteBack => _ = line.delete_back(),
        Action::DeleteForward | Action::Erase => _ = line.delete_forward(),
        Action::DeleteWord => _ = line.delete_word(),
        Action::DeleteLine => _ = line.delete_line(),
        _ => return false,
    }
    true
}

/// Most characters that are pasted into a finder.
pub(crate) const FINDER: usize = 64;

pub(crate) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
