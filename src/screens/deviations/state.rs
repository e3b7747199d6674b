//! What the list of deviations holds.

/// The deviations of the open participant.
#[derive(Clone, Debug, Default)]
pub struct DeviationsState {
    /// Line with the cursor.
    pub cursor: usize,
}
