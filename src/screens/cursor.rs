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

/// Returns where an action scrolls a page to that is at `line`, `rows` lines a page; the drawing stops at the end.
pub(crate) fn scrolled(line: usize, rows: usize, action: Action) -> usize {
    match action {
        Action::Next => line.saturating_add(1),
        Action::Previous => line.saturating_sub(1),
        Action::NextSection => line.saturating_add(rows),
        Action::PreviousSection => line.saturating_sub(rows),
        Action::First => 0,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::moved;
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
}
