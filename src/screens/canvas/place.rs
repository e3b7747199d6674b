//! Parts of the screen, and which lines of a list are in sight.

use ratatui::layout::Rect;

/// Returns a part of a screen, `x` and `y` counted from its corner, cut to fit.
pub fn part(area: Rect, x: u16, y: u16, width: u16, height: u16) -> Rect {
    Rect {
        x: area.x.saturating_add(x),
        y: area.y.saturating_add(y),
        width,
        height,
    }
    .intersection(area)
}

/// Returns a box at the lower edge, so that the fields above stay in sight.
pub(crate) fn lower(body: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(body.width);
    let height = height.min(body.height);
    Rect {
        x: body.x.saturating_add(body.width.saturating_sub(width) / 2),
        y: body.bottom().saturating_sub(height),
        width,
        height,
    }
}

/// Returns the first line of a list of `len` to show in `rows`, so that `cursor` is in sight.
///
/// It goes on in steps of a third of the rows: most moves leave all other lines where they are, which
/// spares the bytes of drawing them again, and there is always a third to see above and below.
pub fn scroll(cursor: usize, len: usize, rows: u16) -> usize {
    let rows = usize::from(rows).max(1);
    let step = (rows / 3).max(1);
    let above = usize::from(rows > 1);
    let first = (cursor / step).saturating_sub(above) * step;
    first.min(len.saturating_sub(rows))
}

#[cfg(test)]
mod tests {
    use super::scroll;

    #[test]
    fn the_cursor_is_in_sight_and_most_moves_do_not_scroll() {
        for rows in 1..30_u16 {
            for len in 1..100_usize {
                let firsts: Vec<usize> = (0..len).map(|cursor| scroll(cursor, len, rows)).collect();
                for (cursor, first) in firsts.iter().enumerate() {
                    let row = cursor.checked_sub(*first).unwrap();
                    assert!(row < usize::from(rows), "{cursor} of {len} in {rows}");
                    assert!(*first == 0 || first + usize::from(rows) <= len);
                }
                let scrolled = firsts.windows(2).filter(|pair| pair[0] != pair[1]).count();
                let steps = len / usize::from(rows / 3).max(1);
                assert!(scrolled <= steps, "{scrolled} of {len} in {rows}");
            }
        }
        assert_eq!(scroll(0, 0, 10), 0);
    }
}
