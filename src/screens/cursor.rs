//! A cursor on the lines of a list: the one place where it is moved.

use crate::input::action::Action;

/// Returns where an action moves a cursor among `len` lines, `page` lines a page; `None` for an action that moves none.
pub(crate) fn moved(cursor: usize, len: usize, page: usize, action: Action) -> Option<usize> {
    let last = len.saturating_sub(1);
    // Others may have taken lines away meanwhile.
    let here = cursor.min(last);
    let to = match action {
        Action::Next => here.saturating_add(1),
        Action::Previous => here.saturating_sub(1),
        Action::NextSection => here.saturating_add(page),
        Action::PreviousSection => here.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// Where a page to read stands. How long it is, only its drawing knows: the end is a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// So many lines below the top.
    BelowTop(usize),
    /// So many lines above the end.
    AboveEnd(usize),
}

impl Default for Scroll {
    fn default() -> Self {
        Self::BelowTop(0)
    }
}

impl Scroll {
    /// Returns the first line that is shown, where `last` is the first one at the end of the page.
    pub(crate) fn first(self, last: usize) -> usize {
        match self {
            Self::BelowTop(lines) => lines.min(last),
            Self::AboveEnd(lines) => last.saturating_sub(lines),
        }
    }

    /// Returns where an action scrolls to, `rows` lines a page.
    pub(crate) fn moved(self, rows: usize, action: Action) -> Self {
        let (down, lines) = match action {
            Action::Next => (true, 1),
            Action::Previous => (false, 1),
            Action::NextSection => (true, rows),
            Action::PreviousSection => (false, rows),
            Action::First => return Self::BelowTop(0),
            Action::Last => return Self::AboveEnd(0),
            _ => return self,
        };
        match (self, down) {
            (Self::BelowTop(there), true) => Self::BelowTop(there.saturating_add(lines)),
            (Self::BelowTop(there), false) => Self::BelowTop(there.saturating_sub(lines)),
            (Self::AboveEnd(there), true) => Self::AboveEnd(there.saturating_sub(lines)),
            (Self::AboveEnd(there), false) => Self::AboveEnd(there.saturating_add(lines)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scroll, moved};
    use crate::input::action::Action;

    #[test]
    fn a_cursor_stays_among_the_lines_whatever_moves_it() {
        let moves = [
            Action::Next,
            Action::Previous,
            Action::NextSection,
            Action::PreviousSection,
            Action::First,
            Action::Last,
        ];
        for len in 0..6_usize {
            for cursor in 0..8 {
                for action in moves {
                    let to = moved(cursor, len, 3, action).unwrap();
                    assert!(to < len.max(1), "{action:?} from {cursor} of {len}");
                }
            }
        }
        assert_eq!(moved(1, 4, 2, Action::Next), Some(2));
        assert_eq!(moved(3, 4, 2, Action::Next), Some(3));
        assert_eq!(moved(0, 4, 2, Action::NextSection), Some(2));
        assert_eq!(moved(1, 4, 2, Action::PreviousSection), Some(0));
        assert_eq!(moved(1, 4, 2, Action::Open), None);
    }

    #[test]
    fn the_end_of_a_page_is_reached_by_one_key_and_left_by_the_next() {
        let end = Scroll::default().moved(5, Action::Last);
        assert_eq!(end.first(30), 30);
        assert_eq!(end.moved(5, Action::Next).first(30), 30);
        assert_eq!(end.moved(5, Action::Previous).first(30), 29);
        assert_eq!(end.moved(5, Action::PreviousSection).first(30), 25);
        assert_eq!(end.moved(5, Action::First).first(30), 0);
        // A page that fits stays as it is.
        assert_eq!(end.first(0), 0);
        let down = Scroll::default().moved(5, Action::NextSection);
        assert_eq!((down.first(30), down.first(3)), (5, 3));
    }
}
