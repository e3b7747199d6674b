//! The word of a field of several lines: in rows below its label, with the cursor in sight.

use super::least_width;
use crate::input::line::Rows;
use crate::screens::canvas::{self, Canvas, columns_of};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use ratatui::layout::Position;

/// Columns before the rows.
const INDENT: u16 = 4;

/// Returns the columns of the text of such a field on a screen so wide; one more is for the cursor.
pub(crate) fn text_columns(shared: &Workspace, state: &FormState, width: u16) -> usize {
    let fields = least_width(shared, state, width);
    usize::from(fields.saturating_sub(INDENT).saturating_sub(2)).max(1)
}

/// The rows of such a word that are in sight.
pub(super) struct Paragraph<'a> {
    rows: Rows<'a>,
    columns: usize,
    first: usize,
    /// How many they are.
    pub(super) len: usize,
}

impl<'a> Paragraph<'a> {
    /// Returns the word that is being written, in at most a third of the rows of the form.
    pub(super) fn of(
        shared: &Workspace,
        state: &'a FormState,
        width: u16,
        height: u16,
    ) -> Option<Self> {
        if !state.writes_lines(shared) {
            return None;
        }
        let columns = text_columns(shared, state, width);
        let rows = state.line.rows(columns);
        let most = (height / 3).max(2);
        let len = rows.rows.len().min(usize::from(most));
        let first = canvas::scroll(rows.row, rows.rows.len(), columns_of(len));
        Some(Self {
            rows,
            columns,
            first,
            len,
        })
    }

    /// Returns which of the rows are in sight, first and last, and how many there are; none where all are.
    pub(super) fn in_sight(&self) -> Option<(usize, usize, usize)> {
        let all = self.rows.rows.len();
        (self.len < all).then_some((self.first + 1, self.first + self.len, all))
    }

    /// Draws one of the rows in sight; returns the cursor when it stands there.
    pub(super) fn draw(
        &self,
        row: usize,
        y: u16,
        look: &Look,
        canvas: &mut Canvas<'_>,
    ) -> Option<Position> {
        let row = self.first.saturating_add(row);
        let text = self.rows.rows.get(row).copied().unwrap_or_default();
        // A row without characters is seen as well.
        let text = if text.is_empty() { " " } else { text };
        let style = look.style(Tone::Focus);
        canvas.text(
            INDENT,
            y,
            columns_of(self.columns),
            &look.plain(text),
            style,
        );
        (row == self.rows.row).then(|| Position {
            x: INDENT.saturating_add(columns_of(self.rows.column)),
            y,
        })
    }
}
