//! What the rows of a log hold.

use crate::domain::base::ids::FormId;
use crate::domain::course::table::Line;

/// A log on the screen.
#[derive(Clone, Debug)]
pub struct LogState {
    /// Form of the log.
    pub form: FormId,
    /// Number of the row with the cursor; none while it was not moved.
    pub row: Option<u32>,
}

impl LogState {
    /// Returns the place of the cursor among the rows; at first on one that must not wait.
    pub fn cursor(&self, lines: &[Line]) -> usize {
        let row = self.row;
        let found = lines.iter().position(|line| Some(line.number) == row);
        let unseen = || lines.iter().position(|line| line.unseen);
        found.or_else(unseen).unwrap_or(0)
    }
}
