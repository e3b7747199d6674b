//! What the screen of the study holds.

use crate::domain::views::overview::Overview;
use crate::screens::age::Age;

/// The study on the screen.
#[derive(Clone, Debug, Default)]
pub struct StudyState {
    /// Place of the participant under the cursor.
    pub cursor: usize,
    /// The line under the cursor among the figures below the participants, once it has gone on to them.
    pub(crate) figure: Option<usize>,
    /// Where the study stands; `None` until it is read.
    pub overview: Option<Box<Overview>>,
    /// The screening log is shown in place of the visits.
    pub(crate) screening: bool,
    /// Whether it has to be read again.
    pub(crate) age: Age,
}
